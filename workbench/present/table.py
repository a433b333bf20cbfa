"""Tables of released values, and the grid of printed cells that tables and figures share."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.disclosure.cells import HIDDEN, MISSING, UNSHOWN, Released
from workbench.errors import ReleaseError, without_column
from workbench.present.description import EMPTY, Description
from workbench.present.number import number, rounded, short_date
from workbench.present.words import in_head
from workbench.schemas.terms import TOTAL

REASON = "Grund"  # column that says why a value is missing; printed as a note
HIDDEN_NOTE = f"{HIDDEN} = nicht ausgewiesen (zu kleine Anzahl oder Schutz anderer Werte)."

Digits = int | Mapping[str, int] | None
Cell = dict[str, Any]


@dataclasses.dataclass(frozen=True, eq=False)
class Sheet:
    """A frame on its way to print: columns in order, where values are hidden, which columns are keys."""

    frame: pd.DataFrame
    hidden: pd.DataFrame
    keys: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def table(
    released: Released,
    *,
    title: str,
    columns: Sequence[str] | None = None,
    digits: Digits = None,
    note: str = "",
    widen: tuple[str, str] | None = None,
) -> Description:
    """Table of a released frame.

    Parameters
    ----------
    released
        What passed the door.
    title
        Caption: the subject of the table.
    columns
        Columns to show, in that order; by default all.
    digits
        Decimals for all columns or for each; by default none for whole numbers, two for values below one, else one.
    note
        Text below the table, whose rows of totals stand last.
    widen
        Key column and value column: spread the values over one column per key.

    Returns
    -------
    Description
        Of kind table: ``title``, ``columns`` (label, align, header), ``rows`` of cells (text, value as printed, state:
        empty, hidden, missing or header), ``totals`` (numbers of rows), ``source``, ``note``. An empty frame gives an
        empty group, which prints nothing.

    Raises
    ------
    ReleaseError
        If the data were not released, or a column is missing.
    """
    sheet = sheet_of(checked(released, "table"), widen=widen, columns=columns)
    if sheet.frame.empty:
        return EMPTY
    sheet = _totals_last(sheet)
    if widen:
        digits = decimals(released.frame[widen[1]], digits, widen[1])  # the same in all the columns it is spread over
    body = {"title": title, **grid(sheet, digits), "totals": [i for i, t in enumerate(_is_total(sheet)) if t]}
    return Description("table", {**body, "source": released.source, "note": notes(body["rows"], sheet.reasons, note)})


def checked(data: object, call: str) -> Released:
    """Refuse what did not pass the door, and say which line to write."""
    if not isinstance(data, Released):
        raise ReleaseError(
            f"{call} nimmt nur freigegebene Daten, nicht {type(data).__name__}. "
            "Schreiben Sie vorher: tabelle = bericht.release(…, table=…, count=…)."
        )
    return data


def sheet_of(released: Released, *, widen: tuple[str, str] | None = None, columns: Sequence[str] | None = None) -> Sheet:
    """Columns of a released frame that are to be printed; reasons of missing values go into the notes."""
    frame, reasons = released.frame, tuple[str, ...]()
    known(released.title, frame, widen or ())
    if REASON in frame:
        reasons = tuple(sorted({str(r) for r in frame[REASON].dropna() if r and r != UNSHOWN}))  # what is hidden has its own sign
        frame = frame.drop(columns=REASON)
    keys = tuple(k for k in released.keys if k != REASON)
    hidden = released.hidden.reindex(columns=frame.columns, fill_value=False).astype(bool)
    sheet = Sheet(frame, hidden, keys, reasons)
    if widen is not None:
        sheet = widened(sheet, *widen, table=released.title)
    if columns is None:
        return sheet
    known(released.title, sheet.frame, columns)
    chosen = list(columns)
    return dataclasses.replace(sheet, frame=sheet.frame[chosen], hidden=sheet.hidden[chosen], keys=tuple(k for k in sheet.keys if k in chosen))


def known(title: str, frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a column that the frame lacks."""
    for column in columns:
        if column not in frame.columns:
            raise ReleaseError(without_column(f"»{title}«", column, frame.columns))


def keep(sheet: Sheet, where: "pd.Series[bool]") -> Sheet:
    """Rows for which the condition holds."""
    return dataclasses.replace(sheet, frame=sheet.frame[where], hidden=sheet.hidden[where])


def reorder(sheet: Sheet, index: pd.Index) -> Sheet:
    """Rows in the order of the given index."""
    return dataclasses.replace(sheet, frame=sheet.frame.loc[index], hidden=sheet.hidden.loc[index])


def grid(sheet: Sheet, digits: Digits = None) -> dict[str, Any]:
    """Heads and printed cells of a sheet.

    Returns
    -------
    dict
        ``columns`` and ``rows`` as `table` describes them. Values are those that are printed, never more exact: many
        decimals of a rate would tell its numerator and denominator.
    """
    frame, names = sheet.frame, [str(c) for c in sheet.frame]
    heads = [{"label": in_head(c), "align": "right" if _numeric(sheet, c) else "left", "header": c in sheet.keys} for c in names]
    cells = [_column(sheet, c, decimals(frame[c], digits, c)) for c in names]
    return {"columns": heads, "rows": [list(row) for row in zip(*cells, strict=True)]}


