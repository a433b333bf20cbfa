"""Figures are descriptions: what they hold, in which order, and what they say to a reader who does not see them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.disclosure.cells import Value, make
from workbench.errors import ReleaseError
from workbench.present import figure
from workbench.present.description import EMPTY

SHARES = """
    Sozialraum | Anteil in % | von  | bis
    Süd        | 4,06        | 2,1  | 7,2
    Nord       | 31,25       | 25,0 | 38,0
    West       | ·           | ·    | ·
    Ost        | –           | –    | –
    Mitte      | 14,8        | 10,4 | 20,1
    Insgesamt  | 15,5        | 14,0 | 17,0
"""
YEARS = """
    Sozialraum | Jahr | Anteil in %
    Nord       | 2023 | 22,0
    Nord       | 2021 | 20,0
    Nord       | 2022 | ·
    Süd        | 2021 | 12,0
    Süd        | 2022 | 11,0
    Süd        | 2023 | 10,5
    Insgesamt  | 2021 | 15,0
    Insgesamt  | 2022 | 15,2
    Insgesamt  | 2023 | 15,0
"""
HOURS = """
    Wochentag | Stunde | Anwesende
    Montag    | 15     | 4
    Montag    | 16     | ·
    Dienstag  | 15     | 0
    Dienstag  | 16     | 12
    Insgesamt | 15     | 4
"""
AGES = """
    Altersgruppe | Geschlecht | Besuche | Bevölkerung
    6–9          | weiblich   | 12,0    | 30,0
    6–9          | männlich   | 20,5    | 28,0
    6–9          | divers     | ·       | –
    10–13        | weiblich   | 24,5    | 22,0
    10–13        | männlich   | 43,0    | 20,0
    Insgesamt    | weiblich   | 36,5    | 52,0
"""
SQUARES = pd.DataFrame({
    "Raum": ["01", "02", "03"],
    "Ring": [[[(x, 0.2), (x + 1000.4, 0.0), (x + 1000, 1000), (x + 1000, 1000.3), (x, 1000), (x, 0.2)]] for x in (0, 1000, 2000)],
})
PLACES = """
    Raum | Name  | Anteil in %
    01   | Nord  | 12,34
    02   | Süd   | ·
