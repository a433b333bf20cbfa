"""Belastungsindex

Rezept »Soziale Lage«: Kinderarmut, Arbeitslosigkeit, übrige Transferleistungen und Alleinerziehende mit gleichem Gewicht. Der Index ist ein Vergleich der Gebiete untereinander; ob sich ein Gebiet verändert hat, sagt er nicht.
"""

import numpy as np

from workbench.methods.index import aggregate, classes, deciles, minmax, percentile_ranks, standardise
from workbench.methods.treatment import treat
from workbench.recipe import Recipe
from workbench.topics.monitoring import matrix
from workbench.topics.sozialindex import composite, dynamics, index, tally

WERTE = """
    Indikator | Raum | Gebiet | Jahr | Wert
    arm       | 01   | Nord   | 2024 | 10,0
    arm       | 02   | Süd    | 2024 | 20,0
    arm       | 03   | West   | 2024 | 30,0
    arm       | 04   | Ost    | 2024 | —
    kita      | 01   | Nord   | 2024 | 96,0
    kita      | 02   | Süd    | 2024 | 94,0
    kita      | 03   | West   | 2024 | 80,0
    kita      | 04   | Ost    | 2024 | 85,0
    """


def rezept(**more: object) -> Recipe:
    """Rezept »Armut und Bildung«."""
    return Recipe.model_validate({
        "key": "probe", "name": "Armut und Bildung", "version": "1", "quelle": "Rechenbuch", "mindestgebiete": 3, "normierung": {"art": "z"},
        "indikatoren": [{"kuerzel": "arm"}, {"kuerzel": "kita", "richtung": "-"}],
        "klassen": {"schnitte": [-1, 1, 1.5], "namen": ["gering", "mittel", "hoch", "sehr hoch"]},
        "dynamik": {"jahre": 2, "schnitte": [-1, 1], "namen": ["positiv", "stabil", "negativ"]}, **more,
    })


ARM_UND_KITA = rezept()


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
        lambda werte: index(werte, jahr=2024, rezept=rezept(mindestgebiete=4)),
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
        lambda werte: tally(index(werte, jahr=2024, rezept=ARM_UND_KITA), rezept=ARM_UND_KITA),
        """
        Klasse    | Gebiete
        gering    | 1
        mittel    | 1
        hoch      | 1
        sehr hoch | 0
        """,
    )


def test_ausschluss(spec):
    """Gebiete unter der Mindestbevölkerung des Rezepts und namentlich ausgeschlossene haben keinen Index und gehen weder in Mittel noch in Standardabweichung ein (wie in Berlin: unter 300 Menschen, Ausreißer)."""
    spec(
        """
        Gebiet | Einwohner | arm  | kita
        Nord   | 900       | 10,0 | 96,0
        Süd    | 800       | 20,0 | 94,0
        West   | 700       | 30,0 | 80,0
        Hafen  | 299       | 90,0 | 20,0
        Heim   | 400       | 99,0 | 10,0
        """,
        lambda frame: composite(frame, rezept(mindestbevoelkerung=300, ausschluesse=[{"gebiet": "Heim", "grund": "Gemeinschaftsunterkunft"}])).replace({"Grund": {"": None}}),
        """
        Gebiet | Index  | Klasse | Grund
        Nord   | -1,056 | gering | —
        Süd    | -0,287 | mittel | —
        West   | 1,343  | hoch   | —
        Hafen  | —      | —      | unter 300 Menschen
        Heim   | —      | —      | Gemeinschaftsunterkunft
        """,
    )


def test_ebenen_und_gewichte(spec):
    """Ein Rezept kann Indikatoren zu Gruppen zusammenfassen und Gruppen zum Index. Gewichte gelten innerhalb der Gruppe: Hier zählt »arm« dreifach gegenüber »miete«, und beide zusammen so viel wie »kita«."""
    teile = [{"kuerzel": "arm", "gewicht": 3, "teil_von": "Lage"}, {"kuerzel": "miete", "teil_von": "Lage"}, {"kuerzel": "kita", "richtung": "-"}]
    ebenen = rezept(indikatoren=teile, gruppen=[{"kuerzel": "Lage"}], gewichtung="angegeben", standardisieren=False, klassen=None, dynamik=None, normierung={"art": "min-max"})
    spec(
        """
        Gebiet | arm  | miete | kita
        Nord   | 10,0 | 50,0  | 100,0
        Süd    | 20,0 | 30,0  | 90,0
        West   | 30,0 | 40,0  | 80,0
        """,
        lambda frame: composite(frame, ebenen),
        """
        Gebiet | Lage | Index | Rang
        Nord   | 25,0 | 12,5  | 3
        Süd    | 37,5 | 43,75 | 2
        West   | 87,5 | 93,75 | 1
        """,
    )


