"""Catalogue of indicators: what is divided by what, and what a high value means."""

from workbench.schemas import terms
from workbench.schemas._column import Column
from workbench.schemas._table import Table

TABLE = Table(
    name="indikatorkatalog",
    title="Indikatorkatalog",
    description="Je Indikator eine Zeile: was gezählt wird, wodurch geteilt wird und wie der Wert zu lesen ist. Gilt meist für das ganze Projekt und liegt dann im Projektordner.",
    columns=(
        Column("Indikator", "key", "Kürzel des Indikators", role="key", example="kinderarmut"),
        Column("Name", "text", "Name, wie er im Bericht steht", example="Kinder in Familien mit Bürgergeld"),
        Column("Definition", "text", "Ein Satz, der sagt, was der Indikator misst", role="text", example="Anteil der unter 15-Jährigen in Bedarfsgemeinschaften nach SGB II"),
        Column("Zähler", "text", "Was gezählt wird", example="Kinder unter 15 Jahren in Bedarfsgemeinschaften"),
        Column("Nenner", "text", "Wodurch geteilt wird", example="Kinder unter 15 Jahren"),
        Column("Einheit", "text", "Einheit des Werts; bei »%« darf der Zähler nicht größer sein als der Nenner", example="%"),
        Column("Richtung", "choice", "Was ein hoher Wert bedeutet", example="hoch ist belastet", choices=terms.DIRECTIONS),
        Column("Dimension", "text", "Kapitel des Berichts", example="Soziale Lage"),
        Column("Quelle", "text", "Woher die Zahlen kommen", example="Statistik der Bundesagentur für Arbeit"),
    ),
    key=("Indikator",),
)
