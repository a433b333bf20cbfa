"""One file in the project folder for many places."""

import datetime as dt

import pytest

from workbench import project
from workbench.errors import DataError, MissingTable
from workbench.read import store
from workbench.schemas import bevoelkerung, indikatoren, raeume
from workbench.schemas._check import check

TOML = (
    'format = 1\nname = "P"\nstand = 2025-01-01\nsynthetisch = true\n[orte.dorsten]\nname = "Dorsten"\nags = "05562012"\n'
    '[orte.leer]\nname = "Landkreis Leer"\nags = "03457"\nart = "Landkreis"\n[orte.kiel]\nname = "Kiel"\nags = "01002000"\n'
)
AREAS = "AGS;Raum;Name\n05562012;01;Mitte\n03457;01;Bunde\n05562012;02;Nord\n99999999;01;x\n".replace("99999999", "16999999")
FIGURES = "AGS;Indikator;Raum;Jahr;Zähler;Nenner\n05562012;armut;01;2024;.;480\n03457;armut;01;2024;7;100\n05562012;armut;02;2024;5;90\n"
CATALOGUE = "Indikator;Name;Definition;Zähler;Nenner;Einheit;Richtung;Dimension;Quelle\narmut;Kinderarmut;Anteil;Kinder;Kinder;%;hoch ist belastet;Soziale Lage;BA\n"
DORSTEN, LEER, KIEL = "05562012", "03457", "01002000"


@pytest.fixture
def folder(tmp_path):
    """Project of three places with two files for all of them; Kiel has no rows."""
    for key in ("dorsten", "leer", "kiel"):
        (tmp_path / key).mkdir()
    for name, text in {"projekt.toml": TOML, "raeume.csv": AREAS, "indikatoren.csv": FIGURES, "indikatorkatalog.csv": CATALOGUE}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def part(table, folder, ags):
    return table.TABLE.part(table.TABLE.find(folder, ags), folder, ags)


def said(table, folder, ags):
    with pytest.raises(DataError) as fault:
        table.TABLE.read(folder, ags)
    return str(fault.value)


def test_a_place_reads_its_own_rows(folder):
    assert raeume.TABLE.read(folder / "dorsten", DORSTEN)["Name"].tolist() == ["Mitte", "Nord"]
    assert raeume.TABLE.read(folder / "leer", LEER)["Name"].tolist() == ["Bunde"]
    frame = indikatoren.TABLE.read(folder / "dorsten", DORSTEN)
    assert [str(t) for t in frame.dtypes] == ["str", "str", "int64", "Int64", "int64", "str"]
    assert frame["Grund"].tolist() == ["unbekannt oder geheim", ""]
    assert frame["Zähler"].isna().tolist() == [True, False]


def test_its_own_file_wins(folder):
    (folder / "dorsten" / "raeume.csv").write_text("Raum;Name\n07;Eigen\n", encoding="utf-8")
    assert raeume.TABLE.read(folder / "dorsten", DORSTEN)["Name"].tolist() == ["Eigen"]
    assert part(raeume, folder / "dorsten", DORSTEN) == ""


def test_a_place_without_rows_has_no_such_table(folder):
    assert raeume.TABLE.find(folder / "kiel", KIEL) is None
    assert raeume.TABLE.readable(folder / "kiel", KIEL).empty
    with pytest.raises(MissingTable):
        raeume.TABLE.read(folder / "kiel", KIEL)


def test_a_file_without_the_column_is_read_by_all(folder):
    (folder / "raeume.csv").write_text("Raum;Name\n01;Alle\n", encoding="utf-8")
    assert raeume.TABLE.read(folder / "kiel", KIEL)["Name"].tolist() == ["Alle"]
    assert part(raeume, folder / "kiel", KIEL) == ""


def test_in_the_folder_of_a_place_the_column_is_unknown(folder):
    (folder / "kiel" / "raeume.csv").write_text(AREAS, encoding="utf-8")
    assert "Spalte »AGS« ist unbekannt" in said(raeume, folder / "kiel", KIEL)


def test_all_faults_of_the_file_are_said_at_once_and_no_store_is_made(folder, snapshot):
    rows = ["5562012;01;A", "05562012;;B", "055620123;01;C", "17000000;01;D", ";02;E", "03457;01;F", "03457;01;F", "01002000;1;G", "08325;01;ok", "abc;01;H"]
    (folder / "raeume.csv").write_text("Titel\nAGS;Raum;Name\n" + "\n".join(rows) + "\n", encoding="utf-8")
    text = said(raeume, folder / "dorsten", DORSTEN)
    assert text == snapshot
    assert text == said(raeume, folder / "kiel", KIEL)
    assert not (folder / store.FOLDER).exists()


def test_what_other_tables_say_is_checked_place_by_place_with_the_rows_of_the_file(folder, snapshot):
    (folder / "indikatoren.csv").write_text(FIGURES + "05562012;armut;03;2024;5;90\n05562012;armut;01;2023;91;90\n03457;armut;01;2023;1;2\n", encoding="utf-8")
    assert said(indikatoren, folder / "dorsten", DORSTEN) == snapshot
    assert len(indikatoren.TABLE.read(folder / "leer", LEER)) == 2


def test_the_same_key_at_two_places_is_no_double(folder):
    text = "AGS;Stichtag;Raum;Alter;Geschlecht;Einwohner\n05562012;31.12.2024;01;3;männlich;4\n03457;31.12.2024;01;3;männlich;4\n"
    (folder / "bevoelkerung.csv").write_text(text, encoding="utf-8")
    assert len(bevoelkerung.TABLE.read(folder / "leer", LEER)) == 1


def test_the_hash_is_that_of_the_own_rows(folder):
    before = {ags: part(indikatoren, folder / key, ags) for key, ags in (("dorsten", DORSTEN), ("leer", LEER))}
    (folder / "indikatoren.csv").write_text(FIGURES.replace("5;90", "6;90"), encoding="utf-8")
    after = {ags: part(indikatoren, folder / key, ags) for key, ags in (("dorsten", DORSTEN), ("leer", LEER))}
    assert before[LEER] == after[LEER] != ""
    assert before[DORSTEN] != after[DORSTEN]


def findings(folder):
    return [(f.place, f.table, f.text) for f in check(project.load(folder), today=dt.date(2025, 1, 1)) if f.level == "Fehler"]


def test_the_check_names_faults_of_the_file_once_and_those_of_a_place_with_its_name(folder):
    assert findings(folder) == []
    (folder / "indikatoren.csv").write_text(FIGURES + "05562012;armut;03;2024;5;90\n", encoding="utf-8")
    assert [(place, table) for place, table, _ in findings(folder)] == [("Dorsten", "indikatoren.csv")]
    (folder / "indikatoren.csv").write_text(FIGURES + "x;armut;03;2024;5;90\n", encoding="utf-8")
    assert [(place, table) for place, table, _ in findings(folder)] == [("", "indikatoren.csv")]


def test_the_check_removes_rows_whose_file_is_gone(folder):
    findings(folder)
    (folder / "indikatoren.csv").unlink()
    findings(folder)
    assert {f.name.partition(".")[0] for f in (folder / store.FOLDER).iterdir()} == {"raeume"}
