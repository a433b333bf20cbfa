"""Places beside each other, their Kreis, Land and similar places, and how they developed: from published figures only."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.errors import ParameterError, suggest
from workbench.methods.proportion import wilson
from workbench.project import Place
from workbench.read.official.keys import LEVELS, NATION, same
from workbench.schemas import indikatorkatalog
from workbench.schemas.terms import COMPARISON_SET

OWN = "Ort"
DIFFERENCE, RELATION = "Abstand", "Verhältnis (Vergleich = 100)"
LOW, HIGH, STANDING = "von (95 %)", "bis (95 %)", "Einordnung"
ABOVE, BELOW, SAME, UNKNOWN = "über dem Kreiswert", "unter dem Kreiswert", "nicht sicher verschieden", "keine Angabe"
SECTION, CHANGE, BREAK = "Datenbasis", "Veränderung", "Bruch"
BOTH = "Kennzahl und Einheit"
DISTANCE, POOL = "Distanz", "Verglichene Gebiete"
_LEAST = 3  # places among which one can be near


def places(orte: Mapping[str, Place]) -> dict[str, str]:
    """Official keys of the places by their names."""
    return {place.name: place.ags for place in orte.values()}


def selection(werte: pd.DataFrame, *, orte: Mapping[str, Place], ort: str = "", kennzahl: str = "", aehnlich_nach: str = "") -> pd.DataFrame:
    """What is shown in detail, where the reader of the figures has not chosen it.

    Parameters
    ----------
    werte
        As `latest` returns it.
    orte
        Places of the project by their keys.
    ort
        Key of a place; empty: the one with most areas in the figures.
    kennzahl
        Name of a figure; empty: the first.
    aehnlich_nach
        Names of figures between semicolons; empty: all.

    Returns
    -------
    pandas.DataFrame
        Ort (name), Schlüssel, Kennzahl, Einheit, Stand (year, text), one row per figure that the similarity is computed from (Ähnlich nach).

    Raises
    ------
    ParameterError
        If one of them is unknown, or there is nothing to compare.
    """
    known = werte["Kennzahl"].unique().tolist()
    if not known:
        raise ParameterError("kennzahlen: Nichts lässt sich vergleichen – erwartet Anteile, oder Anzahlen, die im Indikatorkatalog unter Zähler und Nenner stehen.")
    near = [k.strip() for k in aehnlich_nach.split(";") if k.strip()] or known
    _known("ort", [ort], ["", *orte])
    _known("kennzahl", [kennzahl], ["", *known])
    _known("aehnlich_nach", near, known)
    keys = werte["Schlüssel"].drop_duplicates()
    place, name = orte[ort or max(orte, key=lambda k: keys.str.startswith(orte[k].ags).sum())], kennzahl or known[0]
    unit, year = werte.loc[werte["Kennzahl"] == name, ["Einheit", "Jahr"]].iloc[0]
    return pd.DataFrame({"Ort": place.name, "Schlüssel": place.ags, "Kennzahl": name, "Einheit": unit, "Stand": str(year), "Ähnlich nach": near})


def _known(parameter: str, words: Sequence[str], options: Sequence[str]) -> None:
    """Refuse a word that is none of the options."""
    there = [o for o in options if o]
    if wrong := [w for w in words if w not in options]:
        raise ParameterError(f"{parameter}: »{wrong[0]}« – vorhanden: {', '.join(f'»{k}«' for k in there)}.{suggest(wrong[0], there)}")


def bound(sets: pd.DataFrame, *, orte: Mapping[str, str]) -> dict[str, list[str]]:
    """Comparison sets that each place stands beside: those that contain or name it or its Kreis, and those that do so for no place.

    Parameters
    ----------
    sets
        As `workbench.topics.amtlich.sets` returns it.
    orte
        Name → official key of all places of the project.

    Returns
    -------
    dict of str to list of str
        Key of the place → names of the sets.
    """
    parts = sets[["Gruppe", "Schlüssel"]].to_numpy().tolist()
    inside = {key: list(dict.fromkeys(group for group, part in parts if key.startswith(part) or part.startswith(key))) for key in orte.values()}
    free = [group for group in sets["Gruppe"].unique() if not any(group in groups for groups in inside.values())]
    return {key: [*groups, *free] for key, groups in inside.items()}


def latest(werte: pd.DataFrame, *, schluessel: Iterable[str], jahr: int = 0) -> pd.DataFrame:
    """Values of one year for each figure: the year given, else the last in which most of the places have one.

    Parameters
    ----------
    werte
        As `workbench.topics.amtlich.values` returns it.
    schluessel
        Keys of the places.
    jahr
        The year; 0: chosen figure by figure.

    Returns
    -------
    pandas.DataFrame
        Rows of that year.
    """
    if jahr:
        return werte[werte["Jahr"] == jahr].reset_index(drop=True)
    own = {k for key in schluessel for k in same(key)}
    there = werte[werte["Schlüssel"].isin(own) & werte["Wert"].notna()].groupby(["Kennzahl", "Jahr"]).size().reset_index(name="n")
    best = there.sort_values(["n", "Jahr"]).drop_duplicates("Kennzahl", keep="last")
    return werte.merge(best[["Kennzahl", "Jahr"]], on=["Kennzahl", "Jahr"])


def levels(werte: pd.DataFrame, *, orte: Mapping[str, str], sets: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Each place beside those above it and beside the comparison sets.

    Parameters
    ----------
    werte
        As `latest` returns it.
    orte
        Name → official key of the places.
    sets
        Comparison sets of each place, as `bound` returns them.

    Returns
    -------
    pandas.DataFrame
        Ort, Kennzahl, Einheit, Jahr, Ebene (Ort, then from near to far: Vergleichsgebiet, Kreis, Land, Bund), Gebiet, Wert
        (in the unit), Abstand (of the place from the area, in the unit), Verhältnis (of the place; area = 100), Grund. A
        place without a row is there, without a value.
    """
    order = [OWN, COMPARISON_SET, *reversed(LEVELS)]
    parts = []
    for name, key in orte.items():
        own = werte[werte["Schlüssel"].isin(same(key))].drop_duplicates("Kennzahl").set_index("Kennzahl")["Wert"]
        first = werte.drop_duplicates("Kennzahl").assign(Ebene=OWN, Gebiet=name)
        first = first.assign(Wert=first["Kennzahl"].map(own), Grund=np.where(first["Kennzahl"].map(own).isna(), UNKNOWN, ""))
        both = pd.concat([first, werte[_above(werte, key, sets)]], ignore_index=True).assign(Ort=name)
        here = both["Kennzahl"].map(own).where(both["Ebene"] != OWN)
        parts.append(both.assign(**{DIFFERENCE: here - both["Wert"], RELATION: here / both["Wert"].where(both["Wert"] > 0) * 100}))
    frame = pd.concat(parts, ignore_index=True)
    ranks = {"_k": ("Kennzahl", list(werte["Kennzahl"].unique())), "_o": ("Ort", list(orte)), "_e": ("Ebene", order)}
    frame = frame.assign(**{n: frame[c].map({v: i for i, v in enumerate(known)}) for n, (c, known) in ranks.items()})
    return frame.sort_values(list(ranks), kind="stable", ignore_index=True)[["Ort", "Kennzahl", "Einheit", "Jahr", "Ebene", "Gebiet", "Wert", DIFFERENCE, RELATION, "Grund"]]


