"""projekt.toml: strict, and every fault in German."""

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from workbench.errors import ProjectError
from workbench.project import Limits, Rule, load, slug

GOOD = """
format = 1
name = "Probe"
stand = 2025-12-31
[orte.dorsten]
name = "Dorsten"
ags = "05562012"
"""
PARTS = GOOD + """teil_von = "kreis"
[orte.kreis]
name = "Kreis"
ags = "05562"
[orte.hardt]
name = "Hardt"
ags = "05562012"
teil_von = "dorsten"
als = "03"
"""


def folder(tmp_path: Path, text: str) -> Path:
    """A project folder with that projekt.toml."""
    (tmp_path / "projekt.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_project_knows_its_places_and_their_folders(tmp_path: Path) -> None:
    project = load(folder(tmp_path, GOOD))
    place = project.place("dorsten")
    assert (place.key, place.name, place.ags, place.folder) == ("dorsten", "Dorsten", "05562012", tmp_path / "dorsten")
    assert project.regeln.mindestzahl == 3
    assert project.reports == tmp_path / "reports"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "projekt.toml").write_text(GOOD, encoding="utf-8-sig")
    assert load(tmp_path).name == "Probe"


def test_a_place_is_found_by_key_or_name(tmp_path: Path) -> None:
    project = load(folder(tmp_path, GOOD.replace('"Dorsten"', '"Stadt Dorsten"')))
    assert project.named_place("stadt dorsten").key == project.named_place("dorsten").key == "dorsten"
    with pytest.raises(ProjectError, match="Meinten Sie »dorsten«"):
        project.named_place("dosten")


def test_a_comparison_set_names_official_areas(tmp_path: Path) -> None:
    text = GOOD + '[vergleiche."Kreisjugendamt Steinfurt"]\nschluessel = ["05566"]\nohne = ["05566028", "05566076"]\n'
    (only,) = load(folder(tmp_path, text)).vergleiche.values()
    assert (only.schluessel, only.ohne) == (["05566"], ["05566028", "05566076"])


def test_a_plan_lists_reports_and_chapters(tmp_path: Path) -> None:
    plan = load(folder(tmp_path, GOOD + '[plan]\ntitel = "Plan {ort}"\nkapitel = ["10_x", "texte/{ort}/ziele.md"]\n')).plan
    assert plan is not None
    assert (plan.titel, plan.kapitel) == ("Plan {ort}", ["10_x", "texte/{ort}/ziele.md"])


@pytest.mark.parametrize(
    ("section", "fault"),
    [
        ('titel = "P"\nkapitel = []', "»plan.kapitel«: »[]« – darf nicht leer sein."),
        ('kapitel = ["10"]', "»plan.titel« fehlt."),
        ('titel = "P"\nkapitel = ["10"]\nkapitl = 1', "»plan.kapitl« ist unbekannt. Meinten Sie »kapitel«?"),
        ('titel = "P"\nkapitel = ["ziele.md"]', '»plan«: »ziele.md« – eigene Kapitel liegen im Ordner texte, z. B. "texte/{ort}/ziele.md".'),
        ('titel = "P"\nkapitel = ["texte/../schluessel/x.md"]', '»plan«: »texte/../schluessel/x.md« – eigene Kapitel liegen im Ordner texte, z. B. "texte/{ort}/ziele.md".'),
        ('titel = "Plan {Ort}"\nkapitel = ["10"]', "»plan«: »Plan {Ort}« – in geschweiften Klammern steht nur {ort}."),
    ],
)
def test_a_wrong_plan_is_named(tmp_path: Path, section: str, fault: str) -> None:
    with pytest.raises(ProjectError) as raised:
        load(folder(tmp_path, f"{GOOD}[plan]\n{section}\n"))
    assert str(raised.value) == f"projekt.toml: 1 Problem\n  {fault}"


def test_the_environment_names_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_PROJECT", str(folder(tmp_path, GOOD)))
    assert load().name == "Probe"


def test_the_secret_is_read_from_its_own_folder(tmp_path: Path) -> None:
    project = load(folder(tmp_path, GOOD))
    assert project.secret == ""
    (tmp_path / "schluessel").mkdir()
    (tmp_path / "schluessel" / "geheimnis.txt").write_text("geheim\n", encoding="utf-8")
    assert project.secret == "geheim"  # noqa: S105 (a test's secret)


