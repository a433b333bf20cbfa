"""Enlarged detail below a map: where several areas lie close together that are too small to be told apart."""

import dataclasses
from collections.abc import Sequence

from workbench.present.marks.labelling import Area
from workbench.present.marks.places import Box, touch

SMALL = 18.0  # points across: a smaller area is hard to find
LEAST = 3  # so many of them need a detail
WITHIN = 90.0  # points: side of the square that they lie in
ROOM = (353.0, 150.0)  # points that a detail may take
_AIR, _FACTORS = 8.0, (2.0, 5.0)  # points around them; less is not worth a detail, more shows how coarse outlines are


@dataclasses.dataclass(frozen=True)
class Detail:
    """Part of a map (``window``, in its points), how much larger it is drawn, and where its lower left corner stands."""

    window: Box
    factor: float
    left: float
    bottom: float

    @property
    def frame(self) -> Box:
        """Where it is drawn."""
        return (*self.moved(*self.window[:2]), *self.moved(*self.window[2:]))

    def moved(self, x: float, y: float) -> tuple[float, float]:
        """Point of the map in the detail."""
        return self.left + (x - self.window[0]) * self.factor, self.bottom + (y - self.window[1]) * self.factor

    def holds(self, box: Box) -> bool:
        """Whether something is wholly in it."""
        left, bottom, right, top = self.window
        return left <= box[0] and bottom <= box[1] and box[2] <= right and box[3] <= top

    def enlarged(self, area: Area) -> Area:
        """Area as it is drawn in the detail; one that is cut off bears its name on the map alone."""
        parts = tuple(tuple([self.moved(x, y) for x, y in ring] for ring in part) for part in area.parts)
        return Area(area.name, area.sign, parts) if self.holds(area.box) else Area("", "", parts)


def detail(areas: Sequence[Area], *, top: float) -> Detail | None:
    """Detail that a map needs.

    Parameters
    ----------
    areas
        Areas of the map, in points.
    top
        Where the detail begins, in points from the lower edge of the map; below it that is less than zero.

    Returns
    -------
    Detail or None
        Of the place with the most small areas; None where fewer than `LEAST` of them lie together, or where they would not be
        drawn at least twice as large.
    """
    boxes = [a.box for a in areas]
    small = [b for b in boxes if _across(b) < SMALL]
    groups = ([b for b in small if abs(b[0] - c[0]) < WITHIN / 2 and abs(b[1] - c[1]) < WITHIN / 2] for c in small)
    group = max(groups, key=len, default=[])
    if len(group) < LEAST:
        return None
    left, bottom, right, upper = _around([*group, *(b for b in boxes if _across(b) < 2 * SMALL and touch(b, _around(group)))])
    factor = min(_FACTORS[1], ROOM[0] / (right - left), ROOM[1] / (upper - bottom))
    return Detail((left, bottom, right, upper), factor, 0, top - (upper - bottom) * factor) if factor >= _FACTORS[0] else None


def _across(box: Box) -> float:
    """Longer side of a box."""
    return max(box[2] - box[0], box[3] - box[1])


def _around(boxes: Sequence[Box]) -> Box:
    """Box around some, with air."""
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left) - _AIR, min(bottom) - _AIR, max(right) + _AIR, max(top) + _AIR
