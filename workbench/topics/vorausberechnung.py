"""Projection of the young population of a whole place in variants, and what it would have been worth in the past.

Rates of the last years are carried forward: deaths and moves away per person of a cohort, births per woman, moves to the
place as numbers. Nothing here is an observation of persons; nothing is computed where a base number is hidden.
"""

import dataclasses

import numpy as np
import pandas as pd

from workbench.methods.projection import MEN, WOMEN, Floats, Rates, averaged, project
from workbench.schemas.bevoelkerungsbewegung import rebased
from workbench.schemas.terms import AGE_GROUPS, AGE_LIMITS, TOTAL

GROUPS = AGE_GROUPS[:5]  # all under 27
VARIANTS = ("obere", "mittlere", "untere", "ohne Wanderung")
UNCHANGED = "unverändert"
BOYS = 0.513  # of all births; Germany since 1950: 105 to 106 boys for 100 girls (Statistisches Bundesamt)
COUNT = "Vorausberechnet"  # never »Personen«, which other reports count
LEVELS = ("Kinder je Frau", "Zuzüge je 100 junge Menschen", "Fortzüge je 100 junge Menschen")
MOTHERS = 49  # oldest age of mothers in the official statistics

_PARTS = ("Geburten", "Sterbefälle", "Zuzüge", "Fortzüge")
_OLDEST = 99  # open-ended


@dataclasses.dataclass(frozen=True)
class Assumptions:
    """What the variants assume.

    Parameters
    ----------
    years
        Years whose mean rates are carried forward.
    births
        Births per woman in the upper and the lower variant: so many % above and below the mean.
    moves
        Moves to the place, likewise.
    """

    years: int = 5
    births: float = 10.0
    moves: float = 10.0


def registered(bevoelkerung: pd.DataFrame) -> pd.DataFrame:
    """Young residents of the whole place at the latest date of the register, to see whether other reports hide a total.

    Parameters
    ----------
    bevoelkerung
        Residents by area and single year of age; may be empty.

    Returns
    -------
    pandas.DataFrame
        Stichtag (as text), Altersgruppe, Einwohner (persons); »Insgesamt« are all under 27.
    """
    latest = bevoelkerung[bevoelkerung["Stichtag"] == bevoelkerung["Stichtag"].max()]
    return _counted(latest.assign(Stichtag=latest["Stichtag"].astype(str).str[:10]), "Stichtag", "Einwohner")


def stock(bewegung: pd.DataFrame, *, register: pd.DataFrame) -> pd.DataFrame:
    """Young residents of the whole place at the end of each year.

    Parameters
    ----------
    bewegung
        Stock and flow of the population.
    register
        What the release shows of `registered`.

    Returns
    -------
    pandas.DataFrame
        Jahr, Altersgruppe, Bestand (persons); »Insgesamt« are all under 27. A year is missing where a number of the register
        is hidden at its end: stock and register show the same persons, or nearly, and would give the hidden number away.
    """
    frame = _counted(bewegung, "Jahr", "Bestand")
    hidden = register.loc[register["Einwohner"].isna(), "Stichtag"]
    return frame.assign(Bestand=frame["Bestand"].astype("Int64").mask((frame["Jahr"].astype(str) + "-12-31").isin(hidden)))


def breaks(bewegung: pd.DataFrame) -> pd.DataFrame:
    """First years in which the stock has a new base.

    Parameters
    ----------
    bewegung
        Stock and flow of the population.

    Returns
    -------
    pandas.DataFrame
        Jahr (text), Bruch (the year and its base in words); empty where there is none.
    """
    named = [bewegung.loc[bewegung["Jahr"] == year, "Basis"].fillna("ohne Angabe").iloc[0] for year in rebased(bewegung)]
    return pd.DataFrame([(str(year), f"{year} ({base})") for year, base in zip(rebased(bewegung), named, strict=True)], columns=["Jahr", "Bruch"], dtype="str")


def projection(bewegung: pd.DataFrame, *, bestand: pd.DataFrame, annahmen: Assumptions, jahre: int, minimum: int, ab: int = 0) -> pd.DataFrame:
    """Young population year by year, in variants.

    Parameters
    ----------
    bewegung
        Stock and flow of the population.
    bestand
        The released stock: where a number of it is hidden, nothing is projected.
    annahmen
        What the variants assume.
    jahre
        How many years are projected.
    minimum
        Fewest persons that every single year of age under 27 must have.
    ab
        Base year, the last that is known; 0: the latest.

    Returns
    -------
    pandas.DataFrame
        Jahr, Altersgruppe, Variante, Vorausberechnet (persons, unrounded; missing where births are not known). Empty where nothing may be
        shown.

    Notes
    -----
    Mean rates of the last years, weighted by their cohorts: deaths and moves away per member of the cohort at the beginning
    of the year, births per woman (cohort at the beginning + at the end) / 2; moves to the place as mean numbers, because
    those who come are not of the place. The first year of a new base is left out of the means. The variant without migration knows neither. Steps: `workbench.methods.projection`.
    """
    if not _may_show(bewegung, bestand, minimum):
        return pd.DataFrame(columns=["Jahr", "Altersgruppe", "Variante", COUNT]).astype({"Jahr": "int64", COUNT: "float64"})
    first, known = _cube(bewegung)
    base = (ab or int(bewegung["Jahr"].max())) - first
    people = project(known["Bestand"][base], _variants(known, base, annahmen), steps=jahre)[:, 1:]
    values = _summed(people).transpose(1, 2, 0)  # years, groups, variants
    keys = pd.MultiIndex.from_product([range(first + base + 1, first + base + jahre + 1), [*GROUPS, TOTAL], VARIANTS], names=["Jahr", "Altersgruppe", "Variante"])
    return pd.DataFrame({COUNT: values.ravel()}, index=keys).reset_index()


