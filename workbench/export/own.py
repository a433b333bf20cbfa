"""A consultant's own words: Markdown that is added to the text of a report, or takes the place of a generated sentence.

Each text stands under a heading that says where it belongs: ``## #anchor``, or the heading of the section itself; behind it
may stand »am Anfang«, »ersetzt Satz 2«, »ersetzt Absatz 1«, »nach Tabelle 3« or »nach Abbildung 2«.
"""

import dataclasses
import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from workbench.errors import GateError
from workbench.export import gate
from workbench.export.document import Document, Head, Heading, Listing, Paragraph
from workbench.export.markup import Kind
from workbench.export.placeholder import value
from workbench.export.prose import Prose, prose, reworded, texts
from workbench.project import slug

T = TypeVar("T")

CHAPTER = "Kapitel"  # spot of a text that is a chapter of its own

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.+?)\s*")
_SPOT = re.compile(r"\s*[–:,-]?\s+(am Anfang|ersetzt (?:Satz|Absatz) \d+|nach (?:Tabelle|Abbildung) \d+)$")
_SPOTS = "erwartet nichts (am Ende), »am Anfang«, »ersetzt Satz 2«, »ersetzt Absatz 1«, »nach Tabelle 3« oder »nach Abbildung 2«"
_ALLOWED = " Sie kommen aus dem Notebook; erlaubt sind hier Absätze, Listen, **fett**, *kursiv*, Verweise mit https:// und Platzhalter wie {Tabelle 3} oder {Tabelle 3, Zeile, Spalte}."
_PLACEHOLDER = re.compile(r"(?<!\\)\{([^{}]*)\}")
_BRACE = re.compile(r"(?<!\\)[{}]")
_FIRST = 0xE000  # first of the signs that stand for placeholders while Markdown is read: no text has them
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))  # a name that was copied with one of them in it is the same name
_ONES = "zwei|drei|vier|fünf|sechs|sieben|acht|neun"
_TENS = "(?:zwan|vier|fünf|sech|sieb|acht|neun)zig|dreißig"
_SPELT = re.compile(rf"\b(?:(?:ein|{_ONES})?hundert)?(?:und)?(?:{_ONES}|zehn|elf|zwölf|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn|(?:(?:ein|{_ONES})und)?(?:{_TENS})|hundert|dutzend)\b", re.IGNORECASE)
_BRIEF = 60  # letters of a text that may be no sentence of its own
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TYPED = re.compile(r"eigene Zahl\s+([−-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?)")


@dataclasses.dataclass(frozen=True)
class Words:
    """A text of the consultant."""

    file: str  # where it is written, as messages name it
    line: int  # of its heading
    anchor: str  # of the section to which it belongs; empty for a chapter
    spot: str  # where in the section: empty for its end, else as it is written (»ersetzt Satz 2«); `CHAPTER` for a chapter
    source: str  # Markdown with placeholders

    @property
    def where(self) -> str:
        """File and line, as a message begins."""
        return f"{self.file}, Zeile {self.line}"

    @property
    def declared(self) -> list[str]:
        """Numbers that are declared to come from elsewhere, as they are printed."""
        return [m[1].replace("-", "−") for said in _PLACEHOLDER.findall(self.source) if (m := _TYPED.fullmatch(said.strip()))]

    def line_of(self, part: str) -> str:
        """File and line in which a number stands."""
        whole = re.compile(rf"(?<![\d.,]){re.escape(part).replace('−', '[−-]')}(?!\d)")
        offset = next((i for i, line in enumerate(self.source.splitlines()) if whole.search(line)), 0)
        return f"{self.file}, Zeile {self.line + offset}"


