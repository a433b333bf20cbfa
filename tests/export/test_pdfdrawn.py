"""What is read in the content of a page is what PDFium reads, and whatever is not understood is left to PDFium."""

import io

import pikepdf
import pytest

from workbench.export import pdf, pdftext
from workbench.export.gate import passed
from workbench.export.pdfdrawn import Face, drawn
from workbench.export.pdfpage import joined, pages
from workbench.export.typeset import typeset
from workbench.present.description import Description

FACE = Face({1: "J", 2: "ö", 3: "r", 4: "g", 5: " ", 40: "(", 41: ")", 92: "\\", 6: "\u05e9"}, dict.fromkeys((1, 2, 3, 4, 5, 6, 40, 41, 92), 500.0))
BLOCK = b"q 1 0 0 -1 10 20 cm/c0 cs 0 0 0 scn\nBT 0 Tr/f0 10 Tf 1 0 0 -1 0 0 Tm%s\nET\nQ\n"


def said(shown: bytes, around: bytes = b"%s") -> list[tuple[str, int]] | None:
    """Texts, and numbers of their marked contents."""
    found = drawn(around % (BLOCK % shown), {b"/f0": FACE})
    return None if found is None else [(p.text, p.mark) for p in found]


def by_page(data: bytes) -> list[list[tuple[str, int, int, int, str, bool]] | None]:
    """Pieces of each page as far as they must agree, places in whole points."""
    with pikepdf.open(io.BytesIO(data)) as file:
        read = pdftext._drawn(file, data, {item.objgen: item.read_bytes() for item in file.objects if isinstance(item, pikepdf.Stream)})
    return [[(joined([p]), p.mark, round(p.left), round(p.base), p.colour, p.level) for p in page] for page in read]


def test_a_report_is_read_as_pdfium_reads_it(book, table, figure, quotes, monkeypatch):
    text = "Die Kinder- und Jugendhilfeausschussvorsitzenden zählen je 1.000 Einwohner (6–9 Jahre), Nord-Süd und 12,5 %. " * 12
    data = pdf.content(passed(book("## Wie viele?", Description("sentence", {"text": text}), table(), figure(), quotes)))
    ours = by_page(data)
    monkeypatch.setattr(pdftext, "drawn", lambda *_: None)
    theirs = by_page(data)
    assert len(theirs) > 3
    assert ours == theirs


def test_our_own_reports_need_no_pdfium(book, table, figure, monkeypatch):
    monkeypatch.setattr(pdftext, "pages", None)
    assert pdftext.read("a.pdf", pdf.content(passed(book("## Wie viele?", table(), figure())))).texts


def test_spaces_brackets_and_escapes_of_a_string_are_read():
    assert said(b"[(\\000\\001)-12.5(\\000\\002\\000\\003)3(\\000\\004)]TJ") == [("Jörg", -1)]
    assert said(b"(\\000(\\000\\001\\000))Tj") == [("(J)", -1)]
    assert said(b"(\\000\\(\\000\\)\\000\\\\)Tj") == [("()\\", -1)]
    assert said(b"[(\\000(\\000\\001\\000))5(\\000\\004)]TJ") == [("(J)g", -1)]


def test_text_belongs_to_the_mark_around_it_and_is_what_stands_for_it():
    assert said(b"(\\000\\001)Tj", b"/Span<</MCID 7>>BDC\n%sEMC\n") == [("J", 7)]
    assert said(b"(\\000\\001)Tj", b"/Span<</MCID 7>>BDC\n/Span<</ActualText<FEFF00F6>>>BDC\n%sEMC\nEMC") == [("ö", 7)]
    assert said(b"(\\000\\001)Tj", b"/Span<</Alt(/ActualText(x)/MCID 8)/MCID 7>>BDC\n%sEMC") == [("J", 7)]


@pytest.mark.parametrize(
    "content",
    [b"/x0 Do\n%s", b"%s/g0 gs\n", b"BT /f0 9 Tf (a) Tj ET\n%s", b"q 2 0 0 2 0 0 cm\n%sQ", b"q 2 0 0 2 0 0 cm 0 0 m 9 9 l h\nW\nn\n%sQ", b"%sEMC EMC", b"%sBI /W 1 ID x EI"],
    ids=["form", "state", "other text", "scaled", "clipped and scaled", "mark without a beginning", "picture"],
)
def test_a_page_with_anything_else_is_left_to_pdfium(content):
    assert said(b"(\\000\\001)Tj", content) is None


@pytest.mark.parametrize("shown", [b"(\\000\\007)Tj", b"(\\000\\006)Tj", b"<0001>Tj", b"(\\1\\2)Tj", b"(\\000)Tj"], ids=["unknown letter", "leftwards", "hexadecimal", "short escapes", "half a letter"])
def test_a_text_that_is_not_understood_is_left_to_pdfium(shown):
    assert said(shown) is None


def test_without_its_fonts_nothing_is_said():
    assert drawn(BLOCK % b"(\\000\\001)Tj", {}) is None
    assert drawn(BLOCK % b"(\\000\\001)Tj", {b"/f0": None}) is None


def test_letters_that_run_to_the_left_are_read_by_pdfium():
    data = typeset("שלום עולם und Jörg", "pdf", {}, pdf_tags=False)[0]
    assert "Jörg" in " ".join(p.text for page in pages(data) for p in page)
    assert any("שלום עולם" in text for _, text in pdftext.read("a.pdf", data).texts)
