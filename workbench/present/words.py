"""Words that a sentence bends, and the house rule for gender.

The rule: neutral words first (Jugendliche, Fachkräfte, Befragte); where none exists, the pair in sentences (»Besucherinnen
und Besucher«) and the short form in table heads (»Besucher/-innen«). A noun that a sentence counts stands here once.
"""

import re
from collections.abc import Sequence

from workbench.errors import ReleaseError, suggest
from workbench.present.number import with_unit

NOUNS = {
    "Absatz": "Absätze",
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
    "jugendliche Person": "Jugendliche",
    "Juleica": "Juleicas",
    "junger Mensch": "junge Menschen",
    "Kategorie": "Kategorien",
    "Kind": "Kinder",
    "Klasse": "Klassen",
    "Linie": "Linien",
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
    "Spalte": "Spalten",
    "Stammbesucherin oder Stammbesucher": "Stammbesucherinnen und Stammbesucher",
    "Stunde": "Stunden",
    "Tag": "Tage",
    "Teil": "Teile",
    "Text": "Texte",
    "Textstelle": "Textstellen",
    "Thema": "Themen",
    "Träger": "Träger",
    "Verband": "Verbände",
    "Wert": "Werte",
    "Woche": "Wochen",
    "Zeile": "Zeilen",
    "Zitat": "Zitate",
    "Zusammenfassung": "Zusammenfassungen",
}

_SINGULAR = {many: one for one, many in NOUNS.items()}
_PAIR = re.compile(r"\b(\w+)innen und \1\b")
_SINGLE = re.compile(r"\b((?:Einwohner|Besucher)n?)\b(?!/)")


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
    >>> in_head("Anteil an den Einwohnern in %")
    'Anteil an den Einwohnern/-innen in %'
    """
    return _SINGLE.sub(r"\1/-innen", _PAIR.sub(r"\1/-innen", label))


def amount(text: str, unit: str, *, dative: bool = False) -> str:
    """Printed number with its unit; a unit that begins with a noun of the lexicon is bent.

    Examples
    --------
    >>> amount("1", "Besuche je Tag").replace("\u00a0", " ")
    '1 Besuch je Tag'
    >>> amount("7", "Besuche", dative=True).replace("\u00a0", " ")
    '7 Besuchen'
    """
    noun, *rest = unit.split(" ")
    if noun in _SINGULAR:
        noun = _SINGULAR[noun] if text == "1" else noun + "n" * (dative and noun[-1] not in "ns")
    return with_unit(text, " ".join([noun, *rest]))


def listing(names: Sequence[str], *, none: str = "", joint: str = "und") -> str:
    """Names as a sentence lists them.

    Parameters
    ----------
    names
        In the order in which they are read.
    none
        Said where there are none; empty, a sentence then says its ``otherwise``.
    joint
        Word before the last: »oder« where each stands for itself.

    Returns
    -------
    str
        With that word before the last.

    Examples
    --------
    >>> listing(["Nord", "Süd", "West"]), listing(["Nord"]), listing([], none="keinem Gebiet")
    ('Nord, Süd und West', 'Nord', 'keinem Gebiet')
    """
    *first, last = names or [none]
    return f"{', '.join(first)} {joint} {last}" if first else last
