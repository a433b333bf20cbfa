"""What a released projection says: its course, the change of each age group, and the direction in which the variants agree."""

import pandas as pd

from workbench.schemas.terms import TOTAL

DIRECTIONS = ("mehr", "weniger", "offen")


def course(voraus: pd.DataFrame, bestand: pd.DataFrame, *, gruppe: str) -> pd.DataFrame:
    """What was counted and what is projected, for a figure of lines.

    Parameters
    ----------
    voraus, bestand
        The released projection and the released stock.
    gruppe
        Age group, or »Insgesamt«.

    Returns
    -------
    pandas.DataFrame
        Variante, Jahr, Personen. Up to the base year every variant has the numbers that were counted; years that
        are not projected are left out.
    """
    lines = voraus.loc[voraus["Altersgruppe"] == gruppe, ["Variante", "Jahr", "Vorausberechnet"]].rename(columns={"Vorausberechnet": "Personen"}).dropna(subset="Personen")
    counted = bestand.loc[(bestand["Altersgruppe"] == gruppe) & (bestand["Jahr"] < lines["Jahr"].min()), ["Jahr", "Bestand"]]
    before = counted.rename(columns={"Bestand": "Personen"}).merge(lines[["Variante"]].drop_duplicates(), how="cross")
    frame: pd.DataFrame = pd.concat([before[lines.columns], lines], ignore_index=True)
    return frame


def change(voraus: pd.DataFrame, bestand: pd.DataFrame, *, jahre: int) -> pd.DataFrame:
    """Change of each age group within some years.

    Parameters
    ----------
    voraus, bestand
        As in `course`.
    jahre
        How many years after the base year.

    Returns
    -------
    pandas.DataFrame
        Jahr, Altersgruppe, Variante, Ausgangswert and Vorausberechnet (persons), Veränderung (persons), Veränderung in %.
    """
    begun = voraus["Jahr"].min() - 1
    then = voraus[voraus["Jahr"] == begun + jahre]
    base = bestand[bestand["Jahr"] == begun].set_index("Altersgruppe")["Bestand"].astype("float64")
    frame: pd.DataFrame = then[["Jahr", "Altersgruppe", "Variante"]].assign(Ausgangswert=then["Altersgruppe"].map(base), Vorausberechnet=then["Vorausberechnet"].astype("float64"))
    frame["Veränderung"] = frame["Vorausberechnet"] - frame["Ausgangswert"]
    frame["Veränderung in %"] = 100 * frame["Veränderung"] / frame["Ausgangswert"].where(frame["Ausgangswert"] != 0)
    return frame.reset_index(drop=True)


def directions(wandel: pd.DataFrame) -> pd.DataFrame:
    """Age groups by the direction of their change in the lower, the middle and the upper variant.

    Parameters
    ----------
    wandel
        What `change` returns.

    Returns
    -------
    pandas.DataFrame
        Richtung (mehr: in all three; weniger: in all three; offen: neither), Altersgruppen (their names, or »keine«).
    """
    moving = wandel[(wandel["Altersgruppe"] != TOTAL) & (wandel["Variante"] != "ohne Wanderung")].dropna(subset="Veränderung")
    ends = moving.groupby("Altersgruppe", sort=False)["Veränderung"].agg(["min", "max"])
    found = {"mehr": ends.index[ends["min"] > 0], "weniger": ends.index[ends["max"] < 0]}
    found["offen"] = ends.index[(ends["min"] <= 0) & (ends["max"] >= 0)]
    rows = [(d, ", ".join(found[d]) or "keine") for d in DIRECTIONS] if len(ends) else []
    return pd.DataFrame(rows, columns=["Richtung", "Altersgruppen"])
