import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.disclosure.published import Published
from workbench.export.extract import read
from workbench.export.numbers import against, shown
from workbench.present.number import number, percent
from workbench.present.style import INK, MUTED


def page(body):
    return read("20_besuche.html", f"<html><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Es sind 1.234,5 Besuche.", ["1.234,5"]),
        ("Das sind 12,5 %, zuvor 13.", ["12,5", "13"]),
        ("Veränderung: −3 (oder -4)", ["−3", "−4"]),
        ("3-mal, 10–13", ["3", "10", "13"]),
        ("1.500.000 und 2024", ["1.500.000", "2024"]),
    ],
)
def test_german_numbers_are_read(text, printed):
    assert [n.printed for n in shown(page(f"<p>{text}</p>"))] == printed


@pytest.mark.parametrize(
    "text",
    [
        "Tabelle 3: Besuche",
        "Daten zu Abbildung 12, seitlich verschiebbar",
        "Stand 31. Dezember 2025; 31.12.2025; 2025-12-31",
        "nach § 99 Abs. 8 und § 64 (2a)",
        "SGB2, U15 und f5f653b78",
        "um 16 Uhr, um 16:30 Uhr",
        "siehe Abschnitt 2.1",
    ],
)
def test_the_structure_of_a_document_is_no_number(text):
    assert shown(page(f"<p>{text}</p>")) == ()


def test_a_heading_has_a_section_number():
    assert shown(page("<h2>2.1 Wer kommt?</h2>")) == ()
    assert [n.printed for n in shown(page("<p>2 Kinder</p>"))] == ["2"]


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_every_printed_number_is_read_back(value, digits):
    for printed in (number(value, digits), percent(value, digits)):
        (found,) = shown(page(f"<p>Es sind {printed} davon.</p>"))
        assert number(float(found.value), digits) == found.printed


def test_digits_of_typed_texts_are_no_numbers():
    body = "<p>Von 6–9 sind es 1.234 (12,5 %), im Haus 7 und von 2020 an.</p>"
    assert [n.printed for n in shown(page(body), typed={"6–9", "Haus 7"})] == ["1.234", "12,5", "2020"]


def test_a_label_is_known_only_as_a_whole():
    assert [n.where for n in shown(page("<p>Haus 72</p>"), typed={"Haus 7"})] == ["20_besuche.html, Satz »Haus …«"]
    assert shown(page("<p>16–9</p>"), typed={"6–9"}) != ()


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<p>Es sind 61 Besuche.</p>", "20_besuche.html, Satz »Es sind … Besuche.«"),
        ("<svg><desc>Am höchsten: 61</desc></svg>", "20_besuche.html, Alternativtext »Am höchsten: …«"),
        ("<svg><text>61</text></svg>", "20_besuche.html, Text im Bild »…«"),
        ("<figcaption>Abbildung 1: 61 Kinder</figcaption>", "20_besuche.html, Beschriftung »Abbildung 1: … Kinder«"),
        (
            "<table><caption>Tabelle 1: Besuche</caption><tr><th>Raum</th><th>Besuche</th></tr><tr><td>West</td><td>61</td></tr></table>",
            "20_besuche.html, Tabelle »Tabelle 1: Besuche«, Zeile 1, Spalte »Besuche«",
        ),
    ],
)
def test_the_place_of_a_number_is_named_and_the_number_is_not(body, place):
    assert [n.where for n in shown(page(body))] == [place]


def axis(values, colour=MUTED):
    texts = "".join(f'<text font-size="8.5px" fill="{colour}" x="{20 * i}" y="100">{v}</text>' for i, v in enumerate(values))
    return page(f"<svg>{texts}</svg>")


@pytest.mark.parametrize("ticks", [["0", "10", "20"], ["20", "0", "20"], ["−5", "0", "5"], ["0", "0,5", "1"], ["2020", "2021"], ["0", "1.000", "2.000"]])
def test_numbers_on_an_axis_are_no_data(ticks):
    assert shown(axis(ticks)) == ()