def notes(rows: Sequence[Sequence[Cell]], reasons: Sequence[str] = (), note: str = "") -> str:
    """Note of the author, then what the signs in the cells mean."""
    states = {c["state"] for row in rows for c in row}
    why = f" ({'; '.join(reasons)})" if reasons else ""
    said = [note, HIDDEN_NOTE if "hidden" in states else "", f"{MISSING} = keine Angabe{why}." if "missing" in states else ""]
    return " ".join(s for s in said if s)


def decimals(values: "pd.Series[Any]", digits: Digits, column: str) -> int:
    """Decimals of a column: as asked for, else none for whole numbers, two where all are below one, one for others."""
    if isinstance(digits, int):
        return digits
    if digits is not None and column in digits:
        return digits[column]
    numbers = pd.to_numeric(values, errors="coerce").dropna()
    if bool((numbers % 1 == 0).all()):
        return 0
    return 2 if float(numbers.abs().max()) < 1 else 1


def text(value: object) -> str:
    """Key as it is printed."""
    if pd.isna(value):  # type: ignore[call-overload]  # any scalar will do
        return MISSING
    if isinstance(value, dt.date):  # pandas' timestamps are dates too
        return short_date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a year beside a missing one
    return str(value)


def cell(value: Any, digits: int, *, hidden: bool = False) -> Cell:  # noqa: ANN401 (a scalar of any column)
    """One printed value."""
    if hidden:
        return {"text": HIDDEN, "value": None, "state": "hidden"}
    if pd.isna(value):
        return {"text": MISSING, "value": None, "state": "missing"}
    if isinstance(value, str | dt.date | bool):
        return {"text": text(value), "value": None, "state": ""}
    shown = rounded(value, digits)
    return {"text": number(value, digits), "value": int(shown) if digits == 0 else float(shown), "state": ""}


def _column(sheet: Sheet, column: str, digits: int) -> list[Cell]:
    """Printed cells of a column."""
    values = sheet.frame[column]
    if column in sheet.keys:
        return [{"text": text(v), "value": None, "state": "header"} for v in values]
    return [cell(v, digits, hidden=bool(h)) for v, h in zip(values, sheet.hidden[column], strict=True)]


def _numeric(sheet: Sheet, column: str) -> bool:
    """Whether a column holds values to be aligned at the right."""
    return column not in sheet.keys and pd.api.types.is_numeric_dtype(sheet.frame[column])


def _is_total(sheet: Sheet) -> "pd.Series[bool]":
    """Rows of which some key is »Insgesamt«."""
    return (sheet.frame[list(sheet.keys)].astype("object") == TOTAL).any(axis=1)


def _totals_last(sheet: Sheet) -> Sheet:
    """Rows whose first key is »Insgesamt« behind the others; subtotals stay where they are."""
    if not sheet.keys:
        return sheet
    first = sheet.frame[sheet.keys[0]].astype("object") == TOTAL
    return reorder(sheet, first.sort_values(kind="stable").index)


def widened(sheet: Sheet, key: str, value: str, *, table: str) -> Sheet:
    """One column per value of a key, totals last; the order of rows and columns is that of first appearance."""
    rest = [k for k in sheet.keys if k != key]
    if key not in sheet.keys or not rest:
        raise ReleaseError(f"»{table}«: widen=(»{key}«, »{value}«) braucht zwei Schlüsselspalten. Schlüssel sind: {', '.join(f'»{k}«' for k in sheet.keys)}.")
    labels = sorted(sheet.frame[key].unique(), key=lambda v: v == TOTAL)
    rows = sheet.frame[rest].drop_duplicates()
    spread = [_spread(part[value], sheet.frame[[*rest, key]], rows, labels) for part in (sheet.frame, sheet.hidden.astype(object))]
    frame, hidden = (pd.concat([rows.reset_index(drop=True), part], axis=1) for part in spread)
    return Sheet(frame, hidden == True, tuple(rest), sheet.reasons)  # noqa: E712 (absent cells are NA, not False)


def _spread(values: "pd.Series[Any]", keys: pd.DataFrame, rows: pd.DataFrame, labels: list[Any]) -> pd.DataFrame:
    """Values in the given order of rows, one column per label."""
    wide = values.set_axis(pd.MultiIndex.from_frame(keys)).unstack(-1)  # noqa: PD010 (pivot_table would aggregate)
    index = pd.MultiIndex.from_frame(rows) if rows.shape[1] > 1 else pd.Index(rows.iloc[:, 0])
    return wide.reindex(index=index, columns=labels).set_axis([text(c) for c in labels], axis=1).reset_index(drop=True)
