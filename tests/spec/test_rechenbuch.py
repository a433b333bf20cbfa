"""docs/rechenbuch.md is made from the spec tests: chapter = folder (kapitel.md), section = module, paragraph = test."""

import ast
import re
from pathlib import Path

SPEC = Path(__file__).parent
HEAD = """# Rechenbuch

So rechnen die Berichte. Jeder Absatz ist eine Regel mit einem Beispiel: erst die Angaben, dann die Rechnung, dann das Ergebnis.
Die Seite ist aus den Tests in `tests/spec/` erzeugt: Was hier steht, ist geprüft. Neu schreiben: `pytest --update-docs tests/spec`.
"""
NUMERIC = re.compile(r"[-−]?[\d.]+(,\d+)?|[—–]?")


def test_the_rechenbuch_is_up_to_date(committed):
    chapters = sorted(f.parent for f in SPEC.glob("*/kapitel.md"))
    committed("docs/rechenbuch.md", "\n".join([HEAD, *(chapter(c) for c in chapters)]))


def test_every_chapter_has_its_title():
    assert {f.parent for f in SPEC.glob("*/test_*.py")} == {f.parent for f in SPEC.glob("*/kapitel.md")}


def test_every_spec_test_says_its_rule_in_german_and_calls_spec():
    silent = [f"{f.name}: {t.name}" for f in SPEC.glob("*/test_*.py") for t in spec_tests(parsed(f)) if not ast.get_docstring(t) or not calls(t)]
    assert silent == []


def chapter(folder: Path) -> str:
    title = (folder / "kapitel.md").read_text(encoding="utf-8").strip()
    return "\n".join([f"#{title}\n", *(section(f) for f in sorted(folder.glob("test_*.py")))])


def section(file: Path) -> str:
    source = file.read_text(encoding="utf-8")
    module = ast.parse(source)
    title, _, rest = ast.get_docstring(module).partition("\n")
    intro = [rest.strip() + "\n"] if rest.strip() else []
    return "\n".join([f"### {title.rstrip('.')}\n", *intro, *(paragraph(t, constants(module), source) for t in spec_tests(module))])


def paragraph(test: ast.FunctionDef, known: dict[str, str], source: str) -> str:
    return "\n".join([f"**{ast.get_docstring(test)}**\n", *(example(c, known, source) for c in calls(test))])


def example(call: ast.Call, known: dict[str, str], source: str) -> str:
    given, function, expected = call.args
    tables = given.elts if isinstance(given, ast.Tuple | ast.List) else [given]
    names = [a.arg for a in function.args.args] if isinstance(function, ast.Lambda) else [""] * len(tables)
    parts = [(f"`{n}`\n\n" if len(n) > 1 else "") + markdown(literal(t, known)) for t, n in zip(tables, names, strict=True)]
    code = ast.get_source_segment(source, function.body if isinstance(function, ast.Lambda) else function)
    return "\n".join([*parts, f"Rechnung: `{' '.join(code.split())}`\n", markdown(literal(expected, known))])


def markdown(table: str) -> str:
    rows = [[c.strip() for c in line.split("|")] for line in table.strip().splitlines()]
    align = ["---:" if all(NUMERIC.fullmatch(r[i]) for r in rows[1:]) else "---" for i in range(len(rows[0]))]
    return "\n".join("| " + " | ".join(r) + " |" for r in [rows[0], align, *rows[1:]]) + "\n"


def literal(node: ast.expr, known: dict[str, str]) -> str:
    return known[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)


def constants(module: ast.Module) -> dict[str, str]:
    pairs = [(n.targets[0].id, n.value.value) for n in module.body if isinstance(n, ast.Assign) and isinstance(n.value, ast.Constant)]
    return {name: value for name, value in pairs if isinstance(value, str)}


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def spec_tests(module: ast.Module) -> list[ast.FunctionDef]:
    return [n for n in module.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]


def calls(test: ast.FunctionDef) -> list[ast.Call]:
    return [n for n in ast.walk(test) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "spec"]
