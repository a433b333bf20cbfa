"""The cohort-component projection against a published example and against powers of a Leslie matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.methods.projection import Rates, project

# Sweden 1993, women, ages 0-4 … 85+: Preston, Heuveline & Guillot 2001, Demography, box 6.1 (p. 125)
WOMEN_1993 = [293395, 248369, 240012, 261346, 285209, 314388, 281290, 286923, 304108, 324946, 247613, 211351, 215140, 221764, 223506, 183654, 141990, 112424]
LIVED = [497487, 497138, 496901, 496531, 495902, 495168, 494213, 492760, 490447, 486613, 480665, 471786, 457852, 436153, 402775, 350358, 271512, 291707]
BIRTHS_PER_YEAR = [0, 0, 0, 0.0120, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003, 0, 0, 0, 0, 0, 0, 0, 0]
WOMEN_1998 = [293574, 293189, 248251, 239833, 261015, 284787, 313782, 280463, 285576, 301731, 320974, 243039, 205109, 204944, 204793, 194419, 142324, 131768]


def random(seed: int, ages: int = 12, *, open_ended: bool = True) -> tuple[np.ndarray, Rates]:
    rng = np.random.default_rng(seed)
    rates = Rates(rng.uniform(0.7, 1, (2, ages)), np.r_[0, rng.uniform(0, 0.4, ages - 1)], net=rng.uniform(-0.1, 0.1, (2, ages)), boys=rng.uniform(0.4, 0.6), open_ended=open_ended)
    return rng.uniform(0, 1000, (2, ages)), rates


def leslie(rates: Rates) -> np.ndarray:
    """Women's ages, then men's: written out cell by cell."""
    stay, ages = rates.survival + rates.net, len(rates.fertility)
    matrix = np.zeros((2 * ages, 2 * ages))
    for old in range(ages):
        new = min(old + 1, ages - 1)
        if new > old or rates.open_ended:
            births = rates.fertility[new] * (1 + stay[0, new]) / 2
            matrix[0, old] = births * (1 - rates.boys) * stay[0, 0]
            matrix[ages, old] = births * rates.boys * stay[1, 0]
            matrix[new, old] = stay[0, new]
            matrix[ages + new, ages + old] = stay[1, new]
    return matrix


def test_the_women_of_sweden_in_1998_come_out_as_published():
    lived, yearly = np.array(LIVED), np.array(BIRTHS_PER_YEAR)
    survival = np.r_[lived[0] / 500_000, lived[1:-1] / lived[:-2], lived[-1] / lived[-2:].sum()]
    # the book relates births to women of an age, (at the beginning + at the end) / 2; here to those of a cohort
    fertility = np.r_[0, 5 * (yearly[:-1] + yearly[1:] * survival[1:]) / (1 + survival[1:])]
    rates = Rates(np.array([survival, survival]), fertility, boys=1.05 / 2.05)
    found = project([WOMEN_1993, [0] * 18], rates, steps=1)
    assert found[1, 0].round().tolist() == WOMEN_1998
    assert found[1, 0].sum() == pytest.approx(4_449_570, abs=1)


@pytest.mark.parametrize("open_ended", [True, False])
@given(seed=st.integers(0, 10_000))
def test_constant_rates_are_powers_of_the_leslie_matrix(seed, open_ended):
    population, rates = random(seed, open_ended=open_ended)
    found = project(population, rates, steps=15)
    for step in (1, 2, 15):
        expected = np.linalg.matrix_power(leslie(rates), step) @ population.ravel()
        assert found[step].ravel() == pytest.approx(expected, rel=1e-9)


def test_without_births_deaths_and_migration_everybody_only_grows_older():
    population = np.arange(1.0, 9).reshape(2, 4)
    found = project(population, Rates(np.ones((2, 4)), np.zeros(4)), steps=3)
    assert found[3].tolist() == [[0, 0, 0, 10], [0, 0, 0, 26]]
    cut = project(population, Rates(np.ones((2, 4)), np.zeros(4), open_ended=False), steps=3)
    assert cut[3].tolist() == [[0, 0, 0, 1], [0, 0, 0, 5]]


def test_migrants_as_numbers_come_whatever_the_size_of_the_cohort_and_bear_half():
    rates = Rates(np.ones((2, 3)), [0, 0, 0.5], numbers=[[1, 2, 4], [0, 0, 0]], boys=0.5)
    found = project(np.zeros((2, 3)), rates, steps=1)
    assert found[1].tolist() == [[1 + 0.5, 2, 4], [0.5, 0, 0]]


def test_the_balance_holds_in_every_step():
    population, rates = random(1)
    rates = Rates(rates.survival, rates.fertility, rates.net, np.full((2, 12), 3.0), rates.boys)
    found = project(population, rates, steps=5)
    cohorts = np.concatenate([np.zeros((5, 2, 1)), found[:-1, :, :-1]], axis=-1)
    cohorts[..., -1] += found[:-1, :, -1]
    kept = (cohorts * (rates.survival + rates.net) + 3)[..., 1:]
    assert found[1:, :, 1:] == pytest.approx(kept, rel=1e-12)


def test_variants_are_computed_side_by_side_as_each_alone():
    population, rates = random(2)
    fertility = np.array([0.9, 1, 1.1])[:, None] * rates.fertility
    together = project(population, Rates(rates.survival, fertility, rates.net, boys=rates.boys), steps=4)
    assert together.shape == (3, 5, 2, 12)
    for one, own in zip(together, fertility, strict=True):
        assert (one == project(population, Rates(rates.survival, own, rates.net, boys=rates.boys), steps=4)).all()


def test_where_births_are_unknown_only_those_not_yet_born_are():
    population, rates = random(3)
    found = project(population, Rates(rates.survival, np.full(12, np.nan), rates.net), steps=3)
    assert np.isnan(found[3, :, :3]).all()
    assert not np.isnan(found[3, :, 3:]).any()
