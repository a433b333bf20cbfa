"""Before an index: outliers drawn in or logged, and unknown values filled, both only as declared."""

import dataclasses

import numpy as np
import numpy.typing as npt

from workbench.methods.index import AREAS, Floats, median

Flags = npt.NDArray[np.bool_]


@dataclasses.dataclass(frozen=True)
class Treated:
    """Values after the treatment of outliers.

    Parameters
    ----------
    values
        As they came, with outliers treated.
    drawn_in
        Number of values per indicator that took their neighbour's value, (..., indicators).
    logged
        Indicators that were logged instead, (..., indicators).
    """

    values: Floats
    drawn_in: npt.NDArray[np.int64]
    logged: Flags


def skewness(values: npt.ArrayLike) -> Floats:
    """Skewness of the known values of each indicator, as in Excel (Joanes and Gill 1998, G1); NaN below three or without differences."""
    n, moment = _moments(np.asarray(values, dtype=float), 3)
    found: Floats = np.where(n < 3, np.nan, np.sqrt(n) * moment * np.sqrt(n * np.maximum(n - 1, 0)) / np.where(n < 3, 1, n - 2))
    return found


def kurtosis(values: npt.ArrayLike) -> Floats:
    """Excess kurtosis of the known values of each indicator, as in Excel (Joanes and Gill 1998, G2); NaN below four or without differences."""
    n, moment = _moments(np.asarray(values, dtype=float), 4)
    found: Floats = np.where(n < 4, np.nan, ((n + 1) * (n * moment - 3) + 6) * (n - 1) / np.where(n < 4, 1, (n - 2) * (n - 3)))
    return found


def treat(values: npt.ArrayLike, *, skew: float = 2.0, kurt: float = 3.5, most: int = 5) -> Treated:
    """Draw outliers in, or take the logarithm where that is not enough.

    Parameters
    ----------
    values
        (..., areas, indicators); NaN is unknown.
    skew, kurt
        An indicator has outliers where its absolute skewness and its kurtosis both reach these.
    most
        So many values are drawn in at most.

    Returns
    -------
    Treated
        An indicator with fewer than four known values, or without differences, stays as it is.

    Notes
    -----
    COINr Treat with its defaults (Becker 2022): the largest value (with negative skewness the smallest) takes the value of
    the next one, equal ones at once, until the indicator passes or `most` values are drawn in. One that still does not
    pass is logged from its original values: ln(x - min + 0.01 (max - min)).
    """
    x = np.moveaxis(np.asarray(values, dtype=float), AREAS, -1)
    original, now = (x.reshape(-1, x.shape[-1]).copy() for _ in range(2))  # one row per indicator and draw
    high, low = np.zeros(len(now), dtype=int), np.zeros(len(now), dtype=int)
    failing = _outlying(now, skew, kurt)
    waiting = failing.copy()
    while (chosen := np.flatnonzero(waiting & (high + low < most))).size:
        now[chosen], up, number = _draw_in(now[chosen])
        high[chosen], low[chosen] = np.where(up, number, high[chosen]), np.where(up, low[chosen], number)
        waiting[chosen] = _outlying(now[chosen], skew, kurt)
    flat = failing & np.isnan(skewness(now.T))
    logged = waiting & ~flat
    now[flat], now[logged] = original[flat], _logged(original[logged])
    shape = x.shape[:-1]
    drawn = np.where(logged | flat, 0, high + low).reshape(shape)
    return Treated(np.moveaxis(now.reshape(x.shape), -1, AREAS), drawn, logged.reshape(shape))


def impute(values: npt.ArrayLike, *, how: str, groups: npt.ArrayLike | None = None) -> Floats:
    """Fill unknown values of each indicator with the mean or median of the known ones, of all areas or of the same group.

    Parameters
    ----------
    values
        (..., areas, indicators).
    how
        mittelwert, median, gruppenmittel, or gruppenmedian.
    groups
        Name of each area's group, where groups are asked for; areas without one (None or "") stay as they are.

    Returns
    -------
    numpy.ndarray
        Same shape; NaN where nothing is known to take.

    Notes
    -----
    COINr i_mean, i_median, i_mean_grp, i_median_grp.
    """
    x = np.asarray(values, dtype=float)
    centre = median if how.endswith("median") else _mean
    if not how.startswith("gruppen"):
        return np.where(np.isnan(x), centre(x), x)
    names = np.asarray(groups, dtype=object)
    filled = x.copy()
    for name in {n for n in names.tolist() if isinstance(n, str) and n}:
        rows = names == name
        part = x[..., rows, :]
        filled[..., rows, :] = np.where(np.isnan(part), centre(part), part)
    return filled


def _moments(x: Floats, order: int) -> tuple[Floats, Floats]:
    """Number of known values over the areas, and Σd^order / (Σd²)^(order/2)."""
    known = ~np.isnan(x)
    n = known.sum(axis=AREAS).astype(float)
    mean = np.where(known, x, 0.0).sum(axis=AREAS, keepdims=True) / np.maximum(n[..., None, :], 1)
    away = np.where(known, x - mean, 0.0)
    squares = (away**2).sum(axis=AREAS)
    differs = squares > (1e-12 * np.maximum(np.abs(mean[..., 0, :]), 1)) ** 2 * np.maximum(n, 1)
    moment: Floats = np.where(differs, (away**order).sum(axis=AREAS) / np.where(differs, squares, 1.0) ** (order / 2), np.nan)
    return n, moment


def _outlying(rows: Floats, skew: float, kurt: float) -> Flags:
    """Which rows have outliers; those too short or without differences have none."""
    found: Flags = (np.abs(skewness(rows.T)) >= skew) & (kurtosis(rows.T) >= kurt)
    return found


def _draw_in(rows: Floats) -> tuple[Floats, Flags, npt.NDArray[np.int64]]:
    """Rows with their outermost value drawn in; whether the largest; how many equal ones there were."""
    up = skewness(rows.T) >= 0
    facing = np.where(up[:, None], rows, -rows)
    outermost = facing == np.fmax.reduce(facing, axis=-1, keepdims=True)
    following = np.fmax.reduce(np.where(outermost, np.nan, facing), axis=-1, keepdims=True)
    drawn = np.where(outermost, following, facing)
    return np.where(up[:, None], drawn, -drawn), up, outermost.sum(axis=-1)


def _logged(rows: Floats) -> Floats:
    """Logarithm as COINr's log_CT."""
    least, most = np.fmin.reduce(rows, axis=-1, keepdims=True), np.fmax.reduce(rows, axis=-1, keepdims=True)
    found: Floats = np.log(rows - least + 0.01 * (most - least))
    return found


def _mean(x: Floats) -> Floats:
    """Mean of the known values of each indicator."""
    known = ~np.isnan(x)
    n = known.sum(axis=AREAS, keepdims=True)
    found: Floats = np.where(n > 0, np.where(known, x, 0.0).sum(axis=AREAS, keepdims=True) / np.maximum(n, 1), np.nan)
    return found
