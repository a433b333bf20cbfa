"""Profiles of areas: readings by direction, chapters, facilities."""

import numpy as np
import pandas as pd

from workbench.schemas.terms import TOTAL
from workbench.topics import gebietsprofil as gp

CATALOGUE = pd.DataFrame(
    {
        "Indikator": ["arm", "migration", "kita", "wahl", "fehlt"],
        "Name": ["Kinderarmut", "Migration", "Kita", "Wahl", "Fehlt"],
        "Richtung": ["hoch ist belastet", "ohne Richtung", "niedrig ist belastet", "niedrig ist belastet", "hoch ist belastet"],
        "Dimension": ["Soziale Lage", "Familie", "Bildung", "Beteiligung", "Soziale Lage"],
    }
)
ABOVE, BELOW, SAME, UNKNOWN = gp.ABOVE, gp.BELOW, gp.SAME, gp.UNKNOWN


def comparison(*rows):
    columns = ["Indikator", "Raum", "Jahr", "Wert", "Gesamtwert", "Einordnung"]
    frame = pd.DataFrame(rows, columns=columns)
    names = dict(zip(CATALOGUE["Indikator"], CATALOGUE["Name"], strict=True))
    relation = frame["Wert"] / frame["Gesamtwert"] * 100
    return frame.assign(
        Name=frame["Indikator"].map(names), Einheit="%", Gebiet="Gebiet " + frame["Raum"],
        **{"von (95 %)": frame["Wert"] - 2, "bis (95 %)": frame["Wert"] + 2, gp.RELATION: relation},
    )  # fmt: skip


COMPARED = comparison(
    ("arm", "01", 2024, 20.0, 10.0, ABOVE), ("arm", "02", 2024, 5.0, 10.0, BELOW), ("arm", "01", 2020, 9.0, 10.0, SAME),
    ("migration", "01", 2024, 40.0, 30.0, ABOVE), ("migration", "02", 2024, 20.0, 30.0, BELOW),
    ("kita", "01", 2024, 80.0, 90.0, BELOW), ("kita", "02", 2024, 95.0, 90.0, ABOVE),
    ("wahl", "01", 2020, 50.0, 50.0, SAME),
)  # fmt: skip
CHANGED = pd.DataFrame({"Indikator": ["arm", "arm", "kita"], "Raum": ["01", "02", "01"], "Verlauf": ["gestiegen", "nicht sicher verändert", "gesunken"]})


def readings(compared=COMPARED):
    return gp.readings(compared, CHANGED, katalog=CATALOGUE, jahr=2024)


def reading(frame, indicator, area):
    return frame.loc[(frame["Indikator"] == indicator) & (frame["Raum"] == area), gp.READING].item()


def test_a_burden_is_said_by_the_direction_of_the_indicator():
    found = readings()
    assert [reading(found, i, "01") for i in ("arm", "migration", "kita")] == ["stärker belastet", "höher", "stärker belastet"]
    assert [reading(found, i, "02") for i in ("arm", "migration", "kita")] == ["weniger belastet", "niedriger", "weniger belastet"]


def test_dimensions_that_are_no_chapter_belong_to_the_social_situation_and_rows_follow_the_chapters():
    found = readings()
    assert found.loc[found["Raum"] == "01", ["Kapitel", "Indikator"]].to_numpy().tolist() == [
        ["Soziale Lage", "arm"], ["Soziale Lage", "migration"], ["Bildung", "kita"], ["Beteiligung", "wahl"],
    ]  # fmt: skip


def test_an_indicator_without_a_value_this_year_keeps_its_row_and_says_so():
    found = readings()
    assert reading(found, "wahl", "01") == reading(found, "wahl", "02") == "keine Angabe"
    assert set(found["Jahr"]) == {2024}


def test_the_interval_is_related_to_the_whole_place():
    found = readings().iloc[0]
    assert found[[gp.RELATION, gp.LOW, gp.HIGH, gp.BASE]].tolist() == [200, 180, 220, 100]


def test_where_the_whole_place_has_none_nothing_is_related_to_it():
    found = readings(comparison(("arm", "01", 2024, 0.0, 0.0, SAME)))
    assert np.isnan(found[gp.LOW]).all()


