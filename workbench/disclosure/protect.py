"""Secondary suppression: which further cells are hidden so that nothing that was published gives a small count away.

A reader knows every shown cell and all that adds up. A small cell is safe when she must think values down to its lower and up
to its upper goal possible; also when she is the person alone in another small cell, and knows that one to be 1.
"""

from collections.abc import Iterator

import numpy as np

from workbench.disclosure.exact import improved
from workbench.disclosure.lp import NEAR, Places, Programme
from workbench.disclosure.narrow import Relations
from workbench.disclosure.proof import Gap, Proof
from workbench.disclosure.system import Bools, Floats, System

_ROUNDS = 12  # joint programmes per direction and set of pinned cells
_LARGE = 1_000  # in components of more cells a way is first looked for nearby …
_STEPS, _WIDE = 8, 4  # … so many relations away, by way of the cheapest cells of each
_PUSHES = (3, 30)  # after so many single programmes all that is left is pushed together
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
    cells that move with it are hidden (Kelly, Golden & Assad 1992; Robertson 1993). In the end every further cell is shown
    again if all stays safe without it. Then `workbench.disclosure.exact` looks for fewer. The same system gives the same
    result everywhere: nothing depends on time.

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
        self._shop = self.programme(np.ones(len(cells), dtype=bool), self.weight)

    def programme(self, active: Bools, price: Floats | None = None) -> Programme:
        """Tables that are possible where only the active cells are hidden."""
        return Programme(self.lines, self.sums, self.values, self.least, self.most, active=active, price=price)

    def completed(self, start: Bools) -> Bools | None:
        """Cells to hide, beginning with some; None where that is not enough."""
        hidden = start.copy()
        self.proof.under(hidden)
        attack = self.programme(hidden)
        self.together(attack)
        self._shop.free(np.flatnonzero(hidden))
        self._shop.show(np.flatnonzero(~hidden)) if not hidden.all() else None
        stale = False
        while (gap := self.proof.gap()) is not None:
            if stale and gap[1] >= 0:
                attack, stale = self.programme(hidden), False
                self.together(attack)
                continue
            found = self.reached(attack, gap) if gap[1] >= 0 else None
            found = self._nearby(gap, hidden) if found is None and len(hidden) > _LARGE else found
            found = self.reached(self._shop, gap, bought=~hidden) if found is None else found
            if found is None:
                if gap[1] < 0 or self._could(gap):
                    return None
                self.proof.waive(gap)  # what a person knows of herself, whatever is published
                continue
            moved = ~hidden & (np.abs(found - np.nan_to_num(self.values)) > NEAR)
            if moved.any():
                stale = True
                hidden |= moved
                self._shop.free(np.flatnonzero(moved))
            self.proof.add(found)
        return self._shown_again(hidden)

    def _nearby(self, gap: Gap, hidden: Bools) -> Floats | None:
        """Cheapest way to one goal among the cells near it; None where they allow none."""
        near = np.isnan(self.values)
        near[list(gap[:2] if gap[1] >= 0 else gap[:1])] = True
        price = np.where(hidden, 0.0, self.weight)
        by_relation, by_cell = self.lines.tocsr(), self.lines
        for _ in range(_STEPS):
            relations = np.unique(by_cell[:, near].tocoo().coords[0])
            for relation in relations:
                cells = by_relation.indices[by_relation.indptr[relation] : by_relation.indptr[relation + 1]]
                near[cells[np.argsort(price[cells], kind="stable")][:_WIDE]] = True
            if np.count_nonzero(near) > _LARGE:
                break
        shop = self.programme(near, self.weight)
        shop.free(np.flatnonzero(near & hidden))
        shop.show(np.flatnonzero(near & ~hidden)) if (near & ~hidden).any() else None
        return self.reached(shop, gap, bought=near & ~hidden)

    def _could(self, gap: Gap) -> bool:
        """Whether a goal could be reached if nothing but zeros had ever been published."""
        system = self._system
        zero = ~np.isnan(system.values) & (system.values == 0)
        everything = Programme(system.lines, np.zeros(system.lines.shape[0]), system.values, system.least, np.full(len(zero), np.inf), active=~zero)
        cell, person, up = self._cells[gap[0]], self._cells[gap[1]], gap[2]
        everything.bounds(cell, self.proof.high[gap[0]] if up else system.least[cell], np.inf if up else self.proof.low[gap[0]])
        everything.bounds(person, 1.0, 1.0)
        return everything.solve(np.zeros(len(zero))) is not None

    def together(self, attack: Programme) -> None:
        """Push small cells to their goals at once: without anybody's knowledge, and with the cells of some single persons pinned."""
        alone = self.proof.alone
        for pinned in [np.zeros(0, dtype=int), *(alone[p::_PARTS] for p in range(_PARTS if len(alone) > 1 else 0))]:
            for up in (True, False):
                for _ in range(_ROUNDS):
                    todo = np.setdiff1d(self.proof.waiting(up=up, pinned=pinned), pinned)
                    if not len(todo) or not self._push(attack, todo, pinned, up=up):
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
        if found is None and not up and person < 0 and bought is not None:
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

    def _shown_again(self, hidden: Bools) -> Bools:
        """Show every further cell again without which all stays safe, the largest loss first."""
        attack, relations = self.programme(hidden), Relations(self.lines, self.sums, self.values, hidden)
        extra = np.flatnonzero(hidden & ~self.first)
        for cell in extra[np.argsort(-self.weight[extra], kind="stable")].tolist():
            hidden[cell] = False
            attack.show(cell)
            if self._plain(relations, hidden, cell) or self.safe(attack, hidden) is not None:
                hidden[cell] = True
                attack.free(cell)
        return hidden

    def _plain(self, relations: Relations, hidden: Bools, cell: int) -> bool:
        """Whether one relation after the other gives a small cell away once a cell is shown, to a reader or to a person near by."""
        low, high = np.where(hidden, self.least, self.values), np.where(hidden, self.most, self.values)
        for person in (-1, *np.intersect1d(relations.near(cell), self.proof.alone)):
            known = (low.copy(), high.copy())
            if person >= 0:
                known[0][person] = known[1][person] = 1
            if self.proof.refuted(*relations.bounds(*known), int(person)):
                return True
        return False

    def safe(self, attack: Programme, hidden: Bools) -> Gap | None:
        """First goal that cannot be reached; None where all can."""
        self.proof.under(hidden)
        tried = 0
        while (gap := self.proof.gap()) is not None:
            found = self.reached(attack, gap)
            if found is None:
                self.proof.failed(gap)
                return gap
            self.proof.add(found)
            tried += 1
            if tried in _PUSHES:
                self.together(attack)
        return None
