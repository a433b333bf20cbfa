"""Where facilities stand: in metres, in Germany, in their area."""

import json

import pytest

from workbench.errors import DataError
from workbench.schemas import einrichtungen

HEAD = "Einrichtung;Name;Raum;Träger;Trägerart;Angebotsart;Ostwert;Nordwert\n"
SQUARE = [[360_000, 5_720_000], [361_000, 5_720_000], [361_000, 5_721_000], [360_000, 5_721_000], [360_000, 5_720_000]]


def place(folder, *rows, areas=("01", "02")):
    (folder / "raeume.csv").write_text("Raum;Name\n01;Nord\n02;Süd\n", encoding="utf-8")
    (folder / "einrichtungen.csv").write_text(HEAD + "".join(f"E{i};Haus {i};01;Stadt;öffentlich;offen;{row}\n" for i, row in enumerate(rows)), encoding="utf-8")
    features = [{"type": "Feature", "properties": {"Raum": key}, "geometry": {"type": "Polygon", "coordinates": [[[x + 1000 * i, y] for x, y in SQUARE]]}} for i, key in enumerate(areas)]
    if areas:
        (folder / "geometrie.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return folder


def test_a_facility_may_have_its_place_or_not(tmp_path):
    frame = einrichtungen.TABLE.read(place(tmp_path, "360500,5;5720500", ";"))
    assert frame[["Ostwert", "Nordwert"]].iloc[0].tolist() == [360_500.5, 5_720_500]
    assert einrichtungen.TABLE.unlikely(frame, tmp_path) == ""


def test_what_are_no_metres_in_germany_says_why(tmp_path, snapshot):
    with pytest.raises(DataError) as fault:
        einrichtungen.TABLE.read(place(tmp_path, "7,05;51,61", "5720500;360500", "360500;"))
    assert str(fault.value) == snapshot


def test_a_facility_outside_its_area_is_a_hint(tmp_path):
    frame = einrichtungen.TABLE.read(place(tmp_path, "360500;5720500", "361500;5720500", "400000;5720500"))
    assert einrichtungen.TABLE.unlikely(frame, tmp_path) == (
        "Ostwert und Nordwert passen nicht zum angegebenen Raum: »Haus 1« (liegt in Raum »02«, angegeben »01«), »Haus 2« (in keinem Raum, angegeben »01«). Sind Ost und Nord richtig?"
    )


def test_without_outlines_there_is_nothing_to_compare_with(tmp_path):
    frame = einrichtungen.TABLE.read(place(tmp_path, "360500;5720500", areas=()))
    assert einrichtungen.TABLE.unlikely(frame, tmp_path) == ""
