"""Bounds of hidden cells from one relation after the other: no proof that a cell is safe, but a quick one that it is not."""

import functools
from collections import deque
from itertools import pairwise
from math import inf, isinf
from typing import Any

import numpy as np

from workbench.disclosure.lp import NEAR
from workbench.disclosure.proof import Proof
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.tied import Tied

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
        tied = Tied(lines[:, hidden], sums - lines[:, ~hidden] @ proof.values[~hidden])
        touching = abs(tied.lines).T @ abs(tied.lines)
        self._beside = (touching @ touching).tocsr()
        self._hidden, self._proof, self._sums = np.flatnonzero(hidden), proof, tied.sums.tolist()
        self._ties = dict(zip(self._hidden.tolist(), zip(tied.group.tolist(), tied.sign.tolist(), tied.shift.tolist(), strict=True), strict=True))
        groups, signs, starts = tied.lines.indices.tolist(), tied.lines.data.tolist(), tied.lines.indptr.tolist()
        self._terms = [list(zip(groups[a:b], signs[a:b], strict=True)) for a, b in pairwise(starts)]
        self._sides = [tuple([g for g, s in terms if s == sign] for sign in (1, -1)) for terms in self._terms]
        self._of: list[list[int]] = [[] for _ in range(tied.lines.shape[1])]
        for relation, terms in enumerate(self._terms):
            for group, _ in terms:
                self._of[group].append(relation)
        self._low, self._high = (ends.tolist() for ends in tied.ends(*(ends[hidden] for ends in bounds)))
        self._goals(proof)
        self._before: list[tuple[int, float, float]] = []  # what was narrowed, and from what
        self._excused = functools.cache(proof.waived)
        self._follow(range(len(self._terms)), self._excused(-1))
        self._start = self._begun = len(self._before)
        self._spoilers: dict[int, int] = {}
        self._kept: set[int] = set()
        self._last = -1

    def _goals(self, proof: Proof) -> None:
        """How far each group can be narrowed until it rules out a goal of one of its cells."""
        many = len(self._of)
        self._floors: list[list[tuple[float, int, bool]]] = [[] for _ in range(many)]  # bound, cell, whether its upper goal
        self._roofs: list[list[tuple[float, int, bool]]] = [[] for _ in range(many)]
        for cell in np.intersect1d(self._hidden, proof.small).tolist():
            group, sign, shift = self._ties[cell]
            for goal, up in ((proof.low[cell] + NEAR, False), (proof.high[cell] - NEAR, True)):
                ends = self._floors if (sign > 0) != up else self._roofs
                ends[group].append(((float(goal) - shift) * sign, cell, up))
        self._floor = [min((e[0] for e in ends), default=inf) for ends in self._floors]
        self._roof = [max((e[0] for e in ends), default=-inf) for ends in self._roofs]

    def begin(self, hidden: Bools) -> None:
        """Hide some cells, and show all others."""
        self._back(self._start)
        self._kept = set()
        for cell in self._hidden[~hidden[self._hidden]].tolist():
            self._known(cell, float(self._proof.values[cell]), -1)

    def told(self, cell: int) -> bool:
        """Whether a reader, or a person near by, finds out about a small cell once a cell is shown; if not, the cell stays shown."""
        self._begun, self._last = len(self._before), self._ties[cell][0]
        if self._last in self._kept:
            return True
        if self._known(cell, float(self._proof.values[cell]), -1) or any(self._finds(p, self._last) for p in self._persons(self._last)):
            self.hide()
            return True
        return False

    def _persons(self, group: int) -> list[int]:
        """Persons near a group: first who found something out when a cell of it was shown before."""
        near = self._beside.indices[slice(*self._beside.indptr[[group, group + 1]])]
        persons = self._proof.alone[np.isin([self._ties[p][0] for p in self._proof.alone.tolist()], near)].tolist()
        return [*([self._spoilers[group]] if group in self._spoilers else []), *persons]

    def hide(self) -> None:
        """Hide the cell again that was shown last; those that move with it stay hidden too."""
        self._back(self._begun)
        self._kept.add(self._last)

    def _finds(self, person: int, group: int) -> bool:
        """Whether a person who knows her own cell finds out about another once a group is known."""
        begun = len(self._before)
        found = self._known(person, 1.0, person)
        self._back(begun)
        if found:
            self._spoilers[group] = person
        return found

    def _back(self, begun: int) -> None:
        """Forget what was narrowed since."""
        while len(self._before) > begun:
            group, self._low[group], self._high[group] = self._before.pop()

    def _known(self, cell: int, value: float, person: int) -> bool:
        """Take the value of a cell as known; whether that gives a small cell away."""
        (group, sign, shift), waived = self._ties[cell], self._excused(person)
        known = (value - shift) * sign
        return self._narrowed(group, known, known, waived) or self._follow(self._of[group], waived)

    def _narrowed(self, group: int, low: float, high: float, waived: tuple[set[int], set[int]]) -> bool:
        """Narrow a group; whether that rules a goal out."""
        self._before.append((group, self._low[group], self._high[group]))
        self._low[group], self._high[group] = max(low, self._low[group]), min(high, self._high[group])
        if low > self._floor[group] and any(low > end and cell not in waived[up] for end, cell, up in self._floors[group]):
            return True
        return high < self._roof[group] and any(high < end and cell not in waived[up] for end, cell, up in self._roofs[group])

    def _follow(self, relations: Any, waived: tuple[set[int], set[int]]) -> bool:  # noqa: ANN401 (any iterable of numbers)
        """Narrow groups by what is known of the others in their relations; whether that rules a goal out."""
        todo, left = deque(relations), _PASSES * len(self._terms)
        waiting = set(todo)
        while todo and left:
            left -= 1
            relation = todo.popleft()
            waiting.discard(relation)
            for group, low, high in self._ends(relation):
                if self._narrowed(group, low, high, waived):
                    return True
                for more in self._of[group]:
                    if more != relation and more not in waiting:
                        waiting.add(more)
                        todo.append(more)
        return False

    def _ends(self, relation: int) -> list[tuple[int, float, float]]:
        """Groups of a relation that the others narrow, and their bounds."""
        (plus, minus), total, low, high = self._sides[relation], self._sums[relation], self._low, self._high
        above = total - sum([low[g] for g in plus]) + sum([high[g] for g in minus])
        below = sum([high[g] for g in plus]) - sum([low[g] for g in minus]) - total
        if isinf(above) or isinf(below) or len(plus) + len(minus) < len(self._terms[relation]):
            return self._endless(relation)
        room = min(above, below) + NEAR
        narrowed = [(g, high[g] - below, low[g] + above) for g in plus if high[g] - low[g] > room]
        return narrowed + [(g, high[g] - above, low[g] + below) for g in minus if high[g] - low[g] > room]

    def _endless(self, relation: int) -> list[tuple[int, float, float]]:
        """The same where a group has no greatest value, or moves by more than the others."""
        terms, low, high = self._terms[relation], self._low, self._high
        lows = [s * (low[g] if s > 0 else high[g]) for g, s in terms]
        highs = [s * (high[g] if s > 0 else low[g]) for g, s in terms]
        tops, bottoms = _rests(self._sums[relation], lows), _rests(self._sums[relation], highs)
        narrowed = [at for at, (t, h, b, w) in enumerate(zip(tops, highs, bottoms, lows, strict=True)) if t < h - NEAR or b > w + NEAR]
        return [(g, min(bottoms[at] / s, tops[at] / s), max(bottoms[at] / s, tops[at] / s)) for at in narrowed for g, s in [terms[at]]]


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
