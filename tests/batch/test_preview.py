"""What a report would hide, told to the consultant alone."""

import json

import pytest

from workbench.batch import preview
from workbench.batch.execute import Outcome
from workbench.batch.jobs import plan
from workbench.batch.reports import discover
from workbench.errors import RunError


class Pool:
    """Writes what a kernel would tell."""

    lines: tuple = ()
    message = ""

    def __init__(self, _project, _means):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_fault):
        pass

    def work(self, take):
        number, task = take()
        assert take() is None
        task.preview.write_text("".join(json.dumps(line) + "\n" for line in self.lines), encoding="utf-8")
        yield number, Outcome(self.message)


@pytest.fixture
def hidden(project, notebook, tmp_path, monkeypatch):
    notebook("10_alles", "x = 1")
    notebook("20_raum", "from workbench.schemas import raeume")

    def told(*lines, message="", job=0):
        monkeypatch.setattr(preview, "Pool", type("Pool", (Pool,), {"lines": lines, "message": message}))
        jobs = plan(project, discover([project.folder / "notebooks"]))
        return preview.hidden(project, jobs[job], tmp_path / "out")

    return told


def test_rows_are_named_with_their_reason_and_coarser_groupings_that_help(hidden):
    line = {
        "entry": {"Tabelle": "Besuche", "Zeilen": 20}, "rows": [[f"Raum {i}", "kleine Anzahl"] for i in range(13)] + [["", "Schutz anderer Felder"]],
        "offers": [["ohne »Raum«", 0, 1], ["»Raum« zu zweit", 14, 10]],
    }  # fmt: skip
    said = hidden(line, {"entry": {"Tabelle": "leer", "Zeilen": 3}})
    assert said[0] == "»Besuche«: 14 von 20 Zeilen"
    assert said[1] == "  Raum 0: kleine Anzahl"
    assert said[-2:] == ["  … und 2 weitere", "  Gröber, ohne »Raum«: 0 von 1 Zeilen"]


def test_a_report_that_hides_nothing_says_so(hidden):
    assert hidden() == ["Nichts: Alle Tabellen dieses Berichts sind vollständig ausgewiesen."]


def test_a_report_that_cannot_run_says_why(hidden):
    with pytest.raises(RunError, match="Dorsten: 10_alles: Zelle 3"):
        hidden(message="Zelle 3: x")
    with pytest.raises(RunError, match="keine Tabelle"):
        hidden(job=3)
