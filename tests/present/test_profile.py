"""Profiles: the same chapters for each name, in order, from released frames only."""

import pandas as pd
import pytest

from workbench.disclosure.door import release
from workbench.errors import ReleaseError
from workbench.present import figure, profile
from workbench.present.description import EMPTY
from workbench.present.table import table
from workbench.project import Rule

PEOPLE = """
    Gebiet | Einwohner | Anteil
    Nord   | 1.200     | 12,5
    Süd    | ·         | ·
    West   | 800       | 12,5
    """
LONG = """
    Gebiet | Alter    | Anteil in %
    Nord   | unter 6  | 5,0
    Nord   | 6–9      | 3,0
    West   | unter 6  | 4,0
    """


def test_every_name_has_its_heading_on_a_new_page_and_the_chapters_below_it(released):
    people = released(PEOPLE)
    found = profile.profiles(people, "Gebiet", {"Porträt": [profile.said("In {name}.")], "Fazit": []})
    heads = [(b["level"], b["text"], b["named"], b["page"]) for b in found.body["blocks"] if b["kind"] == "heading"]
    assert heads[:3] == [(3, "Nord", "Nord", True), (4, "Porträt", "Nord Porträt", False), (4, "Fazit", "Nord Fazit", False)]
    assert [text for _, text, _, page in heads if page] == ["Nord", "Süd", "West"]
    assert [b["text"] for b in found.body["blocks"] if b["kind"] == "sentence"] == ["In Nord.", "In Süd.", "In West."]


def test_what_stands_under_an_empty_heading_follows_that_of_the_name(released):
    found = profile.profiles(released(PEOPLE), "Gebiet", {"": [profile.said("In {name}.")]})
    assert [b["kind"] for b in found.body["blocks"]] == ["heading", "sentence"] * 3


def test_a_sentence_takes_number_and_text_of_each_name(released):
    people, texts = released(PEOPLE), release(pd.DataFrame({"Gebiet": ["Nord", "West"], "Lage": ["am Fluss", "am Wald"]}), table="Lage", rule=Rule(), by=["Gebiet"], exempt="Beschreibung")
    say = profile.said("{name}: {n} Menschen, {lage}, {p:%}.", n=people.pick("Gebiet", "Einwohner"), lage=texts, p=people.pick("Gebiet", "Anteil"))
    assert say("Gebiet", "Nord").body["text"] == "Nord: 1.200 Menschen, am Fluss, 12,5\u00a0%."


def test_a_hidden_value_is_said_to_be_and_a_missing_one_says_otherwise(released):
    people = released(PEOPLE).pick("Gebiet", "Einwohner")
    assert profile.said("{name}: {n}.", n=people)("Gebiet", "Süd").body["text"] == "Süd: nicht ausgewiesen."
    assert profile.said("{name}: {n}.", n=people, otherwise="Keine Daten.")("Gebiet", "Ost").body["text"] == "Keine Daten."
    assert profile.said("{name}: {n}.", n=people, otherwise="")("Gebiet", "Ost") == EMPTY


def test_what_is_said_otherwise_may_be_another_sentence_of_the_same_name(released):
    people = released(PEOPLE)
    say = profile.said("{n} Menschen.", n=people.without(Gebiet="West").pick("Gebiet", "Einwohner"), otherwise=profile.said("{p:%}.", p=people.pick("Gebiet", "Anteil"), otherwise=""))
    assert [say("Gebiet", name) == EMPTY or say("Gebiet", name).body["text"] for name in ("Nord", "West", "Ost")] == ["1.200 Menschen.", "12,5\u00a0%.", True]


def test_a_clause_compares_two_numbers_of_each_name_as_they_are_printed(released):
    a, b = released("Gebiet | n\nNord | 12,5\nSüd | 10,01\nWest | ·"), released("Gebiet | n\nNord | 10,0\nSüd | 10,0\nWest | 10,0")
    say = profile.said("{wie} im Ganzen.", wie=profile.compared(a, b, "höher als", "niedriger als", "so hoch wie"))
    assert [say("Gebiet", n).body["text"] for n in ("Nord", "Süd", "West", "Ost")] == [
        "Höher als im Ganzen.", "So hoch wie im Ganzen.", "Ein Vergleich ist nicht möglich im Ganzen.", "Ein Vergleich ist nicht möglich im Ganzen.",
    ]  # fmt: skip
    assert say("Gebiet", "Nord") == say("Gebiet", "Nord")


def test_a_table_and_a_figure_are_those_of_the_name(released):
    long = released(LONG, 2)
    made = profile.shown(table, long, "Alter", "Anteil in %", title="Alter")("Gebiet", "Nord")
    assert made.body["title"] == "Nord: Alter"
    assert [c["label"] for c in made.body["columns"]] == ["Alter", "Anteil in %"]
    assert len(made.body["rows"]) == 2
    line = long.only(Alter="6–9").pick("Gebiet", "Anteil in %")
    drawn = profile.shown(figure.bar, long, "Alter", "Anteil in %", title="Alter", unit="%", reference=line)("Gebiet", "Nord")
    assert drawn.body["encoding"]["reference"]["value"] == 3


def test_a_name_without_rows_shows_nothing(released):
    assert profile.shown(table, released(LONG, 2), "Alter", title="Alter")("Gebiet", "Süd") == EMPTY


def test_only_what_was_released_is_taken(released):
    people = released(PEOPLE)
    with pytest.raises(ReleaseError, match="nimmt nur freigegebene Daten"):
        profile.profiles(people.frame, "Gebiet", {})
    with pytest.raises(ReleaseError, match="nimmt nur freigegebene Daten"):
        profile.shown(table, people.frame, title="x")
    with pytest.raises(ReleaseError, match=r"n=… nimmt nur freigegebene Daten, nicht int"):
        profile.said("{n}", n=4711)("Gebiet", "Nord")


def test_a_frame_that_says_more_than_one_thing_of_a_name_is_refused(released):
    with pytest.raises(ReleaseError) as fault:
        profile.said("{n}", n=released(PEOPLE))("Gebiet", "Nord")
    assert str(fault.value) == (
        "n=…: erwartet wird ein freigegebener Rahmen mit zwei Spalten, »Gebiet« und die Angabe; vorhanden: »Gebiet«, »Einwohner«, »Anteil«. "
        'Schreiben Sie: tabelle.pick("Gebiet", "…").'
    )
    with pytest.raises(ReleaseError, match="trifft 2 Zeilen"):
        profile.said("{n}", n=released(LONG, 2).pick("Gebiet", "Anteil in %"))("Gebiet", "Nord")
