"""Horizontal bars, dots with intervals, stacked bars."""

import dataclasses

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.marks.sheet import Plot
from workbench.present.style import ACCENT, INK, MUTED, PAPER, STEP_BACK, STEPS, text_on


def bar(body: Body) -> Plot:
    """Bars with their values, and a reference line."""
    plot = _rows(body)
    chosen = body["encoding"]["highlight"]
    for y, (label, value) in enumerate(body["rows"]):
        text = canvas.told(value, body["unit"])
        if value["value"] is None:
            canvas.beside(plot, 0, y, text)
            continue
        meant = not chosen or label["text"] in chosen
        colour = ACCENT if meant else STEP_BACK
        canvas.band(plot, y, value["value"], fill=colour)
        end, left, length = value["value"], value["value"] < 0, canvas.length_of(plot, text)
        within = canvas.crossed(body, end, -length if left else length) and abs(end) > length
        canvas.beside(plot, end, y, text, left=left != within, bold=bool(chosen) and meant, ground=colour if within else PAPER)
    canvas.reference(plot, body, layer=4)
    return plot


def interval(body: Body) -> Plot:
    """Dots with lines from the lower to the upper bound; their values in a column, where no bound is mistaken for them."""
    plot = _rows(body, in_column=True)
    rows = [(y, value, low, high) for y, (_, value, low, high) in enumerate(body["rows"]) if value["value"] is not None]
    for y, _, low, high in rows:
        if low["value"] is not None and high["value"] is not None:
            plot.line([(plot.x(bound["value"]), plot.y(y)) for bound in (low, high)], STEP_BACK, 3.2)
    plot.dots([(plot.x(value["value"]), plot.y(y)) for y, value, *_ in rows], "o", 7.5, fill=ACCENT)
    for y, (_, value, *_) in enumerate(body["rows"]):
        hidden = value["value"] is None
        canvas.beside(plot, max(0.0, plot.across[0]) if hidden else plot.across[1], y, canvas.told(value, body["unit"]), left=not hidden)
    canvas.reference(plot, body, layer=1.5)
    return plot


def stacked(body: Body) -> Plot:
    """Bars of parts; what is hidden stands as a sign at the end of its bar."""
    heads = [canvas.key(c["label"]) for c in body["columns"][1:]]
    labels = [row[0]["text"] for row in body["rows"]]
    top, bottom = canvas.PAD + canvas.height_of_keys(heads), canvas.FOOT + canvas.more(canvas.axis_title(body))
    plot = canvas.plot(canvas.height_of(labels), left=canvas.room_of(labels), top=top, bottom=bottom)
    signs = [" ".join(c["text"] for c in row[1:] if c["value"] is None) for row in body["rows"]]
    ends = [_ends(canvas.shown(row[1:])) for row in body["rows"]]
    plot = canvas.fit(canvas.rows(plot, labels), [low for low, _ in ends], [(high, said) for (_, high), said in zip(ends, signs, strict=True)])
    canvas.value_axis(plot, body)
    for y, (row, said) in enumerate(zip(body["rows"], signs, strict=True)):
        _parts(plot, y, row[1:])
        if said:
            canvas.beside(plot, ends[y][1], y, said, bold=True)
    _zero(plot)
    canvas.keys(plot, [_part(c) for c in canvas.shades(STEPS[::-1], len(heads))], heads, top=canvas.PAD)
    return plot


def _ends(parts: list[float]) -> tuple[float, float]:
    """Left and right end of a bar."""
    return sum(v for v in parts if v < 0), sum(v for v in parts if v > 0)


def _part(colour: str) -> Body:
    """Look of a part; dark to light in the order of the parts also holds in grey."""
    return {"fill": colour, "stroke": MUTED, "stroke_width": 0.5}


def _rows(body: Body, *, in_column: bool = False) -> Plot:
    """Empty plot with a row per label and a value axis that holds all values and bounds, and room for texts beside them or in a column."""
    labels = [row[0]["text"] for row in body["rows"]]
    line, start = body["encoding"]["reference"], body["encoding"].get("start")
    top = canvas.PAD + (canvas.HEAD + canvas.more(canvas.compared(body)) if line else 0)
    plot = canvas.plot(canvas.height_of(labels, canvas.ROW), left=canvas.room_of(labels), top=top, bottom=canvas.FOOT + canvas.more(canvas.axis_title(body)))
    values = canvas.shown([c for row in body["rows"] for c in row[1:]] + ([line] if line else []))
    ends = [max([0.0, *values]) if in_column and row[1]["value"] is not None else float(row[1]["value"] or 0) for row in body["rows"]]
    texts = [canvas.told(row[1], body["unit"]) + in_column * " " for row in body["rows"]]  # a dot at the end reaches into its gap
    plot = canvas.fit(canvas.rows(plot, labels), values, list(zip(ends, texts, strict=True)))
    plot = plot if start is None else dataclasses.replace(plot, across=(start, plot.across[1]))
    canvas.value_axis(plot, body)
    _zero(plot)
    return plot


def _zero(plot: Plot) -> None:
    """Line at zero where marks stand on both of its sides."""
    if plot.across[0] < 0:
        canvas.upright(plot, 0, INK, 0.8, layer=3)


def _parts(plot: Plot, y: int, cells: list[Cell]) -> None:
    """Parts of one bar with their numbers where they fit; negative ones to the left of zero."""
    ends = {True: 0.0, False: 0.0}
    for cell, colour in zip(cells, canvas.shades(STEPS[::-1], len(cells)), strict=True):
        size = cell["value"] or 0
        start = ends[size > 0]
        if size:
            canvas.band(plot, y, start + size, start=start, **_part(colour))
        if abs(size) > canvas.length_of(plot, cell["text"]):
            plot.text(plot.x(start + size / 2), plot.y(y), cell["text"], canvas.SMALL, anchor="middle", colour=text_on(colour))
        ends[size > 0] += size
