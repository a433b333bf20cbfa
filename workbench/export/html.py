"""The report as one self-contained, accessible HTML file."""

from workbench.export.document import Document, Figure, Heading, Table
from workbench.export.page import render
from workbench.export.picture import svg

_CHARACTER, _PADDING = 7.5, 18  # pixels
_PHONE, _PAPER = 270, 860  # what a phone (in a wide typeface), and an upright sheet in small print, can hold
LONG = 28  # so many characters of a text stand in one line before it is broken


def content(document: Document) -> bytes:
    """Lay out a report as in `workbench.export.formats`."""
    return render("report.html", document=document, head=document.head, house=document.house, contents=contents(document), draw=svg, room=room, long=LONG).encode()


def contents(document: Document) -> list[tuple[Heading, list[Heading]]]:
    """Sections with their subsections."""
    found: list[tuple[Heading, list[Heading]]] = []
    for heading in (b for b in document.blocks if isinstance(b, Heading)):
        if heading.level == 2:
            found.append((heading, []))
        elif heading.level == 3:
            found[-1][1].append(heading)
    return found


def room(grid: Table | Figure) -> str:
    """How wide a table is.

    Returns
    -------
    str
        »broad«: needs a sheet on its side; »wide«: scrolls on a phone; empty: fits everywhere.
    """
    width = sum(_PADDING + _CHARACTER * _unbroken(grid, i) for i in range(len(grid.columns)))
    return "broad" if width > _PAPER else "wide" if width > _PHONE else ""


def _unbroken(grid: Table | Figure, column: int) -> int:
    """Characters that stand in one line in a column: numbers whole, texts as far as they read well."""
    words = [len(w) for w in grid.columns[column].label.split()]
    texts = [row[column].text for row in grid.rows]
    if grid.columns[column].align == "right":
        return max([*words, *map(len, texts)], default=1)
    return max([*words, *(min(len(t), LONG) for t in texts), *(len(w) for t in texts for w in t.split())], default=1)
