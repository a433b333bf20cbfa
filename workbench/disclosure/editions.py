"""What a reader of two editions knows: each is true of its own data, and what looks unchanged is taken for the same."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.disclosure.atoms import Knowledge
from workbench.disclosure.settled import settle
from workbench.disclosure.witness import Reader, parts

_NEAR = 1e-6

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def readers(old: Knowledge, new: Knowledge) -> Iterator[Knowledge]:
    """What is known of two editions over the same atoms, by readers who believe less and less.

    Parameters
    ----------
    old, new
        What each edition says by itself.

    Yields
    ------
    Knowledge
        The rows of both. An atom that may have changed has two columns, one for each edition; all others have one. First
        for who takes all for the same that is not seen to have changed; then for who does so only with lines; then for
        who wants a cell that vouches for it.

    Notes
    -----
    What the reader knows for certain is that each edition is true of its own data. What she believes beyond that: an
    atom is the same in both unless the editions tell otherwise. A cell with two different numbers, or with a number
    where the other edition lists nothing, says that something in it has changed. Of several such cells that share atoms
    the smallest stands for all, and every atom in it is in doubt, except those that lie in a cell with the same number
    in both editions (shown or computed) in which nothing is seen to have changed. Where the editions still contradict each other by
    subtraction, more has changed: first what no such cell vouches for is in doubt, then everything that contradicts.

    Two more cautious readers doubt more from the beginning. One believes that a cell, shown or hidden, is the same where
    none in it is seen to have changed and at least one has the same number: the line of a facility with few comparable
    numbers, all the same, beside lines that are all different. The other believes only cells that have the same number.
    """
    both = _joined(old, new, np.zeros(old.matrix.shape[1], dtype=bool))
    equal, whole = _unchanged(old, new, both)
    steady, lines = _within(both, equal), _within(both, whole)
    for doubt in (np.zeros_like(steady), ~lines, ~steady):
        yield _agreed(old, new, doubt, steady)


def _agreed(old: Knowledge, new: Knowledge, changed: Bools, steady: Bools) -> Knowledge:
    """What is known where some atoms are in doubt from the beginning, and others as soon as the editions contradict each other."""
    both = _joined(old, new, changed)
    while len(wrong := _wrong(both)):
        doubted = _doubted(both, wrong, changed, steady)
        if (doubted == changed).all():
            break
        changed = doubted
        both = _joined(old, new, changed)
    return both


def _unchanged(old: Knowledge, new: Knowledge, both: Knowledge) -> tuple[Ints, Ints]:
    """Cells with the same number in both editions, shown or computed, in which none has two; and cells that hold such a cell and none with two."""
    cells = abs(both.matrix)
    pairs = [(both.rows[spot], row) for spot, row in new.rows.items() if both.rows[spot] < len(old.low)]
    before, after = _ends(old, [o for o, _ in pairs]), _ends(new, [n for _, n in pairs])
    equal = np.array([o for o, n in pairs if before[o] == after[n] and before[o][0] == before[o][1]], dtype=int)
    quiet = np.setdiff1d(np.flatnonzero(~np.isnan(both.floors)), _holding(cells, _wrong(both)))
    return np.intersect1d(equal, quiet), np.intersect1d(_holding(cells, equal), quiet)


def _holding(cells: Any, some: Ints) -> Ints:  # noqa: ANN401 (scipy's matrices are not typed)
    """Cells in which some of them lie whole, themselves included."""
    shared = (cells @ cells[some].T).tocoo()
    return np.unique(shared.coords[0][shared.data == cells[some].sum(axis=1)[shared.coords[1]]])


def _within(both: Knowledge, cells: Ints) -> Bools:
    """Atoms that lie in some cells."""
    return np.asarray(abs(both.matrix)[cells].sum(axis=0) > 0)


def _ends(known: Knowledge, cells: list[int]) -> dict[int, tuple[float, float]]:
    """Least and greatest value of some cells, shown or computed."""
    state = settle(known)
    ends = {c: (round(v, 6), round(v, 6)) for c, v in zip(cells, state.rest[cells].tolist(), strict=True)}
    for rows, atoms, found in parts(state, {c for c in cells if known.low[c] < known.high[c]}):
        reader = Reader(state, rows, atoms, found)
        ends |= {c: (round(reader.end(i, -1)[0], 6), round(reader.end(i, 1)[0], 6)) for i, c in enumerate(found)}
    return ends | {c: (known.low[c], known.high[c]) for c in cells if known.low[c] == known.high[c]}


def _joined(old: Knowledge, new: Knowledge, changed: Bools) -> Knowledge:
    """Rows of both editions; cells without changed atoms that both have are one row."""
    from scipy.sparse import csr_array, vstack

    size, extra = len(changed), int(changed.sum())
    column = np.where(changed, size + np.cumsum(changed) - 1, np.arange(size))
    ours, theirs = (
        csr_array((k.matrix.data, at[k.matrix.indices], k.matrix.indptr), shape=(len(k.low), size + extra)) for k, at in ((old, np.arange(size)), (new, column))
    )
    same = {_behind(ours, r).tobytes(): r for r, cell in enumerate(~np.isnan(old.floors)) if cell}
    twin = np.array([same.get(_behind(theirs, r).tobytes(), -1) if cell else -1 for r, cell in enumerate(~np.isnan(new.floors))], dtype=int)
    own = twin < 0
    place = np.where(own, len(old.low) + np.cumsum(own) - 1, twin)
    low, high, floors = (np.append(o, n[own]) for o, n in ((old.low, new.low), (old.high, new.high), (old.floors, new.floors)))
    owners = [*old.owners, *(o for o, mine in zip(new.owners, own, strict=True) if mine)]
    for row in np.flatnonzero(~own):
        at = twin[row]
        said = (low[at], high[at]), (new.low[row], new.high[row])
        low[at], high[at], floors[at] = all_of = max(low[at], new.low[row]), min(high[at], new.high[row]), max(floors[at], new.floors[row])
        owners[at] = sum((o for o, s in zip((owners[at], new.owners[row]), said, strict=True) if s == all_of[:2]), ()) or owners[at] + new.owners[row]
    most = np.append(np.where(changed, old.most, np.minimum(old.most, new.most)), new.most[changed])
    rows = {**old.rows, **{spot: int(place[r]) for spot, r in new.rows.items()}}
    return Knowledge(vstack([ours, theirs[own]]).tocsr(), low, high, most, floors, rows, tuple(owners), old.whole and new.whole, old.blocks)


def _behind(matrix: Any, row: int) -> Ints:  # noqa: ANN401 (scipy's matrices are not typed)
    """What a cell is the sum of."""
    return np.sort(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]])


def _wrong(both: Knowledge) -> Ints:
    """Cells with two numbers, or with one where there is nothing; else rows that contradict each other by subtraction."""
    nothing = np.asarray(abs(both.matrix) @ (both.most > 0)) == 0
    wrong = np.flatnonzero((both.low > both.high + _NEAR) | (nothing & (both.low > _NEAR)))
    return wrong if len(wrong) else np.array(settle(both).fault(), dtype=int)


def _doubted(both: Knowledge, wrong: Ints, changed: Bools, steady: Bools) -> Bools:
    """Atoms that have changed, and those of some rows that cannot all be true."""
    origin = np.append(np.arange(len(changed)), np.flatnonzero(changed))
    behind = sorted((origin[_behind(both.matrix, r)] for r in wrong), key=len)
    loose = [atoms[~steady[atoms]] for atoms in behind if not steady[atoms].all()]
    found = changed.copy()
    for lines in (loose, behind):
        for atoms in lines:
            found[atoms] |= not found[atoms].any()
        if (found == changed).all() and lines:
            found[np.concatenate(lines)] = True
        if (found != changed).any():
            break
    return found
