"""One job inside a worker process: papermill, then the gate, then the file."""

import contextlib
import dataclasses
import datetime as dt
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench import errors
from workbench import project as projects
from workbench.batch import kept, reports, texts
from workbench.batch.parameters import Literal
from workbench.batch.watch import BUDGET, INJECTED, NO_MEMORY, Cell, Tell, Watch, too_much
from workbench.disclosure import ledger

FORK, KERNEL, VERIFY, PLAIN = "fork", "kernel", "verify", ""
TRANSPORT = "ipc" if sys.platform == "linux" else "tcp"  # sockets in the private folder: started kernels cannot race for them, nobody else can reach them
_ENGINES = {FORK: "workbench", KERNEL: "reserve"}  # papermill's names for them; else its own
_CHANCE = re.compile(r"0x[0-9a-f]+|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_SAID = 1000  # characters of a message that is not ours
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_OWN = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.WorkbenchError)}


@dataclasses.dataclass(frozen=True)
class Task:
    """What a worker needs to know of a job.

    Parameters
    ----------
    notebook
        File of the notebook.
    parameters
        A value for each of its parameters.
    target
        Files of the report, without their endings.
    project
        Folder of the project.
    places
        Keys of the places whose original names must not appear in the report.
    formats
        Formats of the report; its files lie beside the target.
    ledger
        Folder of the tables that were published before.
    place
        Key of the place; empty for a report over the whole project.
    preview
        File into which goes what would be hidden; then no report is written.
    kept
        File for what the run releases; None to keep nothing.
    log
        File for what happens in the run: its cells, and what libraries say past it; None for no log.
    again
        Whether to export what is kept there, without a run.
    engine
        FORK: in this process, which was forked for it; KERNEL: in a kernel that was started before; PLAIN: as papermill does it.
    memory
        Megabytes that the run may take beyond what it begins with; 0 for no limit.
    verify
        Whether to run the notebook in a kernel too, and to compare.
    code
        Whether the report has an annex with its calls and parameters.
    """

    notebook: Path
    parameters: Mapping[str, Literal]
    target: Path
    project: Path
    places: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("html",)
    ledger: Path = Path()
    place: str = ""
    preview: Path | None = None
    kept: Path | None = None
    log: Path | None = None
    again: bool = False
    engine: str = PLAIN
    memory: int = 0
    verify: bool = False
    code: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """Files of the report, one per format."""
        return tuple(self.target.with_name(f"{self.target.name}.{form}") for form in self.formats)

    @property
    def record(self) -> Path:
        """Release record of the report."""
        return self.target.with_name(f"{self.target.name}.freigabe.json")

    @property
    def drafts(self) -> Path:
        """File of what the report has said so far, as hashes: which draft it is."""
        return ledger.drafts_of(self.ledger, self.place, self.target.name)


@dataclasses.dataclass(frozen=True)
class Outcome:
    """End of a job: empty message where all went well.

    Parameters
    ----------
    message
        What went wrong, German.
    seconds
        How long its parts took: "start", "imports", "cells", "export".
    digest
        Of the written files, as in `workbench.batch.journal.digest`.
    """

    message: str = ""
    seconds: Mapping[str, float] = dataclasses.field(default_factory=dict)
    digest: str = ""


def perform(task: Task, tell: Tell) -> Outcome:
    """Execute a notebook and write its report.

    Parameters
    ----------
    task
        The job.
    tell
        Called with every cell that begins.

    Returns
    -------
    Outcome
        With the message of what went wrong on the user's side.
    """
    watch = Watch(tell, task.log)
    try:
        written = _report(task, watch)
    except errors.WorkbenchError as fault:
        return Outcome(str(fault), watch.seconds)
    except MemoryError:
        return Outcome(f"{watch.cell} {NO_MEMORY}", watch.seconds)
    except OSError as fault:
        return Outcome(f"Es fehlt an Platz oder Rechten für Zwischendateien: {errors.cause(fault)}.", watch.seconds)
    return Outcome("", watch.seconds, written)


