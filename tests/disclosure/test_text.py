"""The door for free text: what leaves, under which label, and what stays."""

import dataclasses

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.disclosure.text import (
    FEW,
    NAMED,
    NO_CONSENT,
    NO_RELEASE,
    OTHERS,
    Quote,
    ReleasedQuotes,
    release_quotes,
)
from workbench.errors import ReleaseError
from workbench.project import Rule

CASES = pd.DataFrame(
    [
        ("F1", "Jugendliche", True), ("F2", "Jugendliche", True), ("F3", "Jugendliche", True), ("F4", "Jugendliche", False),
        ("F5", "Schule", True), ("F6", "Schule", True), ("F7", "Verwaltung", True),
    ],
    columns=["Fall", "Rolle", "Einwilligung"],
)
NAMES = {"Anna Müller": "Mia Sommer", "Müller": "Sommer", "Sam": "Alex", "Leer": "Ort A"}


def released(*rows: tuple[str, str], cases: pd.DataFrame = CASES, names: dict[str, str] = NAMES, flag: object = True, k: int = 3) -> ReleasedQuotes:
    """Quotations given as (case, text), all under one code."""
    frame = pd.DataFrame([("Treffpunkte", case, text, flag) for case, text in rows], columns=["Code", "Fall", "Text", "Freigabe"])
    return release_quotes(frame, cases, mapping=names, rule=Rule(mindestpersonen=k), source="Interviews")


def text_of(text: str, **how: object) -> str:
    """What is left of one sentence of a young person; empty where it was withheld."""
    items = released(("F1", text), **how).items
    return items[0].text if items else ""


def test_a_quotation_leaves_with_its_role_only() -> None:
    assert released(("F1", "Der Bus fährt zu selten.")).items == (Quote("Der Bus fährt zu selten.", "Jugendliche", "Treffpunkte"),)


def test_without_release_flag_nothing_leaves() -> None:
    assert released(("F1", "Der Bus."), flag=False).withheld == ((NO_RELEASE, 1),)
    for unclear in (pd.NA, None, "nein", "ja", 1):
        assert not released(("F1", "Der Bus."), flag=unclear).items


def test_a_withdrawn_consent_removes_the_quotation() -> None:
    assert released(("F4", "Der Bus.")).withheld == ((NO_CONSENT, 1),)


def test_an_unknown_case_counts_as_one_without_consent() -> None:
    assert released(("F9", "Der Bus.")).withheld == ((NO_CONSENT, 1),)


def test_small_roles_speak_together_where_they_are_enough() -> None:
    quotes = released(("F5", "Der Pausenhof."), ("F7", "Das Budget."))
    assert {q.label for q in quotes.items} == {OTHERS}


def test_small_roles_that_are_few_even_together_stay_silent() -> None:
    quotes = released(("F5", "Der Pausenhof."), ("F1", "Der Bus."), cases=CASES[CASES["Rolle"] != "Verwaltung"])
    assert ([q.label for q in quotes.items], quotes.withheld) == (["Jugendliche"], ((FEW, 1),))


def test_who_is_named_does_not_make_the_group_of_others_large_enough() -> None:
    cases = pd.DataFrame({"Fall": ["A", "B", "C"], "Rolle": ["Schulleitung", "Rektorat", "Rektorat"], "Rollengruppe": ["", "Schulleitung", "Schulleitung"], "Einwilligung": True, "Nennung": [True, False, False]})
    quotes = released(("A", "eins"), ("B", "zwei"), cases=cases)
    assert ([q.text for q in quotes.items], quotes.withheld) == (["eins"], ((FEW, 1),))


def test_persons_without_consent_do_not_make_a_role_large_enough() -> None:
    few = CASES[CASES["Rolle"] == "Jugendliche"]
    assert released(("F1", "Der Bus."), cases=few).count().number == 1
    assert released(("F1", "Der Bus."), cases=few, k=4).missing(FEW).number == 1


