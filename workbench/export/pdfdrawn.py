"""What stands on a page of a PDF as Typst writes it, in a third of the time that PDFium takes; of a page with anything else in it nothing is said here.

Typst writes every text with its own matrix and colour, in fonts whose codes are two bytes and stand in a table of
characters. A page in which there is anything else (forms, pictures, other ways of showing text, letters that run to the
left) is not understood, and is left to PDFium: nothing is passed over.
"""

import dataclasses
import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.export.pdfpage import HYPHEN, Piece, together

_NUMBERS = rb"(?:-?[\d.]+ ){%d}"
_INSIDE = rb"[^()\\]*+(?:(?:\\(?:[nrtbf\\()]|[0-3][0-7]{2})%s)[^()\\]*+)*+"
_STRING = rb"\(" + _INSIDE % (rb"|\(" + _INSIDE % b"" + rb"\)") + rb"\)"
_TAG = rb"/\w+<<((?:[^()<>]++|" + _STRING + rb"|<[0-9A-F]*+>|<<[^()<>]*+>>)*+)>>BDC"
_SHOWN = rb"0 Tr(/\w+) ([\d.]+) Tf (" + _NUMBERS % 6 + rb")Tm(" + _STRING + rb"Tj|\[(?:" + _STRING + rb"|-?[\d.]++)*+\]TJ)"
_PART = re.compile(rb"\s*(?:" + _SHOWN + rb"|" + _TAG + rb"|(EMC))\s*")
_TEXT = rb"q (" + _NUMBERS % 6 + rb")cm/\w+ cs ((?:[\d.]+ ){1,3})scn\nBT(?:\s*" + _SHOWN + rb"\s*ET\nQ|((?:[^()E]++|E(?!T\n)|" + _STRING + rb")*+)ET\nQ)"
_SHAPE = rb"q " + _NUMBERS % 6 + rb"cm(?:/Pattern cs/p\d+ scn)?[-\d.\s/cCsSNnmlhwMjJdfFbBW*\[\]]*+Q"  # no letter of an operator that shows text, or draws what is kept elsewhere
_CLIP = rb"q (?:[-\d.\smlh]|c(?!m))*+W\*?\sn"
_TOKEN = re.compile(rb"\s*(?:" + _TEXT + rb"|(EMC)|" + _TAG + rb"|" + _SHAPE + rb"|" + _CLIP + rb"|Q)\s*")
_LEVEL = 1e-3
_UNMARKED: tuple[int, str | None] = -1, None
_ENTRY = re.compile(rb"/(\w+)\s*(" + _STRING + rb"|<[0-9A-F]*+>|<<[^()<>]*+>>|[^/()<>]*+)")
_PIECE = re.compile(rb"(" + _STRING + rb")|(-?[\d.]+)")
_KERNED = re.compile(rb"\)(-?[\d.]+)\(")
_CHARACTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n")
_WIDTHS = re.compile(rb"(\d+) (\d+) (-?[\d.]+)")
_UNUSUAL = re.compile("[^\x02\x20-\u024f\u2000-\u200a\uffff\u0370-\u058f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u22ff\u2500-\u27bf\ufb00-\ufb06]")  # letters that go to the left, or are put together, are left to PDFium
_SPELT = str.maketrans("\u00a0", " ", "\u2060")


@dataclasses.dataclass(frozen=True)
class Face:
    """A font: what its codes stand for, and how wide they are in thousandths of its size."""

    said: Mapping[int, str]
    wide: Mapping[int, float]
    known: dict[bytes, tuple[str, float]] = dataclasses.field(default_factory=dict)  # what was read: dots of a list of contents are many


def face(font: Any) -> Face | None:  # noqa: ANN401 (pikepdf's)
    """Read a font; None where it is not as Typst writes them."""
    import pikepdf

    inner, spelt = font.get("/DescendantFonts", [{}])[0], font.get("/ToUnicode")
    if font.get("/Encoding") != "/Identity-H" or not isinstance(spelt, pikepdf.Stream) or "/W" not in inner:
        return None
    table, widths = spelt.read_bytes(), inner.W.unparse(resolved=True)
    if b"bfrange" in table or b"[" in widths[1:]:
        return None
    said = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _CHARACTER.findall(table)}
    wide = {code: float(width) for first, last, width in _WIDTHS.findall(widths) for code in range(int(first), int(last) + 1)}
    return Face(said, dict.fromkeys(said, float(inner.get("/DW", 1000))) | wide)


def drawn(content: bytes, faces: Mapping[bytes, Face | None]) -> list[Piece] | None:
    """Pieces of a page as `workbench.export.pdfpage.pages` reads them.

    Parameters
    ----------
    content
        Its stream.
    faces
        Its fonts.

    Returns
    -------
    list or None
        None where something is written in another way than Typst does.

    """
    try:
        return together(_pieces(content, faces))
    except (LookupError, ValueError):
        return None


