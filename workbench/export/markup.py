"""Texts and tables of HTML, SVG and the XML parts of Office documents, by a parser that knows no entities of its own, loads nothing and never fails."""

import functools
import re
from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Literal

from workbench.present.style import MUTED

Kind = Literal["text", "heading", "caption", "quote", "alt", "picture", "axis", "property", "link", "name", "comment", "code", "attribute"]

_INLINE = {"a", "abbr", "b", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "tspan", "u", "a:r", "a:t", "a:rpr", "r", "rpr", "t", "a:latin"}  # fmt: skip
_WORD_BLOCKS = {"w:p", "w:tbl", "w:tr", "w:tc", "w:instrtext"}  # all else in a paragraph of Word goes on with it
_WORD_FRAMES = re.compile(r"""</?w:(?:r|rPr|pPr|tcPr|trPr|t)>|<w:t xml:space="preserve">|<w:(?:keepNext|cantSplit)/>""")  # most of the tags of a table, and they say nothing
_WORD_STYLES: dict[str, Kind] = {"quote": "quote", "zitat": "quote", "caption": "caption", "beschriftung": "caption", "heading": "heading", "berschrift": "heading", "title": "heading", "titel": "heading"}
_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_TABLES, _ROWS, _CELLS = {"table", "w:tbl", "a:tbl", "sheetdata"}, {"tr", "w:tr", "a:tr", "row"}, {"td", "th", "w:tc", "a:tc", "c"}
_CODE = {"style", "script", "f", "c:f", "w:instrtext", "definedname", "wp:posoffset", "wp14:pctwidth", "wp14:pctheight", "xdr:col", "xdr:coloff", "xdr:row", "xdr:rowoff", "x:anchor", "x:row", "x:column"}  # formulas, ranges, positions
_CAPTIONS = {"caption", "figcaption"}
_CACHES = {"c:numcache", "c:numlit"}  # numbers that a chart draws
_ALT = {"alt", "title", "descr", "aria-label", "aria-description", "aria-valuetext", "placeholder", "label", "summary", "value", "content"}
_AXIS_SIZE = "9.5px"  # of the labels at an axis whose labels are not muted (marks.canvas.NAME)
_TICK = re.compile(r"[−-]?\d{1,4}(?:\.\d{3})*(?:,\d+)?")
_NAME = r"[a-z][a-z0-9:.-]*"
_TOKEN = re.compile(rf'<({_NAME})((?:\s+{_NAME}="[^"&<>\0]*")*)\s*(?:(/)>|>(?:([^<]*)</\1\s*>)?)|</({_NAME})\s*>|([^<]+)|<', re.IGNORECASE | re.ASCII)
_ODD = re.compile(r"""<!--.*?-->|<!\[CDATA\[.*?]]>|<[!?][^>]*>|<(script|style|title|textarea|iframe|noembed|noframes|noscript|xmp)\b.*?</\1\s*>|<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""", re.IGNORECASE | re.DOTALL)
_GIVEN = re.compile(r'([^\s"=]+)="([^"]*)"')
_RAW = {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"}  # elements in which HTML knows no tags
_PLACED = {"c", "row"}  # whose attributes say where in a sheet they stand, and how they look
_STRUCTURE = _TABLES | _ROWS | _CELLS | {"w:pstyle", "w:tblcaption", "w:br", "w:tab", "br"}
_SHAPES = {"d", "points", "transform", "viewbox", "style", "id", "class", "href", "xlink:href", "src", "x", "y"}


class Markup(HTMLParser):
    """Texts by kind (`extract.Text`), and tables as caption and rows.

    Parameters
    ----------
    source
        HTML or XML.
    shared
        Texts that cells of a sheet name by number.
    """

    def __init__(self, source: str, shared: Sequence[str] = ()) -> None:
        super().__init__()
        self.texts: list[tuple[Kind, str]] = []
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._shared, self._open, self._written = shared, list[str](), list[str]()
        self._attributes: dict[str, str] = {}
        self._cell: dict[str, str] = {}
        self._drawn: list[tuple[str, dict[str, str]]] = []
        self._styled: Kind | None = None
        self._given = set[str]()
        self._read(_WORD_FRAMES.sub("", source))
        self.close()
        self._flush()
        self._axes()

    def _read(self, source: str) -> None:
        """Read tags and texts as every program writes them by one pattern, which is quicker; any other as HTML's rules say."""
        at = 0
        while at < len(source):
            for found in _TOKEN.finditer(source, at):
                tag, given, closed, inside, ended, text = found.groups()
                if tag and tag.lower() not in _RAW:
                    self._element(tag.lower(), given, inside, closed=bool(closed))
                elif text:
                    self._written.append(unescape(text))
                elif ended:
                    self.handle_endtag(ended.lower())
                else:
                    break
                at = found.end()
            at = self._oddly(source, at)

    def _element(self, tag: str, given: str, inside: str | None, *, closed: bool) -> None:
        """Begin an element, and end it where nothing but text, or nothing at all, is inside."""
        self._begin(tag, {name.lower(): value for name, value in _GIVEN.findall(given)} if given else {})
        if inside:
            self._written.append(unescape(inside))
        if closed or inside is not None:
            self.handle_endtag(tag)

    def _oddly(self, source: str, at: int) -> int:
        """Read the next tag, comment or instruction as HTML's rules say, and all that follows where it does not end; where it ends."""
        found = _ODD.match(source, at)
        end = found.end() if found else len(source)
        self.feed(source[at:end])
        if self.rawdata or self.cdata_elem:
            self.feed(source[end:])
            return len(source)
        return end

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 (as HTMLParser calls it)
        """Count no lines: nobody asks where in the source something stands."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        self._begin(tag, {name: value or "" for name, value in attrs})

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        """Begin an element."""
        flows = _flows(tag)
        if not flows:
            self._flush()
            self._attributes = given
        if given:
            self._read_attributes(tag, given)
        if tag in _STRUCTURE:
            self._structure(tag, given)
        if tag not in _VOID:
            self._open.append(tag)

    def _structure(self, tag: str, given: dict[str, str]) -> None:
        """Begin a table or a part of one, a paragraph of a style, a line."""
        if tag in _TABLES:
            self.tables.append(("", []))
        elif tag in _ROWS and self.tables:
            self.tables[-1][1].append([])
        elif tag in _CELLS:
            self._begin_cell(given)
        elif tag == "w:pstyle":
            self._styled = next((kind for name, kind in _WORD_STYLES.items() if name in given.get("w:val", "").lower()), None)
        elif tag == "w:tblcaption" and self.tables:
            self.tables[-1] = (given.get("w:val", ""), self.tables[-1][1])
        elif tag in {"w:br", "w:tab", "br"}:
            self._written.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those inside that were not ended."""
        if not _flows(tag):
            self._flush()
        if tag in {"w:p", "a:p"}:
            self._styled = None
        elif tag == "svg":
            self._axes()
        if self._open and self._open[-1] == tag:
            self._open.pop()
        elif tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Text."""
        self._written.append(data)

    def handle_comment(self, data: str) -> None:
        """Comment."""
        self.texts.append(("comment", data))

    def handle_pi(self, data: str) -> None:
        """Instruction for a program."""
        self.texts.append(("code", data))

    def unknown_decl(self, data: str) -> None:
        """CDATA and whatever else stands between <! and >."""
        self._written.append(data.removeprefix("CDATA["))

    def _begin_cell(self, given: dict[str, str]) -> None:
        """Open a cell; in a sheet at the column that it names."""
        self._cell, rows = given, self.tables[-1][1] if self.tables else []
        if not rows:
            return
        letters = re.match(r"[A-Z]+", given.get("r", ""))
        column = 0
        for letter in letters[0] if letters else "":
            column = column * 26 + ord(letter) - 64
        rows[-1] += [""] * min(column - len(rows[-1]), 16384) if column else [""]

    def _read_attributes(self, tag: str, given: dict[str, str]) -> None:
        """What attributes say."""
        for name, value in given.items():
            if not value:
                continue
            if name in {"href", "src", "xlink:href"} and not value.startswith("#"):
                self.texts.append(("link", value))
            elif (name in _ALT and (tag, name) != ("meta", "content")) or name.startswith("data-") or tag == "w:tblcaption":
                self.texts.append(("alt", value))
            elif tag == "meta" and name == "content" and given.get("name", "").lower() not in {"", "viewport"}:
                self.texts.append(("property", value))
            elif name not in _SHAPES and tag not in _PLACED and value not in self._given:
                self._given.add(value)
                self.texts.append(("attribute", value))

    def _flush(self) -> None:
        """Put what was written where it belongs."""
        if not self._written:
            return
        text = " ".join("".join(self._written).split())
        self._written.clear()
        if not text:
            return
        tags = set(self._open)
        if self._open and self._open[-1] in _CODE:
            self.texts.append(("code", text))
        elif "svg" in tags:
            self._draw(text)
        elif tags & _CAPTIONS:
            if self.tables and "caption" in tags:
                self.tables[-1] = (text, self.tables[-1][1])
            self.texts.append(("caption", text))
        elif tags & _CELLS and self.tables and self.tables[-1][1] and self.tables[-1][1][-1]:
            self._fill(text)
        else:
            self.texts.append((self._kind(tags), _german(text) if tags & _CACHES else text))

    def _kind(self, tags: set[str]) -> Kind:
        """Kind of a text outside tables and pictures."""
        if self._styled or "blockquote" in tags:
            return self._styled or "quote"
        if "c:errbars" in tags:
            return "axis"  # lengths of lines, like coordinates in a drawing
        if tags & {"c:v", "c:pt"}:
            return "picture"
        return "heading" if tags & {"h1", "h2", "h3", "h4", "h5", "h6", "title"} else "text"

    def _fill(self, text: str) -> None:
        """Add to the open cell."""
        row = self.tables[-1][1][-1]
        if self._open[-1] == "v":
            text = self._value(text)
        row[-1] = f"{row[-1]} {text}".strip()

    def _value(self, text: str) -> str:
        """Value of a cell of a sheet: a text by its number, a number as a German reader writes it."""
        kind = self._cell.get("t", "n")
        if kind == "s":
            return self._shared[int(text)] if text.isdigit() and int(text) < len(self._shared) else text
        return _german(text) if kind == "n" else text

    def _draw(self, text: str) -> None:
        """Keep a text of a picture with its place."""
        if self._open[-1] in {"title", "desc"}:
            self.texts.append(("alt", text))
        else:
            self._drawn.append((text, self._attributes))

    def _axes(self) -> None:
        """Tell numbers on axes from data: they have an axis's look, share a line, and go up or down in equal steps."""
        looks = ((i, text, given) for i, (text, given) in enumerate(self._drawn) if given.get("fill") == MUTED or given.get("font-size") == _AXIS_SIZE)
        ticks = on_axes({i: (text, given.get("x", ""), given.get("y", "")) for i, text, given in looks})
        self.texts += [("axis" if i in ticks else "picture", text) for i, (text, _) in enumerate(self._drawn)]
        self._drawn.clear()


@functools.lru_cache(maxsize=4096)
def _flows(tag: str) -> bool:
    """Whether an element stands in a line of text, and does not end it."""
    return tag in _INLINE or (tag.startswith("w:") and tag not in _WORD_BLOCKS)


def _german(number: str) -> str:
    """Number as a German reader writes it; of its digits the fifteen that Excel shows."""
    try:
        return f"{Decimal(f'{float(number):.15g}'):f}".replace(".", ",").replace("-", "−")
    except (ValueError, ArithmeticError):
        return number


def on_axes(labels: Mapping[int, tuple[str, Hashable, Hashable]]) -> set[int]:
    """Find the numbers on axes.

    Parameters
    ----------
    labels
        Texts of a picture that look like those on an axis, with two coordinates.

    Returns
    -------
    set of int
        Keys of numbers that share a line, and go up or down on it in equal steps.
    """
    lines: dict[tuple[int, Hashable], list[int]] = {}
    for i, (text, *place) in labels.items():
        if _TICK.fullmatch(text):
            for side, at in enumerate(place):
                lines.setdefault((side, at), []).append(i)
    return {i for line in lines.values() if len(line) > 1 and _even([labels[i][0] for i in line]) for i in line}


def _even(ticks: Sequence[str]) -> bool:
    """Whether numbers go in equal steps, upwards, downwards or, in a pyramid, towards both sides."""
    values = [float(t.replace(".", "").replace(",", ".").replace("−", "-")) for t in ticks]
    steps = {round(abs(b - a), 9) for a, b in pairwise(values)}
    return len(steps) == 1 and steps != {0.0}
