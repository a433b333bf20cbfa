import datetime as dt
import errno
import json

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.translators import papermill_translators

from workbench.batch import execute, watch
from workbench.batch.execute import Task, perform
from workbench.batch.watch import Cell, Stop, Watch
from workbench.errors import DataError
from workbench.export import formats, gate
from workbench.export.document import Document, Head, Sentence

HEAD = {"kind": "head", "title": "Dorsten", "place": "dorsten", "ags": "05512012", "project": "Probe", "institute": "", "date": "31. Dezember 2024", "synthetic": True}


@pytest.fixture
def task(notebook, project, tmp_path):
    file = notebook("20_x", "import os", "1 + 1")
    return Task(file, {"gemeinde": "dorsten", "tag": dt.date(2024, 1, 2)}, tmp_path / "out" / "dorsten" / "20_x", project.folder, ("dorsten",), ("html",), tmp_path / "out" / ".workbench" / "freigaben", "dorsten")


@pytest.fixture
def run(monkeypatch):
    """Replace papermill's execution: cells get the given outputs, or a fault is raised in the last one."""

    def replace(outputs=(), fault=None, left_out=0, page="<html>Ä</html>"):
        def executed(file, _output, parameters, **how):
            book = nbformat.read(file, 4)
            injected = nbformat.v4.new_code_cell(str(dict(parameters)), metadata={"tags": ["injected-parameters"]})
            book.cells.insert(2, injected)
            how["on_notebook_start"](notebook=book)
            code = [(i, c) for i, c in enumerate(book.cells) if c.cell_type == "code"]
            for number, (index, cell) in enumerate(code[: len(code) - left_out], 1):
                how["on_cell_execute"](cell=cell, cell_index=index)
                cell.execution_count = number
                how["stdout_file"].write("x")
                how["stdout_file"].flush()
                how["on_cell_executed"](cell=cell, cell_index=index, execute_reply={})
            code[-1][1].outputs = [nbformat.from_dict(o) for o in outputs]
            if fault:
                raise fault(code[-1][0], code[-1][1]) if callable(fault) else fault
            return book

        monkeypatch.setattr(papermill, "execute_notebook", executed)
        monkeypatch.setattr(gate, "passed", lambda _book: Document(Head(**HEAD), "Wer kommt?", (Sentence(kind="sentence", text=page),)))
        monkeypatch.setattr(formats, "content", lambda _document, _form: page.encode())

    return replace


def failed(ename, evalue, trace=""):
    """papermill's error of the last cell."""
    return lambda index, cell: papermill.PapermillExecutionError(index, 3, cell.source, ename, evalue, [trace])


def test_a_report_is_written_and_its_parts_are_timed(task, run):
    run()
    told = []
    outcome = perform(task, told.append)
    assert outcome.message == ""
    assert [t.number for t in told[:-1]] == [2, 2, 4, 6]
    assert told[-2] == Cell(6, "1 + 1")
    assert str(told[-1]) == "Schritt »Ausgabe«"
    assert task.files[0].read_text(encoding="utf-8") == "<html>Ä</html>"
    assert list(outcome.seconds) == ["start", "imports", "cells", "export"]
    assert len(outcome.digest) == 64


def test_the_document_has_the_look_of_the_house_and_its_imprint_may_stand_as_it_is(task, run, project, monkeypatch):
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text() + '[gestaltung]\nakzent = "#7a2fb8"\nimpressum = """\nBüro Süd\nHauptstraße 31, 46282 Dorsten\nTelefon 02362 664711"""\n')
    run()
    monkeypatch.setattr(formats, "content", lambda document, _form: "<p>".join([document.house.accent, *document.house.imprint]).encode())
    assert perform(task, lambda _: None).message == ""
    assert task.files[0].read_text(encoding="utf-8") == "#7a2fb8<p>Büro Süd<p>Hauptstraße 31, 46282 Dorsten<p>Telefon 02362 664711"


def test_a_fault_of_the_data_keeps_its_own_words(task, run):
    run(fault=failed("DataError", str(DataError("besuche.csv", ["Zeile 3: »x«."]))))
    assert perform(task, print).message == "Zelle 6, »1 + 1«: besuche.csv: 1 Problem\n  Zeile 3: »x«."


def test_a_fault_of_the_data_is_told_with_the_statement_that_met_it(task, run, notebook):
    notebook("20_x", "import os", "a = 1\n\nb = 2")
    run(fault=failed("DataError", "Zeile 1: »x«.", "Zeile 3 der Zelle:\nZeile 1: »x«."))
    assert perform(task, print).message == "Zelle 6, »b = 2«: Zeile 1: »x«."


def test_any_other_fault_names_cell_line_and_error(task, run):
    run(fault=failed("ZeroDivisionError", "division by zero", "\x1b[31mCell In[3], line 1\x1b[0m\n----> 1 1 + 1"))
    assert perform(task, print).message == "Zelle 6, »1 + 1«: ZeroDivisionError: division by zero"


@pytest.mark.parametrize(("said", "shown"), [("", "AssertionError"), ("x" * 5000, f"AssertionError: {'x' * 1000} …")])
def test_of_a_fault_no_more_is_repeated_than_a_person_reads(task, run, said, shown):
    run(fault=failed("AssertionError", said, "Cell In[3], line 1"))
    assert perform(task, print).message == f"Zelle 6, »1 + 1«: {shown}"


