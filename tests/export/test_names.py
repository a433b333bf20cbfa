import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import GateError
from workbench.export.names import check_bytes, scan

NAMES = {"Jörg", "Frau Özdemir", "Anna-Lena"}

FOUND = [
    "Das sagt Jörg.",
    "Jörgs Rad",
    "Jörg’s Rad",
    "JÖRG",
    "JÖRGS",
    "Jo\u0308rg",
    "J&ouml;rg",
    "J&#246;rg",
    "J\u00ad\u00f6rg",
    "J\u200börg",
    "J<b>ö</b>rg",
    "Frau Özdemir",
    "Frau\n  Özdemir",
    "Frau&nbsp;Özdemir",
    "Frau <em>Özdemir</em>",
    "Frau<br>Özdemir",
    '<a href="https://x.de/J%C3%B6rg">x</a>',
    '<p title="Jörg">x</p>',
    "<!-- Jörg -->",
    "Anna-Lenas",
    "JÖRGs",
    "Joerg",
    "JOERG",
    "Jorg",
    "Jörg-Haus",
    "an Jörgen",
    "ein jörgsches Rad",
    "das jörgsche Rad",
    "Özdemir",
    "Herr Özdemir",
    "Özdemirs",
    "den Özdemiren",
    "das Özdemirsche Haus",
    "das özdemirsche Haus",
    "Özdemir-Platz",
    "Ozdemir",
    "Jör-\n  g",
    "Joerg_2024",
    "Lena, Anna",
    "Anna Lena",
    '{"text": "J\\u00f6rg"}',
    "J\\xf6rg",
    "%3Cb%3EJ%26ouml%3Brg",
    "J%F6rg",
    "J&#xF6;rg",
]


@pytest.mark.parametrize("text", FOUND)
def test_an_original_is_found_however_it_is_written(text):
    with pytest.raises(GateError) as fault:
        scan(text, NAMES, "10.html")
    assert str(fault.value).startswith("10.html: An einer Stelle steht ein Name")
    assert not any(part in str(fault.value) for part in ("Jörg", "Özdemir", "Anna"))


@pytest.mark.parametrize("text", ["Jörgensen", "jörg", "Frau Meier", "Özdemirova", "Anna und Lena", ""])
def test_other_words_are_left_alone(text):
    scan(text, NAMES)


def test_places_are_counted():
    with pytest.raises(GateError, match="An 2 Stellen"):
        scan("Jörg und Jörgs Rad", NAMES)


def test_without_a_list_nothing_is_found():
    scan("Jörg", [])
    scan("Jörg", ["  "])


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_bytes_are_read_whatever_their_encoding(encoding):
    with pytest.raises(GateError):
        check_bytes("<p>Jörg ä</p>".encode(encoding), NAMES)
    check_bytes("<p>Jürgen ä</p>".encode(encoding), NAMES)


@given(before=st.text(max_size=20), after=st.text(max_size=20), name=st.sampled_from(sorted(NAMES)))
def test_a_whole_word_is_never_overlooked(before, after, name):
    with pytest.raises(GateError):
        scan(f"{before} {name} {after}", NAMES)
