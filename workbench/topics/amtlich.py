"""Published official figures: each once, summed over groups of areas where they are counts, and divided into rates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import DataError, UnitError
from workbench.read.cells import shown
from workbench.read.official.keys import NATION
from workbench.schemas.terms import COMPARISON_SET, COUNTS, ELSEWHERE, PLANNING_UNIT
from workbench.sections import Comparison

KEYS = ["Kennzahl", "Schlüssel", "Jahr"]
_DIGITS = {2: "Land", 3: "Regierungsbezirk", 5: "Kreis", 8: "Gemeinde", 9: "Gemeindeverband", 12: "Gemeinde"}
_NAMED = 5  # so many areas are listed by name
_MOMENT = ["Stichtag", "Basis"]
_FITS = ("Stichtag", "Basis", "Gebietsstand")  # of numerator and denominator


def figures(kennzahlen: pd.DataFrame) -> pd.DataFrame:
    """Official figures of all places, each once, with the level and name of every area.

    Parameters
    ----------
    kennzahlen
        As the table of that name, of one place or of several.

    Returns
    -------
    pandas.DataFrame
        Kennzahl, Schlüssel, Gebiet, Ebene, Jahr, Stichtag, Wert, Einheit, Basis, Gebietsstand, Grund, in the order of the
        table. Of several dates or bases of a year the last one counts. Level and name are those of the table; else the level follows from the key (»00« is the Bund). »Prozent« is »%«.

    Raises
    ------
    DataError
        With all figures for which places have different values of the same date and base.
    """
    frame = kennzahlen[[*KEYS, "Gebiet", "Ebene", "Stichtag", "Wert", "Einheit", "Basis", "Gebietsstand", "Grund"]].astype({"Jahr": int, "Wert": float}).reset_index(drop=True)  # a copy, also of a released table
    told = frame.assign(**{c: frame[c].fillna(frame.groupby(KEYS)[c].transform("max")) for c in _MOMENT})
    if faults := _disagreeing(told, kennzahlen["Ort"].tolist() if "Ort" in kennzahlen else [""] * len(told)):
        raise DataError("kennzahlen", faults)
    frame = frame.loc[told.sort_values(_MOMENT, ascending=False).drop_duplicates(KEYS).index.sort_values()].reset_index(drop=True)
    named = frame.dropna(subset="Gebiet")
    known = dict(zip(named["Schlüssel"], named["Gebiet"], strict=True))
    levels = frame["Schlüssel"].map(lambda k: "Bund" if k == NATION else _DIGITS.get(len(k), ""))
    return frame.assign(Einheit=frame["Einheit"].replace("Prozent", "%"), Gebiet=frame["Schlüssel"].map(lambda k: known.get(k, k)), Ebene=frame["Ebene"].fillna(levels))


def _disagreeing(told: pd.DataFrame, places: Sequence[str]) -> list[str]:
    """Figures of one date and base that have several values, with the places that tell them."""
    several = told.groupby([*KEYS, *_MOMENT], dropna=False)["Wert"].transform("nunique") > 1
    of = told.assign(Orte=[f"{place} {shown(value)}".strip() for place, value in zip(places, told["Wert"], strict=True)])[several].groupby(KEYS, sort=False)["Orte"].agg(lambda names: ", ".join(dict.fromkeys(names))).reset_index()
    return [f"»{name}« {year} für »{key}«: Orte haben verschiedene Werte ({values}). Bitte denselben Stand verwenden." for name, key, year, values in of.itertuples(index=False, name=None)]


def sets(vergleiche: Mapping[str, Comparison]) -> pd.DataFrame:
    """Comparison sets as weights of official areas.

    Parameters
    ----------
    vergleiche
        Name → areas that belong to the set, and areas inside that do not.

    Returns
    -------
    pandas.DataFrame
        Gruppe, Gebiet (name), Ebene (»Vergleichsgebiet«), Schlüssel, Gewicht (1, or −1 for what is taken away).
    """
    rows = [(name, name, COMPARISON_SET, key, weight) for name, v in vergleiche.items() for keys, weight in ((v.schluessel, 1.0), (v.ohne, -1.0)) for key in keys]
    return pd.DataFrame(rows, columns=["Gruppe", "Gebiet", "Ebene", "Schlüssel", "Gewicht"])


def units(zuordnung: pd.DataFrame, *, raeume: pd.DataFrame) -> pd.DataFrame:
    """Planning units of several Gemeinden as weights of those: what has no key of its own in official figures.

    Parameters
    ----------
    zuordnung
        Grouping of smaller areas of all places; former areas (with a last year) are left out.
    raeume
        Areas and their names; both with the column »Ort« where they are of several places.

    Returns
    -------
    pandas.DataFrame
        As `sets`; the weight is the share of the area that belongs to the unit. Units that are one Gemeinde are left out.
    """
    by = [c for c in ("Ort", "Raum") if c in zuordnung]
    rows = zuordnung[zuordnung["Bis Jahr"].isna() & (zuordnung["Raum"] != ELSEWHERE)].merge(raeume[[*by, "Name"]], on=by)
    alone = (rows.groupby(by)["Schlüssel"].transform("size") == 1) & (rows["Raum"] == rows["Schlüssel"])
    rows = rows[~alone & rows["Schlüssel"].str.len().ge(8)]
    weight = rows["Anteil"].fillna(100).astype("float64") / 100
    found = pd.DataFrame({"Gruppe": pd.Series(["|".join(r) for r in rows[by].itertuples(index=False, name=None)], index=rows.index, dtype="str"), "Gebiet": rows["Name"], "Ebene": PLANNING_UNIT, "Schlüssel": rows["Schlüssel"], "Gewicht": weight})
    return found.reset_index(drop=True)


def summed(zahlen: pd.DataFrame, gruppen: pd.DataFrame, *, kennzahlen: Sequence[str]) -> pd.DataFrame:
    """Counts of groups of areas: sums of published counts, never of shares.

    Parameters
    ----------
    zahlen
        As `figures` returns it.
    gruppen
        As `sets` or `units` returns it, or both below each other.
    kennzahlen
        Names of the counts.

    Returns
    -------
    pandas.DataFrame
        Columns of `figures`, one row per count, group and year in which any of its areas has a row. Where an area is
        missing or unknown, or its date, base or territory differs from the others, there is no value; Grund says why.

    Raises
    ------
    UnitError
        If one of them is no count.
    """
    counts, names = zahlen[zahlen["Kennzahl"].isin(kennzahlen)], dict(zip(zahlen["Schlüssel"], zahlen["Gebiet"], strict=True))
    wrong = counts[~counts["Einheit"].isin(COUNTS)]
    if len(wrong):
        name, unit = wrong.iloc[0][["Kennzahl", "Einheit"]]
        raise UnitError(f"»{name}« hat die Einheit »{unit}«: Anteile und Mittelwerte werden nie addiert. Summieren lassen sich {', '.join(COUNTS)}.")
    rows = []
    for (_, group), of_group in gruppen.groupby(["Ebene", "Gruppe"], sort=False):
        weights = dict(zip(of_group["Schlüssel"], of_group["Gewicht"], strict=True))
        for _, part in counts[counts["Schlüssel"].isin(weights)].groupby(["Kennzahl", "Jahr"], sort=False):
            why = _incomplete(part, set(weights), names)
            value = np.nan if why else float((part["Wert"] * part["Schlüssel"].map(weights)).sum())
            head: dict[str, Any] = {"Schlüssel": group, "Gebiet": of_group["Gebiet"].iloc[0], "Ebene": of_group["Ebene"].iloc[0]}
            rows.append({**dict(zip(part.columns, part.iloc[0], strict=True)), **head, "Wert": value, "Grund": why})
    return pd.DataFrame(rows, columns=zahlen.columns).astype(zahlen.dtypes.to_dict()) if rows else zahlen.iloc[:0]


def _incomplete(part: pd.DataFrame, keys: set[str], names: Mapping[str, str]) -> str:
    """Why the counts of one figure and year cannot be summed; empty where they can."""
    missing = sorted((keys - set(part["Schlüssel"])) | set(part.loc[part["Wert"].isna(), "Schlüssel"]))
    if missing:
        return f"ohne Angabe: {_few(names.get(key, key) for key in missing)}"
    return next((f"{c} der Teile verschieden" for c in _FITS if len(part[c].dropna().unique()) > 1), "")


def rates(zahlen: pd.DataFrame, katalog: pd.DataFrame) -> pd.DataFrame:
    """Rates that the catalogue declares, from the counts that it names.

    Parameters
    ----------
    zahlen
        As `figures` returns it, with the rows of `summed` where groups are wanted.
    katalog
        Catalogue of indicators: where both its Zähler and its Nenner are names of figures, there is a rate.

    Returns
    -------
    pandas.DataFrame
        Columns of `figures`, then Zähler and Nenner (counts); Kennzahl is the name in the catalogue, Wert the rate in its
        unit. Without a count, or with a denominator of zero, there is no value; Grund says why.

    Raises
    ------
    DataError
        With all rates whose numerator is above the denominator (in per cent), or whose numerator and denominator differ in
        date, base or territory.

    Notes
    -----
    Wert = Zähler / Nenner × 100 for per cent, × 1000 for »je 1.000«. What neither of the two names (an empty Stichtag)
    cannot differ.
    """
    found = [_rate(zahlen, entry) for entry in katalog[["Name", "Zähler", "Nenner", "Einheit"]].itertuples(index=False, name=None)]
    pairs = pd.concat(found, ignore_index=True) if found else zahlen.iloc[:0].assign(Zähler=np.nan, Nenner=np.nan)
    if "Fehler" in pairs and (faults := [f for f in pairs["Fehler"] if f]):
        raise DataError("kennzahlen", faults)
    return pairs[[*zahlen.columns, "Zähler", "Nenner"]]


def _rate(zahlen: pd.DataFrame, entry: tuple[str, str, str, str]) -> pd.DataFrame:
    """One rate for all areas and years, with what forbids it."""
    name, top, base, unit = entry
    below = zahlen.loc[zahlen["Kennzahl"] == base, ["Schlüssel", "Jahr", "Wert", "Grund", *_FITS]]
    pairs = zahlen[zahlen["Kennzahl"] == top].merge(below, on=["Schlüssel", "Jahr"], suffixes=("", "_n"))
    factor = _factor(unit)
    why = pairs["Grund"].where(pairs["Grund"] != "", pairs["Grund_n"]).mask((pairs["Wert_n"] == 0) & (pairs["Grund"] == ""), "Nenner ist null")
    faults = [_refused(f"{name}, {row['Gebiet']} {row['Jahr']}", row, share=factor == 100) for row in pairs.to_dict("records")]
    value = pairs["Wert"] / pairs["Wert_n"].where(pairs["Wert_n"] > 0) * factor
    return pairs.assign(Kennzahl=name, Einheit="%" if unit == "Prozent" else unit, Zähler=pairs["Wert"], Nenner=pairs["Wert_n"], Wert=value, Grund=why, Fehler=faults)


def _refused(where: str, row: Mapping[Any, Any], *, share: bool) -> str:
    """Why a numerator and a denominator make no rate; empty where they do."""
    differs = next((c for c in _FITS if pd.notna(row[c]) and pd.notna(row[f"{c}_n"]) and row[c] != row[f"{c}_n"]), "")
    if differs:
        return f"{where}: {differs} des Zählers ist {_said(row[differs])}, der des Nenners {_said(row[f'{differs}_n'])}; so entsteht keine Quote."
    above = share and row["Wert"] > row["Wert_n"] > 0
    return f"{where}: Der Zähler ({row['Wert']:.0f}) ist größer als der Nenner ({row['Wert_n']:.0f}); bei einem Anteil nicht möglich." if above else ""


def _said(value: object) -> str:
    """Value in a message."""
    return f"{value:%d.%m.%Y}" if isinstance(value, pd.Timestamp) else f"»{value}«"


def _factor(unit: str) -> float:
    """What a quotient is multiplied by to be in that unit."""
    per = re.search(r"je ([\d. ]+)", unit)
    return 100 if unit in ("%", "Prozent") else float(re.sub(r"\D", "", per[1])) if per else 1


def values(kennzahlen: pd.DataFrame, *, katalog: pd.DataFrame, gruppen: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All that can be compared: rates of the catalogue, of groups too, and published figures that are no counts.

    Parameters
    ----------
    kennzahlen
        As in `figures`.
    katalog
        As in `rates`.
    gruppen
        Several as in `summed`.

    Returns
    -------
    pandas.DataFrame
        Columns of `rates`; of published figures Zähler and Nenner are missing. In the order of the catalogue, published
        figures behind it.
    """
    zahlen, katalog = figures(kennzahlen), katalog.drop_duplicates("Indikator")
    named = [n for n in (*katalog["Zähler"], *katalog["Nenner"]) if n in set(zahlen["Kennzahl"])]
    computed = rates(pd.concat([zahlen, *(summed(zahlen, g, kennzahlen=named) for g in gruppen if len(g))], ignore_index=True), katalog)
    published = zahlen[~zahlen["Einheit"].isin(COUNTS) & ~zahlen["Kennzahl"].isin(computed["Kennzahl"])]
    return pd.concat([computed, published.assign(Zähler=np.nan, Nenner=np.nan)], ignore_index=True) if len(published) else computed


