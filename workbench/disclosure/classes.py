"""Words that say how large hidden counts are: amounts (»1 bis 2«, »wenige«, »eine«), yes and no, classes in any words."""

import functools
import math
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.alignment import spelt
from workbench.disclosure.model import texts_of
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import orders

_WORDS = ("null", r"ein(?:e[rsnm]?|s)?", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn")
_FILLED = re.compile(r"^n\s*(?=[<≤>≥])|^(?:nur|genau|etwa|circa|ca\.?|rund|jeweils|insgesamt)\s+")
_UNIT = re.compile(r"\s*(?:personen?|kind(?:er)?|f[aä]lle?|jugendlichen?r?|besuch(?:e|ende)?|besucher(?:innen)?|mädchen|jungen?|nennung(?:en)?|antwort(?:en)?|familien?)$")
_RANGES = (  # pattern of an amount, and its least and greatest count by the numbers in it
    (r"\(-?([\d.]+),\s*([\d.]+)\]", lambda a, b: (a + 1 if a >= 1 else 0, b)),
    (r"\[([\d.]+),\s*([\d.]+)\)", lambda a, b: (a, b - 1)),
    (r"(\d+)\s*(?:bis|oder|und|[-–—/])\s*(\d+)", lambda a, b: (a, b)),
    (r"(?:unter|weniger als|kleiner als|<)\s*(\d+)", lambda a: (0, a - 1)),
    (r"(?:bis|bis zu|höchstens|maximal|max\.?|≤|<=)\s*(\d+)", lambda a: (0, a)),
    (r"(?:über|mehr als|>)\s*(\d+)", lambda a: (a + 1, math.inf)),
    (r"(?:ab|mindestens|≥|>=)\s*(\d+)", lambda a: (a, math.inf)),
    (r"(\d+)\s*(?:\+|(?:und|oder) mehr)", lambda a: (a, math.inf)),
)
_FEW = re.compile(r"(?:(?:sehr|nur|ganz|zu|einige) )*(?:wenige?|einzelne|vereinzelt|kaum|einzelf[aä]lle?|(?:kleine|geringe) (?:an)?zahl)")
_SIZE = re.compile(r"(?:sehr )?(?:kleine?|geringe?|niedrige?)|(?:unter|nied|ober|mittl|erst|zweit|1\.|2\.)\S* (?:drittel|viertel|fünftel|quartil|quintil)")
_MARKS = re.compile(r"([^\w\s–—-]|[ix])(?:\s?\1){0,99}\s*")  # a tally
_SMALL = re.compile(r"klein|wenig|gering|unter|kaum|selten|geheim|gesperrt|verb[eo]rg|schutz|anonym|[<≤]", re.IGNORECASE)  # a column of yes and no
_YES = ({"0", "1"}, {"ja", "nein"}, {"x", "–"})
_CHANCE, _SEVERAL = 20, 10  # so many times likelier than that some of the codes fall so; so many ways to choose the hidden rows


def tells(name: str, column: pd.Series, counts: Floats, gone: Bools) -> bool:
    """Whether the words of a column say how large hidden counts are.

    Parameters
    ----------
    name
        Name of the column.
    column
        Its cells.
    counts
        True counts of the same rows, a column for each count.
    gone
        Rows whose counts are hidden.

    Returns
    -------
    bool
        Where amounts agree with all counts beside them; where words for few, or yes and no, stand just beside the hidden ones; and where
        words for sizes, or yes and no, divide the hidden counts by their size in so many rows that it is no chance.
    """
    said = set(column.dropna().unique())
    number = pd.api.types.is_numeric_dtype(column) and not said <= {0, 1}
    if number or column[gone].isna().all() or any(said <= set(order) for order in orders()):
        return False
    texts, codes = [t.casefold() for t in texts_of(column)], spelt(column)
    few, ranges = np.array([bool(_FEW.fullmatch(t)) for t in texts]), [amount(t) for t in texts]
    sized = any(ranges) or any(map(_SIZE.fullmatch, texts))
    beside, others = ([c for c, g in zip(codes, gone, strict=True) if g is side] for side in (np.True_, np.False_))
    return (
        _amounts(ranges, counts, gone)
        or ((few & gone).any() and not (few & ~gone).any())
        or ((sized or set(codes) in _YES) and _divided(beside, others, counts[gone], likely=bool(_SMALL.search(name)), sized=sized))
    )


def _amounts(ranges: Sequence[tuple[float, float] | None], counts: Floats, gone: Bools) -> bool:
    """Whether amounts, some of them beside hidden counts, hold for all counts beside them."""
    given = [(r, row) for row, r in enumerate(ranges) if r is not None]
    return any(gone[row] for _, row in given) and any(all(r[0] <= count[row] <= r[1] for r, row in given) for count in counts.T)


def _divided(beside: Sequence[str], others: Sequence[str], counts: Floats, *, likely: bool, sized: bool) -> bool:
    """Whether yes and no stand just beside the hidden counts, or words divide them by their size; by more than chance unless it is likely."""
    exact = not sized and len(set(beside)) == 1 and beside[0] not in others
    ways = math.comb(len(beside) + len(others), len(beside))
    return (exact and (likely or ways >= _SEVERAL)) or any(split(beside, count, 0 if likely else _CHANCE) for count in counts.T)


@functools.lru_cache(maxsize=10_000)
def amount(text: str) -> tuple[float, float] | None:
    """Least and greatest count that a text in small letters stands for, if it is an amount.

    Examples
    --------
    >>> amount("1 bis 2"), amount("weniger als drei"), amount("nur eine"), amount("ab 10"), amount("■ ■ ■"), amount("nord")
    ((1.0, 2.0), (0.0, 2.0), (1.0, 1.0), (10.0, inf), (3.0, 3.0), None)
    """
    if marks := _MARKS.fullmatch(text):
        return (many := float(marks[0].count(marks[1]))), many
    bare = _FILLED.sub("", text)
    for number, word in enumerate(_WORDS):
        bare = re.sub(rf"\b{word}\b", str(number), bare)
    plain = _UNIT.sub("", bare)
    for pattern, ends in _RANGES:
        if found := re.fullmatch(pattern, plain):
            low, high = ends(*map(float, found.groups()))
            return float(low), float(high)
    alone = plain.isdecimal() and plain != text  # digits alone may be anything
    return (float(plain), float(plain)) if alone else None


def split(codes: Sequence[str], counts: Floats, chance: float) -> bool:
    """Whether codes are classes of counts: below some number stand other ones than above it, in so many rows that it is no chance."""
    for most in np.unique(counts[~np.isnan(counts)])[:-1]:
        low, high = ({code for code, few in zip(codes, counts <= most, strict=True) if few is side} for side in (np.True_, np.False_))
        if not low & high and math.comb(len(counts), int((counts <= most).sum())) >= chance * 2 ** len(low | high):
            return True
    return False
