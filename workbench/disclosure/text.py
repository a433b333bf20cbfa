"""The door for free text: quotations, summaries and lines of a concordance leave only through `release_quotes`."""

import collections
import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np
import pandas as pd

from workbench.disclosure.cells import Released, Value, make
from workbench.errors import ReleaseError
from workbench.methods.text import keyword_in_context
from workbench.project import Rule

OTHERS = "weitere Befragte"  # roles with too few persons, shown together

NO_RELEASE = "ohne Freigabe"
NO_CONSENT = "ohne Einwilligung"
FEW = "zu wenige Befragte in der Rolle"
NAMED = "mit Namen oder persönlichen Angaben im Text"

RULE = "Zitiert wird nur mit Freigabe und Einwilligung und nur aus Rollen mit mindestens {k} Befragten; Namen sind ersetzt; was danach noch auf eine Person weist, bleibt zurück."

_TOKEN = object()  # only `release_quotes` may make a ReleasedQuotes

_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_STREETS = r"straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|chaussee|stieg|pfad|markt|wall|hof"
_PERSONAL = re.compile(
    rf"""
      \S+\s?(?:@|\(at\)|\[at\])\s?\S+                                                 # e-mail
    | (?<![\w,.])(?:\+|0)\d(?:[\s/().–-]{{0,2}}\d){{4,}}                              # phone
    | \b[A-Z]{{2}}\d{{2}}(?:\s?[A-Z0-9]){{11,30}}\b                                   # IBAN
    | (?i:\b[\w.-]*(?:{_STREETS})\s+\d{{1,4}}\s?[a-z]?\b)                             # street address
    | \b(?:Am|An\sde[rn]|Auf\sde[rm]|Im|In\sder|Zu[mr])\s[A-ZÄÖÜ][\w-]+\s\d{{1,3}}\s?[a-z]?(?=[,.;:)]|$)
    | \b\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTHS})\s?(?:\d{{4}}|\d{{2}})\b               # full date
    | \b\d{{4}}-\d{{2}}-\d{{2}}\b
    | \b[Gg]eb(?:\.|oren)\s(?:am\s|im\s(?:Jahr\s)?)?\d                                # date of birth
    """,
    re.VERBOSE,
)

_TITLE = re.compile(r"^(?:(?:Frau|Herrn?|Dr\.|Prof\.)\s+)+")


@dataclasses.dataclass(frozen=True)
class Quote:
    """One released text: what was said, by whom in general terms, under which code."""

    text: str
    label: str
    code: str


