"""Outliers and gaps: as COINr 1.1 treats and fills them, on its own examples and on numbers by hand."""

import numpy as np
import pytest

from workbench.methods.treatment import impute, kurtosis, skewness, treat

NAN = float("nan")


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_skewness_and_kurtosis_are_those_of_excel():
    x = column(3, 4, 5, 2, 3, 4, 5, 6, 4, 7)  # Excel's own help pages for SKEW and KURT
    assert skewness(x) == pytest.approx([0.359543071], abs=1e-9)
    assert kurtosis(x) == pytest.approx([-0.151799637], abs=1e-9)
    assert skewness(np.vstack([x, [[NAN]]])) == pytest.approx([0.359543071], abs=1e-9)


def test_too_few_values_or_none_apart_have_neither():
    assert np.isnan([skewness(column(1, 2)), kurtosis(column(1, 2, 9)), skewness(column(3, 3, 3, 3)), kurtosis(column(3, 3, 3, 3))]).all()


def test_the_example_of_coinr_draws_one_value_in():
    found = treat(column(*range(1, 11), 30, 100))
    assert found.values[:, 0].tolist() == [*range(1, 11), 30, 30]
    assert (found.drawn_in.tolist(), found.logged.tolist()) == ([1], [False])


def test_low_outliers_are_drawn_in_too():
    assert treat(column(*range(1, 11), -100)).values[:, 0].tolist() == [*range(1, 11), 1]


def test_what_cannot_be_drawn_in_is_logged_from_its_original_values():
    x = column(*range(1, 21), 100, 200)
    found = treat(x, most=1)
    assert found.values == pytest.approx(np.log(x - 1 + 0.01 * 199))
    assert (found.drawn_in.tolist(), found.logged.tolist()) == ([0], [True])


def test_equal_values_are_drawn_in_together_and_count_together():
    found = treat(column(*range(1, 21), 100, 100), most=1)
    assert found.values[-2:, 0].tolist() == [20, 20]
    assert found.drawn_in.tolist() == [2]


def test_an_indicator_that_would_lose_all_differences_stays_as_it_is():
    x = column(*[0] * 10, 1)
    found = treat(x)
    assert found.values.tolist() == x.tolist()
    assert (found.drawn_in.tolist(), found.logged.tolist()) == ([0], [False])


def test_gaps_and_short_indicators_stay():
    x = np.column_stack([[*range(1, 11), 100, NAN], [1, 2, 99, *[NAN] * 9]])
    found = treat(x).values
    assert found[:, 0] == pytest.approx([*range(1, 11), 10, NAN], nan_ok=True)
    assert found[:, 1] == pytest.approx(x[:, 1], nan_ok=True)


def test_draws_are_treated_as_each_alone():
    rng = np.random.default_rng(1)
    draws = rng.lognormal(sigma=[0.2, 1.5, 3], size=(6, 150, 3))
    found = treat(draws)
    for n in range(6):
        alone = treat(draws[n])
        assert found.values[n] == pytest.approx(alone.values)
        assert (found.drawn_in[n].tolist(), found.logged[n].tolist()) == (alone.drawn_in.tolist(), alone.logged.tolist())
    assert found.logged.any()
    assert found.drawn_in.any()


def test_gaps_are_filled_with_the_mean_or_median_of_the_known_values():
    x = column(1, 2, NAN, 9)
    assert impute(x, how="mittelwert")[:, 0].tolist() == [1, 2, 4, 9]
    assert impute(x, how="median")[:, 0].tolist() == [1, 2, 2, 9]


def test_or_with_those_of_the_same_group():
    x = column(1, 3, 8, NAN, 7, NAN, NAN, NAN)
    groups = ["a", "a", "a", "a", "b", "b", "c", None]
    assert impute(x, how="gruppenmittel", groups=groups)[:, 0] == pytest.approx([1, 3, 8, 4, 7, 7, NAN, NAN], nan_ok=True)
    assert impute(x, how="gruppenmedian", groups=groups)[:, 0] == pytest.approx([1, 3, 8, 3, 7, 7, NAN, NAN], nan_ok=True)


def test_nothing_known_is_nothing_filled():
    assert np.isnan(impute(column(NAN, NAN), how="mittelwert")).all()
    assert np.isnan(impute(column(NAN, NAN), how="median")).all()
