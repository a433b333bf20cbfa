"""Published figures: counts may be summed, shares never; a rate needs a numerator and a denominator of the same kind."""

import pandas as pd
import pytest

from workbench.errors import DataError, UnitError
from workbench.sections import Comparison
from workbench.topics.amtlich import figures, gaps, rates, sets, summed, units, values

KATALOG = pd.DataFrame({"Indikator": ["armut"], "Name": ["Kinderarmut"], "Zähler": ["Kinder im SGB II"], "Nenner": ["Kinder"], "Einheit": ["Prozent"]})
NONE = pd.DataFrame(columns=["Gruppe", "Gebiet", "Ebene", "Schlüssel", "Gewicht"])


def table(*rows: tuple, **given: object) -> pd.DataFrame:
    """Figures from name, key, year and value."""
    frame = pd.DataFrame(rows, columns=["Kennzahl", "Schlüssel", "Jahr", "Wert"]).astype({"Wert": "float64"})
    more = {"Gebiet": None, "Ebene": None, "Stichtag": pd.NaT, "Einheit": "Personen", "Basis": None, "Gebietsstand": None, "Grund": "", **given}
    return frame.assign(**more)


KREIS = [("Kinder im SGB II", "05566", 2024, 900), ("Kinder", "05566", 2024, 9000), ("Kinder im SGB II", "05566028", 2024, 100), ("Kinder", "05566028", 2024, 1000)]
SET = sets({"Kreisjugendamt": Comparison(schluessel=["05566"], ohne=["05566028"])})


def test_the_level_follows_from_the_key_where_the_table_names_none() -> None:
    found = figures(table(*[("Kinder", k, 2024, 1) for k in ("DG", "05", "055", "05566", "05566028", "034575402")]))
    assert found["Ebene"].tolist() == ["Bund", "Land", "Regierungsbezirk", "Kreis", "Gemeinde", "Gemeindeverband"]


def test_a_figure_that_two_places_have_counts_once_and_must_be_the_same() -> None:
    assert len(figures(table(("Kinder", "05", 2024, 1), ("Kinder", "05", 2024, 1)))) == 1
    with pytest.raises(DataError, match=r"»Kinder« 2024 für »05«: Orte haben verschiedene Werte \(Leer 1, Stolberg 2\)"):
        figures(table(("Kinder", "05", 2024, 1), ("Kinder", "05", 2024, 2), Ort=["Leer", "Stolberg"], Stichtag=pd.to_datetime([None, "2024-12-31"])))


def test_of_several_dates_or_bases_of_a_year_the_last_counts() -> None:
    days, bases = pd.to_datetime(["2024-12-31", "2024-06-30", "2024-12-31"]), ["Zensus 2022", "Zensus 2022", "Zensus 2011"]
    found = figures(table(("Kinder", "05", 2024, 1), ("Kinder", "05", 2024, 2), ("Kinder", "05", 2024, 3), Stichtag=days, Basis=bases))
    assert found["Wert"].tolist() == [1]


def test_a_comparison_set_is_its_areas_without_those_taken_away() -> None:
    found = values(table(*KREIS), katalog=KATALOG, gruppen=[SET]).set_index("Gebiet")
    assert found.loc["Kreisjugendamt", ["Zähler", "Nenner", "Wert", "Ebene"]].tolist() == [800, 8000, 10.0, "Vergleichsgebiet"]


def test_a_set_without_one_of_its_areas_has_no_value_and_says_which_is_missing() -> None:
    found = summed(figures(table(*KREIS[:2])), SET, kennzahlen=["Kinder"])
    assert found[["Wert", "Grund"]].astype(object).where(found[["Wert", "Grund"]].notna(), None).to_numpy().tolist() == [[None, "ohne Angabe: 05566028"]]


def test_an_area_that_is_missing_in_one_year_leaves_that_year_open_only() -> None:
    found = values(table(*KREIS, ("Kinder im SGB II", "05566", 2023, 900), ("Kinder", "05566", 2023, 9000)), katalog=KATALOG, gruppen=[SET])
    of_set = found[found["Gebiet"] == "Kreisjugendamt"].set_index("Jahr")
    assert of_set.loc[2024, "Wert"] == 10.0
    assert pd.isna(of_set.loc[2023, "Wert"])
    assert of_set.loc[2023, "Grund"] == "ohne Angabe: 05566028"


def test_parts_of_different_dates_are_not_summed() -> None:
    days = pd.to_datetime(["2024-12-31", "2024-12-31", "2024-06-30", "2024-12-31"])
    assert summed(figures(table(*KREIS, Stichtag=days)), SET, kennzahlen=["Kinder im SGB II"])["Grund"].tolist() == ["Stichtag der Teile verschieden"]


def test_shares_are_never_added() -> None:
    with pytest.raises(UnitError, match="»Kinder« hat die Einheit »%«: Anteile und Mittelwerte werden nie addiert"):
        summed(figures(table(*KREIS, Einheit="Prozent")), SET, kennzahlen=["Kinder"])


