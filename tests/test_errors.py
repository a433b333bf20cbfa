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


def test_a_missing_table_says_which_files_would_do() -> None:
    assert str(MissingTable("Stolberg", "besuche")) == (
        "Stolberg: keine Tabelle »besuche«. Erwartet wird eine Datei besuche.csv, .xlsx, .xls oder .ods."
    )


@pytest.mark.parametrize(("word", "hint"), [("gemeide", " Meinten Sie »gemeinde«?"), ("qqq", "")])
def test_a_near_word_is_suggested(word: str, hint: str) -> None:
    assert suggest(word, ["gemeinde", "ab_jahr"]) == hint
