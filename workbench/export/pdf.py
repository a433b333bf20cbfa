"""The report as a PDF that machines and people can read: PDF/UA-1 and PDF/A-3a in one file, its tables attached as CSV."""

import concurrent.futures
import csv
import dataclasses
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pikepdf

from workbench.export.columns import lines, needed, widths
from workbench.export.document import (
    DATA,
    FORMULA,
    SPOKEN,
    SYNTHETIC,
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Listing,
    Note,
    Numbered,
    Paragraph,
    Quotes,
    Sentence,
    Span,
    Table,
)
from workbench.export.page import TEMPLATES
from workbench.export.picture import apart, size
from workbench.export.typeset import typeset
from workbench.present import style
from workbench.schemas.terms import MONTHS

_WIDTH, _HEIGHT, _BROAD = 470.0, 620.0, 710.0  # points: room of a page for text, for a figure, and of a page on its side
_SIZE, _SMALL, _LEAST = 9.0, 7.5, 5.0  # points: letters in tables, in tables behind figures, in very wide ones
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufeff\ufffe\uffff\U000f0000-\U0010ffff]")  # no characters, or of private use: PDF/A takes none
_ESCAPED = re.compile(r"\\(?:u00|[bf])")  # how JSON writes some of them
_NAMED = re.compile(r"((?:Tabelle|Abbildung)\s\d+)(?!\d)")
_LETTER = 0.48  # width of a letter, in its size
_KEY = 28  # characters of a key that is not broken
_MANY = 16  # columns of a page on its side
_LONG, _WHOLE = 18, 1200  # lines of a table, characters of a note, quotation or cell that stay on one page


def content(document: Document) -> bytes:
    """Lay out a report as in `workbench.export.formats`."""
    return begun(document)()


def begun(document: Document) -> Callable[[], bytes]:
    """Begin to lay out a report: Typst works in a thread of its own, beside whatever Python does until the file is asked for.

    Parameters
    ----------
    document
        As `content`.

    Returns
    -------
    callable
        Waits for Typst, and returns the finished file.
    """
    source = (TEMPLATES / "report.typ").read_text(encoding="utf-8")
    beside = concurrent.futures.ThreadPoolExecutor(1)
    said = _fitting(_report(document))
    try:
        made = beside.submit(typeset, source, "pdf", {"report": said}, pdf_standards=["ua-1", "a-3a"])
    except RuntimeError:
        raise MemoryError from None  # for another thread
    beside.shutdown(wait=False)
    tables = [b.content for b in document.numbered if isinstance(b.content, Table)]
    return lambda: _told(made.result()[0], [*tables, *(b.content for b in document.figures)])


def _report(document: Document) -> dict[str, Any]:
    """What the template asks for."""
    head, house, parts = document.head, document.house, document.numbered
    anchors = {b.name: _anchor(b) for b in parts}
    return {
        "name": f"{document.title} – {head.title}",
        "title": document.title,
        "place": head.title,
        "author": house.name or head.institute or head.project,
        "date": _date(head.date),
        "facts": head.facts,
        "state": document.state,
        "synthetic": SYNTHETIC if head.synthetic else None,
        "running": f"{head.title} · {document.title}",
        "below": " · ".join(t for t in (f"Datenstand {head.date}" if head.date else "", house.name or head.institute) if t),
        "look": {"accent": house.accent, "ink": style.INK, "muted": style.MUTED, "rule": style.GRID, "tint": style.TINT, "warning": style.WARNING, "ground": style.WARNING_GROUND},
        "logo": _logo(house.logo, house.name),
        "imprint": house.imprint,
        "contents": any(isinstance(b, Heading) for b in document.blocks),
        "blocks": _gathered(_block(b, anchors) for b in document.blocks),
        "data": _gathered([_block(DATA, anchors), *(_sheet(b, _SMALL) for b in document.figures)] if document.figures else []),
        "files": [{"name": f"{_file(b)}.csv", "said": f"{b.name}: {b.content.title}", "data": _csv(b.content)} for b in parts],
    }


