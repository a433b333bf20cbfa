"""GeoJSON → rings of plain coordinates in EPSG:25832."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError
from workbench.read.tabular import content

if TYPE_CHECKING:
    import pandas as pd

FILE = "geometrie.geojson"
_EAST, _NORTH = (200_000, 1_000_000), (5_200_000, 6_150_000)  # Germany in ETRS89/UTM zone 32N, with a margin

Ring = list[tuple[float, float]]


def read(file: Path) -> "pd.DataFrame":
    """Read the outlines of areas.

    Parameters
    ----------
    file
        GeoJSON FeatureCollection of polygons with the property »Raum«, coordinates in EPSG:25832.

    Returns
    -------
    pandas.DataFrame
        Raum; Ring: list of rings of (x, y) in metres, the outer one first. One row per part of an area. Crossing
        outlines are repaired.

    Raises
    ------
    DataError
        If the file is no such collection, or its coordinates are no metres in EPSG:25832.

    """
    import pandas as pd

    faults: list[str] = []
    rows = []
    for number, feature in enumerate(_features(file), 1):
        try:
            rows += [(_area(feature), rings) for rings in _parts(feature)]
        except ValueError as fault:
            faults.append(f"Fläche {number}: {fault}")
    if faults:
        raise DataError(file.name, faults)
    return pd.DataFrame(rows, columns=["Raum", "Ring"])


def outlines(file: Path) -> list[Ring]:
    """Rings of all areas as they stand in a file, for a small map: unchecked, and quick.

    Parameters
    ----------
    file
        As in `read`.

    Returns
    -------
    list of list of (x, y)
        In metres; none where the file is missing or is not as `read` wants it.

    """
    try:
        shapes = [feature["geometry"] for feature in _features(file)]
        rings = [ring for s in shapes for part in (s["coordinates"] if s["type"] == "MultiPolygon" else [s["coordinates"]]) for ring in part]
        points = [[(float(x), float(y)) for x, y, *_ in ring] for ring in rings]
    except (DataError, TypeError, ValueError, KeyError):
        return []
    inside = all(_EAST[0] <= x <= _EAST[1] and _NORTH[0] <= y <= _NORTH[1] for ring in points for x, y in ring)
    return points if inside else []


def _features(file: Path) -> list[Any]:
    """Features of the collection."""
    try:
        found = json.loads(content(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DataError(file.name, ["Die Datei ist nicht als UTF-8 gespeichert."]) from None
    except json.JSONDecodeError as fault:
        raise DataError(file.name, [f"Zeile {fault.lineno}: kein gültiges JSON. Ist die Datei abgeschnitten?"]) from None
    if not isinstance(found, dict) or not isinstance(found.get("features"), list) or not found["features"]:
        raise DataError(file.name, ["Das ist keine GeoJSON-FeatureCollection mit Flächen."])
    crs = re.findall(r"[\w:./-]+", str(found.get("crs") or ""))
    if crs and not any("25832" in word for word in crs):
        raise DataError(file.name, [f"Das Koordinatensystem ist »{max(crs, key=len)}« – erwartet EPSG:25832 (ETRS89/UTM 32N)."])
    return list(found["features"])


def _area(feature: Any) -> object:  # noqa: ANN401 (JSON of a user)
    """Key of the area as it stands in the file: a number stays a number, for the schema to refuse."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or properties.get("Raum") in (None, ""):
        raise ValueError("Die Eigenschaft »Raum« fehlt.")
    key = properties["Raum"]
    return key if isinstance(key, str | int | float) else str(key)


def _parts(feature: Any) -> list[list[Ring]]:  # noqa: ANN401 (JSON of a user)
    """Valid polygons of a feature."""
    import shapely
    from shapely.geometry import shape

    try:
        whole = shapely.make_valid(shape(feature["geometry"]))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise ValueError(f"»{_area(feature)}« hat keine lesbare Geometrie, erwartet Polygon oder MultiPolygon.") from None
    parts = [p for p in shapely.get_parts(shapely.get_parts(whole)) if p.geom_type == "Polygon" and not p.is_empty]
    if not parts:
        raise ValueError(f"»{_area(feature)}« ist keine Fläche, erwartet Polygon oder MultiPolygon.")
    _in_germany(whole.bounds)
    return [[_ring(r) for r in (p.exterior, *p.interiors)] for p in parts]


def _ring(ring: Any) -> Ring:  # noqa: ANN401 (shapely has no types)
    """Points of a ring, without height."""
    return [(float(x), float(y)) for x, y, *_ in ring.coords]


def _in_germany(bounds: tuple[float, float, float, float]) -> None:
    """Refuse coordinates that are no metres in EPSG:25832."""
    west, south, east, north = bounds
    if _EAST[0] <= west <= east <= _EAST[1] and _NORTH[0] <= south <= north <= _NORTH[1]:
        return
    degrees = "Es sind Längen- und Breitengrade. " if max(map(abs, bounds)) <= 180 else ""
    raise ValueError(f"Die Koordinaten liegen nicht in Deutschland (Ost {west:.0f}, Nord {south:.0f}). {degrees}Erwartet EPSG:25832 (ETRS89/UTM 32N, Meter); in QGIS: Exportieren, KBS EPSG:25832.")
