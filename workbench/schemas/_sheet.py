"""Sheet → typed frame, with German faults of its header and its cells."""

import difflib
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import suggest
from workbench.read.cells import is_empty, shown
from workbench.read.choices import folded
from workbench.read.tabular import Sheet
from workbench.read.values import Fault, Parsed, parse
from workbench.schemas._column import Column

if TYPE_CHECKING:
    import pandas as pd

_TOTALS = {"summe", "summen", "gesamt", "insgesamt", "gesamtsumme", "zusammen", "total"}
REASON = "Grund"  # generated column: why a value is missing


def placed(sheet: Sheet, columns: Sequence[Column]) -> tuple[dict[str, int], list[Fault]]:
    """Where each declared column stands in the sheet, and what is wrong with the header."""
    names = [c.name for c in columns]
    found: dict[str, list[int]] = {}
    for i, head in enumerate(sheet.columns):
        name = next((n for n in names if folded(n) == folded(head)), head)
        found.setdefault(name, []).append(i)
    return {n: found[n][0] for n in names if n in found}, _header_faults(found, columns)


def _header_faults(found: Mapping[str, Sequence[int]], columns: Sequence[Column]) -> list[Fault]:
    """Doubled, missing, misspelt and unknown columns."""
    names = [c.name for c in columns]
    strange = [n for n in found if n and n not in names]
    absent = {c.name: i for i, c in enumerate(columns) if c.name not in found}
    meant = _meant(absent, strange)
    unknown = {n: found[n][0] for n in strange if n not in meant.values()}
    return [*_doubled(found), *_missing(found, columns, absent, meant), *_unknown(unknown, names)]


def _doubled(found: Mapping[str, Sequence[int]]) -> list[Fault]:
    """Columns that stand there twice."""
    return [Fault(0, at[0], f"Spalte »{n}« steht mehrfach da (Spalten {_letters(at)}). Bitte nur eine behalten.") for n, at in found.items() if n and len(at) > 1]


def _missing(found: Iterable[str], columns: Sequence[Column], absent: Mapping[str, int], meant: Mapping[str, str]) -> list[Fault]:
    """Absent columns that are needed, or that another one is meant to be."""
    others = ", ".join(f"»{n}«" for n in found if n) or "keine Spalten"
    said = {n: f"»{meant[n]}«. Ist das die Spalte?" if n in meant else f"{others}." for n in absent}
    return [Fault(0, i, f"Spalte »{n}« fehlt. Gefunden: {said[n]}") for n, i in absent.items() if n in meant or not columns[i].optional]


def _meant(absent: Iterable[str], strange: Sequence[str]) -> dict[str, str]:
    """Unknown columns that are called nearly like an absent one, each for one of them."""
    meant: dict[str, str] = {}
    for name in absent:
        left = [n for n in strange if n not in meant.values()]
        if near := difflib.get_close_matches(name, left, n=1, cutoff=0.6):
            meant[name] = near[0]
    return meant


def _unknown(strange: Mapping[str, int], names: Sequence[str]) -> list[Fault]:
    """Columns that nobody knows, and where they stand."""
    known = ", ".join(f"»{n}«" for n in names)
    return [Fault(0, len(names) + at, f"Spalte »{n}« ist unbekannt – vorgesehen: {known}. Bitte umbenennen oder löschen.{suggest(n, names)}") for n, at in strange.items()]


def _letters(positions: Sequence[int]) -> str:
    """Names of columns as Excel shows them."""
    return " und ".join(_letter(p) for p in positions)


def _letter(position: int) -> str:
    """Name of a column as Excel shows it: A to ZZ."""
    high, low = divmod(position, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def strays(sheet: Sheet) -> list[Fault]:
    """Cells without a header above them, the first of each column."""
    seen: dict[int, Fault] = {}
    named, unnamed = len(sheet.columns), [i for i, name in enumerate(sheet.columns) if not name]
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        for i in itertools.chain((u for u in unnamed if u < len(row)), range(named, len(row))):
            if i not in seen and not is_empty(cell := row[i]):
                text = f"Zeile {number}: »{shown(cell)}« steht in Spalte {_letter(i)}, die keine Überschrift hat. Fehlen Anführungszeichen um ein Feld mit Trennzeichen?"
                seen[i] = Fault(number, i, text)
    return list(seen.values())


def typed(sheet: Sheet, columns: Sequence[Column], where: Mapping[str, int], keys: Mapping[str, tuple[str, ...]]) -> "tuple[pd.DataFrame, list[Fault]]":
    """Frame of the columns that the sheet has, indexed by row number, and the unreadable cells."""
    import pandas as pd

    data: dict[str, Any] = {}
    faults = []
    for i, column in enumerate(columns):
        if column.name not in where:
            continue
        at = where[column.name]
        cells = [row[at] if at < len(row) else None for row in sheet.rows]
        known = (*keys.get(column.name, ()), *column.also) if column.name in keys else ()
        parsed = parse(cells, column.kind, choices=column.choices, known=known, digits=column.digits, signs=column.signs)
        data |= _series(column, parsed, sheet.numbers)
        faults += [Fault(sheet.numbers[n], i, f"{sheet.word} {sheet.numbers[n]}, {column.name}: »{shown(cells[n])}« – {said}") for n, said in parsed.unreadable.items()]
    return pd.DataFrame(data, index=sheet.numbers), faults


def without_totals(faults: Sequence[Fault], sheet: Sheet) -> list[Fault]:
    """Faults, with one for each row that is a total of the others or a remark, instead of all that it lacks."""
    faulty, said = Counter(f.row for f in faults), {}
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = [shown(cell) for cell in row if not is_empty(cell)] if number in faulty else []
        total = next((c for i, c in enumerate(cells) if not _TOTALS.isdisjoint([folded(c)] if i else folded(c).split())), "")
        if total:
            said[number] = f"{sheet.word} {number}: »{total}« – eine Summenzeile. Bitte löschen, Summen rechnet die Werkbank."
        elif len(cells) == 1 and faulty[number] > 1:
            said[number] = f"{sheet.word} {number}: Außer »{cells[0]}« steht nichts darin. Eine Anmerkung bitte löschen, sonst ergänzen."
    first = {n: min(f.column for f in faults if f.row == n) for n in said}
    return [f for f in faults if f.row not in said] + [Fault(n, first[n], text) for n, text in said.items()]


def _series(column: Column, parsed: Parsed, rows: Sequence[int]) -> "dict[str, pd.Series[Any]]":
    """The column, and its reasons where it may hold signs; types that can hold a missing value."""
    import pandas as pd

    dtype: Any = {"int64": "Int64", "bool": "boolean"}.get(column.dtype, column.dtype)
    index = list(rows)
    series = {column.name: pd.Series(parsed.values, index=index, dtype=dtype)}
    return series | ({REASON: pd.Series(parsed.reasons, index=index, dtype="str")} if column.signs else {})
