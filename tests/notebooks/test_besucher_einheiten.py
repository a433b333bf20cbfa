"""Report 20 prints under every figure and table what is counted: visits, persons and memberships are not the same."""

import ast
import json
from pathlib import Path

NOTEBOOK = Path(__file__).parent.parent.parent / "notebooks" / "20_besucherstruktur.ipynb"
UNITS = ("Einheit: Besuche", "Einheit: Personen", "Einheit: Anwesende", "Einheit: Mitgliedschaften", "gezählt sind Besuche", "Juleica: Zahl")


def shown():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    calls = [n for c in cells if c["cell_type"] == "code" for n in ast.walk(ast.parse("".join(c["source"]))) if isinstance(n, ast.Call)]
    return [c for c in calls if ast.unparse(c.func) == "table" or ast.unparse(c.func).startswith("figure.")]


def keyword(call, name):
    return next((ast.unparse(k.value) for k in call.keywords if k.arg == name), "")


def test_the_unit_stands_below_every_figure_and_table():
    assert len(shown()) > 10
    assert [keyword(c, "title") for c in shown() if not any(u in keyword(c, "note") for u in UNITS)] == []
