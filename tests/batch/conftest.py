"""A tiny project and tiny notebooks."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat
import pytest

from workbench.batch import kept
from workbench.batch.chains import task_of
from workbench.batch.execute import perform
from workbench.batch.fingerprint import ingredients
from workbench.batch.jobs import plan
from workbench.batch.journal import DONE, FAILED, Journal, Run
from workbench.batch.reports import discover
from workbench.batch.states import State, status
from workbench.disclosure.published import Published, dumps
from workbench.present.description import MARK, MIME, Description
from workbench.present.description import digest as digest_of
from workbench.project import Project, load

TOML = """
format = 1
name = "Probe"
stand = 2024-12-31
synthetisch = true
formate = ["html"]

[orte.dorsten]
name = "Dorsten"
ags = "05512012"

[orte.stolberg]
name = "Stolberg"
ags = "05334032"
"""
PARAMETERS = 'gemeinde: str = "dorsten"  # Schlüssel der Gemeinde\nab_jahr: int = 2022  # erstes Jahr'
SETUP = "from workbench.start import start\n\nbericht = start(gemeinde)\nbericht"

WriteNotebook = Callable[..., Path]


def book(*cells: str, parameters: str = PARAMETERS, title: str = "# Wer kommt?", **metadata: object) -> dict[str, object]:
    """Notebook as JSON: title, parameters, and the given code cells with a text before each."""
    found: list[dict[str, object]] = [_cell("markdown", title), _cell("code", parameters, tags=["parameters"])]
    for source in cells:
        found += [_cell("markdown", "Ein Satz."), _cell("code", source)]
    for number, cell in enumerate(found):
        cell["id"] = f"z{number}"
    return {"cells": found, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, source: str, **metadata: object) -> dict[str, object]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": metadata, "source": source, **code}


@pytest.fixture
def notebook(tmp_path: Path) -> WriteNotebook:
    """Write a notebook: ``notebook("20_besuche", "print(1)")``."""

    def write(name: str, *cells: str, **how: object) -> Path:
        file = tmp_path / "projekt" / "notebooks" / f"{name}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(book(*cells, **how)), encoding="utf-8")
        return file

    return write


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two places; only Dorsten has the table raeume."""
    folder = tmp_path / "projekt"
    (folder / "dorsten").mkdir(parents=True)
    (folder / "stolberg").mkdir()
    (folder / "projekt.toml").write_text(TOML, encoding="utf-8")
    (folder / "dorsten" / "raeume.csv").write_text("Raum;Name\n01;Mitte\n", encoding="utf-8")
    return load(folder)


ABOUT = {"title": "Dorsten", "place": "dorsten", "ags": "05512012", "project": "Probe", "institute": "", "date": "31. Dezember 2024", "synthetic": True}


@pytest.fixture
def visits() -> Callable[..., Description]:
    """Table of houses and printed visits: ``visits(("Nord", "12"))``; »·« is hidden."""

    def made(*rows: tuple[str, str], title: str = "Besuche je Haus") -> Description:
        columns = [{"label": "Haus", "align": "left", "header": True}, {"label": "Besuche", "align": "right", "header": False}]
        cells = [[{"text": house, "value": None, "state": "header"}, {"text": said, "value": None, "state": "hidden" if said == "·" else ""}] for house, said in rows]
        return Description("table", {"title": title, "columns": columns, "rows": cells, "totals": [], "source": "", "note": ""})

    return made


@pytest.fixture
def ran(project: Project, notebook: WriteNotebook, tmp_path: Path) -> Callable[..., str]:
    """Pretend that a report ran in Dorsten and released something, and export it: ``ran("20_x", visits(…), values=[71])``; what went wrong."""

    def run(name: str, *shown: Description, values: Sequence[float] = (), title: str = "# Wer kommt?\n\nEin Bericht.\n\n## Überblick") -> str:
        file = notebook(name, *("1" for _ in range(len(shown) + 1)), title=title)
        found, out = load(project.folder), tmp_path / "out"
        job = next(j for j in plan(found, discover([file.parent]), places=["dorsten"]) if j.notebook.file == file)
        used = ingredients(job, found, out)
        made = nbformat.reads(file.read_text(encoding="utf-8"), as_version=4)
        for cell, what in zip([c for c in made.cells if c.cell_type == "code"][1:], [Description("head", ABOUT), *shown], strict=True):
            data, metadata = what._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("display_data", data=data, metadata=metadata)]
        kept.keep(kept.file_of(out, job.key, used), made, json.dumps({"entry": {}, "published": [], "values": list(values)}) + "\n")
        outcome = perform(dataclasses.replace(task_of(found, job, out), kept=kept.file_of(out, job.key, used), again=True), print)
        Journal(out).write(Run(*job.key, FAILED if outcome.message else DONE, outcome.message, used, digest=outcome.digest))
        return outcome.message

    return run


HEAD = {"kind": "head", **ABOUT}


def output(body: dict[str, object]) -> dict[str, object]:
    """Output of a cell that shows a description."""
    return {"data": {MIME: body}, "metadata": {MARK: {"sha256": digest_of(body)}}}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def states(project: Project, out: Path) -> Callable[[], list[State]]:
    """How the reports of Dorsten stand."""

    def look() -> list[State]:
        found = load(project.folder)
        return status(found, plan(found, discover([project.folder / "notebooks"]), places=["dorsten"]), out)

    return look


@pytest.fixture
def ready(project: Project, notebook: WriteNotebook, out: Path, states: Callable[[], list[State]]) -> Callable[..., State]:
    """A current report without a kernel: ``ready("20_x", "Es kommen viele.")`` keeps outputs as a run does, and exports them; a text is a sentence."""

    def make(name: str, *shown: str | dict[str, object], values: list[float] | None = None, code: str = "zeigen()", published: Sequence[Published] = ()) -> State:
        notebook(name, "bericht", code, title=f"# Bericht {name[:2]}")
        bodies = [{"kind": "sentence", "text": s} if isinstance(s, str) else s for s in shown]
        state = next(s for s in states() if s.job.key[0] == name)
        file = kept.file_of(out, state.job.key, state.ingredients)
        told = json.dumps({"entry": {"Tabelle": "T", "Ausnahme": "", "Regeln": ["Kleine Anzahlen fehlen."]}, "published": json.loads(dumps(published)), "values": values or []}) + "\n"
        kept.put(file, json.dumps({"outputs": [[], [output(HEAD)], [output(b) for b in bodies]], "told": told}).encode())
        made = perform(dataclasses.replace(task_of(project, state.job, out), kept=file, again=True), lambda _: None)
        assert not made.message
        Journal(out).write(Run(*state.job.key, DONE, ingredients=state.ingredients, digest=made.digest))
        return next(s for s in states() if s.job.key[0] == name)

    return make
