"""Opening hours, and how well they are used: hourly counts from count weeks, visits per hour from tally lists."""

import pandas as pd

from workbench.methods.counts import counted, levels, margins, ratio
from workbench.schemas.terms import TOTAL

DAY = 24 * 60  # minutes


def per_week(oeffnungszeiten: pd.DataFrame) -> pd.DataFrame:
    """Opening days and hours of an ordinary week per facility.

    Parameters
    ----------
    oeffnungszeiten
        Times of opening; several on one weekday are added.

    Returns
    -------
    pandas.DataFrame
        Einrichtung, Öffnungstage je Woche, Öffnungsstunden je Woche (hours).

    """
    groups = _with_hours(oeffnungszeiten).groupby("Einrichtung", observed=True)
    return groups.agg(**{"Öffnungstage je Woche": ("Wochentag", "nunique"), "Öffnungsstunden je Woche": ("Stunden", "sum")}).reset_index()


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
    hours = _with_hours(oeffnungszeiten).groupby(keys, observed=True)["Stunden"].sum().reset_index()
    days = besuche.groupby([*keys, "Datum"], observed=True)["Besuche"].sum().reset_index().merge(hours, on=keys)
    sums = margins(days, "Besuche", by=["Einrichtung"])
    open_hours = {**days.groupby("Einrichtung")["Stunden"].sum(), TOTAL: days["Stunden"].sum()}
    sums["Öffnungsstunden"] = sums["Einrichtung"].map(open_hours).astype("float64")
    return sums.assign(**{"Besuche je Öffnungsstunde": ratio(sums["Besuche"], sums["Öffnungsstunden"])})


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
        full hour). Hours of a weekday that nobody counted have no row.

    """
    counted(stunden, "Anwesende")
    clock = stunden.assign(Uhrzeit=[f"{hour:02} Uhr" for hour in stunden["Stunde"]])
    return _attendance(clock, ["Wochentag", "Uhrzeit"])


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
    weekly = hours.groupby("Wochentag", observed=True)["Stunden"].sum()
    frame = _attendance(stunden, ["Wochentag"])
    frame.insert(1, "Öffnungsstunden je Woche", frame["Wochentag"].map(weekly).astype("float64").fillna(0))
    return frame


def _attendance(stunden: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Number and sum of the hourly counts and their mean, in the order of the week."""
    found = stunden.groupby(keys, observed=True)["Anwesende"].agg(Zählungen="size", Anwesende="sum").reset_index()
    found = found.sort_values(keys, key=lambda k: k.map({v: i for i, v in enumerate(levels(k))}), ignore_index=True)
    return found.assign(**{"Anwesende je Zählung": ratio(found["Anwesende"], found["Zählungen"])})


def _with_hours(oeffnungszeiten: pd.DataFrame) -> pd.DataFrame:
    """Times of opening with their length in hours; one that ends at or before its beginning ends on the next day."""
    length = (_minutes(oeffnungszeiten["Bis"]) - _minutes(oeffnungszeiten["Von"])) % DAY
    return oeffnungszeiten.assign(Stunden=length.where(length > 0, DAY) / 60)


def _minutes(times: "pd.Series[str]") -> "pd.Series[float]":
    """Minutes since midnight of times such as 14:30 or 14:30:00."""
    clock = times.astype("str").str.split(":", expand=True).reindex(columns=[0, 1]).astype("float64")
    return clock[0] * 60 + clock[1]
