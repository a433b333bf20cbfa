"""Quoten, Vergleichsgebiete, Brüche und ähnliche Gebiete

Anzahlen werden summiert, Anteile nie. Verglichen wird nur, was gleich gezählt ist.
"""

from workbench.topics import amtlich, ebenen, vergleich

KATALOG = """
    Indikator | Name        | Zähler             | Nenner | Einheit
    armut     | Kinderarmut | Kinder mit Leistung | Kinder | %
    """


def test_quote(spec):
    """Eine Quote entsteht, wenn der Indikatorkatalog zwei Kennzahlen als Zähler und Nenner nennt. Bei null im Nenner gibt es keinen Wert."""
    spec(("""
        Kennzahl            | Schlüssel | Gebiet | Jahr | Wert | Einheit  | Stichtag   | Basis       | Gebietsstand | Grund | Ebene
        Kinder mit Leistung | 05566     | Kreis  | 2024 | 90   | Personen | 31.12.2024 | Zensus 2022 | 2024         |       | Kreis
        Kinder              | 05566     | Kreis  | 2024 | 900  | Personen | 31.12.2024 | Zensus 2022 | 2024         |       | Kreis
        Kinder mit Leistung | 05566028  | Insel  | 2024 | 0    | Personen | 31.12.2024 | Zensus 2022 | 2024         |       | Gemeinde
        Kinder              | 05566028  | Insel  | 2024 | 0    | Personen | 31.12.2024 | Zensus 2022 | 2024         |       | Gemeinde
        """, KATALOG), lambda zahlen, katalog: amtlich.rates(zahlen.fillna({"Grund": ""}), katalog).replace("", None), """
        Kennzahl    | Gebiet | Jahr | Zähler | Nenner | Wert | Grund
        Kinderarmut | Kreis  | 2024 | 90     | 900    | 10,0 |
        Kinderarmut | Insel  | 2024 | 0      | 0      | —    | Nenner ist null
        """)


def test_vergleichsgebiet(spec):
    """Der Bezirk eines Kreisjugendamts ist der Kreis ohne die Städte mit eigenem Jugendamt: Ihre Anzahlen werden abgezogen. Fehlt eine, hat er keinen Wert."""
    spec(("""
        Kennzahl | Schlüssel | Gebiet | Jahr | Wert | Einheit  | Stichtag   | Basis       | Gebietsstand | Grund | Ebene
        Kinder   | 05566     | Kreis  | 2023 | 900  | Personen | 31.12.2023 | Zensus 2022 | 2024         |       | Kreis
        Kinder   | 05566     | Kreis  | 2024 | 910  | Personen | 31.12.2024 | Zensus 2022 | 2024         |       | Kreis
        Kinder   | 05566028  | Stadt  | 2024 | 110  | Personen | 31.12.2024 | Zensus 2022 | 2024         |       | Gemeinde
        """, """
        Gruppe     | Gebiet         | Ebene            | Schlüssel | Gewicht
        Jugendamt  | Kreisjugendamt | Vergleichsgebiet | 05566     | 1
        Jugendamt  | Kreisjugendamt | Vergleichsgebiet | 05566028  | -1
        """), lambda zahlen, gruppen: amtlich.summed(zahlen.astype({"Wert": "float64", "Grund": "str"}), gruppen, kennzahlen=["Kinder"]).replace("", None), """
        Gebiet         | Jahr | Wert | Grund
        Kreisjugendamt | 2023 | —    | ohne Angabe: Stadt
        Kreisjugendamt | 2024 | 800  |
        """)


def test_bruch(spec):
    """Wechselt die Datenbasis, bricht die Reihe: Hinter dem Bruch gibt es keine Veränderung."""
    spec("""
        Kennzahl | Schlüssel | Gebiet | Ebene    | Jahr | Wert | Basis       | Gebietsstand | Grund
        Armut    | 05566028  | Stadt  | Gemeinde | 2020 | 8,0  | Zensus 2011 | 31.12.2024   |
        Armut    | 05566028  | Stadt  | Gemeinde | 2021 | 9,0  | Zensus 2011 | 31.12.2024   |
        Armut    | 05566028  | Stadt  | Gemeinde | 2022 | 7,0  | Zensus 2022 | 31.12.2024   |
        Armut    | 05566028  | Stadt  | Gemeinde | 2023 | 7,5  | Zensus 2022 | 31.12.2024   |
        """, lambda werte: vergleich.series(werte.astype({"Gebietsstand": "str"}), schluessel="05566028", kennzahl="Armut", sets={}).replace("", None), """
        Jahr | Wert | Bruch          | Veränderung
        2020 | 8,0  |                | —
        2021 | 9,0  |                | 1,0
        2022 | 7,0  | Bruch vor 2022 | —
        2023 | 7,5  |                | 0,5
        """)


def test_eigene_zahlen_neben_amtlichen(spec):
    """Ein Gebiet liegt sicher über oder unter einem amtlichen Wert, wenn sein Unsicherheitsbereich ihn nicht enthält. Ebenen ohne Wert entfallen."""
    spec(("""
        Indikator | Jahr | Raum | Gebiet | Wert | von (95 %) | bis (95 %)
        arm       | 2024 | 01   | Nord   | 30,0 | 25,0       | 35,0
        arm       | 2024 | 02   | Süd    | 16,0 | 12,0       | 20,0
        """, """
        Ebene | Gebiet              | Wert
        Ort   | Dorsten             | 22,0
        Land  | Nordrhein-Westfalen | 16,4
        """), ebenen.beside, """
        Gebiet | Ebene | Vergleich                | Vergleichswert | Abstand | Einordnung
        Nord   | Ort   | Dorsten (veröffentlicht) | 22,0           | 8,0     | sicher darüber
        Nord   | Land  | Nordrhein-Westfalen      | 16,4           | 13,6    | sicher darüber
        Süd    | Ort   | Dorsten (veröffentlicht) | 22,0           | -6,0    | sicher darunter
        Süd    | Land  | Nordrhein-Westfalen      | 16,4           | -0,4    | nicht sicher verschieden
        """)


def test_aehnlich(spec):
    """Ähnlich ist, wessen Kennzahlen nahe liegen: Wurzel aus der Summe der quadrierten Abstände, jeder durch die Standardabweichung aller verglichenen Gebiete geteilt."""
    spec("""
        Kennzahl | Schlüssel | Gebiet | Ebene    | Wert
        Armut    | 05566028  | A      | Gemeinde | 8,0
        Armut    | 05566029  | B      | Gemeinde | 10,0
        Armut    | 05566030  | C      | Gemeinde | 12,0
        Arbeit   | 05566028  | A      | Gemeinde | 3,0
        Arbeit   | 05566029  | B      | Gemeinde | 3,0
        Arbeit   | 05566030  | C      | Gemeinde | 6,0
        """, lambda werte: vergleich.similar(werte, schluessel="05566028", nach=["Armut", "Arbeit"]), """
        Rang | Gebiet | Distanz | Armut | Arbeit | Verglichene Gebiete
        0    | A      | 0,000   | 8,0   | 3,0    | 3
        1    | B      | 1,225   | 10,0  | 3,0    | 3
        2    | C      | 3,240   | 12,0  | 6,0    | 3
        """)
