"""Horizontal bars, dots with intervals, stacked bars."""

import math

import seaborn as sns  # noqa: TID251 (this is the package that draws)
from matplotlib.axes import Axes  # noqa: TID251
from matplotlib.figure import Figure  # noqa: TID251

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.style import ACCENT, INK, MUTED, PAPER, STEP_BACK, STEPS, text_on


def bar(body: Body) -> Figure:
    """Bars with their values, and a reference line."""
    figure, axes = _rows(body)
    chosen = body["encoding"]["highlight"]
    for y, (label, value) in enumerate(body["rows"]):
        text = canvas.told(value, body["unit"])
        if value["value"] is None:
            canvas.beside(axes, 0, y, text)
            continue
        meant = not chosen or label["text"] in chosen
        colour = ACCENT if meant else STEP_BACK
        canvas.band(axes, y, value["value"], color=colour)
        end, left, length = value["value"], value["value"] < 0, canvas.length_of(axes, text)
        within = canvas.crossed(body, end, -length if left else length) and abs(end) > length
        canvas.beside(axes, end, y, text, left=left != within, bold=bool(chosen) and meant, ground=colour if within else PAPER)
    canvas.reference(axes, body, layer=4)
    return figure


def interval(body: Body) -> Figure:
    """Dots with lines from the lower to the upper bound."""
    figure, axes = _rows(body)
    rows = [(y, value, low, high) for y, (_, value, low, high) in enumerate(body["rows"]) if value["value"] is not None]
    lines = [(y, low["value"], high["value"]) for y, _, low, high in rows if low["value"] is not None and high["value"] is not None]
    if lines:
        axes.hlines(*zip(*lines, strict=True), color=STEP_BACK, linewidth=3.2, zorder=2)
    axes.plot([value["value"] for _, value, *_ in rows], [y for y, *_ in rows], "o", color=ACCENT, markersize=6.5, zorder=3)  # all at once: one by one takes twice as long
    for y, (_, value, low, high) in enumerate(body["rows"]):
        text, ends = canvas.told(value, body["unit"]), canvas.shown([value, low, high]) if value["value"] is not None else [0.0]
        length = canvas.length_of(axes, text)
        left = canvas.crossed(body, max(ends), length) and min(ends) - length > axes.get_xlim()[0]
        canvas.beside(axes, min(ends) if left else max(ends), y, text, left=left)
    canvas.reference(axes, body, layer=1.5)
    return figure


def stacked(body: Body) -> Figure:
    """Bars of parts; what is hidden stands as a sign at the end of its bar."""
    heads = [c["label"] for c in body["columns"][1:]]
    labels = [row[0]["text"] for row in body["rows"]]
    across = max(1, min(len(heads), int(canvas.WIDTH * 72 // (max(canvas.width_of(h, canvas.KEY) for h in heads) + canvas.KEY_ROOM))))  # keys that stand side by side
    figure, axes = canvas.plot(canvas.height_of(labels), left=canvas.room_of(labels), top=canvas.PAD + canvas.KEYS * math.ceil(len(heads) / across))
    canvas.names(axes, labels)
    signs = [" ".join(c["text"] for c in row[1:] if c["value"] is None) for row in body["rows"]]
    canvas.fit(axes, [], [(sum(canvas.shown(row[1:])), said) for row, said in zip(body["rows"], signs, strict=True)])
    canvas.value_axis(axes, body)
    for y, (row, said) in enumerate(zip(body["rows"], signs, strict=True)):
        end = _parts(axes, y, row[1:])
        if said:
            canvas.beside(axes, end, y, said, bold=True)
    canvas.keys(figure, [{"facecolor": c, "edgecolor": MUTED, "linewidth": 0.5} for c in _colours(len(heads))], heads, top=canvas.PAD, across=across)
    return figure


def _colours(count: int) -> list[str]:
    """Dark to light in the order of the parts, which also holds in grey."""
    return [str(c) for c in sns.blend_palette(STEPS[::-1], count).as_hex()]


def _rows(body: Body) -> tuple[Figure, Axes]:
    """Empty figure with a row per label and a value axis that holds all values and bounds."""
    labels = [row[0]["text"] for row in body["rows"]]
    line = body["encoding"]["reference"]
    figure, axes = canvas.plot(canvas.height_of(labels, canvas.ROW), left=canvas.room_of(labels), top=canvas.PAD + (canvas.HEAD if line else 0))
    canvas.names(axes, labels)
    values = canvas.shown([c for row in body["rows"] for c in row[1:]] + ([line] if line else []))
    canvas.fit(axes, values, [(_end(row[1:]), canvas.told(row[1], body["unit"])) for row in body["rows"]])
    axes.set_xlim(left=body["encoding"].get("start"))  # as fitted where there is none
    canvas.value_axis(axes, body)
    if min(values, default=0) < 0:
        axes.axvline(0, color=INK, linewidth=0.8, zorder=3)
    return figure, axes


def _end(cells: list[Cell]) -> float:
    """End of a bar or of its interval, where its text begins."""
    value = cells[0]["value"] or 0
    return (max if value >= 0 else min)([float(value), *(canvas.shown(cells[1:]) if value else [])])


def _parts(axes: Axes, y: int, cells: list[Cell]) -> float:
    """Parts of one bar with their numbers where they fit; where the bar ends."""
    start = 0.0
    for cell, colour in zip(cells, _colours(len(cells)), strict=True):
        size = cell["value"] or 0
        if size:
            canvas.band(axes, y, start + size, start=start, facecolor=colour, edgecolor=MUTED, linewidth=0.5)
        if size > canvas.length_of(axes, cell["text"]):
            axes.text(start + size / 2, y, cell["text"], ha="center", va="center", color=text_on(colour), fontsize=canvas.SMALL, zorder=3)
        start += size
    return start
