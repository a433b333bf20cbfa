"""Composite indices in numpy: bring indicators to one scale, put them together, ranks, classes and tenths.

Values are arrays of shape (..., areas, indicators); thousands of draws go through at once. NaN is unknown. Direction is
the caller's: values are multiplied by 1 or -1 before they come here.
"""

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from workbench.errors import ParameterError

Floats = npt.NDArray[np.float64]
AREAS = -2  # axis of the areas
SMALL = 1e-12  # below is rounding error, not difference


def standardise(values: npt.ArrayLike, *, ddof: int, axis: int = AREAS) -> Floats:
    """z-scores over the areas.

    Parameters
    ----------
    values
        Indicators, or with ``axis=-1`` an index; NaN is left out of mean and standard deviation.
    ddof
        0 for the standard deviation of a whole population (Berlin MSS), 1 for that of a sample (COINr n_zscore).
    axis
        Axis of the areas.

    Returns
    -------
    numpy.ndarray
        Same shape; 0 throughout an indicator whose values are all the same, for there nobody stands out.
    """
    x = np.asarray(values, dtype=float)
    sums = functools.partial(np.sum, axis=-1) if axis == -1 else functools.partial(np.matmul, np.ones(x.shape[axis]))  # a product with ones: ten times faster than sum() along the areas
    total, number = sums(x), np.asarray(max(x.shape[axis], 1))
    whole = not np.isnan(total).any()
    if not whole:
        known = ~np.isnan(x)
        total, number = sums(np.where(known, x, 0.0)), np.maximum(known.sum(axis=axis), 1)
    mean = np.expand_dims(total / number, axis)
    z: Floats = x - mean
    away = z if whole else np.where(known, z, 0.0)
    spread = np.expand_dims(np.sqrt(sums(away * away) / np.maximum(number - ddof, 1)), axis)
    differs = spread > SMALL * np.maximum(np.abs(mean), 1)
    if not differs.all():
        z = np.where(differs, z, np.where(np.isnan(x), np.nan, 0.0))
    z /= np.where(differs, spread, 1.0)
    return z


def minmax(values: npt.ArrayLike, *, low: npt.ArrayLike = 0.0, high: npt.ArrayLike = 100.0) -> Floats:
    """Smallest value to `low`, largest to `high` (COINr n_minmax; to 1: n_dist2max); the middle where all values are the same."""
    x = np.asarray(values, dtype=float)
    least, most = _ends(x)
    bottom = np.asarray(low, dtype=float)
    found: Floats = _ratio(x - least, most - least, where=most > least, alike=0.5) * (np.asarray(high, dtype=float) - bottom) + bottom
    return found


def scaled(values: npt.ArrayLike, *, low: npt.ArrayLike, high: npt.ArrayLike) -> Floats:
    """Position between two fixed points in percent, not cut off (COINr n_scaled)."""
    bottom = np.asarray(low, dtype=float)
    found: Floats = (np.asarray(values, dtype=float) - bottom) / (np.asarray(high, dtype=float) - bottom) * 100
    return found


def goalposts(values: npt.ArrayLike, *, low: npt.ArrayLike, high: npt.ArrayLike, scale: npt.ArrayLike = 1.0, cap: npt.ArrayLike = True) -> Floats:
    """Position between two fixed points from 0 to `scale`, cut off at both unless `cap` is false (COINr n_goalposts)."""
    bottom = np.asarray(low, dtype=float)
    way = (np.asarray(values, dtype=float) - bottom) / (np.asarray(high, dtype=float) - bottom)
    found: Floats = np.where(cap, np.clip(way, 0.0, 1.0), way) * np.asarray(scale, dtype=float)
    return found


def to_target(values: npt.ArrayLike, *, target: npt.ArrayLike, cap: npt.ArrayLike = False) -> Floats:
    """Way from the smallest value to a target, (x - min) / (t - min), cut off at 1 if `cap` (COINr n_dist2targ); NaN where they are the same."""
    x = np.asarray(values, dtype=float)
    least, _ = _ends(x)
    goal = np.asarray(target, dtype=float)
    way = _ratio(x - least, goal - least, where=goal != least, alike=np.nan)
    found: Floats = np.where(cap, np.minimum(way, 1.0), way)
    return found


