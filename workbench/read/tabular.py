"""CSV, XLSX, XLS and ODS → cells below their header, with the row numbers that Excel shows."""

import csv
import dataclasses
import functools
import io
import os
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.errors import DataError, cause
from workbench.read.cells import is_empty, shown
from workbench.read.choices import folded
from workbench.read.failed import failed
from workbench.read.once import FRESH

SUFFIXES = (".csv", ".xlsx", ".xls", ".ods")
LOCK = "~$"  # Excel's lock file beside an open workbook
_DEPTH = 30  # a header stands within the first rows
_SEPARATORS = (";", "\t", ",")

_UNREAD = {
    FileNotFoundError: "Die Datei fehlt.", IsADirectoryError: "Das ist ein Ordner, erwartet wird eine Datei.", PermissionError: "Die Datei ist gesperrt. Ist sie noch in Excel geöffnet, oder fehlt das Leserecht?",
}  # fmt: skip

Row = list[object]


@dataclasses.dataclass(frozen=True)
class Sheet:
    """Cells of one table.

    Parameters
    ----------
    head
        Row of the header as Excel shows it.
    columns
        Header as it stands in the file, without empty cells at its end.
    rows
        Cells below it, rows of empty cells left out.
    numbers
        Row number of each, as Excel shows it.
    word
        What a message calls a row.
    above
        Text of the cells over the header.
    """

    head: int
    columns: tuple[str, ...]
    rows: list[Row]
    numbers: list[int]
    word: str = "Zeile"
    above: tuple[str, ...] = ()


def read(file: Path, expected: Sequence[str]) -> Sheet:
    """Read a table, whatever program wrote it.

    Parameters
    ----------
    file
        CSV (UTF-8, UTF-16 with BOM or Windows-1252; semicolon, tab or comma), XLSX, XLS or ODS.
    expected
        Names of the columns: the header is the row among the first 30 that matches them best, below any title rows.

    Returns
    -------
    Sheet
        Text cells, or typed cells of a spreadsheet.

    Raises
    ------
    DataError
        If the file cannot be read, is empty, or has several sheets that fit.
    """
    data = content(file)
    grids = _text(file, data, expected) if file.suffix.lower() == ".csv" else workbook(file, data)
    found = [(name, _cut(rows, expected)) for name, rows in grids]
    best = max((_score(sheet.columns, expected) for _, sheet in found), default=0)
    fitting = [(name, s) for name, s in found if _score(s.columns, expected) == best]
    filled = [(name, s) for name, s in fitting if s.rows]
    if best and len(filled) > 1:
        names = ", ".join(f"»{name}«" for name, _ in filled)
        raise DataError(file.name, [f"Mehrere Blätter passen: {names}. Bitte alle Zeilen auf einem Blatt untereinander stellen, oder nur eines in der Datei lassen."])
    return (filled or fitting)[0][1]


def listing(folder: Path) -> list[Path]:
    """Files and folders in a folder, without hidden ones and Excel's lock files; empty where there is no folder.

    Parameters
    ----------
    folder
        Folder of a place or project.

    Returns
    -------
    list of Path
        Sorted by name.

    Raises
    ------
    DataError
        If the folder cannot be looked into.
    """
    return sorted(folder / name for name in _names(folder))


