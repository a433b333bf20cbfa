"""Visits: what the Rechenbuch does not show – edges, units, order of rows."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import UnitError
from workbench.schemas.terms import TOTAL
from workbench.topics import besucherstruktur as s

DAYS = [dt.date(2024, 1, d) for d in range(8, 13)]
ROW = st.tuples(st.sampled_from(["Scheune", "Treff"]), st.sampled_from(DAYS), st.sampled_from(["6–9", "10–13", "unbekannt"]), st.sampled_from(["weiblich", "divers"]), st.integers(0, 9))


def tally(rows=()):
    frame = pd.DataFrame(list(rows), columns=["Einrichtung", "Datum", "Altersgruppe", "Geschlecht", "Besuche"])
    return frame.astype({"Datum": "datetime64[ns]", "Besuche": "int64"})


def people():
    rows = [("01", "6–9", "weiblich", 30), ("01", "6–9", "männlich", 30), ("01", "10–13", "weiblich", 20), ("01", "10–13", "männlich", 20)]
    return pd.DataFrame(rows, columns=["Raum", "Altersgruppe", "Geschlecht", "Einwohner"])


def ages(*rows):
    return pd.DataFrame(rows, columns=["Stichtag", "Raum", "Alter", "Geschlecht", "Einwohner"]).astype({"Stichtag": "datetime64[ns]"})


@settings(max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=25), st.randoms())
def test_the_order_of_rows_is_irrelevant(rows, random):
    one, other = tally(rows), tally(random.sample(rows, len(rows)))
    for compute in (
        s.overview,
        s.visits,
        lambda b: s.per_opening_day(b, by="Einrichtung", total=True),
        lambda b: s.representation(b, people(), by=["Altersgruppe"]),
    ):
        pd.testing.assert_frame_equal(compute(one), compute(other))


@settings(max_examples=40)
@given(st.lists(ROW, min_size=1, max_size=25))
def test_visits_per_day_times_days_are_the_visits_again(rows):
    frame = s.per_opening_day(tally(rows), by="Einrichtung", total=True)
    assert (frame["Besuche je Öffnungstag"] * frame["Öffnungstage"]).round(6).tolist() == frame["Besuche"].tolist()
    assert frame["Öffnungstage"].iloc[-1] == frame["Öffnungstage"].iloc[:-1].sum()


def test_without_tally_lists_every_result_is_empty_and_has_its_columns():
    empty = s.in_year(tally(), jahr=2024)
    assert s.overview(empty).columns.tolist() == ["Einrichtungen", "Besuche", "Öffnungstage", "Besuche je Öffnungstag"]
    assert s.visits(empty).columns.tolist() == ["Altersgruppe", "Geschlecht", "Besuche", "Anteil an den Besuchen in %"]
    for by in ("Einrichtung", "Monat", "Altersgruppe"):
        assert s.per_opening_day(empty, by=by, total=True).columns.tolist() == [by, "Besuche", "Öffnungstage", "Besuche je Öffnungstag"]
    assert s.representation(empty, people(), by=["Altersgruppe"]).columns.tolist()[-1] == "Repräsentation"
    assert all(f.empty for f in (s.overview(empty), s.visits(empty), s.per_opening_day(empty, by="Monat"), s.representation(empty, people(), by=["Altersgruppe"])))


def test_only_visits_are_counted_as_visits():
    estimated = pd.DataFrame({"Einrichtung": ["Scheune"], "Altersgruppe": ["6–9"], "Geschlecht": ["weiblich"], "Stammbesuchende": [12]})
    for compute in (s.overview, s.visits, lambda b: s.per_opening_day(b, by="Einrichtung"), lambda b: s.representation(b, people(), by=["Altersgruppe"])):
        with pytest.raises(UnitError, match="lassen sich nicht ineinander umrechnen"):
            compute(estimated)


def test_an_age_that_nobody_living_there_has_gives_no_quotient():
    lonely = people().assign(Einwohner=[0, 0, 20, 20])
    frame = s.representation(tally([("Scheune", DAYS[0], "6–9", "weiblich", 5)]), lonely, by=["Altersgruppe"])
    assert frame["Repräsentation"].isna().tolist() == [True, False, False]


def test_weekdays_and_months_come_in_their_own_order():
    days = [dt.date(2024, m, d) for m, d in ((12, 6), (1, 8), (2, 3))]
    frame = s.in_year(tally([("Scheune", d, "6–9", "weiblich", 1) for d in days]), jahr=2024)
    assert s.per_opening_day(frame, by="Wochentag")["Wochentag"].tolist() == ["Montag", "Freitag", "Samstag"]
    assert s.per_opening_day(frame, by="Monat")["Monat"].tolist() == ["Januar", "Februar", "Dezember"]


def test_of_several_reference_dates_the_last_one_of_the_year_is_taken_else_the_next():
    frame = ages((dt.date(2022, 12, 31), "01", 7, "weiblich", 1), (dt.date(2023, 12, 31), "01", 7, "weiblich", 2), (dt.date(2025, 12, 31), "01", 7, "weiblich", 4))
    assert [s.residents(frame, jahr=j)["Einwohner"].tolist() for j in (2020, 2022, 2024, 2025)] == [[1], [1], [2], [4]]


def test_without_population_there_are_no_residents():
    assert s.residents(ages(), jahr=2024).columns.tolist() == ["Stichtag", "Raum", "Altersgruppe", "Geschlecht", "Einwohner"]


def test_a_name_that_two_facilities_share_keeps_its_key():
    columns = ["Einrichtung", "Name", "Raum", "Träger", "Trägerart", "Angebotsart"]
    directory = pd.DataFrame([["E1", "Treff", "01", "Stadt", "öffentlich", "offen"], ["E2", "Treff", "02", "Stadt", "öffentlich", "offen"], ["E3", "Scheune", "02", "AWO", "Wohlfahrtsverband", "offen"]], columns=columns)
    named = s.with_facility(tally([(k, DAYS[0], "6–9", "weiblich", 1) for k in ("E1", "E2", "E3")]), directory)
    assert named["Einrichtung"].tolist() == ["Treff (E1)", "Treff (E2)", "Scheune"]
    assert named["Raum"].tolist() == ["01", "02", "02"]


def test_the_total_row_is_only_there_when_asked_for():
    frame = tally([("Scheune", DAYS[0], "6–9", "weiblich", 1)])
    assert TOTAL not in s.per_opening_day(frame, by="Einrichtung")["Einrichtung"].tolist()
    assert TOTAL in s.per_opening_day(frame, by="Einrichtung", total=True)["Einrichtung"].tolist()
