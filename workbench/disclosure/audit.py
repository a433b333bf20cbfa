"""The attacker: what a reader can compute of hidden cells from everything that was published. Shares no code with the protection."""

import dataclasses
import math
from collections.abc import Iterator, Sequence

import numpy as np

from workbench.disclosure.atoms import Knowledge, groups, know
from workbench.disclosure.axes import Floats
from workbench.disclosure.breach import Breach
from workbench.disclosure.editions import readers
from workbench.disclosure.published import Goal, Published, assumed
from workbench.disclosure.settled import Settled, settle
from workbench.disclosure.witness import Reader, parts, short

_NEAR = 1e-6
_NONE = (math.inf, -math.inf)  # a goal that always holds


def bounds(tables: Sequence[Published], table: int, row: int) -> Goal:
    """Least and greatest value that a cell can have for a reader of all tables.

    Parameters
    ----------
    tables
        Everything that was published.
    table, row
        Position of the table, and of the cell in it.

    Returns
    -------
    tuple of float
        Bounds in the unit of the table; the upper one may be infinite. Whole numbers where the values are; exact for
        whole numbers where few cells hang together, else those of the linear programme, rounded inwards. Where the
        tables contradict each other the lower bound is infinite and the upper one minus infinite.

    Examples
    --------
    >>> table = Published("dorsten", "", "Besuche", "Besuche", ("Tag",), (("Mo",), ("Di",), ("Insgesamt",)), (7, None, 9), additive=("Tag",))
    >>> bounds([table], 0, 1)
    (2.0, 2.0)
    """
    entries = groups(tables, {tables[table].measure})
    known = know(tables, next(g for g in entries if any((e.table, e.row) == (table, row) for e in g)))
    return _interval(settle(known), known.rows[table, row])


def breaches(tables: Sequence[Published], *, insiders: bool = True) -> list[Breach]:
    """What readers of all tables can conclude of the cells that have a goal, and must not.

    Parameters
    ----------
    tables
        Everything that was published, of one report or of many: one system.
    insiders
        Whether to attack also as the only person in each cell that may hold one.

    Returns
    -------
    list of Breach
        In the order of the tables; empty where all goals hold. A lower bound alone is none where already the floors
        and the zeros force it: a total is known to hold its parts.

    Notes
    -----
    Bounds of linear programmes over innermost cells (Fischetti & Salazar 2001, "Solving the cell suppression problem
    on tabular data with linear constraints", Management Science 47: the attacker subproblems); the only person in a
    cell subtracts herself (Hundepool et al. 2012, Statistical Disclosure Control, 4.3: singletons).
    """
    found = [b for known in _wanted(tables) for b in _attack(tables, known, insiders=insiders)]
    return found or _guessed(tables, insiders=insiders)


def _guessed(tables: Sequence[Published], *, insiders: bool) -> list[Breach]:
    """Breaches for a reader who takes rows for the sums that they seem to be; none where she must find that they are not."""
    guess = [t for t in tables if t.seeming]
    found = []
    for measure in dict.fromkeys(t.measure for t in guess):
        joint = assumed([t for t in tables if t.measure == measure])
        broken = [b for known in _wanted(joint) for b in _attack(joint, known, insiders=insiders)]
        found += broken if all(b.interval for b in broken) else []
    return found


