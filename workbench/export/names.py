"""Last look at what leaves: no original of a key file of pseudonyms, in whatever way it is written, and nothing that leads to a person.

Looked for is every original as it stands and without its form of address (»Frau Beispiel«, »Beispiel«), and the surname of
»Petra Yilmaz« alone, unless it is an ordinary word. A name that is also a place or a common word (»Herr Leer«) is settled by
declaring the word: with »Leer« exempt, only »Herr Leer« is looked for. A word that happens to be a form of a name (»Marken« of »Mark«) is declared in the same way.
"""

import functools
import html
import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from workbench.disclosure.forms import PERSONAL, WORD, Forms, folded, forms, plain, spaced, words
from workbench.errors import GateError
from workbench.export import pdftext, unpack
from workbench.export.extract import Extract, read
from workbench.export.vocabulary import sought

_TAG = re.compile(r"<[^>]*>")
_ENDS = r"/?(?:p|li|d[dt]|div|t[dhr]|h[1-6]|(?:[wa]:)?br|(?:fig)?caption|text|title|desc|blockquote|summary|[wa]:p|w:t[abcr]|a:t[cr]|si|v|path|g|rect)\b"  # markup where a word ends
_BLOCK = re.compile(rf"<{_ENDS}[^>]*>")
_CUT = re.compile(r"([-\u2010\u00ad])\s*<[^>]*>")  # a hyphen before markup may end a line
_BROKEN = tuple(re.compile(rf"{hyphen}(?<=[^\W\d_].)\s*\n\s*(?=[^\W\d_])") for hyphen in "-\u2010\u00ad")  # a word at the end of a line; looked for by its hyphen
_LETTER = r"[^\x00-,./:-@\[-^`{-\x7f]"
_JOINT = tuple(map(re.compile, (rf"<(?<={_LETTER}<)(?!{_ENDS})[^>]*>(?:<(?!{_ENDS})[^>]*>)*{_LETTER}", r"-\s*<", "\u2010\\s*<", "\u00ad\\s*<")))  # where a word goes on behind markup
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_LINE = re.compile(r"\\[nrt](?=[^\W\d_]{2})")  # the end of a line in JSON; there are others in a PDF
_ENTITY = re.compile(r"&[#A-Za-z]")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*")
_TEXTUAL = bytes({*range(256)} - {*range(9), *range(14, 32)})  # bytes that texts have
_TRACE = re.compile(r"[\d@]|(?i:[aä]t[)\]}\s]|geb|insta|snap|tiktok|facebook)")  # one of which is in all that leads to a person
_UTF16 = ((re.compile(rb"(?:[^\x00][\x00-\x03\x20]){3,}"), "utf-16-le"), (re.compile(rb"(?:[\x00-\x03\x20][^\x00]){3,}"), "utf-16-be"))
_UTF32 = ((re.compile(rb"\x00\x00(?:[^\x00][\x00-\x03]\x00\x00){2,}"), "utf-32-le", 2), (re.compile(rb"\x00\x00[\x00-\x03][^\x00](?:\x00\x00[\x00-\x03][^\x00]){2,}"), "utf-32-be", 0))  # beginning with zeros, which are quickly found: the former behind half a letter
_NESTED = 4  # packings inside one another that are opened

_BEGINNING = re.compile(rf"(?:(?<![^\W\d_])|(?=\d))(?:{PERSONAL.pattern})", PERSONAL.flags)  # nothing of it begins inside a word: most places need no look
_FIGURE = re.compile(r"[−-]?(?:[1-9]\d{0,2}(?:\.\d{3})*|0)(?:,\d+)?(?:\s?%)?|[1-9]\d{0,3}")  # most cells of a table

# What a report says every day and what is no trace of a person outside of a quotation: dates, years, numbers after »Im
# Mittel« and the like, bare digits (official keys), a word in small letters before a number (»stieg 15«).
_EVERYDAY = re.compile(r"\d{1,2}\.\s?\S.*|(?:werde|wurde|wird|bin|ist)\s.*|\d{4}-\d{2}-\d{2}|[Gg]eb\S*\s.*|(?:Am|An|Auf|Im|In|Zu[mr]|[Ww]ohn\w+|\w*[Nn]ummer|[Nn]r\.?)\s.*|0\d+|.*\s(?:19|20)\d\d|[a-zäöü]\w*\.?\s+\d+\s?[a-z]?")


