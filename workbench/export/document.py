"""The one intermediate: what passed the gate, in order. Every document format is made of it and of nothing else.

Descriptions are checked against these forms key by key, so that nothing rides along in a malformed one.
"""

import dataclasses
import functools
import hmac
import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, model_validator

from workbench.present.style import ACCENT

SPOKEN = {"hidden": "nicht ausgewiesen", "missing": "keine Angabe"}  # what a sign in a cell says to who cannot see it
SYNTHETIC = ("Synthetische Beispieldaten", "Die Zahlen sind erfunden und sagen nichts über den wirklichen Ort.")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # with these a text begins that spreadsheets compute
ALT = 31  # characters; a shorter alternative text states no finding

_WANTED = "Erwartet wird der Befund mit einer Zahl, wie figure.bar(…) ihn schreibt."


class _Form(BaseModel):
    """Frozen, strict, without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Head(_Form):
    """Whose report it is, the date of its data, and whether they are synthetic."""

    kind: Literal["head"]
    title: str = Field(min_length=1)
    place: str
    ags: str
    project: str
    institute: str
    date: str
    synthetic: bool

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What stands under the title, as label and value."""
        every = (("Datenstand", self.date), ("Projekt", self.project if self.project != self.title else ""), ("Institut", self.institute), ("Amtlicher Schlüssel", self.ags))
        return tuple((label, value) for label, value in every if value)


class Cell(_Form):
    """One printed value."""

    text: str
    value: int | float | None
    state: Literal["", "hidden", "missing", "header"]


class Column(_Form):
    """Head of a column."""

    label: str
    align: Literal["left", "right"]
    header: bool


class _Grid(_Form):
    """What tables and figures share: a caption, and printed cells with their heads."""

    title: str = Field(min_length=1)
    columns: tuple[Column, ...] = Field(min_length=1)
    rows: tuple[tuple[Cell, ...], ...]
    source: str
    note: str

    @functools.cached_property
    def printed(self) -> tuple[tuple[str, ...], ...]:
        """Texts of the cells of each column."""
        return tuple(zip(*([c.text for c in row] for row in self.rows), strict=True)) or ((),) * len(self.columns)

    @model_validator(mode="after")
    def _rectangular(self) -> Self:
        """Every row has a cell per column."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"Zeilen und Spalten von »{self.title}« passen nicht zusammen. Führen Sie das Notebook neu aus.")
        return self


class Table(_Grid):
    """A table."""

    kind: Literal["table"]
    totals: tuple[int, ...]


class Figure(_Grid):
    """A figure with its alternative text and its data."""

    kind: Literal["figure"]
    mark: str
    unit: str
    alt: str
    encoding: dict[str, JsonValue]
    geometry: tuple[dict[str, JsonValue], ...] = ()

    @model_validator(mode="after")
    def _finding(self) -> Self:
        """The alternative text states the finding: longer than a name, other than the title, with a value of the figure or that none is shown."""
        values = (cell.text for row in self.rows for cell in row if cell.value is not None)
        title, alt = (" ".join(text.casefold().split()).rstrip(".") for text in (self.title, self.alt))
        if len(self.alt) < ALT or alt in title or alt.endswith(title):
            raise ValueError(f"Der Alternativtext »{self.alt}« von »{self.title}« sagt nicht mehr als der Titel. {_WANTED}")
        if "ausgewiesen" not in self.alt and not any(v in self.alt and re.search(rf"(?<![\w.,]){re.escape(v)}(?!\w|[.,]\d)", self.alt) for v in values):
            raise ValueError(f"Der Alternativtext »{self.alt}« von »{self.title}« nennt keinen ihrer Werte. {_WANTED}")
        return self


class Subheading(_Form):
    """A heading that was computed: of an area, of a chapter about it."""

    kind: Literal["heading"]
    level: Annotated[int, Field(ge=3, le=6)]
    text: str = Field(min_length=1)
    named: str  # words that its anchor is made of
    page: bool


class Sentence(_Form):
    """A computed sentence."""

    kind: Literal["sentence"]
    text: str


class Quote(_Form):
    """A released quotation with the speaker's role and the code it stands for."""

    text: str
    label: str
    code: str


