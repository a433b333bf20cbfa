"""Ein Jahr weiter

In jedem Jahr geschieht der Reihe nach: Alle werden ein Jahr älter; ein Teil stirbt; ein Teil zieht fort, andere ziehen zu; Frauen bekommen Kinder, und die Kinder überleben, ziehen fort und zu wie alle anderen (Kohorten-Komponenten-Methode). Gerundet wird erst beim Drucken.
"""

import numpy as np
import pandas as pd

from workbench.methods.projection import Rates, averaged, project


def _people(bestand):
    return bestand[["Frauen", "Männer"]].to_numpy(dtype=float).T


def _table(bestand, rates, *, steps=1):
    women, men = project(_people(bestand), rates, steps=steps)[-1]
    return pd.DataFrame({"Alter": bestand["Alter"], "Frauen": women, "Männer": men})


BESTAND = """
    Alter | Frauen | Männer
    0     | 100    | 110
    1     | 90     | 95
    2     | 80     | 80
    """


def _rates(frame, **how):
    nobody = np.zeros((2, len(frame)))
    return Rates(**{"survival": np.ones((2, len(frame))), "fertility": nobody[0], "net": nobody, "numbers": nobody, "open_ended": False, **how})


def ein_jahr_weiter(bestand):
    """Nur Älterwerden."""
    return _table(bestand, _rates(bestand))


def mit_wanderung(bestand):
    """5 % jedes Jahrgangs ziehen fort, je Alter und Geschlecht ziehen 8 zu."""
    return _table(bestand, _rates(bestand, net=np.full((2, 3), -0.05), numbers=np.full((2, 3), 8.0)))


def mit_geburten(bestand):
    """0,5 Geburten je Frau des Jahrgangs, der 2 wird; 51,3 % Jungen; ein Zehntel der Neugeborenen stirbt."""
    survival = np.array([[0.9, 1, 0.8]] * 2)
    return _table(bestand, _rates(bestand, survival=survival, fertility=np.array([0, 0, 0.5])))


def test_aelterwerden(spec):
    """Ohne Geburten, Sterbefälle und Wanderung rückt jeder Jahrgang um ein Jahr weiter. Wer älter ist als das letzte Alter der Tabelle, fällt heraus; steht dort 99, bleiben alle ab 99 darin."""
    spec(
        BESTAND,
        ein_jahr_weiter,
        """
        Alter | Frauen | Männer
        0     | 0      | 0
        1     | 100    | 110
        2     | 90     | 95
        """,
    )


def test_wanderung(spec):
    """Fortzüge sind ein Anteil des Jahrgangs (hier 5 %), Zuzüge eine Zahl (hier 8): Wer kommt, wohnte vorher nicht hier. Auch Neugeborene ziehen zu."""
    spec(
        BESTAND,
        mit_wanderung,
        """
        Alter | Frauen | Männer
        0     | 8,0    | 8,0
        1     | 103,0  | 112,5
        2     | 93,5   | 98,25
        """,
    )


def test_geburten(spec):
    """Geburten je Frau des Jahrgangs mal Mittel aus seinem Bestand am Anfang und am Ende des Jahres: hier 0,5 · (90 + 72) / 2 = 40,5 Geburten, davon 51,3 % Jungen; neun Zehntel leben am Jahresende."""
    spec(
        BESTAND,
        mit_geburten,
        """
        Alter | Frauen | Männer
        0     | 17,75  | 18,70
        1     | 100    | 110
        2     | 72     | 76
        """,
    )


def mittlere_raten(bewegung):
    """Raten der Frauen, die 1 werden, über alle Jahre."""
    women = {c: np.array([[[0.0, n], [0.0, 0.0]] for n in bewegung[c].fillna(np.nan)]) for c in ("Sterbefälle", "Zuzüge", "Fortzüge")}
    stock = np.array([[[n, 0.0], [0.0, 0.0]] for n in [*bewegung["Anfang"], 0]])
    rates = averaged(stock, np.zeros((len(bewegung), 2)), women["Sterbefälle"], women["Zuzüge"], women["Fortzüge"], boys=0.513, open_ended=False)
    return pd.DataFrame({"Überleben in %": [100 * rates.survival[0, 1]], "Fortzüge in %": [-100 * rates.net[0, 1]], "Zuzüge": [rates.numbers[0, 1]]})


def test_raten(spec):
    """Die Raten der Stützjahre sind Summen durch Summen (3 Sterbefälle und 27 Fortzüge auf 300 Personen), die Zuzüge ein Mittel der Jahre."""
    spec(
        """
        Jahr | Anfang | Sterbefälle | Zuzüge | Fortzüge
        2023 | 100    | 0           | 12     | 7
        2024 | 200    | 3           | 18     | 20
        """,
        mittlere_raten,
        """
        Überleben in % | Fortzüge in % | Zuzüge
        99,0           | 9,0           | 15,0
        """,
    )
