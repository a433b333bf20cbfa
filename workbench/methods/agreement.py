"""Agreement of coders from counts: how many coders gave each unit each value. No domain words, no hidden randomness.

Every coefficient takes `counts` (units x values) and optional `weights` (... x units: how often each unit is present), so
that a thousand bootstrap samples are one matrix product.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Coefficient = Callable[[Floats, Floats], Floats]
Level = Literal["nominal", "ordinal", "interval", "ratio"]


def tally(ratings: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Count how many coders gave each unit each value.

    Parameters
    ----------
    ratings
        Units x coders; NaN where a coder did not rate a unit.

    Returns
    -------
    tuple
        Different values, ascending; counts (units x values).
    """
    table = np.asarray(ratings, dtype=float)
    values = np.unique(table[~np.isnan(table)])
    return values, (table[:, :, None] == values).sum(axis=1).astype(float)


def percent_agreement(counts: Floats, weights: Floats | None = None) -> Floats:
    """Share of agreeing pairs of coders, averaged over the units that at least two coders rated.

    Returns
    -------
    numpy.ndarray
        Share between 0 and 1; NaN where no unit was rated twice.

    Notes
    -----
    Fleiss 1971, formula 2, with a varying number of coders as in Gwet 2014.
    """
    n = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1)
    paired = (n >= 2).astype(float)
    share = np.divide(agreeing, n * (n - 1), out=np.zeros_like(n), where=n >= 2)
    w = _weights(counts, weights)
    return _ratio(w @ share, w @ paired)


def brennan_prediger(counts: Floats, weights: Floats | None = None) -> Floats:
    """Agreement beyond what equally likely values would give (Brennan & Prediger 1981: free marginals)."""
    return _beyond(percent_agreement(counts, weights), np.array(1 / counts.shape[1]))


def gwet_ac1(counts: Floats, weights: Floats | None = None) -> Floats:
    """Agreement beyond chance that stays meaningful where one value prevails (Gwet 2008, AC1)."""
    share = _prevalence(counts, weights)
    chance = (share * (1 - share)).sum(axis=-1) / max(counts.shape[1] - 1, 1)
    return _beyond(percent_agreement(counts, weights), chance)


def fleiss_kappa(counts: Floats, weights: Floats | None = None) -> Floats:
    """Agreement beyond the chance of coders who share one distribution (Fleiss 1971)."""
    return _beyond(percent_agreement(counts, weights), (_prevalence(counts, weights) ** 2).sum(axis=-1))


def cohen_kappa(table: npt.ArrayLike) -> Floats:
    """Agreement of two coders beyond the chance of their own distributions.

    Parameters
    ----------
    table
        Contingency table (values x values), or several of them (... x values x values).

    Returns
    -------
    numpy.ndarray
        κ; NaN where both coders gave one and the same value throughout.

    Notes
    -----
    Cohen 1960. Chance agreement is the *sum over values* of the products of the marginals.
    """
    cells = np.asarray(table, dtype=float)
    n = cells.sum(axis=(-2, -1))
    observed = _ratio(np.trace(cells, axis1=-2, axis2=-1), n)
    chance = _ratio((cells.sum(axis=-1) * cells.sum(axis=-2)).sum(axis=-1), n**2)
    return _beyond(observed, chance)


