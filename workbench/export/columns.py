"""Widths of the columns of a table on paper, where nothing scrolls; counted in characters."""

import functools
import math
import re
from collections.abc import Sequence
from itertools import pairwise

from workbench.export.document import Figure, Table

_LINE = 28  # so many characters of a text stand in one line before it is broken
_FULL = 60  # more in one line do not read better
_ROOM = 2  # between two columns
_UPRIGHT = 5  # what two lines that stand upright take


def needed(grid: Table | Figure, *, heads: bool = True) -> int:
    """Least width of a table in which no word and no number is broken.

    Parameters
    ----------
    grid
        The table.
    heads
        Whether the heads lie; else they stand upright, and need a line each.

    Returns
    -------
    int
        Characters, with the room between columns.
    """
    return sum(least for least, _ in _sizes(grid, heads=heads))


def widths(grid: Table | Figure, room: float, *, heads: bool = True) -> list[float]:
    """Share a line out among the columns.

    Parameters
    ----------
    grid
        The table.
    room
        Characters that a line holds.
    heads
        As `needed`.

    Returns
    -------
    list of float
        Characters per column; together as many as the table needs to be read well, never more than the room.
    """
    sizes = _sizes(grid, heads=heads)
    least = [w for w, _ in sizes]
    well = [max(w, _ROOM + min(longest, _LINE)) for w, longest in sizes]
    whole = [max(w, _ROOM + min(longest, _FULL), heads * (_ROOM + min(len(c.label), _LINE))) for w, (_, longest), c in zip(well, sizes, grid.columns, strict=True)]
    for narrow, wide in pairwise((least, well, whole)):
        if sum(wide) > room:
            return _between(narrow, wide, room)
    return [float(w) for w in whole]


def lines(grid: Table | Figure, wide: Sequence[float]) -> int:
    """Lines that the rows of a table take in columns of a width."""
    rooms = [max(1, w - _ROOM) for w in wide]
    taken = [[math.ceil(len(t) / room) for t in texts] if longest > room else map(bool, texts) for texts, room, (_, longest) in zip(grid.printed, rooms, _sizes(grid), strict=True)]
    return sum(map(max, zip(*taken, strict=True)))


def height(grid: Table | Figure) -> int:
    """Characters that heads need to stand upright, in two lines each."""
    return _ROOM + max(_halved(c.label.split()) for c in grid.columns)


def _halved(words: Sequence[str]) -> int:
    """Length of the longer of two lines, broken where that is shortest."""
    return min(max(len(" ".join(words[:i])), len(" ".join(words[i:]))) for i in range(len(words) + 1))


def _between(narrow: Sequence[int], wide: Sequence[int], room: float) -> list[float]:
    """Widths that fill the room: each column as far from narrow to wide as all others; where even narrow is too much, all shrink alike."""
    least = sum(narrow)
    if least >= room:
        return [w * room / least for w in narrow]
    share = (room - least) / (sum(wide) - least)
    return [n + share * (w - n) for n, w in zip(narrow, wide, strict=True)]


def _sizes(grid: Table | Figure, *, heads: bool = True) -> list[tuple[int, int]]:
    """Least width of each column, and the length of its longest text."""
    sizes = ((column, *_size(texts, whole=column.align == "right")) for column, texts in zip(grid.columns, grid.printed, strict=True))
    return [(_ROOM + max(word, _longest(column.label) if heads else _UPRIGHT), longest) for column, word, longest in sizes]


@functools.lru_cache(maxsize=1024)  # asked again by each format, for each way to set a table
def _size(texts: tuple[str, ...], *, whole: bool) -> tuple[int, int]:
    """Length of the longest word in a column, where numbers are never broken, and of its longest text."""
    longest = max(map(len, texts), default=0)
    return longest if whole else max(map(_longest, texts), default=0), longest


@functools.lru_cache(maxsize=16_384)
def _longest(text: str) -> int:
    """Length of the longest part that no line may break; an endless word is broken anywhere."""
    return max((min(len(part), _LINE) for part in re.findall(r"[^ \-–/]+[\-–/]?", text.replace(" %", "\u00a0%"))), default=0)
