"""INKAR: all indicators, one column per indicator, export of the web page."""

import pytest

from workbench.errors import DataError
from workbench.read.official import bulk
from workbench.read.official.recognise import read

LONG = """Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Kreise;05562000;Recklinghausen;2022;18,5
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Kreise;05913000;Dortmund;2022;28,06
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Gemeinden;05913000;Dortmund;2022;28,06
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Gemeinden;05562012;Dorsten;2022;14,75
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Gemeindeverbände (Verwaltungsgemeinschaft);034575402;Hesel;2022;
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Raumordnungsregionen;051;Emscher-Lippe;2020-2022;20,1
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Bundesländer;05;Nordrhein-Westfalen;2022;17,9
Sozialleistungen;12;q_newfBGu15_bev;Kinderarmut;Bund;0;Bundesrepublik;2022;13,0
"""
EXPORT = """Kennziffer;Raumeinheit;Aggregat;Arbeitslosenquote;Arbeitslosenquote;Ausländeranteil;
;;;2021;2022;2022;
05562;Recklinghausen;Landkreis;8,5;8,1;12,3;
05913;Dortmund, Stadt;kreisfreie Stadt;11,2;10,9;;
1001;Flensburg, Stadt;kreisfreie Stadt;8,0;7,9;15,0;
"""
WIDE = """raumbezug;kennziffer;name;zeitbezug;q_newfBGu15_bev;a_BG1P
Gemeinden;05562012;Dorsten, Stadt;2021;15,48;50,0
Gemeinden;05562012;Dorsten, Stadt;2022;14,75;
Gemeinden;16070051;Amt Wachsenburg;2022;1,5;10,0
"""


def test_the_long_file_keeps_levels_apart(table):
    made = table(LONG)
    assert [(a.key, a.level) for a in made.areas] == [
        ("05562", "Kreis"), ("05913", "Kreis"), ("05913000", "Gemeinde"), ("05562012", "Gemeinde"), ("034575402", "Gemeindeverband"),
        ("Raumordnungsregionen 051", ""), ("05", "Land"), ("DG", "Bund"),
    ]  # fmt: skip


def test_an_empty_cell_is_no_zero(table):
    frame = table(LONG).frame
    assert frame["Wert"].isna().sum() == 1
    assert frame.loc[frame["Wert"].isna(), "Grund"].tolist() == ["keine Angabe"]


def test_a_period_counts_for_its_last_year_and_says_so(table):
    frame = table(LONG).frame
    assert frame.loc[frame["Hinweis"] != "", ["Jahr", "Hinweis"]].to_numpy().tolist() == [[2022, "Zeitraum 2020 bis 2022"]]


def test_the_export_has_its_years_in_the_second_row(table, values):
    found = values(table(EXPORT, encoding="utf-8-sig"), "Schlüssel", "Kennzahl", "Jahr")
    assert found["05913", "Arbeitslosenquote", 2022] == 10.9
    assert found["05562", "Ausländeranteil", 2022] == 12.3


def test_a_lost_zero_in_the_export_is_put_back_and_said(table):
    made = table(EXPORT)
    assert [a.key for a in made.areas] == ["05562", "05913", "01001"]
    assert any("1 Schlüssel ohne führende Null ergänzt (im Original 1001)" in n for n in made.notes)


def test_the_wide_file_has_a_column_per_indicator(table, values):
    made = table(WIDE)
    assert values(made, "Kennzahl", "Schlüssel", "Jahr")["q_newfBGu15_bev", "05562012", 2021] == 15.48
    assert {a.key: a.level for a in made.areas}["16070051"] == "Gemeinde"  # a Gemeinde may be called Amt


CATALOGUE = """m_id;kuerzel;kurzname;name;algorithmus
1;q_newfBGu15_bev;Kinderarmut;Leistungsberechtigte unter 15 Jahren je 100 Einwohner unter 15 Jahren;"a;b"
2;a_BG1P;Einpersonen-Bedarfsgemeinschaften;Anteil der Bedarfsgemeinschaften mit 1 Person in %;
3;a_x;Quote;Anteil x in %;
4;a_y;Quote;Zahl der y;
5;xbev;Bevölkerung;Zahl der Einwohner insgesamt;
"""


