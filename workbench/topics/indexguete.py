"""Whether the indicators of an index belong together, and how much each really counts in it."""

import pandas as pd

from workbench.methods.composite import composite
from workbench.methods.counts import crossed
from workbench.methods.index import Floats
from workbench.methods.reliability import alpha, complete, correlations, importance, item_rest
from workbench.recipe import Recipe

VALUE = "Wert"
FIRST, OTHER, CORRELATION = "Indikator", "mit", "Korrelation"
ALPHA, LOW, HIGH = "Cronbachs α", "von (95 %)", "bis (95 %)"
NOMINAL, EFFECTIVE, EXPLAINED, OWN, REST = "Gewicht in %", "wirksames Gewicht in %", "erklärt vom Index in %", "davon allein in %", "Trennschärfe"


def related(werte: pd.DataFrame, *, rezept: Recipe, jahr: int) -> pd.DataFrame:
    """Correlations of the indicators with each other.

    Parameters
    ----------
    werte
        Released frame of the values (`workbench.topics.sozialraum.values`), of the areas that the index has.
    rezept
        The recipe.
    jahr
        The year.

    Returns
    -------
    pandas.DataFrame
        Indikator, mit (names), Gebiete (areas where all indicators are known), Korrelation (Pearson, -1 to 1; as the values
        stand, without the recipe's directions). Every pair in both orders, and each with itself; none where
        there is no such area.
    """
    _, (x,) = crossed(werte, rezept.keys, jahr=jahr, columns=[VALUE])
    names, found, areas = _names(werte, rezept), correlations(x), _areas(x)
    rows = [(a, b, areas, found[n, m]) for n, a in enumerate(names) for m, b in enumerate(names) if areas]
    return pd.DataFrame(rows, columns=[FIRST, OTHER, "Gebiete", CORRELATION])


def consistency(werte: pd.DataFrame, *, rezept: Recipe, jahr: int) -> pd.DataFrame:
    """Cronbach's alpha of the normalised indicators.

    Parameters
    ----------
    werte, rezept, jahr
        As in `related`.

    Returns
    -------
    pandas.DataFrame
        One row: Gebiete, Indikatoren (numbers), Cronbachs α with von and bis (interval of Feldt 1965).

    Notes
    -----
    α asks whether the indicators measure one thing, as the items of a scale do. An index of different burdens need not:
    a low α is then no fault, but says that the weights matter much.
    """
    _, (x,) = crossed(werte, rezept.keys, jahr=jahr, columns=[VALUE])
    found = alpha(composite(x, rezept).parts)
    return pd.DataFrame([{"Gebiete": found.areas, "Indikatoren": len(rezept.keys), ALPHA: found.value, LOW: found.low, HIGH: found.high}])


def weights(werte: pd.DataFrame, *, rezept: Recipe, jahr: int) -> pd.DataFrame:
    """Declared and effective weight of each indicator.

    Parameters
    ----------
    werte, rezept, jahr
        As in `related`.

    Returns
    -------
    pandas.DataFrame
        Indikator (name), Gebiete, Gewicht in % (declared, through all levels), wirksames Gewicht in % (share of what the
        indicators explain of the index), erklärt vom Index in % (of its variance, the indicator alone), davon allein in %
        (that no other indicator explains), Trennschärfe (correlation with the sum of the others). Empty where no area has all
        indicators.

    Notes
    -----
    Becker et al. 2017 (`workbench.methods.reliability.importance`).
    """
    _, (x,) = crossed(werte, rezept.keys, jahr=jahr, columns=[VALUE])
    found = composite(x, rezept)
    real = importance(found.parts, found.index)
    share = {part: float(found.weights[node][..., n]) for node, parts in rezept.nodes.items() for n, part in enumerate(parts)}
    above = {m.kuerzel: m.teil_von for m in rezept.members}
    declared = [share[key] * _upwards(above[key], above, share) * 100 for key in rezept.keys]
    frame = pd.DataFrame({FIRST: _names(werte, rezept), "Gebiete": _areas(found.parts), NOMINAL: declared, EFFECTIVE: real.effective * 100, EXPLAINED: real.explained * 100, OWN: real.own * 100, REST: item_rest(found.parts)})
    return frame[frame["Gebiete"] > 0]


def _upwards(node: str, above: dict[str, str], share: dict[str, float]) -> float:
    """Product of the weights from a node up to the index."""
    return share[node] * _upwards(above[node], above, share) if node in above else 1.0


def _areas(x: Floats) -> int:
    """Areas where every indicator is known."""
    return len(complete(x))


def _names(werte: pd.DataFrame, recipe: Recipe) -> list[str]:
    """Names of the indicators, their keys where there is none."""
    known = dict(zip(werte["Indikator"], werte["Name"], strict=True))
    return [known.get(key, key) for key in recipe.keys]