def check(name: str, data: bytes, originals: Collection[str], *, exempt: Collection[str] = ()) -> Extract:
    """Refuse a finished file that holds an original, or that leads to a person.

    Parameters
    ----------
    name
        Name of the file.
    data
        Its content.
    originals
        Names behind the pseudonyms.
    exempt
        Texts that are declared and may stand as they are: lines of an imprint or of a directory of facilities, a person
        who consents to be named, the official key of a place, a word that is also a name.

    Returns
    -------
    Extract
        What can be read in the file.

    Raises
    ------
    GateError
        If the file cannot be read, or with the number of places; what stands there is not repeated.

    Notes
    -----
    E-mail addresses, phone numbers, IBAN and street addresses are refused in everything that is read as text; dates (of
    birth), addresses like »Am Hang 3« and phone numbers without any separator only in quotations, because elsewhere
    they are the date of the data, ordinary sentences and official keys.
    """
    check_bytes(data, originals, name, exempt=exempt)
    extract = read(name, data)
    declared = sorted((e for e in set(map(spaced, exempt)) if e and not WORD.fullmatch(e)), key=len, reverse=True)  # one word leads to nobody, and addresses are made of words
    found = [t.member for t in extract.texts if t.kind not in {"code", "attribute"} and _personal(t.text, t.kind, declared)]
    found += [g.member for g in extract.tables for c in (g.caption, *g.heads, *itertools.chain.from_iterable(g.rows)) if _personal(c, "text", declared)]
    if found:
        raise GateError(
            f"{', '.join(dict.fromkeys(found))}: An {_count(len(found))} steht eine E-Mail-Adresse, Telefonnummer, IBAN, Anschrift oder ein Geburtsdatum. Die Angabe wird hier nicht wiederholt. "
            "Entfernen Sie sie, oder tragen Sie sie als Ausnahme ein (Impressum, Verzeichnis der Einrichtungen). Eine Zahl mit fünf Stellen vor einem Wort gilt als Postleitzahl: Mit Punkt geschrieben ist sie keine (22.387)."
        )
    return extract


def check_bytes(data: bytes, originals: Collection[str], where: str = "Bericht", *, exempt: Collection[str] = ()) -> None:
    """Refuse a file that holds an original in any of its bytes, plain, packed or encoded, or in its name.

    Parameters
    ----------
    data
        Content of the file.
    originals
        Names behind the pseudonyms.
    where
        Name of the file.
    exempt
        As `check`.

    Raises
    ------
    GateError
        With the number of places, never with the name; if an archive or a PDF in it cannot be opened.

    Notes
    -----
    Read are UTF-8, Latin-1 and UTF-16 anywhere; members of ZIP archives, zlib and gzip streams, objects of a PDF, and
    base64, one inside the other up to a limit; entities, percent encoding, escapes of JSON. Pixels of a PNG are not
    read. In bytes that are no text, words of fewer than four letters are not looked for, because chance makes them.
    """
    known = frozenset(originals), frozenset(exempt)
    wanted, quick = forms(*known), sought(*known)
    found: dict[str, int] = {}
    if wanted.words or wanted.phrases:
        for member, content in unpack.members(where, data):
            file = member.rpartition("/")[2]
            names = [(file, True), (file.title(), True)]  # »frau_beispiel.html«
            places = [
                max((_places(text, wanted, short=short) for text, short in texts if text and quick.perhaps(_views(text), short=short)), default=0) for texts in (names, _readings(member, content, _NESTED))
            ]
            found[member] = found.get(member, 0) + sum(places)  # an archive may hold two of one name
    files = dict.fromkeys(m if not _places(f"{m} {m.title()}", wanted) else "Eine Datei mit einem Namen im Dateinamen" for m, n in found.items() if n)
    if files:
        raise GateError(
            f"{', '.join(files)}: An {_count(sum(found.values()))} steht ein Name aus der Namensliste im Klartext. Der Name wird hier nicht wiederholt. "
            "Suchen Sie im Notebook und in den Daten nach den Originalen der Liste, auch nach Nachnamen allein, und ersetzen Sie sie durch die Pseudonyme. "
            "Ist nicht diese Person gemeint (ein Ort, ein Wort, ein anderer Mensch), hilft ein »ja« unter »Nur mit Anrede«."
        )


def _count(places: int) -> str:
    """Number of places in a message."""
    return "einer Stelle" if places == 1 else f"{places} Stellen"


def _personal(text: str, kind: str, declared: list[str]) -> bool:
    """Whether a text holds structured personal data that are not declared."""
    if kind == "link":
        return text.lower().startswith(("mailto:", "tel:")) and not any(d in text for d in declared)
    if not _traced(text, quoted=kind == "quote"):  # most texts: a national project declares thousands of keys
        return False
    said = spaced(html.unescape(text))
    for part in declared:
        said = said.replace(part, " ")
    return _traced(said, quoted=kind == "quote")


