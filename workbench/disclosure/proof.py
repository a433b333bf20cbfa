"""Witnesses: possible tables, and which small cells they prove safe from whom."""

import numpy as np
import numpy.typing as npt

from workbench.disclosure.lp import NEAR, Places
from workbench.disclosure.system import Bools, Floats

Gap = tuple[int, int, bool]  # small cell, cell of the person who attacks (-1: a reader who is nobody), whether the upper goal


class Proof:
    """Tables that a reader must think possible, whatever is hidden beyond what they differ in from the truth.

    Parameters
    ----------
    values
        True values; NaN where they are not known.
    low, high
        Goal of each small cell, NaN for the others.
    alone
        Cells whose only person knows them to be 1.
    """

    def __init__(self, values: Floats, low: Floats, high: Floats, alone: Places) -> None:
        self.values, self.low, self.high, self.alone = values, low, high, alone
        self.small = np.flatnonzero(~np.isnan(low))
        rows, self._many = 64, 0
        self._here, self._ones = np.zeros((rows, len(self.small))), np.zeros((rows, len(alone) + 1), dtype=np.float32)
        self._moved = np.zeros((rows, -(-len(values) // 8)), dtype=np.uint8)
        self._seen = [self._none(), self._none()]
        self._waived = [self._own(), self._own()]
        self._hard: list[Gap] = []

    def _none(self) -> Bools:
        """Nothing proven: rows are small cells, columns are persons and, last, nobody."""
        return np.zeros((len(self.small), len(self.alone) + 1), dtype=bool)

    def _own(self) -> Bools:
        """Nobody attacks the cell that she is in herself."""
        own = self._none()
        own[:, :-1] = self.small[:, None] == self.alone[None, :]
        return own

    def add(self, table: Floats) -> bool:
        """Take a table for a witness; whether it proves anything new."""
        if self._many == len(self._here):
            for old in (self._here, self._ones, self._moved):
                old.resize((2 * len(old), old.shape[1]), refcheck=False)  # new rows are zero
        at, new = self._many, False
        self._here[at], self._ones[at] = table[self.small], np.append(np.abs(table[self.alone] - 1) <= NEAR, True)
        self._moved[at] = np.packbits(np.abs(table - self.values) > NEAR)  # never where the truth is not known
        self._many += 1
        for seen, there in zip(self._seen, self._reached(self._here[at]), strict=True):
            before = seen[there]
            seen[there] |= self._ones[at] > 0
            new |= bool((seen[there] != before).any())
        return new

    def _reached(self, here: Floats) -> tuple[Bools, Bools]:
        """Whether small cells are at their lower, and at their upper goals."""
        return here <= self.low[self.small] + NEAR, here >= self.high[self.small] - NEAR

    def _possible(self, hidden: Bools) -> Bools:
        """Tables that agree with all that is shown."""
        shown = np.packbits(~hidden & ~np.isnan(self.values))
        return np.asarray(~(self._moved[: self._many] & shown).any(axis=1))

    def under(self, hidden: Bools) -> None:
        """Count only the tables that agree with all that is shown."""
        possible = self._possible(hidden)
        here, ones = self._here[: self._many][possible], np.packbits(self._ones[: self._many][possible] > 0, axis=1)
        self._seen = [self._covered(there, ones) for there in self._reached(here)]

    def _covered(self, there: Bools, ones: npt.NDArray[np.uint8]) -> Bools:
        """What tables prove that have some small cells at their goals, and the cells of some persons at 1 (packed)."""
        found = np.zeros((len(self.small), ones.shape[1]), dtype=np.uint8)
        for cells, persons in zip(there, ones, strict=True):
            found[cells] = np.bitwise_or(found[cells], persons)
        return np.unpackbits(found, axis=1, count=len(self.alone) + 1).astype(bool)

    def _open(self, *, up: bool) -> Bools:
        """What still lacks a witness."""
        return ~(self._seen[up] | self._waived[up])

    def waiting(self, *, up: bool, pinned: Places) -> Places:
        """Small cells that lack a witness for some of the pinned persons, or for nobody where none is."""
        columns = np.flatnonzero(np.isin(self.alone, pinned)) if len(pinned) else np.array([len(self.alone)])
        return self.small[self._open(up=up)[:, columns].any(axis=1)]

    def gap(self) -> Gap | None:
        """Next goal without a witness: first what a reader who is nobody could find out."""
        for columns in (slice(-1, None), slice(None)):
            for up in (True, False):
                here = self._open(up=up)[:, columns]
                if here.any():
                    i, j = np.unravel_index(here.argmax(), here.shape)
                    return int(self.small[i]), -1 if columns.start == -1 or j == len(self.alone) else int(self.alone[j]), up
        return None

    def failing(self, hidden: Bools) -> Gap | None:
        """Goal that was hard to reach before, and that no table proves where some cells are hidden."""
        possible = self._possible(hidden)
        reached, ones = self._reached(self._here[: self._many][possible]), self._ones[: self._many][possible] > 0
        for gap in reversed(self._hard):
            row, column = self._place(gap)
            if not (reached[gap[2]][:, row] & ones[:, column]).any():
                return gap
        return None

    def gaps(self) -> list[Gap]:
        """All goals without a witness, those that a reader who is nobody could find out first."""
        found = []
        for up in (True, False):
            for i, j in np.argwhere(self._open(up=up)).tolist():
                found.append((int(self.small[i]), int(self.alone[j]) if j < len(self.alone) else -1, up))
        return sorted(found, key=lambda g: g[1] >= 0)

    def open(self, gap: Gap) -> bool:
        """Whether a goal lacks a witness."""
        row, column = self._place(gap)
        return bool(self._open(up=gap[2])[row, column])

    def _place(self, gap: Gap) -> tuple[int, int]:
        """Row and column of a goal."""
        return int(np.searchsorted(self.small, gap[0])), len(self.alone) if gap[1] < 0 else int(np.searchsorted(self.alone, gap[1]))

    def waived(self, person: int) -> tuple[set[int], set[int]]:
        """Small cells whose lower, and whose upper goal was given up against a person or nobody (-1)."""
        column = self._place((self.small[0], person, True))[1]
        down, up = (set(self.small[waived[:, column]].tolist()) for waived in self._waived)
        return down, up

    def failed(self, gap: Gap) -> None:
        """Remember a goal that decided against showing a cell: it will decide against others too."""
        self._hard = [*[g for g in self._hard if g != gap], gap]

    def begin(self) -> None:
        """Forget which goals were hard to reach."""
        self._hard = []

    def waive(self, gap: Gap, *, nobody: bool) -> None:
        """Give a goal up that nothing can reach; all against a person where nobody can be alone in her cell."""
        row, column = self._place(gap)
        for waived in self._waived if nobody else [self._waived[gap[2]]]:
            waived[slice(None) if nobody else row, column] = True
