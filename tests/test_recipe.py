"""rezepte/NAME.toml: strict, every fault in German, shipped ones sound."""

from pathlib import Path

import pytest

from workbench import recipe
from workbench.errors import ProjectError
from workbench.project import load as load_project

GOOD = """
name = "Probe"
version = "1"
quelle = "Test"
gewichtung = "angegeben"
indikatoren = [
  { kuerzel = "arm", gewicht = 2 },
  { kuerzel = "kita", richtung = "-", teil_von = "bildung" },
  { kuerzel = "schule", teil_von = "bildung" },
]
[[gruppen]]
kuerzel = "bildung"
[normierung]
art = "z"
[klassen]
schnitte = [-1, 1]
namen = ["gut", "mittel", "schlecht"]
"""
PROJECT = 'format = 1\nname = "Probe"\nstand = 2025-12-31\n[orte.dorsten]\nname = "Dorsten"\nags = "05562012"\n'


@pytest.fixture
def write(tmp_path: Path):
    (tmp_path / "projekt.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "rezepte").mkdir()

    def written(text: str, name: str = "probe"):
        (tmp_path / "rezepte" / f"{name}.toml").write_text(text, encoding="utf-8")
        return load_project(tmp_path)

    return written


def test_a_project_has_its_own_recipes_beside_the_shipped_ones(write):
    project = write(GOOD)
    assert list(recipe.files(project)) == ["einfach", "mss-2021", "rise", "probe"]
    found = recipe.load("probe", project)
    assert found.keys == ["arm", "kita", "schule"]
    assert found.nodes == {"bildung": ("kita", "schule"), "Index": ("arm", "bildung")}


@pytest.mark.parametrize("name", ["einfach", "mss-2021", "rise"])
def test_shipped_recipes_are_sound_and_say_where_they_come_from(name):
    found = recipe.load(name)
    assert found.quelle
    assert found.klassen is not None
    assert found.klassen.schnitte == [-1, 1, 1.5]
    assert found.dynamik is not None
    assert (found.ddof, found.normierung.art, found.gewichtung) == (0, "z", "gleich")


def test_berlin_2021_has_three_indicators_two_years_and_a_minimum_population():
    found = recipe.load("mss-2021")
    assert [(p.kuerzel, p.dynamik) for p in found.indikatoren] == [("S1", "D1"), ("S3", "D3"), ("S4", "D4")]
    assert (found.mindestbevoelkerung, found.dynamik.jahre, found.dynamik.namen) == (300, 2, ["positiv", "stabil", "negativ"])
    assert found.klassen.namen == ["hoch", "mittel", "niedrig", "sehr niedrig"]


def test_an_unknown_recipe_names_the_known_ones(write):
    with pytest.raises(ProjectError) as fault:
        recipe.load("prob", write(GOOD))
    assert str(fault.value) == "rezept: »prob« – kein Rezept dieses Namens. Vorhanden: »einfach«, »mss-2021«, »rise«, »probe«. Meinten Sie »probe«?"


def test_an_own_recipe_must_not_hide_a_shipped_one(write):
    with pytest.raises(ProjectError, match=r"rezepte/rise.toml heißt wie ein mitgeliefertes Rezept. Bitte umbenennen, zum Beispiel in rise-eigen.toml."):
        recipe.load("einfach", write(GOOD, "rise"))


def test_an_indicator_that_the_catalogue_lacks_is_refused(write):
    with pytest.raises(ProjectError) as fault:
        recipe.load("probe", write(GOOD), indikatoren=["arm", "kitas", "schule"])
    assert str(fault.value) == "rezepte/probe.toml: 1 Problem\n  indikatoren.kuerzel: »kita« steht nicht im Indikatorkatalog. Vorhanden: »arm«, »kitas«, »schule«. Meinten Sie »kitas«?"


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ('version = "1"', 'versionn = "1"', ["»version« fehlt.", "»versionn« ist unbekannt. Meinten Sie »version«?"]),
        ('kuerzel = "arm", gewicht', 'kuerzel = "arm", gewichtt', ["»indikatoren.1.gewichtt« ist unbekannt. Meinten Sie »gewicht«?"]),
        ('richtung = "-"', 'richtung = "minus"', ["»indikatoren.2.richtung«: »minus« – erwartet + oder -."]),
        ('art = "z"', 'art = "zscore"', ["»normierung.art«: »zscore« – erwartet z, min-max, skaliert, rang, borda, prozentrang, median-mad, anteil-max, abstand-max, abstand-gebiet, abstand-ziel oder zielkorridor."]),
        ("gewicht = 2", 'gewicht = "viel"', ["»indikatoren.1.gewicht«: »viel« – erwartet eine Zahl."]),
        ("gewicht = 2", "gewicht = -1", ["»indikatoren.1.gewicht«: »-1« – erwartet mindestens 0."]),
        ("gewicht = 2", "gewicht = inf", ["»indikatoren.1.gewicht«: »inf« – erwartet eine endliche Zahl."]),
        ('kuerzel = "schule", teil_von = "bildung"', 'kuerzel = "schule", teil_von = "bildnug"', ["»schule«: teil_von »bildnug« ist keine Gruppe. Vorhanden: »Index«, »bildung«. Meinten Sie »bildung«?"]),
        ('kuerzel = "schule"', 'kuerzel = "kita"', ["»kita« steht mehrmals unter indikatoren und gruppen."]),
        ('kuerzel = "bildung"', 'kuerzel = "bildung"\nteil_von = "oben"\n[[gruppen]]\nkuerzel = "oben"\nteil_von = "bildung"', ["»bildung«: die Gruppen wären im Kreis Teil voneinander: bildung → oben → bildung."]),
        ('kuerzel = "bildung"', 'kuerzel = "bildung"\n[[gruppen]]\nkuerzel = "leer"', ["»leer« hat keine Indikatoren."]),
        ('teil_von = "bildung"', 'teil_von = "bildung", gewicht = 0', ["»bildung«: die Gewichte seiner Teile (kita, schule) ergeben zusammen null."]),
        ('"angegeben"', '"gleich"', ['»arm«: gewicht = 2 wirkt nur mit gewichtung = "angegeben".']),
        ('kuerzel = "bildung"', 'kuerzel = "bildung"\nzusammenfassung = "geometrisch"', [f'»{k}«: »geometrisch« braucht Werte über null, normierung »z« gibt auch Werte von null oder darunter. Bitte zum Beispiel art = "min-max" mit von = 1 und bis = 100, oder »arithmetisch«.' for k in ("kita", "schule")]),
        ('art = "z"', 'art = "abstand-ziel"', [f"»{k}«: normierung – »abstand-ziel« braucht ziel = …." for k in ("arm", "kita", "schule")]),
        ('art = "z"', 'art = "z"\nvon = 1', [f"»{k}«: normierung – »von« hat bei »z« keine Bedeutung." for k in ("arm", "kita", "schule")]),
        ('art = "z"', 'art = "min-max"\nvon = 5\nbis = 5', [f"»{k}«: normierung – »von« und »bis« sind gleich." for k in ("arm", "kita", "schule")]),
        ('art = "z"', "", ["»normierung.art« fehlt."]),
        ("[-1, 1]", "[1, -1]", ["»klassen«: schnitte: »[1.0, -1.0]« – erwartet aufsteigende, verschiedene Zahlen."]),
        ('["gut", "mittel", "schlecht"]', '["gut", "schlecht"]', ["»klassen«: namen: »gut, schlecht« – erwartet 3 verschiedene Namen, einen mehr als Schnitte."]),
        ('version = "1"', 'version = "1"\nstandardisieren = false', ["klassen: die Schnitte sind Standardabweichungen und brauchen standardisieren = true."]),
        ('kuerzel = "bildung"', 'kuerzel = "Index"\n[[gruppen]]\nkuerzel = "bildung"', ["»Index« heißt immer die oberste Ebene: bitte unter indikatoren und gruppen weglassen."]),
        ('version = "1"', 'version = "1"\nfehlend = "gruppenmittel"', ['fehlend: »gruppenmittel« braucht gruppe = "…", die Spalte mit der Gruppe jedes Gebiets.']),
    ],
)
def test_a_wrong_recipe_names_all_its_faults(write, old, new, faults):
    assert old in GOOD
    project = write(GOOD.replace(old, new))
    with pytest.raises(ProjectError) as fault:
        recipe.load("probe", project)
    count = "1 Problem" if len(faults) == 1 else f"{len(faults)} Probleme"
    assert str(fault.value).splitlines() == [f"rezepte/probe.toml: {count}", *(f"  {f}" for f in faults)]


