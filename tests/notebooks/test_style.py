"""Notebooks are literate documents: the rules of form that a machine can see (first and last cells, code, text between)."""

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("data/*/notebooks/*.ipynb")])
BANNED = ("matplotlib", "seaborn", "pandas", "numpy", "pathlib", "os", "io", "csv", "json")
STATEMENTS = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.Try, ast.With, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
NAMED = re.compile(  # numbers that are no results: headings' numbering, laws, years, levels, ages, the base of percentages, versions
    r"^#+ \d+\w?\b|§§? ?\d+\w?( \(\d+\))?( ff\.)?|\b(19|20)\d\d\b|\b95[-\s]%|SGB VIII|\b(unter|über|bis|ab|von) \d+( Jahren?)?\b|\b\d+[- ]Jährigen?\b|\b\d+–\d+\b|\b100\b|Version [\d.]+|`[^`]*`",
    re.MULTILINE,
)
EXPLAINED = {("20_besucherstruktur.ipynb", "repraesentation"): {"1", "0,5"}}  # says how a ratio is read

pytestmark = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.name)


def cells(file, kind=None):
    found = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [c for c in found if kind in (None, c["cell_type"])]


def source(cell):
    return "".join(cell["source"])


def test_it_begins_with_title_parameters_and_setup(file):
    title, parameters, setup = cells(file)[:3]
    assert title["cell_type"] == "markdown"
    assert re.match(r"# \S", source(title))
    sentences = re.findall(r"[.?!](?:\s|$)", source(title).partition("\n")[2])
    assert 2 <= len(sentences) <= 4
    assert parameters["metadata"].get("tags") == ["parameters"]
    assert "bericht = start(" in source(setup)
    assert len([line for line in source(setup).splitlines() if line]) <= 10


def test_every_parameter_is_a_typed_literal_with_a_comment(file):
    lines = source(cells(file)[1]).splitlines()
    for line, statement in zip(lines, ast.parse("\n".join(lines)).body, strict=True):
        assert isinstance(statement, ast.AnnAssign), line
        ast.literal_eval(statement.value)
        assert re.search(r"  # \S", line), line


def test_it_ends_with_its_sources(file):
    assert source(cells(file, "code")[-1]) == "bericht.sources()"


def test_imports_stand_in_the_setup_only_and_draw_and_read_nothing(file):
    found = [(c, n) for c in cells(file, "code") for n in ast.walk(ast.parse(source(c))) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert {c["id"] for c, _ in found} == {cells(file)[2]["id"]}
    modules = {n.module if isinstance(n, ast.ImportFrom) else a.name for _, n in found for a in n.names}
    assert [m for m in modules if m.split(".")[0] in BANNED] == []


def test_code_is_short_and_plain(file):
    for cell in cells(file, "code"):
        assert len(source(cell).splitlines()) <= 12, cell["id"]
        nodes = list(ast.walk(ast.parse(source(cell))))
        assert [type(n).__name__ for n in nodes if isinstance(n, STATEMENTS)] == [], cell["id"]
        assert [n for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ("open", "print", "eval", "exec")] == [], cell["id"]


def test_text_stands_between_code_cells(file):
    kinds = "".join(c["cell_type"][0] for c in cells(file)[2:])  # behind title and parameters
    assert "ccc" not in kinds


def test_no_result_number_is_typed(file):
    typed = {c["id"]: set(re.findall(r"\d+(?:[.,]\d+)*", NAMED.sub("", source(c)))) for c in cells(file, "markdown")}
    assert {name: n for name, numbers in typed.items() if (n := numbers - EXPLAINED.get((file.name, name), set()))} == {}


def test_a_share_that_may_be_hidden_is_followed_by_no_genitive(file):
    """»Auf sie entfallen nicht ausgewiesen der Besuche« is no German; in brackets it reads well."""
    assert [c["id"] for c in cells(file, "code") if re.search(r"\{\w+:%\} (der|des|aller)\b", re.sub(r"\([^()]*\{[^()]*\)", "", source(c).replace("sentence(", "").replace("said(", "")))] == []


def test_outputs_are_not_committed_and_ids_are_readable(file):
    notebook = json.loads(file.read_text(encoding="utf-8"))
    assert [c["id"] for c in cells(file, "code") if c["outputs"] or c["execution_count"]] == []
    ids = [c["id"] for c in cells(file)]
    assert len(ids) == len(set(ids))
    assert [i for i in ids if not re.fullmatch(r"[a-z][a-z0-9-]*", i) or re.fullmatch(r"[0-9a-f-]{8,}", i)] == []
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
