"""What an earlier table hides and a later one says, or the other way round: copies of counts, their classes in words, their changes."""

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure import classes, ratios
from workbench.disclosure.alignment import aligned, bare, codes, numbers_of, spellings, spelt
from workbench.disclosure.cells import Released
from workbench.disclosure.cumulated import cumulates
from workbench.disclosure.lp import Places
from workbench.disclosure.published import Published
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import CHANGE, compared, running, total_told
from workbench.errors import ReleaseError
from workbench.schemas.terms import TOTAL

_ROWS = 3  # rows in which a column must agree with a count, by more than chance
_SPREAD = 40  # between whole numbers that may be a line of counts
_DIGITS = 4  # or so many digits of fewer rows
_NEAR = 1e-6
_BLUR, _LARGE = 0.01, 100  # numbers within 1 % of counts, several of them so large, are rounded ones
_BASES = (3, 5, 10, 50, 100, 1000)  # to which counts are rounded


@dataclasses.dataclass(frozen=True, eq=False)
class Counted:
    """A table with hidden or rounded counts beside its true ones.

    Parameters
    ----------
    table
        As it is shown.
    raw
        The same with its true values.
    counts
        Its columns of counts.
    """

    table: Released
    raw: pd.DataFrame
    counts: Sequence[str]

    @functools.cached_property
    def gone(self) -> tuple[Floats, Floats, Bools]:
        """True counts, the same as they are shown, and the rows in which they are hidden or rounded."""
        known = dict(zip(codes(self.table.frame, self.table.keys), self._floats(self.table.frame), strict=True))
        true = self._floats(self.raw)
        shown = np.array([known.get(row, np.full(len(self.counts), np.nan)) for row in codes(self.raw, self.table.keys)]).reshape(true.shape)
        return true, shown, np.asarray((np.isnan(shown) | (np.abs(shown - true) > _NEAR)).any(axis=1))

    @functools.cached_property
    def keys(self) -> dict[str, list[str]]:
        """Codes of each key, row by row."""
        return {k: spelt(self.raw[k]) for k in self.table.keys}

    def _floats(self, frame: pd.DataFrame) -> Floats:
        """Counts of each row."""
        return frame[list(self.counts)].to_numpy(dtype=float, na_value=np.nan)


def no_copies(counted: Counted, others: Sequence[Released], before: Sequence[Published] = ()) -> None:
    """Refuse to show in a table what itself or another one hides, whichever came first, and to hide what an earlier report tells by a change.

    Parameters
    ----------
    counted
        Table with hidden or rounded counts.
    others
        Tables of the same report.
    before
        What earlier reports of the place published: who knows their counts and how they have changed has these.

    Raises
    ------
    ReleaseError
        With the tables and the column.
    """
    if not counted.table.keys or not counted.gone[-1].any():
        return
    for table, column in itertools.chain(_beside(counted, [counted.table, *others]), _before(counted, before)):
        raise ReleaseError(_told(table, column, f"»{counted.table.title}«"))


def _beside(counted: Counted, others: Sequence[Released]) -> Iterator[tuple[str, str]]:
    """Tables of the same report, and their columns, that say what is hidden."""
    true, shown, gone = counted.gone
    for other, left, at, there in ((o, *rows) for o in others for rows in aligned(counted.keys, spellings(o), gone)):
        copy = "" if left else _copied(true[at], shown[at], gone[at], other, there) or _classed(true[at], gone[at], other, there)
        if column := copy or _changed(true[at], gone[at], *_numbers(other), there) or ("" if left else _together(true[at], gone[at], other, there)):
            yield f"»{other.title}«", column
    yield from ((f"»{other.title}«", column) for other in others if (column := _in_step(counted, other)))