def test_the_course_is_that_of_the_area_itself():
    assert readings().set_index(["Indikator", "Raum"])[gp.TREND].to_dict() == {
        ("arm", "01"): "gestiegen", ("arm", "02"): "nicht sicher verändert", ("migration", "01"): "keine Angabe", ("migration", "02"): "keine Angabe",
        ("kita", "01"): "gesunken", ("kita", "02"): "keine Angabe", ("wahl", "01"): "keine Angabe", ("wahl", "02"): "keine Angabe",
    }  # fmt: skip


def test_a_hidden_value_has_no_finding():
    hidden = COMPARED[(COMPARED["Indikator"] == "arm") & (COMPARED["Jahr"] == 2024)].assign(Einordnung=UNKNOWN)
    found = gp.chapters(readings(hidden))
    assert found["Befund"].tolist() == ["kein Wert ausgewiesen"] * 4
    assert found["Auffällige"].tolist() == [0] * 4
    assert found["ohne Angabe"].tolist() == [1] * 4


def test_chapters_name_what_stands_out_and_all_of_it():
    found = gp.chapters(readings()).set_index(["Raum", "Kapitel"])
    assert found.loc[("01", "Soziale Lage"), "Befund"] == "stärker belastet bei »Kinderarmut«; höher bei »Migration«"
    assert found.loc[("01", TOTAL), "Befund"] == "stärker belastet bei »Kinderarmut« und »Kita«; höher bei »Migration«"
    assert found.loc[("01", TOTAL), "Entwicklung"] == "gestiegen bei »Kinderarmut«; gesunken bei »Kita«"
    assert found.loc[("02", "Soziale Lage"), "Entwicklung"] == "keine sichere Veränderung"
    assert found.loc[("02", "Bildung"), "Entwicklung"] == "kein Vergleich möglich"
    assert found.loc[("01", TOTAL), ["Indikatoren", "Auffällige", "stärker belastet", "nicht sicher verschieden", "ohne Angabe"]].tolist() == [3, 3, 2, 0, 1]


def test_a_year_without_data_is_not_called_hidden():
    found = gp.chapters(gp.readings(COMPARED, CHANGED, katalog=CATALOGUE, jahr=2030))
    assert set(found["Befund"]) == {"keine Angabe"}
    assert gp.overview(found).empty


def test_an_area_like_the_whole_place_is_said_to_be():
    same = comparison(("arm", "01", 2024, 10.0, 10.0, SAME), ("arm", "02", 2024, 20.0, 10.0, ABOVE))
    found = gp.chapters(readings(same))
    assert found.loc[found["Raum"] == "01", "Befund"].tolist() == ["kein sicherer Unterschied"] * 2
    assert gp.overview(found).to_numpy().tolist() == [[2, 1, 1]]


def test_without_indicators_there_are_no_rows_but_the_same_columns():
    empty = readings(COMPARED.iloc[:0])
    assert list(empty.columns) == list(readings().columns)
    assert list(gp.chapters(empty).columns) == list(gp.chapters(readings()).columns)
    assert gp.overview(gp.chapters(empty)).empty


