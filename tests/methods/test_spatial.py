"""Neighbours: lag and Moran's I against spdep's numbers for Columbus, Ohio."""

import json
from pathlib import Path

import numpy as np
import pytest

from workbench.methods.spatial import lag, moran, positions

COLUMBUS = json.loads((Path(__file__).parents[1] / "reference" / "columbus.json").read_text(encoding="utf-8"))
PAIRS = np.array([(n, other - 1) for n, others in enumerate(COLUMBUS["neighbours"]) for other in others])
ROW = np.array([(n, m) for n in range(6) for m in (n - 1, n + 1) if 0 <= m < 6])


def generator():
    return np.random.default_rng(1)


def test_the_lag_equals_spdep():
    assert lag(COLUMBUS["crime"], PAIRS)[:10] == pytest.approx(COLUMBUS["lag"], abs=5e-6)


def test_morans_i_equals_spdep():
    found = moran(COLUMBUS["crime"], PAIRS, generator=generator())
    assert found.value == pytest.approx(COLUMBUS["moran_i"], abs=5e-10)
    assert found.expected == pytest.approx(COLUMBUS["expected"], abs=5e-10)
    assert (found.p, found.areas) == (0.001, 49)


def test_the_same_seed_gives_the_same_p():
    assert moran([1, 5, 2, 4, 3, 3], ROW, generator=generator()) == moran([1, 5, 2, 4, 3, 3], ROW, generator=generator())


def test_unlike_neighbours_lie_below_what_chance_lets_expect():
    found = moran([1, 9, 1, 9, 1, 9], ROW, generator=generator())
    assert found.value < found.expected == -0.2


def test_without_a_pattern_p_is_large():
    assert moran([3, 1, 4, 1, 5, 2], ROW, generator=generator()).p > 0.1


def test_there_is_no_pattern_among_equal_values_or_two_areas_or_none():
    for values, areas in (([4.1, 4.1, 4.1, 4.1, 4.1, 4.1], 6), ([1, 2, *[np.nan] * 4], 2), ([np.nan] * 6, 0)):
        found = moran(values, ROW, generator=generator())
        assert np.isnan([found.value, found.expected, found.p]).all()
        assert found.areas == areas


def test_areas_without_value_or_neighbour_are_left_out():
    values = [1.0, 2.0, 4.0, np.nan, 7.0, 9.0, 100.0]
    found = moran(values, ROW, generator=generator())
    assert found.areas == 5
    assert lag(values, ROW) == pytest.approx([2, 2.5, 2, 5.5, 9, 7, np.nan], nan_ok=True)


def test_pairs_of_keys_become_positions():
    assert positions(["a", "b", "c"], ["a", "c", "a"], ["c", "a", "x"]).tolist() == [[0, 2], [2, 0]]
    assert positions(["a"], [], []).shape == (0, 2)
