"""Areas of a place: Sozialräume of a town, planning units of a Landkreis."""

from workbench.schemas._column import AREA_DIGITS, Column
from workbench.schemas._table import Table

TABLE = Table(
    name="raeume",
    title="Räume",
    description="Die Räume, für die geplant wird: Sozialräume einer Stadt, Planungseinheiten eines Landkreises. Eine Zeile je Raum.",
    columns=(
        Column("Raum", "key", "Schlüssel des Raums, bei Gemeinden der amtliche Gemeindeschlüssel, bei Samtgemeinden der Verbandsschlüssel", role="key", example="01", digits=AREA_DIGITS),
        Column("Name", "text", "Name des Raums, wie er im Bericht steht", example="Altstadt"),
    ),
    key=("Raum",),
)
