"""GeoJSON → rings of plain coordinates in EPSG:25832."""

import functools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError
from workbench.read import utm
from workbench.read.tabular import content

if TYPE_CHECKING:
    import pandas as pd

FILE = "geometrie.geojson"
EAST, NORTH = (200_000, 1_000_000), (5_200_000, 6_150_000)  # Germany in ETRS89/UTM zone 32N, with a margin
WANTED = "Erwartet EPSG:25832 (ETRS89/UTM 32N, Meter) oder Längen- und Breitengrade (WGS 84); in QGIS: Exportieren, KBS EPSG:25832."
_LONGITUDE, _LATITUDE = (5.0, 16.0), (47.0, 56.0)
_SYSTEMS = (("25832|UTM[ _]zone[ _]32N|4647", "Meter"), ("25833|UTM[ _]zone[ _]33N", "Zone 33"), ("4326|CRS84|4258|^GEOGCS", "Grad"))  # the first that fits
_SAID = {
    "Grad": "Die Längen- und Breitengrade sind in Meter umgerechnet (EPSG:25832).",
    "Zone 33": "Die Koordinaten der Zone 33 (EPSG:25833) sind in die Zone 32 umgerechnet (EPSG:25832).",
}
_PREFIX = 32_000_000  # of the zone before the east of EPSG:4647

Ring = list[tuple[float, float]]


def read(file: Path) -> "pd.DataFrame":
    """Read the outlines of areas.

    Parameters
    ----------
    file
        GeoJSON FeatureCollection of polygons with the property »Raum«, in EPSG:25832, or in degrees (WGS 84, ETRS89) or
        EPSG:25833, which are converted.

    Returns
    -------
    pandas.DataFrame
        Raum; Ring: list of rings of (x, y) in metres, the outer one first. One row per part of an area. Crossing
        outlines are repaired.

    Raises
    ------
    DataError
        If the file is no such collection, or its coordinates do not lie in Germany.
    """
    import pandas as pd

    rows = [(key, rings) for key, shape, _ in _areas(file) for rings in parts(shape)]
    return pd.DataFrame(rows, columns=["Raum", "Ring"])


def said(file: Path) -> str:
    """What was done to the outlines while they were read, in German; "" for nothing."""
    every = dict[str, list[str]]()
    for key, _, notes in _areas(file):
        for note in notes:
            every.setdefault(note, []).append(f"»{key}«")
    return " ".join(note.format(", ".join(names)) for note, names in every.items())


def _areas(file: Path) -> list[tuple[object, Any, tuple[str, ...]]]:
    """Key, valid geometry in metres, and notes on what was done to it, of each area of a file."""
    features, system = _features(file)
    faults: list[str] = []
    found = []
    for number, feature in enumerate(features, 1):
        try:
            found.append(_area(feature, system))
        except ValueError as fault:
            faults.append(f"Fläche {number}: {fault}")
    if faults:
        raise DataError(file.name, faults)
    return found


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
        features, system = _features(file)
        import numpy as np  # takes longer than all places without a file

        shapes = [feature["geometry"] for feature in features]
        rings = [np.array([point[:2] for point in ring], float) for s in shapes for part in (s["coordinates"] if s["type"] == "MultiPolygon" else [s["coordinates"]]) for ring in part]
        points = [moved(ring, located((*ring.min(axis=0), *ring.max(axis=0)), system)) for ring in rings]
    except (DataError, TypeError, ValueError, KeyError, IndexError):
        return []
    return [[(float(x), float(y)) for x, y in ring] for ring in points]


def holding(frame: "pd.DataFrame", east: float, north: float) -> str:
    """Key of the area in which a point lies.

    Parameters
    ----------
    frame
        As `read` returns it.
    east, north
        Of the point, in metres.

    Returns
    -------
    str
        The first that holds it; "" for none.
    """
    import shapely

    hit = (str(key) for key, rings in zip(frame["Raum"], frame["Ring"], strict=True) if shapely.intersects_xy(shapely.Polygon(rings[0], rings[1:]), east, north))
    return next(hit, "")