def read(source: str, file: str) -> tuple[Words, ...]:
    """Read the texts for one report.

    Parameters
    ----------
    source
        Content of the file.
    file
        As messages name it.

    Returns
    -------
    tuple of Words
        In the order of the file; their sources begin with the line of the heading, emptied, so that lines can be counted.

    Raises
    ------
    GateError
        If a text stands under no heading or there is none under one, if a heading cannot be understood, or a text is no prose.
    """
    found: list[Words] = []
    for number, line in enumerate(source.splitlines(), start=1):
        heading = _HEADING.fullmatch(line)
        if heading and (found or heading[1] != "#" or heading[2].startswith("#")):
            found.append(_headed(heading[2], f"{file}, Zeile {number}", file, number))
        elif found:
            found[-1] = dataclasses.replace(found[-1], source=f"{found[-1].source}\n{line}")
        elif line.strip() and not heading:
            raise GateError(f"{file}, Zeile {number}: Über »{line.strip()[:60]}« steht keine Überschrift, die den Abschnitt nennt – erwartet z. B. ## #das-jahr-im-ueberblick.")
    for words in found:
        if not words.source.strip():
            raise GateError(f"{words.where}: Unter der Überschrift steht kein Text. Schreiben Sie einen, oder löschen Sie die Überschrift.")
        if inner := next((t.text for t in _parsed(words)[0] if isinstance(t, Heading)), ""):
            raise GateError(f"{words.where}: »{inner}« – eine Überschrift im Text ist nicht erlaubt. Mit ## davor beginnt der Text eines anderen Abschnitts; eigene Kapitel stehen in [plan].")
    return tuple(found)


def _headed(heading: str, where: str, file: str, number: int) -> Words:
    """Text that begins with a heading."""
    spot = _SPOT.search(heading)
    section = heading[: spot.start()] if spot else heading
    if section.startswith("#") and " " in section:
        anchor, _, rest = section.partition(" ")
        raise GateError(f"{where}: »{rest}« hinter »{anchor}« – {_SPOTS}.")
    return Words(file, number, section[1:] if section.startswith("#") else slug(section), spot[1] if spot else "", "")


def blocks(words: Words, of: Callable[[str], str]) -> tuple[Prose, ...]:
    """Prose of a text.

    Parameters
    ----------
    words
        The text.
    of
        Gives what a placeholder stands for.

    Returns
    -------
    tuple of Heading, Paragraph or Listing
        What a placeholder gives stands there as it is, whatever signs of Markdown are in it.

    Raises
    ------
    GateError
        If the text is no prose, or placeholders are unknown: with file and line of each.
    """
    things, asked = _parsed(words)
    found = all_of(functools.partial(_given, said, where, of) for where, said in asked)
    return tuple(_filled(thing, dict(enumerate(found, start=_FIRST))) for thing in things)


def all_of(calls: Iterable[Callable[[], T]]) -> list[T]:
    """Call what may find a fault; all faults are raised as one.

    Raises
    ------
    GateError
        A line per fault.
    """
    found, faults = [], []
    for call in calls:
        try:
            found.append(call())
        except GateError as fault:
            faults.append(str(fault))
    if faults:
        raise GateError("\n".join(faults))
    return found


def typed(words: Words) -> list[tuple[Kind, str]]:
    """Texts of a text as they were typed, with their kind (»text« or »heading«): every placeholder is »{…}«, »②« is »2«, and what nobody sees is left out."""
    things, asked = _parsed(words)
    signs = _UNSEEN | {_FIRST + i: "{…}" for i in range(len(asked))}
    return [("heading" if isinstance(thing, Heading) else "text", unicodedata.normalize("NFKC", text).translate(signs)) for thing in things for text in texts(thing)]


def near(parts: Sequence[tuple[Kind, str]], at: int) -> str:
    """Text with the short ones before and behind it: »Jemgum:«, and the number as the next item of a list."""
    return " ".join(said for i, (_, said) in enumerate(parts[max(0, at - 1) : at + 2], start=max(0, at - 1)) if i == at or len(said) < _BRIEF)


