"""Secondary suppression within one table: which further cells are hidden so that no sum gives a small count away.

A table is a set of cells with linear relations: each line along a key adds up to its margin. A small cell is safe when
a reader who solves these relations can conclude no more than that it lies between at most 1 and at least the minimum.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.schemas.terms import TOTAL

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_NEAR = 1e-6  # a linear programme answers in floats, counts are whole


@dataclasses.dataclass(frozen=True, eq=False)
class System:
    """Cells of a table and what adds up among them.

    Parameters
    ----------
    counts
        Count of each cell; NaN where nobody knows it.
    lines
        One row per relation: 1 for a part, -1 for a printed total, 0 otherwise.
    sums
        What the parts less the printed total come to: 0, or the margin where no total is printed.
    minimum
        Smallest count that may be shown.
    floor
        What a reader knows of every hidden cell: at least 1 where zeros are always shown, else 0.

    """

    counts: Floats
    lines: Floats
    sums: Floats
    minimum: int
    floor: int


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
        A margin that the table does not print counts as known where it is large enough to be printed elsewhere.

    """
    counts = frame[count].to_numpy(dtype=float, na_value=np.nan)
    own = _independent(frame, keys)
    found = [
        _line(cells, counts, (frame[key] == TOTAL).to_numpy())
        for key in across
        if key in own
        for cells in _groups(frame, [k for k in own if k != key])
    ]
    kept = [(line, value) for line, value in found if line.any() and (value == 0 or value >= minimum)]
    lines = np.array([line for line, _ in kept]).reshape(len(kept), len(frame))
    return System(counts, lines, np.array([value for _, value in kept]), minimum, floor)


def _independent(frame: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """Keys without those that an earlier one determines."""
    own: list[str] = []
    for key in keys:
        if not any(frame.drop_duplicates([k, key]).shape[0] == frame[k].nunique(dropna=False) for k in own):
            own.append(key)
    return own


def _groups(frame: pd.DataFrame, keys: list[str]) -> list[npt.NDArray[np.intp]]:
    """Positions of the rows that share all the given keys."""
    if not keys:
        return [np.arange(len(frame))]
    numbers = frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    return [np.flatnonzero(numbers == n) for n in range(numbers.max() + 1)]


def _line(cells: npt.NDArray[np.intp], counts: Floats, is_total: Bools) -> tuple[Floats, float]:
    """Relation of one line: its parts against its printed total, or against the margin that they come to.

    A line of a single part without a printed total relates nothing, nor does one with an unknown part and no total.
    """
    line = np.zeros(len(counts))
    parts, totals = cells[~is_total[cells]], cells[is_total[cells]]
    if len(parts) == 0 or (len(totals) == 0 and (np.count_nonzero(counts[parts]) < 2 or np.isnan(counts[parts]).any())):
        return line, 0.0
    line[parts] = 1
    if len(totals) == 0:
        return line, float(counts[parts].sum())
    line[totals[0]] = -1
    return line, 0.0


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
    Robertson 1993). Cost grows with the logarithm of the count: few and small cells go first. Zeros are never hidden
    where the project shows zeros.

    """
    hidden = primary | np.isnan(table.counts)
    for cell in np.flatnonzero(primary).tolist():
        for step in _steps(table, cell):
            moved = _move(table, hidden, cell, step)
            if moved is None:
                return None
            hidden = hidden | moved
    return hidden


def _steps(table: System, cell: int) -> list[float]:
    """How far a reader must be able to move a small cell: up to the minimum, and down to 1."""
    count = table.counts[cell]
    return [s for s in (table.minimum - count, min(1 - count, 0)) if s != 0]


def _move(table: System, hidden: Bools, cell: int, step: float) -> Bools | None:
    """Cells that the cheapest move of one cell by that step takes along; None where nothing allows it."""
    from scipy.optimize import linprog

    n = len(table.counts)
    known = np.nan_to_num(table.counts)
    free = hidden | (table.counts > 0) | (table.floor == 0)
    cost = np.where(hidden, 1e-6, 1 + np.log1p(known))
    up = np.where(free, np.inf, 0.0)
    down = np.where(free & ~np.isnan(table.counts), np.maximum(known - table.floor, 0), np.where(free, np.inf, 0.0))
    bounds = np.column_stack([np.zeros(2 * n), np.concatenate([up, down])])
    bounds[[cell, n + cell]] = [[max(step, 0)] * 2, [max(-step, 0)] * 2]
    relations = np.hstack([table.lines, -table.lines])
    found = linprog(np.tile(cost, 2), A_eq=relations, b_eq=np.zeros(len(relations)), bounds=bounds, method="highs")
    if not found.success:
        return None
    moved: Bools = (found.x[:n] + found.x[n:]) > _NEAR
    return moved
