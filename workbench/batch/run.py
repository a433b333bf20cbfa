"""A batch: what is stale is executed, what is current stays, one failure stops nothing."""

import contextlib
import dataclasses
import datetime as dt
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch.chains import Chains, log_of
from workbench.batch.execute import Outcome
from workbench.batch.fingerprint import Known
from workbench.batch.jobs import Job
from workbench.batch.journal import DONE, FAILED, Journal, Lock, Run
from workbench.batch.pool import Means, Pool
from workbench.batch.room import remove_abandoned
from workbench.batch.states import Again, State, status
from workbench.batch.texts import remember
from workbench.batch.watch import note
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.batch.cluster import Cluster


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


def run(project: Project, jobs: list[Job], out: Path, *, means: Means, again: Again | None = None, watch: Watcher | None = None) -> list[State]:
    """Execute what is stale.

    Parameters
    ----------
    project, jobs
        The project, and its jobs as planned.
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
    ProjectError
        If projekt.toml holds a name that must not leave, and something is due.
    RunError
        If another batch writes into the folder, or nobody can.
    KeyboardInterrupt
        After the first Ctrl-C, when what runs has ended; at the second one at once.
    """
    watch = watch or Watcher()
    with Lock(out):
        known = Known()
        states = (again or Again()).applied(status(project, jobs, out, known))
        watch.planned(states)
        remember(project, jobs, out)
        try:
            for number, final in _executed(project, states, out, known, means=means, watch=watch):
                states[number] = final
                watch.ended(final)
        finally:
            _tidy(out)
        remember(project, jobs, out)
    return states


def _executed(project: Project, states: list[State], out: Path, known: Known, *, means: Means, watch: Watcher) -> Iterator[tuple[int, State]]:
    """Number and final state of each job that is due, as they end."""
    from workbench.batch import compose

    journal, chains = Journal(out), Chains(project, states, out, known)
    for state in (s for s in states if s.state == FAILED and not (s.run and s.run.message == s.why)):  # it cannot even begin
        journal.write(Run(*state.job.key, FAILED, state.why, finished=dt.datetime.now(dt.UTC)))
    if not (due := sum(s.due for s in states)):
        return
    with _brake(chains, watch), _hands(project, dataclasses.replace(means, workers=min(means.workers, due))) as pool:
        compose.reasons(project)  # while the processes start
        for number, outcome in pool.work(chains.take, lambda n: watch.began(states[n].job)):
            last = _run(states[number], outcome)
            journal.write(last)
            note(log_of(out, states[number].job), last.message or last.result)
            chains.done(number)
            yield number, dataclasses.replace(states[number], state=last.result, why=last.message, run=last)
    if chains.stopped:
        raise KeyboardInterrupt


def _hands(project: Project, means: Means) -> "Pool | Cluster":
    """Who executes the jobs: processes of this machine, or a cluster."""
    if means.scheduler is None:
        return Pool(project.folder, means)
    from workbench.batch.cluster import Cluster

    return Cluster(project, means)


@contextlib.contextmanager
def _brake(chains: Chains, watch: Watcher) -> Iterator[None]:
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
    """Remove what batches and workers that were ended left, also where nothing was due; the lock says that nobody else writes here."""
    remove_abandoned()
    for file in out.rglob(".workbench-*.tmp"):
        file.unlink(missing_ok=True)


def _run(before: State, outcome: Outcome) -> Run:
    """Entry of a run for the journal."""
    return Run(*before.job.key, FAILED if outcome.message else DONE, outcome.message, before.ingredients, outcome.seconds, outcome.digest, dt.datetime.now(dt.UTC))