@dataclasses.dataclass(frozen=True)
class ReleasedQuotes:
    """Free text that passed the door.

    Parameters
    ----------
    items
        Released texts; within a code the speakers' groups take turns.
    withheld
        Number of texts that stay in the house, by reason.
    source
        Source line.
    rule
        German sentence that says which rule was applied.

    """

    items: tuple[Quote, ...]
    withheld: tuple[tuple[str, int], ...]
    source: str
    rule: str
    token: dataclasses.InitVar[object] = None

    def __post_init__(self, token: object) -> None:
        """Refuse to be made anywhere but in `release_quotes`."""
        if token is not _TOKEN:
            raise ReleaseError("Zitate: Freigegebene Zitate entstehen nur durch bericht.quotes(…).")

    def only(self, *codes: str) -> Self:
        """Texts of these codes."""
        return self._with(q for q in self.items if q.code in codes)

    def first(self, n: int) -> Self:
        """At most n texts of each code, and none that an earlier code has already."""
        seen: collections.Counter[str] = collections.Counter()
        kept: dict[str, Quote] = {}
        for quote in self.items:
            if quote.text not in kept and seen[quote.code] < n:
                seen[quote.code] += 1
                kept[quote.text] = quote
        return self._with(kept.values())

    def around(self, keyword: str, *, width: int = 80) -> Self:
        """Keyword in context: every place in the texts where it stands, in any inflected form.

        Cut after the release, so that no name is cut in two and missed. The keyword is set in ‹ ›.
        """
        found = ((q, line) for q in self.items for line in keyword_in_context(q.text, keyword, width=width))
        return self._with(dict.fromkeys(Quote(f"{line.left}‹{line.form}›{line.right}", q.label, keyword) for q, line in found))

    def count(self) -> Value:
        """Number of texts, for a sentence."""
        return Value(len(self.items))

    def codes(self) -> Value:
        """Number of codes that have a text, for a sentence."""
        return Value(len({q.code for q in self.items}))

    def missing(self, *reasons: str) -> Value:
        """Number of texts that stay in the house, for a sentence; by default for all reasons but the missing release flag."""
        counted = reasons or (NO_CONSENT, FEW, NAMED)
        return Value(sum(n for reason, n in self.withheld if reason in counted))

    def table(self, title: str, *, code: str, label: str, text: str) -> Released:
        """Texts as a released frame.

        Parameters
        ----------
        title
            Name of the table.
        code, label, text
            Names of its columns.

        Returns
        -------
        Released
            One row per code and group of speakers; several texts are set one after the other, the same text once.

        """
        rows = pd.DataFrame([(q.code, q.label, q.text) for q in self.items], columns=[code, label, text])
        frame = rows.drop_duplicates().groupby([code, label], sort=False)[text].agg(" · ".join).reset_index()
        hidden = pd.DataFrame(data=False, index=frame.index, columns=frame.columns)
        return make(frame, hidden, title=title, keys=[code, label], source=self.source, rules=(self.rule,))

    def _with(self, items: Iterable[Quote]) -> Self:
        """Same release, fewer texts."""
        return dataclasses.replace(self, items=tuple(items), token=_TOKEN)


def release_quotes(quotes: pd.DataFrame, cases: pd.DataFrame, *, mapping: Mapping[str, str], rule: Rule, source: str) -> ReleasedQuotes:
    """Release free text: quotations, case summaries, lines of a concordance.

    Parameters
    ----------
    quotes
        Columns Code, Fall, Text, Freigabe (true releases).
    cases
        Columns Fall, Rolle, Einwilligung (true consents); one row per interviewed person.
    mapping
        Original name → pseudonym.
    rule
        The project's rule; ``mindestpersonen`` is the smallest group that a quotation may come from.
    source
        Source line.

    Returns
    -------
    ReleasedQuotes
        Texts with pseudonyms and the speaker's role, and the number withheld by reason.

    Raises
    ------
    ReleaseError
        If a pseudonym is itself an original, or the mapping has an empty entry.

    Notes
    -----
    Fail-closed: a text of an unknown case, and a text that after the replacement still holds an original (also with
    -s), an e-mail address, phone number, IBAN, street address or full date, is withheld. Persons without consent do not count
    towards the size of a role. Roles that are too small are shown as »weitere Befragte« where they are large enough
    together.

    """
    mapping = _untitled(mapping)
    names = _names(mapping)
    labels = _labels(cases, rule.mindestpersonen)
    consenting = set(cases.loc[_yes(cases["Einwilligung"]), "Fall"])
    withheld: collections.Counter[str] = collections.Counter()
    kept: list[Quote] = []
    chosen = quotes[["Code", "Fall", "Text"]].astype(str).assign(Freigabe=_yes(quotes["Freigabe"])).drop_duplicates()
    for code, case, original, flag in chosen.itertuples(index=False, name=None):
        text = _replaced(original, names, mapping)
        label = labels.get(case, "") if case in consenting else None
        reason = _refused(flag=flag, label=label, text=text, names=names)
        if reason:
            withheld[reason] += 1
        else:
            kept.append(Quote(text, str(label), code))
    return ReleasedQuotes(tuple(_in_turns(kept)), tuple(sorted(withheld.items())), source, RULE.format(k=rule.mindestpersonen), token=_TOKEN)


