"""How a name may be written in German: inflected, in capitals, with transcribed umlauts, as part of a compound with a hyphen; and what else points at a person."""

import dataclasses
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from workbench.disclosure.ordinary import WORDS
from workbench.schemas.terms import MONTHS

_MONTHS = "|".join((*MONTHS, "Jänner"))
_DAY = rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\b\.?|(?:{_MONTHS}|(?:Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.)(?!\w))"
_STREETS = r"weg|platz|allee|gasse|ring|damm|ufer|chaussee|stieg|pfad|markt|wall|hof"
PERSONAL = re.compile(
    rf"""
      \S+(?:\s?(?:@|[(\[{{](?i:at|ät)[)\]}}])\s?\S+|\s(?i:at|ät)\s[\w-]+(?:\.(?=\w)|\s(?i:punkt|dot)\s)\w{{2,}})  # e-mail
    | (?<!\w)@\w[\w.]{{2,}}                                                            # name in a network
    | (?<![\w,.])(?:\+|00?)\d(?:[\s/().–-]{{0,3}}\d){{4,}}                            # phone
    | (?<![\w,.])1[5-7]\d[\s/-]\d{{6,8}}\b                                              # mobile phone without its zero
    | \b(?i:tel|telefon|handy|mobil|fax|whatsapp|\w*nummer|nr)\b[.:\s]{{1,3}}(?:ist\s|lautet\s)?\d(?:[\s/().–-]{{0,2}}\d){{5,}}
    | (?i:\b(?:instagram|facebook|tiktok|snapchat)\.com/\S{{3,}}|\b(?:insta|instagram|snap|snapchat|tiktok)\s?:?\s(?=[a-z]\w*[\d_.]\w)[\w.]{{5,}})
    | \b[A-ZÄÖÜ]{{1,3}}-[A-Z]{{1,2}}\s\d{{1,4}}[EH]?\b|\bKennzeichen\s[A-ZÄÖÜ]{{1,3}}\s[A-Z]{{1,2}}\s\d   # car
    | (?i:\b(?:steuer-?id\w*|ausweis(?:nummer|nr\.?)?|\w*versicherungs?(?:nummer|nr\.?)|bg-?(?:nummer|nr\.?)|aktenzeichen)\s?:?\s[A-Z]?\d[\w/-]+)
    | \b[A-Z]{{2}}\d{{2}}(?:\s?[A-Z0-9]){{11,30}}\b                                   # IBAN
    | (?i:\b[\w.-]*(?:(?:straße|strasse|str)\.?\s*|(?:{_STREETS})\s+|(?:straße|strasse|str|{_STREETS})\.?,?\s(?:Nr\.?|Nummer|Hausnummer)\s?)\d{{1,4}}\s?[a-z]?\b)  # street address
    | \b[Ww]ohn(?:e|t|en|te|ten|haft)\s(?:\S+\s){{0,3}}?[A-ZÄÖÜ][\w-]+\s\d{{1,3}}(?:\s?[a-z])?\b(?!\s[A-ZÄÖÜ])   # »wohne Kirchberg 7«, not »in Dorsten 3 Jahre«
    | \b(?i:straße|platz|allee)\s(?:des|der|am|im|zum)\s(?:\S+\s){{1,3}}?\d{{1,3}}\s?[a-z]?\b(?![.\s]*(?:{_MONTHS}))
    | \b(?:Am|An\sde[rn]|Auf\sde[rm]|Im|In\sder|Zu[mr])\s[A-ZÄÖÜ][\w-]+\s\d{{1,3}}\s?[a-z]?(?=[,.;:)]|$)
    | (?<!\d)\d{{5}}\s[A-ZÄÖÜ][a-zäöüß]+                                              # postcode and town
    | \b\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTHS})\s?(?:\d{{4}}|\d{{2}})\b | \b\d{{4}}-\d{{2}}-\d{{2}}\b   # full date
    | \b\w+ten\s(?:{_MONTHS})\s(?:19|20)\d\d\b                                       # full date in words
    | \b[Gg]eb(?:\.|oren|urtsdatum|urtstag)[.:]?\s(?:am\s(?=\w)|(?:am\s|im\s(?:Jahr\s)?)?\d)                               # date of birth
    | \b{_DAY}(?:\s\w+){{0,4}}?,?\s(?i:geboren|geb\.|geburtstag)                       # day of birth
    | \b(?i:geburtstag|geboren|geb\.)\w*[:,]?(?:\s\w+){{0,4}}?\s{_DAY}
    | \b(?:werde|wurde|wird|bin|ist)\s(?:\w+\s)?am\s{_DAY}\s(?:\w+\s)?(?:\d{{1,2}}|\w*(?:sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|volljährig))\b
    """,
    re.VERBOSE,
)

