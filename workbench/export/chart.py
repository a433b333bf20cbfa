"""Native charts: python-pptx draws them, their workbooks are ours and hold released values only."""

import dataclasses
import itertools
import math

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import _BaseCategorySeries as Drawn
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement as Element
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Pt

from workbench.export.deck import LANGUAGE, Box, rgb
from workbench.export.plots import SHEET, Plot, Series, data_of
from workbench.export.xlsx import FONT, plain
from workbench.present.style import GRID, INK, MUTED, STEP_BACK, text_on

_TYPES = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED, "stack": XL_CHART_TYPE.BAR_STACKED, "mirror": XL_CHART_TYPE.BAR_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE_MARKERS, "ranges": XL_CHART_TYPE.LINE_MARKERS,
}  # fmt: skip
_DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT, MSO_LINE.LONG_DASH, MSO_LINE.LONG_DASH_DOT)
_MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.DIAMOND)
_SPACES = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_FITS = 0.014  # of the longest bar, for a character in it
_FLAT = 0.85  # where the lowest value is above this share of the highest, the axis need not begin at zero (as in present.marks.lines)
_NEAR = 0.06  # of the range: labels at the ends of lines that are nearer would touch


@dataclasses.dataclass(frozen=True)
class _Data:
    """What python-pptx asks of the data of a chart."""

    plot: Plot

    def xml_bytes(self, chart_type: XL_CHART_TYPE) -> bytes:
        """Chart, with ranges of our sheet."""
        data = CategoryChartData()
        data.categories = [plain(name) for name in self.plot.names]
        for series in self.plot.series:
            data.add_series(plain(series.name), series.numbers, series.code)
        made: bytes = data.xml_bytes(chart_type)
        return made.replace(b"Sheet1!", f"{SHEET}!".encode())

    @property
    def xlsx_blob(self) -> bytes:
        """Workbook."""
        return data_of(self.plot)


def add(slide: Slide, box: Box, plot: Plot, axis: str) -> GraphicFrame:
    """Draw a chart on a slide.

    Parameters
    ----------
    slide
        The slide.
    box
        Left, top, width, height.
    plot
        What is drawn.
    axis
        Title of the axis of values.

    Returns
    -------
    GraphicFrame
        The frame of the chart.
    """
    frame = slide.shapes.add_chart(_TYPES[plot.form], *box, _Data(plot))
    chart, high = frame.chart, box[3] / Pt(1)
    size = max(6, min(11, int(high / (len(plot.names) + 3) * 0.7))) if plot.form in {"bars", "stack", "mirror"} else 10
    chart.font.name, chart.font.size, chart.font.color.rgb = FONT, Pt(size), rgb(INK)
    chart.has_title = chart.has_legend = False
    _axes(chart, plot, axis, size)
    {"bars": _bars, "stack": _stack, "mirror": _mirror, "lines": _lines, "ranges": _ranges}[plot.form](chart, plot)
    _german(frame.chart.part._element)  # noqa: SLF001 (as above)
    return frame


def _axes(chart: Chart, plot: Plot, title: str, size: int) -> None:
    """Names without a line, thin grid, German numbers."""
    names, values = chart.category_axis, chart.value_axis
    lying = plot.form in {"bars", "stack", "mirror"}
    names.format.line.color.rgb = rgb(MUTED)
    names.has_major_gridlines, names.major_tick_mark, names.tick_labels.font.size = False, XL_TICK_MARK.NONE, Pt(size)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plot.form in {"bars", "stack"}:
        names.reverse_order = True
    if lying:
        names._element.find(qn("c:noMultiLvlLbl")).addprevious(parse_xml(f'<c:tickLblSkip {_SPACES} val="1"/>'))  # noqa: SLF001 (python-pptx gives no other way to its XML)
    values.has_major_gridlines, values.major_tick_mark = True, XL_TICK_MARK.NONE
    values.major_gridlines.format.line.color.rgb, values.format.line.width = rgb(GRID), Pt(0)
    values.format.line.fill.background()
    largest = max(plot.sizes, default=0)
    code = "#,##0" if largest > 4 else "0.0" if largest > 0.4 else "0.00"
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = f'{code};{"" if plot.form == "mirror" else chr(0x2212)}{code}', False
    values.tick_labels.font.size, values.tick_labels.font.color.rgb = Pt(9), rgb(MUTED)
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH if plot.form in {"bars", "stack"} else XL_TICK_LABEL_POSITION.LOW
    values.has_title = True
    run = values.axis_title.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold, run.font.color.rgb = plain(title), Pt(9), False, rgb(MUTED)


