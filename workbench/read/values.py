"""Columns of cells → typed values, reasons and faults."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from workbench.read import cells as one
from workbench.read.choices import choice, folded, key

_READERS: Mapping[str, Callable[[object], Any]] = {
    "text": one.whole, "verbatim": one.whole, "count": one.count, "number": one.number, "percent": one.percent, "date": one.date, "time": one.time, "yesno": one.yesno,
}  # fmt: skip

Kind = Literal["key", "text", "verbatim", "choice", "count", "number", "percent", "date", "time", "yesno", "object"]


@dataclasses.dataclass(frozen=True, order=True)
class Fault:
    """A fault of one cell or row.

    Parameters
    ----------
    row
        Row as Excel shows it; 0 for a fault of the whole file.
    column
        Position of the column, to list the faults of a row from left to right.
    text
        German sentence, complete.
    """

    row: int
    column: int
    text: str


@dataclasses.dataclass(frozen=True)
class Parsed:
    """A column that was read.

    Parameters
    ----------
    values
        Typed values; None where the cell is empty or unreadable.
    reasons
        Why a value is missing, by an official sign; "" where it is not.
    unreadable
        Position of each unreadable cell, and what was expected.
    """

    values: list[Any]
    reasons: list[str]
    unreadable: dict[int, str]


def parse(cells: Iterable[object], kind: Kind, *, choices: Sequence[str] = (), known: Sequence[str] = (), digits: Sequence[int] = (), signs: bool = False) -> Parsed:
    """Read a column.

    Parameters
    ----------
    cells
        Cells as a reader delivers them: text, or typed cells of a spreadsheet.
    kind
        What the column holds.
    choices
        Allowed values of a choice.
    known
        Existing keys, for the suggestion where one lost its leading zero.
    digits
        Lengths that a key of digits may have.
    signs
        Whether official signs may stand in place of numbers.

    Returns
    -------
    Parsed
        One value per cell. Every different cell is read once, so that long columns are cheap.
    """
    if kind == "object":
        values = list(cells)
        return Parsed(values, [""] * len(values), {})
    read = _reader(kind, choices, known, digits)
    seen: dict[tuple[type, object], tuple[Any, str, str]] = {}
    found = []
    for cell in cells:
        name = (type(cell), cell)
        if name not in seen:
            seen[name] = _one(cell, read, signs=signs, verbatim=kind == "verbatim")
        found.append(seen[name])
    return Parsed([v for v, _, _ in found], [r for _, r, _ in found], {i: fault for i, (_, _, fault) in enumerate(found) if fault})


def _one(cell: object, read: Callable[[object], Any], *, signs: bool, verbatim: bool) -> tuple[Any, str, str]:
    """Value, reason and fault of one cell."""
    if isinstance(cell, str) and not verbatim:
        cell = one.plain(cell)
        if one.failed(cell):
            return None, "", "eine Formel, die nicht aufgeht. Bitte in Excel berichtigen."
    if one.is_empty(cell):
        return None, one.NO_REASON if signs else "", ""
    if signs and (found := one.sign(cell)):
        return *found, ""
    try:
        return read(cell), "", ""
    except one.Unreadable as fault:
        return None, "", str(fault)


def _reader(kind: Kind, choices: Sequence[str], known: Sequence[str], digits: Sequence[int]) -> Callable[[object], Any]:
    """Function that reads one cell of that kind."""
    if kind == "choice":
        table = {folded(c): c for c in choices}
        return lambda cell: choice(cell, table)
    if kind == "key":
        return lambda cell: key(cell, known, digits)
    return _READERS[kind]