def to_reference(values: npt.ArrayLike, *, area: int, cap: npt.ArrayLike = False) -> Floats:
    """Way from the smallest value to that of one area, given by its position (COINr n_dist2ref)."""
    x = np.asarray(values, dtype=float)
    return to_target(x, target=x[..., area, None, :], cap=cap)


def share_of_maximum(values: npt.ArrayLike) -> Floats:
    """Part of the largest value (COINr n_fracmax)."""
    x = np.asarray(values, dtype=float)
    _, most = _ends(x)
    return _ratio(x, most, where=most != 0, alike=np.nan)


def median_mad(values: npt.ArrayLike) -> Floats:
    """Distance from the median in median absolute deviations, these times 1.4826 as R's mad; 0 where they are 0."""
    x = np.asarray(values, dtype=float)
    away = x - median(x)
    spread = 1.4826 * median(np.abs(away))
    return _ratio(away, spread, where=spread > 0, alike=0.0)


def rank_scores(values: npt.ArrayLike) -> Floats:
    """Rank upwards: 1 for the lowest, equal values share the lower rank (COINr n_rank; minus 1: n_borda)."""
    return ranks(-np.asarray(values, dtype=float), axis=AREAS)


def percentile_ranks(values: npt.ArrayLike) -> Floats:
    """Part of the other areas that lie below, 0 to 1 (COINr n_prank); the middle for a single area."""
    rank = rank_scores(values)
    others = np.count_nonzero(~np.isnan(rank), axis=AREAS, keepdims=True) - 1
    return _ratio(rank - 1, others, where=others > 0, alike=0.5)


def aggregate(parts: npt.ArrayLike, *, weights: npt.ArrayLike | None = None, how: str = "arithmetisch") -> Floats:
    """Weighted mean over the last axis.

    Parameters
    ----------
    parts
        Indicators or groups, (..., areas, parts). Where one is unknown the weights of the others are scaled up.
    weights
        Relative weights, (..., parts): each draw may have its own; equal ones by default.
    how
        arithmetisch, geometrisch, harmonisch, or copeland.

    Returns
    -------
    numpy.ndarray
        (..., areas); NaN where nothing is known.

    Raises
    ------
    ParameterError
        For the geometric mean of values that are not positive, and the harmonic mean of 0.

    Notes
    -----
    Σwx/Σw, exp(Σw·ln x/Σw), Σw/Σ(w/x) over what is known, as a_amean, a_gmean and a_hmean of COINr (Becker 2022).
    """
    x = np.asarray(parts, dtype=float)
    w = np.ones(x.shape[-1]) if weights is None else np.asarray(weights, dtype=float)
    if how == "copeland":
        return copeland(x, weights=w)
    if how == "geometrisch" and (x <= 0).any():
        raise ParameterError(f'zusammenfassung: »{how}« – braucht Werte über null, es gibt Werte von null oder darunter. Bitte zum Beispiel normierung art = "min-max" mit von = 1 und bis = 100, oder »arithmetisch«.')
    if how == "harmonisch" and (x == 0).any():
        raise ParameterError(f'zusammenfassung: »{how}« – braucht Werte ungleich null, es gibt Nullen. Bitte zum Beispiel normierung art = "min-max" mit von = 1 und bis = 100, oder »arithmetisch«.')
    if how == "geometrisch":
        found: Floats = np.exp(_mean(np.log(x), w))
        return found
    return 1 / _mean(1 / x, w) if how == "harmonisch" else _mean(x, w)


def copeland(parts: npt.ArrayLike, *, weights: npt.ArrayLike) -> Floats:
    """Won minus lost comparisons with every other area, by the weight of the indicators that are higher.

    Notes
    -----
    COINr a_copeland 1.1: an area wins where the weights of the indicators that speak for it, equal ones by half, exceed
    one half. Memory grows with the square of the areas: for hundreds of areas, not for thousands of draws.
    """
    x = np.asarray(parts, dtype=float)
    w = np.asarray(weights, dtype=float)
    w = w / w.sum(axis=-1, keepdims=True)
    shape = np.broadcast_shapes(x.shape[:-2], w.shape[:-1])
    score = np.zeros((*shape, x.shape[-2], x.shape[-2]))
    for n in range(x.shape[-1]):
        mine, other = x[..., :, None, n], x[..., None, :, n]
        score += w[..., None, None, n] * ((mine > other) + (mine == other) / 2)
    above = np.triu(np.where(np.abs(score - 0.5) > SMALL, np.sign(score - 0.5), 0.0), 1)  # as there, the lower half mirrors the upper
    found: Floats = (above - np.swapaxes(above, -1, -2)).sum(axis=-1)
    return found