def test_names_become_pseudonyms_longest_first_and_in_one_pass() -> None:
    assert text_of("Anna Müller und Sam trafen Frau Müllers Hund.") == "Mia Sommer und Alex trafen Frau Sommers Hund."


def test_a_name_is_known_without_its_form_of_address_too() -> None:
    names = {"Frau Dr. Beispiel": "Frau Weber", "Herr": "Person"}
    assert text_of("Frau Dr. Beispiel kam, Beispiels Hund auch.", names=names) == "Frau Weber kam, Webers Hund auch."


def test_names_are_found_in_capitals_across_lines_and_with_invisible_characters() -> None:
    assert text_of("ANNA\nMÜLLER, Mu\u0308ller und Mü\u00adller") == "Mia Sommer, Sommer und Sommer"


@pytest.mark.parametrize("text", ["Herr Schä-\nfer kam", "Ke- vin", "HERR GROẞ", "Annalena", "Schäfer Kevin", "Kevin M. Schäfer", "kevin schäfer", "Müllerlüdenscheidt", "Kevín Schâfer", "K. Schäfer", "Kevins", "Kev", "Schäfer, K.", "Vini", "Kevinʼs", "KevinSchäfer", "#kevinschäfer", "Hr. Schäfer"])
def test_a_name_that_is_written_otherwise_does_not_leave(text: str) -> None:
    names = {"Herr Groß": "Herr A.", "Anna-Lena": "Ida", "Kevin Schäfer / Kev (Vini)": "Tom Weber", "Frau Müller-Lüdenscheidt": "Frau Berg"}
    left = text_of(f"Da war {text} dabei.", names=names)
    assert left in {"", "Da war Herr A. dabei.", "Da war Tom Weber dabei."}


def test_a_name_within_a_word_is_no_name() -> None:
    assert text_of("Samstags ist es leer.") == "Samstags ist es leer."


def test_a_pseudonym_that_is_an_original_is_refused_without_naming_it() -> None:
    with pytest.raises(ReleaseError) as fault:
        text_of("Hallo", names={"Sam": "Alex", "Alex": "Pat"})
    assert str(fault.value) == "Namensliste, Zeile 2: Das Pseudonym fehlt oder ist selbst ein Original. Bitte ein anderes Pseudonym eintragen."


def test_a_pseudonym_that_contains_an_original_or_is_empty_is_refused() -> None:
    for names in ({"Sam": "Sam K."}, {"Sam": " "}):
        with pytest.raises(ReleaseError, match="Zeile 2"):
            text_of("Hallo", names=names)


def test_an_empty_original_is_refused() -> None:
    with pytest.raises(ReleaseError, match="Namensliste, Zeile 2: Das Original fehlt"):
        text_of("Hallo", names={" ": "X"})


@pytest.mark.parametrize(
    "text",
    [
        "Schreiben Sie an mia@example.org bitte.",
        "mia(at)example.org",
        "Rufen Sie 02362 66-3456 an.",
        "Unter +49 170 1234567 bin ich da.",
        "05031/123456",
        "Konto DE89 3704 0044 0532 0130 00 bei der Bank.",
        "Wir wohnen Lange Straße 12 a.",
        "In der Bahnhofstr. 5 ist nichts.",
        "Wir treffen uns Am Markt 5, meistens.",
        "Ich bin am 3.4.2008 geboren.",
        "Das war am 12. März 2007.",
        "2007-03-12 steht im Ausweis.",
        "geb. 2007",
        "Ich hab am 12.3. Geburtstag",
        "Am 12. März hat meine Schwester Geburtstag.",
        "geb. 12. März",
        "Geburtstag: 12.3.",
        "Mein Geburtstag ist der 12. Sept.",
        "am 12.3. bin ich geboren",
        "geboren wurde ich am 3. Mai",
        "Ich werde am 12.3. fünfzehn.",
        "Er wird bald am 3. Mai 16.",
        "lena ät web.de",
        "lena at web punkt de",
        "Meine Nummer ist 171 3920012",
        "Tel. 3920012",
        "Bahnhofstr 12",
        "Bahnhofstr.12",
        "Bahnhofstraße, Hausnummer 12",
        "Bahnhofstraße Nr. 12",
        "Wir wohnen Am Hang 3 im Haus",
        "Ich wohne Kirchberg 7 in der Nähe",
        "Geburtsdatum: 12.3.",
        "geboren am zwölften März",
        "Am dritten Mai 2009 kam ich zur Welt.",
        "insta: lena.maus05",
        "instagram.com/lena.maus",
        "Kennzeichen RE-LM 205",
        "Steuer-ID 65929970489",
        "Aktenzeichen 51-2/2011-K-77",
        "BG-Nummer 35302BG0012345",
    ],
)
def test_what_points_to_a_person_is_withheld(text: str) -> None:
    assert released(("F1", text)).withheld == ((NAMED, 1),)


