"""Indices by recipe: on wide tables and on released shares; classes only where there are enough areas."""

import numpy as np
import pandas as pd
import pytest

from workbench import recipe
from workbench.errors import DataError, ParameterError
from workbench.recipe import Recipe
from workbench.schemas.terms import TOTAL
from workbench.topics.monitoring import matrix
from workbench.topics.sozialindex import composite, dynamics, index, overview, steps, tally, wide

KLASSEN = {"schnitte": [-1.0, 1.0, 1.5], "namen": ["gering", "mittel", "hoch", "sehr hoch"]}
DYNAMIK = {"jahre": 2, "schnitte": [-1.0, 1.0], "namen": ["positiv", "stabil", "negativ"]}


def rezept(**more):
    parts = [{"kuerzel": "arm"}, {"kuerzel": "kita", "richtung": "-"}]
    return Recipe.model_validate({"key": "probe", "name": "Probe", "version": "1", "quelle": "Test", "normierung": {"art": "z"}, "mindestgebiete": 5, "indikatoren": parts, "klassen": KLASSEN, "dynamik": DYNAMIK, **more})


def shares(arm, kita, year=2024):
    names = [f"Gebiet {n}" for n in range(len(arm))]
    parts = [pd.DataFrame({"Indikator": k, "Raum": [f"0{n}" for n in range(len(arm))], "Gebiet": names, "Jahr": year, "Wert": v}) for k, v in (("arm", arm), ("kita", kita))]
    whole = pd.DataFrame({"Indikator": ["arm"], "Raum": [TOTAL], "Gebiet": [TOTAL], "Jahr": [year], "Wert": [99.0]})
    return pd.concat([*parts, whole], ignore_index=True).astype({"Wert": "Float64"})


FIVE = shares([10, 20, 30, 40, 90], [90, 80, 80, 70, 10])
WIDE = pd.DataFrame({"Raum": list("abcde"), "arm": [10, 20, 30, 40, 90], "kita": [90, 80, 80, 70, 10]})


def breaks(years):
    return pd.DataFrame({"Indikator": ["arm", "anderer"], "Brüche": [years, "2024"]})


def test_the_most_burdened_area_comes_first():
    found = index(FIVE, jahr=2024, rezept=rezept())
    assert found["Gebiet"].tolist() == [f"Gebiet {n}" for n in (4, 3, 2, 1, 0)]
    assert found["Rang"].tolist() == [1, 2, 3, 4, 5]
    assert (found["Index"].mean(), found["Index"].std(ddof=0)) == pytest.approx((0, 1))


def test_classes_and_deciles_follow_the_recipe():
    found = index(FIVE, jahr=2024, rezept=rezept())
    assert found["Klasse"].tolist() == ["sehr hoch", "mittel", "mittel", "mittel", "mittel"]
    assert found["Dezil"].tolist() == [2, 4, 6, 8, 10]
    assert tally(found, rezept=rezept()).to_numpy().tolist() == [["gering", 0], ["mittel", 4], ["hoch", 0], ["sehr hoch", 1]]
    katalog = pd.DataFrame({"Indikator": ["arm"], "Name": ["Armut"]})
    assert overview(found, rezept=rezept(), katalog=katalog).iloc[0].tolist() == ["Probe, Version 1", "Test", "Armut, kita", 5, 5]


def test_a_group_is_called_by_its_name_or_its_key():
    parts = [{"kuerzel": "arm", "teil_von": "lage"}, {"kuerzel": "kita", "richtung": "-", "teil_von": "bildung"}]
    groups = [{"kuerzel": "lage", "name": "Soziale Lage"}, {"kuerzel": "bildung"}]
    assert list(index(FIVE, jahr=2024, rezept=rezept(indikatoren=parts, gruppen=groups)).columns)[2:6] == ["Rang", "Index", "Soziale Lage", "bildung"]


