"""What a Dask worker keeps for a batch: a pool whose warm parent executes the tasks, and the contents of files that were sent.

Everything lies in the pool's folder, which the warm parent removes when the worker dies without having done so.
"""

import asyncio
import concurrent.futures
import contextlib
import dataclasses
import functools
import hashlib
import importlib.metadata
import itertools
import platform
import queue
import re
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

from workbench.batch.execute import Outcome, Task
from workbench.batch.fingerprint import LOCK, PACKAGE
from workbench.batch.journal import digest
from workbench.batch.pool import Means, Pool
from workbench.disclosure import ledger
from workbench.errors import RunError, cause
from workbench.export.write import write

_SHOWN = 3  # so many differences are named; the rest is counted


@dataclasses.dataclass(frozen=True)
class Unit:
    """A task on its way.

    Parameters
    ----------
    task
        With the paths of the machine that sends it.
    files
        What it reads: where each file must lie below a folder of its own, SHA-256 of its content, and its path there.
    """

    task: Task
    files: Mapping[str, tuple[str, Path]]


@dataclasses.dataclass(frozen=True)
class Missing:
    """SHA-256 of the contents that a worker needs first, and its address."""

    worker: str
    hashes: frozenset[str]


@dataclasses.dataclass(frozen=True)
class Refused:
    """A worker that cannot execute anything, and why."""

    worker: str
    why: str


@dataclasses.dataclass(frozen=True)
class Answer:
    """End of a task, what it wrote, in the order of `products`, each with its SHA-256, and its log."""

    outcome: Outcome
    written: tuple[tuple[str, bytes], ...] = ()
    log: bytes = b""


def products(task: Task) -> tuple[Path, ...]:
    """Files that a task writes, in the order in which `workbench.batch.execute` does."""
    kept = (task.kept,) if task.kept else ()
    return *kept, ledger.file_of(task.ledger, task.place, task.target.name), task.drafts, task.record, *task.files


def content(file: Path) -> str:
    """SHA-256 of a file, computed anew once it was written to; empty where there is none."""
    try:
        stat = file.stat()
    except OSError:
        return ""
    return _hashed(file, stat.st_size, stat.st_mtime_ns)


@functools.lru_cache(100_000)
def _hashed(file: Path, _size: int, _written: int) -> str:
    """SHA-256 of a file as it is now."""
    return digest(file)


