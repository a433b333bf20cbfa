"""What a placeholder such as »Tabelle 3, Altstadt, Besuche« stands for: a printed cell of a report, or the name of a caption."""

import collections
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workbench.errors import GateError, suggest
from workbench.export.document import SPOKEN, Cell, Document, Figure, Numbered, Table

_PARTS = re.compile(r'\s*(?:»([^«]*)«|„([^“”"]*)[“”"]|"([^"]*)"|([^,]*))\s*(?:,|$)')
_REPORT = re.compile(r"Bericht\s+(.+)")
_WORD = re.compile(r"[A-ZÄÖÜ]\w{3,}")
_ENDING, _SHORT = "[ensr]{0,3}", 3  # »Jemgums«, »Jemgumer«; names so short are other words with one
_SHOWN = 8  # so many of what is there are named in a message
_FORM = "{Tabelle 3, Zeile, Spalte}"


def value(said: str, reports: Mapping[str, Document], names: Mapping[tuple[str, str], str] | None = None) -> str:
    """Find what a placeholder stands for.

    Parameters
    ----------
    said
        What stands between the braces: »Tabelle 3, Altstadt, Besuche« or, by its title, »Besuche je Raum, Altstadt,
        Besuche« for a cell, »Tabelle 3« for the name of a caption, »Ort«, »Datenstand«. A part with a comma in it stands
        in quotation marks. With several reports »Bericht 20« comes first.
    reports
        Documents by the name of the report; a single one under the empty name.
    names
        What captions are called where the text will stand, by report and their name there.

    Returns
    -------
    str
        As the report prints it; in words where the cell is hidden or empty.

    Raises
    ------
    GateError
        If there is no such report, table, row or column, with what there is.
    """
    parts = _parts(said)
    report, document, parts = _report(said, parts, reports)
    if parts in (["Ort"], ["Datenstand"]):
        return document.head.title if parts == ["Ort"] else document.head.date
    grids = document.numbered
    found = next((b for b in grids if parts and _key(parts[0]) in (_key(b.name), _key(b.content.title))), None)
    if found is None:
        known = [b.name for b in grids]
        hint = suggest("".join(parts[:1]), [*known, "Ort", "Datenstand", "eigene Zahl 40", *(b.content.title for b in grids)])
        raise GateError(f"{{{said}}}: »{''.join(parts[:1])}« gibt es hier nicht – vorhanden: {_listed(known)}.{hint}")
    if len(parts) == 1:
        return (names or {}).get((report, found.name), found.name)
    cell = _cell(found, parts[1:-1], parts[-1], said)
    return SPOKEN.get(cell.state, cell.text)


def guarded(documents: Iterable[Document]) -> dict[str, re.Pattern[str]]:
    """Labels of rows in which something is hidden, with what names them in a text: themselves, inflected too, or a last word that no other label has; years and keys are none that a text would name."""
    rows = [(label, row) for d in documents for b in d.numbered for row in b.content.rows for label in _labels(b.content, row) if not label.isdigit()]
    shared = collections.Counter(word for label in {label for label, _ in rows} for word in {*_WORD.findall(label)})
    return {label: _naming([label, *(w for w in _WORD.findall(label)[-1:] if shared[w] == 1)]) for label, row in rows if any(c.state == "hidden" for c in row)}


def _naming(names: Iterable[str]) -> re.Pattern[str]:
    """Pattern of names as they stand in a sentence."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(n) + _ENDING * (len(n) > _SHORT) for n in names)})(?!\w)", re.IGNORECASE)


def cells(block: Numbered) -> Iterator[tuple[str, str]]:
    """Name and printed text of every number of a table or figure, hidden and missing ones in words."""
    grid = block.content
    for row in grid.rows:
        named = ", ".join([f"»{grid.title}«", *_labels(grid, row)])
        yield from ((f"{named}, {c.label}", SPOKEN.get(x.state, x.text)) for c, x in zip(grid.columns, row, strict=True) if x.state in SPOKEN or (x.state != "header" and any(map(str.isdigit, x.text))))


def _parts(said: str) -> list[str]:
    """Parts between the commas, without quotation marks."""
    found = [next((part for part in m.groups() if part is not None), "") for m in _PARTS.finditer(said)]
    return [" ".join(part.split()) for part in found if part.strip()]


def _report(said: str, parts: list[str], reports: Mapping[str, Document]) -> tuple[str, Document, list[str]]:
    """Report that is meant, and the rest of the parts."""
    if "" in reports:
        return "", reports[""], parts
    wanted = _REPORT.fullmatch(parts[0]) if parts else None
    if wanted is None and parts in (["Ort"], ["Datenstand"]) and reports:
        return (*next(iter(reports.items())), parts)
    hits = [name for name in reports if wanted and wanted[1] in (name, name[:2])]
    if not hits:
        known = [f"Bericht {name}" for name in reports]
        raise GateError(f"{{{said}}}: In einem Kapitel steht der Bericht am Anfang, z. B. {{Bericht 20, Tabelle 3, Zeile, Spalte}} – vorhanden: {_listed(known)}.{suggest(''.join(parts[:1]), known)}")
    return hits[0], reports[hits[0]], parts[1:]


def _cell(block: Numbered, wanted: Sequence[str], column: str, said: str) -> Cell:
    """Cell in a row and column that are named."""
    grid = block.content
    heads = [c.label for c in grid.columns]
    at = next((i for i, head in enumerate(heads) if _key(head) == _key(column)), None)
    if at is None:
        raise GateError(f"{{{said}}}: Eine Spalte »{column}« hat {block.name} nicht – erwartet {_FORM}, Spalten sind: {_listed(heads)}.{suggest(column, heads)}")
    rows = [row for row in grid.rows if {_key(w) for w in wanted} <= {_key(label) for label in _labels(grid, row)}]
    if len(rows) == 1:
        return rows[0][at]
    known = [", ".join(_labels(grid, row)) for row in rows or grid.rows]
    named = ", ".join(wanted)
    what = f"Auf »{named}« passen in {block.name} {len(rows)} Zeilen. Nennen Sie auch die übrigen Angaben der Zeile" if rows else f"Eine Zeile »{named}« hat {block.name} nicht – vorhanden"
    raise GateError(f"{{{said}}}: {what}: {_listed(known)}.{'' if rows else suggest(named, known)}")


def _labels(grid: Table | Figure, row: Sequence[Cell]) -> list[str]:
    """What names a row: its heads, or where it has none its texts."""
    heads = [c.text for c in row if c.state == "header"]
    return heads or [c.text for c, column in zip(row, grid.columns, strict=True) if column.align == "left"]


def _key(text: str) -> str:
    """Text as far as a person tells it from others: without kinds of spaces, dashes and letters."""
    return " ".join(text.replace("\u00ad", "").replace("–", "-").replace("−", "-").split()).casefold()


def _listed(known: Iterable[str]) -> str:
    """What there is, the first of many."""
    names = list(dict.fromkeys(known))
    more = f" und {len(names) - _SHOWN} weitere" if len(names) > _SHOWN else ""
    return (", ".join(f"»{n}«" for n in names[:_SHOWN]) + more) or "nichts"
