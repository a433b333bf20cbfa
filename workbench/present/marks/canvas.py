"""What the marks share: an empty plot, labels, axes and signs for hidden values."""

import functools
import math
import re
import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from matplotlib.ticker import MaxNLocator  # noqa: TID251 (this is the package that draws)

from workbench.present.marks.sheet import PITCH, Plot, width_of
from workbench.present.number import number
from workbench.present.style import GRID, INK, MUTED, PAPER, text_on
from workbench.present.words import amount, in_head

Body = dict[str, Any]
Cell = dict[str, Any]

WIDTH = 7.2  # inches: the text width of a printed page
ROW = 0.29  # inches per bar
SMALL, NAME, VALUE, KEY = 8.5, 9.5, 9.0, 9.0  # sizes of text: at axes, of rows, beside marks, of a legend
PAD, GAP, FOOT = 6.0, 4.0, 31.0  # points around a figure, beside a mark, and below a plot for its axis
HEAD, KEYS, KEY_ROOM = 14.0, 15.0, 32.0  # points of a line above a plot, of a line of keys, of a key and the gap behind it
MEANING = {"hidden": "nicht ausgewiesen", "missing": "keine Angabe"}


def plot(height: float, *, left: float = PAD, right: float = PAD, top: float = PAD, bottom: float = FOOT) -> Plot:
    """Sheet of the page's width with a plot so many inches high and points from its edges."""
    wide, high = WIDTH * 72, top + height * 72 + bottom
    return Plot((wide, high), left, top, wide - left - right, height * 72)


def wrapped(label: str, width: int = 30) -> str:
    """Label broken into lines, a long word after its slashes; after three it is cut."""
    words = [re.sub(r"(?<=\w)/(?=\w)", "/\v", word) if len(word) > width else word for word in label.split()]
    return "\n".join(textwrap.wrap(" ".join(words), width, max_lines=3, placeholder=" …", replace_whitespace=False)).replace("\v", "") or " "


def room_of(labels: Sequence[str], width: int = 30) -> float:
    """Points from the left edge of a figure to its plot, for the names of rows."""
    return PAD + GAP + max(width_of(wrapped(label, width), NAME) for label in labels)


def rows(plot: Plot, labels: Sequence[str], width: int = 30) -> Plot:
    """Plot with a row per name, first on top, and the names at the left."""
    made = plot.over(up=(len(labels) - 0.5, -0.5))
    for y, label in enumerate(labels):
        at_left(made, y, wrapped(label, width))
    return made


def at_left(plot: Plot, y: float, text: str, *, size: float = NAME, colour: str = INK) -> None:
    """Text before the left edge of a plot."""
    plot.text(plot.left - GAP, plot.y(y), text, size, anchor="end", at="baseline", colour=colour)


def at_foot(plot: Plot, x: float, text: str) -> None:
    """Text below a value of a plot."""
    plot.text(inwards(plot, plot.x(x), width_of(text, SMALL)), plot.bottom + GAP, text, SMALL, anchor="middle", at="top", colour=MUTED)


def inwards(plot: Plot, middle: float, wide: float) -> float:
    """Middle of a text so wide, moved where an edge of the sheet would cut it off."""
    return max(PAD + wide / 2, min(plot.size[0] - PAD - wide / 2, middle))


def below(plot: Plot, text: str, down: float = 2 * GAP + SMALL) -> None:
    """What an axis is, so many points below a plot."""
    plot.text(inwards(plot, plot.left + plot.wide / 2, width_of(text, SMALL)), plot.bottom + down, text, SMALL, anchor="middle", at="top", colour=MUTED)


def above(plot: Plot, body: Body) -> None:
    """What the axis at the left is, above it: read without turning the head."""
    said = axis_title(body)
    wide = width_of(said, SMALL)
    plot.text(inwards(plot, plot.left + wide / 2, wide) - wide / 2, plot.top - PAD, said, SMALL, at="foot", colour=MUTED)


def height_of(labels: Sequence[str], row: float = ROW, width: int = 30) -> float:
    """Inches that rows need, the wrapped ones more."""
    lines = max((wrapped(label, width).count("\n") for label in labels), default=0) + 1
    return len(labels) * max(row, 0.06 + 0.16 * lines)