def _report(task: Task, watch: Watch) -> str:
    """Notebook to files, with their release record and what later reports must know; their digest."""
    from workbench.batch.compose import attacked, composed, eyes_of, finished
    from workbench.batch.journal import digest
    from workbench.export import leave
    from workbench.export.write import write_all

    if task.preview:
        with _told(task, task.preview):
            _executed(task, watch)
        return ""
    project = projects.load(task.project)
    texts.of(project, task.place, task.target.name)  # a fault in them is told before the run
    book, told = (kept.again(task.kept, task.notebook) if task.kept and task.again else None) or _ran(task, watch)
    watch.exporting()
    handed = leave.handed_over(told)
    made, standing = composed(task, project, book)
    eyes, attack = eyes_of(project, [task], place=task.place, typed=[standing.mark]), attacked(task, project, handed)
    files = finished(project, made, task.files, place=task.place, eyes=eyes, handed=handed, attack=attack, standing=standing)
    if task.kept:
        kept.keep(task.kept, book, told)
    inside = {ledger.file_of(task.ledger, task.place, task.target.name): leave.kept(handed), task.drafts: "\n".join(standing.drafts).encode()}
    write_all({**inside, **files})
    watch.exported()
    return digest(*task.files)


def _ran(task: Task, watch: Watch) -> tuple[Any, str]:
    """Executed notebook, and what it told of its releases; where that is asked for, compared with a run in a kernel."""
    handover = Path(tempfile.gettempdir()) / f"freigaben-{os.getpid()}.jsonl"
    handover.write_bytes(b"")
    with _told(task, handover):
        book = _executed(task, watch)
        told = handover.read_text(encoding="utf-8")
        if task.verify:
            _same(book, _executed(dataclasses.replace(task, engine=PLAIN), Watch(lambda _: None)))
    handover.unlink(missing_ok=True)
    return book, told


@contextlib.contextmanager
def _told(task: Task, handover: Path) -> Iterator[None]:
    """Tell the kernel which report of which project it makes, where the tables before it lie, and where to write its own."""
    from workbench import start
    from workbench.handover import HANDOVER, PREVIEW

    told = {"WORKBENCH_PROJECT": str(task.project), start.NAME: task.target.name, start.BEFORE: str(task.ledger), HANDOVER: str(handover)}
    told |= {PREVIEW: "1"} if task.preview else {}
    os.environ.update(told)
    try:
        yield
    finally:
        for name in told:
            os.environ.pop(name, None)


