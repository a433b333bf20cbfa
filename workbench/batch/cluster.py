"""A batch on an existing Dask cluster: the same tasks, each executed by a warm parent of its own that the worker talks to.

A file is sent only where a worker does not see the same content under the same path, and to each worker once.
"""

import asyncio
import contextlib
import dataclasses
import hashlib
import logging
import queue
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from workbench.batch.execute import Outcome, Task
from workbench.batch.pool import Means, Take
from workbench.batch.room import undisturbed
from workbench.batch.texts import file_of
from workbench.disclosure import approval, ledger
from workbench.errors import RunError, WorkbenchError, cause
from workbench.export.write import write
from workbench.project import FILE, SECRET, Project
from workbench.read.tabular import SUFFIXES, listing
from workbench.schemas import tables

try:
    from distributed import Client, Future, KilledWorker, SchedulerPlugin, Security
    from distributed.comm.core import connect
except ModuleNotFoundError as fault:
    raise RunError(f'--scheduler braucht die Pakete »dask« und »distributed«, es fehlt »{fault.name}«. Nachholen im Ordner der Werkbank: pip install -e ".[cluster]"') from None

from workbench import recipe
from workbench.batch import kept, station
from workbench.batch.station import Answer, Missing, Refused, Station, Unit

_TICK = 0.2  # seconds between two looks at the cluster
_CONNECT = 8  # seconds in which a scheduler must answer
_PATIENCE = 60  # seconds that a batch waits for a worker when the last one is lost
_TIMES = 10  # so often contents are sent for one task, which workers lose or which change meanwhile


async def _answers(address: str) -> None:
    """Whether a scheduler answers in time; dask itself would wait for ever where somebody listens and says nothing."""
    tls = Security().get_connection_args("client")  # type: ignore[no-untyped-call] # dask is half typed
    comm = await asyncio.wait_for(connect(address, timeout=_CONNECT, **tls), _CONNECT)  # type: ignore[no-untyped-call] # as above
    await comm.close()


class _Guard(SchedulerPlugin):
    """Sees to it that nothing of a batch stays on the workers when its client is gone, whatever way it went."""

    def __init__(self, name: str, client: str) -> None:
        self.name, self._client = name, client

    def remove_client(self, scheduler: Any, client: str) -> None:  # noqa: ANN401 (dask's own)
        """Called when a client has left, or its connection is dead."""
        if client == self._client:
            self._ending = asyncio.ensure_future(_dismiss(self.name, scheduler))


async def _dismiss(name: str, dask_scheduler: Any) -> None:  # noqa: ANN401 (dask's own)
    """End a batch on all workers; one that was lost has ended it by itself."""
    if dask_scheduler.worker_plugins.pop(name, None):
        dask_scheduler.remove_plugin(name)
        await dask_scheduler.broadcast(msg={"op": "plugin-remove", "name": name}, on_error="ignore")


@dataclasses.dataclass(frozen=True)
class _Sent:
    """A task on its way: its number, its future, and how often contents were sent for it."""

    number: int
    task: Task
    future: "Future[Missing | Refused | Answer]"
    times: int


