"""Besuche und Bevölkerung."""

from workbench.topics.besucherstruktur import representation, residents

EINWOHNER = """
    Altersgruppe | Geschlecht | Einwohner
    6–9          | weiblich   | 30
    6–9          | männlich   | 30
    10–13        | weiblich   | 20
    10–13        | männlich   | 20
    """


def test_altersgruppen_entstehen_aus_einzelnen_jahren(spec):
    """Die Altersgruppen der Praxis lassen sich nur aus einzelnen Altersjahren bilden; wer jünger als 6 oder älter als 26 ist, bleibt außen vor."""
    spec("""
        Stichtag   | Raum | Alter | Geschlecht | Einwohner
        31.12.2024 | 01   | 5     | weiblich   | 90
        31.12.2024 | 01   | 6     | weiblich   | 11
        31.12.2024 | 01   | 9     | weiblich   | 12
        31.12.2024 | 01   | 10    | weiblich   | 13
        31.12.2024 | 01   | 26    | weiblich   | 14
        31.12.2024 | 01   | 27    | weiblich   | 90
        """, lambda b: residents(b, jahr=2024), """
        Raum | Altersgruppe | Geschlecht | Einwohner
        01   | 6–9          | weiblich   | 23
        01   | 10–13        | weiblich   | 13
        01   | 18–26        | weiblich   | 14
        """)


def test_der_letzte_stichtag_bis_zum_jahresende_gilt(spec):
    """Bezugsgröße sind die Einwohnerinnen und Einwohner am letzten Stichtag, der nicht nach dem Berichtsjahr liegt."""
    spec("""
        Stichtag   | Raum | Alter | Geschlecht | Einwohner
        31.12.2023 | 01   | 6     | weiblich   | 11
        31.12.2024 | 01   | 6     | weiblich   | 12
        31.12.2025 | 01   | 6     | weiblich   | 13
        """, lambda b: residents(b, jahr=2024), """
        Stichtag   | Raum | Altersgruppe | Geschlecht | Einwohner
        31.12.2024 | 01   | 6–9          | weiblich   | 12
        """)


def test_repraesentation_ist_der_quotient_der_anteile(spec):
    """Anteil an den Besuchen geteilt durch Anteil an der Bevölkerung: 1 heißt so oft vertreten wie in der Bevölkerung, 0,5 halb so oft."""
    spec(("""
        Altersgruppe | Geschlecht | Besuche
        6–9          | weiblich   | 10
        6–9          | männlich   | 20
        10–13        | männlich   | 70
        """, EINWOHNER), lambda besuche, einwohner: representation(besuche, einwohner, by=["Altersgruppe"]), """
        Altersgruppe | Besuche | Einwohner | Anteil an den Besuchen in % | Anteil an der Bevölkerung in % | Repräsentation
        6–9          | 30      | 60        | 30,0                        | 60,0                          | 0,50
        10–13        | 70      | 40        | 70,0                        | 40,0                          | 1,75
        Insgesamt    | 100     | 100       | 100,0                       | 100,0                         | 1,00
        """)


def test_eine_gruppe_ohne_besuche_ist_mit_null_vertreten(spec):
    """Nach Alter und Geschlecht zugleich steht jede Gruppe der Bevölkerung da, auch die, die nicht kommt."""
    spec(("""
        Altersgruppe | Geschlecht | Besuche
        6–9          | weiblich   | 10
        6–9          | männlich   | 20
        10–13        | männlich   | 70
        """, EINWOHNER), lambda besuche, einwohner: representation(besuche, einwohner, by=["Altersgruppe", "Geschlecht"]), """
        Altersgruppe | Geschlecht | Besuche | Anteil an den Besuchen in % | Repräsentation
        6–9          | weiblich   | 10      | 10,0                        | 0,33
        6–9          | männlich   | 20      | 20,0                        | 0,67
        6–9          | Insgesamt  | 30      | 30,0                        | 0,50
        10–13        | weiblich   | 0       | 0,0                         | 0,00
        10–13        | männlich   | 70      | 70,0                        | 3,50
        10–13        | Insgesamt  | 70      | 70,0                        | 1,75
        Insgesamt    | weiblich   | 10      | 10,0                        | 0,20
        Insgesamt    | männlich   | 90      | 90,0                        | 1,80
        Insgesamt    | Insgesamt  | 100     | 100,0                       | 1,00
        """)


def test_ohne_gegenstueck_in_der_bevoelkerung_kein_vergleich(spec):
    """Besuche ohne bekanntes Alter haben in der Bevölkerung kein Gegenstück und zählen im Vergleich nicht mit; ebenso »divers« und »ohne Angabe«, wenn nach Geschlecht verglichen wird."""
    spec(("""
        Altersgruppe | Geschlecht | Besuche
        6–9          | weiblich   | 30
        6–9          | divers     | 10
        unbekannt    | männlich   | 50
        10–13        | männlich   | 10
        """, EINWOHNER), lambda besuche, einwohner: representation(besuche, einwohner, by=["Geschlecht"]), """
        Geschlecht | Besuche | Einwohner | Anteil an den Besuchen in %
        weiblich   | 30      | 50        | 75,0
        männlich   | 10      | 50        | 25,0
        Insgesamt  | 40      | 100       | 100,0
        """)
