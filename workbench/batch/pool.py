"""Processes of a batch: started, fed, watched, ended with everything below them."""

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
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import psutil

from workbench.batch import reports
from workbench.batch.execute import FORK, KERNEL, Died, Outcome, Task
from workbench.batch.watch import Cell, Stop
from workbench.batch.worker import MARK, READY
from workbench.errors import RunError

_TICK = 0.2  # seconds between two looks at the clock
_GRACE = 10  # seconds in which a warm parent must have ended a run
_PREFIX, _OWNER = "workbench-", "stapellauf"  # private folder of a batch, and the file in it that names its process
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
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as every kernel has it
        "JE_ARROW_MALLOC_CONF": "background_thread:false",  # a thread would not survive a fork
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }  # fmt: skip


def _private(root: Path) -> None:
    """Folders of a batch, and a kernel that is this very Python, whatever kernels the machine has."""
    spec = root / "j" / "kernels" / reports.KERNEL
    for folder in (root / "t", root / "r", spec):
        folder.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=40"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}), encoding="utf-8")


def _named(process: psutil.Process) -> str:
    """Number and birth of a process: a number alone is given again."""
    return f"{process.pid} {process.create_time()}"


def _remove_abandoned(folder: Path) -> None:
    """Remove what batches left that were killed with all their processes: raw data may lie there."""
    for owner in folder.glob(f"{_PREFIX}*/{_OWNER}"):
        with contextlib.suppress(psutil.AccessDenied, OSError):
            said = owner.read_text(encoding="utf-8")
            try:
                alive = _named(psutil.Process(int(said.partition(" ")[0]))) == said
            except (psutil.NoSuchProcess, ValueError):
                alive = False
            if said and not alive:
                shutil.rmtree(owner.parent, ignore_errors=True)


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


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """A time in which Ctrl-C does nothing: what is being tidied up is tidied up."""
    main = threading.current_thread() is threading.main_thread()
    if main:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        if main:
            signal.signal(signal.SIGINT, signal.default_int_handler)


class Queue(Protocol):
    """Where a pool gets its tasks from."""

    def take(self) -> tuple[int, Task] | None:
        """Number and task that can begin now; None where none can."""
        ...

    def empty(self) -> bool:
        """Whether there is nothing left to begin, now or later."""
        ...


@dataclasses.dataclass
class _Run:
    """A task on its way: where it is, until when it must end, and why it is being ended."""

    deadline: float
    cell: Cell = dataclasses.field(default_factory=lambda: Cell(0))
    reason: str = ""


