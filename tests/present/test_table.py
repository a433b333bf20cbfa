"""Tables: what is printed, what is hidden, what is explained."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.disclosure.cells import make
from workbench.errors import ReleaseError
from workbench.present.description import EMPTY
from workbench.present.table import table

VISITS = """
    Geschlecht | Alter | Besucherinnen und Besucher | Quote in %
    weiblich   | 6–9   | ·                          | ·
    weiblich   | 10–13 | 1.240                      | 12,34
    männlich   | 6–9   | 12                         | –
    männlich   | 10–13 | 0                          | 0,05
"""
WITH_TOTAL = """
    Sozialraum | Kinder
    Insgesamt  | 40
    Nord       | 25
    Süd        | 15
"""


def test_a_table_prints_signs_and_explains_them(released, as_text, snapshot):
    assert as_text(table(released(VISITS, 2), title="Besuche nach Alter", note="Nur Öffnungstage.")) == snapshot


def test_a_long_frame_is_spread_over_columns(released, as_text, snapshot):
    assert as_text(table(released(VISITS, 2), title="Quote", widen=("Geschlecht", "Quote in %"), digits={"Quote in %": 2})) == snapshot


def test_a_combination_that_the_frame_lacks_is_missing(released, as_text, snapshot):
    frame = released("""
        Haus    | Art   | Angebot | Plätze
        Scheune | offen | Treff   | 12
        Scheune | Kurs  | Treff   | 4
        Turm    | offen | Treff   | 8
        Turm    | offen | Werken  | 3
        Turm    | Insgesamt | Werken | 3
    """, 3)
    assert as_text(table(frame, title="Plätze", widen=("Art", "Plätze"), columns=["Haus", "Angebot", "Insgesamt", "offen", "Kurs"])) == snapshot


def test_totals_stand_last_and_apart(released):
    body = table(released(WITH_TOTAL), title="Kinder").body
    assert [row[0]["text"] for row in body["rows"]] == ["Nord", "Süd", "Insgesamt"]
    assert body["totals"] == [2]


def test_columns_can_be_chosen_and_a_table_without_keys_keeps_its_order(released):
    body = table(released(VISITS, 2), title="Quote", columns=["Quote in %"], digits=0).body
    assert [row[0]["text"] for row in body["rows"]] == ["·", "12", "–", "0"]
    assert body["totals"] == []


def test_a_reason_for_a_missing_value_stands_in_the_note():
    frame = pd.DataFrame({"Raum": ["Nord", "Süd"], "Grund": ["geheim", ""], "Anteil": [None, 3.25]})
    shown = make(frame, pd.DataFrame({"Anteil": [False, False]}), title="Probe", keys=["Raum", "Grund"], source="")
    body = table(shown, title="Anteil").body
    assert [c["label"] for c in body["columns"]] == ["Raum", "Anteil"]
    assert body["note"] == "– = keine Angabe (geheim)."


def test_what_is_hidden_is_no_reason_for_what_is_missing():
    frame = pd.DataFrame({"Raum": ["Nord", "Süd"], "Grund": ["", "nicht ausgewiesen"], "Anteil": [None, None]})
    note = table(make(frame, pd.DataFrame({"Anteil": [False, True]}), title="Probe", keys=["Raum", "Grund"], source=""), title="Anteil").body["note"]
    assert note.endswith("· = nicht ausgewiesen (zu kleine Anzahl oder Schutz anderer Werte). – = keine Angabe.")


def test_keys_and_values_of_other_kinds_print_in_german():
    frame = pd.DataFrame({
        "Tag": pd.to_datetime(["2025-03-01", None]), "Jahr": [2025.0, None], "Text": ["ja", None], "Stand": [dt.date(2025, 12, 31), None], "Zahl": [1, 2],
    })
    shown = make(frame, frame[["Text", "Stand", "Zahl"]].isna() & False, title="Probe", keys=["Tag", "Jahr"], source="")
    rows = table(shown, title="Arten").body["rows"]
    assert [[c["text"] for c in row] for row in rows] == [["01.03.2025", "2025", "ja", "31.12.2025", "1"], ["–", "–", "–", "–", "2"]]


def test_the_values_in_a_description_are_no_more_exact_than_the_printed_ones(released):
    body = table(released(VISITS, 2), title="Besuche").body
    assert [row[3]["value"] for row in body["rows"]] == [None, 12.3, None, 0.1]
    assert [row[2]["value"] for row in body["rows"]] == [None, 1240, 12, 0]


def test_values_below_one_get_a_second_decimal(released):
    body = table(released("Raum | Quote\nNord | 0,125\nSüd | –0,5".replace("–", "-")), title="Quote").body
    assert [row[1]["text"] for row in body["rows"]] == ["0,13", "−0,50"]


def test_an_empty_frame_prints_nothing(released):
    assert table(released(WITH_TOTAL).only(Sozialraum="West"), title="Kinder") == EMPTY


def test_a_frame_that_was_not_released_is_refused(snapshot):
    with pytest.raises(ReleaseError) as fault:
        table(pd.DataFrame({"a": [1]}), title="Roh")
    assert str(fault.value) == snapshot


@pytest.mark.parametrize("how", [{"columns": ["Kindr"]}, {"widen": ("Sozialraum", "Kindr")}, {"widen": ("Sozialraum", "Kinder")}])
def test_a_wrong_column_names_what_is_there(released, snapshot, how):
    with pytest.raises(ReleaseError) as fault:
        table(released(WITH_TOTAL), title="Kinder", **how)
    assert str(fault.value) == snapshot


@given(st.lists(st.one_of(st.none(), st.floats(min_value=-1e6, max_value=1e6)), min_size=1, max_size=6), st.data())
def test_a_hidden_cell_never_shows_a_number_and_a_zero_never_looks_hidden(values, data):
    hidden = [data.draw(st.booleans()) for _ in values]
    frame = pd.DataFrame({"Raum": [str(i) for i in range(len(values))], "n": pd.Series([None if h else v for v, h in zip(values, hidden, strict=True)], dtype=float)})
    shown = make(frame, pd.DataFrame({"n": hidden}), title="Probe", keys=["Raum"], source="")
    for (_, cell), is_hidden in zip(table(shown, title="n").body["rows"], hidden, strict=True):
        assert (cell["text"] == "·") == is_hidden == (cell["state"] == "hidden")
        assert not (is_hidden and cell["value"] is not None)
