"""Anteile und ihr Bereich

Ein Anteil aus kleinen Zahlen ist unsicher. Der Bericht nennt deshalb zu jedem Anteil den Bereich, in dem er bei 95 von 100 Zählungen läge, wenn allein der Zufall wirkte (Wilson 1927).
"""

import pandas as pd

from workbench.methods.proportion import difference, rate, wilson
from workbench.topics import sozialraum

KATALOG = """
    Indikator | Name        | Einheit
    arm       | Kinderarmut | Prozent
    """
RAEUME = """
    Raum | Name
    01   | Nord
    02   | Süd
    03   | West
    """
INDIKATOREN = """
    Indikator | Raum | Jahr | Zähler | Nenner | Grund
    arm       | 01   | 2024 | 20     | 160    |
    arm       | 02   | 2024 | 60     | 240    |
    """


def test_anteil(spec):
    """Der Anteil ist Zähler durch Nenner in Prozent. Der Wert des ganzen Ortes (»Insgesamt«) ist die Summe der Zähler durch die Summe der Nenner, nicht der Mittelwert der Gebiete."""
    spec(
        (INDIKATOREN, KATALOG, RAEUME),
        lambda indikatoren, katalog, raeume: sozialraum.values(indikatoren, katalog=katalog, raeume=raeume),
        """
        Gebiet    | Jahr | Zähler | Nenner | Anteil in % | von (95 %) | bis (95 %)
        Nord      | 2024 | 20     | 160    | 12,5        | 8,2        | 18,5
        Süd       | 2024 | 60     | 240    | 25,0        | 19,9       | 30,8
        Insgesamt | 2024 | 80     | 400    | 20,0        | 16,4       | 24,2
        """,
    )


def test_rate_je_tausend(spec):
    """Bei der Einheit »je 1.000« wird mit 1.000 malgenommen statt mit 100. Gezählt sind dann Ereignisse, die eine Person auch mehrmals treffen können: Der Bereich folgt Garwood statt Wilson."""
    spec(
        (
            INDIKATOREN,
            """
            Indikator | Name                  | Einheit
            arm       | Hilfen zur Erziehung  | je 1.000
            """,
            RAEUME,
        ),
        lambda indikatoren, katalog, raeume: sozialraum.values(indikatoren, katalog=katalog, raeume=raeume),
        """
        Gebiet    | Zähler | Nenner | Wert  | Einheit  | von (95 %) | bis (95 %)
        Nord      | 20     | 160    | 125,0 | je 1.000 | 76,4       | 193,1
        Süd       | 60     | 240    | 250,0 | je 1.000 | 190,8      | 321,8
        Insgesamt | 80     | 400    | 200,0 | je 1.000 | 158,6      | 248,9
        """,
    )


def test_fehlender_wert(spec):
    """Ein Gebiet ohne Angabe zählt auch im Wert des Ortes nicht mit: weder im Zähler noch im Nenner."""
    spec(
        (
            """
            Indikator | Raum | Jahr | Zähler | Nenner | Grund
            arm       | 01   | 2024 | 20     | 160    |
            arm       | 02   | 2024 | 60     | 240    |
            arm       | 03   | 2024 | —      | 500    | unbekannt oder geheim
            """,
            KATALOG,
            RAEUME,
        ),
        lambda indikatoren, katalog, raeume: sozialraum.values(indikatoren, katalog=katalog, raeume=raeume),
        """
        Gebiet    | Zähler | Nenner | Anteil in %
        Nord      | 20     | 160    | 12,5
        Süd       | 60     | 240    | 25,0
        Insgesamt | 80     | 400    | 20,0
        """,
    )


def test_zu_kleines_gebiet(spec):
    """Ein Gebiet unter der Mindestbevölkerung bleibt ganz weg, auch aus dem Wert des Ortes: sonst ließe es sich als Differenz berechnen."""
    spec(
        (INDIKATOREN, KATALOG, RAEUME),
        lambda indikatoren, katalog, raeume: sozialraum.values(indikatoren, katalog=katalog, raeume=raeume, ohne=["01"]),
        """
        Gebiet    | Zähler | Nenner | Anteil in %
        Süd       | 60     | 240    | 25,0
        Insgesamt | 60     | 240    | 25,0
        """,
    )


def test_fehlende_angaben(spec):
    """Was fehlt, wird mit seinem Grund aufgezählt."""
    spec(
        (
            """
            Indikator | Raum | Jahr | Zähler | Nenner | Grund
            arm       | 01   | 2023 | —      | 160    | liegt noch nicht vor
            arm       | 02   | 2023 | —      | 240    | liegt noch nicht vor
            arm       | 01   | 2024 | 20     | 160    |
            arm       | 02   | 2024 | —      | 240    | unbekannt oder geheim
            """,
            KATALOG,
            RAEUME,
        ),
        lambda indikatoren, katalog, raeume: sozialraum.gaps(indikatoren, katalog=katalog, raeume=raeume),
        """
        Indikator   | Jahr | Warum                 | Gebiete
        Kinderarmut | 2023 | liegt noch nicht vor  | alle
        Kinderarmut | 2024 | unbekannt oder geheim | Süd
        """,
    )


def test_bereich_eines_anteils(spec):
    """Bereich eines Anteils nach Wilson, geprüft an Newcombe 1998: auch null Fälle haben eine Obergrenze."""
    spec(
        """
        Zähler | Nenner
        81     | 263
        0      | 20
        """,
        lambda f: pd.DataFrame(wilson(f["Zähler"], f["Nenner"])._asdict()).set_axis(["von", "bis"], axis=1),
        """
        von    | bis
        0,2553 | 0,3662
        0,0000 | 0,1611
        """,
    )


def test_bereich_einer_rate(spec):
    """Bereich einer Rate (Ereignisse je Bevölkerung) nach Garwood 1936."""
    spec(
        """
        Ereignisse
        0
        10
        """,
        lambda f: pd.DataFrame(rate(f["Ereignisse"], 1)._asdict()).set_axis(["von", "bis"], axis=1),
        """
        von  | bis
        0,00 | 3,69
        4,80 | 18,39
        """,
    )


def test_bereich_einer_differenz(spec):
    """Bereich der Differenz zweier Anteile nach Newcombe 1998 (Verfahren 10): Der Unterschied ist sicher, wenn der Bereich die Null nicht enthält."""
    spec(
        """
        Zähler | Nenner | Zähler vorher | Nenner vorher
        56     | 70     | 48            | 80
        5      | 56     | 0             | 29
        """,
        lambda f: pd.DataFrame(difference(*(f[c] for c in f))._asdict()).set_axis(["Differenz", "von", "bis"], axis=1),
        """
        Differenz | von     | bis
        0,2000    | 0,0524  | 0,3339
        0,0893    | -0,0381 | 0,1926
        """,
    )