def test_planning_units_of_several_gemeinden_are_summed_and_those_of_one_are_it() -> None:
    links = pd.DataFrame({"Ort": "Leer", "Schlüssel": ["03457002", "03457003", "03457010", "03457013"], "Raum": ["03457002", "9", "9", "außerhalb"], "Anteil": [pd.NA, 60, pd.NA, pd.NA], "Bis Jahr": pd.NA})
    names = pd.DataFrame({"Ort": ["Leer", "Dorsten"], "Raum": ["9", "9"], "Name": ["Hesel", "Mitte"]})
    found = units(links, raeume=names)
    assert found[["Gruppe", "Gebiet", "Schlüssel", "Gewicht"]].to_numpy().tolist() == [["Leer|9", "Hesel", "03457003", 0.6], ["Leer|9", "Hesel", "03457010", 1.0]]
    assert units(links.iloc[:0], raeume=names).empty


def test_a_denominator_of_zero_gives_no_rate() -> None:
    found = rates(figures(table(("Kinder im SGB II", "05", 2024, 0), ("Kinder", "05", 2024, 0))), KATALOG)
    assert pd.isna(found["Wert"].iloc[0])
    assert found["Grund"].tolist() == ["Nenner ist null"]


def test_a_numerator_above_its_denominator_is_refused() -> None:
    with pytest.raises(DataError, match=r"Kinderarmut, 05 2024: Der Zähler \(3\) ist größer als der Nenner \(2\)"):
        rates(figures(table(("Kinder im SGB II", "05", 2024, 3), ("Kinder", "05", 2024, 2))), KATALOG)


@pytest.mark.parametrize(
    ("column", "cells", "said"),
    [
        ("Stichtag", pd.to_datetime(["2024-06-30", "2024-12-31"]), "Stichtag des Zählers ist 30.06.2024, der des Nenners 31.12.2024"),
        ("Basis", ["Zensus 2011", "Zensus 2022"], "Basis des Zählers ist »Zensus 2011«, der des Nenners »Zensus 2022«"),
        ("Gebietsstand", ["31.12.2020", "31.12.2024"], "Gebietsstand des Zählers ist »31.12.2020«, der des Nenners »31.12.2024«"),
    ],
)
def test_rates_over_different_dates_bases_or_territories_are_refused(column: str, cells: list, said: str) -> None:
    with pytest.raises(DataError, match=said):
        rates(figures(table(("Kinder im SGB II", "05", 2024, 1), ("Kinder", "05", 2024, 2), **{column: cells})), KATALOG)


def test_an_unknown_numerator_keeps_its_reason() -> None:
    found = rates(figures(table(("Kinder im SGB II", "05", 2024, None), ("Kinder", "05", 2024, 2), Grund=["geheim", ""])), KATALOG)
    assert found["Grund"].tolist() == ["geheim"]


def test_a_rate_per_thousand_may_be_above_its_denominator() -> None:
    katalog = KATALOG.assign(Einheit="je 1.000")
    assert rates(figures(table(("Kinder im SGB II", "05", 2024, 3), ("Kinder", "05", 2024, 2))), katalog)["Wert"].tolist() == [1500.0]


def test_published_shares_stand_behind_the_rates_and_counts_do_not_stand_there() -> None:
    published = table(("Anteil der Jugendlichen", "05", 2024, 12.5), Einheit="Prozent")
    found = values(pd.concat([table(*KREIS), published], ignore_index=True), katalog=KATALOG, gruppen=[NONE])
    assert found["Kennzahl"].tolist() == ["Kinderarmut", "Kinderarmut", "Anteil der Jugendlichen"]
    assert found["Einheit"].unique().tolist() == ["%"]
    assert values(published, katalog=KATALOG.iloc[:0], gruppen=[])["Wert"].tolist() == [12.5]


def missing(*rows: tuple[str, int, float | None, str]) -> pd.DataFrame:
    """Values of one figure from key, year, value and reason."""
    frame = pd.DataFrame(rows, columns=["Schlüssel", "Jahr", "Wert", "Grund"]).astype({"Wert": "float64"})
    return frame.assign(Kennzahl="Armut", Gebiet=frame["Schlüssel"])


def test_what_is_missing_is_named_also_a_year_without_a_row() -> None:
    found = gaps(missing(("05", 2023, 1, ""), ("05", 2024, 2, ""), ("03", 2024, None, "geheim")))
    assert found.to_numpy().tolist() == [["Armut", "ohne Zeile in den Daten", "03", "2023"], ["Armut", "geheim", "03", "2024"]]


def test_of_many_areas_with_a_gap_the_first_are_named() -> None:
    named = [gaps(missing(*[(f"0100100{n}", 2024, None, "geheim") for n in range(many)]))["Gebiete"].iloc[0] for many in (6, 7)]
    assert [text.rpartition("01001003, ")[2] for text in named] == ["01001004, 01001005", "01001004 und 2 weitere"]
