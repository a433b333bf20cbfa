"""Slides in the look of the house: what python-pptx lacks for texts, tables, page numbers and files that are always the same."""

import copy
import dataclasses
import functools
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.table import Table, _Cell
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from workbench.export.archive import packed, timeless
from workbench.export.document import SYNTHETIC, Document
from workbench.export.xlsx import CREATED, plain
from workbench.present.style import ACCENT, GRID, MUTED, WARNING, WARNING_GROUND

Box = tuple[int, int, int, int]  # left, top, width, height, in units of python-pptx

LANGUAGE = "de-DE"
WIDE, LEFT = Inches(13.333), Inches(0.6)
TITLE, SUMMARY = 0, 1  # layouts
_TEMPLATE = Path(__file__).parent / "templates" / "deck"
_ANCHORS = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}


@dataclasses.dataclass(frozen=True)
class Look:
    """How a text looks: size and space between paragraphs in points, colours, weight, where it stands, the line below a cell."""

    size: int
    colour: str
    bold: bool = False
    right: bool = False
    anchor: Literal["top", "middle", "bottom"] = "top"
    gap: int = 0
    line: str = GRID
    ground: str = ""


def begun(document: Document) -> Presentation:
    """Empty deck in the colours of the house."""
    slides = pptx.Presentation(io.BytesIO(_template(document.house.accent)))
    about = slides.core_properties
    about.title, about.subject, about.content_status = (plain(text)[:255] for text in (document.title, document.head.title, document.state))
    about.language = LANGUAGE
    about.author = about.last_modified_by = ""
    about.created = about.modified = CREATED.replace(tzinfo=None)
    return slides


def finished(slides: Presentation) -> bytes:
    """File of a deck; the same bytes for the same slides."""
    file = io.BytesIO()
    slides.save(file)
    return timeless(file.getvalue())


@functools.cache
def _template(accent: str) -> bytes:
    """Template with the colour of the house."""
    files = sorted(f for f in _TEMPLATE.rglob("*") if f.is_file())
    return packed({f.relative_to(_TEMPLATE).as_posix(): f.read_bytes().replace(ACCENT[1:].upper().encode(), accent[1:].upper().encode()) for f in files})


def slide(slides: Presentation, document: Document, layout: int, title: str) -> Slide:
    """Slide with its title, what is said on all of them, and its number, in the order in which they are read."""
    made: Slide = slides.slides.add_slide(slides.slide_layouts[layout])
    fill(made.shapes.title, title)
    if document.head.synthetic:
        text(made, (0, 0, WIDE, Inches(0.3)), [". ".join(SYNTHETIC)], Look(10, WARNING, bold=True, anchor="middle", ground=WARNING_GROUND), "Hinweis")
    return made


def closed(made: Slide, number: int, document: Document) -> None:
    """Foot of a slide: whose report it is, and the number of the slide."""
    said = " · ".join(s for s in (document.head.title, document.title, f"Datenstand {document.head.date}", document.state) if s)
    for kind, words in (("ftr", said), ("sldNum", str(number))):
        placeholder = next(s for s in made.slide_layout.placeholders if s.element.find(f".//{qn('p:ph')}").get("type") == kind)
        foot = copy.deepcopy(placeholder.element)
        foot.find(f".//{qn('p:cNvPr')}").set("id", str(1 + max(s.shape_id for s in made.shapes)))
        made.shapes._spTree.append(foot)  # noqa: SLF001 (python-pptx leaves feet out)
        if kind == "ftr":
            _write(made.shapes[-1].text_frame, [words], Look(9, MUTED))
        else:
            foot.find(f".//{qn('a:fld')}/{qn('a:t')}").text = words


def text(made: Slide, box: Box, paragraphs: Sequence[str], look: Look, name: str = "Text") -> None:
    """Put paragraphs on a slide; empty ones are left out."""
    shape = made.shapes.add_textbox(*box)
    shape.name = name
    frame: TextFrame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, _ANCHORS[look.anchor]
    frame.margin_left = frame.margin_right = LEFT if look.ground else 0
    frame.margin_top = frame.margin_bottom = 0
    if look.ground:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(look.ground)
    _write(frame, [p for p in paragraphs if p], look)


def cell(made: _Cell, words: str, look: Look) -> None:
    """Text of a cell, and the line below it."""
    made.margin_left = made.margin_right = Pt(3)
    made.margin_top = made.margin_bottom = Pt(1)
    made.vertical_anchor = _ANCHORS[look.anchor]
    _write(made.text_frame, [words], look)
    line = f'<a:lnB xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" w="9525"><a:solidFill><a:srgbClr val="{look.line[1:].upper()}"/></a:solidFill></a:lnB>'
    made._tc.get_or_add_tcPr().append(parse_xml(line))  # noqa: SLF001 (python-pptx has no lines of cells)


def _write(frame: TextFrame, paragraphs: Sequence[str], look: Look | None) -> None:
    """Paragraphs in German, in a look or in that of their placeholder."""
    for number, words in enumerate(paragraphs):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = plain(words)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)  # noqa: SLF001 (python-pptx knows fewer languages by name)
        if look:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(look.size), look.bold, rgb(look.colour)
            paragraph.alignment, paragraph.space_after = PP_ALIGN.RIGHT if look.right else PP_ALIGN.LEFT, Pt(look.gap)


def fill(placeholder: BaseShape, words: str) -> None:
    """Text of a placeholder."""
    _write(placeholder.text_frame, [words], None)


def described(shape: BaseShape, name: str, alt: str) -> None:
    """Name and alternative text of a picture, a chart or a table."""
    shape.name = name
    shape._element.find(f".//{qn('p:cNvPr')}").set("descr", plain(alt))  # noqa: SLF001 (python-pptx has no alternative texts)


def bare(table: Table, widths: Sequence[int], heights: Sequence[int]) -> None:
    """Take the looks of PowerPoint's own from a table, and set its measures."""
    table._tbl.tblPr.remove(table._tbl.tblPr.find(qn("a:tableStyleId")))  # noqa: SLF001 (python-pptx has no styles of tables)
    table.first_row, table.first_col, table.horz_banding = True, True, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, height in zip(table.rows, heights, strict=True):
        row.height = height


def rgb(colour: str) -> RGBColor:
    """Colour as python-pptx takes it."""
    return RGBColor.from_string(colour[1:].upper())
