"""Cells of a measure: every row of every table as a set of codes along each dimension, and the cells through which they are related.

Codes are bits, so that a whole is the union of its parts, whether they are Gemeinden of a Kreis, age groups, or the part of
a measure that a table is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from workbench.disclosure.ages import one_dimension, pieces
from workbench.disclosure.published import Published
from workbench.schemas.terms import TOTAL

CELLS = 60_000  # a system larger than this is not built

Coordinates = tuple[int, ...]  # per dimension a set of codes, as bits
Line = tuple[int, Coordinates]  # dimension, and the cell whose set along it is empty


class TooLargeError(Exception):
    """The tables are linked in so many ways that nobody can say what follows from them."""


class Space:
    """Dimensions of a measure, their codes as bits, and the coordinates of every row."""

    def __init__(self, tables: Sequence[Published]) -> None:
        self.tables = tables = one_dimension(tables)
        self.dimensions = list(dict.fromkeys(d for t in tables for d in (*t.keys, *t.where)))
        self.bits = {d: self._codes(d) for d in self.dimensions}
        self.all = tuple(self._whole(d) for d in self.dimensions)
        self.coordinates = [self._rows(t) for t in tables]
        adding = {d for t in tables for d in t.additive}
        self.overlapping = {i for i, d in enumerate(self.dimensions) if d not in adding and any(d in t.keys for t in tables)}
        self.zero = self._listed()
        self.totals = self._totals()

    def _codes(self, dimension: str) -> dict[str, int]:
        """Bits of each code; a code with parts has theirs, and one for what is in none of them."""
        parents: dict[str, list[str]] = defaultdict(list)
        for child, parent in (pair for t in self.tables for pair in t.parents.get(dimension, {}).items()):
            parents[child].append(parent)
        used = [codes[t.keys.index(dimension)] for t in self.tables if dimension in t.keys for codes in t.codes]
        used += [c for t in self.tables for c in t.where.get(dimension, ())]
        names = dict.fromkeys([*used, *(c for u in used for c in _above(u, parents))])
        names.pop(TOTAL, None)
        own = pieces(dimension, names)
        bits = dict(own)
        for name in names:
            for above in _above(name, parents):
                bits[above] |= own[name]
        return bits

    def _whole(self, dimension: str) -> int:
        """All bits, and one for what no table lists."""
        return (1 << (max(self.bits[dimension].values(), default=0).bit_length() + 1)) - 1

    def _rows(self, table: Published) -> list[Coordinates]:
        """Coordinates of each row."""
        base = [self._union(d, table.where[d]) if d in table.where else whole for d, whole in zip(self.dimensions, self.all, strict=True)]
        places = [self.dimensions.index(k) for k in table.keys]
        found = []
        for codes in table.codes:
            cell = list(base)
            for place, key, code in zip(places, table.keys, codes, strict=True):
                if code != TOTAL:
                    cell[place] = self.bits[key][code]
            found.append(tuple(cell))
        return found

    def _union(self, dimension: str, codes: Iterable[str]) -> int:
        """Bits of several codes."""
        bits = 0
        for code in codes:
            bits |= self.bits[dimension][code]
        return bits

    def _listed(self) -> dict[Line, int]:
        """For each line on which an additive table lists its parts: the codes that are zero, since it does not list them; also within a part whose own parts it lists."""
        found: dict[Line, int] = defaultdict(int)
        for table, rows in zip(self.tables, self.coordinates, strict=True):
            within = {self.dimensions.index(k): self._union(k, table.where[k]) if k in table.where else self.all[self.dimensions.index(k)] for k in table.additive}
            unprinted = [p for p in within if not any(cell[p] == within[p] for cell in rows)]
            for summed in (s for n in range(len(unprinted) + 1) for s in combinations(unprinted, n)):
                cells = dict.fromkeys(tuple(within[i] if i in summed else bits for i, bits in enumerate(cell)) for cell in rows)
                for place in within.keys() - set(summed):
                    listed: dict[Line, set[int]] = defaultdict(set)
                    for cell in cells:
                        if cell[place] != within[place]:
                            listed[place, without(cell, place)].add(cell[place])
                    for line, sets in listed.items():
                        found[line] |= within[place] & ~_covered(sets)
        return found

    def _totals(self) -> set[tuple[Line, int]]:
        """Totals that a table lists together with all their parts, along dimensions on which parts may overlap."""
        return {
            ((self.dimensions.index(key), without(cell, self.dimensions.index(key))), cell[self.dimensions.index(key)])
            for table, rows in zip(self.tables, self.coordinates, strict=True)
            for place, key in enumerate(table.keys)
            if key not in table.additive
            for cell, codes in zip(rows, table.codes, strict=True)
            if codes[place] == TOTAL
        }


def _covered(sets: set[int]) -> int:
    """Codes of the innermost sets of a line."""
    covered = 0
    for bits in sets:
        if not any(other & bits == other and other != bits for other in sets):
            covered |= bits
    return covered


def _above(code: str, parents: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Codes of which a code is a part; tables may put it into different ones."""
    seen, waiting = {code}, [code]
    while waiting:
        for parent in parents.get(waiting.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
                yield parent


def without(cell: Coordinates, place: int) -> Coordinates:
    """Line of a cell along a dimension."""
    return (*cell[:place], 0, *cell[place + 1 :])


def complete(space: Space, cells: dict[Coordinates, int]) -> None:
    """Add the cells that nobody printed, but through which the printed ones are related."""
    known: dict[frozenset[int], list[Coordinates]] = defaultdict(list)
    for cell in cells:
        known[_places(cell, space.all)].append(cell)
    while wanted := _missing(set(known)):
        known.update({margin: [] for margin in wanted})
    for large in sorted(known, key=lambda s: (-len(s), sorted(s))):
        for margin in [s for s in known if s < large and not any(s < other < large for other in known)]:
            new = dict.fromkeys(_summed(c, margin, space.all) for c in known[large])
            known[margin] = list(dict.fromkeys([*known[margin], *new]))
            _add(cells, new)
    ring = _ring(set(known))
    if ring:
        inner = _joined([known[s] for s in ring], ring, space.all)
        _add(cells, inner)
        for margin in _between(ring):
            _add(cells, [_summed(c, margin, space.all) for c in inner])


def _places(cell: Coordinates, whole: Coordinates) -> frozenset[int]:
    """Dimensions along which a cell is not everything."""
    return frozenset(i for i, bits in enumerate(cell) if bits != whole[i])


def _add(cells: dict[Coordinates, int], new: Iterable[Coordinates]) -> None:
    """Number cells that are not there yet, unless there are too many."""
    for cell in new:
        cells.setdefault(cell, len(cells))
    if len(cells) > CELLS:
        raise TooLargeError


def _missing(sets: set[frozenset[int]]) -> set[frozenset[int]]:
    """Margins that link two sets of dimensions and are not there: intersections, and steps where one set is two dimensions smaller."""
    found = set()
    for a, b in combinations(sorted(sets, key=sorted), 2):
        small, large = (a, b) if a < b else (b, a)
        if not small < large:
            found.add(a & b)
        elif len(large - small) > 1 and not any(small < s < large for s in sets):
            found.add(small | {min(large - small)})
    return found - sets


def _summed(cell: Coordinates, kept: frozenset[int], whole: Coordinates) -> Coordinates:
    """Cell summed over all dimensions but the kept ones."""
    return tuple(bits if i in kept else whole[i] for i, bits in enumerate(cell))


def _ring(sets: set[frozenset[int]]) -> list[frozenset[int]]:
    """What is left of the largest sets when every one that hangs on a single other is taken away (Graham 1979): a ring, or nothing."""
    edges = {s for s in sets if not any(s < o for o in sets)}
    while True:
        bound = {s: frozenset(i for i in s if any(i in o for o in edges if o != s)) for s in edges}
        leaf = next((s for s in sorted(edges, key=sorted) if not bound[s] or any(bound[s] <= o for o in edges if o != s)), None)
        if leaf is None:
            return sorted(edges, key=sorted)
        edges.remove(leaf)


def _joined(groups: list[list[Coordinates]], ring: list[frozenset[int]], whole: Coordinates) -> list[Coordinates]:
    """Innermost cells of a ring: every way to take one cell of each set that agrees with the others."""
    partial, fixed = [whole], frozenset[int]()
    for cells, own in zip(groups, ring, strict=True):
        shared = sorted(own & fixed)
        index = defaultdict(list)
        for cell in cells:
            index[tuple(cell[i] for i in shared)].append(cell)
        partial = [tuple(c[i] if i in own else b for i, b in enumerate(p)) for p in partial for c in index[tuple(p[i] for i in shared)]]
        fixed |= own
        if len(partial) > CELLS:
            raise TooLargeError
    return partial


def _between(ring: list[frozenset[int]]) -> list[frozenset[int]]:
    """Steps from each set of a ring to the whole of it, one dimension at a time."""
    everything = frozenset().union(*ring)
    found: dict[frozenset[int], None] = {}
    for edge in ring:
        step = edge
        for place in sorted(everything - edge)[:-1]:
            step |= {place}
            found[step] = None
    return list(found)