def between(old: Sequence[Published], new: Sequence[Published], *, insiders: bool = True) -> list[Breach]:
    """What readers of two editions can conclude of the cells that have a goal in either, and must not.

    Parameters
    ----------
    old, new
        Everything that was published in the earlier and in the later edition.
    insiders
        Whether to attack also as the only person in each cell that may hold one.

    Returns
    -------
    list of Breach
        Tables of the earlier edition are named as such.

    Notes
    -----
    A reader knows that each edition is true of its own data, and believes that an innermost cell is the same in both
    unless they tell otherwise, with more or less trust (`workbench.disclosure.editions.readers`). All that follows then holds for her.
    She is wrong where something changed that nobody sees: a cell that she takes for one that cannot be small was never
    the one that is hidden there, so nothing true follows and it is no breach. Neither are editions that contradict each
    other: she must find that more has changed than she thought.
    """
    tables = [*(dataclasses.replace(t, report=", ".join(filter(None, (t.report, "frühere Ausgabe")))) for t in old), *new]
    sides = range(len(old)), range(len(old), len(tables))
    found = []
    for entries in groups(tables, {t.measure for t in tables if t.goals}):
        if all(any(e.table in side for e in entries) for side in sides) and any(e.row in tables[e.table].goals for e in entries):
            said = [know(tables, entries, of=side) for side in sides]
            found += [b for known in readers(*said) for b in _attack(tables, known, insiders=insiders)]
    rounded = any(t.base for t in tables)
    return [b for b in dict.fromkeys(found) if _possible(b, rounded=rounded)]


def _possible(breach: Breach, *, rounded: bool) -> bool:
    """Whether a hidden cell can have a value of those that were concluded; one that is rounded also the upper end of its goal."""
    low, high = breach.interval or _NONE
    return high >= breach.goal[0] - _NEAR and (low < breach.goal[1] - _NEAR or (rounded and low <= breach.goal[1] + _NEAR))


def _wanted(tables: Sequence[Published]) -> Iterator[Knowledge]:
    """What is known of each group of cells that has goals."""
    for entries in groups(tables, {t.measure for t in tables if t.goals}):
        if any(e.row in tables[e.table].goals for e in entries):
            yield know(tables, entries)


def _attack(tables: Sequence[Published], known: Knowledge, *, insiders: bool) -> list[Breach]:
    """Breaches of one group, in the order of the tables."""
    report, state = _Report(tables, known), settle(known)
    if fault := state.fault():
        return [report.contradiction(fault)[1]]
    found: list[tuple[int, Breach]] = []
    todo = dict(report.goals)
    for rows, atoms, cells in parts(state, set(todo)):
        found += _part(report, Reader(state, rows, atoms, cells), insiders=insiders)
        todo = {row: goal for row, goal in todo.items() if row not in cells}
    for row in todo:
        value = float(state.rest[row])
        if report.broken(row, (value, value)):
            found.append(report.breach(row, (value, value), state.trace([row])))
    return [b for _, b in sorted(found, key=lambda item: item[0])]


def _part(report: "_Report", reader: Reader, *, insiders: bool) -> Iterator[tuple[int, Breach]]:
    """Breaches among cells that hang together."""
    if reader.push(np.zeros(len(reader.cells))) is None:
        yield report.contradiction(reader.conflict())
        return
    goals = np.array([report.goals[row] for row in reader.cells], dtype=float)
    alone = np.flatnonzero((goals[:, 0] <= 1) & (insiders and reader.state.known.whole))
    pool: list[Floats] = []
    yield from _fallen(report, reader, goals, pool)
    for cell in alone:
        if reader.take(int(cell), 1):
            mine = [w for w in pool if abs(w[cell] - 1) < _NEAR]
            found = len(mine)
            aims = goals.copy()
            aims[cell] = _NONE
            for at, breach in _fallen(report, reader, aims, mine, int(cell)):
                goals[reader.cells.index(at)] = _NONE
                yield at, breach
            pool += mine[found:]
        reader.forget(int(cell))


def _fallen(report: "_Report", reader: Reader, goals: Floats, pool: list[Floats], insider: int | None = None) -> Iterator[tuple[int, Breach]]:
    """Breaches for one reader; cells that are found out, or cannot but be known to be larger, have no goal from then on."""
    down, up = short(reader, goals[:, 0], goals[:, 1], pool)
    pinned = None if insider is None else reader.cells[insider]
    for cell in sorted({*down, *up}):
        row, interval = reader.cells[cell], (reader.end(cell, -1)[0], reader.end(cell, 1)[0])
        if report.broken(row, interval, pinned):
            sign = 1 if cell in up else -1
            yield report.breach(row, interval, reader.reasons(cell, sign), pinned)
            goals[cell] = _NONE
        elif insider is None:
            goals[cell, 0] = interval[0]


