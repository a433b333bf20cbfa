"""A number that the rule hides is in none of the bytes of the report: not in the picture, not behind it, not in words."""

import re

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_output

from workbench.disclosure.door import release
from workbench.export.exporter import HtmlExporter
from workbench.present import figure
from workbench.present.sentence import sentence
from workbench.present.table import table
from workbench.project import Rule

SMALL = {"Lembeck": 61, "Rhade": 62}  # below the threshold of this test, and found nowhere else in a page


@pytest.fixture
def released():
    counts = {"Altstadt": 4100, "Hervest": 5300, "Barkenberg": 6700, **SMALL}
    frame = pd.DataFrame([*counts.items(), ("Insgesamt", sum(counts.values()))], columns=["Raum", "Besuche"])
    return release(frame, table="Besuche", count="Besuche", rule=Rule(mindestzahl=63), source="Listen")


@pytest.fixture
def report(nb):
    def page(description):
        data, metadata = description._repr_mimebundle_()
        nb.cells.append(new_code_cell("x", outputs=[new_output("execute_result", data=data, metadata=metadata)]))
        return HtmlExporter().from_notebook_node(nb)[0].decode()

    return page


def texts(page):
    """What a page says, without the coordinates of its pictures and its style sheet."""
    bare = re.sub(r"<style>.*?</style>|<path[^>]*>|<(use|rect|clipPath|svg)[^>]*>|(x|y|transform|style|id|class)=\"[^\"]*\"", "", page, flags=re.DOTALL)
    return set(re.findall(r"\d+", bare))


@pytest.mark.parametrize(
    "show",
    [
        lambda r: table(r, title="Besuche"),
        lambda r: figure.bar(r, "Raum", "Besuche", title="Besuche"),
        lambda r: sentence("In Lembeck waren es {n:Besuch}.", n=r.value("Besuche", Raum="Lembeck")),
        lambda r: sentence("Zusammen waren es {n:Besuch}.", n=r.only(Raum=["Lembeck", "Rhade"]).sum("Besuche")),
    ],
    ids=["table", "bar", "sentence", "sum"],
)
def test_a_hidden_value_is_nowhere(report, released, show):
    page = report(show(released))
    assert not {"61", "62", "123"} & texts(page)
    assert "nicht ausgewiesen" in page
