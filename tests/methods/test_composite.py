"""A recipe applied to arrays: every step by hand on few areas, and draws as each alone."""

import numpy as np
import pytest

from workbench.errors import ParameterError
from workbench.methods.composite import composite, normalise
from workbench.methods.index import minmax, standardise
from workbench.recipe import Recipe

NAN = float("nan")
X = np.array([[1, 10, 5], [2, 30, 1], [3, 20, 9], [6, 40, 5]], dtype=float)


def recipe(*parts, **more):
    given = {"key": "probe", "name": "Probe", "version": "1", "quelle": "Test", "normierung": {"art": "z"}, **more}
    return Recipe.model_validate({**given, "indikatoren": [{"kuerzel": p} if isinstance(p, str) else p for p in parts or "abc"]})


def test_berlin_is_the_sum_of_z_scores_standardised_again():
    z = (X - X.mean(axis=0)) / X.std(axis=0)
    total = z.sum(axis=1)
    assert composite(X, recipe()).index == pytest.approx(total / total.std())


def test_a_low_value_raises_the_index_where_its_direction_is_negative():
    down = composite(X[:, :1], recipe({"kuerzel": "a", "richtung": "-"})).index
    assert down == pytest.approx(-composite(X[:, :1], recipe("a")).index)


def test_areas_that_do_not_count_have_no_index_and_touch_nobody():
    more = np.vstack([[[99, 99, 99]], X, [[NAN, 0, 0]]])
    found = composite(more, recipe(), valid=[False, *[True] * 5])
    assert found.index[1:5] == pytest.approx(composite(X, recipe()).index)
    assert np.isnan(found.index[[0, 5]]).all()


def test_gaps_may_be_left_to_the_weights_of_what_is_known():
    x = X.copy()
    x[0, 0] = NAN
    plain = {"normierung": {"art": "min-max"}, "standardisieren": False}
    found = composite(x, recipe(fehlend="gewichten", **plain))
    assert found.index[0] == pytest.approx(minmax(X)[0, 1:].mean())
    assert np.isnan(composite(x, recipe(fehlend="gewichten", mindestangaben=0.7, **plain)).index[0])
    assert not np.isnan(composite(x, recipe(fehlend="gewichten", mindestangaben=2 / 3, **plain)).index[0])


def test_what_is_filled_is_said():
    x = X.copy()
    x[0, 0] = NAN
    found = composite(x, recipe(fehlend="mittelwert"))
    assert np.argwhere(found.filled).tolist() == [[0, 0]]
    assert found.treated.values[0, 0] == pytest.approx(11 / 3)
    grouped = composite(x, recipe(fehlend="gruppenmittel", gruppe="Lage"), groups=["a", "a", "b", "b"])
    assert grouped.treated.values[0, 0] == 2


def test_an_indicator_without_any_value_leaves_no_index():
    for how in ("ausschließen", "gewichten", "mittelwert"):
        assert np.isnan(composite(np.where([True, False, False], NAN, X), recipe(fehlend=how)).index).all()


