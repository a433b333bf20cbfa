"""Social structure: shares and rates per area and year with intervals, comparison with the whole place, change, profiles."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.errors import ParameterError, suggest
from workbench.methods.counts import share
from workbench.methods.proportion import Floats, Interval, rate, recovered, wilson
from workbench.schemas.indikatorkatalog import PERCENT, breaks, scale, unit
from workbench.schemas.terms import TOTAL

UNIT = "Einheit"
KEYS = ["Indikator", "Name", UNIT, "Raum", "Gebiet", "Jahr"]
SHARE, VALUE, LOW, HIGH = "Anteil in %", "Wert", "von (95 %)", "bis (95 %)"
WHOLE, DISTANCE = "Gesamtwert", "Abstand"
RELATION = "Verhältnis (Gesamtwert = 100)"
STANDING = "Einordnung"
ABOVE, BELOW, SAME = "über dem Gesamtwert", "unter dem Gesamtwert", "nicht sicher verschieden"
CHANGE, TREND = "Veränderung", "Verlauf"
DIFFERENCE, POINTS = "Einheit der Veränderung", "Prozentpunkte"
RISEN, FALLEN, STEADY = "gestiegen", "gesunken", "nicht sicher verändert"
BROKEN = "kein Vergleich (Bruch der Zeitreihe)"
UNKNOWN = "nicht ausgewiesen"


def described(katalog: pd.DataFrame, *, indikator: str) -> pd.DataFrame:
    """Entry of the catalogue for one indicator.

    Parameters
    ----------
    katalog
        Catalogue of indicators.
    indikator
        Its key.

    Returns
    -------
    pandas.DataFrame
        One row, Einheit as it is printed, and Einheit der Veränderung (percentage points where it is a percentage).

    Raises
    ------
    ParameterError
        If the catalogue lacks it.
    """
    found = katalog[katalog["Indikator"] == indikator]
    if found.empty:
        there = ", ".join(f"»{k}«" for k in katalog["Indikator"])
        raise ParameterError(f"indikator: »{indikator}« steht nicht im Indikatorkatalog – vorhanden: {there}.{suggest(indikator, katalog['Indikator'])}")
    units = found[UNIT].map(unit)
    return found.reset_index(drop=True).assign(**{UNIT: units.to_numpy(), DIFFERENCE: units.replace(PERCENT, POINTS).to_numpy()})


def values(indikatoren: pd.DataFrame, *, katalog: pd.DataFrame, raeume: pd.DataFrame, ohne: Sequence[str] = ()) -> pd.DataFrame:
    """Values of all indicators per area and year, with intervals; the whole place as the rows Insgesamt.

    Parameters
    ----------
    indikatoren
        Numerator and denominator per indicator, area and year.
    katalog
        Indicators, their names and units: percentages, and rates »je 1.000« and the like. Those in another unit are left out.
    raeume
        Areas and their names.
    ohne
        Keys of areas that are too small; they are left out, of the whole place too, so that no difference shows them.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Einheit, Raum, Gebiet, Jahr, Zähler, Nenner (persons or cases), Anteil in % (missing where the unit is
        another), Wert, von and bis (bounds of the 95 % interval), all three in the unit. What is unknown has no row (see
        `gaps`); the whole place is the sum of the areas that have one.

    Notes
    -----
    Value = numerator / denominator × 100 or × the number of the unit. Percentages have the interval of Wilson 1927: persons
    among persons. Rates have that of Garwood 1936: events, which happen to somebody more than once
    (`workbench.methods.proportion`).
    """
    known = indikatoren[~indikatoren["Raum"].isin(ohne) & (_reason(indikatoren, katalog) == "")]
    known = known[["Indikator", "Raum", "Jahr", "Zähler", "Nenner"]].astype({"Zähler": "int64", "Nenner": "int64"})
    whole = known.groupby(["Indikator", "Jahr"], as_index=False)[["Zähler", "Nenner"]].sum().assign(Raum=TOTAL)
    frame = _labelled(pd.concat([known, whole], ignore_index=True), katalog, raeume)
    frame[SHARE] = share(frame["Zähler"], frame["Nenner"]).where(frame[UNIT] == PERCENT)
    value, (low, high) = _measured(frame, "Zähler", "Nenner")
    return frame.assign(**{VALUE: value, LOW: low, HIGH: high})


def gaps(indikatoren: pd.DataFrame, *, katalog: pd.DataFrame, raeume: pd.DataFrame, ohne: Sequence[str] = ()) -> pd.DataFrame:
    """What `values` leaves out because it is unknown, with the reason.

    Parameters
    ----------
    indikatoren, katalog, raeume, ohne
        As in `values`.

    Returns
    -------
    pandas.DataFrame
        Indikator (its name), Jahr, Warum, Gebiete (names; »alle« where none is known).
    """
    reasons = indikatoren.assign(Warum=_reason(indikatoren, katalog))
    frame = _labelled(reasons[~reasons["Raum"].isin(ohne)], katalog, raeume)
    keys = ["Indikator", "Jahr", "Warum"]
    frame["Indikator"] = frame["Name"]
    areas = frame.groupby(["Indikator", "Jahr"])["Raum"].transform("size")
    found = frame.assign(von=areas)[frame["Warum"] != ""].groupby([*keys, "von"], sort=False)["Gebiet"].agg([", ".join, "size"]).reset_index()
    return found.assign(Gebiete=found["join"].mask(found["size"] == found["von"], "alle"))[[*keys, "Gebiete"]]


def comparison(werte: pd.DataFrame) -> pd.DataFrame:
    """Each area beside the whole place of the same year.

    Parameters
    ----------
    werte
        As `values` returns it, or its released frame.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Einheit, Raum, Gebiet, Jahr; Wert, von, bis, Gesamtwert and Abstand in the unit; Verhältnis (whole
        place = 100), Einordnung, Grund (why there is no value). Without the rows Insgesamt.

    Notes
    -----
    An area differs reliably where its interval excludes the value of the whole place, which is taken as fixed: the usual
    reading of benchmark comparisons (Public Health England, Technical Guide: Confidence Intervals, 2018).
    """
    areas = werte[werte["Raum"] != TOTAL]
    whole = werte.loc[werte["Raum"] == TOTAL, ["Indikator", "Jahr", VALUE]].rename(columns={VALUE: WHOLE})
    frame = areas[[*KEYS, VALUE, LOW, HIGH]].merge(whole, how="left", on=["Indikator", "Jahr"])
    value, low, high, reference = (frame[c].to_numpy(dtype=float, na_value=np.nan) for c in (VALUE, LOW, HIGH, WHOLE))
    relation = np.divide(value * 100, reference, out=np.full(len(frame), np.nan), where=reference > 0)
    marks = _mark(low - reference, high - reference, above=ABOVE, below=BELOW, same=SAME)
    return frame.assign(**{DISTANCE: value - reference, RELATION: relation, STANDING: marks, "Grund": np.where(np.isnan(value), UNKNOWN, "")})


def tally(vergleich: pd.DataFrame) -> pd.DataFrame:
    """How many areas stand above, below, or not reliably apart from the whole place.

    Parameters
    ----------
    vergleich
        As `comparison` returns it, or its released frame.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Jahr, Gebiete, and one column of areas per Einordnung.
    """
    keys = ["Indikator", "Name", "Jahr"]
    marks = {mark: vergleich[STANDING].eq(mark).astype("int64") for mark in (ABOVE, BELOW, SAME, UNKNOWN)}
    counted = vergleich[keys].assign(Gebiete=1, **marks)
    return counted.groupby(keys, sort=False).sum().reset_index()


def change(werte: pd.DataFrame, *, ab: int, bis: int, katalog: pd.DataFrame) -> pd.DataFrame:
    """Change between two years, marked where it is reliable.

    Parameters
    ----------
    werte
        As `values` returns it, or its released frame.
    ab, bis
        The two years.
    katalog
        Catalogue of indicators; there is no difference across one of its breaks.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Einheit, Raum, Gebiet, the value of either year (in the unit), Veränderung with von and bis
        (percentage points, or the unit of the rate), Verlauf. Areas that have a row in both years, and the rows Insgesamt.

    Raises
    ------
    ParameterError
        If the first year is not before the last.

    Notes
    -----
    Interval: `workbench.methods.proportion.recovered` (percentages: Newcombe 1998, method 10); the change is reliable where
    it excludes 0. The years are treated as independent.
    """
    if ab >= bis:
        raise ParameterError(f"ab_jahr: »{ab}« – erwartet ein Jahr vor bis_jahr (»{bis}«).")
    names = {"Zähler": "k", "Nenner": "n"}
    early = werte.loc[werte["Jahr"] == ab, ["Indikator", "Raum", *names]].rename(columns=names)
    frame = werte[werte["Jahr"] == bis].merge(early, on=["Indikator", "Raum"])
    (last, to), (first, since) = _measured(frame, "Zähler", "Nenner"), _measured(frame, "k", "n")
    known = breaks(katalog)
    broken = np.array([any(ab < year <= bis for year in known.get(i, [])) for i in frame["Indikator"]], dtype=bool)
    moved = np.where(broken, np.nan, recovered(last, to, first, since))
    marks = np.where(broken, BROKEN, _mark(moved[1], moved[2], above=RISEN, below=FALLEN, same=STEADY)).astype(object)
    columns = {f"Wert {ab}": first, f"Wert {bis}": last, **dict(zip((CHANGE, LOW, HIGH), moved, strict=True)), TREND: marks}
    return frame[KEYS[:-1]].assign(**columns)


def profiles(vergleich: pd.DataFrame) -> pd.DataFrame:
    """What sets each area apart, in one row.

    Parameters
    ----------
    vergleich
        As `comparison` returns it, or its released frame, of one year.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, über dem Gesamtwert, unter dem Gesamtwert (names of indicators), nicht sicher verschieden and nicht
        ausgewiesen (number of indicators).
    """
    areas = vergleich[["Raum", "Gebiet"]].drop_duplicates(ignore_index=True)
    for mark in (ABOVE, BELOW):
        found = vergleich[vergleich[STANDING] == mark].groupby("Raum")["Name"].agg(", ".join)
        areas[mark] = areas["Raum"].map(found).fillna("keine")
    for mark in (SAME, UNKNOWN):
        areas[mark] = areas["Raum"].map(vergleich[vergleich[STANDING] == mark].groupby("Raum").size()).fillna(0).astype("int64")
    return areas


def _reason(indikatoren: pd.DataFrame, katalog: pd.DataFrame) -> "pd.Series[str]":
    """Why a row has no share; empty where it has one."""
    units = indikatoren["Indikator"].map(dict(zip(katalog["Indikator"], katalog[UNIT], strict=True)))
    other = units.map(scale, na_action="ignore").isna()
    reason = indikatoren["Grund"].fillna("").mask(other, "andere Einheit (" + units.fillna("keine") + ")")
    reason = reason.mask((reason == "") & (indikatoren["Zähler"].isna() | ~indikatoren["Nenner"].gt(0)), "Nenner ist null")
    return reason.mask((reason == "") & indikatoren["Zähler"].gt(indikatoren["Nenner"]).fillna(value=False), "Zähler größer als Nenner")


def _measured(frame: pd.DataFrame, hits: str, total: str) -> tuple[Floats, Interval]:
    """Values in their unit, and their intervals."""
    k, n = (frame[c].to_numpy(dtype=float, na_value=np.nan) for c in (hits, total))
    n = np.where(n > 0, n, np.nan)
    per = frame[UNIT].map(scale).to_numpy(dtype=float)
    percent = (frame[UNIT] == PERCENT).to_numpy(dtype=bool)
    low, high = (np.where(percent, of_share, of_rate) * per for of_share, of_rate in zip(wilson(k, n), rate(k, n), strict=True))
    return k * per / n, Interval(low, high)


def _mark(low: Floats, high: Floats, *, above: str, below: str, same: str) -> list[str]:
    """Words for intervals of a difference: above or below 0, around it, or unknown."""
    return [str(w) for w in np.select([low > 0, high < 0, ~np.isnan(low + high)], [above, below, same], default=UNKNOWN)]


def _labelled(frame: pd.DataFrame, katalog: pd.DataFrame, raeume: pd.DataFrame) -> pd.DataFrame:
    """Frame with names of indicators and areas, in the order of catalogue, areas (Insgesamt last) and years."""
    areas = {**dict(zip(raeume["Raum"], raeume["Name"], strict=True)), TOTAL: TOTAL}
    frame = frame.assign(Gebiet=frame["Raum"].map(areas))
    for column, of in (("Name", katalog["Name"]), (UNIT, katalog[UNIT].map(unit))):
        frame[column] = frame["Indikator"].map(dict(zip(katalog["Indikator"], of, strict=True)))
    orders = {"Indikator": list(katalog["Indikator"]), "Raum": [*raeume["Raum"], TOTAL]}
    ranked = frame.assign(**{f"_{k}": frame[k].map({v: n for n, v in enumerate(order)}) for k, order in orders.items()})
    ordered = ranked.sort_values(["_Indikator", "_Raum", "Jahr"], ignore_index=True)
    return ordered[[*KEYS, *(c for c in frame.columns if c not in KEYS)]]
