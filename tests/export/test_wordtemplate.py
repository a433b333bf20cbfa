import dataclasses
import io
import re
import struct
import zipfile
import zlib

import docx as office
import lxml.etree
import pytest
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, RGBColor
from PIL import Image

from workbench.errors import ProjectError
from workbench.export import docx, wordtemplate
from workbench.export.document import House
from workbench.export.gate import passed


@pytest.fixture
def template():
    """A consultant's template: a letterhead with a logo, styles of its own, a sample text, an author."""

    def build(change=lambda _: None):
        word = office.Document()
        word.styles["Heading 1"].font.name, word.styles["Heading 1"].font.color.rgb = "Georgia", RGBColor(0x7A, 0x2F, 0xB8)
        word.sections[0].left_margin = Mm(40)
        head = word.sections[0].header.paragraphs[0]
        head.add_run().add_picture(logo())
        head.add_run("Büro für Planung, Musterweg 1")
        word.add_paragraph("Kim Beispiel schreibt einen Blindtext")
        word.core_properties.author = "Kim Beispiel"
        change(word)
        return saved(word)

    return build


def logo(form="PNG"):
    raw = io.BytesIO()
    Image.new("RGB", (40, 20), "purple").save(raw, form)
    raw.seek(0)
    return raw


def saved(word):
    raw = io.BytesIO()
    word.save(raw)
    return raw.getvalue()


@pytest.fixture
def written(book):
    """Report on a template as python-docx reads it."""
    return lambda template, *contents, **changes: office.Document(io.BytesIO(docx.content(dataclasses.replace(passed(book(*contents)), house=House(template=template), **changes))))


def text(word):
    """Everything that stands in any file of a document."""
    return "\n".join(p.blob.decode(errors="replace") for p in word.part.package.iter_parts())


def test_fonts_colours_margins_letterhead_and_logo_carry_over(template, written):
    word = written(template(), "## Eins")
    assert (word.styles["Heading 1"].font.name, str(word.styles["Heading 1"].font.color.rgb)) == ("Georgia", "7A2FB8")
    assert word.sections[0].left_margin.mm == pytest.approx(40, abs=0.1)
    head = word.sections[0].header
    assert head.paragraphs[0].text == "Büro für Planung, Musterweg 1"
    assert [rel.target_part.content_type for rel in head.part.rels.values()] == ["image/png"]


def test_text_author_and_thumbnail_of_a_template_stay_behind(template, written):
    content = template()
    assert "Blindtext" in text(office.Document(io.BytesIO(content)))
    word = written(content)
    assert "Kim" not in text(word)
    assert not any("thumbnail" in p.partname or "customXml" in p.partname or "app.xml" in p.partname for p in word.part.package.iter_parts())


def test_what_a_letterhead_holds_and_nobody_sees_stays_behind(template, written):
    def hidden(word):
        head = word.sections[0].header._element
        for name in ("docPr", "cNvPr"):
            for picture in head.xpath(f".//*[local-name() = '{name}']"):
                picture.set("name", r"C:\\Users\\Kim\\logo.png")
                picture.set("descr", r"C:\\Users\\Kim\\logo.png")
        by = 'w:author="Kim" w:date="2020-01-01T00:00:00Z"'
        for run in (
            f'<w:ins w:id="9" {by}><w:r><w:t>in Musterstadt</w:t></w:r></w:ins>', f'<w:del w:id="8" {by}><w:r><w:delText>Kim geht</w:delText></w:r></w:del>',
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Kim kommt</w:t></w:r>", '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, Hof</w:t></w:r>', '<w:bookmarkStart w:id="3" w:name="Kim"/>', '<w:bookmarkEnd w:id="3"/>',
            f'<w:r><w:rPr><w:b/><w:rPrChange w:id="4" {by}><w:rPr/></w:rPrChange></w:rPr><w:t>!</w:t></w:r>', '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="Kim"/></w:pict></w:r>',
        ):  # fmt: skip
            head[-1].append(parse_xml(run.replace(">", f" {nsdecls('w')}>", 1) if not run.endswith("/>") or run.count("<") > 1 else run.replace("/>", f" {nsdecls('w')}/>")))
        word.styles.element.append(lxml.etree.Comment("Kim"))
        picture = next(p for p in word.part.package.iter_parts() if p.partname.endswith(".png"))
        picture._blob = picture.blob[:33] + chunk(b"tEXt", b"Author\0Kim") + picture.blob[33:]

    word = written(template(hidden))
    assert "Kim" not in text(word)
    assert word.sections[0].header.paragraphs[0].text == "Büro für Planung, Musterweg 1in Musterstadt, Hof!"


