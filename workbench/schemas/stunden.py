"""Count weeks: how many people are there at the full hour."""

from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="stunden",
    title="Anwesende zur vollen Stunde (Zählwochen)",
    description="In Zählwochen notieren die Einrichtungen zu jeder vollen Stunde, wie viele Personen da sind.",
    columns=(
        Column("Einrichtung", "key", "Schlüssel der Einrichtung", role="key", example="E01", refers="einrichtungen"),
        Column("Datum", "date", "Tag der Zählung", role="key", example="08.01.2024"),
        Column("Stunde", "count", "Volle Stunde, 0 bis 23", role="key", unit="Uhr", example="16", high=23),
        Column("Anwesende", "count", "Anzahl der Anwesenden zur vollen Stunde", role="count", unit="Personen zur vollen Stunde", example="14"),
    ),
    key=("Einrichtung", "Datum", "Stunde"),
)