@pytest.fixture
def catalogued(tmp_path, table):
    """Read text beside the catalogue of indicators."""
    (tmp_path / "indikatorkatalog.csv").write_text("Indikator;Name\na;b\n", encoding="utf-8")  # a project has one of its own
    (tmp_path / "inkar_Katalog.csv").write_text(CATALOGUE, encoding="utf-8")
    return table


def test_the_catalogue_beside_the_file_names_indicators_and_units(catalogued):
    made = catalogued(WIDE)
    assert dict(made.frame[["Kennzahl", "Einheit"]].astype("str").to_numpy().tolist()) == {"Kinderarmut": "je 100 Einwohner unter 15 Jahren", "Einpersonen-Bedarfsgemeinschaften": "%"}
    assert (made.origin.table, made.notes) == ("2 Indikatoren, benannt nach »inkar_Katalog.csv«", ())


def test_the_catalogue_gives_the_long_file_its_units(catalogued):
    assert set(catalogued(LONG).frame["Einheit"]) == {"je 100 Einwohner unter 15 Jahren"}


def test_what_the_catalogue_leaves_open_is_said(catalogued):
    made = catalogued("raumbezug;kennziffer;name;zeitbezug;a_x;a_y;xbev;neu;a_BG1P\nGemeinden;05562012;Dorsten;2022;1;2;3;4;120\n")
    assert made.frame[["Kennzahl", "Einheit"]].astype("str").to_numpy().tolist() == [["Quote (a_x)", "%"], ["Quote (a_y)", ""], ["Bevölkerung", ""], ["neu", ""], ["Einpersonen-Bedarfsgemeinschaften", ""]]
    assert made.notes == ("Ohne verwendbare Einheit im Indikatorenkatalog »inkar_Katalog.csv«: »Quote (a_y)«, »Bevölkerung«, »neu«, »Einpersonen-Bedarfsgemeinschaften«.",)


def test_without_the_catalogue_the_note_says_how_to_use_it(table, fault):
    assert table(WIDE).notes[0].startswith("INKAR nennt keine Einheiten. Liegt der Indikatorenkatalog von INKAR (CSV mit »katalog« im Namen) im Ordner der Datei")
    assert "Das ist der Indikatorenkatalog von INKAR; Zahlen enthält er nicht." in fault(CATALOGUE)


def test_years_that_are_missing_are_said(fault):
    assert "Unter den beiden Kopfzeilen steht nicht für jeden Indikator ein Wert." in fault("Kennziffer;Raumeinheit;Aggregat;A;B\n;;;2021;2022\n05562;x\n")
    assert "In der zweiten Zeile wird unter jedem Indikator ein Jahr erwartet." in fault(EXPORT.replace("2021;2022;2022", ";;"))
    assert "Spalte Zeitbezug: »neu« – erwartet ein Jahr" in fault(WIDE.replace(";2021;", ";neu;"))


def test_the_export_of_2018_quotes_its_cells_and_groups_thousands_with_a_point(table, values):
    text = 'Kennziffer;Raumeinheit;Aggregat;Haushalte mit niedrigem Einkommen;Einwohnerdichte\n;;;2016;2017\n"01001";"Flensburg, Stadt";"krsfr. Stadt";"34,8";"1.560"\n"03241";"Region Hannover";"Landkreis";"33,5";"502"\n'
    made = table(text)
    assert values(made, "Schlüssel", "Kennzahl") == {("01001", "Haushalte mit niedrigem Einkommen"): 34.8, ("01001", "Einwohnerdichte"): 1560, ("03241", "Haushalte mit niedrigem Einkommen"): 33.5, ("03241", "Einwohnerdichte"): 502}
    assert {a.level for a in made.areas} == {"Kreis"}


def test_regions_across_kreise_in_the_export_are_no_gemeinden_however_their_numbers_look(table):
    made = table("Kennziffer;Raumeinheit;Aggregat;Quote\n;;;2022\n05562012;Dorsten;Gemeinde;1\n05001001;Dorsten;Mittelbereich;2\n")
    assert [(a.key, a.level) for a in made.areas] == [("05562012", "Gemeinde"), ("Mittelbereich 05001001", "")]


