"""Heat map with its numbers."""

import numpy as np
import seaborn as sns  # noqa: TID251 (this is the package that draws)
from matplotlib.axes import Axes  # noqa: TID251
from matplotlib.colors import to_hex  # noqa: TID251
from matplotlib.figure import Figure  # noqa: TID251
from matplotlib.patches import Rectangle  # noqa: TID251

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.style import MUTED, PAPER, STEPS, text_on

STEEP = 0.71  # of the length of a text that is turned by half a right angle, across and up


def heatmap(body: Body) -> Figure:
    """Cells coloured by value; hidden ones are hatched, missing ones empty but for their sign."""
    rows = [canvas.wrapped(row[0]["text"], 26) for row in body["rows"]]
    heads = [c["label"] for c in body["columns"][1:]]
    width = max(4, 78 // len(heads))
    steep = max(len(word) for head in heads for word in head.split()) > width
    heads = heads if steep else [canvas.wrapped(head, width) for head in heads]
    left, slope = canvas.room_of(rows, 26), max(canvas.width_of(head, canvas.SMALL) for head in heads) * STEEP + canvas.SMALL
    right = max(canvas.PAD, slope - (canvas.WIDTH * 72 - left - slope) / len(heads) / 2) if steep else canvas.PAD
    above = slope if steep else canvas.HEAD + 1.25 * canvas.SMALL * max(h.count("\n") for h in heads)
    figure, axes = canvas.plot(canvas.height_of(rows, 0.31, 26), left=left, right=right, top=canvas.PAD + above, bottom=canvas.FOOT - canvas.HEAD)
    _cells(axes, body)
    turned = {"rotation": 45, "ha": "left"} if steep else {"ha": "center"}
    for x, head in enumerate(heads):
        axes.text(x + 0.5, -0.13, head, va="bottom", fontsize=canvas.SMALL, color=MUTED, **turned)
    for y, name in enumerate(rows):
        canvas.at_left(axes, y + 0.5, name)
    canvas.below(axes, canvas.axis_title(body), canvas.GAP)
    return figure


def _cells(axes: Axes, body: Body) -> None:
    """Coloured cells with their numbers; the light end of the scale is zero where no value is negative."""
    values = np.array([canvas.numbers(row[1:]) for row in body["rows"]])
    low, high = min([0.0, *values[np.isfinite(values)]]), max([0.0, *values[np.isfinite(values)]])
    span = (high - low) or 1
    colours = sns.blend_palette(STEPS, as_cmap=True)
    sns.heatmap(values, ax=axes, cmap=colours, vmin=low, vmax=low + span, cbar=False, linewidths=1.2, linecolor=PAPER, xticklabels=False, yticklabels=False)
    for y, row in enumerate(body["rows"]):
        for x, cell in enumerate(row[1:]):
            if cell["state"] == "hidden":
                axes.add_patch(Rectangle((x + 0.03, y + 0.04), 0.94, 0.92, facecolor=PAPER, edgecolor=MUTED, linewidth=0, hatch=canvas.HATCH["hidden"]))
            colour = PAPER if cell["value"] is None else to_hex(colours((cell["value"] - low) / span))
            _number(axes, x + 0.5, y + 0.5, cell, colour)


def _number(axes: Axes, x: float, y: float, cell: Cell, ground: str) -> None:
    """Number in the middle of a cell; a sign stands on paper, so that the hatching does not cover it."""
    sign = cell["value"] is None
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5} if sign else None
    axes.text(x, y, cell["text"], ha="center", va="center", fontsize=canvas.SMALL, fontweight="bold" if sign else "normal", color=text_on(ground), bbox=box)
