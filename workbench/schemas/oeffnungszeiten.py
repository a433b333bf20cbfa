"""Opening hours of the facilities."""

from workbench.schemas import terms
from workbench.schemas._checks import Rule
from workbench.schemas._column import Column
from workbench.schemas._table import Table

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
    rules=(Rule(("Bis", "Von"), lambda f: ~(f["Bis"] <= f["Von"]), "nicht nach dem Beginn »{Von}«. Geht die Öffnung über Mitternacht, bitte zwei Zeilen eintragen."),),
)
