"""Figures as frozen descriptions: one function per mark. `draw` makes pictures of them.

The body of every figure holds ``mark``, ``title``, ``unit``, ``alt`` (the finding in words), ``columns`` and ``rows`` (the data
behind the figure, as in `table`), ``encoding`` (what `draw` must know beyond the grid), ``geometry`` (maps only), ``source`` and
``note``. Rows of totals are left out: a total is a reference line.
"""

import dataclasses
from collections.abc import Collection, Sequence

from workbench.disclosure.cells import Released, Value
from workbench.present import alt, shape
from workbench.present.areas import map  # noqa: A004, F401 (read as figure.map)
from workbench.present.crossing import quadrants  # noqa: F401 (read as figure.quadrants)
from workbench.present.description import EMPTY, Description
from workbench.present.shape import Text
from workbench.present.table import Digits, decimals

Names = str | Collection[str] | None


def bar(
    released: Released,
    label: str,
    value: str,
    *,
    title: str,
    unit: str = "",
    reference: Value | None = None,
    reference_label: str = "",
    digits: Digits = None,
    note: str = "",
    highlight: Names = None,
    order: bool = True,
) -> Description:
    """Horizontal bars.

    Parameters
    ----------
    released
        What passed the door.
    label, value
        Column of names and column of numbers.
    title
        Subject of the figure.
    unit
        Of the values, as printed behind them and on the axis: »%«, »Besuche«.
    reference, reference_label
        Released number for a line to compare with, and its name.
    digits
        Decimals; by default as in `table`.
    note
        Text below the figure.
    highlight
        Label or labels in the accent colour; the others step back.
    order
        Whether bars are sorted by value (largest on top); else they keep their order.

    Returns
    -------
    Description
        Of kind figure; an empty group where the frame is empty.

    Raises
    ------
    ReleaseError
        If the data were not released, or a column is missing or holds no numbers.
    """
    sheet = shape.take(released, "figure.bar", [label], [value])
    sheet = shape.by_value(sheet, label, value) if order else sheet
    line_at = shape.reference_line(reference, reference_label, decimals(sheet.frame[value], digits, value))
    return shape.ranked("bar", "Balkendiagramm", sheet, Text(released, title, unit, note, digits), line_at, highlight=shape.names(highlight))


def interval(
    released: Released,
    label: str,
    value: str,
    low: str,
    high: str,
    *,
    title: str,
    unit: str = "",
    reference: Value | None = None,
    reference_label: str = "",
    digits: Digits = None,
    note: str = "",
    order: bool = True,
    start: float | None = None,
) -> Description:
    """Dots with intervals; parameters as in `bar`, ``low`` and ``high`` are the columns of the bounds, ``start`` is where the axis begins in place of 0 (for ranks)."""
    sheet = shape.take(released, "figure.interval", [label], [value, low, high])
    sheet = shape.by_value(sheet, label, value) if order else sheet
    line_at = shape.reference_line(reference, reference_label, decimals(sheet.frame[value], digits, value))
    begins = {} if start is None else {"start": start}
    return shape.ranked("interval", "Punkte mit Unsicherheitsbereich", sheet, Text(released, title, unit, note, digits), line_at, compared=reference, **begins)


def line(
    released: Released,
    x: str,
    value: str,
    *,
    series: str | None = None,
    title: str,
    unit: str = "",
    emphasis: Names = None,
    breaks: Names = None,
    digits: Digits = None,
    note: str = "",
) -> Description:
    """Lines over time.

    Parameters
    ----------
    released, value, title, unit, digits, note
        As in `bar`.
    x
        Column of points in time, in the order of the frame.
    series
        Column that tells the lines apart.
    emphasis
        Lines to be drawn strongly and described; by default all of up to three, else the two whose last values are
        highest and lowest.
    breaks
        Points in time at which a new base begins, several in one text with commas: before them lines are interrupted, and no
        change is told across them.

    Returns
    -------
    Description
        Of kind figure; one row per line, one column per point in time.
    """
    text = Text(released, title, unit, note, digits)
    sheet = shape.take(released, "figure.line", [*([series] if series else []), x], [value], totals=[series or ""])
    if sheet.frame.empty:
        return EMPTY
    name = series or "Linie"
    if not series:
        sheet = dataclasses.replace(sheet, frame=sheet.frame.assign(**{name: value}), keys=(name, x))
    cells = shape.spread(shape.by_time(sheet, x), x, text, value)
    strong = shape.names(emphasis) or shape.standing_out(cells["rows"])
    times = [c["label"] for c in cells["columns"][1:]]
    begins = {b.strip() for named in shape.names(breaks) for b in named.split(",")}
    cuts = [t for t in times[1:] if t in begins]
    said = alt.joined(
        f"Liniendiagramm, {times[0]} bis {times[-1]}, {alt.count(len(cells['rows']), 'Linie')}.",
        _course(cells, strong, cuts, unit),
        *(f"Bruch der Zeitreihe vor {cut}." for cut in cuts),
        alt.unshown(shape.values(cells)),
    )
    encoding = {"x": x, "series": name, "value": value, "emphasis": strong, **({"breaks": cuts} if cuts else {})}
    return shape.build("line", sheet, text, cells, said=said, encoding=encoding)