def gaps(werte: pd.DataFrame) -> pd.DataFrame:
    """Figures that are missing, with the reason.

    Parameters
    ----------
    werte
        As `values` returns it.

    Returns
    -------
    pandas.DataFrame
        Kennzahl, Warum, Gebiete (names), Jahre (text). A year in which an area that has others lacks a row counts too.
    """
    seen = werte[["Kennzahl", "Schlüssel", "Gebiet"]].drop_duplicates(["Kennzahl", "Schlüssel"])
    grid = seen.merge(werte[["Kennzahl", "Jahr"]].drop_duplicates(), on="Kennzahl")
    frame = grid.merge(werte[["Kennzahl", "Schlüssel", "Jahr", "Wert", "Grund"]], how="left", on=["Kennzahl", "Schlüssel", "Jahr"])
    lost = frame[frame["Wert"].isna()]
    lost = lost.assign(Warum=lost["Grund"].fillna("ohne Zeile in den Daten").replace("", "keine Angabe"))
    yearly = lost.groupby(["Kennzahl", "Jahr", "Warum"], sort=False)["Gebiet"].agg(_few).reset_index(name="Gebiete").astype({"Jahr": "str"})
    found: pd.DataFrame = yearly.groupby(["Kennzahl", "Warum", "Gebiete"], sort=False)["Jahr"].agg(", ".join).reset_index(name="Jahre")
    return found


def _few(names: Iterable[str]) -> str:
    """Names of areas, the first of many."""
    listed = list(names)
    rest = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + f" und {rest} weitere" if rest > 1 else ", ".join(listed)
