"""Where in an area a name fits."""

import functools
import itertools
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

Ring = Sequence[Sequence[float]]
Span = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top

LINES = 24  # heights that are tried

_BREAKS = re.compile(r"(?<=[ /-])|(?=\()")  # after a space, a slash or a hyphen, before a bracket
_BRACKET = re.compile(r"\s*\(.*\)$")


def broken(name: str) -> list[str]:
    r"""Ways to set a name without breaking a word: in as few lines as can be first, and at last without its bracket.

    Examples
    --------
    >>> broken("Leer (Ostfriesland)")
    ['Leer (Ostfriesland)', 'Leer\n(Ostfriesland)', 'Leer']
    """
    pieces = [p for p in _BREAKS.split(name) if p]
    ways = [_lines(pieces, _narrowest(pieces, many)) for many in range(len(pieces))]
    return list(dict.fromkeys([*ways, _BRACKET.sub("", name)]))


def _narrowest(pieces: Sequence[str], many: int) -> tuple[int, ...]:
    """Where to cut so often that the longest line is as short as can be."""
    return min(itertools.combinations(range(1, len(pieces)), many), key=lambda cuts: max(map(len, _lines(pieces, cuts).split("\n"))))


def _lines(pieces: Sequence[str], cuts: Sequence[int]) -> str:
    """Pieces put together to lines."""
    ends = itertools.pairwise([0, *cuts, len(pieces)])
    return "\n".join("".join(pieces[start:end]).strip() for start, end in ends)


def place(rings: Sequence[Ring], width: float, height: float, taken: Sequence[Box] = ()) -> tuple[float, float] | None:
    """Middle of a box of that size that lies within an area, as near to the area's middle height as can be.

    Parameters
    ----------
    rings
        Outer ring and holes.
    width, height
        Size of the box in the units of the rings.
    taken
        Boxes that it must not touch.

    Returns
    -------
    tuple of float or None
        x and y; None where no box was found.

    Examples
    --------
    >>> place([[(0, 0), (4, 0), (4, 2), (0, 2), (0, 0)]], 3, 1)
    (2.0, 1.0)
    """
    edges = _edges(rings)
    low, high = edges[:, 1].min() + height / 2, edges[:, 1].max() - height / 2
    if high < low or width > np.ptp(edges[:, 0]):
        return None
    middle = (low + high) / 2
    heights = [low + (high - low) * i / LINES for i in range(LINES + 1)]
    for y in sorted(heights, key=lambda h: abs(h - middle)):
        spans = _inside(edges, y)
        for share in (-0.5, 0.5, -0.25, 0.25):
            spans = _common(spans, _inside(edges, y + height * share), width) if spans else []
        for start, end in _without(spans, [b for b in taken if b[1] < y + height / 2 and b[3] > y - height / 2]):
            if end - start >= width:
                return float((start + end) / 2), float(y)
    return None


def _edges(rings: Sequence[Ring]) -> "np.ndarray[Any, Any]":
    """Edges as rows of x1, y1, x2, y2."""
    corners = [np.asarray(ring, float) for ring in rings]
    return np.concatenate([np.hstack([c, np.roll(c, -1, axis=0)]) for c in corners])


def _inside(edges: "np.ndarray[Any, Any]", y: float) -> list[Span]:
    """Parts of a horizontal line that lie within the area (even-odd rule)."""
    x1, y1, x2, y2 = edges[(edges[:, 1] <= y) != (edges[:, 3] <= y)].T
    crossings = np.sort(x1 + (y - y1) * (x2 - x1) / (y2 - y1)).tolist()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _common(spans: list[Span], others: list[Span], least: float) -> list[Span]:
    """What two lines have in common, as far as it is long enough."""
    return [(max(a, c), min(b, d)) for a, b in spans for c, d in others if min(b, d) - max(a, c) >= least]


def _without(spans: list[Span], boxes: Sequence[Box]) -> list[Span]:
    """What boxes leave of spans, longest first."""
    for left, _, right, _ in boxes:
        spans = [piece for a, b in spans for piece in ((a, min(b, left)), (max(a, right), b)) if piece[1] > piece[0]]
    return sorted(spans, key=lambda s: s[0] - s[1])


def beside(spot: tuple[float, float], width: float, height: float, taken: Sequence[Box], room: Box) -> tuple[float, float] | None:
    """Middle of a box of that size near a spot that touches no other and stays in the room.

    Parameters
    ----------
    spot
        What the box belongs to.
    width, height
        Its size.
    taken, room
        Boxes that it must not touch, and the one that it must stay in.

    Returns
    -------
    tuple of float or None
        The nearest of places on rings around the spot, right of it first; None where all are taken.
    """
    for reach in (4.5, 8, 14, 22, 32, 44):
        for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (0.7, -0.7), (-0.7, 0.7), (-0.7, -0.7)):
            x, y = spot[0] + across * (reach + width / 2), spot[1] + up * (reach + height / 2)
            box = boxed(x, y, width, height)
            if room[0] <= box[0] and box[2] <= room[2] and room[1] <= box[1] and box[3] <= room[3] and not any(map(functools.partial(touch, box), taken)):
                return x, y
    return None


def boxed(x: float, y: float, width: float, height: float) -> Box:
    """Box around its middle."""
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes have a part in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
