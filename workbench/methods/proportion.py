"""Intervals of proportions, rates and differences of proportions, for whole columns at once.

A full count (all residents of an area) is treated as one realisation of what could have been counted: the interval says
how far chance alone carries a count of that size.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]


class Interval(NamedTuple):
    """Bounds of an interval, one pair per input row; NaN where there is none."""

    low: Floats
    high: Floats


class Difference(NamedTuple):
    """Difference of two proportions and the bounds of its interval."""

    value: Floats
    low: Floats
    high: Floats


def wilson(hits: npt.ArrayLike, total: npt.ArrayLike, *, level: float = 0.95) -> Interval:
    """Score interval of a proportion.

    Parameters
    ----------
    hits
        Cases with the property; NaN where unknown.
    total
        All cases.
    level
        Confidence level.

    Returns
    -------
    Interval
        As shares from 0 to 1; NaN where the total is 0, less than the hits, or something is unknown.

    Notes
    -----
    Wilson 1927, J. Am. Stat. Assoc. 22, 209-212; without continuity correction, method 3 in Newcombe 1998, Stat. Med. 17,
    857-872.

    Examples
    --------
    >>> low, high = wilson([81], [263])
    >>> float(low[0].round(4)), float(high[0].round(4))
    (0.2553, 0.3662)
    """
    k, n = _valid(hits, total)
    z = special.ndtri((1 + level) / 2)
    centre = (k + z**2 / 2) / (n + z**2)
    half = z * np.sqrt(k * (n - k) / n + z**2 / 4) / (n + z**2)
    return Interval(np.where(k == 0, 0.0, centre - half), np.where(k == n, 1.0, centre + half))


def rate(events: npt.ArrayLike, population: npt.ArrayLike, *, level: float = 0.95) -> Interval:
    """Exact Poisson interval of a rate.

    Parameters
    ----------
    events
        Count of events; NaN where unknown. Zero has an upper bound too.
    population
        What the events are related to, in any unit.
    level
        Confidence level.

    Returns
    -------
    Interval
        Events per unit of population; NaN where the population is 0 or something is unknown.

    Notes
    -----
    Garwood 1936, Biometrika 28, 437-442: quantiles of chi-squared with 2k and 2k + 2 degrees of freedom, halved, which
    are the quantiles of gamma with shape k and k + 1 (scipy.special, because scipy.stats loads much more).
    """
    k, n = np.asarray(events, dtype=float), np.asarray(population, dtype=float)
    n = np.where(n > 0, n, np.nan)
    low = np.where(k == 0, 0.0, special.gammaincinv(k, (1 - level) / 2))
    return Interval(low / n, special.gammaincinv(k + 1, (1 + level) / 2) / n)


def difference(
    hits: npt.ArrayLike, total: npt.ArrayLike, other_hits: npt.ArrayLike, other_total: npt.ArrayLike, *, level: float = 0.95
) -> Difference:
    """First proportion less the other, for two independent groups.

    Parameters
    ----------
    hits, total
        Of the first group.
    other_hits, other_total
        Of the other group.
    level
        Confidence level.

    Returns
    -------
    Difference
        As shares from -1 to 1; the groups differ reliably where the interval excludes 0.

    Notes
    -----
    Hybrid score interval, method 10 in Newcombe 1998, Stat. Med. 17, 873-890.
    """
    (k, n), (m, o) = _valid(hits, total), _valid(other_hits, other_total)
    return recovered(k / n, wilson(k, n, level=level), m / o, wilson(m, o, level=level))


def recovered(value: Floats, interval: Interval, other: Floats, other_interval: Interval) -> Difference:
    """First estimate less the other, for two independent ones with an interval each.

    Parameters
    ----------
    value, other
        The estimates: shares, or rates.
    interval, other_interval
        Their intervals, each of the same level.

    Returns
    -------
    Difference
        In the unit of the estimates.

    Notes
    -----
    Method of variance estimates recovery: Zou and Donner 2008, Stat. Med. 27, 1693-1702. With Wilson's intervals it is
    Newcombe's method 10.
    """
    below = np.hypot(value - interval.low, other_interval.high - other)
    above = np.hypot(interval.high - value, other - other_interval.low)
    return Difference(value - other, value - other - below, value - other + above)


def stable_rate(events: npt.ArrayLike, *, least: int = 10, widest: float = 1.6, level: float = 0.95) -> npt.NDArray[np.bool_]:
    """Whether a rate is reliable enough to be read.

    Parameters
    ----------
    events
        Count of events; NaN where unknown.
    least
        Smallest number of events.
    widest
        Largest width of the interval relative to the rate (1.6: 160 %).
    level
        Confidence level of the interval.

    Returns
    -------
    numpy.ndarray
        False too where nothing is known.

    Notes
    -----
    NCHS 2023, Data Presentation Standards for Rates and Counts (Vital Health Stat. 2, 200).
    """
    k = np.asarray(events, dtype=float)
    low, high = rate(k, 1, level=level)
    return (k >= least) & (high - low <= widest * k)


def stable_share(hits: npt.ArrayLike, total: npt.ArrayLike, *, least: float = 30, widest: float = 0.30, level: float = 0.95) -> npt.NDArray[np.bool_]:
    """Whether a share is reliable enough to be read.

    Parameters
    ----------
    hits, total
        As in `wilson`; in a survey the effective sample size and its share of it.
    least
        Smallest total.
    widest
        Largest width of the interval (0.30: 30 percentage points).
    level
        Confidence level of the interval.

    Returns
    -------
    numpy.ndarray
        False too where there is no share.

    Notes
    -----
    NCHS 2017, Data Presentation Standards for Proportions (Vital Health Stat. 2, 175): the two rules for not showing.
    """
    low, high = wilson(hits, total, level=level)
    return (np.asarray(total, dtype=float) >= least) & (high - low <= widest)


def _valid(hits: npt.ArrayLike, total: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Hits and totals as floats, NaN in both where they make no proportion."""
    k, n = np.broadcast_arrays(np.asarray(hits, dtype=float), np.asarray(total, dtype=float))
    good = (n > 0) & (k >= 0) & (k <= n)
    return np.where(good, k, np.nan), np.where(good, n, np.nan)
