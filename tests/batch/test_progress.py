import io

import pytest
from rich.console import Console

from workbench.batch.jobs import Job
from workbench.batch.journal import DONE, FAILED, Run
from workbench.batch.progress import lines, reasons, summary
from workbench.batch.reports import Notebook
from workbench.batch.states import CURRENT, NEVER, SKIPPED, State


@pytest.fixture
def states(project, tmp_path):
    dorsten, stolberg = project.orte.values()
    first, second = (Notebook(tmp_path / f"{name}.ipynb") for name in ("10_raum", "20_besuche"))
    return [
        State(Job(first, dorsten), DONE, run=Run("10_raum", "dorsten", DONE, seconds={"cells": 1.25, "export": 0.1})),
        State(Job(second, dorsten), FAILED, "Zelle 7, »1 / 0«: ZeroDivisionError: division by zero"),
        State(Job(first, stolberg), CURRENT, ingredients={"a": "b"}),
        State(Job(second, stolberg), SKIPPED, "Stolberg: keine Tabelle »besuche«, Bericht 20 entfällt"),
        State(Job(first, None), NEVER, ingredients={"a": "b"}),
    ]


@pytest.mark.parametrize("terminal", [False, True])
def test_a_batch_is_shown_line_by_line(states, snapshot, terminal):
    text = io.StringIO()
    console = Console(file=text, width=100, force_terminal=terminal, color_system=None, legacy_windows=False)
    with lines(console) as watch:
        watch.planned(states)
        watch.began(states[0].job)
        watch.ended(states[0])
        watch.ended(states[1])
    console.print(summary(states))
    shown = text.getvalue()
    assert shown == snapshot if not terminal else "Dorsten: 10_raum: fertig (1,4 s)" in shown


def test_more_reports_than_fit_a_line_stand_under_their_numbers(project, tmp_path):
    console = Console(file=(text := io.StringIO()), width=100, color_system=None, legacy_windows=False)
    console.print(summary([State(Job(Notebook(tmp_path / f"{n}0_besucherstruktur.ipynb"), project.orte["dorsten"]), FAILED, "x") for n in range(1, 6)]))
    assert "50" in text.getvalue()
    assert "…" not in text.getvalue()


def test_what_failed_and_what_was_left_out_is_said(states, snapshot):
    assert "\n".join(reasons(states)) == snapshot


def test_of_many_places_the_reports_are_counted(states, project, snapshot):
    first, place = states[0].job.notebook, project.orte["dorsten"]
    places = [place.model_copy(update={"key": f"ort{i}", "name": f"Ort {i}"}) for i in range(60)]
    many = [State(Job(first, p), SKIPPED, f"{p.name}: keine Tabelle »raeume«, Bericht 10 entfällt") if i < 55 else State(Job(first, p), DONE) for i, p in enumerate(places)]
    text = io.StringIO()
    Console(file=text, width=100, color_system=None, legacy_windows=False).print(summary(many))
    assert text.getvalue() == snapshot
    assert reasons(many)[-1] == "… und 5 weitere, die entfallen: workbench status."
    assert len(reasons(many)) == 51