def members(werte: pd.DataFrame, *, schluessel: str, gruppen: pd.DataFrame) -> pd.DataFrame:
    """All units of a Kreis beside its own value.

    Parameters
    ----------
    werte
        As `latest` returns it.
    schluessel
        Key of the Kreis, or of a place in it.
    gruppen
        Planning units of several Gemeinden (`workbench.topics.amtlich.units`); these Gemeinden have no row of their own.

    Returns
    -------
    pandas.DataFrame
        Kreis (its name), Gebiet, Kennzahl, Einheit, Kennzahl und Einheit (both, for the head of a column), Jahr, Wert, von and bis (95 % interval, where there are counts),
        Kreiswert, Abstand (all in the unit), Einordnung, Grund. Without rows where the figures have no units but the place.

    Notes
    -----
    Interval of Wilson 1927. A unit differs reliably where its interval excludes the value of the Kreis.
    """
    kreis = schluessel[:5]
    own = gruppen[gruppen["Schlüssel"].str.startswith(kreis)]
    inside = werte["Schlüssel"].str.startswith(kreis) & werte["Ebene"].isin(["Gemeinde", "Gemeindeverband"])
    summed = {key for unit in own["Gruppe"] for key in same(unit.rpartition("|")[2])}  # where figures list the unit itself, its sum stands for it
    rows = werte[(inside | werte["Schlüssel"].isin(own["Gruppe"])) & ~werte["Schlüssel"].isin({*same(kreis), *own["Schlüssel"], *summed})]
    rows = rows if rows["Schlüssel"].ne(schluessel).any() else rows.iloc[:0]
    above = werte[werte["Schlüssel"].isin(same(kreis))].drop_duplicates("Kennzahl").set_index("Kennzahl")
    whole, name = above["Wert"], next(iter(above["Gebiet"]), kreis)
    share = rows["Einheit"].isin(["%", "Prozent"])
    low, high = (bound * 100 for bound in wilson(*(rows[c].where(share & rows["Wert"].notna()).to_numpy(dtype=float, na_value=np.nan) for c in ("Zähler", "Nenner"))))
    reference = rows["Kennzahl"].map(whole).to_numpy(dtype=float)
    marks = np.select([low > reference, high < reference, ~np.isnan(low + high + reference)], [ABOVE, BELOW, SAME], default=UNKNOWN)
    frame = rows[["Gebiet", "Kennzahl", "Einheit", "Jahr", "Wert", "Grund"]].assign(**{"Kreis": name, BOTH: rows["Kennzahl"] + " (" + rows["Einheit"].str.replace(" ", "\N{NO-BREAK SPACE}") + ")", LOW: low, HIGH: high, "Kreiswert": reference, DIFFERENCE: rows["Wert"] - reference, STANDING: marks})
    return frame.reset_index(drop=True)[["Kreis", "Gebiet", "Kennzahl", "Einheit", BOTH, "Jahr", "Wert", LOW, HIGH, "Kreiswert", DIFFERENCE, STANDING, "Grund"]]


