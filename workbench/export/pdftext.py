"""What a PDF says: pages as its tags tell them, properties, notes, bookmarks, alternative texts, attachments."""

import dataclasses
import functools
import io
import re
from collections.abc import Iterator
from typing import Any

from workbench.errors import GateError
from workbench.export.markup import Kind, Markup, on_axes
from workbench.export.pdfpage import Piece, joined, pages, paragraphs
from workbench.present.style import MUTED

_ALT = {"/Alt", "/ActualText", "/E", "/TU", "/Contents"}  # ISO 32000: 14.9, 12.5.2, 12.7.4
_PLACES = {"/Dest", "/D", "/Names"}  # names of places, as attributes of HTML are
_CHANCE = {"/ID", "/CheckSum"}  # bytes that say nothing
_IDS = re.compile(r"<(xmpMM:\w+ID|stEvt:instanceID|xmpTPg:NPages)>[^<]*</\1>")  # identifiers, the number of pages
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError, OSError)  # of a torn file, beside the libraries' own
_INLINE = {"/Span", "/Strong", "/Em", "/Link", "/Reference", "/Code", "/Quote", "/Lbl"}
_KINDS: dict[str, Kind] = {"/Caption": "caption", "/Figure": "picture", "/BlockQuote": "quote", "/TOCI": "heading", "/Title": "heading", **dict.fromkeys(("/H", *(f"/H{n}" for n in range(1, 7))), "heading")}
_AXIS = 9.5 / 8.5  # of labels at an axis that are not muted, in those that are (marks.canvas)
_ALIKE = 0.5  # points between places that are meant to be one
_CELLS = {"/TD", "/TH"}
_STRING = re.compile(rb"(?<!/ID )\(|(?<!<)<(?!<)")  # heads of columns have identifiers
_GOES_ON = re.compile(r"-\n(?=(?:und|oder|bis|sowie|bzw)\b)")
_ENTRY = re.compile(r"(?<=\s)(\d+)$")

Rows = list[list[str]]


@dataclasses.dataclass(frozen=True)
class Read:
    """What was read in a PDF."""

    texts: tuple[tuple[Kind, str], ...]  # kind and text of everything but cells of tables; a line feed follows a hyphen that a line may have needed
    tables: tuple[tuple[str, Rows], ...]  # caption and rows of each table that is tagged as one
    attachments: tuple[tuple[str, bytes], ...]  # names and contents of attached files
    streams: tuple[bytes, ...]  # what is packed in it, unpacked


def whole(text: str) -> str:
    """Text without line feeds: a hyphen before one belongs to the word; »Kinder- und« keeps its space."""
    return _GOES_ON.sub("- ", text).replace("-\n", "-")


def read(name: str, data: bytes) -> Read:
    """Read a PDF.

    Parameters
    ----------
    name
        Name of the file, for messages.
    data
        Content of the file.

    Returns
    -------
    Read
        All that a person or a program finds in it. What no tag claims is read line by line.

    Raises
    ------
    GateError
        If the file is damaged or locked.
    """
    found = _read(data)
    if isinstance(found, str):
        raise GateError(f"{name}: Die Datei ist {found} und lässt sich nicht prüfen. Bitte neu erzeugen.")
    return found


@functools.lru_cache(maxsize=2)  # the search for names reads a file too
def _read(data: bytes) -> Read | str:
    """What was read, or what is wrong with the file."""
    import pikepdf
    import pypdfium2

    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            return "verschlüsselt" if file.is_encrypted else "beschädigt" if file.get_warnings() else _found(file, data)
    except pikepdf.PasswordError:
        return "verschlüsselt"
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *_FAULTS):
        return "beschädigt"


def _found(file: Any, data: bytes) -> Read:  # noqa: ANN401 (pikepdf's)
    """All of a file."""
    import pikepdf

    objects = list(file.objects)
    streams = {item.objgen: _unpacked(item) for item in objects if isinstance(item, pikepdf.Stream)}
    tags = _Tags(file, pages(data))
    strings = [found for item in objects if item.objgen in streams or _STRING.search(item.unparse(resolved=True)) for found in _strings(item, "")]
    attached = [(name, each.obj.EF.F.read_bytes()) for name, each in file.attachments.items()]
    return Read((*tags.texts, *tags.rest(), *strings, *_strings(file.trailer, "")), tuple(tags.tables), tuple(attached), tuple(streams.values()))


