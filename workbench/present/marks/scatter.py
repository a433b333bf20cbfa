"""Scatter with a line per axis, and names that touch neither each other nor a point."""

import math
from typing import Any

from workbench.present.crossing import points
from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body
from workbench.present.marks.places import Box, beside, boxed
from workbench.present.marks.sheet import Plot, width_of
from workbench.present.style import ACCENT, INK, MUTED, PAPER

HIGH = 3.77  # inches of the plot
NAME, CORNER = 7.5, 8.0  # sizes of text
LEFT, RIGHT = 46.0, 10.0  # points beside the plot
_ROOM = 0.08  # of the range, beyond the outermost points


def quadrants(body: Body) -> Plot:
    """Points with their names; the number of points in each quadrant stands in its corner."""
    found, encoding = points(body["rows"]), body["encoding"]
    across, up = (_limits(values, cut) for values, cut in zip(([p[1] for p in found], [p[2] for p in found]), encoding["cuts"], strict=True))
    left = max(LEFT, canvas.PAD + canvas.GAP + max((width_of(canvas.tick(v), canvas.SMALL) for v in _numbers(up)), default=0))
    top, bottom = 24 + canvas.more(canvas.axis_title(body)), 36 + canvas.more(canvas.titled(encoding["x"], body["unit"]))
    plot = canvas.plot(HIGH, left=left, right=RIGHT, top=top, bottom=bottom).over(across, up)
    _frame(plot, body)
    plot.dots([(plot.x(x), plot.y(y)) for _, x, y in found], "o", math.sqrt(26), fill=ACCENT, stroke=PAPER, stroke_width=0.7)
    spots = [(plot.x(x) - plot.left, plot.bottom - plot.y(y)) for _, x, y in found]
    taken = [boxed(x, y, 7, 7) for x, y in spots] + _corners(plot, encoding)
    for (name, _, _), spot in sorted(zip(found, spots, strict=True), key=lambda pair: pair[1]):
        _name(plot, name, spot, taken)
    return plot


def _frame(plot: Plot, body: Body) -> None:
    """Numbers, thin lines, the dividing lines and what the axes are."""
    encoding = body["encoding"]
    for value in _numbers(plot.across):
        canvas.upright(plot, value)
        canvas.at_foot(plot, value, canvas.tick(value))
    for value in _numbers(plot.up):
        canvas.level(plot, value)
        canvas.at_left(plot, value, canvas.tick(value), size=canvas.SMALL, colour=MUTED)
    for line, cut, edge in ((canvas.upright, encoding["cuts"][0], plot.across[0]), (canvas.level, encoding["cuts"][1], plot.up[0])):
        line(plot, cut, INK, 1, dash=(4, 2), layer=1)
        line(plot, edge, MUTED, layer=2.5)
    canvas.below(plot, canvas.titled(encoding["x"], body["unit"]))
    canvas.above(plot, body)


def _numbers(ends: tuple[float, float]) -> list[float]:
    """Few round numbers of an axis."""
    return canvas.between(*ends, nbins=6, steps=[1, 2, 2.5, 5, 10])


def _corners(plot: Plot, encoding: dict[str, Any]) -> list[Box]:
    """Names of the quadrants with their counts, each in its corner."""
    boxes = []
    for place, (corner, count) in enumerate(zip(encoding["corners"], encoding["counts"], strict=True)):
        text, at_right = f"{corner}: {count}", place % 2 == 1
        x, y, size = plot.wide - 4 if at_right else 4, plot.high - 8 if place > 1 else 8, width_of(text, CORNER)
        boxes.append(boxed(x + (-size / 2 if at_right else size / 2), y, size, CORNER * 1.3))
        plot.text(plot.left + x, plot.bottom - y, text, CORNER, anchor="end" if at_right else "", colour=MUTED, italic=True, ground=PAPER, pad=0.3, layer=2)
    return boxes


def _name(plot: Plot, name: str, spot: tuple[float, float], taken: list[Box]) -> None:
    """Name beside its point, with a line where it is not next to it; none where it is so crowded that only the table can tell."""
    wide, high = width_of(name, NAME) + 2, NAME * 1.2
    middle = beside(spot, wide, high, taken, (0, 0, plot.wide, plot.high))
    if middle is None:
        return
    taken.append(boxed(*middle, wide, high))
    far = max(abs(middle[0] - spot[0]) - wide / 2, abs(middle[1] - spot[1]) - high / 2) > 7
    at, to = ((plot.left + x, plot.bottom - y) for x, y in (middle, spot))
    if far:
        plot.line([at, to], MUTED, 0.5)
    plot.text(*at, name, NAME, anchor="middle", ground=PAPER, pad=0.3, layer=2)


def _limits(values: list[float], cut: float) -> tuple[float, float]:
    """Range of an axis: all points and the line, with room around."""
    low, high = min([cut, *values]), max([cut, *values])
    room = _ROOM * ((high - low) or 1)
    return low - room, high + room
