"""Besuche aus Strichlisten.

Ein Öffnungstag ist ein Tag, an dem eine Einrichtung geöffnet hatte; zwei Einrichtungen am selben Tag sind zwei Öffnungstage.
"""

from workbench.topics.besucherstruktur import in_year, overview, per_opening_day, visits

LISTE = """
    Einrichtung | Datum      | Altersgruppe | Geschlecht | Besuche
    Scheune     | 08.01.2024 | 6–9          | weiblich   | 4
    Scheune     | 08.01.2024 | 10–13        | männlich   | 7
    Scheune     | 09.01.2024 | 6–9          | weiblich   | 6
    Treff       | 05.02.2024 | 10–13        | weiblich   | 3
    """


def test_das_jahr_in_einer_zeile(spec):
    """Besuche werden addiert, Öffnungstage je Einrichtung gezählt."""
    spec(LISTE, overview, """
        Einrichtungen | Besuche | Öffnungstage | Besuche je Öffnungstag
        2             | 20      | 3            | 6,67
        """)


def test_nur_das_berichtsjahr_zaehlt(spec):
    """Besuche aus anderen Jahren bleiben außen vor."""
    spec("""
        Einrichtung | Datum      | Besuche
        Scheune     | 30.12.2023 | 9
        Scheune     | 08.01.2024 | 4
        """, lambda b: in_year(b, jahr=2024), """
        Einrichtung | Datum      | Wochentag | Monat  | Besuche
        Scheune     | 08.01.2024 | Montag    | Januar | 4
        """)


def test_alter_und_geschlecht_mit_allen_summen(spec):
    """Die Tabelle enthält jede Verbindung der vorkommenden Gruppen, auch die ohne Besuch, und alle Summen."""
    spec(LISTE, lambda b: visits(b, by=["Altersgruppe", "Geschlecht"]), """
        Altersgruppe | Geschlecht | Besuche | Anteil an den Besuchen in %
        6–9          | weiblich   | 10      | 50,0
        6–9          | männlich   | 0       | 0,0
        6–9          | Insgesamt  | 10      | 50,0
        10–13        | weiblich   | 3       | 15,0
        10–13        | männlich   | 7       | 35,0
        10–13        | Insgesamt  | 10      | 50,0
        Insgesamt    | weiblich   | 13      | 65,0
        Insgesamt    | männlich   | 7       | 35,0
        Insgesamt    | Insgesamt  | 20      | 100,0
        """)


def test_ein_tag_ohne_besuch_der_gruppe_zaehlt_mit(spec):
    """Geteilt wird durch alle Öffnungstage, nicht nur durch die, an denen die Gruppe da war."""
    spec("""
        Einrichtung | Datum      | Altersgruppe | Besuche
        Scheune     | 08.01.2024 | 6–9          | 4
        Scheune     | 08.01.2024 | 10–13        | 7
        Scheune     | 09.01.2024 | 6–9          | 6
        """, lambda b: per_opening_day(b, by="Altersgruppe"), """
        Altersgruppe | Besuche | Besuche je Öffnungstag
        6–9          | 10      | 5,0
        10–13        | 7       | 3,5
        """)


def test_ein_offener_tag_ohne_besuche_zaehlt_mit(spec):
    """Eine Zeile mit 0 steht für einen Tag, an dem geöffnet war und niemand kam."""
    spec("""
        Einrichtung | Datum      | Altersgruppe | Besuche
        Scheune     | 08.01.2024 | 6–9          | 4
        Scheune     | 09.01.2024 | 6–9          | 0
        """, lambda b: per_opening_day(b, by="Altersgruppe"), """
        Altersgruppe | Besuche | Öffnungstage | Besuche je Öffnungstag
        6–9          | 4       | 2            | 2,0
        """)


def test_jede_einrichtung_hat_ihre_eigenen_oeffnungstage(spec):
    """Bei Einrichtungen wird durch deren eigene Öffnungstage geteilt; der Mittelwert des Ortes ist kein Mittel der Mittelwerte."""
    spec(LISTE, lambda b: per_opening_day(b, by="Einrichtung", total=True), """
        Einrichtung | Besuche | Öffnungstage | Besuche je Öffnungstag
        Scheune     | 17      | 2            | 8,50
        Treff       | 3       | 1            | 3,00
        Insgesamt   | 20      | 3            | 6,67
        """)


def test_jeder_monat_und_jeder_wochentag_hat_seine_eigenen_oeffnungstage(spec):
    """Auch bei Monaten und Wochentagen wird durch die eigenen Öffnungstage geteilt: Ein Ferienmonat mit wenigen Tagen sieht nicht leer aus."""
    spec(LISTE, lambda b: per_opening_day(in_year(b, jahr=2024), by="Monat"), """
        Monat   | Besuche | Öffnungstage | Besuche je Öffnungstag
        Januar  | 17      | 2            | 8,5
        Februar | 3       | 1            | 3,0
        """)
    spec(LISTE, lambda b: per_opening_day(in_year(b, jahr=2024), by="Wochentag"), """
        Wochentag | Besuche | Öffnungstage | Besuche je Öffnungstag
        Montag    | 14      | 2            | 7,0
        Dienstag  | 6       | 1            | 6,0
        """)
