"""Composite index of social burden: a declared recipe, computed from released values only."""

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

from workbench.methods.index import Floats, classes, deciles, ranks, standardise
from workbench.schemas.terms import TOTAL

SHARE = "Anteil in %"
INDEX, RANK, CLASS, DECILE = "Index", "Rang", "Klasse", "Dezil"


@dataclasses.dataclass(frozen=True)
class Recipe:
    """Declared choices of an index.

    Parameters
    ----------
    name, version
        Printed with every result.
    parts
        Keys of the indicators with 1 where a high value is a burden and -1 where a low one is.
    minimum
        Smallest number of areas for classes and deciles; below it there are rank and value only.
    cuts, labels
        Bounds of the classes in standard deviations, and one more name than bounds, least burden first.
    ddof
        0: standard deviation of all areas, not of a sample.

    Notes
    -----
    Cuts and ddof follow the Monitoring Soziale Stadtentwicklung Berlin 2021.

    """

    name: str
    version: str
    parts: tuple[tuple[str, int], ...]
    minimum: int = 20
    cuts: tuple[float, ...] = (-1, 1, 1.5)
    labels: tuple[str, ...] = ("gering", "mittel", "hoch", "sehr hoch")
    ddof: int = 0


SOCIAL = Recipe("Soziale Lage", "1", (("sgb2_u15", 1), ("arbeitslos", 1), ("transfer", 1), ("alleinerziehend", 1)))


def index(werte: pd.DataFrame, *, jahr: int, rezept: Recipe = SOCIAL) -> pd.DataFrame:
    """Index of the areas in one year, most burdened first.

    Parameters
    ----------
    werte
        Released frame of the shares: whoever knows the index of all areas could compute a hidden share from it, so
        areas with a hidden or unknown share have no index.
    jahr
        The year.
    rezept
        The recipe.

    Returns
    -------
    pandas.DataFrame
        Gebiet, Rang (1 = most burdened), Index (standard deviations, 0 = mean of the areas); Klasse and Dezil
        (1 = most burdened tenth) too where at least the recipe's minimum of areas have an index. Empty where an
        indicator of the recipe has no share at all.

    Notes
    -----
    z-scores over the areas, unweighted; their sum, standardised again.

    """
    keys = [key for key, _ in rezept.parts]
    rows = werte[(werte["Jahr"] == jahr) & (werte["Raum"] != TOTAL) & werte["Indikator"].isin(keys)]
    wide = rows.pivot_table(index=["Raum", "Gebiet"], columns="Indikator", values=SHARE, sort=False).reindex(columns=keys)
    x = wide.to_numpy(dtype=float, na_value=np.nan)
    z = standardise(np.where(np.isnan(x).any(axis=1, keepdims=True), np.nan, x), ddof=rezept.ddof)
    value = standardise((z * [sign for _, sign in rezept.parts]).sum(axis=1), ddof=rezept.ddof, axis=-1)
    frame = wide.index.to_frame(index=False)[["Gebiet"]].assign(**{RANK: ranks(value), INDEX: value}, **_classed(value, rezept))
    return frame.dropna(subset=INDEX).sort_values(RANK, kind="stable", ignore_index=True)


def overview(indizes: pd.DataFrame, *, rezept: Recipe = SOCIAL) -> pd.DataFrame:
    """How many areas have an index, and how many lie in each class.

    Parameters
    ----------
    indizes
        As `index` returns it.
    rezept
        The recipe.

    Returns
    -------
    pandas.DataFrame
        One row: Rezept, Gebiete, Mindestzahl, and one column of areas per class, missing where there are no classes.

    """
    found = {name: int(indizes[CLASS].eq(name).sum()) if CLASS in indizes else None for name in rezept.labels}
    row = {"Rezept": f"{rezept.name}, Version {rezept.version}", "Gebiete": len(indizes), "Mindestzahl": rezept.minimum, **found}
    return pd.DataFrame([row]).astype(dict.fromkeys(rezept.labels, "Int64"))


def _classed(value: Floats, recipe: Recipe) -> "dict[str, pd.Series[Any]]":
    """Classes and deciles; nothing where there are too few areas."""
    if np.count_nonzero(~np.isnan(value)) < recipe.minimum:
        return {}
    names = dict(enumerate(recipe.labels))
    return {CLASS: pd.Series(classes(value, recipe.cuts)).map(names), DECILE: pd.Series(deciles(value)).astype("Int64")}
