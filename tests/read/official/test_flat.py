"""ffcsv, new and old, and Zensus 2022."""

import pytest

from workbench.read.official.recognise import read

HEAD = "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label"
ROW = "12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;2024-12-31;KREISE;Kreise und kreisfreie Städte;{};{};GES;Geschlecht;{};{};{};Anzahl;BEVSTD;Bevölkerungsstand"
NEW = "\n".join([HEAD, ROW.format("03457", "Leer, Landkreis", "GESW", "weiblich", "85000"), ROW.format("03457", "Leer, Landkreis", "", "Insgesamt", "169103"), ROW.format("14263", "Görlitz, kreisfreie Stadt", "", "Insgesamt", "-")]) + "\n"
MARKED = f"""{HEAD};value_q
{ROW.format("05554", "Borken", "", "Insgesamt", "166")};e
{ROW.format("05558", "Coesfeld", "", "Insgesamt", "12,5")};()
{ROW.format("05562", "Recklinghausen", "", "Insgesamt", "7")};p
{ROW.format("05566", "Steinfurt", "", "Insgesamt", "/")};
""".replace(";Anzahl;", ";1000;")
OLD = """Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl;BEVSTD__Bevoelkerungsstand__q;FLC006__Gebietsflaeche__qkm
12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;31.12.2019;KREISE;Kreise;08325;Rottweil, Landkreis;GES;Geschlecht;;Insgesamt;139455;e;769,42
12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;31.12.2019;KREISE;Kreise;08325;Rottweil, Landkreis;GES;Geschlecht;GESM;männlich;69000;p;.
"""
CENSUS = """statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label
1000A;Bevölkerung kompakt (Gebietsstand 15.05.2022);STAG;Stichtag;2022-05-15;GEODL1;Deutschland;DG;Deutschland;300;Anzahl;PRS001;Personen
1000A;Bevölkerung kompakt (Gebietsstand 15.05.2022);STAG;Stichtag;2022-05-15;GEOLK4;Kreise;034570000000;Leer;130;Anzahl;PRS018;Personen
1000A;Bevölkerung kompakt (Gebietsstand 15.05.2022);STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden (Gebietsstand 15.05.2022);034570024024;Bunde;75;Anzahl;PRS018;Personen
1000A;Bevölkerung kompakt (Gebietsstand 15.05.2022);STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden (Gebietsstand 15.05.2022);034575402003;Brinkum;52;Anzahl;PRS018;Personen
1000A;Bevölkerung kompakt (Gebietsstand 15.05.2022);STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden (Gebietsstand 15.05.2022);059130000000;Dortmund;170;Anzahl;PRS018;Personen
"""


def test_the_new_form_with_its_byte_order_mark(table, values):
    found = values(table(NEW, encoding="utf-8-sig"), "Schlüssel", "Kennzahl")
    assert found["03457", "Bevölkerungsstand: weiblich"] == 85000
    assert found["03457", "Bevölkerungsstand"] == 169103  # an empty attribute is the total


def test_a_kreis_that_is_no_more_has_no_residents_not_zero(table):
    frame = table(NEW).frame
    assert frame.loc[frame["Schlüssel"] == "14263", "Grund"].tolist() == ["gibt es nicht"]


def test_quality_marks_become_reason_or_note(table):
    frame = table(MARKED).frame
    assert list(frame["Wert"].fillna(-1)) == [166, 12.5, 7, -1]
    assert list(frame["Grund"]) == ["", "Aussagewert eingeschränkt", "", "nicht sicher genug"]
    assert list(frame["Hinweis"]) == ["", "", "vorläufig", ""]


def test_a_zero_in_thousands_is_more_than_nothing(table):
    frame = table(MARKED.replace(";166;", ";0;")).frame
    assert (frame["Wert"].iloc[0], frame["Hinweis"].iloc[0]) == (0, "mehr als nichts, aber weniger als die Hälfte der kleinsten Einheit")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_the_old_form_has_a_column_per_variable(table, encoding):
    frame = table(OLD, encoding=encoding).frame
    rows = list(zip(frame["Kennzahl"], frame["Wert"].fillna(-1), frame["Einheit"], frame["Hinweis"], strict=True))
    assert rows == [("Bevoelkerungsstand", 139455, "Anzahl", ""), ("Bevoelkerungsstand: männlich", 69000, "Anzahl", "vorläufig"), ("Gebietsflaeche", 769.42, "qkm", ""), ("Gebietsflaeche: männlich", -1, "qkm", "")]
    assert set(frame["Jahr"]) == {2019}


def test_an_archive_with_one_table_is_read_as_that_table(packed, values):
    (made,) = read(packed(tabelle__csv=NEW, liesmich__pdf="x"))
    assert values(made, "Schlüssel", "Kennzahl")["03457", "Bevölkerungsstand"] == 169103


