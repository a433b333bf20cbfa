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
        First rows of the table, title and header among them, all of one length.

    Returns
    -------
    Layout or None
        Keys stand in the leftmost column where half as many cells look like keys as in the best one. Codes of a characteristic, which
        stand left of their labels under the same heading, are no figures. Rows of figures right above the first key are none of the header.
    """
    key, beside = _keys(rows)
    data = [i for i, row in enumerate(rows) if _is_data(row, key, beside=beside)]
    if not data:
        return None
    left = -1 if key is None else key
    sample = [rows[i] for i in data]
    columns = _filled(sample, key)
    head = {c: " ".join(text(row[c]) for row in rows[: data[0]]) for c in columns}
    date = next((c for c, cells in columns.items() if _is_date(cells, left=c < left, head=head[c])), None)
    marks = {c - 1: c for c, cells in columns.items() if _is_marks(set(map(text, cells)))}
    figures, words = _kinds({c: cells for c, cells in columns.items() if c != date and c not in marks.values()}, left)
    name = None if beside else next((c for c in words if c > left), min(words, default=None))
    values = tuple(c for c in figures if not (c + 1 in words and head[c] == head[c + 1] and _is_codes(sample, c)))
    first = _first(rows[: data[0]], values, key if key is not None else name)
    return Layout(first, key, beside, name, date, tuple(c for c in words if c != name), values, {c: m for c, m in marks.items() if c in values}) if values else None


def _filled(sample: Sequence[Row], key: int | None) -> dict[int, list[object]]:
    """Cells of every column but that of the keys in which something stands."""
    columns = {c: [row[c] for row in sample if text(row[c])] for c in range(len(sample[0])) if c != key}
    return {c: cells for c, cells in columns.items() if cells}


def _first(above: Sequence[Row], values: Sequence[int], named: int | None) -> int:
    """Position of the first row of figures: those right above the first key are among them."""
    first = len(above)
    while first and _is_stray(above[first - 1], values, named):
        first -= 1
    return first


def _kinds(columns: dict[int, list[object]], left: int) -> tuple[list[int], list[int]]:
    """Columns of figures right of the keys, and those of words; others hold numbers that say nothing."""
    readable = {c: [is_figure(cell) for cell in cells] for c, cells in columns.items()}
    figures = [c for c, are in readable.items() if c > left and 2 * sum(are) >= len(are)]
    return figures, [c for c, are in readable.items() if c not in figures and not all(are)]


def _is_marks(words: set[str]) -> bool:
    """Whether a column holds quality marks, and signs at most beside them."""
    return words <= {*MARKS, "()", "/", "."} and bool(words & set(MARKS))


def _is_codes(sample: Sequence[Row], column: int) -> bool:
    """Whether a column numbers the labels to its right: one number for each."""
    pairs = {(text(row[column]), text(row[column + 1])) for row in sample}
    return len(pairs) == len({code for code, _ in pairs}) == len({label for _, label in pairs})


def _is_stray(row: Row, values: Sequence[int], left: int | None) -> bool:
    """Whether a row has figures, and no heading, above the first key."""
    cells = [row[c] for c in values if text(row[c])]
    named_row = left is not None and any(text(c) for c in row[: left + 2] if not is_figure(c))
    return named_row and bool(cells) and all(is_figure(c) and moment(c) is None for c in cells) and not numbering(cells, first=0)


def numbering(row: Row, *, first: int = 1) -> bool:
    """Whether a row numbers the columns; one that begins with 0 names years of age."""
    cells = [text(c) for c in row if text(c)]
    if len(cells) < 2 or not all(c.isdecimal() and len(c) < 3 for c in cells):
        return False
    return first <= int(cells[0]) and [int(c) for c in cells] == list(range(int(cells[0]), int(cells[0]) + len(cells)))


def _keys(rows: Sequence[Row]) -> tuple[int | None, bool]:
    """Column of the keys, and whether names stand behind them: under a word for it, else where most look like keys. Behind names such cells are figures, unless one begins with a zero."""
    for c, column in enumerate(list(zip(*rows, strict=True))[:_KEYS_LEFT]):
        head = next((i for i, cell in enumerate(column) if KEY_WORDS.fullmatch(text(cell))), len(column))
        if any(LOOSE.fullmatch(text(cell).replace(" ", "")) for cell in column[head:]):
            return c, False
    columns = list(zip(*(row for row in rows if sum(map(bool, map(text, row))) > 1 and any(map(is_figure, row))), strict=True))[:_KEYS_LEFT]
    behind = [any(map(_is_names, columns[:c])) and not any(text(cell)[:1] in {"0", "D"} and _looks(cell, beside=False) for cell in column) for c, column in enumerate(columns)]
    found = {beside: [0 if is_behind else sum(_looks(cell, beside=beside) for cell in column) for column, is_behind in zip(columns, behind, strict=True)] for beside in (False, True)}
    beside = max(found[True], default=0) > max(found[False], default=0)
    best = max(found[beside], default=0)
    return next((c for c, n in enumerate(found[beside]) if best and 2 * n >= best), None), beside


def _is_names(column: Sequence[object]) -> bool:
    """Whether most cells of a column are names."""
    return 2 * sum(bool(text(c)) and not is_figure(c) and not moment(c) for c in column) > len(column)


def _looks(cell: object, *, beside: bool) -> bool:
    """Whether a cell looks like a key, perhaps one of a Kreis or a Gemeinde without its zero; a year does not."""
    words = text(cell)
    if beside:
        return (found := _BESIDE.fullmatch(words)) is not None and is_key(found["key"])
    words = words.replace(" ", "")
    return is_key(words) or (len(words) in {4, 7} and words.isdecimal() and is_key(f"0{words}") and moment(words) is None)


def _is_data(row: Row, key: int | None, *, beside: bool) -> bool:
    """Whether a row has figures, and a key where there are keys."""
    behind = [c for c in row[1 if key is None else key + 1 :] if text(c) and is_figure(c)]
    if not behind or numbering(row):
        return False
    if key is None:
        return bool(text(row[0])) and (not is_figure(row[0]) or moment(row[0]) is not None) and any(moment(c) is None for c in behind)
    found = key_and_name(row[key])[0] if beside else text(row[key]).replace(" ", "")
    return bool(LOOSE.fullmatch(found)) or NATION in {named(text(c)) for c in row[key : key + 2]}


def _is_date(cells: Sequence[object], *, left: bool, head: str) -> bool:
    """Whether a column holds dates: left of the keys, or under a word that says so; under one that says nothing else even where some cells are none."""
    dates = [moment(c) for c in {text(c) if not hasattr(c, "year") else c for c in cells}]
    return _DATE_ONLY.fullmatch(head.strip()) is not None or ((left or bool(_DATE_WORDS.search(head))) and all(dates))
