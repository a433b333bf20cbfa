"""Texts that people wrote themselves: cards of a World Café, open answers of a survey."""

from typing import TYPE_CHECKING

from workbench.schemas import terms
from workbench.schemas._checks import Rule
from workbench.schemas._column import AREA_DIGITS, Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd


def _all_or_none(frame: "pd.DataFrame") -> "pd.Series[bool]":
    """Whether a text bears a person, where any text of the same occasion does: else nobody knows how many persons there are."""
    known = frame["Person"].notna()
    return known | ~known.groupby(frame["Anlass"], dropna=False).transform("any") | frame["Anlass"].isna()


TABLE = Table(
    name="freitexte",
    title="Karten und offene Antworten",
    description="Was Menschen selbst geschrieben haben: Karten eines World Cafés oder einer Zukunftswerkstatt, Antworten auf offene Fragen. Eine Zeile je Karte oder Antwort.",
    columns=(
        Column("Anlass", "text", "Veranstaltung oder Befragung", example="World Café 2025"),
        Column("Thema", "text", "Thema des Tisches, oder Frage, auf die geantwortet ist", example="Treffpunkte"),
        Column("Text", "verbatim", "Wortlaut", role="text", example="Ein Dach am Bolzplatz!"),
        Column("Person", "text", "Nummer der Person bei diesem Anlass (etwa die des Fragebogens), nie ihr Name; leer, wo niemand weiß, wer schrieb", role="quasi", example="17", empty=True, optional=True),
        Column("Rolle", "text", "Rolle, in der die Person schreibt", role="quasi", example="Eltern", empty=True, optional=True),
        Column("Altersgruppe", "choice", "Altersgruppe der Person", role="quasi", example="14–17", choices=terms.AGE_GROUPS, empty=True, optional=True),
        Column("Raum", "key", "Schlüssel des Raums, um den es geht", role="quasi", example="01", refers="raeume", through="zuordnung", digits=AREA_DIGITS, empty=True, optional=True),
        Column("Tisch", "text", "Tisch oder Runde", example="Tisch 2", empty=True, optional=True),
        Column("Punkte", "count", "Punkte, die auf die Karte geklebt sind", unit="Punkte", example="4", empty=True, optional=True),
        Column("Freigabe", "yesno", "ob der Text wörtlich in den Bericht darf; leer gilt als nein", example="ja", empty=True),
    ),
    rules=(
        Rule(("Person", "Anlass"), _all_or_none, "erwartet eine Nummer, denn andere Texte von »{Anlass}« haben eine."),
        Rule(("Person",), lambda frame: ~frame["Person"].str.contains(r"\s", na=False), "erwartet eine Nummer ohne Leerzeichen, keinen Namen."),
    ),
)