def breaks(katalog: pd.DataFrame, *, kennzahl: str, bruch: int = 0) -> list[int]:
    """First years of a new definition of a figure, in order: those of the catalogue, and ``bruch``, which it does not name (0: none)."""
    return sorted({*indikatorkatalog.breaks(katalog, "Name").get(kennzahl, []), bruch} - {0})


def series(werte: pd.DataFrame, *, schluessel: str, kennzahl: str, sets: Mapping[str, Sequence[str]], brueche: Iterable[int] = ()) -> pd.DataFrame:
    """One figure of a place and of those above it through the years; no change is computed across a break.

    Parameters
    ----------
    werte
        As `workbench.topics.amtlich.values` returns it.
    schluessel
        Key of the place.
    kennzahl
        The figure.
    sets
        As in `levels`.
    brueche
        First years of a new definition that the data do not name, as `breaks` returns them.

    Returns
    -------
    pandas.DataFrame
        Gebiet, Ebene, Jahr, Wert (unit of the figure), Datenbasis, Bruch (»Bruch vor JJJJ« in the first year behind a
        break, else empty), Veränderung (to the year before it in the data, in the unit; missing across a break), Grund.

    Notes
    -----
    A break is a change of Basis, of Gebietsstand (unless it is that of the same year in every row) or a declared year.
    """
    rows = werte[(werte["Kennzahl"] == kennzahl) & (werte["Schlüssel"].isin(same(schluessel)) | _above(werte, schluessel, sets))].sort_values(["Schlüssel", "Jahr"])
    by = rows["Schlüssel"]
    yearly = pd.Series([pd.isna(s) or str(y) in s for y, s in zip(rows["Jahr"], rows["Gebietsstand"], strict=True)], index=rows.index, dtype=bool)
    stand = rows["Gebietsstand"].fillna("").mask(yearly.groupby(by).transform("all"), "")
    since = rows["Jahr"].map(lambda y: max((b for b in brueche if b <= y), default=0))
    section = rows["Basis"].fillna("").astype(str) + "|" + stand.astype(str) + "|" + since.astype(str)
    broken = section.ne(section.groupby(by).shift()) & by.duplicated()
    base = rows["Basis"].fillna("ohne Angabe")
    frame = rows.assign(**{SECTION: base, BREAK: ("Bruch vor " + rows["Jahr"].astype(str)).where(broken, ""), CHANGE: rows.groupby(by)["Wert"].diff().mask(broken)})
    order = {level: n for n, level in enumerate([COMPARISON_SET, *reversed(LEVELS)], start=1)}
    ranked = frame.assign(_e=frame["Ebene"].map(order).mask(frame["Schlüssel"].isin(same(schluessel)), 0)).sort_values(["_e", "Gebiet", "Jahr"], ignore_index=True)
    return ranked[["Gebiet", "Ebene", "Jahr", "Wert", SECTION, BREAK, CHANGE, "Grund"]]


