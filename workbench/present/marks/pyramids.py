"""Age pyramid."""

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.marks.sheet import Plot
from workbench.present.style import INK, PALETTE
from workbench.present.words import in_head

_BOLD = 1.15  # so much wider bold letters are
ROOM = 0.2  # of a side, for a number
_OUTLINE: Body = {"fill": "none", "stroke": INK, "stroke_width": 1.2}


def pyramid(body: Body) -> Plot:
    """Two sides, the youngest at the bottom; the comparison is an outline around the bars."""
    encoding = body["encoding"]
    groups = list(dict.fromkeys(row[0]["text"] for row in body["rows"]))[::-1]
    sides = dict(zip(encoding["sides"], (-1, 1), strict=True))
    drawn = [row for row in body["rows"] if row[1]["text"] in sides]
    left = canvas.room_of(groups)
    heads = [canvas.fitting(side, canvas.NAME * _BOLD, (canvas.WIDTH * 72 - canvas.PAD - left) / 2 - canvas.GAP) for side in encoding["sides"]]
    said = [canvas.key(f"{in_head(encoding['value'])} (gefüllt)"), canvas.key(f"{in_head(encoding['against'])} (Umriss)")] if encoding["against"] else []
    top, below = canvas.PAD + canvas.HEAD + max(canvas.more(head, canvas.NAME) for head in heads), canvas.height_of_keys(said) if said else 0
    plot = canvas.plot(canvas.height_of(groups, 0.38), left=left, top=top, bottom=canvas.FOOT + canvas.more(canvas.axis_title(body)) + below)
    reach = _reach(plot, drawn, body["unit"])
    plot = canvas.rows(plot, groups).over(across=(-reach, reach))
    canvas.value_axis(plot, body)
    for group, side, value, *against in drawn:
        _half(plot, groups.index(group["text"]), sides[side["text"]], [value, *against], body["unit"])
    canvas.upright(plot, 0, INK, 0.8, layer=4)
    for x, anchor, head in ((plot.left, "", heads[0]), (plot.right, "end", heads[1])):
        plot.text(x, plot.top - min(3, 0.01 * plot.high), head, canvas.NAME, anchor=anchor, at="bottom", bold=True)
    if said:
        canvas.keys(plot, [{"fill": PALETTE[0]}, _OUTLINE], said, top=plot.size[1] - below)
    return plot


def _reach(plot: Plot, rows: list[list[Cell]], unit: str) -> float:
    """Value at both edges, beyond all bars and the numbers behind them."""
    ends = [(max(canvas.shown(cells), default=0.0), canvas.share(plot, canvas.printed(cells[0], unit))) for _, _, *cells in rows]
    return max(end * max(1.18, 1 / (1 - min(0.9, 2 * share))) for end, share in ends) or 1.18


def _half(plot: Plot, y: int, sign: int, cells: list[Cell], unit: str) -> None:
    """One group on one side."""
    value, *against = cells
    if value["value"] is not None:
        canvas.band(plot, y, sign * value["value"], height=0.62, fill=PALETTE[0 if sign < 0 else 1])
    if canvas.shown(against):
        canvas.band(plot, y, sign * canvas.shown(against)[0], height=0.86, layer=3, **_OUTLINE)
    canvas.beside(plot, sign * _end(cells, plot.across[1]), y, canvas.printed(value, unit), left=sign < 0, bold=value["value"] is None)


def _end(cells: list[Cell], reach: float) -> float:
    """Where the number of a bar stands: at its end if there is room within the outline, else beyond both."""
    value, *outline = (float(c["value"] or 0) for c in cells)
    return value if outline and outline[0] - value > ROOM * reach else max([value, *outline])
