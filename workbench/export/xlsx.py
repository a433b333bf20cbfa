"""The data annex: every released table and the data of every figure as an Excel table, numbers as numbers."""

import dataclasses
import datetime as dt
import io
import math
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workbench.disclosure.cells import MISSING
from workbench.export.document import (
    FORMULA,
    SPOKEN,
    SYNTHETIC,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Note,
    Sentence,
    Table,
)
from workbench.export.picture import pixels
from workbench.present.style import GRID, INK, MUTED, WARNING, WARNING_GROUND
from workbench.present.table import HIDDEN_NOTE

FONT = "Arial"  # office programs have it everywhere, or one of the same widths
CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a date of every file: the same report gives the same bytes
CONTENTS, FINDINGS, SOURCES, NOTES = "Inhalt", "Befunde", "Quellen", "Erläuterungen"
_UPRIGHT, _ACROSS = 95, 140  # characters that a page of A4 holds, upright and on its side
_FIRST = 20  # characters of the first column at least: »Amtlicher Schlüssel« stands there
_NARROW, _TEXT, _LONG = 24, 44, 70  # characters of a text that are not broken, of the lines below a table (cells are not merged), and of a line that reads well
_LOGO = 80  # pixels that the mark of the house is high
_LINE, _DEFAULT = 12.75, 8.43  # height of a line in points, width of a column that nobody set
_BUTTON = 3  # characters that the button of a filter covers
_MOST, _HEAD = 32_000, 250  # characters of a cell, of a head; Excel's limits are 32,767 and 255
_NUMBER = re.compile(r"(\D*?)([−-]?)(\d[\d.]*)(?:,(\d+))?(\D*)", re.DOTALL)
_BREAK = re.compile(r"[\x00-\x1f\x7f\ufffe\uffff]+")

Look = Mapping[str, object]  # of a cell, as xlsxwriter names its parts
Pen = Callable[[dict[str, object]], Format]


@dataclasses.dataclass(frozen=True)
class _Ink:
    """A workbook and the looks of its cells, each made once."""

    book: xlsxwriter.Workbook
    accent: str
    made: dict[frozenset[tuple[str, object]], Format] = dataclasses.field(default_factory=dict)

    def __call__(self, look: dict[str, object]) -> Format:
        """Format of a cell."""
        key = frozenset(look.items())
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_color": INK, **look})
        return self.made[key]


def content(document: Document) -> bytes:
    """Lay out a report as in `workbench.export.formats`."""
    file, sheets = io.BytesIO(), [(name, grid, number) for name, grid, number in _sheets(document) if number or grid.rows]
    with workbook(file) as book:
        head, status = document.head, {"status": document.state} if document.state else {}
        book.set_properties({"title": plain(document.title), "subject": plain(head.title), "company": plain(document.house.name or head.institute), "created": CREATED, **status})
        pen = _Ink(book, document.house.accent)
        _contents(pen, document, [(name, grid.title) for name, grid, _ in sheets])
        for name, grid, number in sheets:
            _sheet(pen, document, name, grid, number)
    return file.getvalue()


def workbook(file: io.BytesIO) -> xlsxwriter.Workbook:
    """Open a workbook in which no text becomes a formula, a number or a link, and which knows no clock."""
    safe = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 10}, **safe})
    book.set_properties({"created": CREATED})
    return book


def sections(document: Document) -> Iterator[tuple[str, Any]]:
    """Blocks of a document, each with the heading of level 2 above it."""
    section = document.title
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 2:
            section = block.text
        yield section, block


