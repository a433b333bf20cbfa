"""Youth associations with their groups and trained volunteers."""

from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="verbaende",
    title="Jugendverbände",
    description="Verzeichnis der Jugendverbände mit Gruppen und ehrenamtlich Aktiven, die eine gültige Jugendleitercard (Juleica) haben.",
    columns=(
        Column("Verband", "key", "Schlüssel des Verbands, frei gewählt", role="key", example="V01"),
        Column("Verbandsart", "text", "Art des Verbands", example="Feuerwehr"),
        Column("Gruppen", "count", "Anzahl der Gruppen", role="value", unit="Gruppen", example="4"),
        Column("Juleica", "count", "Anzahl der Personen mit gültiger Juleica", role="count", unit="Personen", example="6"),
    ),
    key=("Verband",),
)