def _before(counted: Counted, before: Sequence[Published]) -> Iterator[tuple[str, str]]:
    """Tables of earlier reports, and their columns, from which the hidden counts follow."""
    (true, _, gone), measures = counted.gone, {(p.place, p.measure) for p in counted.table.published}
    for table in (t for t in before if t.beside and (t.place, t.measure) in measures):
        said = [(column, np.array(numbers, dtype=float)) for column, numbers in table.beside]
        for _, at, there in aligned(counted.keys, _codes(table), gone):
            if column := _changed(true[at], gone[at], [np.array(table.values, dtype=float)], said, there):
                yield table.name, column


def _copied(true: Floats, shown: Floats, gone: Bools, other: Released, there: Places) -> str:
    """Column whose numbers, or numbers in whose texts, are the counts, as they are, rounded, or on a straight line (shares, indices), whatever it is called."""
    for column in other.frame.columns:
        for said in numbers_of(other.frame[column])[there].T:
            # near numbers are taken for counts only where they are none themselves (of another year)
            told = (t for t, s in zip(true.T, shown.T, strict=True) if _same(said, t, blurred=bool(other.exempt)) and not _follows(said[gone], s[gone]))
            if (gone & ~np.isnan(said)).any() and (any(True for _ in told) or _summed(true, other, there, str(column), said, gone=gone)):
                return str(column)
    return ""


def _summed(true: Floats, other: Released, there: Places, column: str, said: Floats, *, gone: Bools) -> bool:
    """Whether a column that no row needs as its key says running or moving sums of counts, their shares or means: it could not, without the hidden ones."""
    keys = [k for k in other.keys if k != column]
    if column in other.keys and (column in _needed(other) or (np.nan_to_num(said) % 1 == 0).all()):  # ages and numbers of areas rise as sums do
        return False
    rows = other.frame[keys].iloc[there].reset_index(drop=True)
    return any(cumulates(rows, keys, count, said, gone) for count in true.T)


def _in_step(counted: Counted, other: Released) -> str:
    """Column of a series whose rows, one by one, are running sums of the counts (»Ende März« beside »März«)."""
    (true, _, gone), keys = counted.gone, counted.table.keys
    if not len(keys) == len(other.keys) == 1:
        return ""
    at, there = (np.flatnonzero((frame[key] != TOTAL).to_numpy()) for frame, key in ((counted.raw, keys[0]), (other.frame, other.keys[0])))
    if len(at) != len(there) or len(at) <= _ROWS or set(counted.keys[keys[0]]) & set(spellings(other)[other.keys[0]]) - {TOTAL.casefold()}:
        return ""
    rows, hidden = other.frame.iloc[there].reset_index(drop=True), gone[at]
    for column, said in ((str(c), n) for c in other.values for n in numbers_of(rows[c]).T):
        if (hidden & ~np.isnan(said)).any() and any(cumulates(rows, other.keys, count[at], said, hidden) for count in true.T):
            return column
    return ""


def _together(true: Floats, gone: Bools, other: Released, there: Places) -> str:
    """Two columns that give the counts together."""
    pairs = (ratios.says(other.frame, other.keys, there, count, gone) for count in true.T)
    return "« neben »".join(next((p for p in pairs if p), ()))


def _needed(table: Released) -> list[str]:
    """Keys without which rows are the same."""
    return [k for k in table.keys if len(table.keys) == 1 or table.frame.duplicated([o for o in table.keys if o != k]).any()]


def _follows(said: Floats, shown: Floats) -> bool:
    """Whether numbers are no more than what is shown (of rounded counts), or computed from that."""
    known = ~np.isnan(said) & ~np.isnan(shown)
    return bool(known.any() and ((np.abs(said - shown)[known] < _NEAR).all() or total_told(said, shown)))


def _classed(true: Floats, gone: Bools, other: Released, there: Places) -> str:
    """Column that says in words how large the hidden counts are, and that no row needs as its key."""
    rows = other.frame.iloc[there]
    words = rows.columns.difference([*_needed(other), *rows.select_dtypes(["datetime"])], sort=False)
    return next((str(c) for c in words if classes.tells(str(c), rows[c], true, gone)), "")