class Quotes(_Form):
    """Released quotations under one caption."""

    kind: Literal["quotes"]
    title: str
    items: tuple[Quote, ...]
    source: str
    note: str


class Note(_Form):
    """A note beside the text."""

    kind: Literal["note"]
    title: str
    paragraphs: tuple[str, ...]


class Group(_Form):
    """Several descriptions in one output."""

    kind: Literal["group"]
    blocks: "tuple[Content, ...]"


Content = Annotated[Table | Figure | Subheading | Sentence | Quotes | Note | Group, Field(discriminator="kind")]


@dataclasses.dataclass(frozen=True)
class Span:
    """A stretch of prose in one style; a link goes to an https address."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""


@dataclasses.dataclass(frozen=True)
class Heading:
    """A heading with its stable anchor; with it a new page may begin."""

    level: int
    text: str
    anchor: str
    page: Annotated[bool, Field(exclude_if=lambda page: not page)] = False  # left out of what is stored, so that the digest of a report without stays what it was


DATA = Heading(2, "Daten zu den Abbildungen", "daten-zu-den-abbildungen")  # of the numbers of all figures, at the end of a file that does not unfold


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """Prose; a span of a newline is a line break."""

    spans: tuple[Span, ...]


@dataclasses.dataclass(frozen=True)
class Listing:
    """A list whose items hold paragraphs and lists; a numbered one may go on after a text between."""

    items: "tuple[tuple[Paragraph | Listing, ...], ...]"
    ordered: bool
    start: Annotated[int, Field(exclude_if=lambda start: start == 1)] = 1  # left out of what is stored, as above


@dataclasses.dataclass(frozen=True)
class Numbered:
    """A table or figure with the number of its caption, and an anchor that stays when others come before it."""

    number: int
    content: Table | Figure
    anchor: str = ""

    @property
    def kind(self) -> str:
        """What it is, in German."""
        return "Tabelle" if self.content.kind == "table" else "Abbildung"

    @property
    def name(self) -> str:
        """What texts call it, e.g. »Tabelle 3«."""
        return f"{self.kind} {self.number}"


Block = Heading | Paragraph | Listing | Numbered | Sentence | Quotes | Note


@dataclasses.dataclass(frozen=True)
class House:
    """Whose look a document has."""

    name: str = ""  # of the institute; empty for what the head says
    logo: bytes = b""  # picture, SVG or PNG; empty for none
    accent: str = ACCENT  # colour of headings and links, as ``#rrggbb``
    imprint: tuple[str, ...] = ()  # lines at the end of a document
    template: bytes = b""  # Word document that gives reports in Word their look; empty for ours


@dataclasses.dataclass(frozen=True)
class Document:
    """A report as it may leave."""

    head: Head  # place, project, date of the data
    title: str  # its one heading of level 1
    blocks: tuple[Block, ...]  # everything below, in order; groups are dissolved
    house: House = House()
    state: str = ""  # whether it is a draft or approved, as it is printed; empty where nobody asked

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """Its tables and figures."""
        return tuple(b for b in self.blocks if isinstance(b, Numbered))

    @property
    def figures(self) -> tuple[Numbered, ...]:
        """Its figures."""
        return tuple(b for b in self.numbered if isinstance(b.content, Figure))

    def stored(self) -> bytes:
        """What it says, as JSON: neither its look nor its state; the same bytes for the same content."""
        return _json().dump_json(self, exclude={"house", "state"})

    def digest(self, secret: str) -> str:
        """Keyed hash of what it says."""
        return hmac.new(secret.encode(), self.stored(), "sha256").hexdigest()


def restored(stored: bytes) -> Document:
    """Document as it was stored, without look and state."""
    return _json().validate_json(stored)


@functools.cache
def _json() -> TypeAdapter[Document]:
    """How a document becomes JSON and is read from it."""
    return TypeAdapter(Document)
