"""Figure of areas: a map without tiles."""

import pandas as pd

from workbench.disclosure.cells import Released
from workbench.present import alt, shape
from workbench.present.classes import legend
from workbench.present.description import EMPTY, Description
from workbench.present.outline import outlines
from workbench.present.shape import Text
from workbench.present.table import Digits, decimals, grid


def map(  # noqa: A001 (read as figure.map)
    released: Released,
    geometry: pd.DataFrame,
    key: str,
    value: str,
    *,
    title: str,
    names: str | None = None,
    unit: str = "",
    digits: Digits = None,
    note: str = "",
) -> Description:
    """Map of areas coloured by class.

    Parameters
    ----------
    released, value, title, unit, digits, note
        As in `workbench.present.figure.bar`.
    geometry
        Columns Raum and Ring: lists of rings in metre coordinates, one row per polygon.
    key
        Column that holds the same keys as ``Raum``.
    names
        Column with the names of the areas.

    Returns
    -------
    Description
        Of kind figure; areas of the geometry without a row are drawn like missing ones. An empty group where the frame
        or the geometry is empty.

    """
    sheet = shape.take(released, "figure.map", [key, *([names] if names else [])], [value])
    if sheet.frame.empty or geometry.empty:
        return EMPTY
    text = Text(released, title, unit, note, digits)
    cells = grid(shape.by_value(sheet, names or key, value), digits)
    classes = legend([c["value"] for c in shape.values(cells) if c["value"] is not None], decimals(sheet.frame[value], digits, value), unit)
    said = alt.joined(
        f"Karte, {alt.count(len(cells['rows']), 'Gebiet')}{' in ' + alt.count(len(classes), 'Klasse') if classes else ''}.",
        alt.ends([(r[-2]["text"], r[-1]) for r in cells["rows"]], unit),
        f"In der höchsten Klasse ({classes[-1]['text']}): {alt.count(classes[-1]['count'], 'Gebiet')}." if len(classes) > 1 else "",
        alt.unshown(shape.values(cells)),
    )
    encoding = {"key": key, "names": names, "value": value, "classes": classes}
    return shape.build("map", sheet, text, cells, said=said, encoding=encoding, geometry=outlines(geometry))
