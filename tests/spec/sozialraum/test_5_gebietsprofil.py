"""Gebietsprofil und Indikatorenblatt

Was »stärker belastet« heißt, sagt die Richtung im Indikatorkatalog. Benannt wird nur, was sicher verschieden ist.
"""

from workbench.topics import gebietsprofil, indikatorblatt

VERGLEICH = """
    Indikator | Name        | Einheit | Raum | Gebiet | Jahr | Wert | von (95 %) | bis (95 %) | Gesamtwert | Verhältnis (Gesamtwert = 100) | Einordnung
    arm       | Kinderarmut | %       | 01   | Nord   | 2024 | 20,0 | 16,0       | 24,0       | 10,0       | 200,0                         | über dem Gesamtwert
    arm       | Kinderarmut | %       | 02   | Süd    | 2024 | 5,0  | 3,0        | 7,0        | 10,0       | 50,0                          | unter dem Gesamtwert
    migration | Migration   | %       | 01   | Nord   | 2024 | 40,0 | 36,0       | 44,0       | 30,0       | 133,3                         | über dem Gesamtwert
    migration | Migration   | %       | 02   | Süd    | 2024 | 29,0 | 26,0       | 32,0       | 30,0       | 96,7                          | nicht sicher verschieden
    kita      | Kita        | %       | 01   | Nord   | 2024 | 80,0 | 76,0       | 84,0       | 90,0       | 88,9                          | unter dem Gesamtwert
    """
WANDEL = """
    Indikator | Raum | Verlauf
    arm       | 01   | gesunken
    arm       | 02   | nicht sicher verändert
    migration | 01   | kein Vergleich (Bruch der Zeitreihe)
    """
KATALOG = """
    Indikator | Name        | Richtung             | Dimension
    arm       | Kinderarmut | hoch ist belastet    | Soziale Lage
    migration | Migration   | ohne Richtung        | Familie
    kita      | Kita        | niedrig ist belastet | Bildung
    """
LAGEN = """
    Kapitel      | Indikator | Name        | Raum | Gebiet | Lage                     | Verlauf                              | im Profil
    Soziale Lage | arm       | Kinderarmut | 01   | Nord   | stärker belastet         | gesunken                             | ja
    Soziale Lage | migration | Migration   | 01   | Nord   | höher                    | kein Vergleich (Bruch der Zeitreihe) | ja
    Bildung      | kita      | Kita        | 01   | Nord   | nicht sicher verschieden | nicht sicher verändert               | ja
    """


def test_richtung(spec):
    """Bei »hoch ist belastet« ist ein sicher höherer Wert eine stärkere Belastung, bei »niedrig ist belastet« ein sicher niedrigerer. Ohne Richtung heißt es nur »höher« oder »niedriger«. Was kein eigenes Kapitel hat, zählt zur sozialen Lage; ein Indikator ohne Wert behält seine Zeile."""
    spec(
        (VERGLEICH, WANDEL, KATALOG),
        lambda vergleich, wandel, katalog: gebietsprofil.readings(vergleich, wandel, katalog=katalog, jahr=2024),
        """
        Kapitel      | Name        | Gebiet | Wert | Gesamtwert | Lage                     | Verlauf
        Soziale Lage | Kinderarmut | Nord   | 20,0 | 10,0       | stärker belastet         | gesunken
        Soziale Lage | Migration   | Nord   | 40,0 | 30,0       | höher                    | kein Vergleich (Bruch der Zeitreihe)
        Bildung      | Kita        | Nord   | 80,0 | 90,0       | stärker belastet         | keine Angabe
        Soziale Lage | Kinderarmut | Süd    | 5,0  | 10,0       | weniger belastet         | nicht sicher verändert
        Soziale Lage | Migration   | Süd    | 29,0 | 30,0       | nicht sicher verschieden | keine Angabe
        Bildung      | Kita        | Süd    | —    | —          | keine Angabe             | keine Angabe
        """,
    )


def test_befund(spec):
    """Der Befund sagt, wie ein Gebiet zum ganzen Ort steht, die Entwicklung, was sich im Gebiet selbst verändert hat. Beides ist nicht dasselbe: Nord ist stärker belastet, obwohl der Wert gesunken ist."""
    spec(
        LAGEN,
        gebietsprofil.chapters,
        """
        Gebiet | Kapitel      | Befund                                                  | Entwicklung               | Indikatoren | Auffällige
        Nord   | Soziale Lage | stärker belastet bei »Kinderarmut«; höher bei »Migration« | gesunken bei »Kinderarmut« | 2           | 2
        Nord   | Bildung      | kein sicherer Unterschied                               | keine sichere Veränderung | 1           | 0
        Nord   | Insgesamt    | stärker belastet bei »Kinderarmut«; höher bei »Migration« | gesunken bei »Kinderarmut« | 3           | 2
        """,
    )


def test_blatt(spec):
    """Das Blatt eines Indikators entsteht aus dem Katalog. Fehlt eine Formel, folgt sie aus der Einheit."""
    spec(
        """
        Indikator | Name                 | Definition              | Zähler | Nenner       | Einheit  | Richtung      | Dimension   | Quelle    | Brüche
        hze       | Hilfen zur Erziehung | Hilfen je 1.000 Personen | Hilfen | unter 21-Jährige | je 1.000 | ohne Richtung | Jugendhilfe | Jugendamt | 2011, 2022
        """,
        indikatorblatt.entries,
        """
        Merkmal          | Angabe
        Definition       | Hilfen je 1.000 Personen
        Formel           | Zähler / Nenner × 1.000
        Zähler           | Hilfen
        Nenner           | unter 21-Jährige
        Einheit          | je 1.000
        Richtung         | ohne Richtung
        Dimension        | Jugendhilfe
        Quelle           | Jugendamt
        Vergleichbarkeit | keine Angabe
        Brüche           | 2011, 2022
        """,
    )


def test_spannweite(spec):
    """Auf dem Blatt stehen der Gesamtwert und die Gebiete mit dem niedrigsten und dem höchsten ausgewiesenen Wert im jüngsten Jahr."""
    spec(
        """
        Indikator | Name        | Einheit | Jahr | Gebiet | Wert | Gesamtwert
        arm       | Kinderarmut | %       | 2023 | Nord   | 2,0  | 9,0
        arm       | Kinderarmut | %       | 2024 | Nord   | 20,0 | 10,0
        arm       | Kinderarmut | %       | 2024 | Süd    | 5,0  | 10,0
        arm       | Kinderarmut | %       | 2024 | West   | —    | 10,0
        """,
        indikatorblatt.span,
        """
        Name        | Stand | Gebiete | Gesamtwert | niedrigster Wert | niedrigster Wert: Gebiet | höchster Wert | höchster Wert: Gebiet
        Kinderarmut | 2024  | 2       | 10,0       | 5,0              | Süd                      | 20,0          | Nord
        """,
    )
