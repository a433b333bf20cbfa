"""Facilities on a map: where they stand, and what is said of them."""

import dataclasses
from collections import Counter
from typing import Any

import pandas as pd

from workbench.disclosure.cells import MISSING, Released
from workbench.errors import ReleaseError
from workbench.present import alt
from workbench.present.table import checked, known

NAME, EAST, NORTH = "Name", "Ostwert", "Nordwert"
KINDS = 6  # so many forms of marks there are


@dataclasses.dataclass(frozen=True)
class Pins:
    """Facilities as a map shows them."""

    points: tuple[dict[str, Any], ...] = ()  # ``name``, ``kind`` (empty where nothing tells them apart), ``x`` and ``y`` in whole metres; by kind, then name
    said: str = ""  # for the alternative text
    note: str = ""
    source: str = ""


def pins(released: Released | None, geometry: pd.DataFrame, *, by: str | None) -> Pins:
    """Place facilities.

    Parameters
    ----------
    released
        Directory of facilities with coordinates, if there is one.
    geometry
        Outlines of the map.
    by
        Column of what tells the marks apart.

    Returns
    -------
    Pins
        Those without coordinates, or outside the map, stand in the note only.

    Raises
    ------
    ReleaseError
        If the directory was not released, lacks a column, or has too many kinds.
    """
    if released is None:
        return Pins()
    frame = checked(released, "figure.map, points=").frame
    known(released.title, frame, [NAME, EAST, NORTH, *([by] if by else [])])
    kinds = frame[by].fillna(MISSING).astype(str) if by else pd.Series("", index=frame.index)
    if kinds.nunique() > KINDS:
        raise ReleaseError(f"figure.map: »{by}« hat {kinds.nunique()} Ausprägungen – erwartet höchstens {KINDS}, mehr Zeichen sind nicht zu unterscheiden.")
    where = frame[[EAST, NORTH]].apply(pd.to_numeric, errors="coerce")
    bare = where.isna().any(axis=1)
    corners = pd.DataFrame([p for rings in geometry["Ring"] for ring in rings for p in ring])
    outside = ~bare & ((where < corners.min().to_numpy()) | (where > corners.max().to_numpy())).any(axis=1)
    drawn = pd.DataFrame({"kind": kinds, "name": frame[NAME].astype(str), "x": where[EAST], "y": where[NORTH]})[~bare & ~outside].sort_values(["kind", "name"])
    points = tuple({"name": n, "kind": k, "x": round(x), "y": round(y)} for k, n, x, y in drawn.itertuples(index=False))
    return Pins(points, _said(points), alt.joined(_absent(bare.sum(), "ohne Koordinaten"), _absent(outside.sum(), "außerhalb der Karte")), released.source if points else "")


def _said(points: tuple[dict[str, Any], ...]) -> str:
    """How many facilities of each kind."""
    counts = Counter(p["kind"] for p in points)
    kinds = ", ".join(f"{kind} {many}" for kind, many in counts.items())
    return f"Eingezeichnet: {alt.count(len(points), 'Einrichtung')}{f' ({kinds})' if any(counts) else ''}." if points else ""


def _absent(many: int, why: str) -> str:
    """Facilities that the map does not show."""
    return f"Nicht eingezeichnet, weil {why}: {alt.count(int(many), 'Einrichtung')}." if many else ""
