"""What the marks share: the look, an empty figure, labels, axes and signs for hidden values."""

import contextlib
import functools
import math
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import matplotlib as mpl  # noqa: TID251 (this is the package that draws)
import seaborn as sns  # noqa: TID251
from matplotlib.axes import Axes  # noqa: TID251
from matplotlib.figure import Figure  # noqa: TID251
from matplotlib.font_manager import FontProperties  # noqa: TID251
from matplotlib.patches import Rectangle  # noqa: TID251
from matplotlib.textpath import text_to_path  # noqa: TID251
from matplotlib.ticker import MaxNLocator  # noqa: TID251

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
HATCH = {"hidden": "/////", "missing": "-----"}
MEANING = {"hidden": "nicht ausgewiesen", "missing": "keine Angabe"}


@contextlib.contextmanager
def look() -> Iterator[None]:
    """The one look, for drawing and for saving."""
    style = sns.axes_style("ticks") | {
        "axes.edgecolor": MUTED, "axes.linewidth": 0.6, "axes.spines.top": False, "axes.spines.right": False, "axes.spines.bottom": False, "axes.spines.left": False,
        "font.family": ["DejaVu Sans"], "font.size": 9.5, "hatch.color": MUTED, "hatch.linewidth": 0.7,
        "svg.fonttype": "none", "svg.hashsalt": "workbench", "text.color": INK, "text.parse_math": False,
    }  # fmt: skip
    with mpl.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)  # text stays text: the reader's fonts have it
        yield


def plot(height: float, *, left: float = PAD, right: float = PAD, top: float = PAD, bottom: float = FOOT) -> tuple[Figure, Axes]:
    """Figure of the page's width with axes so many inches high and points from its edges: a layout engine would draw all of it twice to find them."""
    wide, high = WIDTH * 72, top + height * 72 + bottom
    figure = Figure(figsize=(WIDTH, high / 72), facecolor="none")
    return figure, figure.add_axes((left / wide, bottom / high, (wide - left - right) / wide, height * 72 / high), facecolor="none", xticks=[], yticks=[])


def wrapped(label: str, width: int = 30) -> str:
    """Label broken into lines; after three it is cut."""
    return "\n".join(textwrap.wrap(label, width, max_lines=3, placeholder=" …")) or " "


@functools.lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Points that a text needs from left to right."""
    font = FontProperties(family=["DejaVu Sans"], size=size)
    return max(float(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]) for line in text.split("\n"))


def room_of(labels: Sequence[str], width: int = 30) -> float:
    """Points from the left edge of a figure to its plot, for the names of rows."""
    return PAD + GAP + max(width_of(wrapped(label, width), NAME) for label in labels)


def names(axes: Axes, labels: Sequence[str], width: int = 30) -> None:
    """Names of rows at the left, first on top."""
    axes.set_ylim(len(labels) - 0.5, -0.5)
    for y, label in enumerate(labels):
        at_left(axes, y, wrapped(label, width))


def at_left(axes: Axes, y: float, text: str, *, size: float = NAME, color: str = INK) -> None:
    """Text before the left edge of a plot; matplotlib's own ticks would take most of the time of a drawing."""
    axes.text(-GAP / _size(axes)[0], y, text, transform=axes.get_yaxis_transform(), ha="right", va="center_baseline", fontsize=size, color=color)


def at_foot(axes: Axes, x: float, text: str) -> None:
    """Text below a value of a plot."""
    axes.text(x, -GAP / _size(axes)[1], text, transform=axes.get_xaxis_transform(), ha="center", va="top", fontsize=SMALL, color=MUTED)


def below(axes: Axes, text: str, down: float = 2 * GAP + SMALL) -> None:
    """What an axis is, so many points below a plot."""
    axes.text(0.5, -down / _size(axes)[1], text, transform=axes.transAxes, ha="center", va="top", fontsize=SMALL, color=MUTED)


def _size(axes: Axes) -> tuple[float, float]:
    """Width and height of a plot in points."""
    point = mpl.rcParams["figure.dpi"] / 72
    return axes.bbox.width / point, axes.bbox.height / point


def height_of(labels: Sequence[str], row: float = ROW, width: int = 30) -> float:
    """Inches that rows need, the wrapped ones more."""
    lines = max((wrapped(label, width).count("\n") for label in labels), default=0) + 1
    return len(labels) * max(row, 0.06 + 0.16 * lines)


def value_axis(axes: Axes, body: Body) -> None:
    """Few numbers in German with thin lines up from them, and the unit; on both sides of a pyramid they grow outwards."""
    at = ticks(body, *axes.get_xlim())
    axes.vlines(at, 0, 1, transform=axes.get_xaxis_transform(), color=GRID, linewidth=0.6, zorder=0)
    for value in at:
        at_foot(axes, value, tick(abs(value) if body["mark"] == "pyramid" else value))
    below(axes, axis_title(body))


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
    name, unit = in_head(body["encoding"]["value"]), body["unit"]
    return name if unit in name else f"{name} ({unit})"


