"""Outlines of areas, as fine as a figure can show them."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

Point = tuple[int, int]

FINENESS = 1500  # steps over the larger side of a map: about a third of a point in print


def outlines(geometry: pd.DataFrame) -> list[dict[str, Any]]:
    """Outlines in whole metres, on a common raster so that neighbours still touch.

    Parameters
    ----------
    geometry
        Columns Raum and Ring (list of rings of points), one row per polygon, in metre coordinates.

    Returns
    -------
    list of dict
        ``key`` and ``rings`` per polygon, in the order of the frame.
    """
    points = [p for rings in geometry["Ring"] for ring in rings for p in ring]
    if not points:
        return []
    spans = [max(p[axis] for p in points) - min(p[axis] for p in points) for axis in (0, 1)]
    step = max(1, round(max(spans) / FINENESS))
    return [
        {"key": str(key), "rings": [_rastered(ring, step) for ring in rings]}
        for key, rings in zip(geometry["Raum"], geometry["Ring"], strict=True)
    ]


def _rastered(ring: Iterable[tuple[float, float]], step: int) -> list[Point]:
    """Points on the raster, without those that fall on the one before."""
    kept: list[Point] = []
    for x, y in ring:
        point = (round(x / step) * step, round(y / step) * step)
        if not kept or point != kept[-1]:
            kept.append(point)
    return kept
