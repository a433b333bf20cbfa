"""What may stand in the files of a batch although it looks like a name, and what may not stand in what all places bear."""

import pytest

from workbench.batch import compose
from workbench.errors import ProjectError
from workbench.project import load

TOML = 'format = 1\nname = "P"\nstand = 2025-01-01\n[orte.a]\nname = "Adorf"\nags = "05562012"\n[orte.b]\nname = "Bdorf"\nags = "05566028"\n'


@pytest.fixture
def project(tmp_path):
    """Declare an exception in a project of two places, the first of which has a list of names and a directory."""

    def build(**given):
        lines = "".join(f'{key} = "{value}"\n' for key, value in given.items())
        (tmp_path / "projekt.toml").write_text(f"{TOML}[[ausnahmen]]\n{lines}", encoding="utf-8")
        for place in ("a", "b"):
            (tmp_path / place).mkdir()
            (tmp_path / place / "einrichtungen.csv").write_text("Einrichtung;Name;Träger;Raum\nH1;Haus;Stadt;\n", encoding="utf-8")
        (tmp_path / "schluessel").mkdir()
        (tmp_path / "schluessel" / "a.csv").write_text("Original;Pseudonym\nFrau Szymkowiak;Frau A.\n", encoding="utf-8")
        return load(tmp_path)

    return build


def test_a_directory_is_declared_for_its_own_place(project):
    made = project(art="verzeichnis", tabelle="einrichtungen", ort="a", grund="x")
    assert ("Haus" in compose.declared(made, ["a"]), "Haus" in compose.declared(made, ["b"]), "Haus" in compose.declared(made, ["a", "b"])) == (True, False, True)


def test_interviews_are_no_directory(project):
    with pytest.raises(ProjectError, match="»segmente« enthält Angaben über einzelne Personen"):
        compose.declared(project(art="verzeichnis", tabelle="segmente", grund="x"), ["b"])


def test_a_reason_that_all_places_bear_holds_no_name_of_any(project):
    with pytest.raises(ProjectError, match=r"\[\[ausnahmen\]\] 1: In »grund«, »rolle«, »gruppe« oder »freigegeben_von« steht ein Name") as fault:
        compose.reasons(project(art="rollengruppe", rolle="Leitung", gruppe="Fachkräfte", grund="vereinbart mit Frau Szymkowiak"))
    assert "Szymkowiak" not in str(fault.value)


def test_a_reason_of_one_place_is_looked_at_with_its_record(project):
    made = project(art="rollengruppe", rolle="Leitung", gruppe="Fachkräfte", ort="a", grund="vereinbart mit Frau Szymkowiak")
    compose.reasons(made)
    (made.folder / "projekt.toml").write_text((made.folder / "projekt.toml").read_text(encoding="utf-8").replace('ort = "a"', 'ort = "b"'), encoding="utf-8")
    with pytest.raises(ProjectError, match="ausnahmen"):
        compose.reasons(load(made.folder))


@pytest.mark.parametrize("text", ['[quellen.raeume]\nquelle = "Liste von Frau Szymkowiak"', '[plan]\ntitel = "Plan für K. Szymkowiak"\nkapitel = ["10"]'])
def test_what_all_places_print_holds_no_name_of_any(project, text):
    made = project(art="verzeichnis", tabelle="einrichtungen", grund="x")
    compose.reasons(made)
    (made.folder / "projekt.toml").write_text(f"{TOML}{text}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"In »(quelle|titel)«") as fault:
        compose.reasons(load(made.folder))
    assert "Szymkowiak" not in str(fault.value)


def test_an_imprint_that_is_a_name_of_the_list_does_not_end_the_search_for_it(project):
    made = project(art="verzeichnis", tabelle="einrichtungen", ort="a", grund="x")
    (made.folder / "projekt.toml").write_text(f'{TOML}[gestaltung]\nname = "Haus am Ring"\nimpressum = """\nSzymkowiak\nFrau Szymkowiak, Ring 3"""\n', encoding="utf-8")
    found = compose.declared(load(made.folder), ["a"])
    assert {"Haus am Ring", "Frau Szymkowiak, Ring 3"} <= found
    assert "Szymkowiak" not in found


def test_a_surname_that_is_an_area_does_not_stop_every_report(project):
    made = project(art="verzeichnis", tabelle="einrichtungen", ort="b", grund="x")
    (made.folder / "a" / "raeume.csv").write_text("Raum;Name\n01;Hervest Nord\n02;Wulfen\n", encoding="utf-8")
    (made.folder / "schluessel" / "a.csv").write_text("Original;Pseudonym\nPetra Hervest;P1\nAli Adorf;P2\nEva Wulfen;P3\nWulfen;P4\nPetra Yilmaz;P5\n", encoding="utf-8")
    assert compose.declared(made, ["a"]) & {"Hervest", "Adorf", "Wulfen", "Yilmaz"} == {"Hervest", "Adorf"}
    assert not compose.declared(made, ["b"]) & {"Hervest", "Adorf"}


def test_a_surname_that_is_an_area_may_stand_in_what_all_places_print(project):
    made = project(art="rollengruppe", rolle="Leitung", gruppe="Fachkräfte", grund="vereinbart in Adorf mit dem Amt")
    (made.folder / "schluessel" / "a.csv").write_text("Original;Pseudonym\nPetra Adorf;P1\n", encoding="utf-8")
    compose.reasons(made)
    (made.folder / "projekt.toml").write_text((made.folder / "projekt.toml").read_text(encoding="utf-8").replace("in Adorf mit dem Amt", "mit Frau Adorf"), encoding="utf-8")
    with pytest.raises(ProjectError, match="ausnahmen"):
        compose.reasons(load(made.folder))
