"""Tally lists of open youth work: visits per day, age group and sex."""

from workbench.schemas import terms
from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="besuche",
    title="Besuche der offenen Kinder- und Jugendarbeit (Strichlisten)",
    description=(
        "Strichlisten der Einrichtungen über ein Jahr. Gezählt werden Besuche, nicht Personen. Zeilen mit null Besuchen sind nur nötig, "
        "wo an einem Öffnungstag niemand kam: Ein Öffnungstag ist jeder Tag, zu dem die Einrichtung eine Zeile hat."
    ),
    columns=(
        Column("Einrichtung", "key", "Schlüssel der Einrichtung", role="key", example="E01", refers="einrichtungen"),
        Column("Datum", "date", "Tag des Besuchs", role="key", example="08.01.2024"),
        Column("Altersgruppe", "choice", "Altersgruppe der Besucherinnen und Besucher", role="quasi", example="10–13", choices=terms.AGE_GROUPS),
        Column("Geschlecht", "choice", "Geschlecht der Besucherinnen und Besucher", role="quasi", example="weiblich", choices=terms.SEXES),
        Column("Besuche", "count", "Anzahl der Besuche", role="count", unit="Besuche", example="7"),
    ),
    key=("Einrichtung", "Datum", "Altersgruppe", "Geschlecht"),
)
