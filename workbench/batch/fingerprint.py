"""All that can change a report, as named hashes: equal ones mean that a report need not run again."""

import ast
import functools
import hashlib
import importlib.util
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from workbench import recipe
from workbench.batch.jobs import Job
from workbench.batch.reports import SCHEMAS, python
from workbench.batch.texts import file_of
from workbench.disclosure import approval, ledger
from workbench.disclosure.published import dumps
from workbench.project import SECRET, Place, Project
from workbench.read.once import once
from workbench.read.tabular import named

PACKAGE = Path(__file__).parents[1]
LOCK = PACKAGE.parent / "requirements.lock"
_EXPORT = ("gate", "code", "house", "formats", "leave", "placing")  # modules of the export that make files of what was released, beside those of the formats, and that look at them
_ENGINE = ("compose", "execute", "kernel")  # modules of the batch that decide what a cell gives, and what may leave
_SHOWN = 3  # so many causes are named; the rest is counted

_SAYS = {
    "notebook": "der Code des Notebooks",
    "text": "der Text des Notebooks",
    "vorlage": "die Berichtsvorlage",
    "gestaltung": "die Formate oder ihre Gestaltung",
    "worte": "die eigenen Texte",
    "umgebung": "die Python-Umgebung",
    "geheimnis": "das Geheimnis des Projekts",
    "schluessel": "die Pseudonymliste",
    "freigaben": "zuvor freigegebene Tabellen",
    "freigabe": "die Freigabe des Berichts",
    "code": "der Anhang mit dem Code",
}
_SAYS_OF = {
    "modul": "das Modul {}",
    "tabelle": "die Tabelle »{}«",
    "projekt": "die Angabe »{}« in projekt.toml",
    "parameter": "der Parameter »{}«",
    "bericht": "der Bericht »{}«",
    "kapitel": "das Kapitel »{}«",
    "rezept": "das Rezept »{}«",
}
_IMPORT = re.compile(r"(?:\bfrom[ \t]+([.\w]+)[ \t]+)?\bimport[ \t]+(\((?:[^)#]|#.*)*\)|[^;\n]+)")  # a syntax tree of every module takes most of the time of an unchanged batch
_NAME, _COMMENT = re.compile(r"(\w+(?:\.\w+)*)(?:[ \t]+as[ \t]+\w+)?"), re.compile("#.*")

Known = dict[str, tuple[list[str], dict[str, str], dict[str, str]]]  # what of a report is the same at all places, by its name


def ingredients(job: Job, project: Project, out: Path, known: Known | None = None) -> dict[str, str]:
    """Named hashes of everything that a job's report depends on.

    Parameters
    ----------
    job, project, out
        Report, place and parameters, in their project and its folder of reports.
    known
        Filled with what is the same at all places, and taken from there for the next one.

    Returns
    -------
    dict
        Name of the ingredient, with its kind before a colon where there are several of a kind, and its hash (for
        parameters the value itself).
    """
    report, place = job.key
    known, places = {} if known is None else known, _places(job, project)
    if report not in known:
        known[report] = _everywhere(job, project)
    used, own, code = known[report]
    found = own | {
        "geheimnis": _hash(project.secret),
        "schluessel": _files(f for p in places for f in named((project.folder / SECRET).parent, p.key)),
        "freigaben": _fixed(job, project, out, used),
        "freigabe": _files([approval.file_of(project, place=place, report=report)]),
    }
    if (texts := file_of(project, place, report)).is_file():
        found["worte"] = _file(texts)
    found |= code | {f"tabelle:{name}": _table(name, places) for name in used}
    found |= {f"rezept:{name}": _file(file) for name, file in _recipes(job, project, code).items()}
    found |= {f"projekt:{name}": _hash(text) for name, text in _settings(project, job, used).items()}
    return found | {f"parameter:{name}": json.dumps(value, default=str, ensure_ascii=False) for name, value in job.parameters.items()}


