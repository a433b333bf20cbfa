import datetime as dt
import json

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.errors import DataError, MissingTable
from workbench.schemas import (
    Column,
    Foreign,
    Optional,
    Table,
    besuche,
    bevoelkerung,
    einrichtungen,
    geometrie,
    indikatoren,
    kennzahlen,
    oeffnungszeiten,
    optional,
    personenbesuche,
    raeume,
    stunden,
    tables,
)

HEAD = "Einrichtung;Datum;Altersgruppe;Geschlecht;Besuche\n"


def fault(table, folder) -> str:
    with pytest.raises(DataError) as found:
        table.read(folder)
    return str(found.value)


def test_a_clean_table_is_read_with_its_types(place):
    frame = besuche.TABLE.read(place(besuche=HEAD + "E01;08.01.2024;6-9;weiblich;4\nE02;2024-01-09;10 bis 13;männlich;1.200\n"))
    assert list(frame["Altersgruppe"]) == ["6–9", "10–13"]
    assert list(frame["Besuche"]) == [4, 1200]
    assert list(frame["Datum"]) == [pd.Timestamp(2024, 1, 8), pd.Timestamp(2024, 1, 9)]
    pd.testing.assert_series_equal(frame.dtypes, besuche.TABLE.empty().dtypes)


def test_columns_may_stand_in_any_order_and_case(place):
    frame = raeume.TABLE.read(place(raeume="NAME; raum\nAltstadt;01\n"))
    assert frame.to_dict("list") == {"Raum": ["01"], "Name": ["Altstadt"]}


def test_an_optional_column_may_be_absent(place):
    text = "Einrichtung;Name;Raum;Träger;Trägerart;Angebotsart\nE01;Scheune;01;Stadt;öffentlich;offen\n"
    frame = einrichtungen.TABLE.read(place(einrichtungen=text))
    assert list(frame.columns) == einrichtungen.TABLE.names
    assert frame["Plätze"].dtype == "Int64"
    assert frame["Plätze"].isna().all()


def test_a_missing_value_keeps_its_official_reason(place):
    text = "Indikator;Raum;Jahr;Zähler;Nenner\narmut;01;2023;12;100\narmut;02;2023;.;90\narmut;03;2023;-;80\nzuzug;01;2023;;100\n"
    frame = indikatoren.TABLE.read(place(indikatoren=text))
    assert list(frame["Zähler"].astype(object).where(frame["Zähler"].notna(), None)) == [12, None, 0, None]
    assert list(frame["Grund"]) == ["", "unbekannt oder geheim", "", "keine Angabe"]


