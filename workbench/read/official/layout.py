"""Where things stand in a printed table: titles, header rows, keys, names, dates, figures, foot."""

import csv
import dataclasses
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.errors import DataError
from workbench.read.cells import SIGNS, Unreadable, is_empty, percent, plain, shown
from workbench.read.official.dates import moment
from workbench.read.official.keys import NATION, is_key, named
from workbench.read.official.numbers import MARKS

if TYPE_CHECKING:
    import pandas as pd

LOOK = 200  # so many rows tell how a table is laid out
KEY_WORDS = re.compile(r"(?:amtl\w*\.?\s*)?(?:(?:gemeinde|kreis|regional|gebiets)?-?\s?schlüssel\w*|(?:gemeinde|regional|kreis)?kennziffer|gkz|ags|ars|_?rs|key|schl\.?-?nr\.?)(?:\s*\(.*\))?", re.IGNORECASE)
_DATE_WORDS = re.compile(r"jahr|stichtag|zeit|datum|berichts|stand|monat", re.IGNORECASE)
_DATE_ONLY = re.compile(r"(?:berichts)?jahr|stichtag", re.IGNORECASE)
LOOSE = re.compile(r"DG|DE?|\d{1,12}")
_BESIDE = re.compile(r"(?P<key>DG|\d{2,12})[\s–-]+(?P<name>[^\d\W].*)", re.DOTALL)
_FOOT = 50  # so many lines may stand below the figures
_KEYS_LEFT = 6  # a key stands in one of the first columns

Row = Sequence[object]


@dataclasses.dataclass(frozen=True)
class Layout:
    """Columns of a table, by their position.

    Parameters
    ----------
    first
        Position of the first row of figures.
    key
        Column of the keys; None where there are none.
    beside
        Whether the name stands behind the key in one cell.
    name, date
        None where there is none.
    others
        Further columns of text.
    values
        Columns of figures.
    marks
        Column of quality marks, by the column of figures to its left.

    """

    first: int
    key: int | None
    beside: bool
    name: int | None
    date: int | None
    others: tuple[int, ...]
    values: tuple[int, ...]
    marks: dict[int, int]


def text(cell: object) -> str:
    """Cell as text with single spaces; a whole number without decimals."""
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():
        return cell
    return "" if is_empty(cell) or cell != cell else plain(shown(cell) if not isinstance(cell, str) else cell)  # noqa: PLR0124 (NaN)


def grid(file: str, content: str, separator: str, *, skip: int = 0, head: bool = True) -> "pd.DataFrame":
    """Cells of a text without titles.

    Parameters
    ----------
    file
        Name of the file, for messages.
    content, separator
        The text and what its cells are cut at.
    skip
        So many lines are left out at its beginning.
    head
        Whether the next one names the columns.

    Returns
    -------
    pandas.DataFrame
        Text. Lines below the last figure, where only the first cell says something, are left out.

    Raises
    ------
    DataError
        If the text is torn.

    """
    import pandas as pd

    try:
        frame = pd.read_csv(io.StringIO(content), sep=separator, dtype=str, keep_default_na=False, skiprows=skip, header=0 if head else None)  # noqa: TID251 (here is where files are read)
    except pd.errors.EmptyDataError:
        raise DataError(file, ["Unter der Kopfzeile stehen keine Daten."]) from None
    except pd.errors.ParserError:
        frame = None
    if frame is None or not isinstance(frame.index, pd.RangeIndex):
        raise DataError(file, ["Eine Zeile hat mehr Felder als die Kopfzeile, oder ein Anführungszeichen ist nicht geschlossen. Bitte neu herunterladen."])
    last = next(csv.reader([content.rstrip("\r\n").rpartition("\n")[2]], delimiter=separator), [])
    if 1 < len(last) < frame.shape[1] and any(last[1:]):
        raise DataError(file, ["Die letzte Zeile hat weniger Felder als die übrigen: Die Datei ist abgebrochen. Bitte neu herunterladen."])
    end = frame.tail(_FOOT).iloc[:, 1:]
    return frame.drop(index=end.index[(end == "").all(axis=1)])


