"""Whether a text can hold a name at all, told by its words alone: so quickly that every byte of a report is asked, and names are then looked for where they may be."""

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from workbench.disclosure.forms import LETTERS, WORD, forms, plain, words

# Latin-1, and what stands in no word and changes none: spaces, dashes, quotation marks, signs of mathematics, what cannot be decoded.
_EVEN = "\xff\u2000-\u200a\u2010-\u2027\u202f-\u205f\u20ac\u2190-\u22ff\u2500-\u25ff\ufffd"
_ODD = re.compile(f"[^\x00-{_EVEN}]")
_WHOLE = rf"A-Za-z\x80-{_EVEN}"
_STRETCH = re.compile(rf"(?<![{_WHOLE}])[{_WHOLE}]*+[^\x00-{_EVEN}][^\x00-@\[-`{{-\x7f]*+")  # something odd with all around it that does not surely end a word


@dataclasses.dataclass(frozen=True)
class Sought:
    """Words of which one is in every text that holds a name.

    Parameters
    ----------
    words, long
        As `_keys` finds them; the long ones alone for bytes that are no text.
    everywhere
        Whether a name needs no word: it is a number.
    """

    words: frozenset[bytes]
    long: frozenset[bytes]
    everywhere: bool

    def perhaps(self, views: Iterable[str], *, short: bool) -> bool:
        """Whether a text, in one of its views, may hold a name."""
        words = self.words if short else self.long
        return self.everywhere or any(not words.isdisjoint(_keys(view)) for view in views)


@functools.lru_cache(maxsize=8)
def sought(originals: frozenset[str], exempt: frozenset[str]) -> Sought:
    """Words to look for.

    Parameters
    ----------
    originals, exempt
        As in `workbench.disclosure.forms.forms`.

    Returns
    -------
    Sought
        Of a name of several words the forms of the last, because a first name may be an initial.
    """
    wanted = forms(originals, exempt)
    last = {form for phrase in wanted.phrases for form in phrase[-1]}
    ends = set(filter(WORD.fullmatch, last))
    long = {form for form in wanted.words if len(form) >= LETTERS}
    return Sought(_written(wanted.words | ends), _written(long | ends), everywhere=ends != last)


def _written(spelt: AbstractSet[str]) -> frozenset[bytes]:
    """Forms of names as `_keys` finds them in a text: of an odd one nothing but the whole."""
    odd = set(filter(_ODD.search, spelt))
    return frozenset((*_keys(" ".join(spelt - odd)), *(_keys(form)[-1] for form in odd)))


def _keys(text: str) -> list[bytes]:
    """Words of a text without marks that are not German, in Latin-1."""
    found = text.encode("latin-1", "replace").translate(_LETTERS, _SILENT).split()
    if text.isascii() or not _ODD.search(text):
        return found
    odd = " ".join(_STRETCH.findall(text))
    return found + [word.encode("latin-1", "backslashreplace") for word in words("".join(map(_folded, plain(odd).translate(_MICRO))))]


@functools.lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """Letter without marks that are not German."""
    base = unicodedata.normalize("NFD", letter)[:1].translate(_STRUCK)
    return base if base.isascii() and letter not in "ÄÖÜäöü" else letter


def _letter(byte: int) -> bytes:
    """Letter without marks that are not German; a space for whatever ends a word; nothing for what is not seen."""
    said = plain(chr(byte)).translate(_MICRO)
    return b"" if not said else _folded(said).encode("latin-1") if len(said) == 1 and WORD.fullmatch(said) else b" "


_STRUCK = str.maketrans("ıłøđŁØĐ", "ilodLOD")
_MICRO = str.maketrans("μ", "µ")  # plain text has the Greek letter, Latin-1 the sign
_SILENT = bytes(byte for byte in range(256) if not _letter(byte))
_LETTERS = b"".join(_letter(byte) or b" " for byte in range(256))