def test_a_file_that_is_no_toml_or_no_utf_8_says_where(write, tmp_path):
    with pytest.raises(ProjectError, match=r"rezepte/probe.toml: Schreibfehler in Zeile 1"):
        recipe.load("probe", write("name = Probe"))
    (tmp_path / "rezepte" / "probe.toml").write_bytes('name = "Über"'.encode("latin-1"))
    with pytest.raises(ProjectError, match=r"rezepte/probe.toml ist nicht als UTF-8 gespeichert"):
        recipe.load("probe", load_project(tmp_path))
    (tmp_path / "rezepte" / "probe.toml").unlink()
    (tmp_path / "rezepte" / "probe.toml").mkdir()
    with pytest.raises(ProjectError, match=r"rezepte/probe.toml lässt sich nicht lesen \(es ist ein Ordner\)"):
        recipe.load("probe", load_project(tmp_path))


def test_an_indicator_may_have_its_own_scale(write):
    found = recipe.load("probe", write(GOOD.replace('art = "z"', 'art = "abstand-ziel"\nziel = 5').replace("gewicht = 2", "gewicht = 2, normierung = { ziel = 9, kappen = true }")))
    assert [(found.scale(p).art, found.scale(p).ziel, found.scale(p).kappen) for p in found.indikatoren] == [("abstand-ziel", 9, True), *[("abstand-ziel", 5, None)] * 2]


def test_a_variant_made_in_a_notebook_is_checked_like_a_file():
    base = recipe.load("einfach")
    assert base.model_copy(update={"ddof": 1}).ddof == 1
    with pytest.raises(ProjectError) as fault:
        base.model_copy(update={"zusammenfassung": "geometrisch", "indikatoren": [{"kuerzel": "arm", "gewichtt": 2}]})
    assert str(fault.value).splitlines() == ["Rezept »Soziale Lage«, abgewandelt: 1 Problem", "  »indikatoren.1.gewichtt« ist unbekannt. Meinten Sie »gewicht«?"]
    with pytest.raises(ProjectError, match="»harmonisch« braucht Werte über null"):
        base.model_copy(update={"zusammenfassung": "harmonisch"})
    with pytest.raises(ProjectError, match="dynamik: die Schnitte sind Standardabweichungen"):
        base.model_copy(update={"standardisieren": False, "klassen": None})


def test_a_recipe_without_a_file_is_checked_like_one():
    with pytest.raises(ProjectError) as fault:
        recipe.checked({"name": "Probe", "version": "1", "normierung": {"art": "zz"}, "indikatoren": []}, "Probe")
    assert str(fault.value).splitlines()[0] == "Probe: 3 Probleme"
    assert "»quelle« fehlt." in str(fault.value)