def letter(column: int) -> str:
    """Name of a column as Excel shows it: A to ZZ."""
    high, low = divmod(column, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def key_and_name(cell: object) -> tuple[str, str]:
    """Parts of a cell with a key and a name behind it; only a key where there is no name."""
    found = _BESIDE.fullmatch(text(cell))
    return (found["key"], found["name"]) if found else (text(cell), "")


def is_figure(cell: object) -> bool:
    """Whether a cell holds a number or an official sign."""
    if isinstance(cell, str) and cell.isdecimal():
        return True
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell == cell  # noqa: PLR0124 (NaN)
    words = text(cell)
    if words in SIGNS or words in {"–", "…"}:
        return True
    try:
        percent(re.sub(r"^[-−–]\s+(?=\d)|\s*[eprs]$|^\(|\)$|\s+\d{1,2}\)$", "", words))
    except Unreadable:
        return bool(re.fullmatch(r"[-\d.,]*\d", words))  # no number as it stands, but meant as one: it is said
    return True


def layout(rows: Sequence[Row]) -> Layout | None:
    """How a table is laid out; None where no row has figures beside a name or key.

    Parameters
    ----------
    rows
        First rows of the table, title and header among them.

    Returns
    -------
    Layout or None
        Keys stand in the leftmost column where half as many cells look like keys as in the best one. Codes of a characteristic, which
        stand left of their labels under the same heading, are no figures. Rows of figures right above the first key are none of the header.

    """
    width = max(map(len, rows), default=0)
    key, beside = _keys(rows, width)
    data = [i for i, row in enumerate(rows) if _is_data(row, key, beside=beside)]
    if not data:
        return None
    sample = [rows[i] for i in data]
    columns = {c: [row[c] for row in sample if c < len(row) and text(row[c])] for c in range(width) if c != key}
    columns = {c: cells for c, cells in columns.items() if cells}
    head = {c: " ".join(text(row[c]) for row in rows[: data[0]] if c < len(row)) for c in columns}
    date = next((c for c, cells in columns.items() if _is_date(cells, left=key is not None and c < key, head=head[c])), None)
    marks = {c - 1: c for c, cells in columns.items() if all(text(x) in {*MARKS, "()", "/", "."} for x in cells) and any(text(x) in MARKS for x in cells)}
    free = [c for c in columns if c != date and c not in marks.values()]
    values = tuple(c for c in free if c > (-1 if key is None else key) and _is_values(columns[c]))
    words = [c for c in free if c not in values and not all(map(is_figure, columns[c]))]
    name = None if beside else next((c for c in words if key is None or c > key), next(iter(words), None))
    values = tuple(c for c in values if not (c + 1 in words and head[c] == head[c + 1] and _is_codes(sample, c)))
    first = data[0]
    while first and _is_stray(rows[first - 1], values, key if key is not None else name):
        first -= 1
    return Layout(first, key, beside, name, date, tuple(c for c in words if c != name), values, {c: m for c, m in marks.items() if c in values}) if values else None


def _is_codes(sample: Sequence[Row], column: int) -> bool:
    """Whether a column numbers the labels to its right: one number for each."""
    pairs = {(text(row[column]), text(row[column + 1])) for row in sample if column + 1 < len(row)}
    return len(pairs) == len({code for code, _ in pairs}) == len({label for _, label in pairs})


def _is_stray(row: Row, values: Sequence[int], left: int | None) -> bool:
    """Whether a row has figures, and no heading, above the first key."""
    cells = [row[c] for c in values if c < len(row) and text(row[c])]
    named_row = left is not None and any(text(c) for c in row[: left + 2] if not is_figure(c))
    return named_row and bool(cells) and all(is_figure(c) and moment(c) is None for c in cells) and not numbering(cells, first=0)


def numbering(row: Row, *, first: int = 1) -> bool:
    """Whether a row numbers the columns; one that begins with 0 names years of age."""
    cells = [text(c) for c in row if text(c)]
    if len(cells) < 2 or not all(c.isdecimal() and len(c) < 3 for c in cells):
        return False
    return first <= int(cells[0]) and [int(c) for c in cells] == list(range(int(cells[0]), int(cells[0]) + len(cells)))


def _keys(rows: Sequence[Row], width: int) -> tuple[int | None, bool]:
    """Column of the keys, and whether names stand behind them: under a word for it, else where most look like keys."""
    left = range(min(width, _KEYS_LEFT))
    for c in left:
        head = next((i for i, row in enumerate(rows) if c < len(row) and KEY_WORDS.fullmatch(text(row[c]))), None)
        if head is not None and sum(bool(LOOSE.fullmatch(text(row[c]).replace(" ", ""))) for row in rows[head:] if c < len(row)):
            return c, False
    figures = [row for row in rows if sum(bool(text(c)) for c in row) > 1 and any(map(is_figure, row))]
    behind = {c for c in left if any(_is_names(figures, n) for n in range(c)) and not any(text(row[c])[:1] in {"0", "D"} and _looks(row[c], beside=False) for row in figures if c < len(row))}
    counts = {beside: [0 if c in behind else sum(_looks(row[c], beside=beside) for row in figures if c < len(row)) for c in left] for beside in (False, True)}
    beside = max(counts[True], default=0) > max(counts[False], default=0)
    best = max(counts[beside], default=0)
    return next((c for c in left if best and 2 * counts[beside][c] >= best), None), beside


def _is_names(rows: Sequence[Row], column: int) -> bool:
    """Whether a column holds names: what looks like a key behind it is a figure, unless it begins with a zero."""
    cells = [row[column] for row in rows if column < len(row) and text(row[column])]
    return 2 * sum(not is_figure(c) and not moment(c) for c in cells) > len(rows)


def _looks(cell: object, *, beside: bool) -> bool:
    """Whether a cell looks like a key, perhaps one of a Kreis or a Gemeinde without its zero; a year does not."""
    words = text(cell)
    if beside:
        return (found := _BESIDE.fullmatch(words)) is not None and is_key(found["key"])
    words = words.replace(" ", "")
    return is_key(words) or (len(words) in {4, 7} and words.isdecimal() and is_key(f"0{words}") and moment(words) is None)


def _is_data(row: Row, key: int | None, *, beside: bool) -> bool:
    """Whether a row has figures, and a key where there are keys."""
    if key is None:
        return len(row) > 1 and bool(text(row[0])) and (not is_figure(row[0]) or moment(row[0]) is not None) and any(is_figure(c) and moment(c) is None for c in row[1:] if text(c)) and not numbering(row)
    if key >= len(row) or numbering(row) or not any(is_figure(c) for c in row[key + 1 :] if text(c)):
        return False
    found = key_and_name(row[key])[0] if beside else text(row[key]).replace(" ", "")
    return bool(LOOSE.fullmatch(found)) or NATION in {named(text(c)) for c in row[key : key + 2]}


def _is_date(cells: Sequence[object], *, left: bool, head: str) -> bool:
    """Whether a column holds dates: left of the keys, or under a word that says so; under one that says nothing else even where some cells are none."""
    dates = [moment(c) for c in {text(c) if not hasattr(c, "year") else c for c in cells}]
    return _DATE_ONLY.fullmatch(head.strip()) is not None or ((left or bool(_DATE_WORDS.search(head))) and all(dates))


def _is_values(cells: Sequence[object]) -> bool:
    """Whether a column holds figures, most of them readable."""
    return 2 * sum(map(is_figure, cells)) >= len(cells)
