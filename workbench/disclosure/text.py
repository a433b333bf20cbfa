"""The door for free text: quotations, summaries and lines of a concordance leave only through `release_quotes`."""

import collections
import dataclasses
import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Self

import numpy as np
import pandas as pd

from workbench.disclosure.cells import Released, Value, make
from workbench.disclosure.forms import PERSONAL, mentioned, named, spaced
from workbench.disclosure.mapping import Pseudonyms
from workbench.errors import ReleaseError
from workbench.methods.text import keyword_in_context
from workbench.project import Rule

OTHERS = "weitere Befragte"  # roles with too few persons, shown together

NO_RELEASE = "ohne Freigabe"
NO_CONSENT = "ohne Einwilligung"
FEW = "zu wenige Personen mit dieser Rolle oder diesen Merkmalen"
NAMED = "mit Namen oder persönlichen Angaben im Text"

RULE = "Zitiert wird nur mit Freigabe und Einwilligung und nur aus Rollen mit mindestens {k} Befragten; Namen sind ersetzt; was danach noch auf eine Person weist, bleibt zurück."

_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010]\s+(?=[^\W\d_])")  # a word that was broken at the end of a line

_TOKEN = object()  # only `release_quotes` may make a ReleasedQuotes


@dataclasses.dataclass(frozen=True)
class Speaker:
    """Who said something, as a reader may know it: a label; empty: too few bear it."""

    label: str
    named: bool = False
    wider: bool = False


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
    named
        Number of texts under a role that fewer persons have, with their consent.
    wider
        Number of texts shown under a wider group.
    """

    items: tuple[Quote, ...]
    withheld: tuple[tuple[str, int], ...]
    source: str
    rule: str
    named: int = 0
    wider: int = 0
    token: dataclasses.InitVar[object] = None

    def __post_init__(self, token: object) -> None:
        """Refuse to be made anywhere but behind this door."""
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
        """Number of texts, for a sentence; missing where there was nothing to release."""
        return Value(len(self.items) if self.items or self.withheld else None)

    def codes(self) -> Value:
        """Number of codes that have a text, for a sentence."""
        return Value(len({q.code for q in self.items}))

    def missing(self, *reasons: str) -> Value:
        """Number of texts that stay in the house, for a sentence; by default for all reasons but the missing release flag."""
        counted = reasons or (NO_CONSENT, FEW, NAMED)
        return Value(sum(n for reason, n in self.withheld if reason in counted) if self.items or self.withheld else None)

    def figures(self) -> list[str]:
        """Numbers in texts and labels, each with the word before it and with the one behind it: they are no results, so no table explains them."""
        said = [part.split() for part in {part for q in self.items for part in (q.text, q.label, q.code)}]
        pairs = (pair for words in said for pair in (itertools.pairwise(words) if len(words) > 1 else [words]))
        return sorted({found for pair in pairs if any(map(str.isdigit, found := " ".join(pair)))})

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


def release_quotes(
    quotes: pd.DataFrame, cases: pd.DataFrame, *, mapping: Mapping[str, str], rule: Rule, source: str, words: Collection[str] = (), groups: Mapping[str, str] | None = None,
    transcripts: pd.DataFrame | None = None,
) -> ReleasedQuotes:  # fmt: skip
    """Release free text of persons: quotations, case summaries, open answers, lines of a concordance.

    Parameters
    ----------
    quotes
        Columns Code, Fall, Text, Freigabe (true releases).
    cases
        Columns Fall, Rolle, Einwilligung (true consents); one row per person. Optional: Ort (a role counts per place),
        Rollengruppe (wider role), Nennung (true: she consents to be shown under her role, however few have it).
    mapping
        Original name → pseudonym.
    rule
        The project's rule; ``mindestpersonen`` is the smallest group that a quotation may come from.
    source
        Source line.
    words
        Names that are also places or common words: looked for only with their form of address.
    groups
        Role → wider role, where the column is empty or missing: declared in the project.
    transcripts
        Columns Fall, Text: names are replaced in the whole transcript, and the passage from Anfang to Ende (columns of
        ``quotes``) is cut from that, so that no name is cut in two and missed.

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
    Fail-closed: a text of an unknown case, and a text or label that after the replacement still holds a form of an
    original, an e-mail address, phone number, IBAN, street address or full date, is withheld. Persons without consent do
    not count towards the size of a role; a consent that was withdrawn takes the texts out at the next run. Roles that are
    too small are shown under their wider role, else as »weitere Befragte«, where enough persons bear that label.
    What remains: who knows which roles were asked can guess that a text of »weitere Befragte« comes from one of the
    small ones. The texts of the group are not told apart, and the table of roles names only roles that are large enough.
    """
    labels = _labels(cases, rule.mindestpersonen, groups or {})
    consenting = set(cases.loc[yes(cases["Einwilligung"]), "Fall"])
    names = Pseudonyms(mapping, words)
    said = quotes if transcripts is None else quotes.assign(Text=_cut(quotes, transcripts, names))
    found = said[["Code", "Fall", "Text"]].astype(str).assign(Freigabe=yes(said["Freigabe"])).drop_duplicates()
    speakers = {c: labels.get(c, Speaker("")) for c in consenting}
    texts = [(code, speakers.get(case), text, bool(flag)) for code, case, text, flag in found.itertuples(index=False, name=None)]
    return released(texts, names, source, RULE.format(k=rule.mindestpersonen))


def _cut(quotes: pd.DataFrame, transcripts: pd.DataFrame, names: Pseudonyms) -> pd.Series:
    """Passages with pseudonyms, cut from whole transcripts with pseudonyms; as they are where there is no transcript."""
    said = dict(zip(transcripts["Fall"], transcripts["Text"], strict=True))
    texts = quotes["Text"].astype(object)
    for case, passages in quotes[quotes["Fall"].isin(said)].groupby("Fall"):
        text, spans = names.remapped(said[case], passages[["Anfang", "Ende"]].to_numpy(dtype=np.int64))
        texts.loc[passages.index] = [text[start:end] for start, end in spans]
    return texts


def released(texts: Iterable[tuple[str, Speaker | None, str, bool]], names: Pseudonyms, source: str, rule: str, *, typed: bool = False) -> ReleasedQuotes:
    """Pass texts through the door.

    Parameters
    ----------
    texts
        Code, speaker (None: no consent; without a label: too few persons), text, release flag.
    names
        What is replaced, and must not be left.
    source, rule
        Source line; the rule in a sentence.
    typed
        Whether the speakers typed the texts themselves.

    Returns
    -------
    ReleasedQuotes
        What may leave, and how many texts stay for which reason.
    """
    withheld: collections.Counter[str] = collections.Counter()
    kept: list[Quote] = []
    told: collections.Counter[str] = collections.Counter()
    for code, speaker, original, flag in texts:
        text = names.replaced(spaced(original))
        said = dict.fromkeys((text, _BROKEN.sub("", text)))
        reason = _refused(flag=flag, speaker=speaker, said=said, about=(code, speaker.label if speaker else ""), names=names)
        reason = reason or (NAMED if any(mentioned(t, names.originals, names.words, typed=typed) or (typed and names.strange(t)) for t in said) else "")
        if reason or speaker is None:
            withheld[reason] += 1
        else:
            kept.append(Quote(text, speaker.label, code))
            told.update(name for name, here in (("named", speaker.named), ("wider", speaker.wider)) if here)
    return ReleasedQuotes(tuple(_in_turns(kept)), tuple(sorted(withheld.items())), source, rule, named=told["named"], wider=told["wider"], token=_TOKEN)


def _refused(*, flag: bool, speaker: Speaker | None, said: Iterable[str], about: Iterable[str], names: Pseudonyms) -> str:
    """Why a text stays in the house; empty where it may leave. No speaker: no consent; no label: too few persons."""
    if not flag:
        return NO_RELEASE
    if speaker is None:
        return NO_CONSENT
    if not speaker.label:
        return FEW
    looked_at = ((text, free) for texts, free in ((said, names.words), (about, names.labels)) for text in texts)
    return NAMED if any(PERSONAL.search(t) or named(t, names.originals, free) for t, free in looked_at) else ""


def yes(column: pd.Series) -> pd.Series:
    """Where a column says yes; anything else, a missing value too, is a no."""
    return column.map(lambda v: v is True or v is np.True_).astype(bool)


def _labels(cases: pd.DataFrame, minimum: int, groups: Mapping[str, str]) -> dict[str, Speaker]:
    """Label under which each case is cited; a case whose groups are all too small has none."""
    own = cases[yes(cases["Einwilligung"])].drop_duplicates("Fall")
    place = own["Ort"].astype(str) if "Ort" in own else pd.Series("", index=own.index)
    role = own["Rolle"].astype(str)
    given = own["Rollengruppe"].fillna("").astype(str) if "Rollengruppe" in own else pd.Series("", index=own.index)
    wider = given.where(given != "", role.map(lambda r: groups.get(r, "")))
    named_ = yes(own["Nennung"]) if "Nennung" in own else pd.Series(data=False, index=own.index)
    large = role.groupby([place, role]).transform("size") >= minimum
    label = role.where(large | named_, wider.where(wider != "", OTHERS))
    unknown = large | ~named_  # who is named does not hide anybody else
    few = unknown.groupby([place, label]).transform("sum") < minimum
    label = label.where(~few | large | named_, OTHERS)
    small = (unknown.groupby([place, label]).transform("sum") < minimum) & ~large & ~named_
    shown = zip(own["Fall"], label, large, named_, small, strict=True)
    return {case: Speaker(str(name), named=bool(yes and not big), wider=bool(not big and not yes)) for case, name, big, yes, lost in shown if not lost}


def _in_turns(quotes: Sequence[Quote]) -> list[Quote]:
    """Codes in their order; within a code the groups take turns, and the order of the interviews is gone."""
    codes = list(dict.fromkeys(q.code for q in quotes))
    turn: collections.Counter[tuple[str, str]] = collections.Counter()
    ranked = []
    for quote in sorted(quotes, key=lambda q: (codes.index(q.code), q.label, q.text)):
        turn[quote.code, quote.label] += 1
        ranked.append((codes.index(quote.code), turn[quote.code, quote.label], quote.label, quote))
    return [quote for *_, quote in sorted(ranked, key=lambda r: r[:3])]
