"""Map of areas coloured by class, with legend, scale and north arrow.

Everything stands in one axes whose unit is the point, so that what fits is known before it is drawn.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes  # noqa: TID251 (this is the package that draws)
from matplotlib.figure import Figure  # noqa: TID251
from matplotlib.patches import Circle, PathPatch, Rectangle  # noqa: TID251
from matplotlib.path import Path  # noqa: TID251
from matplotlib.transforms import Bbox  # noqa: TID251

from workbench.present.marks.canvas import HATCH, MEANING, SMALL, WIDTH, Body, Cell, axis_title, width_of, wrapped
from workbench.present.marks.detail import Detail, detail
from workbench.present.marks.labelling import DOT, MARGIN, PIN, Area, Label, labels, letters
from workbench.present.marks.places import Ring
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
_LIGHTER = 0.35  # points: outlines where there are many areas


@dataclasses.dataclass(frozen=True)
class _Look:
    """Colour, hatching and text of what stands in the legend or on the map."""

    colour: str
    hatch: str = ""


def choropleth(body: Body) -> Figure:
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
    figure, axes = _canvas((size[0], size[1] - (part.bottom if part else 0)), tall + (len(lines) + 1) * ROW, size[1])
    for area, look in sorted(zip(areas, looks, strict=True), key=lambda pair: -_reach(pair[0])):
        _area(axes, area, look, 0.7 if len(areas) < 100 else _LIGHTER)
    if part:
        _detail(axes, part, [(part.enlarged(a), look) for a, look in zip(areas, looks, strict=True)], scale)
    _pins(axes, body, pins)
    _pins(axes, body, lettered)
    for text in texts:
        _text(axes, text, looks[text.area % len(areas)] if text.area >= 0 else None)
    _scale(axes, size[0] / 4, scale)
    _side(axes, size, entries, lines)
    return figure


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


def _detail(axes: Axes, part: Detail, areas: Sequence[tuple[Area, _Look]], scale: float) -> None:
    """Areas of a detail in its frame, and its frame on the map."""
    left, bottom, right, top = part.frame
    for area, look in areas:
        _area(axes, area, look, 0.7, Bbox.from_extents(left, bottom, right, top))
    for x, y, x2, y2 in (part.window, part.frame):
        axes.add_artist(Rectangle((x, y), x2 - x, y2 - y, facecolor="none", edgecolor=INK, linewidth=0.9, zorder=3.5))
    axes.text(left, top + 4, "Ausschnitt im Rahmen, vergrößert", va="bottom", fontsize=SMALL)
    _scale(axes, (right - left) / 2, scale * part.factor, bottom)


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
        return _Look(PAPER, HATCH[state])
    found = next(i for i, c in enumerate(classes) if c.get("name") == cell["text"] or (c["from"] is not None and c["from"] <= cell["value"] <= c["to"]))
    return _Look(_colours(len(classes))[found])


def _colours(count: int) -> list[str]:
    """Light to dark, over the whole range also for few classes."""
    return [STEPS[round(i * (len(STEPS) - 1) / max(1, count - 1))] for i in range(count)]


def _canvas(size: tuple[float, float], beside: float, top: float) -> tuple[Figure, Axes]:
    """Figure of the page's width and an axes in points with its origin at the lower left of the map, which reaches up to ``top``."""
    height = max(size[1] + FOOT, beside) + MARGIN + PAD
    figure = Figure(figsize=(WIDTH, height / 72), facecolor="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-MARGIN, WIDTH * 72 - MARGIN), ylim=(top + MARGIN - height, top + MARGIN))
    axes.set_axis_off()
    return figure, axes


def _area(axes: Axes, area: Area, look: _Look, width: float, frame: Bbox | None = None) -> None:
    """One area: its polygons, as far as a frame shows them, or a dot where they would be too small to be seen."""
    style: dict[str, Any] = {"facecolor": look.colour, "edgecolor": MUTED, "linewidth": width, "hatch": look.hatch}
    if area.tiny and (frame is None or frame.contains(*area.spot)):
        axes.add_artist(Circle(area.spot, DOT / 2, **{**style, "edgecolor": INK}))
        return
    shown = Path.make_compound_path(*(_path(part) for part in area.parts))
    shown = shown if frame is None else shown.clip_to_bbox(frame)
    if len(np.asarray(shown.vertices)):
        axes.add_artist(PathPatch(shown, **style))


def _path(rings: Sequence[Ring]) -> Path:
    """Outline with its holes."""
    corners = [(x, y) for ring in rings for x, y in ring]
    codes = [code for ring in rings for code in (Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY)]
    return Path(corners, codes)


def _text(axes: Axes, label: Label, look: _Look | None) -> None:
    """A name in its area; a number or letter outside on paper, with a line to what it belongs to."""
    left, bottom, right, top = label.box
    on_paper = look is None or look.hatch or not label.inside
    if label.to:
        axes.plot([label.to[0], label.x], [label.to[1], label.y], color=INK, linewidth=0.6)
    if on_paper:
        axes.add_artist(Rectangle((left, bottom), right - left, top - bottom, facecolor=PAPER, edgecolor="none", zorder=3))
    colour = INK if on_paper or look is None else text_on(look.colour)
    axes.text(label.x, label.y, label.text, ha="center", va="center", fontsize=label.size, color=colour, linespacing=1.05, zorder=4, fontweight="bold" if look is None else "normal")


def _kinds(body: Body) -> list[str]:
    """Kinds of facilities in the order of their marks."""
    return list(dict.fromkeys(p["kind"] for p in body["encoding"]["points"]))


def _pins(axes: Axes, body: Body, pins: Sequence[tuple[float, float]]) -> None:
    """Marks of facilities, told apart by their form."""
    marks = dict(zip(_kinds(body), PINS, strict=False))
    for (x, y), point in zip(pins, body["encoding"]["points"], strict=True):
        _pin(axes, x, y, marks[point["kind"]])


def _pin(axes: Axes, x: float, y: float, mark: str) -> None:
    """Dark mark with a light rim: seen on every colour."""
    axes.plot([x], [y], marker=mark, markersize=PIN, color=INK, markeredgecolor=PAPER, markeredgewidth=0.8, linestyle="none", zorder=5)


def _entries(body: Body, looks: Iterable[_Look]) -> Iterator[tuple[Any, str]]:
    """Legend from top to bottom: what is drawn (a look, a sign, the mark of a facility, or nothing) and its text."""
    encoding = body["encoding"]
    yield None, _fitting(axis_title(body), SMALL * 1.1, SIDE)
    for found, colour in reversed([*zip(encoding["classes"], _colours(len(encoding["classes"])), strict=True)]):
        yield _Look(colour), _fitting(f"{found['text']} ({found['count']})", SMALL, SIDE - 22)
    for state in sorted({s for s, h in HATCH.items() if h in {look.hatch for look in looks}}):
        yield _Look(PAPER, HATCH[state]), MEANING[state]
    if encoding["signs"]:
        yield None, _fitting(encoding["signs"]["column"], SMALL * 1.1, SIDE)
        yield from ((glyph, _fitting(f"{name} ({encoding['signs']['counts'][name]})", SMALL, SIDE - 22)) for name, glyph in encoding["signs"]["glyphs"].items())
    if encoding["points"]:
        yield None, "Einrichtungen"
        for kind, mark in zip(_kinds(body), PINS, strict=False):
            yield (mark, "pin"), _fitting(f"{kind or 'Einrichtung'} ({sum(p['kind'] == kind for p in encoding['points'])})", SMALL, SIDE - 22)


def _high(drawn: object, text: str) -> float:
    """Height of an entry of the legend."""
    return LINE + MORE * text.count("\n") + (0 if drawn else BREAK)


def _listed(names: Sequence[tuple[str, str]], lost: int) -> Iterator[tuple[str, str]]:
    """Lines of the list: a number or letter, or nothing before further lines, and a name."""
    for mark, name in [*names, *([("", f"{lost} Gebiete ohne Namen: siehe Tabelle")] if lost else [])]:
        first, *further = _fitting(name, LISTED, SIDE - 18).split("\n")
        yield mark, first
        yield from (("", line) for line in further)


def _fitting(text: str, size: float, room: float) -> str:
    """Text in lines that are no longer than the room."""
    return wrapped(text, max(8, int(len(text) * room / width_of(text, size))))


def _side(axes: Axes, size: tuple[float, float], entries: Sequence[tuple[Any, str]], lines: Sequence[tuple[str, str]]) -> None:
    """Legend, and below it the names of what has only a number or a letter on the map."""
    x, y = size[0] + GAP, size[1] + 2 + BREAK
    for drawn, text in entries:
        y -= 0 if drawn else BREAK
        middle = y - LINE / 2
        if isinstance(drawn, _Look):
            axes.add_artist(Rectangle((x, middle - 5), 16, 10, facecolor=drawn.colour, edgecolor=MUTED, linewidth=0.7, hatch=drawn.hatch))
        elif isinstance(drawn, tuple):
            _pin(axes, x + 8, middle, drawn[0])
        elif drawn:
            axes.text(x + 8, middle, drawn, ha="center", va="center", fontsize=SMALL)
        axes.text(x + (22 if drawn else 0), y - 3, text, ha="left", va="top", fontsize=SMALL, fontweight="normal" if drawn else "bold")
        y -= LINE + MORE * text.count("\n")
    for mark, name in lines:
        y -= ROW
        axes.text(x + 14, y, mark, ha="right", va="baseline", fontsize=LISTED, fontweight="bold" if mark.isalpha() else "normal")
        axes.text(x + 18, y, name, ha="left", va="baseline", fontsize=LISTED)


def _scale(axes: Axes, room: float, scale: float, bottom: float = 0) -> None:
    """Bar of a round length below the map or a detail; north is above, as in all maps in metres."""
    metres = max(step * 10**power for power in range(6) for step in (1, 2, 5) if step * 10**power <= max(room / scale, 1))
    text = amount(number(metres / 1000), "km") if metres >= 1000 else amount(number(metres), "m")
    axes.plot([0, metres * scale], [bottom - 14, bottom - 14], color=INK, linewidth=1.6, solid_capstyle="butt")
    axes.text(metres * scale + 4, bottom - 14, f"{text}\u2003↑ N", va="center", fontsize=SMALL)
