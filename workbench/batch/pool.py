"""Processes of a batch: started, fed, watched, ended with everything below them."""

import contextlib
import dataclasses
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import psutil

from workbench.batch.execute import FORK, KERNEL, Outcome, Task
from workbench.batch.room import end_all, environment, private, undisturbed
from workbench.batch.watch import NO_MEMORY, Cell, Died, Stop
from workbench.batch.wire import BROKEN, READY, receive, send
from workbench.errors import RunError

_TICK = 0.2  # seconds between two looks at the clock
_LOOK = 1  # seconds between two looks at the processes below one
_GRACE = 10  # seconds in which a warm parent must have ended a run
Take = Callable[[], tuple[int, Task] | None]  # number and task that can begin now; None where none can
_ENDS = {BROKEN: "unerwarteter Fehler der Werkbank; Einzelheiten stehen im Protokoll des Laufs", -9: "von außen beendet oder aus Speichermangel", -11: "abgestürzt: Speicherzugriff"}


@dataclasses.dataclass
class _Run:
    """A task on its way: where it is, until when it must end, and why it is being ended."""

    deadline: float
    task: Task
    cell: Cell = dataclasses.field(default_factory=lambda: Cell(0))
    reason: str = ""


class _Host:
    """One process that executes tasks: a warm parent for all of them, or a worker for one at a time."""

    def __init__(self, command: Sequence[str], mark: str, root: Path, project: Path, *, inbox: "queue.SimpleQueue[tuple[_Host | None, Any]]", slots: int) -> None:
        self.mark, self.slots, self.runs, self.ready = mark, slots, dict[int, _Run](), False
        self._log = root / f"{mark[-8:]}.log"
        self._looked, self._below = 0.0, set[psutil.Process]()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                cwd=root / "t", env=environment(root, mark, project), start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=self._listen, args=(inbox,), daemon=True).start()

    def _listen(self, inbox: "queue.SimpleQueue[tuple[_Host | None, Any]]") -> None:
        """Pass the process's messages on; None when there will be no more."""
        assert self._process.stdout is not None  # noqa: S101 (for mypy: it is a pipe)
        with self._process.stdout as answers, contextlib.suppress(EOFError, OSError):
            while True:
                inbox.put((self, receive(answers.fileno())))
        inbox.put((self, None))

    def free(self) -> bool:
        """Whether it can take a task."""
        return self.ready and len(self.runs) < self.slots

    def give(self, number: int, task: Task, limit: float) -> None:
        """Hand over a task and start its clock."""
        self.runs[number] = _Run(time.monotonic() + limit, task)
        self._send((number, task))

    def stop(self, number: int, reason: str) -> None:
        """Have a run ended; it gets some time for that."""
        self.runs[number] = dataclasses.replace(self.runs[number], reason=reason, deadline=time.monotonic() + _GRACE)
        self._send((number, None))

    def _send(self, order: object) -> None:
        """Send an order; a dead process is noticed by its reader."""
        assert self._process.stdin is not None  # noqa: S101 (for mypy: it is a pipe)
        with contextlib.suppress(OSError):
            send(self._process.stdin.fileno(), order)

    def look(self) -> None:
        """Remember what lives below the process: where it dies, nobody can tell any more."""
        if time.monotonic() > self._looked + _LOOK:
            self._looked = time.monotonic()
            with contextlib.suppress(psutil.Error):
                self._below = set(psutil.Process(self._process.pid).children(recursive=True)) or self._below

    def end(self) -> None:
        """End the process and all below it."""
        end_all(self.mark)
        for process in self._below:
            with contextlib.suppress(psutil.Error):
                process.kill()  # psutil sees to it that the number has not been given again
        self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def last_words(self) -> str:
        """Last line that the process wrote to its log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else "ohne Meldung; ist der Ordner für Zwischendateien voll?"


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
        self.root, self._lock = private()
        self._back, self._twice = list[tuple[int, Task]](), set[int]()
        self._batch = uuid.uuid4().hex
        self._inbox: queue.SimpleQueue[tuple[_Host | None, Any]] = queue.SimpleQueue()
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
            self._lock.__exit__()
            shutil.rmtree(self.root, ignore_errors=True)

    def wake(self, fault: RunError | None = None) -> None:
        """Have the next task asked for at once, or end `work` with a fault; any thread may call it."""
        self._inbox.put((None, fault))

    def work(self, take: Take, began: Callable[[int], None] = lambda _: None, *, stay: bool = False) -> Iterator[tuple[int, Outcome]]:
        """Execute tasks, as many at a time as the pool has room for, until there are none and nothing runs.

        Parameters
        ----------
        take
            Hands out the tasks; it is asked again whenever one has ended.
        began
            Called with the number of each task that begins.
        stay
            Whether to wait for further tasks for ever.

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
            idle = self._begin(take, began)
            if idle and not stay and not any(h.runs for h in self._hosts):
                return
            yield from self._news()

    def _begin(self, take: Take, began: Callable[[int], None]) -> bool:
        """Hand out what can begin, first the tasks whose process died under them; whether there was none for a process that is free."""
        for host in sorted(self._hosts, key=lambda h: h.mark):
            while host.free() and not (host.runs and (self._back or self._twice & host.runs.keys())):  # what begins once more is alone: nobody else pays for it again
                if (taken := self._back.pop(0) if self._back else take()) is None:
                    return True
                number, task = taken
                if number not in self._twice:
                    began(number)
                host.give(number, dataclasses.replace(task, engine=FORK if self._forks else KERNEL, memory=self.means.memory), self.means.limit)
        return False

    def _news(self) -> Iterator[tuple[int, Outcome]]:
        """Runs that have ended since the last look."""
        now = time.monotonic()
        for host in list(self._hosts):
            host.look()
            for number, run in [(n, r) for n, r in host.runs.items() if now > r.deadline]:
                after = f"{self.means.limit:g}".replace(".", ",")
                yield from self._stopped(host, number, run.reason or f"nach {after} s abgebrochen, {run.cell} war nicht fertig. Längere Laufzeit erlauben: --limit SEKUNDEN.")
        try:
            sender, message = self._inbox.get(timeout=_TICK)
        except queue.Empty:
            return
        if isinstance(message, RunError):
            raise message
        if sender is not None and sender in self._hosts:
            yield from self._understood(sender, message)

    def _understood(self, host: _Host, message: tuple[int, object] | None) -> Iterator[tuple[int, Outcome]]:
        """What a message of a process means for its runs."""
        match message:
            case None if not host.ready:
                raise RunError(f"Ein Arbeitsprozess lässt sich nicht starten: {host.last_words()}")
            case None:
                yield from self._replaced(host, {n: r.reason for n, r in host.runs.items() if r.reason})
            case (_, str() as said) if said == READY:
                host.ready = True
            case (number, Cell() as cell) if number in host.runs:
                host.runs[number].cell = cell
            case (number, Stop(reason)) if number in host.runs:
                yield from self._stopped(host, number, reason)
            case (number, Died(code)) if number in host.runs:
                run = host.runs.pop(number)
                short = code == -signal.SIGABRT and run.task.memory  # so ends what is written in Rust and C++
                yield number, Outcome(run.reason or (f"{run.cell} {NO_MEMORY}" if short else f"{run.cell} hat den Lauf beendet ({_how(code)})."))
            case (number, Outcome() as outcome) if number in host.runs:
                run = host.runs.pop(number)
                yield number, Outcome(run.reason) if run.reason else outcome

    def _stopped(self, host: _Host, number: int, reason: str) -> Iterator[tuple[int, Outcome]]:
        """End a run: its child alone; with the process that executes it where it has none, or does not end it in time."""
        if self._forks and not host.runs[number].reason:
            host.stop(number, reason)
        else:
            yield from self._replaced(host, {number: reason})

    def _replaced(self, host: _Host, reasons: Mapping[int, str]) -> Iterator[tuple[int, Outcome]]:
        """End a process, start a fresh one; runs that are to end so, the others begin once more."""
        host.end()
        self._hosts.remove(host)
        self._hosts.add(self._start())
        for number, run in host.runs.items():
            if number in reasons:
                yield number, Outcome(reasons[number])
            elif number in self._twice:
                yield number, Outcome(f"Der Arbeitsprozess ist in {run.cell} zweimal unerwartet zu Ende gegangen ({host.last_words()}).")
            else:
                self._twice.add(number)
                self._back.append((number, run.task))


def _how(code: int) -> str:
    """Why a process ended."""
    return _ENDS.get(code) or (f"sein Prozess hat sich mit {code} selbst beendet" if code >= 0 else f"abgestürzt: Signal {-code}")
