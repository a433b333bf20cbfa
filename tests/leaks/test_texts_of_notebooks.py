"""Words are not released, only numbers are: a text in a notebook's code is typed, a parameter, or taken from what was released."""

import ast
import json
from pathlib import Path

import pytest

from workbench.export.words import smuggled

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("data/*/notebooks/*.ipynb")])
LIBRARY = {"schemas", "start", "topics", "widgets", "present", "present.note", "present.sentence", "present.table", "present.words"}


def sources(file: Path) -> list[str]:
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]


def raw_texts(sources: list[str]) -> list[str]:
    return [said for _, said in smuggled(list(enumerate(sources, 1)))]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.name)
def test_no_number_becomes_a_word_on_its_way_into_a_text(file: Path) -> None:
    assert raw_texts(sources(file)) == []


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.name)
def test_notebooks_use_only_what_goes_through_the_door(file: Path) -> None:
    trees = [ast.parse(s) for s in sources(file)]
    imported = {n.module for tree in trees for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}
    assert {m for m in imported if m.split(".")[0] == "workbench"} <= {f"workbench.{m}" for m in LIBRARY}
    assert not [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Import)]


@pytest.mark.parametrize(
    "code",
    [
        "str(len(frame))", "f'{frame.shape}'", "f'{frei.frame.sum()}'", "n = str(roh)\nf'{n}'", "format(wert)", "'{}'.format(roh)", "'%d' % roh",
        "sentence('{x}', x=roh.Besuche.astype(str).iloc[1])", "sentence('Es sind ' + roh.Besuche.astype(str).iloc[1])", "x, = map(str, [roh])\nsentence('{x}', x=x)",
        "sentence('{x}', x=roh.__str__())", "t = '%d'\nsentence('{x}', x=t % roh)", "x = frei.label('Tag')\nx = roh\nsentence('{x}', x=x)", "jahr = roh\nsentence(f'{jahr}')",
        "sentence('{x}', x=['keine', 'ein', 'zwei'][roh])", "for x in roh:\n    sentence('{x}', x=x)", "from workbench.disclosure.cells import Value", "import workbench.disclosure.cells",
        "from workbench.present.description import Description", "from workbench.present import description", "x = !echo\nsentence(f'{roh}')", "%%time\nsentence(f'{roh}')",
    ],
)  # fmt: skip
def test_these_tests_see_a_raw_number(code: str) -> None:
    assert raw_texts(["jahr: int = 2024  # Jahr", code]) != []


@pytest.mark.parametrize("code", ["str(jahr)", "ab = str(jahr)\nf'{ab} bis {jahr}'", "name, ab = was.label('Name'), str(jahr)\nf'{name} {ab}'", "sentence('{x}', x='viele' if jahr else 'wenige')", "n = frei.value('Fälle')\nsentence('{n}', n=n)"])
def test_parameters_and_released_words_may_stand_in_texts(code: str) -> None:
    assert raw_texts(["jahr: int = 2024  # Jahr", code]) == []
