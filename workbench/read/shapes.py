"""Outlines of chosen areas out of a large file: Shapefile, GeoPackage or GeoJSON, also in a zip, by their keys."""

import collections
import io
import itertools
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.errors import DataError
from workbench.read.borders import union
from workbench.read.geo import FILE, parts, system_of, valid
from workbench.read.official.keys import same
from workbench.read.tabular import content

_FORMS = (".shp", ".gpkg", ".geojson", ".json")
_POLYGONS = {5, 15, 25}  # with heights or measures too
_LARGEST = {2: ("Land", 75_000), 3: ("Land", 75_000), 8: ("Gemeinde", 1_000), 12: ("Gemeinde", 1_000)}  # km² by digits of a key: Bayern has 70,542, Berlin 891
_KREIS = ("Kreis", 6_000)  # Mecklenburgische Seenplatte has 5,496
_RUNNING = {"fid", "objectid", "ogc_fid", "gid", "index"}  # numbers that programs give, no keys

Feature = tuple[dict[str, Any], Any]  # properties and geometry (shapely) in the coordinates of the file


def takes(file: Path) -> bool:
    """Whether a file is one of areas, by its name, or by the names in a zip."""
    names = [file.name]
    if file.is_file() and zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            names += archive.namelist()
    return any(Path(n).suffix.lower() in _FORMS for n in names)


def fetch(file: Path, keys: Sequence[str], folder: Path | None, groups: Mapping[str, Sequence[str]] | None = None, *, ags: str) -> str:
    """Write the outlines of a place.

    Parameters
    ----------
    file
        Shapefile (with .dbf beside it), GeoPackage or GeoJSON of areas, or a zip with one of them, e.g. VG250 of the BKG.
    keys
        Keys of the areas as in »raeume«. Where the file holds the regional key of 12 digits (ARS), those of 8 (AGS), 9
        (Verband), 5 (Kreis) or 2 digits (Land) are found too, and put together of their parts; but only of the place and below it,
        so that the Sozialraum »01« of a town does not become the Land of that number. Leading zeros may be lacking where a
        property holds nothing but such numbers, and it is clear whose; the sentence says so.
    folder
        Folder of the place, in which geometrie.geojson is written; None to look only.
    groups
        Keys of the smaller areas that an area is made of, where the file may have those instead.
    ags
        Official key of the place.

    Returns
    -------
    str
        German sentence: how many outlines, by which property, and how many were repaired.

    Raises
    ------
    DataError
        If the file cannot be read, lacks an area, or the areas are larger than the place can be.
    """
    features, system = _opened(file)
    features, zeros = _restored(features, {*keys, *itertools.chain(*(groups or {}).values())})
    name, homes = _matched(file, features, keys, groups or {}, same(ags), zeros=zeros)
    shapes, faults, mended = {}, [], 0
    for key in keys:
        try:
            whole = [valid(shape, system, f"»{key}«") for shape in homes[key]]
        except ValueError as fault:
            faults.append(str(fault))
            continue
        mended += sum(any("bereinigt" in note for note in notes) for _, notes in whole)
        shapes[key] = union([shape for shape, _ in whole])
    if faults:
        raise DataError(file.name, faults)
    _fits(file, name, shapes, ags)
    if folder is not None:
        _write(folder / FILE, shapes)
    return f"{len(shapes)} {'Umriss' if len(shapes) == 1 else 'Umrisse'} aus »{file.name}« nach der Eigenschaft »{name}«{', führende Nullen ergänzt' if name in zeros else ''}{f', {mended} davon bereinigt' if mended else ''}: {FILE}."


def _opened(file: Path) -> tuple[list[Feature], str]:
    """Features of a file, and its reference system."""
    data = content(file)
    members = {file.name: data}
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {n: archive.read(n) for n in archive.namelist() if Path(n).suffix.lower() in {*_FORMS, ".dbf", ".prj", ".cpg"}}
    elif file.suffix.lower() == ".shp":
        members |= {f.name: content(f) for s in (".dbf", ".prj", ".cpg") if (f := file.with_suffix(s)).is_file()}
    names = [n for n in members if Path(n).suffix.lower() in _FORMS]
    if len(names) != 1:
        found = f"Mehrere Dateien mit Flächen: {', '.join(names)}" if names else "Keine Datei mit Flächen"
        raise DataError(file.name, [f"{found} – erwartet genau eine Datei .shp, .gpkg oder .geojson."])
    suffix = Path(names[0]).suffix.lower()
    try:
        if suffix == ".gpkg":
            return _geopackage(file.name, members[names[0]])
        return _shapefile(file.name, names[0], members) if suffix == ".shp" else _geojson(file.name, members[names[0]])
    except (struct.error, KeyError, IndexError, TypeError, AttributeError, ValueError, sqlite3.Error):
        raise DataError(file.name, ["Die Datei lässt sich nicht lesen. Ist sie vollständig (beim Shapefile auch .dbf)?"]) from None


