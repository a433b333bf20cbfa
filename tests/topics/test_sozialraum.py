"""Shares per area, comparison with the whole place, change, profiles."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import ParameterError
from workbench.schemas.terms import TOTAL
from workbench.topics import sozialraum as sr

AREAS = pd.DataFrame({"Raum": ["01", "02", "03"], "Name": ["Nord", "Süd", "West"]})
CATALOGUE = pd.DataFrame({"Indikator": ["arm", "kita"], "Name": ["Kinderarmut", "Kita"], "Einheit": ["Prozent", "%"]})


def indicators(*rows):
    frame = pd.DataFrame(rows, columns=["Indikator", "Raum", "Jahr", "Zähler", "Nenner", "Grund"])
    return frame.astype({"Zähler": "Int64", "Nenner": "Int64", "Jahr": "int64"})


TWO_YEARS = indicators(
    ("arm", "02", 2020, 60, 300, ""), ("arm", "01", 2020, 20, 200, ""), ("arm", "03", 2020, 50, 250, ""),
    ("arm", "01", 2024, 22, 200, ""), ("arm", "02", 2024, 120, 300, ""), ("arm", "03", 2024, None, 250, "geheim"),
    ("kita", "01", 2024, 80, 90, ""), ("kita", "02", 2024, 70, 90, ""), ("kita", "03", 2024, 80, 90, ""),
)  # fmt: skip


WITH_BREAK = CATALOGUE.assign(Brüche=["2022", None])


def values(frame=TWO_YEARS, **how):
    return sr.values(frame, katalog=CATALOGUE, raeume=AREAS, **how)


def row(frame, **where):
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_an_unknown_indicator_is_refused_with_the_nearest_one():
    assert sr.described(CATALOGUE, indikator="kita")["Name"].tolist() == ["Kita"]
    with pytest.raises(ParameterError) as fault:
        sr.described(CATALOGUE, indikator="kiat")
    assert str(fault.value) == "indikator: »kiat« steht nicht im Indikatorkatalog – vorhanden: »arm«, »kita«. Meinten Sie »kita«?"


def test_rows_stand_in_the_order_of_catalogue_areas_and_years_with_the_whole_place_last():
    found = values()
    assert found[["Indikator", "Raum", "Jahr"]].to_numpy().tolist() == [
        ["arm", "01", 2020], ["arm", "01", 2024], ["arm", "02", 2020], ["arm", "02", 2024], ["arm", "03", 2020],
        ["arm", TOTAL, 2020], ["arm", TOTAL, 2024],
        ["kita", "01", 2024], ["kita", "02", 2024], ["kita", "03", 2024], ["kita", TOTAL, 2024],
    ]  # fmt: skip
    assert found["Gebiet"].tolist()[:2] == ["Nord", "Nord"]


def test_the_whole_place_is_the_sum_of_the_areas_that_have_a_value():
    whole = row(values(), Indikator="arm", Raum=TOTAL, Jahr=2024)
    assert (whole["Zähler"], whole["Nenner"], whole[sr.SHARE]) == (142, 500, 28.4)


def test_areas_that_are_too_small_touch_not_even_the_whole_place():
    whole = row(values(ohne=["02"]), Indikator="arm", Raum=TOTAL, Jahr=2020)
    assert whole["Nenner"] == 450
    assert "02" not in set(values(ohne=["02"])["Raum"])


def test_a_missing_value_is_listed_with_its_reason():
    found = sr.gaps(TWO_YEARS, katalog=CATALOGUE, raeume=AREAS)
    assert found.to_numpy().tolist() == [["Kinderarmut", 2024, "geheim", "West"]]


def test_gaps_of_areas_that_are_left_out_are_no_gaps():
    frame = pd.concat([indicators(("kita", "01", 2024, None, 9, "geheim")), TWO_YEARS])
    found = sr.gaps(frame, katalog=CATALOGUE, raeume=AREAS, ohne=["01"])
    assert found.to_numpy().tolist() == [["Kinderarmut", 2024, "geheim", "West"]]


def test_a_denominator_of_zero_and_an_unknown_year_are_gaps_too():
    frame = indicators(("arm", "01", 2024, 0, 0, ""), ("arm", "02", 2024, 3, 9, ""), ("kita", "01", 2024, None, 5, "kommt später"))
    assert values(frame)["Raum"].tolist() == ["02", TOTAL]
    found = sr.gaps(frame, katalog=CATALOGUE, raeume=AREAS)
    assert found[["Warum", "Gebiete"]].to_numpy().tolist() == [["Nenner ist null", "Nord"], ["kommt später", "alle"]]


def test_an_indicator_in_a_unit_that_is_not_computed_is_left_out_and_said_to_be():
    euros = CATALOGUE.assign(Einheit=["Euro", "%"])
    assert set(sr.values(TWO_YEARS, katalog=euros, raeume=AREAS)["Indikator"]) == {"kita"}
    found = sr.gaps(TWO_YEARS, katalog=euros, raeume=AREAS)
    assert found[["Jahr", "Warum", "Gebiete"]].to_numpy().tolist() == [[y, "andere Einheit (Euro)", "alle"] for y in (2020, 2024)]


PER_THOUSAND = CATALOGUE.assign(Einheit=["je 1.000 Kinder", "%"])


def test_a_rate_per_thousand_stands_beside_percentages_each_in_its_unit():
    found = sr.values(TWO_YEARS, katalog=PER_THOUSAND, raeume=AREAS)
    assert set(zip(found["Indikator"], found[sr.UNIT], strict=True)) == {("arm", "je 1.000"), ("kita", "%")}
    north, kita = row(found, Indikator="arm", Raum="01", Jahr=2020), row(found, Indikator="kita", Raum="01")
    assert north[sr.VALUE] == 100
    assert pd.isna(north[sr.SHARE])
    assert kita[sr.VALUE] == kita[sr.SHARE] == pytest.approx(80 / 90 * 100)


def test_the_interval_of_a_rate_is_that_of_garwood():
    frame = indicators(("arm", "01", 2024, 10, 1000, ""), ("arm", "02", 2024, 0, 1000, ""))
    found = sr.values(frame, katalog=PER_THOUSAND, raeume=AREAS).set_index("Raum")
    assert found.loc["01", [sr.LOW, sr.HIGH]].tolist() == pytest.approx([4.795, 18.390], abs=1e-3)  # Garwood 1936
    assert found.loc["02", [sr.LOW, sr.HIGH]].tolist() == pytest.approx([0, 3.689], abs=1e-3)


def test_a_change_of_rates_is_in_their_unit_and_has_an_interval():
    found = sr.change(sr.values(TWO_YEARS, katalog=PER_THOUSAND, raeume=AREAS), ab=2020, bis=2024, katalog=PER_THOUSAND).set_index("Raum")
    assert found[sr.CHANGE].tolist() == pytest.approx([10, 200, 110.667], abs=1e-3)
    assert found[sr.TREND].tolist() == [sr.STEADY, sr.RISEN, sr.RISEN]
    assert sr.described(PER_THOUSAND, indikator="arm")[[sr.UNIT, sr.DIFFERENCE]].to_numpy().tolist() == [["je 1.000", "je 1.000"]]
    assert sr.described(CATALOGUE, indikator="arm")[[sr.UNIT, sr.DIFFERENCE]].to_numpy().tolist() == [["%", sr.POINTS]]


def test_more_cases_than_the_base_holds_are_a_gap_and_no_rate():
    frame = indicators(("arm", "01", 2024, 12, 10, ""), ("arm", "02", 2024, 3, 10, ""))
    assert sr.values(frame, katalog=PER_THOUSAND, raeume=AREAS)["Raum"].tolist() == ["02", TOTAL]
    assert sr.gaps(frame, katalog=PER_THOUSAND, raeume=AREAS)[["Warum", "Gebiete"]].to_numpy().tolist() == [["Zähler größer als Nenner", "Nord"]]


def test_an_indicator_that_the_catalogue_lacks_is_no_value():
    frame = indicators(("reich", "01", 2024, 1, 10, ""))
    assert sr.values(frame, katalog=CATALOGUE, raeume=AREAS).empty


def test_an_area_differs_where_its_interval_leaves_out_the_whole_place():
    found = sr.comparison(values()).set_index(["Indikator", "Raum", "Jahr"])[sr.STANDING]
    assert found["arm", "01", 2024] == sr.BELOW
    assert found["arm", "02", 2024] == sr.ABOVE
    assert found["kita", "01", 2024] == sr.SAME
    assert TOTAL not in found.index.get_level_values("Raum")


def test_distance_and_relation_are_to_the_whole_place_of_the_same_year():
    found = row(sr.comparison(values()), Indikator="arm", Raum="02", Jahr=2024)
    assert found[sr.DISTANCE] == pytest.approx(40 - 28.4)
    assert found[sr.RELATION] == pytest.approx(40 / 28.4 * 100)


def test_a_hidden_value_has_no_standing():
    hidden = values().astype({"Zähler": "Float64", sr.VALUE: "Float64", sr.LOW: "Float64", sr.HIGH: "Float64"})
    hidden.loc[hidden["Raum"] == "01", ["Zähler", "Nenner", sr.VALUE, sr.LOW, sr.HIGH]] = pd.NA
    found = sr.comparison(hidden)
    assert row(found, Indikator="arm", Raum="01", Jahr=2024)[sr.STANDING] == sr.UNKNOWN
    assert row(sr.tally(found), Indikator="arm", Jahr=2024)[sr.UNKNOWN] == 1
    assert row(sr.change(hidden, ab=2020, bis=2024, katalog=CATALOGUE), Raum="01")[sr.TREND] == sr.UNKNOWN


def test_where_nobody_is_counted_there_is_no_relation():
    found = sr.comparison(values(indicators(("arm", "01", 2024, 0, 50, ""), ("arm", "02", 2024, 0, 70, ""))))
    assert found[sr.RELATION].isna().all()
    assert set(found[sr.STANDING]) == {sr.SAME}


def test_the_tally_counts_areas_per_standing():
    found = row(sr.tally(sr.comparison(values())), Indikator="arm", Jahr=2024)
    assert found[["Gebiete", sr.ABOVE, sr.BELOW, sr.SAME, sr.UNKNOWN]].tolist() == [2, 1, 1, 0, 0]


def test_a_change_is_marked_where_its_interval_leaves_out_zero():
    found = sr.change(values(), ab=2020, bis=2024, katalog=CATALOGUE).set_index("Raum")
    assert found["Wert 2020"].tolist() == pytest.approx([10, 20, 17.3333], abs=1e-4)
    assert found[sr.CHANGE].tolist() == pytest.approx([1, 20, 11.0667], abs=1e-4)
    assert found[sr.TREND].tolist() == [sr.STEADY, sr.RISEN, sr.RISEN]
    backwards = sr.change(values(TWO_YEARS.assign(Jahr=4044 - TWO_YEARS["Jahr"])), ab=2020, bis=2024, katalog=CATALOGUE)
    assert backwards[sr.TREND].tolist() == [sr.STEADY, sr.FALLEN, sr.FALLEN]


@pytest.mark.parametrize(("breaks", "broken"), [("2022", True), ("2024", True), ("2011, 2022", True), ("2020", False), ("2025", False), (None, False)])
def test_there_is_no_difference_across_a_break_of_the_catalogue(breaks, broken):
    found = sr.change(values(), ab=2020, bis=2024, katalog=CATALOGUE.assign(Brüche=[breaks, "2021"]))
    assert found[sr.CHANGE].isna().all() == broken
    assert (found[sr.TREND] == sr.BROKEN).all() == broken


def test_a_break_of_one_indicator_breaks_no_other():
    both = pd.concat([TWO_YEARS, indicators(("kita", "01", 2020, 70, 90, ""))])
    found = sr.change(values(both), ab=2020, bis=2024, katalog=WITH_BREAK)
    assert set(found.loc[found[sr.TREND] == sr.BROKEN, "Indikator"]) == {"arm"}
    assert row(found, Indikator="kita", Raum="01")[sr.CHANGE] == pytest.approx(10 / 90 * 100)


def test_a_change_needs_two_years_in_order():
    with pytest.raises(ParameterError) as fault:
        sr.change(values(), ab=2024, bis=2024, katalog=CATALOGUE)
    assert str(fault.value) == "ab_jahr: »2024« – erwartet ein Jahr vor bis_jahr (»2024«)."


def test_a_profile_names_what_sets_an_area_apart():
    found = sr.profiles(sr.comparison(values()[lambda f: f["Jahr"] == 2024]))
    assert found.to_numpy().tolist() == [
        ["01", "Nord", "keine", "Kinderarmut", 1, 0],
        ["02", "Süd", "Kinderarmut", "Kita", 0, 0],
        ["03", "West", "keine", "keine", 1, 0],
    ]


def test_empty_tables_give_empty_tables_with_the_same_columns():
    nothing = TWO_YEARS.iloc[:0]
    empty = values(nothing)
    pairs = [
        (empty, values()),
        (sr.gaps(nothing, katalog=CATALOGUE, raeume=AREAS), sr.gaps(TWO_YEARS, katalog=CATALOGUE, raeume=AREAS)),
        (sr.comparison(empty), sr.comparison(values())),
        (sr.tally(sr.comparison(empty)), sr.tally(sr.comparison(values()))),
        (sr.change(empty, ab=2020, bis=2024, katalog=CATALOGUE), sr.change(values(), ab=2020, bis=2024, katalog=CATALOGUE)),
        (sr.profiles(sr.comparison(empty)), sr.profiles(sr.comparison(values()))),
    ]
    for found, full in pairs:
        assert len(found) == 0
        assert list(found.columns) == list(full.columns)


@settings(max_examples=20)
@given(st.permutations(range(len(TWO_YEARS))))
def test_the_order_of_rows_is_irrelevant(order):
    pd.testing.assert_frame_equal(values(TWO_YEARS.iloc[order]), values())