TITLE = re.compile(r"^(?:(?:Frau|Herrn?|Dr\.|Prof\.)\s+)+")
WORD = re.compile(r"[^\W\d_]+")  # letters only: »_«, digits, hyphens and apostrophes end a word
LETTERS = 4  # chance makes shorter words in bytes that are no text

_BREAKS = str.maketrans(dict.fromkeys((c for c in map(chr, range(128)) if not c.isalpha()), " "))
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")  # soft hyphens, joiners, directions, variants
_ALIKE = str.maketrans("ʼʹАВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "’’ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo")  # Cyrillic and Greek letters that look Latin, and letters that look like apostrophes
_FOREIGN = re.compile("[\u02b9\u02bc\u0370-\u04ff]")
_PART = re.compile(r"[^\W\d_]+|\d+")
_ASIDE = re.compile(r"\(([^()]*)\)|\[([^][]*)\]|[»„“\"]([^«»“”\"]*)[«“”\"]")
_JOINT = re.compile(r"(?<=[^\W\d_])-([^\W\d_])")  # »Annalena« of »Anna-Lena«
_BETWEEN = r"(?:\s+(?:[A-ZÄÖÜ]\.\s*)?|\s*[_+.'’‘`´‐‑–-]{1,2}\s*)"  # what may stand between the words of a name
_ADJECTIVE = ("sche", "schen", "scher", "sches", "schem")  # »das Beispielsche Haus«, today »das beispielsche Haus«
_PET = r"(?:s|['’]s?|n|en|ns|ens|chens?|leins?|i)?"  # »Kevinchen«
_ADDRESSES = {"Herr": ("Herrn", "Hr", "Hrn"), "Frau": ("Fr",), "Familie": ("Fam", "Familien", "Ehepaar", "Eheleute", "Geschwister"), "Dr": (), "Prof": ()}
_ADDRESSED = frozenset(form for address, others in _ADDRESSES.items() for a in (address, *others) for form in (a, a.upper()))
_HOUSE = re.compile(r"(?:haus|heim|hof|halle|kirche|kita|markt|park|platz|schule|straße|treff|verein|weg|zentrum)$", re.IGNORECASE)  # of places, not of persons
_KIN = {  # words before a name that name nobody
    "bruder", "cousin", "cousine", "doktor", "dr", "eltern", "familie", "frau", "freund", "freundin", "geschwister", "herr", "herrn", "kind", "kinder", "lehrer", "lehrerin",
    "mama", "mutter", "oma", "onkel", "opa", "papa", "prof", "schwester", "sohn", "tante", "tochter", "trainer", "trainerin", "vater",
}  # fmt: skip
_SHORTEST = 3  # letters of a part of a name that is looked for alone
_SOFT, _HARD = ("n", "ns"), ("en", "ens")  # weak declension after a vowel, -el, -er, and after other consonants
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss"))
_MARKED = str.maketrans("ıłøđŁØĐ", "ilodLOD")  # letters that decompose into nothing simpler
_ACCENTED = {ord(c): base[0] for c in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))) if c not in "äöüÄÖÜ" and len(base := unicodedata.normalize("NFD", c)) > 1 and base[0].isascii()} | _MARKED
_ACCENTS = re.compile(f"[{''.join(map(chr, _ACCENTED))}]")


