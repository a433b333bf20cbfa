"""Map of areas coloured by class, with legend, scale and north arrow."""

import itertools
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes  # noqa: TID251 (this is the package that draws)
from matplotlib.figure import Figure  # noqa: TID251
from matplotlib.patches import Patch, PathPatch  # noqa: TID251
from matplotlib.path import Path  # noqa: TID251

from workbench.present.marks.canvas import HATCH, MEANING, SMALL, Body, Cell, axis_title, canvas, width_of, wrapped
from workbench.present.marks.places import Ring, broken, place
from workbench.present.number import number
from workbench.present.style import INK, MUTED, PAPER, STEPS, text_on
from workbench.present.words import amount

MAP = 4.9  # inches: width of the map itself, the legend stands beside it
TALL = 5.2  # inches: a map is never taller
SIZES = (7.5, 6.5)  # of names; the smaller one where the other does not fit
AIR = 5  # points around a name


def choropleth(body: Body) -> Figure:
    """Areas in the colour of their class; hidden and missing ones are hatched."""
    points = [p for area in body["geometry"] for ring in area["rings"] for p in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    height = min(TALL, MAP * (top - bottom) / (right - left))
    figure, axes = canvas(height + 0.45)
    foot = 0.07 * (top - bottom)
    axes.set(xlim=(left, right), ylim=(bottom - foot, top), aspect="equal", anchor="W")
    axes.set_axis_off()
    points_per_metre = height * 72 / (top - bottom) * 0.94
    rows = {row[0]["text"]: row for row in body["rows"]}
    for area in body["geometry"]:
        _area(axes, area, rows.get(area["key"]), body, points_per_metre)
    _scale(axes, left, bottom - foot * 0.75, (right - left) / 4)
    _legend(figure, body, {_state(rows.get(area["key"])) for area in body["geometry"]})
    return figure


def _area(axes: Axes, area: dict[str, Any], row: list[Cell] | None, body: Body, scale: float) -> None:
    """One polygon with its name where that fits."""
    state = _state(row)
    colour = PAPER if row is None or state else _colour(row[-1]["value"], body["encoding"]["classes"])
    axes.add_patch(PathPatch(_path(area["rings"]), facecolor=colour, edgecolor=MUTED, linewidth=0.7, hatch=HATCH.get(state)))
    if row is None:
        return
    found = _fitting(row[-2]["text"], area["rings"], scale)
    if found:
        (x, y), text, size = found
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1} if state else None
        axes.text(x, y, text, ha="center", va="center", fontsize=size, color=text_on(colour), bbox=box, linespacing=1.05)


def _fitting(name: str, rings: Sequence[Ring], scale: float) -> tuple[tuple[float, float], str, float] | None:
    """Place for a name, in one line or several, and its size; None where it does not fit into the area."""
    for text, size in itertools.product(broken(name), SIZES):
        wide, high = width_of(text, size) + AIR, (text.count("\n") + 1) * size * 1.15
        spot = place(rings, wide / scale, high / scale)
        if spot:
            return spot, text, size
    return None


def _path(rings: Sequence[Ring]) -> Path:
    """Outline with its holes."""
    corners = [(x, y) for ring in rings for x, y in ring]
    codes = [code for ring in rings for code in (Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY)]
    return Path(corners, codes)


def _state(row: list[Cell] | None) -> str:
    """Whether an area's value is hidden or missing; also missing where there is no row."""
    return "missing" if row is None else str(row[-1]["state"])


def _colour(value: float, classes: Sequence[dict[str, Any]]) -> str:
    """Colour of the class in which a value lies."""
    found = next(i for i, c in enumerate(classes) if c["from"] <= value <= c["to"])
    return _colours(len(classes))[found]


def _colours(count: int) -> list[str]:
    """Light to dark, over the whole range also for few classes."""
    return [STEPS[round(i * (len(STEPS) - 1) / max(1, count - 1))] for i in range(count)]


def _legend(figure: Figure, body: Body, states: set[str]) -> None:
    """Classes with their bounds, the highest on top, with the number of areas."""
    classes = body["encoding"]["classes"]
    marks = [Patch(facecolor=c, edgecolor=MUTED, linewidth=0.7) for c in _colours(len(classes))][::-1]
    texts = [f"{c['text']} ({c['count']})" for c in classes][::-1]
    for state in sorted(states - {""}):
        marks.append(Patch(facecolor=PAPER, edgecolor=MUTED, linewidth=0.7, hatch=HATCH[state]))
        texts.append(MEANING[state])
    legend = figure.legend(marks, texts, loc="outside right upper", title=wrapped(axis_title(body), 24), handlelength=1.6, handleheight=1.2, alignment="left")
    legend.get_title().set_fontsize(SMALL)


def _scale(axes: Axes, x: float, y: float, room: float) -> None:
    """Bar of a round length; north is above, as in all maps in metres."""
    metres = max(step * 10**power for power in range(6) for step in (1, 2, 5) if step * 10**power <= max(room, 1))
    text = amount(number(metres / 1000), "km") if metres >= 1000 else amount(number(metres), "m")
    axes.plot([x, x + metres], [y, y], color=INK, linewidth=1.6, solid_capstyle="butt")
    axes.annotate(f"{text}\u2003↑ N", (x + metres, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=SMALL)