def upright(plot: Plot, value: float, colour: str = GRID, width: float = 0.6, *, dash: Sequence[float] = (), layer: float = 0) -> None:
    """Line up through a plot at a value."""
    plot.line([(plot.x(value), plot.bottom), (plot.x(value), plot.top)], colour, width, dash=dash, layer=layer)


def level(plot: Plot, value: float, colour: str = GRID, width: float = 0.6, *, dash: Sequence[float] = (), layer: float = 0) -> None:
    """Line across a plot at a value."""
    plot.line([(plot.left, plot.y(value)), (plot.right, plot.y(value))], colour, width, dash=dash, layer=layer)


def value_axis(plot: Plot, body: Body) -> None:
    """Few numbers in German with thin lines up from them, and the unit; on both sides of a pyramid they grow outwards."""
    for value in ticks(body, *plot.across):
        upright(plot, value)
        at_foot(plot, value, tick(abs(value) if body["mark"] == "pyramid" else value))
    below(plot, axis_title(body))


def ticks(body: Body, low: float, high: float) -> list[float]:
    """Few round numbers of an axis, whole ones for whole numbers; none where no value is shown."""
    cells = [c for row in body["rows"] for c in row]
    whole = all(isinstance(c["value"], int | None) for c in cells)
    return between(low, high, nbins=5, steps=[1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10], integer=whole) if shown(cells) else []


def between(low: float, high: float, **how: Any) -> list[float]:  # noqa: ANN401 (as MaxNLocator takes them)
    """Round numbers of an axis."""
    return [float(v) for v in MaxNLocator(**how).tick_values(low, high) if low <= v <= high]


def axis_title(body: Body) -> str:
    """Name of the values with their unit, which is not said twice."""
    return titled(body["encoding"]["value"], body["unit"])


def titled(column: str, unit: str) -> str:
    """Name of a column with its unit, in lines that are no longer than a sheet."""
    name = in_head(column)
    return fitting(name if unit in name else f"{name} ({unit})", SMALL, WIDTH * 72 - 2 * PAD)


def more(text: str, size: float = SMALL) -> float:
    """Points that the further lines of a text need."""
    return text.count("\n") * PITCH * size


def fitting(text: str, size: float, room: float) -> str:
    """Text in lines that are no longer than the room."""
    wide = width_of(text, size)
    ways = (wrapped(text, letters) for letters in range(int(len(text) * room / wide), 8, -1)) if wide > room else [text]
    return next((way for way in ways if width_of(way, size) <= room), wrapped(text, 8))


def tick(value: float) -> str:
    """Number on an axis with as many decimals as it has."""
    exact = Decimal(f"{round(value, 10):.12g}").normalize()
    return number(float(exact), len(f"{exact:f}".partition(".")[2]))


def printed(cell: Cell, unit: str) -> str:
    """Value with its unit where that is short, else alone."""
    return amount(cell["text"], unit) if unit == "%" and cell["value"] is not None else cell["text"]


def band(plot: Plot, y: float, end: float, *, start: float = 0.0, height: float = 0.68, layer: float = 2, **look: Any) -> None:  # noqa: ANN401 (as Plot.rect takes them)
    """Bar of a row."""
    plot.rect((plot.x(start), plot.y(y - height / 2)), (plot.x(end), plot.y(y + height / 2)), layer=layer, **look)


def key(text: str) -> str:
    """Text of a key, in lines that are no longer than a sheet."""
    return fitting(text, KEY, WIDTH * 72 - KEY_ROOM)


def height_of_keys(texts: Sequence[str]) -> float:
    """Points that keys need."""
    return _key_line(texts) * math.ceil(len(texts) / _abreast(texts))


def _key_line(texts: Sequence[str]) -> float:
    """Points from one line of keys to the next."""
    return KEYS + max(more(text, KEY) for text in texts)


