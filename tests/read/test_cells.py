import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.read.cells import Unreadable, date, number, shown, time


def german(value: float, digits: int, separator: str) -> str:
    """Write a number as German offices do."""
    return f"{value:,.{digits}f}".replace(",", "\0").replace(".", ",").replace("\0", separator)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4), st.sampled_from([".", "", " ", "\u00a0", "\u202f"]))
def test_a_written_number_is_read_as_itself(whole, digits, separator):
    value = whole / 10**digits
    text = german(value, digits, separator)
    assert math.isclose(number(text), float(f"{value:.{digits}f}"), abs_tol=1e-9)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d 00:00:00"]))
def test_a_written_date_is_read_as_itself(day, form):
    assert date(day.strftime(form)).date() == day


@given(st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31)))
def test_excels_number_of_a_day_is_read_as_that_day(day):
    serial = (day - dt.date(1899, 12, 30)).days
    assert date(float(serial)) == date(str(serial)) == date(day)


@given(st.integers(0, 24 * 60 - 1))
def test_a_time_is_the_same_however_it_is_kept(minutes):
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    cells = [text, dt.time(minutes // 60, minutes % 60), dt.timedelta(minutes=minutes), minutes / 24 / 60]
    assert {time(c) for c in cells} == {text}


@pytest.mark.parametrize(("text", "value"), [("9:30", "09:30"), ("14.00", "14:00"), ("14 Uhr", "14:00"), ("14:00:00", "14:00"), ("24:00", "24:00"), (1.0, "24:00")])
def test_times_as_people_type_them(text, value):
    assert time(text) == value


@pytest.mark.parametrize("text", ["25:00", "14", "14:75", "abends", 14.0, -1.0])
def test_what_is_no_time_is_a_fault(text):
    with pytest.raises(Unreadable, match="keine Uhrzeit, erwartet HH:MM"):
        time(text)


def test_a_cell_is_shown_as_the_user_knows_it():
    cells = [5.0, 12.5, 7, True, False, dt.date(2024, 2, 29), "x" * 100]
    assert [shown(c) for c in cells] == ["5", "12,5", "7", "WAHR", "FALSCH", "29.02.2024", "x" * 59 + "…"]
