"""Segregation: extremes, equal forms of one formula, decompositions, and what chance lets expect."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.methods.segregation import by_chance, dissimilarity, information, isolation, quotients, theil

counts = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), min_size=2, max_size=10)


def test_even_and_complete_separation_are_0_and_1():
    assert dissimilarity([10, 20], [100, 200]) == 0
    assert dissimilarity([100, 0], [100, 200]) == pytest.approx(1)
    assert isolation([100, 0], [100, 200]) == 1
    assert isolation([10, 20], [100, 200]) == pytest.approx(0.1)
    assert information([[10, 90], [20, 180]]) == pytest.approx(0)
    assert information([[50, 0], [0, 70]]) == pytest.approx(1)


def test_by_hand():
    """30 of 100, 10 of 100: P = 0.2; half of the ten that lie above would have to move: D = 20/64."""
    assert dissimilarity([30, 10], [100, 100]) == pytest.approx(20 / 64)
    assert isolation([30, 10], [100, 100]) == pytest.approx(30 / 40 * 0.3 + 10 / 40 * 0.1)
    assert theil([30, 10], [100, 100]).value == pytest.approx(0.75 * np.log(1.5) + 0.25 * np.log(0.5))


@given(counts)
def test_both_published_forms_of_d_agree(areas):
    part, rest = np.array(areas, dtype=float).T
    if part.sum():
        assert dissimilarity(part, part + rest) == pytest.approx(np.abs(part / part.sum() - rest / rest.sum()).sum() / 2)


@given(counts)
def test_theil_is_the_sum_of_its_parts(areas):
    part, rest = np.array(areas, dtype=float).T
    if not part.sum():
        return
    total, groups = part + rest, np.arange(len(part)) % 2
    found = theil(part, total, groups=groups)
    inside = sum(part[groups == g].sum() / part.sum() * theil(part[groups == g], total[groups == g]).value for g in (0, 1) if part[groups == g].sum())
    assert found.within == pytest.approx(inside, abs=1e-12)
    assert found.between + found.within == pytest.approx(found.value)
    assert theil(part, total).between == pytest.approx(0, abs=1e-12)


def test_chance_alone_makes_small_areas_look_segregated():
    """The expectation is nearly what draws give, whose own share differs a little: 200 areas of 10 with a share of 20 %."""
    generator, total = np.random.default_rng(1), np.full(200, 10)
    drawn = np.mean([dissimilarity(generator.binomial(total, 0.2), total) for _ in range(400)])
    assert by_chance(np.full(200, 2), total) == pytest.approx(drawn, abs=0.01)
    assert by_chance(np.full(200, 2), total) > 0.2
    assert by_chance(np.full(5, 2000), np.full(5, 10_000)) < 0.01


def test_a_quotient_differs_reliably_where_its_interval_excludes_1():
    value, low, high = quotients([30, 10, 20], [100, 100, 100])
    assert value == pytest.approx([1.5, 0.5, 1])
    assert low[0] > 1 > high[1]
    assert low[2] < 1 < high[2]


def test_what_is_unknown_or_empty_is_left_out():
    assert dissimilarity([30, 10, np.nan, 0], [100, 100, 50, 0]) == pytest.approx(20 / 64)
    assert quotients([30, 10, np.nan, 0], [100, 100, 50, 0]).value == pytest.approx([1.5, 0.5, np.nan, np.nan], nan_ok=True)
    assert information([[30, 70], [10, 90], [np.nan, 5], [0, 0]]) == pytest.approx(information([[30, 70], [10, 90]]))


def test_without_a_group_there_is_no_segregation():
    for part, total in (([0, 0], [10, 20]), ([], []), ([np.nan], [4])):
        assert np.isnan([dissimilarity(part, total), by_chance(part, total), isolation(part, total), *theil(part, total)]).all()
        assert np.isnan(quotients(part, total).value).all()
    assert np.isnan(dissimilarity([10, 20], [10, 20]))
    assert np.isnan(by_chance([10, 20], [10, 20]))
    assert np.isnan([information([[5, 0], [7, 0]]), information(np.empty((0, 2)))]).all()