@dataclasses.dataclass
class Cluster:
    """Workers of a Dask cluster: a context with the interface of `workbench.batch.pool.Pool`, which leaves nothing on them.

    Parameters
    ----------
    project
        The project.
    means
        How the runs are executed, and the scheduler's address; at most as many at a time as the workers have threads.
    """

    project: Project
    means: Means
    _bad: dict[str, str] = dataclasses.field(default_factory=dict, init=False)  # workers that cannot execute anything, and why

    def __enter__(self) -> Self:
        """Connect, compare what the workers are made of, and have each start its warm parent."""
        for name in ("distributed", "distributed.client", "tornado.application"):  # tornado tells of calls that Ctrl-C meets before they began
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in German
        self._name, self._alone = f"workbench-{uuid.uuid4().hex}", time.monotonic()
        self._sent, self._ended = dict[Any, _Sent](), queue.SimpleQueue["Future[Missing | Refused | Answer]"]()
        with contextlib.ExitStack() as opened:
            self._client = opened.enter_context(self._connected())
            self._refuse_different()
            self._client.register_plugin(_Guard(self._name, self._client.id), name=self._name)
            self._client.register_plugin(Station(self._name, dataclasses.replace(self.means, scheduler=None), station.described()), name=self._name)
            self._opened = opened.pop_all()
        return self

    def _connected(self) -> Client:
        """Client of the scheduler."""
        address = self.means.scheduler or ""
        try:
            asyncio.run(_answers(address))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # versions are compared below
                return Client(address, timeout=_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call] # as above
        except ValueError:
            raise self._fault("das ist keine Adresse. Erwartet wird z. B. tcp://127.0.0.1:8786.") from None
        except TypeError:
            raise self._fault("für tls:// fehlen die Zertifikate. Sie stehen in der Konfiguration von Dask, Abschnitt distributed.comm.tls.") from None
        except OSError:
            raise self._fault("dort antwortet kein Dask-Scheduler. Bitte Adresse und Netz prüfen; gestartet wird er mit: dask scheduler.") from None

    def _fault(self, said: str) -> RunError:
        """What is wrong with the scheduler."""
        return RunError(f"--scheduler: »{self.means.scheduler}« – {said}")

    def _refuse_different(self) -> None:
        """Refuse a cluster without workers, or with another workbench than ours; the scheduler opens every task too."""
        ours = station.described()
        found = {f"Arbeiter »{worker}«": said for worker, said in self._client.run(station.differs, ours, on_error="return").items()}
        if not found:
            raise self._fault(f"dort ist kein Arbeiter angemeldet. Gestartet wird er mit: dask worker {self.means.scheduler}.")
        try:
            found[f"Scheduler »{self.means.scheduler}«"] = self._client.run_on_scheduler(station.differs, ours)
        except ImportError as fault:
            found[f"Scheduler »{self.means.scheduler}«"] = fault
        faults = [station.different(who, str(said)) for who, said in sorted(found.items()) if str(said)]
        if faults:
            raise RunError("\n".join(faults))

    def __exit__(self, *_fault: object) -> None:
        """End what is left on the workers, and the connection; a further Ctrl-C does not stop that."""
        with undisturbed(), self._opened, contextlib.suppress(OSError, RuntimeError):
            self._client.run_on_scheduler(_dismiss, self._name)

    def work(self, take: Take, began: Callable[[int], None] = lambda _: None) -> Iterator[tuple[int, Outcome]]:
        """Execute tasks as `workbench.batch.pool.Pool.work` does.

        Raises
        ------
        RunError
            If the scheduler or all workers are lost.
        """
        while True:
            room, taken = self._room(), None
            while len(self._sent) < room and (taken := take()) is not None:
                began(taken[0])
                yield from self._send(*taken)
            if room and taken is None and not self._sent:
                return
            yield from self._news()

    def _room(self) -> int:
        """Number of tasks that can be on their way."""
        try:
            threads = int(sum(n for worker, n in self._client.nthreads().items() if worker not in self._bad))
        except (OSError, RuntimeError):
            raise self._torn() from None
        self._alone = time.monotonic() if threads else self._alone
        if time.monotonic() > self._alone + _PATIENCE:
            raise self._fault(next(iter(self._bad.values()), "") or f"seit {_PATIENCE} s ist dort kein Arbeiter mehr angemeldet. Bitte Arbeiter starten und den Lauf wiederholen; fertige Berichte bleiben.")
        return min(self.means.workers, threads)

    def _torn(self) -> RunError:
        """The scheduler is gone."""
        return self._fault("die Verbindung ist abgerissen. Bitte den Lauf wiederholen; fertige Berichte bleiben.")

    def _send(self, number: int, task: Task, worker: str | None = None, times: int = 0) -> Iterator[tuple[int, Outcome]]:
        """Submit a task, where possible to a certain worker; its end already where a file of it cannot be read."""
        try:
            unit = Unit(task, {name: (station.content(file), file) for name, file in _needed(self.project, task).items()})
        except WorkbenchError as fault:
            yield number, Outcome(str(fault))
            return
        except OSError as fault:
            yield number, Outcome(f"Eine Datei lässt sich nicht lesen: {cause(fault)}.")
            return
        good = [w for w in self._client.nthreads() if w not in self._bad] if self._bad else []
        if self._bad and not good:
            yield number, Outcome(next(iter(self._bad.values())))
            return
        where = {"workers": worker or good or None, "allow_other_workers": worker is not None and not self._bad}
        future = self._client.submit(station.perform, self._name, unit, key=f"{self._name}-{uuid.uuid4().hex}", pure=False, **where)
        self._sent[future.key] = _Sent(number, task, future, times)
        future.add_done_callback(self._ended.put)

    def _news(self) -> Iterator[tuple[int, Outcome]]:
        """End of a task, if there was one since the last look."""
        try:
            sent = self._sent.pop(self._ended.get(timeout=_TICK).key)
        except queue.Empty:
            return
        if sent.future.status == "cancelled":
            raise self._torn()
        try:
            answer = sent.future.result()
        except KilledWorker as fault:
            lost = f"{fault.allowed_failures + 1} Arbeiter gingen" if fault.allowed_failures else "Ein Arbeiter ging"
            yield sent.number, Outcome(f"{lost} bei diesem Bericht verloren, zuletzt »{fault.last_worker.address}«. Meist reicht der Speicher nicht: Bitte mit --memory begrenzen oder Arbeiter mit weniger Plätzen starten, dann erneut.")
            return
        if isinstance(answer, Refused):
            self._bad[answer.worker] = answer.why
            yield from self._send(sent.number, sent.task)
        elif isinstance(answer, Missing):
            yield from self._supplied(sent, answer)
        else:
            yield sent.number, _arrived(sent.task, answer)

    def _supplied(self, sent: _Sent, missing: Missing) -> Iterator[tuple[int, Outcome]]:
        """Send a worker what it lacks, and the task again; where it was lost meanwhile, another one takes it."""
        files = {station.content(f): f for f in _needed(self.project, sent.task).values()}
        contents = [file.read_bytes() for sha, file in files.items() if sha in missing.hashes]
        said = self._client.run(station.keep, self._name, contents, workers=[missing.worker], on_error="return").get(missing.worker)
        if (isinstance(said, str) and said) or sent.times >= _TIMES:
            yield sent.number, Outcome(str(said) or "Die Dateien des Projekts ändern sich während des Laufs. Bitte erneut starten.")
        else:
            yield from self._send(sent.number, sent.task, missing.worker, sent.times + 1)


