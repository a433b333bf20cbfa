"""Kategorien zählen."""

import pandas as pd

from workbench.disclosure.text import release_quotes
from workbench.project import Rule
from workbench.topics import kategorien
from workbench.topics.fundstellen import forms

CODES = """
    Code          | Ebene | Definition
    Orte          | 1     | Wo man ist.
    Orte > Treff  | 2     | Offene Angebote.
    Orte > Park   | 2     | Draußen.
    Wege          | 1     | Wie man hinkommt.
    """
FAELLE = """
    Fall | Rolle       | Raum
    F1   | Jugendliche | Nord
    F2   | Jugendliche | Nord
    F3   | Schule      | Süd
    F4   | Politik     | West
    """
SEGMENTE = """
    Fall | Code         | Anfang | Ende | Person
    F1   | Orte > Treff | 0      | 40   | A
    F1   | Orte > Park  | 0      | 40   | A
    F1   | Wege         | 30     | 60   | A
    F1   | Orte > Treff | 80     | 99   | B
    F2   | Orte > Treff | 10     | 50   | A
    F3   | Wege         | 0      | 20   | A
    """


def test_gezaehlt_werden_personen_und_die_hauptkategorie_fasst_zusammen(spec):
    """Eine Person zählt je Kategorie einmal, gleich wie oft sie davon spricht. Die Hauptkategorie enthält ihre Unterkategorien; eine Stelle mit zwei Unterkategorien zählt dort einmal. Nenner des Anteils sind alle Befragten. Haben mehrere Personen ein Gespräch codiert, gilt die Codierung der Person, die die meisten Gespräche codiert hat (hier A)."""
    spec((CODES, SEGMENTE, FAELLE), kategorien.tree, """
        Code         | Personen | Anteil der Befragten in % | Textstellen
        Orte         | 2        | 50,0                      | 2
        Orte > Treff | 2        | 50,0                      | 2
        Orte > Park  | 1        | 25,0                      | 1
        Wege         | 2        | 50,0                      | 2
        """)


def test_kleine_gruppen_werden_zusammengefasst(spec):
    """Gruppen mit weniger als drei Befragten heißen zusammen »weitere Befragte«. Sind auch diese zu wenige, kommt die nächstgrößere Gruppe hinzu."""
    spec("""
        Fall | Rolle
        F1   | Jugendliche
        F2   | Jugendliche
        F3   | Jugendliche
        F4   | Eltern
        F5   | Schule
        F6   | Politik
        """, lambda f: kategorien.interviewed(kategorien.grouped(f, by="Rolle", minimum=3), by="Rolle"), """
        Rolle            | Befragte | Anteil der Befragten in %
        Jugendliche      | 3        | 50,0
        weitere Befragte | 3        | 50,0
        Insgesamt        | 6        | 100,0
        """)


def test_textstellen_je_person_beziehen_sich_auf_alle_befragten_der_gruppe(spec):
    """Geteilt wird durch alle Befragten der Gruppe, auch die, die von der Kategorie nicht sprechen. »Personen« sind die, die davon sprechen."""
    spec((CODES, SEGMENTE, FAELLE), lambda c, s, f: kategorien.by_group(c, s, f, by="Rolle"), """
        Kategorie | Rolle       | Befragte | Personen | Textstellen | Textstellen je Person
        Orte      | Jugendliche | 2        | 2        | 2           | 1,0
        Orte      | Schule      | 1        | 0        | 0           | 0,0
        Orte      | Politik     | 1        | 0        | 0           | 0,0
        Wege      | Jugendliche | 2        | 1        | 1           | 0,5
        Wege      | Schule      | 1        | 1        | 1           | 1,0
        Wege      | Politik     | 1        | 0        | 0           | 0,0
        """)


