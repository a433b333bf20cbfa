"""Numbers beside counts that give away what is hidden: differences and changes to a hidden neighbour, shares of few."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.lp import Places
from workbench.disclosure.system import Bools, Floats
from workbench.schemas import terms
from workbench.schemas.terms import TOTAL

_NEAR = 1e-9  # floats that come to the same
_PLACES = 4  # decimals up to which a number counts as rounded
_NEARLY, _DIGITS = 0.9, 4  # so many of the rows agree, with so many digits in all
CHANGE = re.compile(r"[Vv]eränder|[Dd]ifferenz|[Vv]or(?:jahr|monat|quartal|woche|zeit)|[Zz]u(?:wachs|nahme)|[Aa]bnahme|[Rr]ückgang|[Ee]ntwicklung|[Tt]rend|gegenüber|seit ")  # a column that compares, by its name
_SEVERAL = 3  # rows in which rounded numbers are means by more than chance
_MANY = 500  # rows in a group of neighbours that are all compared
_SHARES = (  # »95 %« is the certainty of a range
    (r"(?:je|pro|auf)\s*100[.\s]*000", 1e5),
    (r"(?:je|pro|auf)\s*10[.\s]*000", 1e4),
    (r"(?:je|pro|auf)\s*(1[.\s]*000|tsd|tausend)|‰|promille", 1e3),
    (r"(?:je|pro|auf)\s*(100|hundert)|(?<!\d)(?<!\d\s)%|\bv\.?\s*h\b", 1e2),
)
_WHOLE = 1e-6  # a numerator that was divided and is multiplied again


def beside_hidden(frame: pd.DataFrame, hidden: Bools, *, keys: Sequence[str], counts: Sequence[str], said: Floats) -> Bools:
    """Rows in which a column tells a hidden count of a neighbouring row.

    Parameters
    ----------
    frame
        With its true values.
    hidden
        Rows whose counts are hidden.
    keys
        Key columns. Rows that differ in one of them only are neighbours: two years of an area, two areas of a year.
    counts
        Columns of counts.
    said
        Numbers of a column, or in its texts.

    Returns
    -------
    numpy.ndarray
        Where the number is the difference, the ratio or the relative change of a shown count to a hidden one, as it is or
        in percent: who knows the shown one has the other. A column is such a comparison where most of its numbers are.
    """
    told = np.zeros(len(frame), dtype=bool)
    if not hidden.any() or hidden.all() or np.isnan(said).all():
        return told
    here, other = _neighbours(frame, keys)
    for count in counts:
        numbers = frame[count].to_numpy(dtype=float, na_value=np.nan)
        for value in combined(numbers[here], numbers[other]):
            hit = np.abs(said[here] - value) <= grain(said) + _NEAR * np.maximum(np.abs(said[here]), 1)
            if 2 * len(np.unique(here[hit])) >= np.count_nonzero(~np.isnan(said)):
                told[here[hit & hidden[other]]] = True
    return told & ~hidden


def _neighbours(frame: pd.DataFrame, keys: Sequence[str]) -> tuple[Places, Places]:
    """Pairs of rows that differ in one key only; of very many in a row only those that follow each other."""
    pairs = [np.zeros((0, 2), dtype=np.intp)]
    for key in keys:
        others = [k for k in keys if k != key]
        groups = frame.groupby(others, dropna=False, sort=False).indices.values() if others else [np.arange(len(frame))]
        for rows in groups:
            several = len(rows) <= _MANY
            a, b = np.nonzero(~np.eye(len(rows), dtype=bool)) if several else (np.r_[1 : len(rows), 0 : len(rows) - 1], np.r_[0 : len(rows) - 1, 1 : len(rows)])
            pairs.append(np.column_stack([rows[a], rows[b]]))
    found = np.concatenate(pairs)
    return found[:, 0], found[:, 1]


def combined(here: Floats, other: Floats) -> list[Floats]:
    """What two counts may be compared by, also without the sign (in words); of nothing every ratio is the same."""
    known = np.where(here == 0, np.nan, here)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = [here - other, known / other, other / known, (known - other) / other, (other - known) / known]
    signed = [*found, *(100 * value for value in found[1:])]
    return [*signed, -found[0], *(np.abs(signed[i]) for i in (0, 3, 4, 7, 8)), here + other, (here + other) / 2]


def changes(frame: pd.DataFrame, keys: Sequence[str], numbers: Floats, said: Floats) -> bool:
    """Whether all of what is said are changes of numbers between rows that differ in one key, rounded or not."""
    here, other = _neighbours(frame, keys)
    due = np.flatnonzero(~np.isnan(said))
    near = grain(said) + _NEAR * np.maximum(np.abs(said[here]), 1)
    return any(np.isin(due, here[np.abs(said[here] - value) <= near]).all() for value in combined(numbers[here], numbers[other]))


def change_of_counts(frame: pd.DataFrame, keys: Sequence[str], counts: Sequence[str], column: str) -> bool:
    """Whether a column compares counts of its table, by its name and by its numbers: it says no more than they do, and is no share of few."""
    if not CHANGE.search(column):
        return False
    said, *numbers = (frame[c].to_numpy(dtype=float, na_value=np.nan) for c in (column, *counts))
    near = grain(said) + _NEAR * np.maximum(np.abs(said), 1)
    pairs = (value for i, one in enumerate(numbers) for other in numbers[:i] for value in combined(one, other))
    return any(((np.abs(said - value) <= near) | np.isnan(said)).all() for value in pairs) or any(changes(frame, keys, n, said) for n in numbers)


def compared(said: Floats, here: Floats, other: Floats, *, named: bool, unseen: Bools | None = None) -> Bools:
    """Rows in which a number is another count, or what a shown one and that one are compared by.

    Parameters
    ----------
    said
        Numbers beside the shown counts.
    here, other
        Shown counts, and those of another table about the same (of another year).
    named
        Whether the name of the column says that it compares; otherwise few rows may agree by chance.
    unseen
        Rows in which the other count is hidden, also from us: what is so in all others is so there.

    Returns
    -------
    numpy.ndarray
        Where nearly all numbers come out so, and so differently that it is no chance.
    """
    told = np.zeros(len(said), dtype=bool)
    if running(said[~np.isnan(said)]):
        return told
    near, values = grain(said), np.array([other, *combined(here, other)])
    known = ~np.isnan(said) & np.isfinite(values)
    hits = known & (np.abs(said - np.where(known, values, np.nan)) <= near + _NEAR * np.maximum(np.abs(said), 1))
    for hit in hits[hits.any(axis=1) & (hits.sum(axis=1) >= _NEARLY * known.sum(axis=1))]:
        if named or hit.sum() * np.log10(1 + np.ptp(said[hit]) / max(2 * near, 10.0**-_PLACES)) > _DIGITS:
            told |= hit if unseen is None else unseen & ~np.isnan(said)
    return told if unseen is None or not named or known.any() else unseen & ~np.isnan(said)


def running(numbers: Floats) -> bool:
    """Whether numbers are 1, 2, 3 … in any order, as ranks and numbers of rows are."""
    return np.array_equal(np.sort(numbers), np.arange(1, len(numbers) + 1))


def few_of(share: Floats, base: Floats, minimum: int, *, scale: float) -> Bools:
    """Shares of a base whose numerator, or what is left of the base, is a count below the minimum.

    Parameters
    ----------
    share
        So many of each ``scale``: 100 for percent, 1,000 for rates per thousand, 1 for fractions; rounded or not.
    base
        Number of persons that each share is of.
    minimum
        Smallest count that may be shown.
    scale
        As `scale_of` reads it from the name of the column.

    Returns
    -------
    numpy.ndarray
        Where a small whole number, and no other, is the base times the share as far as that is given.
    """
    part = share * base / scale
    least = np.minimum(part, base - part)
    return _whole(share, base, scale) & (least > 1 / 2) & (least < minimum - 1 / 2)


def mean_of_few(said: Floats, counts: Floats, minimum: int) -> Bools:
    """Rows in which a number is a mean over a count below the minimum: a whole number was divided by it, and that in all such rows.

    Parameters
    ----------
    said
        Numbers beside the counts; rounded or not.
    counts
        Numbers of persons.
    minimum
        Least number of persons that a mean may rest on.

    Returns
    -------
    numpy.ndarray
        Nowhere where all numbers are whole (counts), shares of the counts, or too few and too round to be no chance.
    """
    few = (counts > 1) & (counts < minimum) & (said >= 1)
    told = few & (said % 1 != 0)
    if not told.any() or not _whole(said[few], counts[few], 1.0).all() or _whole(said[told] / 100, counts[told], 1.0).all():
        return np.zeros(len(said), dtype=bool)
    surely = grain(said[told]) == 0 or told.sum() >= _SEVERAL
    return few if surely else np.zeros(len(said), dtype=bool)


def _whole(share: Floats, base: Floats, scale: float) -> Bools:
    """Where a whole number, and no other, is the base times the share as far as that is given."""
    part, reach = share * base / scale, base / scale * grain(share)
    return np.asarray((np.abs(part - np.round(part)) <= reach + _WHOLE * np.maximum(base, 1)) & (reach < 1 / 2))


def scale_of(column: str, share: Floats, base: Floats | None) -> float | None:
    """What a column's numbers are shares of, by its name, else by their size; where it says nothing, by their declared base; None where they are no shares."""
    name = column.casefold()
    for mark, scale in _SHARES:
        if re.search(mark, name):
            return scale
    if re.search("anteil|quote|rate|prozent", name):
        return 1.0 if np.nanmax(share, initial=0.0) <= 1 else 1e2
    if base is None or grain(share) == 1 / 2:  # whole numbers are something else: medians, days
        return None
    known = ~np.isnan(share) & ~np.isnan(base)
    return next((s for s in (1.0, 1e2, 1e3) if known.any() and share[known].max() <= s and _whole(share[known], base[known], s).all()), None)


