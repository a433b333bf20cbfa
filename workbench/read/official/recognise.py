"""A file from a statistical office, whatever it is → its figures."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import DataError
from workbench.read import tabular
from workbench.read.cells import shown
from workbench.read.official import flat, inkar, typed
from workbench.read.official.facts import Found
from workbench.read.official.layout import LOOK, Layout, layout
from workbench.read.official.printed import Table, printed

if TYPE_CHECKING:
    import pandas as pd

EXPECTED = (
    "erwartet wird eine Tabelle von GENESIS oder der Regionaldatenbank (CSV oder ffcsv, auch als ZIP), vom Zensus 2022, von INKAR, der Landesdatenbank NRW, dem Statistikamt Nord "
    "oder der Bundesagentur für Arbeit, oder eine eigene Tabelle mit den Spalten »Schlüssel«, »Jahr« und je Kennzahl einer Spalte (CSV, XLSX, XLS, ODS)."
)
_FOOT = "\n__________"
_SEPARATORS = (";", "\t", ",")
_SPREADSHEETS = {"[Content_Types].xml", "mimetype"}  # what is in every XLSX and ODS file, and in no other archive
_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods")


def read(file: Path) -> list[Found]:
    """Read an official file.

    Parameters
    ----------
    file
        CSV, XLSX, XLS, ODS, or an archive (ZIP) that holds one of them.

    Returns
    -------
    list of Found
        One per table; a workbook may hold several.

    Raises
    ------
    DataError
        If the file cannot be read, is of no known form, names no date or no keys, or has cells that are no numbers.

    """
    data = tabular.content(file)
    try:
        return _read(file.name, file, data)
    except (ValueError, LookupError, TypeError, AttributeError) as fault:  # whatever offices will think of: a table that we cannot make sense of is the file's fault to its reader
        raise DataError(file.name, [f"Der Aufbau der Tabelle ist unerwartet ({fault}) – {EXPECTED}"]) from fault


def _read(name: str, file: Path, data: bytes) -> list[Found]:
    """Tables of a file or of what an archive holds."""
    if data.startswith(b"PK\x03\x04"):
        packed = _unpacked(name, data)
        return _sheets(name, file, data) if packed is None else _read(*packed)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _sheets(name, file, data)
    return [_text(name, tabular.decoded(file, data))]


def _unpacked(name: str, data: bytes) -> tuple[str, Path, bytes] | None:
    """The one table of an archive; None where the archive is itself a spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.namelist() if not m.endswith("/")]
            if _SPREADSHEETS & set(members):
                return None
            tables = [m for m in members if m.lower().endswith(_TABLES)]
            if len(tables) != 1:
                found = ", ".join(f"»{t}«" for t in tables or members)
                raise DataError(name, [f"Das Archiv enthält {len(tables) or 'keine'} Tabellen, erwartet wird genau eine. Gefunden: {found or 'nichts'}."])
            return tables[0], Path(tables[0]), archive.read(tables[0])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined] # the module imports it
        raise DataError(name, ["Das Archiv ist beschädigt oder mit einem Kennwort geschützt. Bitte neu herunterladen oder entpackt angeben."]) from None


def _sheets(name: str, file: Path, data: bytes) -> list[Found]:
    """Tables of a workbook; sheets without figures are covers and notes."""
    import pandas as pd

    made = []
    for sheet, rows in tabular.workbook(file, data, spread=True):
        if (frame := typed.sheet(rows)) is not None:
            made.append(typed.long(name, frame))
        elif laid := layout(rows[:LOOK]):
            body = pd.DataFrame([[shown(c) if isinstance(c, bool) else c for c in row] for row in rows[laid.first :]], dtype=object)  # True is not 1
            made.append(printed(name, Table(sheet, rows[: laid.first], body, laid.first + 1), laid))
    if not made:
        raise DataError(name, [f"Darin ist keine Tabelle zu erkennen – {EXPECTED}"])
    return made


def _text(name: str, text: str) -> Found:
    """Table of a text file, by its first line; else as it is printed."""
    first = text.lstrip("\n\r ").partition("\n")[0].strip()
    for separator in _SEPARATORS:
        head = [c.strip().strip('"') for c in first.split(separator)]
        for knows, reader in _FORMS:
            if knows(head):
                return reader(name, text, separator)
    made = max((t for s in _SEPARATORS if (t := _cut(name, text, s))), key=lambda t: len(t[1].values), default=None)
    if made is None:
        raise DataError(name, [f"Darin ist keine Tabelle zu erkennen – {EXPECTED}"])
    return printed(name, *made)


_FORMS: tuple[tuple[Callable[[Sequence[str]], bool], Callable[[str, str, str], Found]], ...] = (
    (flat.is_new, flat.new), (flat.is_old, flat.old), (inkar.is_long, inkar.long), (inkar.is_wide, inkar.wide), (inkar.is_export, inkar.export), (typed.is_long, typed.text_table),
)  # fmt: skip


def _cut(name: str, text: str, separator: str) -> tuple[Table, Layout] | None:
    """Parts of a printed table, cut at a separator; None where that makes none."""
    figures, line, foot = text.partition(_FOOT)
    lines = csv.reader(io.StringIO(figures, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    ends = []
    for row in lines:
        rows.append(row)
        ends.append(lines.line_num)
        if len(rows) == LOOK:
            break
    laid = layout(rows)
    if laid is None:
        return None
    skip = ends[laid.first - 1] if laid.first else 0
    return Table(Path(name).stem, rows[: laid.first], _body(name, figures, separator, skip, max(map(len, rows))), skip + 1, foot.lstrip("_\r\n ") if line else ""), laid


def _body(name: str, text: str, separator: str, skip: int, width: int) -> "pd.DataFrame":
    """Rows below the header as text."""
    import pandas as pd

    try:
        return pd.read_csv(io.StringIO(text), sep=separator, header=None, names=range(width), skiprows=skip, dtype=str, keep_default_na=False, skip_blank_lines=False)  # noqa: TID251 (here is where files are read)
    except pd.errors.ParserError:
        raise DataError(name, ["Eine Zeile hat mehr Felder als die übrigen, oder ein Anführungszeichen ist nicht geschlossen. Bitte neu herunterladen."]) from None
