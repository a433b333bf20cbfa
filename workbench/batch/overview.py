"""The page over all places and reports, written at the end of a batch."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch.compose import checked
from workbench.batch.jobs import Job
from workbench.batch.journal import DONE, FAILED
from workbench.batch.said import mark_of
from workbench.batch.states import CURRENT, SKIPPED, STALE, State, status
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.export.atlas import Atlas
    from workbench.export.index import Entry, File


def write_overview(project: Project, ran: list[State], every: list[Job], out: Path) -> None:
    """Write index.html.

    Parameters
    ----------
    project, out
        The project, and its folder of reports.
    ran
        Final states of the jobs of the batch.
    every
        All jobs of the project, those of one place together: what the batch left out is on the page too.

    Raises
    ------
    RunError
        If it cannot be written.
    GateError
        If a name that must not leave stands in it: of the project, of a place, in the reason why a report is left out.

    Notes
    -----
    The page is shared with the reports: why one failed is not printed there, since a message may quote data. A report
    that is left out at every place is no topic of the project, and not on the page.
    """
    from workbench.export.house import house
    from workbench.export.index import index_page
    from workbench.present.head import head

    known = {s.job.key: s for s in ran}
    known |= {s.job.key: s for s in status(project, [j for j in every if j.key not in known], out)}
    about = head(project, None).json()
    topics = {s.job.notebook.name for s in known.values() if s.state != SKIPPED}
    entries = [_entry(project, known[j.key], out, about["date"]) for j in every if j.notebook.name in topics]
    entries = _with_plans(project, [known[j.key] for j in every], entries, out)
    page = index_page(entries, about, house(project), _atlas(project, {e.place_key for e in entries})).encode()
    if (out / "index.html").is_file() and (out / "index.html").read_bytes() == page:
        return
    from workbench.export.write import write

    checked(project, [*project.orte], "index.html", page)
    write(out / "index.html", page)


def _entry(project: Project, state: State, out: Path, date: str) -> "Entry":
    """One line of the page."""
    from workbench.export.index import Entry

    place, report = state.job.place, state.job.notebook
    shown, reason = _said(state)
    there = [f for f in state.job.files(out, project.formate) if f.is_file()] if shown != SKIPPED else []
    return Entry(
        place=place.name if place else project.name,
        place_key=place.key if place else "",
        report=report.name,
        title=report.title or report.name,
        state=shown,
        reason=reason,
        files=tuple(_file(f, out) for f in there),
        date=date if shown == CURRENT else "",
        mark=mark_of(state.job.files(out, project.formate)[0]) if shown == CURRENT else "",
    )


def _with_plans(project: Project, states: list[State], entries: "list[Entry]", out: Path) -> "list[Entry]":
    """The lines, and below those of a place its plan, where one was written."""
    if project.plan is None:
        return entries
    from workbench.batch import plan_states
    from workbench.batch.plans import NAME, files

    found = plan_states.stale(project, [*{s.job.notebook.name: s.job.notebook for s in states}.values()], out, states)
    last = {e.place_key: number for number, e in enumerate(entries)}
    made = {number: dataclasses.replace(_plan(e, found[e.place_key], files(project, e.place_key, out), out), report=NAME) for number, e in enumerate(entries) if e.place_key in found and last[e.place_key] == number}
    return [line for number, e in enumerate(entries) for line in (e, made.get(number)) if line]


def _plan(beside: "Entry", why: str, files: list[Path], out: Path) -> "Entry":
    """Line of a plan, below another one of its place."""
    there = tuple(_file(f, out) for f in files if f.is_file())
    state = STALE if why else CURRENT
    return dataclasses.replace(beside, title="Plan", state=state, reason=why, files=there, date="", mark="" if why else mark_of(files[0]))


def _file(file: Path, out: Path) -> "File":
    """File as the page lists it."""
    from workbench.export.index import File

    return File(file.suffix[1:], file.relative_to(out).as_posix(), file.stat().st_size)


def _atlas(project: Project, keys: set[str]) -> "Atlas | None":
    """Map of the places on the page; of many there is none, for it would take longer than the page."""
    from workbench.export.atlas import atlas
    from workbench.export.index import LISTED
    from workbench.read import geo

    places = [p for key, p in project.orte.items() if key in keys]
    return atlas({p.key: (p.name, geo.outlines(p.folder / geo.FILE)) for p in places}) if len(places) <= LISTED else None


def _said(state: State) -> tuple[str, str]:
    """State and reason as the page may print them."""
    if state.state in (DONE, CURRENT):
        return CURRENT, ""
    if state.state == FAILED or (state.state != SKIPPED and state.run and state.run.result == FAILED):
        return FAILED, "Die Ursache nennt »workbench status«."
    return state.state, state.why
