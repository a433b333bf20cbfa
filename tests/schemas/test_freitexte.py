"""Cards and open answers: what the table accepts, and what it says otherwise."""

from pathlib import Path

import pytest

from workbench.errors import DataError
from workbench.schemas import freitexte

HEAD = "Anlass;Thema;Text;Person;Freigabe\n"


def read(folder: Path, *rows: str) -> list[str]:
    """What is wrong with a file."""
    (folder / "freitexte.csv").write_text(HEAD + "".join(f"{r}\n" for r in rows), encoding="utf-8")
    try:
        freitexte.TABLE.read(folder)
    except DataError as fault:
        return list(fault.problems)
    return []


def test_cards_need_no_person_and_answers_have_one(tmp_path: Path) -> None:
    assert read(tmp_path, "Café;Wege;Bus;;ja", "Umfrage;Wege;Rad;17;nein", "Umfrage;Wege;Rad;F18;") == []


def test_of_one_occasion_all_texts_have_a_person_or_none(tmp_path: Path) -> None:
    assert read(tmp_path, "Umfrage;Wege;Bus;;ja", "Umfrage;Wege;Rad;17;ja") == ["Zeile 2, Person: »« – erwartet eine Nummer, denn andere Texte von »Umfrage« haben eine."]


def test_a_text_without_an_occasion_is_named_with_all_other_faults(tmp_path: Path) -> None:
    said = read(tmp_path, ";Wege;Bus;;ja", ";Wege;Rad;3;ja", "Umfrage;Wege;Rad;17;vielleicht")
    assert [s.partition(" –")[0] for s in said] == ["Zeile 2, Anlass: leer", "Zeile 3, Anlass: leer", "Zeile 4, Freigabe: »vielleicht«"]


def test_a_person_is_a_number_and_no_name(tmp_path: Path) -> None:
    assert read(tmp_path, "Umfrage;Wege;Bus;Kim Beispiel;ja") == ["Zeile 2, Person: »Kim Beispiel« – erwartet eine Nummer ohne Leerzeichen, keinen Namen."]


@pytest.mark.parametrize("column", ["Anlass", "Thema", "Text", "Freigabe"])
def test_a_file_without_a_needed_column_is_refused(tmp_path: Path, column: str) -> None:
    (tmp_path / "freitexte.csv").write_text(HEAD.replace(column, "X") + "a;b;c;1;ja\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"Spalte »{column}« fehlt"):
        freitexte.TABLE.read(tmp_path)
