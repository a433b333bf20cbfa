"""Running sums of counts, over all rows or within groups, as they are or as shares, and moving sums and means: who knows the counts around a hidden one has it."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.lp import Places
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import grain, running
from workbench.schemas.terms import TOTAL

_NEAR = 1e-9
_DIGITS = 4  # in which rounded numbers agree by more than chance
_LEAST = 3  # rows that are a series
_NAMED = re.compile(r"kumul|aufgelaufen|bisher|seit (?:\w+)?beginn", re.IGNORECASE)
_UNTIL = re.compile(r"(?:bis|ende)\s", re.IGNORECASE)
_WINDOWS = range(2, 13)  # rows that a moving mean is taken over: up to the months of a year


def groupings(keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Within which rows a share may be one of the whole: of each key, and of all but one."""
    return list(dict.fromkeys([*((k,) for k in keys), *(g for k in keys if (g := tuple(o for o in keys if o != k)))]))


def running_sums(frame: pd.DataFrame, keys: Sequence[str], numbers: Floats) -> Iterator[tuple[Places, Floats]]:
    """Groups of rows and running sums of numbers within them; where a row is the total of its group, the sum of the others."""
    cells = {k: pd.factorize(frame[k], use_na_sentinel=False)[0] for k in keys}
    totals = {k: (frame[k].astype("object") == TOTAL).to_numpy() for k in keys}
    for group in [(), *groupings(keys)]:
        codes = np.zeros(len(frame), dtype=np.intp)
        for key in group:
            codes = pd.factorize(codes * len(frame) + cells[key])[0]
        total = np.any([np.zeros(len(frame), dtype=bool), *(totals[k] for k in keys if k not in group)], axis=0)
        parts = np.where(total, 0.0, np.nan_to_num(numbers))
        order = np.argsort(codes, kind="stable")
        sums, starts = np.cumsum(parts[order]), np.searchsorted(codes[order], codes[order])
        running = np.empty(len(frame))
        running[order] = sums - np.where(starts, sums[starts - 1], 0.0)
        yield codes, np.where(total, np.bincount(codes, parts)[codes], running)


