"""Placeholders: a printed cell or the name of a caption, or a message that says what there is."""

import pytest

from workbench.errors import GateError
from workbench.export.gate import passed
from workbench.export.placeholder import cells, guarded, value


@pytest.fixture
def document(book, table, figure):
    two = [{"label": "Raum", "align": "left", "header": True}, {"label": "Alter", "align": "left", "header": True}, {"label": "Anteil in %", "align": "right", "header": False}]
    rows = [[{"text": t, "value": None, "state": "header"} for t in key] + [{"text": said, "value": 1.0, "state": ""}] for key, said in ((("01", "6–9"), "12,5"), (("01", "10–13"), "20,0"), (("02", "6–9"), "30,0"))]
    listed = [{"label": "Name", "align": "left", "header": False}, {"label": "Quelle", "align": "left", "header": False}]
    texts = [[{"text": "Armut", "value": None, "state": ""}, {"text": "Amt, 2024", "value": None, "state": ""}]]
    return passed(book("## A", table(), figure(), table(title="Anteile, nach Alter", columns=two, rows=rows, totals=[]), table(title="Indikatoren", columns=listed, rows=texts, totals=[])))


def found(said, document):
    return value(said, {"": document})


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Tabelle 1, Altstadt, Besuche", "1.234"),
        ("Tabelle 1, altstadt,besuche", "1.234"),
        ("Besuche je Raum, Insgesamt, Besuche", "1.300"),
        ("Abbildung 1, Altstadt, Besuche", "1.234"),
        ("Tabelle 1, Hervest, Besuche", "nicht ausgewiesen"),
        ("Tabelle 1, Rhade, Besuche", "keine Angabe"),
        ("Tabelle 2, 01, 6-9, Anteil in %", "12,5"),
        ("Tabelle 2, 02, Anteil in %", "30,0"),
        ("»Anteile, nach Alter«, 6–9, 02, Anteil in %", "30,0"),
        ('"Anteile, nach Alter", 10–13, Anteil in %', "20,0"),
        ("„Anteile, nach Alter“, „10–13“, Anteil in %", "20,0"),
        ("Tabelle 3, Armut, Quelle", "Amt, 2024"),
        ("Tabelle 3, Quelle", "Amt, 2024"),
        ("Tabelle 2", "Tabelle 2"),
        ("Anteile\u00a0je Raum", None),
        ("Ort", "Dorsten"),
        ("Datenstand", "31. Dezember 2024"),
    ],
)
def test_a_placeholder_gives_what_the_report_prints(document, said, printed):
    if printed is None:
        with pytest.raises(GateError):
            found(said, document)
    else:
        assert found(said, document) == printed


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Tabele 1, Altstadt, Besuche", "{Tabele 1, Altstadt, Besuche}: »Tabele 1« gibt es hier nicht – vorhanden: »Tabelle 1«, »Abbildung 1«, »Tabelle 2«, »Tabelle 3«. Meinten Sie »Tabelle 1«?"),
        ("Tabelle 1, Altstad, Besuche", "{Tabelle 1, Altstad, Besuche}: Eine Zeile »Altstad« hat Tabelle 1 nicht – vorhanden: »Altstadt«, »Hervest«, »Rhade«, »Insgesamt«. Meinten Sie »Altstadt«?"),
        ("Tabelle 1, Altstadt, Besucher", "{Tabelle 1, Altstadt, Besucher}: Eine Spalte »Besucher« hat Tabelle 1 nicht – erwartet {Tabelle 3, Zeile, Spalte}, Spalten sind: »Raum«, »Besuche«. Meinten Sie »Besuche«?"),
        ("Tabelle 2, 01, Anteil in %", "{Tabelle 2, 01, Anteil in %}: Auf »01« passen in Tabelle 2 2 Zeilen. Nennen Sie auch die übrigen Angaben der Zeile: »01, 6–9«, »01, 10–13«."),
        ("", "{}: »« gibt es hier nicht – vorhanden: »Tabelle 1«"),
    ],
)
def test_an_unknown_placeholder_is_named_with_what_there_is(document, said, fault):
    with pytest.raises(GateError) as raised:
        found(said, document)
    assert str(raised.value).startswith(fault)


def test_of_many_the_first_are_named(book, table):
    rows = [[{"text": f"Raum {i}", "value": None, "state": "header"}, {"text": "1", "value": 1, "state": ""}] for i in range(20)]
    with pytest.raises(GateError, match="»Raum 7« und 12 weitere"):
        found("Tabelle 1, Mitte, Besuche", passed(book("## A", table(rows=rows, totals=[]))))


def test_a_report_without_tables_says_so(book):
    with pytest.raises(GateError, match="vorhanden: nichts"):
        found("Tabelle 1, Mitte, Besuche", passed(book("## A")))


def test_a_chapter_names_the_report(document):
    reports, names = {"10_a": document, "20_b": document}, {("20_b", "Tabelle 2"): "Tabelle 5"}
    assert value("Bericht 20, Tabelle 1, Altstadt, Besuche", reports) == "1.234"
    assert value("Bericht 20_b, Tabelle 2", reports, names) == "Tabelle 5"
    assert value("Bericht 10, Tabelle 2", reports, names) == "Tabelle 2"
    assert value("Ort", reports) == "Dorsten"
    for said in ("Tabelle 1, Altstadt, Besuche", "Bericht 30, Tabelle 1", ""):
        with pytest.raises(GateError, match="vorhanden: »Bericht 10_a«, »Bericht 20_b«"):
            value(said, reports)


def test_rows_in_which_something_is_hidden_are_guarded(document):
    found = guarded([document])
    assert [*found] == ["Hervest"]
    assert all(found["Hervest"].search(said) for said in ("in Hervest", "Hervests Jugend", "das Hervester Haus"))
    assert not found["Hervest"].search("Hervestheim")


def test_every_number_of_a_table_has_a_name(document):
    first, *_, last = document.blocks[2:]
    assert dict(cells(first)) == {"»Besuche je Raum«, Altstadt, Besuche": "1.234", "»Besuche je Raum«, Hervest, Besuche": "nicht ausgewiesen", "»Besuche je Raum«, Rhade, Besuche": "keine Angabe", "»Besuche je Raum«, Insgesamt, Besuche": "1.300"}
    assert dict(cells(last)) == {"»Indikatoren«, Armut, Amt, 2024, Quelle": "Amt, 2024"}