def _features(file: Path) -> tuple[list[Any], str]:
    """Features of the collection, and its reference system."""
    try:
        found = json.loads(content(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DataError(file.name, ["Die Datei ist nicht als UTF-8 gespeichert."]) from None
    except json.JSONDecodeError as fault:
        raise DataError(file.name, [f"Zeile {fault.lineno}: kein gültiges JSON. Ist die Datei abgeschnitten?"]) from None
    if not isinstance(found, dict) or not isinstance(found.get("features"), list) or not found["features"]:
        raise DataError(file.name, ["Das ist keine GeoJSON-FeatureCollection mit Flächen."])
    words = re.findall(r"[\w:./-]+", str(found.get("crs") or ""))
    return list(found["features"]), system_of(file.name, max(words, key=len, default=""), " ".join(words))


def system_of(name: str, label: str, text: str) -> str:
    """Reference system that a file names.

    Parameters
    ----------
    name
        Of the file, for the message.
    label
        What the message calls the system; empty where the file names none.
    text
        All that the file says about it.

    Returns
    -------
    str
        »Meter«, »Zone 33«, »Grad«; empty where the coordinates must tell.

    Raises
    ------
    DataError
        If it is another one.
    """
    found = next((s for pattern, s in _SYSTEMS if re.search(pattern, text, re.IGNORECASE)), "")
    if label and not found:
        raise DataError(name, [f"Das Koordinatensystem ist »{label}« – erwartet EPSG:25832 (ETRS89/UTM 32N), EPSG:25833 oder Längen- und Breitengrade (WGS 84). In QGIS: Exportieren, KBS EPSG:25832."])
    return found


def _area(feature: Any, system: str) -> tuple[object, Any, tuple[str, ...]]:  # noqa: ANN401 (JSON of a user)
    """Area of a feature; a number for its key stays one, for the schema to refuse."""
    import shapely
    from shapely.geometry import shape

    properties = feature.get("properties") if isinstance(feature, dict) else None
    known = properties if isinstance(properties, dict) else {}
    if (key := known.get("Raum")) in (None, ""):
        raise ValueError(f"Die Eigenschaft »Raum« fehlt oder ist leer. Gefunden: {', '.join(f'»{p}«' for p in known) or 'keine Eigenschaften'}.")
    try:
        whole = shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, shapely.errors.ShapelyError):
        raise ValueError(f"»{key}« hat keine lesbare Geometrie, erwartet Polygon oder MultiPolygon.") from None
    return key if isinstance(key, str | int | float) else str(key), *valid(whole, system, f"»{key}«")


def valid(whole: Any, system: str, name: str) -> tuple[Any, tuple[str, ...]]:  # noqa: ANN401 (shapely has no types)
    """Valid geometry in metres, and what was done to it.

    Raises
    ------
    ValueError
        If it is no area, or does not lie in Germany.
    """
    import shapely

    if whole.is_empty or not {"Polygon", "GeometryCollection"} & {p.geom_type for p in shapely.get_parts(whole)}:
        raise ValueError(f"{name} ist keine Fläche, erwartet Polygon oder MultiPolygon.")
    how = located(whole.bounds, system)
    flat = shapely.transform(shapely.force_2d(whole), functools.partial(moved, how=how)) if how != "Meter" else whole
    crossed = not flat.is_valid
    mended = shapely.make_valid(flat) if crossed else flat
    if not parts(mended):
        raise ValueError(f"{name} ist keine Fläche, erwartet Polygon oder MultiPolygon.")
    notes = (_SAID.get(how, ""), "Sich kreuzende oder doppelte Linien im Umriss sind bereinigt: {}." if crossed else "")
    return mended, tuple(n for n in notes if n)


def parts(whole: Any) -> list[list[Ring]]:  # noqa: ANN401 (as above)
    """Rings of the polygons of a geometry, without height."""
    import shapely

    polygons = [p for p in shapely.get_parts(shapely.get_parts(whole)) if p.geom_type == "Polygon" and not p.is_empty]
    return [[[(float(x), float(y)) for x, y, *_ in ring.coords] for ring in (p.exterior, *p.interiors)] for p in polygons]


def located(bounds: tuple[float, float, float, float], system: str) -> str:
    """How coordinates become metres in zone 32: »Meter« (they are), »Präfix«, »Grad« or »Zone 33«.

    Raises
    ------
    ValueError
        If they do not lie in Germany.
    """
    west, south, east, north = bounds
    degrees = max(map(abs, bounds)) <= 360
    if degrees and _LONGITUDE[0] <= west <= east <= _LONGITUDE[1] and _LATITUDE[0] <= south <= north <= _LATITUDE[1]:
        return "Grad"
    for how, shift in (("Meter", 0), ("Präfix", _PREFIX)):
        if system != "Grad" and EAST[0] * (system != "Zone 33") <= west - shift <= east - shift <= EAST[1] and NORTH[0] <= south <= north <= NORTH[1]:
            return system if system == "Zone 33" else how
    where = f"(Ost {west:.{int(degrees)}f}, Nord {south:.{int(degrees)}f})".replace(".", ",")
    if system == "Grad" and not degrees:
        raise ValueError(f"Als Koordinatensystem sind Längen- und Breitengrade genannt, die Koordinaten sind aber keine {where}. {WANTED}")
    swapped = "Sind Länge und Breite vertauscht? " if degrees and _LATITUDE[0] <= west <= east <= _LATITUDE[1] and _LONGITUDE[0] <= south <= north <= _LONGITUDE[1] else ""
    raise ValueError(f"Die Koordinaten liegen nicht in Deutschland {where}. {swapped}{WANTED}")


def moved(points: Any, how: str) -> Any:  # noqa: ANN401 (arrays)
    """Points in metres of zone 32."""
    if how == "Grad":
        return utm.project(points)
    if how == "Zone 33":
        return utm.project(utm.unproject(points, 33))
    return points - [_PREFIX, 0] if how == "Präfix" else points
