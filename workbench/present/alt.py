"""Alternative texts of figures: the finding in a sentence or two, with its numbers."""

import textwrap
from collections.abc import Sequence
from typing import Any

from workbench.present.words import NOUNS, amount, counted

Cell = dict[str, Any]
Point = tuple[str, Cell]  # what it is, and its printed value

NOTHING = "Kein Wert ist ausgewiesen."
SPELLED = 3  # so many lines are described one by one


def things(label: str, many: int) -> str:
    """Count of what a column names: »12 Sozialräume«, or »12 Werte« for a word that the lexicon lacks."""
    return count(many, label if label in NOUNS else "Wert")


def count(many: int, noun: str) -> str:
    """Number and noun.

    Examples
    --------
    >>> count(1, "Linie"), count(2, "Linie")
    ('1 Linie', '2 Linien')

    """
    return f"{many} {counted(noun, one=many == 1)}"


def ends(points: Sequence[Point], unit: str) -> str:
    """Highest and lowest value."""
    shown = sorted((p for p in points if p[1]["value"] is not None), key=lambda p: -p[1]["value"])
    if not shown:
        return NOTHING
    if len(shown) == 1:
        return f"{_named(shown[0], unit)}."
    if shown[0][1]["value"] == shown[-1][1]["value"]:
        return f"Alle Werte sind gleich: {amount(shown[0][1]['text'], unit)}."
    return f"Am höchsten: {_named(shown[0], unit)}, am niedrigsten: {_named(shown[-1], unit)}."


def turns(points: Sequence[Point], unit: str) -> str:
    """Highest and lowest point of a line, where its first and last do not tell it all."""
    shown = [p[1]["value"] for p in points if p[1]["value"] is not None]
    return ends(points, unit) if len(set(shown)) > 1 and len(shown) > 2 else ""


def largest(points: Sequence[Point], unit: str) -> str:
    """Point of the largest value, without a full stop."""
    shown = [p for p in points if p[1]["value"] is not None]
    return _named(max(shown, key=lambda p: p[1]["value"]), unit) if shown else "nicht ausgewiesen"


def change(name: str, points: Sequence[Point], unit: str) -> str:
    """First and last value of a line, and its direction."""
    shown = [p for p in points if p[1]["value"] is not None]
    if len(shown) < 2:
        only = "".join(f", nur {when} mit {amount(cell['text'], unit, dative=True)}" for when, cell in shown)
        return f"{short(name)}: kein Verlauf ausgewiesen{only}."
    (first, a), (last, b) = shown[0], shown[-1]
    if a["value"] == b["value"]:
        return f"{short(name)}: {first} und {last} gleich, {amount(a['text'], unit)}."
    direction = "gestiegen" if b["value"] > a["value"] else "gesunken"
    return f"{short(name)}: von {amount(a['text'], unit, dative=True)} ({first}) auf {amount(b['text'], unit)} ({last}) {direction}."


def within(rows: Sequence[Sequence[Cell]], reference: Cell | None) -> str:
    """How many intervals hold the reference."""
    if reference is None or reference["value"] is None:
        return ""
    bounds = [(row[2]["value"], row[3]["value"]) for row in rows if row[2]["value"] is not None and row[3]["value"] is not None]
    inside = sum(low <= reference["value"] <= high for low, high in bounds)
    return f"{inside} von {len(bounds)} Bereichen {'schließt' if inside == 1 else 'schließen'} den Vergleichswert ein."


def largest_groups(what: str, halves: Sequence[Sequence[Sequence[Cell]]], column: int, unit: str) -> str:
    """Largest group on each side of a pyramid."""
    left, right = (largest([(row[0]["text"], row[column]) for row in half], unit) for half in halves)
    return f"{short(what)}: größte Gruppe links {left}, rechts {right}."


def reference(line: Cell | None, unit: str) -> str:
    """Name and value of a reference line."""
    if line is None:
        return ""
    return f"{line['label']}: {'nicht ausgewiesen' if line['value'] is None else amount(line['text'], unit)}."


def unshown(cells: Sequence[Cell]) -> str:
    """How many values are hidden or missing; empty where none is."""
    hidden, missing = (sum(c["state"] == state for c in cells) for state in ("hidden", "missing"))
    return joined(
        f"{count(hidden, 'Wert')} {'ist' if hidden == 1 else 'sind'} nicht ausgewiesen." if hidden else "",
        f"{count(missing, 'Wert')} {'fehlt' if missing == 1 else 'fehlen'}." if missing else "",
    )


def short(label: str, width: int = 64) -> str:
    """Label cut to what one can listen to."""
    return textwrap.shorten(label, width, placeholder=" …")


def joined(*parts: str) -> str:
    """Sentences, without the empty ones."""
    return " ".join(p for p in parts if p)


def _named(point: Point, unit: str) -> str:
    """Name and value."""
    return f"{short(point[0])} mit {amount(point[1]['text'], unit, dative=True)}"
