"""Pictures of figures as the formats need them; each is drawn once for all formats of a report."""

import dataclasses
import functools
import json
import re
from collections.abc import Sequence
from html import unescape

from workbench.export.document import Numbered
from workbench.export.typeset import typeset
from workbench.present.draw import svg as draw

DPI = 200  # of a picture that stands alone
_CSS = 96 / 72  # typst takes the points of a view box for pixels of a page
_PNG = b"\x89PNG\r\n\x1a\n"  # width and height follow in bytes 16 to 23
_TEXT = re.compile(r"\n<text ([^>]*)>(.*?)</text>")
_LOOK = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_PAGES = '#set page(width: auto, height: auto, margin: 0pt)\n#for svg in json(bytes(sys.inputs.svgs)) { page(image(bytes(svg), format: "svg")) }'


def svg(figure: Numbered) -> str:
    """Figure as an ``<svg>`` element.

    Parameters
    ----------
    figure
        The figure; its number keeps the ids of two equal ones on one page apart.

    Returns
    -------
    str
        As `workbench.present.draw.svg` draws it.
    """
    return _drawn(figure.content.model_dump_json(), figure.number)


@dataclasses.dataclass(frozen=True)
class Label:
    """Text in a figure.

    Parameters
    ----------
    said
        The text, one line.
    x, y
        Its place on the line that it stands on, in points from the upper left corner.
    anchor
        Which part of it is there: "start", "middle" or "end".
    turn
        Degrees by which it is turned around that place.
    size, fill, weight, style
        Look: points, a colour, 400 or 700, "normal" or "italic".
    """

    said: str
    x: float
    y: float
    anchor: str
    turn: float
    size: float
    fill: str
    weight: int
    style: str


def apart(figure: Numbered) -> tuple[str, list[Label]]:
    """Figure without its texts, and those.

    Parameters
    ----------
    figure
        As `svg`.

    Returns
    -------
    tuple
        The element, and its texts in the order in which they are drawn.
    """
    whole = svg(figure)
    return _TEXT.sub("", whole), [_label(dict(_LOOK.findall(look)), said) for look, said in _TEXT.findall(whole)]


def _label(look: dict[str, str], said: str) -> Label:
    """Text as it stands in a drawing."""
    turned = look.get("transform", "rotate(0").removeprefix("rotate(").partition(" ")[0]
    return Label(
        unescape(_TAG.sub("", said)), float(look["x"]), float(look["y"]), look.get("text-anchor", "start"), float(turned),
        float(look["font-size"].removesuffix("px")), look["fill"], int(look.get("font-weight", "400")), look.get("font-style", "normal"),
    )  # fmt: skip


@functools.lru_cache(maxsize=256)  # reports hold some dozens
def _drawn(body: str, number: int) -> str:
    """Drawing of a body."""
    return draw({**json.loads(body), "number": number})


def png(figure: Numbered) -> bytes:
    """Figure in pixels: PNG of `DPI` dots per inch of its `size`."""
    return pngs([figure])[0]


def pngs(figures: Sequence[Numbered], dpi: int = DPI) -> list[bytes]:
    """Draw figures in pixels; all at once takes little more than half of the time that one by one does.

    Parameters
    ----------
    figures
        The figures.
    dpi
        Dots per inch of their `size`.

    Returns
    -------
    list of bytes
        PNG of each.
    """
    return _rastered([svg(f) for f in figures], dpi * _CSS) if figures else []


def pixels(logo: bytes) -> tuple[bytes, tuple[float, float]]:
    """Logo as PNG, and its size.

    Parameters
    ----------
    logo
        PNG or SVG.

    Returns
    -------
    tuple
        PNG; width and height of any unit.
    """
    made = logo if logo.startswith(_PNG) else _rastered([logo.decode()], 3 * DPI)[0]
    return made, (float(int.from_bytes(made[16:20])), float(int.from_bytes(made[20:24])))


def _rastered(svgs: list[str], ppi: float) -> list[bytes]:
    """Pictures in pixels."""
    return typeset(_PAGES, "png", {"svgs": json.dumps(svgs)}, ppi=ppi)


def size(figure: Numbered) -> tuple[float, float]:
    """Width and height of a figure, in points."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg(figure))
    width, height = (float(box[1]), float(box[2])) if box else (0.0, 0.0)
    return width, height
