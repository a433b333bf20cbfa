"""Transcripts of the interviews."""

from functools import partial

from workbench.read import interviews
from workbench.schemas._column import Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._table import Table

TABLE = Table(
    name="transkripte",
    title="Transkripte der Interviews",
    description="Wortlaut der Interviews, ein Absatz je Redebeitrag. Eine Zeile je befragter Person. Die Transkripte bleiben im Haus.",
    columns=(
        Column("Fall", "text", "Pseudonym der befragten Person", role="key", example="DOR-01", refers="faelle"),
        Column("Text", "verbatim", "Wortlaut", role="text", example="I: Wo trifft man sich hier?"),
    ),
    key=("Fall",),
    foreign=Foreign(interviews.FILE, partial(interviews.read, table="transkripte")),
)
