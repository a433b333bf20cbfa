"""Lines over time."""

import itertools
import math
from collections.abc import Sequence

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.marks.sheet import Plot, Point, width_of
from workbench.present.style import DASHES, MARKERS, MUTED, PALETTE, STEP_BACK

LETTERS = 84  # of the small size fit side by side below a figure
HIGH = 2.7  # inches of the plot
LEAD = 0.03  # of its width, for thin lines that lead to names
AWAY = 4.0  # points from the end of a line to the one that leads to its name
FLAT = 0.85  # where the lowest value is above this share of the highest, the axis need not begin at zero


def line(body: Body) -> Plot:
    """Lines with their names at their ends; those that are not meant step back."""
    strong, labels = body["encoding"]["emphasis"], [c["label"] for c in body["columns"][1:]]
    meant = [row for row in body["rows"] if row[0]["text"] in strong]
    said = [_named(row, body["unit"], alone=len(body["rows"]) == 1) for row in meant]
    at, times = _times(labels)
    plot = _plot(body, at, times, [text for text in said if text])
    cuts = [i for i, label in enumerate(labels) if label in body["encoding"].get("breaks", ())]
    for row in body["rows"]:
        if row[0]["text"] not in strong:
            plot.line(_points(plot, at, row[1:], cuts), STEP_BACK, 0.8)
    for i, row in enumerate(meant):
        _meant(plot, at, row[1:], i % len(PALETTE), cuts)
    for cut in cuts:
        between = (at[cut - 1] + at[cut]) / 2
        canvas.upright(plot, between, MUTED, 1, dash=(4, 3), layer=1)
        plot.text(plot.x(between) + 3, plot.top, "Bruch", canvas.SMALL, at="top", colour=MUTED)
    _end_labels(plot, at, meant, said)
    return plot


def _plot(body: Body, at: list[float], times: dict[float, str], said: Sequence[str]) -> Plot:
    """Empty plot with the numbers of its axis, thin lines and times; at the right room for what is said there."""
    names = max((width_of(text, canvas.SMALL) for text in said), default=0)
    edge = 0.04 * (at[-1] - at[0] or 1)
    low, high = _range(canvas.shown([c for row in body["rows"] for c in row[1:]]))
    values = canvas.ticks(body, low, high)
    left = canvas.PAD + canvas.GAP + max((width_of(canvas.tick(v), canvas.NAME) for v in values), default=0)
    bottom, whole = canvas.PAD + 14 + max(text.count("\n") for text in times.values()) * 1.25 * canvas.SMALL, HIGH * 72 + canvas.FOOT
    wide = (canvas.WIDTH * 72 - left - canvas.PAD - names) / (1 + LEAD * bool(names))
    plot = canvas.plot((whole - bottom) / 72 * max(1, sum(_lines(said))), left=left, right=canvas.WIDTH * 72 - left - wide, top=canvas.PAD + canvas.HEAD + canvas.more(canvas.axis_title(body)), bottom=bottom)
    plot = plot.over(across=(at[0] - edge, at[-1] + edge), up=(low, high))
    canvas.above(plot, body)
    canvas.level(plot, low, MUTED, layer=2.5)
    for value in values:
        canvas.level(plot, value)
        canvas.at_left(plot, value, canvas.tick(value))
    for x, text in times.items():
        canvas.at_foot(plot, x, text)
    return plot


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


def _points(plot: Plot, at: list[float], cells: list[Cell], cuts: Sequence[int]) -> list[Point]:
    """Points of a line, with nothing between those on both sides of a break."""
    points = [(plot.x(x), plot.y(value)) for x, value in zip(at, canvas.numbers(cells), strict=True)]
    for cut in reversed(cuts):
        points.insert(cut, (math.nan, math.nan))
    return points


def _meant(plot: Plot, at: list[float], cells: list[Cell], style: int, cuts: Sequence[int]) -> None:
    """One line that is meant; hidden points leave a gap and their sign at the foot."""
    points, colour = _points(plot, at, cells, cuts), PALETTE[style]
    plot.line(points, colour, 1.8, dash=DASHES[style], layer=3)
    plot.dots(points, MARKERS[style], 4, fill=colour, stroke=colour)
    for x, cell in zip(at, cells, strict=True):
        if cell["value"] is None:
            plot.text(plot.x(x), plot.bottom, cell["text"], 15, anchor="middle", at="bottom")


def _named(row: list[Cell], unit: str, *, alone: bool) -> str:
    """Name and last value of a line; of the only one, the value alone."""
    name, *cells = row
    if (last := _last(cells)) is None:
        return ""
    said = canvas.printed(cells[last], unit)
    return canvas.wrapped(said if alone else f"{name['text']} {said}", 24)


def _end_labels(plot: Plot, at: list[float], rows: list[list[Cell]], texts: list[str]) -> None:
    """Texts at the right, moved apart where they would touch; a thin line leads there."""
    bottom, top = plot.up
    ends = [(at[i], row[1 + i]["value"], text) for row, text in zip(rows, texts, strict=True) if (i := _last(row[1:])) is not None]
    sizes = _lines([text for *_, text in ends])
    heights = apart([(value - bottom) / (top - bottom) for _, value, _ in ends], [size / max(1, sum(sizes)) for size in sizes])
    for (x, value, text), height in zip(ends, heights, strict=True):
        end, y = plot.right + LEAD * plot.wide, plot.bottom - height * plot.high
        plot.line([(end - 1, y), (plot.x(x) + AWAY, plot.y(value))], STEP_BACK, 0.6, layer=3)
        plot.text(end, y, text, canvas.SMALL)


def _lines(texts: Sequence[str]) -> list[float]:
    """Shares of the usual height of a plot that texts at its right need; of many it becomes higher."""
    return [0.068 * (text.count("\n") + 1) for text in texts]


def _last(cells: list[Cell]) -> int | None:
    """Position of the last shown value."""
    return max((i for i, c in enumerate(cells) if c["value"] is not None), default=None)


def apart(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Heights from 0 to 1, as near to the wanted ones as labels of these sizes can stand without touching.

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
    return [round(p, 4) for p in _between_ends(placed, sizes, order)]


def _between_ends(placed: list[float], sizes: Sequence[float], order: Sequence[int]) -> list[float]:
    """Heights from 0 to 1 that are still as far apart: what would stand below is moved up, then what would stand above down."""
    for way, chain in ((1, order), (-1, order[::-1])):
        free, before = (0.0 if way > 0 else 1.0), None
        for i in chain:
            free += 0 if before is None else way * (sizes[before] + sizes[i]) / 2
            placed[i] = way * max(way * placed[i], way * free)
            free, before = placed[i], i
    return placed
