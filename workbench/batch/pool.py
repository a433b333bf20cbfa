"""Worker processes of a batch: started, fed, watched, ended with everything below them."""

import contextlib
import dataclasses
import json
import os
import pickle
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, Self

import psutil

from workbench.batch.execute import Cell, Outcome, Stop, Task
from workbench.batch.reports import KERNEL
from workbench.batch.worker import READY
from workbench.errors import RunError

MARK = "WORKBENCH_WORKER"  # names the worker in the environment of every process below it
_TICK = 0.2  # seconds between two looks at the clock
_FOREIGN = ("JPY_", "VSCODE_PID", "IPYTHON", "JUPYTER_", "PYTHONSTARTUP")


def _environment(root: Path, mark: str, project: Path) -> dict[str, str]:
    """Surroundings of a worker and its kernels: the same on every run and machine, and private."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN)}
    package = Path(__file__).parents[2]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    places = {"JUPYTER_RUNTIME_DIR": "r", "JUPYTER_PATH": "j", "IPYTHONDIR": "i", "TMPDIR": "t", "TEMP": "t", "TMP": "t"}
    return kept | threads | {name: str(root / folder) for name, folder in places.items()} | {
        MARK: mark,
        "WORKBENCH_TEMP": str(root),
        "WORKBENCH_PROJECT": str(project),
        "PYTHONPATH": os.pathsep.join([str(package), *filter(None, [kept.get("PYTHONPATH")])]),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "agg",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }  # fmt: skip


def _private(root: Path) -> None:
    """Folders of a batch, and a kernel that is this very Python, whatever kernels the machine has."""
    spec = root / "j" / "kernels" / KERNEL
    for folder in (root / "t", root / "r", spec):
        folder.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=40"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}), encoding="utf-8")


def end_all(mark: str) -> None:
    """End every process whose environment carries the mark, kernels in sessions of their own included."""
    while found := {p for p in psutil.process_iter() if _marked(p, mark)}:
        for process in found | {c for p in found for c in _children(p)}:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(found, timeout=5)


def _children(process: psutil.Process) -> list[psutil.Process]:
    """Processes below one, those included that dropped their environment."""
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _marked(process: psutil.Process, mark: str) -> bool:
    """Whether a process belongs to the worker or batch of that mark."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get(MARK, "").startswith(mark)
    except (psutil.Error, OSError):
        return False


class Queue(Protocol):
    """Where a pool gets its tasks from."""

    def take(self) -> tuple[int, Task] | None:
        """Number and task that can begin now; None where none can."""
        ...

    def empty(self) -> bool:
        """Whether there is nothing left to begin, now or later."""
        ...


