"""What goes to technical clients says no more than the report: code is looked through, everything else is left behind."""

import pytest
from nbformat.v4 import new_code_cell

from workbench.errors import GateError
from workbench.export.code import annex
from workbench.export.document import Document, Head
from workbench.export.gate import passed
from workbench.export.html import content as page
from workbench.export.leave import Handed, read_again
from workbench.export.notebook import content
from workbench.present.description import MARK

CALM = "sentence('Es kommen viele.')"


def texts(nb):
    """Both ways out, as they are written."""
    document = passed(nb)
    annexed = Document(Head.model_validate(document.head.model_dump()), document.title, (*document.blocks, *annex(nb, {})))
    return {"bericht.html": page(annexed), "notebook.ipynb": content(nb, {})}


@pytest.fixture
def nowhere(nb, canary):
    """Code leaves, what must not leave is in none of its bytes."""

    def check():
        for name, made in texts(nb).items():
            assert "Es kommen viele." in made.decode(), name
            assert canary not in made.decode(), name

    return check


@pytest.fixture
def caught(nb, canary):
    """Both are read again, and refused without repeating what is wrong."""

    def check(originals=()):
        for name, made in texts(nb).items():
            with pytest.raises(GateError) as fault:
                read_again(name, made, Handed((), ()), originals)
            assert canary not in str(fault.value), name
            assert "Beispiel" not in str(fault.value), name

    return check


def test_sound_code_passes(nb):
    for name, made in texts(nb).items():
        read_again(name, made, Handed((), ()), ["Erika Beispiel"], typed=["05512012"])


def test_text_and_pictures_beside_a_description(nb, nowhere, canary):
    output = nb.cells[2].outputs[0]
    output.data |= {"text/plain": canary, "text/html": canary, "image/png": canary}
    output.metadata["fremd"] = output.metadata[MARK]["fremd"] = canary
    nowhere()


def test_the_state_of_widgets_and_metadata_of_the_run(nb, nowhere, canary):
    nb.metadata |= {"widgets": {"state": {"x": canary}}, "papermill": {"parameters": {"x": canary}, "input_path": f"/{canary}"}, "authors": [{"name": canary}]}
    nowhere()


def test_metadata_ids_and_numbers_of_cells(nb, nowhere, canary):
    for cell in nb.cells:
        cell.metadata |= {"fremd": canary, "tags": [canary], "name": canary}
        cell["id"] = canary
    nb.cells[2].execution_count = nb.cells[2].outputs[0].execution_count = int(canary)
    nowhere()


def test_what_papermill_added(nb, nowhere, canary):
    nb.cells.insert(1, new_code_cell(f"wert = {canary}", metadata={"tags": ["injected-parameters"]}))
    nowhere()


@pytest.mark.parametrize("source", ["x = {}", "# es sind {}", "'{}'"])
def test_a_number_in_the_code_that_was_not_released(nb, caught, canary, source):
    nb.cells[2].source = f"{CALM}\n{source.format(canary)}"
    caught()


@pytest.mark.parametrize("source", ["# Frau Beispiel fragt", "name = 'Erika Beispiel'", "# anna.beispiel@example.org"])
def test_a_name_or_an_address_in_the_code(nb, caught, source):
    nb.cells[2].source = f"{CALM}\n{source}"
    caught(["Erika Beispiel", "Frau Beispiel"])


def test_a_path_of_this_machine(nb, canary):
    nb.cells[2].source = f"open('/home/{canary}/x.csv')"
    for way in (lambda: annex(nb, {}), lambda: content(nb, {})):
        with pytest.raises(GateError) as fault:
            way()
        assert canary not in str(fault.value)