@functools.lru_cache(maxsize=16384)  # what a report says stands in all its formats
def _traced(text: str, *, quoted: bool) -> bool:
    """Whether something in a text leads to a person."""
    said = spaced(html.unescape(text))
    if not _TRACE.search(said) or _FIGURE.fullmatch(said):
        return False
    said = re.sub(r"(\S{150})(?=\S{150})", r"\1 ", said)  # an endless word would take endless time
    at = 0
    while found := _BEGINNING.search(said, at):
        if quoted or not _EVERYDAY.fullmatch(found[0].strip()):
            return True
        at = found.start() + 1  # an ordinary sentence may hold an address
    return False


def _readings(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bool]]:
    """Texts that bytes may stand for, and whether short words in them mean anything."""
    pdf = unpack.PDF in data[:1024]
    whole, (data, packed) = data, unpack.apart(name, data) if pdf else (unpack.rest(data), ())
    binary = pdf or bool(data.translate(None, _TEXTUAL))
    text = data.decode(errors="replace")
    yield text, not binary
    if "\ufffd" in text:
        yield data.decode("latin-1"), not binary
    if b"\0" in data:
        yield from ((" ".join(run.decode(code, "replace") for run in runs.findall(data)), True) for runs, code in _UTF16)
        yield from ((" ".join(data[max(run.start() - back, 0) : run.end()].decode(code, "replace") for run in runs.finditer(data)), True) for runs, code, back in _UTF32)
    if depth:
        for content in filter(None, [*(_of_pdf(name, whole, packed) if pdf else ()), *_inside(name, data, binary=binary)]):
            for member, part in unpack.members(name, content):
                yield from [(member, True), *_readings(member, part, depth - 1)] if member != name else _readings(name, part, depth - 1)


def _inside(name: str, data: bytes, *, binary: bool) -> Iterator[bytes]:
    """What is packed or encoded in a file that is no archive; short pieces as one."""
    pieces = list(unpack.encoded(data))
    yield b"\n".join(p for p in pieces if len(p) <= unpack.SHORT)
    yield from (p for p in pieces if len(p) > unpack.SHORT)
    if binary:
        yield from unpack.streams(name, data)


def _of_pdf(name: str, data: bytes, packed: Sequence[bytes]) -> Iterator[bytes]:
    """What a person reads in a PDF, what its objects hold, and what is packed in it beside them."""
    found = pdftext.read(name, data)
    yield "\n".join([*(text for _, text in found.texts), *(cell for _, rows in found.tables for row in rows for cell in row)]).encode(errors="replace")
    yield from found.streams
    known = frozenset(found.streams)
    yield from (content for content in packed if content not in known)


def _places(text: str, wanted: Forms, *, short: bool = True) -> int:
    """Number of places where a name stands, in the view that shows most of them."""
    views = [(folded if short else plain)(view) for view in _views(text)]  # chance makes accents in bytes that are no text
    pattern = wanted.within(set().union(*map(words, views)), short=short)
    if pattern is None:
        return 0
    views += [_TAG.sub(" ", view) for view in views]
    for passed in wanted.passed:
        views = [passed.sub(" ", view) for view in views]
    return max(len(pattern.findall(view)) for view in views)


def _views(text: str) -> Iterator[str]:
    """Ways in which a reader or a program may read the text: as it is, decoded, without markup, with broken words joined."""
    decoded, before = text, ""
    for _ in range(3):  # an address inside an address
        if decoded != before:
            before, decoded = decoded, _decoded(decoded)
    yield from dict.fromkeys((text, decoded))
    if any(joint.search(decoded) for joint in _JOINT):
        yield (decoded := _TAG.sub("", _BLOCK.sub("\n", _CUT.sub(r"\1\n", decoded))))
    if any(broken.search(decoded) for broken in _BROKEN):
        yield functools.reduce(lambda said, broken: broken.sub("", said), _BROKEN, decoded)


def _decoded(text: str) -> str:
    """Entities, percent encoding and escapes resolved."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "%" in text:
        text = _PERCENT.sub(lambda m: _characters(bytes.fromhex(m[0].replace("%", ""))), text)
    if "<![CDATA[" in text:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    if _LINE.search(text):
        text = _LINE.sub("\n", text)
    return _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2] or m[3], 16), 0x10FFFF)), text) if "\\u" in text or "\\x" in text else text


def _characters(data: bytes) -> str:
    """Characters of a few bytes: UTF-8, or Latin-1 where they are not."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
