"""Workbooks of one area: its key stands above the table, indicators in the rows, years in the columns."""

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import DataError
from workbench.read.official import header, publishers
from workbench.read.official.dates import Moment, moment, months
from workbench.read.official.facts import Found, crossed, found
from workbench.read.official.keys import is_key
from workbench.read.official.layout import Row, is_figure, key_and_name, letter, text

_TOP = 30  # the head of a sheet ends within these rows
_LENGTHS = {5, 8}  # Kreis and Gemeinde: shorter numbers above a table are none of an area
_PARTS = {"dar.", "dav.", "darunter", "davon", "und zwar"}  # the row is a part of the line above
_INDICATORS = re.compile(r"merkmal|kennzahl|indikator|arbeitsmarkt.kommunal", re.IGNORECASE)  # else the names in the rows may be those of parts of the town
_TERRITORY = re.compile(r"[\s,]*\(?Gebietsstand.*", re.IGNORECASE | re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Single:
    """Where things stand in a table of one area: its key and name, position of the row of dates, date of each column of figures by its position."""

    key: str
    name: str
    head: int
    dates: dict[int, Moment]


def laid(file: str, rows: Sequence[Row]) -> Single | None:
    """Where things stand; None where a sheet names no area above a row of dates, or several, or does not say that its rows are indicators.

    Parameters
    ----------
    file
        Name of the file, which holds key and name of the area, too: »Arbeitsmarkt-kommunal_05562012_Dorsten_Stadt.xlsx«.
    rows
        The whole sheet.

    Returns
    -------
    Single or None
        The area is that of the only cell in the head with the key of a Kreis or a Gemeinde before a name; else that of the file, where the
        head has its name. No row below begins with such a key: else rows are areas themselves.

    Notes
    -----
    »Arbeitsmarkt kommunal« of the Bundesagentur für Arbeit, one workbook per Gemeinde in an archive per Kreis, sheet »Daten«: headings of
    sections in column A, breakdowns in column B, five years from column C on. The Arbeitsmarktreport names its area without a key.
    """
    head = next((i for i, row in enumerate(rows[:_TOP]) if sum(moment(c) is not None for c in row if text(c)) > 1), 0)
    top = rows[head] if rows else []
    dates = {c: m for c, cell in enumerate(top) if (m := moment(cell))}
    left = min(dates, default=0)
    above = {text(c) for row in rows[:head] for c in row}
    named = {area for words in above if (area := _area(words))} or _of_file(file, above)
    of_indicators = any(map(_INDICATORS.search, [file, *above, *map(text, top[:left])]))
    below = any(_area(text(c)) or is_key(text(c)) for row in rows[head + 1 :] for c in row[:left])
    return Single(*named.pop(), head, dates) if left and of_indicators and len(named) == 1 and not below else None


def _area(words: str) -> tuple[str, str] | None:
    """Key and name of an area, where a cell holds both."""
    key, name = key_and_name(words)
    return (key, _TERRITORY.sub("", name)) if name and len(key) in _LENGTHS and is_key(key) else None


def _of_file(file: str, above: set[str]) -> set[tuple[str, str]]:
    """Area that the name of a file holds, where the head of the sheet begins a cell with its name."""
    area = _area(Path(file).stem.partition("_")[2].replace("_", " "))
    return {area} if area and any(words.startswith(area[1].split()[0]) for words in above) else set()


def read(file: str, sheet: str, rows: Sequence[Row], at: Single, about: Sequence[str]) -> Found:
    """Read the table of one area.

    Parameters
    ----------
    file
        Name of the file, for messages.
    sheet
        Name of the sheet.
    rows
        The whole sheet.
    at
        Where things stand in it.
    about
        Text of covers and imprints.

    Returns
    -------
    Found
        All its figures. An indicator is named by the heading of its section, the line that it is a part of, and its own.

    Raises
    ------
    DataError
        If it has no figures, or cells are no numbers.
    """
    import numpy as np

    lines, labels, notes = _lines(rows, at)
    if not lines:
        raise DataError(file, [f"Unter der Zeile {at.head + 1} mit den Jahren stehen keine Zeilen mit Bezeichnung und Zahlen."])
    titles = [said for row in rows[: at.head] if (said := _said(row)) and not any(_area(text(c)) for c in row)]
    foot = "\n".join(filter(None, map(_said, rows[lines[-1] + 1 :])))
    source = publishers.origin(titles, foot, name=sheet, about=about)
    columns, moments = list(at.dates), list(at.dates.values())
    moments = months(moments) if source.source.startswith(publishers.BA) else moments
    cells = np.array([[rows[i][c] for c in columns] for i in lines], dtype=object)
    codes = (np.zeros(1, dtype=np.intp), *np.indices(cells.shape))
    facts = crossed(([at.key], [at.name], [""]), labels, moments, codes, cells, [i + 1 for i in lines], columns)
    return found(file, facts, dataclasses.replace(source, table=f"{source.table}: {at.name}", notes=(*notes, *source.notes)))


def _said(row: Row) -> str:
    """Different words of a row."""
    return " ".join(dict.fromkeys(filter(None, map(text, row))))


def _paths(rows: Sequence[Row], at: Single) -> dict[int, tuple[str, ...]]:
    """Rows with figures: heading of the section, line that the row is a part of, its own label; empty where it has none."""
    made: dict[int, tuple[str, ...]] = {}
    section = group = ""
    for i, row in enumerate(rows[at.head + 1 :], start=at.head + 1):
        words = list(dict.fromkeys(filter(None, map(text, row[: min(at.dates)]))))
        if any(text(row[c]) and is_figure(row[c]) for c in at.dates):
            group = words[0] if text(row[0]) and words[0].casefold() not in _PARTS else group
            made[i] = (section, group, words[-1]) if words else ()
        elif len(words) == 1 and not header.is_total(words[0]):
            section, group = words[0], ""
    return made


def _name(path: Sequence[str]) -> tuple[str, str]:
    """Name and unit of an indicator; words that mean all are left out."""
    label, unit = header.with_unit(path[-1])
    parts = list(dict.fromkeys(p for p in (*path[:-1], label) if not header.is_total(p))) or [label]
    return ": ".join(filter(None, (parts[0], ", ".join(parts[1:])))), unit


def _lines(rows: Sequence[Row], at: Single) -> tuple[list[int], list[tuple[str, str]], list[str]]:
    """Rows with figures, name and unit of the indicator of each, and what nobody may overlook."""
    paths = _paths(rows, at)
    named = {i: _name(path) for i, path in paths.items() if path}
    often = Counter(name for name, _ in named.values())
    labels = [(f"{name} (Zeile {i + 1})" if often[name] > 1 else name, unit) for i, (name, unit) in named.items()]
    beside = [letter(c) for c in range(min(at.dates), len(rows[at.head])) if c not in at.dates and any(text(rows[i][c]) for i in paths)]
    notes = [f"Die Bezeichnung »{name}« steht mehrfach da; ihre Kennzahlen heißen nach ihren Zeilen." for name in often if often[name] > 1]
    notes += [f"Zeile {i + 1} mit Zahlen, aber ohne Bezeichnung, bleibt außen vor." for i, path in paths.items() if not path]
    return list(named), labels, notes + [f"Spalten ohne Jahr in der Kopfzeile bleiben außen vor: {', '.join(beside)}."] * bool(beside)
