"""Personen, Reichweite und Stammbesuchende.

Nur Einrichtungen mit pseudonymen Aufzeichnungen kennen Personen; Strichlisten zählen Besuche.
"""

from workbench.topics.reichweite import beside, catchment, houses, persons, reach, regulars

BESUCHE = """
    Einrichtung | Datum      | Person | Altersgruppe | Geschlecht | Wohnraum
    Scheune     | 08.01.2024 | p1     | 6–9          | weiblich   | 01
    Scheune     | 09.01.2024 | p1     | 6–9          | weiblich   | 01
    Treff       | 10.01.2024 | p1     | 10–13        | weiblich   | 01
    Treff       | 10.01.2024 | p2     | 10–13        | männlich   | 02
    Treff       | 11.01.2024 | p3     | 10–13        | männlich   | außerhalb
    """
EINWOHNER = """
    Raum | Altersgruppe | Geschlecht | Einwohner
    01   | 6–9          | weiblich   | 100
    01   | 10–13        | weiblich   | 50
    02   | 10–13        | männlich   | 50
    """


def test_jede_person_zaehlt_einmal(spec):
    """Eine Person zählt einmal, so wie sie bei ihrem letzten Besuch bekannt ist."""
    spec(BESUCHE, persons, """
        Person | Altersgruppe | Geschlecht | Wohnraum  | Einrichtungen
        p1     | 10–13        | weiblich   | 01        | 2
        p2     | 10–13        | männlich   | 02        | 1
        p3     | 10–13        | männlich   | außerhalb | 1
        """)


def test_wer_mehrere_einrichtungen_besucht(spec):
    """Wer zwei Einrichtungen besucht, zählt im Ort einmal."""
    spec(BESUCHE, houses, """
        Besuchte Einrichtungen | Personen | Anteil an den Personen in %
        eine                   | 2        | 66,7
        mehrere                | 1        | 33,3
        Insgesamt              | 3        | 100,0
        """)


def test_reichweite_mit_unsicherheitsbereich(spec):
    """Reichweite ist der Anteil der Einwohnerinnen und Einwohner, die mindestens einmal da waren; wer außerhalb wohnt, zählt nicht mit. Unsicherheitsbereich nach Wilson, 95 %."""
    spec((BESUCHE, EINWOHNER), reach, """
        Altersgruppe | Personen | Einwohner | Reichweite in % | untere Grenze in % | obere Grenze in %
        6–9          | 0        | 100       | 0,0             | 0,0                | 3,7
        10–13        | 2        | 100       | 2,0             | 0,6                | 7,0
        Insgesamt    | 2        | 200       | 1,0             | 0,3                | 3,6
        """)


def test_einzugsgebiet(spec):
    """Gezählt werden Personen nach Wohnort, auch solche von außerhalb; ein Raum, aus dem niemand kommt, steht mit 0 da."""
    spec((BESUCHE, """
        Raum | Name
        01   | Nord
        02   | Süd
        03   | West
        """), catchment, """
        Wohnort   | Personen | Anteil an den Personen in %
        Nord      | 1        | 33,3
        Süd       | 1        | 33,3
        West      | 0        | 0,0
        außerhalb | 1        | 33,3
        Insgesamt | 3        | 100,0
        """)


def test_die_stammregel_gilt_fuer_jeden_zeitraum_ihrer_laenge(spec):
    """Zum Stamm gehört, wer in irgendeinem Zeitraum von so vielen Wochen so oft da war; hier zweimal in einer Woche: Sieben Tage später beginnt eine neue Woche."""
    spec("""
        Einrichtung | Datum      | Person | Altersgruppe | Geschlecht | Wohnraum
        Scheune     | 04.01.2024 | p1     | 6–9          | weiblich   | 01
        Scheune     | 10.01.2024 | p1     | 6–9          | weiblich   | 01
        Scheune     | 04.01.2024 | p2     | 6–9          | weiblich   | 01
        Scheune     | 11.01.2024 | p2     | 6–9          | weiblich   | 01
        """, lambda b: regulars(b, stamm_besuche=2, stamm_wochen=1), """
        Altersgruppe | Personen | Stammbesuchende | Anteil der Stammbesuchenden in %
        6–9          | 2        | 1               | 50,0
        Insgesamt    | 2        | 1               | 50,0
        """)


def test_der_stamm_des_ortes_ist_keine_summe(spec):
    """Je Einrichtung zählen nur deren Besuche, im Ort alle: p1 gehört mit drei Besuchen zum Stamm des Ortes, aber zu keinem der beiden Häuser."""
    spec(BESUCHE, lambda b: regulars(b, stamm_besuche=3, stamm_wochen=12, by="Einrichtung"), """
        Einrichtung | Personen | Stammbesuchende
        Scheune     | 1        | 0
        Treff       | 3        | 0
        Insgesamt   | 3        | 1
        """)


def test_schaetzung_und_zaehlung_stehen_nebeneinander(spec):
    """Geschätzte und gezählte Stammbesuchende werden nie addiert, auch nicht über Einrichtungen: Dieselbe Person kann in mehreren Schätzungen stecken."""
    spec((BESUCHE, """
        Einrichtung | Altersgruppe | Geschlecht | Stammbesuchende
        Scheune     | 6–9          | weiblich   | 6
        Scheune     | 10–13        | weiblich   | 5
        Halle       | 10–13        | weiblich   | 8
        """), lambda besuche, schaetzung: beside(regulars(besuche, stamm_besuche=2, stamm_wochen=12, by="Einrichtung"), schaetzung), """
        Einrichtung | Stammbesuchende geschätzt | Stammbesuchende gezählt
        Halle       | 8                         | —
        Scheune     | 11                        | 1
        Treff       | —                         | 0
        """)