def named(folder: Path, *names: str) -> list[Path]:
    """Files and folders of a folder by their names without their endings, in whatever case.

    Parameters
    ----------
    folder
        Folder of a place or project.
    *names
        In small letters.

    Returns
    -------
    list of Path
        As `listing`, which says what is left out.
    """
    try:
        changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 (asked half a million times)
    except OSError:
        changed = 0
    settled = time.time() - changed / 1e9 > FRESH  # else a change may not show in the time
    index = _index(str(folder), changed, time.monotonic() // FRESH) if settled else _index.__wrapped__(str(folder), 0, 0)
    return [folder / n for name in names for n in index.get(name, ())]


@functools.lru_cache(maxsize=64)
def _index(folder: str, changed: int, period: float) -> dict[str, list[str]]:
    """Names in a folder by their stems: the folder of a national project has thousands, and is asked for each table of each place."""
    del changed, period
    found: dict[str, list[str]] = {}
    for name in sorted(_names(Path(folder))):
        stem = name.rpartition(".")[0] or name
        found.setdefault(stem.casefold(), []).append(name)
    return found


def _names(folder: Path) -> list[str]:
    """Names in a folder."""
    try:
        return [name for name in os.listdir(folder) if not name.startswith((".", LOCK))]  # noqa: PTH208 (thousands of names)
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise DataError(folder.name, [f"Der Ordner lässt sich nicht lesen ({cause(fault)}). Ist das Laufwerk erreichbar?"]) from None


def content(file: Path) -> bytes:
    """Bytes of a file, or why there are none: missing, a folder, locked, unreachable, empty."""
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise DataError(file.name, [_UNREAD.get(type(fault), f"Die Datei lässt sich nicht lesen ({cause(fault)}). Ist das Laufwerk erreichbar?")]) from None
    if not data.strip():
        raise DataError(file.name, ["Die Datei ist leer."])
    return data


def workbook(file: Path, data: bytes, *, spread: bool = False) -> list[tuple[str, list[Row]]]:
    """Sheets of a spreadsheet; on demand with the text of merged cells in each of them."""
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(n) for n in book.sheet_names]
        grids: list[tuple[str, list[Row]]] = [(s.name, list(map(list, s.to_python(skip_empty_area=False)))) for s in sheets]
        for name, row, column, said in failed(data):
            _put(dict(grids).get(name, []), row, column, said)
        for sheet, (_, rows) in zip(sheets, grids, strict=True) if spread else ():
            _spread(rows, sheet.merged_cell_ranges or ())
    except PasswordError:
        raise DataError(file.name, ["Die Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern."]) from None
    except BaseException as fault:
        if not isinstance(fault, CalamineError) and type(fault).__name__ != "PanicException":  # what Rust throws at a torn XLS is no Exception
            raise
        raise DataError(file.name, [f"Die Datei ist beschädigt oder keine {file.suffix[1:].upper()}-Datei. Bitte in Excel öffnen und neu speichern."]) from None
    if not any(not is_empty(c) for _, rows in grids for row in rows for c in row):
        raise DataError(file.name, ["Die Datei ist leer."])
    return grids


def _put(rows: list[Row], row: int, column: int, said: str) -> None:
    """Write into a cell, which may lie beyond those that hold something."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
    rows[row][column] = said


def _spread(rows: list[Row], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write the text of merged cells into each of them."""
    for (top, left), (bottom, right) in merged:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _text(file: Path, data: bytes, expected: Sequence[str]) -> list[tuple[str, list[Row]]]:
    """Text file as its only sheet, cut at the separator that makes the best header of its first lines."""
    text = decoded(file, data)
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    first = text.splitlines()[:_DEPTH]
    separator = max(_SEPARATORS, key=lambda s: _fit([list(row) for row in csv.reader(first, delimiter=s)], expected))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [(file.name, [list(row) for row in lines])]
    except csv.Error:
        raise DataError(file.name, [f"Bis Zeile {lines.line_num}: Ein Anführungszeichen ist nicht geschlossen oder steht mitten im Feld."]) from None


def _fit(rows: list[Row], expected: Sequence[str]) -> tuple[int, int]:
    """How well lines are cut: names found in the best of them, then width."""
    return max((_score(row, expected) for row in rows), default=0), max((len(row) for row in rows), default=0)


def decoded(file: Path, data: bytes) -> str:
    """Text of a CSV file: UTF-8, UTF-16 with a byte order mark, or Windows-1252."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise DataError(file.name, ["Das ist eine Excel- oder ODS-Datei. Bitte die Endung berichtigen (.xlsx, .xls oder .ods)."])
    codes = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for code in codes:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not (broken := re.search("Ã[\u0080-\u00bf„Ÿœ–¼¤¶]|\ufffd", text)):
            return text
        if "\0" not in text and broken:
            raise DataError(file.name, [f"Umlaute sind zerstört (»{broken[0]}«). Bitte aus der Quelle neu als »CSV UTF-8« speichern."])
    raise DataError(file.name, ["Der Zeichensatz ist unbekannt. Bitte in Excel als »CSV UTF-8« speichern."])


def _score(columns: Sequence[object], expected: Sequence[str]) -> int:
    """How many of the expected columns a row names."""
    return len({folded(shown(c)) for c in columns} & {folded(e) for e in expected})


def _cut(rows: list[Row], expected: Sequence[str]) -> Sheet:
    """Rows below the header, which is the row that names most columns (else the first that is not empty)."""
    filled = [i for i, row in enumerate(rows) if not all(is_empty(c) for c in row)]
    if not filled:
        return Sheet(1, (), [], [])
    head = max((i for i in filled if i < _DEPTH), key=lambda i: _score(rows[i], expected), default=filled[0])
    columns = [" ".join(shown(c).split()) for c in rows[head]]
    while columns and not columns[-1]:
        columns.pop()
    below = [i for i in filled if i > head]
    above = tuple(shown(c) for row in rows[:head] for c in row if not is_empty(c))
    return Sheet(head + 1, tuple(columns), [rows[i] for i in below], [i + 1 for i in below], above=above)