def first_component(values: npt.ArrayLike) -> Floats:
    """Loadings of the first principal component of the correlations (COINr get_PCA), over areas where all is known; their sum is positive."""
    z = standardise(np.where(np.isnan(np.asarray(values, dtype=float)).any(axis=-1, keepdims=True), np.nan, values), ddof=1)
    z = np.nan_to_num(z)
    _, vectors = np.linalg.eigh(np.swapaxes(z, -1, -2) @ z)
    first = vectors[..., -1]
    found: Floats = first * np.where(first.sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)
    return found


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


def ranks(values: npt.ArrayLike, *, axis: int = -1) -> Floats:
    """Rank of each value among the areas, 1 for the highest; equal values share the better rank, NaN has none.

    Examples
    --------
    >>> ranks([3, 9, 3, float("nan")]).tolist()
    [2.0, 1.0, 2.0, nan]
    """
    down = np.moveaxis(-np.asarray(values, dtype=float), axis, -1)
    order = np.argsort(down, axis=-1)
    placed = np.take_along_axis(down, order, axis=-1)
    first = np.ones(placed.shape, dtype=bool)
    first[..., 1:] = placed[..., 1:] != placed[..., :-1]
    best = np.broadcast_to(np.arange(1.0, placed.shape[-1] + 1), placed.shape)
    if not first.all():
        best = np.maximum.accumulate(np.where(first, best, 0.0), axis=-1)
    found = np.empty_like(down)
    unknown = np.isnan(placed[..., -1:]).any()  # NaN comes last
    np.put_along_axis(found, order, np.where(np.isnan(placed), np.nan, best) if unknown else best, axis=-1)
    return np.moveaxis(found, -1, axis)


def deciles(values: npt.ArrayLike) -> Floats:
    """Tenth of each value, 1 for the highest tenth; equal values share the better tenth, NaN has none.

    Examples
    --------
    >>> deciles(range(20, 0, -1)).tolist()[:4]
    [1.0, 1.0, 2.0, 2.0]
    """
    rank = ranks(values)
    count = np.count_nonzero(~np.isnan(rank), axis=-1, keepdims=True)
    found: Floats = np.ceil(rank * 10 / np.maximum(count, 1))
    return found


def _ends(x: Floats) -> tuple[Floats, Floats]:
    """Smallest and largest known value of each indicator; NaN where none is known."""
    least: Floats = np.fmin.reduce(x, axis=AREAS, keepdims=True, initial=np.nan)
    most: Floats = np.fmax.reduce(x, axis=AREAS, keepdims=True, initial=np.nan)
    return least, most


def median(x: Floats) -> Floats:
    """Median of the known values of each indicator; NaN where none is known."""
    if not x.shape[AREAS]:
        return _ends(x)[0]
    ordered = np.sort(x, axis=AREAS)  # NaN comes last
    count = np.count_nonzero(~np.isnan(x), axis=AREAS, keepdims=True)
    below, above = (np.take_along_axis(ordered, half, axis=AREAS) for half in (np.maximum(count - 1, 0) // 2, count // 2))
    middle: Floats = (below + above) / 2
    return middle


def _ratio(part: Floats, whole: npt.ArrayLike, *, where: npt.NDArray[np.bool_], alike: float) -> Floats:
    """Quotient where there is one; `alike` for known values elsewhere."""
    safe = np.where(where, whole, 1.0)
    found: Floats = np.where(where, part / safe, np.where(np.isnan(part), np.nan, alike))
    return found


def _mean(x: Floats, w: Floats) -> Floats:
    """Weighted arithmetic mean over the last axis of what is known."""
    found: Floats = np.matmul(x, (w / w.sum(axis=-1, keepdims=True))[..., None])[..., 0]
    if not np.isnan(found).any():
        return found
    known = ~np.isnan(x)
    total = np.matmul(known.astype(float), w[..., None])[..., 0]
    summed = np.matmul(np.where(known, x, 0.0), w[..., None])[..., 0]
    return _ratio(summed, total, where=known.any(axis=-1) & (total != 0), alike=np.nan)
