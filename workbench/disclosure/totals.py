"""Secondary suppression within one table: which further cells are hidden so that no sum gives a small count away.

A table is a set of cells with linear relations: each line along a key adds up to its margin. A small cell is safe when
a reader who solves these relations can conclude no more than that it lies between at most 1 and at least the minimum.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.schemas.terms import TOTAL

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

_NEAR = 1e-6  # a linear programme answers in floats, counts are whole


@dataclasses.dataclass(frozen=True, eq=False)
class System:
    """Cells of a table and what adds up among them.

    Parameters
    ----------
    counts
        Count of each cell; NaN where nobody knows it.
    lines
        Sparse, one row per relation: 1 for a part, -1 for a printed total, 0 otherwise.
    sums
        What the parts less the printed total come to: 0, or the margin where no total is printed.
    printed
        Relations whose total is printed.
    minimum
        Smallest count that may be shown.
    floor
        What a reader knows of every hidden cell: at least 1 where zeros are always shown, else 0.

    """

    counts: Floats
    lines: Any  # scipy.sparse.csr_array
    sums: Floats
    printed: Bools
    minimum: int
    floor: int

    def without_unprinted(self) -> "System":
        """The same table for a reader who knows no margin but the printed ones."""
        return dataclasses.replace(self, lines=self.lines[self.printed], sums=self.sums[self.printed], printed=self.printed[self.printed])

    def contradictory(self) -> bool:
        """Whether a total is not the sum of its parts."""
        return bool((np.nan_to_num(np.abs(self.lines @ self.counts - self.sums)) > 1 / 2).any())


def system(frame: pd.DataFrame, count: str, *, keys: Sequence[str], across: Sequence[str], minimum: int, floor: int) -> System:
    """Relations of a table, read from its keys.

    Parameters
    ----------
    frame
        Key columns and the count column; rows whose key is »Insgesamt« are totals.
    count
        Column of counts.
    keys
        Key columns. One that another determines (a name beside its key) makes no relation of its own.
    across
        Those keys over which the counts add up.
    minimum, floor
        As in `System`.

    Returns
    -------
    System
        With a relation for every total over one key or several at once. A margin that the table does not print counts
        as known where it is so large that the cells behind it can be hidden.

    """
    from scipy.sparse import csr_array

    counts = frame[count].to_numpy(dtype=float, na_value=np.nan)
    found = [line for line in _lines(frame, keys, across) if line.printed or _bearable(counts[line.parts], minimum, floor)]
    cells = [np.append(line.parts, line.totals) for line in found]
    signs = [np.append(np.ones(len(line.parts)), -np.ones(len(line.totals))) for line in found]
    ends = np.cumsum([0, *map(len, cells)])
    lines = csr_array((np.concatenate([[], *signs]), np.concatenate([np.zeros(0, dtype=int), *cells]), ends), shape=(len(found), len(frame)))
    sums = np.array([0.0 if line.printed else counts[line.parts].sum() for line in found])
    return System(counts, lines, sums, np.array([line.printed for line in found], dtype=bool), minimum, floor)


@dataclasses.dataclass(frozen=True, eq=False)
class _Line:
    """Parts, and their printed total if there is one."""

    parts: Places
    totals: Places

    @property
    def printed(self) -> bool:
        """Whether the total is a row of the table."""
        return len(self.totals) > 0


def _bearable(parts: Floats, minimum: int, floor: int) -> bool:
    """Whether an unprinted margin relates something, and leaves a small part behind it room up to the minimum."""
    others = np.count_nonzero(parts) - 1
    return bool(others > 0 and parts.sum() >= minimum + floor * others)  # false for an unknown part


def _lines(frame: pd.DataFrame, keys: Sequence[str], across: Sequence[str]) -> Iterator[_Line]:
    """Relations over each key, and over several at once: a table may print its grand total alone."""
    leader = _leaders(frame, keys)
    own, adding = list(dict.fromkeys(leader.values())), list(dict.fromkeys(leader[k] for k in across))
    for summed in (list(s) for n in range(1, len(adding) + 1) for s in combinations(adding, n)):
        is_total = frame[summed].isin([TOTAL]).to_numpy()
        for cells in _groups(frame, [k for k in own if k not in summed]):
            parts = cells[~is_total[cells].any(axis=1)]
            if len(parts):
                yield _Line(parts, cells[is_total[cells].all(axis=1)])


def _leaders(frame: pd.DataFrame, keys: Sequence[str]) -> dict[str, str]:
    """For each key the earlier one that determines it, else itself."""
    leader: dict[str, str] = {}
    for key in keys:
        own = dict.fromkeys(leader.values())
        leader[key] = next((k for k in own if len(frame[[k, key]].drop_duplicates()) == frame[k].nunique(dropna=False)), key)
    return leader


def _groups(frame: pd.DataFrame, keys: list[str]) -> list[Places]:
    """Positions of the rows that share all the given keys."""
    if not keys:
        return [np.arange(len(frame))]
    numbers = frame.groupby(keys, sort=False, dropna=False, observed=True).ngroup().to_numpy()
    order = np.argsort(numbers, kind="stable")
    return [order[a:b] for a, b in pairwise([0, *(np.flatnonzero(np.diff(numbers[order])) + 1), len(order)])]


def protect(table: System, primary: Bools) -> Bools | None:
    """Cells to hide so that every small cell is safe.

    Parameters
    ----------
    table
        Cells and relations.
    primary
        Cells that are too small to be shown.

    Returns
    -------
    numpy.ndarray or None
        All cells to hide, the primary ones included; None where no choice makes them safe.

    Notes
    -----
    For each small cell that is not safe yet, one linear programme finds the cheapest way to move it up to the minimum
    and one the cheapest way down to 1, where the cells that move with it are those to hide (Kelly, Golden & Assad 1992;
    Robertson 1993). Cost grows with the logarithm of the count: few and small cells go first. What a way does to other
    small cells is remembered: where it takes them far enough they need none of their own. Zeros are never hidden where
    the project shows zeros; a total whose parts are known not to be zero need not go below their number.

    """
    hidden = primary | np.isnan(table.counts)
    low, high = np.zeros_like(table.counts), np.zeros_like(table.counts)
    for cell in np.flatnonzero(primary).tolist():
        up, down = table.minimum - table.counts[cell], min(1 - table.counts[cell], 0)
        for step in (up, down):
            if low[cell] - _NEAR <= step <= high[cell] + _NEAR:
                continue
            moved = _move(table, hidden, cell, step)
            if moved is None and step == down:
                moved = _lowest(table, hidden, cell)
            if moved is None:
                return None
            hidden = hidden | (np.abs(moved) > _NEAR)
            low, high = np.minimum(low, moved), np.maximum(high, moved)
    return hidden


def _move(table: System, hidden: Bools, cell: int, step: float) -> Floats | None:
    """Change of all cells in the cheapest move of one cell by that step; None where nothing allows it."""
    return _solved(table, hidden, cell, (step, step), 0)


def _lowest(table: System, hidden: Bools, cell: int) -> Floats | None:
    """Cheapest move of one cell as far down as it can go."""
    furthest = _solved(table, hidden, cell, (1 - table.counts[cell], 0), 1e3 * len(hidden))
    return None if furthest is None else _move(table, hidden, cell, float(np.round(furthest[cell])))


def _solved(table: System, hidden: Bools, cell: int, steps: tuple[float, float], reward: float) -> Floats | None:
    """Changes of the least cost that keep every sum, where one cell moves between two steps; each unit down is rewarded."""
    from scipy.optimize import linprog
    from scipy.sparse import hstack

    known = np.nan_to_num(table.counts)
    free = np.flatnonzero(hidden | (table.counts > 0) | (table.floor == 0))
    room = np.where(np.isnan(table.counts), np.inf, np.maximum(known - table.floor, 0))[free]
    cost = np.where(hidden, 1e-6, 1 + np.log1p(known))[free]
    here = free == cell
    up, down = np.where(here, max(steps[1], 0), np.inf), np.where(here, max(-steps[0], 0), room)
    least = np.append(np.where(here, max(steps[0], 0), 0), np.where(here, max(-steps[1], 0), 0))
    lines = table.lines[:, free]
    found = linprog(
        np.append(cost, cost - reward * here), A_eq=hstack([lines, -lines]), b_eq=np.zeros(lines.shape[0]),
        bounds=np.column_stack([least, np.append(up, down)]), method="highs",
    )  # fmt: skip
    if not found.success:
        return None
    change = np.zeros(len(known))
    change[free] = np.subtract(*np.split(found.x, 2))
    return change