def test_gebiete_mit_nennung(spec):
    """Ein Gebiet zählt, sobald eine Person von dort die Kategorie anspricht."""
    spec((CODES, SEGMENTE, FAELLE), kategorien.areas, """
        Code         | Personen | Gebiete mit Nennung | Gebiete mit Gesprächen
        Orte         | 2        | 1                   | 3
        Orte > Treff | 2        | 1                   | 3
        Orte > Park  | 1        | 1                   | 3
        Wege         | 2        | 2                   | 3
        """)


def test_kategorien_treffen_zusammen_wo_sich_ihre_textstellen_ueberschneiden(spec):
    """Zwei Hauptkategorien treffen zusammen, wenn sich Textstellen desselben Gesprächs um mindestens ein Zeichen überschneiden; aneinanderstoßende tun das nicht. Gezählt werden Personen und überschneidende Paare."""
    spec((CODES, SEGMENTE), kategorien.together, """
        Kategorie | zugleich mit | Personen | Textstellen
        Orte      | Orte         | —        | —
        Orte      | Wege         | 1        | 1
        Wege      | Orte         | 1        | 1
        Wege      | Wege         | —        | —
        """)


def test_zitate_und_zusammenfassungen_folgen_dem_codesystem(spec):
    """Für die Freigabe stehen Textstellen unter ihrer Hauptkategorie, in der Reihenfolge des Codesystems."""
    spec((CODES, """
        Fall | Code         | Anfang | Ende | Person | Text       | Freigabe
        F1   | Wege         | 0      | 10   | A      | Zu weit.   | ja
        F2   | Orte > Treff | 0      | 10   | A      | Ist zu.    | nein
        """), kategorien.passages, """
        Code | Fall | Text     | Freigabe
        Orte | F2   | Ist zu.  | nein
        Wege | F1   | Zu weit. | ja
        """)


def test_fundstellen_eines_stichworts(spec):
    """Ein Stichwort wird in jeder Beugung gefunden. Was die Interviewenden fragen (Absätze mit »I:«), zählt nicht. Personen addieren sich nicht, denn eine kann mehrere Formen verwenden."""
    spec("""
        Fall | Text
        F1   | B: Der Bus kommt nie, zwei Busse fallen aus.
        F2   | B: Ohne Bus geht nichts.
        F3   | I: Und der Bus?
        """, lambda t: forms(t, stichwort="Bus"), """
        Wortform  | Personen | Fundstellen
        Bus       | 2        | 2
        Busse     | 1        | 1
        Insgesamt | 2        | 3
        """)


def test_was_zitiert_werden_darf(spec):
    """Ein Zitat erscheint nur mit Freigabe und Einwilligung und nur aus einer Rolle mit mindestens drei einwilligenden Befragten; kleinere Rollen sprechen zusammen, wenn sie zusammen genug sind. Namen werden ersetzt. Was danach noch auf eine Person weist, bleibt zurück."""
    def shown(zitate: pd.DataFrame, faelle: pd.DataFrame) -> pd.DataFrame:
        yes = [zitate.assign(Freigabe=zitate["Freigabe"] == "ja"), faelle.assign(Einwilligung=faelle["Einwilligung"] == "ja")]
        found = release_quotes(*yes, mapping={"Yeliz": "Mira"}, rule=Rule(mindestpersonen=3), source="Interviews").items
        return pd.DataFrame([(q.text, q.label) for q in found], columns=["Zitat", "gesprochen von"])

    spec(("""
        Code | Fall | Text                       | Freigabe
        Orte | F1   | Yeliz hört zu.             | ja
        Orte | F2   | Nicht freigegeben.         | nein
        Orte | F3   | Schreib an t@example.org   | ja
        Orte | F4   | Ohne Einwilligung.         | ja
        Orte | F5   | Aus einer kleinen Rolle.   | ja
        """, """
        Fall | Rolle       | Einwilligung
        F1   | Jugendliche | ja
        F2   | Jugendliche | ja
        F3   | Jugendliche | ja
        F4   | Jugendliche | nein
        F5   | Politik     | ja
        """), shown, """
        Zitat         | gesprochen von
        Mira hört zu. | Jugendliche
        """)
