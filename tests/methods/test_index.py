"""Index: standardising, adding, classes, ranks and deciles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.methods.index import classes, composite, deciles, ranks, standardise

NAN = float("nan")


def test_ddof_0_divides_by_the_number_of_areas_and_ddof_1_by_one_less():
    assert standardise([2, 4, 4, 4, 5, 5, 7, 9], ddof=0).tolist() == [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]
    assert standardise([1.0, 2, 3], ddof=1).tolist() == [-1, 0, 1]


def test_a_column_without_differences_is_zero_throughout():
    assert standardise([[0.1, 1], [0.1, 3]], ddof=0).tolist() == [[0, -1], [0, 1]]


def test_a_missing_value_stays_missing_and_touches_nobody():
    assert standardise([1, NAN, 3], ddof=0) == pytest.approx([-1, NAN, 1], nan_ok=True)


def test_a_low_value_burdens_where_its_sign_is_negative():
    values = [[10, 90], [20, 80], [30, 70]]
    assert composite(values, [1, -1], ddof=0) == pytest.approx(standardise([1, 2, 3], ddof=0))


def test_areas_that_are_too_small_or_lack_a_value_have_no_index_and_touch_nobody():
    values = [[1, 1], [2, 2], [3, 3], [99, 99], [5, NAN]]
    found = composite(values, [1, 1], ddof=0, valid=[True, True, True, False, True])
    assert found[:3] == pytest.approx(standardise([1, 2, 3], ddof=0))
    assert np.isnan(found[3:]).all()


def test_the_index_is_standardised_again():
    found = composite(np.random.default_rng(1).normal(size=(50, 4)), [1, 1, -1, 1], ddof=0)
    assert (found.mean(), found.std(ddof=0)) == pytest.approx((0, 1))


def test_without_areas_or_with_one_there_is_nothing_to_tell_apart():
    assert composite(np.empty((0, 2)), [1, 1], ddof=0).tolist() == []
    assert composite([[3, 4]], [1, 1], ddof=0).tolist() == [0]
    assert deciles([NAN]) == pytest.approx([NAN], nan_ok=True)


def test_a_value_on_a_cut_belongs_to_the_middle_as_in_berlin():
    assert classes([-1.01, -1, 1, 1.01, 1.5, 1.51], [-1, 1, 1.5]).tolist() == [0, 1, 1, 2, 2, 3]
    assert classes([NAN], [-1, 1]) == pytest.approx([NAN], nan_ok=True)


def test_equal_values_share_the_better_rank_and_tenth():
    assert ranks([5, 7, 7, NAN, 1]) == pytest.approx([3, 1, 1, NAN, 4], nan_ok=True)
    assert deciles([9] * 2 + list(range(8))).tolist()[:2] == [1, 1]


@given(st.lists(st.integers(-99, 99), min_size=10, max_size=60, unique=True))
def test_tenths_are_as_even_as_they_can_be(values):
    _, sizes = np.unique(deciles(values), return_counts=True)
    assert len(sizes) == 10
    assert sizes.max() - sizes.min() <= 1
