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
SMALL = 8.5
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
        "xtick.major.size": 0, "ytick.major.size": 0,
    }  # fmt: skip
    with mpl.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)  # text stays text: the reader's fonts have it
        yield


def canvas(height: float) -> tuple[Figure, Axes]:
    """Figure of the page's width with one axes, without a ground of its own."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained", facecolor="none")
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.08)  # type: ignore[union-attr, call-arg]  # constrained has both
    axes = figure.subplots()
    axes.set_facecolor("none")
    return figure, axes


def wrapped(label: str, width: int = 30) -> str:
    """Label broken into lines; after three it is cut."""
    return "\n".join(textwrap.wrap(label, width, max_lines=3, placeholder=" …")) or " "


@functools.lru_cache(maxsize=4096)
def width_of(text: str, size: float) -> float:
    """Points that a text needs from left to right."""
    font = FontProperties(family=["DejaVu Sans"], size=size)
    return max(float(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]) for line in text.split("\n"))


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
        text, (x, y), xytext=(-4 if left else 4, 0), textcoords="offset points", ha="right" if left else "left", va="center", fontsize=9,
        fontweight="bold" if bold else "normal", zorder=5, color=INK if ground == PAPER else text_on(ground),
        bbox={"facecolor": ground, "edgecolor": "none", "pad": 0.6},
    )  # fmt: skip


def crossed(body: Body, start: float, length: float) -> bool:
    """Whether the line to compare with runs through a text of that length, to the left where it is negative."""
    line = body["encoding"]["reference"]
    return line is not None and line["value"] is not None and min(0, length) < line["value"] - start < max(0, length)


def length_of(axes: Axes, body: Body, text: str) -> float:
    """Length of the text of a value on the value axis, estimated before the layout is known."""
    low, high = axes.get_xlim()
    labels = max(width_of(wrapped(row[0]["text"]), 9.5) for row in body["rows"])
    return (width_of(text, 9) + 9) * (high - low) / (WIDTH * 72 - labels - 20)


def unshown(axes: Axes, y: float, cell: Cell) -> None:
    """Sign of a hidden or missing value in its row, and what it means."""
    beside(axes, 0, y, f"{cell['text']} {MEANING[cell['state']]}")


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


def limits(values: Sequence[float], *, room: float = 0.12) -> tuple[float, float]:
    """Range from zero with room for labels at the ends that need it."""
    low, high = min([0, *values]), max([0, *values])
    span = (high - low) or 1
    return low - room * span * (low < 0), high + room * span * (high > 0 or low == 0)


def numbers(cells: Sequence[Cell]) -> list[float]:
    """Shown values as floats, NaN for the others."""
    return [math.nan if c["value"] is None else float(c["value"]) for c in cells]


def shown(cells: Sequence[Cell]) -> list[float]:
    """Shown values only."""
    return [float(c["value"]) for c in cells if c["value"] is not None]
