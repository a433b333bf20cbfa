import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.disclosure.forms import PERSONAL
from workbench.errors import GateError
from workbench.export import names
from workbench.export.names import check, check_bytes

NAMES = {"Jörg", "Frau Özdemir", "Anna-Lena"}

FOUND = [
    "Das sagt Jörg.",
    "Jörgs Rad",
    "Jörg’s Rad",
    "JÖRG",
    "Annalena",
    "anna lena",
    "Lena Anna",
    "Anna M. Lena",
    "JÖRGS",
    "Jo\u0308rg",
    "J&ouml;rg",
    "J&#246;rg",
    "J\u00ad\u00f6rg",
    "J\u200börg",
    "J<b>ö</b>rg",
    "J<i><b>ö</b></i>rg",
    "Bei Jör<b>-</b>\n<i>g</i>",
    "Jör-<br>\n g",
    "Jör-<br>g",
    "Jör&shy;<br/>g",
    "Jör\u2010</w:t><w:br/><w:t>g",
    "<tspan>Jör-</tspan><tspan>g</tspan>",
    "<![CDATA[Jörg]]>",
    "<x>Jö<![CDATA[rg]]></x>",
    "<x><![CDATA[Frau ]]>Özdemir</x>",
    "Sie\\nJörg\\tsagt",
    "Jö-\\nrg",
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
    "Jör\u00ad\n  g",
    "Joerg_2024",
    "Lena, Anna",
    "Anna Lena",
    '{"text": "J\\u00f6rg"}',
    "J\\xf6rg",
    "%3Cb%3EJ%26ouml%3Brg",
    "J%F6rg",
    "J&#xF6;rg",
    "Ánna-Léñå",
    "JŌRG",
    "A. Lena",
    "Lena, A.",
    "A.-Lena",
    "AnnaLena",
    "Fr. Özdemir",
    "FrauÖzdemir",
    "Аnnа Lеnа",  # А, а and е are Cyrillic
]


@pytest.mark.parametrize("text", FOUND)
def test_an_original_is_found_however_it_is_written(text):
    with pytest.raises(GateError) as fault:
        check_bytes(text.encode(), NAMES, "10.html")
    assert str(fault.value).startswith("10.html: An einer Stelle steht ein Name")
    assert not any(part in str(fault.value) for part in ("Jörg", "Özdemir", "Anna"))


def test_letters_behind_an_escape_are_letters():
    with pytest.raises(GateError):
        check_bytes(json.dumps("Frau Schäfer und Frau Bäcker").encode(), {"Frau Schäfer"}, "x.json")
    with pytest.raises(GateError):
        check_bytes(rb"B\u{e4}cker", {"Frau Bäcker"}, "x.js")


@pytest.mark.parametrize("text", ["Jörgensen", "jörg", "A Lena", "Lená", "Frau Meier", "Özdemirova", "Anna und Lena", ""])
def test_other_words_are_left_alone(text):
    check_bytes(text.encode(), NAMES)


def test_a_name_with_marks_is_found_without_them_in_text_and_as_it_is_in_bytes():
    for text in ("Noël", "Noel", "NOËL", "Nóel"):
        with pytest.raises(GateError):
            check_bytes(text.encode(), {"Noël"})
    with pytest.raises(GateError):
        check_bytes("\0\1 Noël".encode(), {"Noël"})


def test_places_are_counted():
    with pytest.raises(GateError, match="An 2 Stellen"):
        check_bytes("Jörg und Jörgs Rad".encode(), NAMES)


def test_without_a_list_nothing_is_found():
    check_bytes("Jörg".encode(), [])
    check_bytes("Jörg".encode(), ["  "])


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_bytes_are_read_whatever_their_encoding(encoding):
    with pytest.raises(GateError):
        check_bytes("<p>Jörg ä</p>".encode(encoding), NAMES)
    check_bytes("<p>Jürgen ä</p>".encode(encoding), NAMES)


@given(before=st.text(max_size=20), after=st.text(max_size=20), name=st.sampled_from(sorted(NAMES)))
def test_a_whole_word_is_never_overlooked(before, after, name):
    with pytest.raises(GateError):
        check_bytes(f"{before} {name} {after}".encode(), NAMES)