def _abreast(texts: Sequence[str]) -> int:
    """Keys that stand side by side."""
    return max(1, min(len(texts), int(WIDTH * 72 // (max(width_of(text, KEY) for text in texts) + KEY_ROOM))))


def keys(plot: Plot, looks: Sequence[Body], texts: Sequence[str], *, top: float) -> None:
    """What bars mean, line by line, from so many points below the upper edge of a figure."""
    step, line, across = max(width_of(text, KEY) for text in texts) + KEY_ROOM, _key_line(texts), _abreast(texts)
    for i, (look, text) in enumerate(zip(looks, texts, strict=True)):
        x, y = PAD + i % across * step, top + line * (i // across + 0.5)
        plot.rect((x, y - KEY / 2), (x + KEY, y + KEY / 2), **look)
        plot.text(x + 1.6 * KEY, y, text, KEY, at="baseline")


def beside(plot: Plot, x: float, y: float, text: str, *, left: bool = False, bold: bool = False, ground: str = PAPER) -> None:
    """Text beside the end of a mark, on a ground so that lines do not cross it."""
    at, colour = plot.x(x) - GAP if left else plot.x(x) + GAP, INK if ground == PAPER else text_on(ground)
    plot.text(at, plot.y(y), text, VALUE, anchor="end" if left else "", bold=bold, colour=colour, ground=ground, layer=5)


def crossed(body: Body, start: float, length: float) -> bool:
    """Whether the line to compare with runs through a text of that length, to the left where it is negative."""
    line = body["encoding"]["reference"]
    return line is not None and line["value"] is not None and min(0, length) < line["value"] - start < max(0, length)


def length_of(plot: Plot, text: str) -> float:
    """Length of the text of a value and its gap on the value axis."""
    low, high = plot.across
    return share(plot, text) * (high - low)


def share(plot: Plot, text: str) -> float:
    """Share of the width of a plot that a text and its gap take."""
    return (width_of(text, VALUE) + 2 * GAP) / plot.wide


def told(cell: Cell, unit: str) -> str:
    """Value as it is printed, or the sign of a hidden or missing one and what it means."""
    return printed(cell, unit) if cell["value"] is not None else f"{cell['text']} {MEANING[cell['state']]}"


def compared(body: Body) -> str:
    """Name and value of the line to compare with, in lines that are no longer than a sheet."""
    line = body["encoding"]["reference"]
    return fitting(f"{line['label']}: {printed(line, body['unit'])}", SMALL, WIDTH * 72 - 2 * PAD)


def reference(plot: Plot, body: Body, *, layer: float) -> None:
    """Line to compare with, named at its head; over bars, under dots."""
    line = body["encoding"].get("reference")
    if line is None or line["value"] is None:
        return
    upright(plot, line["value"], PAPER, 2.4, layer=layer)
    upright(plot, line["value"], INK, 1, dash=(4, 2), layer=layer)
    said = compared(body)
    half = width_of(said, SMALL) / 2
    middle = min(max(plot.left + half, plot.x(line["value"])), plot.right - half)  # at an edge, what would be cut off is moved inwards
    plot.text(inwards(plot, middle, 2 * half), plot.top - 3, said, SMALL, anchor="middle", at="bottom")


def fit(plot: Plot, values: Sequence[float], texts: Sequence[tuple[float, str]]) -> Plot:
    """Plot whose value axis begins at zero and has room for texts beside values: to the left of negative ones."""
    low, high = min([0.0, *values]), max([0.0, *values])
    high += (high == low) * 1.0
    shares = [(at, min(0.8, share(plot, said))) for at, said in texts]
    for _ in range(40):  # each time what is missing becomes smaller by the share
        span = high - low
        low, high = min([low, *(at - share * span for at, share in shares if at < 0)]), max([high, *(at + share * span for at, share in shares if at >= 0)])
    return plot.over(across=(low, high))


@functools.cache
def shades(colours: tuple[str, ...], count: int) -> list[str]:
    """Colours from the first to the last."""
    import seaborn as sns  # noqa: TID251 (as above; it takes a second, and most figures need no shades)

    return [str(c) for c in sns.blend_palette(colours, count).as_hex()]


def numbers(cells: Sequence[Cell]) -> list[float]:
    """Shown values as floats, NaN for the others."""
    return [math.nan if c["value"] is None else float(c["value"]) for c in cells]


def shown(cells: Sequence[Cell]) -> list[float]:
    """Shown values only."""
    return [float(c["value"]) for c in cells if c["value"] is not None]
