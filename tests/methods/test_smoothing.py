"""Shrinkage: Marshall's formula by hand, and what it must never do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.methods.smoothing import shrink

ROW = np.array([(0, 1), (1, 0), (1, 2), (2, 1)])


def test_three_areas_by_hand():
    """m = 45/600, s² = 0.000625, m/n̄ = 0.000375, A = 0.00025."""
    found = shrink([5, 10, 30], [100, 200, 300])
    assert found.raw == pytest.approx([0.05, 0.05, 0.1])
    assert found.weight == pytest.approx([0.25, 0.4, 0.5])
    assert found.shrunk == pytest.approx([0.06875, 0.065, 0.0875])


def test_the_local_mean_is_that_of_the_neighbours():
    """The middle area has all as neighbours; the first one only the middle: m = 15/300, no difference, weight 0."""
    found = shrink([5, 10, 30], [100, 200, 300], pairs=ROW)
    assert found.shrunk[1] == pytest.approx(0.065)
    assert (found.weight[0], found.shrunk[0]) == pytest.approx((0, 0.05))


def test_areas_that_differ_by_chance_only_all_have_the_mean():
    found = shrink([4, 5, 6], [100, 100, 100])
    assert found.weight.tolist() == [0, 0, 0]
    assert found.shrunk == pytest.approx([0.05] * 3)


def test_what_is_unknown_stays_unknown_and_touches_no_other():
    found = shrink([5, np.nan, 10, 30, 3], [100, 50, 200, 300, 0])
    assert found.shrunk == pytest.approx([0.06875, np.nan, 0.065, 0.0875, np.nan], nan_ok=True)


def test_one_area_none_and_no_event_at_all():
    assert shrink([5], [100]).shrunk == pytest.approx([0.05])
    assert shrink([], []).shrunk.size == 0
    assert shrink([0, 0], [100, 50]).shrunk.tolist() == [0, 0]
    assert np.isnan(shrink([np.nan, np.nan], [3, 4]).shrunk).all()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5000)), min_size=1, max_size=12))
def test_the_shrunk_rate_lies_between_the_raw_one_and_the_mean(areas):
    events, people = np.array(areas, dtype=float).T
    raw, shrunk, weight = shrink(events, people)
    mean = events.sum() / people.sum()
    assert (np.minimum(raw, mean) - 1e-12 <= shrunk).all()
    assert (shrunk <= np.maximum(raw, mean) + 1e-12).all()
    assert ((weight >= 0) & (weight <= 1)).all()
