"""Opening hours, and how well they are used: hourly counts from count weeks, visits per hour from tally lists."""

import pandas as pd

from workbench.methods.counts import counted, margins, ratio
from workbench.schemas.terms import CLOCK, TOTAL

DAY = 24 * 60  # minutes


def per_week(oeffnungszeiten: pd.DataFrame) -> pd.DataFrame:
    """Opening hours of an ordinary week per facility.

    Parameters
    ----------
    oeffnungszeiten
        Times of opening; several on one weekday are added.

    Returns
    -------
    pandas.DataFrame
        Einrichtung, Öffnungsstunden je Woche (hours), with a total.
    """
    sums = margins(_with_hours(oeffnungszeiten), "Stunden", by=["Einrichtung"])
    return sums.rename(columns={"Stunden": "Öffnungsstunden je Woche"})


def per_hour(besuche: pd.DataFrame, oeffnungszeiten: pd.DataFrame) -> pd.DataFrame:
    """Visits per opening hour of the facilities, on the days on which they were open as announced.

    Parameters
    ----------
    besuche
        Tally lists with »Wochentag«.
    oeffnungszeiten
        Times of opening.

    Returns
    -------
    pandas.DataFrame
        Einrichtung, Besuche, Öffnungsstunden (hours of all those days), Besuche je Öffnungsstunde, with a total. Visits
        on a weekday without announced hours stay out.
    """
    counted(besuche, "Besuche")
    keys = ["Einrichtung", "Wochentag"]
    hours = _with_hours(oeffnungszeiten).groupby(keys)["Stunden"].sum().reset_index()
    days = besuche.groupby([*keys, "Datum"])["Besuche"].sum().reset_index().merge(hours, on=keys)
    sums = margins(days, "Besuche", by=["Einrichtung"]).merge(margins(days, "Stunden", by=["Einrichtung"]), on="Einrichtung")
    sums = sums.rename(columns={"Stunden": "Öffnungsstunden"})
    return sums.assign(**{"Besuche je Öffnungsstunde": ratio(sums["Besuche"], sums["Öffnungsstunden"])})


def beside(je_einrichtung: pd.DataFrame, besuche: pd.DataFrame, oeffnungszeiten: pd.DataFrame) -> pd.DataFrame:
    """A table of facilities with their opening hours and visits per opening hour at its right.

    Parameters
    ----------
    je_einrichtung
        With the column »Einrichtung«.
    besuche, oeffnungszeiten
        As in `per_hour`.

    Returns
    -------
    pandas.DataFrame
        The table, Öffnungsstunden je Woche (hours) and Besuche je Öffnungsstunde; missing where no hours are announced.
    """
    hours = per_hour(besuche, oeffnungszeiten)[["Einrichtung", "Besuche je Öffnungsstunde"]]
    return je_einrichtung.merge(per_week(oeffnungszeiten), on="Einrichtung", how="left").merge(hours, on="Einrichtung", how="left")


def profile(stunden: pd.DataFrame) -> pd.DataFrame:
    """Mean attendance by weekday and hour.

    Parameters
    ----------
    stunden
        Hourly counts of count weeks with »Wochentag«; an hour without a row was not counted.

    Returns
    -------
    pandas.DataFrame
        Wochentag, Uhrzeit, Zählungen, Anwesende (sum of the counts), Anwesende je Zählung (mean of a facility at the
        full hour), for every weekday and hour that occur; the mean is missing where nobody counted.
    """
    counted(stunden, "Anwesende")
    return _attendance(stunden.assign(Uhrzeit=stunden["Stunde"].map(dict(enumerate(CLOCK)))), ["Wochentag", "Uhrzeit"])


def use(stunden: pd.DataFrame, oeffnungszeiten: pd.DataFrame) -> pd.DataFrame:
    """Opening hours and mean attendance by weekday, of the facilities that counted.

    Parameters
    ----------
    stunden
        Hourly counts of count weeks with »Wochentag«.
    oeffnungszeiten
        Times of opening.

    Returns
    -------
    pandas.DataFrame
        Wochentag, Öffnungsstunden je Woche (hours, added over these facilities), Zählungen, Anwesende, Anwesende je
        Zählung.
    """
    counted(stunden, "Anwesende")
    hours = _with_hours(oeffnungszeiten[oeffnungszeiten["Einrichtung"].isin(set(stunden["Einrichtung"]))])
    weekly = hours.groupby("Wochentag")["Stunden"].sum()
    frame = _attendance(stunden, ["Wochentag"])
    frame.insert(1, "Öffnungsstunden je Woche", frame["Wochentag"].map(weekly).astype("float64").fillna(0))
    return frame


def _attendance(stunden: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Number and sum of the hourly counts and their mean."""
    frame = margins(stunden.assign(Zählungen=1), "Zählungen", by=keys).merge(margins(stunden, "Anwesende", by=keys), on=keys)
    frame = frame[(frame[keys] != TOTAL).all(axis=1)].reset_index(drop=True)
    return frame.assign(**{"Anwesende je Zählung": ratio(frame["Anwesende"], frame["Zählungen"])})


def _with_hours(oeffnungszeiten: pd.DataFrame) -> pd.DataFrame:
    """Times of opening with their length in hours; one that ends at or before its beginning ends on the next day."""
    length = (_minutes(oeffnungszeiten["Bis"]) - _minutes(oeffnungszeiten["Von"])) % DAY
    return oeffnungszeiten.assign(Stunden=length.where(length > 0, DAY) / 60)


def _minutes(times: "pd.Series[str]") -> "pd.Series[float]":
    """Minutes since midnight of times such as 14:30 or 14:30:00."""
    clock = times.astype("str").str.split(":", expand=True).reindex(columns=[0, 1]).astype("float64")
    return clock[0] * 60 + clock[1]
