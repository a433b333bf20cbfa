"""Young residents by age group and area."""

import pandas as pd

from workbench.schemas.terms import TOTAL
from workbench.topics.altersstruktur import age_groups, residents, too_small

AREAS = pd.DataFrame({"Raum": ["01", "02"], "Name": ["Nord", "Süd"]})
PEOPLE = pd.DataFrame(
    [
        ("2023-12-31", "01", 5, "weiblich", 999),
        ("2024-12-31", "01", 5, "weiblich", 40),
        ("2024-12-31", "01", 26, "männlich", 60),
        ("2024-12-31", "01", 27, "männlich", 300),
        ("2024-12-31", "02", 8, "weiblich", 10),
        ("2024-12-31", "02", 90, "weiblich", 190),
    ],
    columns=["Stichtag", "Raum", "Alter", "Geschlecht", "Einwohner"],
).astype({"Stichtag": "datetime64[us]"})


def test_age_groups_come_from_single_years_of_the_latest_date():
    found = age_groups(PEOPLE, raeume=AREAS).set_index(["Gebiet", "Altersgruppe"])
    assert found.loc[("Nord", "18–26"), "Einwohner"] == 60
    assert found.loc[("Nord", "unter 6"), "Anteil in %"] == 10
    assert found.loc[(TOTAL, TOTAL), "Einwohner"] == 110


def test_residents_are_those_of_the_latest_date():
    found = residents(PEOPLE, raeume=AREAS)
    assert found.to_numpy().tolist() == [["01", "Nord", 400, 100, 25.0], ["02", "Süd", 200, 10, 5.0], [TOTAL, TOTAL, 600, 110, 110 / 6]]
    assert too_small(found, minimum=300)["Gebiet"].tolist() == ["Süd"]


def test_an_empty_table_gives_an_empty_one_with_the_same_columns():
    assert list(residents(PEOPLE.iloc[:0], raeume=AREAS).columns) == list(residents(PEOPLE, raeume=AREAS).columns)
    found = age_groups(PEOPLE.iloc[:0], raeume=AREAS)
    assert found.empty
    assert list(found.columns) == list(age_groups(PEOPLE, raeume=AREAS).columns)
