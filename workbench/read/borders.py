"""Which areas share a border."""

import pandas as pd

NEAR, LEAST = 1.0, 10.0  # metres: how far two outlines of one border may lie apart, and how long a border is at least
LENGTH = "Grenze in m"


def neighbours(geometrie: pd.DataFrame) -> pd.DataFrame:
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
    import shapely

    keys = list(dict.fromkeys(geometrie["Raum"]))
    rings = geometrie.groupby("Raum", sort=False)["Ring"].agg(list)
    shapes = [shapely.multipolygons([shapely.Polygon(r[0], r[1:]) for r in rings[key]]) for key in keys]
    lines = shapely.boundary(shapes)
    wide = shapely.buffer(lines, NEAR)
    one, other = shapely.STRtree(lines).query(wide, predicate="intersects")
    one, other = one[one < other], other[one < other]
    lengths = [min(lines[a].intersection(wide[b]).length, lines[b].intersection(wide[a]).length) for a, b in zip(one, other, strict=True)]
    found = [(a, b, length) for a, b, length in zip(one, other, lengths, strict=True) if length >= LEAST]
    rows = sorted([*found, *((b, a, length) for a, b, length in found)])
    return pd.DataFrame([(keys[a], keys[b], length) for a, b, length in rows], columns=["Raum", "Nachbar", LENGTH])
