"""Horizontal bars, dots with intervals, stacked bars."""

import seaborn as sns  # noqa: TID251 (this is the package that draws)
from matplotlib.axes import Axes  # noqa: TID251
from matplotlib.figure import Figure  # noqa: TID251
from matplotlib.patches import Patch  # noqa: TID251

from workbench.present.marks.canvas import (
    ROW,
    WIDTH,
    Body,
    Cell,
    beside,
    canvas,
    crossed,
    height_of,
    length_of,
    limits,
    names,
    printed,
    reference,
    shown,
    unshown,
    value_axis,
    width_of,
)
from workbench.present.style import ACCENT, INK, MUTED, PAPER, STEP_BACK, STEPS, text_on

KEY = 32  # points of a key and the gap behind it


def bar(body: Body) -> Figure:
    """Bars with their values, a reference line, and intervals where there are bounds."""
    figure, axes = _rows(body)
    chosen = body["encoding"]["highlight"]
    for y, (label, value, *bounds) in enumerate(body["rows"]):
        if value["value"] is None:
            unshown(axes, y, value)
            continue
        meant = not chosen or label["text"] in chosen
        colour = ACCENT if meant else STEP_BACK
        axes.barh(y, value["value"], height=0.68, color=colour, linewidth=0, zorder=2)
        end, text, left = _whisker(axes, y, value, bounds), printed(value, body["unit"]), value["value"] < 0
        length = length_of(axes, body, text)
        within = not bounds and crossed(body, end, -length if left else length) and abs(end) > length
        beside(axes, end, y, text, left=left != within, bold=bool(chosen) and meant, ground=colour if within else PAPER)
    reference(axes, body, layer=4)
    return figure


def interval(body: Body) -> Figure:
    """Dots with lines from the lower to the upper bound."""
    figure, axes = _rows(body)
    rows = [(y, value, low, high) for y, (_, value, low, high) in enumerate(body["rows"]) if value["value"] is not None]
    lines = [(y, low["value"], high["value"]) for y, _, low, high in rows if low["value"] is not None and high["value"] is not None]
    if lines:
        axes.hlines(*zip(*lines, strict=True), color=STEP_BACK, linewidth=3.2, zorder=2)
    axes.plot([value["value"] for _, value, *_ in rows], [y for y, *_ in rows], "o", color=ACCENT, markersize=6.5, zorder=3)  # all at once: one by one takes twice as long
    for y, value, low, high in rows:
        text, ends = printed(value, body["unit"]), shown([value, low, high])
        length = length_of(axes, body, text)
        left = crossed(body, max(ends), length) and min(ends) - length > axes.get_xlim()[0]
        beside(axes, min(ends) if left else max(ends), y, text, left=left)
    for y, (_, value, *_) in enumerate(body["rows"]):
        if value["value"] is None:
            unshown(axes, y, value)
    reference(axes, body, layer=1.5)
    return figure


def stacked(body: Body) -> Figure:
    """Bars of parts; what is hidden stands as a sign at the end of its bar."""
    heads = [c["label"] for c in body["columns"][1:]]
    labels = [row[0]["text"] for row in body["rows"]]
    figure, axes = canvas(height_of(labels) + 0.75 + 0.2 * ((len(heads) - 1) // _across(heads)))
    names(axes, labels)
    longest = max(sum(shown(row[1:])) for row in body["rows"]) or 1
    axes.set_xlim(0, longest * 1.06)
    value_axis(axes, body)
    for y, row in enumerate(body["rows"]):
        end = _parts(axes, y, row[1:], longest)
        signs = " ".join(c["text"] for c in row[1:] if c["value"] is None)
        if signs:
            beside(axes, end, y, signs, bold=True)
    _legend(figure, heads)
    return figure


def _legend(figure: Figure, heads: list[str]) -> None:
    """Parts in their order, read line by line."""
    across = _across(heads)
    marks = [Patch(facecolor=c, edgecolor=MUTED, linewidth=0.5, label=h) for c, h in zip(_colours(len(heads)), heads, strict=True)]
    by_line = [mark for i in range(across) for mark in marks[i::across]]
    figure.legend(handles=by_line, loc="outside upper left", ncols=across, handlelength=1, handleheight=1, columnspacing=1.4)


def _across(heads: list[str]) -> int:
    """Keys that stand side by side."""
    return max(1, min(len(heads), int(WIDTH * 72 // (max(width_of(h, 9) for h in heads) + KEY))))


def _colours(count: int) -> list[str]:
    """Dark to light in the order of the parts, which also holds in grey."""
    return [str(c) for c in sns.blend_palette(STEPS[::-1], count).as_hex()]


def _rows(body: Body) -> tuple[Figure, Axes]:
    """Empty figure with a row per label and a value axis that holds all values and bounds."""
    labels = [row[0]["text"] for row in body["rows"]]
    line = body["encoding"]["reference"]
    figure, axes = canvas(height_of(labels, ROW) + 0.55 + (0.2 if line else 0))
    names(axes, labels)
    low, high = limits(shown([c for row in body["rows"] for c in row[1:]] + ([line] if line else [])))
    axes.set_xlim(low, high)
    value_axis(axes, body)
    if low < 0:
        axes.axvline(0, color=INK, linewidth=0.8, zorder=3)
    return figure, axes


def _whisker(axes: Axes, y: int, value: Cell, bounds: list[Cell]) -> float:
    """Interval over a bar; where the label begins."""
    ends = shown(bounds)
    if len(ends) == 2:
        axes.hlines(y, ends[0], ends[1], color=INK, linewidth=1.1, zorder=3)
    return float(max([value["value"], *ends])) if value["value"] >= 0 else float(min([value["value"], *ends]))


def _parts(axes: Axes, y: int, cells: list[Cell], longest: float) -> float:
    """Parts of one bar with their numbers where they fit; where the bar ends."""
    start = 0.0
    for cell, colour in zip(cells, _colours(len(cells)), strict=True):
        size = cell["value"] or 0
        if size:
            axes.barh(y, size, left=start, height=0.68, color=colour, edgecolor=MUTED, linewidth=0.5, zorder=2)
        if size / longest > 0.014 * (len(cell["text"]) + 1):
            axes.text(start + size / 2, y, cell["text"], ha="center", va="center", color=text_on(colour), fontsize=8.5, zorder=3)
        start += size
    return start