@pytest.mark.parametrize("ending", ["jpg", "png", "svg"])
def test_a_picture_in_a_letterhead_tells_nothing_besides(template, written, ending):
    noted = Image.Exif()
    noted[0x013B] = "Kim"
    raw = io.BytesIO()
    Image.new("RGB", (40, 20), "purple").save(raw, "JPEG", exif=noted.tobytes(), xmp=b"<x:xmpmeta>Kim</x:xmpmeta>", comment=b"Kim")
    content = b'<svg xmlns="http://www.w3.org/2000/svg"><title>Kim</title><!-- Kim --><path d="M 0 0 9 9"/></svg>' if ending == "svg" else raw.getvalue()

    def replaced(word):
        picture = next(p for p in word.part.package.iter_parts() if p.partname.endswith(".png"))
        picture._partname, picture._blob = picture.partname.__class__(f"/word/media/bild.{ending}"), content

    word = written(template(replaced))
    pictures = [p for p in word.part.package.iter_parts() if "bild" in p.partname]
    assert len(pictures) == 1
    assert pictures[0].blob
    assert "Kim" not in text(word)


def test_a_torn_picture_is_refused(template, written):
    def torn(word):
        next(p for p in word.part.package.iter_parts() if p.partname.endswith(".png"))._blob = b"\x89PNG\r\n\x1a\nKim"

    with pytest.raises(ProjectError, match="PNG, JPEG oder SVG"):
        written(template(torn))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_folders_in_the_settings_stay_behind(template, written):
    def attached(word):
        settings = word.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
        link = settings.relate_to("file:///C:/Kim/Vorlagen/Haus.dotx", f"{RELATIONSHIP_TYPE.SETTINGS.rpartition('/')[0]}/attachedTemplate", is_external=True)
        word.settings.element.append(parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{link}"/>'))

    assert "attachedTemplate" not in text(written(template(attached)))


def test_styles_that_a_template_lacks_are_added_and_others_kept(template, written):
    word = written(template(), "## Eins")
    added, kept = word.styles["Kernsatz"], word.styles["Caption"]
    assert added.base_style.name == "Normal"
    assert str(kept.font.color.rgb) == "4F81BD"
    names = [s.find(qn("w:name")).get(qn("w:val")).casefold() for s in word.styles.element.iterfind(qn("w:style"))]
    assert len(names) == len(set(names))


def test_a_computed_sentence_is_not_smaller_than_the_text_of_a_template(template, written):
    assert written(template(), "## Eins").styles["Kernsatz"].font.size is None


def test_styles_are_found_by_their_names_whatever_their_ids_are(template, written):
    german = {"Heading1": "berschrift1", "Normal": "Standard", "Caption": "Beschriftung"}

    def translated(word):
        for style in word.styles.element.iterfind(qn("w:style")):
            for element, name in ((style, "w:styleId"), *((e, "w:val") for kind in ("w:basedOn", "w:next", "w:link") for e in style.iterfind(qn(kind)))):
                element.set(qn(name), german.get(element.get(qn(name)), element.get(qn(name))))

    word = written(template(translated), "## Eins", "Text")
    assert [p.style.style_id for p in word.paragraphs if p.text in ("Eins", "Text")] == ["berschrift1", "Standard"]
    assert word.styles["Kernsatz"].base_style.style_id == "Standard"


def test_an_id_that_means_something_else_is_left_alone(template, written):
    def other(word):
        word.styles.add_style("Ganz anders", 1).element.set(qn("w:styleId"), "Kernsatz")

    word = written(template(other))
    assert word.styles["Ganz anders"].style_id == "Kernsatz"
    assert word.styles["Kernsatz"].style_id == "KernsatzBericht"


def test_the_state_stands_below_every_letterhead(template, written):
    def varied(word):
        word.sections[0].different_first_page_header_footer = True
        word.settings.odd_and_even_pages_header_footer = True

    section = written(template(varied), state="Entwurf 3").sections[0]
    for head in (section.header, section.first_page_header, section.even_page_header):
        assert [p.text for p in head.paragraphs][-2:] == ["Synthetische Beispieldaten", "Entwurf 3"]
    for foot in (section.footer, section.first_page_footer, section.even_page_footer):
        assert foot.part.element.xpath("string(.)") == "Seite 1 von 1"


def test_a_first_page_is_first_once(template, written, wide):
    def first(word):
        word.sections[0].different_first_page_header_footer = True

    assert [s.different_first_page_header_footer for s in written(template(first), wide).sections] == [True, False]


def test_a_template_that_numbers_its_pages_does_it_alone(template, written):
    def numbered(word):
        word.sections[0].footer.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>'))

    assert written(template(numbered)).sections[0].footer.part.element.xpath("string(.)") == "7"


def test_a_report_can_become_the_template_of_the_next(book, written):
    report = docx.content(dataclasses.replace(passed(book("## Alt")), state="Entwurf 1"))
    word = written(report, "## Neu", state="Entwurf 2")
    assert [p.text for p in word.sections[0].header.paragraphs] == ["Synthetische Beispieldaten", "Entwurf 2"]
    assert "Alt" not in [p.text for p in word.paragraphs]
    assert word.sections[0].footer.part.element.xpath("string(.)") == "Seite 1 von 1"


def test_texts_become_german_on_any_template(template, written):
    assert re.findall(r'<w:lang [^>]*w:val="(.*?)"', text(written(template()))) == ["de-DE"]


def test_lists_number_themselves_beside_the_templates_own(template, written):
    def without(word):
        (id_,) = [i for i, rel in word.part.rels.items() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING]
        del word.part.rels[id_]

    for content in (template(), template(without)):
        word = written(content, "1. Eins")
        (number,) = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p._p.pPr.numPr is not None]
        ids = [int(n) for n in word.part.numbering_part.element.xpath("./w:num/@w:numId")]
        assert ids.count(number) == 1


