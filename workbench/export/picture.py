"""Pictures of figures as the formats need them; each is drawn once for all formats of a report."""

import functools
import json
import re
from collections.abc import Sequence

from workbench.export.document import Numbered
from workbench.export.typeset import typeset
from workbench.present.draw import svg as draw

DPI = 200  # of a picture that stands alone
_CSS = 96 / 72  # typst takes the points of a view box for pixels of a page
_PNG = b"\x89PNG\r\n\x1a\n"  # width and height follow in bytes 16 to 23
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
