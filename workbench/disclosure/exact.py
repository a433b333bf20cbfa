"""Fewer cells by integer programming: every goal that a choice of cells fails gives a cut that rules the choice out.

The price of a goal in dual form is a sum of what hiding each cell would add (capacity cut: Fischetti & Salazar 2001). Master
problem and cuts go on until a choice fails no goal, and is then the best there is, or until a limit is reached.
"""

from typing import Protocol

import numpy as np

from workbench.disclosure.lp import NEAR, Places, Programme
from workbench.disclosure.proof import Gap, Proof
from workbench.disclosure.system import Bools, Floats

_MOST = 16  # further cells: where the heuristic needs more, the search would not end in time
_SIZE = 60_000  # persons who attack, times cells that could be hidden
_ROUNDS = 40  # master problems
_CUTS = 30  # cuts per round
_WORK = 600  # linear programmes in all
_NODES = 2_000  # of a branch-and-bound tree
_TRIES = 4  # so many rounds apart a choice is completed by the heuristic

class Choices(Protocol):
    """What can be hidden, what must be safe, and a heuristic that completes a choice."""

    values: Floats
    weight: Floats
    least: Floats
    most: Floats
    first: Bools
    proof: Proof

    def programme(self, active: Bools, price: Floats | None = None, *, tied: bool = False) -> Programme:
        """Tables that are possible where only the active cells are hidden."""
        ...

    def together(self, attack: Programme) -> None:
        """Push small cells to their goals at once."""
        ...

    def reached(self, programme: Programme, gap: Gap, bought: Bools | None = None) -> Floats | None:
        """Possible table in which a cell is at its goal."""
        ...

    def completed(self, start: Bools) -> Bools | None:
        """Cells to hide, beginning with some."""
        ...


def improved(part: Choices, best: Bools) -> Bools:
    """Look for fewer cells to hide.

    Parameters
    ----------
    part
        The component.
    best
        Cells that the heuristic hides.

    Returns
    -------
    numpy.ndarray
        Cells to hide: never more than before.
    """
    candidates = np.flatnonzero(~part.first)
    if not 0 < np.count_nonzero(best & ~part.first) <= _MOST or len(part.proof.alone) * len(candidates) > _SIZE:
        return best
    cuts: list[Floats] = []
    work = _WORK
    full = part.programme(np.ones(len(part.values), dtype=bool))
    full.show(candidates)
    for round_ in range(_ROUNDS):
        choice = _master(part, cuts, candidates)
        if choice is None or _loss(part, choice) >= _loss(part, best) - NEAR:
            return best
        new, spent = _cuts(part, full, choice, work)
        work -= spent
        if work <= 0:
            return best
        if not new:
            return choice
        cuts += new
        if round_ % _TRIES == 0 and (found := part.completed(choice)) is not None and _loss(part, found) < _loss(part, best) - NEAR:
            best = found
    return best


def _loss(part: Choices, hidden: Bools) -> float:
    """Loss of information."""
    return float(part.weight[hidden & ~part.first].sum())


def _master(part: Choices, cuts: list[Floats], candidates: Places) -> Bools | None:
    """Cheapest choice that no cut rules out; None where it cannot be found within the limit."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    choice = part.first.copy()
    if cuts:
        rows = np.array(cuts)[:, candidates]  # solved as it is: to undo its presolve, HiGHS prints past every setting, and a report with output of its own is refused
        found = milp(part.weight[candidates], constraints=LinearConstraint(rows, 1.0, np.inf), integrality=1, bounds=Bounds(0, 1), options={"node_limit": _NODES, "mip_rel_gap": 0.0, "presolve": False})
        if found.x is None or found.status != 0:
            return None
        choice[candidates[found.x > 1 / 2]] = True
    return choice


def _cuts(part: Choices, full: Programme, choice: Bools, work: int) -> tuple[list[Floats], int]:
    """Cuts for goals that a choice fails, and how many programmes they took."""
    new = np.flatnonzero(choice & ~part.first)
    full.free(new) if len(new) else None
    part.proof.under(choice)
    attack = part.programme(choice, tied=True)
    part.together(attack)
    found: list[Floats] = []
    spent = 0
    for gap in part.proof.gaps():
        if len(found) >= _CUTS or spent >= work:
            break
        if not part.proof.open(gap):
            continue
        spent += 1
        table = part.reached(attack, gap)
        if table is not None:
            part.proof.add(table)
        else:
            spent += 1
            cut = _cut(part, full, choice, gap)
            found += [cut] if cut is not None else []
    full.show(new) if len(new) else None
    return found, spent


def _cut(part: Choices, full: Programme, choice: Bools, gap: Gap) -> Floats | None:
    """What hiding each cell would add to the interval of a small cell, in units of what is missing."""
    cell, person, up = gap
    cost = np.zeros(len(part.values))
    cost[cell] = -1.0 if up else 1.0
    if person >= 0:
        full.bounds(person, 1.0, 1.0)
    table = full.solve(cost)
    price = full.reduced() if table is not None else None
    if person >= 0:
        full.free(person)
    if table is None or price is None:
        return None
    price[np.abs(price) < 1e-9] = 0
    with np.errstate(invalid="ignore"):
        gain = np.where(price > 0, price * (part.values - part.least), np.where(price < 0, -price * (part.most - part.values), 0.0))
    gain[part.first] = 0
    target = -part.proof.high[cell] if up else part.proof.low[cell]
    missing = float(cost[cell] * table[cell] + gain[choice].sum() - target)
    return np.minimum(gain / missing, 1.0) if missing > NEAR else None
