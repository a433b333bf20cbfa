"""Verbandsarbeit.

Gezählt werden Mitgliedschaften: Wer in zwei Verbänden ist, zählt zweimal.
"""

from workbench.topics.verbandsarbeit import density, members, organisation

MITGLIEDER = """
    Verband   | Verbandsart | Raum | Altersgruppe  | Geschlecht | Mitglieder
    Chor      | Kultur      | 01   | 6–9           | weiblich   | 12
    Chor      | Kultur      | 02   | 10–13         | männlich   | 8
    Feuerwehr | Hilfe       | 01   | 10–13         | männlich   | 20
    Feuerwehr | Hilfe       | 01   | 27 und älter  | männlich   | 40
    """
EINWOHNER = """
    Raum | Altersgruppe | Geschlecht | Einwohner
    01   | 6–9          | weiblich   | 60
    01   | 10–13        | männlich   | 40
    02   | 10–13        | männlich   | 100
    """


def test_mitgliedschaften_nach_verband(spec):
    """Mitgliedschaften werden addiert, die Anteile beziehen sich auf alle Mitgliedschaften."""
    spec(MITGLIEDER, lambda m: members(m, by=["Verband"]), """
        Verband   | Mitgliedschaften | Anteil an den Mitgliedschaften in %
        Chor      | 20               | 25,0
        Feuerwehr | 60               | 75,0
        Insgesamt | 80               | 100,0
        """)


def test_mitgliedschaften_je_hundert_einwohner_desselben_alters(spec):
    """Gezählt werden Mitgliedschaften der Altersgruppen, für die es eine Bezugsgröße gibt; Erwachsene ab 27 bleiben außen vor."""
    spec((MITGLIEDER, EINWOHNER), lambda mitglieder, einwohner: density(mitglieder, einwohner, by="Altersgruppe"), """
        Altersgruppe | Mitgliedschaften | Einwohner | Mitgliedschaften je 100 Einwohner
        6–9          | 12               | 60        | 20,0
        10–13        | 28               | 140       | 20,0
        Insgesamt    | 40               | 200       | 20,0
        """)


def test_mitgliedschaften_je_hundert_einwohner_eines_raums(spec):
    """Je Raum gilt dasselbe Alter oben und unten: junge Menschen von 6 bis 26 Jahren."""
    spec((MITGLIEDER, EINWOHNER), lambda mitglieder, einwohner: density(mitglieder, einwohner, by="Raum"), """
        Raum      | Mitgliedschaften | Einwohner | Mitgliedschaften je 100 Einwohner
        01        | 32               | 100       | 32,0
        02        | 8                | 100       | 8,0
        Insgesamt | 40               | 200       | 20,0
        """)


def test_gruppen_und_juleica(spec):
    """Gruppen und Inhaberinnen und Inhaber einer Juleica je Verband, mit Summe."""
    spec("""
        Verband   | Verbandsart | Gruppen | Juleica
        Chor      | Kultur      | 2       | 1
        Feuerwehr | Hilfe       | 5       | 6
        """, organisation, """
        Verband   | Gruppen | Juleica
        Chor      | 2       | 1
        Feuerwehr | 5       | 6
        Insgesamt | 7       | 7
        """)
