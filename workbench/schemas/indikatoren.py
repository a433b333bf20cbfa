"""Numerators and denominators of the indicators per area and year."""

from typing import TYPE_CHECKING

from workbench.errors import few
from workbench.schemas import indikatorkatalog
from workbench.schemas._checks import Look, Rule
from workbench.schemas._column import Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd

_SAID = 5  # so many gaps are listed


def _within(frame: "pd.DataFrame", catalogue: "pd.DataFrame") -> "pd.Series[bool]":
    """A share has a numerator of at most its denominator; which indicators are shares, the catalogue says."""
    shares = catalogue.loc[catalogue["Einheit"].fillna("").map(indikatorkatalog.unit) == indikatorkatalog.PERCENT, "Indikator"]
    return ~frame["Indikator"].isin(shares) | ~(frame["Zähler"] > frame["Nenner"])


def missing(frame: "pd.DataFrame", _look: Look) -> str:
    """Areas that have an indicator in some years and no row in others, in German; "" where there are none."""
    rows = frame.groupby(["Indikator", "Jahr", "Raum"]).size().unstack("Raum")  # noqa: PD010 (pivot_table would drop what is missing)
    lacks = rows.isna() & rows.notna().groupby("Indikator").transform("any")
    gaps = [f"»{key}« {year} ({few([f'»{area}«' for area in lacks.columns[row]], _SAID)})" for (key, year), row in zip(lacks.index, lacks.to_numpy(), strict=True) if row.any()]
    return f"Räume ohne Zeile: {few(gaps, _SAID)}. Der Gesamtwert dieser Jahre zählt sie nicht mit. Ist der Wert nur unbekannt, gehört ein amtliches Zeichen in die Zeile." if gaps else ""


TABLE = Table(
    name="indikatoren",
    title="Sozialindikatoren nach Räumen",
    description=(
        "Zähler und Nenner je Indikator, Raum und Jahr; die Werte rechnet die Werkbank. Steht statt des Zählers ein amtliches Zeichen "
        "( - . x ... / * ), so bleibt sein Grund in der Spalte »Grund« erhalten."
    ),
    columns=(
        Column("Indikator", "key", "Kürzel des Indikators", role="key", example="kinderarmut", refers="indikatorkatalog"),
        Column("Raum", "key", "Schlüssel des Raums", role="key", example="01", refers="raeume", through="zuordnung"),
        Column("Jahr", "count", "Berichtsjahr", role="key", example="2024", low=1990, high=2100),
        Column("Zähler", "count", "Anzahl, die gezählt wird; amtliche Zeichen sind erlaubt", role="count", example="112", signs=True),
        Column("Nenner", "count", "Anzahl, durch die geteilt wird", role="count", example="480"),
    ),
    key=("Indikator", "Raum", "Jahr"),
    rules=(Rule(("Zähler", "Nenner", "Indikator"), _within, "größer als der Nenner »{Nenner}«; bei einem Anteil nicht möglich.", ("indikatorkatalog",)),),
    hint=missing,
)
