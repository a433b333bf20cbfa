"""Pseudonyms in one pass, and spans that keep pointing to the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.disclosure.mapping import Pseudonyms
from workbench.errors import ReleaseError

NAMES = {"Sam": "Alex", "Alex": "Pat", "Frau Beispiel": "Frau A.", "Anna-Maria Muster": "P1"}


def test_names_are_replaced_in_one_pass() -> None:
    names = Pseudonyms({"Sam": "Robin", "Robins Freund": "Pat"})
    assert names.replaced("Sam und Robins Freund") == "Robin und Pat"


def test_a_pseudonym_that_is_an_original_is_refused_without_saying_it() -> None:
    with pytest.raises(ReleaseError, match="Namensliste, Zeile 2") as fault:
        Pseudonyms(NAMES)
    assert "Alex" not in str(fault.value)


def test_the_longest_name_wins_and_the_genitive_stays() -> None:
    names = Pseudonyms({"Anna": "P1", "Anna Muster": "P2"})
    assert names.replaced("Anna Musters Rad, ANNAS Rad") == "P2s Rad, P1S Rad"


def test_a_name_that_is_also_a_place_is_replaced_only_with_its_form_of_address() -> None:
    names = Pseudonyms({"Frau Leer": "Frau A."}, words=["Leer"])
    assert names.replaced("Frau Leer wohnt in Leer.") == "Frau A. wohnt in Leer."
    assert Pseudonyms({"Frau Leer": "Frau A."}).replaced("in Leer") == "in A."


def test_an_entry_may_hold_several_names_and_a_remark() -> None:
    names = Pseudonyms({"Kevin Schäfer / Kev": "Tom", "Frau Meier (Jugendamt)": "Frau A.", "Haus A/B": "Haus C", "Jo / Johanna": "Lea"})
    assert names.replaced("Kev, Kevin Schäfers Rad, Frau Meier vom Jugendamt, Haus A/B, B, Jo, Johanna") == "Tom, Toms Rad, Frau A. vom Jugendamt, Haus C, B, Lea, Lea"


def test_genitives_keep_their_apostrophe() -> None:
    names = Pseudonyms({"Jannis": "Tom", "Anna-Lena": "Ida"})
    assert names.replaced("Jannis’ Rad, JANNIS' Rad, Anna-Lenas Rad, Anna-Lena’s Rad") == "Tom’ Rad, Tom' Rad, Idas Rad, Ida’s Rad"


def test_a_span_that_cuts_a_name_takes_the_whole_pseudonym_in() -> None:
    text, spans = Pseudonyms({"Samuel": "P"}).remapped("Da kommt Samuel an.", [(9, 12), (0, 11), (12, 19), (3, 8)])
    assert text == "Da kommt P an."
    assert [text[a:b] for a, b in spans] == ["P", "Da kommt P", "P an.", "kommt"]


WORDS = st.sampled_from(["Sam", "und", "Muster", "Samuel", "geht", "Müller", "heim", "😀"])


@given(st.lists(WORDS, min_size=1, max_size=15), st.data())
def test_what_is_outside_of_names_is_unchanged_under_every_span(words: list[str], data: st.DataObject) -> None:
    names = {"Sam": "Alexandra", "Samuel": "P", "Müller": "Q."}
    text = " ".join(words)
    a, b = sorted(data.draw(st.tuples(st.integers(0, len(words)), st.integers(0, len(words)))))
    starts = [sum(len(w) + 1 for w in words[:i]) for i in range(len(words) + 1)]
    span = (starts[a], max(starts[b] - 1, starts[a]))
    new, spans = Pseudonyms(names).remapped(text, [span])
    assert new[spans[0][0] : spans[0][1]] == " ".join(names.get(w, w) for w in words[a:b])


def test_ten_thousand_spans_in_a_long_text_take_no_time_to_speak_of() -> None:
    import time

    text = "Sam geht mit Samuel heim. " * 40_000
    begun = time.perf_counter()
    Pseudonyms({"Sam": "Alexandra", "Samuel": "P"}).remapped(text, [(i * 100, i * 100 + 50) for i in range(10_000)])
    assert time.perf_counter() - begun < 3
