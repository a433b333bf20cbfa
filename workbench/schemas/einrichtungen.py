"""Facilities of child and youth work."""

from workbench.schemas import terms
from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="einrichtungen",
    title="Einrichtungen der Kinder- und Jugendarbeit",
    description="Verzeichnis der Einrichtungen. Eine Zeile je Einrichtung.",
    columns=(
        Column("Einrichtung", "key", "Schlüssel der Einrichtung, frei gewählt", role="key", example="E01"),
        Column("Name", "text", "Name der Einrichtung", example="Jugendhaus Scheune"),
        Column("Raum", "key", "Schlüssel des Raums, in dem sie liegt", example="01", refers="raeume"),
        Column("Träger", "text", "Name des Trägers", example="Stadt"),
        Column("Trägerart", "choice", "Art des Trägers nach § 99 Abs. 8 SGB VIII", example="öffentlich", choices=terms.PROVIDER_TYPES),
        Column("Angebotsart", "choice", "Art des Angebots nach § 99 Abs. 8 SGB VIII", example="offen", choices=terms.OFFER_TYPES),
        Column("Plätze", "count", "Plätze, soweit bekannt", unit="Plätze", example="40", empty=True, optional=True),
    ),
    key=("Einrichtung",),
)
