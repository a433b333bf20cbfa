"""A changed text or template needs a new export and no run."""

import copy
import dataclasses
import json

import nbformat
import pytest

from workbench.batch import kept
from workbench.batch.jobs import plan
from workbench.batch.journal import DONE, Journal
from workbench.batch.pool import Means
from workbench.batch.reports import discover
from workbench.batch.run import run
from workbench.batch.said import said
from workbench.batch.states import Again, status
from workbench.present.description import MARK, MIME
from workbench.project import load

SHOWN = {"data": {MIME: {"kind": "sentence", "text": "Vier Häuser."}, "text/plain": "Vier Häuser."}, "metadata": {MARK: {"sha256": "x"}}}


@pytest.fixture
def executed(notebook):
    """A notebook and its executed copy, whose last cell has an output."""
    file = notebook("20_x", "1 + 1")
    book = nbformat.reads(file.read_text(encoding="utf-8"), as_version=4)
    book.cells[-1].outputs = [nbformat.v4.new_output("execute_result", execution_count=3, **SHOWN)]
    return file, book


def test_what_was_released_is_found_again_beside_a_new_text(executed, notebook, tmp_path):
    file, book = executed
    kept.keep(tmp_path / "a.json", book, '{"words": ["Häuser", "Vorname"]}\n')
    notebook("20_x", "1 + 1", title="# Anders")
    again, told = kept.again(tmp_path / "a.json", file)
    assert told == '{"words": ["Häuser"]}\n'
    assert again.cells[0].source == "# Anders"
    assert again.cells[-1].outputs[0].data == {MIME: SHOWN["data"][MIME]}
    assert again.cells[-1].outputs[0].metadata == SHOWN["metadata"]
    assert [len(c.outputs) for c in again.cells if c.cell_type == "code"] == [0, 1]


def test_nothing_but_descriptions_is_kept_and_only_once(executed, tmp_path):
    _, book = executed
    for name in ("a", "b"):
        kept.keep(tmp_path / f"{name}.json", book, "")
    assert [f.name for f in tmp_path.glob("*.json")] == ["b.json"]
    assert set(json.loads((tmp_path / "b.json").read_text())["outputs"][-1][0]["data"]) == {MIME}


def test_a_notebook_that_is_found_again_can_be_copied_and_saved(executed, tmp_path):
    file, book = executed
    kept.keep(tmp_path / "a.json", book, "")
    again, _ = kept.again(tmp_path / "a.json", file)
    nbformat.validate(nbformat.from_dict(copy.deepcopy(again)))
    assert not hasattr(again, "fehlt")


@pytest.mark.parametrize("content", ["{", "[]", '{"outputs": [], "told": ""}'])
def test_what_is_torn_or_of_other_code_is_not_used(executed, tmp_path, content):
    (tmp_path / "a.json").write_text(content)
    assert kept.again(tmp_path / "a.json", executed[0]) is None
    assert kept.again(tmp_path / "fehlt.json", executed[0]) is None


def test_the_last_outputs_are_found_whatever_they_ran_on(executed, tmp_path):
    assert kept.newest(tmp_path, ("20_x", "dorsten")) is None
    file = kept.file_of(tmp_path, ("20_x", "dorsten"), {"notebook": "a"})
    kept.keep(file, executed[1], "")
    assert kept.newest(tmp_path, ("20_x", "dorsten")) == file


def test_only_text_and_template_leave_the_run_as_it_is(tmp_path):
    def name(**changed):
        return kept.file_of(tmp_path, ("20_x", "dorsten"), {"notebook": "a", "text": "b", "vorlage": "c", **changed})

    assert name() == name(text="x", vorlage="y", worte="z", freigabe="z", code="ja")
    assert name() != name(notebook="x")
    assert name() != name(**{"tabelle:raeume": "x"})


@pytest.mark.slow
def test_a_new_export_is_the_report_that_a_run_would_give(project, notebook, tmp_path):
    out, ran = tmp_path / "out", tmp_path / "laeufe"
    code = ("from workbench.start import start\n\nbericht = start(gemeinde)\nbericht", f"with open({str(ran)!r}, 'a') as datei:\n    _ = datei.write('x')")
    notebook("20_x", *code)

    def batch(again=None):
        jobs = plan(load(project.folder), discover([project.folder / "notebooks"]), places=["dorsten"])
        before = status(project, jobs, out)[0].why
        assert [s.state for s in run(project, jobs, out, means=Means(1), again=again)] == [DONE]
        return before, (out / "dorsten" / "20_x.html").read_bytes(), len(ran.read_text())

    _, first, _ = batch()
    notebook("20_x", *code, title="# Anders gesagt")
    said, exported, runs = batch()
    assert (said, runs) == ("geändert: der Text des Notebooks; der Lauf bleibt, nur die Ausgabe ist neu", 1)
    assert b"Anders gesagt" in exported
    assert exported != first
    (out / "dorsten" / "20_x.html").unlink()
    assert batch()[1:] == (exported, 1)
    assert batch(Again(force=True))[1:] == (exported, 2)
    notebook("20_x", *code, "eins = 1", title="# Anders gesagt")
    assert batch()[2] == 3


def test_an_annex_once_asked_for_stays_until_it_is_not_wanted(ready, states, project, out):
    def planned(*, code):
        return [dataclasses.replace(s.job, code=code) for s in states()]

    ready("20_x", "Es kommen viele.")
    assert [(s.why, s.export) for s in status(project, planned(code=True), out)] == [("geändert: der Anhang mit dem Code; der Lauf bleibt, nur die Ausgabe ist neu", True)]
    last = Journal(out).runs()["20_x", "dorsten"]
    Journal(out).write(dataclasses.replace(last, ingredients={**last.ingredients, kept.CODE: "ja"}))
    assert [s.state for s in states()] == ["aktuell"]
    assert [s.state for s in status(project, planned(code=False), out)] == ["veraltet"]


def test_the_annex_shows_the_code_of_the_notebook_and_is_another_content(ready, states, project, out):
    ready("20_x", "Es kommen viele.", code="zeigen(1)")
    state = states()[0]
    plain = said(project, state, out)
    annexed = said(project, dataclasses.replace(state, ingredients={**state.ingredients, kept.CODE: "ja"}), out)
    assert "zeigen(1)" in annexed.document.stored().decode()
    assert "zeigen(1)" not in plain.document.stored().decode()
    assert (plain.standing.mark, annexed.standing.mark) == ("Entwurf 1", "Entwurf 2")
