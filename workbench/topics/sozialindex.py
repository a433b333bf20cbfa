"""Composite indices by a declared recipe: index with all its levels, classes, dynamics, and the matrix of both."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench import recipe
from workbench.errors import DataError, suggest
from workbench.methods import composite as methods
from workbench.methods.index import Floats, classes, deciles, ranks
from workbench.schemas.indikatorkatalog import breaks
from workbench.schemas.terms import TOTAL

VALUE = "Wert"
INDEX, RANK, CLASS, DECILE = "Index", "Rang", "Klasse", "Dezil"
DYNAMIC_INDEX, DYNAMIC = "Dynamikindex", "Dynamik"
RESIDENTS, REASON, FILLED = "Einwohner", "Grund", "ergänzte Werte"
AREA = ["Raum", "Gebiet"]


def composite(frame: pd.DataFrame, rezept: recipe.Recipe) -> pd.DataFrame:
    """Index of the areas of a wide table, with every level, rank and class.

    Parameters
    ----------
    frame
        One row per area, one column per indicator of the recipe (its Kürzel); Einwohner where the recipe has a minimum
        population, the recipe's column of groups where it fills gaps by groups, and the columns of the changes where the
        dynamics are asked for. The recipe finds an area that it names by its key or name in the columns Raum and Gebiet, in
        any other column of text that it does not compute with, or in the index of the frame where that has a name or holds text.
    rezept
        The recipe.

    Returns
    -------
    pandas.DataFrame
        Rows in the same order with the columns that are no indicators; then each group of the recipe, Index (in standard
        deviations where the recipe standardises), Rang (1 = highest); Klasse and Dezil (1 = highest
        tenth) where at least the recipe's minimum of areas have an index; Dynamikindex and Dynamik (its class) likewise;
        ergänzte Werte (their number, where the recipe fills gaps); Grund (why an area has no index).

    Raises
    ------
    DataError
        With all that the table lacks.
    ParameterError
        If a geometric or harmonic mean meets values that it cannot bear.

    Notes
    -----
    Berlin MSS 2021: areas with fewer than 300 residents and named outliers touch neither mean nor standard deviation.
    A single area has no standardised index, and where all areas are alike there are no tenths.
    """
    dynamic = _changes(frame, rezept)
    _check(frame, [*rezept.keys, *dynamic], rezept)
    reason = _reasons(frame, rezept)
    status = _compute(frame, rezept.keys, rezept, valid=reason == "")
    given = {*rezept.keys, *dynamic}
    alone = rezept.standardisieren and np.count_nonzero(~np.isnan(status.index)) == 1
    value = np.full(len(frame), np.nan) if alone else status.index
    found = frame[[c for c in frame.columns if c not in given]].assign(**status.nodes, **_standing(value, rezept, rezept.klassen))
    if dynamic:
        change = _compute(frame, dynamic, rezept, valid=reason == "").index
        found = found.assign(**{DYNAMIC_INDEX: change}, **_classed(change, rezept, rezept.dynamik, DYNAMIC))
    if rezept.fehlend not in ("ausschließen", "gewichten"):
        found[FILLED] = status.filled.sum(axis=1)
    reason = reason.mask((reason == "") & np.isnan(status.index), "Angaben fehlen")
    return found.assign(**{REASON: reason.mask((reason == "") & np.isnan(value), "nur ein Gebiet, kein Vergleich")})


def steps(frame: pd.DataFrame, rezept: recipe.Recipe) -> pd.DataFrame:
    """What the recipe did to every indicator.

    Parameters
    ----------
    frame, rezept
        As in `composite`.

    Returns
    -------
    pandas.DataFrame
        Indikator, Richtung, Teil von, Gewicht (within its group, they sum to 1), Gebiete (that count and have a value),
        ergänzt (values that were filled), gestutzt (outliers that were drawn in), logarithmiert (ja or nein).
    """
    _check(frame, rezept.keys, rezept)
    valid = _reasons(frame, rezept) == ""
    done = _compute(frame, rezept.keys, rezept, valid=valid)
    weights = {m: float(w) for node, parts in rezept.nodes.items() for m, w in zip(parts, done.weights[node], strict=True)}
    return pd.DataFrame({
        "Indikator": rezept.keys,
        "Richtung": [p.richtung for p in rezept.indikatoren],
        "Teil von": [p.teil_von for p in rezept.indikatoren],
        "Gewicht": [weights[k] for k in rezept.keys],
        "Gebiete": (~np.isnan(_values(frame, rezept.keys)[valid])).sum(axis=0),
        "ergänzt": done.filled.sum(axis=0),
        "gestutzt": done.treated.drawn_in,
        "logarithmiert": np.where(done.treated.logged, "ja", "nein"),
    })


def wide(werte: pd.DataFrame, *, rezept: recipe.Recipe, jahr: int, einwohner: pd.DataFrame | None = None) -> pd.DataFrame:
    """Values of one year as the table that `composite` takes.

    Parameters
    ----------
    werte
        Released frame of the values (`sozialraum.values`).
    rezept, jahr
        The recipe and the year.
    einwohner
        Released frame of the residents (`altersstruktur.residents`), for a recipe with a minimum population.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, one column per indicator of the recipe (in its unit), and Einwohner where they are given.
    """
    rows = werte[(werte["Jahr"] == jahr) & (werte["Raum"] != TOTAL) & werte["Indikator"].isin(rezept.keys)]
    found = rows.pivot_table(index=AREA, columns="Indikator", values=VALUE, sort=False).reindex(columns=rezept.keys).reset_index().rename_axis(columns=None)
    return found if einwohner is None else found.assign(**{RESIDENTS: found["Raum"].map(dict(zip(einwohner["Raum"], einwohner[RESIDENTS], strict=True)))})


def index(werte: pd.DataFrame, *, rezept: recipe.Recipe, jahr: int, einwohner: pd.DataFrame | None = None) -> pd.DataFrame:
    """Index of the areas in one year, highest first.

    Parameters
    ----------
    werte, rezept, jahr, einwohner
        As in `wide`. From released frames only: whoever knows the index of all areas could compute a hidden value from it,
        so areas with a hidden or unknown value have no index, or a filled one where the recipe says so.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Rang, Index, and the other columns of `composite`, groups by their names; areas without an index are left out. Empty where an
        indicator of the recipe has no value at all.
    """
    found = composite(wide(werte, rezept=rezept, jahr=jahr, einwohner=einwohner), rezept).dropna(subset=INDEX)
    rest = [c for c in found.columns if c not in (*AREA, RANK, INDEX, RESIDENTS, REASON)]
    names = {g.kuerzel: g.name for g in rezept.gruppen if g.name}
    return found[[*AREA, RANK, INDEX, *rest]].sort_values(RANK, kind="stable", ignore_index=True).rename(columns=names)


def dynamics(werte: pd.DataFrame, *, rezept: recipe.Recipe, jahr: int, einwohner: pd.DataFrame | None = None, katalog: pd.DataFrame | None = None) -> pd.DataFrame:
    """Index of the changes over the recipe's years, the strongest relative rise first.

    Parameters
    ----------
    werte, rezept, jahr, einwohner
        As in `index`.
    katalog
        Catalogue of indicators; there is no dynamics across a break of one of the recipe's.

    Returns
    -------
    pandas.DataFrame
        Raum, Gebiet, Rang, Dynamikindex, and Dynamik (its class) where there are enough areas. Empty where the recipe has no
        dynamics, a year is missing, or a break lies between.

    Notes
    -----
    Changes in percentage points (of rates in their unit), put together like the index itself. The result is relative to the other
    areas: »negativ« does not say that anything has become worse in absolute terms.
    """
    span = rezept.dynamik.jahre if rezept.dynamik else 0
    now, before = (wide(werte, rezept=rezept, jahr=y, einwohner=einwohner) for y in (jahr, jahr - span))
    joined = now.merge(before, how="left", on=AREA, suffixes=("", " zuvor"))
    change = now.assign(**{k: joined[k] - joined[f"{k} zuvor"] for k in rezept.keys})
    known = {} if katalog is None else breaks(katalog)
    if not span or any(jahr - span < year <= jahr for key in rezept.keys for year in known.get(key, ())):
        change = change.iloc[:0]
    found = composite(change, rezept.model_copy(update={"klassen": rezept.dynamik})).dropna(subset=INDEX)
    names = {INDEX: DYNAMIC_INDEX, CLASS: DYNAMIC}
    kept = [c for c in (*AREA, RANK, INDEX, CLASS) if c in found.columns]
    return found[kept].rename(columns=names).sort_values(RANK, kind="stable", ignore_index=True)


def overview(indizes: pd.DataFrame, *, rezept: recipe.Recipe, katalog: pd.DataFrame | None = None) -> pd.DataFrame:
    """What the recipe is, and how many areas have an index.

    Parameters
    ----------
    indizes, rezept, katalog
        As `index` returns it, the recipe, and the catalogue of indicators for their names.

    Returns
    -------
    pandas.DataFrame
        One row: Rezept (name and version), Quelle, Indikatoren (names), Gebiete (with an index), Mindestzahl (for classes).
    """
    names = {} if katalog is None else dict(zip(katalog["Indikator"], katalog["Name"], strict=True))
    said = ", ".join(str(names.get(k, k)) for k in rezept.keys)
    return pd.DataFrame([{"Rezept": f"{rezept.name}, Version {rezept.version}", "Quelle": rezept.quelle, "Indikatoren": said, "Gebiete": len(indizes), "Mindestzahl": rezept.mindestgebiete}])


def tally(indizes: pd.DataFrame, *, rezept: recipe.Recipe) -> pd.DataFrame:
    """Number of areas in each class: Klasse, Gebiete, in the order of the recipe; empty where there are no classes."""
    names = rezept.klassen.namen if rezept.klassen and CLASS in indizes else []
    return pd.DataFrame({CLASS: pd.Series(names, dtype=str), "Gebiete": pd.Series([int(indizes[CLASS].eq(n).sum()) for n in names], dtype="int64")})


def _changes(frame: pd.DataFrame, rezept: recipe.Recipe) -> list[str]:
    """Columns of the changes, where the recipe names them and the table has some."""
    named = [p.dynamik for p in rezept.indikatoren]
    return named if rezept.dynamik and all(named) and any(c in frame for c in named) else []


def _check(frame: pd.DataFrame, columns: Sequence[str], rezept: recipe.Recipe) -> None:
    """Refuse a table without what the recipe needs, or with text where numbers belong."""
    there = [str(c) for c in frame.columns]
    needed = [*columns, *(column for column, asked in ((RESIDENTS, rezept.mindestbevoelkerung), (rezept.gruppe, rezept.gruppe)) if asked)]
    faults = [f"Spalte »{c}« fehlt. Gefunden: {', '.join(f'»{t}«' for t in there)}.{suggest(c, there)}" for c in needed if c not in frame]
    faults += [f"Spalte »{c}«: »{text}« – erwartet eine Zahl." for c in columns if c in frame for text in _no_numbers(frame[c])[:1]]
    if "Raum" in frame:
        faults += [f"Spalte »Raum«: »{v}« steht mehrmals – erwartet eine Zeile je Gebiet." for v in frame.loc[frame["Raum"].duplicated(), "Raum"].unique()]
    if faults:
        raise DataError(f"Tabelle zum Rezept »{rezept.name}«", faults)


def _no_numbers(cells: pd.Series) -> list[Any]:
    """Cells that are neither empty nor a finite number."""
    numbers = pd.to_numeric(cells, errors="coerce")
    return cells[(numbers.isna() & cells.notna()) | numbers.isin([np.inf, -np.inf])].tolist()


def _reasons(frame: pd.DataFrame, rezept: recipe.Recipe) -> "pd.Series[str]":
    """Why areas do not count; empty for those that do."""
    reason = pd.Series("", index=frame.index, dtype=object)
    if rezept.mindestbevoelkerung:
        people = pd.to_numeric(frame[RESIDENTS]).astype("Float64")
        reason = reason.mask(people.isna(), "Bevölkerung unbekannt").mask(people.lt(rezept.mindestbevoelkerung).fillna(value=False), f"unter {rezept.mindestbevoelkerung} Menschen")
    for out in rezept.ausschluesse:
        reason = reason.mask(_named(frame, out.gebiet, rezept), out.grund)
    return reason


def _named(frame: pd.DataFrame, area: str, rezept: recipe.Recipe) -> "pd.Series[bool]":
    """Rows of an area: its key or name stands where areas are named, never among numbers or the mere numbers of rows."""
    used = {*rezept.keys, *(p.dynamik for p in rezept.indikatoren), rezept.gruppe, RESIDENTS}
    columns = [c for c in frame.columns if c in AREA or not (c in used or (pd.api.types.is_numeric_dtype(frame[c]) and not _like_keys(frame[c])))]
    indexed = frame.index.name is not None or not pd.api.types.is_numeric_dtype(frame.index.dtype)
    return (frame[columns].astype(str) == area).any(axis=1) | (indexed & (frame.index.astype(str) == area))


def _like_keys(numbers: pd.Series) -> bool:
    """Whether numbers can be official keys that were read as numbers: whole, all different, all of five digits at least."""
    return pd.api.types.is_integer_dtype(numbers) and bool(numbers.is_unique and numbers.ge(10_000).all())


def _values(frame: pd.DataFrame, columns: Sequence[str]) -> Floats:
    """Columns as numbers, unknown ones as NaN."""
    return np.column_stack([pd.to_numeric(frame[c]).to_numpy(dtype=float, na_value=np.nan) for c in columns])


def _compute(frame: pd.DataFrame, columns: Sequence[str], rezept: recipe.Recipe, *, valid: "pd.Series[bool]") -> methods.Composite:
    """The recipe applied to some columns."""
    areas = {scale.gebiet for p in rezept.indikatoren if (scale := rezept.scale(p)).gebiet}
    at = [int(n) for area in areas for n in np.flatnonzero(_named(frame, str(area), rezept) & valid)]
    groups = frame[rezept.gruppe].astype(object).where(frame[rezept.gruppe].notna(), None).to_numpy() if rezept.gruppe else None
    return methods.composite(_values(frame, columns), rezept, valid=valid.to_numpy(dtype=bool), groups=groups, reference=at[0] if at else None)


def _standing(value: Floats, rezept: recipe.Recipe, cuts: recipe.Classes | None) -> dict[str, Any]:
    """Index and rank; class and tenth where there are enough areas."""
    differ = len(np.unique(value[~np.isnan(value)])) > 1
    tenths = {DECILE: pd.Series(deciles(value) if differ else np.nan, index=range(len(value))).astype("Int64").array} if _enough(value, rezept) else {}
    return {INDEX: value, RANK: ranks(value), **_classed(value, rezept, cuts, CLASS), **tenths}


def _classed(value: Floats, rezept: recipe.Recipe, cuts: recipe.Classes | None, column: str) -> dict[str, Any]:
    """Classes by name; nothing where there are too few areas or no cuts."""
    if cuts is None or not _enough(value, rezept):
        return {}
    return {column: np.array([None if np.isnan(n) else cuts.namen[int(n)] for n in classes(value, cuts.schnitte)], dtype=object)}


def _enough(value: Floats, rezept: recipe.Recipe) -> bool:
    """Whether as many areas have an index as the recipe wants for classes."""
    return int(np.count_nonzero(~np.isnan(value))) >= rezept.mindestgebiete
