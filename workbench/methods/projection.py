"""Cohort-component projection by single year of age and sex, for many variants at once."""

import dataclasses

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

WOMEN, MEN = 0, 1  # order of the sexes in every array


@dataclasses.dataclass(frozen=True, eq=False)
class Rates:
    """What happens to a cohort within one step; ages are those at the end of the step, and the cohort of age 0 are the births.

    Parameters
    ----------
    survival
        (…, 2, ages): share of the cohort that lives to the end of the step.
    fertility
        (…, ages): live births per woman of the cohort.
    net
        (…, 2, ages): net migrants per member of the cohort at its beginning (less those who leave, say).
    numbers
        (…, 2, ages): net migrants as numbers, whatever the size of the cohort.
    boys
        Share of boys among the births.
    open_ended
        Whether the last age holds everybody of that age and above; else nobody grows older than it.
    """

    survival: Floats
    fertility: Floats
    net: Floats | float = 0.0
    numbers: Floats | float = 0.0
    boys: float = 0.513
    open_ended: bool = True


def project(population: npt.ArrayLike, rates: Rates, *, steps: int) -> Floats:
    """Population step by step.

    Parameters
    ----------
    population
        (…, 2, ages): women, then men, at the end of the step before the first.
    rates
        The same for every step; leading axes (variants, draws) broadcast.
    steps
        Number of steps; one is as long as a class of age is wide.

    Returns
    -------
    numpy.ndarray
        (…, steps + 1, 2, ages) in persons, unrounded; the first is the given population. NaN where births are not known.

    Notes
    -----
    Order of events in a step: everybody grows one class older (the open-ended class keeps its own); S of each cohort
    survive; net migrants come or leave (rate × cohort at its beginning, then numbers; they neither die nor, in the step in
    which they come, count as more than half); women bear children: B = Σ f(a) · (cohort at the beginning + at the end) / 2;
    births are shared out to the sexes, survive and migrate like any other cohort. Without numbers a step is linear: the
    projection is the power of a Leslie matrix. Preston, Heuveline & Guillot 2001, Demography, ch. 6.3; Leslie 1945,
    Biometrika 33, 183-212.

    Examples
    --------
    Two classes, no deaths, one child per woman who reaches the second:

    >>> project([[10, 0], [10, 0]], Rates(survival=[[1, 1], [1, 1]], fertility=[0, 1], boys=0.5), steps=1)[1].tolist()
    [[5.0, 10.0], [5.0, 10.0]]
    """
    now = np.asarray(population, dtype=float)
    stay, numbers, fertility = np.asarray(rates.survival) + np.asarray(rates.net), np.asarray(rates.numbers), np.asarray(rates.fertility)
    lead = np.broadcast_shapes(now.shape[:-2], stay.shape[:-2], numbers.shape[:-2], fertility.shape[:-1])
    result = np.empty((*lead, steps + 1, *now.shape[-2:]))
    result[..., 0, :, :] = now
    for step in range(steps):
        cohort = older(result[..., step, :, :], open_ended=rates.open_ended)
        after = cohort * stay + numbers
        births = (fertility * (cohort + after)[..., WOMEN, :])[..., 1:].sum(axis=-1) / 2
        cohort[..., WOMEN, 0], cohort[..., MEN, 0] = births * (1 - rates.boys), births * rates.boys
        after[..., 0] = (cohort * stay + numbers)[..., 0]
        result[..., step + 1, :, :] = after
    return result


def averaged(stock: Floats, births: Floats, deaths: Floats, arriving: Floats, leaving: Floats, *, boys: float, open_ended: bool) -> Rates:
    """Mean rates of some years, each year weighted by its cohorts.

    Parameters
    ----------
    stock
        (years + 1, 2, ages): at the end of each year, and of the one before the first.
    births
        (years, ages): by the age of the mother.
    deaths, arriving, leaving
        (years, 2, ages). Everywhere ages are those at the end of the year; NaN where a year does not know them.
    boys, open_ended
        As in `Rates`.

    Returns
    -------
    Rates
        Leaving as a negative net rate, arriving as numbers. No deaths where none of the years knows them, no migration where
        none knows both ways; fertility NaN where none knows births.
    """
    begun = older(stock[:-1], open_ended=open_ended)
    begun[..., 0] = births.sum(axis=-1, keepdims=True) * (1 - boys, boys)
    fertility = _rate(births, (begun + stock[1:])[:, WOMEN] / 2)
    out, into = _rate(leaving, begun), _rate(arriving, np.ones_like(begun))
    both = not (np.isnan(out[..., 1:]).any() or np.isnan(into).any())
    net, numbers = (np.nan_to_num(m) * both for m in (-out, into))
    return Rates(1 - np.nan_to_num(_rate(deaths, begun)), fertility, net, numbers, boys, open_ended)


def _rate(events: Floats, exposure: Floats) -> Floats:
    """Events per unit of exposure over the years in which both are known; NaN where there is none, 0 where nobody was exposed."""
    known = ~(np.isnan(events) | np.isnan(exposure))
    under = exposure.sum(axis=0, where=known)
    rate: Floats = np.where(known.any(axis=0), np.divide(events.sum(axis=0, where=known), under, out=np.zeros_like(under), where=under > 0), np.nan)
    return rate


def older(population: Floats, *, open_ended: bool) -> Floats:
    """Everybody one class older; the first class is empty.

    Parameters
    ----------
    population
        (…, ages) in persons.
    open_ended
        Whether the last class keeps its own; else they leave.

    Returns
    -------
    numpy.ndarray
        The cohorts under the ages that they reach.
    """
    cohort = np.zeros_like(population)
    cohort[..., 1:] = population[..., :-1]
    if open_ended:
        cohort[..., -1] += population[..., -1]
    return cohort
