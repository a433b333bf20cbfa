"""Indicator sheets: what the catalogue declares of each indicator, and what its values span."""

import numpy as np
import pandas as pd

from workbench.schemas.indikatorkatalog import PERCENT, scale, unit, years

FIELDS = ("Definition", "Formel", "Zähler", "Nenner", "Einheit", "Richtung", "Dimension", "Quelle", "Vergleichbarkeit", "Brüche")
UNSAID = "keine Angabe"
UNBROKEN = "keine"


def entries(katalog: pd.DataFrame) -> pd.DataFrame:
    """Declaration of every indicator, a row per field of its sheet.

    Parameters
    ----------
    katalog
        Catalogue of indicators.

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Merkmal, Angabe (text). A formula that is not declared is said from the unit, breaks as years.
    """
    said = katalog.reindex(columns=["Indikator", "Name", *FIELDS]).astype(object)
    said["Formel"] = said["Formel"].fillna(katalog["Einheit"].map(_formula))
    said["Einheit"] = katalog["Einheit"].map(unit)
    said["Brüche"] = [", ".join(map(str, years(cell))) or UNBROKEN for cell in said["Brüche"]]
    long = said.fillna(UNSAID).melt(["Indikator", "Name"], list(FIELDS), "Merkmal", "Angabe")
    return long.sort_values("Indikator", key=lambda k: k.map({v: n for n, v in enumerate(katalog["Indikator"])}), kind="stable", ignore_index=True)


def span(vergleich: pd.DataFrame) -> pd.DataFrame:
    """Value of the whole place and the areas with the lowest and the highest value, per indicator, in its latest year.

    Parameters
    ----------
    vergleich
        Released frame of the areas beside the whole place (`workbench.topics.sozialraum.comparison`).

    Returns
    -------
    pandas.DataFrame
        Indikator, Name, Einheit, Stand (the year, as text), Gebiete (number of areas with a shown value), Gesamtwert, niedrigster Wert and
        höchster Wert (in the unit), and the areas that have them. Indicators of which an area has a shown value.
    """
    shown = vergleich.dropna(subset="Wert")
    latest = shown[shown["Jahr"] == shown.groupby("Indikator")["Jahr"].transform("max")]
    keys = ["Indikator", "Name", "Einheit", "Jahr"]
    ordered = latest.assign(_order=latest["Wert"].to_numpy(dtype=float)).sort_values("_order", kind="stable")
    of = ordered.groupby(keys, sort=False)
    found = of["Wert"].size().rename("Gebiete").to_frame()
    for name, pick in (("niedrigster Wert", of.first()), ("höchster Wert", of.last())):
        found[[name, f"{name}: Gebiet"]] = pick[["Wert", "Gebiet"]]
    found["Gesamtwert"] = of["Gesamtwert"].first()
    numbers = ["Gesamtwert", "niedrigster Wert", "höchster Wert"]
    found = found.reset_index().assign(**{c: lambda f, c=c: f[c].to_numpy(dtype=float, na_value=np.nan) for c in numbers})
    found["Stand"] = [str(int(year)) for year in found["Jahr"]]
    order = {key: n for n, key in enumerate(vergleich["Indikator"].unique())}
    columns = ["Indikator", "Name", "Einheit", "Stand", "Gebiete", "Gesamtwert", "niedrigster Wert", "niedrigster Wert: Gebiet", "höchster Wert", "höchster Wert: Gebiet"]
    return found.sort_values("Indikator", key=lambda k: k.map(order), ignore_index=True)[columns]


def _formula(einheit: str) -> str:
    """Formula of a unit."""
    per = scale(einheit)
    times = "100" if unit(einheit) == PERCENT else unit(einheit).removeprefix("je ")
    return f"Zähler / Nenner × {times}" if per else UNSAID