def test_census_2022_has_keys_of_twelve_digits_a_basis_and_a_territory(table):
    made = table(CENSUS)
    assert [(a.key, a.level, a.inside) for a in made.areas] == [("DG", "Bund", ""), ("03457", "Kreis", ""), ("03457024", "Gemeinde", ""), ("03457003", "Gemeinde", "034575402"), ("05913000", "Gemeinde", "")]
    assert set(made.frame["Basis"]) == {"Zensus 2022"}
    assert set(made.frame["Gebietsstand"]) == {"15.05.2022"}
    assert made.origin.tolerance == 9


def test_totals_with_the_same_name_in_two_characteristics_are_told_apart(table):
    rows = [ROW.format("03457", "Leer", "A", "unbekannt", "1"), ROW.format("03457", "Leer", "B", "unbekannt", "2")]
    frame = table("\n".join([HEAD, *rows]).replace(";GES;Geschlecht;B;", ";ALT;Alter;B;")).frame
    assert list(frame["Kennzahl"]) == ["Bevölkerungsstand: Geschlecht: unbekannt", "Bevölkerungsstand: Alter: unbekannt"]


def test_a_table_without_areas_says_what_is_expected(fault):
    assert "Keine der Spalten nennt Gebiete" in fault(NEW.replace("KREISE;Kreise und kreisfreie Städte", "X;Y").replace("03457", "A").replace("14263", "B"))


def test_a_wrong_date_names_itself(fault):
    assert "»gestern« – erwartet ein Datum" in fault(NEW.replace("2024-12-31", "gestern"))


def test_a_torn_file_says_what_is_missing(fault):
    assert "Es fehlen Spalten des Formats ffcsv: »1_variable_label«." in fault(NEW.replace("1_variable_label", "Spalte"))
    assert "Unter der Kopfzeile stehen keine Daten." in fault(HEAD + "\n")
    assert "Eine Zeile hat mehr Felder als die Kopfzeile" in fault(NEW + "a;" * 40)


@pytest.mark.parametrize(("value", "read_as"), [("35747.85", 35747.85), ("0.125", 0.125), ("-12.5", -12.5), ("1567.125", 1567.125)])
def test_decimal_points_of_the_english_form_are_read(table, value, read_as):
    frame = table(NEW.replace("85000", value)).frame
    assert frame["Wert"].iloc[0] == read_as


def test_a_point_that_may_be_a_thousands_separator_is_refused(fault):
    assert "Spalte »value«: »85.000« kann ein Dezimalpunkt sein oder ein Tausenderpunkt. Bitte die deutsche Fassung" in fault(NEW.replace("85000", "85.000"))


def test_points_beside_commas_are_no_english_form(fault):
    assert "»85.5« – erwartet eine Zahl" in fault(NEW.replace("85000", "85.5").replace("169103", "169,5"))


def test_the_total_over_all_laender_is_the_country(table):
    text = """Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label;     FLC006__Gebietsflaeche__qkm
11111;Feststellung des Gebietsstands;STAG;Stichtag;31.12.2022;DLAND;Bundesländer;08;Baden-Württemberg;35747,85
11111;Feststellung des Gebietsstands;STAG;Stichtag;31.12.2022;DLAND;Bundesländer;;Insgesamt;357595,99
"""
    made = table(text)
    assert [(a.key, a.name, a.level) for a in made.areas] == [("08", "Baden-Württemberg", "Land"), ("DG", "Deutschland", "Bund")]
    assert list(made.frame["Kennzahl"].unique()) == ["Gebietsflaeche"]  # the spaces before its column are no part of the name
    assert list(made.frame["Einheit"].unique()) == ["qkm"]


def test_a_variable_of_months_is_a_date_and_no_part_of_the_name(table):
    frame = table(NEW.replace(";GES;Geschlecht;GESW;weiblich;", ";MONAT;Monate;MONAT02;Februar;").replace(";GES;Geschlecht;;Insgesamt;", ";MONAT;Monate;MONAT03;März;").replace(";2024-12-31;", ";2024;")).frame
    assert [f"{d:%d.%m.%Y}" for d in frame["Stichtag"]] == ["29.02.2024", "31.03.2024", "31.03.2024"]
    assert set(frame["Kennzahl"]) == {"Bevölkerungsstand"}


def test_an_archive_with_several_tables_gives_each_and_says_what_it_could_not_read(packed):
    first, second = read(packed(kreise__csv=NEW, alt__csv=OLD, lies__txt="Bitte lesen", mehr__pdf="x"))
    assert (first.origin.form, second.frame["Einheit"].iloc[0]) == ("ffcsv", "Anzahl")
    assert first.notes[-1].startswith("Nicht gelesen: »lies.txt«: Darin ist keine Tabelle zu erkennen")
    assert not any(n.startswith("Nicht gelesen") for n in second.notes)


def test_a_torn_last_line_is_refused_and_a_line_below_the_table_is_not(table, fault):
    assert "Die letzte Zeile hat weniger Felder als die übrigen: Die Datei ist abgebrochen. Bitte neu herunterladen." in fault(NEW[: NEW.rindex("GES;") + 2])
    assert len(table(NEW + "Stand: 01.02.2026\n;;;\n").frame) == 3
