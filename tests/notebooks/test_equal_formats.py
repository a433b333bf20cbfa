"""What a report says is the same in all of its formats, value by value and in the same order."""

import re
from pathlib import Path

import pytest

from workbench.batch import kept
from workbench.batch.reports import NOTEBOOKS
from workbench.export import extract
from workbench.export.document import Document, Note, Numbered, Sentence
from workbench.export.gate import passed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # together in one process: tests/conftest.py

Grids = list[tuple[tuple[str, ...], list[tuple[str, ...]]]]


@pytest.fixture(scope="module")
def reports(batch: tuple[Path, str]) -> list[tuple[Document, Path]]:
    """Every report: what passed the gate, and its page."""
    out, found = batch[0], []
    for file in sorted((out / ".workbench" / "ausgaben").rglob("*.json")):
        *place, report = file.parent.relative_to(out / ".workbench" / "ausgaben").parts
        again = kept.again(file, NOTEBOOKS / f"{report}.ipynb")
        assert again is not None
        found.append((passed(again[0], report), out.joinpath(*place) / f"{report}.html"))
    return found


def shown(document: Document, *, apart: bool = False) -> Grids:
    """Heads and cells of all tables and of the data of all figures, in their order; the data after the tables where they stand apart."""
    contents = sorted((b.content for b in document.blocks if isinstance(b, Numbered)), key=lambda c: apart and c.kind == "figure")
    return [(tuple(plain(c.label) for c in content.columns), [tuple(plain(c.text) for c in row) for row in content.rows]) for content in contents]


def read(file: Path) -> extract.Extract:
    """A finished file as a stranger reads it."""
    return extract.read(file.name, file.read_bytes())


def plain(text: str) -> str:
    """Text without the kinds of spaces and breaks."""
    return " ".join(text.split())


def number(text: str) -> str:
    """Number without what makes it readable: points of thousands, signs, zeros at the end."""
    found = re.fullmatch(r"(\D*?)([−-]?)(\d[\d.]*(?:,\d+)?)(\D*)", text)
    if not found:
        return text
    digits = found[3].replace(".", "")
    digits = digits.rstrip("0").rstrip(",") if "," in digits else digits
    return f"{'−' if found[2] and digits != '0' else ''}{digits}"


def grids(file: Path) -> Grids:
    """Heads and cells of all tables of a page or a text document."""
    return [(tuple(map(plain, grid.heads)), [tuple(map(plain, row)) for row in grid.rows]) for grid in read(file).tables]


def test_all_reports_are_compared(reports: list[tuple[Document, Path]]) -> None:
    assert len(reports) >= 42
    assert sum(len(shown(document)) for document, _ in reports) > 800


@pytest.mark.parametrize("form", ["html", "docx"])
def test_tables_and_data_of_figures_are_the_same_cell_by_cell(reports: list[tuple[Document, Path]], form: str) -> None:
    for document, page in reports:
        found = [g for g in grids(page.with_suffix(f".{form}")) if g[1] and g[0] != ("Datenstand", document.head.date)]
        wanted = [g for g in shown(document, apart=form == "docx") if g[1]]
        assert [g for g in found if g in wanted] == wanted, page


def test_excel_has_the_same_cells_as_numbers(reports: list[tuple[Document, Path]]) -> None:
    for document, page in reports:
        found = [[tuple(number(plain(c)) for c in row) for row in grid.rows] for grid in read(page.with_suffix(".xlsx")).tables]
        for _, rows in shown(document):
            wanted = [tuple(number(c) for c in row) for row in rows]
            assert any(held(wanted, sheet) for sheet in found), (page, wanted[:3])


def held(wanted: list[tuple[str, ...]], sheet: list[tuple[str, ...]]) -> bool:
    """Whether a sheet has some rows, one after the other."""
    width = len(wanted[0]) if wanted else 0
    rows = [row[:width] for row in sheet]
    return not wanted or any(rows[i : i + len(wanted)] == wanted for i in range(len(rows) - len(wanted) + 1))


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_sentences_captions_notes_and_alternative_texts_are_all_there_in_order(reports: list[tuple[Document, Path]], form: str) -> None:
    for document, page in reports:
        said = squeezed(" ".join(t.text for t in read(page.with_suffix(f".{form}")).texts if t.kind not in {"code", "name"}))
        captions = [b.content.title for b in document.blocks if isinstance(b, Numbered)]
        sentences = [b.text for b in document.blocks if isinstance(b, Sentence)]
        notes = [p for b in document.blocks if isinstance(b, Note) for p in b.paragraphs]
        beside = [text for b in document.blocks if isinstance(b, Numbered) for text in (b.content.source, b.content.note) if text]
        alternatives = [b.content.alt for b in document.blocks if isinstance(b, Numbered) and b.content.kind == "figure"]
        lost = [t for t in (*captions, *sentences, *notes, *beside, *alternatives) if squeezed(t) not in said]
        assert lost == [], page
        at = -1
        for text in sentences:
            at = said.index(squeezed(text), at + 1)


def squeezed(text: str) -> str:
    """Text without spaces and hyphens, which a line may end with."""
    return re.sub(r"[\s\u00ad-]", "", text)


def test_a_changed_cell_would_be_seen(reports: list[tuple[Document, Path]]) -> None:
    document, page = reports[0]
    heads, rows = shown(document)[0]
    torn = (heads, [("anders", *rows[0][1:]), *rows[1:]])
    assert torn not in grids(page)
    assert not any(held([("anders", *map(number, rows[0][1:]))], [tuple(map(number, r)) for r in g.rows]) for g in read(page.with_suffix(".xlsx")).tables)
