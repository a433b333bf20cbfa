"""Age groups that overlap: »10–13« in one table and »10–14« in another differ by the fourteen-year-olds, whom nobody printed."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

from workbench.disclosure.published import Published

_DIMENSION = re.compile(r"Alter(?:s(?:gruppen?|klassen?|stufen?|jahre?))?(?: in Jahren)?")
_OLDEST = 200
_YEARS = r"(?:\s*(?:Jahre?n?|J\.))?"
_SPANS = tuple(
    (re.compile(pattern + _YEARS, re.IGNORECASE), ends)
    for pattern, ends in (
        (r"(\d+)\s*(?:bis|[-–—])\s*(?:unter|u\.)\s*(\d+)", lambda a, b: (a, b - 1)),
        (r"(\d+)\s*(?:bis|[-–—])\s*(\d+)", lambda a, b: (a, b)),
        (r"(?:unter|<)\s*(\d+)", lambda a: (0, a - 1)),
        (r"bis\s*(\d+)", lambda a: (0, a)),
        (rf"(\d+){_YEARS}\s*(?:und älter|und mehr|\+)", lambda a: (a, _OLDEST)),
        (r"(?:ab|≥)\s*(\d+)", lambda a: (a, _OLDEST)),
        (r"(?:über|>)\s*(\d+)", lambda a: (a + 1, _OLDEST)),
        (r"(\d+)", lambda a: (a, a)),
    )
)


def one_dimension(tables: Sequence[Published]) -> list[Published]:
    """Tables whose ages are one dimension, whether they call it »Alter« or »Altersgruppe«; as they are where one of them has two such keys."""
    named = [[d for d in t.keys if _DIMENSION.fullmatch(d)] for t in tables]
    names = dict.fromkeys(d for t in tables for d in (*t.keys, *t.where) if _DIMENSION.fullmatch(d))
    if len(names) < 2 or any(len(n) > 1 for n in named) or any(sum(d in t.where for d in names) > 1 for t in tables):
        return list(tables)
    one = next(iter(names))
    return [_renamed(t, dict.fromkeys(names, one)) for t in tables]


def _renamed(table: Published, names: Mapping[str, str]) -> Published:
    """Table with other names of its dimensions."""
    return dataclasses.replace(
        table, keys=tuple(names.get(d, d) for d in table.keys), additive=tuple(names.get(d, d) for d in table.additive), where={names.get(d, d): codes for d, codes in table.where.items()},
        parents={names.get(d, d): codes for d, codes in table.parents.items()}, seeming={names.get(d, d): codes for d, codes in table.seeming.items()},
    )  # fmt: skip


def pieces(dimension: str, names: Iterable[str]) -> dict[str, int]:
    """Give each code of a dimension a bit of its own; groups of ages get one for each piece that tells them apart.

    Parameters
    ----------
    dimension
        Its name.
    names
        Its codes.

    Returns
    -------
    dict of str to int
        Code → bits.

    Examples
    --------
    >>> pieces("Altersgruppe", ["10–13", "10–14", "unbekannt"])
    {'10–13': 1, '10–14': 3, 'unbekannt': 4}
    >>> pieces("Alter", ["bis 26", "über 26", "26–6"])
    {'bis 26': 1, 'über 26': 2, '26–6': 4}
    """
    names = list(names)
    spans = {n: s for n in names if (s := _span(n))} if _DIMENSION.fullmatch(dimension) else {}
    cuts = sorted({end for low, high in spans.values() for end in (low, high + 1)})
    parts = [low for low in cuts if any(a <= low <= b for a, b in spans.values())]
    bits = {n: sum(1 << i for i, low in enumerate(parts) if a <= low <= b) for n, (a, b) in spans.items()}
    others = (n for n in names if n not in spans)
    return {n: bits.get(n, 0) for n in names} | {n: 1 << (len(parts) + i) for i, n in enumerate(others)}


def _span(code: str) -> tuple[int, int] | None:
    """First and last age of a group; None where a code is none, or ends before it begins."""
    found = next(((ends, m) for pattern, ends in _SPANS if (m := pattern.fullmatch(code.strip()))), None)
    low, high = found[0](*map(int, found[1].groups())) if found else (1, 0)
    return (low, high) if low <= high else None