MANY = [f"i{n:02}" for n in range(49)]
LONG = pd.DataFrame({"Indikator": MANY, "Name": MANY, "Richtung": "hoch ist belastet", "Dimension": [gp.CHAPTERS[n // 20] for n in range(49)]})


def many():
    """Readings of one area with 49 indicators, in three chapters of 20, 20 and 9."""
    compared = comparison(*[(i, "01", 2024, 20.0, 10.0, ABOVE) for i in MANY]).assign(Name=MANY)
    return gp.readings(compared, CHANGED.iloc[:0], katalog=LONG, jahr=2024)


def test_a_profile_shows_eight_indicators_at_most_the_first_of_every_chapter():
    found = many()
    assert found.loc[found["im Profil"] == "ja", "Indikator"].tolist() == ["i00", "i01", "i02", "i20", "i21", "i22", "i40", "i41"]
    assert set(readings()["im Profil"]) == {"ja"}


def test_a_finding_names_four_at_most_and_counts_the_rest_so_that_a_profile_keeps_to_its_two_pages():
    found = gp.chapters(many()).set_index("Kapitel")
    assert found.loc["Bildung", "Befund"] == "stärker belastet bei »i40«, »i41«, »i42«, »i43« und 5 weiteren"
    assert found["weitere"].to_dict() == {"Demografie": 17, "Soziale Lage": 17, "Bildung": 7, TOTAL: 41}


def test_a_finding_of_several_words_names_fewer_of_each():
    both = many().assign(Lage=["stärker belastet"] * 3 + ["höher"] * 46)
    assert gp.chapters(both)["Befund"].iloc[0] == "stärker belastet bei »i00«, »i01« und einem weiteren; höher bei »i03«, »i04« und 15 weiteren"


def test_a_profile_shows_three_facilities_at_most_and_counts_the_rest():
    houses = pd.concat([HOUSES.assign(Einrichtung=HOUSES["Einrichtung"] + str(n)) for n in range(3)])
    found = gp.offers(houses, NONE, raeume=AREAS)
    assert found["im Profil"].tolist() == ["ja"] * 3 + ["ja"] * 3 + ["nein"] * 4
    assert gp.supply(found, raeume=AREAS)["weitere Einrichtungen"].tolist() == [0, 3, 0]


def test_the_portrait_relates_an_area_to_the_whole_place():
    people = pd.DataFrame({"Raum": ["01", "02", TOTAL], "Gebiet": ["Nord", "Süd", TOTAL], "Einwohner": [300, None, 400], "Anteil in %": [30.0, None, 28.0]})
    found = gp.portrait(people.astype({"Einwohner": "Float64", "Anteil in %": "Float64"}))
    assert found["Anteil am Ort in %"].tolist()[0] == 75
    assert np.isnan(found["Anteil am Ort in %"]).tolist() == [False, True]
    assert gp.portrait(people.iloc[:0]).empty


AREAS = pd.DataFrame({"Raum": ["01", "02", "03"], "Name": ["Nord", "Süd", "West"]})
HOUSES = pd.DataFrame(
    {
        "Einrichtung": ["Scheune", "Treff", "Garten"], "Raum": ["02", "02", "01"], "Träger": ["Stadt", "Kirche", "Verein"],
        "Trägerart": ["öffentlich", "kirchlich", "sonstiger freier Träger"], "Angebotsart": "offen", "Plätze": pd.Series([40, 20, None], dtype="Int64"),
    }
)  # fmt: skip


VISITS = pd.DataFrame({"Einrichtung": ["Scheune", "Garten", TOTAL], "Besuche": [60, 20, 80], "Öffnungstage": [10, 10, 20], "Besuche je Öffnungstag": [6.0, 2.0, 4.0]})
NONE = VISITS.iloc[:0]


def test_facilities_stand_with_their_area_and_their_visits_and_all_visits_at_the_end():
    found = gp.offers(HOUSES, VISITS, raeume=AREAS)
    assert found[["Gebiet", "Einrichtung", "Plätze", "Besuche"]].astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["Nord", "Garten", None, 20], ["Süd", "Scheune", 40, 60], ["Süd", "Treff", 20, None], [TOTAL, TOTAL, None, 80],
    ]  # fmt: skip
    assert gp.offers(HOUSES, NONE, raeume=AREAS)["Besuche"].isna().all()
    assert gp.offers(HOUSES.iloc[:0], NONE, raeume=AREAS).empty


def test_an_area_without_a_facility_has_none_and_a_place_without_a_directory_has_no_rows():
    found = gp.supply(gp.offers(HOUSES, VISITS, raeume=AREAS), raeume=AREAS)
    assert found["Einrichtungen"].tolist() == [1, 2, 0]
    assert found["Anteil an den Besuchen in %"].tolist()[:2] == [25, 75]
    assert found["Anteil an den Besuchen in %"].isna().tolist() == [False, False, True]
    nothing = gp.supply(gp.offers(HOUSES.iloc[:0], NONE, raeume=AREAS), raeume=AREAS)
    assert nothing.empty
    assert list(nothing.columns) == list(found.columns)


def test_hidden_visits_of_a_facility_leave_its_area_without_a_share():
    shown = gp.offers(HOUSES, VISITS, raeume=AREAS).assign(Besuche=[20, None, None, 80])
    assert gp.supply(shown, raeume=AREAS)["Anteil an den Besuchen in %"].isna().tolist() == [False, True, True]
