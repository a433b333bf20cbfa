import json

import numpy as np
import pytest
import shapely

from workbench.errors import DataError
from workbench.read.geo import outlines, read, said
from workbench.read.utm import project, unproject

X, Y = 360_000, 5_720_000
SQUARE = [[X, Y], [X + 100, Y], [X + 100, Y + 100], [X, Y + 100], [X, Y]]


def area(key, coordinates, kind="Polygon"):
    return {"type": "Feature", "properties": {"Raum": key}, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def shifted(ring, dx):
    return [[x + dx, y] for x, y in ring]


def write(folder, text):
    file = folder / "geometrie.geojson"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_area_becomes_a_row_with_its_rings(tmp_path):
    hole = [[X + 10, Y + 10], [X + 20, Y + 10], [X + 20, Y + 20], [X + 10, Y + 10]]
    frame = read(write(tmp_path, collection(area("01", [SQUARE, hole]))))
    assert list(frame["Raum"]) == ["01"]
    outer, inner = frame["Ring"][0]
    assert set(outer) == {(float(x), float(y)) for x, y in SQUARE}
    assert set(inner) == {(float(x), float(y)) for x, y in hole}


def test_an_area_of_several_parts_has_several_rows(tmp_path):
    frame = read(write(tmp_path, collection(area("01", [[SQUARE], [shifted(SQUARE, 500)]], "MultiPolygon"), area("02", [shifted(SQUARE, 900)]))))
    assert list(frame["Raum"]) == ["01", "01", "02"]


def test_heights_are_left_out(tmp_path):
    frame = read(write(tmp_path, collection(area("01", [[[x, y, 55.0] for x, y in SQUARE]]))))
    assert {len(point) for ring in frame["Ring"][0] for point in ring} == {2}


def test_a_crossing_outline_is_repaired(tmp_path):
    bow_tie = [[X, Y], [X + 100, Y + 100], [X + 100, Y], [X, Y + 100], [X, Y]]
    frame = read(write(tmp_path, collection(area("01", [bow_tie]))))
    assert len(frame) == 2
    assert all(shapely.Polygon(rings[0]).is_valid for rings in frame["Ring"])


def test_a_numeric_key_stays_a_number_for_the_schema_to_refuse(tmp_path):
    assert list(read(write(tmp_path, collection(area(1, [SQUARE]))))["Raum"]) == [1]


def test_a_key_that_is_no_text_is_left_to_the_schema_too(tmp_path):
    assert list(read(write(tmp_path, collection(area(["01"], [SQUARE]))))["Raum"]) == ["['01']"]


def test_an_empty_reference_system_is_the_expected_one(tmp_path):
    assert len(read(write(tmp_path, collection(area("01", [SQUARE]), crs=None)))) == 1


def test_a_named_reference_system_may_be_the_expected_one(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    assert len(read(write(tmp_path, collection(area("01", [SQUARE]), crs=crs)))) == 1


def in_degrees(ring, zone=32):
    return unproject(np.array(ring, float), zone).tolist()


@pytest.mark.parametrize("crs", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:EPSG::4258"])
def test_longitude_and_latitude_become_metres_and_that_is_said(tmp_path, crs):
    file = write(tmp_path, collection(area("01", [in_degrees(SQUARE)]), crs={"type": "name", "properties": {"name": crs}} if crs else None))
    assert np.array(read(file)["Ring"][0][0]) == pytest.approx(np.array(SQUARE), abs=0.001)
    assert np.array(outlines(file)[0]) == pytest.approx(np.array(SQUARE), abs=0.001)
    assert said(file) == "Die Längen- und Breitengrade sind in Meter umgerechnet (EPSG:25832)."


def test_the_zone_of_the_east_becomes_the_zone_of_the_west(tmp_path):
    berlin = [[13.3, 52.5], [13.4, 52.5], [13.4, 52.6], [13.3, 52.5]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    file = write(tmp_path, collection(area("01", [project(np.array(berlin), 33).tolist()]), crs=crs))
    assert np.array(read(file)["Ring"][0][0]) == pytest.approx(project(np.array(berlin)), abs=0.001)
    assert said(file) == "Die Koordinaten der Zone 33 (EPSG:25833) sind in die Zone 32 umgerechnet (EPSG:25832)."


def test_the_number_of_the_zone_before_the_east_is_taken_away(tmp_path):
    file = write(tmp_path, collection(area("01", [shifted(SQUARE, 32_000_000)]), crs="urn:ogc:def:crs:EPSG::4647"))
    assert read(file)["Ring"][0][0][0] == (X, Y)
    assert said(file) == ""


def test_repaired_outlines_are_named(tmp_path):
    bow_tie = [[X, Y], [X + 100, Y + 100], [X + 100, Y], [X, Y + 100], [X, Y]]
    file = write(tmp_path, collection(area("01", [bow_tie]), area("02", [SQUARE]), area("03", [shifted(bow_tie, 500)])))
    assert said(file) == "Sich kreuzende oder doppelte Linien im Umriss sind bereinigt: »01«, »03«."


def test_what_is_no_geometry_says_why(tmp_path, snapshot):
    swapped = [[51.6, 7.0], [51.6, 7.1], [51.7, 7.1], [51.6, 7.0]]
    paris = [[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]
    texts = {
        "kein JSON": '{"type": "FeatureCollection",\n "features": [',
        "keine Sammlung": "[]",
        "keine Flächen": collection(),
        "Grad vertauscht": collection(area("01", [swapped]), area("02", [SQUARE])),
        "Grad anderswo": collection(area("01", [paris])),
        "andere Zone": collection(area("01", [shifted(SQUARE, -300_000)])),
        "anderes System": collection(area("01", [SQUARE]), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}),
        "seltsames System": collection(area("01", [SQUARE]), crs="EPSG:31467"),
        "System ohne Namen": collection(area("01", [SQUARE]), crs={"properties": 5}),
        "Punkt und Linie": collection(area("01", [X, Y], "Point"), area("02", SQUARE, "LineString")),
        "kaputte Ringe": collection(area("01", [[[X, Y], [X, Y]]]), area("02", [[["a", "b"]] * 4]), area("03", []), area("04", [SQUARE], "Kreis")),
        "ohne Schlüssel": collection({"type": "Feature", "properties": None, "geometry": None}, {"properties": {"Raum": ""}}, "Fläche"),
        "ohne Geometrie": collection({"type": "Feature", "properties": {"Raum": "01"}, "geometry": None}),
    }
    said = {}
    for name, text in texts.items():
        with pytest.raises(DataError) as fault:
            read(write(tmp_path, text))
        said[name] = str(fault.value)
    assert said == snapshot


def test_a_geometry_in_another_encoding_says_so(tmp_path):
    file = tmp_path / "geometrie.geojson"
    file.write_bytes(collection(area("Süd", [SQUARE])).replace("\\u00fc", "ü").encode("cp1252"))
    with pytest.raises(DataError, match="nicht als UTF-8"):
        read(file)


def test_a_small_map_takes_the_rings_as_they_stand(tmp_path):
    parts = area("02", [[shifted(SQUARE, 500)], [[[*point, 55.0] for point in shifted(SQUARE, 900)]]], "MultiPolygon")
    rings = outlines(write(tmp_path, collection(area("01", [SQUARE]), parts)))
    assert rings == [[(float(x), float(y)) for x, y in shifted(SQUARE, dx)] for dx in (0, 500, 900)]


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", collection(), collection({"geometry": None}), collection(area("01", None)), collection(area("01", [[["a", "b"]]])), collection(area("01", [[[2.3, 48.8]]])), collection(area("01", [SQUARE, [[X]]]))],
    ids=str,
)
def test_a_small_map_does_without_outlines_that_cannot_be_read(tmp_path, text):
    assert outlines(tmp_path / "geometrie.geojson" if text is None else write(tmp_path, text)) == []
