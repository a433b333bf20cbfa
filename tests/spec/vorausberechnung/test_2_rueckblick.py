"""Der Rückblick

Der Bericht stellt sich in jedes frühere Jahr, rechnet nur mit dem, was damals bekannt war, und vergleicht mit dem, was kam. Zum Vergleich stehen zwei einfache Rechnungen daneben: die unveränderte Zahl und das Älterwerden ohne Wanderung.
"""

from workbench.topics.treffsicherheit import quality, trust
from workbench.topics.varianten import change, directions

PROBEN = """
    Basisjahr | Jahre voraus | Altersgruppe | Eingetreten | obere | mittlere | untere | ohne Wanderung | unverändert
    2020      | 1            | 6–9          | 200         | 210   | 204      | 198    | 190            | 180
    2021      | 1            | 6–9          | 100         | 104   | 98       | 92     | 100            | 110
    2020      | 2            | 6–9          | 100         | 130   | 112      | 105    | 100            | 101
    """


def test_fehler(spec):
    """Der Fehler ist die Abweichung ohne Vorzeichen in Prozent der eingetretenen Zahl, gemittelt über alle Prüfungen (204 statt 200 und 98 statt 100: je 2 %). »Im Band« heißt: zwischen unterer und oberer Variante."""
    spec(
        PROBEN,
        quality,
        """
        Jahre voraus | Altersgruppe | Prüfungen | Fehler in % | Fehler bei unveränderter Zahl in % | Fehler ohne Wanderung in % | im Band in %
        1            | 6–9          | 2         | 2,0         | 10,0                               | 2,5                        | 100
        1            | Insgesamt    | 2         | 2,0         | 10,0                               | 2,5                        | 100
        2            | 6–9          | 1         | 12,0        | 1,0                                | 0,0                        | 0
        2            | Insgesamt    | 1         | 12,0        | 1,0                                | 0,0                        | 0
        """,
    )


def test_einschaetzung(spec):
    """»Belastbar« bis 3 % mittlerer Fehler, »brauchbar« bis 8 %, darüber »nur als Richtung«. Liegen weniger als 80 % der eingetretenen Zahlen im Band, ist die Spanne zu eng. Was niemand prüfen konnte, heißt so."""
    spec(
        PROBEN,
        lambda proben: trust(quality(proben), jahre=8),
        """
        Jahre voraus | Einschätzung                                                                              | Schon geboren
        1            | belastbar                                                                                 | 6–9, 10–13, 14–17, 18–26
        2            | nur als Richtung; nicht besser als die unveränderte Zahl; Spanne der Varianten zu eng     | 6–9, 10–13, 14–17, 18–26
        3–6          | nicht geprüft, so weit reichen die Daten nicht zurück                                     | 6–9, 10–13, 14–17, 18–26
        7–8          | nicht geprüft, so weit reichen die Daten nicht zurück                                     | 10–13, 14–17, 18–26
        """,
    )


def test_richtung(spec):
    """Eine Zunahme oder Abnahme nennt der Bericht nur, wenn obere, mittlere und untere Variante in dieselbe Richtung gehen."""
    spec(
        (
            """
            Jahr | Altersgruppe | Variante | Vorausberechnet
            2025 | 6–9          | obere    | 104,0
            2025 | 6–9          | untere   | 96,0
            2025 | 10–13        | obere    | 190,0
            2025 | 10–13        | untere   | 180,0
            """,
            """
            Jahr | Altersgruppe | Bestand
            2024 | 6–9          | 100
            2024 | 10–13        | 200
            """,
        ),
        lambda voraus, bestand: directions(change(voraus, bestand, jahre=1)),
        """
        Richtung | Altersgruppen
        mehr     | keine
        weniger  | 10–13
        offen    | 6–9
        """,
    )
