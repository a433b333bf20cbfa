"""Öffnungszeiten und ihre Nutzung."""

from workbench.topics.besucherstruktur import in_year, per_opening_day
from workbench.topics.oeffnungszeiten import beside, per_hour, per_week, profile, use

ZEITEN = """
    Einrichtung | Wochentag | Von   | Bis
    Scheune     | Montag    | 09:00 | 11:00
    Scheune     | Montag    | 15:00 | 18:30
    Scheune     | Freitag   | 18:00 | 00:00
    Treff       | Montag    | 15:00 | 17:00
    """
STUNDEN = """
    Einrichtung | Datum      | Stunde | Anwesende
    Scheune     | 08.01.2024 | 15     | 4
    Scheune     | 08.01.2024 | 16     | 9
    Scheune     | 15.01.2024 | 15     | 8
    Scheune     | 12.01.2024 | 18     | 0
    """


def test_oeffnungsstunden_einer_woche(spec):
    """Mehrere Zeiten an einem Tag werden addiert; wer um 00:00 schließt, schließt um Mitternacht."""
    spec(ZEITEN, per_week, """
        Einrichtung | Öffnungsstunden je Woche
        Scheune     | 11,5
        Treff       | 2,0
        Insgesamt   | 13,5
        """)


def test_besuche_je_oeffnungsstunde(spec):
    """Geteilt wird durch die Stunden der Tage, an denen nach Plan geöffnet war; ein Sondertermin ohne angekündigte Zeit bleibt außen vor."""
    spec(("""
        Einrichtung | Datum      | Besuche
        Scheune     | 08.01.2024 | 7
        Scheune     | 08.01.2024 | 4
        Scheune     | 12.01.2024 | 12
        Scheune     | 13.01.2024 | 50
        Treff       | 08.01.2024 | 5
        """, ZEITEN), lambda besuche, zeiten: per_hour(in_year(besuche, jahr=2024), zeiten), """
        Einrichtung | Besuche | Öffnungsstunden | Besuche je Öffnungsstunde
        Scheune     | 23      | 11,5            | 2,00
        Treff       | 5       | 2,0             | 2,50
        Insgesamt   | 28      | 13,5            | 2,07
        """)


def test_ohne_angekuendigte_zeiten_bleibt_das_feld_leer(spec):
    """Neben den Besuchen stehen Öffnungsstunden und Besuche je Öffnungsstunde; ein Spielmobil ohne feste Zeiten hat beides nicht."""
    spec(("""
        Einrichtung | Datum      | Besuche
        Scheune     | 08.01.2024 | 11
        Mobil       | 08.01.2024 | 30
        """, ZEITEN), lambda besuche, zeiten: beside(per_opening_day(besuche, by="Einrichtung", total=True), in_year(besuche, jahr=2024), zeiten), """
        Einrichtung | Besuche | Öffnungstage | Öffnungsstunden je Woche | Besuche je Öffnungsstunde
        Mobil       | 30      | 1            | —                        | —
        Scheune     | 11      | 1            | 11,5                     | 2,0
        Insgesamt   | 41      | 2            | 13,5                     | 2,0
        """)


def test_anwesende_im_mittel_der_zaehlungen(spec):
    """Aus Zählwochen: der Mittelwert der Zählungen einer Einrichtung zur vollen Stunde; eine Zählung mit 0 zählt mit, eine nicht gezählte Stunde nicht."""
    spec(STUNDEN, lambda s: profile(in_year(s, jahr=2024)), """
        Wochentag | Uhrzeit | Zählungen | Anwesende | Anwesende je Zählung
        Montag    | 15 Uhr  | 2         | 12        | 6,0
        Montag    | 16 Uhr  | 1         | 9         | 9,0
        Montag    | 18 Uhr  | 0         | 0         | —
        Freitag   | 15 Uhr  | 0         | 0         | —
        Freitag   | 16 Uhr  | 0         | 0         | —
        Freitag   | 18 Uhr  | 1         | 0         | 0,0
        """)


def test_oeffnungszeit_und_nutzung_nebeneinander(spec):
    """Neben den Anwesenden stehen die Öffnungsstunden derjenigen Einrichtungen, die gezählt haben."""
    spec((STUNDEN, ZEITEN), lambda stunden, zeiten: use(in_year(stunden, jahr=2024), zeiten), """
        Wochentag | Öffnungsstunden je Woche | Zählungen | Anwesende | Anwesende je Zählung
        Montag    | 5,5                      | 3         | 21        | 7,0
        Freitag   | 6,0                      | 1         | 0         | 0,0
        """)
