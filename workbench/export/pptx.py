"""One-page summaries: a slide per figure with what it says, its chart, and the table behind it."""

import dataclasses
import io
import itertools
import textwrap
from collections.abc import Iterator, Sequence

from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from workbench.export import chart, deck
from workbench.export.deck import LEFT, WIDE, Box, Look
from workbench.export.document import SPOKEN, Block, Document, Figure, Numbered, Sentence, Table
from workbench.export.picture import pixels, png, size
from workbench.export.plots import Plot, plot
from workbench.export.xlsx import sections
from workbench.present.style import GRID, INK, MUTED
from workbench.present.words import in_head

SENTENCES = 3
_TOP, _BOTTOM = Inches(1.6), Inches(6.4)
_SPLIT = Inches(8.0)  # where the text begins beside a figure
_ACROSS, _BESIDE = WIDE - 2 * LEFT, WIDE - LEFT - _SPLIT
_LETTER = 0.5  # of the size of a font: width of a letter of Arial, on average
_SMALL, _PADDING = 10, 11  # size of the text in tables, and points beside it
_ROW = Pt(19)
_LISTED = 6  # so many values that are not shown are named

Grid = Table | Figure


@dataclasses.dataclass(frozen=True)
class Page:
    """What one slide shows."""

    title: str  # heading of the section; further figures of a section are named behind it
    figure: Numbered
    sentences: tuple[str, ...]  # what is said before it; after the last figure of a section also behind it
    tables: tuple[Numbered, ...]  # tables beside it


def content(document: Document) -> bytes:
    """Lay out summaries of a report.

    Parameters
    ----------
    document
        What passed the gate.

    Returns
    -------
    bytes
        PPTX: a title, then a slide per figure; the same bytes for the same document.
    """
    slides = deck.begun(document)
    _first(slides, document)
    for number, page in enumerate(pages(document), start=2):
        _summary(slides, document, page, number)
    return deck.finished(slides)


def pages(document: Document) -> Iterator[Page]:
    """Split a report into summaries.

    Parameters
    ----------
    document
        What passed the gate.

    Yields
    ------
    Page
        One per figure, with titles that differ.
    """
    seen = {document.title}
    for section, found in itertools.groupby(sections(document), key=lambda pair: pair[0]):
        for figure, part in _parts([block for _, block in found]):
            title = f"{section} – {figure.name}" if section in seen else section
            seen.add(title)
            sentences = tuple(b.text for b in part if isinstance(b, Sentence))
            yield Page(title, figure, sentences[:SENTENCES], tuple(b for b in part if isinstance(b, Numbered) and b is not figure))


def _parts(blocks: Sequence[Block]) -> Iterator[tuple[Numbered, Sequence[Block]]]:
    """Every figure of a section with the blocks since the one before; those behind the last belong to it."""
    figures = [(i, b) for i, b in enumerate(blocks) if isinstance(b, Numbered) and isinstance(b.content, Figure)]
    starts = [0, *(i + 1 for i, _ in figures[:-1])]
    for (_, figure), start, end in zip(figures, starts, [*starts[1:], len(blocks)], strict=bool(figures)):
        yield figure, blocks[start:end]


def _first(slides: Presentation, document: Document) -> None:
    """Title: whose report it is, and whether it is approved."""
    slide = deck.slide(slides, document, deck.TITLE, document.title)
    facts = [f"{label}: {value}" for label, value in document.head.facts]
    deck.fill(slide.placeholders[1], document.head.title)
    deck.text(slide, (LEFT, Inches(4.6), _ACROSS, Inches(1.2)), [" · ".join(facts), document.state], Look(14, MUTED))
    if document.house.imprint:
        deck.text(slide, (LEFT, Inches(6.0), _ACROSS, Inches(0.8)), document.house.imprint, Look(10, MUTED, anchor="bottom"))
    if document.house.logo:
        mark = slide.shapes.add_picture(io.BytesIO(pixels(document.house.logo)[0]), LEFT, Inches(0.6), height=Inches(0.8))
        deck.described(mark, "Hausmarke", f"Hausmarke {document.house.name or document.head.institute}".strip())


