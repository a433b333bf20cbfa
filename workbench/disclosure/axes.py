"""Dimensions as tables use them, and the innermost cells that are their cross product: what the attacker counts in."""

import dataclasses
import functools
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from workbench.disclosure.published import Published

Codes = frozenset[str]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MANY = 2_400  # atoms; beyond, tables are linked only through the margins that they share
_BESIDE = "\0"  # what is part of a code, but of none of its parts
_REST = ""  # everything along a dimension that no table names


@dataclasses.dataclass(frozen=True)
class Axis:
    """Dimension: its codes in terms of innermost ones, and the places that atoms have along it."""

    additive: bool
    leaves: Mapping[str, Codes]
    every: Codes
    places: Mapping[Codes, int]

    def extent(self, codes: Codes) -> Codes:
        """Innermost codes of a set of codes."""
        return frozenset().union(*(self.leaves[c] for c in codes))

    def at(self, extent: Codes) -> list[int]:
        """Places of the atoms that add up to a set of innermost codes."""
        return sorted(self.places[frozenset({c})] for c in extent) if self.additive else [self.places[extent]]


@dataclasses.dataclass(frozen=True, eq=False)
class Block:
    """Atoms that are the cross product of some dimensions."""

    axes: Mapping[str, Axis]
    start: int

    @functools.cached_property
    def grid(self) -> Ints:
        """Number of each atom."""
        shape = [len(a.places) for a in self.axes.values()]
        return np.arange(self.start, self.start + math.prod(shape), dtype=np.int64).reshape(shape)

    def atoms(self, within: Mapping[str, Codes]) -> Ints:
        """Numbers of the atoms that a cell is the sum of."""
        places = [axis.at(within.get(d, axis.every)) for d, axis in self.axes.items()]
        return self.grid[np.ix_(*places)].ravel() if places else self.grid.ravel()


def axis_of(used: Sequence[Published], d: str, named: set[Codes]) -> Axis:
    """Dimension as some tables use it, which name sets of its codes."""
    names = sorted(frozenset().union(*named, *(t.where[d] for t in used if d in t.where and d in t.additive)))
    parents = {c: p for t in used for c, p in t.parents.get(d, {}).items() if c in names and c != p}
    leaves = {c: _leaves(c, parents) for c in names}
    additive = any(d in t.keys and d in t.additive for t in used)
    complete = any(d in t.keys and d in t.additive and d not in t.where for t in used)
    inner = frozenset().union(*leaves.values())
    every = inner if complete else inner | {_REST}
    sets = [frozenset({c}) for c in every] if additive else [every, *(frozenset().union(*(leaves[c] for c in s)) for s in named)]
    return Axis(additive, leaves, every, {s: i for i, s in enumerate(sorted(set(sets), key=sorted))})


def _leaves(code: str, parents: Mapping[str, str]) -> Codes:
    """Innermost codes that are named below a code, and what is in none of them; itself where there are none."""
    below = [c for c, p in parents.items() if p == code]
    return frozenset({code + _BESIDE}).union(*(_leaves(c, parents) for c in below)) if below else frozenset({code})


def blocks_of(axes: Mapping[str, Axis], used: Iterable[Codes]) -> list[Block]:
    """One block of all dimensions where that is small enough; else as few as can be, each with the dimensions of some tables."""
    sets = [frozenset(axes)] if _size(axes, frozenset(axes)) <= MANY else _merged(axes, set(used))
    blocks: list[Block] = []
    for dims in sets:
        start = blocks[-1].start + blocks[-1].grid.size if blocks else 0
        blocks.append(Block({d: axes[d] for d in sorted(dims)}, start))
    return blocks


def _size(axes: Mapping[str, Axis], dims: Codes) -> int:
    """Number of atoms of a cross product."""
    return math.prod(len(axes[d].places) for d in dims)


def _merged(axes: Mapping[str, Axis], sets: set[Codes]) -> list[Codes]:
    """Sets of dimensions, united two by two as long as that stays small."""
    sets = {s for s in sets if not any(s < other for other in sets)}
    pairs = sorted((_size(axes, a | b), sorted(a), sorted(b)) for a, b in itertools.combinations(sets, 2))
    if not pairs or pairs[0][0] > MANY // 8:
        return sorted(sets, key=sorted)
    return _merged(axes, sets | {frozenset(pairs[0][1]) | frozenset(pairs[0][2])})
