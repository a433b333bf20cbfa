"""Bounds of hidden cells from one relation after the other: no proof that a cell is safe, but a quick one that it is not."""

from typing import Any

import numpy as np

from workbench.disclosure.lp import Places
from workbench.disclosure.system import Bools, Floats

_ROUNDS = 6  # passes over all relations


class Relations:
    """What some hidden cells and the shown ones come to.

    Parameters
    ----------
    lines
        One row per relation, one column per cell; entries are 1 or -1.
    sums
        What each relation comes to.
    values
        Value of each cell.
    hidden
        Cells that may be hidden.

    """

    def __init__(self, lines: Any, sums: Floats, values: Floats, hidden: Bools) -> None:  # noqa: ANN401 (scipy's matrices are not typed)
        self._sums = sums - lines[:, ~hidden] @ values[~hidden]
        here = abs(lines[:, hidden])
        touching = here.T @ here
        beside = (touching @ touching).tocsr()
        self._start, self._beside = beside.indptr, beside.indices
        self._place, self._hidden = np.cumsum(hidden) - 1, np.flatnonzero(hidden)
        entries = lines[:, hidden].tocoo()
        (self._row, self._cell), self._sign = entries.coords, entries.data

    def near(self, cell: int) -> Places:
        """Hidden cells that are at most two relations away."""
        at = self._place[cell]
        near: Places = self._hidden[self._beside[self._start[at] : self._start[at + 1]]]
        return near

    def bounds(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """Narrow what is known of each cell by what is known of the others in its relations.

        Parameters
        ----------
        low, high
            Bounds of each cell, infinite where there is none; the value twice where it is shown.

        Returns
        -------
        tuple of numpy.ndarray
            Bounds that hold in every possible table; a linear programme may find narrower ones.

        """
        row, cell, sign, low, high = self._row, self._cell, self._sign, low.copy(), high.copy()
        here = (low[self._hidden], high[self._hidden])
        for _ in range(_ROUNDS):
            least, most = before = here
            ends = np.where(sign > 0, (least[cell], most[cell]), (-most[cell], -least[cell]))
            down, up = self._sums[row] - self._others(ends[1], np.inf), self._sums[row] - self._others(ends[0], -np.inf)
            here = least.copy(), most.copy()
            np.maximum.at(here[0], cell, np.where(sign > 0, down, -up))
            np.minimum.at(here[1], cell, np.where(sign > 0, up, -down))
            if all(np.array_equal(*pair) for pair in zip(before, here, strict=True)):
                break
        low[self._hidden], high[self._hidden] = here
        return low, high

    def _others(self, terms: Floats, endless: float) -> Floats:
        """Sum of the other terms of a relation, for each term; endless where one of those is."""
        gone = np.isinf(terms)
        finite = np.where(gone, 0.0, terms)
        rest = np.bincount(self._row, finite, len(self._sums))[self._row] - finite
        others = np.bincount(self._row, gone, len(self._sums))[self._row] - gone
        return np.where(others > 0, endless, rest)
