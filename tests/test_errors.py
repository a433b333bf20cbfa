"""Faults of the user's side: one form, all at once, with a hint."""

import pytest

from workbench.errors import DataError, MissingTable, suggest


def test_all_faults_of_a_file_stand_below_its_name() -> None:
    fault = DataError("besuche.csv", ["Zeile 3, Datum: »31.02.2024« – diesen Tag gibt es nicht.", "Spalte »Geschlecht« fehlt."])
    assert str(fault) == (
        "besuche.csv: 2 Probleme\n"
        "  Zeile 3, Datum: »31.02.2024« – diesen Tag gibt es nicht.\n"
        "  Spalte »Geschlecht« fehlt."
    )


def test_a_single_fault_is_counted_in_the_singular() -> None:
    assert str(DataError("besuche.csv", ["leer"])) == "besuche.csv: 1 Problem\n  leer"


def test_after_twenty_faults_the_rest_is_counted() -> None:
    lines = str(DataError("besuche.csv", [f"Zeile {i}" for i in range(25)])).splitlines()
    assert (len(lines), lines[0], lines[-1]) == (22, "besuche.csv: 25 Probleme", "  … und 5 weitere.")


def test_faults_that_differ_by_their_row_only_are_one_so_that_the_others_find_room() -> None:
    problems = [f"Zeile {i}, Geschlecht: »w« – erwartet »weiblich«." for i in range(2, 700)] + ["Zeile 7: »Summe« – eine Summenzeile.", "Zeile 9: »Summe« – eine Summenzeile.", "Zeile 700, Besuche: »-3« – erwartet eine Zahl ab 0.", "leer", "leer"]
    assert str(DataError("besuche.csv", problems)) == (
        "besuche.csv: 703 Probleme\n"
        "  Zeilen 2, 3, 4 und 695 weitere, Geschlecht: »w« – erwartet »weiblich«.\n"
        "  Zeilen 7 und 9: »Summe« – eine Summenzeile.\n"
        "  Zeile 700, Besuche: »-3« – erwartet eine Zahl ab 0.\n"
        "  leer"
    )


def test_a_missing_table_says_which_files_would_do() -> None:
    assert str(MissingTable("Stolberg", "besuche")) == (
        "Stolberg: keine Tabelle »besuche«. Erwartet wird eine Datei besuche.csv, .xlsx, .xls oder .ods."
    )


@pytest.mark.parametrize(("word", "hint"), [("gemeide", " Meinten Sie »gemeinde«?"), ("qqq", "")])
def test_a_near_word_is_suggested(word: str, hint: str) -> None:
    assert suggest(word, ["gemeinde", "ab_jahr"]) == hint
