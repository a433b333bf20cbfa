"""In which order the jobs of a batch run, and what a worker is told of each."""

import dataclasses
from collections import OrderedDict
from pathlib import Path

from workbench.batch.execute import Task
from workbench.batch.fingerprint import Known
from workbench.batch.jobs import Job
from workbench.batch.journal import FOLDER
from workbench.batch.kept import CODE, file_of
from workbench.batch.states import CURRENT, State, state_of
from workbench.disclosure import ledger
from workbench.project import Project


class Chains:
    """Jobs that are due, one after the other where the tables of one are fixed facts for the next."""

    def __init__(self, project: Project, states: list[State], out: Path, known: Known) -> None:
        self._project, self._states, self._out, self._known = project, states, out, known
        self.stopped = False
        self._waiting: OrderedDict[str, list[int]] = OrderedDict()  # chains that are free, in their order
        self._busy: dict[int, tuple[str, list[int]]] = {}  # the others: what runs, and what waits for it
        self._touched: set[str] = set()
        for number, state in enumerate(states):
            if state.ingredients:
                self._waiting.setdefault(self._chain(state.job), []).append(number)

    def _chain(self, job: Job) -> str:
        """Places that a total can link; what is over the whole project comes last."""
        return self._project.codes[job.place.key].partition("/")[0] if job.place else ""

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
        return dataclasses.replace(task_of(self._project, state.job, self._out), verify=state.compare, kept=kept, again=state.export, log=log, code=CODE in state.ingredients)

    def stop(self) -> None:
        """Let nothing more begin."""
        self.stopped = True
        self._waiting.clear()

    def _renewed(self, number: int, chain: str) -> State:
        """State of a job, looked at again where one before it ran: its tables may have changed."""
        state = self._states[number]
        if chain not in self._touched and (chain or not self._touched):
            return state
        now = state_of(self._project, state.job, state.run, self._out, self._known)  # code as it was when the batch began: that is what the warm parent has loaded
        return now if state.state == CURRENT or not now.ingredients else dataclasses.replace(state, ingredients=now.ingredients, export=state.export and now.export)

    def done(self, number: int) -> None:
        """Let the next one of the chain begin."""
        chain, numbers = self._busy.pop(number)
        self._touched.add(chain)
        if numbers and not self.stopped:
            self._waiting[chain] = numbers
            self._waiting.move_to_end(chain, last=False)


def log_of(out: Path, job: Job) -> Path:
    """Log of a job's last run."""
    return out / FOLDER / "laeufe" / (job.place.key if job.place else "") / f"{job.notebook.name}.log"


def task_of(project: Project, job: Job, out: Path) -> Task:
    """What a worker must know of a job."""
    places = (job.place.key,) if job.place else tuple(project.orte)
    return Task(job.notebook.file, job.parameters, out / job.key[1] / job.key[0], project.folder, places, tuple(project.formate), out / ledger.FOLDER, job.key[1])
