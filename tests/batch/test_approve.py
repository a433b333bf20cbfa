"""Approving: who, what, when; the files say so at once, without a run, and only as long as the report says the same."""

import datetime as dt
import json

import pytest

from workbench.batch import approve as module
from workbench.batch.approve import approve
from workbench.batch.said import current, how, said
from workbench.batch.states import FAILED
from workbench.disclosure import approval, ledger
from workbench.disclosure.published import Published, dumps
from workbench.errors import GateError, RunError
from workbench.project import load

DAY = dt.date(2026, 3, 12)
BY = ["A. Muster"]


@pytest.fixture
def exported(monkeypatch):
    """Replace the batch that exports again: what was asked for, and its answer."""
    asked = []
    monkeypatch.setattr(module, "run", lambda _project, jobs, _out, *, means: asked.append((jobs, means.workers)) or ["neu"])
    return asked


@pytest.fixture
def approved(project, out):
    """Approve a report: ``approved(state, remark="Beschluss")``."""
    return lambda state, **how: approve(load(project.folder), state, out, **{"by": BY, "day": DAY, **how})


def test_it_is_recorded_who_approved_which_content_when_and_with_what_remark(ready, approved, project, out, exported):
    state = ready("20_x", "Es kommen viele.")
    found = said(load(project.folder), state, out)
    assert approved(state, remark="Beschluss") == "neu"
    assert exported == [([state.job], 1)]
    (given,) = approval.read(project.folder / "schluessel" / "freigaben" / "dorsten" / "20_x.freigabe")
    assert (given.by, given.day, given.remark, given.content) == (("A. Muster",), "12.03.2026", "Beschluss", found.document.digest(""))


@pytest.mark.usefixtures("exported")
def test_only_a_new_export_is_needed_although_its_own_tables_are_facts_from_now_on(ready, approved, project, out, states):
    state = ready("20_x", "Es kommen viele.", code="measure = 'tage'")
    file = ledger.file_of(out / ledger.FOLDER, "dorsten", "20_x")
    file.write_text(dumps([Published("dorsten", "20_x", "T", "tage/Tage", ("Haus",), (("H1",),), (40.0,))]), encoding="utf-8")
    approved(state)
    (now,) = states()
    assert len(ledger.approved(project, place="dorsten")) == 1
    assert (now.why, now.export) == ("geändert: die Freigabe des Berichts; der Lauf bleibt, nur die Ausgabe ist neu", True)


def test_a_report_that_is_not_current_is_refused(ready, approved, notebook, states, exported):
    ready("20_x", "Es kommen viele.")
    notebook("20_x", "anders")
    with pytest.raises(RunError, match=r"Dorsten: 20_x ist nicht aktuell \(veraltet: .*\)\. Bitte zuerst erstellen: workbench run --place dorsten --report 20\."):
        approved(states()[0])
    assert not exported


def test_a_name_that_must_not_leave_approves_nothing(ready, approved, project, exported, monkeypatch):
    state = ready("20_x", "Es kommen viele.")
    monkeypatch.setattr("workbench.batch.compose.originals", lambda _project, _places: {"Erika Beispiel"})
    with pytest.raises(GateError, match=r"^--by: .* steht ein Name aus der Namensliste"):
        approved(state, by=["Erika Beispiel"])
    assert not (project.folder / "schluessel").exists()
    assert not exported


@pytest.mark.parametrize("by", [[], [""], ["A. Muster", "  "]])
def test_nobody_approves_nothing(ready, approved, project, exported, by):
    with pytest.raises(RunError, match="--by: »« – erwartet den Namen"):
        approved(ready("20_x", "Es kommen viele."), by=by)
    assert not (project.folder / "schluessel").exists()
    assert not exported


def test_a_report_that_is_left_out_is_not_approved(ready, approved, states, notebook, exported):
    ready("20_x", "Es kommen viele.")
    notebook("30_y", "from workbench.schemas import besuche")
    with pytest.raises(RunError, match=r"Bericht 30 entfällt\. Was entfällt, lässt sich nicht freigeben\."):
        approved(next(s for s in states() if s.job.key[0] == "30_y"))
    assert not exported


def test_what_a_place_does_not_have_is_no_fault(ready, states, notebook):
    ready("20_x", "Es kommen viele.")
    notebook("30_y", "from workbench.schemas import besuche")
    assert [s.job.key[0] for s in current(states())] == ["20_x"]


@pytest.mark.usefixtures("exported")
def test_the_house_is_told_of_drafts_approvals_and_remarks(ready, approved, project, out, states):
    state = ready("20_x", "Es kommen viele.")
    assert how(project, state, out) == " – Entwurf 1"
    approved(state, remark="Beschluss")
    record = out / "dorsten" / "20_x.freigabe.json"
    record.write_text(json.dumps({"Stand": "Freigegeben von A. Muster am 12.03.2026"}), encoding="utf-8")
    assert how(project, state, out) == " – Freigegeben von A. Muster am 12.03.2026 (Beschluss)"
    record.unlink()
    assert how(project, state, out) == ""
    state.job.notebook.file.write_text(state.job.notebook.file.read_text(encoding="utf-8").replace("zeigen()", "anders()"), encoding="utf-8")
    assert how(project, states()[0], out) == " – geändert: der Code des Notebooks, die Freigabe des Berichts"


@pytest.mark.slow
def test_after_approval_the_files_bear_the_mark_and_a_changed_report_is_a_draft_again(ready, approved, out, states):
    state = ready("20_x", "Es kommen viele.")
    page = out / "dorsten" / "20_x.html"
    assert '<p class="stand">Entwurf 1</p>' in page.read_text(encoding="utf-8")
    assert approved(state, by=["A. Muster", "B. Probe"]).state != FAILED
    assert '<p class="stand">Freigegeben von A. Muster und B. Probe am 12.03.2026</p>' in page.read_text(encoding="utf-8")
    assert json.loads((out / "dorsten" / "20_x.freigabe.json").read_bytes())["Freigabe"] == "Freigabe: erteilt von A. Muster und B. Probe am 12.03.2026."
    assert [s.state for s in states()] == ["aktuell"]
    ready("20_x", "Es kommen wenige.")
    assert '<p class="stand">Entwurf 2</p>' in page.read_text(encoding="utf-8")
    ready("20_x", "Es kommen viele.")
    assert "Freigegeben von A. Muster" in page.read_text(encoding="utf-8")
