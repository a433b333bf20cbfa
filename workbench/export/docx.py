"""The report as a Word document: real tables, captions as fields, headings and lists as styles. Words of a report are escaped, never read as markup."""

import dataclasses
import functools
import hashlib
import html
import itertools
from collections.abc import Iterator, Sequence

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn

from workbench.export import columns, picture, wordfile, wordtemplate
from workbench.export.document import (
    DATA,
    SPOKEN,
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Numbered,
    Quotes,
    Sentence,
    Table,
)
from workbench.export.page import render

WHOLE = 20  # a table of up to so many lines is not broken over pages
_CHARACTER = {"Tabellen": 5.0, "Daten": 4.5, "Enger": 3.4}  # points of a character in tables, in a figure's data and in wide tables, in what fits no page
_UNKNOWN = 1.2  # how much wider the letters of a template may be than ours
_EMU, _TWIP = 12700, 20  # per point
_DPI = 165  # of a picture, which is a tenth smaller on the page: there they are 182
_HIGH = 0.72  # share of a page that a picture may take
_LOGO = (170.0, 60.0)  # points that a logo may take
_TOTAL = '<w:tcPr><w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:tcBorders></w:tcPr>'
_NAME = 40  # characters of a bookmark's name


def content(document: Document) -> bytes:
    """Lay out a report as in `workbench.export.formats`."""
    house = document.house
    file = wordtemplate.opened(house)
    drawn = {f.number: made for f, made in zip(document.figures, picture.pngs(document.figures, _DPI), strict=True)}
    word = _Word(file, wordtemplate.styled(file, house), drawn, foreign=bool(house.template))
    blocks = [*document.blocks, *_data(document.figures)]
    body = render(
        "word_document.xml", spaces=wordfile.SPACES, word=word, document=document, head=document.head, house=house, headings=[b for b in blocks if isinstance(b, Heading) and b.level <= 3],
        parts=_parts(blocks, word), ending=_ending(document), logo=word.logo(house.logo) if house.logo and not house.template else None,
    )  # fmt: skip
    word.number()
    return wordfile.filled(file, document, body, word.styles, {part.partname.membername: png for png, (part, _) in word.pictures.items()})


@dataclasses.dataclass(frozen=True)
class Data:
    """Data of a figure, at the end of the document."""

    of: Numbered


def _data(figures: Sequence[Numbered]) -> list[Heading | Data]:
    """Data of all figures under a heading of their own, as in the PDF: a reader turns to them, and what a page says stays on one page."""
    return [DATA, *map(Data, figures)] if figures else []


def _parts(blocks: Sequence[Block | Data], word: "_Word") -> list[tuple[bool, list[Block | Data]]]:
    """Stretches of upright and sideways pages; a heading and a sentence go with the table that follows. The first, with the title, is upright."""
    sideways: list[bool] = []
    for block in reversed(blocks):
        follows = bool(sideways) and sideways[-1] and isinstance(block, Heading | Sentence)
        table = block.of if isinstance(block, Data) else block if isinstance(block, Numbered) and isinstance(block.content, Table) else None
        sideways.append(follows or (table is not None and word.broad(table.content)))
    found = [(turned, [block for _, block in stretch]) for turned, stretch in itertools.groupby(zip(reversed(sideways), blocks, strict=True), key=lambda pair: pair[0])]
    return found if found and not found[0][0] else [(False, []), *found]


def _ending(document: Document) -> str:
    """Last line: what this is, of which date, by whom."""
    head, house = document.head, document.house
    return " · ".join(filter(None, [head.title, document.title, document.state, f"Datenstand {head.date}", house.name or head.institute]))


@dataclasses.dataclass(frozen=True)
class _Plan:
    """Layout of a table: its kind of styles, widths and height of upright heads (0 where they lie) in twentieths of a point, whether it stays on one page."""

    kind: str
    widths: list[int]
    tall: int
    whole: bool


