"""What the quick look passes over holds no name: it is asked of every byte before names are looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.disclosure.forms import forms, plain
from workbench.export import names
from workbench.export.vocabulary import sought

NAMES = frozenset({"Jörg", "Frau Özdemir", "Anna-Lena Şahin", "Soren", "Mu\u03bca"})
PARTS = st.sampled_from(
    ["Jörg", "J", "ör", "o\u0308", "rg", "Özdemir", "Frau ", "Anna", "-", "Lena", "Şahin", "Sahin", "Søren", "Soren", "Sören", "Muµa", "\u00ad", "\u200b", "\ufeff", " ", "…", "–", "−", "„", "Аnnа", "ﬁ", "1", "_", "<", "\ufffd", "ß"]
)


def held(text: str) -> bool:
    return names._places(text, forms(NAMES, frozenset())) > 0


@given(st.lists(PARTS, max_size=8).map("".join))
def test_wherever_a_name_is_found_the_quick_look_says_perhaps(text):
    assert sought(NAMES, frozenset()).perhaps([text], short=True) or not held(text)


@given(st.text(max_size=30), st.sampled_from(sorted(NAMES)), st.text(max_size=30))
def test_a_name_as_it_stands_is_seen_among_any_characters(before, name, after):
    assert sought(NAMES, frozenset()).perhaps([f"{before} {name} {after}"], short=False)


@pytest.mark.parametrize("text", ["Jürgen sagt", "Frau Meier – ganz „allein“", "ӿ \u0301 ۾", ""])
def test_other_texts_are_passed_over(text):
    assert not sought(NAMES, frozenset()).perhaps([text], short=True)


def test_every_letter_of_latin_1_ends_or_goes_on_with_a_word_as_in_the_search():
    for letter in map(chr, range(256)):
        split = len(plain(f"Kim{letter}Kim").split("Kim")[1]) > 0 and not any(c.isalpha() for c in plain(letter))
        assert sought(frozenset({"Kim"}), frozenset()).perhaps([f"Kim{letter}Kim"], short=True) == split, repr(letter)


def test_short_names_are_not_sought_in_bytes_that_are_no_text_and_numbers_everywhere():
    assert not sought(frozenset({"Bo"}), frozenset()).perhaps(["Bo"], short=False)
    assert sought(frozenset({"Bo"}), frozenset()).perhaps(["Bo"], short=True)
    assert sought(frozenset({"48611"}), frozenset()).perhaps(["nichts"], short=True)


def test_of_a_name_of_several_words_the_last_is_sought_since_a_first_name_may_be_an_initial():
    assert sought(NAMES, frozenset()).perhaps(["A.-L. Şahin"], short=True)
    assert not sought(frozenset(), frozenset()).perhaps(["A.-L. Şahin"], short=True)


def test_of_a_name_with_foreign_letters_no_part_is_sought():
    assert not sought(frozenset({"Şen", "Işık"}), frozenset()).perhaps(["en I k"], short=True)
    assert sought(frozenset({"Şen", "Işık"}), frozenset()).perhaps(["en Işık"], short=True)
