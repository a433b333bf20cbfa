"""The innermost cells behind published tables, and what a reader knows of sums of them."""

import dataclasses
import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from workbench.disclosure.axes import Axis, Block, Codes, Floats, Ints, axis_of, blocks_of
from workbench.disclosure.published import Published
from workbench.schemas.terms import TOTAL


@dataclasses.dataclass(frozen=True)
class Entry:
    """Row of a table: what it is restricted to, dimension → codes (later: innermost codes)."""

    table: int
    row: int
    within: Mapping[str, Codes]


@dataclasses.dataclass(frozen=True, eq=False)
class Knowledge:
    """What a reader knows: ``low <= matrix @ atoms <= high`` and ``0 <= atoms <= most``.

    Parameters
    ----------
    matrix
        Sparse, one row per cell or relation, one column per atom.
    low, high
        Bounds of each row; the shown number where it is exact.
    most
        0 for atoms that cannot hold anything, infinite for the others.
    floors
        Least value of a cell if it were hidden; NaN for relations.
    rows
        Table and row → row of the matrix.
    owners
        Tables that say something of a row; none for relations.
    whole
        Whether atoms are whole numbers.
    blocks
        1 where all tables are sums of the same atoms; more where tables are only linked through shared margins.
    """

    matrix: Any  # scipy.sparse.csr_array
    low: Floats
    high: Floats
    most: Floats
    floors: Floats
    rows: Mapping[tuple[int, int], int]
    owners: tuple[tuple[int, ...], ...]
    whole: bool
    blocks: int


def groups(tables: Sequence[Published], wanted: Collection[str]) -> list[list[Entry]]:
    """Entries of the wanted measures in groups that know nothing of each other: also by the codes of dimensions without any total."""
    measures: dict[str, list[Entry]] = {}
    for i, table in enumerate(tables):
        if table.measure in wanted:
            measures.setdefault(table.measure, []).extend(_entries(i, table))
    return [g for entries in measures.values() for g in _apart(tables, entries)]


def _entries(i: int, table: Published) -> Iterator[Entry]:
    """Rows of a table with what they are restricted to."""
    where = {d: frozenset(codes) for d, codes in table.where.items()}
    single = {c: frozenset({c}) for row in table.codes for c in row}
    for row, codes in enumerate(table.codes):
        yield Entry(i, row, where | {d: single[c] for d, c in zip(table.keys, codes, strict=True) if c != TOTAL})


def _apart(tables: Sequence[Published], entries: list[Entry]) -> list[list[Entry]]:
    """Entries by their codes along the dimensions in which every one of them has exactly one."""
    apart = sorted(d for d in {d for e in entries for d in e.within} if all(len(e.within.get(d, ())) == 1 for e in entries) and not _nested(tables, entries, d))
    found: dict[tuple[Codes, ...], list[Entry]] = {}
    for e in entries:
        rest = {d: codes for d, codes in e.within.items() if d not in apart}
        found.setdefault(tuple(e.within[d] for d in apart), []).append(dataclasses.replace(e, within=rest))
    return list(found.values())


def _nested(tables: Sequence[Published], entries: list[Entry], dimension: str) -> bool:
    """Whether codes of the dimension are parts of others."""
    return any(tables[i].parents.get(dimension) for i in {e.table for e in entries})


