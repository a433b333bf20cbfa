"""Persons behind the visits of houses that keep pseudonymous records: reach, regulars, catchment.

A person in two houses counts once in the town, so totals of persons are not sums.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import ParameterError
from workbench.methods.counts import counted, levels, share
from workbench.methods.proportion import wilson
from workbench.schemas.terms import ELSEWHERE, TOTAL

REGULARS = "Stammbesuchende"


def persons(personenbesuche: pd.DataFrame) -> pd.DataFrame:
    """Every person once, as known at the last visit.

    Parameters
    ----------
    personenbesuche
        Visits of persons.

    Returns
    -------
    pandas.DataFrame
        Person, Altersgruppe, Geschlecht, Wohnraum, Einrichtungen (number of houses visited).
    """
    counted(personenbesuche, "Person")
    last = personenbesuche.sort_values(["Datum", "Einrichtung"]).drop_duplicates("Person", keep="last")
    houses = personenbesuche.groupby("Person")["Einrichtung"].nunique()
    return last[["Person", "Altersgruppe", "Geschlecht", "Wohnraum"]].assign(Einrichtungen=last["Person"].map(houses)).sort_values("Person", ignore_index=True)


def houses(personenbesuche: pd.DataFrame) -> pd.DataFrame:
    """How many persons visit one house, and how many several.

    Parameters
    ----------
    personenbesuche
        Visits of persons.

    Returns
    -------
    pandas.DataFrame
        Besuchte Einrichtungen (eine, mehrere), Personen (distinct), Anteil an den Personen in %, with a total.
    """
    everyone = persons(personenbesuche)
    several = int((everyone["Einrichtungen"] > 1).sum())
    rows = {"eine": len(everyone) - several, "mehrere": several, TOTAL: len(everyone)} if len(everyone) else {}
    return _shares(rows, "Besuchte Einrichtungen")


def reach(personenbesuche: pd.DataFrame, einwohner: pd.DataFrame, *, by: str = "Altersgruppe") -> pd.DataFrame:
    """Share of the residents who were seen at least once, with its interval.

    Parameters
    ----------
    personenbesuche
        Visits of persons.
    einwohner
        Residents by Raum, Altersgruppe and Geschlecht; only persons of these ages who live in these areas are counted.
    by
        Altersgruppe or Geschlecht.

    Returns
    -------
    pandas.DataFrame
        The key, Personen (distinct), Einwohner, Reichweite in %, untere Grenze in %, obere Grenze in %, with a total.

    Notes
    -----
    Wilson interval at 95 % (Newcombe 1998): the count of a year is taken as one realisation of a chance process.
    """
    everyone = persons(personenbesuche)
    for key, column in {"Wohnraum": "Raum", "Altersgruppe": "Altersgruppe", by: by}.items():
        everyone = everyone[everyone[key].isin(set(einwohner[column]))]
    seen = {**everyone[by].value_counts(), TOTAL: len(everyone)}
    living = {**einwohner.groupby(by)["Einwohner"].sum(), TOTAL: einwohner["Einwohner"].sum()} if len(everyone) else {}
    keys = [k for k in [*levels(einwohner[by]), TOTAL] if k in living]
    frame = pd.DataFrame({by: keys, "Personen": [seen.get(k, 0) for k in keys], "Einwohner": [living[k] for k in keys]})
    frame = frame.astype({by: "object", "Personen": "int64", "Einwohner": "int64"})
    low, high = wilson(frame["Personen"], frame["Einwohner"])
    frame["Reichweite in %"] = share(frame["Personen"], frame["Einwohner"])
    return frame.assign(**{"untere Grenze in %": low * 100, "obere Grenze in %": high * 100})


def catchment(personenbesuche: pd.DataFrame, raeume: pd.DataFrame) -> pd.DataFrame:
    """Where the persons live.

    Parameters
    ----------
    personenbesuche
        Visits of persons.
    raeume
        Areas of the place.

    Returns
    -------
    pandas.DataFrame
        Wohnort (name of the area, or »außerhalb«), Personen (distinct), Anteil an den Personen in %, with a total; areas
        from which nobody comes stand there with 0.
    """
    everyone = persons(personenbesuche)
    found = everyone["Wohnraum"].value_counts()
    places = {**dict(zip(raeume["Raum"], raeume["Name"], strict=True)), ELSEWHERE: ELSEWHERE}
    rows = {**{name: int(found.get(key, 0)) for key, name in places.items()}, TOTAL: len(everyone)} if len(everyone) else {}
    return _shares(rows, "Wohnort")


def homes(raeume: pd.DataFrame) -> list[str]:
    """Names of the areas of the place, as `catchment` lists them: where those live who are held against the residents."""
    return list(raeume["Name"])


def regulars(personenbesuche: pd.DataFrame, *, stamm_besuche: int, stamm_wochen: int, by: str = "Altersgruppe") -> pd.DataFrame:
    """Persons who come often: at least so many visits within some period of so many weeks.

    Parameters
    ----------
    personenbesuche
        Visits of persons.
    stamm_besuche
        Least number of visits.
    stamm_wochen
        Length of the period, which may begin on any day.
    by
        Altersgruppe or Geschlecht; with Einrichtung the rule holds for the visits of each house alone.

    Returns
    -------
    pandas.DataFrame
        The key, Personen (distinct), Stammbesuchende (persons), Anteil der Stammbesuchenden in %, with a total that is
        no sum: it counts every person of the town once, by the visits of all houses.

    Raises
    ------
    ParameterError
        If the rule asks for less than one visit or one week.
    """
    for name, value in {"stamm_besuche": stamm_besuche, "stamm_wochen": stamm_wochen}.items():
        if value < 1:
            raise ParameterError(f"Parameter »{name}«: »{value}« – erwartet eine ganze Zahl ab 1.")
    town = persons(personenbesuche)
    houses = by == "Einrichtung"
    groups = personenbesuche[["Person", by]].drop_duplicates() if houses else town
    parts = [(groups, ["Person", by] if houses else ["Person"]), (town.assign(**{by: TOTAL}), ["Person"])]
    marked = pd.concat([who.assign(**{REGULARS: _often(personenbesuche, who[own], stamm_besuche, stamm_wochen)}) for who, own in parts])
    marked = marked.astype({by: "object", REGULARS: "int64"})
    frame = marked.groupby(by)[REGULARS].agg(Personen="size", Stammbesuchende="sum").reindex(levels(marked[by])).reset_index()
    return frame.assign(**{f"Anteil der {REGULARS}n in %": share(frame[REGULARS], frame["Personen"])})


def beside(gezaehlt: pd.DataFrame, stammschaetzung: pd.DataFrame) -> pd.DataFrame:
    """Counted regulars and staff estimates side by side; the two are never added.

    Parameters
    ----------
    gezaehlt
        Result of `regulars` by Einrichtung; may be empty.
    stammschaetzung
        Staff estimates; may be empty.

    Returns
    -------
    pandas.DataFrame
        Einrichtung, Stammbesuchende geschätzt, Stammbesuchende gezählt (persons; missing where there is none). No
        total: estimates of several houses contain the same persons.
    """
    counted(stammschaetzung, REGULARS)
    estimated = stammschaetzung.groupby("Einrichtung")[REGULARS].sum().rename(f"{REGULARS} geschätzt")
    found = gezaehlt[gezaehlt["Einrichtung"] != TOTAL].set_index("Einrichtung")[REGULARS].rename(f"{REGULARS} gezählt")
    both = pd.concat([estimated, found], axis=1).astype("Int64").rename_axis("Einrichtung").sort_index()
    return both.reset_index()


def _shares(rows: dict[str, int], key: str) -> pd.DataFrame:
    """Distinct persons by a key, and their share in the total, which stands last."""
    frame = pd.DataFrame({key: pd.Series(list(rows), dtype="object"), "Personen": pd.Series(list(rows.values()), dtype="int64")})
    return frame.assign(**{"Anteil an den Personen in %": share(frame["Personen"], rows.get(TOTAL, 0))})


def _often(personenbesuche: pd.DataFrame, who: pd.DataFrame, visits: int, weeks: int) -> npt.NDArray[np.bool_]:
    """Of whom (persons, or persons in a house) some run of so many visits lies within so many weeks."""
    own = list(who.columns)
    rows = personenbesuche.sort_values([*own, "Datum"], kind="stable")
    last = rows.groupby(own)["Datum"].shift(-(visits - 1))
    often = rows.loc[last - rows["Datum"] < pd.Timedelta(weeks=weeks), own]
    return pd.MultiIndex.from_frame(who).isin(pd.MultiIndex.from_frame(often))
