"""Visits from tally lists: who comes, when and where, against the young people who live there. Visits are not persons."""

from collections.abc import Sequence

import pandas as pd

from workbench.methods.counts import counted, levels, margins, ratio, share
from workbench.schemas.terms import AGE_LIMITS, MONTHS, TOTAL, WEEKDAYS, YOUNG

VISITORS = ("Altersgruppe", "Geschlecht")  # keys of who comes; all others say where or when


def in_year(frame: pd.DataFrame, *, jahr: int) -> pd.DataFrame:
    """Rows of a calendar year.

    Parameters
    ----------
    frame
        With a date column »Datum«.
    jahr
        The year.

    Returns
    -------
    pandas.DataFrame
        The rows, with »Wochentag« and »Monat«.
    """
    rows = frame[frame["Datum"].dt.year == jahr].reset_index(drop=True)
    days = rows["Datum"]
    names = {"Wochentag": days.dt.day_of_week.map(dict(enumerate(WEEKDAYS))), "Monat": days.dt.month.map(dict(enumerate(MONTHS, 1)))}
    named: pd.DataFrame = rows.assign(**{k: v.astype("object") for k, v in names.items()})
    return named


def with_facility(frame: pd.DataFrame, einrichtungen: pd.DataFrame) -> pd.DataFrame:
    """Rows with the name of their facility in place of its key, and with its area, provider and type of offer.

    Parameters
    ----------
    frame
        With the key of a facility in »Einrichtung«; the directory itself too.
    einrichtungen
        Directory of facilities.

    Returns
    -------
    pandas.DataFrame
        The rows; a name that two facilities share is followed by the key in brackets.
    """
    shared = einrichtungen["Name"].duplicated(keep=False)
    names = einrichtungen["Name"].where(~shared, einrichtungen["Name"] + " (" + einrichtungen["Einrichtung"] + ")")
    directory = einrichtungen.assign(Name=names)[["Einrichtung", "Name", "Raum", "Träger", "Trägerart", "Angebotsart"]]
    own = [c for c in frame.columns if c in directory.columns and c not in ("Einrichtung", "Name")]
    joined = frame.drop(columns="Name", errors="ignore").merge(directory.drop(columns=own), on="Einrichtung", how="left")
    return joined.assign(Einrichtung=joined["Name"]).drop(columns="Name")


def residents(bevoelkerung: pd.DataFrame, *, jahr: int, ages: Sequence[str] = YOUNG) -> pd.DataFrame:
    """Residents by area, age group and sex, from single years of age: the population that visits are held against.

    Parameters
    ----------
    bevoelkerung
        Residents by area, single year of age and sex at one or several dates.
    jahr
        Year of the visits: the last date up to its end is taken, else the first one after it.
    ages
        Age groups.

    Returns
    -------
    pandas.DataFrame
        Stichtag, Raum, Altersgruppe, Geschlecht, Einwohner (persons).

    Notes
    -----
    The age groups of practice (§ 99 (8) SGB VIII asks for the age, not for groups) cannot be formed from official
    five-year groups, so single years are needed.
    """
    days = bevoelkerung["Stichtag"]
    past = days[days.dt.year <= jahr]
    day = days.min() if past.empty else past.max()
    group = {age: name for name in ages for age in range(AGE_LIMITS[name][0], AGE_LIMITS[name][1] + 1)}
    groups = pd.Categorical(bevoelkerung["Alter"].map(group), categories=list(ages))
    keys = ["Stichtag", "Raum", "Altersgruppe", "Geschlecht"]
    sums: pd.DataFrame = bevoelkerung.assign(Altersgruppe=groups)[days == day].groupby(keys, observed=True)["Einwohner"].sum().reset_index()
    return sums.astype({"Altersgruppe": "object"})


def scope(einwohner: pd.DataFrame, *, of: str, jahr: int, by: Sequence[str] = (), **further: Sequence[str]) -> dict[str, dict[str, Sequence[str]]]:
    """Which part of all counts, and of all residents, a comparison with the residents is about.

    Parameters
    ----------
    einwohner
        Residents as `residents` gives them.
    of
        What is counted: Besuche, Personen or Mitgliedschaften.
    jahr
        Year of the counts; memberships are of no year.
    by
        Keys of the comparison: counts of other values than the residents have stay out.
    further
        Other dimensions and their values.

    Returns
    -------
    dict
        Count → dimension → values, for `where=` of the release.
    """
    ages = levels(einwohner["Altersgruppe"])
    when = {"Stichtag": [str(day)[:10] for day in einwohner["Stichtag"].unique()]}
    own: dict[str, Sequence[str]] = {"Jahr": [str(jahr)]} if of != "Mitgliedschaften" else {}
    own |= {"Altersgruppe": ages} | {k: levels(einwohner[k]) for k in by} | further
    return {of: own, "Einwohner": {**when, "Altersgruppe": ages}}