def contingency(first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    """Contingency table of two coders over the units that both rated; values ascending on both sides."""
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    both = ~np.isnan(a) & ~np.isnan(b)
    values = np.unique(np.concatenate([a[both], b[both]]))
    cells = ((a[both, None] == values)[:, :, None] & (b[both, None] == values)[:, None, :]).sum(axis=0)
    return np.asarray(cells, dtype=float)


def mean_kappa(ratings: npt.ArrayLike) -> float:
    """Cohen's κ, for more than two coders averaged over the pairs that have units in common (Light 1971)."""
    table = np.asarray(ratings, dtype=float)
    pairs = [(i, j) for i in range(table.shape[1]) for j in range(i)]
    kappas = np.array([float(cohen_kappa(contingency(table[:, i], table[:, j]))) for i, j in pairs])
    known = kappas[~np.isnan(kappas)]
    return float(known.mean()) if known.size else float("nan")


def krippendorff_alpha(counts: Floats, weights: Floats | None = None, *, values: npt.ArrayLike | None = None, level: Level = "nominal") -> Floats:
    """Krippendorff's α: any number of coders, missing ratings, four levels of measurement.

    Parameters
    ----------
    counts
        Units x values.
    weights
        How often each unit is present (... x units); once by default.
    values
        What the columns of ``counts`` mean as numbers; their positions by default.
    level
        Level of measurement: decides how far two values differ.

    Returns
    -------
    numpy.ndarray
        α, at most 1; NaN where only one value was given.

    Notes
    -----
    Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": 1 - Do/De over the coincidences of all pairs.
    """
    n = counts.sum(axis=1)
    pairable = n >= 2
    c, per = counts[pairable], (n[pairable] - 1)[:, None, None]
    coincidences = (c[:, :, None] * c[:, None, :] - c[:, :, None] * np.eye(c.shape[1])) / per
    observed = np.tensordot(_weights(counts, weights)[..., pairable], coincidences, axes=1)
    margin = observed.sum(axis=-1)
    expected = margin[..., :, None] * margin[..., None, :] - margin[..., None] * np.eye(c.shape[1])
    number = np.arange(c.shape[1], dtype=float) if values is None else np.asarray(values, dtype=float)
    distance = _distance(number, margin, level)
    do, de = (observed * distance).sum(axis=(-2, -1)), (expected * distance).sum(axis=(-2, -1))
    return np.asarray(1 - _ratio(do * (margin.sum(axis=-1) - 1), de))


def interval(counts: Floats, coefficient: Coefficient, *, rng: np.random.Generator, draws: int = 1000, level: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap over units.

    Parameters
    ----------
    counts
        Units x values.
    coefficient
        One of the coefficients of this module.
    rng
        Source of randomness.
    draws
        Number of samples.
    level
        Confidence level.

    Returns
    -------
    tuple
        Lower and upper bound; NaN where the coefficient is defined in no sample.

    Notes
    -----
    Units with the same counts are alike, so a sample is one multinomial draw over the different rows (Efron & Tibshirani 1993).
    """
    rows, times = np.unique(counts, axis=0, return_counts=True)
    if not times.size:
        return float("nan"), float("nan")
    samples = rng.multinomial(times.sum(), times / times.sum(), size=draws).astype(float)
    found = coefficient(rows, samples)
    found = found[~np.isnan(found)]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2]) if found.size else (np.nan, np.nan)
    return float(low), float(high)


def _weights(counts: Floats, weights: Floats | None) -> Floats:
    """Every unit once where nothing else is said."""
    return np.ones(len(counts)) if weights is None else weights


def _prevalence(counts: Floats, weights: Floats | None) -> Floats:
    """Share of each value, every rated unit counting alike."""
    n = counts.sum(axis=1, keepdims=True)
    share = np.divide(counts, n, out=np.zeros_like(counts), where=n > 0)
    w = _weights(counts, weights)
    return _ratio(w @ share, (w @ (n > 0)))


def _distance(values: Floats, margin: Floats, level: Level) -> Floats:
    """Squared difference of each pair of values at a level of measurement."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "ordinal":
        upto = np.cumsum(margin, axis=-1) - margin / 2  # mean rank of each value
        return np.asarray((upto[..., :, None] - upto[..., None, :]) ** 2)
    gap = values[:, None] - values[None, :]
    total = values[:, None] + values[None, :]
    return np.asarray(gap**2 if level == "interval" else _ratio(gap, total, empty=0.0) ** 2)


def _ratio(a: Floats, b: Floats, empty: float = np.nan) -> Floats:
    """Quotient a / b; the empty value where b is zero."""
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    return np.asarray(np.divide(a, b, out=np.full(a.shape, empty), where=b != 0))


def _beyond(observed: Floats, chance: Floats) -> Floats:
    """Share of the agreement beyond chance that was reached."""
    return _ratio(observed - chance, 1 - chance)