@dataclasses.dataclass(frozen=True)
class Forms:
    """What is looked for.

    Parameters
    ----------
    words
        Forms of names of one word.
    phrases
        For each name of several words, or of digits, the forms of each of its parts.
    passed
        Patterns of declared texts: what stands in them is passed over.
    """

    words: frozenset[str]
    phrases: tuple[tuple[frozenset[str], ...], ...]
    passed: tuple[re.Pattern[str], ...]

    @functools.cached_property
    def _spelt_last(self) -> frozenset[str] | None:
        """Last words of all phrases: a text without any of them holds none; None where one is a number."""
        last = frozenset[str]().union(*(p[-1] for p in self.phrases))
        return None if any(form[0].isdecimal() for form in last) else last

    def within(self, words: AbstractSet[str], *, short: bool = True) -> re.Pattern[str] | None:
        """Pattern of the names that can stand in a text of these words; None where none can: the usual case, and quick."""
        single = {w for w in self.words & words if short or len(w) >= LETTERS}
        several = [s for p in self.phrases if (s := _present(p, words))] if self._spelt_last is None or not self._spelt_last.isdisjoint(words) else []
        found = [*map(re.escape, sorted(single, key=len, reverse=True)), *(_ordered(s) for s in several)]
        return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(found)})(?![^\W\d_])") if found else None


def plain(text: str) -> str:
    """Text with composed letters, without invisible characters, and in Latin letters what only looks like them."""
    if text.isascii():
        return text
    said = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("ẞ", "SS")
    return said.translate(_ALIKE) if _FOREIGN.search(said) else said


def folded(text: str) -> str:
    """Plain text without marks that are not German: »Kevín« may be Kevin, »Müller« is not Muller."""
    said = plain(text)
    return said.translate(_ACCENTED) if _ACCENTS.search(said) else said


def aliases(original: str) -> list[str]:
    """Names in one entry of a key file: »Kevin Schäfer / Kev«; what stands in brackets or quotes (»Frau Meier (Jugendamt)«) may be no name."""
    bare = _ASIDE.sub(" ", spaced(original)) if not _ASIDE.fullmatch(spaced(original)) else original
    parts = [name for part in re.split(r"[/|;]", bare) if (name := spaced(part))]
    return [*(p for p in parts if len(p) > 1), *([spaced(bare)] if any(len(p) == 1 for p in parts) else [])]  # »Haus A/B« holds no »B«


def words(text: str) -> set[str]:
    """Words of a text, as `WORD` finds them."""
    return set(text.translate(_BREAKS).split() if text.isascii() else WORD.findall(text))  # streams of a PDF are long, and of ASCII


def spaced(text: str) -> str:
    """Plain text with single spaces."""
    return " ".join(plain(text).split())


@functools.lru_cache(maxsize=8)
def forms(originals: frozenset[str], exempt: frozenset[str]) -> Forms:
    """Everything that originals may look like.

    Parameters
    ----------
    originals
        Names as the key file has them.
    exempt
        Declared texts. One that equals a name, or a form of it, takes it from what is looked for.

    Returns
    -------
    Forms
        For each original, and for each without its form of address: names of one word in every form, others with
        their last word in every form.

    Notes
    -----
    Endings: genitive -s, weak -n, -ns, -en, -ens (the latter two for names of four letters and more: »Jan« is not
    »Janen«), adjectives in -sche. A genitive with an apostrophe needs no ending, because the apostrophe ends the word.
    First names also stand as an initial (»K. Schäfer«) or are left out: behind a form of address always (»Frau Schäfer«), elsewhere unless
    the surname is an ordinary word (`surnames`). Marks that are not German may be there or not.
    """
    declared = {form for e in exempt for form in (spaced(e), folded(spaced(e)))} - {""}
    names = _spelt(originals)
    parts = [_PART.findall(n) for n in sorted(names - declared)]
    single = {form for words in parts if len(words) == 1 for form in _inflected(words[0]) if WORD.fullmatch(form)} - declared
    several = tuple((*map(_written, words[:-1]), frozenset(_inflected(words[-1]))) for words in parts if len(words) > 1 or (words[:1] and words[0].isdecimal()))
    several += tuple((_ADDRESSED, *map(_written, last[:-1]), frozenset(_inflected(last[-1]))) for last in sorted({tuple(_PART.findall(part)) for n in names for part in _halves(_last(n))}) if len("".join(last)) > 1)
    several += tuple(tuple(frozenset(form.lower() for form in part) for part in phrase) for phrase in several)  # nobody writes »Anna klein«
    longer = sorted((d for d in declared if len(_PART.findall(d)) > 1), key=len, reverse=True)
    return Forms(frozenset(single), several, tuple(re.compile(r"(?:[\W_]|<[^>]*>)*".join(map(re.escape, _PART.findall(d)))) for d in longer))


