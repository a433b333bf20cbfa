"""What changed in the reports of a place since a pack."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.batch.editions import Edition
from workbench.batch.jobs import Job
from workbench.batch.said import said
from workbench.batch.states import CURRENT, State, status
from workbench.project import Project


def compared(project: Project, jobs: Sequence[Job], out: Path, then: Edition) -> Iterator[str]:
    """Compare the reports of a place with an edition.

    Parameters
    ----------
    project
        The project.
    jobs
        The chosen reports of its place.
    out
        Folder of the reports.
    then
        The edition.

    Yields
    ------
    str
        German lines, report by report.

    """
    yield f"Seit der Lieferung {then.name}:"
    for state in status(project, list(jobs), out):
        if state.state == CURRENT or state.job.key[0] in then.documents:
            yield from _report(project, state, out, then)
    for name in sorted(then.documents.keys() - {j.key[0] for j in jobs}):
        yield f"{name}: nicht mehr dabei"


def _report(project: Project, state: State, out: Path, then: Edition) -> Iterator[str]:
    """What changed in one report."""
    from workbench.export.changes import changes

    before, label = then.documents.get(state.job.key[0]), state.job.label
    if before is None:
        yield f"{label}: neu"
    elif state.state != CURRENT:
        yield f"{label}: {state.state}, deshalb nicht verglichen. Bitte zuerst erstellen: workbench run."
    else:
        found = changes(before, said(project, state, out).document)
        yield f"{label}: {'unverändert' if not found else f'{len(found)} Änderungen' if len(found) > 1 else '1 Änderung'}"
        yield from (f"  {line}" for line in found)