@pytest.mark.parametrize(
    "text",
    [
        "Wir wohnen seit 12 Jahren hier, mit 3 Geschwistern.", "Er wohnt in Dorsten 3 Jahre.", "Im Gebiet 3 ist die Gebühr 4 Euro.", "Insta usw. nutzen 12 von uns.", "Im Park, 12 Leute, Platz Nr. eins.",
        "Im Jahr 2022 kamen 20 Jugendliche um 18.30 Uhr.", "Von 0,5 auf 1.200 Plätze in 10 Jahren.", "Am Wochenende fahren 3 Busse.", "Seit dem 1. Mai ist zu.",
    ],
)  # fmt: skip
def test_ordinary_numbers_may_leave(text: str) -> None:
    assert text_of(text) == text


def test_the_concordance_is_cut_from_what_was_released() -> None:
    lines = released(("F1", "Zum Bus. Frau Müller nimmt zwei Busse."), names={"Frau Müller": "Frau A."}).around("Busse", width=16)
    assert [(q.text, q.label, q.code) for q in lines.items] == [("Zum ‹Bus›. Frau A. nimmt …", "Jugendliche", "Busse"), ("… A. nimmt zwei ‹Busse›.", "Jugendliche", "Busse")]


def test_the_same_passage_coded_twice_is_quoted_once() -> None:
    assert released(("F1", "Der Bus."), ("F1", "Der Bus.")).count().number == 1


def test_groups_take_turns_and_the_order_of_interviews_is_gone() -> None:
    quotes = released(("F2", "b"), ("F1", "a"), ("F3", "c"), ("F7", "x"), ("F5", "y"))
    assert [q.text for q in quotes.items] == ["a", "x", "b", "y", "c"]
    assert [q.text for q in quotes.first(2).items] == ["a", "x"]


def test_a_text_under_two_codes_is_chosen_once() -> None:
    frame = pd.DataFrame([("A", "F1", "eins", True), ("B", "F1", "eins", True), ("B", "F2", "zwei", True)], columns=["Code", "Fall", "Text", "Freigabe"])
    quotes = release_quotes(frame, CASES, mapping={}, rule=Rule(), source="Interviews")
    assert [(q.code, q.text) for q in quotes.first(1).items] == [("A", "eins"), ("B", "zwei")]


def test_codes_are_chosen_and_counted() -> None:
    frame = pd.DataFrame([("A", "F1", "eins", True), ("B", "F1", "zwei", True)], columns=["Code", "Fall", "Text", "Freigabe"])
    quotes = release_quotes(frame, CASES, mapping={}, rule=Rule(), source="Interviews")
    assert (quotes.codes().number, quotes.only("B").items[0].text, quotes.only("C").items) == (2, "zwei", ())


def test_numbers_in_texts_are_known_with_their_neighbours() -> None:
    quotes = released(("F1", "Das kostet 250 Euro."), ("F2", "1.200"), ("F3", "Nichts."))
    assert quotes.figures() == ["1.200", "250 Euro.", "kostet 250"]


