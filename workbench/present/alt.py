"""Alternative texts of figures: the finding in a sentence or two, with its numbers."""

import textwrap
from collections.abc import Sequence
from typing import Any

from workbench.present.words import NOUNS, amount, counted, listing

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
    """Highest and lowest value, with all that share them; of the shown ones only, where some are hidden.

    Examples
    --------
    >>> cells = [("Nord", {"value": 3, "text": "3", "state": ""}), ("Ost", {"value": 3, "text": "3", "state": ""}), ("West", {"value": 1, "text": "1", "state": ""})]
    >>> ends(cells, "")
    'Am höchsten: Nord und Ost mit je 3, am niedrigsten: West mit 1.'
    """
    shown = sorted((p for p in points if p[1]["value"] is not None), key=lambda p: -p[1]["value"])
    if not shown:
        return NOTHING
    if len(shown) == 1:
        return f"{_named(shown, unit)}."
    first, last = ([p for p in shown if p[1]["value"] == end[1]["value"]] for end in (shown[0], shown[-1]))
    if len(first) == len(shown):
        return f"Alle Werte sind gleich: {amount(shown[0][1]['text'], unit)}."
    among = "Unter den ausgewiesenen am höchsten" if any(p[1]["state"] == "hidden" for p in points) else "Am höchsten"
    return f"{among}: {_named(first, unit)}, am niedrigsten: {_named(last, unit)}."


def ranks(points: Sequence[Point]) -> str:
    """Who has the first and who the last rank: a high rank is no high value."""
    shown = sorted((p for p in points if p[1]["value"] is not None), key=lambda p: p[1]["value"])
    if not shown:
        return NOTHING
    outer = dict.fromkeys((shown[0][1]["text"], shown[-1][1]["text"]))
    return "; ".join(f"Rang {rank}: {_together([p for p in shown if p[1]['text'] == rank])}" for rank in outer) + "."


def turns(points: Sequence[Point], unit: str) -> str:
    """Highest and lowest point of a line, where its first and last do not tell it all."""
    shown = [p[1]["value"] for p in points if p[1]["value"] is not None]
    return ends(points, unit) if len(set(shown)) > 1 and len(shown) > 2 else ""


def largest(points: Sequence[Point], unit: str) -> str:
    """Point of the largest value, without a full stop."""
    shown = [p for p in points if p[1]["value"] is not None]
    return _named([max(shown, key=lambda p: p[1]["value"])], unit) if shown else "nicht ausgewiesen"


def longest(rows: Sequence[Sequence[Cell]]) -> str:
    """Longest and shortest of stacked bars; nothing where a part is not shown, or all are of one length."""
    if any(c["value"] is None for row in rows for c in row[1:]):
        return ""
    lengths = [(row[0]["text"], {"value": round(sum(c["value"] for c in row[1:]), 6)}) for row in rows]
    first, last = (end(length["value"] for _, length in lengths) for end in (max, min))
    if first == last:
        return ""
    top, low = ([point for point in lengths if point[1]["value"] == end] for end in (first, last))
    return f"Längster Balken: {_together(top)}; kürzester: {_together(low)}."


def change(name: str, points: Sequence[Point], unit: str) -> str:
    """First and last value of a line; whether it rose or fell is not said, for chance may move it as far."""
    shown = [p for p in points if p[1]["value"] is not None]
    if len(shown) < 2:
        only = "".join(f", nur {when} mit {amount(cell['text'], unit, dative=True)}" for when, cell in shown)
        return f"{short(name)}: kein Verlauf ausgewiesen{only}."
    (first, a), (last, b) = shown[0], shown[-1]
    if a["value"] == b["value"]:
        return f"{short(name)}: {first} und {last} gleich, {amount(a['text'], unit)}."
    return f"{short(name)}: von {amount(a['text'], unit, dative=True)} ({first}) auf {amount(b['text'], unit)} ({last})."


def within(bounds: Sequence[tuple[float, float]], reference: float | None) -> str:
    """How many intervals hold the reference, before any rounding; without one, how many of values that can be negative hold zero."""
    if reference is None and not any(low < 0 for low, _ in bounds):
        return ""
    inside = sum(low <= (reference or 0) <= high for low, high in bounds)
    return f"{inside} von {len(bounds)} Bereichen {'schließt' if inside == 1 else 'schließen'} {'die Null' if reference is None else 'den Vergleichswert'} ein."


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


def _named(points: Sequence[Point], unit: str) -> str:
    """Names and the value that they share."""
    return f"{_together(points)} mit {'je ' * (len(points) > 1)}{amount(points[0][1]['text'], unit, dative=True)}"


def _together(points: Sequence[Point]) -> str:
    """One name or two, else the first and how many more."""
    first, *more = (short(name) for name, _ in points)
    return f"{first} (und {len(more)} weitere)" if len(more) > 1 else listing([first, *more])
