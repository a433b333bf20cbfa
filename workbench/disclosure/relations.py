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

from workbench.disclosure.published import Goal, Published
from workbench.disclosure.space import Coordinates, Line, Space, complete, without
from workbench.disclosure.system import Floats, System

_NEAR = 1e-6


@dataclasses.dataclass(frozen=True, eq=False)
class Linked:
    """A fresh table among those published before.

    Parameters
    ----------
    system
        All cells of the measure.
    rows
        Cell of each row of the fresh table.
    clash
        Row of the fresh table whose number differs from what another table shows for the same cell, that table, and its
        number; None where all agree.
    torn
        Whether the numbers of the fresh table do not add up as it declares.

    """

    system: System
    rows: np.ndarray
    clash: tuple[int, Published, float] | None
    torn: bool


def linked(fresh: Published, earlier: Sequence[Published], *, goals: Mapping[int, Goal], minimum: float) -> Linked:
    """Build the system of a fresh table and all earlier ones of its measure.

    Parameters
    ----------
    fresh
        Table with its true values (None: nobody knows it), nothing hidden yet.
    earlier
        Tables as they were published.
    goals
        Row of the fresh table → interval that must stay possible.
    minimum
        Smallest count that may be shown: differences between cells that are smaller are protected too; 0: none is.

    Returns
    -------
    Linked
        The system, and where the rows of the fresh table stand in it.

    Raises
    ------
    TooLargeError
        If it has too many cells.

    """
    space = Space([fresh, *(t for t in earlier if t.measure == fresh.measure)])
    cells = {c: i for i, c in enumerate(dict.fromkeys(c for rows in space.coordinates for c in rows))}
    complete(space, cells)
    relations = _Relations(space, cells)
    known = _Knowledge(space, cells, relations.size)
    known.fresh(goals)
    known.earlier()
    system = _system(known, relations, minimum)
    return Linked(system, known.rows, known.clash, _torn(system))


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
    """Per cell: its value, what a reader knows of it, and how far it must stay in doubt."""

    def __init__(self, space: Space, cells: Mapping[Coordinates, int], size: int) -> None:
        self.space, self.cells = space, cells
        self.rows = np.array([cells[c] for c in space.coordinates[0]], dtype=int)
        self.values, self.least, self.most = np.full(size, np.nan), np.zeros(size), np.full(size, np.inf)
        self.fixed, self.unknown = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
        self.low, self.high = np.full(size, np.nan), np.full(size, np.nan)
        self.clash: tuple[int, Published, float] | None = None

    def fresh(self, goals: Mapping[int, Goal]) -> None:
        """What the fresh table would show."""
        table = self.space.tables[0]
        for row, (number, value) in enumerate(zip(self.rows, table.values, strict=True)):
            if value is not None:
                self.values[number], self.unknown[number], self.least[number] = value, False, table.floor
            if row in goals:
                self.low[number], self.high[number] = goals[row]

    def earlier(self) -> None:
        """What the other tables show and hide."""
        for table, coordinates in zip(self.space.tables[1:], self.space.coordinates[1:], strict=True):
            for row, cell in enumerate(coordinates):
                self._cell(table, row, self.cells[cell])

    def _cell(self, table: Published, row: int, number: int) -> None:
        """One cell of another table."""
        value = table.values[row]
        if value is None:
            self.unknown[number] |= not self.fixed[number]
            self.least[number] = max(self.least[number], table.floor)
            if row in table.goals:
                self.low[number], self.high[number] = table.goals[row]
        elif table.base:
            reach = table.base // 2
            self.least[number], self.most[number] = max(self.least[number], value - reach), min(self.most[number], value + reach)
            self.unknown[number] = True
        else:
            mine = np.flatnonzero(self.rows == number)
            if len(mine) and abs(self.values[number] - value) > _NEAR:
                self.clash = self.clash or (int(mine[0]), table, value)
            self.values[number], self.fixed[number], self.unknown[number] = value, True, False


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
