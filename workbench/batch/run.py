"""A batch: what is stale is executed, what is current stays, one failure stops nothing."""

import contextlib
import dataclasses
import datetime as dt
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch.execute import VERIFY, Outcome, Task
from workbench.batch.fingerprint import Known, explain, ingredients
from workbench.batch.jobs import Job
from workbench.batch.journal import DONE, FAILED, FOLDER, Journal, Lock, Run, digest
from workbench.batch.kept import file_of
from workbench.batch.pool import Means, Pool
from workbench.batch.watch import note
from workbench.disclosure import ledger
from workbench.errors import DataError
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.batch.cluster import Cluster

CURRENT, STALE, NEVER, SKIPPED = "aktuell", "veraltet", "nie gelaufen", "entfällt"


@dataclasses.dataclass(frozen=True)
class State:
    """How a job stands.

    Parameters
    ----------
    job
        The job.
    state
        DONE, CURRENT, STALE, NEVER, SKIPPED or FAILED.
    why
        Reason, German; empty where none is needed.
    run
        Last run; None where there was none.
    ingredients
        Fingerprint as of now; empty where the job cannot run.
    export
        Whether a new export is enough, without a run.

    """

    job: Job
    state: str
    why: str = ""
    run: Run | None = None
    ingredients: Mapping[str, str] = dataclasses.field(default_factory=dict)
    export: bool = False

    @property
    def due(self) -> bool:
        """Whether the job is to be run."""
        return bool(self.ingredients) and self.state != CURRENT


@dataclasses.dataclass(frozen=True)
class Watcher:
    """Who is told what happens.

    Parameters
    ----------
    planned
        Called once with the state of every job before anything runs.
    began
        Called with each job that begins.
    ended
        Called with the final state of each job that ran.
    stopping
        Called when nothing more begins.

    """

    planned: Callable[[list[State]], None] = lambda _: None
    began: Callable[[Job], None] = lambda _: None
    ended: Callable[[State], None] = lambda _: None
    stopping: Callable[[], None] = lambda: None


@dataclasses.dataclass(frozen=True)
class Again:
    """Which current reports are to be run too.

    Parameters
    ----------
    force
        All.
    since
        Those that ran last before that day.

    """

    force: bool = False
    since: dt.date | None = None

    def applied(self, states: list[State]) -> list[State]:
        """States in which those are stale, with the reason."""
        return [dataclasses.replace(s, state=STALE, why=why, export=False) if s.ingredients and (why := self._why(s)) else s for s in states]

    def _why(self, state: State) -> str:
        """Why a report is to be run although it may be current; empty where it is not."""
        if self.force:
            return "--force"
        if self.since is None or state.state != CURRENT or state.run is None or state.run.finished.date() >= self.since:
            return ""
        return f"zuletzt gerechnet am {state.run.finished:%d.%m.%Y}"


def status(project: Project, jobs: list[Job], out: Path) -> list[State]:
    """Tell which reports are stale and why; nothing is executed.

    Parameters
    ----------
    project
        The project.
    jobs
        As planned.
    out
        Folder of the reports.

    Returns
    -------
    list of State
        One per job, in order.

    """
    runs, known = Journal(out).runs([j.key for j in jobs]), Known()
    return [_state(project, job, runs.get(job.key), out, known) for job in jobs]


def _state(project: Project, job: Job, last: Run | None, out: Path, known: Known) -> State:
    """State of one job before a batch."""
    if job.fault:
        return State(job, FAILED, job.fault, last)
    if job.skip:
        return State(job, SKIPPED, job.skip, last)
    try:
        now = ingredients(job, project, out, known)
    except DataError as fault:  # a table that lies there twice
        return State(job, FAILED, str(fault), last)
    if last is None:
        return State(job, NEVER, "", None, now)
    why = explain(last.ingredients, now) or _lost(last, job.target(out))
    export = bool(why) and last.result == DONE and file_of(out, job.key, now).is_file()
    return State(job, STALE if why else CURRENT, f"{why}; der Lauf bleibt, nur die Ausgabe ist neu" if export else why, last, now, export)


def _lost(last: Run, file: Path) -> str:
    """Why a report on unchanged ingredients is still to be run."""
    if last.result != DONE:
        return f"zuletzt fehlgeschlagen: {last.message}"
    if not file.is_file():
        return "die Datei des Berichts fehlt"
    return "" if digest(file) == last.digest else "die Datei des Berichts wurde verändert"


def run(project: Project, jobs: list[Job], out: Path, *, means: Means, again: Again | None = None, watch: Watcher | None = None) -> list[State]:
    """Execute what is stale.

    Parameters
    ----------
    project
        The project.
    jobs
        As planned.
    out
        Folder of the reports: `<place>/<report>.html`, and `<report>.html` for those over the whole project.
    means
        How the runs are executed.
    again
        Which current reports to run too.
    watch
        Who is told what happens.

    Returns
    -------
    list of State
        Final state of every job, in order.

    Raises
    ------
    RunError
        If another batch writes into the folder, or nobody can.
    KeyboardInterrupt
        After the first Ctrl-C, when what runs has ended; at the second one at once.

    """
    watch = watch or Watcher()
    with Lock(out):
        states = (again or Again()).applied(status(project, jobs, out))
        watch.planned(states)
        try:
            for number, final in _executed(project, states, out, means=means, watch=watch):
                states[number] = final
                watch.ended(final)
        finally:
            _tidy(out)
    return states


