"""How each mark is drawn: one function per mark, from the body of a figure to a sheet."""

from collections.abc import Callable
from typing import Any

from workbench.present.marks.bars import bar, interval, stacked
from workbench.present.marks.choropleth import choropleth
from workbench.present.marks.heat import heatmap
from workbench.present.marks.lines import line
from workbench.present.marks.pyramids import pyramid
from workbench.present.marks.scatter import quadrants
from workbench.present.marks.sheet import Plot

__all__ = ["MARKS"]

MARKS: dict[str, Callable[[dict[str, Any]], Plot]] = {
    "bar": bar,
    "heatmap": heatmap,
    "interval": interval,
    "line": line,
    "map": choropleth,
    "pyramid": pyramid,
    "quadrants": quadrants,
    "stacked": stacked,
}
