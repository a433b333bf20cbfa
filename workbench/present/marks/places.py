"""Where in an area a name fits."""

import itertools
import re
from collections.abc import Sequence

Ring = Sequence[tuple[float, float]]
Span = tuple[float, float]

LINES = 24  # heights that are tried

_BREAKS = re.compile(r"(?<=[ -])|(?=\()")  # after a space or a hyphen, before a bracket
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


def place(rings: Sequence[Ring], width: float, height: float) -> tuple[float, float] | None:
    """Middle of a box of that size that lies within an area, as near to the area's middle height as can be.

    Parameters
    ----------
    rings
        Outer ring and holes.
    width, height
        Size of the box in the units of the rings.

    Returns
    -------
    tuple of float or None
        x and y; None where no box was found.

    Examples
    --------
    >>> place([[(0, 0), (4, 0), (4, 2), (0, 2), (0, 0)]], 3, 1)
    (2.0, 1.0)

    """
    ys = [y for _, y in rings[0]]
    low, high = min(ys) + height / 2, max(ys) - height / 2
    middle = (low + high) / 2
    heights = [low + (high - low) * i / LINES for i in range(LINES + 1)] if high >= low else []
    for y in sorted(heights, key=lambda h: abs(h - middle)):
        for start, end in _common([_inside(rings, y + height * share) for share in (-0.5, -0.25, 0, 0.25, 0.5)]):
            if end - start >= width:
                return (start + end) / 2, y
    return None


def _inside(rings: Sequence[Ring], y: float) -> list[Span]:
    """Parts of a horizontal line that lie within the area (even-odd rule)."""
    crossings = sorted(x for ring in rings for x in _crossings(ring, y))
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _crossings(ring: Ring, y: float) -> list[float]:
    """Where a ring crosses a height."""
    edges = zip(ring, [*ring[1:], ring[0]], strict=True)
    return [x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges if (y1 <= y) != (y2 <= y)]


def _common(lines: Sequence[list[Span]]) -> list[Span]:
    """Spans that lie in all lines, longest first."""
    found = lines[0]
    for spans in lines[1:]:
        found = [(max(a, c), min(b, d)) for a, b in found for c, d in spans if min(b, d) > max(a, c)]
    return sorted(found, key=lambda s: s[0] - s[1])
