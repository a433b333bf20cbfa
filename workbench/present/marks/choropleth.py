"""Map of areas coloured by class, with legend, scale and north arrow.

Everything is placed in points, so that what fits is known before it is drawn.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.path import Path  # noqa: TID251 (this is the package that draws)
from matplotlib.transforms import Bbox  # noqa: TID251

from workbench.present.marks.canvas import MEANING, SMALL, WIDTH, Body, Cell, axis_title, fitting
from workbench.present.marks.detail import Detail, detail
from workbench.present.marks.labelling import DOT, MARGIN, PIN, Area, Label, labels, letters
from workbench.present.marks.places import Box, Ring
from workbench.present.marks.sheet import HATCH, Plot, outline
from workbench.present.number import number
from workbench.present.style import INK, MUTED, PAPER, STEPS, text_on
from workbench.present.words import amount

MAP = 353.0  # points: width of the map itself, the legend stands beside it
TALL = 374.0  # points: a map is never taller
MOST = 460.0  # points: nor is the list beside it
PAD, FOOT, GAP, SIDE = 6.0, 24.0, 26.0, 118.0
LINE, MORE, BREAK = 14.0, 10.5, 5.0  # of the legend: its entries, their further lines, above a heading
PINS = ("s", "D", "P", "X", "*", "p")  # forms of facilities, none of them a sign of areas
LISTED, ROW = 7.5, 10.125  # size of the list of names, height of its lines
_TIGHT = 1.05  # from line to line of a name in its area, in sizes of the letters
_LIGHTER = 0.35  # points: outlines where there are many areas


@dataclasses.dataclass(frozen=True)
class _Look:
    """Colour or hatching of what stands in the legend or on the map."""

    colour: str
    state: str = ""  # why it has no value


def choropleth(body: Body) -> Plot:
    """Areas in the colour of their class; hidden and missing ones are hatched."""
    placed, size, scale = _scaled(body["geometry"])
    areas, looks = _areas(body, {row[0]["text"]: row for row in body["rows"]}, placed)
    pins, pinned = [placed(p["x"], p["y"]) for p in body["encoding"]["points"]], [p["name"] for p in body["encoding"]["points"]]
    entries, marks = list(_entries(body, looks)), letters(len(pins))
    tall = sum(_high(*entry) for entry in entries)
    part = detail(areas, top=-FOOT - LINE)
    lettered = [part.moved(*p) if part and part.holds((*p, *p)) else p for p in pins]
    texts, listed, lost = labels(_named(areas, part), lettered, size, int((MOST - tall) / ROW - len(marks)), detail=(part.window, part.frame) if part else None)
    lines = list(_listed([*zip(marks, pinned, strict=False), *listed], lost))
    plot = _canvas((size[0], size[1] - (part.bottom if part else 0)), tall + (len(lines) + 1) * ROW, size[1])
    for area, look in sorted(zip(areas, looks, strict=True), key=lambda pair: -_reach(pair[0])):
        _area(plot, area, look, 0.7 if len(areas) < 100 else _LIGHTER)
    if part:
        _detail(plot, part, [(part.enlarged(a), look) for a, look in zip(areas, looks, strict=True)], scale)
    _pins(plot, body, pins)
    _pins(plot, body, lettered)
    for text in texts:
        _text(plot, text, looks[text.area % len(areas)] if text.area >= 0 else None)
    _scale(plot, size[0] / 4, scale)
    _side(plot, size, entries, lines)
    return plot


def _scaled(geometry: Sequence[dict[str, Any]]) -> tuple[Callable[[float, float], tuple[float, float]], tuple[float, float], float]:
    """Where a place in metres lies on the map, the size of the map, and points per metre."""
    points = np.array([p for area in geometry for ring in area["rings"] for p in ring], float)
    left, bottom = points.min(axis=0).tolist()
    wide, high = (side or 1 for side in np.ptp(points, axis=0).tolist())
    scale = min(MAP / wide, TALL / high)
    return lambda x, y: ((x - left) * scale, (y - bottom) * scale), (wide * scale, high * scale), scale


def _named(areas: Sequence[Area], part: Detail | None) -> list[Area]:
    """Areas that bear a name: on the map, or behind them, where a detail shows them whole, in the detail."""
    if part is None:
        return list(areas)
    hidden = [dataclasses.replace(a, name="", sign="") if part.holds(a.box) else a for a in areas]
    return [*hidden, *(part.enlarged(a) for a in areas)]


def _detail(plot: Plot, part: Detail, areas: Sequence[tuple[Area, _Look]], scale: float) -> None:
    """Areas of a detail in its frame, and its frame on the map."""
    left, bottom, right, top = part.frame
    for area, look in areas:
        _area(plot, area, look, 0.7, part.frame)
    for x, y, x2, y2 in (part.window, part.frame):
        plot.rect((plot.x(x), plot.y(y)), (plot.x(x2), plot.y(y2)), layer=3.5, fill="none", stroke=INK, stroke_width=0.9)
    plot.text(plot.x(left), plot.y(top + 4), "Ausschnitt im Rahmen, vergrößert", SMALL, at="bottom")
    _scale(plot, (right - left) / 2, scale * part.factor, bottom)


def _areas(body: Body, rows: dict[str, list[Cell]], placed: Callable[[float, float], tuple[float, float]]) -> tuple[list[Area], list[_Look]]:
    """Areas in points, and their looks."""
    parts: dict[str, list[tuple[Ring, ...]]] = {}
    for area in body["geometry"]:
        parts.setdefault(area["key"], []).append(tuple([placed(x, y) for x, y in ring] for ring in area["rings"]))
    encoding = body["encoding"]
    glyphs = (encoding["signs"] or {}).get("glyphs", {})
    head = 1 if encoding["names"] else 0
    areas, looks = [], []
    for key, found in parts.items():
        row = rows.get(key)
        areas.append(Area(row[head]["text"] if row else "", glyphs.get(row[-1]["text"], "") if row else "", tuple(sorted(found, key=_extent, reverse=True))))
        looks.append(_look(row[encoding["at"]] if row else None, encoding["classes"]))
    return areas, looks


def _extent(part: Sequence[Ring]) -> float:
    """Area of the outer ring."""
    ring = np.asarray(part[0], float)
    return abs(float(np.sum(ring[:, 0] * np.roll(ring[:, 1], 1) - ring[:, 1] * np.roll(ring[:, 0], 1))))


def _reach(area: Area) -> float:
    """Size by which areas are drawn, the largest first; a tiny one is seen on top."""
    left, bottom, right, top = area.box
    return max(right - left, top - bottom)


def _look(cell: Cell | None, classes: Sequence[dict[str, Any]]) -> _Look:
    """Look of an area; missing where it has no row."""
    state = "missing" if cell is None else str(cell["state"])
    if cell is None or state:
        return _Look(HATCH[state], state)
    found = next(i for i, c in enumerate(classes) if c.get("name") == cell["text"] or (c["from"] is not None and c["from"] <= cell["value"] <= c["to"]))
    return _Look(_colours(len(classes))[found])


def _colours(count: int) -> list[str]:
    """Light to dark, over the whole range also for few classes."""
    return [STEPS[round(i * (len(STEPS) - 1) / max(1, count - 1))] for i in range(count)]


def _canvas(size: tuple[float, float], beside: float, top: float) -> Plot:
    """Sheet of the page's width whose values are points from the lower left of the map, which reaches up to ``top``."""
    wide, high = WIDTH * 72, max(size[1] + FOOT, beside) + MARGIN + PAD
    return Plot((wide, high), 0, 0, wide, high, (-MARGIN, wide - MARGIN), (top + MARGIN - high, top + MARGIN))


