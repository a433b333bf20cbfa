"""The template of Word documents: ours, built here, or a consultant's own, whose look is kept, and nothing else of it travels along."""

import io
import zipfile
import zlib
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from workbench.errors import ProjectError
from workbench.export.archive import packed
from workbench.export.document import House
from workbench.export.page import render
from workbench.export.wordfile import parsed, stories
from workbench.project import TEMPLATE
from workbench.read.logo import shown

_OFFICE = "urn:schemas-microsoft-com:office:office"
_UNSEEN = (  # inserted text stays; a style may be hidden, a run of text that is hidden goes
    ".//w:tr[w:trPr/w:del] | .//w:del | .//w:moveFrom | .//w:rPr/w:ins | .//w:r[w:rPr/w:vanish[not(@w:val) or not(@w:val = '0' or @w:val = 'false' or @w:val = 'off')]]"
    " | .//w:bookmarkStart | .//w:bookmarkEnd | .//w:rPrChange | .//w:pPrChange | .//w:sectPrChange | .//w:tblPrChange | .//w:trPrChange | .//w:tcPrChange | .//w:tblGridChange"
    " | .//w:moveFromRangeStart | .//w:moveFromRangeEnd | .//w:moveToRangeStart | .//w:moveToRangeEnd | .//comment() | .//processing-instruction()"
)
_KEPT = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS, RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.NUMBERING}
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")
_SETTINGS = "mirrorMargins gutterAtTop defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps evenAndOddHeaders compat themeFontLang clrSchemeMapping"
_DAMAGED = "Die Datei ist beschädigt, verschlüsselt oder kein Word-Dokument – erwartet ein Dokument, das Word als .docx gespeichert hat. Bitte in Word öffnen und neu speichern."
_FOREIGN = "»{}« – erwartet in Kopf- und Fußzeile Text und Bilder als PNG, JPEG oder SVG. Bitte in Word ersetzen."
_LINKED = "Ein Bild oder Objekt ist nur verknüpft – erwartet wird, dass die Vorlage alles selbst enthält. Bitte in Word einbetten."


def opened(house: House) -> WordDocument:
    """Open the template of a house, without its text and without what names a person, a folder or a date.

    Parameters
    ----------
    house
        Its own template, or its accent for ours.

    Returns
    -------
    docx.document.Document
        Empty, of one section.

    Raises
    ------
    ProjectError
        If the house's own template is no Word document, leans on files outside, or holds what cannot be checked.
    """
    try:
        word = docx.Document(io.BytesIO(house.template or _ours(house)))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, KeyError, ValueError, SyntaxError) as fault:  # torn, locked, another format, broken XML
        raise ProjectError(f"{TEMPLATE}: {_DAMAGED}") from fault
    _emptied(word)
    _bounded(word)
    for part in word.part.package.iter_parts():
        _cleaned(part)
    for rel in word.part.package.iter_rels():
        if rel.is_external and rel.reltype != RELATIONSHIP_TYPE.HYPERLINK:
            raise ProjectError(f"{TEMPLATE}: {_LINKED}")
    for part in word.part.package.iter_parts():
        name = part.partname.lower()
        if not name.endswith((".xml", *_PICTURES)) or (name.endswith(_PICTURES) and not part.blob):  # no picture, or a torn one
            raise ProjectError(f"{TEMPLATE}: {_FOREIGN.format(part.partname.filename)}")
    return word


def letterhead(template: bytes) -> frozenset[str]:
    """Lines in the heads and feet of a house's own template: whoever puts an address there declares it.

    Parameters
    ----------
    template
        The file; empty for none.

    Returns
    -------
    frozenset of str
        As they stand there.

    Raises
    ------
    ProjectError
        As `opened`.
    """
    if not template:
        return frozenset()
    word = opened(House(template=template))
    lines = (p.xpath("string(.)") for story in stories(word) if not story.is_linked_to_previous for p in story.part.element.iter(qn("w:p")))
    return frozenset(filter(None, (str(line).strip() for line in lines)))


def styled(word: WordDocument, house: House) -> dict[str, str]:
    """Give a template the styles that it lacks.

    Parameters
    ----------
    word
        The template.
    house
        Whose accent new styles have.

    Returns
    -------
    dict
        Id in the template of each style that a report uses, by ours.

    Notes
    -----
    Names of styles are the same in every language of Word; ids are not.
    """
    theirs = word.styles.element
    named = {name.get(qn("w:val")).casefold(): name.getparent().get(qn("w:styleId")) for name in theirs.iterfind(f"{qn('w:style')}/{qn('w:name')}")}
    ours = {s.get(qn("w:styleId")): s for s in parsed(render("word_styles.xml", house=house)).iterfind(qn("w:style"))}
    known = {id_: named.get(s.find(qn("w:name")).get(qn("w:val")).casefold(), "") for id_, s in ours.items()}
    ids = {id_: their or (f"{id_}Bericht" if id_ in named.values() else id_) for id_, their in known.items()}
    for id_, style in ours.items():
        if not known[id_]:
            theirs.append(_fitted(style, ids))
    _german(word)
    return ids


