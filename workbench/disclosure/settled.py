"""What follows from published tables by subtraction alone, step by step, with the rows that each step used."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from workbench.disclosure.atoms import Knowledge
from workbench.disclosure.axes import Floats, Ints

_NEAR = 1e-6


@dataclasses.dataclass(frozen=True, eq=False)
class Settled:
    """What follows from rows with a single open atom, again and again: bounds of the atoms, and the rows that gave them."""

    known: Knowledge
    least: Floats
    most: Floats
    because: npt.NDArray[np.int64]  # 2 × atoms: row that gave the lower, the upper bound; -1: none

    @property
    def open(self) -> npt.NDArray[np.bool_]:
        """Atoms that are not determined."""
        return self.most - self.least > _NEAR

    @property
    def rest(self) -> Floats:
        """What the determined atoms contribute to each row."""
        return np.asarray(self.known.matrix @ np.where(self.open, 0, self.least))

    def fault(self) -> list[int]:
        """Rows that cannot all be true; none where nothing contradicts so far."""
        k, rest = self.known, self.rest
        atoms = np.flatnonzero(self.least > self.most + _NEAR)
        if len(atoms):
            return self.trace([int(r) for r in self.because[:, atoms[0]] if r >= 0])
        empty = np.asarray(abs(k.matrix) @ self.open) == 0
        wrong = (k.low > k.high + _NEAR) | (empty & ((rest < k.low - _NEAR) | (rest > k.high + _NEAR)))
        return self.trace([int(r) for r in np.flatnonzero(wrong)[:1]])

    def trace(self, rows: Sequence[int]) -> list[int]:
        """Rows from which the given ones draw what they say, themselves included."""
        found, todo = set(rows), list(rows)
        matrix = self.known.matrix
        while todo:
            row = todo.pop()
            atoms = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            new = {int(r) for r in self.because[:, atoms[~self.open[atoms]]].ravel() if r >= 0} - found
            found |= new
            todo += sorted(new)
        return sorted(found)


def settle(known: Knowledge) -> Settled:
    """Bounds of the atoms by substitution alone."""
    lines = known.matrix.tocoo()
    least, most = np.zeros(len(known.most)), known.most.copy()
    because = np.full((2, len(most)), -1)
    zero = (known.high == 0)[lines.row] & ~np.isnan(known.floors)[lines.row]
    most[lines.col[zero]], because[1, lines.col[zero]] = 0, lines.row[zero]
    done = np.zeros(len(known.low), dtype=bool)
    while True:
        state = Settled(known, least, most, because)
        single = (np.asarray(abs(known.matrix) @ state.open) == 1) & ~done
        if not single.any():
            return state
        done |= single
        _tighten(state, lines.row, lines.col, lines.data, single)


def _tighten(state: Settled, rows: Ints, atoms: Ints, signs: Floats, single: npt.NDArray[np.bool_]) -> None:
    """Take over what rows with a single open atom say of it."""
    rest, k = state.rest, state.known
    for i in np.flatnonzero(single[rows] & state.open[atoms]):
        row, atom = rows[i], atoms[i]
        ends = sorted(signs[i] * (np.array([k.low[row], k.high[row]]) - rest[row]))
        if ends[0] > state.least[atom] + _NEAR:
            state.least[atom], state.because[0, atom] = ends[0], row
        if ends[1] < state.most[atom] - _NEAR:
            state.most[atom], state.because[1, atom] = ends[1], row
