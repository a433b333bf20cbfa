"""The attacker: what a reader can compute of hidden cells from what is shown. Shares no code with the protection."""

import numpy as np

from workbench.disclosure.totals import Bools, System

_NEAR = 1e-6  # a linear programme answers in floats, counts are whole


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
        Bounds in the unit of the counts; the upper one may be infinite.

    """
    from scipy.optimize import linprog

    unknown = np.flatnonzero(hidden)
    rest = table.sums - table.lines[:, ~hidden] @ table.counts[~hidden]
    floors = np.where(np.isnan(table.counts[unknown]), 0, table.floor)
    target = (unknown == cell).astype(float)
    ends = []
    for sign in (1, -1):
        found = linprog(sign * target, A_eq=table.lines[:, unknown], b_eq=rest, bounds=[(f, None) for f in floors], method="highs")
        ends.append(sign * found.fun if found.success else -sign * np.inf)
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
        Their positions; empty where the table is safe.

    """
    ends = {cell: interval(table, hidden, cell) for cell in np.flatnonzero(primary).tolist()}
    return [cell for cell, (low, high) in ends.items() if low > 1 + _NEAR or high < table.minimum - _NEAR]
