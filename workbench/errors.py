"""What can be wrong on the user's side; anything else is a bug and keeps its traceback.

WorkbenchError
├── ProjectError     the project folder or projekt.toml
├── DataError        faults of one data file, all at once
├── MissingTable     a table that a place does not have
├── ParameterError   a parameter of a notebook
├── UnitError        a table that counts something else than what is computed
├── ReleaseError     a frame that cannot be released, or a number that was not
├── GateError        an output that must not leave
└── RunError         a batch that cannot run
"""

import difflib
import errno
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

LINE = "Zeile {} der Zelle:"  # stands above a message in a notebook
SHOWN = 20  # so many faults of a file are listed; the rest is counted
_ROWS = 4  # so many rows of one fault are named
_ROW = re.compile(r"Zeile (\d+)(?=[,:] )")
_ASKS = {"__getitem__", "groupby", "set_index", "duplicated", "_get_label_or_level_values"}  # methods of a frame that are asked for columns
_CAUSES = {
    errno.ENOSPC: "der Datenträger ist voll",
    errno.EACCES: "der Zugriff ist verweigert",
    errno.EPERM: "der Zugriff ist verweigert",
    errno.EROFS: "der Datenträger ist schreibgeschützt",
    errno.ENOENT: "die Datei fehlt",
    errno.EIO: "das Laufwerk antwortet nicht",
    errno.ENOTDIR: "es ist kein Ordner",
    errno.EISDIR: "es ist ein Ordner",
}


class WorkbenchError(Exception):
    """A fault that the user can mend; the message is a German sentence that says how."""


class ProjectError(WorkbenchError):
    """The project folder or its projekt.toml is not as it must be."""


class DataError(WorkbenchError):
    """All faults of one data file.

    Parameters
    ----------
    file
        Name of the file as the user knows it.
    problems
        German sentences, one per fault, in the order of the file.
    """

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.file = file
        self.problems = tuple(problems)
        count = "1 Problem" if len(problems) == 1 else f"{len(problems)} Probleme"
        merged = _merged(problems)
        lines = [f"{file}: {count}", *(f"  {said}" for said, _ in merged[:SHOWN])]
        if rest := sum(n for _, n in merged[SHOWN:]):
            lines.append(f"  … und {rest} weitere.")
        super().__init__("\n".join(lines))


class MissingTable(WorkbenchError):  # noqa: N818 (not an error of the file, but the reason why a report is left out)
    """A place does not have the table that was asked for."""

    def __init__(self, place: str, table: str) -> None:
        self.place, self.table = place, table
        super().__init__(f"{place}: keine Tabelle »{table}«. Erwartet wird eine Datei {table}.csv, .xlsx, .xls oder .ods.")


class ParameterError(WorkbenchError):
    """A parameter is unknown or has the wrong type."""


class UnitError(WorkbenchError):
    """A table counts something else than what is computed: visits, persons and regulars are not the same."""


class ReleaseError(WorkbenchError):
    """A frame cannot be released, or something was shown that was not released."""


class GateError(WorkbenchError):
    """A notebook holds something that must not leave the house."""


class RunError(WorkbenchError):
    """A batch cannot run."""


