"""Sheet that marks are drawn on: elements of an SVG, in points from its upper left corner.

Matplotlib's axes and artists took ten times as long for the same elements; its fonts, ticks and markers measure and shape what is drawn here.
"""

import dataclasses
import functools
import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Self

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: TID251 (this is the package that draws)
from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: TID251
from matplotlib.markers import MarkerStyle  # noqa: TID251

from workbench.present.style import INK, MUTED, PAPER

Point = tuple[float, float]

ASCENT, DESCENT, PITCH = 0.76, 0.24, 1.2  # of the font, and from line to line, in sizes of the letters
STEEP = math.sqrt(0.5)  # of the length of a text that is turned by half a right angle, across and up
HATCH = {"hidden": "url(#hidden)", "missing": "url(#missing)"}  # fills of what has no value
_HATCHES = {"hidden": "M-1 1 1-1M-1 5.8 5.8-1M3.8 5.8 5.8 3.8", "missing": "M0 1.2H4.8M0 3.6H4.8"}  # lines of a tile
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
_OTHERS = "Noto Emoji, sans-serif"  # fonts of emojis that the one font lacks
_SCALE = 100.0  # size in which letters are measured
_TILE = '<pattern id="{}" patternUnits="userSpaceOnUse" width="4.8" height="4.8"><rect width="4.8" height="4.8" fill="{}"/><path d="{}" stroke="{}" stroke-width="0.7"/></pattern>'


@dataclasses.dataclass(frozen=True)
class Plot:
    """Part of a sheet where values have their places."""

    size: tuple[float, float]  # of the sheet
    left: float
    top: float
    wide: float
    high: float
    across: tuple[float, float] = (0.0, 1.0)  # values at its left and right edge
    up: tuple[float, float] = (0.0, 1.0)  # values at its lower and upper edge
    drawn: list[tuple[float, str]] = dataclasses.field(default_factory=list)  # layers and elements, of the whole sheet

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.wide

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.high

    def over(self, across: tuple[float, float] | None = None, up: tuple[float, float] | None = None) -> Self:
        """Same place on the same sheet for other values."""
        return dataclasses.replace(self, across=across or self.across, up=up or self.up)

    def x(self, value: float) -> float:
        """Place of a value, from the left edge of the sheet."""
        low, high = self.across
        return self.left + (value - low) / (high - low) * self.wide

    def y(self, value: float) -> float:
        """Place of a value, from the upper edge of the sheet."""
        low, high = self.up
        return self.bottom - (value - low) / (high - low) * self.high

    def add(self, layer: float, tag: str, said: str = "", **look: Any) -> None:  # noqa: ANN401 (texts and numbers)
        """Element with its attributes; empty ones are left out."""
        names = "".join(f' {n.replace("_", "-")}="{v if isinstance(v, str) else short(v)}"' for n, v in look.items() if v != "")
        self.drawn.append((layer, f"<{tag}{names}>{_worded(said)}</{tag}>" if said else f"<{tag}{names}/>"))

    def rect(self, corner: Point, other: Point, *, layer: float = 2, **look: Any) -> None:  # noqa: ANN401 (as above)
        """Rectangle between two of its corners."""
        (x, x2), (y, y2) = sorted((corner[0], other[0])), sorted((corner[1], other[1]))
        self.add(layer, "rect", x=x, y=y, width=x2 - x, height=y2 - y, **look)

    def line(self, points: Iterable[Point], colour: str, width: float, *, dash: Sequence[float] = (), layer: float = 2) -> None:
        """Line through points; one without a place interrupts it. Dashes are in widths of the line."""
        parts, pen = [], "M"
        for x, y in points:
            there = not math.isnan(y)
            parts += [f"{pen}{short(x)} {short(y)}"] if there else []
            pen = " " if there else "M"
        self.add(layer, "path", d="".join(parts), fill="none", stroke=colour, stroke_width=width, stroke_dasharray=" ".join(short(d * width) for d in dash))

    def dots(self, points: Iterable[Point], form: str, size: float, *, layer: float = 3, **look: Any) -> None:  # noqa: ANN401 (as above)
        """Marks of a form, as matplotlib names it, all in one element."""
        self.add(layer, "path", d="".join(_mark(form, size, x, y) for x, y in points if not math.isnan(y)), **look)

    def text(
        self, x: float, y: float, said: str, size: float, *, anchor: str = "", at: str = "middle", colour: str = INK, bold: bool = False, italic: bool = False,
        ground: str = "", pad: float = 0.6, pitch: float = PITCH, turned: bool = False, layer: float = 3,
    ) -> None:  # fmt: skip
        """Text whose top, middle, baseline or bottom is at a height, on a ground so that lines do not cross it; turned by half a right angle where that is wished."""
        lines, rest = said.split("\n"), said.count("\n") * pitch
        first = y + size * {"top": ASCENT, "middle": (ASCENT - DESCENT - rest) / 2, "baseline": (ASCENT - rest) / 2, "bottom": -DESCENT - rest, "foot": -rest}[at]
        if ground:
            wide = width_of(said, size, bold=bold)
            start = x - wide * {"": 0, "middle": 0.5, "end": 1}[anchor]
            self.rect((start - pad, first - ASCENT * size - pad), (start + wide + pad, first + (rest + DESCENT) * size + pad), layer=layer, fill=ground)
        if turned:
            x, first = x + ASCENT * size * STEEP, y - DESCENT * size * STEEP
        look = {"font_size": f"{size:g}px", "text_anchor": anchor, "fill": colour, "font_weight": "700" if bold else "", "font_style": "italic" if italic else ""}
        for i, line in enumerate(lines):
            height = first + i * pitch * size
            self.add(layer, "text", line, x=x, y=height, **look, transform=f"rotate(-45 {short(x)} {short(height)})" if turned else "")

    def svg(self, prefix: str) -> str:
        """Everything that is drawn, one element per line, with ids that begin with a prefix."""
        body = "\n".join(element for _, element in sorted(self.drawn, key=lambda pair: pair[0]))
        used = [_TILE.format(f"{prefix}-{state}", PAPER, lines, MUTED) for state, lines in _HATCHES.items() if f'"{HATCH[state]}"' in body]
        return "\n".join([*used, body.replace('"url(#', f'"url(#{prefix}-')])


