"""Age pyramid."""

from matplotlib.axes import Axes  # noqa: TID251 (this is the package that draws)
from matplotlib.figure import Figure  # noqa: TID251

from workbench.present.marks import canvas
from workbench.present.marks.canvas import Body, Cell
from workbench.present.style import INK, PALETTE
from workbench.present.words import in_head

ROOM = 0.2  # of a side, for a number
_OUTLINE: Body = {"facecolor": "none", "edgecolor": INK, "linewidth": 1.2}


def pyramid(body: Body) -> Figure:
    """Two sides, the youngest at the bottom; the comparison is an outline around the bars."""
    encoding = body["encoding"]
    groups = list(dict.fromkeys(row[0]["text"] for row in body["rows"]))[::-1]
    figure, axes = canvas.plot(canvas.height_of(groups, 0.38), left=canvas.room_of(groups), top=canvas.PAD + canvas.HEAD, bottom=canvas.FOOT + (canvas.KEYS if encoding["against"] else 0))
    canvas.names(axes, groups)
    sides = dict(zip(encoding["sides"], (-1, 1), strict=True))
    drawn = [row for row in body["rows"] if row[1]["text"] in sides]
    reach = (max(canvas.shown([c for row in drawn for c in row[2:]]), default=0) or 1) * 1.18
    axes.set_xlim(-reach, reach)
    canvas.value_axis(axes, body)
    for group, side, value, *against in drawn:
        _half(axes, groups.index(group["text"]), sides[side["text"]], [value, *against], body["unit"])
    axes.axvline(0, color=INK, linewidth=0.8, zorder=4)
    for x, anchor, side in ((0.0, "left", encoding["sides"][0]), (1.0, "right", encoding["sides"][1])):
        axes.text(x, 1.01, side, transform=axes.transAxes, ha=anchor, va="bottom", fontweight="bold")
    if encoding["against"]:
        said = [f"{in_head(encoding['value'])} (gefüllt)", f"{in_head(encoding['against'])} (Umriss)"]
        canvas.keys(figure, [{"color": PALETTE[0], "linewidth": 0}, _OUTLINE], said, top=figure.get_figheight() * 72 - canvas.KEYS, across=2)
    return figure


def _half(axes: Axes, y: int, sign: int, cells: list[Cell], unit: str) -> None:
    """One group on one side."""
    value, *against = cells
    if value["value"] is not None:
        canvas.band(axes, y, sign * value["value"], height=0.62, color=PALETTE[0 if sign < 0 else 1])
    if canvas.shown(against):
        canvas.band(axes, y, sign * canvas.shown(against)[0], height=0.86, zorder=3, **_OUTLINE)
    canvas.beside(axes, sign * _end(cells, axes.get_xlim()[1]), y, canvas.printed(value, unit), left=sign < 0, bold=value["value"] is None)


def _end(cells: list[Cell], reach: float) -> float:
    """Where the number of a bar stands: at its end if there is room within the outline, else beyond both."""
    value, *outline = (float(c["value"] or 0) for c in cells)
    return value if outline and outline[0] - value > ROOM * reach else max([value, *outline])
