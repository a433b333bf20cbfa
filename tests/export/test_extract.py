import io
import zipfile
from html.parser import HTMLParser

import pikepdf
import pytest

from workbench.errors import GateError
from workbench.export import unpack
from workbench.export.extract import read
from workbench.export.markup import Markup


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def texts(name, data, kind):
    return [t.text for t in read(name, data).texts if t.kind == kind]


def test_a_page_is_read_by_kind():
    page = (
        b"<h1>Wer kommt?</h1><p>Es <b>kom</b>men viele.</p><ul><li>eins<li>zwei</ul><blockquote><p>Gut.</p></blockquote>"
        b'<figure><figcaption>Abbildung 1</figcaption><svg><title>T</title><desc>D</desc><text style="">12</text></svg></figure><img alt="Bild"><a href="https://x.de">x</a>'
    )
    found = {kind: texts("a.html", page, kind) for kind in ("heading", "text", "quote", "caption", "alt", "picture", "link")}
    assert found == {
        "heading": ["Wer kommt?"],
        "text": ["Es kommen viele.", "eins", "zwei", "x"],
        "quote": ["Gut."],
        "caption": ["Abbildung 1"],
        "alt": ["T", "D", "Bild"],
        "picture": ["12"],
        "link": ["https://x.de"],
    }


def test_a_table_has_a_caption_a_head_and_rows():
    (grid,) = read("a.html", b"<table><caption>T</caption><tr><th>A<th>B</tr><tr><td>x<td><span>1</span></tr></table>").tables
    assert (grid.caption, grid.heads, grid.rows) == ("T", ("A", "B"), (("x", "1"),))


def test_a_document_of_word_is_read_by_its_styles_and_its_paragraphs_whole():
    body = """<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Wer kommt?</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="Beschriftung"/></w:pPr><w:bookmarkStart w:id="1" w:name="t"/><w:r><w:t>Tabelle </w:t></w:r><w:fldSimple w:instr=" SEQ Tabelle "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:bookmarkEnd w:id="1"/><w:r><w:t>: T</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="Zitat"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="0b5e8a"/></w:rPr><w:t>Gu</w:t></w:r><w:r><w:t>t.</w:t></w:r></w:p>
        <w:p><w:r><w:t>Stand:</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>heute</w:t></w:r></w:p>
        <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC 1-2 </w:instrText></w:r></w:p>
        <w:tbl><w:tblPr><w:tblCaption w:val="Tabelle 1: T"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"""
    data = zipped(**{"word/document__xml": body})
    found = {kind: texts("a.docx", data, kind) for kind in ("heading", "caption", "quote", "text", "alt", "code")}
    assert found == {"heading": ["Wer kommt?"], "caption": ["Tabelle 1: T"], "quote": ["Gut."], "text": ["Stand: heute"], "alt": ["Tabelle 1: T"], "code": ["TOC 1-2"]}
    (grid,) = read("a.docx", data).tables
    assert (grid.caption, grid.heads, grid.rows) == ("Tabelle 1: T", ("A", "B"), (("x", ""),))


def test_a_csv_is_a_table_under_its_title():
    (grid,) = read("a.csv", b"Besuche 2025\nRaum;Zahl\nNord;1,5\n").tables
    assert (grid.caption, grid.heads, grid.rows) == ("Besuche 2025", ("Raum", "Zahl"), (("Nord", "1,5"),))


@pytest.mark.parametrize("name", ["a.exe", "a", "a.zip/b.bin"])
def test_unknown_files_are_refused(name):
    data = b"MZ" if "zip" not in name else zipped(b__bin=b"MZ")
    with pytest.raises(GateError, match="Dateien dieser Art lassen sich nicht prüfen"):
        read(name.partition("/")[0], data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(a__txt="x" * 100)[:-30]),
        ("a.docx", b"kein Archiv"),
        ("a.pdf", b"%PDF-1.7\nnichts"),
        ("a.json", b"{"),
        ("a.txt", b"ab\x00\x01"),
        ("a.zip", zipped(a__txt="x" * 100).replace(b"PK\x01\x02", b"PK\x01\x03")),
    ],
    ids=["cut", "no archive", "no pdf", "no json", "zeros", "no directory"],
)
def test_damaged_files_are_refused(name, data):
    with pytest.raises(GateError, match=rf"{name}.*(beschädigt|verschlüsselt)"):
        read(name, data)


def test_an_archive_that_grows_too_much_is_refused():
    with pytest.raises(GateError, match="enthält mehr, als geprüft wird"):
        read("a.zip", zipped(a__txt=b"\0" * 3_000_000))


def test_archives_in_archives_end_somewhere():
    data = zipped(a__txt="x")
    for _ in range(unpack.DEPTH):
        data = zipped(a__zip=data)
    with pytest.raises(GateError, match="5 Ebenen"):
        read("a.zip", data)


def test_a_stream_that_grows_too_much_is_refused(monkeypatch):
    import zlib

    monkeypatch.setattr(unpack, "LIMIT", 1000)
    with pytest.raises(GateError, match="enthält mehr, als geprüft wird"):
        list(unpack.streams("a.pdf", zlib.compress(b"\0" * 5000)))


