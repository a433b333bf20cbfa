"""How groups are spread over the areas: segregation, location quotients, neighbours, smoothed shares.

The results hold no counts: they are released as computed from released values alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.methods import segregation as formulae
from workbench.methods.counts import share
from workbench.methods.proportion import stable_share
from workbench.methods.reliability import adjusted
from workbench.methods.smoothing import shrink
from workbench.methods.spatial import lag, moran, positions
from workbench.read import borders
from workbench.schemas.terms import TOTAL

KEYS = ["Indikator", "Name", "Jahr"]
AREA = ["Indikator", "Name", "Raum", "Gebiet", "Jahr"]
SHARE, COUNTS = "Anteil in %", ["Zähler", "Nenner"]
DISSIMILARITY, CHANCE, ISOLATION = "Dissimilarität in %", "durch Zufall zu erwarten in %", "Isolation in %"
THEIL, BETWEEN = "Theil-Index", "davon zwischen den Gruppen in %"
QUOTIENT, LOW, HIGH, STANDING = "Standortquotient", "von (95 %)", "bis (95 %)", "Einordnung"
ABOVE, BELOW, SAME = "überdurchschnittlich", "unterdurchschnittlich", "nicht sicher verschieden"
NEIGHBOURS, MEAN, DISTANCE = "Nachbargebiete", "Mittel der Nachbargebiete in %", "Abstand in Prozentpunkten"
MORAN, EXPECTED, P, PATTERN = "Morans I", "durch Zufall zu erwarten", "p (bereinigt)", "Muster"
ALIKE, UNLIKE, NONE = "Nachbargebiete ähneln sich", "Nachbargebiete unterscheiden sich", "kein Muster erkennbar"
SMOOTHED, WEIGHT, RELIABLE = "geglätteter Anteil in %", "Gewicht des eigenen Werts", "Verlässlichkeit"
UNKNOWN = "nicht ausgewiesen"


def segregation(werte: pd.DataFrame, *, gruppen: Mapping[str, str] | None = None) -> pd.DataFrame:
    """How unevenly the people that each indicator counts live over the areas.

    Parameters
    ----------
    werte
        Released frame of the shares: Indikator, Name, Raum, Gebiet, Jahr, Zähler, Nenner.
    gruppen
        Group of each area, by its key (say, Stadtbezirke), for the part of inequality between the groups.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Jahr, Gebiete (areas with a value), Dissimilarität in %, durch Zufall zu erwarten in
        % (the same if only chance spread the people), Isolation in %, Theil-Index; with groups davon zwischen den Gruppen in %.

    Notes
    -----
    `workbench.methods.segregation`. Of shares among all people of an area; hidden values are left out.
    """
    rows = []
    for key, part in _areas(werte).groupby(KEYS, sort=False):
        x, t = (part[c].to_numpy(dtype=float, na_value=np.nan) for c in COUNTS)
        found = formulae.theil(x, t, groups=None if gruppen is None else part["Raum"].map(dict(gruppen)).fillna("").to_numpy(dtype=str))
        between = found.between / found.value * 100 if found.value > 0 else np.nan
        measured = (formulae.dissimilarity(x, t) * 100, formulae.by_chance(x, t) * 100, formulae.isolation(x, t) * 100, found.value)
        rows.append((*key, int((~np.isnan(x)).sum()), *measured, *([] if gruppen is None else [between])))
    return pd.DataFrame(rows, columns=[*KEYS, "Gebiete", DISSIMILARITY, CHANCE, ISOLATION, THEIL, *([] if gruppen is None else [BETWEEN])])


def quotients(werte: pd.DataFrame) -> pd.DataFrame:
    """Location quotients: the share of each area relative to that of all areas.

    Parameters
    ----------
    werte
        As in `segregation`.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Raum, Gebiet, Jahr, Standortquotient (1 = as in the whole) with von and bis, Einordnung.
    """
    parts = []
    for _, part in _areas(werte).groupby(KEYS, sort=False):
        value, low, high = formulae.quotients(*(part[c].to_numpy(dtype=float, na_value=np.nan) for c in COUNTS))
        marks = np.select([low > 1, high < 1, ~np.isnan(low)], [ABOVE, BELOW, SAME], default=UNKNOWN)
        parts.append(part[AREA].assign(**{QUOTIENT: value, LOW: low, HIGH: high, STANDING: marks.astype(str)}))
    return _joined(parts, [*AREA, QUOTIENT, LOW, HIGH, STANDING])


def smoothed(werte: pd.DataFrame) -> pd.DataFrame:
    """Shares drawn towards that of all areas, the more the fewer people they rest on.

    Parameters
    ----------
    werte
        As in `segregation`.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Raum, Gebiet, Jahr, Anteil in %, geglätteter Anteil in %, Gewicht des eigenen Werts (0
        to 1), Verlässlichkeit of the raw share.

    Notes
    -----
    Marshall 1991 (`workbench.methods.smoothing`); reliability after NCHS 2017 (`workbench.methods.proportion.stable_share`).
    """
    parts = []
    for _, part in _areas(werte).groupby(KEYS, sort=False):
        x, t = (part[c].to_numpy(dtype=float, na_value=np.nan) for c in COUNTS)
        _, shrunk, weight = shrink(x, t)
        marks = np.where(np.isnan(shrunk), UNKNOWN, np.where(stable_share(x, t), "verlässlich", "zu unsicher"))
        columns: dict[str, Any] = {SHARE: share(part["Zähler"], part["Nenner"]), SMOOTHED: shrunk * 100, WEIGHT: weight, RELIABLE: marks}
        parts.append(part[AREA].assign(**columns))
    return _joined(parts, [*AREA, SHARE, SMOOTHED, WEIGHT, RELIABLE])


def neighbourhood(werte: pd.DataFrame, *, geometrie: pd.DataFrame) -> pd.DataFrame:
    """Each area beside its neighbours.

    Parameters
    ----------
    werte
        As in `segregation`, with Anteil in %.
    geometrie
        Outlines of the areas; without neighbours among them there are no rows.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Raum, Gebiet, Jahr, Anteil in %, Nachbargebiete (number with a value), Mittel der Nachbargebiete in %,
        Abstand in Prozentpunkten.
    """
    pairs, parts = borders.neighbours(geometrie), []
    for _, part in _areas(werte, where=len(pairs) > 0).groupby(KEYS, sort=False):
        near, x = positions(*map(list, (part["Raum"], pairs["Raum"], pairs["Nachbar"]))), part[SHARE].to_numpy(dtype=float, na_value=np.nan)
        count, mean = np.bincount(near[~np.isnan(x[near[:, 1]]), 0], minlength=len(x)), lag(x, near)
        parts.append(part[[*AREA, SHARE]].assign(**{NEIGHBOURS: count, MEAN: mean, DISTANCE: x - mean}))
    return _joined(parts, [*AREA, SHARE, NEIGHBOURS, MEAN, DISTANCE])


def patterns(werte: pd.DataFrame, *, geometrie: pd.DataFrame, startwert: int) -> pd.DataFrame:
    """Whether neighbouring areas are alike, for each indicator.

    Parameters
    ----------
    werte, geometrie
        As in `neighbourhood`.
    startwert
        Seed of the permutations.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Jahr, Gebiete (that have a value and a neighbour with one), Morans I, durch Zufall zu erwarten, p
        (bereinigt: for the number of rows, Benjamini-Hochberg), Muster (named where p is at most 5 %).
    """
    pairs, rows, generator = borders.neighbours(geometrie), [], np.random.default_rng(startwert)
    for key, part in _areas(werte, where=len(pairs) > 0).groupby(KEYS, sort=False):
        near = positions(*map(list, (part["Raum"], pairs["Raum"], pairs["Nachbar"])))
        found = moran(part[SHARE].to_numpy(dtype=float, na_value=np.nan), near, generator=generator)
        rows.append((*key, found.areas, found.value, found.expected, found.p))
    frame = pd.DataFrame(rows, columns=[*KEYS, "Gebiete", MORAN, EXPECTED, P]).astype(dict.fromkeys([MORAN, EXPECTED, P], float))
    p, apart = adjusted(frame[P]), frame[MORAN] - frame[EXPECTED]
    marks = np.select([(p <= 0.05) & (apart > 0), p <= 0.05, ~np.isnan(p)], [ALIKE, UNLIKE, NONE], default="nicht bestimmbar")
    return frame.assign(**{P: p, PATTERN: marks.astype(str)})


def _areas(werte: pd.DataFrame, *, where: bool = True) -> pd.DataFrame:
    """Rows of areas; none where there is nothing to say."""
    return werte[(werte["Raum"] != TOTAL) & where]


def _joined(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Parts below each other; the columns alone where there is none."""
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(columns))
