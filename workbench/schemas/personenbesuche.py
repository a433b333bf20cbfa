"""Pseudonymous visits of single persons, as some houses keep them."""

from workbench.schemas import terms
from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="personenbesuche",
    title="Besuche einzelner Personen (pseudonym)",
    description="Manche Einrichtungen führen pseudonyme Besuchslisten. Nur aus ihnen lassen sich Personen, Reichweite und Einzugsgebiet berechnen. Namen haben hier nichts zu suchen.",
    columns=(
        Column("Einrichtung", "key", "Schlüssel der Einrichtung", role="key", example="E01", refers="einrichtungen"),
        Column("Datum", "date", "Tag des Besuchs", role="key", example="08.01.2024"),
        Column("Person", "key", "Pseudonym der Person, in der Einrichtung gleichbleibend", role="key", example="P0017"),
        Column("Altersgruppe", "choice", "Altersgruppe der Person", role="quasi", example="10–13", choices=terms.AGE_GROUPS),
        Column("Geschlecht", "choice", "Geschlecht der Person", role="quasi", example="weiblich", choices=terms.SEXES),
        Column("Wohnraum", "key", "Raum, in dem die Person wohnt, oder »außerhalb«", role="quasi", example="01", refers="raeume", through="zuordnung", also=(terms.ELSEWHERE,)),
    ),
    key=("Einrichtung", "Datum", "Person"),
)