def _bars(chart: Chart, plot: Plot) -> None:
    """Bars with their values; a bar is as long as its value, so the axis begins at zero."""
    numbers = [float(n) for n in plot.series[0].numbers if n is not None]
    if min(numbers, default=0) >= 0:
        chart.value_axis.minimum_scale = 0
    elif max(numbers) <= 0:
        chart.value_axis.maximum_scale = 0
    _wide(chart, 45)
    _fill(chart.plots[0].series[0], plot.series[0].colour)
    _labelled(chart.plots[0], plot.series[0].code)
    for place, colour in plot.points:
        _fill(chart.plots[0].series[0].points[place], colour)


def _stack(chart: Chart, plot: Plot) -> None:
    """Parts with their values where they fit, and what each is."""
    _wide(chart, 40, overlap=100)
    longest = max(sum(float(n or 0) for n in bar) for bar in zip(*(s.numbers for s in plot.series), strict=True)) or 1
    for drawn, series in zip(chart.plots[0].series, plot.series, strict=True):
        _fill(drawn, series.colour)
        drawn.format.line.color.rgb, drawn.format.line.width = rgb(MUTED), Pt(0.5)
        for place, (cell, number) in enumerate(zip(series.cells, series.numbers, strict=True)):
            if float(number or 0) / longest > _FITS * (len(cell.text) + 1):
                label = drawn.points[place].data_label
                label.font.size, label.font.color.rgb, label.position = Pt(8), rgb(text_on(series.colour)), XL_LABEL_POSITION.CENTER
    _legend(chart)


def _mirror(chart: Chart, plot: Plot) -> None:
    """Two sides of one axis, with outlines to compare with."""
    _wide(chart, 35, overlap=100)
    largest = max(plot.sizes, default=0) or 1
    step = _step(largest / 3)
    reach = step * math.ceil(largest * 1.12 / step)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale, chart.value_axis.major_unit = -reach, reach, step
    for drawn, series in zip(chart.plots[0].series, plot.series, strict=True):
        if series.kind == "outline":
            drawn.format.fill.background()
            drawn.format.line.color.rgb, drawn.format.line.width = rgb(INK), Pt(1.25)
        else:
            _fill(drawn, series.colour)
            _labelled(drawn, series.code, inside=any(s.kind == "outline" for s in plot.series))
            drawn.data_labels.font.color.rgb = rgb(text_on(series.colour) if any(s.kind == "outline" for s in plot.series) else INK)
    _legend(chart)


def _lines(chart: Chart, plot: Plot) -> None:
    """Lines that are meant, with their names at their ends; the others thin and grey behind them."""
    meant = 0
    numbers = [float(n) for s in plot.series for n in s.numbers if n is not None] or [0.0]
    if 0 <= min(numbers) <= _FLAT * max(numbers):
        chart.value_axis.minimum_scale = 0
    direct = _apart(plot, max(numbers) - min(0, *numbers))
    for drawn, series in zip(chart.plots[0].series, plot.series, strict=True):
        drawn.smooth = False
        drawn.format.line.color.rgb, drawn.format.line.width = rgb(series.colour), Pt(1 if series.kind == "back" else 2.25)
        drawn.marker.style = XL_MARKER_STYLE.NONE if series.kind == "back" else _MARKERS[meant % len(_MARKERS)]
        if series.kind != "back":
            drawn.format.line.dash_style = _DASHES[meant % len(_DASHES)]
            drawn.marker.size = 6
            _fill(drawn.marker, series.colour)
            meant += 1
            if direct:
                _end(drawn, series, alone=len(plot.series) == 1)
    if direct:
        _inner(chart, 0.84 if len(plot.series) == 1 else 0.72)
    else:
        _legend(chart)
        _hidden_keys(chart, [i for i, s in enumerate(plot.series) if s.kind == "back"])


def _ranges(chart: Chart, plot: Plot) -> None:
    """Dots, and lines between the ends of their ranges."""
    for drawn, series in zip(chart.plots[0].series, plot.series, strict=True):
        drawn.smooth = False
        drawn.format.line.fill.background()
        drawn.marker.style = XL_MARKER_STYLE.CIRCLE if series.kind == "mark" else XL_MARKER_STYLE.NONE
        if series.kind == "mark":
            drawn.marker.size = 8
            _fill(drawn.marker, series.colour)
    for place, colour in plot.points:
        point = chart.plots[0].series[0].points[place]
        point.marker.style, point.marker.size = XL_MARKER_STYLE.DIAMOND, 10
        _fill(point.marker, colour)
    chart.plots[0].series[0]._element.find(qn("c:cat")).addprevious(_whiskers(*plot.series))  # noqa: SLF001 (as above)