def test_what_looks_like_an_axis_but_is_none_counts():
    assert len(shown(axis(["0", "10", "61"]))) == 3
    assert len(shown(axis(["0", "10", "20"], INK))) == 3
    assert len(shown(axis(["61"]))) == 1


VISITS = Published(
    place="dorsten", report="20", table="Besuche", measure="besuche/Besuche", keys=("Raum",),
    codes=(("Nord",), ("West",), ("Insgesamt",)), values=(1234.0, None, 1236.0),
)  # fmt: skip


def table(north="1.234", west="·", heads=("Raum", "Besuche")):
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("Nord", north), ("West", west), ("Insgesamt", "1.236")))
    return page(f"<table><caption>Tabelle 1: Besuche</caption><tr><th>{heads[0]}</th><th>{heads[1]}</th></tr>{rows}</table>")


def test_a_table_as_it_was_published_is_in_order():
    assert against(table(), [VISITS]) == []
    assert against(table(north="–"), [VISITS]) == []


@pytest.mark.parametrize("cell", ["2", "unter 3", "2 *"])
def test_a_number_where_a_sign_must_stand_is_found(cell):
    assert against(table(west=cell), [VISITS]) == ["20_besuche.html, Tabelle »Tabelle 1: Besuche«, Zeile 2, Spalte »Besuche« (Raum: West): zeigt eine Zahl, wo »·« stehen muss."]


def test_another_number_than_the_published_is_found():
    assert against(table(north="1.235"), [VISITS]) == [
        "20_besuche.html, Tabelle »Tabelle 1: Besuche«, Zeile 1, Spalte »Besuche« (Raum: Nord): zeigt eine andere Zahl als die freigegebene Tabelle."
    ]


def test_tables_that_do_not_match_are_not_judged():
    assert against(table(west="2", heads=("Gebiet", "Besuche")), [VISITS]) == []
    assert against(table(west="2", heads=("Raum", "Personen")), [VISITS]) == []
    assert against(table(west="2"), [dataclasses.replace(VISITS, codes=(("A",), ("B",), ("C",)))]) == []


def test_a_grand_total_judges_no_row_that_has_a_name():
    total = dataclasses.replace(VISITS, table="Überblick", keys=(), codes=((),), values=(2470.0,))
    assert against(table(heads=("Haus", "Besuche")), [total]) == []
    one = page("<table><tr><th>Besuche</th><th>Tage</th></tr><tr><td>2.471</td><td>12</td></tr></table>")
    assert against(one, [total]) != []


def test_of_two_published_tables_the_one_with_the_rows_is_meant():
    girls = dataclasses.replace(VISITS, where={"Geschlecht": ("weiblich",)}, values=(700.0, 536.0, 1236.0))
    part = dataclasses.replace(VISITS, codes=(("West",),), values=(2.0,))
    assert against(table(west="2"), [VISITS, part]) != []
    assert against(table(north="700", west="536"), [VISITS, girls]) == []


AGES = Published(
    place="dorsten", report="20", table="Alter", measure="besuche/Besuche", keys=("Raum", "Alter"),
    codes=(("Nord", "6–9"), ("Nord", "10–13"), ("West", "6–9"), ("West", "10–13")), values=(40.0, 30.0, None, 5.0),
)  # fmt: skip


def spread(west, heads=("Raum", "6–9", "10–13")):
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in (("Nord", "40", "30"), ("West", west, "5")))
    return page(f"<table><caption>Tabelle 1: Alter</caption><tr>{''.join(f'<th>{h}</th>' for h in heads)}</tr>{rows}</table>")


def test_a_table_that_is_spread_over_columns_is_compared_too():
    assert against(spread("·"), [AGES]) == []
    assert against(spread("2"), [AGES]) == ["20_besuche.html, Tabelle »Tabelle 1: Alter«, Zeile 2, Spalte »…–…« (Raum: West, Alter: 6–9): zeigt eine Zahl, wo »·« stehen muss."]
    assert against(spread("2", heads=("Raum", "vormittags", "abends")), [AGES]) == []
