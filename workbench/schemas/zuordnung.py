"""Smaller or former areas with the area of the project that each belongs to: the project's own grouping."""

from typing import TYPE_CHECKING

from workbench.schemas._checks import Rule, at_most
from workbench.schemas._column import AREA_DIGITS, Column
from workbench.schemas._gather import EVER, bounds
from workbench.schemas._table import Table
from workbench.schemas.terms import ELSEWHERE

if TYPE_CHECKING:
    import pandas as pd


def _whole(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """In the first year of a row the shares of its area sum to 100."""
    import pandas as pd

    share, first, last = bounds(frame)
    sums = [
        share[(frame["Schlüssel"] == key) & (first <= year) & (last >= year)].sum()
        for key, year in zip(frame["Schlüssel"], first, strict=True)
    ]
    return pd.Series(sums, index=frame.index).sub(100).abs().lt(0.05)


TABLE = Table(
    name="zuordnung",
    title="Zuordnung von Gebieten zu Räumen",
    description=(
        "Die eigene Gliederung des Projekts: welche Gemeinden, Ortsteile oder Blöcke zu welchem Raum gehören. Was nach diesen Gebieten vorliegt, "
        "wird beim Einlesen zu den Räumen summiert (Anzahlen, nie Anteile), zusammengefügt (Umrisse) oder ihnen zugeordnet (Verzeichnisse, Personen). Ein Gebiet, das eine Gebietsreform aufgelöst oder geteilt hat, steht mit Jahren "
        "und, wo es geteilt ist, mit Bevölkerungsanteilen da; was nach Anteilen verteilt ist, heißt im Bericht geschätzt."
    ),
    columns=(
        Column("Schlüssel", "key", "Schlüssel des kleineren oder früheren Gebiets", role="key", example="03457003", digits=AREA_DIGITS),
        Column("Raum", "key", f"Schlüssel des Raums, zu dem es gehört; »{ELSEWHERE}«: zu keinem (etwa eine Stadt mit eigenem Jugendamt)", example="034575402", refers="raeume", also=(ELSEWHERE,), complete=True),
        Column("Anteil", "percent", "Anteil der Bevölkerung, der in diesem Raum lebt; leer: das ganze Gebiet", unit="%", example="60", empty=True, optional=True),
        Column("Ab Jahr", "count", "erstes Jahr, in dem das gilt; leer: von jeher", example="2016", low=EVER[0], high=EVER[1], empty=True, optional=True),
        Column("Bis Jahr", "count", "letztes Jahr, in dem das gilt; leer: bis heute", example="2021", low=EVER[0], high=EVER[1], empty=True, optional=True),
    ),
    rules=(
        Rule(("Schlüssel", "Raum"), _whole, "steht in mehreren Räumen oder nur zum Teil in »{Raum}« – erwartet wird ein Raum; ist das Gebiet geteilt, ergeben seine Anteile in jedem Jahr zusammen 100."),
        at_most("Ab Jahr", "Bis Jahr"),
    ),
)
