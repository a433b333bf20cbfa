"""From a figure to the series of a native chart: what stands in its workbook, and how it is drawn."""

import dataclasses
import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal, cast

from workbench.export.document import SPOKEN, Cell, Figure
from workbench.export.xlsx import put, shown, workbook
from workbench.present.style import INK, MUTED, PALETTE, STEP_BACK

SHEET = "Daten"

Form = Literal["bars", "stack", "mirror", "lines", "ranges"]


@dataclasses.dataclass(frozen=True)
class Series:
    """A series of a chart."""

    name: str  # head of its column
    cells: tuple[Cell, ...]  # a printed value per name of the chart
    colour: str  # as ``#rrggbb``
    kind: Literal["mark", "outline", "back", "bound"] = "mark"  # »mark«: bars, lines or dots; »outline«: bars without a filling; »back«: steps back; »bound«: end of a range
    mirrored: bool = False  # whether its bars go to the left


    @property
    def numbers(self) -> tuple[Decimal | None, ...]:
        """Its numbers; those that go to the left are negative."""
        found = (shown(cell) for cell in self.cells)
        return tuple(None if number is None else -number[0] if self.mirrored else number[0] for number in found)

    @property
    def code(self) -> str:
        """Excel's format of its numbers; those that go to the left show no sign."""
        codes = [number[1] for cell in self.cells if (number := shown(cell))]
        code = max(codes, key=codes.count) if codes else "General"
        return code.replace('"−"', "") if self.mirrored else code


@dataclasses.dataclass(frozen=True)
class Plot:
    """A chart."""

    form: Form  # how it is drawn
    corner: str  # head of the column of names
    names: tuple[str, ...]  # what its values belong to
    series: tuple[Series, ...]  # its columns of values
    points: tuple[tuple[int, str], ...] = ()  # colours of single bars or dots, by their place

    @property
    def sizes(self) -> list[float]:
        """Lengths of all that is shown."""
        return [abs(float(n)) for s in self.series for n in s.numbers if n is not None]

    @property
    def unshown(self) -> tuple[str, ...]:
        """What has no value that may be shown."""
        one = sum(s.kind != "bound" for s in self.series) == 1
        return tuple(name if one else f"{name}, {s.name}" for s in self.series if s.kind != "bound" for name, cell in zip(self.names, s.cells, strict=True) if cell.value is None and cell.text)


def data_of(plot: Plot) -> bytes:
    """Fill the workbook behind a chart: released values only; a cell without one is blank, and a line below says why.

    Parameters
    ----------
    plot
        The chart.

    Returns
    -------
    bytes
        XLSX with one sheet: names, then a column per series.
    """
    file = io.BytesIO()
    with workbook(file) as book:
        sheet, blank = book.add_worksheet(SHEET), book.add_format({"font_color": MUTED})
        sheet.set_column(0, len(plot.series), 18)
        for row, name in enumerate((plot.corner, *plot.names)):
            put(sheet, (row, 0), name, book.add_format)
        for column, series in enumerate(plot.series, start=1):
            put(sheet, (0, column), series.name, book.add_format)
            look = book.add_format({"num_format": series.code})
            for row, number in enumerate(series.numbers, start=1):
                sheet.write_blank(row, column, None, blank) if number is None else sheet.write_number(row, column, number, look)
        if plot.unshown:
            put(sheet, (len(plot.names) + 2, 0), f"Leere Felder: {SPOKEN['hidden']} oder {SPOKEN['missing']} ({'; '.join(plot.unshown)}).", book.add_format)
    return file.getvalue()


def plot(figure: Figure, accent: str) -> Plot | None:
    """Shape a figure for a native chart.

    Parameters
    ----------
    figure
        The figure.
    accent
        House colour.

    Returns
    -------
    Plot or None
        None for a mark that has no native form (map, heat map, quadrants, network), and where no value may be shown.
    """
    made = _PLOTS.get(figure.mark)
    found = made(figure, cast("dict[str, Any]", figure.encoding), accent) if made and figure.rows else None
    return found if found and found.sizes else None


def _bars(figure: Figure, encoding: dict[str, Any], accent: str) -> Plot:
    """Bars; what they are compared with is a bar among them."""
    rows, line = _with_reference(figure, encoding)
    chosen = encoding["highlight"]
    points = [(i, INK if i == line else STEP_BACK) for i, row in enumerate(rows) if i == line or (chosen and row[0].text not in chosen)]
    return Plot("bars", figure.columns[0].label, _texts(rows), (Series(figure.columns[1].label, _column(rows, 1), accent),), tuple(points))


