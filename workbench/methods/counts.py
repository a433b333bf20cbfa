"""Counts by keys: sums with their margins, shares, and the check that a table counts what is computed."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import UnitError
from workbench.schemas.terms import AGE_GROUPS, CLOCK, MONTHS, SEXES, TOTAL, UNITS, WEEKDAYS

ORDER = {"Altersgruppe": AGE_GROUPS, "Geschlecht": SEXES, "Wochentag": WEEKDAYS, "Monat": MONTHS, "Uhrzeit": CLOCK}


def counted(frame: pd.DataFrame, unit: str) -> None:
    """Refuse a table that does not count in this unit, or that counts in several.

    Parameters
    ----------
    frame
        A table with counts.
    unit
        Column of `workbench.schemas.terms.UNITS` that it must have, alone among them.

    Raises
    ------
    UnitError
        If it counts something else.
    """
    found = [u for u in UNITS if u in frame.columns]
    if found != [unit]:
        there = " und ".join(f"{UNITS[u]} (Spalte »{u}«)" for u in found) or "nur " + ", ".join(f"»{c}«" for c in frame.columns)
        raise UnitError(
            f"Hier werden {UNITS[unit]} gezählt (Spalte »{unit}«), die Tabelle enthält aber {there}. "
            "Besuche, Personen und Stammbesuchende lassen sich nicht ineinander umrechnen. Bitte die passende Tabelle einsetzen."
        )


def margins(frame: pd.DataFrame, value: str, *, by: Sequence[str]) -> pd.DataFrame:
    """Sums of a count over all combinations of keys, with totals over each key.

    Parameters
    ----------
    frame
        One or several rows per combination.
    value
        The count.
    by
        Key columns.

    Returns
    -------
    pandas.DataFrame
        Keys and the sum, for every combination of the keys that occur (0 where it does not), in the order of the field,
        totals (»Insgesamt«) last.
    """
    keys = list(by)
    doubled = frame[[*keys, value]].astype(dict.fromkeys(keys, "object"))
    for key in keys:
        doubled = pd.concat([doubled, doubled.assign(**{key: TOTAL})], ignore_index=True)
    sums = doubled.groupby(keys, sort=False)[value].sum().reset_index()
    grid = pd.MultiIndex.from_product([levels(doubled[k]) for k in keys], names=keys).to_frame(index=False)
    return grid.merge(sums, how="left", on=keys).fillna({value: 0}).astype({value: frame[value].dtype})


def crossed(werte: pd.DataFrame, keys: Sequence[str], *, jahr: int, columns: Sequence[str], areas: pd.DataFrame | None = None) -> tuple[pd.DataFrame, list[npt.NDArray[np.float64]]]:
    """Values of one year as arrays of areas x indicators, for an index.

    Parameters
    ----------
    werte
        Indikator, Raum, Gebiet, Jahr and values: one row per indicator, area and year; rows Insgesamt are left out.
    keys
        Indicators, in the order wanted.
    jahr
        The year.
    columns
        The values.
    areas
        Raum and Gebiet of the areas wanted, to join two years; by default those that have a row.

    Returns
    -------
    tuple
        Raum and Gebiet, one row per area; one array (areas, indicators) per column, NaN where hidden or unknown.
    """
    rows = werte[(werte["Jahr"] == jahr) & (werte["Raum"] != TOTAL) & werte["Indikator"].isin(keys)]
    found = rows[["Raum", "Gebiet"]].drop_duplicates(ignore_index=True) if areas is None else areas
    wide = (rows.pivot_table(index="Raum", columns="Indikator", values=c, aggfunc="first", sort=False).reindex(index=found["Raum"], columns=list(keys)) for c in columns)
    return found, [w.to_numpy(dtype=float, na_value=np.nan) for w in wide]


def levels(keys: "pd.Series[Any]") -> list[Any]:
    """Different values of a key in the order of the field, else of the alphabet; totals last."""
    order = ORDER.get(str(keys.name), ())
    return sorted(keys.dropna().unique(), key=lambda k: (k == TOTAL, order.index(k) if k in order else len(order), k))


def share(part: "pd.Series[Any]", whole: "pd.Series[Any] | float") -> "pd.Series[float]":
    """Part in percent of the whole; missing where the whole is 0.

    Examples
    --------
    >>> share(pd.Series([1, 1]), pd.Series([4, 0])).tolist()
    [25.0, nan]
    """
    return ratio(part * 100, whole)


def ratio(part: "pd.Series[Any]", whole: "pd.Series[Any] | float") -> "pd.Series[float]":
    """Part per unit of the whole; missing where the whole is 0."""
    base = whole if isinstance(whole, pd.Series) else pd.Series(whole, index=part.index)
    return part.astype("float64") / base.astype("float64").where(base != 0)