def test_with_too_few_areas_there_are_rank_and_value_only():
    few = rezept(mindestgebiete=6)
    found = index(FIVE, jahr=2024, rezept=few)
    assert list(found.columns) == ["Raum", "Gebiet", "Rang", "Index"]
    assert tally(found, rezept=few).empty
    assert matrix(found, dynamics(FIVE, rezept=few, jahr=2024), rezept=few).empty


def test_an_area_with_a_hidden_share_has_no_index_and_touches_no_other():
    hidden = shares([10, 20, 30, 40, 90, np.nan], [90, 80, 80, 70, 10, 50])
    pd.testing.assert_frame_equal(index(hidden, jahr=2024, rezept=rezept()), index(FIVE, jahr=2024, rezept=rezept()))


def test_without_an_indicator_of_the_recipe_or_with_all_its_values_hidden_there_is_no_index():
    hidden = FIVE.assign(Wert=FIVE["Wert"].mask(FIVE["Indikator"] == "kita"))
    for frame in (FIVE[FIVE["Indikator"] == "arm"], FIVE.iloc[:0], FIVE.assign(Jahr=2020), hidden):
        found = index(frame, jahr=2024, rezept=rezept())
        assert list(found.columns) == ["Raum", "Gebiet", "Rang", "Index"]
        assert found.empty
        assert overview(found, rezept=rezept())["Gebiete"].tolist() == [0]


def test_a_single_area_has_no_index_and_equal_areas_share_the_first_rank_without_tenths():
    alone = composite(WIDE.iloc[:1], rezept())
    assert alone[["Index", "Rang"]].isna().all(axis=None)
    assert alone["Grund"].tolist() == ["nur ein Gebiet, kein Vergleich"]
    found = composite(WIDE.assign(arm=5, kita=7), rezept())
    assert found[["Index", "Rang"]].to_numpy().tolist() == [[0, 1]] * 5
    assert found["Klasse"].tolist() == ["mittel"] * 5
    assert found["Dezil"].isna().all()


def test_a_wide_table_keeps_its_rows_and_says_why_an_area_has_no_index():
    table = pd.DataFrame({"Gebiet": ["Wald", "Heim", *"abcde", "x", "y"], "Einwohner": [299, 900, 300, 301, 400, 500, 600, 700, None], "arm": [1, 99, 10, 20, 30, 40, 90, None, 5], "kita": [1, 99, 90, 80, 80, 70, 10, 50, 5]})
    found = composite(table, rezept(mindestbevoelkerung=300, ausschluesse=[{"gebiet": "Heim", "grund": "Gemeinschaftsunterkunft"}]))
    assert found["Gebiet"].tolist() == table["Gebiet"].tolist()
    assert found["Grund"].tolist() == ["unter 300 Menschen", "Gemeinschaftsunterkunft", *[""] * 5, "Angaben fehlen", "Bevölkerung unbekannt"]
    assert found["Index"].iloc[2:7].tolist() == pytest.approx(composite(WIDE, rezept())["Index"].tolist())
    assert found["Klasse"].isna().tolist() == found["Index"].isna().tolist() == [True, True, *[False] * 5, True, True]


def test_an_area_is_excluded_by_key_name_or_index():
    out = rezept(ausschluesse=[{"gebiet": "b", "grund": "Ausreißer"}])
    for table in (WIDE, WIDE.rename(columns={"Raum": "Name"}), WIDE.set_index("Raum")):
        assert composite(table, out)["Grund"].tolist() == ["", "Ausreißer", "", "", ""]
    numbered = WIDE.assign(Raum=[10100205, 2, 3, 4, 5])
    assert composite(numbered, rezept(ausschluesse=[{"gebiet": "10100205", "grund": "Ausreißer"}]))["Grund"].tolist() == ["Ausreißer", "", "", "", ""]