def _spelt(originals: frozenset[str]) -> set[str]:
    """Names as somebody may write them: without hyphen, form of address or first name, without a gap."""
    names = {form for o in originals for a in aliases(o) for form in (a, folded(a))}
    names |= {last for n in names for last in surnames(n)}
    names |= {_JOINT.sub(lambda m: m[1].lower(), n) for n in names}
    names |= {bare for bare in (TITLE.sub("", n) for n in names) if len(bare) > 1}
    return names | {form for n in names if (joined := re.sub(r"[\s-]", "", n)) != n for form in (joined, joined.lower())}  # »KevinSchäfer«


def surnames(name: str) -> set[str]:
    """Surname of a person who is listed with her first name and the halves of a double one, as they are looked for alone: no ordinary word, nothing too short.

    Examples
    --------
    >>> surnames("Petra Yilmaz"), surnames("Yilmaz, Petra"), sorted(surnames("Petra Yilmaz-Sommer")), surnames("Haus Nordlicht")
    ({'Yilmaz'}, {'Yilmaz'}, ['Yilmaz', 'Yilmaz-Sommer'], set())
    """
    words = TITLE.sub("", name.partition(",")[0]).split()
    last = words[-1] if len(words) > 1 or (words and "," in name) else ""
    if not last or _HOUSE.search(words[0]):
        return set()
    return {part for part in _halves(last) if len(part) >= _SHORTEST and part[0].isupper() and part.casefold() not in WORDS | _KIN and not _HOUSE.search(part)}


def _halves(last: str) -> tuple[str, ...]:
    """A surname and, where it is a double one, its halves."""
    return (last, *(last.split("-") if "-" in last else ()))


def _last(name: str) -> str:
    """Last word of a name of several, or what stands before a comma: a surname, whatever else the word means."""
    last = name.partition(",")[0].rpartition(" ")[2]
    return last if last != name else ""


def named(text: str, originals: frozenset[str], exempt: frozenset[str]) -> bool:
    """Whether a text holds a form of a name."""
    said = folded(text)
    wanted = forms(originals, exempt)
    for passed in wanted.passed:
        said = passed.sub(" ", said)
    pattern = wanted.within(words(said))
    return pattern is not None and pattern.search(said) is not None


def mentioned(text: str, originals: frozenset[str], exempt: frozenset[str], *, typed: bool) -> bool:
    """Whether what a person said or wrote names somebody in passing: one part of a name alone, a pet form, in small letters.

    Parameters
    ----------
    text
        What was said or written.
    originals, exempt
        As in `forms`.
    typed
        Whether the person wrote it herself: then names count in small letters too. In a transcript they do only where a
        digit or »_« follows (»kevin_07«): there »klein« is an adjective.
    """
    patterns = _mentions(originals, exempt, typed)
    said = folded(text)
    return any(p.search(said) for p in patterns)


