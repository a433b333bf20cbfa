"""Texts in a consultant's own words, for one place: a sentence beside a report, and chapters of the plan."""

from pathlib import Path

REPORT = """# Eigene Texte zum Bericht »Wer besucht die Kinder- und Jugendarbeit?«, Dorsten

## Welche Altersgruppen kommen?

In der Trägerkonferenz bestand Einigkeit: Die {Tabelle 1, 10–13, Besuche} Besuche der 10- bis 13-Jährigen tragen das Angebot am
Nachmittag. Für Jugendliche ab 14 Jahren fehlt etwas Eigenes am Abend.

## #wer-gehoert-zum-stamm – am Anfang

Was die Häuser unter »Stamm« verstehen, haben die Fachkräfte gemeinsam festgelegt.
"""
PREFACE = """# Vorwort

Der Plan beschreibt, was Kinder und Jugendliche in {Ort} vorfinden und was sie brauchen. Er beruht auf den Daten mit Stand
{Datenstand} und auf Gesprächen vor Ort.
"""
GOALS = """# Ziele und Maßnahmen

## Abendangebote für Jugendliche

Auf Jugendliche von 14 bis 17 Jahren entfallen {Bericht 20, Tabelle 1, 14–17, Besuche} Besuche im Jahr
({Bericht 20, Tabelle 1}). Der Ausschuss empfiehlt:

1. **Längere Öffnung am Freitag:** Zwei Häuser öffnen bis 22 Uhr.
2. **Eigene Räume:** Im Haushalt 2027 sind dafür {eigene Zahl 40.000} Euro vorgesehen.

## Beteiligung

Die Umsetzung begleitet ein Beirat aus Jugendlichen. Er tagt zweimal im Jahr öffentlich.
"""


def write(folder: Path) -> None:
    """Files below texte/."""
    texts = folder / "texte" / "dorsten"
    texts.mkdir(parents=True, exist_ok=True)
    for name, text in (("20_besucherstruktur", REPORT), ("vorwort", PREFACE), ("ziele", GOALS)):
        (texts / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