def shown(cell: Cell) -> tuple[Decimal, str] | None:
    """Give the number of a cell and Excel's format that shows it as the report prints it.

    Parameters
    ----------
    cell
        A printed value.

    Returns
    -------
    tuple of Decimal and str, or None
        The number, to the printed digit, and the code of its format; None where the cell holds no number.

    Examples
    --------
    >>> shown(Cell(text="1.234,5", value=1234.5, state=""))
    (Decimal('1234.5'), '#,##0.0;"−"#,##0.0')
    >>> shown(Cell(text="2024", value=2024, state=""))
    (Decimal('2024'), '0;"−"0')
    """
    found = _NUMBER.fullmatch(cell.text)
    if cell.value is None or found is None:
        return None
    before, minus, whole, decimals, behind = found.groups(default="")
    digits = ("#,##0" if "." in whole or len(whole) < 4 else "0") + (f".{'0' * len(decimals)}" if decimals else "")
    start, end = (f'"{part}"' if part else "" for part in (before.replace('"', "'"), behind.replace('"', "'")))
    number = Decimal(f"{'-' if minus else ''}{whole.replace('.', '')}.{decimals or '0'}")
    return number if decimals else number.to_integral(), f'{start}{digits}{end};{start}"−"{digits}{end}'


def plain(text: str) -> str:
    """Text as a cell can hold it: in one line, within Excel's limit, and not taken for rich text by xlsxwriter."""
    line = _BREAK.sub(" ", text)
    line = line if len(line) <= _MOST else f"{line[:_MOST]} …"
    return f"{line} " if line.startswith("<r>") and line.endswith("</r>") else line


def heads(columns: Iterable[Column]) -> list[str]:
    """Heads as Excel demands them: not empty, and no two alike."""
    seen: Counter[str] = Counter()
    found = []
    for number, column in enumerate(columns, start=1):
        wanted = name = plain(column.label.strip()[:_HEAD]) or f"Spalte {number}"
        while seen[name.casefold()]:
            seen[wanted.casefold()] += 1
            name = f"{wanted} ({seen[wanted.casefold()]})"
        seen[name.casefold()] += 1
        found.append(name)
    return found


def put(sheet: Worksheet, at: tuple[int, int], text: str, pen: Pen, look: Look = MappingProxyType({})) -> None:
    """Write a text; one that begins like a formula stays a text when its cell is edited."""
    sheet.write_string(*at, plain(text), pen({**look, **({"quote_prefix": True} if text.startswith(FORMULA) else {})}))


