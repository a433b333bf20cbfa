"""Which names stand on a map, where, and which go into the list beside it; in points from the lower left of the map.

Facilities come first, then the names of areas that fit into them, then numbers for the others: in the area, else beside it
with a line. No two of them touch.
"""

import dataclasses
import itertools
import string
from collections.abc import Sequence
from typing import Any

import numpy as np

from workbench.present.marks.places import Box, Ring, beside, boxed, broken, place
from workbench.present.marks.sheet import width_of

SIZES = (7.5, 6.5)  # of names; the smaller one where the other does not fit
NUMBER = 7.0  # size of numbers and letters
DOT = 8.5  # points across: 3 mm, the smallest area that one can see
PIN = 6.5  # points across a facility's mark
MARGIN = 14  # numbers may stand so far outside the map
_AIR, _TIGHT = 5, 2  # points beside a name, beside a number


@dataclasses.dataclass(frozen=True)
class Area:
    """An area in points: ``name`` (empty: none is written), ``sign`` before it, and its parts with their rings, the largest first."""

    name: str
    sign: str
    parts: tuple[tuple[Ring, ...], ...]

    @property
    def box(self) -> Box:
        """Bounds of all parts."""
        corners = np.concatenate([np.asarray(part[0], float) for part in self.parts])
        return (*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())

    @property
    def tiny(self) -> bool:
        """Whether it is too small to be seen."""
        left, bottom, right, top = self.box
        return max(right - left, top - bottom) < DOT

    @property
    def spot(self) -> tuple[float, float]:
        """A point in its largest part."""
        left, bottom, right, top = self.box
        return place(self.parts[0], 0, 0) or ((left + right) / 2, (bottom + top) / 2)


@dataclasses.dataclass(frozen=True)
class Label:
    """A text on the map: its middle, size and box, the number of its area (-1: of a facility), whether it stands in it, and where its line goes to."""

    text: str
    x: float
    y: float
    size: float
    box: Box
    area: int
    inside: bool
    to: tuple[float, float] | None = None


def labels(areas: Sequence[Area], pins: Sequence[tuple[float, float]], size: tuple[float, float], room: int, *, detail: tuple[Box, Box] | None = None) -> tuple[list[Label], list[tuple[str, str]], int]:
    """Place all texts of a map.

    Parameters
    ----------
    areas
        Areas.
    pins
        Where facilities stand.
    size
        Width and height of the map.
    room
        Lines that the list beside it has for areas.
    detail
        Part of the map that is shown again, enlarged, and where: what stands on it belongs to the map or to the detail, never to both.

    Returns
    -------
    tuple
        Labels; numbers with the names of areas that they stand for, by name; how many areas have neither.
    """
    taken = [boxed(x, y, PIN + 1, PIN + 1) for x, y in pins] + [boxed(*a.spot, DOT, DOT) for a in areas if a.tiny]
    taken += [detail[0], *_edges(detail[1])] if detail else []
    around = (-MARGIN, min(-2.0, detail[1][1] if detail else 0), size[0] + MARGIN, size[1] + MARGIN)
    found = [label for mark, spot in zip(letters(len(pins)), pins, strict=False) for label in _kept(_beside(mark, spot, taken, around, -1), taken)]
    named = {i: _kept(_within(area, i, taken), taken) for i, area in enumerate(areas) if area.name}
    rest = sorted((i for i, label in named.items() if not label), key=lambda i: areas[i].name.casefold())
    listed = [(str(n), areas[i].name) for n, i in enumerate(rest, 1)] if len(rest) <= room else []
    found += itertools.chain.from_iterable(named.values())
    for n, i in enumerate(rest, 1):
        text = f"{areas[i].sign}{n if listed else ''}"
        found += _kept(text and (_fit(areas[i], i, text, NUMBER, taken) or _beside(text, areas[i].spot, taken, around, i)), taken)
    return found, listed, len(rest) - len(listed)


def _edges(frame: Box) -> list[Box]:
    """Sides of a frame."""
    left, bottom, right, top = frame
    return [(left, bottom, right, bottom + 1), (left, top - 1, right, top), (left, bottom, left + 1, top), (right - 1, bottom, right, top)]


def letters(many: int) -> list[str]:
    """Letters of facilities; none where there are more than the alphabet has."""
    return list(string.ascii_uppercase[:many]) if many <= len(string.ascii_uppercase) else []


def _kept(label: Any, taken: list[Box]) -> list[Label]:  # noqa: ANN401 (a label or nothing)
    """Label as a list, its box taken."""
    if not label:
        return []
    taken.append(label.box)
    return [label]


def _within(area: Area, number: int, taken: Sequence[Box]) -> Label | None:
    """Name inside an area, in one line or several."""
    ways = itertools.product(broken(area.name), SIZES)
    tried = (_fit(area, number, f"{area.sign} {text}" if area.sign else text, size, taken) for text, size in ways)
    return None if area.tiny else next((label for label in tried if label), None)


def _fit(area: Area, number: int, text: str, size: float, taken: Sequence[Box]) -> Label | None:
    """Text inside the largest part of an area, or the next that has room for it."""
    wide, high = width_of(text, size) + (_TIGHT if size == NUMBER else _AIR), (text.count("\n") + 1) * size * 1.15
    spots = (place(part, wide, high, taken) for part in area.parts[:3])
    spot = None if area.tiny else next((s for s in spots if s), None)
    return spot and Label(text, *spot, size, boxed(*spot, wide, high), number, inside=True)


def _beside(text: str, spot: tuple[float, float], taken: Sequence[Box], around: Box, area: int) -> Label | None:
    """Text near what it belongs to, with a line where it is not next to it."""
    wide, high = width_of(text, NUMBER) + _TIGHT, NUMBER * 1.15
    middle = beside(spot, wide, high, taken, around)
    near = middle and max(abs(middle[0] - spot[0]) - wide / 2, abs(middle[1] - spot[1]) - high / 2) < DOT
    return middle and Label(text, *middle, NUMBER, boxed(*middle, wide, high), area, inside=False, to=None if near else spot)