def proportional(y: Floats, x: Floats, group: Places) -> tuple[int, Floats]:
    """How many rows are more than needed for a proportion in each group, and how far numbers are off."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = pd.Series(np.where(x == 0, np.nan, y / x)).groupby(group)
    middle = ratio.transform("median").to_numpy()
    return int((ratio.count() - 1).clip(lower=0).sum()), np.abs(y - np.nan_to_num(middle) * x)


def cumulated_beside(frame: pd.DataFrame, hidden: Bools, *, keys: Sequence[str], counts: Sequence[str], said: Floats) -> Bools:
    """Rows in which a running sum of counts, one in percent, or a moving sum or mean gives away a hidden count.

    Parameters
    ----------
    frame
        With its true values.
    hidden
        Rows whose counts are hidden.
    keys, counts
        Key columns and columns of counts.
    said
        Numbers of a column, or in its texts.

    Returns
    -------
    numpy.ndarray
        Of sums all that follow a hidden count in its group: the sums before it hold none. Of shares, and of sums from below, all of
        the group: with the first count they tell the whole. Of moving ones those over a hidden count.
    """
    told = np.zeros(len(frame), dtype=bool)
    known = ~np.isnan(said)
    if not hidden.any() or not known.any():
        return told
    for count in counts:
        numbers = frame[count].to_numpy(dtype=float, na_value=np.nan)
        for codes, sums in running_sums(frame, keys, numbers):
            groups = pd.Series(hidden).groupby(codes)
            if _all_near(said, sums):
                told |= groups.cumsum().to_numpy() > 0
            elif _shares(said, sums, codes, numbers):
                told |= groups.transform("any").to_numpy()
            told |= moving(said, numbers, hidden, codes)
    return told & ~hidden


def cumulates(frame: pd.DataFrame, keys: Sequence[str], numbers: Floats, said: Floats, gone: Bools) -> bool:
    """Whether what a table says is a running sum of true counts in its rows, a share in percent of one, or a moving sum or mean over one that is gone."""
    return any(_shares(said, sums, codes, numbers) or (moving(said, numbers, gone, codes) & ~np.isnan(said)).any() for codes, sums in running_sums(frame, keys, numbers))


def moving(said: Floats, numbers: Floats, hidden: Bools, codes: Places) -> Bools:
    """Rows over whose neighbours a moving sum or mean is taken, one of them hidden; none where the numbers are neither.

    Parameters
    ----------
    said
        What may be one.
    numbers, hidden
        Counts, and which of them are hidden.
    codes
        Groups within which it moves, in the order of the rows.

    Returns
    -------
    numpy.ndarray
        True also where a window ends at the edge of a group that has a hidden count.
    """
    order = np.argsort(codes, kind="stable")
    place = np.arange(len(order)) - np.searchsorted(codes[order], codes[order])
    before, few = (np.concatenate([[0.0], np.cumsum(np.nan_to_num(n)[order])]) for n in (numbers, hidden.astype(float)))
    reach, told = 2 * grain(said) + _NEAR * np.maximum(np.abs(said), 1), np.zeros(len(said), dtype=bool)
    for size in (s for s in _WINDOWS if s <= place.max(initial=0)):
        last = np.flatnonzero(place >= size - 1)
        sums, hides = before[last + 1] - before[last + 1 - size], few[last + 1] > few[last + 1 - size]
        for shift in dict.fromkeys((0, (size - 1) // 2, size - 1)):  # said of the last row of a window, of its middle, of its first
            rows = order[last - shift]
            if any(_moves(said[rows], sums * scale, reach[rows]) for scale in (1, 1 / size)):
                inside = np.zeros(len(said), dtype=bool)
                inside[rows] = True
                told[rows] |= hides
                told |= ~inside & pd.Series(hidden).groupby(codes).transform("any").to_numpy()
    return told


def _moves(said: Floats, sums: Floats, reach: Floats) -> bool:
    """Whether numbers are others, in so many rows and digits that it is no chance."""
    known = ~np.isnan(said)
    return bool((np.abs(said - sums) <= reach)[known].all()) and _surely(said[known], int(known.sum()) - 1)


def _shares(said: Floats, sums: Floats, codes: Places, numbers: Floats) -> bool:
    """Whether numbers are running sums from above or from below, or shares."""
    known = np.flatnonzero(~np.isnan(said) & (numbers > 0))  # nothing is told where nothing is added
    known = known[np.argsort(codes[known], kind="stable")]
    steps = np.diff(said[known])[np.diff(codes[known]) == 0]  # most columns go up and down
    ways = [*([sums] if (steps >= 0).all() else []), *([_from_below(sums, codes, numbers)] if (steps <= 0).all() else [])]
    return len(steps) > 0 and any(_in_proportion(said[known], some[known], codes[known]) for some in ways)


def _all_near(said: Floats, sums: Floats) -> bool:
    """Whether numbers are sums."""
    return bool((np.abs(said - sums) <= _NEAR * np.maximum(sums, 1)).all())


def _in_proportion(said: Floats, sums: Floats, codes: Places) -> bool:
    """Whether numbers are sums, or shares of what they come to, in so many rows and digits that it is no chance; ranks are not."""
    rows, off = proportional(said, sums, codes)
    return _surely(said, rows) and bool((off <= 2 * grain(said) + _NEAR * np.maximum(np.abs(said), 1)).all())


def _surely(said: Floats, rows: int) -> bool:
    """Whether numbers that agree in so many rows more than needed do so by more than chance; ranks do not."""
    rounded = grain(said) if rows > 0 else 0.0
    return rows > 0 and bool(np.ptp(said) > 0 and (not rounded or rows * np.log10(1 + np.ptp(said) / (2 * rounded)) > _DIGITS)) and not running(said)


def _from_below(sums: Floats, codes: Places, numbers: Floats) -> Floats:
    """Sums of each number and all that follow it in its group."""
    return np.asarray(pd.Series(sums).groupby(codes).transform("max")) - sums + np.nan_to_num(numbers)


def step_of_few(frame: pd.DataFrame, keys: Sequence[str], count: str, minimum: int, *, title: str) -> tuple[str, str] | None:
    """Rows of a table of running sums between which few are added: that many are a hidden count.

    Parameters
    ----------
    frame
        With its true values.
    keys
        Key columns; looked at is a table with one.
    count
        Column of counts.
    minimum
        Smallest count that may be shown.
    title
        Name of the table.

    Returns
    -------
    tuple of str or None
        The two rows. None where neither the names of table, key and count nor the codes (»bis März«, »Januar–März«) say that it cumulates, or the numbers do not rise.
    """
    codes = [str(c) for c in frame[keys[0]] if c != TOTAL] if len(keys) == 1 else []
    numbers = frame.loc[(frame[keys[0]] != TOTAL).to_numpy(), count].to_numpy(dtype=float, na_value=np.nan) if codes else np.zeros(0)
    steps = np.diff(numbers)
    named = _NAMED.search(f"{title} {count} {keys[0]}") if codes else None
    spoken = len(codes) >= _LEAST and (all(map(_UNTIL.match, codes)) or all(re.match(rf"{re.escape(codes[0])}\s*[–-]", c) for c in codes[1:]))
    if not (named or spoken) or len(codes) < _LEAST or not (steps >= 0).all():
        return None
    return next(((codes[i], codes[i + 1]) for i in np.flatnonzero((steps > 0) & (steps < minimum))), None)