@functools.lru_cache(maxsize=8)
def _mentions(originals: frozenset[str], exempt: frozenset[str], typed: bool) -> tuple[re.Pattern[str], ...]:
    """What a mention looks like."""
    declared = {folded(spaced(e)).casefold() for e in exempt}
    said = [a for o in map(folded, originals) for a in (*aliases(o), *filter(None, itertools.chain.from_iterable(_ASIDE.findall(o))))]
    names = [parts for a in said if (parts := _PART.findall(TITLE.sub("", spaced(a))))]
    persons = [[w for w in words if w[:1].isupper() and w.casefold() not in _KIN and not _HOUSE.search(w)] for words in names if not _HOUSE.search(words[0])]
    words = {w for parts in persons for w in parts if len(w) >= _SHORTEST and w.casefold() not in declared}
    spelled = "|".join(sorted({re.escape(f) for w in words for s in _spellings(w) for f in (s, s.upper())}, key=len, reverse=True))
    if not spelled:
        return ()
    alone = re.compile(rf"(?<![^\W\d_])(?:{spelled}){_PET}(?![^\W\d_])", re.IGNORECASE if typed else 0)
    return alone, re.compile(rf"(?<![^\W\d_])(?:{spelled})(?=[_\d])", re.IGNORECASE)


def _present(phrase: Sequence[frozenset[str]], words: AbstractSet[str]) -> list[list[str]]:
    """Forms of each word of a name that occur; empty where a word does not."""
    found: list[list[str]] = []
    for part in phrase:
        here = part & words or {f for f in part if f[0].isdecimal()}
        here |= {f for f in part if f.endswith(".") and f[0] in words}
        if not here:
            return []
        found.append(sorted(here))
    return found


def _ordered(phrase: Sequence[Sequence[str]]) -> str:
    """Pattern of a name of several words; of two words also »Beispiel, Anna« and »Beispiel Anna«."""
    spelt = [(forms[0], "|".join(rf"{f[0]}(?=\.)" if f.endswith(".") else re.escape(f) for f in forms)) for forms in phrase]
    parts = [rf"(?<!\d)(?:{found})(?!\d)" if first[0].isdecimal() else f"(?:{found})" for first, found in spelt]
    return _BETWEEN.join(parts) + (rf"|{parts[1]}(?:,\s*|\s+){parts[0]}" if len(parts) == 2 else "")


def _inflected(word: str) -> Iterator[str]:
    """Forms of a name of one word; of a number with and without dots."""
    if word.isdecimal():
        yield from (word, f"{int(word):,}".replace(",", "."))
        return
    soft = word[-1] in "aeiouyäöüAEIOUYÄÖÜ" or word[-2:].lower() in {"el", "er"}
    endings = ("", "s", *_ADJECTIVE, *(_SOFT if soft else _HARD if len(word) >= LETTERS else ()))
    for spelling, ending in itertools.product(_spellings(word), endings):
        yield from (spelling + ending, spelling.upper() + ending, spelling.upper() + ending.upper())
        if ending in _ADJECTIVE:
            yield spelling[0].lower() + spelling[1:] + ending


def _written(word: str) -> frozenset[str]:
    """Forms of a word in front of a name: a first name also as its initial."""
    known = {word, *_ADDRESSES.get(word, ())}
    initial = {f"{word[0]}."} if word[:1].isupper() and word.casefold() not in _KIN else set()
    return frozenset(initial) | frozenset(form for w in known for s in _spellings(w) for form in (s, s.upper(), s[0].upper() + s[1:]))


def _spellings(word: str) -> set[str]:
    """Word as it is, with transcribed umlauts, with umlauts for transcriptions, and without any marks."""
    given = {word, word.capitalize()} if word.isupper() else {word}
    there, back = given, given
    for umlaut, letters in _UMLAUTS:
        there = {w.replace(umlaut, letters) for w in there}
        back = {w.replace(letters, umlaut) for w in back}
    bare = {"".join(c for c in unicodedata.normalize("NFD", w.replace("ß", "ss")) if not unicodedata.combining(c)).translate(_MARKED) for w in given}
    return given | there | back | bare
