"""Streets or blocks of a town with the area that each lies in, for its own register of residents."""

from typing import TYPE_CHECKING

from workbench.read.melderegister import street
from workbench.schemas._checks import Rule, at_most
from workbench.schemas._column import AREA_DIGITS, Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd

_LAST = 99_999  # no house has a higher number


def _once(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """No house number of a street was placed in a row above."""
    import pandas as pd

    first = frame["Hausnummer von"].fillna(0) if "Hausnummer von" in frame else pd.Series(0, index=frame.index)
    last = frame["Hausnummer bis"].fillna(_LAST) if "Hausnummer bis" in frame else pd.Series(_LAST, index=frame.index)
    side = frame["Seite"].fillna("") if "Seite" in frame else pd.Series("", index=frame.index)
    rows: dict[str, list[tuple[int, int, str]]] = {}
    free = []
    for name, a, b, s in zip(frame["Straße"].fillna("").map(street), first, last, side, strict=True):
        others = rows.setdefault(name, [])
        free.append(not any(a <= d and c <= b and (s == t or "" in (s, t)) for c, d, t in others))
        others.append((a, b, s))
    return pd.Series(free, index=frame.index)


TABLE = Table(
    name="strassen",
    title="Straßen und ihre Räume",
    description=(
        "Je Straße oder Block der Raum, in dem sie liegt; eine Straße, die durch mehrere Räume führt, hat je Abschnitt eine Zeile mit Hausnummern. "
        "Aus ihr und der Datei melderegister.csv der Stadt entsteht die Tabelle bevoelkerung."
    ),
    columns=(
        Column("Straße", "text", "Name der Straße oder Nummer des Blocks, wie im Melderegister", role="key", example="Bahnhofstraße"),
        Column("Hausnummer von", "count", "erste Hausnummer des Abschnitts; leer: von Anfang an", example="1", empty=True, optional=True),
        Column("Hausnummer bis", "count", "letzte Hausnummer des Abschnitts; leer: bis zum Ende", example="49", empty=True, optional=True),
        Column("Seite", "choice", "welche Hausnummern gemeint sind; leer: beide", example="ungerade", choices=("gerade", "ungerade"), empty=True, optional=True),
        Column("Raum", "key", "Schlüssel des Raums", example="01", refers="raeume", through="zuordnung", digits=AREA_DIGITS),
    ),
    rules=(
        Rule(("Straße",), _once, "Straße oder Hausnummern stehen schon in einer Zeile darüber; jede Adresse liegt in genau einem Raum."),
        at_most("Hausnummer von", "Hausnummer bis"),
    ),
)
