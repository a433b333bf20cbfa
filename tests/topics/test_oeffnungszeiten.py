"""Opening hours: edges that the Rechenbuch does not show."""

import datetime as dt

import pandas as pd
import pytest

from workbench.errors import UnitError
from workbench.schemas.terms import TOTAL
from workbench.topics import oeffnungszeiten as o


def hours(*rows):
    return pd.DataFrame(rows, columns=["Einrichtung", "Wochentag", "Von", "Bis"])


def counts(*rows):
    frame = pd.DataFrame(rows, columns=["Einrichtung", "Datum", "Wochentag", "Stunde", "Anwesende"])
    return frame.astype({"Stunde": "int64", "Anwesende": "int64"})


@pytest.mark.parametrize("kind", [str, dt.time.fromisoformat])
def test_times_may_be_text_or_times(kind):
    week = o.per_week(hours(("Treff", "Montag", kind("14:00"), kind("17:30"))))
    assert week["Öffnungsstunden je Woche"].tolist() == [3.5, 3.5]


def test_midnight_and_later_belong_to_the_evening_before():
    week = o.per_week(hours(("Treff", "Freitag", "18:00", "00:00"), ("Club", "Freitag", "20:00", "01:30"), ("Nacht", "Freitag", "00:00", "00:00")))
    assert dict(zip(week["Einrichtung"], week["Öffnungsstunden je Woche"], strict=True)) == {"Treff": 6, "Club": 5.5, "Nacht": 24, TOTAL: 35.5}


def test_without_data_every_result_is_empty_and_has_its_columns():
    tally = pd.DataFrame(columns=["Einrichtung", "Datum", "Wochentag", "Besuche"]).astype({"Besuche": "int64"})
    assert o.per_week(hours()).columns.tolist() == ["Einrichtung", "Öffnungsstunden je Woche"]
    assert o.profile(counts()).columns.tolist() == ["Wochentag", "Uhrzeit", "Zählungen", "Anwesende", "Anwesende je Zählung"]
    assert o.use(counts(), hours()).columns.tolist() == ["Wochentag", "Öffnungsstunden je Woche", "Zählungen", "Anwesende", "Anwesende je Zählung"]
    assert o.per_hour(tally, hours()).columns.tolist() == ["Einrichtung", "Besuche", "Öffnungsstunden", "Besuche je Öffnungsstunde"]
    assert o.per_hour(tally, hours()).empty
    assert o.beside(pd.DataFrame({"Einrichtung": ["Treff"]}), tally, hours())["Besuche je Öffnungsstunde"].isna().all()


def test_attendance_is_no_visit_and_a_visit_no_attendance():
    with pytest.raises(UnitError):
        o.per_hour(counts(("Treff", "2024-01-08", "Montag", 15, 4)), hours())
    for compute in (o.profile, lambda f: o.use(f, hours())):
        with pytest.raises(UnitError):
            compute(pd.DataFrame({"Einrichtung": ["Treff"], "Besuche": [4]}))


def test_a_weekday_without_announced_hours_shows_none():
    frame = o.use(counts(("Treff", "2024-01-13", "Samstag", 15, 4), ("Treff", "2024-01-08", "Montag", 9, 2)), hours(("Treff", "Montag", "14:00", "18:00")))
    assert frame["Wochentag"].tolist() == ["Montag", "Samstag"]
    assert frame["Öffnungsstunden je Woche"].tolist() == [4, 0]


def test_hours_of_the_clock_stand_in_their_order():
    frame = o.profile(counts(*[("Treff", "2024-01-08", "Montag", h, 1) for h in (14, 9, 20)]))
    assert frame["Uhrzeit"].tolist() == ["9 Uhr", "14 Uhr", "20 Uhr"]
