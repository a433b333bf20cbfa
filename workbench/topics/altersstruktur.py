"""Residents by area, the young among them by age group."""

import pandas as pd

from workbench.methods.counts import margins, share
from workbench.schemas.terms import AGE_LIMITS, TOTAL, YOUNG

GROUPS = ("unter 6", *YOUNG)
UNDER_27 = "unter 27 Jahren"


def scope(bevoelkerung: pd.DataFrame) -> dict[str, list[str]]:
    """Which part of all residents `age_groups` is about: dimension → values, for `where=` of the release."""
    return {"Stichtag": [str(bevoelkerung["Stichtag"].max())[:10]], "Altersgruppe": list(GROUPS)}


def scopes(bevoelkerung: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """Which part of all residents the two counts of `residents` are: count → dimension → values, for `where=` of the release."""
    young = scope(bevoelkerung)
    return {"Einwohner": {"Stichtag": young["Stichtag"]}, UNDER_27: young}


def residents(bevoelkerung: pd.DataFrame, *, raeume: pd.DataFrame) -> pd.DataFrame:
    """Residents and young residents per area at the latest date.

    Parameters
    ----------
    bevoelkerung
        Residents by area, single year of age and sex.
    raeume
        Areas and their names.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Einwohner (persons), unter 27 Jahren (persons), Anteil in % (of these among all); last row Insgesamt.
    """
    latest = bevoelkerung[bevoelkerung["Stichtag"] == bevoelkerung["Stichtag"].max()]
    everyone = margins(latest, "Einwohner", by=["Raum"])
    young = margins(latest[latest["Alter"] < 27], "Einwohner", by=["Raum"]).rename(columns={"Einwohner": UNDER_27})
    frame = everyone.merge(young, how="left", on="Raum").fillna({UNDER_27: 0}).astype({UNDER_27: "int64"})
    frame["Anteil in %"] = share(frame[UNDER_27], frame["Einwohner"])
    return _named(frame, raeume)


def too_small(einwohner: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """Areas with fewer residents than an indicator needs.

    Parameters
    ----------
    einwohner
        As `residents` returns it.
    minimum
        Smallest number of residents (300 in Berlin and Hamburg).

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Einwohner (persons).
    """
    rows = einwohner["Einwohner"].lt(minimum) & einwohner["Raum"].ne(TOTAL)
    return einwohner.loc[rows, ["Raum", "Gebiet", "Einwohner"]].reset_index(drop=True)


def age_groups(bevoelkerung: pd.DataFrame, *, raeume: pd.DataFrame) -> pd.DataFrame:
    """Young residents by age group and area at the latest date.

    Parameters
    ----------
    bevoelkerung
        Residents by area, single year of age and sex.
    raeume
        Areas and their names.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Altersgruppe, Einwohner (persons), Anteil in % (of all residents of the area); totals over areas and
        over age groups (all under 27).
    """
    latest = bevoelkerung[bevoelkerung["Stichtag"] == bevoelkerung["Stichtag"].max()]
    group = {age: name for name in GROUPS for age in range(AGE_LIMITS[name][0], AGE_LIMITS[name][1] + 1)}
    young = latest.assign(Altersgruppe=latest["Alter"].map(group)).dropna(subset="Altersgruppe")
    frame = margins(young, "Einwohner", by=["Raum", "Altersgruppe"])
    whole = margins(latest, "Einwohner", by=["Raum"]).set_index("Raum")["Einwohner"]
    frame["Anteil in %"] = share(frame["Einwohner"], frame["Raum"].map(whole))
    return _named(frame, raeume)


def _named(frame: pd.DataFrame, raeume: pd.DataFrame) -> pd.DataFrame:
    """Frame with the name of the area behind its key."""
    names = {**dict(zip(raeume["Raum"], raeume["Name"], strict=True)), TOTAL: TOTAL}
    frame.insert(1, "Gebiet", frame["Raum"].map(names))
    return frame
