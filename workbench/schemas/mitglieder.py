"""Members of youth associations by area, age group and sex."""

from workbench.schemas import terms
from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="mitglieder",
    title="Mitgliedschaften in Jugendverbänden",
    description="Gezählt werden Mitgliedschaften: Wer zwei Verbänden angehört, zählt zweimal.",
    columns=(
        Column("Verband", "key", "Schlüssel des Verbands", role="key", example="V01", refers="verbaende"),
        Column("Verbandsart", "text", "Art des Verbands", example="Feuerwehr"),
        Column("Raum", "key", "Raum, in dem die Mitglieder wohnen", role="key", example="01", refers="raeume", through="zuordnung"),
        Column("Altersgruppe", "choice", "Altersgruppe", role="quasi", example="10–13", choices=terms.AGE_GROUPS),
        Column("Geschlecht", "choice", "Geschlecht", role="quasi", example="weiblich", choices=terms.SEXES),
        Column("Mitglieder", "count", "Anzahl der Mitgliedschaften", role="count", unit="Mitgliedschaften", example="21"),
    ),
    key=("Verband", "Raum", "Altersgruppe", "Geschlecht"),
)
