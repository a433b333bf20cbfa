"""Free text and pseudonyms of single persons do not leave in a table."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.disclosure.persons import Persons
from workbench.errors import ReleaseError
from workbench.schemas import faelle, freitexte, personenbesuche, segmente
from workbench.start import Report, start

SAID = "Abends ist hier nichts los, und der Bus fährt nicht mehr."
FILES = {
    "segmente": f"Fall;Code;Anfang;Ende;Text;Freigabe\nA-01;Busse > Abends;0;57;{SAID};nein\nA-02;Mit dem Rad;0;11;Mit dem Rad;ja\nA-02;Busse > Abends;12;20;Zu teuer;nein\n",
    "faelle": "Fall;Rolle;Raum;Einwilligung\nA-01;Jugendliche;01;nein\nA-02;Jugendliche;01;ja\n",
    "codes": "Code;Ebene\nBusse;1\nBusse > Abends;2\nMit dem Rad;1\n",
    "raeume": "Raum;Name\n01;Nord\n02;Süd\n",
    "einrichtungen": "Einrichtung;Name;Träger;Raum\nH1;Haus;Stadt;01\n",
    "personenbesuche": "Einrichtung;Datum;Person;Altersgruppe;Geschlecht;Wohnraum\nH1;08.01.2024;P1;10–13;weiblich;01\nH1;09.01.2024;01;10–13;weiblich;02\n",
}


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    (tmp_path / "projekt.toml").write_text('format = 1\nname = "Probe"\nstand = 2025-12-31\nsynthetisch = true\n[orte.a]\nname = "Adorf"\nags = "05562012"\n', encoding="utf-8")
    (tmp_path / "a").mkdir()
    for name, text in FILES.items():
        (tmp_path / "a" / f"{name}.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_PROJECT", str(tmp_path))
    report = start("a")
    for table in (segmente, faelle, personenbesuche):
        report.read(table)
    return report


def passed(report: Report, column: str, cells: list[Any], **how: Any) -> list[Any]:
    frame = pd.DataFrame({"Nr.": [f"Zeile {i}" for i in range(len(cells))], column: cells, "Nennungen": [9] * len(cells)})
    return report.release(frame, **{"table": "T", "by": ["Nr.", column], "count": "Nennungen", "additive": False, "source": segmente, **how}).frame[column].tolist()


@pytest.mark.parametrize("text", [SAID, SAID.upper(), f"Jemand sagt: »{SAID}«", SAID[:40], "zu  teuer!"], ids=["as it is", "in capitals", "quoted", "cut", "short"])
@pytest.mark.parametrize("how", [{}, {"by": ["Nr."], "public": ["Wort"]}], ids=["key", "public"])
def test_what_a_person_said_is_no_cell_of_a_table(report: Report, text: str, how: dict[str, Any]) -> None:
    with pytest.raises(ReleaseError, match=r"»T«: In »Wort« steht, was eine Person gesagt hat .* bericht\.quotes"):
        passed(report, "Wort", [text, "Nord"], **how)


def test_what_a_person_said_is_no_name_of_a_column_or_a_table(report: Report) -> None:
    with pytest.raises(ReleaseError, match="»T«: Im Namen einer Spalte steht"):
        passed(report, SAID, ["a"])
    with pytest.raises(ReleaseError, match=r"^Im Namen der Tabelle steht"):
        passed(report, "Wort", ["a"], table=SAID)


@pytest.mark.parametrize("cell", ["A-02", "a-01, A-02", "P1", "Zuletzt kam P1 im Mai"])
def test_a_table_names_no_single_persons(report: Report, cell: str) -> None:
    with pytest.raises(ReleaseError, match="»T«: In »Wer« stehen Pseudonyme einzelner Personen"):
        passed(report, "Wer", [cell, "andere"])
    with pytest.raises(ReleaseError, match="Im Namen einer Spalte stehen Pseudonyme"):
        passed(report, "P1", ["x"])


def test_codes_areas_and_single_words_pass_though_a_person_said_or_bears_them(report: Report) -> None:
    for cells in (["Mit dem Rad", "Abends"], ["01", "02"], ["Bus", "teuer"]):
        assert passed(report, "Was", cells, measure=cells[0]) == cells


def test_short_numbers_of_sheets_are_no_pseudonyms() -> None:
    persons = Persons()
    persons.note(freitexte.TABLE, pd.DataFrame({"Person": ["17", "F17"]}))
    persons.refuse(pd.DataFrame({"Alter": ["17", "12"]}), table="T")
    with pytest.raises(ReleaseError, match="Pseudonyme"):
        persons.refuse(pd.DataFrame({"Wer": ["F17"]}), table="T")
