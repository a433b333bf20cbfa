"""What is seen of a run while it goes on: which cell, how long, how much output; told to the batch and written to the run's log."""

import contextlib
import dataclasses
import datetime as dt
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BUDGET = 20_000_000  # bytes of output per notebook
INJECTED = "injected-parameters"
NO_MEMORY = "wurde nicht fertig: Der Arbeitsspeicher reicht nicht. Bitte mit weniger Daten rechnen, weniger Berichte zugleich (--jobs) oder mehr erlauben (--memory)."
_EXPORT = -1  # stands for the number of a cell while the report is written
_LINE = 80  # characters of a cell's first line that a message repeats


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell that has begun: its number in the notebook as the user sees it, from 1, and its first line; or the export behind the last one."""

    number: int
    line: str = ""

    def __str__(self) -> str:
        """As a message names it."""
        if self.number == _EXPORT:
            return "Schritt »Ausgabe«"
        return f"Zelle {self.number}" + (f", »{self.line}«," if self.line else "")


@dataclasses.dataclass(frozen=True)
class Stop:
    """A worker's wish to be ended, with the reason."""

    message: str


@dataclasses.dataclass(frozen=True)
class Died:
    """A run whose process ended without an outcome: its exit code, negative for a signal."""

    code: int


Tell = Callable[[Cell | Stop], None]


class Watch:
    """nbclient's hooks: which cell runs, how long the parts take, how much is written to the streams."""

    def __init__(self, tell: Tell, log: Path | None = None) -> None:
        self.tell, self.cell, self.cells, self._log = tell, Cell(0), dict[int, Cell](), log
        self.seconds = dict.fromkeys(("start", "imports", "cells", "export"), 0.0)
        self._written, self._injected, self._since = 0, 0, time.perf_counter()

    def started(self, **_: object) -> None:
        """Note that the kernel is ready."""
        self._add("start")

    def began(self, cell: Any, cell_index: int) -> None:  # noqa: ANN401 (a NotebookNode)
        """Note that a cell is executed."""
        injected = INJECTED in cell.metadata.get("tags", [])
        self._injected += injected
        line = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")[:_LINE]
        self.cell = self.cells[cell_index] = Cell(cell_index + 1 - self._injected, line)
        self.tell(self.cell)
        note(None if injected else self._log, f"Zelle {self.cell.number} »{line}«")

    def ended(self, cell: Any, **_: object) -> None:  # noqa: ANN401 (a NotebookNode)
        """Note that a cell has been executed."""
        self._add("imports" if re.search(r"^(from|import) ", cell.source, re.MULTILINE) else "cells")

    def _add(self, part: str) -> None:
        """Time since the last note goes to a part."""
        now = time.perf_counter()
        self.seconds[part] += now - self._since
        self._since = now

    def exporting(self) -> None:
        """Note that all cells have run."""
        self.cell = Cell(_EXPORT)
        self.tell(self.cell)

    def exported(self) -> None:
        """Note that the report is written."""
        self._add("export")
        note(self._log, "Bericht geschrieben")

    def write(self, text: str) -> None:
        """Count what a cell prints while it runs: an endless stream must not fill the memory."""
        self._written += len(text)
        if self._written > BUDGET:
            self.tell(Stop(f"{self.cell} {too_much()}"))
            time.sleep(60)  # the parent ends this process

    def flush(self) -> None:
        """Nothing is held back."""


def note(log: Path | None, text: str) -> None:
    """Write a line with the time to the log of a run; a log that cannot be written fails nothing."""
    if log is not None:
        with contextlib.suppress(OSError), log.open("a", encoding="utf-8") as file:
            file.write(f"{dt.datetime.now():%H:%M:%S} {text}\n")  # noqa: DTZ005 (the reader's own clock)


def begun(log: Path | None) -> None:
    """Begin the log of a run anew."""
    if log is not None:
        with contextlib.suppress(OSError):
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(f"{dt.date.today():%d.%m.%Y}\n", encoding="utf-8")  # noqa: DTZ011 (the reader's own clock)


def too_much() -> str:
    """What is wrong with a large output."""
    return f"gibt mehr als {BUDGET // 1_000_000} MB aus. Bitte große Ausgaben aus dem Notebook entfernen."


