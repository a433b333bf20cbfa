"""Words are not released, only numbers are: a text in a notebook's code is typed, a parameter, or taken from what was released."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("data/*/notebooks/*.ipynb")])
WORDS = {"label", "names", "options"}  # of a released frame
LIBRARY = {"schemas", "start", "topics", "widgets", "present", "present.note", "present.sentence", "present.table", "present.words"}


def trees(file: Path) -> list[ast.Module]:
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [ast.parse("".join(c["source"])) for c in cells if c["cell_type"] == "code"]


def raw_texts(trees: list[ast.Module]) -> list[str]:
    """What str(…) and f-strings make of anything but parameters and texts of released frames."""
    parameters = {n.target.id for n in trees[0].body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    nodes = [n for tree in trees for n in ast.walk(tree)]
    known = parameters | {name for n in nodes if isinstance(n, ast.Assign) for name in _texts(n, parameters)}
    inside = [n.value for n in nodes if isinstance(n, ast.FormattedValue)]
    inside += [a for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ("str", "format", "repr") for a in n.args]
    return [ast.unparse(n) for n in inside if not (isinstance(n, ast.Name) and n.id in known)]


def _texts(assignment: ast.Assign, parameters: set[str]) -> set[str]:
    """Names that an assignment gives a text that is a parameter or was released."""
    target = assignment.targets[0]
    pairs = zip(target.elts, assignment.value.elts, strict=True) if isinstance(target, ast.Tuple) and isinstance(assignment.value, ast.Tuple) else [(target, assignment.value)]
    return {name.id for name, value in pairs if isinstance(name, ast.Name) and _is_text(value, parameters)}


def _is_text(value: ast.expr, parameters: set[str]) -> bool:
    """Whether it is str(parameter), or a word of a released frame."""
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Attribute):
        return value.func.attr in WORDS
    return ast.unparse(value) in {f"str({p})" for p in parameters}


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.name)
def test_no_number_becomes_a_word_on_its_way_into_a_text(file: Path) -> None:
    assert raw_texts(trees(file)) == []


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.name)
def test_notebooks_use_only_what_goes_through_the_door(file: Path) -> None:
    imported = {n.module for tree in trees(file) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert {m for m in imported if m.split(".")[0] == "workbench"} <= {f"workbench.{m}" for m in LIBRARY}
    assert not [n for tree in trees(file) for n in ast.walk(tree) if isinstance(n, ast.Import)]


@pytest.mark.parametrize("code", ["str(len(frame))", "f'{frame.shape}'", "f'{frei.frame.sum()}'", "n = str(roh)\nf'{n}'", "format(wert)"])
def test_these_tests_see_a_raw_number(code: str) -> None:
    assert raw_texts([ast.parse("jahr: int = 2024  # Jahr"), ast.parse(code)]) != []


@pytest.mark.parametrize("code", ["str(jahr)", "ab = str(jahr)\nf'{ab} bis {jahr}'", "name, ab = was.label('Name'), str(jahr)\nf'{name} {ab}'"])
def test_parameters_and_released_words_may_stand_in_texts(code: str) -> None:
    assert raw_texts([ast.parse("jahr: int = 2024  # Jahr"), ast.parse(code)]) == []