def test_too_little_memory_is_said_in_german(task, run):
    run(fault=failed("MemoryError", "", "Cell In[3], line 1"))
    assert perform(task, print).message.startswith("Zelle 6, »1 + 1«, wurde nicht fertig: Der Arbeitsspeicher reicht nicht.")
    run(fault=lambda *_: MemoryError())
    assert perform(task, print).message.startswith("Zelle 6, »1 + 1«, wurde nicht fertig: Der Arbeitsspeicher reicht nicht.")


def test_without_a_line_number_the_first_line_is_named(task, run):
    run(fault=failed("KeyError", "'x'", "Cell In[3], line 99"))
    assert perform(task, print).message == "Zelle 6, »1 + 1«: KeyError: 'x'"


@pytest.mark.parametrize(("fault", "said"), [(DeadKernelError("x"), "Zelle 6, »1 + 1«, hat den Kernel beendet"), (CellTimeoutError("x"), "Zelle 6, »1 + 1«, ist fertig, aber die Ausgabe")])
def test_a_dead_or_mute_kernel_is_named_with_its_cell(task, run, fault, said):
    run(fault=fault)
    assert perform(task, print).message.startswith(said)


def test_a_cell_that_did_not_run_is_a_failure_whatever_the_metadata_say(task, run):
    run(left_out=1)
    assert perform(task, print).message.startswith("Zelle 6 ist nicht bis zum Ende gelaufen")
    assert not task.files[0].exists()


def test_an_error_output_is_a_failure(task, run):
    run(outputs=[{"output_type": "error", "ename": "SystemExit", "evalue": "0", "traceback": []}])
    assert perform(task, print).message.startswith("Zelle 6, »1 + 1«, ist nicht bis zum Ende gelaufen")


def test_too_much_output_is_a_failure(task, run, monkeypatch):
    for module in (execute, watch):
        monkeypatch.setattr(module, "BUDGET", 1_000_000)
    run(outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_001}])
    assert perform(task, print).message == "Zelle 6, »1 + 1«, gibt mehr als 1 MB aus. Bitte große Ausgaben aus dem Notebook entfernen."


def test_an_endless_stream_asks_to_be_stopped(monkeypatch):
    monkeypatch.setattr(watch, "BUDGET", 10)
    monkeypatch.setattr(watch.time, "sleep", lambda _: None)
    told = []
    Watch(told.append).write("x" * 11)
    assert told == [Stop("Zelle 0 gibt mehr als 0 MB aus. Bitte große Ausgaben aus dem Notebook entfernen.")]


def test_a_full_disk_keeps_the_earlier_report(task, run, monkeypatch):
    run()
    perform(task, print)
    run(page="neu")

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    monkeypatch.setattr("pathlib.Path.replace", full)
    assert perform(task, print).message == "20_x.json lässt sich nicht schreiben: Der Datenträger ist voll. Bitte Platz schaffen und noch einmal starten. Der frühere Stand ist unverändert."
    assert task.files[0].read_text(encoding="utf-8") == "<html>Ä</html>"
    assert sorted(f.name for f in task.target.parent.iterdir()) == ["20_x.freigabe.json", "20_x.html"]


def test_a_document_that_is_open_in_word_is_reported_and_no_file_of_the_report_is_new(task, run):
    run()
    perform(task, print)
    before = {f: f.read_bytes() for f in task.target.parent.iterdir()}
    (task.target.parent / ".~lock.20_x.html#").touch()
    run(page="neu")
    assert perform(task, print).message == "20_x.html lässt sich nicht schreiben: Die Datei ist in einem anderen Programm geöffnet, oder der Ordner ist schreibgeschützt. Bitte schließen oder mit --out einen anderen Ordner wählen. Der frühere Stand ist unverändert."
    assert {f: f.read_bytes() for f in before} == before


def test_each_content_of_a_report_is_a_draft_of_its_own(task, run):
    marks = []
    for page in ("eins", "zwei", "eins"):
        run(page=page)
        perform(task, print)
        marks.append(json.loads(task.record.read_bytes())["Stand"])
    assert marks == ["Entwurf 1", "Entwurf 2", "Entwurf 1"]
    assert len(task.drafts.read_text(encoding="utf-8").split()) == 2


def test_a_report_that_is_refused_is_no_draft(task, run, monkeypatch):
    monkeypatch.setattr("workbench.batch.compose.originals", lambda _project, _places: {"Erika Mustermann"})
    run(page="Erika Mustermann")
    assert perform(task, print).message
    assert not task.drafts.exists()


def test_no_room_for_temporary_files_is_said(task, run):
    run(fault=OSError(errno.ENOSPC, "No space left on device"))
    assert perform(task, print).message == "Es fehlt an Platz oder Rechten für Zwischendateien: der Datenträger ist voll."


def test_an_original_name_in_a_report_keeps_it_in_the_house(task, run):
    (task.project / "schluessel").mkdir()
    (task.project / "schluessel" / "dorsten.csv").write_text("Original;Pseudonym\nErika Mustermann;P1\n", encoding="utf-8")
    run(page="<html>Erika Mustermann</html>")
    assert perform(task, print).message
    assert not task.files[0].exists()


def test_a_date_stays_a_date_on_its_way_through_papermill():
    execute._typed_dates()
    translator = papermill_translators.find_translator("python3", "python")
    assert translator.translate(execute._Date("2024-01-02")) == '__import__("datetime").date.fromisoformat("2024-01-02")'
    assert translator.translate("ö") == '"\\xf6"'
