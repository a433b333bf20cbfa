"""Published official figures of a place."""

from typing import TYPE_CHECKING

from workbench.schemas import terms
from workbench.schemas._checks import Look, Rule
from workbench.schemas._column import OFFICIAL_DIGITS, Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd


def _possible(frame: "pd.DataFrame", look: Look) -> "pd.Series[bool]":
    """A percentage lies between 0 and 100."""
    del look
    return ~frame["Einheit"].isin(["%", "Prozent"]) | frame["Wert"].isna() | frame["Wert"].between(0, 100)


TABLE = Table(
    name="kennzahlen",
    title="Amtliche Kennzahlen",
    description="Veröffentlichte Zahlen der amtlichen Statistik, jede mit Quelle und Lizenz. Steht statt des Werts ein amtliches Zeichen, so bleibt sein Grund in der Spalte »Grund« erhalten.",
    columns=(
        Column("Kennzahl", "text", "Name der Kennzahl", role="key", example="Bevölkerung"),
        Column("Schlüssel", "key", "Amtlicher Schlüssel der Gemeinde oder des Kreises", role="key", example="05562012", digits=OFFICIAL_DIGITS),
        Column("Gebiet", "text", "Name des Gebiets", example="Dorsten", empty=True, optional=True),
        Column("Ebene", "choice", "Ebene des Gebiets", example="Gemeinde", choices=terms.LEVELS, empty=True, optional=True),
        Column("Jahr", "count", "Berichtsjahr", role="key", example="2022", low=1990, high=2100),
        Column("Stichtag", "date", "Tag, für den der Wert gilt", example="31.12.2022", empty=True, optional=True),
        Column("Wert", "number", "Wert der Kennzahl; amtliche Zeichen sind erlaubt", example="74257", signs=True),
        Column("Einheit", "text", "Einheit des Werts", example="Personen"),
        Column("Basis", "text", "Datenbasis; wechselt sie, bricht die Zeitreihe", example="Zensus 2022", empty=True, optional=True),
        Column("Gebietsstand", "text", "Stand der Gebietsgrenzen", example="31.12.2022", empty=True, optional=True),
        Column("Quelle", "text", "Woher die Zahl kommt", example="Statistische Ämter des Bundes und der Länder, Zensus 2022"),
        Column("Lizenz", "text", "Lizenz, unter der sie veröffentlicht ist", example="dl-de/by-2-0", empty=True),
    ),
    key=("Kennzahl", "Schlüssel", "Jahr"),
    rules=(Rule(("Wert", "Einheit"), _possible, "erwartet einen Prozentwert zwischen 0 und 100."),),
)
