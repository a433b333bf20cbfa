"""German words and where they stand: tokens, lemmas and the concordance (keyword in context)."""

import functools
import logging
import re
from typing import Any, NamedTuple

WORD = re.compile(r"[^\W\d_]+(?:[-*:/_'’][^\W\d_]+)*")

# Words of the field that the dictionary does not know or gives several lemmas.
_OWN = {
    "jugendliche": "Jugendliche",
    "jugendlichen": "Jugendliche",
    "jugendlicher": "Jugendliche",
    "jugendhilfeausschusses": "Jugendhilfeausschuss",
    "jugendhilfeausschüsse": "Jugendhilfeausschuss",
    "jugendhilfeausschüssen": "Jugendhilfeausschuss",
}


class Token(NamedTuple):
    """A word and its place: code points, end exclusive."""

    start: int
    end: int
    form: str


class Line(NamedTuple):
    """A line of the concordance: where the keyword stands, and what stands around it."""

    start: int
    end: int
    left: str
    form: str
    right: str


def tokens(text: str) -> list[Token]:
    """Words of a text in their order; compounds with hyphen and gendered forms are one word.

    Examples
    --------
    >>> [t.form for t in tokens("2 Besucher*innen der Kita-Plätze, ja.")]
    ['Besucher*innen', 'der', 'Kita-Plätze', 'ja']
    """
    return [Token(m.start(), m.end(), m[0]) for m in WORD.finditer(text)]


@functools.lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """Dictionary form of a German word.

    Notes
    -----
    simplemma (Barbaresi 2021), with a few words of the field on top. ``Besucher*innen`` and ``BesucherInnen`` are read
    as their stem.

    Examples
    --------
    >>> lemma("Häusern"), lemma("Jugendlichen"), lemma("Besucher:innen")
    ('Haus', 'Jugendliche', 'Besucher')
    """
    stem = re.sub(r"(?<=[a-zäöüß])(?:[*:/_][-]?innen|[*:/_][-]?in|Innen|In)$", "", word)
    return _OWN.get(stem.casefold()) or str(_dictionary().lemmatize(stem, "de"))


@functools.cache
def _dictionary() -> Any:  # noqa: ANN401 (simplemma's, loaded when a word is asked for)
    """Dictionary as a file in the cache of the user, which the first one to ask for a word writes: to load it all takes a second and 100 MB."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries import TrieDictionaryFactory

    logging.getLogger("simplemma").setLevel(logging.CRITICAL)  # where it cannot write, it reads the whole and says so in the cell
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=TrieDictionaryFactory()))


def keyword_in_context(text: str, keyword: str, *, width: int = 80) -> list[Line]:
    """Every place where a keyword stands, in any inflected form.

    Parameters
    ----------
    text
        Text to search.
    keyword
        One word, or several that must follow each other.
    width
        Characters of context on each side; whole words only.

    Returns
    -------
    list
        Lines in the order of the text; none for a keyword without a word.
    """
    wanted = [lemma(t.form).casefold() for t in tokens(keyword)]
    found = tokens(text)
    n = len(wanted)
    if not n:
        return []
    lemmas = [lemma(t.form).casefold() for t in found]
    hits = [i for i in range(len(found) - n + 1) if lemmas[i : i + n] == wanted]
    return [_line(text, found[i].start, found[i + n - 1].end, width) for i in hits]


def _line(text: str, start: int, end: int, width: int) -> Line:
    """Keyword with context; what was cut is marked."""
    left, right = text[max(start - width, 0) : start], text[end : end + width]
    if start > width:
        left = "… " + left.partition(" ")[2]
    if end + width < len(text):
        right = right.rpartition(" ")[0] + " …"
    return Line(start, end, left, text[start:end], right)