def test_an_area_is_never_found_among_values_residents_or_numbers_of_rows():
    numbered = pd.DataFrame({"Raum": [str(n) for n in range(1, 11)], "Gebiet": [f"G{n}" for n in range(1, 11)], "Einwohner": [1000] * 5 + [5] * 5, "Haushalte": 5, "arm": range(10), "kita": [5] * 9 + [4]})
    for table in (numbered, numbered.iloc[::-1], numbered[numbered["Raum"] != "1"]):
        assert table.loc[composite(table, rezept(ausschluesse=[{"gebiet": "5", "grund": "x"}]))["Grund"] == "x", "Raum"].tolist() == ["5"]
        assert composite(table, rezept(ausschluesse=[{"gebiet": "1000", "grund": "x"}]))["Grund"].eq("").all()


def test_berlin_status_and_dynamics_from_shares_and_changes():
    """Three areas, by hand: z with ddof 0, added, standardised again; 6.3 and 5.1 are population standard deviations."""
    berlin = recipe.load("mss-2021").model_copy(update={"mindestgebiete": 3})
    shares_ = {"S1": [2.0, 4, 12], "S3": [5.0, 10, 30], "S4": [8.0, 20, 56]}
    changes = {"D1": [-1.0, 0, 0.1], "D3": [-2.0, 0, 0.2], "D4": [-3.0, 0, 0.3]}
    table = pd.DataFrame({"PLR": ["1", "2", "3"], "Einwohner": [300, 5000, 900], **shares_, **changes})
    found = composite(table, berlin)
    z = sum((np.array(v) - np.mean(v)) / np.std(v) for v in shares_.values())
    assert found["Index"].tolist() == pytest.approx((z / z.std()).tolist())
    assert found["Klasse"].tolist() == ["mittel", "mittel", "niedrig"]
    change = np.array([-1.0, 0, 0.1])
    assert found["Dynamikindex"].tolist() == pytest.approx(((change - change.mean()) / change.std()).tolist())
    assert found["Dynamik"].tolist() == ["positiv", "stabil", "stabil"]


def test_dynamics_come_from_two_years_and_never_across_a_break():
    early = shares([10, 20, 30, 40, 50], [90, 80, 80, 70, 10], year=2022)
    both = pd.concat([early, FIVE], ignore_index=True)
    found = dynamics(both, rezept=rezept(), jahr=2024)
    assert found["Gebiet"].tolist()[0] == "Gebiet 4"
    assert found["Dynamikindex"].tolist() == pytest.approx([2, -0.5, -0.5, -0.5, -0.5])
    assert found["Dynamik"].tolist() == ["negativ", *["stabil"] * 4]
    for nothing in (dynamics(both, rezept=rezept(), jahr=2024, katalog=breaks("2023")), dynamics(FIVE, rezept=rezept(), jahr=2024), dynamics(both, rezept=rezept(dynamik=None), jahr=2024)):
        assert nothing.empty
    assert len(dynamics(both, rezept=rezept(), jahr=2024, katalog=breaks("2023").drop(columns="Brüche"))) == 5
    assert len(dynamics(both, rezept=rezept(), jahr=2024, katalog=breaks("2022, 2025"))) == 5


def test_the_matrix_counts_every_pair_of_classes_and_names_the_areas():
    both = pd.concat([shares([10, 20, 30, 40, 50], [90, 80, 80, 70, 10], year=2022), FIVE], ignore_index=True)
    found = matrix(index(both, rezept=rezept(), jahr=2024), dynamics(both, rezept=rezept(), jahr=2024), rezept=rezept())
    assert len(found) == 12
    assert found[found["Gebiete"] > 0].to_numpy().tolist() == [["mittel", "stabil", 4, "Gebiet 3, Gebiet 2, Gebiet 1, Gebiet 0"], ["sehr hoch", "negativ", 1, "Gebiet 4"]]


