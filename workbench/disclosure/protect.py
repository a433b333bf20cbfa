"""Secondary suppression: which further cells are hidden so that nothing that was published gives a small count away.

A reader knows every shown cell and all that adds up. A small cell is safe when she must think values down to its lower and up
to its upper goal possible; also when she is the person alone in another small cell, and knows that one to be 1.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from workbench.disclosure.exact import improved
from workbench.disclosure.lp import NEAR, Places, Programme
from workbench.disclosure.narrow import Relations
from workbench.disclosure.near import Neighbours
from workbench.disclosure.proof import Gap, Proof
from workbench.disclosure.system import Bools, Floats, System

_ROUNDS = 12  # joint programmes per direction and set of pinned cells
_LARGE = 1_000  # in components of more cells a way is first looked for nearby
_FEW, _SOME = 3, 40  # small cells that single programmes do for: against one set of pinned cells, and against all
_PARTS = 8  # cells of single persons are pinned in so many sets at a time


def protect(system: System) -> Bools | None:
    """Cells to hide so that every small cell is safe.

    Parameters
    ----------
    system
        Cells, relations, goals.

    Returns
    -------
    numpy.ndarray or None
        All cells that are hidden: the small ones, those that were hidden before, and as few others as were found. None
        where no choice makes every small cell safe.

    Notes
    -----
    A possible table that takes small cells to their goals is a witness for all of them at once; first the small cells
    are pushed to their goals together. For each one left, a linear programme finds the cheapest way there, and the
    cells that move with it are hidden (Kelly, Golden & Assad 1992; Robertson 1993). Then every further cell is shown again
    against which neither bounds nor a goal that was hard to reach before speak; all goals are proven anew, what one lacks
    is hidden again and that goal remembered, until nothing is lacking: in the end no further cell can be spared. Then
    `workbench.disclosure.exact` looks for fewer. The same system gives the same result everywhere: nothing depends on time.

    A goal that cannot be reached even if everything is hidden (a total known to hold several parts above zero cannot be
    1) is lowered to what can.
    """
    hidden = system.unknown | system.primary
    for cells, rows in _components(system, hidden):
        part = Part(system, cells, rows, hidden)
        found = part.completed(part.first)
        if found is None:
            return None
        hidden[cells] |= improved(part, found)
    return hidden


def _components(system: System, hidden: Bools) -> Iterator[tuple[Places, Places]]:
    """Cells that are not fixed and the relations among them, as far as they hang together and hold a small cell."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    still = system.fixed | (~hidden & (np.nan_to_num(system.values, nan=1) == 0) & (system.least > 0))  # zeros are always shown
    lines = coo_array(system.lines)
    rows, cells = lines.coords
    loose = ~still[cells]
    rows, cells = rows[loose], cells[loose]
    size = len(system.values)
    graph = coo_array((np.ones(len(rows)), (cells, size + rows)), shape=(size + lines.shape[0],) * 2)
    _, labels = connected_components(graph, directed=False)
    for label in np.unique(labels[:size][system.primary & ~still]):
        yield np.flatnonzero((labels[:size] == label) & ~still), np.flatnonzero(labels[size:] == label)


