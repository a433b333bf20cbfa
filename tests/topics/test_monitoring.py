"""Status and dynamics beside absolute change: the two are never taken for each other."""

import pandas as pd
import pytest

from workbench.recipe import Recipe
from workbench.topics.monitoring import MORE, READING, absolute, breaks, left_out, since, together, years

BASE = {"key": "x", "name": "Lage", "version": "1", "quelle": "Haus", "normierung": {"art": "z"}, "indikatoren": [{"kuerzel": "armut"}, {"kuerzel": "kita", "richtung": "-"}]}
CLASSES = {"schnitte": [-1.0, 1.0], "namen": ["gering", "mittel", "hoch"]}


@pytest.fixture
def rezept() -> Recipe:
    return Recipe.model_validate({**BASE, "klassen": CLASSES, "dynamik": {"jahre": 3, "schnitte": [0.0], "namen": ["positiv", "negativ"]}})


@pytest.fixture
def status() -> pd.DataFrame:
    return pd.DataFrame({"Raum": ["01", "02", "03", "04"], "Gebiet": ["Nord", "Süd", "Ost", "West"], "Index": [-1.0, 2.0, 0.0, -0.5]})


@pytest.fixture
def dynamik() -> pd.DataFrame:
    return pd.DataFrame({"Raum": ["01", "02", "03"], "Gebiet": ["Nord", "Süd", "Ost"], "Dynamikindex": [0.5, -0.5, 1.0]})


@pytest.fixture
def wandel() -> pd.DataFrame:
    rows = [
        ("armut", "01", "gesunken"), ("armut", "02", "gestiegen"), ("armut", "03", "nicht sicher verändert"), ("armut", "Insgesamt", "gestiegen"),
        ("kita", "01", "nicht sicher verändert"), ("kita", "02", "gestiegen"), ("kita", "03", "gesunken"), ("anderes", "01", "gestiegen"),
    ]  # fmt: skip
    names = {"armut": "Kinderarmut", "kita": "Betreuung", "anderes": "Anderes"}
    return pd.DataFrame([{"Indikator": i, "Name": names[i], "Raum": r, "Verlauf": v} for i, r, v in rows])


def test_an_area_can_fall_behind_although_nothing_has_risen_and_the_other_way_round(status, dynamik, wandel, rezept) -> None:
    found = together(status, dynamik, wandel, rezept=rezept)
    assert found[["Gebiet", MORE, "sicher gesunken", READING]].to_numpy().tolist() == [
        ["Süd", 1, 1, "günstiger als im Mittel, absolut aber gestiegen"],
        ["Ost", 1, 0, "ungünstiger als im Mittel, auch absolut gestiegen"],
        ["Nord", 0, 1, "ungünstiger als im Mittel, absolut nichts sicher gestiegen"],
    ]


def test_the_middle_class_is_neither_better_nor_worse_than_the_mean(status, wandel) -> None:
    three = Recipe.model_validate({**BASE, "dynamik": {"jahre": 3, "schnitte": [-1.0, 1.0], "namen": ["positiv", "stabil", "negativ"]}})
    moving = pd.DataFrame({"Raum": ["01", "02", "03"], "Dynamikindex": [-0.03, -1.2, 1.3], "Dynamik": ["stabil", "positiv", "negativ"]})
    found = together(status, moving, wandel, rezept=three).set_index("Gebiet")[READING]
    assert found.to_dict() == {"Nord": "etwa wie im Mittel, absolut nichts sicher gestiegen", "Süd": "günstiger als im Mittel, absolut aber gestiegen", "Ost": "ungünstiger als im Mittel, auch absolut gestiegen"}


def test_areas_left_out_are_named_with_the_reason(status, dynamik, rezept) -> None:
    raeume = pd.DataFrame({"Raum": ["01", "02", "03", "04", "05", "06", "07"], "Name": ["Nord", "Süd", "Ost", "West", "Park", "Heim", "Tal"]})
    excluding = rezept.model_copy(update={"ausschluesse": [{"gebiet": "Heim", "grund": "Unterkunft"}]})
    assert left_out(status, dynamik, raeume=raeume, rezept=excluding, klein=["05"]).to_numpy().tolist() == [
        ["04", "West", "Dynamik", "Angaben des Vergleichsjahrs fehlen oder sind nicht ausgewiesen"],
        ["05", "Park", "Status und Dynamik", "zu wenige Menschen"],
        ["06", "Heim", "Status und Dynamik", "Unterkunft"],
        ["07", "Tal", "Status und Dynamik", "Angaben fehlen oder sind nicht ausgewiesen"],
    ]
    assert left_out(status, dynamik.iloc[:0], raeume=raeume.head(4), rezept=rezept).empty  # where nobody has dynamics, one sentence says so
    assert left_out(status.iloc[:0], dynamik, raeume=raeume, rezept=rezept).empty


def test_areas_are_counted_per_indicator_of_the_recipe_without_the_whole_place(wandel, rezept) -> None:
    assert absolute(wandel, rezept=rezept).to_numpy().tolist() == [["armut", "Kinderarmut", 3, 1, 1, 1], ["kita", "Betreuung", 3, 1, 1, 1]]


def test_what_cannot_be_compared_over_a_break_counts_nowhere(wandel, rezept) -> None:
    broken = wandel.assign(Verlauf="kein Vergleich (Bruch der Zeitreihe)")
    assert absolute(broken, rezept=rezept)[["Gebiete", "gestiegen", "gesunken"]].to_numpy().sum() == 0


def test_without_dynamics_there_is_nothing_to_read(status, dynamik, wandel, rezept) -> None:
    found = together(status, dynamik.iloc[:0], wandel, rezept=rezept)
    assert (len(found), list(found.columns[-3:])) == (0, [MORE, "sicher gesunken", READING])
    assert found.empty


def test_the_map_has_the_cuts_of_the_recipe_only_where_there_are_classes(status, rezept) -> None:
    assert breaks(status, rezept=rezept) == "natural"
    assert breaks(status.assign(Klasse="mittel"), rezept=rezept) == [-1.0, 1.0]


def test_the_years_are_those_of_the_recipe_and_two_where_it_has_no_dynamics(rezept) -> None:
    assert (since(2024, rezept=rezept), since(2024, rezept=Recipe.model_validate(BASE))) == (2021, 2022)
    assert years(2024, rezept=rezept).to_numpy().tolist() == [["2024", "2021"]]
