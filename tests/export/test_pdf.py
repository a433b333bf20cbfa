"""Our own PDF: valid, complete, the same bytes each time, and read again without a fault."""

import csv
import dataclasses
import functools
import hashlib
import io
import pickle
import subprocess
import sys
from pathlib import Path

import page
import pikepdf
import pytest
import typst
from nbconvert.exporters import get_exporter

from workbench.export import extract, formats, pdf
from workbench.export.document import Heading, House
from workbench.export.exporter import PdfExporter
from workbench.export.gate import passed
from workbench.export.pdfpage import pages
from workbench.present.description import Description

LIMITS = page.SafetyLimits.unlimited()  # a table of 2,000 rows is above the usual ones
NATURAL = [  # everything that Typst, HTML or Word would read as markup, and what fonts find hard
    "ÄÖÜäöüßẞ „so“ »so« €§ – − · 5 %", "<script>alert(1)</script> & <b>", "#set page(fill: red) *b* _i_ $x^2$ @ref <label> // c /* d */ `r` \\ ~ [x]", "= Titel",
    "שלום עולם", "مرحبا بالعالم", "😀 🦄 👍", "漢字", "Donaudampfschifffahrtsgesellschaftskapitänsmützenknopf",
]  # fmt: skip


@functools.lru_cache(maxsize=4)
def opened(data: bytes) -> pikepdf.Pdf:
    """The file, kept open for as long as something looks at its objects."""
    return pikepdf.open(io.BytesIO(data))


def faults(data: bytes) -> list[str]:
    """Rules of both standards that a file fails."""
    return [f.rule_id for profile in ("ua1", "3a") for f in page.validate_pdf_bytes(data, profile=profile, limits=LIMITS).failures]


def tags(data: bytes, *kinds: str) -> list[pikepdf.Object]:
    """Tags of some kinds, in the order of the document."""
    found = []

    def walk(tag):
        kids = tag.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                found.append(kid)
                walk(kid)

    walk(opened(data).Root.StructTreeRoot)
    return [t for t in found if str(t.S) in kinds]


def lines(data: bytes) -> list[list[str]]:
    """What stands on each page, line by line."""
    return [[piece.text.strip() for piece in page] for page in pages(data)]


def texts(data: bytes, kind: str = "text") -> list[str]:
    return [t.text for t in extract.read("a.pdf", data).texts if t.kind == kind]


def attached(data: bytes) -> dict[str, list[list[str]]]:
    """Rows of the attached tables, as a German spreadsheet reads them."""
    return {name: list(csv.reader(io.StringIO(each.get_file().read_bytes().decode("utf-8-sig"), newline=""), delimiter=";")) for name, each in opened(data).attachments.items()}


@pytest.fixture
def document(book):
    return lambda *contents, **how: dataclasses.replace(passed(book(*contents)), **how)


@pytest.fixture
def report(document):
    return lambda *contents, **how: pdf.content(document(*contents, **how))


@pytest.fixture
def sheet():
    """A table of so many rows and columns."""

    def build(rows: int, columns: int, text: str = "12"):
        heads = [{"label": "Raum", "align": "left", "header": True}, *({"label": str(h), "align": "right", "header": False} for h in range(1, columns))]
        body = [[{"text": f"Raum {i}", "value": None, "state": "header"}, *({"text": text, "value": None, "state": ""} for _ in heads[1:])] for i in range(rows)]
        return Description("table", {"title": "Besuche", "columns": heads, "rows": body, "totals": [], "source": "Besuchslisten", "note": ""})

    return build


def test_all_kinds_of_blocks_make_a_valid_file(report, table, figure, quotes, wide):
    note = Description("note", {"title": "Zur Methode", "paragraphs": ["Eins.", "Zwei."]})
    sentence = Description("sentence", {"text": "Es kommen 12."})
    data = report("## Wie viele?\n\nMit *Blick* und **Kraft** auf `das` [Amt](https://x.de).\n\n- a\n- b\n  1. c\n\n### Genauer", sentence, table(), figure(), quotes, note, wide)
    assert faults(data) == []