def _interval(state: Settled, row: int) -> Goal:
    """Bounds of a cell."""
    if state.fault():
        return math.inf, -math.inf
    for rows, atoms, cells in parts(state, {row}):
        reader = Reader(state, rows, atoms, cells)
        return _inward(state.known, (reader.end(0, -1)[0], reader.end(0, 1)[0]))
    value = float(state.rest[row])
    return _inward(state.known, (value, value))


def _inward(known: Knowledge, ends: Goal) -> Goal:
    """Bounds as whole numbers where values are whole."""
    if not known.whole:
        return ends
    return float(np.ceil(ends[0] - _NEAR)), float(np.floor(ends[1] + _NEAR))


class _Report:
    """What is to be protected in a group, and how breaches are named."""

    def __init__(self, tables: Sequence[Published], known: Knowledge) -> None:
        self.tables, self.known = tables, known
        self.spots: dict[int, tuple[int, int]] = {}
        self.goals: dict[int, Goal] = {}
        for (table, row), at in known.rows.items():
            if goal := tables[table].goals.get(row):
                self.spots.setdefault(at, (table, row))
                old = self.goals.get(at, goal)
                self.goals[at] = (min(old[0], goal[0]), max(old[1], goal[1]))

    def broken(self, row: int, interval: Goal, pinned: int | None = None) -> bool:
        """Whether a reader concludes more than she must, even if every number above zero were hidden."""
        low, high = self.goals[row]
        above, below = interval[0] > low + _NEAR, interval[1] < high - _NEAR
        if pinned is None and below:
            return True
        if not above and not below:
            return False
        bare = _interval(settle(_bare(self.known, pinned)), row)
        return (below and interval[1] < bare[1] - _NEAR) or (above and interval[0] > bare[0] + _NEAR)

    def breach(self, row: int, interval: Goal, rows: Sequence[int], pinned: int | None = None) -> tuple[int, Breach]:
        """Breach of a cell, with the tables that it takes."""
        table, at = self.spots[row]
        insider = "" if pinned is None else self.cell(*self.spots[pinned])
        used = self.names(rows, self.tables[table])
        return row, Breach(self.tables[table].place, self.cell(table, at), used, _inward(self.known, interval), self.goals[row], insider)

    def contradiction(self, rows: Sequence[int]) -> tuple[int, Breach]:
        """Breach of tables that cannot all be true."""
        row = next(r for r in rows if self.known.owners[r])
        table = self.known.owners[row][0]
        at = next(spot for spot, r in self.known.rows.items() if r == row)
        return row, Breach(self.tables[table].place, self.cell(*at), self.names(rows, self.tables[table]), None)

    def cell(self, table: int, row: int) -> str:
        """Cell with its table."""
        return f"{self.tables[table].name}, {self.tables[table].label(row)}"

    def names(self, rows: Sequence[int], at: Published) -> tuple[str, ...]:
        """Tables behind rows; as few as say all of it."""
        used: dict[int, None] = {}
        for row in sorted(rows, key=lambda r: len(self.known.owners[r])):
            owners = self.known.owners[row]
            if self.known.low[row] > self.known.high[row]:
                used |= dict.fromkeys(owners)
            elif owners and not used.keys() & set(owners):
                used[owners[0]] = None
        near = [f"»{t.table}«" if (t.place, t.report) == (at.place, at.report) else t.name for t in (self.tables[i] for i in sorted(used))]
        return tuple(dict.fromkeys(near or [f"»{at.table}«"]))


def _bare(known: Knowledge, pinned: int | None) -> Knowledge:
    """What would be known if every number above zero were hidden."""
    cells = ~np.isnan(known.floors) & (known.high > 0)
    low = np.where(cells, np.fmin(known.low, known.floors), known.low)
    high = np.where(cells, np.inf, known.high)
    if pinned is not None:
        low[pinned] = high[pinned] = 1
    return dataclasses.replace(known, low=low, high=high)
