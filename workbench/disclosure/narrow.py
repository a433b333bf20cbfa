"""Bounds of hidden cells from one relation after the other: no proof that a cell is safe, but a quick one that it is not."""

import functools
from collections import deque
from itertools import pairwise
from math import isinf
from typing import Any

import numpy as np

from workbench.disclosure.lp import NEAR
from workbench.disclosure.proof import Proof
from workbench.disclosure.system import Bools, Floats

_PASSES = 6  # so often a relation is looked at again, on average, before the rest is left open


class Relations:
    """What some hidden cells and the shown ones come to, and how far each is narrowed by that.

    Parameters
    ----------
    lines, sums
        One row per relation, one column per cell, entries 1 or -1; and what each relation comes to.
    bounds
        Least and greatest value of each hidden cell that every reader knows.
    hidden
        Cells that may be hidden.
    proof
        Values and goals.

    """

    def __init__(self, lines: Any, sums: Floats, bounds: tuple[Floats, Floats], hidden: Bools, proof: Proof) -> None:  # noqa: ANN401 (scipy's matrices are not typed)
        here = lines[:, hidden].tocsr()
        touching = abs(here).T @ abs(here)
        self._beside = (touching @ touching).tocsr()
        self._place, self._hidden = np.cumsum(hidden) - 1, np.flatnonzero(hidden)
        self._proof, self._sums = proof, (sums - lines[:, ~hidden] @ proof.values[~hidden]).tolist()
        cells, signs, starts = self._hidden[here.indices].tolist(), here.data.tolist(), here.indptr.tolist()
        self._terms = [list(zip(cells[a:b], signs[a:b], strict=True)) for a, b in pairwise(starts)]
        self._of: dict[int, list[int]] = {c: [] for c in self._hidden.tolist()}
        for relation, terms in enumerate(self._terms):
            for cell, _ in terms:
                self._of[cell].append(relation)
        self._low, self._high = (ends.tolist() for ends in bounds)
        self._floor, self._roof = np.nan_to_num(proof.low + NEAR, nan=np.inf).tolist(), np.nan_to_num(proof.high - NEAR, nan=-np.inf).tolist()
        self._before: list[tuple[int, float, float]] = []  # what was narrowed, and from what
        self._excused = functools.cache(proof.waived)
        self._follow(range(len(self._terms)), self._excused(-1))
        self._start = self._begun = len(self._before)
        self._spoilers: dict[int, int] = {}

    def begin(self, hidden: Bools) -> None:
        """Hide some cells, and show all others."""
        self._back(self._start)
        for cell in self._hidden[~hidden[self._hidden]].tolist():
            self._known(cell, float(self._proof.values[cell]), -1)

    def told(self, cell: int) -> bool:
        """Whether a reader, or a person near by, finds out about a small cell once a cell is shown; if not, the cell stays shown."""
        self._begun = len(self._before)
        if self._known(cell, float(self._proof.values[cell]), -1) or any(self._finds(p, cell) for p in self._persons(cell)):
            self.hide()
            return True
        return False

    def _persons(self, cell: int) -> list[int]:
        """Persons near a cell: first who found something out when the cell was shown before."""
        near = self._hidden[self._beside.indices[slice(*self._beside.indptr[[self._place[cell], self._place[cell] + 1]])]]
        return [*([self._spoilers[cell]] if cell in self._spoilers else []), *np.intersect1d(near, self._proof.alone).tolist()]

    def hide(self) -> None:
        """Hide the cell again that was shown last."""
        self._back(self._begun)

    def _finds(self, person: int, cell: int) -> bool:
        """Whether a person who knows her own cell finds out about another once a cell is shown."""
        begun = len(self._before)
        found = self._known(person, 1.0, person)
        self._back(begun)
        if found:
            self._spoilers[cell] = person
        return found

    def _back(self, begun: int) -> None:
        """Forget what was narrowed since."""
        while len(self._before) > begun:
            cell, self._low[cell], self._high[cell] = self._before.pop()

    def _known(self, cell: int, value: float, person: int) -> bool:
        """Take the value of a cell as known; whether that gives a small cell away."""
        waived = self._excused(person)
        return self._narrowed(cell, value, value, waived) or self._follow(self._of[cell], waived)

    def _narrowed(self, cell: int, low: float, high: float, waived: tuple[set[int], set[int]]) -> bool:
        """Narrow a cell; whether that rules a goal out."""
        self._before.append((cell, self._low[cell], self._high[cell]))
        self._low[cell], self._high[cell] = max(low, self._low[cell]), min(high, self._high[cell])
        return (low > self._floor[cell] and cell not in waived[0]) or (high < self._roof[cell] and cell not in waived[1])

    def _follow(self, relations: Any, waived: tuple[set[int], set[int]]) -> bool:  # noqa: ANN401 (any iterable of numbers)
        """Narrow cells by what is known of the others in their relations; whether that rules a goal out."""
        todo, left = deque(relations), _PASSES * len(self._terms)
        waiting = set(todo)
        while todo and left:
            left -= 1
            relation = todo.popleft()
            waiting.discard(relation)
            for cell, low, high in self._ends(relation):
                if self._narrowed(cell, low, high, waived):
                    return True
                more = [r for r in self._of[cell] if r != relation and r not in waiting]
                todo.extend(more)
                waiting.update(more)
        return False

    def _ends(self, relation: int) -> list[tuple[int, float, float]]:
        """Cells of a relation that the others narrow, and their bounds."""
        terms, low, high = self._terms[relation], self._low, self._high
        lows = [low[c] if s > 0 else -high[c] for c, s in terms]
        highs = [high[c] if s > 0 else -low[c] for c, s in terms]
        tops, bottoms = _rests(self._sums[relation], lows), _rests(self._sums[relation], highs)
        narrowed = [at for at, (t, h, b, w) in enumerate(zip(tops, highs, bottoms, lows, strict=True)) if t < h - NEAR or b > w + NEAR]
        return [(terms[at][0], bottoms[at], tops[at]) if terms[at][1] > 0 else (terms[at][0], -tops[at], -bottoms[at]) for at in narrowed]


def _rests(total: float, terms: list[float]) -> list[float]:
    """What a sum leaves for each of its terms; endless where one of the others is."""
    endless = [at for at, term in enumerate(terms) if isinf(term)]
    if not endless:
        rest = total - sum(terms)
        return [rest + term for term in terms]
    rests = [-terms[endless[0]]] * len(terms)
    if len(endless) == 1:
        at = endless[0]
        rests[at] = total - sum(terms[:at]) - sum(terms[at + 1 :])
    return rests