def tick(value: float) -> str:
    """Number on an axis with as many decimals as it has."""
    exact = round(value, 4)
    digits = len(f"{exact}".partition(".")[2].rstrip("0"))
    return number(exact, digits)


def printed(cell: Cell, unit: str) -> str:
    """Value with its unit where that is short, else alone."""
    return amount(cell["text"], unit) if unit == "%" and cell["value"] is not None else cell["text"]


def band(axes: Axes, y: float, end: float, *, start: float = 0.0, height: float = 0.68, **look: Any) -> None:  # noqa: ANN401 (as Rectangle takes them)
    """Bar of a row; ``Axes.barh`` takes three times as long."""
    axes.add_artist(Rectangle((start, y - height / 2), end - start, height, **{"linewidth": 0, "zorder": 2, **look}))


def keys(figure: Figure, looks: Sequence[Body], texts: Sequence[str], *, top: float, across: int) -> None:
    """What bars mean, line by line, from so many points below the upper edge of a figure."""
    wide, high, step = WIDTH * 72, figure.get_figheight() * 72, max(width_of(text, KEY) for text in texts) + KEY_ROOM
    for i, (look, text) in enumerate(zip(looks, texts, strict=True)):
        x, y = PAD + i % across * step, high - top - KEYS * (i // across + 0.5)
        figure.add_artist(Rectangle((x / wide, (y - KEY / 2) / high), KEY / wide, KEY / high, **look))
        figure.text((x + 1.6 * KEY) / wide, y / high, text, va="center_baseline", fontsize=KEY)


def beside(axes: Axes, x: float, y: float, text: str, *, left: bool = False, bold: bool = False, ground: str = PAPER) -> None:
    """Text beside the end of a mark, on a ground so that lines do not cross it."""
    low, high = axes.get_xlim()
    gap = GAP / _size(axes)[0] * (high - low)
    axes.text(
        x - gap if left else x + gap, y, text, ha="right" if left else "left", va="center", fontsize=VALUE, fontweight="bold" if bold else "normal", zorder=5,
        color=INK if ground == PAPER else text_on(ground), bbox={"facecolor": ground, "edgecolor": "none", "pad": 0.6},
    )  # fmt: skip


def crossed(body: Body, start: float, length: float) -> bool:
    """Whether the line to compare with runs through a text of that length, to the left where it is negative."""
    line = body["encoding"]["reference"]
    return line is not None and line["value"] is not None and min(0, length) < line["value"] - start < max(0, length)


def length_of(axes: Axes, text: str) -> float:
    """Length of the text of a value and its gap on the value axis."""
    low, high = axes.get_xlim()
    return _share(axes, text) * (high - low)


def _share(axes: Axes, text: str) -> float:
    """Share of the width of a plot that a text and its gap take."""
    return (width_of(text, VALUE) + 2 * GAP) / _size(axes)[0]


def told(cell: Cell, unit: str) -> str:
    """Value as it is printed, or the sign of a hidden or missing one and what it means."""
    return printed(cell, unit) if cell["value"] is not None else f"{cell['text']} {MEANING[cell['state']]}"


def reference(axes: Axes, body: Body, *, layer: float) -> None:
    """Line to compare with, named at its head; over bars, under dots."""
    line = body["encoding"].get("reference")
    if line is None or line["value"] is None:
        return
    axes.axvline(line["value"], color=PAPER, linewidth=2.4, zorder=layer)
    axes.axvline(line["value"], color=INK, linewidth=1, linestyle=(0, (4, 2)), zorder=layer)
    said, (wide, high), (low, most) = f"{line['label']}: {printed(line, body['unit'])}", _size(axes), axes.get_xlim()
    half = width_of(said, SMALL) / 2
    middle = max(half, min(wide - half, (line["value"] - low) / (most - low) * wide))  # at an edge, what would be cut off is moved inwards
    axes.text(middle / wide, 1 + 3 / high, said, transform=axes.transAxes, ha="center", va="bottom", fontsize=SMALL)


def fit(axes: Axes, values: Sequence[float], texts: Sequence[tuple[float, str]]) -> None:
    """Range of the value axis from zero, with room for texts beside values: to the left of negative ones."""
    low, high = min([0.0, *values]), max([0.0, *values])
    high += (high == low) * 1.0
    shares = [(at, min(0.8, _share(axes, said))) for at, said in texts]
    for _ in range(40):  # each time what is missing becomes smaller by the share
        span = high - low
        low, high = min([low, *(at - share * span for at, share in shares if at < 0)]), max([high, *(at + share * span for at, share in shares if at >= 0)])
    axes.set_xlim(low, high)


def numbers(cells: Sequence[Cell]) -> list[float]:
    """Shown values as floats, NaN for the others."""
    return [math.nan if c["value"] is None else float(c["value"]) for c in cells]


def shown(cells: Sequence[Cell]) -> list[float]:
    """Shown values only."""
    return [float(c["value"]) for c in cells if c["value"] is not None]
