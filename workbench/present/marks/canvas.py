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
from matplotlib.textpath import text_to_path  # noqa: TID251
from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: TID251

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
        "axes.edgecolor": MUTED, "axes.labelcolor": MUTED, "axes.linewidth": 0.6, "axes.spines.top": False, "axes.spines.right": False,
        "font.family": ["DejaVu Sans"], "font.size": 9.5, "axes.labelsize": SMALL, "xtick.labelsize": SMALL, "grid.color": GRID, "grid.linewidth": 0.6,
        "hatch.color": MUTED, "hatch.linewidth": 0.7, "legend.fontsize": 9, "legend.frameon": False, "svg.fonttype": "none", "text.parse_math": False,
        "svg.hashsalt": "workbench", "text.color": INK, "xtick.color": MUTED, "ytick.color": INK, "ytick.labelsize": 9.5,
        "xtick.major.size": 0, "ytick.major.size": 0, "xtick.bottom": False, "ytick.left": False,
    }  # fmt: skip
    with mpl.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)  # text stays text: the reader's fonts have it
        yield


def canvas(height: float, *, left: float = PAD, right: float = PAD, top: float = PAD, bottom: float = FOOT) -> tuple[Figure, Axes]:
    """Figure of the page's width with axes so many inches high and points from its edges: a layout engine would draw all of it twice to find them."""
    wide, high = WIDTH * 72, top + height * 72 + bottom
    figure = Figure(figsize=(WIDTH, high / 72), facecolor="none")
    return figure, figure.add_axes((left / wide, bottom / high, (wide - left - right) / wide, height * 72 / high), facecolor="none")


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
    axes.set_yticks(range(len(labels)), [wrapped(label, width) for label in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.spines["left"].set_visible(False)


def height_of(labels: Sequence[str], row: float = ROW, width: int = 30) -> float:
    """Inches that rows need, the wrapped ones more."""
    lines = max((wrapped(label, width).count("\n") for label in labels), default=0) + 1
    return len(labels) * max(row, 0.06 + 0.16 * lines)


def value_axis(axes: Axes, body: Body, *, vertical: bool = False) -> None:
    """Few ticks with German numbers, thin grid, and the unit."""
    axis = axes.yaxis if vertical else axes.xaxis
    whole = all(isinstance(c["value"], int | None) for row in body["rows"] for c in row)
    axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10], integer=whole))
    if not shown([c for row in body["rows"] for c in row]):
        axis.set_ticks([])
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick(value)))
    axis.grid(visible=True, zorder=0)
    axes.set_axisbelow(True)
    axes.spines["bottom"].set_visible(vertical)
    axes.spines["left"].set_visible(False)
    if vertical:  # read without turning the head
        axes.set_title(axis_title(body), loc="left", fontsize=SMALL, color=MUTED)
    else:
        axes.set_xlabel(axis_title(body))


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


def beside(axes: Axes, x: float, y: float, text: str, *, left: bool = False, bold: bool = False, ground: str = PAPER) -> None:
    """Text beside the end of a mark, on a ground so that lines do not cross it."""
    axes.annotate(
        text, (x, y), xytext=(-GAP if left else GAP, 0), textcoords="offset points", ha="right" if left else "left", va="center", fontsize=VALUE,
        fontweight="bold" if bold else "normal", zorder=5, color=INK if ground == PAPER else text_on(ground),
        bbox={"facecolor": ground, "edgecolor": "none", "pad": 0.6},
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
    return (width_of(text, VALUE) + 2 * GAP) / (axes.get_position().width * WIDTH * 72)


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
    axes.annotate(
        f"{line['label']}: {printed(line, body['unit'])}", (line["value"], 1), xycoords=("data", "axes fraction"), xytext=(0, 3),
        textcoords="offset points", ha="center", va="bottom", fontsize=SMALL,
    )  # fmt: skip


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