def _geojson(name: str, data: bytes) -> tuple[list[Feature], str]:
    """Features of a GeoJSON file."""
    from shapely.geometry import shape

    found = json.loads(data.decode("utf-8-sig"))
    crs = str((found.get("crs") or {}).get("properties", {}).get("name", ""))
    return [(f["properties"], shape(f["geometry"])) for f in found["features"] if f["geometry"]], system_of(name, crs, crs)


def _geopackage(name: str, data: bytes) -> tuple[list[Feature], str]:
    """Features of the first layer of a GeoPackage: behind a head of 8 bytes and its bounds stands plain WKB."""
    import shapely

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "daten.gpkg"
        copy.write_bytes(data)
        base = sqlite3.connect(copy)
        base.row_factory = sqlite3.Row
        layer, column, code = base.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchone()
        rows = [dict(row) for row in base.execute(f'SELECT * FROM "{layer.replace(chr(34), chr(34) * 2)}"')]  # noqa: S608 (a name of the file itself, quoted)
        base.close()
    blobs = [row.pop(column) for row in rows]
    heads = [8 + (0, 32, 48, 48, 64)[blob[3] >> 1 & 7] if blob else 0 for blob in blobs]
    return [(row, shapely.from_wkb(blob[head:])) for row, blob, head in zip(rows, blobs, heads, strict=True) if blob], system_of(name, f"EPSG:{code}", f"EPSG:{code}")


def _shapefile(name: str, inner: str, members: dict[str, bytes]) -> tuple[list[Feature], str]:
    """Features of a Shapefile (ESRI 1998): main file, table and reference system."""
    beside = {Path(n).suffix.lower(): members[n] for n in members if Path(n).stem == Path(inner).stem}
    projection = beside.get(".prj", b"").decode("utf-8", "replace")
    label = projection.split('"')[1] if '"' in projection else projection
    encoding = beside.get(".cpg", b"").decode("ascii", "ignore").strip() or "cp1252"
    rows = _dbf(beside[".dbf"], encoding)
    shapes = _shp(members[inner])
    return [(row, shape) for row, shape in zip(rows, shapes, strict=True) if row is not None and shape is not None], system_of(name, label, projection)


def _dbf(data: bytes, encoding: str) -> Iterator[dict[str, Any] | None]:
    """Rows of a dBASE table as text; None for a deleted one."""
    count, head, size = struct.unpack("<IHH", data[4:12])
    fields = [data[i : i + 32] for i in range(32, head - 1, 32)]
    names, widths = [f[:11].split(b"\0")[0].decode("ascii", "replace") for f in fields], [f[16] for f in fields]
    for start in range(head, head + count * size, size):
        ends = [start + 1 + sum(widths[:i]) for i in range(len(widths) + 1)]
        cells = [data[a:b].decode(encoding, "replace").strip() for a, b in itertools.pairwise(ends)]
        yield None if data[start : start + 1] == b"*" else dict(zip(names, cells, strict=True))


def _shp(data: bytes) -> Iterator[Any]:
    """Polygons of a main file; None for an empty one."""
    import numpy as np

    at = 100
    while at < len(data):
        length, kind = 2 * struct.unpack(">i", data[at + 4 : at + 8])[0], struct.unpack("<i", data[at + 8 : at + 12])[0]
        if kind in _POLYGONS:
            many, points = struct.unpack("<ii", data[at + 44 : at + 52])
            starts = [*struct.unpack(f"<{many}i", data[at + 52 : at + 52 + 4 * many]), points]
            corners = np.frombuffer(data, "<f8", 2 * points, at + 52 + 4 * many).reshape(-1, 2)
            yield _assembled([corners[a:b] for a, b in itertools.pairwise(starts)])
        else:
            yield None
        at += 8 + length


def _assembled(rings: list[Any]) -> Any:  # noqa: ANN401 (shapely has no types)
    """Area of rings: those that run clockwise hold, the others are holes."""
    import shapely

    wholes = [(shapely.is_ccw(shapely.LinearRing(r)), shapely.make_valid(shapely.Polygon(r))) for r in rings if len(r) > 3]
    outer, holes = ([p for ccw, p in wholes if bool(ccw) is hole] for hole in (False, True))
    if len(wholes) == 1:  # as it stands, so that a repair is counted
        return shapely.Polygon(next(r for r in rings if len(r) > 3))
    area = shapely.unary_union(outer)
    return shapely.difference(area, shapely.unary_union(holes)) if holes else area


