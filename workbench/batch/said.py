"""What a current report says, read again from what its last run released: for an approval, a pack, a comparison."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import workbench.batch.wire  # noqa: F401 (spares what jsonschema would compile for nothing)
from workbench.batch import kept
from workbench.batch.chains import task_of
from workbench.batch.compose import Composed, composed
from workbench.batch.execute import Task
from workbench.batch.states import CURRENT, SKIPPED, State
from workbench.disclosure import approval
from workbench.errors import RunError
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.disclosure.approval import Standing
    from workbench.export.document import Document
    from workbench.export.leave import Handed


@dataclasses.dataclass(frozen=True)
class Said:
    """A report and what it says.

    Parameters
    ----------
    state
        How the report stands.
    task
        The report.
    book
        Its notebook, with the outputs that were released.
    handed
        What it told of its releases, and the numbers that the consultant's texts declare.
    made
        What it says.
    standing
        Draft or approved.
    """

    state: State
    task: Task
    book: Any  # a NotebookNode
    handed: "Handed"
    made: Composed
    standing: "Standing"

    @property
    def document(self) -> "Document":
        """As it leaves."""
        return self.made.document


def said(project: Project, state: State, out: Path) -> Said:
    """Read a current report again.

    Parameters
    ----------
    project, state, out
        The report, current, in its project and its folder of reports.

    Returns
    -------
    Said
        As it was exported.

    Raises
    ------
    RunError
        If what its last run released is gone.
    """
    from workbench.export.leave import handed_over, with_own

    file = kept.file_of(out, state.job.key, state.ingredients)
    again = kept.again(file, state.job.notebook.file)
    if again is None:
        raise RunError(f"{state.job.label}: Was der letzte Lauf freigegeben hat, fehlt im Ordner {file.parent.parent.name}. Bitte neu rechnen: {command(state)} --force.")
    task = dataclasses.replace(task_of(project, state.job, out), kept=file, again=True, code=kept.CODE in state.ingredients)
    made, standing = composed(task, project, again[0])
    return Said(state, task, again[0], with_own(handed_over(again[1]), made.words), made, standing)


def current(states: Iterable[State]) -> list[State]:
    """Reports that are to be current; those that a place does not have are left out.

    Raises
    ------
    RunError
        With every report that is not, and what to do.
    """
    found = [s for s in states if s.state != SKIPPED]
    faults = [f"{s.job.label} ist nicht aktuell ({s.state}{f': {s.why}' if s.why else ''}). Bitte zuerst erstellen: {command(s)}." for s in found if s.state != CURRENT]
    if faults:
        raise RunError("\n".join(faults))
    return found


def together(every: "Sequence[Handed]") -> "Handed":
    """What several reports told of their releases."""
    from workbench.export.leave import Handed

    entries, published = (tuple(x for h in every for x in getattr(h, name)) for name in ("entries", "tables"))
    values, words = (frozenset(x for h in every for x in getattr(h, name)) for name in ("values", "words"))
    return Handed(entries, published, values, words)


def command(state: State) -> str:
    """How to make a report."""
    place = f" --place {state.job.place.key}" if state.job.place else ""
    return f"workbench run{place} --report {state.job.notebook.number}"


def how(project: Project, state: State, out: Path) -> str:
    """What the house is told beside the state of a report: why it is so, else whether it is a draft or approved, and with what remark."""
    mark = mark_of(state.job.files(out, project.formate)[0]) if state.state == CURRENT else ""
    given = approval.read(approval.file_of(project, place=state.job.key[1], report=state.job.key[0])) if mark else []
    remark = next((f" ({a.remark})" for a in reversed(given) if a.remark and mark.endswith(a.said)), "")
    why = state.why or f"{mark}{remark}"
    return f" – {why}" if why else ""


def mark_of(file: Path) -> str:
    """Whether a finished report is a draft or approved, as its release record says; empty where that cannot be read."""
    try:
        return str(json.loads(file.with_suffix(".freigabe.json").read_bytes())["Stand"])
    except (OSError, ValueError, KeyError):
        return ""
