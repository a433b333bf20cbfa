"""Facilities of child and youth work."""

from typing import TYPE_CHECKING

from workbench.read import geo
from workbench.schemas import terms
from workbench.schemas._checks import Look, Rule
from workbench.schemas._column import Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd

EAST, NORTH = "Ostwert", "Nordwert"
_UNIT = "Meter (EPSG:25832)"


def _in_germany(column: str, limits: tuple[int, int]) -> Rule:
    """Coordinates in metres that lie in Germany, where there are any."""
    said = f"erwartet Meter in EPSG:25832 (ETRS89/UTM 32N) zwischen {limits[0]:_} und {limits[1]:_}, keine Längen- und Breitengrade.".replace("_", ".")
    return Rule((column,), lambda frame: frame[column].between(*limits) | frame[column].isna(), said)


def elsewhere(frame: "pd.DataFrame", look: Look) -> str:
    """Facilities that stand outside the outline of their area, in German; "" where there is none or nothing to compare with."""
    outlines = look("geometrie")
    placed = frame.dropna(subset=[EAST, NORTH])
    if placed.empty or outlines.empty:
        return ""
    homes = [geo.holding(outlines, east, north) for east, north in zip(placed[EAST], placed[NORTH], strict=True)]
    wrong = [
        f"»{name}« ({f'liegt in Raum »{home}«' if home else 'in keinem Raum'}, angegeben »{area}«)"
        for name, area, home in zip(placed["Name"], placed["Raum"], homes, strict=True)
        if home != area
    ]
    return f"Ostwert und Nordwert passen nicht zum angegebenen Raum: {', '.join(wrong)}. Sind Ost und Nord richtig?" if wrong else ""


TABLE = Table(
    name="einrichtungen",
    title="Einrichtungen der Kinder- und Jugendarbeit",
    description="Verzeichnis der Einrichtungen. Eine Zeile je Einrichtung.",
    columns=(
        Column("Einrichtung", "key", "Schlüssel der Einrichtung, frei gewählt", role="key", example="E01"),
        Column("Name", "text", "Name der Einrichtung", example="Jugendhaus Scheune"),
        Column("Raum", "key", "Schlüssel des Raums, in dem sie liegt", example="01", refers="raeume", through="zuordnung"),
        Column("Träger", "text", "Name des Trägers", example="Stadt"),
        Column("Trägerart", "choice", "Art des Trägers nach § 99 Abs. 8 SGB VIII", example="öffentlich", choices=terms.PROVIDER_TYPES),
        Column("Angebotsart", "choice", "Art des Angebots nach § 99 Abs. 8 SGB VIII", example="offen", choices=terms.OFFER_TYPES),
        Column("Plätze", "count", "Plätze, soweit bekannt", unit="Plätze", example="40", empty=True, optional=True),
        Column(EAST, "number", "Lage für Karten: Abstand nach Osten; beide Angaben oder keine", unit=_UNIT, example="362450", empty=True, optional=True),
        Column(NORTH, "number", "Lage für Karten: Abstand nach Norden", unit=_UNIT, example="5725310", empty=True, optional=True),
    ),
    key=("Einrichtung",),
    rules=(
        _in_germany(EAST, geo.EAST),
        _in_germany(NORTH, geo.NORTH),
        Rule((EAST, NORTH), lambda frame: frame[EAST].isna() == frame[NORTH].isna(), "Ostwert und Nordwert gehören zusammen: bitte beide angeben oder keinen (Nordwert: »{Nordwert}«)."),
    ),
    hint=elsewhere,
)
