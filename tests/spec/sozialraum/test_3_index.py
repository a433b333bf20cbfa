"""Belastungsindex

Rezept »Soziale Lage«: Kinderarmut, Arbeitslosigkeit, übrige Transferleistungen und Alleinerziehende mit gleichem Gewicht. Der Index ist ein Vergleich der Gebiete untereinander; ob sich ein Gebiet verändert hat, sagt er nicht.
"""

from workbench.methods.index import classes, deciles, standardise
from workbench.topics.belastungsindex import Recipe, index, overview

WERTE = """
    Indikator | Raum | Gebiet | Jahr | Anteil in %
    arm       | 01   | Nord   | 2024 | 10,0
    arm       | 02   | Süd    | 2024 | 20,0
    arm       | 03   | West   | 2024 | 30,0
    arm       | 04   | Ost    | 2024 | —
    kita      | 01   | Nord   | 2024 | 96,0
    kita      | 02   | Süd    | 2024 | 94,0
    kita      | 03   | West   | 2024 | 80,0
    kita      | 04   | Ost    | 2024 | 85,0
    """
ARM_UND_KITA = Recipe("Armut und Bildung", "1", (("arm", 1), ("kita", -1)), minimum=3)


def test_standardwert(spec):
    """Jeder Indikator wird standardisiert: Abstand vom Mittel der Gebiete, geteilt durch deren Standardabweichung (durch die Zahl der Gebiete geteilt, wie in Berlin)."""
    spec(
        """
        Anteil in %
        10,0
        20,0
        30,0
        """,
        lambda f: f.assign(Standardwert=standardise(f["Anteil in %"], ddof=0, axis=-1)),
        """
        Anteil in % | Standardwert
        10,0        | -1,225
        20,0        | 0,000
        30,0        | 1,225
        """,
    )


def test_index(spec):
    """Der Index ist die Summe der Standardwerte, noch einmal standardisiert. Wo ein niedriger Wert belastet, dreht sich das Vorzeichen. Ein Gebiet, dem ein Wert fehlt, hat keinen Index."""
    spec(
        WERTE,
        lambda werte: index(werte, jahr=2024, rezept=ARM_UND_KITA),
        """
        Gebiet | Rang | Index  | Klasse | Dezil
        West   | 1    | 1,343  | hoch   | 4
        Süd    | 2    | -0,287 | mittel | 7
        Nord   | 3    | -1,056 | gering | 10
        """,
    )


def test_zu_wenige_gebiete(spec):
    """Hat ein Ort weniger Gebiete, als das Rezept verlangt (»Soziale Lage«: 20), gibt es Rang und Wert, aber weder Klasse noch Dezil."""
    spec(
        WERTE,
        lambda werte: index(werte, jahr=2024, rezept=Recipe("Armut und Bildung", "1", ARM_UND_KITA.parts, minimum=4)),
        """
        Gebiet | Rang | Index
        West   | 1    | 1,343
        Süd    | 2    | -0,287
        Nord   | 3    | -1,056
        """,
    )


def test_klassen(spec):
    """Klassen werden an den Schnitten -1, 1 und 1,5 gebildet; ein Wert auf dem Schnitt gehört zur Klasse, die näher an der Mitte liegt."""
    spec(
        """
        Index
        -1,01
        -1,00
        1,00
        1,50
        1,51
        """,
        lambda f: f.assign(Klasse=[("gering", "mittel", "hoch", "sehr hoch")[int(n)] for n in classes(f["Index"], (-1, 1, 1.5))]),
        """
        Index | Klasse
        -1,01 | gering
        -1,00 | mittel
        1,00  | mittel
        1,50  | hoch
        1,51  | sehr hoch
        """,
    )


def test_dezile(spec):
    """Dezil 1 ist das am stärksten belastete Zehntel der Gebiete; gleiche Werte stehen im selben Dezil."""
    spec(
        """
        Index
        1,0
        0,9
        0,9
        0,5
        0,0
        """,
        lambda f: f.assign(Dezil=deciles(f["Index"])),
        """
        Index | Dezil
        1,0   | 2
        0,9   | 4
        0,9   | 4
        0,5   | 8
        0,0   | 10
        """,
    )


def test_zahl_der_gebiete_je_klasse(spec):
    """Der Überblick zählt die Gebiete je Klasse."""
    spec(
        WERTE,
        lambda werte: overview(index(werte, jahr=2024, rezept=ARM_UND_KITA), rezept=ARM_UND_KITA),
        """
        Rezept                       | Gebiete | Mindestzahl | gering | mittel | hoch | sehr hoch
        Armut und Bildung, Version 1 | 3       | 3           | 1      | 1      | 1    | 0
        """,
    )
