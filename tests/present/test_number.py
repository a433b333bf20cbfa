"""German numbers and dates."""

import datetime as dt

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from workbench.present.number import MINUS, NBSP, long_date, number, percent, rounded, short_date, with_unit


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0, 0, "0"),
        (1234567, 0, "1.234.567"),
        (1234.5, 1, "1.234,5"),
        (0.285, 2, "0,29"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (-0.04, 1, "0,0"),
        (1e-9, 4, "0,0000"),
        (12.3456, 4, "12,3456"),
    ],
)
def test_numbers_print_as_readers_expect(value, digits, expected):
    assert number(value, digits) == expected


def test_a_percentage_has_one_decimal_and_does_not_break_before_its_sign():
    assert percent(31.25) == f"31,3{NBSP}%"
    assert percent(100, 0) == f"100{NBSP}%"


def test_a_number_without_a_unit_stands_alone():
    assert (with_unit("12", ""), with_unit("12", "km")) == ("12", f"12{NBSP}km")


def test_dates_print_in_words_and_in_figures():
    assert long_date(dt.date(2025, 12, 31)) == "31. Dezember 2025"
    assert short_date(dt.date(2025, 3, 1)) == "01.03.2025"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.integers(min_value=0, max_value=4))
def test_a_printed_number_reads_back_as_the_rounded_one(value, digits):
    printed = number(float(value), digits).replace(MINUS, "-")
    assert parse_decimal(printed, locale="de", strict=True) == rounded(float(value), digits)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_whole_number_is_never_changed(value):
    assert rounded(value) == value
