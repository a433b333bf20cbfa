import dataclasses
import datetime as dt
import json
import time

import pytest

from workbench.batch import compose
from workbench.batch import run as batch
from workbench.batch.execute import Outcome
from workbench.batch.jobs import plan
from workbench.batch.journal import DONE, FAILED, Journal, Lock, digest
from workbench.batch.overview import write_overview
from workbench.batch.pool import Means
from workbench.batch.reports import discover
from workbench.batch.run import Watcher, run
from workbench.batch.states import CURRENT, NEVER, SKIPPED, STALE, Again, status
from workbench.errors import ProjectError
from workbench.project import load


class Pool:
    """Writes what a worker would, without one."""

    fails = ""
    asked = 0

    def __init__(self, _project, means):
        type(self).asked = means.workers

    def __enter__(self):
        return self

    def __exit__(self, *_fault):
        pass

    def work(self, take, began):
        while (taken := take()) is not None:
            number, task = taken
            began(number)
            if task.places[0] == self.fails:
                yield number, Outcome("Zelle 3")
                continue
            task.files[0].parent.mkdir(parents=True, exist_ok=True)
            task.files[0].write_text(str(dict(task.parameters)))
            yield number, Outcome("", {"cells": 1.0}, digest(*task.files))


@pytest.fixture
def batch_of(project, notebook, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "Pool", type("Pool", (Pool,), {}))
    notebook("10_alles", "x = 1")
    notebook("20_raum", "from workbench.schemas import raeume")

    def go(**how):
        jobs = plan(project, discover([project.folder / "notebooks"]))
        return run(project, jobs, tmp_path / "out", means=Means(4), **how)

    go.status = lambda: status(project, plan(project, discover([project.folder / "notebooks"])), tmp_path / "out")
    return go


def kinds(states):
    return {s.job.label: s.state for s in states}


def test_everything_runs_once_then_is_current(batch_of):
    assert kinds(batch_of.status()) == {"Dorsten: 10_alles": NEVER, "Dorsten: 20_raum": NEVER, "Stolberg: 10_alles": NEVER, "Stolberg: 20_raum": SKIPPED}
    assert kinds(batch_of()) == {"Dorsten: 10_alles": DONE, "Dorsten: 20_raum": DONE, "Stolberg: 10_alles": DONE, "Stolberg: 20_raum": SKIPPED}
    assert batch.Pool.asked == 3
    assert set(kinds(batch_of()).values()) == {CURRENT, SKIPPED}


def test_a_name_in_what_all_places_bear_is_looked_for_when_something_is_due(batch_of, monkeypatch):
    def named(_project):
        raise ProjectError("projekt.toml, [plan]: In »titel« steht ein Name.")

    with monkeypatch.context() as patched:
        patched.setattr(compose, "reasons", named)
        with pytest.raises(ProjectError, match="steht ein Name"):
            batch_of()
        assert DONE not in kinds(batch_of.status()).values()
    batch_of()
    monkeypatch.setattr(compose, "reasons", named)
    assert set(kinds(batch_of()).values()) == {CURRENT, SKIPPED}


def test_a_table_that_lies_there_twice_stops_only_its_reports(batch_of, project):
    for suffix in ("csv", "xlsx"):
        (project.place("dorsten").folder / f"raeume.{suffix}").touch()
    assert list(kinds(batch_of()).values()) == [DONE, FAILED, DONE, SKIPPED]


def test_a_table_that_lies_there_twice_stops_only_the_reports_that_look_at_it(batch_of, project, notebook):
    notebook("10_alles", "from workbench.schemas import besuche, optional\noptional(besuche)")
    for suffix in ("csv", "xlsx"):
        (project.place("dorsten").folder / f"einrichtungen.{suffix}").touch()
    assert list(kinds(batch_of()).values()) == [FAILED, DONE, DONE, SKIPPED]


