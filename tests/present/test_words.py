"""The lexicon and the house rule for gender."""

import pytest

from workbench.present.words import NOUNS, amount, counted, in_head, listing


def test_a_noun_is_bent_by_number():
    assert (counted("Platz", one=True), counted("Platz", one=False)) == ("Platz", "Plätze")


def test_the_lexicon_is_sorted_and_no_two_nouns_share_a_plural():
    umlauts = str.maketrans("äöüÄÖÜ", "aouAOU")
    assert list(NOUNS) == sorted(NOUNS, key=lambda noun: noun.lower().translate(umlauts))
    assert len(set(NOUNS.values())) == len(NOUNS)


def test_names_are_listed_with_an_and_before_the_last():
    assert listing(["Nord", "Süd", "West"]) == "Nord, Süd und West"
    assert (listing(["Nord"]), listing([], none="keinem Gebiet"), listing([])) == ("Nord", "keinem Gebiet", "")
    assert listing(["Rang", "Min–Max"], joint="oder") == "Rang oder Min–Max"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Besucherinnen und Besucher", "Besucher/-innen"),
        ("Stammbesucherinnen und Stammbesucher je Woche", "Stammbesucher/-innen je Woche"),
        ("Jugendliche", "Jugendliche"),
        ("Anteil an den Besuchern", "Anteil an den Besuchern/-innen"),
        ("Freundinnen und Kollegen", "Freundinnen und Kollegen"),
    ],
)
def test_a_table_head_has_the_short_form_of_a_pair(label, expected):
    assert in_head(label) == expected


@pytest.mark.parametrize(
    ("text", "unit", "dative", "expected"),
    [
        ("3", "Besuche", False, "3 Besuche"),
        ("1", "Besuche", True, "1 Besuch"),
        ("3", "Besuche je Tag", True, "3 Besuchen je Tag"),
        ("3", "Personen", True, "3 Personen"),
        ("3", "Codes", True, "3 Codes"),
        ("3", "%", True, "3 %"),
        ("3", "", True, "3"),
    ],
)
def test_a_unit_is_bent_by_number_and_case(text, unit, dative, expected):
    assert amount(text, unit, dative=dative).replace("\u00a0", " ") == expected