def know(tables: Sequence[Published], entries: list[Entry], *, of: Collection[int] | None = None) -> Knowledge:
    """What a reader knows from a group of entries.

    Parameters
    ----------
    tables
        The published tables.
    entries
        One of their `groups`.
    of
        Tables that she has read; the others only say which atoms there are. None: all.

    Returns
    -------
    Knowledge
        Cells and relations over atoms. An atom is one code per dimension. Along dimensions that are not additive
        (distinct persons) every set of codes that a table names is a place of its own, and only inequalities link them.

    Notes
    -----
    Independent of the protection: cells are not related to each other, but to what they are made of.
    """
    used = [tables[i] for i in sorted({e.table for e in entries})]
    axes = {d: axis_of(used, d, {e.within[d] for e in entries if d in e.within}) for d in sorted({d for e in entries for d in e.within})}
    entries = [dataclasses.replace(e, within=_extents(axes, e.within)) for e in entries]
    blocks = blocks_of(axes, [frozenset(e.within) for e in entries])
    lines = _Lines(tables, blocks)
    read: dict[int, list[Entry]] = {}
    for e in entries:
        if of is None or e.table in of:
            lines.cell(e)
            read.setdefault(e.table, []).append(e)
    for i in sorted(read):
        _complete(lines, tables[i], read[i], axes)
    for a, b in itertools.combinations(blocks, 2):
        _link(lines, a, b)
    for block in blocks:
        _contain(lines, block)
    return lines.knowledge(all(tables[i].whole for i in read))


def _extents(axes: Mapping[str, Axis], within: Mapping[str, Codes]) -> dict[str, Codes]:
    """Restriction in innermost codes, without the dimensions that it leaves whole."""
    found = {d: axes[d].extent(codes) for d, codes in within.items()}
    return {d: extent for d, extent in found.items() if extent != axes[d].every}


class _Lines:
    """Rows of the matrix while they are gathered."""

    def __init__(self, tables: Sequence[Published], blocks: list[Block]) -> None:
        self.tables, self.blocks = tables, blocks
        self.columns: list[Ints] = []
        self.signs: list[Floats] = []
        self.bounds: list[tuple[float, float, float]] = []
        self.owners: list[tuple[int, ...]] = []
        self.rows: dict[tuple[int, int], int] = {}
        self.known: dict[tuple[tuple[str, Codes], ...], int] = {}
        self.nothing: list[Ints] = [np.zeros(0, dtype=np.int64)]

    def add(self, plus: Ints, minus: Ints, bounds: tuple[float, float, float], owners: tuple[int, ...] = ()) -> None:
        """Row with its bounds, and what the cell would be at least if it were hidden."""
        self.columns.append(np.concatenate([plus, minus]))
        self.signs.append(np.repeat([1.0, -1.0], [len(plus), len(minus)]))
        self.bounds.append(bounds)
        self.owners.append(owners)

    def cell(self, e: Entry) -> None:
        """Row of a table; the same cell in another table is the same row."""
        key = tuple(sorted(e.within.items(), key=lambda item: item[0]))
        new = _bounds(self.tables[e.table], e.row)
        if key not in self.known:
            self.known[key] = len(self.bounds)
            self.add(self.host(e.within).atoms(e.within), np.zeros(0, dtype=np.int64), new, (e.table,))
        else:
            old = self.bounds[self.known[key]]
            self.bounds[self.known[key]] = both = (max(old[0], new[0]), min(old[1], new[1]), max(old[2], new[2]))
            said = {t: b[:2] == both[:2] for t, b in ((self.owners[self.known[key]], old), ((e.table,), new))}
            self.owners[self.known[key]] = sum((t for t, all_of_it in said.items() if all_of_it or not any(said.values())), ())
        self.rows[e.table, e.row] = self.known[key]

    def host(self, dims: Iterable[str]) -> Block:
        """First block with all the dimensions."""
        return next(b for b in self.blocks if set(dims) <= set(b.axes))

    def knowledge(self, whole: bool) -> Knowledge:
        """All that was gathered."""
        from scipy.sparse import csr_array

        starts = np.cumsum([0, *map(len, self.columns)])
        size = self.blocks[-1].start + self.blocks[-1].grid.size
        matrix = csr_array((np.concatenate(self.signs), np.concatenate(self.columns), starts), shape=(len(self.bounds), size))
        low, high, floors = np.array(self.bounds).T
        return Knowledge(matrix, low, high, self.most(size), floors, self.rows, tuple(self.owners), whole, len(self.blocks))

    def most(self, size: int) -> Floats:
        """Bounds of the atoms: nothing lies beside the rows of a table, unless another table has a number there."""
        most = np.full(size, np.inf)
        most[np.concatenate(self.nothing)] = 0
        for columns, (low, _, floor) in zip(self.columns, self.bounds, strict=True):
            if low > 0 and not np.isnan(floor) and not most[columns].any():
                most[columns] = np.inf
        return most