"""


def test_bars_are_sorted_and_compared(released, as_text, snapshot):
    bars = figure.bar(
        released(SHARES), "Sozialraum", "Anteil in %", title="Kinderarmut", unit="%", highlight=["Süd"],
        reference=Value(15.5), reference_label="Stadtwert", note="Stand 2025.",
    )  # fmt: skip
    assert as_text(bars) == snapshot


def test_bars_can_keep_their_order(released):
    rows = figure.bar(released(SHARES), "Sozialraum", "Anteil in %", title="x", order=False, highlight="Süd").body["rows"]
    assert [row[0]["text"] for row in rows] == ["Süd", "Nord", "West", "Ost", "Mitte"]


@pytest.mark.parametrize(
    ("reference", "said"), [(Value(None, hidden=True), "Vergleichswert: nicht ausgewiesen."), (Value(None), ""), (Value(4.04), "Vergleichswert: 4,0 %.")]
)
def test_a_reference_may_be_hidden_or_missing(released, reference, said):
    bars = figure.bar(released(SHARES), "Sozialraum", "Anteil in %", title="x", unit="%", reference=reference)
    assert ("Vergleichswert" in bars.body["alt"]) == bool(said)
    assert said in bars.body["alt"].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A | 3", "1 Wert. A mit 3 Besuchen."),
        ("A | 3 \n B | 3", "2 Werte. Alle Werte sind gleich: 3 Besuche."),
        ("A | · \n B | ·", "2 Werte. Kein Wert ist ausgewiesen. 2 Werte sind nicht ausgewiesen."),
        ("A | 3 \n B | 3 \n C | 1", "3 Werte. Am höchsten: A und B mit je 3 Besuchen, am niedrigsten: C mit 1 Besuch."),
        ("A | 3 \n B | 3 \n C | 3 \n D | ·\n E | 1", "5 Werte. Unter den ausgewiesenen am höchsten: A (und 2 weitere) mit je 3 Besuchen, am niedrigsten: E mit 1 Besuch. 1 Wert ist nicht ausgewiesen."),
        ("A | 1 \n B | 0 \n C | –", "3 Werte. Am höchsten: A mit 1 Besuch, am niedrigsten: B mit 0 Besuchen. 1 Wert fehlt."),
    ],
)
def test_the_text_of_bars_fits_what_there_is(released, rows, said):
    bars = figure.bar(released(f"Haus | Besuche\n{rows}"), "Haus", "Besuche", title="x", unit="Besuche")
    assert bars.body["alt"].replace("\u00a0", " ") == f"Balkendiagramm, {said}"


def test_intervals_say_how_many_hold_the_reference(released, as_text, snapshot):
    shown = figure.interval(released(SHARES), "Sozialraum", "Anteil in %", "von", "bis", title="x", unit="%", reference=Value(15.5), reference_label="Stadtwert")
    assert as_text(shown) == snapshot


def test_ranks_are_told_from_the_first_to_the_last_and_not_as_high_and_low(released):
    ranks = released("Gebiet | Rang | von | bis\nNord | 1 | 1 | 2\nSüd | 3 | 2 | 3\nOst | 1 | 1 | 2")
    assert "Rang 1: Nord und Ost; Rang 3: Süd." in figure.interval(ranks, "Gebiet", "Rang", "von", "bis", title="x").body["alt"]
    alone, none = (figure.bar(released(f"Gebiet | Rang\nNord | {rank}"), "Gebiet", "Rang", title="x").body["alt"] for rank in ("1", "·"))
    assert ("Rang 1: Nord." in alone, "Kein Wert ist ausgewiesen." in none) == (True, True)


def test_an_interval_is_compared_as_it_is_and_not_as_it_is_printed(released):
    close = released("Gebiet | Wert | von | bis\nNord | 90,2 | 85,1 | 99,7\nSüd | 99,0 | 95,0 | 104,0")
    said = figure.interval(close, "Gebiet", "Wert", "von", "bis", title="x", digits=0, reference=Value(100)).body["alt"]
    assert "1 von 2 Bereichen schließt den Vergleichswert ein." in said


def test_changes_say_how_many_may_be_none(released):
    moved = released("Gebiet | Wandel | von | bis\nNord | 2,0 | -0,5 | 4,5\nSüd | -3,0 | -5,0 | -1,0\nOst | · | · | ·")
    assert "1 von 2 Bereichen schließt die Null ein." in figure.interval(moved, "Gebiet", "Wandel", "von", "bis", title="x").body["alt"]


def test_equal_bars_stand_as_in_a_german_directory(released):
    rows = figure.bar(released("Thema | n\nZukunft | 2\nÜbergang | 2\nVerein | 2\nSchule | 2"), "Thema", "n", title="x").body["rows"]
    assert [row[0]["text"] for row in rows] == ["Schule", "Übergang", "Verein", "Zukunft"]


def test_a_missing_reference_is_not_compared(released):
    body = figure.interval(released(SHARES), "Sozialraum", "Anteil in %", "von", "bis", title="x").body
    assert "Bereich " not in body["alt"]
    assert body["encoding"]["reference"] is None


def test_intervals_can_do_without_a_reference_and_keep_their_order(released):
    body = figure.interval(released(SHARES), "Sozialraum", "Anteil in %", "von", "bis", title="x", reference=Value(None, hidden=True), order=False).body
    assert [row[0]["text"] for row in body["rows"]] == ["Süd", "Nord", "West", "Ost", "Mitte"]
    assert "schließen" not in body["alt"]


def test_lines_run_in_the_order_of_time_and_a_total_is_a_line(released, as_text, snapshot):
    assert as_text(figure.line(released(YEARS, 2), "Jahr", "Anteil in %", series="Sozialraum", title="Verlauf", unit="%")) == snapshot


def test_of_many_lines_the_outer_two_stand_out(released):
    rows = "\n".join(f"R{i} | {year} | {i + (year - 2020) * (i - 4)}" for i in range(9) for year in (2021, 2022))
    body = figure.line(released(f"Raum | Jahr | n\n{rows}", 2), "Jahr", "n", series="Raum", title="x").body
    assert body["encoding"]["emphasis"] == ["R8", "R0"]
    hidden = "\n".join(f"R{i} | 2021 | ·" for i in range(9))
    body = figure.line(released(f"Raum | Jahr | n\n{hidden}", 2), "Jahr", "n", series="Raum", title="x").body
    assert body["encoding"]["emphasis"] == []


def test_the_lines_that_are_meant_can_be_named(released):
    body = figure.line(released(YEARS, 2), "Jahr", "Anteil in %", series="Sozialraum", title="x", emphasis="Süd").body
    assert body["encoding"]["emphasis"] == ["Süd"]
    assert "Nord" not in body["alt"]


def test_a_single_line_needs_no_series(released, as_text, snapshot):
    frame = released("Jahr | Besuche\n2021 | 10\n2022 | ·\n2023 | 10")
    assert as_text(figure.line(frame, "Jahr", "Besuche", title="Besuche", unit="Besuche")) == snapshot


def test_a_line_is_interrupted_at_a_break_and_no_change_is_told_across_it(released):
    frame = released("Jahr | n\n2020 | 10\n2021 | 12\n2022 | 30\n2023 | 33", 1)
    body = figure.line(frame, "Jahr", "n", title="x", breaks="2011, 2022").body
    assert body["encoding"]["breaks"] == ["2022"]
    assert body["alt"] == "Liniendiagramm, 2020 bis 2023, 1 Linie. n: von 30 (2022) auf 33 (2023). Bruch der Zeitreihe vor 2022."
    assert "breaks" not in figure.line(frame, "Jahr", "n", title="x", breaks=["2020", "2024"]).body["encoding"]
    assert "kein Verlauf ausgewiesen, nur 2023" in figure.line(frame, "Jahr", "n", title="x", breaks=["2023"]).body["alt"]


def test_a_line_with_one_shown_value_has_no_direction(released):
    frame = released("Jahr | Besuche\n2021 | ·\n2022 | 12")
    assert "Besuche: kein Verlauf ausgewiesen, nur 2022 mit 12\u00a0Besuchen." in figure.line(frame, "Jahr", "Besuche", title="x", unit="Besuche").body["alt"]


def test_many_lines_that_end_without_a_value_are_told_by_their_highest_and_lowest(released):
    rows = "\n".join(f"R{i} | 2021 | {i}\nR{i} | 2022 | –" for i in range(9))
    said = figure.line(released(f"Raum | Jahr | n\n{rows}", 2), "Jahr", "n", series="Raum", title="x").body["alt"]
    assert "Am höchsten: R8, 2021 mit 8, am niedrigsten: R0, 2021 mit 0." in said


def test_numbers_of_years_are_put_in_order():
    frame = pd.DataFrame({"Jahr": [2023, 2021], "n": [1.0, 2.0]})
    shown = make(frame, frame[["n"]] < 0, title="Probe", keys=["Jahr"], source="")
    assert [c["label"] for c in figure.line(shown, "Jahr", "n", title="x").body["columns"]] == ["Linie", "2021", "2023"]


def test_a_heat_map_is_its_own_table(released, as_text, snapshot):
    assert as_text(figure.heatmap(released(HOURS, 2), "Wochentag", "Stunde", "Anwesende", title="Anwesende", unit="Personen")) == snapshot


def test_parts_of_bars_can_be_sorted_by_their_sum(released, as_text, snapshot):
    shown = figure.stacked(released(HOURS, 2), "Wochentag", "Stunde", "Anwesende", title="Anwesende", unit="Personen", order=True)
    assert as_text(shown) == snapshot
    kept = figure.stacked(released(HOURS, 2), "Wochentag", "Stunde", "Anwesende", title="Anwesende")
    assert [row[0]["text"] for row in kept.body["rows"]] == ["Montag", "Dienstag"]


def test_stacked_bars_say_which_is_longest_where_all_parts_are_shown(released):
    def said(rows):
        return figure.stacked(released(f"Gebiet | Alter | Anteil\n{rows}", 2), "Gebiet", "Alter", "Anteil", title="x").body["alt"]

    parts = "Nord | 6–9 | 3,1\nNord | 10–13 | 4,2\nSüd | 6–9 | 1,0\nSüd | 10–13 | 5,0\nOst | 6–9 | 2,0\nOst | 10–13 | 4,0"
    assert "Längster Balken: Nord; kürzester: Süd und Ost. Größter Teil: Süd, 10–13 mit 5,0." in said(parts)
    assert "Längster" not in said(parts.replace("5,0", "·"))
    assert "Längster" not in said("Nord | 6–9 | 3,1\nSüd | 6–9 | 3,1")


def test_a_pyramid_has_two_sides_and_names_the_rest(released, as_text, snapshot):
    shown = figure.pyramid(released(AGES, 2), "Altersgruppe", "Geschlecht", "Besuche", against="Bevölkerung", title="Alter", unit="%")
    assert as_text(shown) == snapshot


def test_a_pyramid_of_one_side_is_a_row_of_bars(released):
    shown = figure.pyramid(released(AGES, 2).only(Geschlecht="weiblich"), "Altersgruppe", "Geschlecht", "Besuche", title="Alter")
    assert shown.body["mark"] == "bar"


def test_a_pyramid_needs_no_comparison(released):
    shown = figure.pyramid(released(AGES, 2), "Altersgruppe", "Geschlecht", "Besuche", title="Alter")
    assert "Umriss" not in shown.body["alt"]


def test_a_map_declares_its_classes_and_rounds_its_outlines(released, as_text, snapshot):
    shown = figure.map(released(PLACES, 2), SQUARES, "Raum", "Anteil in %", names="Name", title="Kinderarmut", unit="%")
    assert as_text(shown) == snapshot


def test_a_map_says_how_many_areas_are_in_its_highest_class(released):
    frame = released("Raum | n\n01 | 1\n02 | 2\n03 | 3")
    assert figure.map(frame, SQUARES, "Raum", "n", title="x").body["alt"].endswith("In der höchsten Klasse (3): 1 Gebiet.")


def test_a_map_without_any_shown_value_has_no_classes(released):
    body = figure.map(released("Raum | n\n01 | ·\n02 | ·"), SQUARES, "Raum", "n", title="x").body
    assert (body["alt"], body["encoding"]["classes"]) == ("Karte, 2 Gebiete. Kein Wert ist ausgewiesen. 2 Werte sind nicht ausgewiesen.", [])


LAGE = "Gebiet | Index | Wandel in Punkten\nNord | 1,5 | 0\nSüd | -0,5 | 2\nWest | 0 | -1\nOst | · | 1\nMitte | –2 | –"


def test_a_scatter_tells_who_is_in_which_quadrant(released, as_text, snapshot):
    shown = figure.quadrants(released(LAGE.replace("–2", "-2")), "Index", "Wandel in Punkten", "Gebiet", title="Status und Dynamik", corners=("a", "b", "c", "d"))
    assert as_text(shown) == snapshot


def test_a_scatter_needs_two_cuts_and_four_corners_and_data(released):
    frame = released("Gebiet | a | b\nNord | 1 | 2")
    with pytest.raises(ReleaseError, match="erwartet 2"):
        figure.quadrants(frame, "a", "b", "Gebiet", title="x", cuts=(1,))
    assert figure.quadrants(frame.only(Gebiet="?"), "a", "b", "Gebiet", title="x") == EMPTY


STATES = "Raum | Name | Status | Dynamik\n01 | Nord | hoch | positiv\n02 | Süd | niedrig | negativ\n03 | West | · | ·"
HOUSES_AT = "Name | Art | Ostwert | Nordwert\nBrücke | offen | 500 | 500\nBus | mobil | – | –\nFern | offen | 90000 | 500\nTreff | offen | 2500 | 700"


def worded(text, keys):
    heads, *rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    cells = pd.DataFrame(rows, columns=heads)
    hidden = cells[heads[keys:]] == "·"
    return make(cells.mask(cells == "·"), hidden, title="Probe", keys=heads[:keys], source="Quelle")


def test_a_map_of_named_classes_with_signs_and_facilities(as_text, released, snapshot):
    how = {"names": "Name", "classes": "Status", "order": ["niedrig", "mittel", "hoch"], "signs": "Dynamik", "signs_order": ["positiv", "stabil", "negativ"]}
    shown = figure.map(worded(STATES, 2), SQUARES, "Raum", None, title="Status", **how, points=released(HOUSES_AT, 2), points_by="Art")
    assert as_text(shown) == snapshot


def test_a_map_of_given_cuts_says_them(released):
    body = figure.map(released(PLACES, 2), SQUARES, "Raum", "Anteil in %", names="Name", title="x", unit="%", breaks=(10, 20)).body
    assert body["note"].startswith("Klassen: Schnitte bei 10,0 und 20,0.")
    assert [c["text"] for c in body["encoding"]["classes"]] == ["unter 10,0\u00a0%", "10,0 bis unter 20,0\u00a0%", "ab 20,0\u00a0%"]


def test_named_classes_may_have_a_number_beside_them():
    frame = worded("Raum | Klasse\n01 | hoch\n02 | hoch", 1)
    both = make(frame.frame.assign(Index=[1.5, 2.5]), frame.hidden.assign(Index=False), title="x", keys=["Raum"], source="")
    body = figure.map(both, SQUARES, "Raum", "Index", classes="Klasse", order=["hoch"], title="x").body
    assert body["alt"] == "Karte, 2 Gebiete in 1 Klasse. Die Klasse ist ausgewiesen für 2 Gebiete (hoch: 2). »hoch«: 02 und 01. Am höchsten: 02 mit 2,5, am niedrigsten: 01 mit 1,5."


def test_areas_without_an_outline_are_named_below_the_map(released):
    rows = "\n".join(f"{i:02d} | Ort {i} | {i}" for i in range(1, 12))
    body = figure.map(released(f"Raum | Name | n\n{rows}", 2), SQUARES, "Raum", "n", names="Name", title="x").body
    assert "Ohne Umriss und nicht auf der Karte: Ort 11, Ort 10, Ort 9, Ort 8, Ort 7 und 3 weitere." in body["note"]


@pytest.mark.parametrize(
    "how",
    [
        {"value": None},
        {"value": None, "classes": "Status", "order": ["hoch"]},
        {"value": None, "classes": "Status", "order": ["hoch", "niedrig"], "signs": "Dynamik", "signs_order": ["positiv"]},
        {"value": None, "classes": "Status", "order": ["hoch", "niedrig"], "signs": "Dynamik", "signs_order": list("abcd")},
        {"value": None, "classes": "Status", "order": ["hoch", "niedrig"], "key": "Name"},
        {"value": None, "classes": "Status", "order": ["hoch", "niedrig"], "points": pd.DataFrame()},
        {"value": None, "classes": "Status", "order": ["hoch", "niedrig"], "points": worded(HOUSES_AT, 2), "points_by": "Träger"},
        {"value": None, "classes": "Status", "order": ["hoch", "niedrig"], "points": worded("Name | Ostwert | Nordwert\n" + "\n".join(f"{i} | {i} | 1" for i in range(7)), 1), "points_by": "Name"},
    ],
    ids=["ohne Wert", "Klasse fehlt", "Zeichen fehlt", "zu viele Zeichen", "kein Umriss", "nicht freigegeben", "Spalte fehlt", "zu viele Arten"],
)
def test_a_map_that_cannot_be_says_why(how, snapshot):
    with pytest.raises(ReleaseError) as fault:
        figure.map(worded(STATES, 2), SQUARES, **{"key": "Raum", "title": "x", **how})
    assert str(fault.value) == snapshot


def test_without_data_or_outlines_there_is_no_figure(released):
    shares, years, hours, ages, places = (
        f.only(**{f.keys[0]: "gibt es nicht"}) for f in (released(SHARES), released(YEARS, 2), released(HOURS, 2), released(AGES, 2), released(PLACES, 2))
    )
    assert figure.bar(shares, "Sozialraum", "Anteil in %", title="x") == EMPTY
    assert figure.interval(shares, "Sozialraum", "Anteil in %", "von", "bis", title="x") == EMPTY
    assert figure.line(years, "Jahr", "Anteil in %", title="x") == EMPTY
    assert figure.heatmap(hours, "Wochentag", "Stunde", "Anwesende", title="x") == EMPTY
    assert figure.stacked(hours, "Wochentag", "Stunde", "Anwesende", title="x") == EMPTY
    assert figure.pyramid(ages, "Altersgruppe", "Geschlecht", "Besuche", title="x") == EMPTY
    assert figure.map(places, SQUARES, "Raum", "Anteil in %", title="x") == EMPTY
    assert figure.map(released(PLACES, 2), SQUARES.head(0), "Raum", "Anteil in %", title="x") == EMPTY


def test_data_that_were_not_released_are_refused(snapshot):
    with pytest.raises(ReleaseError) as fault:
        figure.bar(pd.DataFrame({"a": ["x"], "b": [1]}), "a", "b", title="x")
    assert str(fault.value) == snapshot


@pytest.mark.parametrize(("label", "value"), [("Sozialraum", "Anteil"), ("Sozialraum", "Sozialraum")])
def test_a_column_that_is_missing_or_holds_no_numbers_is_named(released, snapshot, label, value):
    with pytest.raises(ReleaseError) as fault:
        figure.bar(released(SHARES), label, value, title="x")
    assert str(fault.value) == snapshot


NAME = st.text("abcdefgh ", min_size=1, max_size=80)


@settings(max_examples=40)
@given(st.dictionaries(NAME, st.one_of(st.none(), st.floats(min_value=-1e7, max_value=1e7)), min_size=1, max_size=24), st.randoms())
def test_the_order_of_rows_is_irrelevant_and_the_text_stays_short(values, random):
    def bars(items):
        frame = pd.DataFrame(items, columns=["Raum", "n"]).astype({"n": float})
        shown = make(frame, frame[["n"]] < -1e9, title="Probe", keys=["Raum"], source="")
        return figure.bar(shown, "Raum", "n", title="x", unit="Besuche je Öffnungstag").body

    items = list(values.items())
    first = bars(items)
    random.shuffle(items)
    assert bars(items) == first
    assert 30 < len(first["alt"]) <= 400
