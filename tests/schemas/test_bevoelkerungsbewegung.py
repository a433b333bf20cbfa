"""The balance of every cohort, births, and columns that a town lacks."""

import pytest

from workbench.errors import DataError
from workbench.schemas.bevoelkerungsbewegung import TABLE, rebased

HEAD = "Jahr;Alter;Geschlecht;Bestand;Geburten;Sterbefälle;Zuzüge;Fortzüge\n"
GOOD = ["2023;0;weiblich;100;0;0;0;0", "2023;0;männlich;100;0;0;0;0", "2023;30;weiblich;300;200;0;0;0", "2024;1;weiblich;102;0;1;8;5", "2024;31;weiblich;300;0;0;0;0"]


def faults(folder, rows, head=HEAD):
    (folder / "bevoelkerungsbewegung.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    try:
        TABLE.read(folder)
    except DataError as fault:
        return str(fault).splitlines()[1:]
    return []


def test_a_table_whose_cohorts_add_up_is_read(tmp_path):
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize("stock", [97, 107])
def test_small_corrections_of_the_register_are_allowed(tmp_path, stock):
    assert faults(tmp_path, [*GOOD[:3], f"2024;1;weiblich;{stock};0;1;8;5"]) == []


@pytest.mark.parametrize("stock", [96, 108])
def test_a_cohort_that_is_not_last_years_with_its_changes_is_named(tmp_path, stock):
    said = faults(tmp_path, [*GOOD[:3], f"2024;1;weiblich;{stock};0;1;8;5"])
    balance = "Der Jahrgang weniger Sterbefälle »1« plus Zuzüge »8« weniger Fortzüge »5« ergibt etwas anderes."
    allowed = "Erlaubt sind 5 Personen oder 2 % Abweichung. Zählt »Alter« in allen Spalten Jahr minus Geburtsjahr? Beginnt in dem Jahr eine neue Datenbasis (Zensus), nennt sie die Spalte »Basis«."
    assert said == [f"  Zeile 5, Bestand: »{stock}« – passt nicht zum Vorjahr: {balance} {allowed}"]


def test_the_youngest_must_be_the_births_of_the_year(tmp_path):
    said = faults(tmp_path, [GOOD[0].replace("100", "120"), *GOOD[1:3]])
    assert len(said) == 2
    assert said[0].startswith("  Zeile 2, Bestand: »120« – passt nicht zu den Geburten des Jahres 2023, weniger Sterbefälle plus Zuzüge weniger Fortzüge der Neugeborenen beider Geschlechter.")


@pytest.mark.parametrize("row", ["2023;14;weiblich;300;1;0;0;0", "2023;50;weiblich;300;1;0;0;0", "2023;30;männlich;300;1;0;0;0"])
def test_births_stand_with_women_of_15_to_49(tmp_path, row):
    said = faults(tmp_path, [row])
    assert said[0].startswith("  Zeile 2, Geburten: »1« – erwartet Geburten nur in den Zeilen der Frauen von 15 bis 49 Jahren (Alter der Mutter), hier: ")


def test_the_oldest_class_holds_those_above_it(tmp_path):
    rows = ["2023;98;weiblich;50;0;0;0;0", "2023;99;weiblich;50;0;0;0;0", "2024;99;weiblich;{};0;20;0;0"]
    assert faults(tmp_path, [r.format(80) for r in rows]) == []
    assert len(faults(tmp_path, [r.format(30) for r in rows])) == 1


def test_a_missing_year_breaks_no_balance(tmp_path):
    assert faults(tmp_path, [*GOOD[:3], "2026;3;weiblich;500;0;0;0;0"]) == []


def test_a_town_may_lack_columns_and_cells_of_the_flow(tmp_path):
    assert faults(tmp_path, ["2023;5;weiblich;100;3", "2024;6;weiblich;900;3"], "Jahr;Alter;Geschlecht;Bestand;Zuzüge\n") == []
    assert faults(tmp_path, ["2023;5;weiblich;100;;;;", "2024;6;weiblich;900;;0;0;0"]) != []
    assert faults(tmp_path, ["2023;5;weiblich;100;;;;", "2024;6;weiblich;900;;;0;0"]) == []


def test_a_column_that_is_no_part_of_the_table_is_refused(tmp_path):
    assert "Wanderung" in faults(tmp_path, ["2023;5;weiblich;100;3"], "Jahr;Alter;Geschlecht;Bestand;Wanderung\n")[0]


BASED = HEAD.replace("\n", ";Basis\n")
OTHER = [*(f"{row};Zensus 2011" for row in GOOD[:3]), "2024;1;weiblich;80;0;1;8;5;Zensus 2022", "2024;0;weiblich;9;0;0;0;0;Zensus 2022"]


def test_the_first_stock_of_a_new_census_need_not_be_last_years_with_its_changes(tmp_path):
    assert faults(tmp_path, OTHER, BASED) == []
    assert rebased(TABLE.read(tmp_path)) == [2024]
    assert len(faults(tmp_path, [row.replace("Zensus 2022", "Zensus 2011") for row in OTHER], BASED)) == 2


def test_an_empty_base_is_another_one_and_a_table_without_the_column_has_no_break(tmp_path):
    assert faults(tmp_path, [row.replace("Zensus 2011", "") for row in OTHER], BASED) == []
    assert faults(tmp_path, GOOD) == []
    assert rebased(TABLE.read(tmp_path)) == []


def test_two_bases_in_one_year_are_refused(tmp_path):
    said = faults(tmp_path, [OTHER[0], OTHER[1].replace("2011", "2022"), OTHER[2]], BASED)
    assert said == ["  Zeile 3, Basis: »Zensus 2022« – erwartet in allen Zeilen des Jahres 2023 dieselbe Angabe."]


@pytest.mark.parametrize(("day", "residents", "said"), [("31.12.2024", 89, True), ("30.06.2025", 111, True), ("31.12.2024", 99, False), ("31.12.2020", 50, False)])
def test_a_stock_that_differs_from_the_residents_of_the_areas_at_the_nearest_date_is_a_hint(place, day, residents, said):
    rows = f"{day};01;5;weiblich;{residents - 9}\n{day};02;5;männlich;9\n{day};02;40;männlich;800\n"
    folder = place(bevoelkerung=f"Stichtag;Raum;Alter;Geschlecht;Einwohner\n{rows}", bevoelkerungsbewegung="Jahr;Alter;Geschlecht;Bestand\n2023;5;weiblich;300\n2024;5;weiblich;100\n2024;6;weiblich;300\n")
    text = f"100 Personen von 5 bis 5 Jahren am 31.12.2024, in »bevoelkerung« {residents} am {day}: mehr als 2 % Unterschied. "
    assert TABLE.unlikely(TABLE.read(folder), folder).startswith(text) is said


def test_without_residents_of_areas_there_is_nothing_to_compare_the_stock_with(tmp_path):
    assert faults(tmp_path, GOOD) == []
    assert TABLE.unlikely(TABLE.read(tmp_path), tmp_path) == ""
