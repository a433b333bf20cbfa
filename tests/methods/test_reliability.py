"""Alpha against numbers that psych and pingouin print, importance against what must hold."""

import numpy as np
import pytest

from workbench.methods.reliability import adjusted, alpha, correlations, importance, item_rest

BINARY = """11111111111 11111111010 x011x111100 11101101100 11111000100 01x01111000
11110010000 11111000000 01011000010 10010100x00 11100000000 10010000000"""
BINARY = np.array([[np.nan if c == "x" else int(c) for c in row] for row in BINARY.split()])
LIKERT = np.array([list(map(int, row)) for row in (  # items x persons, real-statistics.com, Cronbach's alpha, example 1
    "357261426544564", "243452345432553", "465363545653655", "135354335422245", "456242571355323",
    "514245226533321", "123242125324213", "453663242132442", "356675463743463", "255352352214554")]).T


def test_alpha_equals_that_of_psych_after_listwise_deletion():
    found = alpha(BINARY)
    assert (found.value, found.areas) == (pytest.approx(0.8016949152542373), 9)


def test_alpha_and_feldts_interval_equal_pingouin():
    found = alpha(LIKERT)
    assert found.value == pytest.approx(0.5917188485995826)
    assert (found.low, found.high) == pytest.approx((0.195, 0.840), abs=5e-4)


def test_item_rest_shows_the_item_that_does_not_fit():
    scale = np.array([[1, 2, 5], [2, 2, 4], [3, 4, 3], [4, 3, 1], [5, 5, 2]])
    found = item_rest(scale)
    assert found[2] < 0
    assert found[0] == pytest.approx(np.corrcoef(scale[:, 0], scale[:, 1] + scale[:, 2])[0, 1])


def test_without_items_rows_or_differences_there_is_no_alpha():
    for items in ([[1.0], [2.0]], [[1.0, 2.0]], [[1.0, 2.0], [1.0, 2.0]], np.empty((0, 3))):
        assert np.isnan(alpha(items).value)
    assert np.isnan(item_rest(np.empty((0, 3)))).all()
    assert np.isnan(item_rest([[1.0, 2.0], [1.0, 3.0]])).all()


def test_correlations_use_areas_where_all_is_known():
    values = np.array([[1, 2, 7], [2, 4, 7], [3, 5, 7], [9, np.nan, 7]], dtype=float)
    found = correlations(values)
    assert found[0, 1] == pytest.approx(np.corrcoef([1, 2, 3], [2, 4, 5])[0, 1])
    assert np.isnan(found[2]).all()
    assert np.isnan(correlations(values[:2])).all()


def test_equal_weights_make_equal_importance_only_where_all_correlate_alike():
    generator = np.random.default_rng(1)
    common = generator.normal(size=500)
    x = np.column_stack([common + 0.3 * generator.normal(size=500), common + 0.3 * generator.normal(size=500), generator.normal(size=500)])
    z = (x - x.mean(0)) / x.std(0)
    found = importance(z, z.sum(axis=1))
    assert found.effective[:2] == pytest.approx([0.44, 0.44], abs=0.03)
    assert found.effective.sum() == pytest.approx(1)
    assert found.own[2] == pytest.approx(found.explained[2], abs=0.06)
    assert found.own[0] < 0.1 < found.explained[0]
    assert found.explained == pytest.approx(found.correlation**2)


def test_an_indicator_without_differences_or_a_copy_has_no_own_part():
    x = np.array([[1, 1, 5], [2, 2, 5], [3, 3, 5], [5, 5, 5]], dtype=float)
    found = importance(x, x.sum(axis=1))
    assert found.own[:2] == pytest.approx([0, 0])
    assert np.isnan([found.own[2], found.correlation[2]]).all()
    assert np.isnan(importance(x[:2], [1, 2]).effective).all()
    assert importance(x[:, :1], x[:, 0]).own == pytest.approx([1])


def test_p_values_are_adjusted_as_benjamini_and_hochberg_published():
    """Benjamini and Hochberg 1995, section 3.2: four of fifteen hypotheses are rejected at 5 %."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert np.count_nonzero(adjusted(p) <= 0.05) == 4
    assert adjusted(p)[:2] == pytest.approx([0.0015, 0.003])
    assert adjusted([0.04, np.nan]) == pytest.approx([0.04, np.nan], nan_ok=True)
    assert adjusted([]).size == 0
