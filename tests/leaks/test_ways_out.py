"""One test per way on which a number could leave past the door: refused, or in none of the bytes."""

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from workbench.errors import ReleaseError
from workbench.present import figure
from workbench.present.description import MARK, MIME, digest
from workbench.present.sentence import sentence
from workbench.present.table import table


def add(nb, output):
    nb.cells.append(new_code_cell("zelle", outputs=[output]))
    return nb


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_what_a_cell_prints(nb, refused, canary, name):
    assert "Zelle 4" in refused(add(nb, new_output("stream", name=name, text=canary)))


def test_what_an_error_says(nb, refused, canary):
    assert "Zelle 4" in refused(add(nb, new_output("error", ename=f"E{canary}", evalue=canary, traceback=[canary])))


@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
@pytest.mark.parametrize("mime", ["text/plain", "text/html", "text/markdown", "text/latex", "application/json", "application/javascript", "image/png", "image/svg+xml"])
def test_what_was_not_released(nb, refused, canary, kind, mime):
    assert f"»{mime}«" in refused(add(nb, new_output(kind, data={mime: canary})))


def test_text_and_html_beside_a_description(nb, absent, canary):
    output = nb.cells[2].outputs[0]
    output.data |= {"text/plain": canary, "text/html": canary, "image/png": canary}
    output.metadata["fremd"] = canary
    output.metadata[MARK]["fremd"] = canary
    absent(nb)


def test_a_description_changed_by_hand(nb, refused, canary):
    nb.cells[2].outputs[0].data[MIME]["text"] = canary
    refused(nb)


def test_a_key_hidden_in_a_description(nb, refused, canary):
    body = {"kind": "sentence", "text": "Es kommen viele.", "fremd": canary}
    refused(add(nb, new_output("display_data", data={MIME: body}, metadata={MARK: {"sha256": digest(body)}})))


def test_a_widget_on_show(nb, refused, canary):
    refused(add(nb, new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {"model_id": canary}, "text/plain": canary})))


def test_the_state_of_widgets(nb, absent, canary):
    nb.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"x": {"value": canary}}}}
    absent(nb)


def test_metadata_of_the_notebook(nb, absent, canary):
    nb.metadata["papermill"] = {"parameters": {"x": canary}, "input_path": f"/{canary}"}
    nb.metadata["title"] = canary
    nb.metadata["authors"] = [{"name": canary}]
    absent(nb)


def test_metadata_of_cells(nb, absent, canary):
    for cell in nb.cells:
        cell.metadata |= {"fremd": canary, "tags": [canary], "name": canary}
    absent(nb)


def test_ids_of_cells(nb, absent, canary):
    nb.cells[2]["id"] = canary
    absent(nb)


def test_source_of_a_cell(nb, absent, canary):
    nb.cells[2].source = f"x = {canary}  # {canary}"
    absent(nb)


def test_count_of_executions(nb, absent, canary):
    nb.cells[2].execution_count = nb.cells[2].outputs[0].execution_count = int(canary)
    absent(nb)


@pytest.mark.parametrize("place", [0, 2])
def test_attachments(nb, refused, canary, place):
    nb.cells[place]["attachments"] = {"bild.png": {"image/png": canary}}
    refused(nb)


def test_raw_cells(nb, refused, canary):
    nb.cells.append(new_raw_cell(canary))
    refused(nb)


@pytest.mark.parametrize(
    "source",
    ["<b>{}</b>", "<!-- {} -->", "![{}](attachment:bild.png)", "![x](data:image/png;base64,{})", "| a |\n|---|\n| {} |", "> {}", "```\n{}\n```"],
)
def test_markdown_that_is_no_prose(nb, refused, canary, source):
    nb.cells.append(new_markdown_cell(source.format(canary)))
    refused(nb)


def test_titles_of_links(nb, absent, canary):
    nb.cells.append(new_markdown_cell(f'[Quelle](https://x.de "{canary}")'))
    absent(nb)


@pytest.mark.parametrize(
    "show",
    [
        lambda frame: table(frame, title="T"),
        lambda frame: figure.bar(frame, "Raum", "Besuche", title="T"),
        lambda frame: sentence("Es kommen {n}.", n=frame["Besuche"].iloc[0]),
    ],
)
def test_numbers_that_never_passed_the_door(show):
    with pytest.raises(ReleaseError):
        show(pd.DataFrame({"Raum": ["Altstadt"], "Besuche": [4711]}))


def test_the_picture_of_a_live_front_end(nb, absent, canary):
    nb.cells[2].outputs[0].data["text/html"] = f"<svg><desc>{canary}</desc></svg>"
    absent(nb)
