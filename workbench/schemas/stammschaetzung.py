"""Regular visitors as the staff estimate them."""

from workbench.schemas import terms
from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="stammschaetzung",
    title="Stammbesucherinnen und Stammbesucher (Schätzung der Fachkräfte)",
    description="Schätzung der Fachkräfte, wie viele Personen regelmäßig kommen. Geschätzt werden Personen, nicht Besuche.",
    columns=(
        Column("Einrichtung", "key", "Schlüssel der Einrichtung", role="key", example="E01", refers="einrichtungen"),
        Column("Altersgruppe", "choice", "Altersgruppe", role="quasi", example="10–13", choices=terms.AGE_GROUPS),
        Column("Geschlecht", "choice", "Geschlecht", role="quasi", example="weiblich", choices=terms.SEXES),
        Column("Stammbesuchende", "count", "Geschätzte Anzahl der Personen", role="count", unit="Personen, geschätzt", example="9"),
    ),
    key=("Einrichtung", "Altersgruppe", "Geschlecht"),
)
