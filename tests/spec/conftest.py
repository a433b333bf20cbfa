"""`spec`: a text table in, a text table out. The Rechenbuch is made from the calls (test_rechenbuch.py)."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

INTEGER = re.compile(r"[-−]?(0|[1-9]\d*|[1-9]\d{0,2}(\.\d{3})+)")
NUMBER = re.compile(INTEGER.pattern + r"(,\d+)?")
DAY = re.compile(r"\d{2}\.\d{2}\.\d{4}")
MISSING = ("", "—", "–")


@pytest.fixture
def spec() -> Callable[..., None]:
    """Check that a function makes the expected table of the given one or several.

    Call it as ``spec(table, function, expected)`` or ``spec((table, table), function, expected)``. Columns are separated
    by |, numbers are German, dates TT.MM.JJJJ, an empty cell or a dash is a missing value, a key like 01 stays text.
    Of the result those columns are compared that the expected table names, numbers to as many decimals as it prints;
    a number or a tuple is a table of one row.
    """

    def check(tables: str | Sequence[str], function: Callable[..., object], expected: str) -> None:
        inputs = [frame(t) for t in ([tables] if isinstance(tables, str) else tables)]
        head, *rows = grid(expected)
        result = one_row(function(*inputs), head)
        unknown = [c for c in head if c not in result.columns]
        assert not unknown, f"Das Ergebnis hat keine Spalte {unknown}, sondern {list(result.columns)}."
        cells = result[head].astype(object).to_numpy().tolist()
        shown = [[text(c, like) for c, like in zip(r, pattern, strict=True)] for r, pattern in zip(cells, padded(rows, cells), strict=True)]
        assert lines(shown) == lines([[text_like(c) for c in r] for r in rows])

    return check


def lines(cells: list[list[str]]) -> str:
    """Rows as lines, so that a failure shows the two tables line by line."""
    return "\n".join(" | ".join(row) for row in cells)


def grid(table: str) -> list[list[str]]:
    """Cells of a text table, its head first."""
    return [[c.strip() for c in line.split("|")] for line in table.strip().splitlines()]


def frame(table: str) -> pd.DataFrame:
    """Text table as a frame with the types that its cells show."""
    head, *rows = grid(table)
    return pd.DataFrame({name: column([r[i] for r in rows]) for i, name in enumerate(head)})


def column(cells: Sequence[str]) -> pd.Series:
    """Whole numbers, numbers with decimals, dates, or text."""
    present = [c for c in cells if c not in MISSING]
    values = [None if c in MISSING else c for c in cells]
    if present and all(INTEGER.fullmatch(c) for c in present):
        return pd.Series([pd.NA if v is None else int(plain(v)) for v in values], dtype="int64" if len(present) == len(cells) else "Int64")
    if present and all(NUMBER.fullmatch(c) for c in present):
        return pd.Series([None if v is None else float(plain(v)) for v in values], dtype="float64")
    if present and all(DAY.fullmatch(c) for c in present):
        return pd.to_datetime(pd.Series(values), format="%d.%m.%Y")
    return pd.Series(values, dtype="str")


def plain(cell: str) -> str:
    """German number as Python reads it."""
    return cell.replace(".", "").replace(",", ".").replace("−", "-")


def one_row(result: object, head: Sequence[str]) -> pd.DataFrame:
    """Frame of a result that may be a single number or a tuple."""
    if isinstance(result, pd.DataFrame):
        return result
    return pd.DataFrame([result if isinstance(result, tuple) else (result,)], columns=list(head))


def padded(rows: list[list[str]], cells: list[list[object]]) -> list[list[str]]:
    """Expected cells as patterns; rows that nobody expected are shown plainly."""
    extra = len(cells) - len(rows)
    return rows[: len(cells)] + [[""] * len(cells[0])] * extra if cells else []


def text(value: object, like: str) -> str:
    """Result cell as text, with as many decimals as the expected cell."""
    if pd.isna(value):
        return "—"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, str) or not NUMBER.fullmatch(like):
        return str(value)
    digits = len(like.partition(",")[2])
    return str(abs(r) if (r := Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) == 0 else r).replace(".", ",")


def text_like(cell: str) -> str:
    """Expected cell in the form of `text`."""
    if cell in MISSING:
        return "—"
    return cell.replace(".", "").replace("−", "-") if NUMBER.fullmatch(cell) else cell