def _bounds(table: Published, row: int) -> tuple[float, float, float]:
    """What a row says of its cell, and what it would say at least if it were hidden."""
    value, reach = table.values[row], table.base / 2
    if value is None:
        return table.floor, np.inf, table.floor
    reach = math.floor(reach) if table.whole else reach
    return max(value - reach, 0), value + reach, table.floor


def _complete(lines: _Lines, table: Published, entries: list[Entry], axes: Mapping[str, Axis]) -> None:
    """Add that the rows of a table are all that there is: nothing lies beside them, or the whole is at most their sum."""
    host = lines.host({d for e in entries for d in e.within})
    for d in sorted(set(table.keys) & set(axes)):
        for others, whole, parts in _families(entries, d, axes[d], table):
            if not axes[d].additive:
                lines.add(np.concatenate([host.atoms({**others, d: p}) for p in parts]), host.atoms({**others, d: whole}), (0, np.inf, np.nan))
            elif d in table.additive and (beside := whole.difference(*parts)):
                lines.nothing.append(host.atoms({**others, d: beside}))


def _families(entries: list[Entry], d: str, axis: Axis, table: Published) -> Iterator[tuple[dict[str, Codes], Codes, list[Codes]]]:
    """Wholes along a dimension with their listed parts, and what both are restricted to along the others."""
    found: dict[tuple[tuple[str, Codes], ...], tuple[dict[str, Codes], set[Codes]]] = {}
    for e in entries:
        others = {k: codes for k, codes in e.within.items() if k != d}
        found.setdefault(tuple(others.items()), (others, set()))[1].add(e.within.get(d, axis.every))
    universe = {axis.extent(frozenset(table.where[d])) if d in table.where else axis.every} if axis.additive else set()
    for others, listed in found.values():
        for whole in sorted(listed | universe, key=sorted):
            inside = {p for p in listed if p < whole} if len(whole) > 1 else set()
            if inside:
                yield others, whole, sorted((p for p in inside if not any(p < q for q in inside if len(q) > 1)), key=sorted)


def _link(lines: _Lines, a: Block, b: Block) -> None:
    """Add that the margins of two blocks over the dimensions that they share are the same."""
    shared = [d for d in a.axes if d in b.axes]
    ours, theirs = (_margin(block, shared) for block in (a, b))
    for plus, minus in zip(ours, theirs, strict=True):
        lines.add(plus, minus, (0, 0, np.nan))


def _margin(block: Block, shared: list[str]) -> list[Ints]:
    """Atoms behind each place along the shared dimensions."""
    apart = {d: axis.at(axis.every) for d, axis in block.axes.items() if d not in shared}
    grid = block.grid[np.ix_(*(apart.get(d, range(len(axis.places))) for d, axis in block.axes.items()))]
    front = np.moveaxis(grid, [list(block.axes).index(d) for d in shared], range(len(shared)))
    return list(front.reshape(math.prod(len(block.axes[d].places) for d in shared), -1))


def _contain(lines: _Lines, block: Block) -> None:
    """Add that a part is at most what contains it, along dimensions that are not additive."""
    for at, axis in enumerate(block.axes.values()):
        for part, whole in itertools.permutations(() if axis.additive else axis.places, 2):
            if part < whole and not any(part < between < whole for between in axis.places):
                ends = (np.take(block.grid, axis.places[s], axis=at).ravel() for s in (whole, part))
                for more, less in zip(*ends, strict=True):
                    lines.add(np.array([more]), np.array([less]), (0, np.inf, np.nan))