def written(prepare, **how):
    buffer = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(100, 100))
        prepare(file)
        file.save(buffer, **how)
    return buffer.getvalue()


def test_what_is_attached_to_a_pdf_is_read():
    data = written(lambda file: file.attachments.__setitem__("anhang.txt", b"Es kommen viele."))
    assert texts("a.pdf", data, "text") == ["Es kommen viele."]


@pytest.mark.parametrize("password", ["geheim", ""])
def test_a_locked_pdf_is_refused(password):
    with pytest.raises(GateError, match=r"a\.pdf: Die Datei ist verschlüsselt"):
        read("a.pdf", written(lambda _: None, encryption=pikepdf.Encryption(user=password, owner="geheim")))


def test_a_locked_archive_is_refused():
    data = bytearray(zipped(a__txt="x" * 50))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(GateError, match=r"a\.zip: Das Archiv ist beschädigt oder verschlüsselt"):
        read("a.zip", bytes(data))


def test_a_torn_data_address_is_refused():
    with pytest.raises(GateError, match=r"a\.html: Die Datei ist beschädigt"):
        read("a.html", b'<img src="data:image/svg+xml;base64,abc">')


def test_what_is_no_element_is_read_too():
    assert texts("a.xml", b"<a><![CDATA[Es kommen]]></a><?ziel viele?>", "text") + texts("a.xml", b"<?ziel viele?>", "code") == ["Es kommen", "ziel viele?"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_is_recognised(separator):
    (grid,) = read("a.csv", f"Raum{separator}Zahl\nNord{separator}1\n".encode("utf-8-sig")).tables
    assert (grid.heads, grid.rows) == (("Raum", "Zahl"), (("Nord", "1"),))


def test_numbers_that_a_chart_draws_are_read_as_a_reader_sees_them_and_lengths_of_its_lines_are_not():
    chart = (
        '<c:chart xmlns:c="c"><c:cat><c:strCache><c:pt><c:v>Haus 7.5</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:formatCode>0.0</c:formatCode><c:pt><c:v>8.6999999999999993</c:v></c:pt>'
        "<c:pt><c:v>-1200</c:v></c:pt></c:numCache></c:val><c:errBars><c:plus><c:numLit><c:pt><c:v>1.4</c:v></c:pt></c:numLit></c:plus></c:errBars></c:chart>"
    )
    found = [(t.kind, t.text) for t in read("a.pptx", zipped(**{"ppt/charts/chart1.xml": chart})).texts if t.kind in {"picture", "axis"}]
    assert found == [("picture", "Haus 7.5"), ("picture", "8,7"), ("picture", "−1200"), ("axis", "1,4")]


def test_where_a_picture_stands_in_a_sheet_is_a_position_and_no_number_that_somebody_reads():
    drawing = "<xdr:wsDr><xdr:from><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff></xdr:from><xdr:to><xdr:row>4</xdr:row><xdr:rowOff>171450</xdr:rowOff></xdr:to></xdr:wsDr>"
    assert {t.kind for t in read("a.xlsx", zipped(**{"xl/drawings/drawing1.xml": drawing})).texts if t.text in {"2", "0", "4", "171450"}} == {"code"}


@pytest.mark.parametrize("tag", ['<p title="a&amp;b">', "<p title=a>", "<P TITLE='a'>", '<p title="a"/>', '<p\ntitle = "a">', '<p title="a>b">', "<p title>", '<p title="a"title="b">', '<title lang="de">', '<p title="ä" x:y="1" >'])
def test_tags_are_read_as_html_says_however_they_are_written(tag, monkeypatch):
    said = f"{tag}<b>1</b></p></title> 2"
    quick = Markup(said).texts
    monkeypatch.setattr(Markup, "_read", HTMLParser.feed)
    assert Markup(said).texts == quick


ODD = ["<p>1<!-- <b>2</b> -->3", "<p>a < b und c > d</p><p>5", "<style>a<b>c</style><p>1", "<p>1<!-- 2", "<![CDATA[1 < 2]]><p>3", "<script>1", "<p a='<b>'>1</p>2", "<?x y?>1<!doctype html>2", "<p>1</P >2</q>3</", "<b/>1</b>2", "<title>1 <b>2</b></title>3"]


@pytest.mark.parametrize("said", ODD)
def test_whatever_is_no_usual_tag_is_read_as_html_says_and_so_is_what_follows(said, monkeypatch):
    quick = Markup(f"{said}<p>4 &amp; 5</p>").texts
    monkeypatch.setattr(Markup, "_read", HTMLParser.feed)
    assert Markup(f"{said}<p>4 &amp; 5</p>").texts == quick


def test_an_attribute_that_says_the_same_again_is_read_once_and_the_place_of_a_cell_is_none():
    assert texts("a.html", b'<p lang="de">1</p><p lang="de">2</p>', "attribute") == ["de"]
    assert texts("a.xlsx", zipped(**{"xl/worksheets/sheet1.xml": '<sheetData><row r="1"><c r="A1" s="2"><v>5</v></c></row></sheetData>'}), "attribute") == []
