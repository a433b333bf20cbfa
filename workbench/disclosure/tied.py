"""Cells that can only move together: where a relation has two cells that are not known, each says what the other is."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.disclosure.system import Floats


class Tied:
    """Groups of cells that move together, and the relations among the groups, each once.

    A cell is ``sign`` times the value of its group plus ``shift``.

    Parameters
    ----------
    lines, sums
        One row per relation, one column per cell that is not known; and what each relation comes to.
    """

    def __init__(self, lines: Any, sums: Floats) -> None:  # noqa: ANN401 (scipy's matrices are not typed)
        size = lines.shape[1]
        self.group: npt.NDArray[np.intp] = np.arange(size)
        self.sign, self.shift = np.ones(size), np.zeros(size)
        self.lines, self.sums = lines.tocsr(), sums
        self._once()
        while len(pairs := self._pairs()):
            self._tie(pairs)
            self._once()
        self._order = np.argsort(self.group, kind="stable")
        self._starts = np.flatnonzero(np.diff(self.group[self._order], prepend=-1))

    def _once(self) -> None:
        """Keep each relation once, and none that says nothing."""
        lines = self.lines
        starts = lines.indptr.tolist()
        seen: dict[tuple[bytes, bytes, float], int] = {}
        for row, (begin, end) in enumerate(pairwise(starts)):
            if end > begin or self.sums[row] != 0:
                first = lines.data[begin] if end > begin else 1.0  # a relation and its negative are one
                seen.setdefault((lines.indices[begin:end].tobytes(), (lines.data[begin:end] * first).tobytes(), self.sums[row] * first), row)
        rows = list(seen.values())
        self.lines, self.sums = lines[rows], self.sums[rows]

    def _pairs(self) -> npt.NDArray[np.intp]:
        """Relations of two groups that move by the same."""
        starts = self.lines.indptr
        rows = np.flatnonzero(np.diff(starts) == 2)
        pairs: npt.NDArray[np.intp] = rows[np.abs(self.lines.data[starts[rows]]) == np.abs(self.lines.data[starts[rows] + 1])]
        return pairs

    def _tie(self, pairs: npt.NDArray[np.intp]) -> None:
        """Put groups together that are alone in a relation."""
        from scipy.sparse import csr_array

        many, starts = self.lines.shape[1], self.lines.indptr[pairs]
        entries = [a[starts + k].tolist() for k in (0, 1) for a in (self.lines.indices, self.lines.data)]
        found: list[tuple[int, float, float]] = [(g, 1.0, 0.0) for g in range(many)]
        members = [[g] for g in range(many)]
        for i, a, j, b, total in zip(*entries, self.sums[pairs].tolist(), strict=True):
            (first, s, o), (second, t, p) = found[i], found[j]
            if first == second:
                continue
            sign, shift = -a * s / (b * t), (total - a * o - b * p) / (b * t)  # of the second group, from the first
            for g in members[second]:
                _, mine, more = found[g]
                found[g] = (first, mine * sign, mine * shift + more)
            members[first] += members[second]
        group, sign, shift = (np.array(x) for x in zip(*found, strict=True))
        _, group = np.unique(group, return_inverse=True)
        self.shift = self.shift + self.sign * shift[self.group]
        self.sign = self.sign * sign[self.group]
        self.group = group[self.group]
        self.sums = self.sums - self.lines @ shift
        self.lines = self.lines @ csr_array((sign, (np.arange(many), group)))
        self.lines.sum_duplicates()
        self.lines.eliminate_zeros()
        self.lines.sort_indices()

    def ends(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """Bounds of the groups, from those of the cells."""
        ends = (low - self.shift) * self.sign, (high - self.shift) * self.sign
        least, most = np.minimum(*ends)[self._order], np.maximum(*ends)[self._order]
        return np.maximum.reduceat(least, self._starts), np.minimum.reduceat(most, self._starts)

    def cost(self, cost: Floats) -> Floats:
        """Price of each group, from those of the cells."""
        return np.bincount(self.group, self.sign * cost).astype(float)

    def cells(self, values: Floats) -> Floats:
        """Values of the cells, from those of the groups."""
        found: Floats = self.sign * values[self.group] + self.shift
        return found
