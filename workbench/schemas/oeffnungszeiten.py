"""Opening hours of the facilities."""

from typing import TYPE_CHECKING

from workbench.schemas import terms
from workbench.schemas._checks import Look, Rule
from workbench.schemas._column import Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd


def _forward(frame: "pd.DataFrame", look: Look) -> "pd.Series[bool]":
    """Opening ends after it begins."""
    del look
    return ~(frame["Bis"] <= frame["Von"])


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
    rules=(Rule(("Bis", "Von"), _forward, "nicht nach dem Beginn »{Von}«. Geht die Öffnung über Mitternacht, bitte zwei Zeilen eintragen."),),
)
