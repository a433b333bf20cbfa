"""Codebook of the interviews."""

from functools import partial

from workbench.read import interviews
from workbench.schemas._column import Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

TABLE = Table(
    name="codes",
    title="Codesystem der Interviews",
    description="Kategorien, nach denen die Interviews codiert sind. Eine Zeile je Code. Die Tabelle kommt aus interviews.qdpx (REFI-QDA) oder aus einer eigenen Datei.",
    columns=(
        Column("Code", "text", "voller Pfad des Codes, Ebenen getrennt durch » > «", role="key", example="Treffpunkte > Draußen"),
        Column("Ebene", "count", "Ebene im Codesystem, 1 = Hauptkategorie", example="2", low=1),
        Column("Definition", "text", "was unter den Code fällt", role="text", example="Aussagen über Plätze und Parks", empty=True, optional=True),
        Column("Ankerbeispiel", "text", "typische Textstelle; bleibt im Haus", role="text", example="Wir sitzen meistens auf dem Platz.", empty=True, optional=True),
    ),
    key=("Code",),
    foreign=Foreign(interviews.FILE, partial(interviews.read, table="codes")),
)
