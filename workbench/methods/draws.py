"""Numerators as they could have been counted, by the million.

NumPy draws a binomial number in 70 ns; from a table of its quantiles it takes 10.
"""

import dataclasses
import functools
import itertools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from workbench.methods.index import Floats

LEVELS = 256  # quantiles of each distribution, all equally likely: its standard deviation comes out 0.3 % too small
PIECE = 500_000  # values of the table's distributions that are worked on at once
Flags = npt.NDArray[np.bool_]
Table = npt.NDArray[np.uint16]
T = TypeVar("T")
R = TypeVar("R")


@dataclasses.dataclass(frozen=True)
class Counts:
    """Numerators and denominators of the indicators.

    Parameters
    ----------
    hits, total
        (areas, indicators); NaN where a numerator is unknown or hidden: nothing is drawn there.
    rates
        Indicators that are no shares, (indicators,): their numerators may exceed the denominators.
    scale
        Unit of each indicator: 100 for percent.
    """

    hits: Floats
    total: Floats
    rates: Flags | None = None
    scale: npt.ArrayLike = 100.0

    def values(self) -> Floats:
        """Indicators as counted; NaN where the denominator is 0."""
        return self.hits * self._unit

    def drawn(self, size: int, generator: np.random.Generator) -> Floats:
        """Indicators as they could have been counted, (size, areas, indicators).

        Notes
        -----
        Parametric bootstrap: binomial numerators, for rates Poisson ones, the denominators fixed. Each draw takes one of
        256 quantiles of the distribution, which is exact but for the outermost 2 in 1,000.
        """
        low, table, start = self._quantiles
        chosen = np.frombuffer(generator.bytes(2 * size * len(start)), np.uint16) >> 8  # the same as integers(0, LEVELS), faster
        at = chosen.reshape(size, -1) + start
        found: Floats = (low + table.take(at, mode="wrap")).reshape(size, *self.hits.shape)  # nothing to wrap, but numpy checks less
        found *= self._unit
        return found

    @functools.cached_property
    def _unit(self) -> Floats:
        """What a numerator is multiplied by; NaN where there is no value."""
        known = ~np.isnan(self.hits) & (self.total > 0)
        unit: Floats = np.where(known, np.asarray(self.scale, dtype=float) / np.where(known, self.total, 1.0), np.nan)
        return unit

    @functools.cached_property
    def _quantiles(self) -> tuple[Floats, Table, npt.NDArray[np.int64]]:
        """Smallest number of each distribution, how far above it its quantiles lie, and where in the table they begin."""
        known = ~np.isnan(self._unit)
        mean, total = np.where(known, self.hits, 0.0), np.where(known, self.total, 1.0)
        rates = np.zeros(mean.shape[-1], dtype=bool) if self.rates is None else self.rates
        low, table = quantiles(mean.ravel(), np.where(rates, np.inf, total).ravel())
        return low, table.ravel(), np.arange(len(table)) * LEVELS


def quantiles(mean: Floats, total: Floats) -> tuple[Floats, Table]:
    """Quantiles of binomial and Poisson distributions.

    Parameters
    ----------
    mean
        Of each distribution.
    total
        Number of trials of a binomial one; infinite for a Poisson one.

    Returns
    -------
    tuple
        A smallest number for each distribution; (distributions, 256) how far above it the quantiles at 1/512, 3/512, … lie.

    Notes
    -----
    Probabilities from their ratios, p(k+1)/p(k) = (n-k)/(k+1)·p/(1-p), or λ/(k+1), over 3.6 standard deviations on either
    side.
    """
    share = np.where(np.isinf(total), 0.0, np.clip(mean / total, 0.0, 1 - 1e-12))
    spread = np.sqrt(mean * (1 - share))
    low, reach = np.maximum(np.floor(mean - 3.6 * spread - 1), 0.0), np.ceil(7.2 * spread + 8).astype(np.int64)
    table, order = np.empty((len(mean), LEVELS), dtype=np.uint16), np.argsort(reach, kind="stable")

    def fill(at: npt.NDArray[np.intp]) -> None:
        """Rows of the distributions that reach about equally far."""
        table[at] = _rows(mean[at, None], total[at, None], share[at, None], low[at, None], int(reach[at[-1]]))

    parts = np.split(order, np.flatnonzero(np.diff(np.cumsum(reach[order]) // PIECE)) + 1) if len(order) else []
    threaded(fill, parts)
    return low, table


def threaded(work: Callable[[T], R], jobs: Sequence[T]) -> list[R]:
    """Results in the order of the jobs: numpy lets go of the interpreter while it draws and sorts."""
    with ThreadPoolExecutor(max(1, min(len(jobs), os.cpu_count() or 1))) as pool:
        return list(pool.map(work, jobs))


def _rows(mean: Floats, total: Floats, share: Floats, low: Floats, reach: int) -> Table:
    """Quantiles of some distributions, above their smallest number."""
    poisson = np.isinf(total[:, 0])
    step = np.arange(reach, dtype=np.float64)[:, None]
    below = np.empty((reach + 1, len(mean)))  # numbers down, so that numpy works on all distributions at once
    below[0], rest = 1.0, below[1:]
    np.subtract(np.where(poisson, reach, (total - low)[:, 0]), step, out=rest)
    np.maximum(rest, 0.0, out=rest)
    rest *= (share / (1 - share))[:, 0]
    rest[:, poisson] = mean[poisson, 0]
    rest /= low[:, 0] + (step + 1)
    for combine in (np.multiply, np.add):
        for before, after in itertools.pairwise(below):
            combine(before, after, out=after)
    below *= LEVELS / below[-1]
    below += 0.5
    passed = np.ascontiguousarray(below.T.astype(np.int32))
    passed[:, -1] = LEVELS
    passed[:, 1:] -= passed[:, :-1].copy()
    return np.repeat(np.tile(np.arange(reach + 1, dtype=np.uint16), len(mean)), passed.ravel()).reshape(len(mean), LEVELS)
