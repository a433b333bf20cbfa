"""Words are not released, only numbers are: a text in a notebook's code is typed, a parameter, or taken from what was released."""

import ast
import json
from pathlib import Path

import pytest

from workbench.export.words import smuggled

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("data/*/notebooks/*.ipynb")])
LIBRARY = {"schemas", "start", "topics", "widgets", "present", "present.note", "present.profile", "present.sentence", "present.table", "present.words"}


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
        "from workbench.present.description import Description", "from workbench.present import description", "x = !echo\nsentence(f'{roh}')", "sentence('{n}', n=str(roh.Fall.count()))", "f'{roh.Fall.count()}'", "sentence('{x}', x=roh.value('x'))", "sentence(roh.iloc[0].ort)",
        "text = (\n    'Es waren %s Kinder'\n    % roh.N.iloc[0]\n)\nsentence(text)", "from workbench.present.sentence import sentence as s\ns('{n}', n=roh.astype(str).iloc[0])",
        "sag = sentence\nsag('{n}', n=roh)", "from workbench.present.table import table\ntable(frei, title='Kinder: ' + roh.astype(str).iloc[1])", "sentence('{n}'.format_map(roh))",
        "match roh:\n    case n:\n        sentence(f'{n}')", "import roh as n\nsentence(f'{n}')", "x = frei.frame\nsentence('{n}', n=x.count())", "%%time\nsentence(f'{roh}')",
        "from workbench.present.profile import said\nsaid('{x}', x=roh.astype(str).iloc[1])", "from workbench.present.profile import said as s\ns('{n}', n=roh)", "sag = said\nsag('{n}', n=roh)",
        "sentence('{x}', x='wenige' if roh < 3 else 'viele')", "if roh.N.iloc[0] < 3:\n    x = 'wenige'\nelse:\n    x = 'viele'\nsentence(x)", "while roh:\n    sentence('Viele.')", "import IPython\nif roh:\n    IPython.display.display(1)", "texte = []\nif roh:\n    texte.append('viele')", "import os\nif roh:\n    x = os.getpid()", "sentence(', '.join([x for x in ['a', 'b'] if x in roh]))",
        "from workbench.present import profile\nprofile.said('{n}', n=roh)", "from workbench.present.profile import shown\nshown(table, frei, title='Kinder: ' + roh.astype(str).iloc[1])",
        *(f"from workbench.present import figure\nfigure.bar(frei, 'Tag', 'N', title='T', {name}=roh.Tag.iloc[0])" for name in ("unit", "reference_label", "highlight", "emphasis")),
    ],
)  # fmt: skip
def test_these_tests_see_a_raw_number(code: str) -> None:
    assert raw_texts(["jahr: int = 2024  # Jahr", REPORT, code]) != []


REPORT = "bericht = start(gemeinde)\nfrei = bericht.release(roh, table='T', count='N')\nwas = frei.top('N')"


@pytest.mark.parametrize("code", ["str(jahr)", "ab = str(jahr)\nf'{ab} bis {jahr}'", "name, ab = was.label('Name'), str(jahr)\nf'{name} {ab}'", "sentence('{x}', x='viele' if jahr > 2000 and not frei.frame.empty else 'wenige')", "import os\nif roh:\n    os.nice(1)", "if len(frei) == 0 or was.value('N') is None:\n    sentence('Keine.')", "n = frei.value('Fälle')\nsentence('{n}', n=n)",
    "sentence('{n}', n=frei.sum('N'))", "for tag in frei.options('Tag'):\n    sentence('{t}', t=tag)", "sentence(', '.join(frei.options('Tag')))", "TAGE = {'Mo': 'Montag'}\nsentence('{t}', t=TAGE['Mo'])",
    "from workbench.disclosure.cells import HIDDEN", "vorher = jahr - 1\nsentence(f'{vorher}')", "for x in ['a', 'b']:\n    sentence(x)", "sentence('{o}', o=bericht.ort)", "%time x = 1", "said('{n} in {name}', n=frei.pick('Tag', 'N'))", "from workbench.present import figure\nfigure.bar(frei, 'Tag', 'N', title='T', unit='Besuche', highlight=was.label('Tag'))"])
def test_parameters_and_released_words_may_stand_in_texts(code: str) -> None:
    assert raw_texts(["jahr: int = 2024  # Jahr", REPORT, code]) == []
