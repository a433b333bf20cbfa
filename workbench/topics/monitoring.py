"""Monitoring: status and dynamics of each area side by side, and beside them what has changed in absolute terms."""

import itertools
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from workbench.recipe import Recipe
from workbench.schemas.terms import TOTAL

AREA = ["Raum", "Gebiet"]
INDEX, DYNAMIC_INDEX, CLASS, DYNAMIC = "Index", "Dynamikindex", "Klasse", "Dynamik"
RISEN, FALLEN, TREND = "gestiegen", "gesunken", "Verlauf"
MORE, LESS, READING = "sicher gestiegen", "sicher gesunken", "Lesart"  # numbers of indicators
READINGS = {  # (above 1, near 0 or below -1 the mean of the changes, some indicator has risen for sure)
    (1, True): "ungünstiger als im Mittel, auch absolut gestiegen",
    (1, False): "ungünstiger als im Mittel, absolut nichts sicher gestiegen",
    (0, True): "etwa wie im Mittel, absolut gestiegen",
    (0, False): "etwa wie im Mittel, absolut nichts sicher gestiegen",
    (-1, True): "günstiger als im Mittel, absolut aber gestiegen",
    (-1, False): "günstiger als im Mittel, absolut nichts sicher gestiegen",
}
LEFT_OUT, WHY = "ohne", "Begründung"


def since(jahr: int, *, rezept: Recipe) -> int:
    """First year of the dynamics; two years before where the recipe has none."""
    return jahr - (rezept.dynamik.jahre if rezept.dynamik else 2)


def years(jahr: int, *, rezept: Recipe) -> pd.DataFrame:
    """One row of texts: Berichtsjahr, and Vergleichsjahr as `since` finds it."""
    return pd.DataFrame([{"Berichtsjahr": str(jahr), "Vergleichsjahr": str(since(jahr, rezept=rezept))}])


def together(status: pd.DataFrame, dynamik: pd.DataFrame, wandel: pd.DataFrame, *, rezept: Recipe) -> pd.DataFrame:
    """Status, dynamics and absolute changes of each area.

    Parameters
    ----------
    status, dynamik
        As `sozialindex.index` and `sozialindex.dynamics` return them.
    wandel
        As `sozialraum.change` returns it, over the years of the dynamics.
    rezept
        The recipe, whose directions say which change is a rise of the burden.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Index and Dynamikindex (standard deviations), Klasse and Dynamik where there are any, sicher gestiegen
        and sicher gesunken (number of indicators; of the burden: an indicator with direction »-« counts the other way round),
        Lesart. Areas that have both; highest index first.

    Notes
    -----
    The dynamics are relative to the other areas: an area can fall behind although nothing has become worse in it, and the
    other way round. Lesart says both at once; »etwa wie im Mittel« are the areas in the class of the recipe around 0.
    """
    kept = [c for c in (*AREA, INDEX, CLASS) if c in status]
    frame = status[kept].merge(dynamik[[c for c in ("Raum", DYNAMIC_INDEX, DYNAMIC) if c in dynamik]], on="Raum")
    signs = {p.kuerzel: p.richtung for p in rezept.indikatoren}
    turned = wandel["Indikator"].map(signs).eq("-")
    for column, plain, other in ((MORE, RISEN, FALLEN), (LESS, FALLEN, RISEN)):
        hit = wandel[wandel["Indikator"].isin(signs) & wandel[TREND].eq(plain).mask(turned, wandel[TREND].eq(other))]
        frame[column] = frame["Raum"].map(hit.groupby("Raum").size()).fillna(0).astype("int64")
    pairs = zip(_side(frame, rezept), frame[MORE] > 0, strict=True)
    frame[READING] = pd.Series([READINGS[int(a), bool(b)] for a, b in pairs], dtype=str)
    return frame.sort_values(INDEX, ascending=False, kind="stable", ignore_index=True)


