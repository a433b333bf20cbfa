"""Words, lemmas and the concordance."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.methods.text import _dictionary, keyword_in_context, lemma, tokens

TEXT = "Am Bahnhof fehlt ein Treffpunkt. Früher gab es zwei Treffpunkte, heute keinen. Die Jugendlichen suchen Treffpunkten hinterher."


def test_a_token_knows_its_place_in_code_points() -> None:
    text = "😀 Der Kita-Platz"
    assert [(t.start, text[t.start : t.end]) for t in tokens(text)] == [(2, "Der"), (6, "Kita-Platz")]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Treffpunkten", "Treffpunkt"),
        ("Räume", "Raum"),
        ("Busses", "Bus"),
        ("Jugendlicher", "Jugendliche"),
        ("Jugendhilfeausschusses", "Jugendhilfeausschuss"),
        ("Besucher*innen", "Besucher"),
        ("BesucherInnen", "Besucher"),
        ("Mitarbeiter/-innen", "Mitarbeiter"),
    ],
)
def test_inflected_words_of_the_field_find_their_dictionary_form(form: str, expected: str) -> None:
    assert lemma(form) == expected


def test_the_dictionary_in_a_file_says_what_the_one_in_memory_says() -> None:
    import simplemma
    from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

    forms = sorted(DEFAULT_DICTIONARY_FACTORY.get_dictionary("de"))[::500]
    assert len(forms) > 2000
    assert {w: _dictionary().lemmatize(w, "de") for w in forms} == {w: simplemma.lemmatize(w, "de") for w in forms}


def test_where_nothing_can_be_kept_the_words_are_found_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "datei").touch()
    code = "from workbench.methods.text import lemma; print(lemma('Häusern'))"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "datei" / "x")}, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("Haus\n", "")


def test_a_keyword_is_found_in_every_inflected_form() -> None:
    assert [line.form for line in keyword_in_context(TEXT, "Treffpunkt")] == ["Treffpunkt", "Treffpunkte", "Treffpunkten"]
    assert [line.form for line in keyword_in_context(TEXT, "treffpunkte")] == ["Treffpunkt", "Treffpunkte", "Treffpunkten"]


def test_several_words_must_follow_each_other() -> None:
    assert [line.form for line in keyword_in_context(TEXT, "zwei Treffpunkt")] == ["zwei Treffpunkte"]
    assert not keyword_in_context(TEXT, "Treffpunkt zwei")


def test_the_context_holds_whole_words_and_marks_the_cut() -> None:
    line = keyword_in_context(TEXT, "Treffpunkte", width=15)[1]
    assert (line.left, line.form, line.right) == ("… gab es zwei ", "Treffpunkte", ", heute …")


def test_a_short_text_is_not_cut() -> None:
    assert keyword_in_context("Der Bus.", "Bus")[0][2:] == ("Der ", "Bus", ".")


@pytest.mark.parametrize("keyword", ["", " ", "123"])
def test_a_keyword_without_a_word_finds_nothing(keyword: str) -> None:
    assert keyword_in_context(TEXT, keyword) == []


@given(st.text())
def test_tokens_lie_where_they_say(text: str) -> None:
    assert all(text[t.start : t.end] == t.form for t in tokens(text))
