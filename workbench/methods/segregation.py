"""How unevenly groups live over areas. A few lines of numpy: the library »segregation« brings 450 MB."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from workbench.methods.proportion import wilson

Floats = npt.NDArray[np.float64]


class Theil(NamedTuple):
    """Inequality over areas, and its parts between and within groups of areas."""

    value: float
    between: float
    within: float


class Quotient(NamedTuple):
    """Location quotient and the bounds of its interval."""

    value: Floats
    low: Floats
    high: Floats


def dissimilarity(part: npt.ArrayLike, total: npt.ArrayLike) -> float:
    """Share of the group that would have to move for its share to be the same everywhere.

    Parameters
    ----------
    part
        People of the group per area; areas where something is unknown or nobody lives are left out.
    total
        All people per area.

    Returns
    -------
    float
        0 (even) to 1; NaN where there is no group, or nobody else.

    Notes
    -----
    Duncan and Duncan 1955: D = Σ t|p - P| / (2TP(1-P)), which equals ½Σ|x/X - y/Y|. D is biased upwards for small
    areas and small groups (Allen et al. 2015, Sociol. Methodol. 45): read it beside `by_chance`.
    """
    x, t = _known(part, total)
    if not 0 < x.sum() < t.sum():
        return float("nan")
    p = x.sum() / t.sum()
    return float((np.abs(x - t * p)).sum() / (2 * t.sum() * p * (1 - p)))


def by_chance(part: npt.ArrayLike, total: npt.ArrayLike) -> float:
    """Dissimilarity that chance alone lets expect where the group's share is the same everywhere.

    Parameters
    ----------
    part, total
        As in `dissimilarity`.

    Returns
    -------
    float
        0 to 1; a measured D near it says nothing.

    Notes
    -----
    Carrington and Troske 1997; no draws are needed, for the mean absolute deviation of a binomial number is known:
    E|X - tP| = 2v·C(t, v)·P^v·(1-P)^(t-v+1) with v = ⌊tP⌋ + 1 (de Moivre; Diaconis and Zabell 1991).
    """
    x, t = _known(part, total)
    if not 0 < x.sum() < t.sum():
        return float("nan")
    p = x.sum() / t.sum()
    v = np.minimum(np.floor(t * p) + 1, t)
    ways = special.gammaln(t + 1) - special.gammaln(v + 1) - special.gammaln(t - v + 1)
    apart = 2 * v * np.exp(ways + v * np.log(p) + (t - v + 1) * np.log1p(-p))
    return float(apart.sum() / (2 * t.sum() * p * (1 - p)))


def isolation(part: npt.ArrayLike, total: npt.ArrayLike) -> float:
    """Share of the group among the people of the area, as a member of the group meets it on average.

    Parameters
    ----------
    part, total
        As in `dissimilarity`.

    Returns
    -------
    float
        From the group's share in the whole (even) to 1; NaN where there is no group.

    Notes
    -----
    Bell 1954; Massey and Denton 1988: Σ (x/X)(x/t).
    """
    x, t = _known(part, total)
    return float((x * x / t).sum() / x.sum()) if x.sum() > 0 else float("nan")


def theil(part: npt.ArrayLike, total: npt.ArrayLike, *, groups: npt.ArrayLike | None = None) -> Theil:
    """Theil's inequality of a group's shares over areas, between and within groups of areas.

    Parameters
    ----------
    part, total
        As in `dissimilarity`.
    groups
        Name of the group that each area belongs to; without it all is within one.

    Returns
    -------
    Theil
        0 (even) upwards; between + within = value. NaN where there is no group.

    Notes
    -----
    Theil 1967: T = Σ s·ln(s/q) with s = x/X, q = t/T; between: the same over the sums of the groups.
    """
    x, t, names = _grouped(part, total, groups)
    if x.sum() <= 0:
        return Theil(np.nan, np.nan, np.nan)
    value = _divergence(x, t)
    between = _divergence(*(np.bincount(names, weights=w).astype(float) for w in (x, t)))
    return Theil(value, between, value - between)


def information(counts: npt.ArrayLike) -> float:
    """Theil's information index H: how much less mixed the areas are than the whole.

    Parameters
    ----------
    counts
        People, areas x groups (all groups, so that rows sum to all people); rows with unknown values are left out.

    Returns
    -------
    float
        0 (every area as mixed as the whole) to 1 (every area of one group); NaN where there is one group only.

    Notes
    -----
    Theil and Finizza 1971; Reardon and Firebaugh 2002: H = Σ t(E - e)/(T·E), E = -Σ π ln π.
    """
    n = np.asarray(counts, dtype=float)
    n = n[~np.isnan(n).any(axis=1) & (n.sum(axis=1) > 0)] if n.size else n
    whole = _entropy(n.sum(axis=0)) if len(n) else np.array(0.0)
    t = n.sum(axis=1) if len(n) else n
    return float((t * (whole - _entropy(n))).sum() / (t.sum() * whole)) if whole > 0 else float("nan")


def quotients(part: npt.ArrayLike, total: npt.ArrayLike, *, level: float = 0.95) -> Quotient:
    """Location quotients: the group's share in each area relative to its share in the whole.

    Parameters
    ----------
    part, total
        As in `dissimilarity`.
    level
        Confidence level.

    Returns
    -------
    Quotient
        1 where the share is that of the whole; NaN where something is unknown.

    Notes
    -----
    LQ = (x/t)/(X/T). The interval is Wilson's of the area's share over that of the whole, which is taken as fixed: the
    quotient differs reliably from 1 where it excludes 1.
    """
    x, t = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(total, dtype=float))
    inside, people = _known(x, t)
    whole = inside.sum() / people.sum() if inside.sum() > 0 else np.nan
    low, high = wilson(x, t, level=level)
    share = np.divide(x, t, out=np.full(x.shape, np.nan), where=t > 0)
    return Quotient(share / whole, low / whole, high / whole)


def _known(part: npt.ArrayLike, total: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Areas where both counts are known and somebody lives."""
    x, t, _ = _grouped(part, total, None)
    return x, t


def _grouped(part: npt.ArrayLike, total: npt.ArrayLike, groups: npt.ArrayLike | None) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Known areas and the number of the group of each."""
    x, t = np.broadcast_arrays(np.asarray(part, dtype=float), np.asarray(total, dtype=float))
    use = ~np.isnan(x) & (t > 0)
    names = np.zeros(x.shape) if groups is None else np.asarray(groups)
    return x[use], t[use], np.unique(names[use], return_inverse=True)[1]


def _divergence(x: Floats, t: Floats) -> float:
    """Σ s ln(s/q)."""
    s, q = x / x.sum(), t / t.sum()
    return float(special.rel_entr(s, q).sum())


def _entropy(counts: Floats) -> Floats:
    """-Σ π ln π over the last axis."""
    found: Floats = special.entr(counts / counts.sum(axis=-1, keepdims=True)).sum(axis=-1)
    return found