def _changed(true: Floats, gone: Bools, counts: Sequence[Floats], others: Sequence[tuple[str, Floats]], there: Places, *, seen: bool = True) -> str:
    """Column that gives a hidden count to who knows a shown one: a change since another year, its count as it was, a mean of both."""
    for column, numbers in others:
        said, named, unseen = numbers[there], bool(CHANGE.search(column)), None if seen else gone
        if not np.isnan(said[gone]).all() and any((gone & compared(said, count[there], true_count, named=named, unseen=unseen)).any() for count in counts for true_count in true.T):
            return column
    return ""


def _codes(table: Published) -> dict[str, list[str]]:
    """Codes of each key, row by row."""
    return {k: bare([c[i] for c in table.codes]) for i, k in enumerate(table.keys)}


def no_changes(released: Released, before: Sequence[Published]) -> None:
    """Refuse a table that gives back what another report of the place, or an edition, hides: true values are not known here.

    Parameters
    ----------
    released
        Table with its counts.
    before
        What was published before.

    Raises
    ------
    ReleaseError
        With the tables and the column.

    Notes
    -----
    What a column says of the shown counts of another table about the same (their change, their share), it says of the hidden ones too.
    """
    own = {(p.place, p.measure) for p in released.published}
    for table in (t for t in before if (t.place, t.measure) in own and None in t.values and t.keys):
        values = np.array(table.values, dtype=float)
        for _, at, there in aligned(_codes(table), spellings(released), np.isnan(values)):
            if column := _changed(values[at, None], np.isnan(values[at]), *_numbers(released), there, seen=False):
                raise ReleaseError(_told(f"»{released.title}«", column, table.name))


def _told(table: str, column: str, hides: str) -> str:
    """What is refused, and what to write."""
    return (
        f"{table}: »{column}« sagt, was {hides} verbirgt. Anzahlen unter anderem Namen, als Text oder Schlüssel und Zahlen, aus denen sie folgen, schützt nur count=. "
        "Bitte so freigeben, oder aus dem freigegebenen Rahmen (.frame) rechnen und ihn mit derived= nennen."
    )


@functools.lru_cache(maxsize=128)
def _numbers(table: Released) -> tuple[list[Floats], list[tuple[str, Floats]]]:
    """Columns of counts of a table (one without a number where it has none), and its other numbers, also those in texts."""
    counts = table.frame.columns.intersection([p.measure.partition("/")[2] for p in table.published])
    floats = [table.frame[c].to_numpy(dtype=float, na_value=np.nan) for c in counts]
    return floats or [np.full(len(table.frame), np.nan)], [(str(c), n) for c in table.frame.columns.difference([*counts, *table.keys], sort=False) for n in numbers_of(table.frame[c]).T]


def _same(said: Floats, counts: Floats, *, blurred: bool) -> bool:
    """Whether numbers are the counts, rounded or not, or lie with them on a line."""
    known = ~np.isnan(said) & ~np.isnan(counts)
    x, y = counts[known], said[known]
    exact = len(x) > 0 and bool((np.abs(y - x) < _NEAR).all())
    if len(np.unique(x)) < _ROWS:
        return exact and bool(np.log10(x + 1).sum() > _DIGITS)
    off, large = np.abs(y - x), np.unique(x[x > _LARGE])
    near = (off <= _BLUR * x).all() or any((off <= base / 2).all() and (y % base == 0).all() for base in _BASES)
    rounded = blurred and len(large) >= _ROWS and bool(near)
    spread = np.ptp(y) > _SPREAD or (y % 1 != 0).any()  # near small whole numbers (ranks, keys of areas) there is always a line
    return rounded or (exact and not running(y)) or bool(len(np.unique(x)) > _ROWS and spread and total_told(said, counts))
