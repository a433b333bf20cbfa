"""Intervals against the tables in which they were published."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.methods.proportion import difference, rate, stable_rate, stable_share, wilson


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718), (29, 29, 0.8830, 1)],
)
def test_wilson_equals_newcombe_1998_table_1(hits, total, low, high):
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0, 3.69), (1, 0.03, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (100, 81.36, 121.63)]
)
def test_garwood_equals_the_published_poisson_limits(events, low, high):
    assert rate(events, 1) == pytest.approx((low, high), abs=5.1e-3)


@pytest.mark.parametrize(
    ("first", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_difference_equals_newcombe_1998_table_2(first, other, low, high):
    found = difference(*first, *other)
    assert found.value == pytest.approx(first[0] / first[1] - other[0] / other[1])
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_rates_are_per_unit_of_population():
    assert rate([5], [1000]).high == pytest.approx([0.0116683], abs=1e-7)


def test_what_is_unknown_has_no_interval():
    nan = np.nan
    for low, high in (wilson([nan, 3, 5], [10, 0, 4]), rate([nan, 3], [10, 0])):
        assert np.isnan(low).all()
        assert np.isnan(high).all()


def test_a_wider_level_makes_a_wider_interval():
    assert wilson(5, 50, level=0.99).low < wilson(5, 50).low


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_between_0_and_1(case):
    hits, total = case
    low, high = wilson(hits, total)
    assert 0 <= low <= hits / total + 1e-12
    assert hits / total - 1e-12 <= high <= 1


def test_a_rate_is_stable_from_ten_events_and_up_to_160_percent_of_width():
    assert stable_rate([9, 10, 100, np.nan]).tolist() == [False, True, True, False]
    assert not stable_rate([10], widest=1.3)
    assert stable_rate([5], least=5, widest=2.1)


def test_a_share_is_stable_from_thirty_people_and_up_to_thirty_points_of_width():
    assert stable_share([2, 2, 18, np.nan, 3], [29, 30, 36, 50, 0]).tolist() == [False, True, False, False, False]
    assert stable_share([18], [36], widest=0.4)