def test_levels_are_put_together_from_below_with_their_own_weights_and_means():
    two = recipe(
        {"kuerzel": "a", "teil_von": "unten", "gewicht": 3.0}, {"kuerzel": "b", "teil_von": "unten"}, {"kuerzel": "c", "gewicht": 2.0},
        gruppen=[{"kuerzel": "unten", "zusammenfassung": "geometrisch"}],
        gewichtung="angegeben", standardisieren=False, normierung={"art": "min-max", "von": 1.0, "bis": 100.0},
    )
    scaled = minmax(X, low=1, high=100)
    below = (scaled[:, 0] ** 3 * scaled[:, 1]) ** (1 / 4)
    found = composite(X, two)
    assert found.nodes["unten"] == pytest.approx(below)
    assert found.index == pytest.approx((below + 2 * scaled[:, 2]) / 3)
    assert found.weights["Index"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_weights_may_be_others_than_the_recipes_and_one_per_draw():
    found = composite(X, recipe(standardisieren=False), weights={"a": [1, 0], "b": 0, "c": [0, 1]}).index
    assert found == pytest.approx(standardise(X, ddof=0)[:, [0, 2]].T)


def test_weights_may_be_those_of_the_first_principal_component():
    found = composite(X[:, :2], recipe("a", "b", gewichtung="pca"))
    assert found.weights["Index"].tolist() == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ({"art": "z"}, [[-1.0, 1.0], [1.0, -1.0]]),
        ({"art": "min-max"}, [[0, 100], [100, 0]]),
        ({"art": "skaliert", "von": 0.0, "bis": 10.0}, [[20, -40], [60, -80]]),
        ({"art": "rang"}, [[1, 2], [2, 1]]),
        ({"art": "borda"}, [[0, 1], [1, 0]]),
        ({"art": "prozentrang"}, [[0, 1], [1, 0]]),
        ({"art": "median-mad"}, [[-1 / 1.4826, 1 / 1.4826], [1 / 1.4826, -1 / 1.4826]]),
        ({"art": "anteil-max"}, [[1 / 3, 1], [1, 2]]),
        ({"art": "abstand-max"}, [[0, 1], [1, 0]]),
        ({"art": "abstand-ziel", "ziel": 3.0}, [[0, (8 - 4) / (8 - 3)], [4, 0]]),
        ({"art": "abstand-ziel", "ziel": 3.0, "kappen": True}, [[0, 0.8], [1, 0]]),
        ({"art": "zielkorridor", "von": 0.0, "bis": 10.0}, [[0.2, 0.6], [0.6, 0.2]]),
        ({"art": "zielkorridor", "von": 3.0, "bis": 5.0, "skala": 4.0}, [[0, 2], [4, 0]]),
        ({"art": "zielkorridor", "von": 3.0, "bis": 5.0, "kappen": False}, [[-0.5, 0.5], [1.5, -1.5]]),
    ],
)
def test_targets_and_corridors_turn_with_the_direction(scale, expected):
    """As COINr with f_n_para = "use_iMeta"; the second indicator is better when low."""
    found = normalise([[2, 4], [6, 8]], recipe("a", {"kuerzel": "b", "richtung": "-"}, normierung=scale))
    assert found.tolist() == [pytest.approx(row) for row in expected]


def test_one_area_can_be_the_yardstick_also_behind_excluded_ones():
    near = recipe("a", normierung={"art": "abstand-gebiet", "gebiet": "Stadt"}, standardisieren=False)
    found = composite([[99], [2], [4], [10]], near, valid=[False, True, True, True], reference=2)
    assert found.index == pytest.approx([NAN, 0, 1, 4], nan_ok=True)
    with pytest.raises(ParameterError, match="»Stadt« – dieses Gebiet gibt es hier nicht"):
        composite([[2], [4]], near)


def test_outliers_are_treated_before_the_scale():
    x = np.array([*range(1, 11), 100.0])[:, None]
    found = composite(x, recipe("a", ausreisser={"art": "stutzen"}, normierung={"art": "min-max"}, standardisieren=False))
    assert found.index.tolist()[-2:] == [100, 100]
    assert found.treated.drawn_in.tolist() == [1]


@pytest.mark.parametrize("more", [{}, {"fehlend": "median"}, {"ausreisser": {"art": "stutzen"}}, {"gewichtung": "pca"}, {"normierung": {"art": "rang"}}])
def test_draws_give_what_each_gives_alone(more):
    rng = np.random.default_rng(3)
    draws = rng.lognormal(sigma=1, size=(4, 30, 3))
    draws[rng.random(draws.shape) < 0.05] = NAN
    valid = np.arange(30) > 2
    found = composite(draws, recipe(**more), valid=valid).index
    for n in range(4):
        assert found[n] == pytest.approx(composite(draws[n], recipe(**more), valid=valid).index, nan_ok=True)


def test_one_area_and_equal_values_have_an_index_of_zero():
    assert composite([[3, 4, 5]], recipe()).index.tolist() == [0]
    assert composite([[3, 4, 5]] * 3, recipe()).index.tolist() == [0, 0, 0]
