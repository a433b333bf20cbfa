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
_MARKED = re.compile(r"(?P<value>.*\d)\s*(?P<mark>[eprs])")
_FOOTNOTE = re.compile(r"(?P<value>\(?[\d.,\s-]*\d\)?|[-–./x*]|\.\.\.)\s+(?P<note>(?:\d{1,2}\)[\s,]*)+)")
_MINUS = re.compile(r"^[-−–]\s*(?=\d)")  # Statistikamt Nord writes »-  23«


@dataclasses.dataclass(frozen=True)
class Numbers:
    """Numbers of a table.

    Parameters
    ----------
    values
        Numbers; NaN where there is none.
    reasons, notes
        Why a value is missing or limited; what a mark says. Codes into `words`.
    words
        Different reasons and notes.
    nil, zero, percent
        Where the sign »-« stands, a plain 0, and a number with its percent sign.
    faults
        Position of each cell that is no number, and why.

    """

    values: "npt.NDArray[np.float64]"
    reasons: "npt.NDArray[np.intp]"
    notes: "npt.NDArray[np.intp]"
    words: list[str]
    nil: "npt.NDArray[np.bool_]"
    zero: "npt.NDArray[np.bool_]"
    percent: "npt.NDArray[np.bool_]"
    faults: dict[int, str]


@dataclasses.dataclass(frozen=True)
class _Cell:
    """One cell as it was read."""

    value: float | None
    reason: str = ""
    note: str = ""
    fault: str = ""
    sign: str = ""


def numbers(cells: "npt.NDArray[Any]") -> Numbers:
    """Read numbers and official signs.

    Parameters
    ----------
    cells
        Text as it stands in the file, or typed cells of a spreadsheet.

    Returns
    -------
    Numbers
        One value per cell. A dot is a thousands separator and nothing else; what is no number is a fault, never a guess.

    """
    import numpy as np
    import pandas as pd

    codes, different = pd.factorize(cells, use_na_sentinel=False)
    found = [_cell(c) for c in different]
    words = list(dict.fromkeys(["", *(f.reason for f in found), *(f.note for f in found)]))
    index = {w: i for i, w in enumerate(words)}

    def spread(each: "list[Any]", dtype: Any) -> Any:  # noqa: ANN401 (an array of that type)
        return np.array(each, dtype=dtype)[codes] if each else np.array([], dtype=dtype)

    wrong = spread([bool(f.fault) for f in found], bool)
    return Numbers(
        spread([np.nan if f.value is None else f.value for f in found], float),
        spread([index[f.reason] for f in found], np.intp), spread([index[f.note] for f in found], np.intp), words,
        spread([f.sign == "-" for f in found], bool), spread([f.sign == "0" for f in found], bool), spread([f.sign == "%" for f in found], bool),
        {int(i): found[codes[i]].fault for i in np.flatnonzero(wrong)},
    )  # fmt: skip


def _cell(cell: object) -> _Cell:
    """One different cell."""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, dt.date | dt.time | bool):
        return _Cell(None, fault=f"»{one.shown(cell)}« – erwartet eine Zahl.")
    if cell is None or cell != cell:  # noqa: PLR0124 (NaN, which only spreadsheets and frames know)
        return _Cell(None, reason=one.NO_REASON)
    return _Cell(float(cell), sign="" if cell else "0")  # type: ignore[arg-type] # a number


def _text(text: str) -> _Cell:
    """One cell of text: number, sign, sign with a footnote, number with a mark."""
    if text.isdecimal() and text.isascii() and text[0] != "0":
        return _Cell(float(text))
    plain = one.plain(text)
    note = ""
    if found := _FOOTNOTE.fullmatch(plain):
        plain, note = found["value"].strip(), f"Fußnote {found['note'].strip()}"
    if found := _MARKED.fullmatch(plain):
        plain, note = found["value"], "; ".join(filter(None, (MARKS[found["mark"]], note)))
    if not plain:
        return _Cell(None, reason=one.NO_REASON)
    if plain in {"-", "–", "—", "−"}:
        return _Cell(0.0, note=NOTHING, sign="-")
    if read := one.sign(plain):
        return _Cell(*read, note=note)
    plain, percent = _MINUS.sub("-", plain), plain.endswith("%")
    try:
        value = one.percent(plain)
    except one.Unreadable as fault:
        return _Cell(None, fault=f"»{one.shown(text)}« – {fault}")
    return _Cell(value, note=note, sign="%" if percent else "0" if plain == "0" else "")


def reason_of(mark: str) -> str:
    """Reason that a quality mark beside a value stands for; "" where it stands for none.

    Examples
    --------
    >>> reason_of("()"), reason_of("e")
    ('Aussagewert eingeschränkt', '')

    """
    read = one.sign(mark) if mark and mark != "-" else None
    return read[1] if read else ""
