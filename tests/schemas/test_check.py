
import datetime as dt
import os
import re
import shutil
from pathlib import Path

import pytest

from workbench import project
from workbench.schemas import tables
from workbench.schemas._check import check

TODAY = dt.date(2026, 1, 1)
TOML = 'format = 1\nname = "P"\nstand = 2025-01-01\n[orte.ort]\nname = "Ort"\nags = "05562012"\n[orte.zwei]\nname = "Zwei"\nags = "05562012"\n'


@pytest.fixture
def both(place) -> Path:
    """Project of two places that share a catalogue."""
    folder = place()
    (folder.parent / "projekt.toml").write_text(TOML, encoding="utf-8")
    shutil.copytree(folder, folder.parent / "zwei")
    return folder.parent


def found(folder, level):
    return [(f.place, f.table, f.text) for f in check(project.load(folder), today=TODAY) if f.level == level]


def test_a_clean_project_has_no_faults(both):
    assert found(both, "Fehler") == []


def test_faults_of_own_recipes_are_named(both):
    (both / "rezepte").mkdir()
    good = 'name = "R"\nversion = "1"\nquelle = "Q"\nindikatoren = [{ kuerzel = "armut" }]\n[normierung]\nart = "z"\n'
    (both / "rezepte" / "eigen.toml").write_text(good, encoding="utf-8")
    (both / "rezepte" / "falsch.toml").write_text(good.replace("armut", "armt"), encoding="utf-8")
    (fault,) = found(both, "Fehler")
    assert fault[:2] == ("", "rezepte")
    assert fault[2].startswith("rezepte/falsch.toml: 1 Problem\n  indikatoren.kuerzel: »armt« steht nicht im Indikatorkatalog.")
    (both / "indikatorkatalog.csv").write_text("x\n1\n", encoding="utf-8")  # then nobody knows the right keys
    assert [f[1] for f in found(both, "Fehler")] == ["indikatorkatalog.csv"]


def test_a_line_of_totals_is_one_fault_that_says_to_delete_it(both):
    (both / "ort" / "verbaende.csv").write_text("Verband;Verbandsart;Gruppen;Juleica\nV1;Sport;3;k. A.\nalle Verbände gesamt;;3;2\n", encoding="utf-8")
    (fault,) = found(both, "Fehler")
    assert fault[2].splitlines()[1:] == [
        "  Zeile 2, Juleica: »k. A.« – erwartet eine ganze Zahl. Ist die Zahl nicht bekannt, bleibt die Zelle leer, wo die Spalte leer sein darf.",
        "  Zeile 3: »alle Verbände gesamt« – eine Summenzeile. Bitte löschen, Summen rechnet die Werkbank.",
    ]


def test_a_total_in_any_column_and_a_remark_below_the_table_are_one_fault_each(both):
    (both / "ort" / "verbaende.csv").write_text("Verband;Verbandsart;Gruppen;Juleica\nV1;Sport;3;1\nV2;Gesamt;x;\n* Stand 2024;;;\n", encoding="utf-8")
    (fault,) = found(both, "Fehler")
    assert fault[2].splitlines()[1:] == [
        "  Zeile 3: »Gesamt« – eine Summenzeile. Bitte löschen, Summen rechnet die Werkbank.",
        "  Zeile 4: Außer »* Stand 2024« steht nichts darin. Eine Anmerkung bitte löschen, sonst ergänzen.",
    ]


def test_days_behind_the_state_of_the_data_are_named(both):
    (both / "ort" / "stunden.csv").write_text("Einrichtung;Datum;Stunde;Anwesende\nE01;01.01.2025;15;9\nE01;08.01.2052;15;9\n", encoding="utf-8")
    said = [text for _, table, text in found(both, "Hinweis") if table == "stunden.csv" and "Stand" in text]
    assert said == ["»stunden.csv«, Datum: 1 Zeile nach dem Stand der Daten (01.01.2025), zuletzt 08.01.2052. Stimmen die Tage und »stand« in projekt.toml?"]


def test_a_recipe_and_a_source_of_projekt_toml_that_there_are_not_are_named(both):
    (both / "projekt.toml").write_text(TOML.replace("[orte.ort]", '[parameter]\nrezept = "einfch"\n[quellen.besuch]\nquelle = "Listen"\n[orte.ort]'), encoding="utf-8")
    assert found(both, "Fehler") == [("", "rezepte", "projekt.toml, Parameter rezept: »einfch« – kein Rezept dieses Namens. Vorhanden: »einfach«, »mss-2021«, »rise«. Meinten Sie »einfach«?")]
    assert ("", "projekt.toml", "projekt.toml, [quellen.besuch]: Die Tabelle »besuch« gibt es nicht; die Quelle steht nirgends. Meinten Sie »besuche«?") in found(both, "Hinweis")


def test_a_comparison_set_with_areas_that_have_no_figures_is_named(both):
    (both / "projekt.toml").write_text(TOML.replace("[orte.ort]", '[vergleiche."Nachbarn"]\nschluessel = ["05762016", "05762036"]\n[orte.ort]', 1), encoding="utf-8")
    assert not [f for f in found(both, "Hinweis") if "Nachbarn" in f[2]], "without any figures the table is missing, and said to be"
    (both / "ort" / "kennzahlen.csv").write_text("Kennzahl;Schlüssel;Jahr;Wert;Einheit;Quelle;Lizenz\nBestand;05762016;2024;9;Personen;Amt;\nBestand;05762036;2024;...;Personen;Amt;\n", encoding="utf-8")
    said = 'projekt.toml, [vergleiche."Nachbarn"]: »kennzahlen« hat keinen Wert für »05762036«; das Vergleichsgebiet hat dann auch keinen. Übernommen werden Zahlen mit workbench import.'
    assert ("", "projekt.toml", said) in found(both, "Hinweis")


