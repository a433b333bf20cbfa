"""Residents by single year of age, sex and area."""

from workbench.read import melderegister
from workbench.schemas import terms
from workbench.schemas._column import Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

TABLE = Table(
    name="bevoelkerung",
    title="Bevölkerung nach Alter, Geschlecht und Raum (Melderegister)",
    description="Einwohnerinnen und Einwohner mit Hauptwohnung nach einzelnen Altersjahren. Aus ihnen entsteht jede Altersgruppe, die ein Bericht braucht. Zeilen mit null Personen dürfen fehlen. Statt der Tabelle kann das Melderegister der Stadt nach Straßen oder Blöcken daliegen (melderegister.csv, dazu die Tabelle strassen); gelesen werden nur die Summen der Räume.",
    columns=(
        Column("Stichtag", "date", "Tag, für den die Zahlen gelten", role="key", example="31.12.2024"),
        Column("Raum", "key", "Schlüssel des Raums", role="key", example="01", refers="raeume", through="zuordnung"),
        Column("Alter", "count", "Alter in vollendeten Jahren; 99 steht für 99 und älter", role="quasi", unit="Jahre", example="12", high=99),
        Column("Geschlecht", "choice", "Geschlecht", role="quasi", example="weiblich", choices=terms.SEXES[:2]),
        Column("Einwohner", "count", "Anzahl der Personen", role="count", unit="Personen", example="48"),
    ),
    key=("Stichtag", "Raum", "Alter", "Geschlecht"),
    foreign=Foreign(melderegister.FILES[0], melderegister.read, said=melderegister.reading, also=melderegister.FILES[1:], beside=("strassen",), raw=True),
)
