import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.read.cells import SIGNS
from workbench.read.values import Kind, Parsed, parse
from workbench.schemas import terms


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234", 1234), ("1 234", 1234), ("12,5", 12.5), ("-3", -3), ("\u22123", -3), ("0", 0), (" 7 ", 7), ("1.234.567,89", 1234567.89), (5.0, 5), (5, 5)],
)
def test_numbers_as_people_type_them(text, value):
    assert parse([text], "number").values == [value]


@pytest.mark.parametrize("text", ["1.5", "0.075", "1,5,5", "12 34", "1.23", "1.2345", "01", "fünf", "1e3", "12 %", "--1", True, dt.date(2024, 1, 1)])
def test_what_is_no_german_number_is_never_guessed(text):
    assert parse([text], "number").values == [None]


def test_messages_of_numbers(snapshot):
    assert faults(["1.5", "0.075", "fünf", "-", ".", "x", "/", "…"], "number") == snapshot


def test_a_count_is_whole():
    assert parse(["5", 5.0, "1.000"], "count").values == [5, 5, 1000]
    assert faults(["5,5", 5.5, "9" * 20, 1e300], "count") == ["erwartet eine ganze Zahl."] * 4


def test_a_percentage_may_carry_its_sign():
    assert parse(["12,5 %", "12,5%", "12,5\u00a0%", 12.5], "percent").values == [12.5] * 4


def test_official_signs_keep_their_reason():
    parsed = parse([*SIGNS, "–", "…", "X", "(12)", "5", ""], "number", signs=True)
    assert list(zip(parsed.values, parsed.reasons, strict=True)) == [
        *SIGNS.values(),
        (0.0, ""),
        (None, "Angabe folgt später"),
        (None, "gesperrt, weil nicht sinnvoll"),
        (12.0, "Aussagewert eingeschränkt"),
        (5.0, ""),
        (None, "keine Angabe"),
    ]
    assert not parsed.unreadable


@pytest.mark.parametrize("text", ["31.02.2024", "32.01.2024", "2024-02-30", "1.13.2024"])
def test_a_day_that_does_not_exist_is_a_fault(text):
    assert faults([text], "date") == ["diesen Tag gibt es nicht, erwartet TT.MM.JJJJ."]


@pytest.mark.parametrize("text", ["1.2.24", "gestern", "2024", 3.0, "2024-02-01 14:30", True])
def test_what_is_no_day_is_a_fault(text):
    assert faults([text], "date") == ["kein Datum, erwartet TT.MM.JJJJ."]


def test_a_date_cell_is_a_day():
    assert parse([dt.datetime(2024, 2, 29, 13, 5), dt.date(2024, 2, 29)], "date").values == [dt.datetime(2024, 2, 29)] * 2  # noqa: DTZ001 (a day has no time zone)


@pytest.mark.parametrize(
    "cell",
    ["6-9", "6–9", "6 bis 9", " 6 - 9 ", "6—9", "6‑9", "6–9 Jahre", dt.date(2026, 9, 6), dt.date(2026, 6, 9), dt.datetime(2026, 9, 6, tzinfo=dt.UTC), "06. Sep", "6.Sep", "Sep 06", "06. September", "09-Jun", "06.09.2026", 46271.0],
)  # fmt: skip
def test_every_form_of_an_age_group_is_read(cell):
    assert parse([cell], "choice", choices=terms.AGE_GROUPS).values == ["6–9"]


@pytest.mark.parametrize("cell", ["10-13", dt.date(2013, 10, 1), "Okt 13", "Okt. 13", "13-Oct", "Oct-13", dt.date(2026, 10, 13), "01.10.2013"])
def test_excels_october_is_an_age_group(cell):
    assert parse([cell], "choice", choices=terms.AGE_GROUPS).values == ["10–13"]


@pytest.mark.parametrize("cell", ["9-6", "7-9", "06. Feb", "Maß 9", "Sep", dt.date(2026, 3, 1), 9.0, "26-18"])
def test_an_unknown_age_group_lists_all_that_are_allowed(cell):
    said = faults([cell], "choice", choices=terms.AGE_GROUPS)[0]
    assert said.startswith("erwartet eines von »unter 6«, »6–9«, »10–13«, »14–17«, »18–26«, »27 und älter«, »unbekannt«.")


