"""Whether indicators measure one thing, and how much each counts in an index."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]


class Alpha(NamedTuple):
    """Cronbach's alpha, the bounds of its interval, and how many areas it rests on."""

    value: float
    low: float
    high: float
    areas: int


class Importance(NamedTuple):
    """What each indicator does to an index, in the order of the indicators."""

    correlation: Floats
    explained: Floats
    own: Floats
    effective: Floats


def complete(values: npt.ArrayLike) -> Floats:
    """Rows where everything is known (listwise deletion)."""
    x = np.asarray(values, dtype=float)
    found: Floats = x[~np.isnan(x).any(axis=1)]
    return found


def correlations(values: npt.ArrayLike) -> Floats:
    """Pearson's correlations of the indicators over the areas where all are known.

    Parameters
    ----------
    values
        Areas x indicators.

    Returns
    -------
    numpy.ndarray
        Indicators x indicators, -1 to 1; NaN with an indicator whose values are all the same, and below three areas.
    """
    z, spread = _standard(complete(values))
    found = z.T @ z / max(len(z), 1)
    useful = (spread > 0) & (len(z) >= 3)
    return np.where(useful[:, None] & useful[None, :], np.clip(found, -1, 1), np.nan)


def alpha(items: npt.ArrayLike, *, level: float = 0.95) -> Alpha:
    """Cronbach's alpha: how far the items of a scale or index measure one thing.

    Parameters
    ----------
    items
        Areas (or persons) x items, all in one direction, and on one scale where they are added so; rows with an
        unknown value are left out.
    level
        Confidence level.

    Returns
    -------
    Alpha
        NaN for fewer than two items or rows, or where all rows are the same.

    Notes
    -----
    Cronbach 1951: α = k/(k-1)·(1 - Σvar/var total). Interval of Feldt 1965: 1 - (1-α)·F with n-1 and (n-1)(k-1)
    degrees of freedom.
    """
    x = complete(items)
    n, k = x.shape
    total = x.sum(axis=1).var(ddof=1) if n > 1 else 0.0
    if k < 2 or total <= 0:
        return Alpha(np.nan, np.nan, np.nan, n)
    value = k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / total)
    tails = special.fdtri(n - 1, (n - 1) * (k - 1), [(1 + level) / 2, (1 - level) / 2])
    low, high = 1 - (1 - value) * tails
    return Alpha(float(value), float(low), float(high), n)


def item_rest(items: npt.ArrayLike) -> Floats:
    """Correlation of each item with the sum of the others (corrected item-total correlation).

    Parameters
    ----------
    items
        As in `alpha`.

    Returns
    -------
    numpy.ndarray
        One per item, -1 to 1: low or negative where an item does not fit.
    """
    x = complete(items)
    rest = x.sum(axis=1, keepdims=True) - x
    (z, spread), (r, other) = _standard(x), _standard(rest)
    useful = (spread > 0) & (other > 0) & (len(x) >= 3)
    return np.where(useful, (z * r).sum(axis=0) / max(len(x), 1), np.nan)


def importance(values: npt.ArrayLike, index: npt.ArrayLike) -> Importance:
    """How much each indicator really counts in an index, whatever its declared weight.

    Parameters
    ----------
    values
        Areas x indicators, in the index's direction.
    index
        Value of the index per area.

    Returns
    -------
    Importance
        Correlation with the index; share of the index's variance that the indicator explains alone (0 to 1); the part
        of it that no other indicator explains (0 to 1); effective weight: the explained shares as parts of their sum.
        NaN below three areas, or where nothing differs.

    Notes
    -----
    Becker, Saisana, Paruolo and Vandecasteele 2017, Ecol. Indic. 80: the importance of an indicator is its correlation
    ratio S_i with the index, here the linear one (R²), split into what it shares with the others and what is its own
    (R² of the residual of its regression on the others). Equal weights make equal importance only where all correlate
    alike.
    """
    both = complete(np.column_stack([np.asarray(values, dtype=float), np.asarray(index, dtype=float)]))
    z, spread = _standard(both)
    x, y = z[:, :-1], z[:, -1]
    useful = (spread[:-1] > 0) & (spread[-1] > 0) & (len(z) >= 3)
    r = np.where(useful, x.T @ y / max(len(z), 1), np.nan)
    own = np.array([_own(x, y, n) if useful[n] else np.nan for n in range(x.shape[1])])
    total = np.nansum(r**2)
    return Importance(r, r**2, own, r**2 / total if total > 0 else np.full(r.shape, np.nan))


def adjusted(p: npt.ArrayLike) -> Floats:
    """p-values of several tests, adjusted for their number.

    Parameters
    ----------
    p
        One per test; NaN where there was none.

    Returns
    -------
    numpy.ndarray
        Where it is at most 5 %, at most 5 % of the patterns so named are expected to be none.

    Notes
    -----
    Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57 (scipy.stats has it too, and takes a second to import).
    """
    values = np.asarray(p, dtype=float)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(-values[known], kind="stable")]
    found = values.copy()
    found[order] = np.minimum.accumulate(np.minimum(values[order] * len(order) / np.arange(len(order), 0, -1), 1.0))
    return found


def _own(x: Floats, y: Floats, n: int) -> float:
    """R² of y with what the others do not explain of one column."""
    others = np.delete(x, n, axis=1)
    left = x[:, n] - (others @ np.linalg.lstsq(others, x[:, n], rcond=None)[0] if others.size else 0.0)
    power = float((left**2).sum())
    return float((left @ y) ** 2 / (power * len(y))) if power > 1e-12 * len(y) else 0.0


def _standard(x: Floats) -> tuple[Floats, Floats]:
    """z-scores of the columns (0 where nothing differs), and standard deviations with rounding errors as 0."""
    if not len(x):
        return x, np.zeros(x.shape[1])
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 1e-12 * np.maximum(np.abs(mean), 1), spread, 0.0)
    return np.divide(x - mean, spread, out=np.zeros_like(x), where=spread > 0), spread
