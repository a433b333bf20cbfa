"""Sentences that are right for the next municipality too."""

import pytest

from workbench.disclosure.cells import Value
from workbench.errors import ReleaseError
from workbench.present.description import EMPTY
from workbench.present.sentence import compare, sentence

HIDDEN, GONE = Value(None, hidden=True), Value(None)


def said(template, **values):
    return sentence(template, **values).body["text"].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("Es kommen {x:Besuch}.", Value(0), "Es kommen 0 Besuche."),
        ("Es {x:kommt|kommen} {x:Besuch}.", Value(1), "Es kommt 1 Besuch."),
        ("Es {x:kommt|kommen} {x:Besuch}.", Value(1234), "Es kommen 1.234 Besuche."),
        ("Es {x:kommt|kommen} {x:Besuch}.", Value(12.34), "Es kommen 12,3 Besuche."),
        ("Es kommen {x:Besucherin oder Besucher}.", Value(8), "Es kommen 8 Besucherinnen und Besucher."),
        ("Es kommen {x:Besuch}.", HIDDEN, "Es kommen Besuche (Anzahl nicht ausgewiesen)."),
        ("Der Anteil: {x:%}.", Value(14.75), "Der Anteil: 14,8 %."),
        ("Der Anteil: {x:%}.", HIDDEN, "Der Anteil: nicht ausgewiesen."),
        ("Der Wert: {x:2}.", Value(-1.005), "Der Wert: −1,01."),
        ("Der Wert: {x:0}.", Value(2.5), "Der Wert: 3."),
        ("Der Wert: {x}.", Value(2.0), "Der Wert: 2."),
        ("Der Wert: {x}.", Value(2.25), "Der Wert: 2,3."),
        ("Der Wert: {x}.", HIDDEN, "Der Wert: nicht ausgewiesen."),
        ("{x} liegt vorn.", "die Altstadt", "Die Altstadt liegt vorn."),
        ("{x} beträgt der Wert.", HIDDEN, "Nicht ausgewiesen beträgt der Wert."),
        ("Ohne Angabe.", Value(3), "Ohne Angabe."),
        ("Klammern {{so}}: {x}.", Value(3), "Klammern {so}: 3."),
        ("Der Wert: {x}.", GONE, "Dazu liegen keine Angaben vor."),
        ("Vorn liegt {x}.", "", "Dazu liegen keine Angaben vor."),
    ],
)
def test_a_sentence_prints_a_value_in_its_grammar(template, value, expected):
    assert said(template, x=value) == expected


def test_what_is_said_without_data_can_be_chosen():
    assert said("{n:Besuch}", n=GONE, otherwise="Für diesen Ort fehlen Besuche.") == "Für diesen Ort fehlen Besuche."


def test_where_nothing_is_to_be_said_without_data_nothing_is_printed():
    assert sentence("Es sind {n}.", n=Value(None), otherwise="") == EMPTY


def test_quotation_marks_within_others_are_single_ones():
    assert said("Die Einrichtung »{x}« und {x}.", x="Treff »Corvey«") == "Die Einrichtung »Treff ›Corvey‹« und Treff »Corvey«."


def test_several_values_stand_in_one_sentence():
    text = said("In {ort} {n:ist|sind} es {n:Kind} ({a:%}).", ort="Leer", n=Value(1), a=Value(0.04))
    assert text == "In Leer ist es 1 Kind (0,0 %)."


@pytest.mark.parametrize("raw", [3, 3.5, None, ["a"]])
def test_a_number_that_was_not_released_is_refused(raw, snapshot):
    with pytest.raises(ReleaseError) as fault:
        sentence("Es kommen {n:Besuch}.", n=raw)
    assert str(fault.value) == snapshot


def test_a_field_without_value_names_the_nearest_one(snapshot):
    with pytest.raises(ReleaseError) as fault:
        sentence("In {ort} kommen {anzhal:Besuch}.", ort="Leer", anzahl=Value(3))
    assert str(fault.value) == snapshot


def test_a_noun_that_the_lexicon_lacks_is_refused_also_when_the_value_is_hidden(snapshot):
    for value in (Value(3), HIDDEN):
        with pytest.raises(ReleaseError) as fault:
            sentence("Es kommen {n:Besuche}.", n=value)
        assert str(fault.value) == snapshot


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (Value(3), Value(2), "mehr"),
        (Value(2), Value(3), "weniger"),
        (Value(2), Value(2), "gleich viele"),
        (Value(2.04), Value(2.0), "gleich viele"),
        (HIDDEN, Value(2), "ein Vergleich ist nicht möglich"),
        (Value(2), HIDDEN, "ein Vergleich ist nicht möglich"),
        (GONE, GONE, "ein Vergleich ist nicht möglich"),
    ],
)
def test_direction_words_follow_the_numbers_as_they_print(a, b, expected):
    assert compare(a, b) == expected


def test_direction_words_can_be_whole_clauses():
    said = compare(Value(2.04), Value(2.0), "höher als im Vorjahr", "niedriger als im Vorjahr", "so hoch wie im Vorjahr", digits=2)
    assert said == "höher als im Vorjahr"


def test_a_number_takes_the_unit_that_a_text_holds():
    said = sentence("Es sind {w:~e} statt {x:~e}.", w=Value(12.34), x=Value(None, hidden=True), e="je 1.000")
    assert said.body["text"] == "Es sind 12,3\u00a0je\u00a01.000 statt nicht ausgewiesen."
    assert sentence("Es sind {w:~e}.", w=Value(None), e="%").body["text"] == "Dazu liegen keine Angaben vor."


def test_what_is_said_otherwise_may_be_another_sentence():
    assert said("{n:1}", n=GONE, otherwise=sentence("Nur {ort}.", ort="Höxter")) == "Nur Höxter."