def _pieces(content: bytes, faces: Mapping[bytes, Face | None]) -> Iterator[Piece]:
    """Pieces of text, one for each time that text is shown."""
    at, marks, end = 0, [_UNMARKED], len(content)
    while at < end:
        found = _TOKEN.match(content, at)
        if found is None:
            raise LookupError
        placed, colour, *shown, body, done, tag = found.groups()
        if body is not None:
            yield from _block(placed, colour, body, faces, marks)
        elif placed is not None:
            yield _piece(placed, colour, shown, faces, marks[-1])
        elif done:
            marks.pop()
        elif tag is not None:
            marks.append(_marked(tag, *marks[-1]))
        at = found.end()


def _marked(tag: bytes, mark: int, said: str | None) -> tuple[int, str | None]:
    """Number of marked content, and what it says in place of what is drawn; where a tag has none, those of the one around it."""
    given = dict(_ENTRY.findall(tag))
    return int(given.get(b"MCID", mark)), _actual(given[b"ActualText"]) if b"ActualText" in given else said


def _actual(string: bytes) -> str:
    """What stands in a string of text."""
    raw = bytes.fromhex(string[1:-1].decode()) if string.startswith(b"<") else _bytes(string[1:-1])
    return raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def _bytes(string: bytes) -> bytes:
    """Bytes of a string with escapes."""
    return string.replace(b"\\(", b"\\050").replace(b"\\)", b"\\051").decode("unicode_escape").encode("latin-1")


def _block(placed: bytes, colour: bytes, body: bytes, faces: Mapping[bytes, Face | None], marks: list[tuple[int, str | None]]) -> Iterator[Piece]:
    """Pieces of a block in which text is shown more than once."""
    at, depth = 0, len(marks)
    while at < len(body):
        found = _PART.match(body, at)
        if found is None:
            raise LookupError
        *shown, tag, done = found.groups()
        if tag is not None:
            marks.append(_marked(tag, *marks[-1]))
        elif done:
            marks.pop()
        else:
            yield _piece(placed, colour, shown, faces, marks[-1])
        at = found.end()
    if len(marks) != depth:
        raise LookupError


def _piece(placed: bytes, colour: bytes, shown: Sequence[bytes], faces: Mapping[bytes, Face | None], marked: tuple[int, str | None]) -> Piece:
    """Piece of text that is shown once."""
    name, points, matrix, string = shown
    face, (mark, said), size = faces[name], marked, float(points)
    if face is None:
        raise LookupError
    text, wide = face.known.get(string) or _read(string, face)
    if said is not None:
        text = _as_pdfium(said)
    a, b, c, d, e, f = map(float, placed.split())
    ta, tb, te, tf = _matrix(matrix)
    x, y, left, base = ta * a + tb * c, ta * b + tb * d, te * a + tf * c + e, te * b + tf * d + f
    return Piece(text, mark, left, max(left, left + wide * size * x / 1000), base, (left, base), size * math.hypot(x, y) or 1.0, -_LEVEL < y < _LEVEL < x, _shade(colour))


@functools.lru_cache(maxsize=1024)
def _matrix(numbers: bytes) -> tuple[float, float, float, float]:
    """First row and last row of a matrix."""
    a, b, _, _, e, f = map(float, numbers.split())
    return a, b, e, f


@functools.lru_cache(maxsize=1024)
def _shade(numbers: bytes) -> str:
    """Colour of one or three parts."""
    shades = [round(255 * float(n)) for n in numbers.split()]
    return "#{:02x}{:02x}{:02x}".format(*(shades * 3)[:3])


def _as_pdfium(text: str) -> str:
    """Text as PDFium says it."""
    said = text.translate(_SPELT)
    if _UNUSUAL.search(said):
        raise LookupError
    return HYPHEN if said == "\u00ad" else said


def _read(string: bytes, face: Face) -> tuple[str, float]:
    """What a string says, and how wide it is in thousandths of its size."""
    kerns, inner = _unkerned(string)
    codes = [*map(ord, _bytes(inner).decode("utf-16-be"))]
    text = _as_pdfium("".join(map(face.said.__getitem__, codes)))
    seen = len(codes) if text[-1:].strip() else max((i for i, code in enumerate(codes, start=1) if face.said[code].strip()), default=0)  # no space at the end
    found = face.known[string] = text, sum(map(face.wide.__getitem__, codes[:seen])) - sum(map(float, kerns))
    return found


def _unkerned(string: bytes) -> tuple[list[bytes], bytes]:
    """Spaces between the parts of what is shown, and the parts as one."""
    if not string.startswith(b"["):
        return [], string[1:-3]
    inner = string[2:-4]
    kerns = _KERNED.findall(inner)
    if string.endswith(b")]TJ") and string.startswith(b"[(") and len(kerns) == inner.count(b"("):
        return kerns, _KERNED.sub(b"", inner)
    parts = _PIECE.findall(string)  # brackets inside
    return [kern for _, kern in parts if kern], b"".join(part[1:-1] for part, _ in parts)