@pytest.mark.parametrize("text", FOUND)
def test_in_a_file_it_is_found_as_in_a_text(text):
    for ending in ("html", "json"):
        with pytest.raises(GateError):
            check_bytes(text.encode(), NAMES, f"10.{ending}")


@pytest.mark.parametrize("text", ["Fall 48611", "48.611 Fälle", "<b>48</b>611"])
def test_a_name_of_digits_is_found_in_a_file(text):
    with pytest.raises(GateError):
        check_bytes(text.encode(), {"48611"}, "10.html")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_members_of_one_name_both_are_searched():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "Das sagt Jörg.")
        archive.writestr("a.txt", "Das sagt niemand.")
    with pytest.raises(GateError):
        check_bytes(packed.getvalue(), NAMES, "10.zip")


TRACES = [
    "<p>Mail an j.beispiel@stadt.de</p>",
    "<p>Tel. 02362 66-4711</p>",
    "<p>Tel. +49 2362 664711</p>",
    "<p>DE89 3704 0044 0532 0130 00</p>",
    "<p>Er wohnt in der Lindenstraße 12.</p>",
    "<table><tr><td>Haus</td><td>Bahnhofstr. 3a</td></tr></table>",
    '<a href="mailto:x%40stadt.de">Schreiben</a>',
    '<a href="tel:+492362664711">Anruf</a>',
    "<blockquote><p>Ich bin am 3. Mai 2009 geboren.</p></blockquote>",
    "<blockquote><p>Wir wohnen Am Hang 3.</p></blockquote>",
    '<img alt="j.beispiel@stadt.de">',
]


@pytest.mark.parametrize("body", TRACES)
def test_what_leads_to_a_person_is_found(body):
    with pytest.raises(GateError, match="An einer Stelle steht eine E-Mail-Adresse") as fault:
        check("10.html", body.encode(), ())
    assert "beispiel" not in str(fault.value)


@given(st.text(alphabet="aB3 .-", max_size=3), st.from_regex(PERSONAL))
def test_what_is_looked_at_first_is_in_all_that_leads_to_a_person(before, text):
    for said in filter(PERSONAL.search, (text, before + text)):
        assert names._TRACE.search(said)
        assert names._BEGINNING.search(said)
        assert not names._FIGURE.fullmatch(said)


@pytest.mark.parametrize(
    "text",
    [
        "Stand 31. Dezember 2025, 31.12.2025",
        "Amtlicher Schlüssel 05562012",
        "Im Mittel 28,6 Besuche, Am Anfang 5, Zum Schluss 7.",
        "Der Anteil stieg 15 Punkte; Arbeitsmarkt 2024, Anstieg 2023",
        "Von 2020 bis 2024: 0 10 20 30",
        "Wer nach dem 1. August geboren ist; das Haus wird am 1.5. zehn; zum 18. Geburtstag",
    ],
)
def test_everyday_sentences_of_a_report_pass(text):
    check("10.html", f"<p>{text}</p>".encode(), ())


def test_what_is_declared_may_stand():
    imprint = "<p>Jugendamt, Lindenstraße 12, info@stadt.de. Leitung: Frau <b>Özdemir</b></p>"
    check("10.html", imprint.encode(), NAMES, exempt=["Lindenstraße 12", "info@stadt.de", "Leitung: Frau Özdemir"])
    with pytest.raises(GateError):
        check("10.html", f"{imprint}<p>Özdemir sagt</p>".encode(), NAMES, exempt=["Lindenstraße 12", "info@stadt.de", "Leitung: Frau Özdemir"])


def test_a_name_that_is_also_a_place_is_declared():
    for text in ("Leer", "in Leer", "Leers Häuser"):
        with pytest.raises(GateError):
            check_bytes(text.encode(), {"Herr Leer"})
    check_bytes(b"in Leer", {"Herr Leer"}, exempt=["Leer"])
    for text in ("Herr Leer", "Herrn Leer", "HERR LEER"):
        with pytest.raises(GateError):
            check_bytes(text.encode(), {"Herr Leer"}, exempt=["Leer"])