class _Host:
    """One process that executes tasks: a warm parent for all of them, or a worker for one at a time."""

    def __init__(self, command: Sequence[str], mark: str, root: Path, project: Path, *, inbox: "queue.SimpleQueue[tuple[_Host | None, Any]]", slots: int) -> None:
        self.mark, self.slots, self.runs, self.ready = mark, slots, dict[int, _Run](), False
        self._log = root / f"{mark[-8:]}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                cwd=root / "t", env=_environment(root, mark, project), start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=self._listen, args=(inbox,), daemon=True).start()

    def _listen(self, inbox: "queue.SimpleQueue[tuple[_Host | None, Any]]") -> None:
        """Pass the process's messages on; None when there will be no more."""
        assert self._process.stdout is not None  # noqa: S101 (for mypy: it is a pipe)
        with self._process.stdout as answers:
            while True:
                try:
                    inbox.put((self, pickle.load(answers)))  # noqa: S301 (from our own child's pipe)
                except (EOFError, pickle.UnpicklingError, OSError, ValueError):
                    break
        inbox.put((self, None))

    def free(self) -> bool:
        """Whether it can take a task."""
        return self.ready and len(self.runs) < self.slots

    def give(self, number: int, task: Task, limit: float) -> None:
        """Hand over a task and start its clock."""
        self.runs[number] = _Run(time.monotonic() + limit)
        self._send((number, task))

    def stop(self, number: int, reason: str) -> None:
        """Have a run ended; it gets some time for that."""
        self.runs[number] = dataclasses.replace(self.runs[number], reason=reason, deadline=time.monotonic() + _GRACE)
        self._send((number, None))

    def _send(self, order: object) -> None:
        """Send an order; a dead process is noticed by its reader."""
        assert self._process.stdin is not None  # noqa: S101 (for mypy: it is a pipe)
        with contextlib.suppress(OSError):
            pickle.dump(order, self._process.stdin)
            self._process.stdin.flush()

    def end(self) -> None:
        """End the process and all below it."""
        end_all(self.mark)
        self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def last_words(self) -> str:
        """Last line that the process wrote to its log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "ohne Meldung"


@dataclasses.dataclass(frozen=True)
class Means:
    """How the runs of a batch are executed.

    Parameters
    ----------
    workers
        Number of runs at a time.
    limit
        Seconds that a run may take.
    memory
        Megabytes that a run may take beyond what it begins with; 0 for no limit.
    engine
        FORK: children of one warm parent; KERNEL: workers with kernels, where no process can be forked; VERIFY: as FORK,
        and the first run of each report is compared with one in a kernel.
    scheduler
        Address of a Dask cluster that executes them; None for this machine.

    """

    workers: int = 1
    limit: float = 600
    memory: int = 0
    engine: str = FORK if sys.platform == "linux" else KERNEL
    scheduler: str | None = None


@dataclasses.dataclass
class Pool:
    """Processes of a batch: a context that leaves no process and no file behind, all of them in its folder `root`.

    Parameters
    ----------
    project
        Folder of the project.
    means
        How the runs are executed.
    command
        Program to start instead of the engine's own.

    """

    project: Path
    means: Means
    command: Sequence[str] = ()

    def __enter__(self) -> Self:
        """Make the private folder and start the processes."""
        self._forks = self.means.engine != KERNEL
        _remove_abandoned(Path(tempfile.gettempdir()))
        self.root = Path(tempfile.mkdtemp(prefix=_PREFIX))
        (self.root / _OWNER).write_text(_named(psutil.Process()), encoding="utf-8")
        self._batch = uuid.uuid4().hex
        self._inbox: queue.SimpleQueue[tuple[_Host | None, Any]] = queue.SimpleQueue()
        _private(self.root)
        self._hosts = {self._start() for _ in range(1 if self._forks else self.means.workers)}
        return self

    def _start(self) -> _Host:
        """Start a fresh process."""
        command = self.command or (sys.executable, "-m", f"workbench.batch.{'warm' if self._forks else 'worker'}")
        return _Host(command, f"{self._batch}-{uuid.uuid4().hex[:8]}", self.root, self.project, inbox=self._inbox, slots=self.means.workers if self._forks else 1)

    def __exit__(self, *_fault: object) -> None:
        """End what is left; a second Ctrl-C does not stop that."""
        with undisturbed():
            for host in self._hosts:
                host.end()
            end_all(self._batch)
            shutil.rmtree(self.root, ignore_errors=True)

    def wake(self) -> None:
        """Have the queue asked at once; any thread may call it."""
        self._inbox.put((None, None))

    def work(self, queue: Queue, began: Callable[[int], None] = lambda _: None) -> Iterator[tuple[int, Outcome]]:
        """Execute tasks, as many at a time as the pool has room for.

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
            If no process can be started.

        """
        while True:
            for host in sorted(self._hosts, key=lambda h: h.mark):
                while host.free() and (taken := queue.take()) is not None:
                    began(taken[0])
                    host.give(taken[0], dataclasses.replace(taken[1], engine=FORK if self._forks else KERNEL, memory=self.means.memory), self.means.limit)
            if queue.empty() and not any(h.runs for h in self._hosts):
                return
            yield from self._news()

    def _news(self) -> Iterator[tuple[int, Outcome]]:
        """Runs that have ended since the last look."""
        now = time.monotonic()
        for host in list(self._hosts):
            for number, run in [(n, r) for n, r in host.runs.items() if now > r.deadline]:
                after = f"{self.means.limit:g}".replace(".", ",")
                yield from self._stopped(host, number, run.reason or f"nach {after} s abgebrochen, {run.cell} war nicht fertig. Längere Laufzeit erlauben: --limit SEKUNDEN.")
        try:
            sender, message = self._inbox.get(timeout=_TICK)
        except queue.Empty:
            return
        if sender is not None and sender in self._hosts:
            yield from self._understood(sender, message)

    def _understood(self, host: _Host, message: tuple[int, object] | None) -> Iterator[tuple[int, Outcome]]:
        """What a message of a process means for its runs."""
        match message:
            case None if not host.ready:
                raise RunError(f"Ein Arbeitsprozess lässt sich nicht starten: {host.last_words()}")
            case None:
                yield from self._replaced(host, {n: r.reason or f"Der Arbeitsprozess ist in {r.cell} unerwartet zu Ende ({host.last_words()})." for n, r in host.runs.items()})
            case (_, str() as said) if said == READY:
                host.ready = True
            case (number, Cell() as cell) if number in host.runs:
                host.runs[number].cell = cell
            case (number, Stop(reason)) if number in host.runs:
                yield from self._stopped(host, number, reason)
            case (number, Died(code)) if number in host.runs:
                run = host.runs.pop(number)
                yield number, Outcome(run.reason or f"{run.cell} hat den Lauf beendet ({_how(code)}).")
            case (number, Outcome() as outcome) if number in host.runs:
                run = host.runs.pop(number)
                yield number, Outcome(run.reason) if run.reason else outcome

    def _stopped(self, host: _Host, number: int, reason: str) -> Iterator[tuple[int, Outcome]]:
        """End a run: its child alone; with the process that executes it where it has none, or does not end it in time."""
        if self._forks and not host.runs[number].reason:
            host.stop(number, reason)
        else:
            yield from self._replaced(host, {n: reason if n == number else f"{r.cell}: Der Arbeitsprozess musste beendet werden. Bitte erneut starten." for n, r in host.runs.items()})

    def _replaced(self, host: _Host, reasons: Mapping[int, str]) -> Iterator[tuple[int, Outcome]]:
        """End a process, start a fresh one; the outcomes of the runs it had."""
        host.end()
        self._hosts.remove(host)
        self._hosts.add(self._start())
        for number, reason in reasons.items():
            yield number, Outcome(reason)


def _how(code: int) -> str:
    """Why a process ended."""
    if code >= 0:
        return f"sein Prozess hat sich mit {code} selbst beendet"
    causes: dict[int, str] = {signal.SIGKILL: "von außen beendet oder aus Speichermangel", signal.SIGSEGV: "abgestürzt: Speicherzugriff"}
    return causes.get(-code, f"abgestürzt: Signal {-code}")