def test_what_ran_before_a_day_runs_again(batch_of):
    batch_of()
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    assert list(kinds(batch_of(again=Again(since=tomorrow))).values()) == [DONE, DONE, DONE, SKIPPED]
    assert list(kinds(batch_of(again=Again(since=tomorrow - dt.timedelta(days=2)))).values()) == [CURRENT, CURRENT, CURRENT, SKIPPED]


def test_the_day_of_a_run_is_that_of_the_reader(batch_of, monkeypatch, tmp_path):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    batch_of()
    journal = Journal(tmp_path / "out")
    for last in journal.runs().values():
        journal.write(dataclasses.replace(last, finished=dt.datetime(2026, 11, 1, 23, 30, tzinfo=dt.UTC)))
    assert set(kinds(batch_of(again=Again(since=dt.date(2026, 11, 2)))).values()) == {CURRENT, SKIPPED}
    assert kinds(batch_of(again=Again(since=dt.date(2026, 11, 3))))["Dorsten: 10_alles"] == DONE
    monkeypatch.undo()
    time.tzset()


def test_a_sample_is_the_first_of_each_report_whether_it_is_current_or_not(batch_of):
    batch_of()
    assert kinds(batch_of(again=Again(sample=True))) == {"Dorsten: 10_alles": DONE, "Dorsten: 20_raum": DONE, "Stolberg: 10_alles": CURRENT, "Stolberg: 20_raum": SKIPPED}


def test_a_file_that_cannot_be_read_stops_only_its_reports(batch_of, project):
    table = project.place("dorsten").folder / "raeume.csv"
    table.unlink()
    table.symlink_to("fehlt")
    states = batch_of()
    assert [s.state for s in states] == [DONE, FAILED, DONE, SKIPPED]
    assert states[1].why.startswith("raeume.csv lässt sich nicht lesen (")


def test_what_becomes_unreadable_during_a_batch_is_reported(batch_of, project):
    def spoil(state):
        if state.job.notebook.name == "10_alles":
            (project.place("dorsten").folder / "raeume.xlsx").touch()

    states = batch_of(watch=Watcher(ended=spoil))
    assert states[1].state == FAILED
    assert "liegt mehrfach da" in states[1].why


def test_force_runs_current_reports_too(batch_of):
    batch_of()
    assert list(kinds(batch_of(again=Again(force=True))).values()) == [DONE, DONE, DONE, SKIPPED]


def test_what_a_killed_batch_left_goes_even_where_nothing_is_due_but_not_that_of_a_living_one(batch_of, tmp_path, monkeypatch):
    batch_of()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    for name in ("workbench-tot", "workbench-lebt", "anderes"):
        (tmp_path / "temp" / name / "t").mkdir(parents=True)
    with Lock(tmp_path / "temp" / "workbench-lebt"):
        batch_of()
    assert sorted(p.name for p in (tmp_path / "temp").iterdir()) == ["anderes", "workbench-lebt"]


def test_a_failure_stops_nothing_and_is_run_again(batch_of):
    batch.Pool.fails = "dorsten"
    assert list(kinds(batch_of()).values()) == [FAILED, FAILED, DONE, SKIPPED]
    assert next((s.state, s.why) for s in batch_of.status()) == (STALE, "zuletzt fehlgeschlagen: Zelle 3")
    batch.Pool.fails = ""
    assert kinds(batch_of())["Dorsten: 10_alles"] == DONE


def test_a_changed_or_lost_report_is_stale(batch_of, tmp_path):
    batch_of()
    (tmp_path / "out" / "dorsten" / "10_alles.html").unlink()
    (tmp_path / "out" / "stolberg" / "10_alles.html").write_text("x")
    assert [s.why for s in batch_of.status()] == ["10_alles.html fehlt", "", "eine Datei des Berichts wurde verändert", "Stolberg: keine Tabelle »raeume«, Bericht 20 entfällt"]


