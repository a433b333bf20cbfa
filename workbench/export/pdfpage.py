"""What stands on the pages of a PDF, line by line, as PDFium reads it."""

import codecs
import ctypes
import dataclasses
import functools
import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

_ROOM = 4096  # bytes for a text; most are shorter
_GAP, _SPACE, _STEP, _LINE = 0.6, 0.15, 1.5, 1.6  # in sizes of the letters: within a line, a space, between slanted letters, between lines
_HYPHEN, _SOFT = "\u0002", "\u00ad"  # what PDFium makes of one at the end of a line; one that only the line needs, which Typst tags by itself
_UNBROKEN = (" ", _HYPHEN, _SOFT, "-", "–", "/")  # what ends a line that goes on without a space
_LEFTWARDS = re.compile(r"[\u0590-\u08ff]+(?:\s+[\u0590-\u08ff]+)+")  # words that run to the left come in the order of the page


@dataclasses.dataclass(slots=True)
class Piece:
    """A stretch of text on one line; its places are in points."""

    text: str  # as it stands there
    mark: int  # number of its marked content, -1 for none
    left: float
    right: float
    base: float  # of its line
    last: tuple[float, float]  # where its last letter, or run of letters, begins: left and base
    size: float  # of its letters
    level: bool  # whether it is written from left to right, not slanted
    colour: str  # as ``#rrggbb``


def pages(data: bytes) -> list[list[Piece]]:
    """Read all pages.

    Parameters
    ----------
    data
        A PDF that is neither damaged nor locked.

    Returns
    -------
    list
        Pieces of each page in the order in which they are drawn.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(data) as file:
        return [_pieces(page) for page in file]


def joined(pieces: Iterable[Piece]) -> str:
    """Text of the lines of one paragraph; a line feed follows a hyphen at the end of a line that may be the word's own, or not."""
    said = ""
    for _, line in itertools.groupby(pieces, lambda piece: piece.base):
        text = _line(list(line))
        said += text if not said or said.endswith(_UNBROKEN) else f" {text}"
    return " ".join(said.replace(_SOFT, "").split()).replace(_HYPHEN, "-\n").strip()


def _line(pieces: Sequence[Piece]) -> str:
    """Text of one line."""
    said = pieces[0].text
    for before, piece in itertools.pairwise(pieces):
        said += _SOFT if piece.text == _HYPHEN else piece.text if _space(before, piece) == "" else f" {piece.text}"
    return _LEFTWARDS.sub(lambda m: " ".join(reversed(m[0].split())), said)


def paragraphs(pieces: Sequence[Piece]) -> Iterator[str]:
    """Join lines that stand one below the other."""
    together: list[Piece] = []
    for piece in pieces:
        if together and not _below(together[-1], piece):
            yield joined(together)
            together = []
        together.append(piece)
    if together:
        yield joined(together)


def _below(before: Piece, piece: Piece) -> bool:
    """Whether a line may be the next one of the same paragraph."""
    return before.size == piece.size and 0 < before.base - piece.base < _LINE * piece.size and piece.left < before.right and before.left < piece.right


def _space(before: Piece, piece: Piece) -> str | None:
    """What stands between two pieces of one line; None where they are apart."""
    if before.level != piece.level:
        return None
    if piece.level:
        gap = (piece.left - before.right) / piece.size
        near = abs(before.base - piece.base) < 0.1 * piece.size and -_GAP < gap < _GAP
        return None if not near else "" if gap < _SPACE else " "
    return "" if math.dist(before.last, (piece.left, piece.base)) < _STEP * piece.size else None


def _pieces(page: Any) -> list[Piece]:  # noqa: ANN401 (pypdfium2's)
    """Pieces of a page; those of one marked content that follow one another on a line are one."""
    from pypdfium2 import raw

    found: list[Piece] = []
    look = _Look(page.get_textpage())
    for item, mark in _texts(raw.FPDFPage_CountObjects(page), functools.partial(raw.FPDFPage_GetObject, page), -1):
        piece = look.at(item, mark)
        space = _space(found[-1], piece) if found and found[-1].mark == mark else None
        if space is None:
            found.append(piece)
        else:
            last = found[-1]
            last.text += piece.text if last.text.endswith(" ") else f"{space}{piece.text}"
            last.right, last.last = max(last.right, piece.right), piece.last
    return [p for p in found if p.text.strip()]


def _texts(count: int, get: Callable[[int], Any], mark: int) -> Iterator[tuple[Any, int]]:
    """Objects of text with the number of their marked content, also those in forms."""
    from pypdfium2 import raw

    for item in map(get, range(count)):
        kind, own = raw.FPDFPageObj_GetType(item), raw.FPDFPageObj_GetMarkedContentID(item)
        own = own if own >= 0 else mark
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield item, own
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _texts(raw.FPDFFormObj_CountObjects(item), functools.partial(raw.FPDFFormObj_GetObject, item), own)


class _Look:
    """What PDFium says of objects of text; it writes into places that are made once."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401 (pypdfium2's)
        from pypdfium2 import raw

        self._raw, self._text = raw, text
        self._make_room(_ROOM)
        self._matrix, self._size = raw.FS_MATRIX(), ctypes.c_float()
        self._box, self._rgba = (ctypes.c_float * 4)(), (ctypes.c_uint * 4)()
        self._corners, self._colour = ([kind.from_buffer(four, ctypes.sizeof(kind) * i) for i in range(4)] for kind, four in ((ctypes.c_float, self._box), (ctypes.c_uint, self._rgba)))

    def _make_room(self, size: int) -> None:
        """A place for characters."""
        self._room = ctypes.create_string_buffer(size)
        self._start = ctypes.cast(self._room, ctypes.POINTER(ctypes.c_ushort))

    def at(self, item: Any, mark: int) -> Piece:  # noqa: ANN401 (pypdfium2's)
        """One object."""
        raw, m = self._raw, self._matrix
        raw.FPDFPageObj_GetMatrix(item, m)
        raw.FPDFTextObj_GetFontSize(item, self._size)
        raw.FPDFPageObj_GetBounds(item, *self._corners)
        raw.FPDFPageObj_GetFillColor(item, *self._colour)
        size, right = self._size.value * math.hypot(m.a, m.b) or 1.0, max(m.e, self._box[2])
        colour = "#{:02x}{:02x}{:02x}".format(*self._rgba[:3])
        return Piece(self._said(item), mark, m.e, right, m.f, (m.e, m.f), size, abs(m.b) < 1e-3 < m.a, colour)

    def _said(self, item: Any) -> str:  # noqa: ANN401 (pypdfium2's)
        """Characters of an object."""
        needed = self._ask(item)
        if needed > len(self._room):
            self._make_room(needed)
            self._ask(item)
        return codecs.utf_16_le_decode(self._room.raw[: max(0, needed - 2)], "replace")[0]

    def _ask(self, item: Any) -> int:  # noqa: ANN401 (pypdfium2's)
        """Let PDFium write the characters; the bytes that they need."""
        return int(self._raw.FPDFTextObj_GetText(item, self._text, self._start, len(self._room)))