def backtest(bewegung: pd.DataFrame, *, bestand: pd.DataFrame, annahmen: Assumptions, minimum: int) -> pd.DataFrame:
    """Projections from every earlier base year, with what was known then, beside what came.

    Parameters
    ----------
    bewegung, bestand, annahmen, minimum
        As in `projection`.

    Returns
    -------
    pandas.DataFrame
        Basisjahr, Jahre voraus, Altersgruppe, Eingetreten (persons), one column per variant, »unverändert« (the number of
        the base year carried on). Empty where nothing may be shown or the years do not suffice; without pairs of years
        between which the stock has a new base.
    """
    first, last = int(bewegung["Jahr"].min()), int(bewegung["Jahr"].max())
    came = bestand.astype({"Jahr": "int64"}).set_index(["Jahr", "Altersgruppe"])["Bestand"]
    found = [pd.DataFrame(columns=["Basisjahr", "Jahre voraus", "Altersgruppe", "Eingetreten", *VARIANTS, UNCHANGED])]
    for base in range(first + annahmen.years, last):
        then = projection(bewegung, bestand=bestand, annahmen=annahmen, jahre=last - base, minimum=minimum, ab=base)
        then = then[then["Jahr"] < min((year for year in rebased(bewegung) if year > base), default=last + 1)]
        wide = then.pivot_table(index=["Jahr", "Altersgruppe"], columns="Variante", values=COUNT, sort=False, dropna=False).rename_axis(columns=None)
        frame = wide.reset_index()
        frame["Basisjahr"], frame["Jahre voraus"] = base, frame["Jahr"] - base
        for column, years in (("Eingetreten", frame["Jahr"]), (UNCHANGED, frame["Basisjahr"])):
            frame[column] = came.reindex(pd.MultiIndex.from_arrays([years, frame["Altersgruppe"]])).to_numpy(dtype="float64", na_value=np.nan)
        found.append(frame.reindex(columns=found[0].columns))
    return pd.concat([f for f in found if len(f)] or found[:1], ignore_index=True)


