"""Numbers in a finished file: where each stands, which of them contradict what was published."""

import dataclasses
import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal

from workbench.disclosure.cells import HIDDEN
from workbench.disclosure.published import Published
from workbench.export.extract import Extract, Grid, Text
from workbench.present.number import rounded
from workbench.schemas.terms import MONTHS

_NUMBER = re.compile(r"(?<![\w.,])(?:[−-](?=\d))?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?!\w)(?![.,]\d)")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]")
_MONTHS = "|".join(MONTHS)
_STRUCTURE = re.compile(
    rf"""
      (?<!\d)\d{{1,2}}\.\s?(?:\d{{1,2}}\.(?:\s?\d{{4}}|\d{{2}})?|(?:{_MONTHS})(?:\s\d{{4}})?)       # dates
    | \b\d{{4}}-\d{{2}}-\d{{2}}(?:T[\d:.]+Z?)?\b | \bD:\d{{8,14}}                                       # dates of programs, of PDF
    | \b(?:Tabelle|Abbildung|Abschnitt|Kapitel|Anlage|Seite(?:\s\d+\svon)?|Version|Fußnote|ISO)\s\d+(?:\.\d+)*(?!\d|,\d)    # what numbers the parts of a document
    | §§?\s?\d+(?:\s?[a-z]\b)?(?:\s?\(\d+[a-z]?\)|\s(?:Abs\.|Absatz|Satz|Nr\.)\s?\d+[a-z]?)*      # paragraphs of a law
    | \b\d{{1,2}}(?::\d{{2}})?\sUhr\b                                                             # times
    """,
    re.VERBOSE,
)
_SECTION = re.compile(r"^\d+(?:\.\d+)*\.?\s(?=\D)")
_PLACES = {
    "text": "Satz", "heading": "Überschrift", "caption": "Beschriftung", "quote": "Zitat", "alt": "Alternativtext",
    "picture": "Text im Bild", "property": "Dokumenteigenschaft", "comment": "Kommentar", "name": "Dateiname",
}  # fmt: skip
_SHOWN = 60  # characters of a text in a message


@dataclasses.dataclass(frozen=True)
class Number:
    """A number that a finished file shows.

    Parameters
    ----------
    printed
        As it is printed, without a percent sign; with U+2212 if negative.
    value
        What it says.
    kind
        Kind of the text (`extract.Text`), or »cell«.
    place
        Says where it stands: hardly any number of a report is ever asked.
    """

    printed: str
    value: Decimal
    kind: str
    place: Callable[[], str]

    @property
    def where(self) -> str:
        """German: the file, and the sentence, picture or cell in which it stands, with »…« for numbers."""
        return self.place()


def shown(extract: Extract, *, typed: Collection[str] = ()) -> tuple[Number, ...]:
    """All numbers that a person or a program reads in a file.

    Parameters
    ----------
    extract
        What was read.
    typed
        Texts with digits that were not computed: labels (»6–9«, »Haus 7«), notes, paragraphs of prose. Where one stands, its
        digits are no numbers.

    Returns
    -------
    tuple of Number
        Not those that the structure of a document explains: dates, times, numbers of tables, figures, sections,
        pages and paragraphs, digits inside words, numbers on axes, addresses, attributes.
    """
    masks = _masks(frozenset(typed))
    return tuple(Number(printed, value, kind, place) for kind, place, text in _texts(extract) if _DIGIT.search(text) for printed, value in _numbers(text, masks, heading=kind == "heading"))


def against(extract: Extract, tables: Sequence[Published]) -> list[str]:
    """Compare the tables of a file, also those behind figures, with what was published.

    Parameters
    ----------
    extract
        What was read.
    tables
        Tables of the report.

    Returns
    -------
    list of str
        One German sentence per cell that shows a number where the published table hides it, or another number.

    Notes
    -----
    A table is compared if its head names all dimensions of a published one and its count (the measure after the last
    »/«), and at least one cell is the same; if it names all but one, and codes of that one, only what is hidden counts. Where several published tables fit,
    the one with most of the cells is meant, then the one that explains most; a table that none fits is not judged.
    """
    found: list[str] = []
    for grid in extract.tables:
        compared = [pair for table in tables if (pair := _compared(grid, table))[0]]
        found += min(compared, key=lambda pair: (-pair[0], len(pair[1])), default=(0, []))[1]
    return found


def _texts(extract: Extract) -> Iterator[tuple[str, Callable[[], str], str]]:
    """Kind, what says the German place, and text of everything in which a number counts as published."""
    for text in extract.texts:
        if text.kind in _PLACES:
            yield text.kind, functools.partial(_where, text), text.text
    for grid in extract.tables:
        for i, row in enumerate([grid.heads, *grid.rows]):
            for j, cell in enumerate(row):
                yield "cell", functools.partial(_cell, grid, i, j), cell


def _where(text: Text) -> str:
    """Place of a text; numbers in it are not repeated."""
    said = _veiled(text.text)
    return f"{text.member}, {_PLACES[text.kind]} »{said[:_SHOWN]}{'…' if len(said) > _SHOWN else ''}«"


