"""Rows that are sums of other rows without saying so: totals under the name of a part (»Mo–Di«), found by name and by value."""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from workbench.disclosure.published import Published
from workbench.disclosure.system import Floats
from workbench.schemas.terms import TOTAL

_SPAN = re.compile(r"\s*(?:[–—-]|\bbis\b)\s*")
_LIST = re.compile(r"\s*(?:[,+/&]|\bund\b)\s*")
_MANY = 60  # codes along a dimension, beyond which only names are read
_CHANCE = 5  # a run of rows is a sum where so many times more numbers were possible than runs were tried
_LINES = 50  # of a table are tried: those with the largest numbers; what they show is then looked at in all
_NEAR = 1e-6

Sum = tuple[str, tuple[str, ...]]  # code, and the codes that it is made of


def seeming(part: Published, others: Sequence[Published]) -> dict[str, dict[str, str]]:
    """Codes that seem to be parts of another code of the same table.

    Parameters
    ----------
    part
        Table with its true values.
    others
        Tables published before: their codes of the same measure may be parts too.

    Returns
    -------
    dict
        Dimension → code → code that it seems to be a part of, like ``parents``; only along dimensions that add up.

    Notes
    -----
    A row is taken for a sum where it comes to all the others; where its name says so (»Mo–Di«, »Nord und Süd«) and the
    numbers do not object; and where it comes to a run of neighbouring rows, line by line, too often for chance. What is
    taken for a sum wrongly costs a few more hidden cells; tables that contradict it refute it. What is not seen:
    small sums in tables of one or two lines (below about 5 times the number of runs), and sums of scattered rows, both under
    a name of their own: ``parents`` declares them.
    """
    same = [t for t in others if t.measure == part.measure]
    found = {key: _along(part, place, _known(key, same)) for place, key in enumerate(part.keys) if key in part.additive}
    return {key: parts for key, parts in found.items() if parts}


def _known(key: str, tables: Sequence[Published]) -> list[str]:
    """Codes of a dimension in other tables, in their order."""
    return list(dict.fromkeys(codes[t.keys.index(key)] for t in tables if key in t.keys for codes in t.codes))


def _along(part: Published, place: int, elsewhere: Sequence[str]) -> dict[str, str]:
    """Parts and their sums along a dimension; what was found stands for its parts from then on."""
    codes, numbers = _lines(part, place)
    declared = part.parents.get(part.keys[place], {})
    if not codes:
        return {}
    top, wholes = [c for c in codes if declared.get(c) not in codes], set(declared.values())
    found: dict[str, str] = {}
    while hit := next(_sums(top, wholes, {c: numbers[:, codes.index(c)] for c in top}), None):
        found |= dict.fromkeys(hit[1], hit[0])
        wholes.add(hit[0])
        top = [c for c in top if c not in hit[1]]
    for whole in (c for c in top if c not in wholes):
        strangers = [c for c in _named(whole, [c for c in elsewhere if c not in {whole, TOTAL}]) if c not in codes and c not in declared]
        found |= dict.fromkeys(strangers, whole)
    return found


def _lines(part: Published, place: int) -> tuple[list[str], Floats]:
    """Codes along a dimension and their numbers, line by line; none where a line has its total: then the parts are known to be all."""
    if any(codes[place] == TOTAL for codes in part.codes):
        return [], np.zeros((0, 0))
    codes = list(dict.fromkeys(c[place] for c in part.codes))
    rests = list(dict.fromkeys(c[:place] + c[place + 1 :] for c in part.codes))
    at, row = {c: i for i, c in enumerate(codes)}, {r: i for i, r in enumerate(rests)}
    numbers = np.zeros((len(rests), len(codes)))
    for c, value in zip(part.codes, part.values, strict=True):
        numbers[row[c[:place] + c[place + 1 :]], at[c[place]]] = value or 0
    return codes, numbers


def _sums(top: Sequence[str], wholes: set[str], numbers: Mapping[str, Floats]) -> Iterator[Sum]:
    """Codes that come to a sum of others."""
    candidates = [c for c in top if c not in wholes and numbers[c].any()]
    every = np.sum([numbers[c] for c in top], axis=0)
    for whole in candidates:
        others = tuple(c for c in top if c != whole)
        half = np.abs(every - 2 * numbers[whole]).max() < _NEAR
        for parts in (*([others] if half else []), tuple(_named(whole, others))):
            if _adds_up(numbers[whole], [numbers[c] for c in parts]):
                yield whole, parts
    for whole in candidates if len(top) <= _MANY else ():
        others = tuple(c for c in top if c != whole)
        yield from ((whole, others[i:j]) for i, j in _runs(numbers[whole], [numbers[c] for c in others]))


def _adds_up(whole: Floats, parts: Sequence[Floats]) -> bool:
    """Whether several numbers above zero come to another, in every line."""
    return sum(bool(p.any()) for p in parts) > 1 and bool(np.abs(np.sum(parts, axis=0) - whole).max() < _NEAR)


def _runs(whole: Floats, parts: Sequence[Floats]) -> Iterator[tuple[int, int]]:
    """Neighbouring rows that come to a number, where chance would hardly do that."""
    tried = len(parts) * (len(parts) - 1) / 2
    if np.log(np.maximum(whole, 1)).sum() < np.log(max(_CHANCE * tried, 1)):
        return
    tall = np.argsort(-whole, kind="stable")[:_LINES]
    sums, said = np.cumsum([np.zeros(len(tall)), *(p[tall] for p in parts)], axis=0), whole[tall]
    for i in range(len(parts)):
        hits = np.flatnonzero(np.abs(sums[i + 2 :] - sums[i] - said).max(axis=1, initial=0) < _NEAR)
        yield from ((i, i + 2 + j) for j in hits.tolist() if _adds_up(whole, parts[i : i + 2 + j]))


def _named(whole: str, codes: Sequence[str]) -> list[str]:
    """Codes that the name of another says it is made of: from one to the next, or listed."""
    if not (_SPAN.search(whole) or _LIST.search(whole)):
        return []
    bare = [c.rpartition("/")[2] for c in codes]
    name = whole.rpartition("/")[2] if all("/" in c for c in codes) else whole
    for at in _SPAN.finditer(name):
        ends = name[: at.start()].strip(), name[at.end() :].strip()
        if all(e in bare for e in ends) and bare.index(ends[0]) < bare.index(ends[1]):
            return list(codes[bare.index(ends[0]) : bare.index(ends[1]) + 1])
    listed = [n.strip() for n in _LIST.split(name)]
    return [codes[bare.index(n)] for n in listed] if len(listed) > 1 and all(n in bare for n in listed) else []
