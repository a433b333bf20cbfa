"""Rates of small areas drawn towards the mean, as far as chance alone explains how far they lie apart.

A few lines instead of a library: esda, which has the same estimator, brings 220 MB with libpysal.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.methods.spatial import Pairs, near

Floats = npt.NDArray[np.float64]


class Shrunk(NamedTuple):
    """Raw rate, rate after shrinkage, and the weight of the raw one (0: the mean alone, 1: as it was)."""

    raw: Floats
    shrunk: Floats
    weight: Floats


def shrink(events: npt.ArrayLike, population: npt.ArrayLike, *, pairs: Pairs | None = None) -> Shrunk:
    """Empirical-Bayes rate of each area.

    Parameters
    ----------
    events
        Count of events; NaN where unknown.
    population
        What the events are related to.
    pairs
        Pairs of neighbouring areas (see `workbench.methods.spatial`): each area is drawn towards the mean of its
        neighbours and itself. Without them all are drawn towards the mean of all.

    Returns
    -------
    Shrunk
        Events per unit of population; NaN where the population is 0 or something is unknown.

    Notes
    -----
    Marshall 1991, Appl. Stat. 40, 283-294: m = Σe/Σn; s² = Σn(r-m)²/Σn; A = max(s² - m/n̄, 0); w = A/(A + m/n);
    r* = w·r + (1-w)·m. The local form takes the sums over an area and its neighbours, as esda does. Where the areas
    differ no more than chance alone lets them, w is 0 and every area has the mean. The same moments serve counts and
    shares; with large shares m/n overstates the chance a little, and shrinkage is stronger than need be.
    """
    e, n = np.broadcast_arrays(np.asarray(events, dtype=float), np.asarray(population, dtype=float))
    known = ~np.isnan(e) & (n > 0)
    e, n = np.where(known, e, 0.0), np.where(known, n, 0.0)
    raw = np.divide(e, n, out=np.full(e.shape, np.nan), where=known)
    cases, people, areas, squares = (_around(x, pairs) for x in (e, n, known.astype(float), np.where(known, e * np.nan_to_num(raw), 0.0)))
    people = np.where(people > 0, people, np.nan)
    mean = cases / people
    between = np.maximum(squares / people - mean**2 - mean * areas / people, 0.0)
    chance = np.divide(mean, n, out=np.full(e.shape, np.nan), where=known)
    total = between + chance
    weight = np.divide(between, total, out=np.where(known, 0.0, np.nan), where=total > 0)
    return Shrunk(raw, weight * raw + (1 - weight) * mean, weight)


def _around(x: Floats, pairs: Pairs | None) -> Floats:
    """Sum over all areas, or over each area and its neighbours."""
    return np.broadcast_to(x.sum(), x.shape) if pairs is None else x + near(x, pairs)