def _fits(file: Path, name: str, shapes: Mapping[str, Any], ags: str) -> None:
    """Refuse areas that are together larger than any place of this kind: they are others of the same number."""
    what, limit = _LARGEST.get(len(ags), _KREIS)
    sizes = {key: shape.area / 1e6 for key, shape in shapes.items()}
    if sum(sizes.values()) <= limit:
        return
    largest = max(sizes, key=lambda key: sizes[key])
    text = f"Nach der Eigenschaft »{name}« sind die Räume zusammen {sum(sizes.values()):,.0f} km² groß (»{largest}« allein {sizes[largest]:,.0f} km²); über {limit:,} km² hat in Deutschland {'keine' if what == 'Gemeinde' else 'kein'} {what}.".replace(",", ".")
    raise DataError(file.name, [f"{text} Gemeint sind in der Datei andere Gebiete mit denselben Schlüsseln. Erwartet werden die Umrisse der Räume aus »raeume«."])


def _matched(file: Path, features: list[Feature], keys: Sequence[str], groups: Mapping[str, Sequence[str]], own: set[str], *, zeros: set[str]) -> tuple[str, dict[str, list[Any]]]:
    """Property that holds the most of the keys, rather as they stand than with their zeros restored, and the geometries of each key, or of all its parts."""
    names = list(dict.fromkeys(n for properties, _ in features for n in properties))
    ways = [(name, _under(name, features, keys, groups, own)) for name in names]
    name, homes = max(ways, key=lambda way: (len(way[1]), way[0] not in zeros), default=("", {}))
    missing = [f"»{k}«" for k in keys if k not in homes]
    if missing:
        more = f" und {len(missing) - 5} weitere" if len(missing) > 5 else ""
        where = f"unter der Eigenschaft »{name}«" if homes else f"in der Datei (Eigenschaften: {', '.join(names) or 'keine'})"
        raise DataError(file.name, [f"Räume aus »raeume«, die {where} fehlen: {', '.join(missing[:5])}{more}. Stimmen Schlüssel, führende Nullen und Gebietsstand?"])
    return name, homes


def _restored(features: list[Feature], known: set[str]) -> tuple[list[Feature], set[str]]:
    """Features with the leading zeros of their keys, and the properties that lacked them: those that hold keys only, all in the same order."""
    numbers = collections.Counter(str(int(k)) for k in known if k.isdecimal())
    full = {str(int(k)): k for k in known if k.isdecimal() and numbers[str(int(k))] == 1} | {k: k for k in known}
    columns = {name: [full.get(str(properties.get(name)), "") for properties, _ in features] for name in features[0][0] if name.casefold() not in _RUNNING} if features else {}
    lacking = {name: keys for name, keys in columns.items() if all(keys) and any(str(p[name]) != key for (p, _), key in zip(features, keys, strict=True))}
    if len({tuple(keys) for keys in lacking.values()}) != 1:
        return features, set()
    return [({**p, **{name: keys[i] for name, keys in lacking.items()}}, shape) for i, (p, shape) in enumerate(features)], set(lacking)


def _under(name: str, features: list[Feature], keys: Sequence[str], groups: Mapping[str, Sequence[str]], own: set[str]) -> dict[str, list[Any]]:
    """Geometries of each key, or of all its parts, as one property names them."""
    found: dict[str, list[Any]] = collections.defaultdict(list)
    for properties, shape in features:
        for key in _forms(str(properties.get(name, "")), own):
            found[key].append(shape)
    homes = {key: [key] if key in found else list(groups.get(key, ())) for key in keys}
    return {key: [shape for part in inside for shape in found[part]] for key, inside in homes.items() if inside and set(inside) <= set(found)}


def _forms(key: str, own: set[str]) -> set[str]:
    """Keys under which an area is looked for: its own, and those from the place down to it.

    Examples
    --------
    >>> sorted(_forms("083255001001", {"08325"}), key=len)
    ['08325', '08325001', '083255001', '083255001001']
    >>> _forms("083255001001", {"05562012"})
    {'083255001001'}
    """
    levels = [key[:2], key[:5], key[:9], key[:5] + key[9:], key] if key.isdigit() and len(key) == 12 else [key]
    return {key, *levels[next((i for i, level in enumerate(levels) if level.startswith(tuple(own))), len(levels)) :]}


def _write(file: Path, shapes: dict[str, Any]) -> None:
    """GeoJSON in metres, with two decimals."""
    features = []
    for key, shape in shapes.items():
        rings = [[[[round(x, 2), round(y, 2)] for x, y in ring] for ring in part] for part in parts(shape)]
        features.append({"type": "Feature", "properties": {"Raum": key}, "geometry": {"type": "MultiPolygon", "coordinates": rings}})
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}, separators=(",", ":"))
    made = file.with_name(f"{file.name}.neu")
    made.write_text(text + "\n", encoding="utf-8", newline="\n")
    made.replace(file)
