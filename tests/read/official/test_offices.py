"""Printed tables of other offices: Landesdatenbank NRW, Statistikamt Nord, Bundesagentur für Arbeit."""

import contextlib
import datetime as dt

import pytest
import xlwt

from workbench.errors import DataError
from workbench.read.official.recognise import read

NORD = """Statistisches Amt für Hamburg und Schleswig-Holstein;;;
Bevölkerung der Gemeinden am 31.12.2022;;;
Schlüssel;Gemeinde;Bevölkerung;Veränderung zum Vorjahr
01051001;Albersdorf;" 3 675    ";"-  23"
01051002;Arkebek; 219 ;.
01055033;Oldenburg in Holstein, Stadt;9 818;15
Quelle: Statistikamt Nord, dl-de/by-2-0
"""
PARTS = """Daten für die Stadtteilprofile 2022;;;
Statistikamt Nord, Datenlizenz Deutschland – Namensnennung – Version 2.0;;;
Stadtteil;Bevölkerung;Anteil der unter 18-Jährigen in %;Arbeitslose
Hamburg-Altstadt;2 350;11,5;.
HafenCity;6 000;17,2;120
Hamburg;1 900 000;16,8;80 000
"""


@pytest.fixture
def nrw(tmp_path):
    """A table of the Landesdatenbank as XLS: titles, merged header, merged keys, foot."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("12411-01i")
    for i, line in enumerate(("Bevölkerungsstand nach Geschlecht - Gemeinden - Stichtag", "Fortschreibung des Bevölkerungsstandes", "Bevölkerungsstand (Anzahl)", "Gemeinden")):
        sheet.write_merge(i, i, 0, 6, line)
    sheet.write_merge(4, 6, 0, 1, "Gemeinden")
    sheet.write_merge(4, 4, 2, 4, "31.12.2022")
    sheet.write_merge(4, 4, 5, 6, "31.12.2023")
    sheet.write_merge(5, 5, 2, 4, "Geschlecht")
    sheet.write_merge(5, 5, 5, 6, "Geschlecht")
    for c, word in enumerate(("männlich", "weiblich", "Insgesamt", "männlich", "Insgesamt"), start=2):
        sheet.write(6, c, word)
    rows = [("05", "Nordrhein-Westfalen", 100, 110, 210, 101, 211), ("05562", "  Recklinghausen", 50, 60, 110, 51, 111), ("05562012", "    Dorsten", 36, 38, 74.0, "-", "."), ("05913", "  Dortmund", 50, 50, 100, 50, 100)]
    for r, row in enumerate(rows, start=7):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    sheet.write(12, 0, "(C)opyright Information und Technik Nordrhein-Westfalen, Düsseldorf, 2024")
    sheet.write(13, 0, "Datenlizenz Deutschland - Zero - Version 2.0")
    sheet.write(14, 0, "Stand: 05.08.2024 / 10:12:44")
    file = tmp_path / "12411-01i.xls"
    book.save(str(file))
    return file


def test_merged_headers_of_the_landesdatenbank_stand_over_each_of_their_columns(nrw, values):
    (made,) = read(nrw)
    found = values(made, "Schlüssel", "Kennzahl", "Jahr")
    assert found["05562012", "Bevölkerungsstand: weiblich", 2022] == 38
    assert found["05562", "Bevölkerungsstand", 2023] == 111
    assert found["05562012", "Bevölkerungsstand: männlich", 2023] == 0
    assert set(made.frame["Kennzahl"]) == {"Bevölkerungsstand", "Bevölkerungsstand: männlich", "Bevölkerungsstand: weiblich"}


def test_source_and_licence_of_the_landesdatenbank_come_from_its_foot(nrw):
    (made,) = read(nrw)
    assert made.origin.source == "Information und Technik Nordrhein-Westfalen (IT.NRW): Bevölkerungsstand nach Geschlecht - Gemeinden - Stichtag, Stand 05.08.2024"
    assert made.origin.licence == "Datenlizenz Deutschland – Zero – Version 2.0 (www.govdata.de/dl-de/zero-2-0)"
    assert made.origin.form == "Landesdatenbank NRW"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_statistikamt_nord_spreads_its_numbers(table, values, encoding):
    found = values(table(NORD, encoding=encoding), "Schlüssel", "Kennzahl")
    assert found["01051001", "Bevölkerung"] == 3675
    assert found["01051001", "Veränderung zum Vorjahr"] == -23
    assert found["01055033", "Bevölkerung"] == 9818


def test_statistikamt_nord_hides_with_a_dot(table):
    frame = table(NORD).frame
    assert frame.loc[frame["Wert"].isna(), "Grund"].tolist() == ["unbekannt oder geheim"]


def test_parts_of_hamburg_have_names_for_keys_and_no_level(table):
    made = table(PARTS)
    assert [(a.key, a.level) for a in made.areas] == [("Hamburg-Altstadt", ""), ("HafenCity", ""), ("02", "Land")]
    assert set(made.frame["Jahr"]) == {2022}
    assert made.frame.loc[1, ["Kennzahl", "Wert", "Einheit"]].tolist() == ["Anteil der unter 18-Jährigen", 11.5, "%"]


def test_numbers_of_statistical_areas_are_no_kreise(table):
    made = table(PARTS.replace("Stadtteil;", "Statistisches Gebiet;").replace("Hamburg-Altstadt", "01001").replace("HafenCity", "01002").replace("Hamburg;", "02000;"))
    assert [a.level for a in made.areas] == ["", "", ""]
    assert made.areas[0].key == "Statistisches Gebiet 01001"  # and not Flensburg


def test_the_bundesagentur_has_covers_several_sheets_dates_and_notes(workbook, values):
    rows = [
        ["Statistik der Bundesagentur für Arbeit"], ["Arbeitslose nach Gemeinden"], ["Berichtsmonat: Dezember 2023"], [],
        ["Schlüssel", "Region", "Arbeitslose", "", "davon"], ["", "", "Insgesamt", "Anteil in %", "Jüngere"], ["", "", 1, 2, 3],
        ["05562012", "Dorsten, Stadt", 2000, 5.5, "*"], ["05562024", "Marl, Stadt", 3100, "x", 310], [],
        ["*) Die Daten unterliegen der Geheimhaltung."], ["© Statistik der Bundesagentur für Arbeit"],
    ]  # fmt: skip
    made = workbook(Deckblatt=[["Arbeitslose"], ["Stand: 01.01.2024"]], Gemeinden=rows, merged=[("D1:F1", "Tabellen")])
    (only,) = [m for m in made if m.origin.table == "Arbeitslose nach Gemeinden"]
    found = values(only, "Schlüssel", "Kennzahl")
    assert found["05562024", "Arbeitslose: Jüngere"] == 310
    assert only.frame.loc[only.frame["Schlüssel"] == "05562012", "Grund"].tolist()[-1] == "geheim"
    assert only.origin.source.startswith("Statistik der Bundesagentur für Arbeit: Arbeitslose nach Gemeinden")
    assert only.origin.licence == "© Statistik der Bundesagentur für Arbeit"
    assert set(only.frame["Hinweis"]) == {"Dezember 2023"}


def test_key_and_name_in_one_cell_and_dates_as_cells(workbook, values):
    rows = [["Bundesagentur für Arbeit"], ["Region", dt.date(2023, 6, 30), dt.date(2023, 12, 31)], ["05562 Recklinghausen", 10, 11], ["05562012 Dorsten, Stadt", 1, 2]]
    (made,) = workbook(Tabelle=rows)
    assert [(a.key, a.name) for a in made.areas] == [("05562", "Recklinghausen"), ("05562012", "Dorsten, Stadt")]
    assert values(made, "Schlüssel", "Stichtag") == {("05562", "2023-06-30 00:00:00"): 10, ("05562", "2023-12-31 00:00:00"): 11, ("05562012", "2023-06-30 00:00:00"): 1, ("05562012", "2023-12-31 00:00:00"): 2}


def test_rows_by_a_further_characteristic_become_indicators(table):
    text = "Schlüssel;Gemeinde;Jahr;Geschlecht;Bevölkerung\n05562012;Dorsten;2022;männlich;36\n05562012;Dorsten;2022;weiblich;38\n05562012;Dorsten;2022;Insgesamt;74\n"
    assert list(table(text).frame["Kennzahl"]) == ["Bevölkerung: männlich", "Bevölkerung: weiblich", "Bevölkerung"]


def test_the_same_area_twice_is_a_fault(fault):
    assert "Zeile 3: Das Gebiet »05562012« steht für denselben Zeitpunkt mehrfach da." in fault("Schlüssel;Jahr;Bevölkerung\n05562012;2022;36\n05562012;2022;38\n")


def test_a_column_of_levels_gives_them(table):
    text = "Zensus 2022: Regionaltabelle\nBerichtszeitpunkt;Regionalschlüssel (ARS);Name;Regionalebene;Einwohner\n20220515;00;Deutschland;Bund;90\n20220515;034570000000;Leer;Stadtkreis/kreisfreie Stadt/Landkreis;40\n20220515;034575402;Hesel;Gemeindeverband;30\n20220515;034575402003;Brinkum;Gemeinde;7\n"
    made = table(text)
    assert [(a.key, a.level) for a in made.areas] == [("DG", "Bund"), ("03457", "Kreis"), ("034575402", "Gemeindeverband"), ("03457003", "Gemeinde")]
    assert made.frame["Stichtag"].iloc[0].year == 2022


def test_districts_of_agencies_are_no_regierungsbezirke(table):
    made = table("Bundesagentur für Arbeit\nDezember 2023\nAgentur für Arbeit;Name;Arbeitslose\n111;Bad Oldesloe;5\n351;Gelsenkirchen;6\n")
    assert [a.level for a in made.areas] == ["", ""]


def test_columns_without_figures_are_said(table):
    made = table("AGS;Gemeinde;Jahr;Amtsform;Bevölkerung\n05562012;Dorsten;2022;Stadt;36\n")
    assert "Spalten ohne Zahlen bleiben außen vor: D »Amtsform«." in made.notes


def test_a_column_that_says_only_insgesamt_is_named_after_the_title(table):
    frame = table("Statistikamt Nord\nArbeitslose in den Kreisen 2022\nKreis;Insgesamt;darunter Frauen\nKIEL;12 867;.\nSchleswig-Holstein;94 977;15\n").frame
    assert list(frame["Kennzahl"].cat.categories) == ["Arbeitslose", "Arbeitslose: darunter Frauen"]


def test_totals_of_further_characteristics_are_left_out_of_names(table):
    text = "Schlüssel;Jahr;Geschlecht;Alter;Personen\n05562012;2022;männlich;unter 3;5\n05562012;2022;männlich;Insgesamt;50\n05562012;2022;Insgesamt;Insgesamt;100\n"
    assert list(table(text).frame["Kennzahl"]) == ["Personen: männlich, unter 3", "Personen: männlich", "Personen"]


def test_germany_needs_no_key_and_is_no_heading(workbook, values):
    rows = [
        ["Beschäftigte (Gemeindedaten)"], ["Stichtag: 30. Juni 2024"], ["Gemeinde- schlüssel", "Region", "Beschäftigte am Wohnort", "", "Zahl der Betriebe"], ["", "", "Insgesamt", "unter 20 Jahre", ""], ["1", "2", 3, 4, 5],
        ["Deutschland", "", 348, 10, 20], ["", "Westdeutschland", 270, 8, 15], ["01", "Schleswig-Holstein", 110, 3, 4], ["01051001", "Albersdorf", 13, "*", 1], ["01051999", "Keine Zuordnung möglich", 1, 1, 1],
    ]  # fmt: skip
    (made,) = workbook(Gemeindedaten=rows, Impressum=[["Statistik der Bundesagentur für Arbeit"], ["© Statistik der Bundesagentur für Arbeit"]])
    found = values(made, "Schlüssel", "Kennzahl")
    assert found["DG", "Beschäftigte am Wohnort: unter 20 Jahre"] == 10
    assert found["01", "Beschäftigte am Wohnort"] == 110
    assert {k for k, _ in found} == {"DG", "01", "01051001"}
    assert made.notes[0] == "1 Zeilen mit Zahlen, aber ohne amtlichen Schlüssel bleiben außen vor, zuerst Zeile 7."
    assert "»01051999« Keine Zuordnung möglich: kein Gebiet, sondern ein Rest" in made.notes[-1]


def test_rows_above_the_first_key_are_no_headings(workbook):
    rows = [["Stand 31.12.2023"], ["AGS", "Gebiet", "Arbeitslose", "Quote"], ["", "Bundesgebiet West", 99, 5.1], ["05562", "Recklinghausen", 1, 2], ["05566", "Steinfurt", 1, 2]]
    (made,) = workbook(Tabelle=rows)
    assert set(made.frame["Kennzahl"]) == {"Arbeitslose", "Quote"}
    assert made.notes[0] == "1 Zeilen mit Zahlen, aber ohne amtlichen Schlüssel bleiben außen vor, zuerst Zeile 3."


def test_covers_say_what_the_table_does_not(workbook):
    rows = [["Arbeitslose nach Gemeinden"], ["Schlüssel", "Region", "Bedarfs- gemein-\nschaften (BG)"], ["05562012", "Dorsten", 5], ["05562024", "Marl", 6]]
    (made,) = workbook(Deckblatt=[["Bundesagentur für Arbeit"], ["Berichtsmonat: Dezember 2023"], ["Erstellungsdatum: 05.01.2025"]], Tabelle=rows)
    assert made.origin.source == "Statistik der Bundesagentur für Arbeit: Arbeitslose nach Gemeinden"
    assert set(made.frame["Hinweis"]) == {"Dezember 2023"}
    assert made.origin.notes[-1:] != ("Deckblatt",)


def test_one_sheet_that_cannot_be_read_does_not_stop_the_others(workbook):
    rows = [["Schlüssel", "Jahr", "Quote"], ["05562012", 2022, 5.5], ["05562024", 2022, 6]]
    (made,) = workbook(Zahlen=rows, Ohne=[["Schlüssel", "Quote"], ["05562012", 5], ["05562024", 6]])
    assert made.notes[-1].startswith("Nicht gelesen: Blatt »Ohne«: Unklar, für welches Jahr")


def test_codes_beside_their_labels_are_no_figures(table, values):
    text = """GENESIS-Tabelle: Temporär
