"""Young residents by age group and area."""

import pandas as pd

from workbench.methods.counts import margins, share
from workbench.schemas.terms import AGE_LIMITS, TOTAL, YOUNG

GROUPS = ("unter 6", *YOUNG)


def scope(bevoelkerung: pd.DataFrame) -> dict[str, list[str]]:
    """Which part of all residents `age_groups` is about: dimension → values, for `where=` of the release."""
    return {"Stichtag": [str(bevoelkerung["Stichtag"].max())[:10]], "Altersgruppe": list(GROUPS)}


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
    frame.insert(1, "Gebiet", frame["Raum"].map({**dict(zip(raeume["Raum"], raeume["Name"], strict=True)), TOTAL: TOTAL}))
    return frame