def test_a_changed_notebook_is_stale_with_its_reason(batch_of, notebook):
    batch_of()
    notebook("10_alles", "x = 2")
    assert next(s.why for s in batch_of.status()) == "geändert: der Code des Notebooks"


def test_a_faulty_notebook_is_a_failed_state(batch_of, notebook):
    notebook("30_kaputt").write_text("{")
    states = batch_of()
    assert states[-1].state == FAILED
    assert not states[-1].due
    assert "kein Notebook" in states[-1].why


def test_what_ended_workers_left_is_removed(batch_of, tmp_path):
    left = tmp_path / "out" / "dorsten" / ".workbench-1-1.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    batch_of()
    assert not left.exists()


def test_the_watcher_is_told_of_everything(batch_of):
    planned, began, ended = [], [], []
    batch_of(watch=Watcher(planned.extend, began.append, ended.append))
    assert (len(planned), len(began), [s.state for s in ended]) == (4, 3, [DONE] * 3)


def test_the_journal_keeps_times_and_hash(batch_of, tmp_path):
    batch_of()
    last = Journal(tmp_path / "out").runs()["10_alles", "dorsten"]
    assert last.seconds == {"cells": 1.0}
    assert last.digest == digest(tmp_path / "out" / "dorsten" / "10_alles.html")


@pytest.mark.parametrize("ran_now", [2, 4])
def test_the_overview_names_every_place_and_report(batch_of, tmp_path, project, notebook, ran_now):
    batch.Pool.fails = "stolberg"
    notebook("90_alle", parameters="ab_jahr: int = 2022")
    ran = batch_of()
    write_overview(project, ran[:ran_now], [s.job for s in ran], tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("Dorsten", "Stolberg", "Wer kommt?", "dorsten/10_alles.html", "Die Ursache nennt »workbench status«.", "Bericht 20 entfällt"))
    assert "Zelle 3" not in page
    assert "stolberg/20_raum.html" not in page


def outline(place, east):
    ring = [[east, 5_700_000], [east, 5_710_000], [east + 10_000, 5_710_000], [east, 5_700_000]]
    area = {"type": "Feature", "properties": {"Raum": "01"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (place.folder / "geometrie.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8")


def test_the_overview_links_to_every_file_and_shows_where_places_lie(batch_of, tmp_path, project):
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '[gestaltung]\nname = "Büro Süd"\n', encoding="utf-8")
    ran = batch_of()
    for number, place in enumerate(project.orte.values()):
        outline(place, 350_000 + 40_000 * number)
    (tmp_path / "out" / "dorsten" / "10_alles.html").write_bytes(bytes(12_400))
    write_overview(load(project.folder), ran, [s.job for s in ran], tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert '<a href="dorsten/10_alles.html">Webseite</a>&nbsp;<small>12\u00a0kB</small>' in page
    assert 'aria-label="Karte: Lage von 2 Orten des Projekts"' in page
    assert '<p class="mark">Büro Süd</p>' in page


def test_the_overview_of_many_places_has_no_map_and_reads_no_outlines(batch_of, tmp_path, project, monkeypatch):
    monkeypatch.setattr("workbench.export.index.LISTED", 1)
    ran = batch_of()
    for place in project.orte.values():
        outline(place, 350_000)
    write_overview(project, ran, [s.job for s in ran], tmp_path / "out")
    assert "Karte:" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_states_are_frozen(batch_of):
    with pytest.raises(dataclasses.FrozenInstanceError):
        batch_of.status()[0].why = "x"


def test_a_report_that_is_left_out_everywhere_is_not_on_the_overview(batch_of, tmp_path, project, notebook):
    notebook("40_netz", "from workbench.schemas import segmente")
    ran = batch_of()
    write_overview(project, ran, [s.job for s in ran], tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert {s.state for s in ran if s.job.notebook.name == "40_netz"} == {SKIPPED}
    assert "Bericht 40 entfällt" not in page
    assert "Bericht 20 entfällt" in page