def spelt(said: str, beside: Iterable[re.Pattern[str]]) -> list[tuple[str, str]]:
    """Numbers in words (»sieben«, not »ein«), each with the first of some patterns that is found in the same sentence."""
    found = ((next((m[0] for p in beside if (m := p.search(sentence))), ""), sentence) for sentence in _SENTENCE.split(said) if _SPELT.search(sentence))
    return [(label, m[0]) for label, sentence in found if label for m in _SPELT.finditer(sentence)]


def given(words: Words, reports: Mapping[str, Document]) -> dict[str, str]:
    """What the placeholders of a text stand for, as `placeholder.value` finds it."""
    return {f"{{{said}}}": _given(said, where, lambda s: value(s, reports)) for where, said in _parsed(words)[1]}


def chapter(words: Words, head: Head, of: Callable[[str], str]) -> Document:
    """Make a document of a chapter in the consultant's words.

    Parameters
    ----------
    words
        Its text; it begins with its title as ``# …``.
    head
        Whose document it is.
    of
        Gives what a placeholder stands for.

    Returns
    -------
    Document
        Title and prose.

    Raises
    ------
    GateError
        As `blocks`, or if the headings are not in order.
    """
    title, prose = titled(words, of)
    return Document(head, title.text, prose)


def titled(words: Words, of: Callable[[str], str]) -> tuple[Heading, tuple[Prose, ...]]:
    """Title and prose of a chapter; raises as `chapter`."""
    things = blocks(words, of)
    for fault in gate.outline(things, "der Datei"):
        raise GateError(f"{words.file}: {fault}")
    title, *rest = gate.anchored(things)
    return title, tuple(rest)


def _parsed(words: Words) -> tuple[list[Prose], list[tuple[str, str]]]:
    """Prose with a sign for every placeholder; file and line, and content of each placeholder."""
    asked = [(f"{words.file}, Zeile {words.line + words.source[: m.start()].count(chr(10))}", " ".join(m[1].split())) for m in _PLACEHOLDER.finditer(words.source)]
    masked, lines = (_masked(words.source, newlines=kept) for kept in (False, True))
    if brace := _BRACE.search(lines):
        raise GateError(f"{words.file}, Zeile {words.line + lines[: brace.start()].count(chr(10))}: »{brace[0]}« ohne Gegenstück – erwartet z. B. {{Tabelle 3, Zeile, Spalte}}. Als Zeichen im Text: \\{brace[0]}")
    try:
        return prose(masked), asked
    except GateError as fault:
        each = lines.splitlines()
        first = next(i for i in range(len(each)) if not _is_prose("\n".join(each[: i + 1])))
        what, programmed, _ = str(fault).partition(" Schreiben Sie: ")
        raise GateError(f"{words.file}, Zeile {words.line + first}: {what}{_ALLOWED * bool(programmed)}") from None


def _masked(source: str, *, newlines: bool) -> str:
    """Markdown with a sign in place of each placeholder; with the line breaks in it, so that lines can be counted, or without."""
    signs = itertools.count(_FIRST)
    return _PLACEHOLDER.sub(lambda m: chr(next(signs)) + "\n" * m[1].count("\n") * newlines, source)


def _is_prose(text: str) -> bool:
    """Whether some Markdown passes."""
    try:
        prose(text)
    except GateError:
        return False
    return True


def _given(said: str, where: str, of: Callable[[str], str]) -> str:
    """What a placeholder gives."""
    if own := _TYPED.fullmatch(said):
        return own[1].replace("-", "−")
    try:
        return of(said)
    except GateError as fault:
        raise GateError(f"{where}: {fault}") from None


def _filled(thing: Prose, signs: Mapping[int, str]) -> Prose:
    """Prose with texts in place of signs."""
    made = reworded(thing, lambda text: text.translate(signs))
    assert isinstance(made, Heading | Paragraph | Listing)  # noqa: S101 (for mypy: it is of the same kind)
    return made