def _refused(*, flag: bool, label: str | None, text: str, names: re.Pattern[str]) -> str:
    """Why a text stays in the house; empty where it may leave. No label: no consent; an empty one: too few persons."""
    if not flag:
        return NO_RELEASE
    if label is None:
        return NO_CONSENT
    if not label:
        return FEW
    return NAMED if names.search(text) or _PERSONAL.search(text) else ""


def _yes(column: pd.Series) -> pd.Series:
    """Where a column says yes; anything else, a missing value too, is a no."""
    return column.map(lambda v: v is True or v is np.True_).astype(bool)


def _labels(cases: pd.DataFrame, minimum: int) -> dict[str, str]:
    """Group under which each case is cited; a case whose group is too small even with others has none."""
    consenting = cases[_yes(cases["Einwilligung"])].drop_duplicates("Fall")
    size = consenting.groupby("Rolle")["Fall"].transform("size")
    label = consenting["Rolle"].where(size >= minimum, OTHERS)
    others = int((label == OTHERS).sum())
    return {c: str(r) for c, r in zip(consenting["Fall"], label, strict=True) if r != OTHERS or others >= minimum}


def _clean(text: str) -> str:
    """Composed letters, no invisible characters, single spaces: what is searched is what is printed."""
    visible = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", " ", visible).strip()


def _untitled(mapping: Mapping[str, str]) -> dict[str, str]:
    """Mapping in which a name is also known without its form of address: »Frau Beispiel« and »Beispiel«."""
    bare = {_TITLE.sub("", _clean(o)): _TITLE.sub("", p) for o, p in mapping.items() if _TITLE.match(_clean(o))}
    return {**mapping, **{o: p for o, p in bare.items() if o and o not in mapping}}


def _names(mapping: Mapping[str, str]) -> re.Pattern[str]:
    """Pattern of all originals as whole words, the longest first, also in capitals and with the -s of the genitive.

    Raises
    ------
    ReleaseError
        Naming the row of the key file, never the name.

    """
    originals = sorted({_clean(o) for o in mapping}, key=len, reverse=True)
    if "" in originals:
        raise ReleaseError("Namensliste: eine Zeile hat kein Original – erwartet wird in jeder Zeile Original;Pseudonym.")
    forms = "|".join(re.escape(form) for o in originals for form in dict.fromkeys((o, o.upper())))
    pattern = re.compile(rf"(?<!\w)({forms})(['’]?s|['’]|S)?(?!\w)") if forms else re.compile(r"(?!)")
    for line, pseudonym in enumerate(mapping.values(), start=2):
        if not pseudonym.strip() or pattern.search(_clean(pseudonym)):
            raise ReleaseError(f"Namensliste, Zeile {line}: Das Pseudonym fehlt oder ist selbst ein Original. Bitte ein anderes Pseudonym eintragen.")
    return pattern


def _replaced(text: str, names: re.Pattern[str], mapping: Mapping[str, str]) -> str:
    """Text with pseudonyms, replaced in one leftmost-longest pass."""
    known = {form: p for o, p in mapping.items() for form in (_clean(o).upper(), _clean(o))}
    return names.sub(lambda m: known[m[1]] + (m[2] or ""), _clean(text))


def _in_turns(quotes: Sequence[Quote]) -> list[Quote]:
    """Codes in their order; within a code the groups take turns, and the order of the interviews is gone."""
    codes = list(dict.fromkeys(q.code for q in quotes))
    turn: collections.Counter[tuple[str, str]] = collections.Counter()
    ranked = []
    for quote in sorted(quotes, key=lambda q: (codes.index(q.code), q.label, q.text)):
        turn[quote.code, quote.label] += 1
        ranked.append((codes.index(quote.code), turn[quote.code, quote.label], quote.label, quote))
    return [quote for *_, quote in sorted(ranked, key=lambda r: r[:3])]
