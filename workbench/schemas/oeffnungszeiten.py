"""Opening hours of the facilities."""

from typing import TYPE_CHECKING

from workbench.schemas import terms
from workbench.schemas._checks import Rule
from workbench.schemas._column import Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd


def apart(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """Whether each span begins no earlier than the one before it on the same day ends: else its hours would count twice."""
    before = frame.sort_values("Von").groupby(["Einrichtung", "Wochentag"])["Bis"].shift()
    return ~(before.reindex(frame.index) > frame["Von"])


TABLE = Table(
    name="oeffnungszeiten",
    title="Öffnungszeiten der Einrichtungen",
    description="Regelmäßige Öffnungszeiten, eine Zeile je Einrichtung, Wochentag und Zeitspanne.",
    columns=(
        Column("Einrichtung", "key", "Schlüssel der Einrichtung", role="key", example="E01", refers="einrichtungen"),
        Column("Wochentag", "choice", "Wochentag", role="key", example="Montag", choices=terms.WEEKDAYS),
        Column("Von", "time", "Beginn", role="key", example="14:00"),
        Column("Bis", "time", "Ende; 24:00 ist Mitternacht", example="20:00"),
    ),
    key=("Einrichtung", "Wochentag", "Von"),
    rules=(
        Rule(("Bis", "Von"), lambda f: ~(f["Bis"] <= f["Von"]), "nicht nach dem Beginn »{Von}«. Geht die Öffnung über Mitternacht, bitte zwei Zeilen eintragen."),
        Rule(("Von", "Bis", "Einrichtung", "Wochentag"), apart, "überschneidet sich mit einer früheren Zeitspanne von »{Einrichtung}« am {Wochentag}; die Stunden zählten doppelt. Bitte zu einer Zeile zusammenfassen."),
    ),
)