def _whiskers(value: Series, low: Series, high: Series) -> Element:
    """Lines from the value to both ends of its range; their lengths are part of the drawing, the ends stand in the workbook."""
    bars = "".join(f"<c:{name}>{_lengths(value, end)}</c:{name}>" for name, end in (("plus", high), ("minus", low)))
    look = f'<c:spPr><a:ln w="31750" cap="flat"><a:solidFill><a:srgbClr val="{STEP_BACK[1:].upper()}"/></a:solidFill></a:ln></c:spPr>'
    kind = '<c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
    return parse_xml(f"<c:errBars {_SPACES}>{kind}{bars}{look}</c:errBars>")


def _lengths(value: Series, end: Series) -> str:
    """Distances between a value and an end of its range."""
    pairs = list(zip(value.numbers, end.numbers, strict=True))
    points = "".join(f'<c:pt idx="{i}"><c:v>{abs(a - b)}</c:v></c:pt>' for i, (a, b) in enumerate(pairs) if a is not None and b is not None)
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(pairs)}"/>{points}</c:numLit>'


def _fill(shape: Drawn, colour: str) -> None:
    """Fill in one colour, without an outline."""
    shape.format.fill.solid()
    shape.format.fill.fore_color.rgb = rgb(colour)
    if hasattr(shape, "invert_if_negative"):
        shape.invert_if_negative = False


def _wide(chart: Chart, gap: int, overlap: int = 0) -> None:
    """Width of bars."""
    chart.plots[0].gap_width, chart.plots[0].overlap = gap, overlap


def _labelled(drawn: Drawn, code: str, *, inside: bool = False) -> None:
    """Values at the ends of bars."""
    if hasattr(drawn, "has_data_labels"):
        drawn.has_data_labels = True
    labels = drawn.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, code, False
    labels.position = XL_LABEL_POSITION.INSIDE_END if inside else XL_LABEL_POSITION.OUTSIDE_END


def _legend(chart: Chart) -> None:
    """What the colours mean, on top."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(10)


def _hidden_keys(chart: Chart, places: list[int]) -> None:
    """Take series out of the legend."""
    for place in reversed(places):
        entry = parse_xml(f'<c:legendEntry {_SPACES}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>')
        chart.legend._element.find(qn("c:legendPos")).addnext(entry)  # noqa: SLF001 (as above)


def _end(drawn: Drawn, series: Series, *, alone: bool) -> None:
    """Name and value at the last point of a line."""
    shown = [i for i, n in enumerate(series.numbers) if n is not None]
    if not shown:
        return
    label = drawn.points[shown[-1]].data_label
    label.position, label.font.size, label.font.color.rgb = XL_LABEL_POSITION.RIGHT, Pt(10), rgb(INK)
    shows = label._dLbl  # noqa: SLF001 (as above)
    shows.find(qn("c:showSerName")).set("val", "0" if alone else "1")
    if not alone:
        shows.append(parse_xml(f"<c:separator {_SPACES}> </c:separator>"))


def _apart(plot: Plot, span: float) -> bool:
    """Whether names fit at the ends of the lines."""
    meant = [[float(n) for n in s.numbers if n is not None] for s in plot.series if s.kind == "mark"]
    ends = sorted(numbers[-1] for numbers in meant if numbers)
    return all(b - a > _NEAR * (span or 1) for a, b in itertools.pairwise(ends))


def _inner(chart: Chart, width: float) -> None:
    """Leave room for names at the right of the lines."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")  # noqa: SLF001 (as above)
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    places = "".join(f'<c:{name} val="{value}"/>' for name, value in (("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"), ("x", 0.09), ("y", 0.04), ("w", width), ("h", 0.82)))
    area.insert(0, parse_xml(f"<c:layout {_SPACES}><c:manualLayout>{places}</c:manualLayout></c:layout>"))


def _step(wanted: float) -> float:
    """Next round step of an axis."""
    size = 10.0 ** math.floor(math.log10(wanted))
    return next(size * s for s in (1, 2, 2.5, 5, 10) if size * s >= wanted * 0.999)


def _german(element: Element) -> None:
    """Language of all texts of a part."""
    for found in element.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        found.set("lang", LANGUAGE)
