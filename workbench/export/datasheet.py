"""The data sheet of a pack: sources, state of the data, method, rules. A document like a report, so that every format shows it."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from workbench.export.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Note,
    Paragraph,
    Sentence,
    Span,
    Table,
)
from workbench.export.gate import numbered
from workbench.project import slug

TITLE = "Datenblatt"
SIGNS = {"·": "nicht ausgewiesen: zu klein, oder zum Schutz eines anderen Wertes verborgen", "–": "keine Angabe", "0": "null"}
_METHOD = "wie-ist-gerechnet-worden"  # anchor of the section on method
_DATA = "Datengrundlage"  # title of the table of files in a report's annex


@dataclasses.dataclass(frozen=True)
class Facts:
    """What of a pack no report says."""

    licences: tuple[tuple[str, str, str, str], ...]  # table, source, date and licence of each table that was used
    rules: tuple[str, ...]  # rules of disclosure and thresholds, in sentences
    versions: tuple[str, ...]  # versions of what made the reports, in sentences

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that they say."""
        return (*(text for row in self.licences for text in row), *self.rules, *self.versions)


def datasheet(documents: Sequence[Document], facts: Facts) -> Document:
    """Data sheet of some reports.

    Parameters
    ----------
    documents
        The reports of one place.
    facts
        What they do not say.

    Returns
    -------
    Document
        Without state: every report has its own, and the sheet names it.
    """
    contents = _table("Die Berichte", ("Bericht", "Stand"), [(d.title, d.state) for d in documents])
    sources = _table("Quellen und Lizenzen", ("Tabelle", "Quelle", "Stand", "Lizenz"), facts.licences)
    cited = dict.fromkeys(s for d in documents for b in d.numbered for s in b.content.source.split("; ") if s)
    parts: list[tuple[str, Sequence[Block | Table]]] = [
        ("Was dazugehört", [_said("Jeder Bericht ist ein Entwurf, bis ihn jemand freigibt. Ändert er sich danach, ist er wieder ein Entwurf."), contents]),
        ("Woher die Daten kommen", [sources, _said("Wer Zahlen weiterverwendet, nennt ihre Quelle so, wie sie unter der Tabelle oder Abbildung steht:"), _list(cited)]),
        ("Auf welchem Stand die Daten sind", [*_data(documents), _said("Gleiche Prüfzahlen heißen: Die Datei ist dieselbe."), _list(facts.versions)]),
        ("Wie gerechnet ist", list(_methods(documents))),
        ("Welche Regeln gelten", [_list(facts.rules)]),
        ("Was die Zeichen bedeuten", [_table("Zeichen", ("Zeichen", "Bedeutung"), list(SIGNS.items()))]),
    ]
    blocks = [block for title, found in parts for block in (Heading(2, title, slug(title)), *found)]
    seen: Counter[str] = Counter()
    return Document(documents[0].head, TITLE, tuple(numbered(b, seen) if isinstance(b, Table) else b for b in blocks), documents[0].house)


def _data(documents: Iterable[Document]) -> Iterator[Table]:
    """Files that the reports have read, each once, as their annexes name them."""
    found = [b.content for d in documents for b in d.numbered if isinstance(b.content, Table) and b.content.title == _DATA]
    for table in found[:1]:
        rows = {tuple(c.text for c in row): row for t in found if t.columns == table.columns for row in t.rows}
        yield table.model_copy(update={"rows": tuple(rows[key] for key in sorted(rows))})


def _methods(documents: Iterable[Document]) -> Iterator[Block]:
    """What each report says of its method."""
    for document in documents:
        section, said = "", list[Block]()
        for block in document.blocks:
            section = block.anchor if isinstance(block, Heading) and block.level == 2 else section
            if section == _METHOD and isinstance(block, Paragraph | Sentence | Listing):
                said.append(block)
        said += [b for b in document.blocks if isinstance(b, Note) and b.title.startswith("Methode")]
        yield Heading(3, document.title, slug(f"{TITLE} {document.title}"))
        yield from said or [_said("Wie gerechnet ist, steht im Bericht selbst, bei den Ergebnissen.")]


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Table of texts; the first column names the row."""
    columns = tuple(Column(label=h, align="left", header=i == 0) for i, h in enumerate(heads))
    cells = tuple((Cell(text=first, value=None, state="header"), *map(_cell, rest)) for first, *rest in rows)
    return Table(kind="table", title=title, columns=columns, rows=cells, totals=(), source="", note="")


def _cell(text: str) -> Cell:
    """Cell of a text."""
    return Cell(text=text or "–", value=None, state="" if text else "missing")


def _said(text: str) -> Paragraph:
    """Paragraph of plain text."""
    return Paragraph((Span(text),))


def _list(items: Iterable[str]) -> Listing:
    """List of plain texts."""
    return Listing(tuple((_said(i),) for i in items), ordered=False)
