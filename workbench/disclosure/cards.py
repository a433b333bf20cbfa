"""The door for texts that people wrote themselves: cards of a World Café, open answers of a survey."""

import collections
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

import pandas as pd

from workbench.disclosure.mapping import Pseudonyms
from workbench.disclosure.text import ReleasedQuotes, Speaker, released, yes
from workbench.errors import ReleaseError
from workbench.project import Rule

WRITERS = "Teilnehmende"  # whoever wrote a text that is shown without attributes
OTHERS = "weitere Teilnehmende"  # … whose attributes are too rare

RULE = (
    "Karten und Antworten stehen nur mit Freigabe da, ohne Namen; Merkmale stehen nur dabei, wo mindestens {k} Personen sie teilen "
    "(ohne Angabe der Person zählt jeder Text); was auf eine Person weist, bleibt zurück."
)


def release_cards(cards: pd.DataFrame, *, by: Sequence[str] = (), mapping: Mapping[str, str], rule: Rule, source: str, words: Collection[str] = ()) -> ReleasedQuotes:
    """Release texts that people wrote themselves.

    Parameters
    ----------
    cards
        Columns Thema, Text, Freigabe (true releases), and those of ``by``. Optional: Person (missing where nobody knows), Anlass
        (a person's number is one of that occasion), Ort (attributes count per place).
    by
        Attributes that are shown with a text, the most important first: occasion, age group, area.
    mapping, rule, source, words
        As in `workbench.disclosure.text.release_quotes`.

    Returns
    -------
    ReleasedQuotes
        Texts with pseudonyms, each with the attributes that enough persons share, and the number withheld by reason.

    Raises
    ------
    ReleaseError
        As `workbench.disclosure.text.release_quotes`.

    Notes
    -----
    Fail-closed: only texts with a release flag leave, and only their writers count. A combination of attributes that fewer
    than ``mindestpersonen`` persons share loses its last attribute, and so on; who is too few even among »weitere
    Teilnehmende« stays in the house. Texts without a person count one by one, the same text once: who has put many cards on
    the table counts as many persons, so attributes of single persons belong to texts whose persons are known.
    """
    rows = cards.reset_index(drop=True)
    free = yes(rows["Freigabe"])
    speakers = _speakers(rows[free], by, rule.mindestpersonen)
    texts = [(theme, speakers.get(i, Speaker("")), text, bool(flag)) for i, (theme, text, flag) in enumerate(zip(_texts(rows, "Thema"), _texts(rows, "Text"), free, strict=True))]
    return released(texts, Pseudonyms(mapping, words), source, RULE.format(k=rule.mindestpersonen), typed=True)


def alike(new: ReleasedQuotes, before: Iterable[ReleasedQuotes]) -> None:
    """Refuse texts that were shown with other attributes: side by side, two descriptions of a text may fit one person only.

    Parameters
    ----------
    new
        What is released now.
    before
        What the report has released.

    Raises
    ------
    ReleaseError
        With what to do; no text is repeated.
    """
    now = _labels(new)
    for known in map(_labels, before):
        if any(not (now[text] <= known[text] or known[text] <= now[text]) for text in now.keys() & known.keys()):
            raise ReleaseError("bericht.cards: Dieselben Texte stehen in diesem Bericht schon mit anderen Merkmalen; nebeneinander beschrieben sie einzelne Personen. Bitte einmal freigeben, mit allen Merkmalen in by=[…], und daraus wählen: karten.only(…).")


def _labels(texts: ReleasedQuotes) -> dict[str, set[str]]:
    """Under which labels each text is shown."""
    found = collections.defaultdict[str, set[str]](set)
    for quote in texts.items:
        found[quote.text].add(quote.label)
    return found


def _speakers(cards: pd.DataFrame, by: Sequence[str], minimum: int) -> dict[Hashable, Speaker]:
    """Attributes under which each text is shown; a text whose writers are too few even without any has none."""
    found: dict[Hashable, Speaker] = {}
    rest, who = cards, _writers(cards)
    for n in range(len(by), -1, -1):
        label = _joined(rest, by[:n])
        size = who[rest.index].groupby([_texts(rest, "Ort"), label]).transform("nunique")
        shared = size >= minimum
        found |= {i: Speaker(name or (OTHERS if by else WRITERS), wider=n < len(by)) for i, name in label[shared].items()}
        rest = rest[~shared]
    return found


def _writers(cards: pd.DataFrame) -> "pd.Series[str]":
    """Who wrote each text, as far as texts can be told apart; a person has a number at each occasion."""
    person = _texts(cards, "Person").str.strip()
    return ("P " + _texts(cards, "Anlass") + " " + person).where(person != "", "T " + _texts(cards, "Text").str.split().str.join(" "))


def _joined(cards: pd.DataFrame, by: Sequence[str]) -> "pd.Series[str]":
    """Attributes of each text in one label; those that are missing are left out."""
    columns = [_texts(cards, name) for name in by]
    return pd.Series([", ".join(filter(None, row)) for row in zip(*columns, strict=True)] if by else "", index=cards.index, dtype="str")


def _texts(cards: pd.DataFrame, name: str) -> "pd.Series[str]":
    """Column as text, empty where it or a cell of it is missing."""
    return cards[name].astype("object").where(cards[name].notna(), "").astype("str") if name in cards else pd.Series("", index=cards.index, dtype="str")
