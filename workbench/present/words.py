"""Words that a sentence bends, and the house rule for gender.

The rule: neutral words first (Jugendliche, Fachkräfte, Befragte); where none exists, the pair in sentences (»Besucherinnen
und Besucher«) and the short form in table heads (»Besucher/-innen«). A noun that a sentence counts stands here once.
"""

import re

from workbench.errors import ReleaseError, suggest

NOUNS = {
    "Angebot": "Angebote",
    "Anteil": "Anteile",
    "befragte Person": "Befragte",
    "Besuch": "Besuche",
    "Besucherin oder Besucher": "Besucherinnen und Besucher",
    "Code": "Codes",
    "Einrichtung": "Einrichtungen",
    "Einwohnerin oder Einwohner": "Einwohnerinnen und Einwohner",
    "Fachkraft": "Fachkräfte",
    "Fall": "Fälle",
    "Fundstelle": "Fundstellen",
    "Gebiet": "Gebiete",
    "Gemeinde": "Gemeinden",
    "Gespräch": "Gespräche",
    "Gruppe": "Gruppen",
    "Indikator": "Indikatoren",
    "Interview": "Interviews",
    "Jahr": "Jahre",
    "Juleica": "Juleicas",
    "jugendliche Person": "Jugendliche",
    "junger Mensch": "junge Menschen",
    "Kategorie": "Kategorien",
    "Kind": "Kinder",
    "Mitglied": "Mitglieder",
    "Mitgliedschaft": "Mitgliedschaften",
    "Nennung": "Nennungen",
    "Öffnungsstunde": "Öffnungsstunden",
    "Öffnungstag": "Öffnungstage",
    "Ort": "Orte",
    "Person": "Personen",
    "Platz": "Plätze",
    "Prozentpunkt": "Prozentpunkte",
    "Raum": "Räume",
    "Rolle": "Rollen",
    "Samtgemeinde": "Samtgemeinden",
    "Sozialraum": "Sozialräume",
    "Stammbesucherin oder Stammbesucher": "Stammbesucherinnen und Stammbesucher",
    "Stunde": "Stunden",
    "Tag": "Tage",
    "Textstelle": "Textstellen",
    "Thema": "Themen",
    "Träger": "Träger",
    "Verband": "Verbände",
    "Wert": "Werte",
    "Woche": "Wochen",
    "Zeile": "Zeilen",
    "Zitat": "Zitate",
}

_PAIR = re.compile(r"\b(\w+)innen und \1\b")


def plural(noun: str) -> str:
    """Plural of a noun of the lexicon.

    Raises
    ------
    ReleaseError
        If the lexicon lacks it.

    """
    if noun not in NOUNS:
        raise ReleaseError(f"Satz: »{noun}« steht nicht im Wörterverzeichnis (workbench/present/words.py).{suggest(noun, NOUNS)}")
    return NOUNS[noun]


def counted(noun: str, *, one: bool) -> str:
    """Noun in the right grammatical number.

    Examples
    --------
    >>> counted("Besuch", one=False)
    'Besuche'

    """
    many = plural(noun)
    return noun if one else many


def in_head(label: str) -> str:
    """Label as a table head prints it.

    Examples
    --------
    >>> in_head("Besucherinnen und Besucher je Tag")
    'Besucher/-innen je Tag'

    """
    return _PAIR.sub(r"\1/-innen", label)