def _summary(slides: Presentation, document: Document, page: Page, number: int) -> None:
    """One slide."""
    slide = deck.slide(slides, document, deck.SUMMARY, page.title)
    shaped = plot(page.figure.content, document.house.accent) if isinstance(page.figure.content, Figure) else None
    grid, points = _beside(page)
    over = grid is None and shaped is not None and shaped.form in {"lines", "ranges"}  # charts that gain by width
    words = (LEFT, _TOP - Inches(0.36), _ACROSS, _high(page.sentences, 14, _ACROSS)) if over else (_SPLIT, _TOP - Inches(0.36), _BESIDE, _high(page.sentences, points))
    top = words[1] + words[3] if over else _TOP - Inches(0.36)
    across = _SPLIT - Inches(0.35) - LEFT if grid or (page.sentences and not over) else _ACROSS
    deck.text(slide, words, page.sentences, Look(14 if over else points, INK, gap=points // 2))
    deck.text(slide, (LEFT, top, across, Inches(0.32)), [f"{page.figure.name}: {page.figure.content.title}"], Look(12, INK, bold=True))
    _drawn(slide, page.figure, (LEFT, top + Inches(0.36), across, _BOTTOM - top - Inches(0.36)), shaped)
    if grid:
        _table(slide, grid, words[1] + (words[3] if page.sentences else 0), document.house.accent)
    deck.text(slide, (LEFT, _BOTTOM + Inches(0.05), _ACROSS, Inches(0.5)), [_told(page, shaped, grid)], Look(9, MUTED))
    deck.closed(slide, number, document)


def _drawn(slide: Slide, figure: Numbered, box: Box, shaped: Plot | None) -> None:
    """Chart, or a picture where the figure has no native form."""
    what = figure.content
    if shaped and isinstance(what, Figure):
        name = in_head(str(what.encoding["value"]))
        shape = chart.add(slide, box, shaped, name if what.unit in name else f"{name} ({what.unit})")
    else:
        wide, high = size(figure)
        scale = min(box[2] / wide, box[3] / high)
        shape = slide.shapes.add_picture(io.BytesIO(png(figure)), box[0], box[1], int(wide * scale), int(high * scale))
    deck.described(shape, figure.name, what.alt if isinstance(what, Figure) else what.title)


def _told(page: Page, drawn: Plot | None, grid: Numbered | None) -> str:
    """What stands below: source, note, what is not shown, where all values are."""
    figure, names = page.figure.content, drawn.unshown if drawn else ()
    listed = ", ".join(names[:_LISTED]) + (f" und {len(names) - _LISTED} weitere" if len(names) > _LISTED else "")
    where = "" if grid else f"Alle Werte stehen im Bericht und in seinem Datenanhang, {page.figure.name}."
    parts = (f"Quelle: {figure.source}." if figure.source else "", figure.note, f"Ohne Balken oder Punkt ({SPOKEN['hidden']} oder {SPOKEN['missing']}): {listed}." if names else "", where)
    return " ".join(p for p in parts if p)


def _beside(page: Page) -> tuple[Numbered | None, int]:
    """Table of the same rows as the figure that finds room beside it, its own data where no other does, and the size of the text over it."""
    for points in (14, 12, 11):
        room = _BOTTOM - _TOP - _high(page.sentences, points)
        for grid in (*(t for t in page.tables if _alike(t.content, page.figure.content)), page.figure):
            if sum(_widths(grid.content)) <= _BESIDE and _table_high(grid.content) <= room:
                return grid, points
    fitting = (p for p in (16, 14, 12, 11, 10) if _high(page.sentences, p) <= _BOTTOM - _TOP + Inches(0.3))
    return None, next(fitting, 9)


def _alike(one: Grid, other: Grid) -> bool:
    """Whether rows of both are named by the same: areas, ages."""
    return bool({c.label for c in one.columns if c.header} & {c.label for c in other.columns if c.header})


def _high(texts: Sequence[str], points: int, wide: int = _BESIDE) -> int:
    """Height that texts need, beside the figure or over it; none where there are none."""
    letters = int(wide / Pt(points * _LETTER))
    return int(Pt(sum(len(textwrap.wrap(t, letters)) for t in texts) * points * 1.2 + len(texts) * points * 0.5 + 10)) if texts else 0


def _widths(grid: Grid) -> list[int]:
    """Widths of the columns of a table; heads are broken into up to three lines."""
    letters = [
        max([1.1 * max(map(len, column.label.split(" "))), len(column.label) / 3, *(len(row[i].text) for row in grid.rows)])
        for i, column in enumerate(grid.columns)
    ]  # fmt: skip
    return [int(Pt(n * _SMALL * (_LETTER + 0.06) + _PADDING)) for n in letters]


def _table_high(grid: Grid) -> int:
    """Height of a table with its caption."""
    return int(Inches(0.5) + _head_high(grid) + len(grid.rows) * _ROW)


def _head_high(grid: Grid) -> int:
    """Height of the head."""
    room = [max(1, int((wide / Pt(1) - _PADDING) / (_SMALL * _LETTER))) for wide in _widths(grid)]
    return int(Pt(max(len(textwrap.wrap(c.label, n)) or 1 for c, n in zip(grid.columns, room, strict=True)) * _SMALL * 1.2 + 6))


def _table(slide: Slide, grid: Numbered, top: int, accent: str) -> None:
    """Table with its caption."""
    what, wide = grid.content, _widths(grid.content)
    deck.text(slide, (_SPLIT, top, _BESIDE, Inches(0.42)), [f"{'Daten zu ' if isinstance(what, Figure) else ''}{grid.name}: {what.title}"], Look(_SMALL, INK, bold=True, anchor="bottom"))
    frame = slide.shapes.add_table(len(what.rows) + 1, len(what.columns), _SPLIT, top + Inches(0.46), sum(wide), _head_high(what) + len(what.rows) * _ROW)
    deck.described(frame, grid.name, f"Tabelle: {what.title}, {len(what.rows)} Zeilen, {len(what.columns)} Spalten")
    table = frame.table
    deck.bare(table, wide, [_head_high(what), *[int(_ROW)] * len(what.rows)])
    totals = what.totals if isinstance(what, Table) else ()
    for column, head in enumerate(what.columns):
        deck.cell(table.cell(0, column), head.label, Look(_SMALL, INK, bold=True, right=head.align == "right", anchor="bottom", line=accent))
        for i, row in enumerate(what.rows):
            look = Look(_SMALL, MUTED if row[column].state in SPOKEN else INK, bold=i in totals, right=head.align == "right", anchor="middle", line=GRID)
            deck.cell(table.cell(i + 1, column), row[column].text, look)
