"""Figure of areas: a map without tiles."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from workbench.disclosure.cells import Released
from workbench.errors import ReleaseError
from workbench.present import alt, shape
from workbench.present.classes import Breaks, legend, named, said
from workbench.present.description import EMPTY, Description
from workbench.present.outline import outlines
from workbench.present.pins import pins
from workbench.present.shape import Cell, Text
from workbench.present.table import Digits, decimals, grid
from workbench.present.words import listing

_SIGNS = {1: "●", 2: "▲▼", 3: "▲●▼"}
_LISTED = 5  # so many names stand in a note


def map(  # noqa: A001 (read as figure.map)
    released: Released,
    geometry: pd.DataFrame,
    key: str,
    value: str | None,
    *,
    title: str,
    names: str | None = None,
    unit: str = "",
    digits: Digits = None,
    note: str = "",
    breaks: Breaks = "quantile",
    classes: str | None = None,
    order: Sequence[str] = (),
    signs: str | None = None,
    signs_order: Sequence[str] = (),
    points: Released | None = None,
    points_by: str | None = None,
) -> Description:
    """Map of areas coloured by class.

    Parameters
    ----------
    released, title, unit, digits, note
        As in `workbench.present.figure.bar`.
    geometry
        Columns Raum and Ring: lists of rings in metre coordinates, one row per polygon.
    key
        Column that holds the same keys as ``Raum``.
    value
        Column of numbers; with ``classes`` it may be None.
    names
        Column with the names of the areas.
    breaks
        How the values fall into classes: »quantile« (about as many areas in each), »natural« (Fisher-Jenks), or ascending
        cuts, e.g. those of a recipe.
    classes
        Column with the name of the class of each area, in place of classes of the value.
    order
        All names of ``classes``, the lightest first, at most five; with cuts, the names of the classes between them.
    signs, signs_order
        Column with a second feature of up to three names, printed as ▲ ● ▼ before the name of the area, and these names in
        the order of the signs; so twelve classes of status × dynamics can be told apart in grey too.
    points, points_by
        Released facilities with the columns »Name«, »Ostwert« and »Nordwert«, and the column whose values their marks
        tell apart.

    Returns
    -------
    Description
        Of kind figure; areas of the geometry without a row are drawn like missing ones. An empty group where the frame
        or the geometry is empty.

    Raises
    ------
    ReleaseError
        If a column is missing, classes do not fit their order, or no key of the frame has an outline.
    """
    if value is None and classes is None:
        raise ReleaseError("figure.map braucht eine Wertspalte oder classes= mit order=.")
    columns = [c for c in (classes, signs) if c is not None]
    sheet = shape.take(released, "figure.map", [key, *([names] if names else [])], [value] if value else [], texts=columns)
    if sheet.frame.empty or geometry.empty:
        return EMPTY
    cells = grid(shape.by_value(sheet, names or key, value or names or key), digits)
    at = list(sheet.frame).index(classes or value)
    column, exact = [row[at] for row in cells["rows"]], None if classes else decimals(sheet.frame[value], digits, str(value))
    found, how = _classes(column, exact, unit, breaks, order)
    marked = _signs([row[-1] for row in cells["rows"]], signs, signs_order) if signs else None
    pinned = pins(points, geometry, by=points_by)
    text = Text(released, title, unit, alt.joined(note, how, _lost(cells["rows"], geometry), pinned.note), digits)
    finding = alt.joined(_finding(cells["rows"], at, value, unit, found), marked["said"] if marked else "", pinned.said, alt.unshown(column))
    encoding = {"key": key, "names": names, "value": value or classes, "at": at, "classes": found, "signs": marked, "points": list(pinned.points)}
    made = shape.build("map", sheet, text, cells, said=finding, encoding=encoding, geometry=outlines(geometry)).body
    return Description("figure", {**made, "source": "; ".join(s for s in (made["source"], pinned.source) if s)})


def _classes(column: list[Cell], exact: int | None, unit: str, breaks: Breaks, order: Sequence[str]) -> tuple[list[dict[str, Any]], str]:
    """Classes of a column of names, or of numbers with so many decimals; and how they were made."""
    shown = [c for c in column if c["state"] == ""]
    if exact is None:
        return named([c["text"] for c in shown], order), ""
    return legend([c["value"] for c in shown], exact, unit, breaks=breaks, names=order), said(breaks, exact) if shown else ""


def _finding(rows: list[list[Cell]], at: int, value: str | None, unit: str, found: list[dict[str, Any]]) -> str:
    """How many areas and classes, highest and lowest value, and the areas of the darkest class."""
    heads = sum(c["state"] == "header" for c in rows[0])
    names = [r[heads - 1]["text"] for r in rows]
    filled = [c for c in found if c["count"]]
    head = f"Karte, {alt.count(len(rows), 'Gebiet')}{' in ' + alt.count(len(found), 'Klasse') if found else ''}."
    ends = alt.ends([(name, r[heads]) for name, r in zip(names, rows, strict=True)], unit) if value else ""
    if not any("name" in c for c in found):
        return alt.joined(head, ends, f"In der höchsten Klasse ({found[-1]['text']}): {alt.count(found[-1]['count'], 'Gebiet')}." if len(found) > 1 else "")
    shown = sum(c["count"] for c in found)
    told = ", ".join(f"{c['text']}: {c['count']}" for c in reversed(filled))
    last = [n for n, r in zip(names, rows, strict=True) if filled and r[at]["text"] == filled[-1]["text"]]
    who = f"»{filled[-1]['text']}«: {_some(last)}." if filled else ""
    return alt.joined(head, f"Die Klasse ist ausgewiesen für {alt.count(shown, 'Gebiet')}{f' ({told})' if told else ''}.", who, ends)


def _signs(cells: list[Cell], column: str, order: Sequence[str]) -> dict[str, Any]:
    """Signs of a second feature with their counts, and what is said of them."""
    counts = Counter(c["text"] for c in cells if c["state"] == "")
    if len(order) not in _SIGNS or (strange := sorted(set(counts) - set(order))):
        wrong = f"»{strange[0]}« steht nicht in signs_order=" if len(order) in _SIGNS else f"signs_order= nennt {len(order)} Namen"
        raise ReleaseError(f"figure.map: {wrong} – erwartet werden alle Werte von »{column}«, höchstens {max(_SIGNS)}.")
    glyphs = dict(zip(order, _SIGNS[len(order)], strict=True))
    return {"column": column, "glyphs": glyphs, "counts": {o: counts[o] for o in order}, "said": f"{column}: {', '.join(f'{o} {counts[o]}' for o in order)}."}


def _lost(rows: list[list[Cell]], geometry: pd.DataFrame) -> str:
    """Areas without an outline; refuses where none has one."""
    known = set(geometry["Raum"].astype(str))
    lost = [row for row in rows if row[0]["text"] not in known]
    if len(lost) == len(rows):
        there = ", ".join(f"»{k}«" for k in sorted(known)[:3])
        raise ReleaseError(f"figure.map: Kein Schlüssel der Tabelle hat einen Umriss (Tabelle: »{rows[0][0]['text']}« …, Umrisse: {there} …). Ist es dieselbe Gliederung?")
    return f"Ohne Umriss und nicht auf der Karte: {_some([row[1 if row[1]['state'] == 'header' else 0]['text'] for row in lost])}." if lost else ""


def _some(names: Sequence[str]) -> str:
    """Names as a sentence lists them; many are counted."""
    rest = len(names) - _LISTED
    return listing([*names[:_LISTED], f"{rest} weitere"] if rest > 1 else names)
