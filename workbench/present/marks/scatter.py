"""Scatter with a line per axis, and names that touch neither each other nor a point."""

from typing import Any

from matplotlib.axes import Axes  # noqa: TID251 (this is the package that draws)
from matplotlib.figure import Figure  # noqa: TID251

from workbench.present.crossing import points
from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body
from workbench.present.marks.places import Box, beside, boxed
from workbench.present.style import ACCENT, GRID, INK, MUTED, PAPER
from workbench.present.words import in_head

HIGH = 3.77  # inches of the plot
NAME, CORNER = 7.5, 8.0  # sizes of text
LEFT, RIGHT = 46.0, 10.0  # points beside the plot
_ROOM = 0.08  # of the range, beyond the outermost points


def quadrants(body: Body) -> Figure:
    """Points with their names; the number of points in each quadrant stands in its corner."""
    wide, high = canvas.WIDTH * 72 - LEFT - RIGHT, HIGH * 72
    figure, axes = canvas.plot(HIGH, left=LEFT, right=RIGHT, top=24, bottom=36)
    found, encoding = points(body["rows"]), body["encoding"]
    (west, east), (south, north) = (_limits(values, cut) for values, cut in zip(([p[1] for p in found], [p[2] for p in found]), encoding["cuts"], strict=True))
    axes.set(xlim=(west, east), ylim=(south, north))
    _frame(axes, body)
    axes.scatter([p[1] for p in found], [p[2] for p in found], s=26, color=ACCENT, edgecolor=PAPER, linewidth=0.7, zorder=3)
    spots = [((x - west) / (east - west) * wide, (y - south) / (north - south) * high) for _, x, y in found]
    taken = [boxed(x, y, 7, 7) for x, y in spots] + _corners(axes, encoding, wide, high)
    for (name, _, _), spot in sorted(zip(found, spots, strict=True), key=lambda pair: pair[1]):
        _name(axes, name, spot, taken, (0, 0, wide, high))
    return figure


def _frame(axes: Axes, body: Body) -> None:
    """Numbers, thin lines, the dividing lines and what the axes are."""
    encoding, steps = body["encoding"], [1, 2, 2.5, 5, 10]
    across, up = (canvas.between(*ends, nbins=6, steps=steps) for ends in (axes.get_xlim(), axes.get_ylim()))
    for lines, at, edges in ((axes.vlines, across, axes.get_xaxis_transform()), (axes.hlines, up, axes.get_yaxis_transform())):
        lines(at, 0, 1, transform=edges, color=GRID, linewidth=0.6, zorder=0)
    for value in across:
        canvas.at_foot(axes, value, canvas.tick(value))
    for value in up:
        canvas.at_left(axes, value, canvas.tick(value), size=canvas.SMALL, color=MUTED)
    for line, cut in ((axes.axvline, encoding["cuts"][0]), (axes.axhline, encoding["cuts"][1])):
        line(cut, color=INK, linewidth=1, linestyle=(0, (4, 2)), zorder=1)
    axes.spines[["left", "bottom"]].set_visible(True)
    canvas.below(axes, in_head(encoding["x"]) + ("" if body["unit"] in encoding["x"] else f" ({body['unit']})"))
    axes.set_title(canvas.axis_title(body), loc="left", fontsize=canvas.SMALL, color=MUTED)


def _corners(axes: Axes, encoding: dict[str, Any], wide: float, high: float) -> list[Box]:
    """Names of the quadrants with their counts, each in its corner."""
    boxes = []
    for place, (corner, count) in enumerate(zip(encoding["corners"], encoding["counts"], strict=True)):
        text, at_right = f"{corner}: {count}", place % 2 == 1
        x, y, size = wide - 4 if at_right else 4, high - 8 if place > 1 else 8, canvas.width_of(text, CORNER)
        boxes.append(boxed(x + (-size / 2 if at_right else size / 2), y, size, CORNER * 1.3))
        axes.annotate(text, (x, y), xycoords="axes points", ha="right" if at_right else "left", va="center", fontsize=CORNER, color=MUTED, fontstyle="italic", zorder=2)
    return boxes


def _name(axes: Axes, name: str, spot: tuple[float, float], taken: list[Box], room: Box) -> None:
    """Name beside its point, with a line where it is not next to it; none where it is so crowded that only the table can tell."""
    wide, high = canvas.width_of(name, NAME) + 2, NAME * 1.2
    middle = beside(spot, wide, high, taken, room)
    if middle is None:
        return
    taken.append(boxed(*middle, wide, high))
    far = max(abs(middle[0] - spot[0]) - wide / 2, abs(middle[1] - spot[1]) - high / 2) > 7
    arrow = {"arrowstyle": "-", "color": MUTED, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2} if far else None
    axes.annotate(name, spot, xycoords="axes points", xytext=middle, textcoords="axes points", ha="center", va="center", fontsize=NAME, zorder=2, arrowprops=arrow, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.3})


def _limits(values: list[float], cut: float) -> tuple[float, float]:
    """Range of an axis: all points and the line, with room around."""
    low, high = min([cut, *values]), max([cut, *values])
    room = _ROOM * ((high - low) or 1)
    return low - room, high + room
