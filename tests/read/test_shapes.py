"""Outlines out of large files, by keys; the files are made here."""

import json
import sqlite3
import struct
import zipfile

import numpy as np
import pytest
import shapely

from workbench.errors import DataError
from workbench.read import geo
from workbench.read.shapes import fetch, takes
from workbench.read.utm import unproject

X, Y = 360_000, 5_720_000
PRJ = 'PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989"]]'


def square(dx, side=100):
    """Clockwise, as the outer rings of Shapefiles run."""
    return [(X + dx, Y), (X + dx, Y + side), (X + dx + side, Y + side), (X + dx + side, Y), (X + dx, Y)]


HOLE = [(X + 10, Y + 10), (X + 20, Y + 10), (X + 20, Y + 20), (X + 10, Y + 10)]  # against the clock
BOW = [(X + 600, Y), (X + 700, Y + 100), (X + 700, Y), (X + 600, Y + 100), (X + 600, Y)]
GEMEINDEN = {"083255001001": [square(0), HOLE], "083255001002": [square(100)], "083255002003": [BOW], "083250010010": []}


def shp(records):
    bodies = []
    for rings in records:
        points = [p for ring in rings for p in ring]
        starts = np.cumsum([0, *map(len, rings)])[: len(rings)]
        polygon = struct.pack("<i4dii", 5, 0, 0, 0, 0, len(rings), len(points)) + struct.pack(f"<{len(rings)}i", *starts) + np.array(points, "<f8").tobytes()
        bodies.append(polygon if rings else struct.pack("<i", 0))
    return b"\0" * 100 + b"".join(struct.pack(">ii", i, len(b) // 2) + b for i, b in enumerate(bodies, 1))


def dbf(keys):
    head = 32 + 32 * 2 + 1
    fields = b"".join(name.ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([width]) + b"\0" * 15 for name, width in ((b"GEN", 6), (b"ARS", 12)))
    rows = b"".join(b" " + "Bösin ".encode("cp1252") + k.encode() for k in keys)
    return b"\3\0\0\0" + struct.pack("<IHH", len(keys), head, 19) + b"\0" * 20 + fields + b"\r" + rows


def zipped(folder, **more):
    file = folder / "gemeinden.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for suffix, data in {"shp": shp(GEMEINDEN.values()), "dbf": dbf(GEMEINDEN), "prj": PRJ, **more}.items():
            if data is not None:
                archive.writestr(f"ordner/VG.{suffix}", data)
    return file


def drawn(folder):
    frame = geo.read(folder / geo.FILE)
    return {k: shapely.union_all([shapely.Polygon(r[0], r[1:]) for r in frame.loc[frame["Raum"] == k, "Ring"]]).area for k in dict.fromkeys(frame["Raum"])}


def test_gemeinden_are_found_by_their_key_of_eight_digits_and_repaired(tmp_path):
    said = fetch(zipped(tmp_path), ["08325001", "08325003"], tmp_path, ags="08325")
    assert said == "2 Umrisse aus »gemeinden.zip« nach der Eigenschaft »ARS«, 1 davon bereinigt: geometrie.geojson."
    assert drawn(tmp_path) == {"08325001": 100 * 100 - 50, "08325003": 5000}


def test_a_verband_is_put_together_of_its_gemeinden(tmp_path):
    fetch(zipped(tmp_path), ["083255001"], tmp_path, ags="08325")
    assert drawn(tmp_path) == {"083255001": 2 * 100 * 100 - 50}
    assert len(geo.read(tmp_path / geo.FILE)) == 1


def test_a_planning_unit_is_put_together_of_the_areas_that_the_project_groups(tmp_path):
    fetch(zipped(tmp_path), ["01", "08325003"], tmp_path, {"01": ["08325001", "08325002"]}, ags="08325")
    assert drawn(tmp_path) == {"01": 2 * 100 * 100 - 50, "08325003": 5000}


@pytest.mark.parametrize(("place", "area"), [("08325", "08"), ("08325003", "08325"), ("08325003", "08"), ("05562012", "08325001")])
def test_what_lies_above_a_place_or_beside_it_is_none_of_its_areas(tmp_path, place, area):
    with pytest.raises(DataError, match=f"fehlen: »{area}«"):
        fetch(zipped(tmp_path), [area], tmp_path, ags=place)


@pytest.mark.parametrize("place", ["05913000", "02"])
def test_a_kreisfreie_stadt_is_found_as_gemeinde_and_as_kreis(tmp_path, place):
    ars = f"{place:0<5}"[:5] + "0000000"
    file = zipped(tmp_path, shp=shp([[square(0)]]), dbf=dbf([ars]))
    fetch(file, [ars[:8], ars[:5]], tmp_path, ags=place)
    assert set(drawn(tmp_path)) == {ars[:8], ars[:5]}


def test_a_planning_unit_with_the_number_of_a_land_is_put_together_of_its_gemeinden(tmp_path):
    fetch(zipped(tmp_path), ["08"], tmp_path, {"08": ["08325002"]}, ags="08325")
    assert drawn(tmp_path) == {"08": 10_000}


def test_a_shapefile_beside_its_table_needs_no_zip(tmp_path):
    for suffix, data in (("shp", shp(GEMEINDEN.values())), ("dbf", dbf(GEMEINDEN)), ("cpg", b"cp1252")):
        (tmp_path / f"VG.{suffix}").write_bytes(data)
    fetch(tmp_path / "VG.shp", ["Bösin"], tmp_path, ags="08325")
    assert drawn(tmp_path) == {"Bösin": 2 * 100 * 100 - 50 + 5000}


def test_a_geojson_in_degrees_is_converted(tmp_path):
    ring = unproject(np.array(square(0), float), 32).tolist()
    features = [{"type": "Feature", "properties": {"nr": 7}, "geometry": {"type": "Polygon", "coordinates": [ring]}}, {"type": "Feature", "properties": {}, "geometry": None}]
    file = tmp_path / "stadt.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert "nach der Eigenschaft »nr«" in fetch(file, ["7"], tmp_path, ags="08325")
    assert drawn(tmp_path)["7"] == pytest.approx(10_000, abs=1)


def collection(folder, *properties):
    """GeoJSON of squares beside each other."""
    features = [{"type": "Feature", "properties": p, "geometry": {"type": "Polygon", "coordinates": [square(200 * i)]}} for i, p in enumerate(properties)]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    file = folder / "stadt.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}), encoding="utf-8")
    return file


def test_numbers_without_their_leading_zero_are_the_keys_where_nothing_else_can_be_meant(tmp_path):
    file = collection(tmp_path, {"OBJECTID": 1, "SR": 2}, {"OBJECTID": 2, "SR": 1}, {"OBJECTID": 3, "SR": "0110"})
    assert fetch(file, ["01", "02"], tmp_path, {"02": ["0110"]}, ags="05762020") == "2 Umrisse aus »stadt.geojson« nach der Eigenschaft »SR«, führende Nullen ergänzt: geometrie.geojson."
    frame = geo.read(tmp_path / geo.FILE)
    assert frame.loc[frame["Raum"] == "02", "Ring"].iloc[0][0][0] == pytest.approx((X, Y))


@pytest.mark.parametrize(
    ("properties", "keys"),
    [
        ([{"SR": 1}, {"SR": 2}, {"SR": 3}], ["01", "02"]),  # others too, so that the numbers may be of anything
        ([{"SR": 1}, {"SR": 2}], ["01", "001", "02"]),
        ([{"SR": 1, "NR": 2}, {"SR": 2, "NR": 1}], ["01", "02"]),
        ([{"FID": 1}, {"FID": 2}], ["01", "02"]),
    ],
)
def test_numbers_that_may_mean_something_else_are_refused(tmp_path, properties, keys):
    with pytest.raises(DataError, match="führende Nullen"):
        fetch(collection(tmp_path, *properties), keys, tmp_path, ags="05762020")


def test_keys_as_they_stand_come_before_numbers_without_zeros(tmp_path):
    file = collection(tmp_path, {"NR": 1, "SR": "02"}, {"NR": 2, "SR": "01"})
    assert "»SR«:" in fetch(file, ["01", "02"], tmp_path, ags="05762020")


def test_a_geopackage_is_read_too(tmp_path):
    file = tmp_path / "stadt.gpkg"
    base = sqlite3.connect(file)
    base.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
    base.execute("INSERT INTO gpkg_geometry_columns VALUES ('räume', 'geom', 25832)")
    base.execute("CREATE TABLE räume (fid, SR, geom)")
    head = b"GP\0\3" + struct.pack("<i4d", 25832, 0, 0, 0, 0)
    base.execute("INSERT INTO räume VALUES (1, '01', ?), (2, '02', NULL)", (head + shapely.to_wkb(shapely.Polygon(square(0))),))
    base.commit()
    base.close()
    fetch(file, ["01"], tmp_path, ags="08325")
    assert drawn(tmp_path) == {"01": 10_000}


def test_outlines_larger_than_the_place_can_be_are_refused(tmp_path, snapshot):
    file = zipped(tmp_path, shp=shp([[square(0, 25_000)], [square(30_000, 20_000)], [BOW], []]))
    with pytest.raises(DataError) as fault:
        fetch(file, ["083255001001", "083255001002"], tmp_path, ags="08325001")
    assert str(fault.value) == snapshot
    assert not (tmp_path / geo.FILE).exists()
    fetch(file, ["083255001001", "083255001002"], tmp_path, ags="08325")


def test_what_cannot_be_used_says_why(tmp_path, snapshot):
    two = zipped(tmp_path).rename(tmp_path / "zwei.zip")
    with zipfile.ZipFile(two, "a") as archive:
        archive.writestr("ordner/VG.geojson", "{}")
    (tmp_path / "nichts.txt").write_text("x", encoding="utf-8")
    (tmp_path / "leer.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    (tmp_path / "kaputt.geojson").write_text("{", encoding="utf-8")
    cases = {
        "fehlende Räume": lambda: (zipped(tmp_path), ["08325001", *(f"0932500{i}" for i in range(7))]),
        "kein Schlüssel": lambda: (zipped(tmp_path), ["01"]),
        "zwei Dateien": lambda: (two, ["01"]),
        "keine Fläche": lambda: (tmp_path / "nichts.txt", ["01"]),
        "leer": lambda: (tmp_path / "leer.geojson", ["01"]),
        "kein JSON": lambda: (tmp_path / "kaputt.geojson", ["01"]),
        "ohne Tabelle": lambda: (zipped(tmp_path, dbf=None), ["01"]),
        "anderes System": lambda: (zipped(tmp_path, prj='PROJCS["DHDN_3_Degree_Gauss_Zone_3",GEOGCS["GCS_DHDN"]]'), ["08325001"]),
        "andere Koordinaten": lambda: (zipped(tmp_path, prj='GEOGCS["GCS_WGS_1984"]'), ["08325001"]),
    }
    said = {}
    for name, case in cases.items():
        file, keys = case()
        with pytest.raises(DataError) as fault:
            fetch(file, keys, tmp_path, ags="08325")
        said[name] = str(fault.value)
    assert said == snapshot
    assert not (tmp_path / geo.FILE).exists()


def test_files_of_areas_are_known_by_their_names(tmp_path):
    with zipfile.ZipFile(tmp_path / "tabelle.zip", "w") as archive:
        archive.writestr("12411.csv", "")
    assert [takes(f) for f in (zipped(tmp_path), tmp_path / "a.geojson", tmp_path / "tabelle.zip", tmp_path / "b.csv")] == [True, True, False, False]
