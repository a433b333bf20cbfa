"""A notebook with one released sentence, to which each test adds its way out."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbench.errors import GateError
from workbench.export.exporter import HtmlExporter
from workbench.present.description import Description

CANARY = "4711"
_HEAD = {"title": "Dorsten", "place": "dorsten", "ags": "05512012", "project": "Planung", "institute": "", "date": "31.12.2024", "synthetic": False}


def _output(description):
    data, metadata = description._repr_mimebundle_()
    return new_output("execute_result", data=data, metadata=metadata)


@pytest.fixture
def canary():
    """The number that must not leave."""
    return CANARY


@pytest.fixture
def nb():
    cells = [
        new_markdown_cell("# Bericht"),
        new_code_cell("bericht", outputs=[_output(Description("head", _HEAD))]),
        new_code_cell("sentence('Es kommen viele.')", outputs=[_output(Description("sentence", {"text": "Es kommen viele."}))]),
    ]
    return new_notebook(cells=cells)


@pytest.fixture
def refused():
    """The gate refuses, and its message does not repeat what it refuses."""

    def check(nb):
        with pytest.raises(GateError) as fault:
            HtmlExporter().from_notebook_node(nb)
        assert CANARY not in str(fault.value)
        return str(fault.value)

    return check


@pytest.fixture
def absent():
    """The report is made, and what must not leave is in none of its bytes."""

    def check(nb):
        content, _ = HtmlExporter().from_notebook_node(nb)
        text = content.decode()
        assert "Es kommen viele." in text
        assert CANARY not in text

    return check
