"""Borders of areas: which two share one, and what is the outline of several together."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from workbench.read.geo import parts

if TYPE_CHECKING:
    import pandas as pd

NEAR, LEAST = 1.0, 10.0  # metres: how far two outlines of one border may lie apart, and how long a border is at least
CENTIMETRE = 0.01  # corners nearer than that are one
LENGTH = "Grenze in m"


def neighbours(geometrie: "pd.DataFrame") -> "pd.DataFrame":
    """Pairs of areas with a common border.

    Parameters
    ----------
    geometrie
        Raum and Ring, as `workbench.read.geo.read` returns them: several rows for an area of several parts; holes count.

    Returns
    -------
    pandas.DataFrame
        Raum, Nachbar, Grenze in m; each pair in both directions, in the order of the areas.

    Notes
    -----
    Where the outlines of two areas run within 1 m of each other for at least 10 m: outlines drawn apart fit to a
    fraction of a metre only, and areas that meet in a corner alone are no neighbours (rook, not queen).
    """
    import pandas as pd
    import shapely

    keys = list(dict.fromkeys(geometrie["Raum"]))
    shapes = [shapely.multipolygons(_polygons(rows)) for _, rows in geometrie.groupby("Raum", sort=False)]
    lines = shapely.boundary(shapes)
    wide = shapely.buffer(lines, NEAR)
    one, other = shapely.STRtree(lines).query(wide, predicate="intersects")
    one, other = one[one < other], other[one < other]
    lengths = [min(lines[a].intersection(wide[b]).length, lines[b].intersection(wide[a]).length) for a, b in zip(one, other, strict=True)]
    found = [(a, b, length) for a, b, length in zip(one, other, lengths, strict=True) if length >= LEAST]
    rows = sorted([*found, *((b, a, length) for a, b, length in found)])
    return pd.DataFrame([(keys[a], keys[b], length) for a, b, length in rows], columns=["Raum", "Nachbar", LENGTH])


def united(geometrie: "pd.DataFrame", *, only: Iterable[str]) -> "pd.DataFrame":
    """Outlines of areas that are given in parts, each put together.

    Parameters
    ----------
    geometrie
        As in `neighbours`; Raum is the area that a part belongs to.
    only
        Areas that are put together; the others stay as they are.

    Returns
    -------
    pandas.DataFrame
        Raum, Ring, as given; parts that share a border are one row.
    """
    import pandas as pd

    chosen = set(only)
    rows = [
        (key, rings)
        for key, of_area in geometrie.groupby("Raum", sort=False)
        for rings in (parts(union(_polygons(of_area))) if key in chosen else of_area["Ring"])
    ]
    return pd.DataFrame(rows, columns=["Raum", "Ring"])


def union(shapes: Sequence[Any]) -> Any:  # noqa: ANN401 (shapely has no types)
    """Area of several (shapely), without the slits between outlines that were drawn apart.

    Parameters
    ----------
    shapes
        Polygons in metres.

    Returns
    -------
    shapely.Geometry
        Widened by 1 m and narrowed again (closing): what lies within 2 m of both sides is no slit but a border.
    """
    import shapely

    whole = shapely.union_all(shapes)
    if len(shapes) == 1:
        return whole
    closed = whole.buffer(NEAR, join_style="mitre").buffer(-NEAR, join_style="mitre")
    return shapely.union(whole, closed, grid_size=CENTIMETRE)


def _polygons(geometrie: "pd.DataFrame") -> list[Any]:
    """Polygons of rows (shapely)."""
    import shapely

    return [shapely.Polygon(rings[0], rings[1:]) for rings in geometrie["Ring"]]
