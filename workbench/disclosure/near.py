"""Where a way to a goal is looked for first: cells a few relations away."""

from typing import Any

import numpy as np

from workbench.disclosure.lp import Places
from workbench.disclosure.system import Bools, Floats

_STEPS, _WIDE = 8, 4  # so many relations away, by way of the cheapest cells of each
_MOST = 1_000  # cells, from which on no further step is taken


class Neighbours:
    """Which cells are cheapest in each relation.

    Parameters
    ----------
    lines
        One row per relation, one column per cell.
    weight
        Price of each cell.
    """

    def __init__(self, lines: Any, weight: Floats) -> None:  # noqa: ANN401 (scipy's matrices are not typed)
        relation, cell = lines.tocoo().coords
        order = np.lexsort((weight[cell], relation))
        self._many, self._relation, self._cell = lines.shape[0], relation[order], cell[order]

    def near(self, begin: Bools, hidden: Bools) -> Bools:
        """Cells near some, by way of the hidden ones and of the cheapest of the others, as far as they can be moved."""
        near = begin.copy()
        relation, cell = self._cheapest(hidden)
        for _ in range(_STEPS):
            touched = np.zeros(self._many, dtype=bool)
            touched[self._relation[near[self._cell]]] = True
            near[cell[touched[relation]]] = True
            if np.count_nonzero(near) > _MOST:
                break
        return self._movable(near)

    def _cheapest(self, hidden: Bools) -> tuple[Places, Places]:
        """Entries of the cheapest cells of each relation; hidden ones cost nothing."""
        free = hidden[self._cell]
        many = np.bincount(self._relation, free, self._many)[self._relation]
        place = np.where(free, self._place(free), self._place(~free) + many)
        return self._relation[place <= _WIDE], self._cell[place <= _WIDE]

    def _place(self, some: Bools) -> Places:
        """Place of some entries among those of their relation, from 1."""
        counted = np.cumsum(some)
        starts = np.flatnonzero(np.diff(self._relation, prepend=-1))
        place: Places = counted - np.repeat(counted[starts] - some[starts], np.diff(starts, append=len(some)))
        return place

    def _movable(self, near: Bools) -> Bools:
        """Those of some cells that have another one beside them in every relation."""
        relation, cell = self._relation, self._cell
        while True:
            relation, cell = relation[near[cell]], cell[near[cell]]
            single = np.bincount(relation, minlength=self._many)[relation] == 1
            if not single.any():
                return near
            near[cell[single]] = False
