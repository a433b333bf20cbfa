"""What is read in a PDF: paragraphs as they were written, tables cell by cell, and everything that no tag claims."""

import dataclasses
import io

import pikepdf
import pytest

from workbench.disclosure.published import Published
from workbench.errors import GateError
from workbench.export import leave, pdf, pdftext
from workbench.export.extract import read
from workbench.export.gate import passed
from workbench.export.leave import Handed
from workbench.export.typeset import typeset
from workbench.present.description import Description

PUBLISHED = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Raum",), (("Altstadt",), ("Hervest",), ("Insgesamt",)), (1234.0, None, 1300.0))
VALUES = frozenset({1234.0, 1300.0})


@pytest.fixture
def report(book):
    return lambda *contents: pdf.content(passed(book(*contents)))


def sentence(text: str) -> Description:
    return Description("sentence", {"text": text})


def checked(data: bytes, *, values=VALUES, words=(), originals=("Erika Beispiel",)) -> None:
    leave.read_again("20_x.pdf", data, Handed((), (PUBLISHED,), values, frozenset(words)), originals, typed=["05512012"])


def untagged(text: str) -> bytes:
    """A file as other programs make it."""
    return typeset(f"#set page(width: 9cm)\n{text}", "pdf", {}, pdf_tags=False)[0]


def texts(data: bytes, kind: str) -> list[str]:
    return [t.text for t in read("a.pdf", data).texts if t.kind == kind]


def test_a_report_is_read_by_kind_and_its_tables_cell_by_cell(report, table, quotes):
    data = report("## Wie viele?", sentence("Es kommen 1.234."), table(), quotes)
    assert "Wie viele? Seite 3" in texts(data, "heading")
    assert "Es kommen 1.234." in texts(data, "text")
    assert "Tabelle 1: Besuche je Raum" in texts(data, "caption")
    assert any(t.startswith("<script>alert(1)</script> & »so«") for t in texts(data, "quote"))
    assert "nicht ausgewiesen" in texts(data, "alt")
    grid = next(t for t in read("a.pdf", data).tables if t.member == "a.pdf")
    assert (grid.caption, grid.heads) == ("Tabelle 1: Besuche je Raum", ("Raum", "Besuche"))
    assert grid.rows == (("Altstadt", "1.234"), ("Hervest", "·"), ("Rhade", "–"), ("Insgesamt", "1.300"))


def test_words_and_numbers_are_whole_where_a_line_ends(report):
    text = "Die Kinder- und Jugendhilfeausschussvorsitzenden zählen je 1.000 Einwohner, 6–9 Jahre, Nord-Süd und 12,5 %. " * 12
    assert text.strip() in texts(report(sentence(text)), "text")


def test_nothing_in_a_report_is_refused_by_mistake(report, table, figure):
    prose = "Der Bericht gilt seit dem 31. Dezember 2024 und zählt je 1.000 Einwohner. " * 9
    checked(report("## Wie viele?\n\n" + prose, table(), figure(), sentence("Es kommen 1.234.")), words=["je 1.000 Einwohner"])


def test_numbers_of_pages_are_no_data(report):
    data = report(*(f"## Abschnitt\n\n{'Wort ' * 500}" for _ in range(151)))
    assert len(pikepdf.open(io.BytesIO(data)).pages) > 101
    checked(data)


@pytest.mark.parametrize(("mark", "low"), [("bar", ("1.234", 1234)), ("line", ("1.234", 1234)), ("line", ("700", 700))], ids=["bar", "line", "line with ticks of different width"])
def test_numbers_on_axes_are_no_data_and_those_at_marks_are(report, figure, mark, low):
    cells = [("Altstadt", *low), ("Rhade", "1.300", 1300)]
    rows = [[{"text": name, "value": None, "state": "header"}, {"text": text, "value": value, "state": ""}] for name, text, value in cells]
    if mark == "line":
        heads = [{"label": "Linie", "align": "left", "header": True}, *({"label": year, "align": "right", "header": False} for year in ("2023", "2024"))]
        row = [{"text": "Besuche", "value": None, "state": "header"}, *(cell for _, cell in rows)]
        shown = figure(mark="line", columns=heads, rows=[row], encoding={"value": "Besuche", "emphasis": ["Besuche"]})
    else:
        shown = figure(rows=rows)
    data = report(shown)
    assert len(texts(data, "axis")) > 2
    assert "1.300" in " ".join(texts(data, "picture"))
    checked(data, values=frozenset({1300.0, float(low[1])}))
    with pytest.raises(GateError, match="Text im Bild"):
        checked(data, values=frozenset({float(low[1])}))