def _needed(project: Project, task: Task) -> dict[str, Path]:
    """Files that a task reads, by their paths below a folder of its own."""
    before = ledger.before(project, task.ledger, place=task.place, report=task.target.name)
    made = {f: f for f in (task.drafts, *before, *filter(None, [task.kept if task.again else None])) if f.is_file()}
    made |= {ledger.reports_of(task.ledger, f)[0]: f for f in before}  # of a report it counts that it is there
    laid = {f"out/{path.relative_to(task.ledger.parents[1]).as_posix()}": f for path, f in made.items()}
    laid |= {f"projekt/{f.relative_to(project.folder).as_posix()}": f for f in _of_project(project, task) if f.is_file()}
    return {f"notebooks/{task.notebook.name}": task.notebook, **laid}


def _of_project(project: Project, task: Task) -> Iterator[Path]:
    """Files of the project that a task reads, where they are there; recordings and notes beside the tables stay here."""
    yield from (project.folder / FILE, project.folder / SECRET, *project.dress, *recipe.own(project), *ledger.editions(project, place=task.place))
    yield approval.file_of(project, place=task.place, report=task.target.name)
    yield file_of(project, task.place, task.target.name)
    for key in task.places:
        yield from (project.folder / SECRET).parent.glob(f"{key}.*")
    for folder in (project.folder, *(project.place(key).folder for key in task.places)):
        yield from (f for f in listing(folder) if _is_table(f, task.places))


def _is_table(file: Path, places: tuple[str, ...]) -> bool:
    """Whether a schema may read a file, that of the key files included."""
    own = file.suffix.lower() in SUFFIXES and file.stem.casefold() in {*tables(), *places}
    return own or file.name in {name for t in tables().values() if t.foreign for name in t.foreign.names}


def _arrived(task: Task, answer: Answer) -> Outcome:
    """Write what a worker made; its outcome, or why that is none."""
    if task.log and answer.log:
        with contextlib.suppress(OSError):  # a log that cannot be written fails nothing
            task.log.parent.mkdir(parents=True, exist_ok=True)
            task.log.write_bytes(answer.log)
    if any(hashlib.sha256(given).hexdigest() != sha for sha, given in answer.written):
        return Outcome("Der Bericht kam beschädigt an. Bitte erneut starten.", answer.outcome.seconds)
    try:
        for file, (_, given) in zip(station.products(task), answer.written, strict=False):  # a failed run wrote nothing
            (kept.put if file == task.kept else write)(file, given)
    except RunError as fault:
        return Outcome(str(fault), answer.outcome.seconds)
    return answer.outcome