def numbering(word: WordDocument) -> Any:  # noqa: ANN401 (lxml's elements are not typed)
    """Element of a template's numberings, made where it has none."""
    part = next((rel.target_part for rel in word.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING), None)
    if not isinstance(part, XmlPart):
        part = XmlPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, parse_xml(f"<w:numbering {nsdecls('w')}/>"), word.part.package)
        word.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return part.element


def _ours(house: House) -> bytes:
    """Our own template."""
    kinds = {"styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES), "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS)}
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, (kind, _) in kinds.items())
    types += f'<Override PartName="/word/document.xml" ContentType="{CONTENT_TYPE.WML_DOCUMENT_MAIN}"/><Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
    links = "".join(f'<Relationship Id="rId{i}" Type="{kind}" Target="{name}.xml"/>' for i, (name, (_, kind)) in enumerate(kinds.items(), 1))
    page = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1531" w:right="1247" w:bottom="1247" w:left="1247" w:header="680" w:footer="624" w:gutter="0"/>'
    relationships = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
        "_rels/.rels": relationships.format(f'<Relationship Id="rId1" Type="{RELATIONSHIP_TYPE.OFFICE_DOCUMENT}" Target="word/document.xml"/>'),
        "word/document.xml": f"<w:document {nsdecls('w')}><w:body><w:sectPr>{page}</w:sectPr></w:body></w:document>",
        "word/_rels/document.xml.rels": relationships.format(links),
        "word/styles.xml": render("word_styles.xml", house=house),
        "word/settings.xml": render("word_settings.xml"),
    }
    return packed({name: text.strip().encode() for name, text in files.items()})


def _emptied(word: WordDocument) -> None:
    """Take away text, comments, properties, links to other files, and settings that are not about the page."""
    body = word.element.body
    first = next(body.iter(qn("w:sectPr")), None)  # a later section may lie on its side, and takes over heads that it does not hold
    body[:] = [] if first is None else [first]
    body.get_or_add_sectPr()
    for printer in body.xpath(".//w:printerSettings"):
        printer.getparent().remove(printer)
    used = set(body.xpath(".//@r:id"))
    for id_ in [i for i, rel in word.part.rels.items() if rel.reltype not in _KEPT and i not in used]:
        del word.part.rels[id_]
    package = word.part.package
    for id_ in [i for i, rel in package.rels.items() if rel.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT]:
        del package.rels[id_]
    settings, kept = word.settings.element, {qn(f"w:{name}") for name in _SETTINGS.split()}
    word.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()
    for setting in [s for s in settings if s.tag not in kept]:
        settings.remove(setting)


def _cleaned(part: Part) -> None:
    """Take away what a part holds and nobody sees: tracked changes, hidden text, bookmarks, comments, and what a picture tells besides."""
    if part.partname.lower().endswith(_PICTURES):
        part._blob = shown(part.blob, TEMPLATE)  # noqa: SLF001 (python-docx has no way to put other bytes into a picture)
    if not isinstance(part, XmlPart):
        return
    for unseen in part.element.xpath(_UNSEEN):
        unseen.getparent().remove(unseen)
    for added in part.element.xpath(".//w:ins[not(parent::w:rPr)] | .//w:moveTo"):
        for child in [*added]:
            added.addprevious(child)
        added.getparent().remove(added)
    for picture in part.element.xpath(".//*[local-name() = 'cNvPr' or local-name() = 'docPr']"):
        for name in {*picture.attrib} - {"id"}:
            del picture.attrib[name]
        picture.set("name", "Bild")
    for old in part.element.xpath(".//*[namespace-uri() = 'urn:schemas-microsoft-com:vml']"):
        for name in {"alt", "title", f"{{{_OFFICE}}}title"} & {*old.attrib}:
            del old.attrib[name]


def _bounded(word: WordDocument) -> None:
    """Let pages begin anew, and give one that does not say so a size and edges."""
    page = word.sections[-1]
    page.start_type = WD_SECTION.NEW_PAGE
    page.page_width, page.page_height = page.page_width or Mm(210), page.page_height or Mm(297)
    page.left_margin, page.right_margin = page.left_margin or Mm(22), page.right_margin or Mm(22)
    page.top_margin, page.bottom_margin = page.top_margin or Mm(27), page.bottom_margin or Mm(24)


def _fitted(style: Any, ids: dict[str, str]) -> Any:  # noqa: ANN401 (as above)
    """Style of ours with the ids of the template, which has its defaults already."""
    for place, name in ((style, "w:styleId"), *((e, "w:val") for kind in ("w:basedOn", "w:next") for e in style.iterfind(qn(kind)))):
        place.set(qn(name), ids[place.get(qn(name))])
    style.attrib.pop(qn("w:default"), None)
    return style


def _german(word: WordDocument) -> None:
    """Let texts be spelt and read aloud as German, whatever the template says."""
    for language in [*word.styles.element.iter(qn("w:lang"))]:
        language.getparent().remove(language)
    if standard := word.styles.default(WD_STYLE_TYPE.PARAGRAPH):
        standard.element.get_or_add_rPr().append(parsed(f'<w:lang {nsdecls("w")} w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>'))
