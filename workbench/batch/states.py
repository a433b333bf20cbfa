"""How every report stands: current, stale and why, never run, left out, failed."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbench.batch.fingerprint import Known, explain, ingredients
from workbench.batch.jobs import Job
from workbench.batch.journal import DONE, FAILED, Journal, Run, digest
from workbench.batch.kept import CODE, file_of
from workbench.errors import DataError, cause
from workbench.project import Project

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
    compare
        Whether the run is to be compared with one in a kernel.
    """

    job: Job
    state: str
    why: str = ""
    run: Run | None = None
    ingredients: Mapping[str, str] = dataclasses.field(default_factory=dict)
    export: bool = False
    compare: bool = False

    @property
    def due(self) -> bool:
        """Whether the job is to be run."""
        return bool(self.ingredients) and self.state != CURRENT


@dataclasses.dataclass(frozen=True)
class Again:
    """Which current reports are to be run too.

    Parameters
    ----------
    force
        All.
    since
        Those that ran last before that day.
    sample
        The first of each report, to be compared.
    """

    force: bool = False
    since: dt.date | None = None
    sample: bool = False

    def applied(self, states: list[State]) -> list[State]:
        """States in which those are stale, with the reason."""
        first = {s.job.notebook.name: s.job.key for s in reversed(states) if s.ingredients} if self.sample else {}
        sampled = [dataclasses.replace(s, compare=s.job.key == first.get(s.job.notebook.name)) for s in states]
        return [dataclasses.replace(s, state=STALE, why=why, export=False) if s.ingredients and (why := self._why(s)) else s for s in sampled]

    def _why(self, state: State) -> str:
        """Why a report is to be run although it may be current; empty where it is not."""
        if self.force or state.compare:
            return "--force" if self.force else "--engine verify"
        if self.since is None or state.state != CURRENT or state.run is None or state.run.finished.astimezone().date() >= self.since:
            return ""
        return f"zuletzt gerechnet am {state.run.finished.astimezone():%d.%m.%Y}"


def status(project: Project, jobs: list[Job], out: Path, known: Known | None = None) -> list[State]:
    """Tell which reports are stale and why; nothing is executed.

    Parameters
    ----------
    project, jobs, out
        The jobs as planned, in their project and its folder of reports.
    known
        Filled with what of each report is the same at all places.

    Returns
    -------
    list of State
        One per job, in order.
    """
    runs, known = Journal(out).runs([j.key for j in jobs]), Known() if known is None else known
    return [state_of(project, job, runs.get(job.key), out, known) for job in jobs]


def state_of(project: Project, job: Job, last: Run | None, out: Path, known: Known) -> State:
    """State of one job before a batch."""
    for state, reason in ((FAILED, job.fault), (SKIPPED, job.skip)):
        if reason:
            return State(job, state, reason, last)
    try:
        now = ingredients(job, project, out, known)
    except DataError as fault:  # a table that lies there twice
        return State(job, FAILED, str(fault), last)
    except OSError as fault:
        return State(job, FAILED, f"{Path(str(fault.filename)).name} lässt sich nicht lesen ({cause(fault)}).", last)
    if job.code or (job.code is None and last is not None and CODE in last.ingredients):  # once asked for, it stays
        now[CODE] = "ja"
    return _compared(job, last, now, out, project.formate) if last else State(job, NEVER, "", None, now)


def _compared(job: Job, last: Run, now: Mapping[str, str], out: Path, formats: Sequence[str]) -> State:
    """State of a job that ran before, on ingredients as they were."""
    why = explain(last.ingredients, now) or _lost(last, job.files(out, formats))
    export = bool(why) and (last.result == DONE or last.ingredients.get("worte") != now.get("worte")) and file_of(out, job.key, now).is_file()
    return State(job, STALE if why else CURRENT, f"{why}; der Lauf bleibt, nur die Ausgabe ist neu" if export else why, last, now, export)


def _lost(last: Run, files: list[Path]) -> str:
    """Why a report on unchanged ingredients is still to be run."""
    if last.result != DONE:
        return f"zuletzt fehlgeschlagen: {last.message}"
    if missing := [file.name for file in files if not file.is_file()]:
        return f"{' und '.join(missing)} fehlt" if len(missing) == 1 else f"{' und '.join(missing)} fehlen"
    return "" if digest(*files) == last.digest else "eine Datei des Berichts wurde verändert"
