"""What is planned grows with the places, and with nothing else."""

import os
import sys
from pathlib import Path

import pytest

from workbench.batch import fingerprint
from workbench.batch.chains import Chains
from workbench.batch.fingerprint import Known
from workbench.batch.jobs import plan
from workbench.batch.reports import discover
from workbench.batch.states import FAILED, NEVER, SKIPPED, status
from workbench.project import load

HEAD = 'format = 1\nname = "Viele"\nstand = 2024-12-31\nsynthetisch = true\n'


@pytest.fixture
def many(notebook, tmp_path):
    """Make a project of so many places with one file for all of them; the last place has no rows in it."""
    notebook("20_besuche", "from workbench.schemas import raeume\nraeume")
    folder = tmp_path / "projekt"

    def make(number: int) -> Path:
        codes = [f"05{i:06}" for i in range(number)]
        for code in codes:
            (folder / f"g{code}").mkdir(exist_ok=True)
        (folder / "projekt.toml").write_text(HEAD + "".join(f'[orte.g{c}]\nname = "Ort {c}"\nags = "{c}"\n' for c in codes), encoding="utf-8")
        (folder / "raeume.csv").write_text("AGS;Raum;Name\n" + "".join(f"{c};01;Mitte\n" for c in codes[:-1]), encoding="utf-8")
        return folder

    return make


def states(folder: Path) -> list[str]:
    """Plan everything and look at it, as a dry run does."""
    project = load(folder)
    known = Known()
    found = status(project, plan(project, discover([folder / "notebooks"])), folder / "reports", known)
    chains = Chains(project, found, folder / "reports", known)
    while (taken := chains.take()) is not None:
        chains.done(taken[0])
    return [s.state for s in found]


def operations(work, *words) -> int:
    """Calls of functions, those written in C included."""
    count = 0

    def called(_frame, event, _what):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work(*words)
    finally:
        sys.setprofile(before)
    return count


def test_ten_times_the_places_take_ten_times_the_operations(many):
    costs = {}
    for number in (30, 300):
        folder = many(number)
        states(folder)  # makes the store
        os.utime(folder, (1, 1))  # a folder that has just changed is listed each time
        costs[number] = operations(states, folder)
    assert costs[300] < 10.5 * costs[30]


def test_three_hundred_places_look_at_the_project_folder_a_few_times(many, monkeypatch):
    folder, listed, walked = many(300), [], []
    states(folder)
    os.utime(folder, (1, 1))
    listdir, modules = os.listdir, fingerprint.modules
    monkeypatch.setattr("os.listdir", lambda path: (listed.append(Path(path)), listdir(path))[1])
    monkeypatch.setattr(fingerprint, "modules", lambda code: (walked.append(1), modules(code))[1])
    found = states(folder)
    assert (found.count(NEVER), found.count(SKIPPED)) == (299, 1)
    assert listed.count(folder) < 10
    assert len(walked) == 2  # the notebook and the template


def test_a_faulty_file_of_many_places_stops_each_report_before_it_runs(many):
    folder = many(3)
    (folder / "raeume.csv").write_text("AGS;Raum;Name\n5;01;Mitte\n", encoding="utf-8")
    assert states(folder) == [FAILED] * 3