@pytest.mark.parametrize("name", ["Haus 😀 Treff", "שלום עולם", "مرحبا بالعالم", "<script> & #set *b*", "Nord-Süd"])
def test_labels_of_a_figure_are_read_as_they_were_typed(report, figure, name):
    rows = [[{"text": name, "value": None, "state": "header"}, {"text": "1.234", "value": 1234, "state": ""}]]
    assert " ".join(texts(report(figure(rows=rows)), "picture")).startswith(name)


def test_a_number_in_place_of_a_hidden_one_is_found(report, table):
    rows = table().body["rows"]
    rows[1][1] = {"text": "66", "value": 66, "state": ""}
    with pytest.raises(GateError, match=r"20_x\.pdf, Tabelle »Tabelle 1: Besuche je Raum«, Zeile 2, Spalte »Besuche« \(Raum: Hervest\): zeigt eine Zahl, wo »·« stehen muss") as fault:
        checked(report(table(rows=rows)))
    assert "20_x.pdf/tabelle_1.csv" in str(fault.value)
    assert "66" not in str(fault.value)


@pytest.mark.parametrize("text", ["Es waren 48.611 Besuche.", "Im Mittel 3,77."])
def test_a_number_that_was_not_released_is_found(report, text):
    with pytest.raises(GateError, match="steht in keiner freigegebenen Tabelle"):
        checked(report(sentence(text)))


@pytest.mark.parametrize("name", ["Erika Beispiel", "Anna-Lena Überlangemeiersdorff", "שלום עולם", "Özlem Yılmaz"])
def test_a_name_is_found_wherever_the_line_ends(report, name):
    for words in range(12):
        with pytest.raises(GateError, match="Name aus der Namensliste"):
            checked(report(sentence(f"{'Wort ' * (words + 14)}{name} sagt das.")), originals=[name])


def test_a_name_in_an_attached_table_is_found(report, table):
    row = [[{"text": "Erika Beispiel", "value": None, "state": "header"}, {"text": "1.234", "value": 1234, "state": ""}]]
    with pytest.raises(GateError, match="Name aus der Namensliste"):
        checked(report(table(rows=row, totals=[])))


def test_a_file_without_tags_is_read_line_by_line_and_lines_of_a_paragraph_are_joined():
    data = untagged("Ein Absatz, der über mehrere Zeilen geht, weil die Seite schmal ist.\n\n#v(2cm)\nEin zweiter.")
    assert texts(data, "text") == ["Ein Absatz, der über mehrere Zeilen geht, weil die Seite schmal ist.", "Ein zweiter."]


def test_what_tags_leave_out_is_read_too(report):
    data = report(sentence("Es kommen viele."))
    with pikepdf.open(io.BytesIO(data)) as file:
        del file.Root["/StructTreeRoot"]
        buffer = io.BytesIO()
        file.save(buffer)
    assert "Es kommen viele." in texts(buffer.getvalue(), "text")


def test_text_in_a_form_is_read():
    with pikepdf.open(io.BytesIO(untagged("Hallo Welt"))) as file:
        page = file.pages[0]
        form = file.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=page.MediaBox, Resources=page.Resources)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = file.make_stream(b"/F Do")
        buffer = io.BytesIO()
        file.save(buffer)
    assert texts(buffer.getvalue(), "text") == ["Hallo Welt"]


def test_properties_and_bookmarks_are_read_and_identifiers_are_not(report):
    said = texts(report("## Größe"), "property")
    assert "Wer besucht die Häuser? – Dorsten" in said
    assert "Größe" in said
    assert not any("==" in text for text in said)


def test_a_picture_that_is_packed_in_its_own_way_is_left_so():
    with pikepdf.open(io.BytesIO(untagged("Hallo"))) as file:
        file.Root.Bild = file.make_stream(b"\xff\xd8 Punkte", Filter=pikepdf.Name.DCTDecode)
        buffer = io.BytesIO()
        file.save(buffer)
    assert b"\xff\xd8 Punkte" in pdftext.read("a.pdf", buffer.getvalue()).streams


def test_a_torn_file_is_refused(report):
    data = report()
    for torn in (data[: len(data) // 2], data.replace(b"startxref", b"startxxxx")):
        with pytest.raises(GateError, match=r"a\.pdf: Die Datei ist beschädigt"):
            pdftext.read("a.pdf", torn)


def test_a_long_text_is_read_whole():
    data = untagged('#set page(width: 200cm)\n#("Wort" * 800)')
    assert texts(data, "text") == ["Wort" * 800]


def test_reading_twice_costs_once(report, monkeypatch):
    data = report(sentence("Einmal."))
    first = pdftext.read("a.pdf", data)
    monkeypatch.setattr(pdftext, "pages", None)
    assert pdftext.read("b.pdf", data) is first
    assert dataclasses.is_dataclass(first)
