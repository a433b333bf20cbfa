"""From tables to a system: which cells are the same, and what adds up among them, within a table and between tables.

A cell is a set of codes along every dimension of its measure. On a line (all cells that differ along one dimension only)
the sets are cut into the pieces that tell them apart: every cell is the sum of its pieces, whether a table printed them
or not. Where the tables share no margin, the margins that they could share become cells of their own; where they form a
ring (A × B, B × C, A × C), the innermost cells of all of them do.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from workbench.disclosure.lp import Places
from workbench.disclosure.published import Published
from workbench.disclosure.space import Coordinates, Line, Space, complete, without
from workbench.disclosure.system import Floats, System

_NEAR = 1e-6


@dataclasses.dataclass(frozen=True, eq=False)
class Linked:
    """Fresh tables among those published before.

    Parameters
    ----------
    system
        All cells of the measure.
    rows
        Per fresh table the cell of each row.
    clash
        Fresh table and row whose number differs from what another table shows for the same cell, that table, and its
        number; None where all agree.
    torn
        Whether the numbers of the fresh tables do not add up as they declare.
    stray
        Fresh table and row with a number where a table that lists all parts lists no such part; None where there is none.
    others
        Per earlier table of the measure the cell of each row.
    """

    system: System
    rows: list[Places]
    clash: tuple[int, int, Published, float] | None
    torn: bool
    stray: tuple[int, int] | None = None
    others: Sequence[Places] = ()

    @property
    def sound(self) -> bool:
        """Whether all numbers can be true."""
        return not (self.clash or self.torn or self.stray)


def linked(fresh: Sequence[Published], earlier: Sequence[Published], *, minimum: float) -> Linked:
    """Build the system of fresh tables of one measure and all earlier ones.

    Parameters
    ----------
    fresh
        Tables with their true values and their goals, nothing hidden yet.
    earlier
        Tables as they were published.
    minimum
        Smallest count that may be shown: differences between cells that are smaller are protected too; 0: none is.

    Returns
    -------
    Linked
        The system, and where the rows of the fresh tables stand in it.

    Raises
    ------
    TooLargeError
        If it has too many cells.
    """
    space = Space([*fresh, *(t for t in earlier if t.measure == fresh[0].measure)])
    cells = {c: i for i, c in enumerate(dict.fromkeys(c for rows in space.coordinates for c in rows))}
    complete(space, cells)
    relations = _Relations(space, cells)
    known = _Knowledge(space, cells, relations.size, len(fresh))
    system = _system(known, relations, minimum)
    return Linked(system, known.rows[: len(fresh)], known.clash, _torn(system), _stray(space, fresh), known.rows[len(fresh) :])


def _stray(space: Space, fresh: Sequence[Published]) -> tuple[int, int] | None:
    """First number of a fresh table on a line where it should be zero."""
    for number, (table, rows) in enumerate(zip(fresh, space.coordinates, strict=False)):
        for row, cell in enumerate(rows):
            if table.values[row] and any(cell[place] & ~space.zero.get((place, without(cell, place)), 0) == 0 for place in range(len(cell))):
                return number, row
    return None


class _Relations:
    """Collects what adds up along the lines."""

    def __init__(self, space: Space, cells: Mapping[Coordinates, int]) -> None:
        self.space, self.size = space, len(cells)
        self.found: list[tuple[list[int], list[float]]] = []
        self.slack: list[int] = []
        for place in range(len(space.dimensions)):
            groups: dict[Coordinates, list[tuple[int, int]]] = defaultdict(list)
            for cell, number in cells.items():
                groups[without(cell, place)].append((cell[place], number))
            for rest, members in groups.items():
                if _nested([bits for bits, _ in members]):
                    self._line((place, rest), dict(members))

    def _line(self, line: Line, members: Mapping[int, int]) -> None:
        """Relations along a line, given by the sets on it and their cells."""
        if line[0] in self.space.overlapping:
            self._overlap(line, members)
            return
        pieces = _pieces(list(members), self.space.zero.get(line, 0))
        numbers = {p: members[p] if p in members else self._new() for p in pieces}
        for bits, number in members.items():
            if bits not in numbers:
                self._add([numbers[p] for p in pieces if p & bits == p], [number])

    def _overlap(self, line: Line, members: Mapping[int, int]) -> None:
        """Where parts may overlap a whole is no smaller than each of them, and no larger than all together."""
        for bits, number in members.items():
            parts = [n for b, n in members.items() if b & bits == b and b != bits]
            for part in parts:
                self._add([part, self._new(slack=True)], [number])
            if parts and (line, bits) in self.space.totals:
                self._add([number, self._new(slack=True)], parts)

    def _new(self, *, slack: bool = False) -> int:
        """A cell that nobody printed."""
        self.size += 1
        if slack:
            self.slack.append(self.size - 1)
        return self.size - 1

    def _add(self, left: Sequence[int], right: Sequence[int]) -> None:
        """Both sides come to the same."""
        self.found.append(([*left, *right], [1.0] * len(left) + [-1.0] * len(right)))


def _nested(sets: Iterable[int]) -> bool:
    """Whether any set on a line shares a code with another."""
    seen = 0
    for bits in sets:
        if seen & bits:
            return True
        seen |= bits
    return False


def _pieces(sets: Sequence[int], zero: int) -> list[int]:
    """Smallest sets of which all sets are made, without those that are known to be zero."""
    pieces: list[int] = []
    covered = 0
    for bits in sorted(sets, key=int.bit_count):
        rest = bits & ~covered
        if rest != bits:  # some of it is in a smaller set
            pieces = [p for piece in pieces for p in ((piece,) if piece & bits in (0, piece) else (piece & bits, piece & ~bits))]
        pieces += [rest] if rest else []
        covered |= bits
    known = set(sets)
    return [p for p in pieces if p in known or p & ~zero]


class _Knowledge:
    """Per cell: its value, what a reader knows of it, and how far it must stay in doubt; the first tables are the fresh ones."""

    def __init__(self, space: Space, cells: Mapping[Coordinates, int], size: int, fresh: int) -> None:
        self.space, self.cells = space, cells
        self.rows = [np.array([cells[c] for c in rows], dtype=int) for rows in space.coordinates]
        self.values, self.least, self.most = np.full(size, np.nan), np.zeros(size), np.full(size, np.inf)
        self.fixed, self.unknown = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
        self.low, self.high = np.full(size, np.nan), np.full(size, np.nan)
        self.clash: tuple[int, int, Published, float] | None = None
        self._mine: dict[int, tuple[int, int]] = {}
        for number, (table, coordinates) in enumerate(zip(space.tables, space.coordinates, strict=True)):
            for row, cell in enumerate(coordinates):
                value, at = table.values[row], cells[cell]
                if row in table.goals:
                    self.low[at], self.high[at] = table.goals[row]
                if value is not None:
                    self._check(table, at, value)
                if number < fresh:
                    self._fresh(number, row, at)
                else:
                    self._earlier(table, value, at)

    def _check(self, table: Published, at: int, value: float) -> None:
        """Notice a number that differs from a fresh one for the same cell."""
        if at in self._mine and not table.base and abs(self.values[at] - value) > _NEAR:
            self.clash = self.clash or (*self._mine[at], table, value)

    def _fresh(self, number: int, row: int, at: int) -> None:
        """What a fresh table would show."""
        table = self.space.tables[number]
        value = table.values[row]
        self._mine.setdefault(at, (number, row))
        self.values[at], self.unknown[at], self.least[at] = np.nan if value is None else value, False, table.floor

    def _earlier(self, table: Published, value: float | None, at: int) -> None:
        """What another table shows or hides."""
        if value is not None and np.isnan(value):  # what an edition says no more
            return
        if value is None:
            self.unknown[at] |= not self.fixed[at]
            self.least[at] = max(self.least[at], table.floor)
        elif table.base:
            reach = table.base // 2
            self.least[at], self.most[at] = max(self.least[at], value - reach), min(self.most[at], value + reach)
            self.unknown[at] = not self.fixed[at]
        else:
            self.values[at], self.fixed[at], self.unknown[at] = value, True, False


def _system(known: _Knowledge, relations: _Relations, minimum: float) -> System:
    """Arrays of what was collected; pieces that follow from printed cells and are small are protected too."""
    from scipy.sparse import csr_array

    flat = np.array([n for numbers, _ in relations.found for n in numbers], dtype=int)
    signs = np.array([s for _, part in relations.found for s in part])
    ends = np.cumsum([0, *(len(numbers) for numbers, _ in relations.found)])
    lines = csr_array((signs, flat, ends), shape=(len(relations.found), relations.size))
    _derive(known.values, relations.found)
    pieces = np.arange(relations.size) >= len(known.cells)
    pieces[relations.slack] = False
    small = pieces & (known.values > 1 / 2) & (known.values < minimum)
    low = np.where(known.fixed, np.nan, np.where(small, 1, known.low))
    high = np.where(known.fixed, np.nan, np.where(small, minimum, known.high))
    weight = 1 + np.log1p(np.nan_to_num(np.abs(known.values))) / 1e3  # the number of cells first, then what they hold
    return System(known.values, lines, known.least, known.most, known.fixed, known.unknown, low, high, low <= 1, weight)


def _derive(values: Floats, relations: list[tuple[list[int], list[float]]]) -> None:
    """Values of cells that follow from the others."""
    waiting = relations
    while waiting:
        left = []
        for numbers, signs in waiting:
            missing = [i for i, n in enumerate(numbers) if np.isnan(values[n])]
            if len(missing) == 1:
                rest = sum(s * values[n] for n, s in zip(numbers, signs, strict=True) if not np.isnan(values[n]))
                values[numbers[missing[0]]] = -rest / signs[missing[0]]
            elif missing:
                left.append((numbers, signs))
        if len(left) == len(waiting):
            return
        waiting = left


def _torn(system: System) -> bool:
    """Whether a sum is none, or what is left for a part is less than nothing."""
    return bool((system.values < -_NEAR).any() or (np.abs(np.nan_to_num(system.lines @ system.values)) > _NEAR).any())