def levels(bewegung: pd.DataFrame, *, bestand: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Births and migration of each year, to see whether the years that are carried forward are usual ones.

    Parameters
    ----------
    bewegung, bestand, minimum
        As in `projection`.

    Returns
    -------
    pandas.DataFrame
        Jahr, Kinder je Frau (sum of the rates of all ages), Zuzüge and Fortzüge je 100 junge Menschen (under 27, of all at
        the end of the year before); missing where the data lack it, in the first year of a new base, or where
        fewer than the minimum were born or moved. Empty where nothing may be shown.
    """
    if not _may_show(bewegung, bestand, minimum):
        return pd.DataFrame(columns=["Jahr", *LEVELS]).astype({"Jahr": "int64", **dict.fromkeys(LEVELS, "float64")})
    first, known = _cube(bewegung)
    young = {part: values[..., : AGE_LIMITS[GROUPS[-1]][1] + 1].sum(axis=(1, 2)) for part, values in known.items()}
    born = known["Geburten"].sum(axis=(1, 2))[1:]
    children = [_variants(known, year, Assumptions(years=1)).fertility[1].sum() for year in range(1, len(born) + 1)]
    moves = [np.where(young[part][1:] >= minimum, 100 * young[part][1:] / young["Bestand"][:-1], np.nan) for part in _PARTS[2:]]
    values = (np.where(born >= minimum, children, np.nan), *moves)
    return pd.DataFrame({"Jahr": np.arange(first + 1, first + 1 + len(born)), **dict(zip(LEVELS, values, strict=True))})


def described(bewegung: pd.DataFrame, *, annahmen: Assumptions) -> pd.DataFrame:
    """What each variant assumes of each component, and which components the data lack.

    Parameters
    ----------
    bewegung, annahmen
        As in `projection`.

    Returns
    -------
    pandas.DataFrame
        Bestandteil, one column of text per variant.
    """
    last = sorted(bewegung["Jahr"].unique())[1:][-annahmen.years :]
    without = [str(year) for year in rebased(bewegung) if year in last]
    mean = _mean(len(last), without)
    more, less = (tuple(f"{mean} {sign} {x:g} %".replace(".", ",") for x in (annahmen.births, annahmen.moves)) for sign in ("+", "−"))
    rows = {
        "Geburten": (more[0], mean, less[0], mean),
        "Sterbefälle": (mean, mean, mean, mean),
        "Zuzüge": (more[1], mean, less[1], "keine"),
        "Fortzüge": (mean, mean, mean, "keine"),
    }
    lacking = {p for p in _PARTS if bewegung[p].isna().all() or len(without) == len(last)}
    lacking |= {"Zuzüge", "Fortzüge"} if lacking & {"Zuzüge", "Fortzüge"} else set()
    said = {p: ("nicht enthalten, Angaben fehlen",) * 4 if p in lacking else texts for p, texts in rows.items()}
    return pd.DataFrame.from_dict(said, orient="index", columns=list(VARIANTS)).rename_axis("Bestandteil").reset_index()


def _mean(years: int, without: list[str]) -> str:
    """Which years the rates are the mean of."""
    mean = f"Mittel der letzten {years} Jahre" if years > 1 else "wie im letzten Jahr"
    return f"{mean} ohne {' und '.join(without)}" if without else mean


def _counted(people: pd.DataFrame, when: str, count: str) -> pd.DataFrame:
    """Sums of the age groups under 27 at each time, and of all of them."""
    names = {age: name for name in GROUPS for age in range(AGE_LIMITS[name][0], AGE_LIMITS[name][1] + 1)}
    young = people.assign(Altersgruppe=people["Alter"].map(names)).dropna(subset="Altersgruppe")
    sums = young.pivot_table(index=when, columns="Altersgruppe", values=count, aggfunc="sum", fill_value=0).reindex(columns=list(GROUPS), fill_value=0)
    sums[TOTAL] = sums.sum(axis=1)
    frame = sums.reset_index().melt(id_vars=when, var_name="Altersgruppe", value_name=count)
    return frame.astype({count: "int64"}).sort_values(when, kind="stable", ignore_index=True)


def _may_show(bewegung: pd.DataFrame, bestand: pd.DataFrame, minimum: int) -> bool:
    """Whether nothing in the base is hidden, and no year of age is so small that a projection would tell who lives there."""
    young = bewegung[bewegung["Alter"] <= AGE_LIMITS[GROUPS[-1]][1]]
    single = young.pivot_table(index="Jahr", columns="Alter", values="Bestand", aggfunc="sum", fill_value=0).reindex(columns=range(AGE_LIMITS[GROUPS[-1]][1] + 1), fill_value=0)
    return bool(len(bestand) and bestand["Bestand"].notna().all() and (single >= minimum).all(axis=None))


def _cube(bewegung: pd.DataFrame) -> tuple[int, dict[str, Floats]]:
    """First year, and each column as years × sexes × ages; NaN in years in which it is not known."""
    years, ages = bewegung["Jahr"] - bewegung["Jahr"].min(), bewegung["Alter"]
    sexes = np.where(bewegung["Geschlecht"] == "weiblich", WOMEN, MEN)
    cube = {}
    for column in ("Bestand", *_PARTS):
        values = bewegung[column].to_numpy(dtype="float64", na_value=np.nan)
        known = np.full((years.max() + 1, 2, ages.max() + 1), np.nan)
        known[years[~np.isnan(values)].unique()] = 0
        known[years, sexes, ages] = np.where(np.isnan(values), known[years, sexes, ages], values)
        cube[column] = known
    for year in rebased(bewegung):  # its flows meet the stock of another base
        for part in _PARTS:
            cube[part][year - bewegung["Jahr"].min()] = np.nan
    return int(bewegung["Jahr"].min()), cube


def _variants(known: dict[str, Floats], base: int, assumed: Assumptions) -> Rates:
    """Mean rates of the years up to a base year, spread over the variants."""
    first = max(base - assumed.years, 0)
    flows = {part: known[part][first + 1 : base + 1] for part in _PARTS}
    enough = known["Bestand"].shape[-1] > MOTHERS
    births = flows["Geburten"][:, WOMEN] if enough else np.full_like(flows["Geburten"][:, WOMEN], np.nan)
    stocks = known["Bestand"][first : base + 1]
    mean = averaged(stocks, births, flows["Sterbefälle"], flows["Zuzüge"], flows["Fortzüge"], boys=BOYS, open_ended=stocks.shape[-1] > _OLDEST)
    births_by, moves_by = assumed.births / 100, assumed.moves / 100
    return dataclasses.replace(
        mean,
        fertility=np.multiply.outer([1 + births_by, 1, 1 - births_by, 1], mean.fertility),
        net=np.multiply.outer([1, 1, 1, 0], mean.net),
        numbers=np.multiply.outer([1 + moves_by, 1, 1 - moves_by, 0], mean.numbers),
    )


def _summed(people: Floats) -> Floats:
    """Persons of each age group and of all of them, both sexes, along the last axis."""
    both = people.sum(axis=-2)
    groups = [both[..., AGE_LIMITS[g][0] : AGE_LIMITS[g][1] + 1].sum(axis=-1) for g in GROUPS]
    return np.stack([*groups, np.sum(groups, axis=0)], axis=-1)
