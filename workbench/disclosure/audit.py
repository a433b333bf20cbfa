"""The attacker: what a reader can compute of hidden cells from what is shown. Shares the relations with the protection, not its search."""

from typing import Any

import numpy as np

from workbench.disclosure.totals import Bools, Floats, System

_NEAR = 1e-6  # a linear programme answers in floats, counts are whole
_UNBOUNDED = 3  # status of linprog


def interval(table: System, hidden: Bools, cell: int) -> tuple[float, float]:
    """Least and greatest count that a hidden cell can have for a reader who knows every shown cell and all that adds up.

    Parameters
    ----------
    table
        Cells and relations; of the counts only the shown ones are used.
    hidden
        Cells that are not shown.
    cell
        Position of the cell.

    Returns
    -------
    tuple of float
        Bounds in the unit of the counts; the upper one may be infinite. Where the shown cells contradict each other
        the lower bound is above the upper one.

    """
    from scipy.optimize import linprog

    lines, rest, bounds = _known(table, hidden)
    target = (np.flatnonzero(hidden) == cell).astype(float)
    ends = []
    for sign in (1, -1):
        found = linprog(sign * target, A_eq=lines, b_eq=rest, bounds=bounds, method="highs")
        ends.append(sign * found.fun if found.success else -sign * np.inf if found.status == _UNBOUNDED else sign * np.inf)
    return float(ends[0]), float(ends[1])


def exposed(table: System, hidden: Bools, primary: Bools) -> list[int]:
    """Small cells of which a reader learns more than that they lie between at most 1 and at least the minimum.

    Parameters
    ----------
    table
        Cells and relations.
    hidden
        Cells that are not shown.
    primary
        The small ones among them.

    Returns
    -------
    list of int
        Their positions; empty where the table is safe. A total that is known to hold several parts above zero is not
        exposed by that.

    """
    nonzero = hidden | (table.counts > 0)
    found = [c for c in _undecided(table, hidden, primary, table.minimum, down=False) if interval(table, hidden, c)[1] < table.minimum - _NEAR]
    for cell in _undecided(table, hidden, primary, 1, down=True):
        low = interval(table, hidden, cell)[0]
        if low > 1 + _NEAR and low > interval(table, nonzero, cell)[0] + _NEAR:
            found.append(cell)
    return sorted(set(found))


def _undecided(table: System, hidden: Bools, cells: Bools, goal: int, *, down: bool) -> list[int]:
    """Cells that no table found here takes to the goal.

    One table that a reader must think possible is a witness for many cells at once: all the cells that still lack one
    are pushed towards the goal together, until that brings no further one there.
    """
    todo = cells.copy()
    while todo.any():
        counts = _pushed(table, hidden, todo, goal, down=down)
        reached = todo & (counts <= goal + _NEAR if down else counts >= goal - _NEAR) if counts is not None else np.zeros_like(todo)
        if not reached.any():
            break
        todo &= ~reached
    return [int(c) for c in np.flatnonzero(todo)]


def _pushed(table: System, hidden: Bools, cells: Bools, goal: int, *, down: bool) -> Floats | None:
    """Counts of a possible table in which as many of the cells as can be are at the goal, or beyond it."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    sign = 1 if down else -1
    lines, rest, bounds = _known(table, hidden)
    aim = np.flatnonzero(cells[hidden])
    further = hstack([sign * eye_array(lines.shape[1], format="csr")[aim], -sign * eye_array(len(aim))])  # nothing is gained beyond the goal
    marks = [(goal, None) if down else (None, goal)] * len(aim)
    found = linprog(
        np.append(np.zeros(lines.shape[1]), np.full(len(aim), sign)), A_ub=further, b_ub=np.zeros(len(aim)),
        A_eq=hstack([lines, csr_array((lines.shape[0], len(aim)))]), b_eq=rest, bounds=bounds + marks, method="highs",
    )  # fmt: skip
    if not found.success:
        return None
    counts = table.counts.copy()
    counts[hidden] = found.x[: lines.shape[1]]
    return counts


def _known(table: System, hidden: Bools) -> tuple[Any, Floats, list[tuple[float, None]]]:
    """What a reader knows of the hidden cells: the sums they must come to, and the least that each can be."""
    rest = table.sums - table.lines[:, ~hidden] @ table.counts[~hidden]
    return table.lines[:, hidden], rest, [(0 if np.isnan(c) else table.floor, None) for c in table.counts[hidden]]