def _ranges(figure: Figure, encoding: dict[str, Any], accent: str) -> Plot:
    """Dots between the ends of their ranges."""
    rows, line = _with_reference(figure, encoding)
    value, low, high = (Series(figure.columns[i].label, _column(rows, i), accent, "mark" if i == 1 else "bound") for i in (1, 2, 3))
    return Plot("ranges", figure.columns[0].label, _texts(rows), (value, low, high), ((line, INK),) if line is not None else ())


def _with_reference(figure: Figure, encoding: dict[str, Any]) -> tuple[list[tuple[Cell, ...]], int | None]:
    """Rows with the value to compare with where it belongs, and its place."""
    rows, line = list(figure.rows), encoding.get("reference")
    if line is None or line["value"] is None:
        return rows, None
    values = [row[1].value for row in rows]
    sizes = [float("-inf") if v is None else v for v in values]
    place = next((i for i, v in enumerate(sizes) if v < line["value"]), len(rows)) if sizes == sorted(sizes, reverse=True) else len(rows)
    cells = (Cell(text=line["label"], value=None, state="header"), Cell(text=line["text"], value=line["value"], state=""))
    rows.insert(place, (*cells, *(Cell(text="", value=None, state="") for _ in figure.columns[2:])))
    return rows, place


def _stack(figure: Figure, _encoding: dict[str, Any], accent: str) -> Plot:
    """Parts of bars, dark to light."""
    parts = [Series(c.label, _column(figure.rows, i), colour) for (i, c), colour in zip(enumerate(figure.columns[1:], start=1), shades(accent, len(figure.columns) - 1), strict=True)]
    return Plot("stack", figure.columns[0].label, _texts(figure.rows), tuple(parts))


def _lines(figure: Figure, encoding: dict[str, Any], accent: str) -> Plot:
    """Lines over time; those that are not meant lie behind the others, and a break is a point in time without values."""
    names, rows = [c.label for c in figure.columns[1:]], [list(row) for row in figure.rows]
    for cut in sorted((names.index(b) for b in encoding.get("breaks", ())), reverse=True):
        names.insert(cut, "Bruch")
        for row in rows:
            row.insert(cut + 1, Cell(text="", value=None, state=""))
    colours = iter((accent, *PALETTE[1:]) * len(rows))
    meant = [Series(row[0].text, tuple(row[1:]), next(colours)) for row in rows if row[0].text in encoding["emphasis"]]
    others = [Series(row[0].text, tuple(row[1:]), STEP_BACK, "back") for row in rows if row[0].text not in encoding["emphasis"]]
    return Plot("lines", encoding["x"], tuple(names), (*others, *meant))


def _pyramid(figure: Figure, encoding: dict[str, Any], accent: str) -> Plot:
    """Two sides, the youngest at the bottom; the comparison is an outline."""
    groups = tuple(dict.fromkeys(row[0].text for row in figure.rows))
    return Plot("mirror", figure.columns[0].label, groups, tuple(_halves(figure, encoding["sides"], groups, (accent, PALETTE[1]))))


def _halves(figure: Figure, sides: Sequence[str], groups: Sequence[str], colours: Sequence[str]) -> Iterator[Series]:
    """Sides of a pyramid: bars first, then outlines."""
    nothing = Cell(text="", value=None, state="")
    for column, head in enumerate(figure.columns[2:], start=2):
        for side, colour, left in zip(sides, colours, (True, False), strict=True):
            found = {row[0].text: row[column] for row in figure.rows if row[1].text == side}
            outline = column > 2
            yield Series(f"{side}: {head.label}" if outline else side, tuple(found.get(g, nothing) for g in groups), INK if outline else colour, "outline" if outline else "mark", left)


def _texts(rows: Sequence[tuple[Cell, ...]]) -> tuple[str, ...]:
    """Names of the rows."""
    return tuple(row[0].text for row in rows)


def _column(rows: Sequence[tuple[Cell, ...]], column: int) -> tuple[Cell, ...]:
    """Cells of a column."""
    return tuple(row[column] for row in rows)


def shades(accent: str, count: int) -> list[str]:
    """Colours from the accent to a light tint of it.

    Examples
    --------
    >>> shades("#000000", 3)
    ['#000000', '#6a6a6a', '#d4d4d4']
    """
    parts = [int(accent[i : i + 2], 16) for i in (1, 3, 5)]
    steps = [0.83 * i / max(1, count - 1) for i in range(count)]
    return ["#" + "".join(f"{round(p + (255 - p) * step):02x}" for p in parts) for step in steps]


_PLOTS: dict[str, Callable[[Figure, dict[str, Any], str], Plot]] = {"bar": _bars, "interval": _ranges, "line": _lines, "pyramid": _pyramid, "stacked": _stack}
