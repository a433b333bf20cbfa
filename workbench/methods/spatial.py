"""Values of neighbouring areas: their mean, and whether neighbours are alike.

Neighbours are pairs of positions, each pair in both directions (`workbench.read.borders` finds them). A few lines
instead of a library: esda and libpysal bring 220 MB.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.int64]  # (pairs, 2)


class Moran(NamedTuple):
    """Moran's I with what chance lets expect."""

    value: float
    expected: float
    p: float
    areas: int


def positions(keys: Sequence[str], one: Sequence[str], other: Sequence[str]) -> Pairs:
    """Pairs of keys as pairs of positions; pairs with a key that is not there are left out."""
    place = {key: n for n, key in enumerate(keys)}
    found = [(place[a], place[b]) for a, b in zip(one, other, strict=True) if a in place and b in place]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def near(values: npt.ArrayLike, pairs: Pairs) -> Floats:
    """Sum over the neighbours of each area."""
    x = np.asarray(values, dtype=float)
    return np.bincount(pairs[:, 0], weights=x[pairs[:, 1]], minlength=len(x)).astype(float)


def lag(values: npt.ArrayLike, pairs: Pairs) -> Floats:
    """Mean of the neighbours of each area (spatial lag).

    Parameters
    ----------
    values
        One per area; NaN is left out of the mean.
    pairs
        Pairs of neighbours.

    Returns
    -------
    numpy.ndarray
        Unit of the values; NaN where no neighbour has one.

    Notes
    -----
    Row-standardised contiguity weights, style W in spdep.
    """
    x = np.asarray(values, dtype=float)
    known = ~np.isnan(x)
    count = near(known, pairs)
    found: Floats = np.divide(near(np.where(known, x, 0.0), pairs), count, out=np.full(x.shape, np.nan), where=count > 0)
    return found


def moran(values: npt.ArrayLike, pairs: Pairs, *, generator: np.random.Generator, permutations: int = 999) -> Moran:
    """Moran's I: how far neighbouring areas are alike, against what chance lets expect.

    Parameters
    ----------
    values
        One per area; areas without a value, or without a neighbour that has one, are left out.
    pairs
        Pairs of neighbours.
    generator
        Source of the permutations.
    permutations
        How often the values are dealt out anew.

    Returns
    -------
    Moran
        I (1: neighbours are alike, 0: no pattern, below: they differ), its expectation, the two-sided p of the
        permutations, and the number of areas; NaN for fewer than three areas or values that are all the same.

    Notes
    -----
    Moran 1950, Biometrika 37, 17-23, with row-standardised weights: I = Σ z·lag(z) / Σ z². E(I) = -1/(n-1).
    p = (r + 1)/(m + 1), where r of m permutations lie at least as far from E(I).
    """
    x = np.asarray(values, dtype=float)
    use = ~np.isnan(x) & ~np.isnan(lag(x, pairs))
    place = np.cumsum(use) - 1
    inside = place[pairs[use[pairs].all(axis=1)]]
    z = x[use] - x[use].mean() if use.any() else x[use]
    n, power = len(z), float((z**2).sum())
    if n < 3 or power <= 1e-24 * max(float((x[use] ** 2).sum()), 1e-300):
        return Moran(np.nan, np.nan, np.nan, n)
    share = 1 / np.bincount(inside[:, 0], minlength=n)[inside[:, 0]]

    def statistic(dealt: Floats) -> float:
        """I of one deal."""
        return float((share * dealt[inside[:, 0]] * dealt[inside[:, 1]]).sum()) / power

    value, expected = statistic(z), -1 / (n - 1)
    dealt = np.array([statistic(generator.permutation(z)) for _ in range(permutations)])
    beyond = np.count_nonzero(np.abs(dealt - expected) >= abs(value - expected) - 1e-12)
    return Moran(value, expected, (beyond + 1) / (permutations + 1), n)