def test_a_choice_forgives_case_and_spaces_and_suggests_the_nearest():
    choices = terms.OFFER_TYPES
    assert parse(["OFFEN", " offen ", "Veranstaltung / Projekt"], "choice", choices=choices).values == ["offen", "offen", "Veranstaltung/Projekt"]
    assert faults(["ofen"], "choice", choices=choices) == ["erwartet eines von »offen«, »gruppenbezogen«, »Veranstaltung/Projekt«. Meinten Sie »offen«?"]


def test_decomposed_umlauts_are_the_same_word():
    assert parse(["ma\u0308nnlich"], "choice", choices=terms.SEXES).values == ["männlich"]


@pytest.mark.parametrize("key", ["01", "05562012", "03457402", "E 7", "Mitte/Süd"])
def test_a_key_stays_as_it_is_written(key):
    assert parse([key], "key", digits=(2, 8, 9)).values == [key]


@pytest.mark.parametrize("key", ["101", "0110", "1101", "11010", "110101"])
def test_a_numbered_district_of_a_town_has_a_number_of_any_length(key):
    assert parse([key], "key", digits=(2, 3, 8, 9, 12)).values == [key]


def test_a_key_that_still_begins_with_a_zero_has_lost_none():
    assert parse(["0110", "0110203"], "key", digits=(2, 3, 5, 8, 9, 12)).values == ["0110", "0110203"]


@given(st.integers(1, 16), st.integers(0, 999_999))
def test_an_official_key_keeps_its_leading_zero(land, rest):
    key = f"{land:02}{rest:06}"
    assert parse([key], "key", digits=(2, 3, 5, 8, 9, 12)).values == [key]


@pytest.mark.parametrize("cell", [5562012.0, 5562012, "5562012"])
def test_a_key_without_its_zero_is_refused_with_the_right_one(cell):
    parsed = parse([cell], "key", digits=(2, 3, 5, 8, 9, 12))
    assert parsed.values == [None]
    assert "»05562012«" in parsed.unreadable[0]


def test_messages_of_keys(snapshot):
    known = ("01", "02", "11", "Mitte")
    assert [*faults([1.0, "1", 11.0, "002"], "key", known=known), *faults([7.0, "7"], "key", digits=(2, 8)), *faults([7.0], "key")] == snapshot


def test_a_key_that_is_known_or_that_no_zero_mends_is_left_to_the_check_of_keys():
    assert parse(["11", "13", "Mitte"], "key", known=("01", "11")).values == ["11", "13", "Mitte"]


def test_yes_and_no():
    assert parse(["ja", "Nein", True, False, "WAHR", "falsch", ""], "yesno").values == [True, False, True, False, True, False, None]
    assert faults(["vielleicht", 1.0], "yesno") == ["erwartet »ja« oder »nein«."] * 2


def test_text_loses_stray_spaces_but_verbatim_text_none():
    assert parse(["  Haus\u00a0 am See ", 5.0, dt.date(2024, 1, 8), True], "text").values == ["Haus am See", "5", "08.01.2024", "WAHR"]
    assert parse(["  a\n  a\u0308 "], "verbatim").values == ["  a\n  a\u0308 "]


def test_an_empty_cell_is_missing_and_no_fault():
    kinds: list[Kind] = ["text", "number", "date", "time", "choice", "key", "yesno", "verbatim"]
    assert [parse([None, "", "  "], kind, choices=("a",)) for kind in kinds] == [Parsed([None] * 3, [""] * 3, {})] * len(kinds)


def test_equal_cells_of_different_types_are_kept_apart():
    assert parse([1, True, 1.0], "yesno").unreadable.keys() == {0, 2}


def test_geometry_passes_as_it_is():
    assert parse([[1, 2]], "object").values == [[1, 2]]


def test_a_long_text_is_whole():
    assert parse(["x" * 100], "text").values == ["x" * 100]


def faults(cells, kind: Kind, **how) -> list[str]:
    """Expectations of the unreadable cells; all must be."""
    found = parse(cells, kind, **how).unreadable
    assert list(found) == list(range(len(cells)))
    return list(found.values())
