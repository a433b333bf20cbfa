"""Cells that can only move together: one variable for all of them, and each relation once, change nothing that can be concluded."""

import numpy as np
import pytest
from scipy.sparse import csc_array

from tests.disclosure.test_protect import cube
from workbench.disclosure.lp import Programme
from workbench.disclosure.tied import Tied


def test_a_cell_alone_with_another_in_a_relation_moves_with_it() -> None:
    """The first two come to 10, the second and the third differ by 4, the last relation says the first once more."""
    tied = Tied(csc_array(np.array([[1.0, 1, 0, 0, 0], [0, 1, -1, 0, 0], [0, 0, 1, 1, 1], [-1, -1, 0, 0, 0]])), np.array([10.0, 4, 9, -10]))
    assert tied.lines.shape == (1, 3)
    found = tied.cells(np.array([3.0, 2, 4]))
    assert found.tolist() == [3, 7, 3, 2, 4]
    low, high = tied.ends(np.full(5, 1.0), np.array([9.0, 8, 9, 9, np.inf]))
    assert (low.tolist(), high.tolist()) == ([2, 1, 1], [5, 9, np.inf])
    assert (tied.cost(np.arange(1.0, 6)) @ np.array([3.0, 2, 4])).item() == pytest.approx(np.arange(1.0, 6) @ found - np.arange(1.0, 6) @ tied.shift)


def test_a_relation_that_becomes_one_of_two_ties_too_and_what_contradicts_is_kept() -> None:
    tied = Tied(csc_array(np.array([[1.0, 1, 0, 0], [1, 1, 1, 1]])), np.array([5.0, 8]))
    assert len(set(tied.group.tolist())) == 2
    assert tied.lines.shape[0] == 0
    assert Tied(csc_array(np.array([[1.0, 1], [1, 1]])), np.array([5.0, 8])).sums.tolist() == [3]


@pytest.mark.parametrize("seed", range(6))
def test_bounds_are_the_same_as_with_a_variable_for_each_cell(seed: int) -> None:
    rng = np.random.default_rng(seed)
    s = cube(rng.poisson(4, (4, 3, 2)))
    hidden = (s.primary | (rng.random(len(s.values)) < 0.45)) & (s.values > 0)
    loose, tied = (Programme(csc_array(s.lines), np.zeros(s.lines.shape[0]), s.values, s.least, s.most, active=hidden, tied=t) for t in (False, True))
    pinned = np.flatnonzero(s.primary)[:1]
    for programme in (loose, tied):
        programme.bounds(pinned, 1.0, 1.0)
    for cell in np.flatnonzero(hidden):
        for sign in (1.0, -1.0):
            cost = sign * (np.arange(len(s.values)) == cell)
            found = [programme.solve(cost) for programme in (loose, tied)]
            assert (found[0] is None) == (found[1] is None)
            if found[0] is not None and found[1] is not None:
                assert found[0][cell] == pytest.approx(found[1][cell])
                assert abs(s.lines @ found[1]).max() < 1e-6
