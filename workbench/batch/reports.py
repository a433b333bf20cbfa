"""Which notebooks are reports, and what each one needs: read from the files, nothing is executed."""

import ast
import contextlib
import dataclasses
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from workbench.batch.parameters import Parameter, declared
from workbench.errors import ParameterError, RunError, cause, suggest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SCHEMAS = Path(__file__).parents[1] / "schemas"
KERNEL = "python3"
PLACE = "gemeinde"  # a notebook with this parameter runs once per place

_NAME = re.compile(r"\d{2}_\w+\.ipynb")
_MAGIC = re.compile(r"^(\s*)(?:[\w., ]+=\s*)?[%!].*$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Notebook:
    """A report, as its file tells it.

    Parameters
    ----------
    file
        The notebook.
    title
        Its first heading.
    parameters
        What the parameters cell declares, by name.
    needed, optional
        Names of the tables that it reads.
    code
        Source of the code cells.
    text
        Source of the cells that are no code, in their order; "" where a code cell stands.
    fault
        Why it cannot run, as a German sentence; empty for a sound notebook.
    """

    file: Path
    title: str = ""
    parameters: dict[str, Parameter] = dataclasses.field(default_factory=dict)
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    fault: str = ""

    @property
    def name(self) -> str:
        """Name of the report: that of its file."""
        return self.file.stem

    @property
    def number(self) -> str:
        """Number of the report, as it is named in messages."""
        return self.name[:2]

    @property
    def per_place(self) -> bool:
        """Whether it runs once per place, or once per project."""
        return PLACE in self.parameters


def discover(folders: Iterable[Path]) -> list[Notebook]:
    """Find the reports of some folders.

    Parameters
    ----------
    folders
        Folders of notebooks named NN_name.ipynb; other files are nobody's report.

    Returns
    -------
    list of Notebook
        In the order of their numbers; faulty ones carry their fault.

    Raises
    ------
    RunError
        If two folders hold a report of the same name.
    """
    found: dict[str, Path] = {}
    for file in (f for folder in folders for f in sorted(folder.glob("*.ipynb"))):
        if not _NAME.fullmatch(file.name):
            continue
        if file.name in found:
            raise RunError(f"Den Bericht »{file.name}« gibt es zweimal. Bitte das Notebook im Projektordner umbenennen.")
        found[file.name] = file
    return [read(found[name]) for name in sorted(found)]


def choose(notebooks: list[Notebook], wanted: Iterable[str]) -> list[Notebook]:
    """Reports by number or name; all where nothing is wanted.

    Raises
    ------
    RunError
        If a report is unknown.
    """
    chosen = []
    for word in (w.removesuffix(".ipynb") for w in wanted):
        hits = [n for n in notebooks if word in (n.name, n.number)]
        if not hits:
            known = ", ".join(f"»{n.name}«" for n in notebooks)
            raise RunError(f"Den Bericht »{word}« gibt es nicht – vorhanden: {known}.{suggest(word, [n.name for n in notebooks])}")
        chosen += hits
    return [n for n in notebooks if n in chosen] if chosen else notebooks


def read(file: Path) -> Notebook:
    """Read one notebook; what is wrong with it becomes its `fault`."""
    try:
        return _parsed(file, _cells(json.loads(file.read_text(encoding="utf-8"))))
    except OSError as fault:
        return Notebook(file, fault=f"{file.name} lässt sich nicht lesen ({cause(fault)}).")
    except (ValueError, KeyError, TypeError, AttributeError):
        return Notebook(file, fault=f"{file.name} ist kein Notebook: Der Inhalt ist kein gültiges JSON im Notebook-Format 4. Bitte in JupyterLab öffnen und neu speichern.")
    except ParameterError as fault:
        return Notebook(file, fault=f"{file.name}: {fault}")


def _cells(content: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Kind, source and tags of the cells of a notebook, given as JSON, for our kernel."""
    kernel = content["metadata"].get("kernelspec", {}).get("name", KERNEL)
    if content["nbformat"] != 4:
        raise ValueError
    if kernel != KERNEL:
        raise ParameterError(f"Kernel »{kernel}« – erwartet wird »{KERNEL}«. Bitte in JupyterLab »Python 3 (ipykernel)« wählen und speichern.")
    return [(c["cell_type"], "".join(c["source"]), c.get("metadata", {}).get("tags", [])) for c in content["cells"]]


def _parsed(file: Path, cells: list[tuple[str, str, list[str]]]) -> Notebook:
    """Notebook from its cells."""
    tagged = [source for kind, source, tags in cells if kind == "code" and "parameters" in tags]
    if len(tagged) != 1:
        raise ParameterError(f"{len(tagged)} Zellen tragen das Etikett »parameters« – erwartet wird genau eine, mit den Parametern des Berichts.")
    code = {number: source for number, (kind, source, _) in enumerate(cells, 1) if kind == "code"}
    text = tuple("" if kind == "code" else source for kind, source, _ in cells)
    title = re.search("^# (.*)", "\n".join(text), re.MULTILINE)
    imported, optional = _tables([_tree(source, number) for number, source in code.items()])
    return Notebook(
        file,
        title=title[1].strip() if title else file.stem,
        parameters={p.name: p for p in declared(ast.parse(tagged[0]))},
        needed=tuple(sorted(imported - optional)),
        optional=tuple(sorted(imported & optional)),
        code=tuple(code.values()),
        text=text,
    )


def python(source: str) -> ast.Module:
    """Syntax tree of a cell; where it is no plain Python, IPython's % and ! lines count as nothing, and so does a cell in another language (%%bash)."""
    ways = [source, _MAGIC.sub(r"\1pass", source), *[""] * source.startswith("%%")]
    for said in ways[:-1]:
        with contextlib.suppress(SyntaxError):
            return _parse(said)
    return _parse(ways[-1])


def _parse(source: str) -> ast.Module:
    """Syntax tree, with top-level await."""
    tree: ast.Module = compile(source, "<Zelle>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    return tree


def _tree(source: str, number: int) -> ast.Module:
    """Syntax tree of a cell, or the fault with its number."""
    try:
        return python(source)
    except SyntaxError as fault:
        line = (fault.text or "").strip()
        raise ParameterError(f"Zelle {number}, Zeile {fault.lineno}: »{line}« ist kein gültiges Python.") from None


def _hides_tables(node: ast.AST) -> bool:
    """Whether an import takes tables in a way that does not name them."""
    if isinstance(node, ast.Import):
        return any(a.name.startswith("workbench.schemas") for a in node.names)
    if not isinstance(node, ast.ImportFrom):
        return False
    module, names = node.module or "", {a.name for a in node.names}
    return module.startswith("workbench.schemas.") or (module, True) in {("workbench", "schemas" in names), ("workbench.schemas", "*" in names)}


def _imported(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Tables that are imported from workbench.schemas, by the names under which they are used."""
    found = {}
    for alias in (a for n in nodes if isinstance(n, ast.ImportFrom) and n.module == "workbench.schemas" for a in n.names):
        if not (SCHEMAS / f"{alias.name}.py").is_file() and alias.name != "optional":
            raise ParameterError(f"Die Tabelle »{alias.name}« gibt es nicht.{suggest(alias.name, [f.stem for f in SCHEMAS.glob('[a-z]*.py')]) or ' Vorhanden ist, was im Datenkatalog steht.'}")
        found[alias.asname or alias.name] = alias.name
    return {name: table for name, table in found.items() if table not in {"optional", "terms"}}


def _tables(trees: list[ast.Module]) -> tuple[set[str], set[str]]:
    """Tables that a notebook imports, and those of them that stand inside `optional(…)`."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    if other := next((ast.unparse(n) for n in nodes if _hides_tables(n)), ""):
        raise ParameterError(f"»{other}« – so ist nicht zu sehen, welche Tabellen der Bericht liest. Bitte: from workbench.schemas import NAME.")
    tables, calls = _imported(nodes), (n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "optional")
    return set(tables.values()), {tables[a.id] for call in calls for a in call.args if isinstance(a, ast.Name) and a.id in tables}
