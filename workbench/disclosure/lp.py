"""Linear programmes about one system, one after the other in one solver that remembers where it stood."""

from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.tied import Tied

Places = npt.NDArray[np.intp]

NEAR = 1e-6


class Programme:
    """Which tables are possible, given what is shown.

    Cells are numbered as in the system that they are taken from; those that are not active never change.

    Parameters
    ----------
    lines
        Relations among the cells.
    sums
        What each relation comes to.
    values
        Value of each cell where it is shown; NaN for cells that nobody knows.
    least, most
        What every reader knows of a hidden cell.
    active
        Cells that may be hidden.
    price
        Price of moving an active cell that is shown by one; without prices nothing that is shown can be moved.
    tied
        Whether cells that can only move together are one variable; not with prices.
    """

    def __init__(self, lines: Any, sums: Floats, values: Floats, least: Floats, most: Floats, *, active: Bools, price: Floats | None = None, tied: bool = False) -> None:  # noqa: ANN401 (scipy's matrices are not typed)
        import highspy
        from highspy._core import _Highs  # the public class prints a banner past every setting

        self.size, self.values, self.least, self.most, self.price = len(values), values, least, most, price
        self._cells = np.flatnonzero(active)
        self._column = np.full(self.size, -1, dtype=np.int32)
        self._column[self._cells] = np.arange(len(self._cells))
        rest = sums - lines @ np.where(active, 0.0, values)
        here = lines[:, self._cells]
        groups = Tied(here, rest) if tied else None
        self._tied = groups if groups is not None and groups.lines.shape[1] < len(self._cells) else None
        self._low, self._high, self._void = least[self._cells], most[self._cells], False
        here, rest = (here.tocsc(), rest) if self._tied is None else (self._tied.lines.tocsc(), self._tied.sums)
        low, high = (self._low, self._high) if self._tied is None else self._tied.ends(self._low, self._high)
        used = (np.bincount(here.indices, minlength=len(rest)) > 0) | (tied & (rest != 0))
        signs = (1,) if price is None else (1, -1)  # a second column of each cell takes it down
        self._solver: Any = _Highs()
        options: dict[str, Any] = {"output_flag": False, "threads": 1, "random_seed": 1, "parallel": "off", "presolve": "off", "solver": "simplex"}
        for option, value in options.items():
            self._solver.setOptionValue(option, value)
        self._optimal = highspy.HighsModelStatus.kOptimal
        columns, extra = len(signs) * len(low), np.zeros(len(low) * (len(signs) - 1))
        starts = np.append(here.indptr[:-1], here.indptr + here.nnz) if price is not None else here.indptr
        places = np.tile((np.cumsum(used) - 1)[here.indices].astype(np.int32), len(signs))
        self._solver.passModel(
            columns, int(used.sum()), len(places), int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0, np.zeros(columns),
            np.append(low, extra), np.append(high, extra), rest[used], rest[used], starts, places,
            np.concatenate([sign * here.data for sign in signs]), np.zeros(columns, dtype=np.int32),
        )  # fmt: skip

    def bounds(self, cells: Any, low: Any, high: Any) -> None:  # noqa: ANN401 (arrays of any number type)
        """Let some cells lie between bounds."""
        columns = self._column[np.atleast_1d(cells)]
        self._low[columns], self._high[columns] = low, high
        if self._tied is None:
            low, high = self._low[columns], self._high[columns]
        else:
            low, high = self._tied.ends(self._low, self._high)
            columns, self._void = np.arange(len(low), dtype=np.int32), bool((low > high + NEAR).any())
            high = np.maximum(low, high)
        self._solver.changeColsBounds(len(columns), columns, low, high)

    def free(self, cells: Any) -> None:  # noqa: ANN401 (a cell or an array of cells)
        """Hide some cells: they may be whatever a reader thinks possible."""
        self.bounds(cells, self.least[cells], self.most[cells])
        self._second(cells, 0.0)

    def show(self, cells: Any) -> None:  # noqa: ANN401 (a cell or an array of cells)
        """Show some cells; at their price they can be moved."""
        priced = self.price is not None
        self.bounds(cells, self.values[cells], self.most[cells] if priced else self.values[cells])
        self._second(cells, np.maximum(self.values[cells] - self.least[cells], 0))

    def _second(self, cells: Any, room: Any) -> None:  # noqa: ANN401 (as above)
        """How far below their value some cells can be moved."""
        if self.price is not None:
            columns = self._column[np.atleast_1d(cells)] + len(self._cells)
            self._solver.changeColsBounds(len(columns), columns, np.zeros(len(columns)), np.broadcast_to(np.asarray(room, dtype=float), columns.shape).copy())

    def solve(self, cost: Floats, bought: Bools | None = None) -> Floats | None:
        """Cheapest possible table; None where there is none.

        Parameters
        ----------
        cost
            Price per unit of each cell.
        bought
            Cells that are shown and can be moved at their price.

        Returns
        -------
        numpy.ndarray
            Value of each cell.
        """
        if self._void:
            return None
        total = cost[self._cells] if self._tied is None else self._tied.cost(cost[self._cells])
        if self.price is not None and bought is not None:
            extra = np.where(bought, self.price, 0.0)[self._cells]
            total = np.append(total + extra, extra - total)
        self._solver.changeColsCost(len(total), np.arange(len(total), dtype=np.int32), total)
        self._solver.run()
        if self._solver.getModelStatus() != self._optimal:
            return None
        found = np.asarray(self._solver.getSolution().col_value)
        if self.price is not None:
            found = found[: len(self._cells)] - found[len(self._cells) :]
        cells = self.values.copy()
        cells[self._cells] = found if self._tied is None else self._tied.cells(found)
        return cells

    def reduced(self) -> Floats:
        """What one more of each cell would add to the price, after a solution; 0 for cells that are not active."""
        costs = np.zeros(self.size)
        costs[self._cells] = np.asarray(self._solver.getSolution().col_dual)[: len(self._cells)]
        return costs
