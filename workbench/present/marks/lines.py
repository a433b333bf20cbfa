"""Lines over time."""

import itertools
import math
from collections.abc import Sequence

from matplotlib.axes import Axes  # noqa: TID251 (this is the package that draws)
from matplotlib.figure import Figure  # noqa: TID251

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.style import DASHES, GRID, INK, MARKERS, MUTED, PALETTE, STEP_BACK

LETTERS = 84  # of the small size fit side by side below a figure
HIGH = 2.7  # inches of the plot
LEAD = 0.03  # of its width, for thin lines that lead to names
FLAT = 0.85  # where the lowest value is above this share of the highest, the axis need not begin at zero


def line(body: Body) -> Figure:
    """Lines with their names at their ends; those that are not meant step back."""
    strong, labels = body["encoding"]["emphasis"], [c["label"] for c in body["columns"][1:]]
    meant = [row for row in body["rows"] if row[0]["text"] in strong]
    said = [_named(row, body["unit"], alone=len(body["rows"]) == 1) for row in meant]
    at, times = _times(labels)
    figure, axes = _plot(body, at, times, max((canvas.width_of(text, canvas.SMALL) for text in said if text), default=0))
    cuts = [i for i, label in enumerate(labels) if label in body["encoding"].get("breaks", ())]
    for row in body["rows"]:
        if row[0]["text"] not in strong:
            axes.plot(*_interrupted(at, row[1:], cuts), color=STEP_BACK, linewidth=0.8, zorder=2)
    for i, row in enumerate(meant):
        _meant(axes, at, row[1:], i % len(PALETTE), cuts)
    for cut in cuts:
        between = (at[cut - 1] + at[cut]) / 2
        axes.axvline(between, color=MUTED, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
        axes.annotate("Bruch", (between, 1), xycoords=("data", "axes fraction"), xytext=(3, 0), textcoords="offset points", ha="left", va="top", fontsize=canvas.SMALL, color=MUTED)
    _end_labels(axes, at, meant, said)
    return figure


def _plot(body: Body, at: list[float], times: dict[float, str], names: float) -> tuple[Figure, Axes]:
    """Empty plot with the numbers of its axis, thin lines and times; at the right room for names so wide."""
    edge = 0.04 * (at[-1] - at[0] or 1)
    low, high = _range(canvas.shown([c for row in body["rows"] for c in row[1:]]))
    values = canvas.ticks(body, low, high)
    left = canvas.PAD + canvas.GAP + max((canvas.width_of(canvas.tick(v), canvas.NAME) for v in values), default=0)
    bottom, whole = canvas.PAD + 14 + max(text.count("\n") for text in times.values()) * 1.25 * canvas.SMALL, HIGH * 72 + canvas.FOOT
    wide = (canvas.WIDTH * 72 - left - canvas.PAD - names) / (1 + LEAD * bool(names))
    figure, axes = canvas.plot((whole - bottom) / 72, left=left, right=canvas.WIDTH * 72 - left - wide, top=canvas.PAD + canvas.HEAD, bottom=bottom)
    axes.set(xlim=(at[0] - edge, at[-1] + edge), ylim=(low, high))
    axes.set_title(canvas.axis_title(body), loc="left", fontsize=canvas.SMALL, color=MUTED)  # read without turning the head
    axes.spines["bottom"].set_visible(True)
    axes.hlines(values, 0, 1, transform=axes.get_yaxis_transform(), color=GRID, linewidth=0.6, zorder=0)
    for value in values:
        canvas.at_left(axes, value, canvas.tick(value))
    for x, text in times.items():
        canvas.at_foot(axes, x, text)
    return figure, axes


def _times(labels: list[str]) -> tuple[list[float], dict[float, str]]:
    """Positions on the time axis, true to scale for years, else evenly; and those that are named."""
    if all(label.isdigit() for label in labels):
        at = [float(label) for label in labels]
        few = len(labels) <= 12
        return at, dict(zip(at, labels, strict=True)) if few else {year: f"{year:.0f}" for year in canvas.between(at[0], at[-1], nbins=10, integer=True)}
    every = math.ceil(len(labels) * (max(len(word) for label in labels for word in label.split()) + 1) / LETTERS)
    named = {float(i): canvas.wrapped(labels[i], max(6, every * LETTERS // len(labels))) for i in range(0, len(labels), every)}
    return [float(i) for i in range(len(labels))], named


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Range of the value axis: from zero, unless all values lie close together far from it."""
    low, high = min(values, default=0), max(values, default=1)
    span = (high - low) or abs(high) or 1
    bottom = 0.0 if 0 <= low <= FLAT * high else low - 0.1 * span
    return bottom, high + 0.08 * ((high - bottom) or 1)


def _interrupted(at: list[float], cells: list[Cell], cuts: Sequence[int]) -> tuple[list[float], list[float]]:
    """Positions and values of a line, with nothing between the points on both sides of a break."""
    places, values = list(at), list(canvas.numbers(cells))
    for cut in reversed(cuts):
        places.insert(cut, (at[cut - 1] + at[cut]) / 2)
        values.insert(cut, math.nan)
    return places, values


def _meant(axes: Axes, at: list[float], cells: list[Cell], style: int, cuts: Sequence[int]) -> None:
    """One line that is meant; hidden points leave a gap and their sign at the foot."""
    axes.plot(*_interrupted(at, cells, cuts), color=PALETTE[style], linestyle=DASHES[style], marker=MARKERS[style], markersize=4, linewidth=1.8, zorder=3)
    for x, cell in zip(at, cells, strict=True):
        if cell["value"] is None:
            axes.annotate(cell["text"], (x, 0), xycoords=("data", "axes fraction"), ha="center", va="bottom", fontsize=15)


def _named(row: list[Cell], unit: str, *, alone: bool) -> str:
    """Name and last value of a line; of the only one, the value alone."""
    name, *cells = row
    if (last := _last(cells)) is None:
        return ""
    said = canvas.printed(cells[last], unit)
    return canvas.wrapped(said if alone else f"{name['text']} {said}", 24)


def _end_labels(axes: Axes, at: list[float], rows: list[list[Cell]], texts: list[str]) -> None:
    """Texts at the right, moved apart where they would touch; a thin line leads there."""
    bottom, top = axes.get_ylim()
    ends = [(at[i], row[1 + i]["value"], text) for row, text in zip(rows, texts, strict=True) if (i := _last(row[1:])) is not None]
    heights = apart([(value - bottom) / (top - bottom) for _, value, _ in ends], [0.068 * (t.count("\n") + 1) for *_, t in ends])
    for (x, value, text), height in zip(ends, heights, strict=True):
        axes.annotate(
            text, (x, value), xytext=(1 + LEAD, height), textcoords="axes fraction", ha="left", va="center", fontsize=canvas.SMALL, color=INK,
            arrowprops={"arrowstyle": "-", "color": STEP_BACK, "linewidth": 0.6, "shrinkA": 1, "shrinkB": 4},
        )  # fmt: skip


def _last(cells: list[Cell]) -> int | None:
    """Position of the last shown value."""
    return max((i for i, c in enumerate(cells) if c["value"] is not None), default=None)


def apart(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Heights as near to the wanted ones as labels of these sizes can stand without touching.

    Examples
    --------
    >>> apart([0.5, 0.5], [0.1, 0.1])
    [0.45, 0.55]

    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    for _ in range(200):
        for below, above in itertools.pairwise(order):
            overlap = (sizes[below] + sizes[above]) / 2 - (placed[above] - placed[below])
            if overlap > 1e-9:
                placed[below] -= overlap / 2
                placed[above] += overlap / 2
    return [round(p, 4) for p in placed]