def _places(job: Job, project: Project) -> list[Place]:
    """Places that a job looks at."""
    return [job.place] if job.place else [*project.orte.values()]


def _everywhere(job: Job, project: Project) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """What a report has at all places: its tables, the notebook with what it runs on, the modules."""
    notebook, used = job.notebook, tables(job)
    own = {"notebook": _hash(*notebook.code), "text": _hash(*notebook.text), "vorlage": _template(project.formate), "gestaltung": _hash(*project.formate, project.gestaltung.model_dump_json(), _files(project.dress)), "umgebung": _environment()}
    code = [*notebook.code, *(f"import workbench.schemas.{name}" for name in used)]
    return used, own, {f"modul:{name}": _file(file) for name, file in modules(code).items()}


def explain(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Say in German what changed between two fingerprints; empty where nothing did.

    Examples
    --------
    >>> explain({"tabelle:besuche": "a"}, {"tabelle:besuche": "b"})
    'geändert: die Tabelle »besuche«'
    """
    changed = [name for name in {**new, **old} if old.get(name) != new.get(name)]
    named = [_say(name, old.get(name), new.get(name)) for name in changed[:_SHOWN]]
    if len(changed) > _SHOWN:
        named.append(f"{len(changed) - _SHOWN} weitere")
    return f"geändert: {', '.join(named)}" if named else ""


def _say(name: str, old: str | None, new: str | None) -> str:
    """Ingredient in words."""
    kind, _, what = name.partition(":")
    said = _SAYS_OF[kind].format(what) if what else _SAYS[kind]
    return f"{said} (war {old}, ist {new})" if kind == "parameter" and old and new else said


def tables(job: Job) -> list[str]:
    """Tables that a report reads, with those that their rules look at.

    Notes
    -----
    A schema names another table as a text (`refers="raeume"`, `look("raeume")`): every such text counts.
    """
    found = [*job.notebook.needed, *job.notebook.optional]
    for name in found:
        file = SCHEMAS / f"{name}.py"
        found += [t for t in _texts(file) if t not in found and (SCHEMAS / f"{t}.py").is_file()]
    return sorted(found)


@once
def _texts(file: Path) -> tuple[str, ...]:
    """Words that stand as texts in a module."""
    return tuple(dict.fromkeys(t for t in words(ast.parse(file.read_bytes())) if t.isidentifier() and t.islower()))


def words(tree: ast.Module) -> Iterator[str]:
    """Texts that stand in some code."""
    yield from (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@functools.lru_cache(maxsize=64)  # notebooks
def _said(code: tuple[str, ...]) -> frozenset[str]:
    """Texts that stand in the cells of a notebook."""
    return frozenset(word for source in code for word in words(python(source)))


def _table(name: str, places: Iterable[Place]) -> str:
    """Hash of a table's files; of one that holds many places, of the rows of each."""
    from workbench.schemas import tables as every

    table = every()[name]
    files = [(table.find(p.folder, p.ags), p) for p in places]
    return _hash(*(f"{f.name} {table.part(f, p.folder, p.ags) or _file(f)}" if f else "" for f, p in files))


def _recipes(job: Job, project: Project, code: Mapping[str, str]) -> dict[str, Path]:
    """Recipes that a report uses: those that it names in its code or by a parameter, or all where it names none."""
    if "modul:workbench.recipe" not in code:
        return {}
    every = recipe.files(project)
    said = {*map(str, job.parameters.values()), *_said(job.notebook.code)}
    return {name: file for name, file in every.items() if name in said} or every


def _fixed(job: Job, project: Project, out: Path, used: list[str]) -> str:
    """Hash of the tables that were published before and that the report's own must not give away; empty where there are none."""
    report, place = job.key
    measures = {*used, *_said(job.notebook.code)}  # measure="…" names one of its own
    files = [*ledger.before(project, out / ledger.FOLDER, place=place, report=report), *ledger.editions(project, place=place)]
    found = dict.fromkeys(table for f in files for measure, table in _published(f) if measure in measures)  # a table that is approved as it stands says nothing new
    return _hash(*found) if found else ""


@once
def _published(file: Path) -> tuple[tuple[str, str], ...]:
    """Tables of a report as texts, with what each counts."""
    return tuple((t.measure.partition("/")[0], dumps([t])) for t in ledger.tables(file))


def _files(files: Iterable[Path]) -> str:
    """Hash of some files."""
    return _hash(*(_file(f) for f in files if f.is_file()))


def _settings(project: Project, job: Job, used: list[str]) -> dict[str, str]:
    """What a report prints or obeys of projekt.toml."""
    texts = {"regeln": project.regeln.model_dump_json(exclude_unset=True), "ausnahmen": str(project.ausnahmen)}  # defaults change with the module
    texts |= {name: str(getattr(project, name)) for name in ("name", "stand", "synthetisch", "institut")}
    linked = {project.orte[key].name: project.codes[key] for key in ledger.family(project, job.key[1]) if key != job.key[1]}
    texts |= {"orte": str(linked)}  # names of places are areas in the tables of others
    texts |= {f"quellen.{t}": project.quellen[t].model_dump_json() for t in used if t in project.quellen}
    if any("vergleiche" in code for code in job.notebook.code):
        texts["vergleiche"] = str(project.vergleiche)
    return texts | {f"orte.{p.key}": f"{p.model_dump_json(exclude={'folder', 'parameter'})} {project.chain(p.key)}" for p in _places(job, project)}


def _environment() -> str:
    """Hash of what executes: locked versions, Python, platform."""
    return _hash(_files([LOCK, *(PACKAGE / "batch" / f"{name}.py" for name in _ENGINE)]), platform.python_version(), platform.system(), platform.machine())


def _template(formats: Iterable[str]) -> str:
    """Hash of the exporter's modules and templates."""
    parts = sorted(f for f in (PACKAGE / "export" / "templates").rglob("*") if f.is_file())
    return _files([*modules([f"import workbench.export.{name}" for name in (*_EXPORT, *formats)]).values(), *parts])


def modules(code: Iterable[str]) -> dict[str, Path]:
    """Modules of the workbench that some code reaches, through any number of imports.

    Parameters
    ----------
    code
        Sources, e.g. the code cells of a notebook.

    Returns
    -------
    dict
        Name of the module and its file, sorted.

    Notes
    -----
    An import inside a function counts too. A package's __init__ counts as soon as one of its modules does.
    """
    waiting = [name for source in code for name in _imported(source, "")]
    found: dict[str, Path | None] = {}
    while waiting:
        if (name := waiting.pop()) in found:
            continue
        found[name] = file = _source(name, PACKAGE)
        if file is not None:
            waiting += [name.rpartition(".")[0], *_imports(file)]
    return {name: file for name, file in sorted(found.items()) if file is not None}


@functools.cache
def _source(name: str, package: Path) -> Path | None:
    """File of a module of the package; None for a function or another library."""
    if name.partition(".")[0] != package.name:
        return None
    path = package.parent.joinpath(*name.split("."))
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.is_file()), None)


@once
def _imports(file: Path) -> tuple[str, ...]:
    """What a module imports."""
    return tuple(_imported(file.read_text(encoding="utf-8"), ".".join(file.parent.relative_to(PACKAGE.parent).parts)))


def _imported(source: str, package: str) -> Iterator[str]:
    """Names that might be modules: `import a.b`, and for `from a import b` both a and a.b; text that reads like an import counts, which does no harm."""
    for origin, said in _IMPORT.findall(source.replace("\\\n", " ")):
        names = _NAME.findall(_COMMENT.sub("", said))
        if not origin:
            yield from names
        elif package or not origin.startswith("."):
            base = importlib.util.resolve_name(origin, package)
            yield from (base, *(f"{base}.{name}" for name in names))


@once
def _file(file: Path) -> str:
    """Hash of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:16]


def _hash(*parts: str) -> str:
    """Hash of some texts in their order."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