def matrix(status: pd.DataFrame, dynamik: pd.DataFrame, *, rezept: Recipe) -> pd.DataFrame:
    """Number of areas in each class of the index and each of the dynamics.

    Parameters
    ----------
    status, dynamik, rezept
        As in `together`.

    Returns
    -------
    pandas.DataFrame
        Klasse, Dynamik, Gebiete (number), Namen; every pair in the order of the recipe. Empty where there are no classes.
    """
    pairs: list[tuple[str, str]] = []
    if CLASS in status and DYNAMIC in dynamik and rezept.klassen and rezept.dynamik:
        pairs = list(itertools.product(rezept.klassen.namen, rezept.dynamik.namen))
    both = status.reindex(columns=[*AREA, CLASS]).merge(dynamik.reindex(columns=["Raum", DYNAMIC]), on="Raum")
    names = [both.loc[(both[CLASS] == a) & (both[DYNAMIC] == b), "Gebiet"] for a, b in pairs]
    found = pd.DataFrame([(a, b, len(n), ", ".join(n) or "keine") for (a, b), n in zip(pairs, names, strict=True)], columns=[CLASS, DYNAMIC, "Gebiete", "Namen"])
    return found.astype({"Gebiete": "int64"})


def absolute(wandel: pd.DataFrame, *, rezept: Recipe) -> pd.DataFrame:
    """How many areas have changed in each indicator of the recipe, in absolute terms.

    Parameters
    ----------
    wandel, rezept
        As in `together`.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Gebiete (that can be compared), gestiegen, gesunken, nicht sicher verändert (areas).
    """
    rows = wandel[wandel["Indikator"].isin(rezept.keys) & wandel["Raum"].ne(TOTAL)]
    marks = (RISEN, FALLEN, "nicht sicher verändert")
    counted = rows[["Indikator", "Name"]].assign(Gebiete=rows[TREND].isin(marks).astype("int64"), **{m: rows[TREND].eq(m).astype("int64") for m in marks})
    return counted.groupby(["Indikator", "Name"], sort=False).sum().reset_index()


def breaks(status: pd.DataFrame, *, rezept: Recipe) -> Sequence[float] | Literal["natural"]:
    """Cuts for the map of an index: those of the recipe where there are classes, else natural breaks."""
    return rezept.klassen.schnitte if rezept.klassen and CLASS in status else "natural"


def left_out(status: pd.DataFrame, dynamik: pd.DataFrame, *, raeume: pd.DataFrame, rezept: Recipe, klein: Sequence[str] = ()) -> pd.DataFrame:
    """Areas without status, or without dynamics where others have some, and why.

    Parameters
    ----------
    status, dynamik, rezept
        As in `together`.
    raeume
        Areas and their names.
    klein
        Keys of areas that are too small.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, ohne (»Status und Dynamik« or »Dynamik«), Begründung; in the order of the areas. Empty where no area has a status.
    """
    excluded = {out.gebiet: out.grund for out in rezept.ausschluesse}
    rows = []
    for area, name in zip(raeume["Raum"], raeume["Name"], strict=True) if len(status) else ():
        known, moving = area in set(status["Raum"]), dynamik.empty or area in set(dynamik["Raum"])
        gap = "Angaben fehlen oder sind nicht ausgewiesen" if not known else "Angaben des Vergleichsjahrs fehlen oder sind nicht ausgewiesen"
        why = "zu wenige Menschen" if area in set(klein) else excluded.get(area, excluded.get(name, gap))
        rows += [] if known and moving else [(area, name, "Dynamik" if known else "Status und Dynamik", why)]
    return pd.DataFrame(rows, columns=[*AREA, LEFT_OUT, WHY], dtype=str)


def strangers(raeume: pd.DataFrame, *, rezept: Recipe) -> pd.DataFrame:
    """Areas that the recipe leaves out and that are none of these, by key or name: Gebiet."""
    return pd.DataFrame({"Gebiet": rezept.strangers([*raeume["Raum"], *raeume["Name"]])}, dtype=str)


def _side(frame: pd.DataFrame, rezept: Recipe) -> Sequence[float]:
    """Above, near or below the mean of the changes: by the class, by the sign where there are no classes or zero is a cut."""
    cuts = rezept.dynamik
    if cuts is None or DYNAMIC not in frame or 0 in cuts.schnitte:
        return [float(np.sign(value)) for value in frame[DYNAMIC_INDEX]]
    middle = sum(c < 0 for c in cuts.schnitte)
    return [float(np.sign(cuts.namen.index(name) - middle)) for name in frame[DYNAMIC]]
