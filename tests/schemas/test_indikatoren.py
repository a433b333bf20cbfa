"""Indicators: areas that are missing in some years."""

import pandas as pd

from workbench.schemas.indikatoren import missing


def frame(*rows):
    return pd.DataFrame(rows, columns=["Indikator", "Jahr", "Raum"])


def test_an_area_that_is_missing_in_one_year_is_named_before_anything_runs():
    found = frame(("arm", 2023, "01"), ("arm", 2023, "02"), ("arm", 2024, "01"), ("kita", 2024, "01"))
    assert missing(found, None) == "Räume ohne Zeile: »arm« 2024 (»02«). Der Gesamtwert dieser Jahre zählt sie nicht mit. Ist der Wert nur unbekannt, gehört ein amtliches Zeichen in die Zeile."


def test_an_area_that_never_has_an_indicator_is_no_gap():
    assert missing(frame(("arm", 2023, "01"), ("kita", 2023, "02"), ("arm", 2024, "01")), None) == ""


def test_of_many_gaps_the_first_are_listed_and_the_others_counted():
    found = frame(("arm", 2000, "01"), *(("arm", year, "02") for year in range(2000, 2008)))
    assert "»arm« 2005 (»01«) und 2 weitere." in missing(found, None)
