"""Word files as they leave: sections, running heads, properties, an archive without a clock."""

import copy
import html
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from workbench.export.archive import packed
from workbench.export.document import SYNTHETIC, Document

SPACES = nsdecls("w", "r", "wp", "a", "pic")  # of a body

_WORD = nsdecls("w")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
_BREAKS = re.compile(r"[\t\n\r]+")
_CORE = """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:language>de-DE</dc:language></cp:coreProperties>"""


def filled(word: WordDocument, document: Document, body: str, styles: Mapping[str, str], pictures: Mapping[str, bytes]) -> bytes:
    """Fill a template.

    Parameters
    ----------
    word
        As `workbench.export.wordtemplate.opened` returns it.
    document
        Whose running heads and properties the file gets.
    body
        WordprocessingML; each ``<w:sectPr/>`` ends a section, one with ``w:sideways`` a section of pages on their side.
    styles
        As `workbench.export.wordtemplate.styled` returns them.
    pictures
        Contents of parts that are empty so far, by their names.

    Returns
    -------
    bytes
        The file; the same for the same report.
    """
    _running(word, document, styles)
    made, page = parsed(body), word.element.body.sectPr
    for i, mark in enumerate(made.findall(qn("w:sectPr"))):
        _section(mark, page, first=not i)
    word.element.replace(word.element.body, made)
    package = word.part.package
    core = _CORE.format(html.escape(f"{document.title} – {document.head.title}"), html.escape(document.head.project))
    package.relate_to(Part(PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, _UNPRINTABLE.sub("\ufffd", core).encode(), package), RELATIONSHIP_TYPE.CORE_PROPERTIES)
    raw = io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as archive:
        return packed({name: pictures.get(name) or archive.read(name) for name in archive.namelist()})


def parsed(markup: str) -> Any:  # noqa: ANN401 (lxml's elements are not typed)
    """Element of WordprocessingML.

    Parameters
    ----------
    markup
        With its namespaces; a character that XML cannot hold becomes »�«, a line break a space.

    Returns
    -------
    BaseOxmlElement
        As python-docx knows it.
    """
    return parse_xml(_BREAKS.sub(" ", _UNPRINTABLE.sub("\ufffd", markup)))


def stories(word: WordDocument) -> list[Any]:
    """Heads and feet that a template's pages show, in this order in turn; a missing one is »linked to previous«."""
    page = word.sections[-1]
    first, even = page.different_first_page_header_footer, word.settings.odd_and_even_pages_header_footer
    return [page.header, page.footer, *([page.first_page_header, page.first_page_footer] if first else []), *([page.even_page_header, page.even_page_footer] if even else [])]


def _running(word: WordDocument, document: Document, styles: Mapping[str, str]) -> None:
    """Add what every page says; to the heads of a house's own template only what it cannot know."""
    every = stories(word)
    counted = any(_counts(story.part.element) for story in every if not story.is_linked_to_previous)
    known = [] if document.house.template else [document.head.title, document.title]
    lines = {"Beispielkopf": SYNTHETIC[0] if document.head.synthetic else "", "Berichtskopf": " · ".join(filter(None, [*known, document.state]))}
    for head, foot in zip(every[::2], every[1::2], strict=True):
        if any(lines.values()) or not head.is_linked_to_previous:
            _headed(_element(head), {styles[name]: line for name, line in lines.items()})
        if not counted:
            _element(foot).append(_line(styles["Footer"], f"{_field('Seite', 'PAGE')}{_field(' von', 'NUMPAGES')}"))


def _element(story: Any) -> Any:  # noqa: ANN401 (python-docx's classes of heads and feet are private)
    """Element of a head or foot, made where the template has none."""
    if story.is_linked_to_previous:
        story.is_linked_to_previous = False
        story.part.element.clear()
    return story.part.element


def _headed(head: Any, lines: Mapping[str, str]) -> None:  # noqa: ANN401 (as above)
    """Put lines, by their styles, below a head, in place of those that a report brought when it became a template."""
    for style, line in lines.items():
        for old in head.xpath(f'./w:p[w:pPr/w:pStyle/@w:val="{style}"]'):
            head.remove(old)
        if line:
            head.append(_line(style, f"<w:r><w:t>{html.escape(line)}</w:t></w:r>"))
    if not len(head):
        head.append(parsed(f"<w:p {_WORD}/>"))  # Word refuses a head without a paragraph


def _counts(story: Any) -> bool:  # noqa: ANN401 (as above)
    """Whether a head or foot says the number of the page."""
    return any(re.search(r"\bPAGE\b", said) for said in story.xpath(".//w:instrText/text() | .//w:fldSimple/@w:instr"))


def _line(style: str, runs: str) -> Any:  # noqa: ANN401 (as above)
    """Paragraph of a head or foot."""
    return parsed(f'<w:p {_WORD}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>')


def _field(said: str, field: str) -> str:
    """A text and a field behind it."""
    return f'<w:r><w:t xml:space="preserve">{said} </w:t></w:r><w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _section(mark: Any, page: Any, *, first: bool) -> None:  # noqa: ANN401 (as above)
    """Put a section of the template's page in place of a mark: the last one at the end of the body, any other in its last paragraph."""
    section, last = copy.deepcopy(page), mark.getprevious()
    if mark.get(qn("w:sideways")):
        section.page_width, section.page_height, section.orientation = page.page_height, page.page_width, WD_ORIENT.LANDSCAPE
    for once in [] if first else [*section.findall(qn("w:titlePg")), *section.findall(qn("w:pgNumType"))]:
        section.remove(once)
    if mark.getnext() is None:
        mark.getparent().replace(mark, section)
        return
    mark.getparent().remove(mark)
    if last.tag != qn("w:p"):
        last.addnext(parsed(f"<w:p {_WORD}/>"))
        last = last.getnext()
    last.get_or_add_pPr().append(section)
