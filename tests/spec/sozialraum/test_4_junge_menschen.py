"""Junge Menschen in den Gebieten

Gezählt wird am letzten Stichtag des Melderegisters, nach einzelnen Altersjahren.
"""

from workbench.topics import altersstruktur

RAEUME = """
    Raum | Name
    01   | Nord
    02   | Süd
    """
BEVOELKERUNG = """
    Stichtag   | Raum | Alter | Geschlecht | Einwohner
    31.12.2023 | 01   | 5     | weiblich   | 999
    31.12.2024 | 01   | 5     | weiblich   | 40
    31.12.2024 | 01   | 26    | männlich   | 60
    31.12.2024 | 01   | 27    | männlich   | 300
    31.12.2024 | 02   | 8     | weiblich   | 10
    31.12.2024 | 02   | 90    | weiblich   | 190
    """


def test_einwohner(spec):
    """Wer 26 ist, zählt zu den unter 27-Jährigen; ältere Stichtage zählen nicht."""
    spec(
        (BEVOELKERUNG, RAEUME),
        lambda bevoelkerung, raeume: altersstruktur.residents(bevoelkerung, raeume=raeume),
        """
        Gebiet    | Einwohner | unter 27 Jahren | Anteil in %
        Nord      | 400       | 100             | 25,0
        Süd       | 200       | 10              | 5,0
        Insgesamt | 600       | 110             | 18,3
        """,
    )


def test_altersgruppen(spec):
    """Die Altersgruppen entstehen aus einzelnen Jahren; der Anteil bezieht sich auf alle Einwohnerinnen und Einwohner des Gebiets. »Insgesamt« sind alle unter 27."""
    spec(
        (BEVOELKERUNG, RAEUME),
        lambda bevoelkerung, raeume: altersstruktur.age_groups(bevoelkerung, raeume=raeume),
        """
        Gebiet    | Altersgruppe | Einwohner | Anteil in %
        Nord      | unter 6      | 40        | 10,0
        Nord      | 6–9          | 0         | 0,0
        Nord      | 18–26        | 60        | 15,0
        Nord      | Insgesamt    | 100       | 25,0
        Süd       | unter 6      | 0         | 0,0
        Süd       | 6–9          | 10        | 5,0
        Süd       | 18–26        | 0         | 0,0
        Süd       | Insgesamt    | 10        | 5,0
        Insgesamt | unter 6      | 40        | 6,7
        Insgesamt | 6–9          | 10        | 1,7
        Insgesamt | 18–26        | 60        | 10,0
        Insgesamt | Insgesamt    | 110       | 18,3
        """,
    )


def test_zu_klein(spec):
    """Zu klein für einen Indikator ist ein Gebiet unter der Mindestbevölkerung (Regel des Projekts, sonst 300)."""
    spec(
        (BEVOELKERUNG, RAEUME),
        lambda bevoelkerung, raeume: altersstruktur.too_small(altersstruktur.residents(bevoelkerung, raeume=raeume), minimum=300),
        """
        Gebiet | Einwohner
        Süd    | 200
        """,
    )
