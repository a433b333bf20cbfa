"""Figure of two values per area: a scatter with lines that divide it."""

from collections import Counter
from typing import Any

from workbench.disclosure.cells import Released
from workbench.errors import ReleaseError
from workbench.present import alt, shape
from workbench.present.description import EMPTY, Description
from workbench.present.number import number
from workbench.present.shape import Cell, Text
from workbench.present.table import Digits
from workbench.present.words import listing

_LISTED = 5  # so many names are read out per quadrant


def quadrants(
    released: Released,
    x: str,
    y: str,
    label: str,
    *,
    title: str,
    cuts: tuple[float, float] = (0, 0),
    corners: tuple[str, str, str, str] = ("links unten", "rechts unten", "links oben", "rechts oben"),
    unit: str = "",
    digits: Digits = None,
    note: str = "",
) -> Description:
    """Scatter with a line per axis, e.g. status across and dynamics upwards.

    Parameters
    ----------
    released, title, unit, digits, note
        As in `workbench.present.figure.bar`.
    x, y
        Columns of numbers: to the right and upwards.
    label
        Column of names.
    cuts
        Where the lines stand, on x and on y; a value that equals a cut belongs to the side above it.
    corners
        Names of the quadrants: below left, below right, above left, above right.

    Returns
    -------
    Description
        Of kind figure; one row per name. A point with a hidden or missing value is not drawn. An empty group where the
        frame is empty.

    Raises
    ------
    ReleaseError
        If the data were not released, a column is missing or holds no numbers, or the corners are not four.
    """
    sheet = shape.take(released, "figure.quadrants", [label], [x, y])
    if len(cuts) != 2 or len(corners) != 4:
        raise ReleaseError(f"figure.quadrants: cuts= nennt {len(cuts)} Schnitte und corners= {len(corners)} Namen – erwartet 2 (x, y) und 4 (links unten, rechts unten, links oben, rechts oben).")
    if sheet.frame.empty:
        return EMPTY
    cells = shape.evenly(shape.by_value(sheet, label, x), digits)
    rows = cells["rows"]
    shown = [row for row in rows if row[1]["value"] is not None and row[2]["value"] is not None]
    homes = {row[0]["text"]: corners[(row[1]["value"] >= cuts[0]) + 2 * (row[2]["value"] >= cuts[1])] for row in shown}
    said = alt.joined(
        f"Streudiagramm, {alt.things(label, len(rows))}; waagerecht {x}, senkrecht {y}, geteilt bei {_cut(cuts[0])} und {_cut(cuts[1])}.",
        *(_told(corner, [n for n, home in homes.items() if home == corner]) for corner in dict.fromkeys(reversed(corners))),
        f"Am weitesten rechts: {_largest(shown, 1, unit)}; am weitesten oben: {_largest(shown, 2, unit)}." if shown else alt.NOTHING,
        alt.unshown(shape.values(cells)),
    )
    counts = Counter(homes.values())
    encoding: dict[str, Any] = {"label": label, "value": y, "x": x, "cuts": list(cuts), "corners": list(corners), "counts": [counts[c] for c in corners]}
    return shape.build("quadrants", sheet, Text(released, title, unit, note, digits), cells, said=said, encoding=encoding)


def points(rows: list[list[Cell]]) -> list[tuple[str, float, float]]:
    """Name, x and y of all that can be drawn."""
    return [(row[0]["text"], float(row[1]["value"]), float(row[2]["value"])) for row in rows if row[1]["value"] is not None and row[2]["value"] is not None]


def _largest(rows: list[list[Cell]], column: int, unit: str) -> str:
    """Name and value of the row with the largest value."""
    return alt.largest([(row[0]["text"], row[column]) for row in rows], unit)


def _cut(value: float) -> str:
    """Cut with as many decimals as it has."""
    return number(value, len(f"{round(value, 4)}".partition(".")[2].rstrip("0")))


def _told(corner: str, names: list[str]) -> str:
    """How many points are in a quadrant, and the first of them."""
    if not names:
        return ""
    rest = len(names) - _LISTED
    some = listing([*names[:_LISTED], f"{rest} weitere"] if rest > 1 else names)
    return f"{corner}: {len(names)} ({some})."
