"""Tables that a consultant typed, wide or long."""

import pytest

from workbench.errors import DataError

LONG = "Kennzahl;AGS;Gebiet;Jahr;Wert;Einheit;Quelle;Lizenz\nArmut;05562012;Dorsten;2022;12,5 %;%;Stadt Dorsten;\nBevölkerung;05562012;Dorsten;31.12.2022;1 234;Personen;Melderegister;intern\n"
WIDE = "Schlüssel;Gemeinde;Jahr;Bevölkerung;Armutsquote\n05562012;Dorsten;2022;1.234,5;12,5 %\n05562024;Marl;2022;1 234;.\n"


def test_a_long_table_keeps_what_each_row_says(table):
    frame = table(LONG).frame
    assert frame[["Kennzahl", "Schlüssel", "Jahr", "Wert", "Einheit", "Quelle", "Lizenz"]].to_numpy().tolist() == [
        ["Armut", "05562012", 2022, 12.5, "%", "Stadt Dorsten", ""], ["Bevölkerung", "05562012", 2022, 1234, "Personen", "Melderegister", "intern"],
    ]  # fmt: skip


def test_a_wide_table_has_a_column_per_indicator(table):
    frame = table(WIDE).frame
    assert list(frame["Wert"].fillna(-1)) == [1234.5, 12.5, 1234, -1]
    assert list(frame["Einheit"])[:2] == ["", "%"]


@pytest.mark.parametrize(("column", "text"), [("E", WIDE.replace("12,5 %", "12.5")), ("E", LONG.replace("12,5 %", "1.5"))])
def test_a_point_as_decimal_sign_is_an_error_never_a_number(fault, column, text):
    said = fault(text)
    assert f"Zeile 2, Spalte {column}: »" in said
    assert "Dezimalzeichen ist das Komma." in said


def test_keys_that_excel_made_numbers_get_their_zero_back(workbook):
    (made,) = workbook(Tabelle=[["AGS", "Gemeinde", "2021", "2022"], [5562012, "Dorsten", 74.0, 75.5], [5562024, "Marl", 83, 84]])
    assert [a.key for a in made.areas] == ["05562012", "05562024"]
    assert any("2 Schlüssel ohne führende Null ergänzt (im Original 5562012)" in n for n in made.notes)


def test_a_long_sheet_is_found_below_a_title(workbook):
    (made,) = workbook(Daten=[["Meine Zahlen"], ["Indikator", "AGS", "Berichtsjahr", "Wert"], ["Armut", "05562012", 2022, 12.5]])
    assert made.frame[["Kennzahl", "Jahr", "Wert"]].to_numpy().tolist() == [["Armut", 2022, 12.5]]


def test_what_rows_do_not_say_is_said(table):
    assert table(LONG).notes == ("Einige Zeilen nennen keine Lizenz.",)
    assert table(WIDE).notes == ("Die Datei nennt keine Quelle.", "Die Datei nennt keine Lizenz.")


def test_a_wrong_date_names_its_row(fault):
    assert "Zeile 3, Jahr: »irgendwann« – erwartet ein Jahr" in fault(LONG.replace("31.12.2022", "irgendwann"))


def test_every_wrong_year_of_a_wide_table_names_its_row_and_value(fault, workbook):
    two = WIDE.replace(";Marl;2022", ";Marl;23")
    assert "Zeile 3, Spalte C: »23« – erwartet ein Datum wie 31.12.2022 oder ein Jahr mit vier Ziffern." in fault(two)
    assert "Zeile 2, Spalte C: »23«" in fault("\n".join([two.splitlines()[0], two.splitlines()[2]]))
    with pytest.raises(DataError, match="Zeile 4, Spalte B: »23«"):
        workbook(Tabelle=[["Zahlen"], ["AGS", "Jahr", "Armut"], ["05562012", 2022, 1], ["05562024", 23, 2]])


def test_names_without_keys_are_refused(fault):
    assert "Keine Spalte enthält amtliche Schlüssel" in fault("Gemeinde;2021;2022\nDorsten;1;2\nMarl;3;4\n")


def test_keys_that_cannot_be_stay_out_and_are_said(table):
    made = table(WIDE.replace("05562024", "99999999"))
    assert set(made.frame["Schlüssel"]) == {"05562012"}
    assert any("1 Gebiete ohne verlässlichen Schlüssel bleiben außen vor, z. B. »99999999« Marl" in n for n in made.notes)


@pytest.mark.parametrize("text", ["nur Text\nohne Zahlen\n", "<html><body>Fehler 404</body></html>\n", "a;b\n"])
def test_an_unknown_file_says_what_was_expected(fault, text):
    assert "Darin ist keine Tabelle zu erkennen – erwartet wird eine Tabelle von GENESIS" in fault(text)


def test_a_logical_value_of_a_sheet_is_no_one(workbook):
    with pytest.raises(DataError, match="»WAHR« – erwartet eine Zahl"):
        workbook(Tabelle=[["AGS", "2021", "2022"], ["05562012", 1, True], ["05562024", 1, 2]])


def test_a_year_behind_a_label_is_its_date(table):
    frame = table("Gebiet;Schlüssel;Armut 2021;Armut (2022)\nDorsten;05562012;1;2\n").frame
    assert frame[["Kennzahl", "Jahr", "Wert"]].to_numpy().tolist() == [["Armut", 2021, 1], ["Armut", 2022, 2]]


def test_columns_that_are_years_only_are_named_after_the_file(table):
    made = table("AGS;Name;2021;2022\n05562012;Dorsten;14,5;14,75\n", name="Armutsquote.csv")
    assert set(made.frame["Kennzahl"]) == {"Armutsquote"}
    assert made.notes[0] == "Weder Kopfzeile noch Titel nennt die Kennzahl; sie heißt wie Datei oder Blatt »Armutsquote«. Eine Kopfzeile wie »Armutsquote 2022« nennt sie."


def test_two_different_values_for_one_fact_both_stay_out(table):
    made = table(LONG + "Armut;05562012;Dorsten;2022;99 %;%;Stadt Dorsten;\n")
    assert list(made.frame["Kennzahl"]) == ["Bevölkerung"]
    assert made.notes[-1] == "1 Wert steht mehrfach und verschieden da und bleibt außen vor, z. B. Zeile 4, Spalte E: »Armut«, Dorsten 05562012, 2022: »99«. Welcher gilt, muss die Datei sagen."


def test_values_on_two_bases_are_two_facts(table):
    made = table("Kennzahl;AGS;Jahr;Wert;Basis\nBevölkerung;05562012;2022;74;Zensus 2011\nBevölkerung;05562012;2022;75;Zensus 2022\n")
    assert list(made.frame["Wert"]) == [74, 75]
