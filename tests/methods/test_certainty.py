"""Certainty: what must hold of the draws, and that seed alone decides."""

import numpy as np
import pytest

from workbench.methods import certainty, draws
from workbench.methods.certainty import under_noise, under_weights
from workbench.methods.choices import outcome, variants
from workbench.methods.draws import Counts, quantiles
from workbench.recipe import Recipe, load

CLASSES = {"schnitte": [-1.0, 1.0, 1.5], "namen": ["gering", "mittel", "hoch", "sehr hoch"]}


def recipe(*keys, **other):
    parts = [{"kuerzel": k} for k in keys]
    return Recipe.model_validate({"key": "probe", "name": "Probe", "version": "1", "quelle": "Probe", "normierung": {"art": "z"}, "indikatoren": parts, "klassen": CLASSES, **other})


def berlin(areas=536):
    """Areas as large and as different as those of the Berlin monitoring: one factor behind three shares."""
    generator = np.random.default_rng(2021)
    factor = generator.gamma(2.2, 1, (areas, 1)) / 2.2
    share = np.clip(factor * [0.05, 0.10, 0.26] * generator.lognormal(0, 0.22, (areas, 3)), 0.002, 0.8)
    people = generator.lognormal(np.log(6500), 0.45, (areas, 1))
    total = np.round(people * [0.65, 1, 0.14])
    return Counts(generator.binomial(total.astype(int), share).astype(float), total)


def rng():
    return np.random.default_rng(7)


def test_on_data_shaped_like_berlins_about_one_class_in_twelve_is_uncertain():
    """46 of 536 on the published data of 2021."""
    found = under_noise(berlin(), recipe("S1", "S3", "S4"), generator=rng())
    assert 25 <= np.count_nonzero(found.group_holds < 0.9) <= 75
    assert found.group_holds.min() < 0.6
    assert np.median(found.group_holds) > 0.99


def test_shares_of_the_classes_sum_to_one_and_ranks_lie_within_their_interval():
    found = under_noise(berlin(60), recipe("S1", "S3", "S4"), generator=rng(), draws=200)
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(60))
    assert (found.low <= found.high).all()
    assert found.group_holds == pytest.approx(found.shares[np.arange(60), found.group.astype(int)])
    assert sorted(found.rank) == list(range(1, 61))


def test_the_interval_holds_at_least_nine_draws_in_ten():
    """Area 0 comes on rank 1, 2, … 21 in turn: one rank is cut off on either side."""
    others = np.arange(20.0, 0, -1)

    def draw(size, _):
        return np.stack([np.concatenate([[20.5 - n], others]) for n in range(size)])

    found = certainty.held(np.concatenate([[20.5], others]), draw, cuts=(), generator=rng(), draws=21, cells=21)
    assert (found.low[0], found.high[0], found.rank_holds[0]) == (2, 20, 1 / 21)
    alone = certainty.held(np.concatenate([[20.5], others]), draw, cuts=(), generator=rng(), draws=1, cells=21)
    assert (alone.low[0], alone.high[0], alone.rank_holds[0]) == (1, 1, 1)


def test_the_seed_alone_decides_not_the_threads(monkeypatch):
    monkeypatch.setattr(certainty, "BLOCK", 1000)
    many = under_noise(berlin(50), recipe("S1", "S3", "S4"), generator=rng(), draws=60)
    monkeypatch.setattr(draws.os, "cpu_count", lambda: 1)
    one = under_noise(berlin(50), recipe("S1", "S3", "S4"), generator=rng(), draws=60)
    other = under_noise(berlin(50), recipe("S1", "S3", "S4"), generator=np.random.default_rng(8), draws=60)
    assert many.shares.tobytes() == one.shares.tobytes()
    assert many.low.tobytes() == one.low.tobytes()
    assert many.shares.tobytes() != other.shares.tobytes()


def test_large_counts_are_certain_and_small_ones_are_not():
    share = np.array([[0.05], [0.10], [0.15], [0.20], [0.50]])
    big, small = (Counts(share * n, np.full((5, 1), float(n))) for n in (1_000_000, 20))
    assert under_noise(big, recipe("a"), generator=rng()).rank_holds.min() == 1
    assert under_noise(small, recipe("a"), generator=rng()).rank_holds.min() < 0.6


def test_draws_have_mean_and_variance_of_the_binomial_and_poisson():
    counts = Counts(np.array([[30.0, 30.0]]), np.array([[100.0, 10.0]]), rates=np.array([False, True]), scale=[100, 1])
    drawn = counts.drawn(20_000, rng())[:, 0]
    assert drawn.mean(axis=0) == pytest.approx([30, 3], rel=0.01)
    assert drawn.var(axis=0) == pytest.approx([21, 0.3], rel=0.05)
    assert drawn[:, 0].max() <= 100


def test_quantiles_equal_those_of_the_exact_distributions():
    """Against sums of exact probabilities, from Python's own integers."""
    from math import comb, exp, factorial

    cases = [(0.0, 40), (0.3, 30), (2.0, 1000), (15.0, 50), (49.5, 50), (50.0, 50)]
    low, table = quantiles(np.array([*(m for m, _ in cases), 3.5]), np.array([*(float(n) for _, n in cases), np.inf]))
    for (mean, n), least, row in zip(cases, low, table, strict=False):
        p = mean / n
        below = np.cumsum([comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)])
        exact = np.searchsorted(below, (np.arange(256) + 0.5) / 256)
        assert np.abs(least + row - exact)[4:-4].max(initial=0) <= 1
        assert np.count_nonzero(least + row != exact) <= 6
    poisson = np.searchsorted(np.cumsum([exp(-3.5) * 3.5**k / factorial(k) for k in range(40)]), (np.arange(256) + 0.5) / 256)
    assert np.count_nonzero(low[-1] + table[-1] != poisson) <= 6


