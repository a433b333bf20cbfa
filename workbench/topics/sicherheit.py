"""How certain the index is: how often ranks and classes hold under the noise of counts and under other choices.

Everything is computed from released values: where a numerator is hidden nothing is drawn, and the area has no index.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.methods.certainty import under_noise, under_weights
from workbench.methods.choices import outcome, variants
from workbench.methods.counts import crossed
from workbench.methods.draws import Counts
from workbench.methods.index import Floats
from workbench.recipe import Classes, Recipe
from workbench.schemas.terms import TOTAL

RANK, RANK_LOW, RANK_HIGH, RANK_HOLDS = "Rang", "Rang von (5 %)", "Rang bis (95 %)", "Rang hält in %"
CLASS, CLASS_HOLDS, MARK, DRAWS = "Klasse", "Klasse hält in %", "Sicherheit", "Ziehungen"
CHOICE, OTHER_CLASS, FARTHEST, MEAN_SHIFT = "Wahl", "Gebiete mit anderer Klasse", "größte Rangverschiebung", "mittlere Rangverschiebung"
BEST, WORST, VARIANTS, SAME_CLASS, WEIGHTS = "kleinster Rang", "größter Rang", "Varianten", "davon gleiche Klasse", "hält bei anderen Gewichten in %"
MARKS = ("sicher", "eher sicher", "unsicher")
LIMITS = (90, 70)  # percent of the draws from which the first two are said


def noise(werte: pd.DataFrame, *, rezept: Recipe, jahr: int, startwert: int, ziehungen: int = 1000, ohne: Sequence[str] = (), seit: int | None = None) -> pd.DataFrame:
    """How often rank and class of each area hold if the numerators had come out as chance lets them.

    Parameters
    ----------
    werte
        Released frame of the shares: Indikator, Raum, Gebiet, Jahr, Zähler, Nenner.
    rezept
        The recipe.
    jahr
        The year.
    startwert
        Seed of the draws.
    ziehungen
        Number of draws.
    ohne
        Keys of areas without index, beside those that the recipe excludes by name.
    seit
        Earlier year: then rank and class are those of the changes since (dynamics), with noise in both years.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Rang (1 = highest index), Rang von and bis (90 % of the draws lie there at least), Rang hält in % (of
        the draws), Ziehungen, Sicherheit; Klasse and Klasse hält in % too where at least the recipe's minimum of areas have
        an index. Highest index first; empty where an indicator has no value at all.

    Notes
    -----
    Binomial draws of the numerators, denominators fixed (`workbench.methods.certainty`). Sicherheit is that of the class, or
    of the rank where there are no classes: sicher from 90 %, eher sicher from 70 % of the draws.
    """
    areas, (hits, total) = _counts(werte, rezept, jahr)
    _, (before, base) = _counts(werte, rezept, seit or jahr, areas)
    earlier = None if seit is None else Counts(before, base)
    found = under_noise(Counts(hits, total), rezept, generator=np.random.default_rng(startwert), draws=ziehungen, earlier=earlier, valid=_valid(areas, rezept, ohne))
    names = _names(found.index, rezept, rezept.klassen if seit is None else rezept.dynamik)
    ranks: dict[str, Any] = {RANK: found.rank, RANK_LOW: found.low, RANK_HIGH: found.high, RANK_HOLDS: found.rank_holds * 100, DRAWS: ziehungen}
    frame = areas.assign(**ranks)
    if names:
        frame[CLASS], frame[CLASS_HOLDS] = _named(found.group, names), found.group_holds * 100
    frame[MARK] = _marks(frame[CLASS_HOLDS if names else RANK_HOLDS])
    return _ordered(frame)


def summary(sicherheit: pd.DataFrame) -> pd.DataFrame:
    """How many areas are certain.

    Parameters
    ----------
    sicherheit
        As `noise` returns it, or its released frame.

    Returns
    -------
    pandas.DataFrame
        One row: Gebiete, and areas per mark; none where there are no areas.
    """
    return pd.DataFrame([{"Gebiete": len(sicherheit), **{mark: int(sicherheit[MARK].eq(mark).sum()) for mark in MARKS}}]).iloc[: len(sicherheit)]


def ends(sicherheit: pd.DataFrame) -> pd.DataFrame:
    """Which areas stand at the two ends, as far as the draws tell.

    Parameters
    ----------
    sicherheit
        As `noise` returns it, or its released frame.

    Returns
    -------
    pandas.DataFrame
        One row of texts: oben (highest index) and unten (lowest): all areas that come first (last) by their value or within
        nine of ten draws, or that this is open where these are more than half. Empty where there are no areas.
    """
    names, last = sicherheit["Gebiet"], len(sicherheit)
    first = sicherheit[RANK].eq(1) | sicherheit[RANK_LOW].eq(1)
    lowest = sicherheit[RANK].eq(sicherheit[RANK].max()) | sicherheit[RANK_HIGH].eq(last)
    return pd.DataFrame([{"oben": _open(list(names[first]), last), "unten": _open(list(names[lowest][::-1]), last)}]).iloc[:last]


def without(werte: pd.DataFrame, lage: pd.DataFrame) -> list[str]:
    """Keys of the areas that have values but no row in an index: what ``ohne`` of the other functions takes."""
    return sorted({str(area) for area in werte["Raum"]} - {TOTAL, *lage["Raum"]})


def choices(werte: pd.DataFrame, *, rezept: Recipe, jahr: int, ohne: Sequence[str] = ()) -> pd.DataFrame:
    """What other recipes that one could defend as well would change.

    Parameters
    ----------
    werte, rezept, jahr, ohne
        As in `noise`.

    Returns
    -------
    pandas.DataFrame
        Wahl, Gebiete, Gebiete mit anderer Klasse (where there are classes), größte and mittlere Rangverschiebung (ranks). One
        row per choice, each different from the recipe in this alone (`workbench.methods.choices.variants`); none where
        fewer than two areas have an index.
    """
    _, base, other, names, labels = _chosen(werte, rezept, jahr, ohne)
    shift = np.abs(other.rank - base.rank)[:, ~np.isnan(base.rank)]
    moved = (other.group != base.group)[:, ~np.isnan(base.rank)].sum(axis=1)
    rows = {CHOICE: labels, "Gebiete": shift.shape[1], OTHER_CLASS: pd.array(moved, dtype="Int64"), FARTHEST: _over(shift, np.max), MEAN_SHIFT: _over(shift, np.mean)}
    frame = pd.DataFrame(rows).iloc[: len(labels) * (shift.shape[1] > 1)]
    return frame if names else frame.drop(columns=OTHER_CLASS)


def choices_by_area(werte: pd.DataFrame, *, rezept: Recipe, jahr: int, startwert: int, ziehungen: int = 1000, ohne: Sequence[str] = ()) -> pd.DataFrame:
    """How far rank and class of each area depend on the choices of the recipe.

    Parameters
    ----------
    werte, rezept, jahr, startwert, ziehungen, ohne
        As in `noise`.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Rang, kleinster and größter Rang over the choices, Varianten (number of choices), davon gleiche Klasse,
        hält bei anderen Gewichten in % (draws of weights within ±25 %; of the class, or of the rank where there are no
        classes), Ziehungen. Highest index first.
    """
    areas, base, other, names, _ = _chosen(werte, rezept, jahr, ohne)
    _, (hits, total) = _counts(werte, rezept, jahr)
    weights = under_weights(Counts(hits, total).values(), rezept, generator=np.random.default_rng(startwert), draws=ziehungen, valid=_valid(areas, rezept, ohne))
    ranks = np.vstack([other.rank, base.rank])
    frame = areas.assign(**{RANK: base.rank, BEST: ranks.min(axis=0), WORST: ranks.max(axis=0), VARIANTS: len(other.names), SAME_CLASS: (other.group == base.group).sum(axis=0)})
    frame[WEIGHTS] = (weights.group_holds if names else weights.rank_holds) * 100
    return _ordered(frame.assign(**{DRAWS: ziehungen}) if names else frame.drop(columns=SAME_CLASS).assign(**{DRAWS: ziehungen}))


def _counts(werte: pd.DataFrame, recipe: Recipe, year: int, areas: pd.DataFrame | None = None) -> tuple[pd.DataFrame, list[Floats]]:
    """Areas, their numerators and denominators."""
    return crossed(werte, recipe.keys, jahr=year, columns=["Zähler", "Nenner"], areas=areas)


def _valid(areas: pd.DataFrame, recipe: Recipe, without: Sequence[str]) -> Any:  # noqa: ANN401 (an array of flags)
    """Areas that count."""
    excluded = {*without, *(e.gebiet for e in recipe.ausschluesse)}
    return ~(areas["Raum"].isin(excluded) | areas["Gebiet"].isin(excluded)).to_numpy(dtype=bool)


def _chosen(werte: pd.DataFrame, recipe: Recipe, year: int, without: Sequence[str]) -> Any:  # noqa: ANN401 (five things of this module)
    """Areas, the recipe's own outcome, that of the others, names of the classes, labels of the choices."""
    areas, (hits, total) = _counts(werte, recipe, year)
    values, valid = Counts(hits, total).values(), _valid(areas, recipe, without)
    own, other = (outcome(values, recipe, others, valid=valid) for others in ({"": recipe}, variants(recipe)))
    names = dict(zip(werte["Indikator"], werte["Name"], strict=True)) if "Name" in werte else {}
    labels = [f"ohne »{names.get(n.removeprefix('ohne '), n.removeprefix('ohne '))}«" if n.startswith("ohne ") else n for n in other.names]
    base = type(own)(own.names, own.rank[0], own.group[0])
    return areas, base, other, _names(base.rank, recipe, recipe.klassen), labels


