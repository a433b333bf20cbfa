"""Cells of an official table → numbers, reasons and marks, each different cell read once."""

import dataclasses
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from workbench.read import cells as one

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MARKS = {"e": "", "p": "vorläufig", "r": "berichtigt", "s": "geschätzt"}  # GENESIS: quality marks beside or behind a value
NOTHING = "genau null"
ROUNDED = "mehr als nichts, aber weniger als die Hälfte der kleinsten Einheit"
SCALED = re.compile(r"1\.?000\b.*|tsd\.?.*|tausend.*|mill?\.?.*|mio\.?.*|mrd\.?.*|%|prozent|in %|promille", re.IGNORECASE)
_BEHIND = re.compile(r"(?P<value>.*\d)\s*(?P<mark>[eprs])")
_FOOTNOTE = re.compile(r"(?P<value>\(?[\d.,\s-]*\d\)?|[-–./x*]|\.\.\.)\s+(?P<note>(?:\d{1,2}\)[\s,]*)+)")
_MINUS = re.compile(r"^[-−–]\s*(?=\d)")  # Statistikamt Nord writes »-  23«


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell as it was read.

    Parameters
    ----------
    value
        Number; None where there is none.
    reason, note
        Why the value is missing or limited; what a sign or mark says besides.
    fault
        Why the cell is no number.
    sign
        Where it holds »-«, a plain »0«, or a number with its »%«.
    """

    value: float | None
    reason: str = ""
    note: str = ""
    fault: str = ""
    sign: str = ""


def numbers(cells: "npt.NDArray[Any]", marks: "npt.NDArray[Any] | None" = None) -> "tuple[npt.NDArray[np.intp], list[Cell]]":
    """Read numbers and official signs.

    Parameters
    ----------
    cells
        Text as it stands in the file, or typed cells of a spreadsheet.
    marks
        Quality marks beside them.

    Returns
    -------
    tuple
        Code of each cell, and the different ones. A dot is a thousands separator and nothing else; what is no number is a fault, never a guess.
    """
    import numpy as np
    import pandas as pd

    codes, different = pd.factorize(cells, use_na_sentinel=False)
    mark, beside = (np.zeros_like(codes), [""]) if marks is None else pd.factorize(marks, use_na_sentinel=False)
    both, pairs = pd.factorize(codes * len(beside) + mark)
    return both, [_marked(_cell(different[int(p) // len(beside)]), str(beside[int(p) % len(beside)])) for p in pairs]


def _marked(cell: Cell, mark: str) -> Cell:
    """Cell with what its mark says: a reason only where it has none of its own."""
    read, note = one.sign(mark) if mark not in {"", "-"} else None, MARKS.get(mark)
    if read and cell.reason in {"", one.NO_REASON}:
        cell = dataclasses.replace(cell, reason=read[1] or cell.reason)
    return dataclasses.replace(cell, note=note, sign=cell.sign.strip("0")) if note else cell


def _cell(cell: object) -> Cell:
    """One different cell."""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, dt.date | dt.time | bool):
        return Cell(None, fault=f"»{one.shown(cell)}« – erwartet eine Zahl.")
    if cell is None or cell != cell:  # noqa: PLR0124 (NaN, which only spreadsheets and frames know)
        return Cell(None, reason=one.NO_REASON)
    return Cell(float(cell), sign="" if cell else "0")  # type: ignore[arg-type] # a number


def _text(text: str) -> Cell:
    """One cell of text: number, sign, sign with a footnote, number with a mark."""
    if text.isdecimal() and text.isascii() and text[0] != "0":
        return Cell(float(text))
    plain = one.plain(text)
    note = ""
    if found := _FOOTNOTE.fullmatch(plain):
        plain, note = found["value"].strip(), f"Fußnote {found['note'].strip()}"
    if found := _BEHIND.fullmatch(plain):
        plain, note = found["value"], "; ".join(filter(None, (MARKS[found["mark"]], note)))
    if not plain:
        return Cell(None, reason=one.NO_REASON)
    if plain in {"-", "–", "—", "−"}:
        return Cell(0.0, note=NOTHING, sign="-")
    if read := one.sign(plain):
        return Cell(*read, note=note)
    plain, percent = _MINUS.sub("-", plain), plain.endswith("%")
    try:
        value = one.percent(plain)
    except one.Unreadable as fault:
        return Cell(None, fault=f"»{one.shown(text)}« – {fault}")
    return Cell(value, note=note, sign="%" if percent else "0" if plain == "0" else "")