def test_a_secret_that_cannot_be_read_is_a_fault_and_not_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "schluessel" / "geheimnis.txt").mkdir(parents=True)
    with pytest.raises(ProjectError, match=r"^schluessel/geheimnis\.txt lässt sich nicht lesen \(.+\)\. Bitte die Zugriffsrechte auf den Ordner »schluessel« prüfen\.$"):
        _ = load(folder(tmp_path, GOOD)).secret


def test_a_part_of_a_place_is_named_by_its_way_up(tmp_path: Path) -> None:
    project = load(folder(tmp_path, PARTS))
    assert project.chain("hardt") == ["kreis/05562012/03", "kreis/05562012", "kreis"]
    assert list(project.codes.values()) == ["kreis/05562012", "kreis", "kreis/05562012/03"]


def test_a_table_can_have_rules_of_its_own(tmp_path: Path) -> None:
    rule = load(folder(tmp_path, GOOD + '[regeln]\nmindestzahl = 5\nmindestbasis = 20\n[regeln.tabellen."Besuche nach Alter"]\nmindestzahl = 3\n')).regeln
    own, other = rule.for_table("Besuche nach Alter"), rule.for_table("Besuche")
    assert (own.mindestzahl, own.mindestbasis) == (3, 20)
    assert (other.mindestzahl, other.mindestbasis) == (5, 20)
    assert own.for_table("Besuche nach Alter") == own


def test_declared_exceptions_are_read(tmp_path: Path) -> None:
    text = '[[ausnahmen]]\nart = "uebersteuert"\ntabelle = "Besuche"\ngrund = "Beschluss"\nfreigegeben_von = ["A. Muster", "B. Beispiel"]\nam = 2025-03-12\n'
    (only,) = load(folder(tmp_path, GOOD + text)).ausnahmen
    assert (only.art, only.tabelle, only.freigegeben_von, str(only.am)) == ("uebersteuert", "Besuche", ["A. Muster", "B. Beispiel"], "2025-03-12")


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("a key without its leading zero", GOOD.replace('"05562012"', "5562012")),
        ("a key of seven digits", GOOD.replace("05562012", "5562012")),
        ("misspelt words", GOOD.replace('name = "Probe"', 'name = "Probe"\nsynthetsich = true')),
        ("a wrong rule", GOOD + '[regeln]\nmindestzal = 5\nmindestpersonen = "drei"\nmindestzahl = 0\n'),
        ("a date in quotes", GOOD.replace("2025-12-31", '"31.12.2025"')),
        ("an unforeseen fault", GOOD + "[regeln]\nmindestzahl = 1.5\n"),
        ("nothing but a head", "format = 1"),
        ("an unknown kind of place", GOOD + 'art = "Dorf"\n'),
        ("names of sections that are no folders", GOOD.replace("orte.dorsten", 'orte."../Köln"')),
        ("a rule that a table does not have", GOOD + '[regeln.tabellen."Besuche nach Alter"]\nmindestzal = 5\nrundung = 4\nmindestpersonen = 2\nnullen_verbergen = 1\n'),
        ("a rule for a table without a section", GOOD + '[regeln.tabellen]\n"Besuche nach Alter" = 5\n'),
        ("an exception without reason", GOOD + '[[ausnahmen]]\nart = "verzeichnis"\ntabelle = "einrichtungen"\n[[ausnahmen]]\nart = "amtich"\ngrund = "x"\ntabele = "y"\n'),
        ("exceptions that do not say for what", GOOD + "".join(f'[[ausnahmen]]\nart = "{art}"\ngrund = "x"\n' for art in ("amtlich", "verzeichnis", "person", "rollengruppe"))),
        ("an override by one person", GOOD + '[[ausnahmen]]\nart = "uebersteuert"\ntabelle = "Besuche"\ngrund = "x"\nfreigegeben_von = ["A. Muster", "a. muster "]\n'),
        *((f"an override by {who} alone", GOOD + f'[[ausnahmen]]\nart = "uebersteuert"\ntabelle = "Besuche"\ngrund = "x"\nfreigegeben_von = [{who}]\n') for who in ('"A. Muster", "Muster, Anna"', '"Anna Muster", "Anna Mu\u00adster"', '"Anna Muster", "-", "?"')),
        ("a reason of spaces", GOOD + '[[ausnahmen]]\nart = "verzeichnis"\ntabelle = "einrichtungen"\ngrund = " "\n'),
        ("a person of no place", PARTS + '[[ausnahmen]]\nart = "person"\nfall = "I-01"\ngrund = "x"\n'),
        ("an exception in single brackets", GOOD + "[ausnahmen]\n"),
        ("a part of nothing", PARTS.replace('teil_von = "kreis"', 'teil_von = "kries"')),
        ("a part of itself", PARTS.replace('ags = "05562"', 'ags = "05562"\nteil_von = "dorsten"')),
        ("two parts of one key", PARTS + '[orte.hervest]\nname = "Hervest"\nags = "05562012"\nteil_von = "kreis"\n'),
        ("a look that cannot be", GOOD + '[gestaltung]\nakzent = "blau"\nlogo = 3\nfarbe = "#000000"\n'),
        ("comparison sets that cannot be", GOOD + '[vergleiche."A"]\nschluessel = ["5566", 5]\nonhe = []\n[vergleiche."B"]\nschluessel = []\n'),
        ("a comparison set that counts an area twice", GOOD + '[vergleiche."A"]\nschluessel = ["05566", "05566028"]\n'),
        ("a comparison set without what is not in it", GOOD + '[vergleiche."A"]\nschluessel = ["05566"]\nohne = ["05562012"]\n'),
        ("a comparison set that takes an area away twice", GOOD + '[vergleiche."A"]\nschluessel = ["05566"]\nohne = ["05566028", "05566028"]\n'),
        ("a comparison set with the name of a place", GOOD + '[vergleiche."dorsten"]\nschluessel = ["05566"]\n'),
        ("a later format", GOOD.replace("format = 1", "format = 2")),
        ("broken toml", "format = = 1"),
        ("places that are no table", 'format = 1\nname = "Probe"\nstand = 2025-12-31\norte = "Dorsten"'),
        ("a place that is no table", 'format = 1\nname = "Probe"\nstand = 2025-12-31\n[orte]\ndorsten = "Dorsten"'),
    ],
    ids=lambda v: "" if "\n" in v else v,
)
def test_every_fault_is_named_in_german(tmp_path: Path, snapshot: SnapshotAssertion, case: str, text: str) -> None:
    with pytest.raises(ProjectError) as fault:
        load(folder(tmp_path, text))
    assert str(fault.value) == snapshot, case