def grain(numbers: Floats) -> float:
    """Half of the last place that numbers are given with; 0 where they are not rounded."""
    known = numbers[~np.isnan(numbers)]
    return next((10.0**-places / 2 for places in range(_PLACES) if (np.abs(known - np.round(known, places)) <= _NEAR * np.maximum(np.abs(known), 1)).all()), 0.0)


def total_told(numbers: Floats, counts: Floats) -> bool:
    """Whether a column is a straight line of the counts, as shares, indices and deviations from a mean are: with its line it tells their sum."""
    known = ~np.isnan(numbers) & ~np.isnan(counts)
    x, y = counts[known], numbers[known]
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0 or np.abs(y - x).max() <= _NEAR:
        return False
    reach = grain(numbers) + _NEAR * np.maximum(np.abs(y), 1)
    if len(np.unique(x)) == 2:  # any two points lie on a line: only shares of the sum count
        return any((np.abs(y - scale * x / x.sum()) <= reach).all() for scale in (1, 100))
    low, high = x.argmin(), x.argmax()
    line = y[low] + (y[high] - y[low]) / (x[high] - x[low]) * (x - x[low])
    return bool((np.abs(y - line) <= 2 * reach).all())


def telling_order(frame: pd.DataFrame, hidden: Bools, *, keys: Sequence[str], counts: Sequence[str]) -> Places | None:
    """Order of rows that does not tell between which shown counts a hidden one lies; None where the given one does not.

    Parameters
    ----------
    frame
        With its true values.
    hidden
        Rows whose counts are hidden.
    keys, counts
        Key columns and columns of counts.

    Returns
    -------
    numpy.ndarray or None
        Where the rows of a table are sorted by a count and not by its key: shown rows as they are, then the hidden ones
        in alphabetical order, then the totals.
    """
    if len(keys) != 1 or not hidden.any():
        return None
    codes = ["–" if pd.isna(v) else str(v) for v in frame[keys[0]]]
    total = np.array([c == TOTAL for c in codes])
    listed = [c for c in codes if c != TOTAL]
    if listed in (sorted(listed), sorted(listed, key=_natural), sorted(listed, reverse=True)) or any(_follow(listed, order) for order in orders()):
        return None
    if not any(_sorted(frame[c].to_numpy(dtype=float, na_value=np.nan)[~total]) for c in counts):
        return None
    away = sorted(np.flatnonzero(hidden & ~total).tolist(), key=lambda row: codes[row])
    return np.array([*np.flatnonzero(~hidden & ~total), *away, *np.flatnonzero(total)], dtype=np.intp)


def _sorted(numbers: Floats) -> bool:
    """Whether different numbers rise or fall."""
    steps = np.diff(numbers)
    return len(np.unique(numbers)) > 1 and bool((steps <= 0).all() or (steps >= 0).all())


def _natural(code: str) -> list[tuple[int, str]]:
    """Key by which »KW 9« stands before »KW 10«, and »Dezember 2024« before »Januar 2025«."""
    parts = [(int(n), "") if n else (terms.MONTHS.index(w) if w in terms.MONTHS else 0, "" if w in terms.MONTHS else w) for n, w in re.findall(r"(\d+)|([^\W\d]+)", code)]
    return parts[::-1] if any(m in code for m in terms.MONTHS) else parts


def orders() -> list[tuple[str, ...]]:
    """Orders that codes have by themselves: ages, weekdays, months."""
    return [v for v in vars(terms).values() if isinstance(v, tuple) and all(isinstance(c, str) for c in v)]


def _follow(codes: Sequence[str], order: Sequence[str]) -> bool:
    """Whether codes stand in an order."""
    places = [order.index(c) for c in codes if c in order]
    return len(places) == len(codes) and places == sorted(places)
