"""Categories by persons, groups and areas: small frames, and empty ones."""

import pandas as pd
import pytest

from workbench.schemas import codes, faelle, segmente, zusammenfassungen
from workbench.topics import kategorien

CODES = pd.DataFrame(
    [("Orte", 1, "Wo man ist."), ("Orte > Treff", 2, "Der Treff."), ("Orte > Wünsche", 2, ""), ("Wege", 1, "Wie man hinkommt."), ("Wege > Wünsche", 2, "")],
    columns=["Code", "Ebene", "Definition"],
)
CASES = pd.DataFrame(
    [("A", "Jugendliche", "01"), ("B", "Jugendliche", "01"), ("C", "Schule", "02"), ("D", "Politik", "03")], columns=["Fall", "Rolle", "Raum"]
)
SEGMENTS = pd.DataFrame(
    [
        ("A", "Orte > Treff", 0, 10, "eins", "X", True),
        ("A", "Orte > Wünsche", 0, 10, "eins", "X", True),
        ("A", "Wege > Wünsche", 5, 20, "zwei", "X", False),
        ("A", "Wege > Wünsche", 30, 40, "drei", "Y", True),
        ("B", "Orte > Treff", 0, 10, "vier", "X", False),
        ("C", "Wege", 0, 10, "fünf", "Y", True),
        ("C", "Orte > Treff", 10, 20, "sechs", "Y", True),
    ],
    columns=["Fall", "Code", "Anfang", "Ende", "Text", "Person", "Freigabe"],
)


def test_the_tree_counts_persons_and_passages_and_rolls_them_up() -> None:
    tree = kategorien.tree(CODES, SEGMENTS, CASES)
    assert tree["Personen"].tolist() == [3, 3, 1, 2, 1]
    assert tree["Textstellen"].tolist() == [3, 3, 1, 2, 1]
    assert tree["Anteil der Befragten in %"].tolist() == [75, 75, 25, 50, 25]


def test_names_are_as_short_as_they_can_be_and_indented_by_level() -> None:
    tree = kategorien.tree(CODES, SEGMENTS, CASES)
    assert tree["Name"].tolist() == ["Orte", "Treff", "Orte > Wünsche", "Wege", "Wege > Wünsche"]
    assert tree["Kategorie"].tolist() == ["Orte", "\u2003Treff", "\u2003Wünsche", "Wege", "\u2003Wünsche"]


def test_the_coding_of_whoever_coded_most_cases_counts() -> None:
    assert kategorien.leading(SEGMENTS)["Text"].tolist() == ["eins", "eins", "zwei", "vier", "fünf", "sechs"]


def test_codings_without_a_name_are_those_of_one_person() -> None:
    assert len(kategorien.leading(SEGMENTS.assign(Person=pd.NA))) == len(SEGMENTS)


@pytest.mark.parametrize(
    ("sizes", "minimum", "expected"),
    [
        ({"a": 4, "b": 2, "c": 1}, 3, {"a": 4, "weitere Befragte": 3}),
        ({"a": 4, "b": 3, "c": 1}, 3, {"a": 4, "weitere Befragte": 4}),
        ({"a": 4, "b": 3}, 3, {"a": 4, "b": 3}),
        ({"a": 1, "b": 1}, 3, {"weitere Befragte": 2}),
    ],
)
def test_small_groups_join_until_they_are_enough(sizes: dict[str, int], minimum: int, expected: dict[str, int]) -> None:
    cases = pd.DataFrame([(f"{r}{i}", r) for r, n in sizes.items() for i in range(n)], columns=["Fall", "Rolle"])
    assert kategorien.grouped(cases, by="Rolle", minimum=minimum)["Rolle"].value_counts().to_dict() == expected


def test_interviewed_persons_come_with_their_total() -> None:
    assert kategorien.interviewed(CASES, by="Rolle")[["Rolle", "Befragte"]].to_numpy().tolist() == [["Jugendliche", 2], ["Schule", 1], ["Politik", 1], ["Insgesamt", 4]]


def test_areas_get_their_names_and_unknown_ones_keep_their_key() -> None:
    areas = pd.DataFrame({"Raum": ["01", "02"], "Name": ["Nord", "Süd"]})
    assert kategorien.with_names(CASES, areas)["Raum"].tolist() == ["Nord", "Nord", "Süd", "03"]


def test_main_categories_are_counted_per_group_with_zeros() -> None:
    groups = kategorien.by_group(CODES, SEGMENTS, kategorien.grouped(CASES, by="Rolle", minimum=2), by="Rolle")
    assert groups[["Kategorie", "Rolle", "Befragte", "Personen", "Textstellen", "Textstellen je Person"]].to_numpy().tolist() == [
        ["Orte", "Jugendliche", 2, 2, 2, 1.0], ["Orte", "weitere Befragte", 2, 1, 1, 0.5],
        ["Wege", "Jugendliche", 2, 1, 1, 0.5], ["Wege", "weitere Befragte", 2, 1, 1, 0.5],
    ]


def test_a_single_group_is_no_comparison() -> None:
    assert kategorien.by_group(CODES, SEGMENTS, CASES.assign(Rolle="alle"), by="Rolle").empty


def test_categories_are_counted_by_areas() -> None:
    areas = kategorien.areas(CODES, SEGMENTS, CASES)
    assert areas["Gebiete mit Nennung"].tolist() == [2, 2, 1, 2, 1]
    assert areas["Gebiete mit Gesprächen"].unique().tolist() == [3]


def test_categories_meet_where_their_passages_overlap_and_not_where_they_touch() -> None:
    pairs = kategorien.together(CODES, SEGMENTS)
    assert pairs["Paar"].tolist() == ["Orte – Orte", "Orte – Wege", "Orte – Wege", "Wege – Wege"]
    assert pairs["Personen"].astype(object).where(pairs["Personen"].notna(), None).tolist() == [None, 1, 1, None]
    assert kategorien.together(CODES, SEGMENTS[SEGMENTS["Fall"] != "A"]).empty


def test_passages_stand_under_their_main_category_in_the_order_of_the_codebook() -> None:
    passages = kategorien.passages(CODES, SEGMENTS)
    assert list(passages.columns) == ["Code", "Fall", "Text", "Freigabe", "Anfang", "Ende"]
    assert passages[["Code", "Text"]].to_numpy().tolist() == [["Orte", "eins"], ["Orte", "vier"], ["Orte", "sechs"], ["Wege", "zwei"], ["Wege", "fünf"]]


def test_summaries_stand_in_the_order_of_the_codebook() -> None:
    texts = pd.DataFrame([("A", "Wege", "Weit.", True), ("A", "Orte", "Wenige.", True)], columns=["Fall", "Code", "Zusammenfassung", "Freigabe"])
    assert kategorien.summaries(CODES, texts)["Text"].tolist() == ["Wenige.", "Weit."]


def test_no_interviews_give_empty_tables_with_their_columns() -> None:
    book, cases, segments, texts = (module.TABLE.empty() for module in (codes, faelle, segmente, zusammenfassungen))
    frames = [
        kategorien.tree(book, segments, cases), kategorien.by_group(book, segments, cases, by="Rolle"), kategorien.areas(book, segments, cases),
        kategorien.together(book, segments), kategorien.passages(book, segments), kategorien.summaries(book, texts), kategorien.interviewed(cases, by="Rolle"),
    ]
    assert [len(f) for f in frames] == [0] * 7
    assert all(len(f.columns) > 2 for f in frames)
