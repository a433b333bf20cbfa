"""Publishing: the tables of a report that is approved, or packed as a draft, are facts from now on; an approval is told by its files at once."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from workbench.batch import kept
from workbench.batch.compose import checked, reasons
from workbench.batch.fingerprint import ingredients
from workbench.batch.journal import Journal, Lock
from workbench.batch.pool import Means
from workbench.batch.run import run
from workbench.batch.said import Said, current, said
from workbench.batch.states import State
from workbench.disclosure import approval, ledger
from workbench.disclosure.approval import Approval, Standing
from workbench.errors import GateError, RunError
from workbench.project import Project


def approve(project: Project, state: State, out: Path, *, by: Sequence[str], day: dt.date, remark: str = "") -> State:
    """Approve what a report says.

    Parameters
    ----------
    project, state, out
        The report, in its project and its folder of reports.
    by
        Who approves it.
    day
        When.
    remark
        For the house.

    Returns
    -------
    State
        Of the report, exported again with its new mark.

    Raises
    ------
    RunError
        If nobody is named, or the report is not current, or left out here.
    GateError
        If a name that must not leave would stand on it.
    """
    from workbench.export.write import write_all

    reasons(project)
    if not current([state]):
        raise RunError(f"{state.why}. Was entfällt, lässt sich nicht freigeben.")
    found = said(project, state, out)
    given = signed(project, found.standing, found.task.places, by=by, day=day, remark=remark)
    file = approval.file_of(project, place=found.task.place, report=found.task.target.name)
    with Lock(out):
        publish(project, [found], out)
        write_all({file: approval.dumps([*found.standing.given, given])})
    return run(project, [state.job], out, means=Means(1))[0]


def signed(project: Project, standing: Standing, places: Sequence[str], *, by: Sequence[str], day: dt.date, remark: str) -> Approval:
    """Approval of a content, if somebody gives it whose name may stand on a document of those places."""
    if not by or not all(name.strip() for name in by):
        raise RunError('--by: »« – erwartet den Namen der Person, die freigibt, z. B. --by "A. Muster".')
    found = Approval(tuple(by), f"{day:%d.%m.%Y}", standing.content, remark)
    try:
        checked(project, places, "by.txt", found.said.encode())
    except GateError as fault:
        raise GateError(str(fault).replace("by.txt", "--by")) from None
    return found


def publish(project: Project, found: Sequence[Said], out: Path) -> None:
    """Let the tables of reports be facts for all that is made later: what left the house, as a draft too, can be compared with it.

    Parameters
    ----------
    project, out
        The project, and its folder of reports, locked.
    found
        The reports; they are compared as they stand, so none of them needs a new run.
    """
    from workbench.export.write import write_all

    new = {file: tables for s in found for file, tables in ledger.edition(project, s.task.ledger, place=s.task.place, report=s.task.target.name).items()}
    if new:
        write_all(new)
    for one in found:
        _known(project, one.state, out)


def _known(project: Project, state: State, out: Path) -> None:
    """Let the last run count as one that knew its own tables to be approved: it took no others as fixed, so they need no new run."""
    now = {**state.ingredients, "freigaben": ingredients(state.job, project, out)["freigaben"]}
    if now == state.ingredients or state.run is None:
        return
    before, after = (kept.file_of(out, state.job.key, used) for used in (state.ingredients, now))
    before.replace(after)
    Journal(out).write(dataclasses.replace(state.run, ingredients=now))