def _listed(title: str, labels: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Table of texts."""
    columns = tuple(Column(label=label, align="left", header=not i) for i, label in enumerate(labels))
    cells = tuple(tuple(Cell(text=text, value=None, state="") for text in row) for row in rows)
    return Table(kind="table", title=title, columns=columns, rows=cells, source="", note="", totals=())


def _sheets(document: Document) -> Iterator[tuple[str, Table | Figure, str]]:
    """Name of every sheet but the first, its table, and what stands before its title."""
    blocks = list(sections(document))
    yield FINDINGS, _listed("Befunde: die berechneten Sätze des Berichts", ("Abschnitt", "Befund"), [(section, b.text) for section, b in blocks if isinstance(b, Sentence)]), ""
    yield from ((b.name, b.content, f"{b.name}: ") for b in document.numbered)
    told = [(b.name, b.content.title, *(text for _, text in _beside(b.content))) for b in document.numbered]
    yield SOURCES, _listed("Quellen, Hinweise und Beschreibungen", ("Blatt", "Titel", "Quelle", "Hinweis", "Beschreibung"), told), ""
    yield NOTES, _listed("Erläuterungen zum ganzen Bericht", ("Thema", "Erläuterung"), [(b.title, p) for _, b in blocks if isinstance(b, Note) for p in b.paragraphs]), ""


def _contents(pen: _Ink, document: Document, sheets: Sequence[tuple[str, str]]) -> None:
    """First sheet: whose report it is, and links to all others."""
    sheet = pen.book.add_worksheet(CONTENTS)
    grid = _listed("Blätter", ("Blatt", "Inhalt"), sheets)
    wide = widths(grid)
    put(sheet, (0, 0), document.title, pen, {"bold": True, "font_size": 16, "font_color": pen.accent})
    row = below = _strip(pen, sheet, 1, document, wide)
    facts = (("Ort", document.head.title), *document.head.facts, ("Stand", document.state))
    for label, value in (f for f in facts if f[1]):
        put(sheet, (row, 0), label, pen, {"font_color": MUTED})
        put(sheet, (row, 1), value, pen)
        row += 1
    top = row + 1
    _set_up(sheet, document, grid, wide, top)
    end = _grid(pen, sheet, top, grid, wide)
    for i, (name, *_) in enumerate(grid.rows, start=top + 1):
        sheet.write_url(i, 0, f"internal:'{name.text}'!A1", pen({"font_color": pen.accent, "underline": 1, "bottom": 1, "bottom_color": GRID, "valign": "vcenter"}), name.text, f"Zum Blatt »{name.text}«")
    signs = (HIDDEN_NOTE, f"{MISSING} = {SPOKEN['missing']}.")
    for row, line in enumerate((*signs, *document.house.imprint), start=end + 1):
        put(sheet, (row, 0), line, pen, {"font_color": MUTED})
    if document.house.logo:
        made, (_, high) = pixels(document.house.logo)
        where = {"x_scale": _LOGO / high, "y_scale": _LOGO / high, "object_position": 3}
        sheet.insert_image(below, 2, "hausmarke.png", {"image_data": io.BytesIO(made), "description": f"Hausmarke {document.house.name}".strip(), **where})


def _strip(pen: _Ink, sheet: Worksheet, row: int, document: Document, wide: Sequence[float]) -> int:
    """Warning that the data are synthetic, where they are; the next row."""
    if not document.head.synthetic:
        return row
    look = {"bg_color": WARNING_GROUND, "font_color": WARNING, "bold": True}
    for column in range(1, len(wide) + max(0, math.ceil((_UPRIGHT - sum(wide)) / _DEFAULT))):
        sheet.write_blank(row, column, None, pen(look))
    put(sheet, (row, 0), ". ".join(SYNTHETIC), pen, look)
    return row + 1


def _sheet(pen: _Ink, document: Document, name: str, grid: Table | Figure, number: str = "") -> None:
    """Sheet of one table, with everything that one needs to read it."""
    sheet, wide = pen.book.add_worksheet(name), widths(grid)
    put(sheet, (0, 0), f"{number}{grid.title}", pen, {"bold": True, "font_size": 14, "font_color": pen.accent})
    facts = (document.head.title, document.title, f"Datenstand {document.head.date}", document.state)
    put(sheet, (1, 0), " · ".join(f for f in facts if f), pen, {"font_color": MUTED})
    row = _strip(pen, sheet, 2, document, wide)
    if isinstance(grid, Figure) and grid.unit:
        put(sheet, (row, 0), f"Einheit: {grid.unit}", pen)
        row += 1
    sheet.write_url(row, 0, f"internal:'{CONTENTS}'!A1", pen({"font_color": pen.accent, "underline": 1}), "Zum Inhalt")
    _set_up(sheet, document, grid, wide, row + 2)
    end = _grid(pen, sheet, row + 2, grid, wide)
    for at, text in enumerate((f"{label}: {text}" for label, text in _beside(grid) if text), start=end + 1):
        put(sheet, (at, 0), text, pen, {"font_color": MUTED, "text_wrap": True, "valign": "top"})
        sheet.set_row(at, _height([text], wide))


def _beside(grid: Table | Figure) -> tuple[tuple[str, str], ...]:
    """What stands below a table."""
    return ("Quelle", grid.source), ("Hinweis", grid.note), ("Beschreibung", grid.alt if isinstance(grid, Figure) else "")


def _grid(pen: _Ink, sheet: Worksheet, top: int, grid: Table | Figure, wide: Sequence[float]) -> int:
    """Cells as an Excel table; the row below. One without rows keeps an empty one, as Excel demands."""
    totals = grid.totals if isinstance(grid, Table) else ()
    labels, last = heads(grid.columns), top + max(1, len(grid.rows))
    looks = [{"align": c.align, "text_wrap": c.align == "left", "indent": int(c.align == "left" and i > 0)} for i, c in enumerate(grid.columns)]
    options = {"name": sheet.get_name().replace(" ", "_"), "style": None, "title": plain(grid.title)[:_HEAD], "autofilter": len(grid.rows) > 1, "first_column": grid.columns[0].header}
    sheet.add_table(top, 0, last, len(labels) - 1, {**options, "columns": [{"header": label} for label in labels]})
    sheet.set_row(top, _height(labels, [w - _BUTTON for w in wide]))
    for column, (label, look) in enumerate(zip(labels, looks, strict=True)):
        put(sheet, (top, column), label, pen, {**look, "text_wrap": True, "bold": True, "valign": "bottom", "bottom": 2, "bottom_color": pen.accent})
    for i, row in enumerate(grid.rows):
        height = _height([c.text if look["text_wrap"] else "" for c, look in zip(row, looks, strict=True)], wide)
        sheet.set_row(top + 1 + i, height)
        total = {"top": 1, "top_color": INK, "bold": True} if i in totals else {}
        lined = {**total, "valign": "vcenter" if height < 2 * _LINE else "top", "bottom": 1, "bottom_color": GRID}
        for column, (cell, look) in enumerate(zip(row, looks, strict=True)):
            _cell(pen, sheet, (top + 1 + i, column), cell, {**look, **lined})
    return last + 1


def _cell(pen: _Ink, sheet: Worksheet, at: tuple[int, int], cell: Cell, look: Look) -> None:
    """One cell: a number as a number, everything else as it is printed."""
    if number := shown(cell):
        sheet.write_number(*at, number[0], pen({**look, "num_format": number[1]}))
    else:
        put(sheet, at, cell.text, pen, {**look, **({"font_color": MUTED} if cell.state in SPOKEN else {})})


def _height(texts: Iterable[str], wide: Sequence[float]) -> float:
    """Height that some cells of a row need, in points: not every office program finds it out."""
    return min(_LINE * max(_lines(text, max(1, int(1.1 * w))) for text, w in zip(texts, wide, strict=False)) + 3, 409)


def _lines(text: str, wide: int) -> int:
    """Lines of a text; most need no look at their words."""
    return 1 if len(text) <= wide and "\t" not in text else len(textwrap.wrap(text, wide)) or 1


def widths(grid: Table | Figure) -> list[float]:
    """Characters that each column of a sheet holds: numbers whole, texts as far as they read well and a page allows."""
    least = [max(len(w) for w in label.split(" ")) + _BUTTON for label in heads(grid.columns)]
    longest = [max(map(len, texts), default=0) + 2.0 for texts in grid.printed]
    broken = [c.align == "left" and width > _NARROW for c, width in zip(grid.columns, longest, strict=True)]
    rest = sum(max(width, low) for width, low, b in zip(longest, least, broken, strict=True) if not b)
    wanted = sum(min(width, _LONG) for width, b in zip(longest, broken, strict=True) if b)
    share = min(1, max(0, _ACROSS - rest) / (wanted or 1))
    first, *others = [max(min(width, max(_NARROW, share * min(width, _LONG))) if b else width, low) for width, low, b in zip(longest, least, broken, strict=True)]
    return [max(first, _TEXT if any(text for _, text in _beside(grid)) else _FIRST), *others]


def _set_up(sheet: Worksheet, document: Document, grid: Table | Figure, wide: Sequence[float], top: int) -> None:
    """Widths, frozen heads, and how the sheet is printed."""
    for column, width in enumerate(wide):
        sheet.set_column(column, column, width + 0.7)
    named = next((i for i, c in enumerate(grid.columns) if not c.header), 0)
    sheet.freeze_panes(top + 1, named if sum(wide) > _UPRIGHT and sum(wide[:named]) < _LONG else 0)
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_paper(9)
    if sum(wide) > _UPRIGHT:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    said = [document.head.title, document.title, *([SYNTHETIC[0]] if document.head.synthetic else []), document.state]
    sheet.set_footer("&L&8" + textwrap.shorten(" · ".join(_BREAK.sub(" ", s) for s in said if s), 160, placeholder=" …").replace("&", "&&") + "&R&8Seite &P von &N")