class Part:
    """One component: what can be hidden in it, and what must be safe."""

    def __init__(self, system: System, cells: Places, rows: Places, hidden: Bools) -> None:
        self._system, self._cells = system, cells
        outside = np.ones(len(system.values), dtype=bool)
        outside[cells] = False
        lines = system.lines[rows]
        self.lines, self.sums = lines[:, cells].tocsc(), -(lines[:, outside] @ np.nan_to_num(system.values[outside]))
        self.values, self.weight = system.values[cells], system.weight[cells]
        self.least, self.most = system.least[cells], system.most[cells]
        self.first = hidden[cells].copy()  # hidden whatever is decided
        alone = np.flatnonzero(system.alone[cells])
        self.proof = Proof(self.values, system.low[cells].copy(), system.high[cells].copy(), alone)
        if not np.isnan(self.values).any():
            self.proof.add(self.values)
        self._neighbours = Neighbours(self.lines, self.weight)
        self._shop = self.programme(np.ones(len(cells), dtype=bool), self.weight)

    def programme(self, active: Bools, price: Floats | None = None, *, tied: bool = False) -> Programme:
        """Tables that are possible where only the active cells are hidden."""
        return Programme(self.lines, self.sums, self.values, self.least, self.most, active=active, price=price, tied=tied)

    def completed(self, start: Bools) -> Bools | None:
        """Cells to hide, beginning with some; None where that is not enough."""
        hidden = self._bought(start.copy())
        if hidden is None:
            return None
        self.proof.begin()
        relations, order = self._relations(hidden), self._order(hidden)
        todo = order
        for _ in range(_ROUNDS):
            fewer = self._shown_again(relations, hidden.copy(), todo)
            found = self._bought(fewer.copy())
            if found is None or (found == fewer).all():
                return hidden if found is None else found
            wrong = int((found & ~fewer)[order].argmax())
            if (found & ~hidden).any():
                relations, order, wrong = self._relations(found), self._order(found), 0
            hidden, todo = found, order[wrong:][found[order[wrong:]]]  # what was tried before that stays tried
        return hidden

    def _relations(self, hidden: Bools) -> Relations:
        """Relations among some hidden cells."""
        return Relations(self.lines, self.sums, (self.least, self.most), hidden, self.proof)

    def _order(self, hidden: Bools) -> Places:
        """Further cells among some, the largest loss first."""
        extra = np.flatnonzero(hidden & ~self.first)
        return extra[np.argsort(-self.weight[extra], kind="stable")]

    def _bought(self, hidden: Bools) -> Bools | None:
        """Hide more cells until every goal has a witness; None where that does not help."""
        self.proof.under(hidden)
        attack: Programme | None = self._pushed(hidden)
        self._shop.free(np.flatnonzero(hidden))
        self._shop.show(np.flatnonzero(~hidden)) if not hidden.all() else None
        while (gap := self.proof.gap()) is not None:
            if attack is None and gap[1] >= 0:
                attack = self._pushed(hidden)
                continue
            found = self._way(attack, gap, hidden)
            if found is None:
                if gap[1] < 0 or self._could(gap):
                    return None
                self.proof.waive(gap, nobody=not self._thinkable(self._cells[[gap[1]]], [1.0], [1.0]))  # what a person knows of herself, whatever is published
                continue
            moved = ~hidden & (np.abs(found - np.nan_to_num(self.values)) > NEAR)
            if moved.any():
                self.proof.failed(gap)
                attack = None
                hidden |= moved
                self._shop.free(np.flatnonzero(moved))
            self.proof.add(found)
        return hidden

    def _pushed(self, hidden: Bools) -> Programme:
        """Tables that are possible where some cells are hidden; some are taken for witnesses."""
        attack = self.programme(hidden, tied=True)
        self.together(attack)
        return attack

    def _way(self, attack: Programme | None, gap: Gap, hidden: Bools) -> Floats | None:
        """Table in which a cell is at its goal: with what is hidden, else the cheapest nearby, else the cheapest."""
        found = None if attack is None else self.reached(attack, gap)
        found = self._nearby(gap, hidden) if found is None and len(hidden) > _LARGE else found
        return self.reached(self._shop, gap, bought=~hidden) if found is None else found

    def _nearby(self, gap: Gap, hidden: Bools) -> Floats | None:
        """Cheapest way to one goal among the cells near it; None where they allow none."""
        begin = np.isnan(self.values)
        begin[list(gap[:2] if gap[1] >= 0 else gap[:1])] = True
        near = self._neighbours.near(begin, hidden)
        shop = self.programme(near, self.weight)
        shop.free(np.flatnonzero(near & hidden))
        shop.show(np.flatnonzero(near & ~hidden)) if (near & ~hidden).any() else None
        return self.reached(shop, gap, bought=near & ~hidden)

    def _could(self, gap: Gap) -> bool:
        """Whether a goal could be reached if nothing but zeros had ever been published."""
        low, high = (self.proof.high[gap[0]], np.inf) if gap[2] else (self._system.least[self._cells[gap[0]]], self.proof.low[gap[0]])
        return self._thinkable(self._cells[[gap[0], gap[1]]], [low, 1.0], [high, 1.0])

    def _thinkable(self, cells: Places, low: list[float], high: list[float]) -> bool:
        """Whether some cells could lie between bounds if nothing but zeros had ever been published."""
        self._everything.bounds(cells, low, high)
        found = self._everything.solve(np.zeros(len(self._system.values)))
        self._everything.free(cells)
        return found is not None

    @cached_property
    def _everything(self) -> Programme:
        """Tables that are possible if nothing but zeros had ever been published."""
        system = self._system
        zero = ~np.isnan(system.values) & (system.values == 0)
        return Programme(system.lines, np.zeros(system.lines.shape[0]), system.values, system.least, np.full(len(zero), np.inf), active=~zero)

    def together(self, attack: Programme) -> None:
        """Push small cells to their goals at once: without anybody's knowledge, and with the cells of some single persons pinned."""
        alone = self.proof.alone
        for pinned in [np.zeros(0, dtype=int), *(alone[p::_PARTS] for p in range(_PARTS if len(alone) > 1 else 0))]:
            for up in (True, False):
                if len(pinned) and len(self.proof.waiting(up=up, pinned=alone)) <= _SOME:
                    continue
                for _ in range(_ROUNDS):
                    todo = np.setdiff1d(self.proof.waiting(up=up, pinned=pinned), pinned)
                    if len(todo) <= _FEW or not self._push(attack, todo, pinned, up=up):
                        break

    def _push(self, attack: Programme, todo: Places, pinned: Places, *, up: bool) -> bool:
        """One joint programme; whether it brought any further cell to its goal."""
        low, high = self.least[todo], self.most[todo]
        attack.bounds(todo, low if up else np.maximum(low, self.proof.low[todo]), np.minimum(high, self.proof.high[todo]) if up else high)
        cost = np.zeros(len(self.values))
        cost[pinned] = 50.0  # as low as can be: a person who is alone
        cost[todo] = -1.0 if up else 1.0
        found = attack.solve(cost)
        attack.free(todo)
        return found is not None and self.proof.add(found)

    def reached(self, programme: Programme, gap: Gap, bought: Bools | None = None) -> Floats | None:
        """Possible table in which a cell is at its goal for a person who knows her own cell."""
        cell, person, up = gap
        pins = np.array([cell, *([person] if person >= 0 else [])])
        low, high = (self.proof.high[cell], self.most[cell]) if up else (self.least[cell], self.proof.low[cell])
        programme.bounds(pins, [low, *([1.0] if person >= 0 else [])], [high, *([1.0] if person >= 0 else [])])
        cost = np.zeros(len(self.values))
        cost[self.proof.alone] = 1e-4  # cells of single persons stay where they are
        found = programme.solve(cost, bought)
        if found is None and not up and person < 0 and programme is self._shop and bought is not None:
            found = self._lowest(programme, cell, bought)
        programme.free(pins)
        return found

    def _lowest(self, programme: Programme, cell: int, bought: Bools) -> Floats | None:
        """Table in which a cell is as low as it can be; its goal is then there."""
        programme.free(cell)
        cost = np.zeros(len(self.values))
        cost[cell] = 1e4
        found = programme.solve(cost, bought)
        if found is not None:
            self.proof.low[cell] = max(self.proof.low[cell], float(found[cell]))
        return found

    def _shown_again(self, relations: Relations, hidden: Bools, todo: Places) -> Bools:
        """Show some cells again, one after the other, as far as nothing is known that speaks against it."""
        attack = self.programme(hidden, tied=True)
        relations.begin(hidden)
        for cell in todo.tolist():
            if relations.told(cell):
                continue
            hidden[cell] = False
            attack.show(cell)
            if self._fails(attack, hidden):
                hidden[cell] = True
                attack.free(cell)
                relations.hide()
        return hidden

    def _fails(self, attack: Programme, hidden: Bools) -> bool:
        """Whether a goal that was hard to reach before cannot be reached."""
        while (gap := self.proof.failing(hidden)) is not None:
            found = self.reached(attack, gap)
            if found is None:
                self.proof.failed(gap)
                return True
            self.proof.add(found)
        return False
