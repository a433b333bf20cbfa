"""What a report says, composed of what its run released, and how its files are read again: the same for an export, an approval and a pack."""

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.batch import names
from workbench.disclosure import approval, ledger
from workbench.disclosure.approval import Standing
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.batch.execute import Task
    from workbench.export.document import Document
    from workbench.export.leave import Handed


def composed(task: "Task", project: Project, book: Any) -> "tuple[Document, Standing]":  # noqa: ANN401 (a NotebookNode)
    """Document of a report.

    Parameters
    ----------
    task
        The report.
    project
        Its project.
    book
        The executed notebook.

    Returns
    -------
    tuple of Document and Standing
        The document bears the mark of its standing.

    Raises
    ------
    GateError
        If the notebook holds something that must not leave.

    """
    from workbench.export.code import annex
    from workbench.export.gate import passed

    document = passed(book)
    if task.code:
        document = dataclasses.replace(document, blocks=(*document.blocks, *annex(book, task.parameters)))
    given = approval.read(approval.file_of(project, place=task.place, report=task.target.name))
    standing = approval.standing(document.digest(project.secret), approval.drafts(task.drafts), given)
    return dataclasses.replace(document, state=standing.mark), standing


@dataclasses.dataclass(frozen=True)
class Eyes:
    """A stranger's eyes on finished files.

    Parameters
    ----------
    originals
        Names that must not be there.
    declared
        Texts that may be there although they look like names or addresses.
    typed
        Numbers and texts that are no data.

    """

    originals: set[str]
    declared: set[str]
    typed: tuple[str, ...]

    def read(self, name: str, content: bytes, handed: "Handed") -> None:
        """Read a file as in `workbench.export.leave.read_again`."""
        from workbench.export.leave import read_again

        read_again(name, content, handed, self.originals, exempt=self.declared, typed=self.typed)

    def look(self, name: str, content: bytes, handed: "Handed") -> None:
        """Look at a file as in `workbench.export.leave.looked_at`."""
        from workbench.export.leave import looked_at

        looked_at(name, content, handed, self.originals, exempt=self.declared)


def eyes_of(project: Project, tasks: "Sequence[Task]", *, typed: Sequence[str] = ()) -> Eyes:
    """Eyes for the files of some reports of one place; what is typed by hand beside them is no data."""
    places, place = tasks[0].places, tasks[0].place
    keys = [project.orte[key].ags for key in ledger.family(project, place)]
    values = [str(value) for task in tasks for value in task.parameters.values()]
    return Eyes(names.originals(project, places), names.declared(project, places), (*values, *keys, *typed))


def recorded(task: "Task", project: Project, handed: "Handed", standing: Standing, contents: Sequence[bytes]) -> bytes:
    """Attack what a report publishes beside everything that was published before; its release record."""
    from workbench.export import leave

    place, report, measures = task.place, task.target.name, {t.measure.partition("/")[0] for t in handed.tables}
    fixed = ledger.earlier(project, task.ledger, place=place, report=report, measures=measures)
    attack = leave.attacked(handed, fixed, ledger.approved(project, place=place, measures=measures))
    return leave.release_record(handed, attack, project, place=place, report=report, contents=contents, standing=standing)