Auszahlungen insgesamt nach Produktgruppen;;;;
- Land, Gemeinden, Gemeindeverbände - Jahr;;;;
Auszahlungen (EUR);;;;
;;;;Jahr
;;;;2009
05;Nordrhein-Westfalen;111;Verwaltungssteuerung;7950660525
05;Nordrhein-Westfalen;999;Summe aller Produktgruppen;9950660525
05978040;Werne, Stadt;111;Verwaltungssteuerung;18525219
05978040;Werne, Stadt;999;Summe aller Produktgruppen;70535060
__________
(C)opyright Information und Technik Nordrhein-Westfalen, Düsseldorf, 2012
"""
    found = values(table(text, encoding="cp1252"), "Schlüssel", "Kennzahl", "Jahr")
    assert found["05978040", "Auszahlungen: Verwaltungssteuerung", 2009] == 18525219
    assert len(found) == 4


def test_a_column_with_a_date_of_its_own_keeps_it(table):
    text = "Statistikamt Nord\nStadtteilprofile 2014\nStadtteil;Bevölkerung;Arbeitslosen-quote in % (Dez 2013);Lohn- und Einkommen-steuerpflichtige (2010);Grundschulen (2013/2014);Bindung bis 2019\nHamburg-Altstadt; 1 675    ;5,4;1 129;1;.\nHafenCity; 1 914    ;0,9; 1 041;1;.\n"
    frame = table(text, encoding="cp1252").frame.head(5)
    assert list(zip(frame["Kennzahl"], frame["Jahr"], frame["Einheit"], strict=True)) == [
        ("Bevölkerung", 2014, ""), ("Arbeitslosenquote", 2013, "%"), ("Lohn- und Einkommensteuerpflichtige", 2010, ""), ("Grundschulen", 2013, ""), ("Bindung bis 2019", 2014, ""),
    ]  # fmt: skip
    assert frame["Stichtag"].iloc[1] == dt.datetime(2013, 12, 31)  # noqa: DTZ001 (a day)


CODED = [["Berichtszeitpunkt", "_RS", "Name", "Regionalebene", "SCHULABS_STP", "SCHULABS_STP__M"], ["20220515", "00", "Deutschland", "Bund", 900, 400], ["20220515", "034575402", "Hesel", "Gemeindeverband", 8, "/"], ["20220515", "034575402003", "Brinkum", "Gemeinde", 7, "/"]]


def test_a_workbook_of_the_census_is_read_once_with_words_for_headings(workbook):
    readable = [["Zensus 2022"], ["Höchster Schulabschluss am 15.05.2022"], ["ARS", "Name", "Regionalebene", "Insgesamt", ""], ["", "", "", "Insgesamt", "Männlich"], *[row[1:] for row in CODED[1:]]]
    (made,) = workbook(**{"Höchster Schulabschluss": readable, "CSV-Hoechster_Schulabschluss": CODED, "Titel": [["Regionaltabelle"]]})
    assert list(made.frame["Kennzahl"].unique()) == ["Höchster Schulabschluss", "Höchster Schulabschluss: Männlich"]
    assert (made.origin.form, made.origin.tolerance, made.origin.licence[:26]) == ("Zensus 2022", 9, "Datenlizenz Deutschland – ")
    assert set(made.frame["Basis"]) == {"Zensus 2022"}


def test_the_sheet_of_the_census_for_machines_names_its_source_alone(table):
    made = table("\n".join(";".join(map(str, row)) for row in CODED), name="Regionaltabelle.csv", encoding="utf-8-sig")
    assert made.origin.source == "Statistische Ämter des Bundes und der Länder: Regionaltabelle"
    assert [(a.key, a.level, a.inside) for a in made.areas] == [("DG", "Bund", ""), ("034575402", "Gemeindeverband", ""), ("03457003", "Gemeinde", "034575402")]
    assert set(made.frame["Jahr"]) == {2022}


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.6, 0.9, 0.99])
def test_a_torn_workbook_or_archive_is_a_fault_of_the_file(nrw, packed, share):
    for file in (nrw, packed(tabelle__csv=NORD)):
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(DataError, match=r"beschädigt|Zeichensatz|keine Tabelle|leer"):
            read(file)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines_change_nothing(table, values, encoding, end):
    assert values(table(NORD.replace("\n", end), encoding=encoding), "Schlüssel", "Kennzahl")["01051001", "Bevölkerung"] == 3675


def test_broken_umlauts_are_refused(fault):
    assert "Umlaute sind zerstört (»Ã¼«). Bitte aus der Quelle neu als »CSV UTF-8« speichern." in fault(NORD.replace("für", "fÃ¼r"))


def test_what_stands_below_the_figures_is_no_figure(workbook):
    rows = [["Arbeitslose 2023"], ["AGS", "Gebiet", "Arbeitslose"], ["05562012", "Dorsten", 5], ["", "", ""], ["05562024", "Marl", 6], [], ["1) ohne Optionskommunen"], ["Quelle:", "", "Statistik der Bundesagentur für Arbeit"], ["Stand", 2024]]
    (made,) = workbook(Tabelle=rows)
    assert list(made.frame["Wert"]) == [5, 6]
    assert made.origin.source.startswith("Statistik der Bundesagentur für Arbeit")


@pytest.mark.parametrize("below", [("05562", "Recklinghausen"), ("", "")])
def test_an_area_in_several_rows_may_be_named_in_the_first_of_them_only(workbook, values, below):
    rows = [["Stichtag: 31. Dezember 2024"], ["Regional- schlüssel", "Region", "Merkmale", "Beschäftigte", "Median (in Euro)"], ["D", "Deutschland", "Insgesamt", 9, 3500], ["05562", "Recklinghausen", "Insgesamt", 5, 3100.5], [*below, "Männer", 3, "*"], ["", "", "", "", ""], ["*) geheim"]]
    found = values(workbook(Blatt=rows)[0], "Schlüssel", "Kennzahl")
    assert found["05562", "Beschäftigte: Männer"] == 3
    assert found["05562", "Median"] == 3100.5
    assert len(found) == 6


def test_a_table_of_one_area_says_what_to_do_instead(workbook):
    with pytest.raises(DataError, match=r"gefunden sind nur Namen wie »Arbeitslose«\. Gilt die Tabelle einem einzigen Gebiet"):
        workbook(Daten=[["Arbeitsmarkt kommunal: Dorsten, Stadt"], ["Merkmal", 2023, 2024], ["Arbeitslose", 2000, 2100], ["Männer", 1000, 1100]])


def test_months_of_the_bundesagentur_are_kept_as_days_by_spreadsheets(workbook):
    (made,) = workbook(Tabelle=[["Bundesagentur für Arbeit"], ["Region", dt.date(2024, 1, 1), dt.date(2024, 2, 1)], ["05562 Recklinghausen", 10, 11], ["05566 Steinfurt", 1, 2]])
    assert list(made.frame["Hinweis"].unique()) == ["Januar 2024", "Februar 2024"]
    assert [f"{d:%d.%m.%Y}" for d in made.frame["Stichtag"].unique()] == ["31.01.2024", "29.02.2024"]


def test_one_heading_in_several_sheets_stands_for_several_indicators_where_the_figures_differ(workbook):
    def sheet(title, month, value):
        return [["Bundesagentur für Arbeit"], [title], [month], ["AGS", "Gebiet", "Bestand", "Quote"], ["05562012", "Dorsten", value, 5], ["05562024", "Marl", 6, 5]]

    second, third = (sheet("Arbeitslose im SGB II", "Dezember 2023", 2), sheet("Arbeitslose im SGB III", "Dezember 2023", 3))
    assert [list(t.frame["Kennzahl"].unique()) for t in workbook(A=second, B=third)] == [["Arbeitslose im SGB II: Bestand", "Quote"], ["Arbeitslose im SGB III: Bestand", "Quote"]]
    assert [list(t.frame["Kennzahl"].unique()) for t in workbook(A=second, B=sheet("Arbeitslose im SGB II", "Januar 2024", 3))] == [["Bestand", "Quote"]] * 2


KOMMUNAL = [
    ["Arbeitsmarkt kommunal (Jahreszahlen)"], ["05562012 Dorsten, Stadt (Gebietsstand: Juni 2024)"], [], ["Merkmale", "", 2023, 2024, "Bemerkung"], ["Beschäftigte am Arbeitsort (30.06.)"],
    ["Insgesamt", "", 20, 21], ["dar.", "15 bis unter 25 Jahre", 3, "*"], ["", "55 Jahre und älter", 5, 6, "neu"], ["Arbeitslose (Jahresdurchschnitt)"], ["Bestand", "", 9, 8], ["dar.", "Männer", 4, 4],
    ["", "Anteil der Frauen in %", 55.5, 50], ["Arbeitslosenquote", "", 5.5, "x"], [], ["*) Die Daten unterliegen der Geheimhaltung."],
]  # fmt: skip
IMPRINT = [["Statistik der Bundesagentur für Arbeit"], ["Erstellungsdatum: 05.01.2025"], ["© Statistik der Bundesagentur für Arbeit"]]


def test_a_workbook_of_one_area_has_its_key_above_and_its_indicators_in_the_rows(workbook, values):
    (made,) = workbook(Impressum=IMPRINT, Daten=KOMMUNAL)
    assert [(a.key, a.name, a.level) for a in made.areas] == [("05562012", "Dorsten, Stadt", "Gemeinde")]
    found = values(made, "Kennzahl", "Jahr")
    assert list(made.frame["Kennzahl"].cat.categories) == [
        "Beschäftigte am Arbeitsort (30.06.)", "Beschäftigte am Arbeitsort (30.06.): 15 bis unter 25 Jahre", "Beschäftigte am Arbeitsort (30.06.): 55 Jahre und älter",
        "Arbeitslose (Jahresdurchschnitt): Bestand", "Arbeitslose (Jahresdurchschnitt): Bestand, Männer", "Arbeitslose (Jahresdurchschnitt): Bestand, Anteil der Frauen", "Arbeitslose (Jahresdurchschnitt): Arbeitslosenquote",
    ]  # fmt: skip
    assert found["Arbeitslose (Jahresdurchschnitt): Bestand, Männer", 2024] == 4
    assert set(made.frame.loc[made.frame["Wert"].isna(), "Grund"]) == {"geheim", "gesperrt, weil nicht sinnvoll"}
    assert list(made.frame.loc[made.frame["Kennzahl"].str.endswith("Frauen"), "Einheit"]) == ["%", "%"]


def test_a_workbook_of_one_area_says_its_source_and_what_it_leaves_out(workbook):
    (made,) = workbook(Leer=[], Impressum=IMPRINT, Daten=KOMMUNAL)
    assert made.origin.source == "Statistik der Bundesagentur für Arbeit: Arbeitsmarkt kommunal (Jahreszahlen)"
    assert made.origin.table == "Arbeitsmarkt kommunal (Jahreszahlen): Dorsten, Stadt"
    assert made.origin.licence == "© Statistik der Bundesagentur für Arbeit"
    assert "Spalten ohne Jahr in der Kopfzeile bleiben außen vor: E." in made.notes


def test_a_number_that_is_none_is_named_by_its_place_in_the_workbook_of_one_area(workbook):
    with pytest.raises(DataError, match=r"Blatt »Daten«: Zeile 11, Spalte D: »1\.5«"):
        workbook(Daten=[["1.5" if i == 10 and c == 3 else cell for c, cell in enumerate(row)] for i, row in enumerate(KOMMUNAL)])


def test_a_merged_heading_over_the_whole_row_is_one_heading(workbook):
    (made,) = workbook(Daten=KOMMUNAL, merged=[("A9:E9", "Arbeitslose"), ("A7:A8", "davon")])
    assert "Arbeitslose: Bestand, Männer" in set(made.frame["Kennzahl"])
    assert "Beschäftigte am Arbeitsort (30.06.): 55 Jahre und älter" in set(made.frame["Kennzahl"])


def test_the_same_words_twice_for_one_area_are_told_apart_by_their_row(workbook):
    (made,) = workbook(Daten=[*KOMMUNAL[:11], ["", "Männer", 7, 7]])
    assert list(made.frame["Kennzahl"].unique())[-2:] == [f"Arbeitslose (Jahresdurchschnitt): Bestand, Männer (Zeile {i})" for i in (11, 12)]
    assert "Die Bezeichnung »Arbeitslose (Jahresdurchschnitt): Bestand, Männer« steht mehrfach da; ihre Kennzahlen heißen nach ihren Zeilen." in made.notes


@pytest.mark.parametrize(("above", "refused"), [("Dorsten, Stadt (Gebietsstand: Juni 2024)", False), ("Kreis Recklinghausen", True)])
def test_the_area_may_be_named_by_the_file_where_the_sheet_has_its_name(workbook, tmp_path, above, refused):
    with contextlib.suppress(DataError):
        workbook(Daten=[KOMMUNAL[0], [above], *KOMMUNAL[2:]])
    file = (tmp_path / "mappe.xlsx").rename(tmp_path / "Arbeitsmarkt-kommunal_05562012_Dorsten_Stadt.xlsx")
    with pytest.raises(DataError, match="Gilt die Tabelle einem einzigen Gebiet") if refused else contextlib.nullcontext():
        assert [(a.key, a.name) for a in read(file)[0].areas] == [("05562012", "Dorsten Stadt")]


def test_parts_of_a_town_below_a_title_with_its_key_are_no_indicators(workbook):
    with pytest.raises(DataError, match="Keine Spalte enthält amtliche Schlüssel"):
        workbook(Daten=[["05562012 Dorsten"], ["Name", 2022, 2023], ["Hervest", 1, 2], ["Wulfen", 3, 4]])
    (made,) = workbook(Daten=[["05562012 Dorsten"], ["Stadtteil", 2022, 2023], ["Hervest", 1, 2], ["Wulfen", 3, 4]])
    assert [(a.key, a.level) for a in made.areas] == [("Hervest", ""), ("Wulfen", "")]


def test_a_table_of_areas_below_a_title_with_a_key_is_none_of_one_area(workbook):
    (made,) = workbook(Daten=[["Bundesagentur für Arbeit"], ["05562 Recklinghausen"], ["Gemeinde", 2022, 2023], ["05562012 Dorsten", 1, 2], ["05562024 Marl", 3, 4]])
    assert [a.key for a in made.areas] == ["05562012", "05562024"]