@dataclasses.dataclass(frozen=True)
class _Word:
    """What the template asks for: ids of styles, pictures of figures, numbers of bookmarks and lists, links, widths."""

    file: WordDocument
    styles: dict[str, str]
    drawn: dict[int, bytes]
    foreign: bool
    lists: dict[int, int] = dataclasses.field(default_factory=dict)
    pictures: dict[bytes, tuple[Part, str]] = dataclasses.field(default_factory=dict)
    _ids: Iterator[int] = dataclasses.field(default_factory=lambda: itertools.count(1))

    def fresh(self) -> int:
        """Number that no bookmark or picture has."""
        return next(self._ids)

    def anchor(self, heading: Heading) -> str:
        """Name of a heading's bookmark, as Word allows it; the line before it keeps it apart from those of tables."""
        name = "_" + heading.anchor.replace("-", "_")
        return name if len(name) <= _NAME else f"{name[: _NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"

    def numbering(self, start: int) -> int:
        """Number of a list of its own, which begins with a number or, with 0, has signs."""
        number = self._free("w:num", "w:numId") + len(self.lists)
        self.lists[number] = start
        return number

    def number(self) -> None:
        """Tell the file of the lists; kinds of lists stand before lists."""
        theirs = wordtemplate.numbering(self.file)
        ours = wordfile.parsed(render("word_numbering.xml", lists=list(self.lists.items()), first=self._free("w:abstractNum", "w:abstractNumId")))
        theirs.extend(ours.findall(qn("w:num")))
        for kind in ours.findall(qn("w:abstractNum")):
            theirs.insert(len(theirs.findall(qn("w:numPicBullet"))), kind)

    def _free(self, tag: str, name: str) -> int:
        """First id that the template's numberings do not use."""
        return 1 + max((int(e.get(qn(name))) for e in wordtemplate.numbering(self.file).findall(qn(tag))), default=0)

    def address(self, link: str) -> str:
        """Id of a link."""
        return self.file.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    @functools.cached_property
    def _page(self) -> list[float]:
        """Width, height and edges of a page, in points."""
        page = self.file.sections[-1]
        return [int(length or 0) / _EMU for length in (page.page_width, page.page_height, page.left_margin, page.right_margin, page.gutter, page.top_margin, page.bottom_margin)]

    def _room(self, sideways: bool) -> tuple[float, float]:
        """Width and height of the text on a page, in points."""
        width, height, *edges = self._page
        width, height = (height, width) if sideways else (width, height)
        return width - sum(edges[:3]), height - sum(edges[3:])

    def _character(self, kind: str) -> float:
        """Width of a character in a kind of table, in points."""
        return _CHARACTER[kind] * (_UNKNOWN if self.foreign else 1)

    def broad(self, grid: Table | Figure) -> bool:
        """Whether a table needs a page on its side, small as it may be set; the heads of a figure's data rather stand upright."""
        needed = columns.needed(grid, heads=grid.kind == "table") * self._character("Daten")
        return min(needed, self._room(sideways=True)[0]) > self._room(sideways=False)[0]

    def plan(self, grid: Table | Figure, sideways: bool) -> "_Plan":
        """Layout of a table."""
        room, table = self._room(sideways)[0], grid.kind == "table"
        lying = table or columns.needed(grid) * self._character("Daten") <= room
        kinds = list(_CHARACTER) if table else list(_CHARACTER)[1:]
        kind = next((k for k in kinds if columns.needed(grid, heads=lying) * self._character(k) <= room), kinds[-1])
        character = self._character(kind)
        widths = columns.widths(grid, room / character, heads=lying)
        tall = 0 if lying else columns.height(grid)
        return _Plan(kind, [int(w * character * _TWIP) for w in widths], int(tall * character * _TWIP), columns.lines(grid, widths) <= WHOLE)

    @staticmethod
    def cells(row: Sequence[Cell], styles: Sequence[str], total: bool, stay: bool) -> str:
        """Cells of a row: most of a report are such, and for each a template looks up what all of them share."""
        lined, look = (_TOTAL, "<w:rPr><w:b/><w:bCs/></w:rPr>") if total else ("", "")
        layout = "<w:keepNext/>" if stay else ""
        made = (f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr><w:r>{look}<w:t xml:space="preserve">{html.escape(c.text)}</w:t></w:r></w:p>' for c, style in zip(row, styles, strict=True))
        return "".join(f"<w:tc>{lined}{paragraph}</w:tc>" for paragraph in made)

    def figure(self, figure: Numbered) -> tuple[str, tuple[int, int]]:
        """Id of a picture and its size."""
        width, height = self._room(sideways=False)
        return self._picture(self.drawn[figure.number], picture.size(figure), (width, height * _HIGH))

    def logo(self, logo: bytes) -> tuple[str, tuple[int, int]]:
        """Id of the house's logo and its size."""
        return self._picture(*picture.pixels(logo), _LOGO)

    def _picture(self, png: bytes, size: tuple[float, float], room: tuple[float, float]) -> tuple[str, tuple[int, int]]:
        """Id of a picture and its size in English metric units, within the room."""
        scale = min(1.0, *(most / given for most, given in zip(room, size, strict=True)))
        if png not in self.pictures:
            package = self.file.part.package
            part = Part(package.next_partname("/word/media/image%d.png"), CONTENT_TYPE.PNG, b"", package)  # empty: python-docx would compare each with all before, and pack all of them
            self.pictures[png] = part, self.file.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return self.pictures[png][1], (int(size[0] * scale * _EMU), int(size[1] * scale * _EMU))

    @staticmethod
    def below(grid: Table | Figure | Quotes) -> list[str]:
        """What stands below: source, note, and what signs mean that the note does not explain."""
        signs = {c.text: SPOKEN[c.state] for row in getattr(grid, "rows", ()) for c in row if c.state in SPOKEN}
        said = ", ".join(f"{sign} = {meaning}" for sign, meaning in signs.items() if f"{sign} = " not in grid.note)
        return [line for line in (f"Quelle: {grid.source}" if grid.source else "", grid.note, f"{said}." if said else "") if line]