def test_residents_come_with_the_shares_where_the_recipe_needs_them():
    leute = pd.DataFrame({"Raum": ["00", "01", "02", "03", "04", TOTAL], "Einwohner": pd.array([299, None, 300, 300, 300, 1500], dtype="Int64")})
    strict = rezept(mindestbevoelkerung=300)
    assert wide(FIVE, rezept=strict, jahr=2024, einwohner=leute).columns.tolist() == ["Raum", "Gebiet", "arm", "kita", "Einwohner"]
    assert sorted(index(FIVE, rezept=strict, jahr=2024, einwohner=leute)["Raum"]) == ["02", "03", "04"]
    with pytest.raises(DataError, match="Spalte »Einwohner« fehlt"):
        index(FIVE, rezept=strict, jahr=2024)


def test_filled_values_are_counted_per_area_and_per_indicator():
    table = pd.DataFrame({"Raum": list("abcdef"), "Lage": ["n", "n", "n", "s", "s", None], "arm": [10, None, 30, 40, 90, 5], "kita": [90, 80, 80, 70, 10, None]})
    grouped = rezept(fehlend="gruppenmittel", gruppe="Lage", ausreisser={"art": "stutzen"})
    found = composite(table, grouped)
    assert found["ergänzte Werte"].tolist() == [0, 1, 0, 0, 0, 0]
    done = steps(table, grouped)
    assert done[["Indikator", "Gewicht", "Gebiete", "ergänzt", "gestutzt", "logarithmiert"]].to_numpy().tolist() == [["arm", 0.5, 5, 1, 0, "nein"], ["kita", 0.5, 5, 0, 0, "nein"]]


def test_what_a_table_lacks_is_said_at_once():
    table = WIDE.rename(columns={"kita": "kitas"}).assign(arm=["1", "2", "3", "4", "vier"], Raum=list("aacde"))
    with pytest.raises(DataError) as fault:
        composite(table, rezept(mindestbevoelkerung=300))
    assert str(fault.value).splitlines() == [
        "Tabelle zum Rezept »Probe«: 4 Probleme",
        "  Spalte »kita« fehlt. Gefunden: »Raum«, »arm«, »kitas«. Meinten Sie »kitas«?",
        "  Spalte »Einwohner« fehlt. Gefunden: »Raum«, »arm«, »kitas«.",
        "  Spalte »arm«: »vier« – erwartet eine Zahl.",
        "  Spalte »Raum«: »a« steht mehrmals – erwartet eine Zeile je Gebiet.",
    ]


def test_an_infinite_value_is_no_number():
    with pytest.raises(DataError, match="Spalte »arm«: »inf« – erwartet eine Zahl"):
        composite(WIDE.assign(arm=[1, 2, np.inf, 4, 5]), rezept())


def test_a_geometric_mean_refuses_values_that_are_not_positive():
    shared = rezept(zusammenfassung="geometrisch", normierung={"art": "anteil-max"})
    with pytest.raises(ParameterError, match="»geometrisch« – braucht Werte über null"):
        composite(WIDE.assign(arm=[0, 1, 2, 3, 4]), shared)


def test_levels_of_a_hierarchy_stand_beside_the_index():
    parts = [{"kuerzel": "arm", "teil_von": "lage"}, {"kuerzel": "kita", "teil_von": "bildung", "richtung": "-"}]
    found = composite(WIDE, rezept(indikatoren=parts, gruppen=[{"kuerzel": "lage"}, {"kuerzel": "bildung"}]))
    assert list(found.columns) == ["Raum", "lage", "bildung", "Index", "Rang", "Klasse", "Dezil", "Grund"]
    assert found["Index"].tolist() == pytest.approx(composite(WIDE, rezept())["Index"].tolist())


def test_one_area_can_be_the_yardstick():
    near = rezept(normierung={"art": "abstand-gebiet", "gebiet": "c"}, standardisieren=False, klassen=None, dynamik=None, indikatoren=[{"kuerzel": "arm"}])
    assert composite(WIDE, near)["Index"].tolist() == [0, 0.5, 1, 1.5, 4]
    with pytest.raises(ParameterError, match="»z« – dieses Gebiet gibt es hier nicht"):
        composite(WIDE, rezept(normierung={"art": "abstand-gebiet", "gebiet": "z"}))
