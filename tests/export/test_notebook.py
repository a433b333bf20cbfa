"""The executed notebook for technical clients: sources, and what was released, and nothing else."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from workbench.errors import GateError
from workbench.export.extract import read
from workbench.export.notebook import content
from workbench.present.note import group


@pytest.fixture
def made(book, table, figure, out):
    """A notebook with a table, a group of a sentence-free figure, and parameters."""
    found = book("Ein Satz.", table(), figure())
    found.cells.insert(1, new_code_cell("a: int = 1", metadata={"tags": ["parameters", "fremd"], "name": "fremd"}))
    found.cells.append(new_code_cell("group(figure())", outputs=[out(group(figure(), table()))]))
    return found


def test_it_is_a_valid_notebook_of_sources_and_released_outputs(made):
    opened = nbformat.reads(content(made, {"a": 2}).decode(), as_version=4)
    nbformat.validate(opened)
    assert [(c.cell_type, c.source) for c in opened.cells[:4]] == [("markdown", made.cells[0].source), ("code", "a: int = 1"), ("code", "a = 2"), ("code", "geheim = 1")]
    assert [list(o.data) for o in opened.cells[-1].outputs] == [["image/svg+xml", "text/plain"], ["text/html", "text/plain"], ["text/html", "text/plain"]]
    assert opened.cells[-1].outputs[0].data["text/plain"].startswith("Balkendiagramm")
    assert "1.234" in opened.cells[-1].outputs[2].data["text/html"]


def test_of_metadata_only_the_tags_of_parameters_stay_and_ids_count(made):
    made.metadata |= {"papermill": {"input_path": "/x"}, "widgets": {"state": 1}, "authors": [{"name": "x"}]}
    opened = json.loads(content(made, {}))
    assert list(opened["metadata"]) == ["kernelspec", "language_info"]
    assert [c["metadata"] for c in opened["cells"] if c["metadata"]] == [{"tags": ["parameters"]}, {"tags": ["injected-parameters"]}]
    assert [c["id"] for c in opened["cells"]] == [f"zelle-{n}" for n in range(1, len(opened["cells"]) + 1)]
    assert [c["execution_count"] for c in opened["cells"] if c["cell_type"] == "code"] == list(range(1, sum(c["cell_type"] == "code" for c in opened["cells"]) + 1))


def test_the_same_notebook_gives_the_same_bytes(made):
    assert content(made, {"a": 2}) == content(made, {"a": 2})


def test_a_path_in_its_code_is_refused(made):
    made.cells.append(new_code_cell("lesen('/home/anna/x.csv')"))
    with pytest.raises(GateError, match="nennt einen Ordner dieses Rechners"):
        content(made, {})


def test_tables_and_drawings_in_it_are_read_as_such(made):
    found = read("x.ipynb", content(made, {"a": 2}))
    assert [g.caption for g in found.tables] == ["Besuche je Raum"] * 2
    assert not [t for t in found.texts if t.kind == "text" and "<svg" in t.text]
    made.cells.append(new_markdown_cell("Es kamen 4.711."))
    assert "Es kamen 4.711." in [t.text for t in read("x.ipynb", content(made, {})).texts]


def test_a_page_in_lines_is_read_whole():
    cell = {"cell_type": "code", "outputs": [{"data": {"text/html": ["<table><tr><th>A</th><th>B</th></tr>\n", "<tr><td>1</td><td>2</td></tr></table>"]}}]}
    assert read("x.ipynb", json.dumps({"cells": [cell]}).encode()).tables[0].rows == (("1", "2"),)