def test_skalen(spec):
    """Statt der Standardwerte: Min-Max bringt den kleinsten Wert auf 0 und den größten auf 100; der Prozentrang ist der Teil der anderen Gebiete, die darunter liegen."""
    spec(
        """
        Anteil in %
        10,0
        20,0
        20,0
        60,0
        """,
        lambda f: f.assign(**{"Min-Max": minmax(f[["Anteil in %"]])[:, 0], "Prozentrang": percentile_ranks(f[["Anteil in %"]])[:, 0]}),
        """
        Anteil in % | Min-Max | Prozentrang
        10,0        | 0       | 0,000
        20,0        | 20      | 0,333
        20,0        | 20      | 0,333
        60,0        | 100     | 1,000
        """,
    )


def test_mittel(spec):
    """Das arithmetische Mittel gleicht aus: Ein hoher Wert macht einen niedrigen wett. Das geometrische und noch mehr das harmonische Mittel strafen Ungleichheit; sie brauchen Werte über null. Fehlt ein Teil, teilen sich die anderen sein Gewicht."""
    spec(
        """
        a    | b
        50,0 | 50,0
        10,0 | 90,0
        —    | 90,0
        """,
        lambda f: f.assign(**{how: aggregate(f[["a", "b"]], how=how) for how in ("arithmetisch", "geometrisch", "harmonisch")}),
        """
        a    | b    | arithmetisch | geometrisch | harmonisch
        50,0 | 50,0 | 50,0         | 50,0        | 50,0
        10,0 | 90,0 | 50,0         | 30,0        | 18,0
        —    | 90,0 | 90,0         | 90,0        | 90,0
        """,
    )


def test_ausreisser(spec):
    """Hat ein Indikator eine Schiefe über 2 und eine Wölbung über 3,5, nimmt der größte Wert den des nächsten an, bis die Grenzen eingehalten sind, höchstens fünfmal; reicht das nicht, wird logarithmiert."""
    spec(
        """
        Wert
        1,0
        2,0
        3,0
        4,0
        5,0
        100,0
        """,
        lambda f: f.assign(gestutzt=np.ravel(treat(f[["Wert"]]).values)),
        """
        Wert  | gestutzt
        1,0   | 1
        2,0   | 2
        3,0   | 3
        4,0   | 4
        5,0   | 5
        100,0 | 5
        """,
    )


ZWEI_JAHRE = """
    Indikator | Raum | Gebiet | Jahr | Wert
    arm       | 01   | Nord   | 2022 | 10,0
    arm       | 02   | Süd    | 2022 | 20,0
    arm       | 03   | West   | 2022 | 30,0
    arm       | 01   | Nord   | 2024 | 9,0
    arm       | 02   | Süd    | 2024 | 18,0
    arm       | 03   | West   | 2024 | 22,0
    """
NUR_ARM = rezept(indikatoren=[{"kuerzel": "arm"}])


def test_dynamik(spec):
    """Die Dynamik vergleicht, wie sich die Anteile über die Jahre des Rezepts verändert haben. Sie ist relativ: In Nord ist der Anteil gesunken, aber weniger als anderswo; deshalb steht Nord vorn."""
    spec(
        ZWEI_JAHRE,
        lambda werte: dynamics(werte, rezept=NUR_ARM, jahr=2024),
        """
        Gebiet | Rang | Dynamikindex | Dynamik
        Nord   | 1    | 0,863        | stabil
        Süd    | 2    | 0,539        | stabil
        West   | 3    | -1,402       | positiv
        """,
    )


def test_status_und_dynamik(spec):
    """Die Matrix zählt die Gebiete in jedem Paar von Klassen."""
    spec(
        ZWEI_JAHRE,
        lambda werte: matrix(index(werte, rezept=NUR_ARM, jahr=2024), dynamics(werte, rezept=NUR_ARM, jahr=2024), rezept=NUR_ARM).query("Gebiete > 0"),
        """
        Klasse | Dynamik | Gebiete | Namen
        gering | stabil  | 1       | Nord
        mittel | stabil  | 1       | Süd
        hoch   | positiv | 1       | West
        """,
    )