def test_a_folder_without_projekt_toml_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as fault:
        load(tmp_path / "leer")
    assert str(fault.value) == "»leer« ist kein Projektordner: projekt.toml fehlt. Neu anlegen: workbench new ORDNER --place NAME --ags SCHLÜSSEL."


def test_another_encoding_is_explained(tmp_path: Path) -> None:
    (tmp_path / "projekt.toml").write_bytes(GOOD.replace("Probe", "Prüfung").encode("cp1252"))
    with pytest.raises(ProjectError, match="nicht als UTF-8 gespeichert"):
        load(tmp_path)


def test_a_locked_file_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", locked)
    with pytest.raises(ProjectError, match="Ist die Datei gesperrt"):
        load(tmp_path)


def test_an_unknown_place_gets_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as fault:
        load(folder(tmp_path, GOOD)).place("dorstn")
    assert str(fault.value) == "projekt.toml: Ort »dorstn« fehlt – vorhanden: »dorsten«. Meinten Sie »dorsten«?"


def test_the_handbook_lists_every_rule_with_its_default_and_whether_a_table_may_differ() -> None:
    page = (Path(__file__).parents[1] / "docs" / "handbuch" / "2-neues-projekt.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| (\w+) \| (ja|nein) \|", page, re.MULTILINE)
    declared = {n: (str(f.default).lower(), "ja" if n in Limits.model_fields else "nein") for n, f in Rule.model_fields.items() if n != "tabellen"}
    assert {name: (default, own) for name, default, own in listed} == declared


@pytest.mark.parametrize(
    ("name", "safe"),
    [("Ibbenbüren", "ibbenbueren"), ("../../etc", "etc"), ('Köln/Süd "<script>"', "koeln-sued-script"), ("…", "ort"), ("Große Straße", "grosse-strasse")],
)
def test_a_place_name_becomes_a_safe_file_name(name: str, safe: str) -> None:
    assert slug(name) == safe


@pytest.mark.parametrize(("section", "where"), [("[regeln]", "regeln"), ("[regeln.tabellen.Besuche]", "regeln.tabellen.Besuche")])
def test_a_minimum_below_three_is_refused(tmp_path: Path, section: str, where: str) -> None:
    with pytest.raises(ProjectError, match=f"»{where}.mindestzahl«: »2« – erwartet mindestens 3"):
        load(folder(tmp_path, GOOD + f"{section}\nmindestzahl = 2\n"))
