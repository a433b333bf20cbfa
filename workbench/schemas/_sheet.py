"""Sheet → typed frame, with German faults of its header and its cells."""

import difflib
import itertools
from collections.abc import Mapping, Sequence
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
    faults = [Fault(0, at[0], f"Spalte »{n}« steht mehrfach da (Spalten {_letters(at)}). Bitte nur eine behalten.") for n, at in found.items() if n and len(at) > 1]
    strange = [n for n in found if n and n not in names]
    for i, column in enumerate(columns):
        if column.name in found:
            continue
        near = difflib.get_close_matches(column.name, strange, n=1, cutoff=0.6)
        if near:
            strange.remove(near[0])
            faults.append(Fault(0, i, f"Spalte »{column.name}« fehlt. Gefunden: »{near[0]}«. Ist das die Spalte?"))
        elif not column.optional:
            others = ", ".join(f"»{n}«" for n in found if n)
            faults.append(Fault(0, i, f"Spalte »{column.name}« fehlt. Gefunden: {others or 'keine Spalten'}."))
    known = ", ".join(f"»{n}«" for n in names)
    return faults + [Fault(0, len(names) + found[n][0], f"Spalte »{n}« ist unbekannt – vorgesehen: {known}. Bitte umbenennen oder löschen.{suggest(n, names)}") for n in strange]


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
    """Faults, with one for each row that is a total of the others instead of all that it lacks."""
    faulty, said = {f.row for f in faults}, {}
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        name = next((shown(cell) for cell in row if not is_empty(cell)), "")
        if number in faulty and not _TOTALS.isdisjoint(folded(name).split()):
            said[number] = f"{sheet.word} {number}: »{name}« – eine Summenzeile. Bitte löschen, Summen rechnet die Werkbank."
    first = {n: min(f.column for f in faults if f.row == n) for n in said}
    return [f for f in faults if f.row not in said] + [Fault(n, first[n], text) for n, text in said.items()]


def _series(column: Column, parsed: Parsed, rows: Sequence[int]) -> "dict[str, pd.Series[Any]]":
    """The column, and its reasons where it may hold signs; types that can hold a missing value."""
    import pandas as pd

    dtype: Any = {"int64": "Int64", "bool": "boolean"}.get(column.dtype, column.dtype)
    index = list(rows)
    series = {column.name: pd.Series(parsed.values, index=index, dtype=dtype)}
    return series | ({REASON: pd.Series(parsed.reasons, index=index, dtype="str")} if column.signs else {})