def similar(werte: pd.DataFrame, *, schluessel: str, nach: Sequence[str], anzahl: int = 5) -> pd.DataFrame:
    """Areas of the same level that are nearest to a place.

    Parameters
    ----------
    werte
        As `latest` returns it.
    schluessel
        Key of the place.
    nach
        Figures that the distance is computed from.
    anzahl
        How many areas.

    Returns
    -------
    pandas.DataFrame
        Rang (0 is the place itself), Gebiet, Distanz (standard deviations), one column per figure (in its unit),
        Verglichene Gebiete (number of areas, the place included). Empty where fewer than three areas have all figures, or
        the place lacks one.

    Notes
    -----
    Standardised Euclidean distance: √Σ((x − y)/s)², s the standard deviation (ddof 0) of the areas that have all figures. A
    figure in which they do not differ adds nothing.
    """
    own = werte[werte["Schlüssel"].isin(same(schluessel))]
    rows = werte[werte["Ebene"].isin(own["Ebene"]) & werte["Kennzahl"].isin(nach)]
    wide = rows.pivot_table(index=["Schlüssel", "Gebiet"], columns="Kennzahl", values="Wert", aggfunc="first").reindex(columns=list(nach)).dropna()
    here = wide.index.get_level_values("Schlüssel").isin(same(schluessel))
    columns = ["Rang", "Gebiet", DISTANCE, *nach, POOL]
    if len(wide) < _LEAST or not here.any():
        return pd.DataFrame({c: pd.Series(dtype="str" if c == "Gebiet" else "float64") for c in columns})
    spread = wide.std(ddof=0)
    z = (wide - wide[here].iloc[0]) / spread.where(spread > 0)
    near = wide.assign(**{DISTANCE: np.sqrt((z**2).sum(axis=1)), POOL: len(wide), "_n": ~here}).reset_index().sort_values(["_n", DISTANCE, "Gebiet"], ignore_index=True).head(anzahl + 1)
    return near.assign(Rang=range(len(near)))[columns]


def _above(werte: pd.DataFrame, key: str, sets: Mapping[str, Sequence[str]]) -> "pd.Series[bool]":
    """Whether a row is of an area that the place lies in, or of a comparison set that it stands beside."""
    inside = werte["Schlüssel"].map(lambda k: key.startswith(k) and k not in same(key)).astype(bool)
    return (inside & werte["Ebene"].isin(LEVELS)) | (werte["Schlüssel"] == NATION) | ((werte["Ebene"] == COMPARISON_SET) & werte["Schlüssel"].isin(sets.get(key, ())))