BAD = {
    "das Beispiel der Stilregeln": (besuche, "Einrichtung;Datum;Altersgruppe;Geschlech;Besuche\nE01;08.01.2024;9-6;weiblich;4\nE01;31.02.2024;6-9;weiblich;4\n"),
    "Spalte doppelt": (raeume, "Raum;Name;Name\n01;A;B\n"),
    "Spalte fehlt ganz": (raeume, "Raum\n01\n"),
    "Spalten unbekannt": (raeume, "Raum;Name;Bemerkung;Flächen\n01;A;x;5\n"),
    "Kopf zwei Zeilen tiefer und verschrieben": (raeume, "Räume der Stadt\n\nRaum;Nahme\n1;Altstadt\n"),
    "nichts passt": (raeume, "A;B\n1;2\n"),
    "Feld ohne Überschrift": (raeume, "Raum;Name\n01;Alt;stadt\n02;Neu;stadt\n"),
    "nur Kopfzeile": (raeume, "Raum;Name\n"),
    "leere Felder": (besuche, HEAD + ";08.01.2024;;weiblich;\n"),
    "Zahlen": (besuche, HEAD + "".join(f"E01;0{i}.01.2024;6–9;weiblich;{n}\n" for i, n in enumerate(["1.5", "-", ".", "x", "/", "-4", "12,5 %", "2,5", "viele"], 1))),
    "Datum": (besuche, HEAD + "E01;31.02.2024;6–9;weiblich;1\nE01;08.01.24;6–9;weiblich;1\nE01;gestern;6–9;weiblich;1\n"),
    "unbekannte Wörter": (besuche, HEAD + "E01;08.01.2024;6 bis 10;weiblch;1\n"),
    "unbekannte Einrichtung": (besuche, HEAD + "E1;08.01.2024;6–9;weiblich;1\nXYZ;08.01.2024;6–9;weiblich;1\n"),
    "Schlüssel ohne führende Null": (bevoelkerung, "Stichtag;Raum;Alter;Geschlecht;Einwohner\n31.12.2024;1;5;weiblich;7\n31.12.2024;04;5;weiblich;7\n"),
    "amtlicher Schlüssel ohne führende Null": (kennzahlen, "Kennzahl;Schlüssel;Jahr;Wert;Einheit;Quelle;Lizenz\nBevölkerung;5562012;2022;74257;Personen;Zensus;\n"),
    "Zeilen doppelt": (besuche, HEAD + "E01;08.01.2024;6–9;weiblich;1\nE01;08.01.2024;6-9;weiblich;1\nE01;08.01.2024;6-9;weiblich;2\n"),
    "Zähler größer als Nenner": (indikatoren, "Indikator;Raum;Jahr;Zähler;Nenner\narmut;01;2023;120;100\nzuzug;01;2023;120;100\narmt;01;2023;1;100\n"),
    "Prozent über 100": (kennzahlen, "Kennzahl;Schlüssel;Jahr;Wert;Einheit;Quelle;Lizenz\nArmut;05562012;2022;120,5;%;BA;\nArmut;05562012;2021;.;%;BA;\n"),
    "Alter und Stunde": (stunden, "Einrichtung;Datum;Stunde;Anwesende\nE01;08.01.2024;24;3\nE01;08.01.2024;16;-1\n"),
    "Zeitspannen": (oeffnungszeiten, "Einrichtung;Wochentag;Von;Bis\nE01;Dienstag;16:00;18:00\nE01;Dienstag;14:00;17:00\nE01;Mittwoch;16:00;24:00\nE01;Dienstag;18:00;20:00\n"),
    "Uhrzeiten": (oeffnungszeiten, "Einrichtung;Wochentag;Von;Bis\nE01;Montag;25:00;20:00\nE01;Mittwoche;14:00;13:00\n"),
    "Wohnraum": (personenbesuche, "Einrichtung;Datum;Person;Altersgruppe;Geschlecht;Wohnraum\nE01;08.01.2024;P1;6–9;weiblich;außerhalb\nE01;08.01.2024;P2;6–9;weiblich;09\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_faulty_file_is_explained(place, snapshot, name):
    module, text = BAD[name]
    assert fault(module.TABLE, place(**{module.TABLE.name: text})) == snapshot


def test_twenty_faults_are_listed_and_the_rest_is_counted(place):
    rows = "".join(f"E01;{i:02}.01.2024;6–9;weiblich;-{i}\n" for i in range(1, 31))
    said = fault(besuche.TABLE, place(besuche=HEAD + rows)).splitlines()
    assert said[0] == "besuche.csv: 30 Probleme"
    assert said[20:] == ["  Zeile 21, Besuche: »-20« – erwartet eine Zahl ab 0.", "  … und 10 weitere."]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.permutations(["E01;31.02.2024;6–9;weiblich;1", "E09;08.01.2024;6–9;weiblich;1", "E01;09.01.2024;6–9;weiblich;-1", "E01;10.01.2024;;weiblich;1"]))
def test_faults_stand_in_the_order_of_the_rows(place, rows):
    said = fault(besuche.TABLE, place(besuche=HEAD + "\n".join(rows)))
    assert [line.split(",")[0] for line in said.splitlines()[1:]] == ["  Zeile 2", "  Zeile 3", "  Zeile 4", "  Zeile 5"]


def workbook(file, rows):
    with xlsxwriter.Workbook(file, {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                (sheet.write_string if isinstance(cell, str) else sheet.write)(i, j, cell)


def test_excels_own_cells_are_read(place):
    folder = place()
    days = (dt.date(2024, 1, 8), 45299, "08.01.2024")
    rows = [HEAD.strip().split(";"), *[["E01", day, group, "weiblich", n] for day, group, n in zip(days, (dt.date(2026, 9, 6), dt.date(2013, 10, 1), "14-17"), (5, 7.0, "9"), strict=True)]]
    workbook(folder / "besuche.xlsx", rows)
    frame = besuche.TABLE.read(folder)
    assert list(frame["Altersgruppe"]) == ["6–9", "10–13", "14–17"]
    assert set(frame["Datum"]) == {pd.Timestamp(2024, 1, 8)}
    assert list(frame["Besuche"]) == [5, 7, 9]


def test_keys_that_excel_made_numbers_are_refused_with_the_right_key(place, snapshot):
    folder = place()
    (folder / "raeume.csv").unlink()
    workbook(folder / "raeume.xlsx", [["Raum", "Name"], [1, "Altstadt"], ["02", "Hervest"], [3457013, "Leer (Ostfriesland)"]])
    assert fault(raeume.TABLE, folder) == snapshot


def geojson(*keys):
    x, y = 360_000, 5_720_000
    ring = [[x, y], [x + 100, y], [x + 100, y + 100], [x, y]]
    features = [{"type": "Feature", "properties": {"Raum": k}, "geometry": {"type": "Polygon", "coordinates": [ring]}} for k in keys]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_the_outlines_of_all_areas_are_read(place):
    folder = place()
    (folder / "geometrie.geojson").write_text(geojson("01", "02", "03", "03"), encoding="utf-8")
    frame = geometrie.TABLE.read(folder)
    assert list(frame["Raum"]) == ["01", "02", "03", "03"]
    assert len(frame["Ring"][0][0]) == 4


def test_an_area_that_only_the_data_or_only_the_geometry_has_is_a_fault(place, snapshot):
    folder = place()
    (folder / "geometrie.geojson").write_text(geojson("01", "2", "04", 3), encoding="utf-8")
    assert fault(geometrie.TABLE, folder) == snapshot


def test_a_table_of_the_project_serves_every_place(place):
    folder = place()
    table = tables()["indikatorkatalog"]
    assert table.find(folder) == folder.parent / "indikatorkatalog.csv"
    (folder / "indikatorkatalog.csv").write_bytes((folder.parent / "indikatorkatalog.csv").read_bytes())
    assert table.find(folder) == folder / "indikatorkatalog.csv"


def test_a_missing_table_is_not_found(place):
    folder = place()
    assert besuche.TABLE.find(folder) is None
    with pytest.raises(MissingTable, match="ort: keine Tabelle »besuche«"):
        besuche.TABLE.read(folder)


def test_two_files_for_one_table_are_refused(place):
    folder = place(besuche=HEAD)
    (folder / "besuche.xlsx").touch()
    assert fault(besuche.TABLE, folder) == "besuche: 1 Problem\n  Die Tabelle liegt mehrfach da: »besuche.csv« und »besuche.xlsx«. Bitte nur eine Datei behalten."


def test_excels_lock_file_is_no_table(place):
    folder = place()
    (folder / "~$besuche.xlsx").touch()
    assert besuche.TABLE.find(folder) is None


def test_keys_are_not_checked_against_a_table_that_cannot_be_read(place):
    text = HEAD + "E77;08.01.2024;6–9;weiblich;1\n"
    for broken in ("", "Einrichtung;Name\n"):
        assert list(besuche.TABLE.read(place(besuche=text, einrichtungen=broken))["Einrichtung"]) == ["E77"]


PROJECT = Table(
    "proben",
    "Proben",
    "Eine Tabelle aus einer fremden Datei.",
    (Column("Fall", "key", "Fall"), Column("Text", "verbatim", "Text", empty=True)),
    key=("Fall",),
    foreign=Foreign("projekt.xyz", lambda file: pd.DataFrame([line.split("|") for line in file.read_text().splitlines()], columns=["Fall", "Text"])),
)


def test_a_table_may_come_from_another_file(tmp_path):
    (tmp_path / "projekt.xyz").write_text("A| wörtlich \nB|")
    assert PROJECT.find(tmp_path) == tmp_path / "projekt.xyz"
    assert PROJECT.read(tmp_path)["Text"][0] == " wörtlich "


def test_the_other_file_may_hold_nothing_of_it(tmp_path):
    (tmp_path / "projekt.xyz").write_text("")
    pd.testing.assert_frame_equal(PROJECT.read(tmp_path), PROJECT.empty())


def test_faults_of_another_file_count_entries_not_rows(tmp_path):
    (tmp_path / "projekt.xyz").write_text("A|x\nA|x\n|y")
    assert fault(PROJECT, tmp_path).splitlines()[1:] == ["  Eintrag 2 ist dieselbe Angabe wie Eintrag 1. Bitte eine davon löschen.", "  Eintrag 3, Fall: leer – erwartet einen Schlüssel."]


def test_a_file_of_the_tables_own_name_wins(tmp_path):
    (tmp_path / "projekt.xyz").write_text("A|x")
    (tmp_path / "proben.csv").write_text("Fall;Text\nB;y\n")
    assert list(PROJECT.read(tmp_path)["Fall"]) == ["B"]


def test_an_optional_table_keeps_its_declaration():
    assert optional(besuche) == Optional(besuche.TABLE)


def test_a_wrong_key_is_one_fault_and_not_one_in_every_table_that_names_it(place):
    wrong = place(raeume="Raum;Name\n1;Altstadt\n02;Hervest\n")
    assert "»1« – erwartet »01«" in fault(raeume.TABLE, wrong)
    assert len(tables()["einrichtungen"].read(wrong)) == 2


def test_a_key_that_stands_twice_is_one_fault_and_not_one_in_every_row_that_names_the_one_it_replaces(place):
    twice = place(raeume="Raum;Name\n01;Altstadt\n01;Hervest\n")
    assert "Zeile 3 hat denselben Schlüssel wie Zeile 2 (Raum »01«), aber andere Angaben." in fault(raeume.TABLE, twice)
    assert list(tables()["einrichtungen"].read(twice)["Raum"]) == ["01", "02"]


CATALOGUE_LINE = "armut;Kinderarmut;Anteil;Kinder im SGB II;Kinder;%;hoch ist belastet;Soziale Lage;BA;{}\n"
CATALOGUE_HEAD = "Indikator;Name;Definition;Zähler;Nenner;Einheit;Richtung;Dimension;Quelle;Brüche\n"


@pytest.mark.parametrize("cell", ["2022", "2011, 2022", " 2011 ,2022 ", "2011,2022", ""])
def test_breaks_of_the_catalogue_are_years(place, cell):
    folder = place()
    (folder.parent / "indikatorkatalog.csv").write_text(CATALOGUE_HEAD + CATALOGUE_LINE.format(cell), encoding="utf-8")
    assert len(tables()["indikatorkatalog"].read(folder)) == 1


@pytest.mark.parametrize("cell", ["Zensus", "22", "2022 Zensus", "20222", "3022"])
def test_a_break_that_is_no_year_is_named_with_what_is_expected(place, cell):
    folder = place()
    (folder.parent / "indikatorkatalog.csv").write_text(CATALOGUE_HEAD + CATALOGUE_LINE.format(cell), encoding="utf-8")
    with pytest.raises(DataError) as fault:
        tables()["indikatorkatalog"].read(folder)
    assert str(fault.value) == (
        f"indikatorkatalog.csv: 1 Problem\n  Zeile 2, Brüche: »{cell}« – erwartet Jahre mit vier Ziffern, mehrere mit Komma: »2022« oder »2011, 2022« (das erste Jahr mit der neuen Datenbasis)."
    )


def test_an_unknown_direction_of_the_catalogue_is_named_with_those_that_there_are(place):
    folder = place()
    line = CATALOGUE_LINE.format("").replace("hoch ist belastet", "hoch ist schlecht")
    (folder.parent / "indikatorkatalog.csv").write_text(CATALOGUE_HEAD + line, encoding="utf-8")
    with pytest.raises(DataError) as fault:
        tables()["indikatorkatalog"].read(folder)
    assert "Zeile 2, Richtung: »hoch ist schlecht« – erwartet eines von »hoch ist belastet«, »niedrig ist belastet«, »ohne Richtung«." in str(fault.value)


def test_a_break_may_be_a_number_as_excel_writes_it():
    from workbench.schemas.indikatorkatalog import years

    assert years(2022) == years(2022.0) == years("2022") == [2022]
    assert years(None) == years(float("nan")) == []


@pytest.mark.parametrize(("unit", "near"), [("Prozente", "%"), ("v.H.", "%"), ("Prozent %", "%"), ("Promille", "je 1.000"), ("pro 1000", "je 1.000"), ("auf 10.000 Kinder", "je 10.000")])
def test_a_unit_that_looks_like_a_known_one_is_a_hint_with_it(place, unit, near):
    assert f": »{unit}« (armut; gemeint »{near}«?). Gerechnet" in _unit_hint(place(), unit)


@pytest.mark.parametrize("unit", ["%", "Prozent", "je 1000", "je 1.000 unter 21-Jährige", "Euro je Kind"])
def test_a_unit_that_is_computed_or_that_no_count_needs_is_no_hint(place, unit):
    assert _unit_hint(place(), unit) == ""


def test_an_unknown_unit_of_an_indicator_that_has_counts_is_a_hint(place):
    counts = "Indikator;Raum;Jahr;Zähler;Nenner\narmut;01;2024;3;9\n"
    assert "stehen ohne Umrechnung da: »Punkte« (armut). " in _unit_hint(place(indikatoren=counts), "Punkte")


def _unit_hint(folder, unit) -> str:
    (folder.parent / "indikatorkatalog.csv").write_text(CATALOGUE_HEAD + CATALOGUE_LINE.replace("%", unit).format(""), encoding="utf-8")
    table = tables()["indikatorkatalog"]
    return table.unlikely(table.read(folder), folder)