def _area(plot: Plot, area: Area, look: _Look, width: float, frame: Box | None = None) -> None:
    """One area: its polygons, as far as a frame shows them, or a dot where they would be too small to be seen."""
    if area.tiny and (frame is None or Bbox.from_extents(*frame).contains(*area.spot)):
        x, y = area.spot
        plot.dots([(plot.x(x), plot.y(y))], "o", DOT, layer=1, fill=look.colour, stroke=INK, stroke_width=width)
        return
    rings = [ring for part in area.parts for ring in part]
    shown = rings if frame is None else [cut for ring in rings for cut in _cut(ring, frame)]
    if shown:
        plot.add(1, "path", d=outline([[(plot.x(x), plot.y(y)) for x, y in ring[:-1]] for ring in shown]), fill_rule="evenodd", fill=look.colour, stroke=MUTED, stroke_width=width)


def _cut(ring: Ring, frame: Box) -> list[Ring]:
    """Parts of a ring within a frame."""
    return [np.asarray(part).tolist() for part in Path(ring, closed=True).clip_to_bbox(Bbox.from_extents(*frame)).to_polygons()]


def _text(plot: Plot, label: Label, look: _Look | None) -> None:
    """A name in its area; a number or letter outside on paper, with a line to what it belongs to."""
    left, bottom, right, top = label.box
    on_paper = look is None or look.state or not label.inside
    if label.to:
        plot.line([(plot.x(x), plot.y(y)) for x, y in (label.to, (label.x, label.y))], INK, 0.6)
    if on_paper:
        plot.rect((plot.x(left), plot.y(bottom)), (plot.x(right), plot.y(top)), layer=3, fill=PAPER)
    colour = INK if on_paper or look is None else text_on(look.colour)
    plot.text(plot.x(label.x), plot.y(label.y), label.text, label.size, anchor="middle", colour=colour, pitch=_TIGHT, layer=4, bold=look is None)


