"""Places beside each other, what lies above them and what is like them."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import seuclidean

from workbench.errors import ParameterError
from workbench.project import SAMPLE, load
from workbench.topics.vergleich import bound, breaks, latest, levels, members, places, selection, series, similar

ORTE = load(SAMPLE).orte
NO_UNITS = pd.DataFrame(columns=["Gruppe", "Gebiet", "Ebene", "Schlüssel", "Gewicht"], dtype="str")


def values(*rows: tuple, **given: object) -> pd.DataFrame:
    """Values from key, level, year and value."""
    frame = pd.DataFrame(rows, columns=["Schlüssel", "Ebene", "Jahr", "Wert"]).astype({"Wert": "float64"})
    more = {"Kennzahl": "Armut", "Gebiet": frame["Schlüssel"], "Einheit": "%", "Basis": None, "Gebietsstand": None, "Grund": "", "Zähler": np.nan, "Nenner": np.nan, **given}
    return frame.assign(**more)


ABOVE = values(("05566028", "Gemeinde", 2024, 8), ("05566", "Kreis", 2024, 10), ("05", "Land", 2024, 16), ("DG", "Bund", 2024, 0), ("03", "Land", 2024, 9), ("KJA", "Vergleichsgebiet", 2024, 12))


def test_a_place_stands_beside_all_that_it_lies_in_from_near_to_far() -> None:
    found = levels(ABOVE, orte={"Ibbenbüren": "05566028"}, sets={"05566028": ["KJA"]})
    assert found[["Ebene", "Wert", "Abstand"]].astype(object).where(found[["Ebene", "Wert", "Abstand"]].notna(), None).to_numpy().tolist() == [
        ["Ort", 8, None], ["Vergleichsgebiet", 12, -4], ["Kreis", 10, -2], ["Land", 16, -8], ["Bund", 0, 8],
    ]
    assert found["Verhältnis (Vergleich = 100)"].tolist()[3] == 50
    assert pd.isna(found["Verhältnis (Vergleich = 100)"].iloc[4])


def test_a_place_without_a_figure_is_there_and_says_so() -> None:
    found = levels(ABOVE, orte={"Stolberg": "05334032"}, sets={"05566028": ["KJA"]})
    assert "Vergleichsgebiet" not in set(found["Ebene"])
    assert found[["Ebene", "Grund"]].iloc[0].tolist() == ["Ort", "keine Angabe"]
    assert pd.isna(found["Wert"].iloc[0])


def test_a_set_stands_beside_the_places_that_it_or_their_kreis_is_about_and_one_about_none_beside_all() -> None:
    sets = pd.DataFrame({"Gruppe": ["KJA", "KJA", "Revier", "Ähnliche"], "Schlüssel": ["05566", "05566028", "05913000", "05562024"]})
    found = bound(sets, orte={"Ibbenbüren": "05566028", "Emsdetten": "05566008", "Steinfurt": "05566", "Dortmund": "05913", "Dorsten": "05562012"})
    assert found == {"05566028": ["KJA", "Ähnliche"], "05566008": ["KJA", "Ähnliche"], "05566": ["KJA", "Ähnliche"], "05913": ["Revier", "Ähnliche"], "05562012": ["Ähnliche"]}


def test_a_kreisfreie_stadt_is_found_by_either_of_its_keys() -> None:
    frame = values(("05913", "Kreis", 2024, 28), ("05", "Land", 2024, 16))
    assert levels(frame, orte={"Dortmund": "05913000"}, sets={})["Wert"].tolist() == [28, 16]


def test_the_year_of_a_figure_is_the_last_for_which_most_places_have_one() -> None:
    frame = values(("05566028", "Gemeinde", 2023, 8), ("05562012", "Gemeinde", 2023, 9), ("05566028", "Gemeinde", 2024, 7), ("05562012", "Gemeinde", 2024, None))
    assert latest(frame, schluessel=["05566028", "05562012"])["Jahr"].unique().tolist() == [2023]
    assert latest(frame, schluessel=[], jahr=2024)["Wert"].tolist()[0] == 7


def test_all_units_of_a_landkreis_stand_beside_its_value_and_members_of_a_unit_do_not() -> None:
    frame = values(
        ("03457", "Kreis", 2024, 10), ("03457002", "Gemeinde", 2024, 30), ("03457003", "Gemeinde", 2024, 1), ("Leer|9", "Planungseinheit", 2024, 2), ("03458001", "Gemeinde", 2024, 50), ("03457012", "Gemeinde", 2024, 11),
        Zähler=[100, 30, 1, 2, 5, np.nan], Nenner=[1000, 100, 100, 100, 10, np.nan],
    )
    units = pd.DataFrame({"Gruppe": ["Leer|9"], "Schlüssel": ["03457003"]}, dtype="str")
    found = members(frame, schluessel="03457", gruppen=units)
    assert found[["Gebiet", "Einordnung"]].to_numpy().tolist() == [["03457002", "über dem Kreiswert"], ["Leer|9", "unter dem Kreiswert"], ["03457012", "keine Angabe"]]
    assert found["Abstand"].tolist() == [20, -8, 1]
    assert set(found["Kennzahl und Einheit"]) == {"Armut (%)"}


def test_a_samtgemeinde_stands_once_whichever_key_the_figures_give_it() -> None:
    units = pd.DataFrame({"Gruppe": ["leer|034575402"] * 2, "Schlüssel": ["03457003", "03457004"]}, dtype="str")
    frame = values(("03457", "Kreis", 2024, 10), ("03457002", "Gemeinde", 2024, 9), ("03457402", "Gemeindeverband", 2024, 11), ("leer|034575402", "Planungseinheit", 2024, 12))
    assert members(frame, schluessel="03457", gruppen=units)["Wert"].tolist() == [9, 12]


def test_a_town_has_no_units_in_the_figures() -> None:
    assert members(values(("05913", "Kreis", 2024, 28), ("05913000", "Gemeinde", 2024, 28)), schluessel="05913000", gruppen=NO_UNITS).empty
    assert members(ABOVE, schluessel="05566028", gruppen=NO_UNITS).empty


def test_a_town_stands_beside_the_other_towns_of_its_kreis() -> None:
    frame = pd.concat([ABOVE, values(("05566008", "Gemeinde", 2024, 9))], ignore_index=True)
    assert members(frame, schluessel="05566028", gruppen=NO_UNITS)[["Kreis", "Gebiet", "Abstand"]].to_numpy().tolist() == [["05566", "05566028", -2], ["05566", "05566008", -1]]


def test_no_change_is_computed_across_a_break() -> None:
    frame = values(*[("05566028", "Gemeinde", year, value) for year, value in zip((2020, 2021, 2022, 2023), (8, 9, 7, 7.5), strict=True)], Basis=["Zensus 2011", "Zensus 2011", "Zensus 2022", "Zensus 2022"])
    found = series(frame, schluessel="05566028", kennzahl="Armut", sets={})
    assert found["Bruch"].tolist() == ["", "", "Bruch vor 2022", ""]
    assert found["Veränderung"].fillna(99).tolist() == [99, 1, 99, 0.5]


def test_a_change_of_territory_is_a_break_and_the_territory_of_each_year_is_none() -> None:
    rows = [("05566028", "Gemeinde", year, 8) for year in (2020, 2021, 2022)]
    assert series(values(*rows, Gebietsstand=["31.12.2021", "31.12.2021", "31.12.2022"]), schluessel="05566028", kennzahl="Armut", sets={})["Bruch"].tolist() == ["", "", "Bruch vor 2022"]
    assert series(values(*rows, Gebietsstand=["31.12.2020", "31.12.2021", "31.12.2022"]), schluessel="05566028", kennzahl="Armut", sets={})["Bruch"].tolist() == ["", "", ""]
    assert series(values(*rows, Gebietsstand="31.12.2022"), schluessel="05566028", kennzahl="Armut", sets={})["Bruch"].tolist() == ["", "", ""]


def test_a_declared_year_is_a_break_too() -> None:
    rows = [("05566028", "Gemeinde", year, 8) for year in (2020, 2021, 2022)]
    assert series(values(*rows), schluessel="05566028", kennzahl="Armut", sets={}, brueche=[2021])["Bruch"].tolist() == ["", "Bruch vor 2021", ""]


def test_breaks_are_those_of_the_catalogue_and_a_year_that_it_does_not_name() -> None:
    katalog = pd.DataFrame({"Name": ["Armut", "Armut", "Arbeit"], "Brüche": ["2011, 2022", None, "2005"]})
    assert breaks(katalog, kennzahl="Armut") == [2011, 2022]
    assert breaks(katalog, kennzahl="Armut", bruch=2015) == [2011, 2015, 2022]
    assert breaks(katalog, kennzahl="Bevölkerung") == []


def test_the_six_places_of_a_study_of_international_youth_work_stand_side_by_side_though_they_are_of_different_levels() -> None:
    six = {"Berlin Steglitz-Zehlendorf": "11006006", "Bremen": "04011000", "Essen": "05113000", "Hamm": "05915000", "Kreis Steinfurt": "05566", "Wiesbaden": "06414000"}
    lands = [(key, "Land", 2024, 20) for key in ("04", "05", "06", "11")]
    frame = values(("11006006", "Gemeinde", 2024, 9), ("04011", "Kreis", 2024, 30), ("05113000", "Gemeinde", 2024, 28), ("05915", "Kreis", 2024, 24), ("05566", "Kreis", 2024, 8), ("06414000", "Gemeinde", 2024, 19), *lands)
    found = levels(frame, orte=six, sets={})
    assert found.loc[found["Ebene"] == "Ort", ["Ort", "Wert"]].to_numpy().tolist() == [[name, value] for name, value in zip(six, (9, 30, 28, 24, 8, 19), strict=True)]
    assert found.loc[found["Ebene"] == "Land", "Gebiet"].tolist() == ["11", "04", "05", "05", "05", "06"]


def wide(*cells: tuple[str, float, float]) -> pd.DataFrame:
    parts = [values(*[(key, "Gemeinde", 2024, row[i]) for key, *row in cells], Kennzahl=name) for i, name in enumerate(("Armut", "Arbeit"))]
    return pd.concat(parts, ignore_index=True)


PLACES = (("01001001", 8.0, 3.0), ("01001002", 9.0, 3.5), ("01001003", 20.0, 9.0), ("01001004", 12.0, 2.0))


def test_the_nearest_places_are_those_of_the_standardised_euclidean_distance() -> None:
    found = similar(wide(*PLACES), schluessel="01001001", nach=["Armut", "Arbeit"], anzahl=2)
    cells = np.array([row[1:] for row in PLACES])
    expected = [seuclidean(cells[0], row, cells.var(axis=0)) for row in cells]
    assert found["Gebiet"].tolist() == ["01001001", "01001002", "01001004"]
    assert found["Distanz"].tolist() == pytest.approx([0, expected[1], expected[3]])
    assert found["Verglichene Gebiete"].tolist() == [4, 4, 4]


def test_a_figure_in_which_all_are_equal_adds_nothing() -> None:
    equal = wide(*((key, a, 5.0) for key, a, _ in PLACES))
    assert similar(equal, schluessel="01001001", nach=["Armut", "Arbeit"])["Distanz"].tolist() == similar(equal, schluessel="01001001", nach=["Armut"])["Distanz"].tolist()


def test_who_lacks_a_figure_is_not_compared_and_three_are_the_least() -> None:
    lacking = wide(*PLACES[:3], ("01001004", float("nan"), 1.0))
    assert similar(lacking, schluessel="01001001", nach=["Armut", "Arbeit"])["Verglichene Gebiete"].iloc[0] == 3
    assert similar(lacking, schluessel="01001004", nach=["Armut", "Arbeit"]).empty
    assert similar(wide(*PLACES[:2]), schluessel="01001001", nach=["Armut"]).empty


def test_the_report_shows_what_is_asked_for_else_the_place_with_most_areas() -> None:
    frame = values(("03457", "Kreis", 2024, 1), ("03457002", "Gemeinde", 2024, 2))
    assert places(ORTE)["Landkreis Leer"] == "03457"
    assert selection(frame, orte=ORTE).to_numpy().tolist() == [["Landkreis Leer", "03457", "Armut", "%", "2024", "Armut"]]
    assert selection(frame, orte=ORTE, ort="dorsten")["Ort"].tolist() == ["Dorsten"]


@pytest.mark.parametrize(("asked", "said"), [({"ort": "lear"}, "Meinten Sie »leer«"), ({"kennzahl": "Amut"}, "kennzahl: »Amut« – vorhanden: »Armut«"), ({"aehnlich_nach": "Armut; Arbeit"}, "aehnlich_nach: »Arbeit«")])
def test_what_there_is_not_cannot_be_chosen(asked: dict[str, str], said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        selection(values(("03457", "Kreis", 2024, 1)), orte=ORTE, **asked)


def test_figures_of_which_none_can_be_compared_are_an_error() -> None:
    with pytest.raises(ParameterError, match="Nichts lässt sich vergleichen"):
        selection(values().iloc[:0], orte=ORTE)
