"""Official figures into the tables of places."""

import datetime as dt
import os

import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.project import load
from workbench.read.official.recognise import read
from workbench.schemas._import import import_file, rows_of
from workbench.schemas.kennzahlen import TABLE
from workbench.sections import Comparison

TOML = """format = 1
name = "Probe"
stand = 2025-12-31

[orte.dorsten]
name = "Dorsten"
ags = "05562012"

[orte.dortmund]
name = "Dortmund"
ags = "05913000"

[orte.leer]
name = "Landkreis Leer"
ags = "03457"
art = "Landkreis"

[orte.hesel]
name = "Samtgemeinde Hesel"
ags = "03457402"
"""
GENESIS = """GENESIS-Tabelle: 12411-01-01-5
Bevölkerung nach Geschlecht;;;
Bevölkerungsstand (Anzahl);;;
;;31.12.2022;31.12.2022
;;Insgesamt;männlich
DG;Deutschland;1000;500
03;  Niedersachsen;167;83
03457;      Leer, Landkreis;167;83
03457013;        Leer (Ostfriesland);142;71
03457402;        Hesel, Samtgemeinde;25;.
03457402003;        Brinkum;18;-
03457402009;        Firrel;-;-
05;  Nordrhein-Westfalen;300;150
05562;      Recklinghausen, Kreis;100;50
05562012;        Dorsten, Stadt;74;36
05562024;        Marl, Stadt;26;14
05913;      Dortmund, Kreisfreie Stadt;200;100
__________
Datenlizenz Deutschland - Namensnennung - Version 2.0
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "projekt"
    folder.mkdir()
    (folder / "projekt.toml").write_text(TOML, encoding="utf-8")
    for key in ("dorsten", "dortmund", "leer", "hesel"):
        (folder / key).mkdir()
    return load(folder)


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "12411.csv"
    made.write_text(GENESIS, encoding="utf-8")
    return made


def take(project, file, *keys, dry_run=False):
    return import_file(project, file, [project.orte[k] for k in keys], dry_run=dry_run)


def keys(project, place):
    return set(TABLE.read(project.orte[place].folder)["Schlüssel"])


def test_what_a_file_holds_and_what_was_taken_is_said(project, file, snapshot):
    assert "\n".join(take(project, file, "dorsten", "dortmund")) == snapshot


def test_a_town_gets_itself_and_what_is_above_it(project, file):
    take(project, file, "dorsten")
    assert keys(project, "dorsten") == {"05562012", "05562", "05", "DG"}


def test_a_kreis_gets_its_parts_on_every_level(project, file):
    take(project, file, "leer")
    table = TABLE.read(project.orte["leer"].folder)
    assert dict(zip(table["Schlüssel"], table["Ebene"], strict=True)) == {"DG": "Bund", "03": "Land", "03457": "Kreis", "03457013": "Gemeinde", "03457402": "Gemeindeverband", "03457003": "Gemeinde", "03457009": "Gemeinde"}


def test_a_samtgemeinde_gets_its_members(project, file):
    take(project, file, "hesel")
    assert keys(project, "hesel") == {"03457402", "03457003", "03457009", "03457", "03", "DG"}


def test_a_kreisfreie_stadt_stands_under_the_key_of_the_place(project, file):
    take(project, file, "dortmund")
    table = TABLE.read(project.orte["dortmund"].folder)
    row = table[table["Gebiet"] == "Dortmund, Kreisfreie Stadt"].iloc[0]
    assert (row["Schlüssel"], row["Ebene"], row["Wert"]) == ("05913000", "Gemeinde", 200)


def test_what_a_comparison_set_names_comes_too(project, file):
    compared = project.model_copy(update={"vergleiche": {"nachbarn": Comparison(schluessel=["05562024"]), "Kreis": Comparison(schluessel=["03457"])}})
    rows = rows_of(compared, project.orte["dortmund"], read(file)[0])
    assert {"05562024", "03457"} < set(rows["Schlüssel"])


def test_reasons_and_notes_survive_the_way_into_the_table(project, file):
    take(project, file, "leer")
    table = TABLE.read(project.orte["leer"].folder).set_index(["Schlüssel", "Kennzahl"])
    assert table.loc[("03457402", "Bevölkerungsstand: männlich"), "Grund"] == "unbekannt oder geheim"
    assert table.loc[("03457009", "Bevölkerungsstand"), "Grund"] == "gibt es nicht"
    assert table.loc[("03457003", "Bevölkerungsstand: männlich"), ["Wert", "Hinweis"]].tolist() == [0, "genau null"]
    assert table.loc[("03457", "Bevölkerungsstand"), "Stichtag"] == pd.Timestamp(dt.date(2022, 12, 31))
    assert table["Lizenz"].str.contains("dl-de/by-2-0").all()


def test_a_second_import_replaces_its_rows_and_keeps_all_others(project, file):
    folder = project.orte["dorsten"].folder
    (folder / "kennzahlen.csv").write_text("Kennzahl;Schlüssel;Jahr;Wert;Einheit;Quelle;Lizenz\nArmut;05562012;2022;(14,75);%;BA;\n", encoding="utf-8")
    take(project, file, "dorsten")
    file.write_text(GENESIS.replace(";74;", ";75;"), encoding="utf-8")
    said = take(project, file, "dorsten")
    assert "Dorsten: 8 Zeilen übernommen, 0 neu, 8 ersetzt: dorsten/kennzahlen.csv" in said
    table = TABLE.read(folder)
    assert len(table) == 9
    assert table.loc[0, ["Kennzahl", "Wert", "Grund"]].tolist() == ["Armut", 14.75, "Aussagewert eingeschränkt"]
    assert table.loc[(table["Schlüssel"] == "05562012") & (table["Kennzahl"] == "Bevölkerungsstand"), "Wert"].tolist() == [75]


def test_the_same_import_twice_changes_no_byte(project, file):
    take(project, file, "leer")
    before = (project.orte["leer"].folder / "kennzahlen.csv").read_bytes()
    take(project, file, "leer")
    assert (project.orte["leer"].folder / "kennzahlen.csv").read_bytes() == before


def test_a_dry_run_writes_nothing(project, file):
    assert "Dorsten: 8 Zeilen würden übernommen, 8 neu, 0 ersetzt: dorsten/kennzahlen.csv" in take(project, file, "dorsten", dry_run=True)
    assert list(project.orte["dorsten"].folder.iterdir()) == []


def test_a_faulty_table_of_one_place_stops_all(project, file):
    (project.orte["leer"].folder / "kennzahlen.csv").write_text("Kennzahl;Schlüssel\nArmut;1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"kennzahlen\.csv"):
        take(project, file, "dorsten", "leer")
    assert list(project.orte["dorsten"].folder.iterdir()) == []


def test_where_one_file_cannot_be_written_none_is_changed(project, file, monkeypatch):
    replace, done = os.replace, []

    def fail(source, target):
        if done:
            raise PermissionError(13, "Permission denied")
        done.append(target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DataError, match="lässt sich nicht schreiben"):
        take(project, file, "dorsten", "leer")
    assert [list(project.orte[k].folder.iterdir()) for k in ("dorsten", "leer")] == [[], []]


def test_a_table_in_another_form_is_not_doubled(project, file):
    (project.orte["dorsten"].folder / "kennzahlen.xlsx").write_bytes(b"x")
    with pytest.raises(DataError, match=r"Dorsten hat schon eine Tabelle »kennzahlen.xlsx«"):
        take(project, file, "dorsten")


def test_a_file_about_other_places_says_so(project, file):
    file.write_text(GENESIS.replace("DG;Deutschland;1000;500\n", "").replace("05;  ", "06;  ").replace("05562", "06412").replace("05913", "06413"), encoding="utf-8")
    assert "Dorsten: Keine Zeile der Datei, die sich übernehmen lässt, betrifft diesen Ort, seinen Kreis, sein Land oder seine Vergleiche." in take(project, file, "dorsten")
    assert list(project.orte["dorsten"].folder.iterdir()) == []


def test_a_change_in_percent_may_be_negative_and_a_share_may_not(project, file):
    file.write_text("Schlüssel;Jahr;Veränderung in %;Anteil in %\n05562012;2022;-3,5;12\n", encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    take(project, file, "dorsten")
    assert set(TABLE.read(project.orte["dorsten"].folder)["Quelle"]) == {"Datei »12411.csv«, die keine Quelle nennt"}
    assert TABLE.read(project.orte["dorsten"].folder)["Wert"].tolist() == [-3.5, 12]
    file.write_text(text.replace(";12\n", ";120\n"), encoding="utf-8")
    with pytest.raises(DataError) as fault:
        take(project, file, "dorsten")
    assert str(fault.value) == "12411.csv: 1 Problem\n  »Anteil«, 05562012, 2022, Wert: »120« – erwartet einen Prozentwert zwischen 0 und 100."


def test_a_name_that_does_not_fit_its_key_is_doubted(project, file):
    (project.orte["leer"].folder / "raeume.csv").write_text("Raum;Name\n03457013;Leer (Ostfriesland)\n03457014;Moormerland\n", encoding="utf-8")
    file.write_text("Schlüssel;Gebiet;Jahr;Armut\n05562012;Marl;2022;12\n05913000;Dortmund, Stadt;2022;12\n03457;Leer, Landkreis;2022;1\n03457013;Leer;2022;1\n03457014;Weener, Stadt;2022;1\n", encoding="utf-8")
    said = [line for line in take(project, file, "dorsten", "leer", dry_run=True) if "Stimmt der Schlüssel" in line]
    assert said == [
        "  Unklar: Zum Schlüssel 05562012 nennt die Datei »Marl«, das Projekt »Dorsten«. Stimmt der Schlüssel?",
        "  Unklar: Zum Schlüssel 03457014 nennt die Datei »Weener, Stadt«, das Projekt »Moormerland«. Stimmt der Schlüssel?",
    ]


def test_two_dates_of_a_year_are_two_rows(place):
    head = "Kennzahl;Schlüssel;Jahr;Stichtag;Wert;Einheit;Quelle;Lizenz\n"
    assert len(TABLE.read(place(kennzahlen=head + "A;05562012;2022;30.06.2022;1;;Q;\nA;05562012;2022;31.12.2022;2;;Q;\n"))) == 2


@pytest.mark.parametrize("day", ["", "31.12.2022"])
def test_the_same_figure_twice_is_a_fault_with_and_without_a_date(place, day):
    head = "Kennzahl;Schlüssel;Jahr;Stichtag;Wert;Einheit;Quelle;Lizenz\n"
    with pytest.raises(DataError, match="Zeile 3 hat denselben Schlüssel wie Zeile 2"):
        TABLE.read(place(kennzahlen=head + f"A;05562012;2022;{day};1;;Q;\nA;05562012;2022;{day};2;;Q;\n"))


OFFICIAL = "Kennzahl;Schlüssel;Jahr;Stichtag;Wert;Einheit;Basis;Quelle;Lizenz\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A;05562012;2022;;1;;;Q;\nA;05562012;2022;31.12.2022;2;;;Q;\n", "Zeile 2, Kennzahl: »A« – für »05562012« 2022 fehlt die Angabe des Stichtags, die eine andere Zeile dazu nennt; beide zählten."),
        ("A;05562012;2022;31.12.2022;1;;Zensus 2022;Q;\nA;05562012;2022;31.12.2022;2;;;Q;\n", "Zeile 3, Kennzahl: »A« – für »05562012« 2022 fehlt die Angabe der Basis, die eine andere Zeile dazu nennt; beide zählten."),
        ("A;05562012;2022;;-5;Personen;;Q;\n", "Zeile 2, Wert: »-5« – »A« ist eine Anzahl, erwartet ab 0."),
        ("Kinder;05562012;2022;;-5;;;Q;\n", "Zeile 2, Wert: »-5« – »Kinder« ist eine Anzahl, erwartet ab 0."),
        ("Kinder;05562012;2022;;5;;;Q;\nKinder im SGB II;05562012;2022;;6;;;Q;\n", "Zeile 3, Wert: »6« – »Kinder im SGB II«, »05562012« 2022: Der Zähler eines Anteils (indikatorkatalog) ist größer als der Nenner."),
    ],
)
def test_figures_that_would_break_a_comparison_are_refused_with_their_row(place, rows, said):
    with pytest.raises(DataError) as fault:
        TABLE.read(place(kennzahlen=OFFICIAL + rows))
    assert said in str(fault.value)


def test_a_balance_may_be_negative_and_a_denominator_zero(place):
    rows = "Wanderungssaldo;05562012;2022;;-5;Personen;;Q;\nKinder;05562012;2022;;-;;;Q;\nKinder im SGB II;05562012;2022;;-;;;Q;\nZuzüge;05562012;2022;;9;;;Q;\nEinwohner;05562012;2022;;5;;;Q;\n"
    assert len(TABLE.read(place(kennzahlen=OFFICIAL + rows))) == 5


def test_an_import_refuses_what_the_check_would(project, tmp_path):
    (project.orte["dorsten"].folder / "kennzahlen.csv").write_text(OFFICIAL + "Kinder;05562012;2024;31.12.2024;10;Personen;;Q;\n", encoding="utf-8")
    (own := tmp_path / "eigene.csv").write_text("Kennzahl;Schlüssel;Jahr;Wert\nKinder;05562012;2024;5\n", encoding="utf-8")
    with pytest.raises(DataError, match="fehlt die Angabe des Stichtags"):
        take(project, own, "dorsten")
    assert TABLE.read(project.orte["dorsten"].folder)["Wert"].tolist() == [10]