def test_an_excluded_area_that_no_place_has_is_named(both):
    (both / "rezepte").mkdir()
    recipe = 'name = "R"\nversion = "1"\nquelle = "Q"\nausschluesse = [{ gebiet = "01", grund = "x" }, { gebiet = "Nirgendwo", grund = "x" }]\nindikatoren = [{ kuerzel = "armut" }]\n[normierung]\nart = "z"\n'
    (both / "rezepte" / "eigen.toml").write_text(recipe, encoding="utf-8")
    said = [text for _, table, text in found(both, "Hinweis") if table == "rezepte"]
    assert said == ["rezepte/eigen.toml, ausschluesse: »Nirgendwo« ist in keinem Ort Schlüssel oder Name eines Raums, es wird also nichts ausgeschlossen."]


def test_missing_tables_are_one_piece_of_information_per_place(both):
    (only,) = [text for place, _, text in found(both, "Hinweis") if place == "Ort"]
    assert set(re.findall("»(.*?)«", only)) == set(tables()) - {"raeume", "einrichtungen", "indikatorkatalog"} - {"strassen", "zuordnung"}  # which no report needs
    assert only.startswith("Ohne Daten: »")
    assert only.endswith(". Berichte, die eine dieser Tabellen brauchen, entfallen.")


def test_a_table_that_lies_there_twice_is_not_called_missing(both):
    (both / "ort" / "raeume.xlsx").write_bytes(b"")
    assert "»raeume«" not in found(both, "Hinweis")[0][2]


def test_all_faults_of_all_places_are_collected(both, snapshot):
    (both / "ort" / "raeume.csv").write_text("Raum;Name\n1;A\n", encoding="utf-8")
    (both / "zwei" / "einrichtungen.csv").write_bytes(b"")
    (both / "zwei" / "raeume.xlsx").write_bytes(b"")
    assert found(both, "Fehler") == snapshot


def test_a_fault_of_a_shared_file_is_named_once(both):
    (both / "indikatorkatalog.csv").write_bytes(b"")
    assert [(place, table) for place, table, _ in found(both, "Fehler")] == [("", "indikatorkatalog.csv")]


def test_files_that_nobody_reads_are_named(both, snapshot):
    for name in ("besuhce.csv", "besuche.pdf", "notizen.txt", "geometrie.csv", "~$besuche.xlsx", ".DS_Store"):
        (both / "ort" / name).touch()
    (both / "ort" / "vorlagen").mkdir()
    assert [f for f in found(both, "Hinweis") if "Ohne Daten" not in f[2]] == snapshot


def test_a_missing_folder_is_a_fault(both):
    shutil.rmtree(both / "zwei")
    assert found(both, "Fehler") == [("Zwei", "zwei", "Der Ordner »zwei« fehlt. Angelegt sein muss er neben projekt.toml.")]


def test_a_folder_that_cannot_be_looked_into_is_a_fault(both, monkeypatch):
    loaded = project.load(both)

    def fail(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", fail)
    assert [f.text for f in check(loaded, today=TODAY)] == [f"{n}: 1 Problem\n  Der Ordner lässt sich nicht lesen (der Zugriff ist verweigert). Ist das Laufwerk erreichbar?" for n in ("ort", "zwei")]


def test_the_sample_has_no_faults():
    assert [f for f in check(project.load(project.SAMPLE), today=TODAY) if f.level == "Fehler"] == []


def test_how_the_positions_of_interviews_were_counted_is_said():
    from workbench.project import SAMPLE, load

    said = {f.place: f.text for f in check(load(SAMPLE), today=TODAY) if f.table == "interviews.qdpx"}
    assert len(said) == 7
    assert all("Zählweise der Textstellen: " in text for text in said.values())
    assert len({text.split(";")[0] for text in said.values()}) > 3


def test_exceptions_that_name_no_table_or_no_place_are_faults(both):
    with (both / "projekt.toml").open("a", encoding="utf-8") as toml:
        toml.write('[[ausnahmen]]\nart = "verzeichnis"\ntabelle = "einrichtung"\ngrund = "x"\n[[ausnahmen]]\nart = "person"\nfall = "B1"\nort = "zwe"\ngrund = "x"\n')
        toml.write('[[ausnahmen]]\nart = "amtlich"\ntabelle = "segmente"\ngrund = "x"\n[[ausnahmen]]\nart = "amtlich"\ntabelle = "kenzahlen"\ngrund = "x"\n[[ausnahmen]]\nart = "person"\nfall = "B1"\nort = "zwei"\ngrund = "x"\n')
    texts = [text for _, _, text in found(both, "Fehler")]
    assert texts == [
        "projekt.toml, [[ausnahmen]] 3: »segmente« enthält Angaben über einzelne Personen und kann nicht »amtlich« sein. Die Regeln für eine Tabelle eines Berichts können nur zwei Personen gemeinsam aussetzen (uebersteuert).",
        "projekt.toml, [[ausnahmen]] 1: Die Tabelle »einrichtung« gibt es nicht. Meinten Sie »einrichtungen«?",
        "projekt.toml, [[ausnahmen]] 2: Den Ort »zwe« gibt es nicht. Meinten Sie »zwei«?",
        "projekt.toml, [[ausnahmen]] 4: Die Tabelle »kenzahlen« gibt es nicht. Meinten Sie »kennzahlen«?",
        "projekt.toml, [[ausnahmen]] 5: Den Fall »B1« gibt es an diesem Ort nicht.",
    ]