def test_the_export_as_a_workbook_is_inkar_too(workbook):
    rows = [["Kennziffer", "Raumeinheit", "Aggregat", "Quote", "Quote", "Dichte"], ["", "", "", 2021, 2022, 2022], [5562, "Recklinghausen", "Landkreis", 8.1, 8.25, 1560], ["05001001", "Dorsten", "Mittelbereich", 1, 2, 3]]
    (made,) = workbook(Daten=rows)
    assert (made.origin.form, made.origin.source) == ("INKAR", "BBSR Bonn: INKAR")
    assert [(a.key, a.level) for a in made.areas] == [("05562", "Kreis"), ("Mittelbereich 05001001", "")]
    assert made.frame["Wert"].tolist()[:3] == [8.1, 8.25, 1560]


def test_one_name_for_several_indicators_of_the_long_file_is_told_apart(table):
    more = "LRB;12;q_a;Quote;Kreise;5562;Recklinghausen;2022;1\nSDG;90;q_s;Quote;Kreise;5562;Recklinghausen;2022;2\nSDG;12;q_a;Quote;Kreise;5562;Recklinghausen;2022;3\nLRB;13;q_b;Anteil;Kreise;5562;Recklinghausen;2022;4\n"
    made = table(LONG.partition("\n")[0] + "\n" + more)
    assert list(made.frame["Kennzahl"]) == ["Quote (q_a) (LRB)", "Quote (q_s)", "Quote (q_a) (SDG)", "Anteil"]


@pytest.fixture
def large(monkeypatch):
    """As if every file were larger than memory."""
    monkeypatch.setattr(bulk, "LARGE", 1)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_of_the_file_of_all_indicators_only_wanted_areas_are_taken(tmp_path, values, encoding):
    file = tmp_path / "inkar_2025.csv"
    file.write_bytes(LONG.replace(";05562000;", ";5562;").replace("Emscher-Lippe", "Münster").encode(encoding))
    (made,) = read(file, {"05562012", "05562", "05", "DG"})
    assert [(a.key, a.level) for a in made.areas] == [("05562", "Kreis"), ("05562012", "Gemeinde"), ("05", "Land"), ("DG", "Bund")]
    assert values(made, "Schlüssel") == {"05562": 18.5, "05562012": 14.75, "05": 17.9, "DG": 13}
    assert "Aus der Gesamtdatei sind nur die Gebiete dieses Imports gelesen." in made.notes


@pytest.mark.usefixtures("large")
def test_an_archive_of_the_file_of_all_indicators_is_unpacked_for_it(packed):
    (made,) = read(packed(inkar_2025__csv=LONG, lies__txt="x"), {"05913000"}, {"05562"})
    assert [a.key for a in made.areas] == ["05562", "05913", "05913000", "05562012"]


@pytest.mark.usefixtures("large")
def test_a_figure_of_the_large_file_that_is_none_names_itself(tmp_path):
    file = tmp_path / "inkar.csv"
    file.write_text(LONG.replace("14,75", "14.7555"), encoding="utf-8")
    with pytest.raises(DataError, match=r"»Kinderarmut«, Dorsten 2022: »14\.7555« – erwartet eine Zahl"):
        read(file, {"05562012"})


@pytest.mark.usefixtures("large")
def test_a_large_file_without_the_wanted_areas_says_so(tmp_path):
    file = tmp_path / "inkar.csv"
    file.write_text(LONG, encoding="utf-8")
    with pytest.raises(DataError, match="enthält keines der Gebiete dieses Imports"):
        read(file, {"16077051"})


@pytest.mark.usefixtures("large")
def test_a_torn_large_file_is_a_fault_of_the_file(tmp_path):
    file = tmp_path / "inkar.csv"
    file.write_text(LONG + 'a;b;c;"d;e\n', encoding="utf-8")
    with pytest.raises(DataError, match="ist beschädigt"):
        read(file, {"05562012"})


@pytest.mark.usefixtures("large")
def test_a_large_file_of_another_kind_is_read_whole(tmp_path):
    file = tmp_path / "export.csv"
    file.write_text(EXPORT, encoding="utf-8")
    assert len(read(file, {"05562"})[0].areas) == 3
