"""Coded passages of the interviews."""

from functools import partial

from workbench.read import interviews
from workbench.schemas._checks import Rule
from workbench.schemas._column import Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

TABLE = Table(
    name="segmente",
    title="Codierte Textstellen der Interviews",
    description="Codierte Textstellen. Eine Zeile je Textstelle, Code und codierender Person. Frei zum Zitieren ist, was in interviews.qdpx auch den Code »Zitat frei« trägt.",
    columns=(
        Column("Fall", "text", "Pseudonym der befragten Person", role="quasi", example="DOR-01", refers="faelle"),
        Column("Code", "text", "voller Pfad des Codes", example="Treffpunkte > Draußen", refers="codes"),
        Column("Anfang", "count", "erstes Zeichen im Transkript, ab 0 gezählt", unit="Zeichen", example="120"),
        Column("Ende", "count", "Zeichen hinter dem letzten", unit="Zeichen", example="168"),
        Column("Text", "verbatim", "Wortlaut", role="text", example="Meistens sitzen wir auf dem Platz hinter der Halle."),
        Column("Person", "text", "von wem codiert", role="quasi", example="Erstkodierung", empty=True, optional=True),
        Column("Freigabe", "yesno", "ob die Stelle wörtlich zitiert werden darf; leer gilt als nein", example="ja", empty=True),
    ),
    rules=(Rule(("Ende", "Anfang"), lambda f: f["Ende"] > f["Anfang"], "erwartet mehr als der Anfang (»{Anfang}«)."),),
    foreign=Foreign(interviews.FILE, partial(interviews.read, table="segmente"), said=interviews.reading),
)
