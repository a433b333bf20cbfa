"""Vergleich mit dem ganzen Ort und Veränderung

Nur sichere Unterschiede und Veränderungen werden benannt.
"""

from workbench.topics import sozialraum

WERTE = """
    Indikator | Name        | Einheit | Raum      | Gebiet    | Jahr | Zähler | Nenner | Wert | von (95 %) | bis (95 %)
    arm       | Kinderarmut | %       | 01        | Nord      | 2020 | 20     | 200    | 10,0        | 6,6        | 14,9
    arm       | Kinderarmut | %       | 01        | Nord      | 2024 | 22     | 200    | 11,0        | 7,4        | 16,1
    arm       | Kinderarmut | %       | 02        | Süd       | 2020 | 60     | 300    | 20,0        | 15,9       | 24,9
    arm       | Kinderarmut | %       | 02        | Süd       | 2024 | 120    | 300    | 40,0        | 34,6       | 45,6
    arm       | Kinderarmut | %       | 03        | West      | 2020 | 75     | 250    | 30,0        | 24,7       | 35,9
    arm       | Kinderarmut | %       | 03        | West      | 2024 | 70     | 250    | 28,0        | 22,8       | 33,9
    arm       | Kinderarmut | %       | Insgesamt | Insgesamt | 2020 | 155    | 750    | 20,7        | 17,9       | 23,7
    arm       | Kinderarmut | %       | Insgesamt | Insgesamt | 2024 | 212    | 750    | 28,3        | 25,2       | 31,6
    """
KATALOG = """
    Indikator | Brüche
    arm       | —
    """
VERGLEICH = """
    Indikator | Name            | Raum | Gebiet | Jahr | Einordnung
    arm       | Kinderarmut     | 01   | Nord   | 2024 | unter dem Gesamtwert
    arm       | Kinderarmut     | 02   | Süd    | 2024 | über dem Gesamtwert
    alo       | Arbeitslosigkeit | 01  | Nord   | 2024 | unter dem Gesamtwert
    alo       | Arbeitslosigkeit | 02  | Süd    | 2024 | nicht sicher verschieden
    """


def test_einordnung(spec):
    """Ein Gebiet liegt sicher über oder unter dem Gesamtwert, wenn sein 95-%-Bereich ihn nicht enthält. Verglichen wird mit demselben Jahr."""
    spec(
        WERTE,
        lambda werte: sozialraum.comparison(werte[werte["Jahr"] == 2024]),
        """
        Gebiet | Wert        | Gesamtwert      | Abstand                   | Verhältnis (Gesamtwert = 100) | Einordnung
        Nord   | 11,0        | 28,3            | -17,3                     | 39                            | unter dem Gesamtwert
        Süd    | 40,0        | 28,3            | 11,7                      | 141                           | über dem Gesamtwert
        West   | 28,0        | 28,3            | -0,3                      | 99                            | nicht sicher verschieden
        """,
    )


def test_zahl_der_gebiete_je_einordnung(spec):
    """Gezählt werden Gebiete je Indikator und Jahr."""
    spec(
        VERGLEICH,
        sozialraum.tally,
        """
        Name             | Jahr | Gebiete | über dem Gesamtwert | unter dem Gesamtwert | nicht sicher verschieden
        Kinderarmut      | 2024 | 2       | 1                   | 1                    | 0
        Arbeitslosigkeit | 2024 | 2       | 0                   | 1                    | 1
        """,
    )


def test_profil(spec):
    """Das Profil eines Gebiets nennt die Indikatoren, bei denen es sicher vom Gesamtwert abweicht."""
    spec(
        VERGLEICH,
        sozialraum.profiles,
        """
        Gebiet | über dem Gesamtwert | unter dem Gesamtwert          | nicht sicher verschieden
        Nord   | keine               | Kinderarmut, Arbeitslosigkeit | 0
        Süd    | Kinderarmut         | keine                         | 1
        """,
    )


def test_veraenderung(spec):
    """Die Veränderung ist die Differenz der Anteile in Prozentpunkten; benannt wird sie, wenn ihr 95-%-Bereich die Null nicht enthält."""
    spec(
        (WERTE, KATALOG),
        lambda werte, katalog: sozialraum.change(werte, ab=2020, bis=2024, katalog=katalog),
        """
        Gebiet    | Wert 2020 | Wert 2024 | Veränderung | von (95 %) | bis (95 %) | Verlauf
        Nord      | 10,0      | 11,0      | 1,0                           | -5,1       | 7,1        | nicht sicher verändert
        Süd       | 20,0      | 40,0      | 20,0                          | 12,7       | 27,0       | gestiegen
        West      | 30,0      | 28,0      | -2,0                          | -9,9       | 5,9        | nicht sicher verändert
        Insgesamt | 20,7      | 28,3      | 7,6                           | 3,3        | 11,9       | gestiegen
        """,
    )


def test_bruch_der_zeitreihe(spec):
    """Über einen Bruch hinweg (neue Datenbasis, neuer Gebietszuschnitt) wird keine Differenz gebildet. Die Brüche nennt der Indikatorkatalog je Indikator."""
    spec(
        (
            WERTE,
            """
            Indikator | Brüche
            arm       | 2022
            """,
        ),
        lambda werte, katalog: sozialraum.change(werte, ab=2020, bis=2024, katalog=katalog)[1:2],
        """
        Gebiet | Wert 2020 | Wert 2024 | Veränderung | Verlauf
        Süd    | 20,0      | 40,0      | —                             | kein Vergleich (Bruch der Zeitreihe)
        """,
    )
