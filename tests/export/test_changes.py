"""What changed between two editions, in words a consultant can send on."""

import copy
import dataclasses

import pytest

from workbench.export.changes import changes
from workbench.export.gate import passed

TEXT = "Vorweg.\n\n## Wer?\n\nEin Satz.\n\n- eins\n- zwei"


def rows(**texts):
    return [[{"text": n, "value": None, "state": "header"}, {"text": t, "value": None, "state": "hidden" if t == "·" else ""}] for n, t in texts.items()]


@pytest.fixture
def document(book, table, figure, quotes):
    def build(text=TEXT, *, grid=None, more=(), **changed):
        return passed(book(text, table(totals=[], **{"rows": rows(Altstadt="1.234", Rhade="·"), **(grid or {})}), figure(), quotes, *more, **changed))

    return build


def test_the_same_report_has_no_changes(document):
    assert changes(document(), document()) == []


def test_a_number_is_named_with_table_row_and_column(document):
    assert changes(document(), document(grid={"rows": rows(Altstadt="1.240", Rhade="·")})) == ["Tabelle »Besuche je Raum«, Altstadt, Besuche: 1.234 → 1.240"]


def test_what_was_or_is_hidden_is_said_in_words(document):
    assert changes(document(), document(grid={"rows": rows(Altstadt="1.234", Rhade="17")})) == ["Tabelle »Besuche je Raum«, Rhade, Besuche: nicht ausgewiesen → 17"]


def test_a_class_in_a_table_is_compared_as_text(document):
    old, new = (document(grid={"rows": rows(Altstadt=said, Rhade="·")}) for said in ("sehr hoch", "hoch"))
    assert changes(old, new) == ["Tabelle »Besuche je Raum«, Altstadt, Besuche: sehr hoch → hoch"]


def test_rows_and_columns_come_and_go(document):
    columns = [{"label": "Raum", "align": "left", "header": True}, {"label": "Personen", "align": "right", "header": False}]
    new = document(grid={"columns": columns, "rows": rows(Altstadt="1.234", Hervest="5", Lembeck="6")})
    assert changes(document(), new) == [
        "Tabelle »Besuche je Raum«, neu: Zeilen »Hervest«, »Lembeck«",
        "Tabelle »Besuche je Raum«, entfallen: Zeile »Rhade«",
        "Tabelle »Besuche je Raum«, neu: Spalte »Personen«",
        "Tabelle »Besuche je Raum«, entfallen: Spalte »Besuche«",
    ]


def test_a_table_of_the_next_year_is_compared_with_that_of_the_last(document):
    old, new = document(grid={"title": "Besuche 2024"}), document(grid={"title": "Besuche 2025", "rows": rows(Altstadt="1.240", Rhade="·")})
    assert changes(old, new) == ["Tabelle »Besuche 2025«, Altstadt, Besuche: 1.234 → 1.240"]


def test_rows_of_the_same_name_are_told_apart_by_their_order(document):
    twice = [*rows(Altstadt="1"), *rows(Altstadt="2")]
    other = copy.deepcopy(twice)
    other[1][1]["text"] = "3"
    assert changes(document(grid={"rows": twice}), document(grid={"rows": other})) == ["Tabelle »Besuche je Raum«, Altstadt (2.), Besuche: 2 → 3"]


def test_tables_and_figures_come_and_go_and_of_the_same_title_each_counts(document, table):
    new = document(more=[table(totals=[]), table(title="Neu", totals=[])])
    assert changes(document(), new) == ["Tabelle »Besuche je Raum« (2.): neu", "Tabelle »Neu«: neu"]
    assert changes(new, document()) == ["Tabelle »Besuche je Raum« (2.): entfallen", "Tabelle »Neu«: entfallen"]


def test_of_many_changes_twenty_are_listed_and_the_rest_counted(document):
    old, new = (document(grid={"rows": rows(**{f"R{i}": str(i + step) for i in range(23)})}) for step in (0, 1))
    found = changes(old, new)
    assert len(found) == 21
    assert found[-1] == "Tabelle »Besuche je Raum«: … und 3 weitere Werte"


def test_texts_are_compared_within_their_section(document):
    new = document("Vorab.\n\n## Wer?\n\nEin neuer Satz.\n\n- eins\n- zwei\n- drei")
    assert changes(document(), new) == [
        "Einleitung: »Vorweg.« → »Vorab.«",
        "Abschnitt »Wer?«: »Ein Satz.« → »Ein neuer Satz.«",
        "Abschnitt »Wer?«, neu: drei",
    ]


def test_a_section_comes_or_goes_as_a_whole_and_long_texts_are_short(document):
    assert changes(document("## Wer?\n\nEin Satz."), document("## Wer?\n\nEin Satz.\n\n## Wann?\n\nHeute."))[-1] == "Abschnitt »Wann?«: neu"
    assert changes(document("## Wer?\n\nEin Satz.\n\n## Wann?\n\nHeute."), document("## Wer?\n\nEin Satz."))[-1] == "Abschnitt »Wann?«: entfallen"
    (said,) = changes(document("x" * 500), document("y" * 500))
    assert said == f"Einleitung: »{'x' * 200}…« → »{'y' * 200}…«"


def test_chapters_that_every_area_has_are_named_with_their_area(document, chapters):
    moved = copy.deepcopy(chapters)
    moved.body["blocks"][5]["text"] = "Hier liegt der Süden."
    assert changes(document("## Gebiete", more=(chapters,)), document("## Gebiete", more=(moved,))) == ["Abschnitt »Süd: Porträt«: »Hier liegt Süd.« → »Hier liegt der Süden.«"]


def test_title_date_source_and_note_are_compared_too(document):
    old, new = document(), document(title="# Wer kommt?\n\nFür den Ausschuss.", grid={"source": "", "note": "Neu."})
    new = dataclasses.replace(new, head=new.head.model_copy(update={"date": "31. Januar 2025"}))
    assert changes(old, new) == [
        "Titel: Wer besucht die Häuser? → Wer kommt?",
        "Datenstand: 31. Dezember 2024 → 31. Januar 2025",
        "Tabelle »Besuche je Raum«, Quelle: Besuchslisten 2024 → leer",
        "Tabelle »Besuche je Raum«, Anmerkung: · = nicht ausgewiesen. → Neu.",
    ]
