"""Indicator sheets: what the catalogue says, and what the values span."""

import pandas as pd

from workbench.topics import indikatorblatt

CATALOGUE = pd.DataFrame(
    {
        "Indikator": ["zuzug", "arm"], "Name": ["Zuzüge", "Kinderarmut"], "Definition": ["Zuzüge je 1.000", "Anteil der Kinder"], "Formel": [None, "Kinder / alle × 100"],
        "Zähler": ["Zuzüge", "Kinder im SGB II"], "Nenner": ["Einwohner", "Kinder"], "Einheit": ["je 1.000", "Prozent"], "Richtung": ["ohne Richtung", "hoch ist belastet"],
        "Dimension": ["Demografie", "Soziale Lage"], "Quelle": ["Stadt", "BA"], "Vergleichbarkeit": [None, "mit dem Land"], "Brüche": ["2022, 2011", None],
    }
)  # fmt: skip


def test_a_sheet_has_every_field_in_order_and_says_what_is_not_declared():
    found = indikatorblatt.entries(CATALOGUE)
    assert found.loc[found["Indikator"] == "zuzug", ["Merkmal", "Angabe"]].to_numpy().tolist() == [
        ["Definition", "Zuzüge je 1.000"], ["Formel", "Zähler / Nenner × 1.000"], ["Zähler", "Zuzüge"], ["Nenner", "Einwohner"], ["Einheit", "je 1.000"],
        ["Richtung", "ohne Richtung"], ["Dimension", "Demografie"], ["Quelle", "Stadt"], ["Vergleichbarkeit", "keine Angabe"], ["Brüche", "2011, 2022"],
    ]  # fmt: skip
    own = found[found["Indikator"] == "arm"].set_index("Merkmal")["Angabe"]
    assert own[["Formel", "Einheit", "Vergleichbarkeit", "Brüche"]].tolist() == ["Kinder / alle × 100", "%", "mit dem Land", "keine"]


def test_sheets_stand_in_the_order_of_the_catalogue():
    assert indikatorblatt.entries(CATALOGUE)["Indikator"].unique().tolist() == ["zuzug", "arm"]


def test_an_old_catalogue_without_the_new_columns_has_sheets_too():
    old = CATALOGUE.drop(columns=["Formel", "Vergleichbarkeit", "Brüche"]).assign(Einheit=["Euro", "%"])
    found = indikatorblatt.entries(old).set_index(["Indikator", "Merkmal"])["Angabe"]
    assert found["zuzug", "Formel"] == "keine Angabe"
    assert found["arm", "Formel"] == "Zähler / Nenner × 100"
    assert found["arm", "Brüche"] == "keine"


COMPARED = pd.DataFrame(
    [
        ("zuzug", "Zuzüge", "je 1.000", 2023, "Nord", 40.0, 50.0), ("zuzug", "Zuzüge", "je 1.000", 2023, "Süd", 60.0, 50.0), ("zuzug", "Zuzüge", "je 1.000", 2024, "Nord", None, None),
        ("arm", "Kinderarmut", "%", 2023, "Nord", 5.0, 9.0), ("arm", "Kinderarmut", "%", 2024, "Nord", 20.0, 10.0), ("arm", "Kinderarmut", "%", 2024, "Süd", 4.0, 10.0),
        ("arm", "Kinderarmut", "%", 2024, "West", None, 10.0),
    ],
    columns=["Indikator", "Name", "Einheit", "Jahr", "Gebiet", "Wert", "Gesamtwert"],
)  # fmt: skip


def test_the_span_is_that_of_the_latest_year_with_values_and_counts_shown_areas():
    found = indikatorblatt.span(COMPARED)
    assert found.to_numpy().tolist() == [
        ["zuzug", "Zuzüge", "je 1.000", "2023", 2, 50.0, 40.0, "Nord", 60.0, "Süd"],
        ["arm", "Kinderarmut", "%", "2024", 2, 10.0, 4.0, "Süd", 20.0, "Nord"],
    ]


def test_without_a_shown_value_there_is_no_span():
    assert indikatorblatt.span(COMPARED.assign(Wert=None)).empty
    assert list(indikatorblatt.span(COMPARED.iloc[:0]).columns) == list(indikatorblatt.span(COMPARED).columns)