class _Chains:
    """Jobs that are due, one after the other where the tables of one are fixed facts for the next."""

    def __init__(self, project: Project, states: list[State], out: Path, *, verify: bool = False) -> None:
        self._project, self._states, self._out = project, states, out
        self._verified: set[str] | None = set() if verify else None  # reports of which a run has been compared
        self.stopped = False
        self._waiting: OrderedDict[str, list[int]] = OrderedDict()  # chains that are free, in their order
        self._busy: dict[int, tuple[str, list[int]]] = {}  # the others: what runs, and what waits for it
        self._touched: set[str] = set()
        self._known = Known()
        for number, state in enumerate(states):
            if state.ingredients:
                self._waiting.setdefault(self._chain(state.job), []).append(number)

    def _chain(self, job: Job) -> str:
        """Places that a total can link; what is over the whole project comes last."""
        return self._project.area(job.place.key).partition("/")[0] if job.place else ""

    def take(self) -> tuple[int, Task] | None:
        """Next job of a chain that is free, if it is still due."""
        while (chain := self._free()) is not None:
            numbers = self._waiting.pop(chain)
            while numbers:
                number = numbers.pop(0)
                state = self._states[number] = self._renewed(number, chain)
                if state.due:
                    self._busy[number] = (chain, numbers)
                    return number, self._task(state)
        return None

    def _free(self) -> str | None:
        """First chain that may go on: of places, and once nothing of theirs is on its way the one over the whole project."""
        return next((c for c in self._waiting if c), "" if "" in self._waiting and not self._busy else None)

    def _task(self, state: State) -> Task:
        """What a worker must know of a job that is due."""
        kept, log = file_of(self._out, state.job.key, state.ingredients), log_of(self._out, state.job)
        return dataclasses.replace(task_of(self._project, state.job, self._out), verify=self._first(state.job), kept=kept, again=state.export, log=log)

    def _first(self, job: Job) -> bool:
        """Whether a job is the first of its report, where those are compared."""
        if self._verified is None or job.notebook.name in self._verified:
            return False
        self._verified.add(job.notebook.name)
        return True

    def stop(self) -> None:
        """Let nothing more begin."""
        self.stopped = True
        self._waiting.clear()

    def _renewed(self, number: int, chain: str) -> State:
        """State of a job, looked at again where one before it ran: its tables may have changed."""
        state = self._states[number]
        if chain not in self._touched and (chain or not self._touched):
            return state
        now = _state(self._project, state.job, state.run, self._out, self._known)
        return now if state.state == CURRENT else dataclasses.replace(state, ingredients=now.ingredients, export=state.export and now.export)

    def done(self, number: int) -> None:
        """Let the next one of the chain begin."""
        chain, numbers = self._busy.pop(number)
        self._touched.add(chain)
        if numbers and not self.stopped:
            self._waiting[chain] = numbers
            self._waiting.move_to_end(chain, last=False)

    def empty(self) -> bool:
        """Whether all have begun."""
        return not self._waiting and (self.stopped or not any(numbers for _, numbers in self._busy.values()))


def _executed(project: Project, states: list[State], out: Path, *, means: Means, watch: Watcher) -> Iterator[tuple[int, State]]:
    """Number and final state of each job that is due, as they end."""
    due = sum(s.due for s in states)
    if not due:
        return
    journal, chains = Journal(out), _Chains(project, states, out, verify=means.engine == VERIFY)
    with _brake(chains, watch), _hands(project, dataclasses.replace(means, workers=min(means.workers, due))) as pool:
        for number, outcome in pool.work(chains, lambda n: watch.began(states[n].job)):
            final = _final(states[number], outcome)
            if final.run:
                journal.write(final.run)
            note(log_of(out, final.job), final.why or final.state)
            chains.done(number)
            yield number, final
    if chains.stopped:
        raise KeyboardInterrupt


def _hands(project: Project, means: Means) -> "Pool | Cluster":
    """Who executes the jobs: processes of this machine, or a cluster."""
    if means.scheduler is None:
        return Pool(project.folder, means)
    from workbench.batch.cluster import Cluster

    return Cluster(project, means)


@contextlib.contextmanager
def _brake(chains: _Chains, watch: Watcher) -> Iterator[None]:
    """At the first Ctrl-C let nothing more begin; at the second stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def pressed(_signal: int, _frame: object) -> None:
        if chains.stopped:
            raise KeyboardInterrupt
        chains.stop()
        watch.stopping()

    before = signal.signal(signal.SIGINT, pressed)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _tidy(out: Path) -> None:
    """Remove what workers that were ended while writing left; the lock says that nobody else writes here."""
    for file in out.rglob(".workbench-*.tmp"):
        file.unlink(missing_ok=True)


def log_of(out: Path, job: Job) -> Path:
    """Log of a job's last run."""
    return out / FOLDER / "laeufe" / (job.place.key if job.place else "") / f"{job.notebook.name}.log"


def task_of(project: Project, job: Job, out: Path) -> Task:
    """What a worker must know of a job."""
    places = (job.place.key,) if job.place else tuple(project.orte)
    return Task(job.notebook.file, job.parameters, job.target(out), project.folder, places, out / ledger.FOLDER, job.place.key if job.place else "")


def _final(before: State, outcome: Outcome) -> State:
    """State after the run, with its entry for the journal."""
    result = FAILED if outcome.message else DONE
    last = Run(*before.job.key, result, outcome.message, before.ingredients, outcome.seconds, outcome.digest, dt.datetime.now(dt.UTC))
    return dataclasses.replace(before, state=result, why=outcome.message, run=last)
