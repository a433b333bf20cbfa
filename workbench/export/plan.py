"""One plan: several documents become the chapters of one, with one numbering of captions and one annex."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from workbench.disclosure.record import COLUMNS
from workbench.export.document import (
    Block,
    Cell,
    Column,
    Document,
    Head,
    Heading,
    Note,
    Numbered,
    Table,
)
from workbench.export.gate import numbered, unique
from workbench.export.prose import annexed, reworded
from workbench.present.head import DATA, PROTOCOL, RULES
from workbench.project import slug

ANNEX = "Anhang: Datengrundlage und Geheimhaltung"
LOWEST = 6  # there is no heading below

_REFERENCE = re.compile(r"\b(Tabelle|Abbildung)(?:[ \u00a0]\d+|e?n[ \u00a0]\d+(?:(?:, ?| und | oder | sowie | bis | ?[–-] ?)\d+)*)\b")  # also »Tabellen 3, 5 und 7«
_NUMBER = re.compile(r"\d+")


def names(documents: Sequence[Document]) -> list[dict[str, str]]:
    """Name the captions of documents as they are called in the plan.

    Parameters
    ----------
    documents
        Chapters in order.

    Returns
    -------
    list of dict
        For each document its names of captions and those in the plan; of the tables of the annex those of the merged ones.
    """
    seen: Counter[str] = Counter()
    found = [{b.name: numbered(b.content, seen).name for b in d.numbered if not annexed(b)} for d in documents]
    merged = {b.content.title: b.name for b in _annex(documents, Counter(seen)) if isinstance(b, Numbered)}
    return [{**new, **{b.name: merged[b.content.title] for b in d.numbered if annexed(b)}} for new, d in zip(found, documents, strict=True)]


def joined(documents: Sequence[Document], *, head: Head, title: str) -> Document:
    """Make one document of several.

    Parameters
    ----------
    documents
        Reports and chapters of one's own, in order.
    head
        Whose plan it is.
    title
        Of the plan.

    Returns
    -------
    Document
        Each title a heading of level 2 on a page of its own, what is below one level deeper; anchors unique; tables and figures numbered through,
        texts that name them follow; at the end data, rules and release record of all reports once.
    """
    seen: Counter[str] = Counter()
    chapters = [b for d, new in zip(documents, names(documents), strict=True) for b in _chapter(d, new, seen)]
    annex = list(_annex(documents, seen))
    end = [Heading(2, ANNEX, unique(slug(ANNEX), seen), page=True), *annex] if annex else []
    return Document(head, title, (*chapters, *end))


def _chapter(document: Document, new: Mapping[str, str], seen: Counter[str]) -> Iterator[Block]:
    """A document as a chapter, without its annex."""
    yield Heading(2, document.title, unique(slug(document.title), seen), page=True)
    for block in _own(document):
        if isinstance(block, Heading):
            yield dataclasses.replace(block, level=min(block.level + 1, LOWEST), anchor=unique(block.anchor, seen))
            continue
        said = reworded(block, lambda text: _REFERENCE.sub(lambda m: _renamed(m[0], m[1], new), text))
        yield numbered(said.content, seen) if isinstance(said, Numbered) else said


def _renamed(said: str, kind: str, new: Mapping[str, str]) -> str:
    """Reference to tables or figures with the numbers that they have in the plan."""
    return _NUMBER.sub(lambda m: new.get(f"{kind} {m[0]}", m[0]).rpartition(" ")[2], said)


def _own(document: Document) -> list[Block]:
    """Blocks of a document but for the annex, and for headings under which nothing else stood."""
    blocks = document.blocks
    emptied = {i for i, b in enumerate(blocks[:-1]) if isinstance(b, Heading) and annexed(blocks[i + 1])}
    emptied = {i for i in emptied if all(annexed(b) for b in _until_heading(blocks[i + 1 :]))}
    return [b for i, b in enumerate(blocks) if not annexed(b) and i not in emptied]


def _until_heading(blocks: Sequence[Block]) -> Sequence[Block]:
    """Blocks before the next heading."""
    return blocks[: next((i for i, b in enumerate(blocks) if isinstance(b, Heading)), len(blocks))]


def _annex(documents: Sequence[Document], seen: Counter[str]) -> Iterator[Block]:
    """Data, rules and release record of all reports."""
    tables = {title: [(d, b.content) for d in documents for b in d.numbered if b.content.title == title and isinstance(b.content, Table)] for title in (DATA, PROTOCOL)}
    if tables[DATA]:
        yield numbered(_merged(tables[DATA]), seen)
    if rules := _rules(documents):
        yield Note(kind="note", title=RULES, paragraphs=tuple(rules))
    if tables[PROTOCOL]:
        yield numbered(_merged(tables[PROTOCOL]), seen)


def _rules(documents: Sequence[Document]) -> list[str]:
    """Paragraphs on disclosure, each once; at the end what only one of several reports says, with its title."""
    said = [(d.title, p) for d in documents for b in d.blocks if isinstance(b, Note) and annexed(b) for p in b.paragraphs]
    by: dict[str, list[str]] = {}
    for title, paragraph in said:
        by.setdefault(paragraph, []).append(title)
    if len({title for title, _ in said}) == 1:
        return list(by)
    return [p for p, titles in by.items() if len(titles) > 1] + [f"Zu »{titles[0]}«: {p}" for p, titles in by.items() if len(titles) == 1]


def _merged(tables: Sequence[tuple[Document, Table]]) -> Table:
    """One table of several: all their columns, every row once."""
    reasons = list(COLUMNS)
    columns = sorted({c.label: c for _, t in tables for c in t.columns}.values(), key=lambda c: reasons.index(c.label) if c.label in reasons else -1)
    rows = dict.fromkeys(tuple(_cell(d, t, row, c) for c in columns) for d, t in tables for row in t.rows)
    first = tables[0][1]
    texts = {name: " ".join(dict.fromkeys(text for _, t in tables if (text := getattr(t, name)))) for name in ("source", "note")}
    return first.model_copy(update={"columns": tuple(columns), "rows": tuple(rows), "totals": (), **texts})


def _cell(document: Document, table: Table, row: Sequence[Cell], column: Column) -> Cell:
    """Cell of a row in a column that its table may lack: then nothing is hidden for that reason, or it is all of one place."""
    at = next((i for i, c in enumerate(table.columns) if c.label == column.label), None)
    if at is not None:
        return row[at]
    return Cell(text="0", value=0, state="") if column.align == "right" else Cell(text=document.head.title, value=None, state="header")