def described() -> dict[str, str]:
    """What must be the same wherever a report is made: Python, platform, locked versions, code."""
    locked = set(re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8") if LOCK.is_file() else "", re.MULTILINE))
    found = {"Python": platform.python_version(), "System": f"{platform.system()} {platform.machine()}"}
    versions = {re.sub(r"[-_.]+", "-", d.name).lower(): d.version for d in importlib.metadata.distributions()}
    found |= {f"Paket »{name}«": versions[name] for name in sorted(locked & versions.keys())}
    files = [f for f in sorted(PACKAGE.rglob("*")) if f.is_file() and "__pycache__" not in f.parts]
    return found | {f"Modul »{f.relative_to(PACKAGE.parent).as_posix()}«": digest(f)[:8] for f in files}


def differs(theirs: Mapping[str, str]) -> str:
    """Say in German what is different here; a package on one side only is no difference, for not everybody has the tools of the tests.

    Parameters
    ----------
    theirs
        What is `described` where the batch was started.

    Returns
    -------
    str
        Empty where all is the same.
    """
    ours = described()
    names = [n for n in {**theirs, **ours} if (n in ours and n in theirs) or not n.startswith("Paket")]
    found = [f"{n} ({ours.get(n, 'fehlt')} statt {theirs.get(n, 'fehlt')})" for n in names if ours.get(n) != theirs.get(n)]
    more = f" und {len(found) - _SHOWN} weitere" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def different(who: str, said: str) -> str:
    """That somebody of the cluster differs, with what to do about it."""
    return f"{who} rechnet anders als dieser Rechner: {said}. Bitte dort dieselbe Fassung der Werkbank mit denselben Paketen einrichten (requirements.lock)."


class Station(WorkerPlugin):
    """What a worker keeps for a batch.

    Parameters
    ----------
    name
        Of the batch.
    means
        How the runs are executed; as many at a time as the worker has threads.
    theirs
        What is `described` where the batch was started.
    """

    def __init__(self, name: str, means: Means, theirs: Mapping[str, str]) -> None:
        self.name, self._means, self._theirs = name, means, theirs

    def setup(self, worker: Any) -> None:  # noqa: ANN401 (dask's own)
        """Start the warm parent, which is served by a thread: this one is dask's."""
        said = differs(self._theirs)
        self._worker, self._who = worker.address, f"Arbeiter »{worker.address}«"
        self._fault = different(self._who, said) if said else ""
        self._numbers = itertools.count()
        self._orders: queue.SimpleQueue[tuple[int, Task]] = queue.SimpleQueue()
        self._answers: dict[int, concurrent.futures.Future[Outcome]] = {}
        self._served = threading.Thread(target=self._serve, daemon=True)
        try:
            self._pool = Pool(Path(), dataclasses.replace(self._means, workers=worker.state.nthreads)).__enter__()
            self._store = self._pool.root / "s"
            self._store.mkdir()
            self._served.start()
        except OSError as fault:
            self._fault = self._fault or self._no_room(fault)

    def teardown(self, worker: Any) -> None:  # noqa: ANN401, ARG002 (as dask calls it)
        """End everything, whatever still runs."""
        if self._served.ident is not None:  # it was started
            self._pool.wake(RunError("Der Stapellauf ist zu Ende."))
            self._served.join()

    def _take(self) -> tuple[int, Task] | None:
        """Next task, for the pool."""
        with contextlib.suppress(queue.Empty):
            return self._orders.get_nowait()
        return None

    def _serve(self) -> None:
        """Execute what comes, until the batch is over or the pool cannot go on; end the pool here, where no signals arrive."""
        why = "hat aufgehört"
        try:
            for number, outcome in self._pool.work(self._take, stay=True):
                self._answers.pop(number).set_result(outcome)
        except RunError as fault:
            why = str(fault)
        finally:
            self._fault = self._fault or self._here(why)
            self._pool.__exit__()
            for answer in list(self._answers.values()):
                answer.set_result(Outcome(self._fault))

    def _here(self, said: str) -> str:
        """Message with the worker that it comes from."""
        return f"{self._who}: {said}"

    def _no_room(self, fault: OSError) -> str:
        """That files cannot be laid out here."""
        return self._here(f"Es fehlt an Platz oder Rechten für Zwischendateien: {cause(fault)}.")

    def keep(self, contents: Sequence[bytes]) -> str:
        """Keep contents under their hashes; what went wrong, for dask would write an exception with its arguments to a log."""
        try:
            for given in contents:
                write(self._store / hashlib.sha256(given).hexdigest(), given)
        except RunError as fault:
            return self._here(str(fault))
        return ""

    def perform(self, unit: Unit) -> Missing | Refused | Answer:
        """Execute a task in a folder of links to files that are the same here, or were sent."""
        if self._fault:
            return Refused(self._worker, self._fault)
        have = {sha: file for sha, path in unit.files.values() for file in (path, self._store / sha) if content(file) == sha}
        if missing := {sha for sha, _ in unit.files.values()} - have.keys():
            return Missing(self._worker, frozenset(missing))
        try:
            with tempfile.TemporaryDirectory(dir=self._pool.root, ignore_cleanup_errors=True) as folder:
                for name, (sha, _) in unit.files.items():
                    link = Path(folder, name)
                    link.parent.mkdir(parents=True, exist_ok=True)
                    link.symlink_to(have[sha])
                return self._executed(_moved(unit.task, Path(folder)))
        except OSError as fault:
            return Answer(Outcome(self._no_room(fault)))

    def _executed(self, task: Task) -> Answer:
        """Have the pool execute a task, and take what it wrote."""
        number, answer = next(self._numbers), concurrent.futures.Future[Outcome]()
        self._answers[number] = answer
        if self._fault:  # it ended just now, perhaps before it knew of this task
            return Answer(Outcome(self._fault))
        self._orders.put((number, task))
        self._pool.wake()
        outcome = answer.result()
        contents = [] if outcome.message else [f.read_bytes() for f in products(task)]
        log = task.log.read_bytes() if task.log and task.log.is_file() else b""
        return Answer(outcome, tuple((hashlib.sha256(c).hexdigest(), c) for c in contents), log)


def _moved(task: Task, folder: Path) -> Task:
    """Task with the paths of the folder in which it is laid out."""
    out = task.ledger.parents[1]
    target, before = (folder / "out" / path.relative_to(out) for path in (task.target, task.ledger))
    kept, log = (folder / "out" / path.relative_to(out) if path else None for path in (task.kept, task.log))
    return dataclasses.replace(task, notebook=folder / "notebooks" / task.notebook.name, project=folder / "projekt", target=target, ledger=before, kept=kept, log=log)


def perform(name: str, unit: Unit) -> Missing | Refused | Answer:
    """Execute a task of a batch, in a thread of a worker."""
    station: Station = get_worker().plugins[name]  # type: ignore[assignment] # our own plugin
    return station.perform(unit)


async def keep(name: str, contents: Sequence[bytes], dask_worker: Any) -> str:  # noqa: ANN401 (dask's own)
    """Keep contents on a worker, beside its event loop."""
    return await asyncio.to_thread(dask_worker.plugins[name].keep, contents)