@pytest.mark.parametrize("content", [b"kein Archiv", b"\xd0\xcf\x11\xe0 mit Kennwort", pytest.param(None, id="ein leeres Archiv"), pytest.param("docm", id="mit Makros")])
def test_a_file_that_is_no_word_document_is_refused_with_advice(content, written, template):
    if content is None:
        raw = io.BytesIO()
        zipfile.ZipFile(raw, "w").close()
        content = raw.getvalue()
    elif content == "docm":
        content = renamed(template(), "[Content_Types].xml", b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml")
    with pytest.raises(ProjectError) as fault:
        written(content)
    assert str(fault.value) == "vorlage.docx: Die Datei ist beschädigt, verschlüsselt oder kein Word-Dokument – erwartet ein Dokument, das Word als .docx gespeichert hat. Bitte in Word öffnen und neu speichern."


def renamed(content, member, old, new):
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(raw, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new) if name == member else before.read(name))
    return raw.getvalue()


def test_a_torn_part_is_refused(template, written):
    with pytest.raises(ProjectError, match=r"^vorlage\.docx: Die Datei ist beschädigt"):
        written(renamed(template(), "word/styles.xml", b"</w:styles>", b""))


def test_a_picture_that_lies_elsewhere_is_refused(template, written):
    def linked(word):
        word.sections[0].header.part.relate_to("https://example.org/logo.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)

    with pytest.raises(ProjectError) as fault:
        written(template(linked))
    assert str(fault.value) == "vorlage.docx: Ein Bild oder Objekt ist nur verknüpft – erwartet wird, dass die Vorlage alles selbst enthält. Bitte in Word einbetten."


def test_a_picture_that_cannot_be_checked_is_refused(template, written):
    def old(word):
        word.sections[0].header.paragraphs[0].add_run().add_picture(logo("BMP"))

    with pytest.raises(ProjectError) as fault:
        written(template(old))
    assert str(fault.value) == "vorlage.docx: »image2.bmp« – erwartet in Kopf- und Fußzeile Text und Bilder als PNG, JPEG oder SVG. Bitte in Word ersetzen."


def test_a_page_without_size_or_edges_gets_them(template, written):
    def bare(word):
        section = word.element.body.sectPr
        section.remove(section.find(qn("w:pgSz")))
        section.remove(section.find(qn("w:pgMar")))

    section = written(template(bare)).sections[0]
    assert (section.page_width, section.left_margin) == (pytest.approx(Mm(210), abs=700), pytest.approx(Mm(22), abs=700))


def test_a_template_without_a_section_has_one(template, written):
    def none(word):
        word.element.body.remove(word.element.body.sectPr)

    assert len(written(template(none)).sections) == 1


def test_each_turn_of_the_page_begins_a_page(template, written, wide):
    def flowing(word):
        word.sections[0].start_type = WD_SECTION.CONTINUOUS

    assert {s.start_type for s in written(template(flowing), wide, "Danach.").sections} == {WD_SECTION.NEW_PAGE}


def test_the_first_of_several_sections_is_that_of_the_report(template, written):
    def annexed(word):
        annex = word.add_section()
        annex.page_width, annex.page_height = Mm(297), Mm(210)
        word.add_paragraph("Anhang im Querformat")

    section = written(template(annexed), "## Eins").sections[0]
    assert (section.page_width < section.page_height, section.header.paragraphs[0].text) == (True, "Büro für Planung, Musterweg 1")


def test_no_table_turns_a_page_that_lies_on_its_side_already(template, written, wide):
    def lying(word):
        word.sections[0].page_width, word.sections[0].page_height = Mm(210), Mm(148)

    assert {s.page_width > s.page_height for s in written(template(lying), wide, "Danach.").sections} == {True}


def test_the_letterhead_is_known(template):
    assert wordtemplate.letterhead(template()) == {"Büro für Planung, Musterweg 1"}
    assert wordtemplate.letterhead(b"") == frozenset()


def test_our_own_template_is_the_same_each_time():
    assert wordtemplate._ours(House()) == wordtemplate._ours(House())
