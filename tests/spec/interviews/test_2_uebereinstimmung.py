"""Übereinstimmung der Codierenden."""

from workbench.methods import agreement
from workbench.topics import uebereinstimmung

CODES = """
    Code | Ebene
    Orte | 1
    Wege | 1
    """


def test_einheit_ist_der_absatz(spec):
    """Eine Person hat einem Absatz eine Kategorie gegeben, wenn eine ihrer Textstellen ihn berührt. Absätze, die niemand codiert hat, und Gespräche, die nur eine Person codiert hat, bleiben außer Betracht."""
    spec(("""
        Fall | Text
        F1   | Im Treff ist es gut.
        F2   | Mit dem Bus.
        """, """
        Fall | Code | Anfang | Ende | Person
        F1   | Orte | 0      | 20   | A
        F1   | Orte | 3      | 8    | B
        F1   | Wege | 9      | 20   | B
        F2   | Wege | 0      | 12   | A
        """, CODES), uebereinstimmung.ratings, """
        Fall | Absatz | Kategorie | A | B
        F1   | 1      | Orte      | 1 | 1
        F1   | 1      | Wege      | 0 | 1
        """)


def test_uebereinstimmung_kappa_alpha(spec):
    """Zehn Absätze, neunmal einig. Cohens κ zieht ab, was beide nach ihren eigenen Häufigkeiten zufällig gemeinsam hätten; Krippendorffs α nimmt dafür die gemeinsame Häufigkeit; Gwets AC1 bleibt auch bei sehr seltenen Kategorien aussagekräftig. α ab 0,800 gilt als zuverlässig, ab 0,667 als vorläufig brauchbar (Krippendorff 2004)."""
    spec("""
        Fall | Absatz | Kategorie | A | B
        F1   | 1      | Orte      | 1 | 1
        F1   | 2      | Orte      | 1 | 1
        F1   | 3      | Orte      | 1 | 1
        F1   | 4      | Orte      | 1 | 1
        F1   | 5      | Orte      | 1 | 0
        F1   | 6      | Orte      | 0 | 0
        F1   | 7      | Orte      | 0 | 0
        F1   | 8      | Orte      | 0 | 0
        F1   | 9      | Orte      | 0 | 0
        F1   | 10     | Orte      | 0 | 0
        """, lambda b: uebereinstimmung.coefficients(b, startwert=1).head(1), """
        Kategorie | Absätze | abweichend | Übereinstimmung in % | Cohens κ | Krippendorffs α | Gwets AC1 | Einordnung
        Orte      | 10      | 1          | 90,0                 | 0,800    | 0,808           | 0,802     | zuverlässig
        """)


def test_alpha_nach_krippendorff(spec):
    """Das Beispiel des Autors: zwei Personen, zehn Einheiten, α = 0,095 (Krippendorff 2011)."""
    spec("""
        Meg | Owen
        0   | 1
        1   | 1
        0   | 1
        0   | 0
        0   | 0
        0   | 1
        0   | 0
        0   | 0
        1   | 0
        0   | 0
        """, lambda r: float(agreement.krippendorff_alpha(agreement.tally(r.to_numpy(dtype=float))[1])), """
        α
        0,095
        """)


def test_selten_vergebene_kategorien_sind_gekennzeichnet(spec):
    """Wird eine Kategorie in weniger als einem Zehntel der Absätze vergeben, steht »ungleich verteilt« dabei: Schon eine Abweichung drückt κ und α dann stark, obwohl fast alle Absätze gleich codiert sind."""
    spec("""
        Fall | Absatz | Kategorie | A | B
        F1   | 1      | Wege      | 1 | 0
        F1   | 2      | Wege      | 0 | 0
        F1   | 3      | Wege      | 0 | 0
        F1   | 4      | Wege      | 0 | 0
        F1   | 5      | Wege      | 0 | 0
        F1   | 6      | Wege      | 0 | 0
        F1   | 7      | Wege      | 0 | 0
        F1   | 8      | Wege      | 0 | 0
        F1   | 9      | Wege      | 0 | 0
        F1   | 10     | Wege      | 0 | 0
        F1   | 11     | Wege      | 0 | 0
        F1   | 12     | Wege      | 0 | 0
        """, lambda b: uebereinstimmung.coefficients(b, startwert=1).head(1), """
        Kategorie | Absätze | Übereinstimmung in % | Cohens κ | Einordnung
        Wege      | 12      | 91,7                 | 0,000    | unsicher, ungleich verteilt
        """)


def test_liste_der_abweichungen(spec):
    """Für die Besprechung im Team: wer die Kategorie gegeben hat und wer nicht. Die Liste gehört nicht in den Bericht."""
    spec("""
        Fall | Absatz | Kategorie | A | B
        F1   | 1      | Orte      | 1 | 1
        F1   | 2      | Orte      | 1 | 0
        """, uebereinstimmung.disagreements, """
        Fall | Absatz | Kategorie | gegeben von | nicht gegeben von
        F1   | 2      | Orte      | A           | B
        """)
