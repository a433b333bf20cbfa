"""A file from a statistical office, whatever it is → its figures."""

import csv
import dataclasses
import functools
import io
import itertools
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import DataError
from workbench.read import tabular
from workbench.read.cells import is_empty, shown, whole
from workbench.read.official import bulk, flat, inkar, single, typed
from workbench.read.official.facts import Found
from workbench.read.official.layout import LOOK, Layout, Row, layout, text
from workbench.read.official.printed import printed
from workbench.read.official.publishers import REGIONAL

if TYPE_CHECKING:
    import pandas as pd

EXPECTED = (
    "erwartet wird eine Tabelle von GENESIS oder der Regionaldatenbank (CSV oder ffcsv, auch als ZIP), vom Zensus 2022, von INKAR, der Landesdatenbank NRW, dem Statistikamt Nord "
    "oder der Bundesagentur für Arbeit, oder eine eigene Tabelle mit den Spalten »Schlüssel«, »Jahr« und je Kennzahl einer Spalte (CSV, XLSX, XLS, ODS)."
)
_FOOT = re.compile(r"\n\"?_{5,}")
_SEPARATORS = (";", "\t", ",")
_SPREADSHEETS = {"[Content_Types].xml", "mimetype"}  # what is in every XLSX and ODS file, and in no other archive
_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_FACT = ["Kennzahl", "Schlüssel", "Jahr", "Stichtag"]
_MACHINE = "CSV-"  # Zensus 2022: each sheet stands there a second time, with codes for headings


def read(file: Path, keys: Collection[str] = (), within: Collection[str] = ()) -> list[Found]:
    """Read an official file.

    Parameters
    ----------
    file
        CSV, XLSX, XLS, ODS, or an archive (ZIP) that holds some of them.
    keys, within
        Official keys of wanted areas, and Kreise whose parts are wanted. They narrow only a file that is too large to be read whole.

    Returns
    -------
    list of Found
        One per table; a workbook and an archive may hold several. What of them could not be read is said in the notes of the first.

    Raises
    ------
    DataError
        If the file cannot be read, is of no known form, names no date or no keys, or has cells that are no numbers.
    """
    part = bulk.read(file, keys, within) if keys else None
    return [inkar.explained(t, file.parent) for t in ([part] if part else _read(file.name, file, tabular.content(file)))]


def _read(name: str, file: Path, data: bytes) -> list[Found]:
    """Tables of a file or of what an archive holds."""
    if data.startswith(b"PK\x03\x04") and (members := _unpacked(name, data)) is not None:
        return _all(name, [(f"»{member}«", functools.partial(_read, member, Path(member), inside)) for member, inside in members])
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _sheets(name, file, data)
    return _all(name, [("", lambda: [_text(name, tabular.decoded(file, data))])])


def _all(name: str, parts: Sequence[tuple[str, Callable[[], list[Found]]]]) -> list[Found]:
    """All tables that can be read; a fault stops only where there is no table."""
    made: list[Found] = []
    faults: list[str] = []
    for part, reader in parts:
        try:
            made += reader()
        except DataError as fault:
            faults += [f"{part}: {p}" if part else p for p in fault.problems]
        except (ValueError, LookupError, TypeError, AttributeError, csv.Error) as fault:  # whatever offices will think of: a table that we cannot make sense of is the file's fault to its reader
            faults.append(f"{part}{': ' * bool(part)}Der Aufbau der Tabelle ist unerwartet ({fault}) – {EXPECTED}")
    if not made:
        raise DataError(name, faults or [f"Darin ist keine Tabelle zu erkennen – {EXPECTED}"])
    made = _apart(made)
    left = [f"Nicht gelesen: {f}" for f in faults]
    return [dataclasses.replace(made[0], notes=(*made[0].notes, *left)), *made[1:]]


def _apart(tables: list[Found]) -> list[Found]:
    """Tables of one file in which the same name does not stand for two indicators: their titles tell such names apart."""
    import pandas as pd

    names = Counter(n for table in tables for n in table.frame["Kennzahl"].unique())
    double = [n for n in names if names[n] > 1]
    if not double:
        return tables
    rows = pd.concat([t.frame.loc[t.frame["Kennzahl"].isin(double), [*_FACT, "Wert"]].astype({"Kennzahl": "str", "Schlüssel": "str"}) for t in tables]).drop_duplicates()
    against = set(rows.loc[rows.duplicated(_FACT), "Kennzahl"])
    titles = Counter(t.origin.table for t in tables)
    words = [t.origin.table if titles[t.origin.table] == 1 else f"Tabelle {i}" for i, t in enumerate(tables, start=1)]
    return [dataclasses.replace(t, frame=t.frame.assign(Kennzahl=t.frame["Kennzahl"].cat.rename_categories({n: f"{w}: {n}" for n in against}))) for t, w in zip(tables, words, strict=True)]


