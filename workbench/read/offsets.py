"""How an interview program counts positions in a text: inferred from where its selections fall, never trusted."""

import dataclasses
import functools
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BOM = "\ufeff"
THRESHOLD = 0.7  # share of selections on word boundaries; a wrong reading reaches about 0.1


@dataclasses.dataclass(frozen=True)
class Selection:
    """A passage as the file gives it: positions in the producer's own counting, and its name, which may be the quote."""

    start: int
    end: int
    name: str = ""


@dataclasses.dataclass(frozen=True, eq=False)
class Source:
    """A transcript as the file gives it, with its selections."""

    raw: str
    selections: tuple[Selection, ...]

    @functools.cached_property
    def text(self) -> str:
        """Text as the workbench keeps it: line feeds, no byte order mark."""
        return self.raw.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


@dataclasses.dataclass(frozen=True)
class Convention:
    """A way to count positions; the default is that of the standard.

    Parameters
    ----------
    utf16
        UTF-16 units are counted, not code points.
    lf
        A line break of two characters counts once.
    bom
        The byte order mark is counted.
    inclusive
        The end is the last character, not the one behind it.
    """

    utf16: bool = False
    lf: bool = False
    bom: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        """German description."""
        unit = "UTF-16-Einheiten" if self.utf16 else "Zeichen (Codepunkte)"
        newline = "Zeilenumbruch zählt einfach" if self.lf else "Zeilenumbruch wie in der Datei"
        mark = "Byte-Reihenfolge-Marke zählt mit" if self.bom else "Byte-Reihenfolge-Marke zählt nicht"
        return f"{unit}, {newline}, {mark}, Ende {'einschließlich' if self.inclusive else 'ausschließlich'}"

    def places(self, source: Source) -> "npt.NDArray[np.int64]":
        """Start and end of each selection in code points of the kept text, end exclusive; -1 where there is no such place."""
        import numpy as np

        plain = source.raw.removeprefix(BOM)
        marked = self.bom and source.raw.startswith(BOM)
        counted = (BOM if marked else "") + (source.text if self.lf else plain)
        codes = np.frombuffer(counted.encode("utf-32-le"), dtype="<u4")
        width = 1 + (codes > 0xFFFF) if self.utf16 else np.ones(len(codes), dtype=int)
        position = np.concatenate([[0], np.cumsum(width)])
        second = (codes == ord("\n")) & (np.concatenate([[0], codes[:-1]]) == ord("\r"))
        kept = np.concatenate([[0], np.cumsum(~second)]) - marked
        wanted = np.array([(s.start, s.end + self.inclusive) for s in source.selections], dtype=int).reshape(-1, 2)
        at = np.searchsorted(position, wanted).clip(0, len(codes))
        return np.where(position[at] == wanted, kept[at], -1)


CONVENTIONS = tuple(Convention(*flags) for flags in itertools.product((False, True), repeat=4))


def infer(sources: Sequence[Source]) -> tuple[Convention, float]:
    """The convention under which most selections are whole words.

    Parameters
    ----------
    sources
        All transcripts of one file.

    Returns
    -------
    tuple
        The convention, the standard's where several are equally good; and the share of selections that it explains:
        they start and end at a word boundary, or are exactly the quote in their name. 1 where there are no selections.
    """
    scores = {c: _score(sources, c) for c in CONVENTIONS}
    best = max(CONVENTIONS, key=lambda c: scores[c])
    return best, scores[best][0]


def _score(sources: Sequence[Source], convention: Convention) -> tuple[float, float, float]:
    """Share explained, share that is exactly the named quote, and how neatly the passages end."""
    import numpy as np

    found = [_explained(s.text, place, sel.name) for s in sources for place, sel in zip(convention.places(s).tolist(), s.selections, strict=True)]
    if not found:
        return 1.0, 0.0, 0.0
    whole, exact, neat = np.array(found).mean(axis=0).round(9).tolist()
    return max(whole, exact), exact, neat


def _explained(text: str, place: Sequence[int], name: str) -> tuple[float, float, float]:
    """Whether a passage is made of whole words, is the named quote, and is followed by a space."""
    start, end = place
    if not 0 <= start < end <= len(text):
        return 0.0, 0.0, 0.0
    before, first, last, after = text[start - 1 : start] or " ", text[start], text[end - 1], text[end : end + 1] or " "
    whole = not (first.isspace() or last.isspace() or (before.isalnum() and first.isalnum()) or (last.isalnum() and after.isalnum()))
    exact = bool(name) and text[start:end] == name.replace("\r\n", "\n")
    return float(whole), float(exact), float(whole and after.isspace())
