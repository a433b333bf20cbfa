"""Composite indices: standardise, add, standardise again, classes, ranks and deciles."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def standardise(values: npt.ArrayLike, *, ddof: int) -> Floats:
    """z-scores of the columns.

    Parameters
    ----------
    values
        One row per area; NaN is left out of mean and standard deviation.
    ddof
        0 for the standard deviation of a whole population (Berlin MSS), 1 for that of a sample.

    Returns
    -------
    numpy.ndarray
        Same shape; 0 throughout a column whose values are all the same, for there nobody stands out.

    """
    x = np.asarray(values, dtype=float)
    known = ~np.isnan(x)
    count = known.sum(axis=0)
    mean = np.where(known, x, 0.0).sum(axis=0) / np.maximum(count, 1)
    centred = x - mean
    spread = np.sqrt((np.where(known, centred, 0.0) ** 2).sum(axis=0) / np.maximum(count - ddof, 1))
    differs = spread > 1e-12 * np.maximum(np.abs(mean), 1)  # below is rounding error, not difference
    z: Floats = np.divide(centred, spread, out=np.where(known, 0.0, np.nan), where=differs)
    return z


def composite(values: npt.ArrayLike, signs: Sequence[int], *, ddof: int, valid: npt.ArrayLike | None = None) -> Floats:
    """Index with equal weights: sum of the z-scores, standardised again.

    Parameters
    ----------
    values
        One row per area, one column per indicator.
    signs
        1 where a high value is a burden, -1 where a low one is.
    ddof
        As in `standardise`.
    valid
        Areas that count (large enough, no outlier); the others neither get an index nor touch the others'.

    Returns
    -------
    numpy.ndarray
        Mean 0 and standard deviation 1 over the areas with an index; NaN for areas that are not valid or lack a value.

    Notes
    -----
    Monitoring Soziale Stadtentwicklung Berlin 2021, chapter on method: unweighted areas, ddof 0.

    """
    x = np.asarray(values, dtype=float)
    use = ~np.isnan(x).any(axis=1)
    if valid is not None:
        use &= np.asarray(valid, dtype=bool)
    z = standardise(x[use], ddof=ddof)
    result = np.full(len(x), np.nan)
    result[use] = standardise((z * np.asarray(signs)).sum(axis=1), ddof=ddof)
    return result


def classes(index: npt.ArrayLike, cuts: Sequence[float]) -> Floats:
    """Number of the class that cuts make, from 0.

    Parameters
    ----------
    index
        Standardised index.
    cuts
        Ascending; a value that equals a cut belongs to the class nearer to the middle.

    Returns
    -------
    numpy.ndarray
        0 to the number of cuts; NaN without an index.

    Notes
    -----
    Berlin MSS 2021: hoch < -1 <= mittel <= 1 < niedrig <= 1.5 < sehr niedrig.

    Examples
    --------
    >>> classes([-1.1, -1, 1, 1.2, 1.6], [-1, 1, 1.5]).tolist()
    [0.0, 1.0, 1.0, 2.0, 3.0]

    """
    x = np.asarray(index, dtype=float)
    passed = sum((x >= c if c < 0 else x > c).astype(float) for c in cuts)
    return np.where(np.isnan(x), np.nan, passed)


def ranks(values: npt.ArrayLike) -> Floats:
    """Rank of each value, 1 for the highest; equal values share the better rank, NaN has none.

    Examples
    --------
    >>> ranks([3, 9, 3, float("nan")]).tolist()
    [2.0, 1.0, 2.0, nan]

    """
    x = np.asarray(values, dtype=float)
    higher = (x[None, :] > x[:, None]).sum(axis=1)
    return np.where(np.isnan(x), np.nan, higher + 1.0)


def deciles(values: npt.ArrayLike) -> Floats:
    """Tenth of each value, 1 for the highest tenth; equal values share the better tenth, NaN has none.

    Examples
    --------
    >>> deciles(range(20, 0, -1)).tolist()[:4]
    [1.0, 1.0, 2.0, 2.0]

    """
    rank = ranks(values)
    count = np.count_nonzero(~np.isnan(rank))
    return np.ceil(rank * 10 / count) if count else rank
