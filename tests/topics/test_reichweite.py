"""Persons: counted once, never mixed with visits, regular by a rule that is checked against a plain search."""

import datetime as dt
import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import ParameterError, UnitError
from workbench.schemas.terms import TOTAL
from workbench.topics import reichweite as r

FIRST = dt.date(2024, 1, 1)
VISITS = st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 200), st.sampled_from(["p1", "p2", "p3"])), min_size=1, max_size=40, unique=True)


def records(rows, *, age="10–13", sex="weiblich", home="01"):
    full = [(house, FIRST + dt.timedelta(days=day), person, age, sex, home) for house, day, person in rows]
    frame = pd.DataFrame(full, columns=["Einrichtung", "Datum", "Person", "Altersgruppe", "Geschlecht", "Wohnraum"])
    return frame.astype({"Datum": "datetime64[ns]"})


def people(count=100, area="01"):
    return pd.DataFrame([(area, "10–13", "weiblich", count)], columns=["Raum", "Altersgruppe", "Geschlecht", "Einwohner"])


def plainly_regular(days, visits, weeks):
    return any(last - first < 7 * weeks for first, last in zip(days, days[visits - 1 :], strict=False))


@settings(max_examples=60)
@given(VISITS, st.integers(1, 6), st.integers(1, 12))
def test_the_rule_agrees_with_a_plain_search(rows, visits, weeks):
    frame = r.regulars(records(rows), stamm_besuche=visits, stamm_wochen=weeks)
    days = [sorted(day for _, day, p in rows if p == person) for person in {p for _, _, p in rows}]
    expected = sum(plainly_regular(d, visits, weeks) for d in days)
    assert frame["Stammbesuchende"].tolist() == [expected, expected]


@settings(max_examples=60)
@given(VISITS)
def test_the_town_counts_nobody_twice_and_nobody_less(rows):
    frame = r.regulars(records(rows), stamm_besuche=2, stamm_wochen=4, by="Einrichtung").set_index("Einrichtung")
    assert frame.loc[TOTAL, "Personen"] == len({p for _, _, p in rows})
    assert frame["Personen"].drop(TOTAL).max() <= frame.loc[TOTAL, "Personen"] <= frame["Personen"].drop(TOTAL).sum()
    assert frame["Stammbesuchende"].drop(TOTAL).max() <= frame.loc[TOTAL, "Stammbesuchende"]


@pytest.mark.parametrize(("visits", "weeks", "name"), [(0, 12, "stamm_besuche"), (8, 0, "stamm_wochen")])
def test_a_rule_without_visits_or_weeks_is_refused(visits, weeks, name):
    with pytest.raises(ParameterError, match=f"Parameter »{name}«: »0« – erwartet eine ganze Zahl ab 1"):
        r.regulars(records([("A", 0, "p1")]), stamm_besuche=visits, stamm_wochen=weeks)


def test_tally_lists_and_estimates_hold_no_persons():
    tally = pd.DataFrame({"Einrichtung": ["A"], "Datum": [FIRST], "Altersgruppe": ["10–13"], "Geschlecht": ["weiblich"], "Besuche": [3]})
    estimate = tally.rename(columns={"Besuche": "Stammbesuchende"})
    for frame, compute in itertools.product((tally, estimate), (r.persons, r.houses, lambda f: r.reach(f, people()), lambda f: r.regulars(f, stamm_besuche=1, stamm_wochen=1))):
        with pytest.raises(UnitError):
            compute(frame)
    with pytest.raises(UnitError):
        r.beside(r.regulars(records([("A", 0, "p1")]), stamm_besuche=1, stamm_wochen=1, by="Einrichtung"), tally)


def test_without_records_every_result_is_empty_and_has_its_columns():
    nobody = records([])
    areas = pd.DataFrame({"Raum": ["01"], "Name": ["Nord"]})
    assert r.reach(nobody, people()).columns.tolist() == ["Altersgruppe", "Personen", "Einwohner", "Reichweite in %", "untere Grenze in %", "obere Grenze in %"]
    assert r.houses(nobody).columns.tolist() == ["Besuchte Einrichtungen", "Personen", "Anteil an den Personen in %"]
    assert r.catchment(nobody, areas).columns.tolist() == ["Wohnort", "Personen", "Anteil an den Personen in %"]
    for by in ("Altersgruppe", "Einrichtung"):
        assert r.regulars(nobody, stamm_besuche=8, stamm_wochen=12, by=by).columns.tolist() == [by, "Personen", "Stammbesuchende", "Anteil der Stammbesuchenden in %"]
    assert all(f.empty for f in (r.reach(nobody, people()), r.houses(nobody), r.catchment(nobody, areas), r.regulars(nobody, stamm_besuche=8, stamm_wochen=12)))


def test_estimates_without_records_and_records_without_estimates_stand_alone():
    estimates = pd.DataFrame({"Einrichtung": ["B"], "Stammbesuchende": [12]})
    none = r.regulars(records([]), stamm_besuche=1, stamm_wochen=1, by="Einrichtung")
    assert r.beside(none, estimates)["Stammbesuchende gezählt"].isna().all()
    counted = r.regulars(records([("A", 0, "p1")]), stamm_besuche=1, stamm_wochen=1, by="Einrichtung")
    assert r.beside(counted, estimates.iloc[:0])["Einrichtung"].tolist() == ["A"]
    assert r.beside(none, estimates.iloc[:0]).empty


def test_reach_by_sex_counts_everyone_once():
    frame = r.reach(records([("A", 0, "p1"), ("B", 1, "p1")]), people(), by="Geschlecht")
    assert frame["Personen"].tolist() == [1, 1]