def _executed(task: Task, watch: Watch) -> Any:  # noqa: ANN401 (a NotebookNode)
    """Notebook with its outputs, without the cell that papermill added; every cell was executed."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError

    try:
        book = _papermill(task, watch)
    except PapermillExecutionError as fault:
        raise errors.RunError(_cell_fault(fault, watch.cells.get(fault.cell_index, watch.cell).number)) from None
    except DeadKernelError:
        raise errors.RunError(f"{watch.cell} hat den Kernel beendet (abgestürzt, von außen beendet oder aus Speichermangel).") from None
    except CellTimeoutError:
        raise errors.RunError(f"{watch.cell} ist fertig, aber die Ausgabe des Kernels kam nicht an. Bitte erneut versuchen.") from None
    _complete(book, watch.cells)
    book.cells = [c for c in book.cells if INJECTED not in c.metadata.get("tags", [])]
    return book


def _same(ours: Any, theirs: Any) -> None:  # noqa: ANN401 (NotebookNodes)
    """Refuse a run whose outputs differ from those in a kernel of its own."""
    for number, (a, b) in enumerate(zip(ours.cells, theirs.cells, strict=True), start=1):
        if _normal(a) != _normal(b):
            raise errors.RunError(f"Zelle {number} gibt in einem eigenen Kernel etwas anderes aus. Bitte mit --engine kernel rechnen und den Fall melden.")


def _normal(cell: Any) -> str:  # noqa: ANN401 (a NotebookNode)
    """Outputs of a cell without what differs from run to run: addresses, identifiers."""
    shown = [{k: v for k, v in o.items() if k != "execution_count"} for o in cell.get("outputs", [])]
    return _CHANCE.sub("·", json.dumps(shown, sort_keys=True))


def _papermill(task: Task, watch: Watch) -> Any:  # noqa: ANN401 (a NotebookNode)
    """Run papermill in a folder of its own; nothing of the notebook is written to a disk."""
    import papermill
    from traitlets.config import Config

    _typed_dates()
    papermill.execute.write_ipynb = lambda *_: None  # it makes the text of a whole notebook even where it writes none
    hooks = {"on_notebook_start": watch.started, "on_cell_execute": watch.began, "on_cell_executed": watch.ended}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, contextlib.redirect_stdout(sys.stderr):
        return papermill.execute_notebook(
            str(task.notebook), None, {n: _Date(v) if isinstance(v, dt.date) else v for n, v in task.parameters.items()},
            engine_name=_ENGINES.get(task.engine), kernel_name=reports.KERNEL, language="python", progress_bar=False, request_save_on_cell_execute=False, autosave_cell_every=0, cwd=folder,
            stdout_file=watch, stderr_file=watch, shutdown_kernel="immediate", iopub_timeout=60, config=Config(KernelManager={"transport": TRANSPORT}), **hooks,
        )  # fmt: skip


class _Date(str):
    """Date on its way through papermill, which writes parameters as JSON and knows no dates."""

    __slots__ = ()


def _typed_dates() -> None:
    """Let papermill inject a date as a date, not as text."""
    from papermill.translators import PythonTranslator, papermill_translators

    class Translator(PythonTranslator):  # type: ignore[misc] # papermill is untyped
        """Python source of a parameter."""

        @classmethod
        def translate(cls, val: object) -> str:
            """Source of one value."""
            return f'__import__("datetime").date.fromisoformat("{val}")' if isinstance(val, _Date) else str(super().translate(val))

    papermill_translators.register("python", Translator)


def _complete(book: Any, cells: Mapping[int, Cell]) -> None:  # noqa: ANN401 (a NotebookNode)
    """Refuse a notebook with a cell that did not run, whatever its metadata say, or with too much output."""
    for index, cell in enumerate(book.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if index not in cells or cell.execution_count is None or any(o.output_type == "error" for o in cell.outputs):
            raise errors.RunError(f"{cells.get(index, Cell(index))} ist nicht bis zum Ende gelaufen. Ein Notebook darf sich nicht selbst beenden (exit, sys.exit).")
    size = {index: len(json.dumps(cell.get("outputs", []))) for index, cell in enumerate(book.cells) if index in cells}
    if sum(size.values()) > BUDGET:
        raise errors.RunError(f"{cells[max(size, key=lambda i: size[i])]} {too_much()}")


def _cell_fault(fault: Any, number: int) -> str:  # noqa: ANN401 (papermill is untyped)
    """What went wrong in a cell: a fault of the data in its own words, any other with its line."""
    trace = _ANSI.sub("", "\n".join(fault.traceback))
    ours = errors.LINE.format(r"(\d+)")
    lines = ["".join(found) for found in re.findall(rf"Cell In\[{fault.exec_count}\], line (\d+)|^{ours}$", trace, re.MULTILINE)]
    source = fault.source.splitlines()
    line = source[int(lines[-1]) - 1].strip() if lines and int(lines[-1]) <= len(source) else source[0].strip()
    if fault.ename == "MemoryError":
        return f"{Cell(number, line)} {NO_MEMORY}"
    cut = fault.evalue[:_SAID] + " …" * (len(fault.evalue) > _SAID)
    return f"Zelle {number}, »{line}«: {fault.evalue if fault.ename in _OWN else ': '.join(filter(None, (fault.ename, cut)))}"