def _unpacked(name: str, data: bytes) -> list[tuple[str, bytes]] | None:
    """The tables of an archive; None where the archive is itself a spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.namelist() if not m.endswith("/")]
            if _SPREADSHEETS & set(members):
                return None
            tables = [m for m in members if m.lower().endswith(_TABLES) and not Path(m).name.startswith((".", tabular.LOCK))]
            if not tables:
                raise DataError(name, [f"Das Archiv enthält keine Tabelle (CSV, XLSX, XLS oder ODS). Gefunden: {', '.join(f'»{m}«' for m in members) or 'nichts'}."])
            return [(m, archive.read(m)) for m in tables]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined] # the module imports it
        raise DataError(name, ["Das Archiv ist beschädigt oder mit einem Kennwort geschützt. Bitte neu herunterladen oder entpackt angeben."]) from None


def _sheets(name: str, file: Path, data: bytes) -> list[Found]:
    """Tables of a workbook; sheets without figures are covers and notes."""
    sheets = [(sheet, rows, layout(rows[:LOOK])) for sheet, rows in tabular.workbook(file, data, spread=True)]
    about = [" ".join(dict.fromkeys(w for c in row if (w := text(c)))) for _, rows, laid in sheets if laid is None for row in rows[:LOOK]]
    about += [REGIONAL] * any("_RS" in row for _, rows, _ in sheets for row in rows[:1])
    read = {_plain(sheet) for sheet, _, _ in sheets}
    parts = []
    for sheet, rows, laid in sheets:
        if sheet.startswith(_MACHINE) and _plain(sheet.removeprefix(_MACHINE)) in read:
            continue
        if reader := _sheet(name, sheet, rows, laid, about):
            parts.append((f"Blatt »{sheet}«", reader))
    return _all(name, parts)


def _sheet(name: str, sheet: str, rows: Sequence[Row], laid: Layout | None, about: Sequence[str]) -> Callable[[], list[Found]] | None:
    """How a sheet is read; None where it holds no figures."""
    import pandas as pd

    head = [text(c) for c in rows[0]] if rows else []
    if reader := _form(head):
        return lambda: [reader(name, _as_text(rows), ";")]
    if (frame := typed.sheet(rows)) is not None:
        return lambda: [typed.long(name, frame)]
    if (alone := single.laid(name, rows)) is not None:
        return lambda: [single.read(name, sheet, rows, alone, about)]
    if laid is None:
        return None
    body = pd.DataFrame([[shown(c) if isinstance(c, bool) else c for c in row] for row in rows[laid.first :]], dtype=object)  # True is not 1
    return lambda: [printed(name, laid, rows[: laid.first], body, name=sheet, start=laid.first + 1, about=about)]


def _as_text(rows: Sequence[Row]) -> str:
    """Sheet as the text that its publisher offers beside it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([["" if is_empty(c) else whole(c) for c in row] for row in rows])
    return out.getvalue()


def _plain(sheet: str) -> str:
    """Name of a sheet without what differs between the one for people and the one for machines."""
    return re.sub(r"[^a-z0-9]", "", sheet.casefold().translate({228: "ae", 246: "oe", 252: "ue"}))


def _text(name: str, content: str) -> Found:
    """Table of a text file, by its first line; else as it is printed."""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    first = content.lstrip("\n\r ").partition("\n")[0].strip()
    for separator in _SEPARATORS:
        head = [c.strip().strip('"') for c in first.split(separator)]
        if reader := _form(head) or (typed.text_table if typed.is_long(head) else None):
            return reader(name, content, separator)
    end = _FOOT.search(content)
    figures, foot = (content[: end.start()], content[end.end() :]) if end else (content, "")
    made = max((t for s in _SEPARATORS if (t := _cut(figures, s))), key=lambda t: len(t[1].values), default=None)
    if made is None:
        raise DataError(name, [f"Darin ist keine Tabelle zu erkennen – {EXPECTED}"])
    separator, laid, top, skip = made
    return printed(name, laid, top[: laid.first], _body(name, figures, separator, skip, len(top[0])), name=Path(name).stem, start=skip + 1, foot=foot.strip('";\n '))


_FORMS: tuple[tuple[Collection[str], Callable[[str, str, str], Found]], ...] = (
    (flat.NEW, flat.new), (flat.OLD, flat.old), (inkar.LONG, inkar.long), (inkar.WIDE, inkar.wide), (inkar.EXPORT, inkar.export), (inkar.CATALOGUE, inkar.catalogue),
)  # fmt: skip


def _form(head: Sequence[str]) -> Callable[[str, str, str], Found] | None:
    """How a table is read whose first line is that of a known form."""
    names = {c.casefold() for c in head}
    return next((reader for needed, reader in _FORMS if names.issuperset(needed)), None)


def _cut(content: str, separator: str) -> tuple[str, Layout, list[list[str]], int] | None:
    """Separator, layout, first rows of a printed table and number of lines above its figures; None where the separator makes none."""
    lines = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    rows, ends = [], [0]
    for row in itertools.islice(lines, LOOK):
        rows.append(row)
        ends.append(lines.line_num)
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    laid = layout(rows)
    return (separator, laid, rows, ends[laid.first]) if laid else None


def _body(name: str, content: str, separator: str, skip: int, width: int) -> "pd.DataFrame":
    """Rows below the header as text."""
    import pandas as pd

    try:
        return pd.read_csv(io.StringIO(content), sep=separator, header=None, names=range(width), skiprows=skip, dtype=str, keep_default_na=False, skip_blank_lines=False)  # noqa: TID251 (here is where files are read)
    except pd.errors.ParserError:
        raise DataError(name, ["Eine Zeile hat mehr Felder als die übrigen, oder ein Anführungszeichen ist nicht geschlossen. Bitte neu herunterladen."]) from None