def _merged(problems: Sequence[str]) -> list[tuple[str, int]]:
    """Faults as they are listed, and how many each stands for: those that differ by nothing but their row are one, with the first of its rows."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        row = _ROW.match(problem)
        found.setdefault(problem[row.end() :] if row else problem, []).append(row[1] if row else "")
    return [(f"{_rows(rows)}{said}", len(rows)) for said, rows in found.items()]


def _rows(rows: Sequence[str]) -> str:
    """Rows that a fault stands in: all of few, else the first three and how many more."""
    if len(rows) == 1 or not rows[0]:
        return f"Zeile {rows[0]}" if rows[0] else ""
    first, last = (rows[:-1], rows[-1]) if len(rows) <= _ROWS else (rows[: _ROWS - 1], f"{len(rows) - _ROWS + 1} weitere")
    return f"Zeilen {', '.join(first)} und {last}"


def cause(fault: OSError) -> str:
    """What a file system complains about, in German where it is common.

    Examples
    --------
    >>> cause(PermissionError(13, "Permission denied"))
    'der Zugriff ist verweigert'
    """
    return _CAUSES.get(fault.errno or 0, str(fault.strerror))


def suggest(word: str, options: Iterable[str]) -> str:
    """Nearest option as a German question, with a leading space; empty where nothing is near.

    Examples
    --------
    >>> suggest("gemeide", ["gemeinde", "ab_jahr"])
    ' Meinten Sie »gemeinde«?'
    >>> suggest("xyz", ["gemeinde"])
    ''
    """
    near = difflib.get_close_matches(word, list(options), n=1, cutoff=0.6)
    return f" Meinten Sie »{near[0]}«?" if near else ""


def few(words: Sequence[str], most: int) -> str:
    """The first of some words in a line, and how many more there are.

    Examples
    --------
    >>> few(["»A«", "»B«", "»C«"], 2)
    '»A«, »B« und 1 weitere'
    """
    return ", ".join(words[:most]) + (f" und {len(words) - most} weitere" if len(words) > most else "")


def without_column(table: str, column: str, columns: Iterable[str]) -> str:
    """What is said of a column that a table lacks: those that there are, and the nearest one.

    Examples
    --------
    >>> without_column("»Häuser«", "Plaetze", ["Name", "Plätze"])
    '»Häuser« hat keine Spalte »Plaetze«. Vorhanden: »Name«, »Plätze«. Meinten Sie »Plätze«?'
    """
    there = [str(c) for c in columns]
    return f"{table} hat keine Spalte »{column}«. Vorhanden: {', '.join(f'»{c}«' for c in there) or 'keine'}.{suggest(column, there)}"


def misspelt(fault: BaseException) -> str:
    """What is said where pandas was asked for a column that a frame lacks; "" for any other fault."""
    pandas: Any = sys.modules.get("pandas")
    for frame, _ in traceback.walk_tb(fault.__traceback__) if pandas and isinstance(fault, KeyError) else ():
        table = frame.f_locals.get("self")
        if isinstance(table, pandas.DataFrame) and frame.f_code.co_name in _ASKS:
            text, known = str(fault.args[0]), set(map(str, table.columns))
            named = re.findall(r"'([^']+)'", text) or [text]  # of several columns pandas says a sentence
            return next((without_column("Die Tabelle", n, table.columns) for n in named if n not in known), "")
    return ""


def plain_in_notebooks() -> None:
    """In IPython a WorkbenchError prints as its message alone, with its line where that is not the first of the cell; so does a column that a frame lacks, below the way to it where that leads through the library."""
    from IPython import get_ipython

    def show(shell: Any, kind: type[BaseException], fault: BaseException, trace: Any, tb_offset: int | None = None) -> None:  # noqa: ANN401 (IPython is untyped)
        known = fault if isinstance(fault, WorkbenchError) else WorkbenchError(said) if (said := misspelt(fault)) else None
        ours = known is not fault and any(Path(__file__).parent in Path(frame.f_code.co_filename).parents for frame, _ in traceback.walk_tb(trace))
        way = [] if known and not ours else shell.InteractiveTB.structured_traceback(kind, fault, trace, tb_offset=tb_offset)
        line = next((line for frame, line in traceback.walk_tb(trace) if shell.compile.format_code_name(frame.f_code.co_filename)), 1)
        at = [LINE.format(line)] if known and not way and line > 1 else []
        shell._showtraceback(type(known or fault), known or fault, [*way, *at, *([str(known)] if known else [])])  # noqa: SLF001 (IPython shows nothing by itself, and has no public way)

    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((WorkbenchError, KeyError), show)
