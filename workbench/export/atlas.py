"""A small map of places: their outlines where they lie, each with its name where there is room."""

import dataclasses
from collections.abc import Mapping, Sequence

Ring = Sequence[tuple[float, float]]
Box = tuple[float, float, float, float]  # left, top, right, bottom

SIDE = 320  # pixels of the longer side, without the names
DOT = 4  # radius of a place too small for its outline
_LINE, _LETTER, _GAP = 15, 7.6, 4  # of a name, in pixels: its height, a letter's width in a wide typeface, its distance


@dataclasses.dataclass(frozen=True)
class Name:
    """A name and where it begins on its line."""

    text: str
    x: float
    y: float


@dataclasses.dataclass(frozen=True)
class Atlas:
    """A map, in pixels."""

    box: tuple[float, float, float, float]  # left, top, width and height
    paths: Mapping[str, str]  # outline of each place in SVG's letters, by its key; large places first
    names: tuple[Name, ...]  # those for which there is room


def atlas(places: Mapping[str, tuple[str, Sequence[Ring]]]) -> Atlas | None:
    """Draw places.

    Parameters
    ----------
    places
        Name and rings of each place, by its key, in metres.

    Returns
    -------
    Atlas or None
        None where fewer than two places have an outline: one alone lies nowhere.
    """
    known = {key: (name, rings) for key, (name, rings) in places.items() if any(rings)}
    if len(known) < 2:
        return None
    west, _, _, north = whole = _box([ring for _, rings in known.values() for ring in rings])
    scale = SIDE / max(whole[2] - west, north - whole[1], 1)
    drawn = {key: [[((x - west) * scale, (north - y) * scale) for x, y in ring] for ring in rings] for key, (_, rings) in known.items()}
    boxes = {key: _least(_box(rings)) for key, rings in drawn.items()}
    large = sorted(drawn, key=lambda key: -_area(boxes[key]))
    names = _named({key: (known[key][0], boxes[key]) for key in large})
    left, top, right, bottom = _around([*boxes.values(), *map(_written, names)])
    return Atlas((left - 2, top - 2, right - left + 4, bottom - top + 4), {key: _path(drawn[key], boxes[key]) for key in large}, names)


def _box(rings: Sequence[Ring]) -> Box:
    """Smallest and largest x and y."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _least(box: Box) -> Box:
    """Box of a place, as large as a dot at least."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return min(box[0], x - DOT), min(box[1], y - DOT), max(box[2], x + DOT), max(box[3], y + DOT)


def _area(box: Box) -> float:
    """Pixels in a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def _around(boxes: Sequence[Box]) -> Box:
    """Box around boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _path(rings: Sequence[Ring], box: Box) -> str:
    """Outline in whole pixels; a dot where it would be none."""
    if _area(box) <= (2 * DOT) ** 2:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return f"M {x - DOT:.0f} {y:.0f} a {DOT} {DOT} 0 1 0 {2 * DOT} 0 a {DOT} {DOT} 0 1 0 {-2 * DOT} 0 z"
    return " ".join(f"M {' '.join(dict.fromkeys(f'{x:.0f} {y:.0f}' for x, y in ring))} z" for ring in rings)


def _named(places: Mapping[str, tuple[str, Box]]) -> tuple[Name, ...]:
    """Names beside, below or above their places, where they meet neither a place nor another name."""
    names: list[Name] = []
    taken = [box for _, box in places.values()]
    for text, (left, top, right, bottom) in places.values():
        wide, middle, centre = len(text) * _LETTER, (top + bottom + _LINE) / 2 - 3, (left + right) / 2
        spots = [(right + _GAP, middle), (left - _GAP - wide, middle), (centre - wide / 2, bottom + _LINE), (centre - wide / 2, top - _GAP)]
        found = next((name for x, y in spots if not any(_meet(_written(name := Name(text, x, y)), box) for box in taken)), None)
        if found:
            names.append(found)
            taken.append(_written(found))
    return tuple(names)


def _written(name: Name) -> Box:
    """Box of a name."""
    return name.x, name.y - _LINE + 3, name.x + len(name.text) * _LETTER, name.y + 3


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes share a pixel."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