def _course(cells: shape.Cells, strong: Collection[str], cuts: Sequence[str], unit: str) -> str:
    """How the lines that are meant run, the first of many; of a single one also where it turns; since the last break."""
    times, rows = [c["label"] for c in cells["columns"][1:]], cells["rows"]
    since = times.index(cuts[-1]) if cuts else 0
    told = [alt.change(name["text"], list(zip(times[since:], values[since:], strict=True)), unit) for name, *values in rows if name["text"] in strong]
    turns = alt.turns(list(zip(times, rows[0][1:], strict=True)), unit) if len(rows) == 1 and not cuts else ""
    return alt.joined(*(told[: alt.SPELLED] or [alt.ends(shape.crossed(cells), unit)]), turns)


def heatmap(released: Released, row: str, column: str, value: str, *, title: str, unit: str = "", digits: Digits = None, note: str = "") -> Description:
    """Heat map with its numbers.

    Parameters
    ----------
    released, value, title, unit, digits, note
        As in `bar`.
    row, column
        Key columns; their values keep the order of the frame.

    Returns
    -------
    Description
        Of kind figure; the grid is the heat map itself.
    """
    text = Text(released, title, unit, note, digits)
    sheet = shape.take(released, "figure.heatmap", [row, column], [value])
    if sheet.frame.empty:
        return EMPTY
    cells = shape.spread(sheet, column, text, value)
    said = alt.joined(
        f"Wärmebild, {alt.count(len(cells['rows']), 'Zeile')} ({row}) und {alt.count(len(cells['columns']) - 1, 'Spalte')} ({column}).",
        alt.ends(shape.crossed(cells), unit),
        alt.unshown(shape.values(cells)),
    )
    return shape.build("heatmap", sheet, text, cells, said=said, encoding={"row": row, "column": column, "value": value})


def stacked(
    released: Released, label: str, series: str, value: str, *, title: str, unit: str = "", digits: Digits = None, note: str = "", order: bool = False
) -> Description:
    """Stacked horizontal bars.

    Parameters
    ----------
    released, value, title, unit, digits, note
        As in `bar`.
    label, series
        Key columns: one bar per label, one part per series.
    order
        Whether bars are sorted by the sum of their shown parts; else they keep their order, as parts always do.

    Returns
    -------
    Description
        Of kind figure; one row per bar, one column per part.
    """
    text = Text(released, title, unit, note, digits)
    sheet = shape.take(released, "figure.stacked", [label, series], [value])
    if sheet.frame.empty:
        return EMPTY
    cells = shape.spread(sheet, series, text, value)
    if order:
        cells["rows"].sort(key=lambda row: -sum(c["value"] or 0 for c in row[1:]))
    said = alt.joined(
        f"Gestapeltes Balkendiagramm, {alt.things(label, len(cells['rows']))}, {alt.count(len(cells['columns']) - 1, 'Teil')} ({series}).",
        alt.longest(cells["rows"]),
        f"Größter Teil: {alt.largest(shape.crossed(cells), unit)}.",
        alt.unshown(shape.values(cells)),
    )
    return shape.build("stacked", sheet, text, cells, said=said, encoding={"label": label, "series": series, "value": value})


def pyramid(
    released: Released,
    by: str,
    side: str,
    value: str,
    *,
    title: str,
    against: str | None = None,
    unit: str = "",
    digits: Digits = None,
    note: str = "",
) -> Description:
    """Age pyramid: groups upwards, two sides.

    Parameters
    ----------
    released, value, title, unit, digits, note
        As in `bar`.
    by
        Column of groups, youngest first.
    side
        Column whose first two values are the left and the right side; further ones stand in the data and the note.
    against
        Second value column, drawn as an outline.

    Returns
    -------
    Description
        Of kind figure; one row per group and side. Bars where the data know one side only.
    """
    sheet = shape.take(released, "figure.pyramid", [by, side], [value, *([against] if against else [])])
    if sheet.frame.empty:
        return EMPTY
    sides = [str(s) for s in sheet.frame[side].unique()]
    if len(sides) < 2:
        return bar(released, by, value, title=title, unit=unit, digits=digits, note=note, order=False)
    rest = f"Ohne eigene Seite: {', '.join(sides[2:])}." if len(sides) > 2 else ""
    text = Text(released, title, unit, alt.joined(note, rest), digits)
    cells = shape.evenly(sheet, digits)
    halves = [[r for r in cells["rows"] if r[1]["text"] == s] for s in sides[:2]]
    said = alt.joined(
        f"Alterspyramide, links {sides[0]}, rechts {sides[1]}.",
        alt.largest_groups(value, halves, 2, unit),
        alt.largest_groups(f"Umriss »{against}«", halves, 3, unit) if against else "",
        alt.unshown(shape.values(cells)),
    )
    return shape.build("pyramid", sheet, text, cells, said=said, encoding={"by": by, "side": side, "sides": sides[:2], "value": value, "against": against})
