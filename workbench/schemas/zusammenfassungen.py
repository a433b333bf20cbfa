"""Summaries of each case under a main category: the theme matrix."""

from functools import partial

from workbench.read import interviews
from workbench.schemas._column import Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

TABLE = Table(
    name="zusammenfassungen",
    title="Zusammenfassungen der Interviews",
    description="Was eine befragte Person zu einer Hauptkategorie sagt, in Worten der Auswertung. Aus interviews.qdpx: Notizen am Transkript mit dem Namen »Zusammenfassung: Hauptkategorie«.",
    columns=(
        Column("Fall", "text", "Pseudonym der befragten Person", role="quasi", example="DOR-01", refers="faelle"),
        Column("Code", "text", "Hauptkategorie", example="Treffpunkte", refers="codes"),
        Column("Zusammenfassung", "text", "Zusammenfassung ohne Namen", role="text", example="Wünscht sich einen Raum zum Selbstaufschließen."),
        Column("Freigabe", "yesno", "ob sie in den Bericht darf; leer gilt als nein", example="ja", empty=True),
    ),
    key=("Fall", "Code"),
    foreign=Foreign(interviews.FILE, partial(interviews.read, table="zusammenfassungen")),
)
