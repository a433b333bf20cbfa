import dataclasses
import io
import re
import time
import zipfile

import docx as office
import pytest
from docx.oxml.ns import qn
from nbconvert.exporters import get_exporter
from PIL import Image

from workbench.disclosure.published import Published
from workbench.errors import GateError
from workbench.export import docx, extract, html, leave, picture
from workbench.export.document import Cell, Document, House, Listing, Note, Paragraph, Span
from workbench.export.exporter import DocxExporter
from workbench.export.gate import passed
from workbench.export.leave import Handed

ODD = (
    "<w:r><w:t>Markup</w:t></w:r> & <script>alert(1)</script>",
    "ÄÖÜäöüß ẞ „“ »« ‹› – — … € § · −",
    "أحمد בן רות (Mitte)",
    "👩‍👩‍👧 😀",
    "{ SEQ Tabelle } {{ x }} {% y %} &amp; &#65; ]]> <!-- x -->",
    "#let x = 1 $a_b$ @ref *fett* \\par SPACES",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 8,
)


@pytest.fixture(autouse=True)
def drawing(request, monkeypatch):
    """A stand-in for pictures, unless the test wants to see real ones; no two are equal."""
    if "real_pictures" not in request.fixturenames:
        monkeypatch.setattr(picture, "pngs", lambda figures, _dpi: [_pixels(f.number) for f in figures])
        monkeypatch.setattr(picture, "size", lambda _: (518.4, 240.0))


@pytest.fixture
def real_pictures():
    """Marks a test that draws."""


def _pixels(shade):
    raw = io.BytesIO()
    Image.new("L", (4, 2), shade).save(raw, "PNG")
    return raw.getvalue()


@pytest.fixture
def made(book):
    """Document of some contents as Word file, with changes of the document."""
    return lambda *contents, **changes: docx.content(dataclasses.replace(passed(book(*contents)), **changes))


@pytest.fixture
def written(made):
    """The same as python-docx reads it."""
    return lambda *contents, **changes: office.Document(io.BytesIO(made(*contents, **changes)))


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def styles(word):
    return [(p.style.name, p.text) for p in word.paragraphs if p.text]


def test_a_report_has_a_title_block_styles_for_headings_and_an_ending(written):
    word = written("## Erste Frage\n\nText.", "### Genauer", state="Entwurf 3", house=House(imprint=("Institut X",)))
    assert styles(word) == [
        ("Subtitle", "Dorsten"),
        ("Title", "Wer besucht die Häuser?"),
        ("Angaben", "Datenstand:\t31. Dezember 2024"),
        ("Angaben", "Projekt:\tJugendhilfeplanung 2025"),
        ("Angaben", "Institut:\tInstitut Beispiel"),
        ("Angaben", "Amtlicher Schlüssel:\t05512012"),
        ("Beispieldaten", "Synthetische Beispieldaten. Die Zahlen sind erfunden und sagen nichts über den wirklichen Ort."),
        ("Normal", "Für den Ausschuss."),
        ("Heading 1", "Erste Frage"),
        ("Normal", "Text."),
        ("Heading 2", "Genauer"),
        ("Abschluss", "Dorsten · Wer besucht die Häuser? · Entwurf 3 · Datenstand 31. Dezember 2024 · Institut Beispiel"),
        ("Impressum", "Institut X"),
    ]


def test_every_page_says_what_it_is_and_its_number(written):
    section = written(state="Entwurf 3").sections[0]
    assert [p.text for p in section.header.paragraphs] == ["Synthetische Beispieldaten", "Dorsten · Wer besucht die Häuser? · Entwurf 3"]
    assert section.footer.part.element.xpath("string(.)") == "Seite 1 von 1"
    assert section.footer.part.element.xpath(".//w:fldSimple/@w:instr") == [" PAGE ", " NUMPAGES "]


def test_real_data_bear_no_mark(written, head):
    head.body["synthetic"] = False
    word = written()
    assert "Synthetisch" not in word.sections[0].header.part.element.xpath("string(.)")
    assert "Beispieldaten" not in [style for style, _ in styles(word)]


def test_the_contents_are_filled_in_and_lead_to_the_headings(written):
    body = written("## Erste Frage", "### Genauer", "#### Nicht im Inhalt", "## Zweite Frage").element.body
    entries = body.xpath("./w:sdt//w:hyperlink")
    assert [e.xpath("string(.)") for e in entries] == ["Erste Frage", "Genauer", "Zweite Frage"]
    targets = {b.get(qn("w:name")): b.getparent().xpath("string(.)") for b in body.iter(qn("w:bookmarkStart"))}
    assert [targets[e.get(qn("w:anchor"))] for e in entries] == ["Erste Frage", "Genauer", "Zweite Frage"]
    assert body.xpath("//w:sdt//w:instrText/text()") == [' TOC \\o "1-2" \\h \\z \\u ']


