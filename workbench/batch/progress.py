"""What a person sees while a batch runs, and the table at its end."""

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Table
from rich.text import Text

from workbench.batch.jobs import Job
from workbench.batch.journal import DONE, FAILED
from workbench.batch.run import Watcher
from workbench.batch.states import CURRENT, NEVER, SKIPPED, STALE, State

_MANY = 50  # places that a table on a terminal still shows
_FEW = 4  # reports whose names fit side by side
STOPPING = "Angehalten: Was läuft, wird noch fertig. Sofort abbrechen: noch einmal Strg+C."
_STYLES = {DONE: "green", CURRENT: "green", SKIPPED: "yellow", STALE: "yellow", NEVER: "yellow", FAILED: "bold red"}


class _Rest(ProgressColumn):
    """Estimate of the time that is left, from the reports that ended so far."""

    def render(self, task: Task) -> Text:
        """Estimate in minutes and seconds."""
        took = task.fields["took"]
        if not task.completed or task.total is None:
            return Text("Restzeit noch offen")
        left = max(took / task.completed * (task.total - task.completed) - ((task.elapsed or took) - took), 0)
        return Text(f"noch etwa {left // 60:.0f}:{left % 60:02.0f} min")


def conclude(states: list[State]) -> None:
    """Print the table at the end of a batch, and what went wrong or was left out."""
    _console().print(summary(states))
    for reason in reasons(states):
        _console().print(reason, markup=False, highlight=False, soft_wrap=True)


def _console() -> Console:
    """Where a person looks."""
    return Console(width=None if sys.stdout.isatty() else 120)


@contextlib.contextmanager
def events() -> Iterator[Watcher]:
    """Tell a program of a batch: one JSON object per line.

    Yields
    ------
    Watcher
        Says »geplant« once with the number of reports, »beginnt« and »endet« per report with its state, reason and seconds.
    """

    def tell(event: str, **more: object) -> None:
        """Print an event."""
        sys.stdout.write(json.dumps({"ereignis": event, **more}, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def told(state: State) -> dict[str, object]:
        """What there is to say of a report."""
        seconds = round(sum(state.run.seconds.values()), 2) if state.run and state.state in {DONE, FAILED} else None
        return {"bericht": state.job.key[0], "ort": state.job.key[1], "zustand": state.state, "grund": state.why, "sekunden": seconds}

    yield Watcher(
        planned=lambda states: tell("geplant", berichte=len(states), auszufuehren=sum(s.due for s in states), liste=[told(s) for s in states]),
        began=lambda job: tell("beginnt", bericht=job.key[0], ort=job.key[1]),
        ended=lambda state: tell("endet", **told(state)),
        stopping=lambda: tell("angehalten"),
    )


@contextlib.contextmanager
def outlook() -> Iterator[Watcher]:
    """Say what would run and why, and what cannot.

    Yields
    ------
    Watcher
        Prints a line for each such report, and their number.
    """

    def planned(states: list[State]) -> None:
        """Print the lines."""
        due = [s for s in states if s.due]
        for state in (s for s in states if s.due or s.state == FAILED):
            sys.stdout.write(f"{state.job.label}: {state.why or state.state}".replace("\n", "\n  ") + "\n")
        sys.stdout.write(f"{len(due)} {'Bericht' if len(due) == 1 else 'Berichte'} zu rechnen.\n")

    yield Watcher(planned=planned)


@contextlib.contextmanager
def lines(console: Console | None = None) -> Iterator[Watcher]:
    """Show a batch to a person: a bar with an estimate on a terminal, one line per report otherwise.

    Parameters
    ----------
    console
        Where to; None for where a person looks.

    Yields
    ------
    Watcher
        For `workbench.batch.run.run`.
    """
    console = console or _console()
    with Progress(BarColumn(), MofNCompleteColumn(), _Rest(), TextColumn("{task.description}"), console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("", total=None, took=0.0)

        def planned(states: list[State]) -> None:
            """Say how much there is to do."""
            due = sum(s.due for s in states)
            bar.update(task, total=due)
            console.print(_plan(states, due), highlight=False)

        def began(job: Job) -> None:
            """Name the report that runs."""
            bar.update(task, description=job.label)

        def ended(state: State) -> None:
            """Print the end of a report and move the bar on."""
            bar.update(task, advance=1, took=bar.tasks[0].elapsed)
            console.print(Text(_line(state), style=_STYLES[state.state]))

        def stopping() -> None:
            """Say that nothing more begins."""
            console.print(STOPPING)

        yield Watcher(planned, began, ended, stopping)


def _plan(states: list[State], due: int) -> str:
    """One line: how many reports there are, and how many are to be run."""
    current, skipped = (sum(s.state == kind for s in states) for kind in (CURRENT, SKIPPED))
    return f"{len(states)} {'Bericht' if len(states) == 1 else 'Berichte'}: {due} auszuführen, {current} aktuell, {skipped} entfallen."


def _line(state: State) -> str:
    """One line on a report that ended."""
    if state.state == FAILED or state.run is None:
        return f"{state.job.label}: {state.state}"
    seconds = f"{sum(state.run.seconds.values()):.1f}".replace(".", ",")
    return f"{state.job.label}: {state.state} ({seconds} s)"


def summary(states: list[State]) -> Table:
    """Table of a batch: places down, reports across.

    Parameters
    ----------
    states
        One per job.

    Returns
    -------
    rich.table.Table
        With the state of each report; of many places, how many reports have it.
    """
    reports = list(dict.fromkeys(s.job.notebook.name for s in states))
    places: dict[str, dict[str, Text]] = {}
    for s in states:
        places.setdefault(_place(s), {})[s.job.notebook.name] = Text(s.state, style=_STYLES[s.state])
    if len(places) > _MANY:
        return _counted(states, reports)
    table = Table("Ort", *_heads(reports))
    for place, cells in places.items():
        table.add_row(place, *(cells.get(r, Text("–")) for r in reports))
    return table


def _counted(states: list[State], reports: list[str]) -> Table:
    """Table of a batch with many places: states down, reports across."""
    counts = Counter((s.state, s.job.notebook.name) for s in states)
    table = Table("Status", *_heads(reports))
    for state in dict.fromkeys(s.state for s in states):
        table.add_row(Text(state, style=_STYLES[state]), *(str(counts[state, r]) for r in reports))
    return table


def _heads(reports: list[str]) -> list[str]:
    """Names of reports; of more than fit a line their numbers."""
    return reports if len(reports) <= _FEW else [name.partition("_")[0] for name in reports]


def _place(state: State) -> str:
    """Name of the row."""
    return state.job.place.name if state.job.place else "ganzes Projekt"


def reasons(states: list[State]) -> list[str]:
    """What went wrong and what was left out: a German paragraph for each; of many that were left out the first."""
    left_out = [f"{s.why}." for s in states if s.state == SKIPPED]
    if len(left_out) > _MANY:
        left_out[_MANY:] = [f"… und {len(left_out) - _MANY} weitere, die entfallen: workbench status."]
    return left_out + [f"{s.job.label}: {s.why}".replace("\n", "\n  ") for s in states if s.state == FAILED]