def short(number: float) -> str:
    """Coordinate to a hundredth of a point."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def outline(rings: Iterable[Iterable[Sequence[float]]]) -> str:
    """Path of closed rings."""
    return "".join(f"M{' '.join(f'{short(x)} {short(y)}' for x, y in ring)}z" for ring in rings)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Points that a text needs from left to right; that some letters stand closer is left out."""
    return size * max(sum(_advance(letter, bold=bold) for letter in line) for line in text.split("\n"))


@functools.cache
def _advance(letter: str, *, bold: bool) -> float:
    """Width of a letter, in sizes; one that the font lacks comes from another and is as wide as it is high, unless it joins others."""
    font = _font(bold=bold)
    if index := font.get_char_index(ord(letter)):
        return font.load_glyph(index, flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _SCALE
    return 0.0 if unicodedata.category(letter) in {"Cf", "Me", "Mn"} else 1.0


def _font(*, bold: bool) -> FT2Font:
    """The one font, and its bold letters; matplotlib keeps it open, and opens it anew in a fork: two processes that read one open file at once read nonsense."""
    font = get_font(findfont(FontProperties(family=["DejaVu Sans"], weight="bold" if bold else "normal")))
    font.set_size(_SCALE, 72)
    return font


def _mark(form: str, size: float, x: float, y: float) -> str:
    """Path of one mark around its middle."""
    if form == "o":
        return f"M{short(x - size / 2)} {short(y)}a{short(size / 2)} {short(size / 2)} 0 1 0 {short(size)} 0a{short(size / 2)} {short(size / 2)} 0 1 0 {short(-size)} 0z"
    return outline([[(x + size * across, y - size * up) for across, up in _corners(form)]])


@functools.cache
def _corners(form: str) -> list[list[float]]:
    """Corners of a mark of size 1, upwards."""
    style = MarkerStyle(form)
    return [*np.asarray(style.get_path().transformed(style.get_transform()).vertices)[:-1].tolist()]


def _worded(said: str) -> str:
    """Text whose emojis are parts of their own: Typst gives up looking for them where letters around them join to one sign, as in »Treff«."""
    if not any(map(_emoji, said)):
        return escaped(said)
    parts = ((emoji, escaped("".join(letters))) for emoji, letters in itertools.groupby(said, _emoji))
    return "".join(f'<tspan font-family="{_OTHERS}">{text}</tspan>' if emoji else text for emoji, text in parts)


@functools.cache
def _emoji(letter: str) -> bool:
    """Whether a letter is an emoji that the font lacks, or joins such."""
    return letter in "\u200d\ufe0f" or (unicodedata.category(letter) in {"So", "Sk"} and not _font(bold=False).get_char_index(ord(letter)))


def escaped(said: str) -> str:
    """Text as XML, without what that cannot hold."""
    return escape(_UNFIT.sub("", said))