def test_texts_become_a_released_table() -> None:
    table = released(("F1", "Eins."), ("F2", "Zwei."), ("F5", "Drei.")).table("Themen", code="Thema", label="Befragte", text="Zusammenfassung")
    assert table.frame.to_dict("list") == {
        "Thema": ["Treffpunkte", "Treffpunkte"], "Befragte": ["Jugendliche", OTHERS], "Zusammenfassung": ["Eins. · Zwei.", "Drei."],
    }
    assert not released().table("Themen", code="Thema", label="Befragte", text="Text").frame.size


def test_withheld_texts_are_counted_by_reason_and_never_named() -> None:
    quotes = released(("F1", "mia@example.org"), ("F4", "Müller"))
    assert quotes.missing().number == 2
    assert quotes.missing(NAMED).number == 1
    assert "Müller" not in repr(quotes)


def test_nobody_makes_released_quotes_by_hand() -> None:
    with pytest.raises(ReleaseError, match=r"entstehen nur durch bericht\.quotes"):
        ReleasedQuotes((), (), "", "")
    with pytest.raises(ReleaseError):
        dataclasses.replace(released(), items=(Quote("x", "y", "z"),))


@given(st.lists(st.sampled_from([*NAMES, "und", "Müllers", "SAM", "-", "\n", ",", "Sam's"]), max_size=12))
def test_no_original_ever_leaves(words: list[str]) -> None:
    text = " ".join(words)
    left = text_of(text)
    assert not any(name.casefold() in left.casefold() for name in NAMES)


def test_a_passage_that_was_cut_within_a_name_shows_the_whole_pseudonym() -> None:
    said = "Gestern kam Anna Müller vorbei. Dann Sam."
    frame = pd.DataFrame([("Treffpunkte", "F1", said[:16], True, 0, 16), ("Treffpunkte", "F1", said[19:31], True, 19, 31)], columns=["Code", "Fall", "Text", "Freigabe", "Anfang", "Ende"])
    transcripts = pd.DataFrame([("F1", said)], columns=["Fall", "Text"])
    found = release_quotes(frame, CASES, mapping=NAMES, rule=Rule(), source="Interviews", transcripts=transcripts)
    assert {q.text for q in found.items} == {"Gestern kam Mia Sommer", "Mia Sommer vorbei."}


def test_in_a_transcript_small_letters_are_words() -> None:
    names = {"Anna Klein": "Frau A.", "Haus Sonne": "Haus B"}
    assert text_of("Das ist ein klein wenig laut im Haus.", names=names)
    assert not text_of("Frau Klein war da.", names=names)
    assert not text_of("Schreib an klein_07.", names=names)


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("Frau von der Heide", "Die Leute von der Gemeinde."), ("Familie Müller", "Für jede Familie."), ("Herr und Frau Schmidt", "Frau und Mann."), ("Mutter von Kevin", "Meine Mutter fährt von hier."),
        ("Grundschule am Markt", "Am Markt ist viel los."), ("Lehrerin Frau Meier", "Die Lehrerin hilft."),
    ],
)  # fmt: skip
def test_common_words_of_an_entry_are_no_names(original: str, text: str) -> None:
    assert text_of(text, names={original: "X"})


def test_a_surname_that_is_also_a_role_or_an_area_does_not_withhold_all_that_it_describes() -> None:
    cases = CASES.assign(Rolle=CASES["Rolle"].replace("Jugendliche", "Jugendliche in Hervest"))
    assert released(("F1", "Der Bus."), cases=cases, names={"Petra Hervest": "X"}).items[0].label == "Jugendliche in Hervest"
    assert not released(("F1", "Hervest sagt es."), cases=cases, names={"Petra Hervest": "X"}).items
    assert not released(("F1", "Der Bus."), cases=CASES.assign(Rolle="Frau Hervest"), names={"Petra Hervest": "X"}).items


def test_a_surname_that_is_a_place_does_not_free_the_first_name() -> None:
    assert not text_of("Lena auch.", names={"Lena Weg": "X"})
