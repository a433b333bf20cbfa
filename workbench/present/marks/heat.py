"""Heat map with its numbers."""

import math

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.marks.sheet import HATCH, PITCH, STEEP, Plot, Point, width_of
from workbench.present.style import MUTED, PAPER, STEPS, text_on

_LETTER = 0.6 * canvas.SMALL  # points: width of most letters
_LONG = 40  # letters of a slanted name
_LEAST = 5.0  # size of a number that can still be read
_RIM = 0.6  # points between a cell and its edge


def heatmap(body: Body) -> Plot:
    """Cells coloured by value; hidden ones are hatched, missing ones empty but for their sign."""
    rows = [canvas.wrapped(row[0]["text"], 26) for row in body["rows"]]
    left = canvas.room_of(rows, 26)
    heads, steep = _heads([c["label"] for c in body["columns"][1:]], canvas.WIDTH * 72 - left - canvas.PAD)
    slope = max(width_of(head, canvas.SMALL) for head in heads) * STEEP + canvas.SMALL
    right = max(canvas.PAD, slope - (canvas.WIDTH * 72 - left - slope) / len(heads) / 2) if steep else canvas.PAD
    above = slope if steep else canvas.HEAD + 1.25 * canvas.SMALL * max(h.count("\n") for h in heads)
    plot = canvas.plot(canvas.height_of(rows, 0.31, 26), left=left, right=right, top=canvas.PAD + above, bottom=canvas.FOOT - canvas.HEAD + canvas.more(canvas.axis_title(body)))
    plot = plot.over(across=(0, len(heads)), up=(len(rows), 0))
    _cells(plot, body)
    _above(plot, heads, steep=steep)
    for y, name in enumerate(rows):
        canvas.at_left(plot, y + 0.5, name)
    canvas.below(plot, canvas.axis_title(body), canvas.GAP)
    return plot


def _heads(heads: list[str], room: float) -> tuple[list[str], bool]:
    """Names of columns in lines, or, where those are wider than a column, slanted; long ones are cut, they would push the cells aside."""
    wide = room / len(heads)
    width = max(4, min(78 // len(heads), int(wide / _LETTER)))
    level = [canvas.wrapped(head, width) for head in heads]
    if max(map(len, " ".join(heads).split()), default=0) <= width and width_of("\n".join(level), canvas.SMALL) <= wide:
        return level, False
    return [head if len(head) <= _LONG else f"{head[: _LONG - 1].rstrip()}…" for head in heads], True


def _above(plot: Plot, heads: list[str], *, steep: bool) -> None:
    """Names above their columns; of narrow columns not each is named."""
    every = math.ceil(PITCH * canvas.SMALL * len(heads) / plot.wide / STEEP) if steep else 1
    for x in range(0, len(heads), every):
        plot.text(plot.x(x + 0.5), plot.y(-0.13), heads[x], canvas.SMALL, anchor="" if steep else "middle", at="bottom", colour=MUTED, turned=steep)


def _cells(plot: Plot, body: Body) -> None:
    """Coloured cells with their numbers; the light end of the scale is zero where no value is negative."""
    values, colours = [0.0, *canvas.shown([c for row in body["rows"] for c in row[1:]])], canvas.shades(STEPS, 256)
    low, span, size = min(values), (max(values) - min(values)) or 1, _size(plot, body)
    for y, row in enumerate(body["rows"]):
        for x, cell in enumerate(row[1:]):
            colour = PAPER if cell["value"] is None else colours[min(255, int((cell["value"] - low) / span * 256))]
            fill = HATCH["hidden"] if cell["state"] == "hidden" else colour
            if fill != PAPER:
                plot.rect((plot.x(x) + _RIM, plot.y(y) + _RIM), (plot.x(x + 1) - _RIM, plot.y(y + 1) - _RIM), fill=fill)
            _number(plot, (x + 0.5, y + 0.5), cell, colour, size)


def _size(plot: Plot, body: Body) -> float:
    """Size of numbers that fit into their cells; 0 where they could not be read."""
    wide = max(width_of(cell["text"], 1) for row in body["rows"] for cell in row[1:])
    size = min(canvas.SMALL, (plot.wide / plot.across[1] - 4 * _RIM) / wide)
    return size if size >= _LEAST else 0.0


def _number(plot: Plot, at: Point, cell: Cell, colour: str, size: float) -> None:
    """Number in the middle of a cell; a sign stands on paper, so that the hatching does not cover it."""
    sign = cell["value"] is None
    if size:
        plot.text(plot.x(at[0]), plot.y(at[1]), cell["text"], size, anchor="middle", bold=sign, colour=text_on(colour), ground=PAPER if sign else "", pad=1.5)
