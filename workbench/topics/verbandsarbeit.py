"""Association work: memberships by age, sex and area, groups and holders of a Juleica. Memberships are not persons."""

from collections.abc import Sequence

import pandas as pd

from workbench.methods.counts import counted, margins, ratio, share

UNIT = "Mitgliedschaften"


def members(mitglieder: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Memberships by keys, with totals.

    Parameters
    ----------
    mitglieder
        Members of the associations.
    by
        Key columns.

    Returns
    -------
    pandas.DataFrame
        Keys, Mitgliedschaften (whoever is in two associations counts twice), Anteil an den Mitgliedschaften in %.
    """
    counted(mitglieder, "Mitglieder")
    sums = margins(mitglieder, "Mitglieder", by=by).rename(columns={"Mitglieder": UNIT})
    return sums.assign(**{f"Anteil an den {UNIT} in %": share(sums[UNIT], mitglieder["Mitglieder"].sum())})


def density(mitglieder: pd.DataFrame, einwohner: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Memberships per 100 residents of the same ages.

    Parameters
    ----------
    mitglieder
        Members of the associations.
    einwohner
        Residents by Raum, Altersgruppe and Geschlecht; memberships of ages that it does not know stay out.
    by
        Altersgruppe, Geschlecht or Raum.

    Returns
    -------
    pandas.DataFrame
        The key, Mitgliedschaften, Einwohner, Mitgliedschaften je 100 Einwohner (may exceed 100), with a total.
    """
    counted(mitglieder, "Mitglieder")
    own = mitglieder[mitglieder["Altersgruppe"].isin(set(einwohner["Altersgruppe"])) & mitglieder[by].isin(set(einwohner[by]))]
    frame = margins(einwohner, "Einwohner", by=[by]).merge(members(own, by=[by]), on=by, how="left").fillna({UNIT: 0})
    frame = frame.astype({UNIT: "int64"})[[by, UNIT, "Einwohner"]]
    frame = frame.assign(**{f"{UNIT} je 100 Einwohner": ratio(frame[UNIT] * 100, frame["Einwohner"])})
    return frame.iloc[:0] if own.empty else frame


def with_names(frame: pd.DataFrame, raeume: pd.DataFrame) -> pd.DataFrame:
    """Rows with the name of their area behind its key.

    Parameters
    ----------
    frame
        With the key of an area, or »Insgesamt«, in »Raum«.
    raeume
        Areas of the place.

    Returns
    -------
    pandas.DataFrame
        The same columns, and »Gebiet« behind »Raum«.
    """
    named = frame.copy()
    named.insert(list(frame.columns).index("Raum") + 1, "Gebiet", frame["Raum"].replace(dict(zip(raeume["Raum"], raeume["Name"], strict=True))))
    return named


def organisation(verbaende: pd.DataFrame) -> pd.DataFrame:
    """What the associations can do: groups and holders of a Juleica, with totals.

    Parameters
    ----------
    verbaende
        Directory of the associations.

    Returns
    -------
    pandas.DataFrame
        Verband, Verbandsart, Juleica (holders), Gruppen (groups).
    """
    sums = margins(verbaende, "Juleica", by=["Verband"]).merge(margins(verbaende, "Gruppen", by=["Verband"]), on="Verband")
    kinds = sums["Verband"].map(dict(zip(verbaende["Verband"], verbaende["Verbandsart"], strict=True)))
    sums.insert(1, "Verbandsart", kinds.astype("object").fillna(""))
    return sums