def _fitting(report: dict[str, Any]) -> str:
    """JSON in which what no font may show is replaced; hardly any report holds such a thing."""
    said = json.dumps(report, ensure_ascii=False)
    return json.dumps(_fit(report), ensure_ascii=False) if _UNFIT.search(said) or _ESCAPED.search(said) else said


def _fit(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Replace what no font may show."""
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _fit(v) for key, v in value.items()}
    return [_fit(v) for v in value] if isinstance(value, list | tuple) else value


def _date(printed: str) -> dict[str, int]:
    """Date of the data, for the properties of the file; where there is none, the one that programs take for none: PDF/A wants one."""
    found = re.fullmatch(rf"(\d\d?)\.\s({'|'.join(MONTHS)})\s(\d{{4}})", printed)
    return {"year": int(found[3]), "month": MONTHS.index(found[2]) + 1, "day": int(found[1])} if found else {"year": 1970, "month": 1, "day": 1}


def _logo(data: bytes, name: str) -> dict[str, Any] | None:
    """House mark."""
    return {"data": [*data], "format": "png" if data.startswith(b"\x89PNG") else "svg", "alt": f"Logo {name}".strip()} if data else None


def _anchor(block: Numbered) -> str:
    """Name of the place of a table or figure."""
    return block.anchor or _file(block)


def _file(block: Numbered) -> str:
    """Name of its attached file, without ending: as texts call it."""
    return block.name.lower().replace(" ", "_")


def _gathered(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks of which broad tables stand together on broad pages, under their headings."""
    found: list[dict[str, Any]] = []
    for made in blocks:
        if not made.get("broad"):
            found.append(made)
            continue
        parts = [made]
        while found and found[-1]["kind"] == "heading":
            parts.insert(0, found.pop() | {"page": False})  # a page begins there anyway
        if found and found[-1]["kind"] == "broad" and parts[0]["kind"] != "heading":
            found[-1]["parts"] += parts
        else:
            found.append({"kind": "broad", "parts": parts})
    return found


def _block(block: Block, anchors: dict[str, str]) -> dict[str, Any]:
    """One block as the template takes it."""
    made: dict[str, Any]
    match block:
        case Heading(level, text, anchor, page):
            made = {"kind": "heading", "level": level - 1, "text": text, "anchor": anchor, "page": page}  # the title is none
        case Paragraph(spans):
            made = {"kind": "paragraph", "spans": [*_spans(spans, anchors)]}
        case Sentence():
            made = {"kind": "sentence", "spans": [*_spans([Span(block.text)], anchors)]}
        case Listing(items, ordered, start):
            made = {"kind": "list", "ordered": ordered, "start": start, "items": [[_block(part, anchors) for part in item] for item in items]}
        case Note():
            made = {"kind": "note", "title": block.title, "paragraphs": block.paragraphs, "long": sum(map(len, block.paragraphs)) > _WHOLE}
        case Quotes():
            quotes = [{"text": q.text, "by": " · ".join(t for t in (q.label, q.code) if t), "long": len(q.text) > _WHOLE} for q in block.items]
            made = {"kind": "quotes", "title": block.title, "items": quotes, "below": _below(block)}
        case Numbered():
            made = _figure(block, block.content) if isinstance(block.content, Figure) else _sheet(block, _SIZE)
    return made


def _spans(spans: Iterable[Span], anchors: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Stretches of prose; the name of a table or figure leads to it."""
    for span in spans:
        for text in _NAMED.split(span.text):
            if text:
                target = "" if span.link else anchors.get(" ".join(text.split()), "")
                yield {"text": text, "strong": span.strong, "emphasis": span.emphasis, "code": span.code, "link": span.link, "target": target}


def _below(content: Table | Figure | Quotes) -> list[str]:
    """Source and note."""
    return [f"Quelle: {content.source}"] * bool(content.source) + [content.note] * bool(content.note)


def _sheet(block: Numbered, letters: float) -> dict[str, Any]:
    """Printed cells of a table, or of a figure's data."""
    grid = block.content
    data = isinstance(grid, Figure)
    width = _LETTER * needed(grid)
    tall = any(len(text) > _WHOLE for texts in grid.printed for text in texts)
    return {
        "kind": "table",
        "name": f"{'Daten zu ' * data}{block.name}: {grid.title}",
        "anchor": f"{_anchor(block)}_daten" if data else _anchor(block),
        "labels": [c.label for c in grid.columns],
        "keys": [_key(grid, i) * letters for i in range(len(grid.columns))] if letters * _LETTER * sum(widths(grid, math.inf)) > _WIDTH else [],
        "right": [c.align == "right" for c in grid.columns],
        "rows": [*zip(*grid.printed, strict=True)],
        "totals": [] if isinstance(grid, Figure) else grid.totals,
        "below": [grid.note] * bool(grid.note) if data else _below(grid),
        "size": min(letters, max(_LEAST, _BROAD / width)),
        "broad": len(grid.columns) > _MANY or letters * width > _WIDTH,
        "long": tall or lines(grid, widths(grid, _WIDTH / (_LETTER * letters))) > _LONG,
        "tall": tall,
    }


def _key(grid: Table | Figure, column: int) -> float:
    """Width in letters' sizes that a column of keys has where the others must share what is left; 0 for whatever is left."""
    longest = max(map(len, (*grid.printed[column], *grid.columns[column].label.split())), default=0)
    return (longest + 2) * _LETTER * 1.05 if grid.columns[column].header and longest <= _KEY else 0.0


def _figure(block: Numbered, figure: Figure) -> dict[str, Any]:
    """A figure."""
    width, height = size(block)
    room = min(_WIDTH, width, _HEIGHT * width / height)
    shapes, labels = apart(block)
    return {
        "kind": "figure",
        "name": f"{block.name}: {figure.title}",
        "anchor": _anchor(block),
        "data": f"{_anchor(block)}_daten",
        "svg": shapes,
        "texts": [dataclasses.asdict(label) for label in labels],
        "alt": figure.alt,
        "width": room,
        "height": height * room / width,
        "scale": room / width,
        "below": _below(figure),
    }


def _csv(grid: Table | Figure) -> str:
    """Printed values as a German spreadsheet opens them; what it would compute is text."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerows([_harmless(t) for t in row] for row in ([c.label for c in grid.columns], *zip(*grid.printed, strict=True)))
    return file.getvalue()


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _told(data: bytes, grids: Sequence[Table | Figure]) -> bytes:
    """Say which cells are heads of rows, and what signs in cells mean, which Typst cannot."""
    with pikepdf.open(io.BytesIO(data)) as file:
        for table, grid in zip(_tagged(file.Root.StructTreeRoot.K, "/Table"), grids, strict=True):
            rows = [*_tagged(table.K, "/TR")][1:]
            for tags, row in zip(rows, grid.rows, strict=True):
                for tag, cell in zip(tags.K, row, strict=True):
                    _tell(tag, cell)
        made = io.BytesIO()
        file.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return made.getvalue().replace(b"\r\nendstream", b"\r\rendstream")  # a stream that ends with \r: with \n it would seem to be one byte shorter than it says


def _tagged(tags: Any, kind: str) -> Iterator[Any]:  # noqa: ANN401 (pikepdf's objects)
    """Tags of a kind, in order; not those inside one another."""
    for tag in tags if isinstance(tags, pikepdf.Array) else [tags]:
        if isinstance(tag, pikepdf.Dictionary) and "/S" in tag:
            if kind == tag.S:
                yield tag
            elif "/K" in tag:
                yield from _tagged(tag.K, kind)


def _tell(tag: Any, cell: Cell) -> None:  # noqa: ANN401 (as above)
    """Tag of a cell of the body."""
    if cell.state == "header" and cell.text:
        tag.S = pikepdf.Name.TH
        tag.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
    elif "/A" in tag:
        del tag["/A"]  # names of heads of columns, without those of rows: their scopes say more
    if cell.state in SPOKEN:
        tag.ActualText = pikepdf.String(SPOKEN[cell.state])
