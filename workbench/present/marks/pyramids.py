"""Age pyramid."""

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.marks.sheet import Plot
from workbench.present.style import INK, PALETTE
from workbench.present.words import in_head

ROOM = 0.2  # of a side, for a number
_OUTLINE: Body = {"fill": "none", "stroke": INK, "stroke_width": 1.2}


def pyramid(body: Body) -> Plot:
    """Two sides, the youngest at the bottom; the comparison is an outline around the bars."""
    encoding = body["encoding"]
    groups = list(dict.fromkeys(row[0]["text"] for row in body["rows"]))[::-1]
    sides = dict(zip(encoding["sides"], (-1, 1), strict=True))
    drawn = [row for row in body["rows"] if row[1]["text"] in sides]
    reach = (max(canvas.shown([c for row in drawn for c in row[2:]]), default=0) or 1) * 1.18
    plot = canvas.plot(canvas.height_of(groups, 0.38), left=canvas.room_of(groups), top=canvas.PAD + canvas.HEAD, bottom=canvas.FOOT + (canvas.KEYS if encoding["against"] else 0))
    plot = canvas.rows(plot, groups).over(across=(-reach, reach))
    canvas.value_axis(plot, body)
    for group, side, value, *against in drawn:
        _half(plot, groups.index(group["text"]), sides[side["text"]], [value, *against], body["unit"])
    canvas.upright(plot, 0, INK, 0.8, layer=4)
    for x, anchor, side in ((plot.left, "", encoding["sides"][0]), (plot.right, "end", encoding["sides"][1])):
        plot.text(x, plot.top - 0.01 * plot.high, side, canvas.NAME, anchor=anchor, at="bottom", bold=True)
    if encoding["against"]:
        said = [f"{in_head(encoding['value'])} (gefüllt)", f"{in_head(encoding['against'])} (Umriss)"]
        canvas.keys(plot, [{"fill": PALETTE[0]}, _OUTLINE], said, top=plot.size[1] - canvas.KEYS, across=2)
    return plot


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