def _kinds(body: Body) -> list[str]:
    """Kinds of facilities in the order of their marks."""
    return list(dict.fromkeys(p["kind"] for p in body["encoding"]["points"]))


def _pins(plot: Plot, body: Body, pins: Sequence[tuple[float, float]]) -> None:
    """Marks of facilities, told apart by their form."""
    marks = dict(zip(_kinds(body), PINS, strict=False))
    for (x, y), point in zip(pins, body["encoding"]["points"], strict=True):
        _pin(plot, x, y, marks[point["kind"]])


def _pin(plot: Plot, x: float, y: float, mark: str) -> None:
    """Dark mark with a light rim: seen on every colour."""
    plot.dots([(plot.x(x), plot.y(y))], mark, PIN, layer=5, fill=INK, stroke=PAPER, stroke_width=0.8)


def _entries(body: Body, looks: Iterable[_Look]) -> Iterator[tuple[Any, str]]:
    """Legend from top to bottom: what is drawn (a look, a sign, the mark of a facility, or nothing) and its text."""
    encoding = body["encoding"]
    yield None, fitting(axis_title(body), SMALL * 1.1, SIDE)
    for found, colour in reversed([*zip(encoding["classes"], _colours(len(encoding["classes"])), strict=True)]):
        yield _Look(colour), fitting(f"{found['text']} ({found['count']})", SMALL, SIDE - 22)
    for state in sorted({look.state for look in looks if look.state}):
        yield _Look(HATCH[state], state), MEANING[state]
    if encoding["signs"]:
        yield None, fitting(encoding["signs"]["column"], SMALL * 1.1, SIDE)
        yield from ((glyph, fitting(f"{name} ({encoding['signs']['counts'][name]})", SMALL, SIDE - 22)) for name, glyph in encoding["signs"]["glyphs"].items())
    if encoding["points"]:
        yield None, "Einrichtungen"
        for kind, mark in zip(_kinds(body), PINS, strict=False):
            yield (mark, "pin"), fitting(f"{kind or 'Einrichtung'} ({sum(p['kind'] == kind for p in encoding['points'])})", SMALL, SIDE - 22)


def _high(drawn: object, text: str) -> float:
    """Height of an entry of the legend."""
    return LINE + MORE * text.count("\n") + (0 if drawn else BREAK)


def _listed(names: Sequence[tuple[str, str]], lost: int) -> Iterator[tuple[str, str]]:
    """Lines of the list: a number or letter, or nothing before further lines, and a name."""
    for mark, name in [*names, *([("", f"{lost} Gebiete ohne Namen: siehe Tabelle")] if lost else [])]:
        first, *further = fitting(name, LISTED, SIDE - 18).split("\n")
        yield mark, first
        yield from (("", line) for line in further)


def _side(plot: Plot, size: tuple[float, float], entries: Sequence[tuple[Any, str]], lines: Sequence[tuple[str, str]]) -> None:
    """Legend, and below it the names of what has only a number or a letter on the map."""
    x, y = size[0] + GAP, size[1] + 2 + BREAK
    for drawn, text in entries:
        y -= 0 if drawn else BREAK
        middle = y - LINE / 2
        if isinstance(drawn, _Look):
            plot.rect((plot.x(x), plot.y(middle - 5)), (plot.x(x + 16), plot.y(middle + 5)), layer=1, fill=drawn.colour, stroke=MUTED, stroke_width=0.7)
        elif isinstance(drawn, tuple):
            _pin(plot, x + 8, middle, drawn[0])
        elif drawn:
            plot.text(plot.x(x + 8), plot.y(middle), drawn, SMALL, anchor="middle")
        plot.text(plot.x(x + (22 if drawn else 0)), plot.y(y - 3), text, SMALL, at="top", bold=not drawn)
        y -= LINE + MORE * text.count("\n")
    for mark, name in lines:
        y -= ROW
        plot.text(plot.x(x + 14), plot.y(y), mark, LISTED, anchor="end", at="foot", bold=mark.isalpha())
        plot.text(plot.x(x + 18), plot.y(y), name, LISTED, at="foot")


def _scale(plot: Plot, room: float, scale: float, bottom: float = 0) -> None:
    """Bar of a round length below the map or a detail; north is above, as in all maps in metres."""
    metres = max(step * 10**power for power in range(6) for step in (1, 2, 5) if step * 10**power <= max(room / scale, 1))
    text = amount(number(metres / 1000), "km") if metres >= 1000 else amount(number(metres), "m")
    y = plot.y(bottom - 14)
    plot.line([(plot.x(0), y), (plot.x(metres * scale), y)], INK, 1.6)
    plot.text(plot.x(metres * scale + 4), y, f"{text}\u2003↑ N", SMALL)
