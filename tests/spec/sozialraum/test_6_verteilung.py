"""Verteilung und Sicherheit

Wie ungleich sich Lagen über die Gebiete verteilen, wie kleine Zahlen geglättet werden und wann eine Einordnung als sicher gilt.
"""

import pandas as pd

from workbench.recipe import Recipe
from workbench.topics import raumstruktur, sicherheit

KEYS = ["Indikator", "Name", "Raum", "Gebiet", "Jahr"]


def arm(frame: pd.DataFrame) -> pd.DataFrame:
    """Anteile eines Indikators in einem Jahr."""
    given = frame.assign(Indikator="arm", Name="Armut", Raum=frame["Gebiet"], Jahr=2024)
    return given.assign(**{"Anteil in %": given["Zähler"] / given["Nenner"] * 100, "Wert": given["Zähler"] / given["Nenner"] * 100, "Einheit": "%"})


def test_dissimilaritaet(spec):
    """Die Dissimilarität sagt, wie viel Prozent der Betroffenen umziehen müssten, damit sie überall den gleichen Anteil haben (Duncan und Duncan 1955)."""
    spec(
        """
        Gebiet | Zähler | Nenner
        Nord   | 30     | 100
        Süd    | 10     | 100
        """,
        lambda rows: raumstruktur.segregation(arm(rows))[["Gebiete", "Dissimilarität in %", "Isolation in %"]],
        """
        Gebiete | Dissimilarität in % | Isolation in %
        2       | 31,25               | 25,0
        """,
    )


def test_standortquotient(spec):
    """Der Standortquotient ist der Anteil im Gebiet durch den Anteil im Ganzen."""
    spec(
        """
        Gebiet | Zähler | Nenner
        Nord   | 30     | 100
        Süd    | 10     | 100
        """,
        lambda rows: raumstruktur.quotients(arm(rows))[["Gebiet", "Standortquotient", "Einordnung"]],
        """
        Gebiet | Standortquotient | Einordnung
        Nord   | 1,5              | überdurchschnittlich
        Süd    | 0,5              | unterdurchschnittlich
        """,
    )


def test_glaettung(spec):
    """Der geglättete Anteil mischt den eigenen Wert mit dem Mittel aller Gebiete: Je weniger Menschen, desto weniger zählt der eigene Wert (Marshall 1991)."""
    spec(
        """
        Gebiet | Zähler | Nenner
        Nord   | 5      | 100
        Süd    | 10     | 200
        Ost    | 30     | 300
        """,
        lambda rows: raumstruktur.smoothed(arm(rows))[["Gebiet", "Anteil in %", "Gewicht des eigenen Werts", "geglätteter Anteil in %"]],
        """
        Gebiet | Anteil in % | Gewicht des eigenen Werts | geglätteter Anteil in %
        Nord   | 5,0         | 0,25                      | 6,875
        Süd    | 5,0         | 0,4                       | 6,5
        Ost    | 10,0        | 0,5                       | 8,75
        """,
    )


def test_ein_klarer_abstand_ist_sicher(spec):
    """Sicher ist eine Einordnung, die in mindestens 90 % der Ziehungen dieselbe bleibt: Bei sehr verschiedenen Anteilen vieler Menschen ändert der Zufall keinen Rang."""
    rezept = Recipe.model_validate({"key": "x", "name": "Armut", "version": "1", "quelle": "Rechenbuch", "normierung": {"art": "z"}, "indikatoren": [{"kuerzel": "arm"}]})
    spec(
        """
        Gebiet | Zähler | Nenner
        Nord   | 100    | 1000
        Süd    | 300    | 1000
        Ost    | 600    | 1000
        """,
        lambda rows: sicherheit.noise(arm(rows), rezept=rezept, jahr=2024, startwert=1, ziehungen=200)[["Gebiet", "Rang", "Rang hält in %", "Sicherheit"]],
        """
        Gebiet | Rang | Rang hält in % | Sicherheit
        Ost    | 1    | 100,0          | sicher
        Süd    | 2    | 100,0          | sicher
        Nord   | 3    | 100,0          | sicher
        """,
    )
