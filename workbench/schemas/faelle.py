"""Interviewed persons."""

from functools import partial

from workbench.read import interviews
from workbench.schemas._column import AREA_DIGITS, Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

TABLE = Table(
    name="faelle",
    title="Befragte der Interviews",
    description="Befragte Personen unter ihrem Pseudonym. Eine Zeile je Person. Aus interviews.qdpx: Fälle mit den Variablen Rolle, Raum, Rollengruppe, Nennung und Einwilligung.",
    columns=(
        Column("Fall", "text", "Pseudonym der befragten Person", role="key", example="DOR-01"),
        Column("Rolle", "text", "Rolle, in der die Person spricht", role="quasi", example="Jugendliche"),
        Column("Raum", "key", "Schlüssel des Raums, für den sie spricht", role="quasi", example="01", refers="raeume", through="zuordnung", digits=AREA_DIGITS),
        Column("Rollengruppe", "text", "weiter gefasste Rolle, unter der zitiert wird, wenn zu wenige die Rolle haben", role="quasi", example="Fachkräfte", empty=True, optional=True),
        Column("Nennung", "yesno", "ob die Person eingewilligt hat, unter ihrer Rolle genannt zu werden, auch wenn nur sie diese hat", example="nein", empty=True, optional=True),
        Column("Einwilligung", "yesno", "ob sie in die Wiedergabe eingewilligt hat; leer gilt als nein", example="ja", empty=True),
    ),
    key=("Fall",),
    foreign=Foreign(interviews.FILE, partial(interviews.read, table="faelle")),
)
