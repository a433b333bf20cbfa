"""Index: scales, means, classes, ranks and tenths, against numbers by hand and those printed for COINr 1.1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ParameterError
from workbench.methods import index
from workbench.methods.index import aggregate, classes, copeland, deciles, ranks, standardise

NAN = float("nan")


def column(*values):
    return np.array(values, dtype=float)[:, None]


def flat(found):
    return found[..., 0].tolist()


def test_ddof_0_divides_by_the_number_of_areas_and_ddof_1_by_one_less():
    assert flat(standardise(column(2, 4, 4, 4, 5, 5, 7, 9), ddof=0)) == [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]
    assert flat(standardise(column(1, 2, 3), ddof=1)) == [-1, 0, 1]


def test_a_column_without_differences_is_zero_throughout():
    assert standardise([[0.1, 1], [0.1, 3]], ddof=0).tolist() == [[0, -1], [0, 1]]


def test_a_missing_value_stays_missing_and_touches_nobody():
    assert flat(standardise(column(1, NAN, 3), ddof=0)) == pytest.approx([-1, NAN, 1], nan_ok=True)
    assert flat(index.minmax(column(1, NAN, 3))) == pytest.approx([0, NAN, 100], nan_ok=True)


def test_an_index_is_standardised_along_its_last_axis():
    assert standardise([[1, 3], [5, 5]], ddof=0, axis=-1).tolist() == [[-1, 1], [0, 0]]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (index.minmax(column(1, 5, 10), low=2, high=7), [2, 2 + 4 / 9 * 5, 7]),
        (index.scaled(column(1, 5.5, 20), low=1, high=10), [0, 50, 19 / 9 * 100]),
        (index.goalposts(column(1, 11, -1), low=0, high=10), [0.1, 1, 0]),
        (index.goalposts(column(-1, -11, 1), low=-10, high=0), [0.9, 0, 1]),
        (index.goalposts(column(1, 11), low=0, high=10, scale=5, cap=False), [0.5, 5.5]),
        (index.to_target(column(0, 5, 11), target=10), [0, 0.5, 1.1]),
        (index.to_target(column(0, 5, 11), target=10, cap=True), [0, 0.5, 1]),
        (index.to_target(column(1, -1, -10), target=0), [1.1, 0.9, 0]),
        (index.to_reference(column(2, 4, 10), area=1), [0, 1, 4]),
        (index.to_reference(column(2, 4, 10), area=1, cap=True), [0, 1, 1]),
        (index.minmax(column(2, 4, 10), high=1), [0, 0.25, 1]),
        (index.share_of_maximum(column(2, 4, 10)), [0.2, 0.4, 1]),
        (index.rank_scores(column(5, 7, 7, NAN, 1)), [2, 3, 3, NAN, 1]),
        (index.percentile_ranks(column(5, 7, 7, NAN, 1)), [1 / 3, 2 / 3, 2 / 3, NAN, 0]),
        (index.median_mad(column(1, 2, 3, 4, 100)), [-2 / 1.4826, -1 / 1.4826, 0, 1 / 1.4826, 97 / 1.4826]),
        (index.median_mad(column(1, NAN, 3, 4, 10)), [-2.5 / (1.4826 * 1.5), NAN, -0.5 / (1.4826 * 1.5), 0.5 / (1.4826 * 1.5), 6.5 / (1.4826 * 1.5)]),
    ],
)
def test_scales_as_worked_by_hand_and_in_the_tests_of_coinr(found, expected):
    assert flat(found) == pytest.approx(expected, nan_ok=True)


def test_where_all_values_are_the_same_the_scale_prefers_nobody():
    same = column(4, 4, NAN)
    assert flat(index.minmax(same)) == pytest.approx([50, 50, NAN], nan_ok=True)
    assert flat(index.minmax(same, high=1)) == pytest.approx([0.5, 0.5, NAN], nan_ok=True)
    assert flat(index.median_mad(same)) == pytest.approx([0, 0, NAN], nan_ok=True)
    assert flat(index.percentile_ranks(column(4))) == [0.5]
    assert np.isnan(index.to_target(same, target=4)).all()


def test_means_as_in_the_tests_of_coinr():
    assert aggregate([1, 2, 3], how="geometrisch") == pytest.approx(6 ** (1 / 3))
    assert aggregate([1, 2, 3], weights=[1, 1, 2], how="geometrisch") == pytest.approx(18 ** (1 / 4))
    assert aggregate([1, 2, 3], weights=[2, 1, 1], how="harmonisch") == pytest.approx(4 / (2 / 1 + 1 / 2 + 1 / 3))
    assert aggregate(range(1, 11), weights=range(10, 0, -1)) == pytest.approx(4)


def test_where_a_part_is_unknown_the_weights_of_the_others_are_scaled_up():
    assert aggregate([[1, NAN, 4], [NAN, NAN, NAN]], weights=[1, 5, 2]) == pytest.approx([3, NAN], nan_ok=True)
    assert aggregate([1, NAN, 4], weights=[1, 5, 1], how="geometrisch") == pytest.approx(2)
    assert aggregate([1, NAN, 3], how="harmonisch") == pytest.approx(1.5)


def test_every_draw_may_have_its_own_weights():
    assert aggregate([[1, 2], [3, 5]], weights=[[1, 0], [1, 1]]).tolist() == [[1, 3], [1.5, 4]]


def test_a_mean_that_cannot_bear_its_values_says_what_to_do():
    with pytest.raises(ParameterError, match="»geometrisch« – braucht Werte über null") as fault:
        aggregate([1, 0], how="geometrisch")
    assert 'art = "min-max" mit von = 1' in str(fault.value)
    with pytest.raises(ParameterError, match="»harmonisch« – braucht Werte ungleich null"):
        aggregate([1, 0], how="harmonisch")


def test_copeland_counts_won_minus_lost_comparisons_as_in_the_tests_of_coinr():
    x = np.array([[1, 3, 2], [2, 2, 3], [3, 1, 1], [4, 5, 4]], dtype=float)
    assert aggregate(x, how="copeland").tolist() == [-1, 1, -3, 3]
    assert copeland([[1, 2], [2, 1]], weights=np.ones(2)).tolist() == [0, 0]


def test_the_first_component_of_two_correlated_indicators_weighs_both_the_same():
    assert index.first_component([[1, 10], [2, 30], [3, 20], [NAN, 99]]) == pytest.approx([0.5**0.5] * 2)
    assert index.first_component([[1, -10], [2, -20], [3, -50.0]]).sum() >= 0


def test_a_value_on_a_cut_belongs_to_the_middle_as_in_berlin():
    assert classes([-1.01, -1, 1, 1.01, 1.5, 1.51], [-1, 1, 1.5]).tolist() == [0, 1, 1, 2, 2, 3]
    assert classes([NAN], [-1, 1]) == pytest.approx([NAN], nan_ok=True)


def test_equal_values_share_the_better_rank_and_tenth():
    assert ranks([5, 7, 7, NAN, 1]) == pytest.approx([3, 1, 1, NAN, 4], nan_ok=True)
    assert deciles([9] * 2 + list(range(8))).tolist()[:2] == [1, 1]
    assert deciles([NAN]) == pytest.approx([NAN], nan_ok=True)


def test_without_areas_there_is_nothing_and_nothing_breaks():
    for scale in (lambda x: standardise(x, ddof=0), index.minmax, index.rank_scores, index.percentile_ranks):
        assert scale(np.empty((0, 2))).shape == (0, 2)


@given(st.lists(st.integers(-99, 99), min_size=10, max_size=60, unique=True))
def test_tenths_are_as_even_as_they_can_be(values):
    _, sizes = np.unique(deciles(values), return_counts=True)
    assert len(sizes) == 10
    assert sizes.max() - sizes.min() <= 1


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30), st.lists(st.integers(-5, 5), min_size=1, max_size=30))
def test_draws_give_what_each_gives_alone(one, other):
    n = min(len(one), len(other))
    both = np.array([one[:n], other[:n]], dtype=float)
    for scale in (ranks, deciles, lambda x: standardise(x, ddof=0, axis=-1)):
        assert scale(both).tolist() == [scale(both[0]).tolist(), scale(both[1]).tolist()]
