"""A town's own register: what is read from it, what is refused, and that no street leaves it."""

import datetime as dt
import itertools
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from workbench.errors import DataError
from workbench.read import melderegister
from workbench.schemas import bevoelkerung

AREAS = "Raum;Name\n01;Nord\n02;Süd\n"
STREETS = "Straße;Hausnummer von;Hausnummer bis;Seite;Raum\nHauptstr.;1;49;ungerade;01\nHauptstraße;51;;ungerade;02\nHauptstraße;;;gerade;02\nAm Ring;;;;01\n"
LONG = "Stadt X, Einwohner\nStand: 31.12.2024\n\nStrasse;HNR;Alter;m/w;Anzahl;Ortsteil\n"


@pytest.fixture
def town(tmp_path: Path):
    """Make the folder of a town with its streets and register, and read its residents."""

    def make(register: str, streets: str = STREETS) -> pd.DataFrame:
        for name, text in {"raeume": AREAS, "strassen": streets, "melderegister": register}.items():
            if text:
                (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return bevoelkerung.TABLE.read(tmp_path)

    return make


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [(r.Raum, r.Alter, r.Geschlecht, r.Einwohner) for r in frame.itertuples()]


def test_streets_are_summed_to_their_areas_by_house_number_and_side(town) -> None:
    frame = town(LONG + "Hauptstraße;3a;12;w;2;Y\nHauptstr;4;12;weiblich;3;\nHaupt-Straße;53;12;W;1;\nAm-Ring;;12;w;1;\nAm Ring;;7;M;4;\n")
    assert rows(frame) == [("01", 7, "männlich", 4), ("01", 12, "weiblich", 3), ("02", 12, "weiblich", 4)]
    assert frame["Stichtag"].unique().tolist() == [pd.Timestamp(2024, 12, 31)]
    assert list(frame.columns) == list(melderegister.COLUMNS)


def test_ages_may_be_columns(town) -> None:
    streets = "Straße;Raum\n101;01\n102;02\n"
    wide = town("Stichtag;Baublock;Geschlecht;0;1 Jahr;2 Jahre;99 und älter\n2024-12-31;101;m;1;;2;-\n2024-12-31;101;w;0;3;0;1\n2024-12-31;102;w;0;0;5;0\n", streets)
    assert rows(wide) == [("01", 0, "männlich", 1), ("01", 1, "weiblich", 3), ("01", 2, "männlich", 2), ("01", 99, "weiblich", 1), ("02", 2, "weiblich", 5)]
    sexed = town("Stichtag;Block;m 0;w 0;m_1;w_1\n31.12.2024;101;1;2;3;4\n", streets)
    assert rows(sexed) == [("01", 0, "männlich", 1), ("01", 0, "weiblich", 2), ("01", 1, "männlich", 3), ("01", 1, "weiblich", 4)]


def test_a_workbook_is_read_like_a_text_file(town, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "melderegister.xlsx") as book:
        sheet = book.add_worksheet()
        for n, line in enumerate([["Stand", "31.12.2024"], ["Straße", "Alter", "Geschlecht", "Einwohner"], ["Am Ring", 12, "w", 7]]):
            sheet.write_row(n, 0, line)
    assert rows(town("")) == [("01", 12, "weiblich", 7)]


def test_the_oldest_age_is_99_and_older(town) -> None:
    assert rows(town(LONG + "Am Ring;;99;w;1;\nAm Ring;;101;w;1;\nAm Ring;;100+;w;1;\nAm Ring;;unter 1;w;1;\n")) == [("01", 0, "weiblich", 1), ("01", 99, "weiblich", 3)]


def test_persons_with_neither_sex_are_counted_in_turn_so_that_the_sum_holds(town) -> None:
    frame = town(LONG + "Am Ring;;12;d;3;\nAm Ring;;13;x;2;\nAm Ring;;12;m;1;\n")
    assert rows(frame) == [("01", 12, "männlich", 2), ("01", 12, "weiblich", 2), ("01", 13, "männlich", 1), ("01", 13, "weiblich", 1)]


def test_any_age_group_can_be_formed_and_the_sum_is_that_of_the_register(town) -> None:
    lines = [f"Am Ring;;{age};{sex};{age % 4};" for age, sex in itertools.product(range(100), "mwd")]
    frame = town(LONG + "\n".join(lines) + "\n")
    assert frame["Einwohner"].sum() == sum(age % 4 for age in range(100)) * 3
    assert frame.loc[frame["Alter"].between(10, 13), "Einwohner"].sum() == sum(age % 4 for age in range(10, 14)) * 3


REFUSED = {
    "unknown streets, with their residents": (LONG + "Am Rink;;12;w;3;\nInsgesamt;;12;w;99;\nAm Rink;;13;m;1;\n", STREETS),
    "a street that its house numbers split": (LONG + "Hauptstraße;;12;w;3;\n", STREETS),
    "a house number in no section": (LONG + "Hauptstraße;51;12;w;3;\n", "Straße;Hausnummer von;Hausnummer bis;Raum\nHauptstraße;1;49;01\nRing;;;02\n"),
    "cells, all at once, with streets": (LONG + "Am Ring;;zwölf;w;3;\nAm Ring;;12;?;3;\nAm Ring;;12;w;.;\n;;12;w;1;\nAm Ring;;12;w;;\nAm Ring;;130;w;-1;\nFehlt;;1;w;2;\n", STREETS),
    "age groups": ("Stichtag;Straße;Geschlecht;0-5;6-9\n31.12.2024;Am Ring;m;1;2\n", STREETS),
    "no date": ("Straße;Alter;Geschlecht;Anzahl\nAm Ring;12;w;3\n", STREETS),
    "missing and doubled headings": ("Stand: 31.12.2024\nStraße;Block;Alter\nAm Ring;1;12\n", STREETS),
    "nobody at all": (LONG + "Am Ring;;12;w;0;\n", STREETS),
    "no list of streets": (LONG + "Am Ring;;12;w;1;\n", ""),
    "streets placed twice, or in parts that overlap": (
        LONG + "Am Ring;;12;w;1;\n",
        "Straße;Hausnummer von;Hausnummer bis;Seite;Raum\nAm Ring;;;;01\nAm-Ring;;;;02\nWeg;1;20;;01\nWeg;15;30;;02\nGasse;9;3;;01\nPlatz;1;9;gerade;01\nPlatz;2;;gerade;02\nAllee;1;;ungerade;03\n",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_placed_or_read_is_refused_all_at_once(case: str, town, snapshot) -> None:
    with pytest.raises(DataError) as fault:
        town(*REFUSED[case])
    assert str(fault.value) == snapshot


def test_the_check_is_told_how_the_register_was_understood(town, tmp_path: Path) -> None:
    town(LONG + "Hauptstraße;4;12;d;1;Y\n")
    table = bevoelkerung.TABLE
    said = table.foreign.said(tmp_path / "melderegister.csv", *table.foreign.needs(tmp_path / "melderegister.csv", tmp_path, ""))
    assert said == (
        "1 Person in 1 Straße oder Block nach Räumen summiert; die Zahlen je Straße bleiben in der Datei. 1 Person »divers oder ohne Angabe« abwechselnd als weiblich und männlich gezählt. "
        "Ohne Personen im Register: »Am Ring«. Nicht gelesen: »Ortsteil«."
    )


def test_two_registers_are_refused(town, tmp_path: Path) -> None:
    (tmp_path / "melderegister.xlsx").touch()
    with pytest.raises(DataError, match=r"mehrfach da: »melderegister.csv« und »melderegister.xlsx«"):
        town(LONG + "Am Ring;;12;w;1;\n")


def test_a_large_register_is_read_in_seconds(town) -> None:
    streets = "Straße;Raum\n" + "".join(f"Straße {n};0{1 + n % 2}\n" for n in range(600))
    register = "Stand: 31.12.2024\nStraße;Alter;Geschlecht;Anzahl\n" + "".join(f"Straße {n};{age};{sex};{n % 3}\n" for n in range(600) for age in range(100) for sex in "mw")
    start = dt.datetime.now(tz=dt.UTC)
    assert town(register, streets)["Einwohner"].sum() == 120_000
    assert (dt.datetime.now(tz=dt.UTC) - start).total_seconds() < 20