LISTED = {"Petra Yilmaz", "Demir, Ali", "Ina Koch", "Frau Dr. Eva Sommer", "Mia Li", "Grundschule am Ring", "Kita Nordlicht"}


@pytest.mark.parametrize("text", ["Yilmaz sagte", "Frau Yilmaz", "YILMAZ", "Yılmaz’ Hund", "Yilmaz-Haus", "das yilmazsche Haus", "Demirs Laden", "Ali Demir", "Frau Koch", "Familie Koch", "Fam. Koch", "Eheleute Koch", "Herrn Dr. Koch", "Prof. Koch", "FAMILIE LI", "Fr. Sommer"])
def test_a_surname_alone_is_a_name_after_a_form_of_address_and_elsewhere_if_it_is_no_word(text):
    with pytest.raises(GateError, match="Nur mit Anrede"):
        check_bytes(text.encode(), LISTED)
    with pytest.raises(GateError):
        check_bytes(text.encode(), LISTED, "10.html")


@pytest.mark.parametrize("text", ["Der Koch der Mensa, im Sommer", "SOMMER", "Kochs Töpfe", "Li", "am Ring", "Nordlicht", "Petra", "Alina Koch und Familie Mai"])
def test_an_ordinary_word_alone_is_no_name(text):
    check_bytes(text.encode(), LISTED)
    check_bytes(text.encode(), LISTED, "10.html")


def test_a_surname_that_is_a_word_is_looked_for_where_it_is_listed_alone_and_none_where_it_is_declared():
    with pytest.raises(GateError):
        check_bytes(b"Der Koch", {"Ina Koch", "Koch"})
    check_bytes(b"Yilmaz", LISTED, exempt=["Yilmaz"])
    for text in ("Petra Yilmaz", "Frau Yilmaz"):
        with pytest.raises(GateError):
            check_bytes(text.encode(), LISTED, exempt=["Yilmaz"])


@pytest.mark.parametrize("text", ["Yilmaz sagte", "die Yilmaz'sche Lösung", "Frau Yilmaz", "Frau Koch", "Familie Koch", "Yilmaz-Koch"])
def test_half_of_a_double_surname_is_a_name(text):
    check_bytes(b"Der Koch der Mensa", {"Petra Yilmaz-Koch"})
    with pytest.raises(GateError):
        check_bytes(text.encode(), {"Petra Yilmaz-Koch"})


def test_a_word_that_may_stand_hides_no_address():
    with pytest.raises(GateError, match="E-Mail-Adresse"):
        check("10.html", b"<p>Er wohnt Bergstr. 3</p>", (), exempt=["Bergstr"])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_are_read_wherever_they_stand(encoding):
    for before in (b"", b"ab", b"a\0\0\0b"):
        for text in ("Herr Y\u0131ld\u0131r\u0131m", "Es sagt Jörg"):
            with pytest.raises(GateError):
                check_bytes(before + text.encode(encoding), {"Herr Y\u0131ld\u0131r\u0131m", "Jörg"}, "a.bin")


def test_a_word_that_is_by_chance_a_form_of_a_name_is_declared():
    with pytest.raises(GateError):
        check_bytes(b"drei Marken", {"Mark"})
    check_bytes(b"drei Marken", {"Mark"}, exempt=["Marken"])


def test_short_names_are_not_declined():
    check_bytes(b"Janen und Bosen", {"Jan", "Bos"})


def test_chance_makes_no_short_names():
    check_bytes(b"\x00\x01\x02 Bo \x03", {"Bo"})
    with pytest.raises(GateError):
        check_bytes(b" Bo ", {"Bo"})


def test_a_name_is_not_repeated_when_the_file_is_called_by_it():
    with pytest.raises(GateError, match="Eine Datei mit einem Namen im Dateinamen: An einer Stelle"):
        check_bytes(b"x", NAMES, "bericht_joerg.html")


@pytest.mark.parametrize("text", ["Fall 48611", "48.611 Fälle", "<b>48</b>611"])
def test_a_name_of_digits_is_found(text):
    with pytest.raises(GateError):
        check_bytes(text.encode(), {"48611"})


@pytest.mark.parametrize("text", ["148611", "486110", "48.612"])
def test_other_digits_are_left_alone(text):
    check_bytes(text.encode(), {"48611"})