def test_a_computed_heading_begins_a_page_where_it_says_so(written, chapters):
    body = written("## Gebiete", chapters).element.body
    begins = [p.xpath("string(.)") for p in body.iter(qn("w:p")) if p.xpath("./w:pPr/w:pageBreakBefore")]
    assert begins == ["Gebiete", "Nord", "Süd"]
    assert [e.xpath("string(.)") for e in body.xpath("./w:sdt//w:hyperlink")] == ["Gebiete", "Nord", "Süd"]


def test_a_report_without_headings_has_no_contents(written):
    assert written("Nur Text.").element.body.xpath("./w:sdt") == []


def test_nothing_asks_to_update_fields(made):
    assert "updateFields" not in part(made("## Eins"), "word/settings.xml")


def test_names_of_bookmarks_are_short_plain_and_different(written):
    long = "Wie viele junge Menschen leben in den einzelnen Gebieten"
    names = [b.get(qn("w:name")) for b in written(f"## {long} heute?", f"## {long} morgen?", "## 2025?").element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == 3
    assert all(len(n) <= 40 and n.replace("_", "").isalnum() and n[0] == "_" for n in names)


def test_a_table_has_a_head_that_repeats_and_rows_that_stay_whole(written, table):
    (made,) = written(table()).tables
    assert [[c.text for c in row.cells] for row in made.rows] == [["Raum", "Besuche"], ["Altstadt", "1.234"], ["Hervest", "·"], ["Rhade", "–"], ["Insgesamt", "1.300"]]
    assert [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in made.rows] == [True, False, False, False, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in made.rows)
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert made._tbl.xpath("./w:tblPr/w:tblCaption/@w:val") == ["Tabelle 1: Besuche je Raum"]


def test_totals_are_set_apart_and_numbers_stand_right(written, table):
    (made,) = written(table()).tables
    assert [bool(row._tr.xpath(".//w:tcBorders") and row._tr.xpath(".//w:b")) for row in made.rows] == [False, False, False, False, True]
    assert [c.paragraphs[0].style.name for c in made.rows[1].cells] == ["Tabellentext", "Tabellenzahl"]


def test_captions_are_numbered_by_fields_that_have_their_number(written, table, figure):
    captions = [p for p in written(table(), figure(), table()).paragraphs if p.style.name == "Caption"]
    assert [c._p.xpath("string(.)") for c in captions] == ["Tabelle 1: Besuche je Raum", "Abbildung 1: Besuche je Raum", "Tabelle 2: Besuche je Raum"]
    assert [c._p.xpath("./w:fldSimple/@w:instr") for c in captions] == [[" SEQ Tabelle \\* ARABIC "], [" SEQ Abbildung \\* ARABIC "], [" SEQ Tabelle \\* ARABIC "]]
    assert [c._p.xpath("./w:bookmarkStart/@w:name") for c in captions] == [["tabelle_1"], ["abbildung_1"], ["tabelle_2"]]


def test_a_figure_has_an_alternative_text_and_its_data(written, figure):
    word = written(figure())
    assert word.element.body.xpath("//wp:docPr/@descr") == ["Balkendiagramm, 2 Räume. Am höchsten: Altstadt mit 1.234 Besuchen."]
    (data,) = word.tables
    assert [[c.text for c in row.cells] for row in data.rows] == [["Raum", "Besuche"], ["Altstadt", "1.234"], ["Hervest", "·"]]
    (link,) = word.element.body.xpath("//w:p[not(ancestor::w:sdt)]/w:hyperlink")
    assert (link.get(qn("w:anchor")), link.xpath("string(.)")) == ("daten_1", "Daten zu Abbildung 1")
    assert [p.xpath("string(.)") for p in word.element.body.xpath("//w:p[w:bookmarkStart/@w:name='daten_1']")] == ["Daten zu Abbildung 1: Besuche je Raum"]
    assert [said for style, said in styles(word) if style in ("Quelle", "Heading 1")][-2:] == ["Die Werte als Tabelle: Daten zu Abbildung 1", "Daten zu den Abbildungen"]
    reference = word.element.body.xpath("//w:fldSimple[contains(@w:instr, 'REF ')]")
    assert [(r.get(qn("w:instr")), r.xpath("string(.)")) for r in reference] == [(" REF abbildung_1 \\h ", "Abbildung 1")]


def test_a_picture_is_as_wide_as_the_text_at_most(written, figure):
    (shape,) = written(figure()).inline_shapes
    assert shape.width.pt == pytest.approx(470.6, abs=0.5)
    assert shape.height / shape.width == pytest.approx(240 / 518.4, abs=0.001)


def test_every_picture_is_in_the_file_and_equal_ones_once(made, figure, monkeypatch):
    for shades, stored in (((1, 2), 2), ((3, 3), 1)):
        monkeypatch.setattr(picture, "pngs", lambda _figures, _dpi, shades=shades: [_pixels(shade) for shade in shades])
        content = made(figure(), figure())
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert [archive.read(f"word/media/image{n}.png") for n in range(1, stored + 1)] == [*dict.fromkeys(map(_pixels, shades))]
        assert len(office.Document(io.BytesIO(content)).inline_shapes) == 2


@pytest.mark.usefixtures("real_pictures")
def test_pictures_are_real(made, figure):
    content = made(figure())
    shown = Image.open(io.BytesIO(zipfile.ZipFile(io.BytesIO(content)).read("word/media/image1.png")))
    assert shown.width > 1000
    assert len(shown.convert("L").getcolors()) > 20


def test_source_note_and_signs_that_the_note_does_not_explain_stand_below(written, table):
    assert [said for style, said in styles(written(table())) if style == "Quelle"] == ["Quelle: Besuchslisten 2024", "· = nicht ausgewiesen.", "– = keine Angabe."]


def test_lists_are_lists_and_each_begins_at_its_number(written):
    word = written("1. Eins\n2. Zwei\n   - darunter\n\nText\n\n1. Neu\n\nText\n\n2. Weiter")
    listed = [(p.text, p.style.name, p._p.pPr.numPr.ilvl.val, p._p.pPr.numPr.numId.val) for p in word.paragraphs if p._p.pPr.numPr is not None]
    assert [(text, style, level) for text, style, level, _ in listed] == [("Eins", "List Number", 0), ("Zwei", "List Number", 0), ("darunter", "List Bullet", 1), ("Neu", "List Number", 0), ("Weiter", "List Number", 0)]
    first, second, _, new, on = (number for *_, number in listed)
    assert first == second != new != on
    numbered = word.part.numbering_part.element
    assert [numbered.xpath(f"./w:num[@w:numId={n}]/w:lvlOverride[@w:ilvl=0]/w:startOverride/@w:val") for n in (new, on)] == [["1"], ["2"]]
    assert [e.tag for e in numbered] == sorted((e.tag for e in numbered), key=[qn("w:abstractNum"), qn("w:num")].index)


def test_a_second_paragraph_of_an_item_has_no_number(book):
    item = (Paragraph((Span("Eins"),)), Paragraph((Span("weiter"),)))
    word = office.Document(io.BytesIO(docx.content(dataclasses.replace(passed(book()), blocks=(Listing((item,), ordered=False),)))))
    assert [(p.text, p.style.name) for p in word.paragraphs if p.text in ("Eins", "weiter")] == [("Eins", "List Bullet"), ("weiter", "List Continue")]


def test_prose_keeps_its_styles_its_breaks_and_its_links(written):
    word = written("Ein **fettes** *schräges* `kurz`  \n[Wort](https://example.org/?a=1&b=2).")
    paragraph = next(p for p in word.paragraphs if p.text.startswith("Ein "))
    assert paragraph.text == "Ein fettes schräges kurz\nWort."
    assert [r.text for r in paragraph.runs if r.bold] == ["fettes"]
    assert [r.text for r in paragraph.runs if r.italic] == ["schräges"]
    assert [(link.text, link.url) for link in paragraph.hyperlinks] == [("Wort", "https://example.org/?a=1&b=2")]


def test_quotes_and_notes_have_styles(written, quotes, book):
    assert styles(written(quotes))[8:-1] == [("Blocktitel", "Stimmen"), ("Quote", "<script>alert(1)</script> & »so«"), ("Zitatgeber", "Jugendliche · Räume > <b>Platz</b>"), ("Quelle", "Quelle: Interviews 2024"), ("Quelle", "Nur mit Freigabe.")]
    noted = dataclasses.replace(passed(book()), blocks=(Note(kind="note", title="Regeln", paragraphs=("Eins.", "Zwei.")),))
    assert styles(office.Document(io.BytesIO(docx.content(noted))))[7:-1] == [("Hinweistitel", "Regeln"), ("Hinweis", "Eins."), ("Hinweis", "Zwei.")]


def sheets(word):
    """Styles and texts of what stands between two turns of the page."""
    found = [[]]
    for element in word.element.body:
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        found[-1].append((element.tag.partition("}")[2] if style is None else style.get(qn("w:val")), "".join(t.text for t in element.iter(qn("w:t")))))
        if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            found.append([])
    return found


def test_a_wide_table_lies_on_its_side_with_what_leads_to_it(written, wide, table):
    word = written("## Vorher", table(), "## Stunden", wide, "Danach.")
    assert [(s.orientation, s.page_width > s.page_height) for s in word.sections] == [(0, False), (1, True), (0, False)]
    before, sideways, after = sheets(word)
    assert ("Heading1", "Vorher") in before
    assert [style for style, _ in sideways] == ["Heading1", "Caption", "tbl", "Quelle", "Quelle"]
    assert after[0] == ("Normal", "Danach.")


def test_the_contents_stay_upright_where_the_report_begins_with_a_wide_table(written, wide):
    first, second = sheets(written("## Stunden", wide))
    assert [style for style, _ in first][-2:] == ["sdt", "p"]
    assert second[0] == ("Heading1", "Stunden")


def test_heads_of_figure_data_stand_upright_rather_than_turn_the_page(written, figure):
    columns = [{"label": "Raum", "align": "left", "header": True}, *({"label": f"Kinder in Kindertagesbetreuung {i}", "align": "right", "header": False} for i in range(10))]
    rows = [[{"text": "Altstadt", "value": None, "state": "header"}, *({"text": "1,5", "value": 1.5, "state": ""} for _ in range(10))]]
    word = written(figure(columns=columns, rows=rows))
    assert len(word.sections) == 1
    assert len(word.element.body.xpath("//w:textDirection")) == 10
    assert int(word.element.body.xpath("//w:trHeight/@w:val")[0]) > 1500


def test_odd_texts_stand_as_they_are_typed(book, table):
    document = passed(book(table()))
    grid = document.blocks[-1].content
    rows = tuple((Cell(text=odd, value=None, state="header"), Cell(text="1", value=1, state="")) for odd in ODD)
    blocks = [dataclasses.replace(document.blocks[-1], content=grid.model_copy(update={"rows": rows, "title": ODD[0], "totals": ()})), *(Paragraph((Span(odd),)) for odd in ODD)]
    word = office.Document(io.BytesIO(docx.content(dataclasses.replace(document, title=ODD[0], state=ODD[0], blocks=tuple(blocks)))))
    assert [row.cells[0].text for row in word.tables[0].rows][1:] == list(ODD)
    assert [p.text for p in word.paragraphs if p.style.name == "Normal" and p.text] == list(ODD)
    assert word.core_properties.title == f"{ODD[0]} – Dorsten"
    assert word.sections[0].header.paragraphs[1].text == f"Dorsten · {ODD[0]} · {ODD[0]}"


def test_what_no_file_can_hold_is_shown_as_missing(book):
    document = dataclasses.replace(passed(book()), blocks=(Paragraph((Span("a\x00b\x1bc\ufffed\te\nf"),)),))
    word = office.Document(io.BytesIO(docx.content(document)))
    assert "a\ufffdb\ufffdc\ufffdd e f" in [p.text for p in word.paragraphs]


def test_the_same_report_gives_the_same_bytes_without_a_date(made, table, figure):
    content = made("## Eins", table(), figure())
    assert made("## Eins", table(), figure()) == content
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_name_the_report_and_nobody(made):
    word = office.Document(io.BytesIO(content := made()))
    properties = word.core_properties
    assert (properties.title, properties.subject, properties.language) == ("Wer besucht die Häuser? – Dorsten", "Jugendhilfeplanung 2025", "de-DE")
    assert (properties.author, properties.last_modified_by, properties.created, properties.modified) == ("", "", None, None)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [n for n in names if n.startswith("docProps/")] == ["docProps/core.xml"]


def test_texts_are_german_and_words_are_hyphenated(made):
    content = made()
    assert re.findall(r'<w:lang [^>]*w:val="(.*?)"', part(content, "word/styles.xml")) == ["de-DE"]
    assert "<w:autoHyphenation/>" in part(content, "word/settings.xml")


def test_the_reader_finds_the_same_tables_as_in_the_page(book, table, figure, wide, monkeypatch):
    monkeypatch.setattr(html, "svg", lambda _: "<svg></svg>")
    document = passed(book("## Eins", table(), figure(), wide))
    word, page = extract.read("b.docx", docx.content(document)), extract.read("b.html", html.content(document))
    first, data, last = [(t.heads, t.rows) for t in page.tables]
    assert [(t.heads, t.rows) for t in word.tables] == [first, last, data]  # the data of figures stand at the end
    captions = {kind: [t.text for t in found.texts if t.kind == "caption"] for kind, found in (("word", word), ("page", page))}
    assert captions["word"] == [c for c in captions["page"] if not c.startswith("Daten zu")]
    assert [t.text for t in word.texts if t.kind == "alt" and "Balken" in t.text] == ["Balkendiagramm, 2 Räume. Am höchsten: Altstadt mit 1.234 Besuchen."]


PUBLISHED = Published("dorsten", "20_x", "Besuche je Raum", "besuche/Besuche", ("Raum",), (("Altstadt",), ("Hervest",), ("Insgesamt",)), (1234.0, None, 1300.0), additive=("Raum",))
HANDED = Handed((), (PUBLISHED,), frozenset({1234.0, 1300.0}), frozenset())


def test_a_finished_report_is_let_go(made, table, figure):
    leave.read_again("20_x.docx", made("## Eins", table(), figure()), HANDED, ["Erika Beispiel"], typed=["05512012"])


def test_a_number_in_place_of_a_hidden_one_stops_it(made, table):
    rows = [[{"text": room, "value": None, "state": "header"}, {"text": said, "value": None, "state": ""}] for room, said in (("Altstadt", "1.234"), ("Hervest", "2"))]
    with pytest.raises(GateError, match=r"Tabelle 1: Besuche je Raum.*Hervest.*zeigt eine Zahl, wo"):
        leave.read_again("20_x.docx", made(table(rows=rows, totals=[])), HANDED, [], typed=["05512012"])


@pytest.mark.parametrize("place", ["Text", "Titel", "Überschrift", "Beschriftung", "Alternativtext", "Zelle", "Kopf", "Bild"])
def test_a_name_stops_it_wherever_it_stands(place, book, table, figure, monkeypatch):
    said = {place: "bei Erika Beispiel, "}
    contents = [f"{said.get('Text', '')}x", f"## {said.get('Überschrift', '')}x", table(title=f"{said.get('Beschriftung', '')}x"), figure(alt=f"{said.get('Alternativtext', '')}Am höchsten: Altstadt mit 1.234 Besuchen.")]
    document = passed(book(*contents, title=f"# {said.get('Titel', '')}x"))
    grid = document.blocks[-1].content
    odd = (Cell(text=f"{said.get('Zelle', '')}x", value=None, state="header"), grid.rows[0][1])
    document = dataclasses.replace(document, state=said.get("Kopf", ""), blocks=(*document.blocks[:-1], dataclasses.replace(document.blocks[-1], content=grid.model_copy(update={"rows": (odd,)}))))
    if place == "Bild":
        monkeypatch.setattr(picture, "pngs", lambda *_: [_pixels(1) + b"bei Erika Beispiel"])
    with pytest.raises(GateError, match="Name aus der Namensliste"):
        leave.read_again("20_x.docx", docx.content(document), HANDED, ["Erika Beispiel"], typed=["05512012"])


def test_pictures_are_looked_through_at_once(made, figure):
    content = made(figure(), *[figure(title=f"Bild {i}") for i in range(20)])
    before = time.process_time()
    leave.read_again("20_x.docx", content, HANDED, ["Erika Beispiel"], typed=["05512012"])
    assert time.process_time() - before < 2


def test_a_logo_of_the_house_stands_above_the_title(written):
    word = written(house=House(name="Institut X", logo=_pixels(7), accent="#7a2fb8"))
    assert word.element.body.xpath("//wp:docPr/@descr") == ["Institut X"]
    assert word.paragraphs[0].style.name == "Logo"
    assert str(word.styles["Heading 1"].font.color.rgb) == "7A2FB8"


def test_a_table_of_two_thousand_rows_is_laid_out_at_once(book, table):
    document = passed(book(table()))
    grid = document.blocks[-1].content
    large = dataclasses.replace(document.blocks[-1], content=grid.model_copy(update={"rows": grid.rows[:1] * 2000, "totals": ()}))
    document = Document(document.head, document.title, (large,))
    docx.content(document)
    before = time.process_time()
    word = docx.content(document)
    extract.read("b.docx", word)
    assert time.process_time() - before < 2
    assert len(extract.read("b.docx", word).tables[0].rows) == 2000


def test_nbconvert_knows_the_exporter(book, table):
    assert get_exporter("planungsbericht-docx") is DocxExporter
    content, resources = DocxExporter().from_notebook_node(book(table()))
    assert resources["output_extension"] == ".docx"
    assert len(office.Document(io.BytesIO(content)).tables) == 1