def overview(besuche: pd.DataFrame) -> pd.DataFrame:
    """The year in one row.

    Parameters
    ----------
    besuche
        Tally lists.

    Returns
    -------
    pandas.DataFrame
        Einrichtungen, Besuche, Öffnungstage (a day on which a facility was open; two facilities on one day are two) and
        Besuche je Öffnungstag; without rows where there are no tally lists.
    """
    counted(besuche, "Besuche")
    visits, days = int(besuche["Besuche"].sum()), len(_opening_days(besuche))
    row = {"Einrichtungen": besuche["Einrichtung"].nunique(), "Besuche": visits, "Öffnungstage": days}
    frame = pd.DataFrame([row] if days else [], columns=list(row)).astype("int64")
    return frame.assign(**{"Besuche je Öffnungstag": ratio(frame["Besuche"], frame["Öffnungstage"])})


def visits(besuche: pd.DataFrame, *, by: Sequence[str] = VISITORS) -> pd.DataFrame:
    """Visits by keys, with totals.

    Parameters
    ----------
    besuche
        Tally lists.
    by
        Key columns.

    Returns
    -------
    pandas.DataFrame
        Keys, Besuche, Anteil an den Besuchen in %.
    """
    counted(besuche, "Besuche")
    sums = margins(besuche, "Besuche", by=by)
    return sums.assign(**{"Anteil an den Besuchen in %": share(sums["Besuche"], besuche["Besuche"].sum())})


def per_opening_day(besuche: pd.DataFrame, *, by: str, total: bool = False) -> pd.DataFrame:
    """Mean visits per opening day, by who comes, where or when.

    Parameters
    ----------
    besuche
        Tally lists.
    by
        Key column. For a group of visitors all opening days count, also those on which none of the group came; for
        facilities, weekdays and months their own.
    total
        Whether a row »Insgesamt« follows.

    Returns
    -------
    pandas.DataFrame
        The key, Besuche, Öffnungstage, Besuche je Öffnungstag.
    """
    sums = visits(besuche, by=[by]).drop(columns="Anteil an den Besuchen in %")
    everywhere = len(_opening_days(besuche))
    days = {} if by in VISITORS else _opening_days(besuche, by)[by].value_counts().to_dict()
    sums["Öffnungstage"] = sums[by].map(lambda key: days.get(key, everywhere)).astype("int64")
    sums["Besuche je Öffnungstag"] = ratio(sums["Besuche"], sums["Öffnungstage"])
    return sums if total else sums[sums[by] != TOTAL].reset_index(drop=True)


def representation(besuche: pd.DataFrame, einwohner: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Share of groups among visits against their share among residents.

    Parameters
    ----------
    besuche
        Tally lists.
    einwohner
        Residents as `residents` gives them; visits of ages (and, where sex is a key, sexes) that it does not know have
        no counterpart and stay out.
    by
        Altersgruppe, Geschlecht, or both.

    Returns
    -------
    pandas.DataFrame
        Keys, Besuche, Einwohner, Anteil an den Besuchen in %, Anteil an der Bevölkerung in %, Repräsentation (quotient of
        the shares: 1 = as among residents), with totals.
    """
    counted(besuche, "Besuche")
    keys = list(by)
    own = besuche
    for key in {"Altersgruppe", *keys}:
        own = own[own[key].isin(set(einwohner[key]))]
    frame = margins(einwohner, "Einwohner", by=keys).merge(margins(own, "Besuche", by=keys), on=keys, how="left").fillna({"Besuche": 0})
    ours = share(frame["Besuche"], own["Besuche"].sum())
    theirs = share(frame["Einwohner"], einwohner["Einwohner"].sum())
    frame = frame.astype({"Besuche": "int64"})[[*keys, "Besuche", "Einwohner"]].assign(
        **{"Anteil an den Besuchen in %": ours, "Anteil an der Bevölkerung in %": theirs, "Repräsentation": ratio(ours, theirs)}
    )
    return frame.iloc[:0] if own.empty else frame


def _opening_days(besuche: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Facilities and dates on which they were open, for each value of further keys."""
    return besuche[list(dict.fromkeys([*keys, "Einrichtung", "Datum"]))].drop_duplicates()