def _names(known: Floats, recipe: Recipe, declared: Classes | None) -> list[str]:
    """Names of the classes; none where there are too few areas."""
    return list(declared.namen) if declared and np.count_nonzero(~np.isnan(known)) >= recipe.mindestgebiete else []


def _named(group: Floats, names: Sequence[str]) -> list[str | None]:
    """Names of classes by their number."""
    return [None if np.isnan(g) else names[int(g)] for g in group]


def _marks(holds: "pd.Series[float]") -> list[str]:
    """Words for how often something holds."""
    return [str(w) for w in np.select([holds >= LIMITS[0], holds >= LIMITS[1]], MARKS[:2], default=MARKS[2])]


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Areas with an index, highest first, none where there is but one; ranks as whole numbers."""
    ranks = [c for c in (RANK, RANK_LOW, RANK_HIGH, BEST, WORST) if c in frame]
    found = frame.dropna(subset=RANK).sort_values(RANK, kind="stable", ignore_index=True).astype(dict.fromkeys(ranks, "int64"))
    return found if len(found) > 1 else found.iloc[:0]


def _open(names: list[str], among: int) -> str:
    """Areas that may stand at an end, as a sentence says them."""
    if len(names) * 2 > among:
        return "offen, denn dafür kommt mehr als die Hälfte der Gebiete infrage"
    return f"{', '.join(names[:-1])} und {names[-1]} (Reihenfolge offen)" if len(names) > 1 else "".join(names)


def _over(shift: Floats, what: Any) -> Floats:  # noqa: ANN401 (a function of numpy)
    """Largest or mean shift of each choice; missing without areas."""
    return np.asarray(what(shift, axis=1), dtype=float) if shift.size else np.full(len(shift), np.nan)