@pytest.mark.parametrize("contents", [(), ("## Nur Text\n\nEin Absatz.",)])
def test_a_report_without_tables_and_figures_is_valid(report, contents):
    assert faults(report(*contents)) == []


def test_a_computed_heading_begins_a_page_and_the_file_stays_valid(report, chapters, wide):
    data = report("## Gebiete\n\nZwei.", chapters)
    first, north, south = ([i for i, page in enumerate(lines(data)) if word in page] for word in ("Zwei.", "Hier liegt Nord.", "Hier liegt Süd."))
    assert first[0] < north[0] < south[0]
    assert faults(data) == []
    area = Description("group", {"blocks": [{"kind": "heading", "level": 3, "text": "West", "named": "West", "page": True}, wide.json()]})
    assert faults(report("## Gebiete", area)) == []


def test_formats_that_are_made_together_have_the_bytes_of_those_made_one_by_one(document, table, figure):
    made = document("## Wie viele?", table(), figure())
    assert [*formats.contents(made, ["docx", "pdf", "html"])] == [(form, formats.content(made, form)) for form in ("docx", "html", "pdf")]
    assert [*formats.contents(made, ["html"])] == [("html", formats.content(made, "html"))]


def test_a_fault_while_the_pdf_is_set_beside_the_others_is_not_lost(document, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("kaputt")

    monkeypatch.setattr(pdf, "typeset", broken)
    with pytest.raises(RuntimeError, match="kaputt"):
        dict(formats.contents(document("Text."), ["pdf", "html"]))


def test_no_room_for_a_thread_is_want_of_memory(document, monkeypatch):
    def full(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", full)
    with pytest.raises(MemoryError):
        pdf.begun(document("Text."))


def test_sixty_tables_and_one_of_two_thousand_rows_are_valid_and_all_there(report, sheet):
    data = report(*(sheet(3, 4) for _ in range(59)), sheet(2000, 4), sheet(0, 3))
    assert faults(data) == []
    grids = [t for t in extract.read("a.pdf", data).tables if t.member == "a.pdf"]
    assert [len(t.rows) for t in grids] == [3] * 59 + [2000, 0]
    assert len(attached(data)) == 61


def test_words_are_shown_as_typed(report, quotes, table):
    quotes.body["items"] = [{"text": t, "label": t, "code": ""} for t in NATURAL]
    rows = [[{"text": t, "value": None, "state": "header"}, {"text": "1", "value": 1, "state": ""}] for t in NATURAL]
    data = report(quotes, table(rows=rows, totals=[], title=NATURAL[2]), *(Description("sentence", {"text": t}) for t in NATURAL))
    assert faults(data) == []
    found = extract.read("a.pdf", data)
    assert set(NATURAL) <= {t.text for t in found.texts}
    assert set(NATURAL) <= {row[0] for row in found.tables[0].rows}
    assert f"Tabelle 1: {NATURAL[2]}" in texts(data, "caption")
    assert [row[0] for row in attached(data)["tabelle_1.csv"][1:]] == [f"'{t}" if t.startswith("=") else t for t in NATURAL]


@pytest.mark.parametrize("text", ["a\x00b", "a\ue000b", "a\ufeffb", "a\x01b", "a\x08b", "a\x0cb", "a\ud800b"])
def test_what_is_no_character_becomes_a_sign_for_it(document, text):
    shown = dataclasses.replace(document(), title=text)
    assert faults(pdf.content(shown)) == []
    assert "a�b" in texts(pdf.content(shown), "heading")


def test_labels_of_a_figure_may_be_emojis_too(report, figure):
    rows = [[{"text": "Haus 😀 🦄", "value": None, "state": "header"}, {"text": "12", "value": 12, "state": ""}]]
    assert faults(report(figure(rows=rows))) == []


def test_emojis_are_drawn_and_no_boxes(report):
    data = report(Description("sentence", {"text": "😀 🦄 👍🏽 ❤️ 🎉 🏠 ⚽"}))
    assert not [f.FontName for f in opened(data).objects if isinstance(f, pikepdf.Dictionary) and f.get("/Type") == "/FontDescriptor" and "LastResort" in str(f.FontName)]


def test_a_word_without_end_stays_on_the_page(report):
    data = report(Description("sentence", {"text": "x" * 300}))
    assert max(piece.right for lines in pages(data) for piece in lines) < 595


def test_a_list_goes_on_counting_after_a_text(report):
    said = " ".join(" ".join(page) for page in lines(report("1. Eins\n\nText\n\n2. Zwei")))
    assert "1. Eins Text 2. Zwei" in said


def test_a_list_stands_as_far_from_the_text_before_it_as_from_the_text_behind(report):
    [said] = [page for page in pages(report("Davor\n\n- Eins\n\n  weiter\n- Zwei\n\nDanach")) if any(p.text.strip() == "Davor" for p in page)]
    at = {p.text.strip(): p.base for p in said}
    before, inside, behind = at["Davor"] - at["Eins"], at["Eins"] - at["weiter"], at["Zwei"] - at["Danach"]
    assert inside < before == pytest.approx(behind, abs=0.1)


def test_what_is_longer_than_a_page_goes_on_over_the_next(report, quotes, table):
    text = "Wort " * 2000 + "Ende."
    quotes.body["items"] = [{"text": text, "label": "Eltern", "code": ""}]
    note = Description("note", {"title": "Lang", "paragraphs": [text]})
    rows = [[{"text": text, "value": None, "state": "header"}, {"text": "1", "value": 1, "state": ""}]]
    printed = lines(report(quotes, note, table(rows=rows, totals=[])))
    assert sum(line.count("Wort") for said in printed for line in said) == 6000
    assert sum(line.count("Ende.") for said in printed for line in said) == 3
    assert all(piece.base > 30 for pieces in pages(report(quotes, note, table(rows=rows, totals=[]))) for piece in pieces)


def test_cells_say_whether_they_head_a_row_or_a_column(report, table):
    data = report(table())
    scopes = [str(next(iter(t.A)).Scope if isinstance(t.A, pikepdf.Array) else t.A.Scope) for t in tags(data, "/TH")]
    assert scopes == ["/Column", "/Column", "/Row", "/Row", "/Row", "/Row"]


def test_a_sign_in_a_cell_is_spoken(report, table):
    assert [str(t.ActualText) for t in tags(report(table()), "/TD") if "/ActualText" in t] == ["nicht ausgewiesen", "keine Angabe"]


def test_a_figure_has_its_alternative_text_and_its_values_as_a_table(report, figure):
    data = report(figure())
    assert [str(t.Alt) for t in tags(data, "/Figure")] == [figure().body["alt"]]
    assert [(t.caption, len(t.rows)) for t in extract.read("a.pdf", data).tables if t.member == "a.pdf"] == [("Daten zu Abbildung 1: Besuche je Raum", 2)]
    assert any(t.startswith("Die Werte als Tabelle: Seite ") for t in texts(data))


def test_figures_are_drawn_in_lines_not_in_pixels(report, figure):
    file = opened(report(figure()))
    assert [s for s in file.objects if isinstance(s, pikepdf.Stream) and s.get("/Subtype") == "/Image"] == []


def test_each_label_of_a_figure_is_one_piece_where_it_is_drawn(report, figure):
    data = report(figure())
    at = next(number for number, pieces in enumerate(pages(data)) if any(piece.text == "Altstadt" for piece in pieces))
    signs = [str(i.operator) for i in pikepdf.parse_content_stream(opened(data).pages[at])]
    assert 10 < signs.count("Tj") + signs.count("TJ") <= signs.count("BDC"), "a text per marked content, not per letter"
    names, values = ([piece for piece in pages(data)[at] if piece.text.strip() in said] for said in ({"Altstadt", "Hervest"}, {"1.234"}))
    assert len({round(name.right) for name in names[:2]}) == 1, "they end where the bars begin"
    assert values[0].left > names[0].right


def test_all_fonts_are_embedded(report, table, figure):
    file = opened(report(table(), figure()))
    fonts = [o for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(f.keys()) for f in fonts)


def test_tables_are_attached_as_they_are_printed(report, table, figure):
    data = report(table(), figure())
    assert attached(data) == {
        "tabelle_1.csv": [["Raum", "Besuche"], ["Altstadt", "1.234"], ["Hervest", "·"], ["Rhade", "–"], ["Insgesamt", "1.300"]],
        "abbildung_1.csv": [["Raum", "Besuche"], ["Altstadt", "1.234"], ["Hervest", "·"]],
    }
    raw = opened(data).attachments["tabelle_1.csv"]
    assert raw.get_file().read_bytes().startswith(b"\xef\xbb\xbfRaum;Besuche\r\n")
    assert raw.description == "Tabelle 1: Besuche je Raum"
    assert str(raw.obj.AFRelationship) == "/Data"


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_of_an_attached_table_is_a_formula(report, table, text):
    row = [[{"text": text, "value": None, "state": "header"}, {"text": "1", "value": 1, "state": ""}]]
    [_, [first, _]] = attached(report(table(rows=row, totals=[])))["tabelle_1.csv"]
    assert first == f"'{text}"


def test_the_title_page_tells_the_state_the_place_and_the_facts(report):
    data = report(state="Entwurf 3", house=House(name="Büro", imprint=("Büro", "Am Markt 1")))
    said = [*texts(data), *texts(data, "heading")]
    assert {"Wer besucht die Häuser?", "Dorsten", "Entwurf 3", "Datenstand", "31. Dezember 2024"} <= set(said)
    assert any("Synthetische Beispieldaten." in t for t in said)
    assert any(t.endswith("Büro Am Markt 1") for t in said)


def test_what_the_head_lacks_is_left_out(report, head):
    head.body.update(synthetic=False, institute="", ags="", date="")
    said = " ".join(texts(report()))
    assert "Synthetisch" not in said
    assert "Datenstand" not in said
    assert "Institut" not in said


@pytest.mark.parametrize("logo", [b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2"/></svg>', "png"])
def test_the_house_mark_stands_on_the_title_page(report, logo):
    if logo == "png":
        from PIL import Image

        buffer = io.BytesIO()
        Image.new("RGBA", (40, 20), "#8a153880").save(buffer, "png")
        logo = buffer.getvalue()
    data = report(house=House(name="Büro", logo=logo, accent="#8a1538"))
    assert [str(t.Alt) for t in tags(data, "/Figure")] == ["Logo Büro"]
    assert faults(data) == []


def test_contents_lead_to_the_sections(report, table):
    data = report("## Größe\n\n### Klein", table(), "## Noch eine")
    assert [t for t in texts(data, "heading") if "Seite" in t] == ["Größe Seite 3", "Klein Seite 3", "Noch eine Seite 3"]
    assert len(tags(data, "/TOCI")) == 3
    assert not [piece for piece in pages(data)[1] if not piece.text.strip(" .")], "dots are drawn, not written"


def test_a_table_is_named_by_a_link_to_it(report, table, figure):
    data = report("## X\n\nSiehe Tabelle 1, Abbildung 1 und Tabelle 7.", table(), figure())
    assert [str(link.Contents) for link in opened(data).pages[2].Annots] == ["Seite 3"] * 3  # the third leads to the data of the figure
    assert "Siehe Tabelle 1, Abbildung 1 und Tabelle 7." in texts(data)


def test_every_page_has_its_number_and_the_heads_of_a_table_are_repeated(report, sheet):
    printed = lines(report(sheet(120, 3)))
    assert [said[-1] for said in printed] == [f"Seite {i} von {len(printed)}" for i in range(1, len(printed) + 1)]
    assert all("Raum" in said and "1" in said for said in printed[1:])


def test_wide_tables_lie_on_their_side_with_their_heading(report, wide):
    data = report("## Eins\n\nText.\n\n## Stunden", wide, "Danach.")
    sizes = [tuple(map(float, p.mediabox[2:])) for p in opened(data).pages]
    assert [w > h for w, h in sizes] == [False, False, False, True, False]
    assert "Stunden" in lines(data)[3]


def test_no_heading_and_no_caption_is_left_alone_at_the_end_of_a_page(report, sheet):
    parts = [part for i in range(40) for part in (f"## Abschnitt {i}\n\n" + "Wort " * (7 * i), sheet(3 + i, 3))]
    for printed in lines(report(*parts))[2:]:
        body = [t for t in printed if not t.startswith(("Datenstand", "Seite ", "Synthetische", "Dorsten"))]
        assert not body[-1].startswith(("Abschnitt", "Tabelle"))


def test_german_words_are_broken_as_german_words_are(report):
    sentence = Description("sentence", {"text": "Die Jugendhilfeausschussvorsitzende begrüßt die Kinderschutzfachkräfte. " * 8})
    data = report(sentence)
    assert any(piece.text.endswith("\u0002") for pieces in pages(data) for piece in pieces)
    assert " ".join(sentence.body["text"].split()) in texts(data)


def test_the_same_notebook_gives_the_same_bytes_in_every_process(document, table, figure):
    shown = document("## X", table(), figure())
    assert pdf.content(shown) == pdf.content(shown)
    code = "import pickle, sys, hashlib\nfrom workbench.export import pdf\nprint(hashlib.sha256(pdf.content(pickle.loads(sys.stdin.buffer.read()))).hexdigest())"
    other = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(shown), capture_output=True, check=True, cwd=Path(__file__).parents[2])
    assert other.stdout.decode().strip() == hashlib.sha256(pdf.content(shown)).hexdigest()


def test_properties_name_title_institute_and_the_date_of_the_data_only(report):
    file = opened(report())
    assert {k: str(v) for k, v in file.docinfo.items() if k != "/Creator"} == {
        "/Title": "Wer besucht die Häuser? – Dorsten", "/Author": "Institut Beispiel", "/CreationDate": "D:20241231000000Z", "/ModDate": "D:20241231000000Z",
    }  # fmt: skip
    assert str(file.Root.Lang) == "de-DE"
    assert b"2026" not in b"".join(o.read_bytes() for o in file.objects if isinstance(o, pikepdf.Stream) and o.get("/Type") == "/Metadata")


def test_a_picture_without_an_alternative_text_makes_no_file(report, figure, monkeypatch):
    made = pdf._figure
    monkeypatch.setattr(pdf, "_figure", lambda *given: {**made(*given), "alt": None})
    with pytest.raises(typst.TypstError, match="PDF/UA-1 error: missing alt text"):
        report(figure())


def test_a_heading_that_leaves_out_a_level_makes_no_file(document):
    shown = document("## Eins")
    with pytest.raises(typst.TypstError, match="PDF/UA-1 error: skipped from heading level 1 to 3"):
        pdf.content(dataclasses.replace(shown, blocks=(*shown.blocks, Heading(4, "Vier", "vier"))))


def test_nbconvert_knows_the_exporter(book, table):
    assert get_exporter("planungsbericht-pdf") is PdfExporter
    content, resources = PdfExporter().from_notebook_node(book(table()))
    assert content.startswith(b"%PDF-1.7")
    assert resources["output_extension"] == ".pdf"


def test_broad_tables_stand_together_on_broad_pages_under_their_headings():
    def block(kind, name, **more):
        return {"kind": kind, "name": name, **more}

    head, wide, narrow = block("heading", "H", page=True), block("table", "W", broad=True), block("table", "N", broad=False)
    found = pdf._gathered([narrow, head, wide, wide, narrow, wide, head, wide])
    assert [[p["name"] for p in b.get("parts", [b])] for b in found] == [["N"], ["H", "W", "W"], ["N"], ["W"], ["H", "W"]]
    assert not found[1]["parts"][0]["page"]