class _Worker:
    """One worker process and what it does at the moment."""

    def __init__(self, command: Sequence[str], mark: str, root: Path, project: Path, inbox: "queue.SimpleQueue[tuple[_Worker, object]]") -> None:
        self.mark, self.task, self.cell, self.deadline = mark, -1, 0, float("inf")
        self.ready = False
        self._log = root / f"{mark[-8:]}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                cwd=root / "t", env=_environment(root, mark, project), start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=self._listen, args=(inbox,), daemon=True).start()

    def _listen(self, inbox: "queue.SimpleQueue[tuple[_Worker, object]]") -> None:
        """Pass the worker's messages on; None when there will be no more."""
        assert self._process.stdout is not None  # noqa: S101 (for mypy: it is a pipe)
        with self._process.stdout as answers:
            while True:
                try:
                    inbox.put((self, pickle.load(answers)))  # noqa: S301 (from our own child's pipe)
                except (EOFError, pickle.UnpicklingError, OSError, ValueError):
                    break
        inbox.put((self, None))

    def give(self, number: int, task: Task | None, limit: float = 0) -> None:
        """Hand over a task and start its clock; None lets the worker end."""
        self.task, self.cell, self.deadline = number, 0, time.monotonic() + limit
        assert self._process.stdin is not None  # noqa: S101 (for mypy: it is a pipe)
        with contextlib.suppress(OSError):  # a dead worker is noticed by its reader
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()

    def end(self) -> None:
        """End the process and all below it."""
        end_all(self.mark)
        self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def last_words(self) -> str:
        """Last line that the worker wrote to its log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "ohne Meldung"


@dataclasses.dataclass
class Pool:
    """Workers of a batch: a context that leaves no process and no file behind.

    Parameters
    ----------
    project
        Folder of the project.
    size
        Number of workers.
    limit
        Seconds that a job may take.
    command
        Program of a worker.

    """

    project: Path
    size: int
    limit: float
    command: Sequence[str] = (sys.executable, "-m", "workbench.batch.worker")

    def __enter__(self) -> Self:
        """Make the private folder and start the workers."""
        self._root = Path(tempfile.mkdtemp(prefix="workbench-"))
        self._batch = uuid.uuid4().hex
        self._inbox: queue.SimpleQueue[tuple[_Worker, object]] = queue.SimpleQueue()
        _private(self._root)
        self._workers = {self._start() for _ in range(self.size)}
        return self

    def _start(self) -> _Worker:
        """Start a fresh worker."""
        return _Worker(self.command, f"{self._batch}-{uuid.uuid4().hex[:8]}", self._root, self.project, self._inbox)

    def __exit__(self, *_fault: object) -> None:
        """End what is left; a second Ctrl-C does not stop that."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        for worker in self._workers:
            worker.end()
        end_all(self._batch)
        shutil.rmtree(self._root, ignore_errors=True)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def work(self, queue: Queue, began: Callable[[int], None] = lambda _: None) -> Iterator[tuple[int, Outcome]]:
        """Execute tasks, as many at a time as there are workers.

        Parameters
        ----------
        queue
            Hands out the tasks; it is asked again whenever one has ended.
        began
            Called with the number of each task that begins.

        Yields
        ------
        tuple of int and Outcome
            Number of the task and its end, in the order in which they end.

        Raises
        ------
        RunError
            If no worker can be started.

        """
        while True:
            for worker in sorted((w for w in self._workers if w.ready and w.task < 0), key=lambda w: w.mark):
                if (taken := queue.take()) is not None:
                    began(taken[0])
                    worker.give(*taken, self.limit)
            if queue.empty() and all(w.task < 0 for w in self._workers):
                return
            for worker, outcome in self._news():
                if outcome is not None:
                    yield worker.task, outcome
                    worker.task = -1

    def _news(self) -> Iterator[tuple[_Worker, Outcome | None]]:
        """Worker that is free, with the outcome of its task where it ended one."""
        for worker in list(self._workers):
            if worker.task >= 0 and time.monotonic() > worker.deadline:
                after = f"{self.limit:g}".replace(".", ",")
                yield worker, self._replace(worker, f"nach {after} s abgebrochen, Zelle {worker.cell} war nicht fertig. Längere Laufzeit erlauben: --limit SEKUNDEN.")
        try:
            worker, message = self._inbox.get(timeout=_TICK)
        except queue.Empty:
            return
        if worker in self._workers:
            yield worker, self._understood(worker, message)

    def _understood(self, worker: _Worker, message: object) -> Outcome | None:
        """What a message means for the worker's task."""
        match message:
            case Outcome():
                return message
            case Cell(number):
                worker.cell = number
            case Stop(reason):
                return self._replace(worker, reason)
            case None if not worker.ready:
                raise RunError(f"Ein Arbeitsprozess lässt sich nicht starten: {worker.last_words()}")
            case None:
                return self._replace(worker, f"Der Arbeitsprozess ist in Zelle {worker.cell} unerwartet zu Ende ({worker.last_words()}).")
            case str() if message == READY:
                worker.ready = True
        return None

    def _replace(self, worker: _Worker, reason: str) -> Outcome | None:
        """End a worker, start a fresh one; the outcome of the task it had."""
        worker.end()
        self._workers.remove(worker)
        self._workers.add(self._start())
        return Outcome(reason) if worker.task >= 0 else None