def test_where_a_numerator_is_hidden_nothing_is_drawn():
    counts = berlin(30)
    hits = counts.hits.copy()
    hits[4, 1] = np.nan
    found = under_noise(Counts(hits, counts.total), recipe("S1", "S3", "S4"), generator=rng(), draws=50)
    assert np.isnan([found.index[4], found.rank[4], found.low[4], found.group_holds[4], *found.shares[4]]).all()
    assert np.count_nonzero(~np.isnan(found.rank)) == 29
    assert np.isnan(Counts(hits, counts.total).drawn(3, rng())[:, 4, 1]).all()


def test_one_area_none_equal_areas_and_a_denominator_of_zero():
    one = under_noise(Counts(np.array([[3.0]]), np.array([[10.0]])), recipe("a"), generator=rng(), draws=20)
    assert (one.rank[0], one.low[0], one.high[0], one.rank_holds[0], one.group_holds[0]) == (1, 1, 1, 1, 1)
    none = under_noise(Counts(np.empty((0, 1)), np.empty((0, 1))), recipe("a"), generator=rng(), draws=20)
    assert none.rank.size == 0
    hidden = under_noise(Counts(np.full((3, 1), np.nan), np.full((3, 1), 10.0)), recipe("a"), generator=rng(), draws=20)
    assert np.isnan(hidden.rank).all()
    equal = under_noise(Counts(np.zeros((4, 1)), np.full((4, 1), 50.0)), recipe("a"), generator=rng(), draws=20)
    assert (equal.rank.tolist(), equal.rank_holds.tolist()) == ([1] * 4, [1] * 4)
    zero = under_noise(Counts(np.array([[3.0], [0.0], [5.0]]), np.array([[10.0], [0.0], [10.0]])), recipe("a"), generator=rng(), draws=20)
    assert np.isnan(zero.rank).tolist() == [False, True, False]


def test_dynamics_have_noise_in_both_years():
    now, before = berlin(60), berlin(60)
    dynamic = recipe("S1", "S3", "S4", dynamik={"jahre": 2, "schnitte": [-1.0, 1.0], "namen": ["positiv", "stabil", "negativ"]})
    changed = Counts(np.minimum(before.hits * np.linspace(0.9, 1.2, 60)[:, None].round(3), before.total), before.total)
    found = under_noise(now, dynamic, generator=rng(), draws=100, earlier=changed)
    assert found.shares.shape == (60, 3)
    assert found.rank[0] < 10
    assert found.group_holds.mean() < under_noise(now, dynamic, generator=rng(), draws=100).group_holds.mean()


def test_without_classes_there_are_ranks_only():
    found = under_noise(berlin(20), recipe("S1", "S3", "S4", klassen=None), generator=rng(), draws=20)
    assert found.shares.shape == (20, 0)
    assert np.isnan(found.group_holds).all()
    assert found.rank_holds.max() <= 1


def test_weights_move_nothing_where_all_indicators_say_the_same():
    one = berlin(40).values()[:, [0]]
    found = under_weights(np.hstack([one, one, one]), recipe("a", "b", "c"), generator=rng(), draws=50)
    assert found.rank_holds.min() == found.group_holds.min() == 1
    assert under_weights(berlin(200).values(), recipe("a", "b", "c"), generator=rng(), draws=50).rank_holds.min() < 1


def test_weights_of_a_pca_are_moved_around_its_own():
    values = berlin(80).values()
    found = under_weights(values, recipe("a", "b", "c", gewichtung="pca"), generator=rng(), draws=20, spread=0.0)
    assert found.rank_holds.min() == 1


def test_variants_differ_in_one_choice_each():
    found = variants(recipe("a", "b", "c"))
    assert list(found) == [
        "Normierung: Min–Max", "Normierung: Rang", "Normierung: Median und MAD", "Zusammenfassung: geometrisch",
        "Zusammenfassung: harmonisch", "Gewichte: Hauptkomponente", "ohne a", "ohne b", "ohne c",
    ]  # fmt: skip
    assert found["ohne b"].keys == ["a", "c"]
    assert list(variants(recipe("a"))) == list(found)[:5]


def test_variants_of_levels_and_given_weights():
    parts = [{"kuerzel": "a", "gewicht": 2.0, "teil_von": "g"}, {"kuerzel": "b", "normierung": {"art": "rang"}}]
    nested = recipe(indikatoren=parts, gruppen=[{"kuerzel": "g", "zusammenfassung": "arithmetisch"}], gewichtung="angegeben", zusammenfassung="arithmetisch")
    found = variants(nested)
    assert found["Gewichte: gleich"].indikatoren[0].gewicht == 1
    assert found["ohne a"].gruppen == []
    assert found["Zusammenfassung: geometrisch"].scale(found["Zusammenfassung: geometrisch"].indikatoren[1]).art == "min-max"
    assert all(r.key == "probe" for r in found.values())


def test_shipped_recipes_have_variants_that_all_compute():
    for name in ("einfach", "mss-2021", "rise"):
        shipped = load(name)
        values = np.random.default_rng(1).uniform(1, 30, (30, len(shipped.keys)))
        found = outcome(values, shipped, variants(shipped))
        assert found.rank.shape == (len(found.names), 30)
        assert not np.isnan(found.rank).any()


def test_the_same_areas_have_an_index_under_every_choice():
    values = berlin(30).values()
    values[3, 1] = np.nan
    found = outcome(values, recipe("a", "b", "c"), variants(recipe("a", "b", "c")))
    assert np.isnan(found.rank[:, 3]).all()
    assert np.nanmax(found.rank) == 29
    assert outcome(values[:, :1], recipe("a"), {}).rank.shape == (0, 30)