def _cell(grid: Grid, row: int, column: int) -> str:
    """Place of a cell; the head is row 0."""
    head = grid.heads[column] if column < len(grid.heads) else ""
    named = f"Spalte »{_veiled(head)}«" if head and row else f"Spalte {column + 1}"
    return f"{grid.member}, Tabelle »{_veiled(grid.caption)}«, {f'Zeile {row}' if row else 'Kopf'}, {named}"


def _veiled(text: str) -> str:
    """Text with »…« for every number but those of tables and figures, dates and the like."""
    explained = [m.span() for m in _STRUCTURE.finditer(text)]
    return _NUMBER.sub(lambda m: m[0] if any(a <= m.start() < b for a, b in explained) else "…", text)


@dataclasses.dataclass(frozen=True, eq=False)
class _Masks:
    """Typed texts with their patterns, the longest first; told apart by identity."""

    known: tuple[tuple[str, re.Pattern[str]], ...]


@functools.lru_cache(maxsize=4)
def _masks(typed: frozenset[str]) -> _Masks:
    """Patterns of typed texts with digits."""
    texts = sorted({" ".join(t.split()) for t in typed if _DIGIT.search(t)}, key=lambda t: (-len(t), t))
    return _Masks(tuple((t, re.compile(rf"(?<![\w–,]){re.escape(t)}(?![\w–]|,\d)")) for t in texts))


@functools.lru_cache(maxsize=16384)  # what a report says stands in all its formats
def _numbers(text: str, masks: _Masks, *, heading: bool) -> tuple[tuple[str, Decimal], ...]:
    """Numbers in a text, as they are printed, and their values."""
    return tuple((m[0].replace("-", "−"), value_of(m[0])) for m in _NUMBER.finditer(_unexplained(text, masks, heading=heading)))


def _unexplained(text: str, masks: _Masks, *, heading: bool) -> str:
    """Text without typed texts and without what the structure of a document explains."""
    said = " ".join(text.split())
    for typed, mask in masks.known:
        if typed in said:  # ten times faster than to look for the pattern
            said = mask.sub(" ", said)
    said = _STRUCTURE.sub(" ", said)
    return _SECTION.sub("", said) if heading else said


def _printed(text: str) -> str:
    """Printed form of a number without spaces and percent sign; empty where a text is no number."""
    bare = "".join(text.replace("%", "").split())
    return bare.replace("-", "−") if _NUMBER.fullmatch(bare) else ""


def value_of(printed: str) -> Decimal:
    """Value of a German number.

    Examples
    --------
    >>> value_of("−1.234,5")
    Decimal('-1234.5')
    """
    return Decimal(printed.replace(".", "").replace(",", ".").replace("−", "-"))


def _compared(grid: Grid, table: Published) -> tuple[int, list[str]]:
    """Number of rows that a table shares with a published one, and its cells that contradict it."""
    cells = list(_cells(grid, table))
    rows = {codes: row for row, codes in enumerate(table.codes)} if cells else {}
    met = [(row, text, spot) for codes, text, spot in cells if (row := rows.get(codes)) is not None]
    named = set(table.keys) <= set(grid.heads)  # else it may be a mean or a share that is spread
    judged = [m for m in met if named or table.values[m[0]] is None]
    return len(met), [f"{_cell(grid, *spot)} ({table.label(row)}): {fault}" for row, text, spot in judged if (fault := _fault(text, table.values[row]))]


def _cells(grid: Grid, table: Published) -> Iterator[tuple[tuple[str, ...], str, tuple[int, int]]]:
    """Codes, text, row and column of the cells that a published table may explain: of its count, or of one dimension spread over columns."""
    heads = {head: column for column, head in enumerate(grid.heads)}
    spread = [k for k in table.keys if k not in heads]
    count = table.measure.rpartition("/")[2].strip()
    columns = {count: ""} if not spread and count in heads else {}
    if len(spread) == 1 < len(table.keys):
        at = table.keys.index(spread[0])
        codes = {row[at] for row in table.codes}
        columns = {head: head for head in heads if head in codes}
    for i, row in enumerate(grid.rows, start=1):
        for head, code in columns.items():
            if len(row) == len(grid.heads) and (table.keys or not any(map(_WORD.search, row))):  # a row with a name is no grand total
                yield tuple(row[heads[k]] if k in heads else code for k in table.keys), row[heads[head]], (i, heads[head])


def _fault(text: str, value: float | None) -> str:
    """What is wrong with a cell; empty where nothing is."""
    if value is None:
        return f"zeigt eine Zahl, wo »{HIDDEN}« stehen muss." if re.search(r"\d", text) else ""
    printed = _printed(text)
    if not printed:
        return ""
    digits = len(printed.partition(",")[2])
    return "" if value_of(printed) == rounded(value, digits) else "zeigt eine andere Zahl als die freigegebene Tabelle."