def _unpacked(stream: Any) -> bytes:  # noqa: ANN401 (pikepdf's)
    """Content of a stream; of a picture that is packed otherwise, the packed one."""
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def _strings(item: Any, key: str) -> Iterator[tuple[Kind, str]]:  # noqa: ANN401 (pikepdf's)
    """Texts in an object; what it only refers to is an object of its own."""
    import pikepdf

    if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Metadata":
        yield from (("property", text) for _, text in Markup(_IDS.sub("", item.read_bytes().decode("utf-8", "replace"))).texts)
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        parts = [(name, part) for name, part in item.items() if name not in _CHANCE]
    else:
        parts = [(key, part) for part in item] if isinstance(item, pikepdf.Array) else []
    for name, part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _strings(part, name)
    if isinstance(item, pikepdf.String) and str(item):
        yield ("alt" if key in _ALT else "attribute" if key in _PLACES else "property"), str(item)


class _Tags:
    """Texts and tables as the tags of a document tell them."""

    def __init__(self, file: Any, drawn: list[list[Piece]]) -> None:  # noqa: ANN401 (pikepdf's)
        self.texts: list[tuple[Kind, str]] = []
        self.tables: list[tuple[str, Rows]] = []
        self._pages = len(drawn)
        self._pieces: dict[tuple[Any, int], list[Piece]] = {}
        for page, pieces in zip(file.pages, drawn, strict=True):
            for piece in pieces:
                self._pieces.setdefault((page.obj.objgen, piece.mark), []).append(piece)
        if "/StructTreeRoot" in file.Root:
            self._say("", self._gathered(file.Root.StructTreeRoot, None, whole=False))

    def rest(self) -> Iterator[tuple[Kind, str]]:
        """What no tag claims."""
        yield from (("text", text) for pieces in self._pieces.values() for text in paragraphs(pieces))

    def _gathered(self, tag: Any, page: Any, *, whole: bool) -> list[Piece]:  # noqa: ANN401 (pikepdf's)
        """What belongs to a tag itself; tags inside that begin texts of their own are said, unless it is taken as a whole."""
        page = _page(tag, page)
        own: list[Piece] = []
        for kid in _kids(tag):
            if isinstance(kid, int):
                own += self._pieces.pop((page, kid), ())
            elif (kind := kid.get("/S")) is not None:
                name = str(kind)
                if whole or name in _INLINE:
                    own += self._gathered(kid, page, whole=whole)
                else:
                    self._begin(name)
                    self._say(name, self._gathered(kid, page, whole=name in _KINDS or name in _CELLS))
            elif "/MCID" in kid:
                own += self._pieces.pop((_page(kid, page), int(kid.MCID)), ())
        return own

    def _begin(self, name: str) -> None:
        """Open a table or a row."""
        if name == "/Table":
            self.tables.append(("", []))
        elif name == "/TR" and self.tables:
            self.tables[-1][1].append([])

    def _say(self, name: str, pieces: list[Piece]) -> None:
        """Put what a tag holds where it belongs."""
        text = joined(pieces)
        if name in _CELLS and self.tables and self.tables[-1][1]:
            self.tables[-1][1][-1].append(whole(text))
        elif name == "/Figure":
            self.texts += _picture(pieces)
        elif text:
            if name == "/Caption" and self.tables and not self.tables[-1][1]:
                self.tables[-1] = (text, [])
            self.texts.append((_KINDS.get(name, "text"), _ENTRY.sub(self._entry, text) if name == "/TOCI" else text))

    def _entry(self, number: re.Match[str]) -> str:
        """Number at the end of a line of the contents, if there is such a page."""
        return f"Seite {number[0]}" if int(number[0]) <= self._pages else number[0]


def _page(tag: Any, page: Any) -> Any:  # noqa: ANN401 (pikepdf's)
    """Page on which a tag begins, if not that of the tag around it."""
    named = tag.get("/Pg")
    return page if named is None else named.objgen


def _kids(tag: Any) -> Any:  # noqa: ANN401 (pikepdf's)
    """What a tag holds."""
    import pikepdf

    kids = tag.get("/K", ())
    return kids if isinstance(kids, pikepdf.Array) else () if kids == () else (kids,)


def _picture(pieces: list[Piece]) -> Iterator[tuple[Kind, str]]:
    """Labels of a figure; those at its axes are muted, or of a size of their own, and end or stand on one line."""
    sizes = {round(p.size * _AXIS, 1) for p in pieces if p.colour == MUTED}
    labels = {i: p for i, p in enumerate(pieces) if p.colour == MUTED or round(p.size, 1) in sizes}
    ends, feet = _lines([p.right for p in labels.values()]), _lines([p.base for p in labels.values()])
    ticks = on_axes({i: (p.text.strip(), end, foot) for (i, p), end, foot in zip(labels.items(), ends, feet, strict=True)})
    yield from (("axis" if i in ticks else "picture", joined([p])) for i, p in enumerate(pieces))


def _lines(places: list[float]) -> list[float]:
    """For each place the first one on the same line."""
    return [next(first for first in places if abs(first - place) < _ALIKE) for place in places]
