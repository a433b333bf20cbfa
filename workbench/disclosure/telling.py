"""Numbers beside counts that give away what is hidden: differences and changes to a hidden neighbour, shares of few."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.lp import Places
from workbench.disclosure.system import Bools, Floats
from workbench.schemas import terms
from workbench.schemas.terms import TOTAL

_NEAR = 1e-9  # floats that come to the same
_MANY = 500  # rows in a group of neighbours that are all compared
_WHOLE = 1e-6  # a numerator that was divided and is multiplied again


def beside_hidden(frame: pd.DataFrame, hidden: Bools, *, keys: Sequence[str], counts: Sequence[str], column: str) -> Bools:
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
    column
        Column of numbers.

    Returns
    -------
    numpy.ndarray
        Where the number is the difference, the ratio or the relative change of a shown count to a hidden one, as it is or
        in percent: who knows the shown one has the other. A column is such a comparison where most of its numbers are.

    """
    told = np.zeros(len(frame), dtype=bool)
    said = frame[column].to_numpy(dtype=float, na_value=np.nan)
    if not hidden.any() or hidden.all() or np.isnan(said).all():
        return told
    here, other = _neighbours(frame, keys)
    for count in counts:
        numbers = frame[count].to_numpy(dtype=float, na_value=np.nan)
        for value in _compared(numbers[here], numbers[other]):
            hit = np.abs(said[here] - value) <= _NEAR * np.maximum(np.abs(said[here]), 1)
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


def _compared(here: Floats, other: Floats) -> list[Floats]:
    """What two counts may be compared by; of nothing every ratio is the same."""
    known = np.where(here == 0, np.nan, here)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = [here - other, other - here, known / other, other / known, (known - other) / other, (other - known) / known]
    return [*found, *(100 * value for value in found[2:])]


def few_of(share: Floats, base: Floats, minimum: int) -> Bools:
    """Shares of a base whose numerator, or what is left of the base, is a count below the minimum.

    Parameters
    ----------
    share
        In percent, or as fractions.
    base
        Number of persons that each share is of.
    minimum
        Smallest count that may be shown.

    Returns
    -------
    numpy.ndarray
        Where base times share is a small whole number, in percent or as a fraction.

    """
    found = np.zeros(len(share), dtype=bool)
    for part in (share * base / 100, share * base):
        least = np.minimum(part, base - part)
        found |= (np.abs(part - np.round(part)) <= _WHOLE * np.maximum(base, 1)) & (least > 1 / 2) & (least < minimum - 1 / 2)
    return found


def total_told(numbers: Floats, counts: Floats) -> bool:
    """Whether a column is the counts divided by their sum, as fractions or in percent: with one count it tells the sum."""
    known = (counts > 0) & (numbers > 0)
    if np.count_nonzero(known) < 2:
        return False
    ratio = numbers[known] / counts[known]
    whole = 1 / ratio.mean()
    return bool(np.ptp(ratio) <= _NEAR * ratio.mean() and any(abs(scale * whole - np.nansum(counts)) <= _WHOLE * np.nansum(counts) for scale in (1, 100)))


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
    if listed in (sorted(listed), sorted(listed, reverse=True)) or any(_follow(listed, order) for order in _orders()):
        return None
    numbers = [frame[c].to_numpy(dtype=float, na_value=np.nan)[~total] for c in counts]
    if not any(len(np.unique(n)) > 1 and ((np.diff(n) <= 0).all() or (np.diff(n) >= 0).all()) for n in numbers):
        return None
    away = sorted(np.flatnonzero(hidden & ~total).tolist(), key=lambda row: codes[row])
    return np.array([*np.flatnonzero(~hidden & ~total), *away, *np.flatnonzero(total)], dtype=np.intp)


def _orders() -> list[tuple[str, ...]]:
    """Orders that codes have by themselves: ages, weekdays, months."""
    return [v for v in vars(terms).values() if isinstance(v, tuple) and all(isinstance(c, str) for c in v)]


def _follow(codes: Sequence[str], order: Sequence[str]) -> bool:
    """Whether codes stand in an order."""
    places = [order.index(c) for c in codes if c in order]
    return len(places) == len(codes) and places == sorted(places)
