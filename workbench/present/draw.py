"""Pictures of figures: inline SVG, the same bytes for the same description on every machine."""

import io
import re
from html import escape
from typing import TYPE_CHECKING, Any

from workbench.present.description import digest
from workbench.present.lean import lean
from workbench.present.style import FONT, PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure  # noqa: TID251 (this is the package that draws)

_NOISE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>|\s*xmlns(?::xlink)?=\"[^\"]*\"|[\x00-\x08\x0b\x0c\x0e-\x1f]", re.DOTALL)
_ATTRIBUTE = re.compile(r'="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{2,}")
_ID = re.compile(r' id="([^"]*)"')
_FONT = re.compile(r"font-family:[^;\"]*;? ?|font-stretch:[^;\"]*;? ?")


def warm_up() -> None:
    """Draw an empty figure and forget it: fonts are found, backends loaded, once for all that are forked from this process."""
    from matplotlib import pyplot as plt  # noqa: TID251 (this is the package that draws)

    from workbench.present.marks import look

    with look():
        plt.figure().add_subplot().set_title("Ä")
        _saved(plt.gcf())
    plt.close("all")


def svg(body: dict[str, Any]) -> str:
    """Draw a figure.

    Parameters
    ----------
    body
        Body of a description of kind figure.

    Returns
    -------
    str
        An ``<svg>`` element for an HTML page: as wide as its place, with the title and the alternative text for screen
        readers, ids that are unique on a page, and nothing loaded from elsewhere.

    """
    from workbench.present.marks import MARKS, look  # loads matplotlib and seaborn

    with look():
        return _finished(_saved(MARKS[body["mark"]](body)), body)


def _saved(figure: "Figure") -> str:
    """SVG as matplotlib writes it."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: TID251 (as above)

    file = io.StringIO()
    FigureCanvasSVG(figure)
    figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def _finished(drawn: str, body: dict[str, Any]) -> str:
    """Drawing without what a page does not need, with what a reader does."""
    prefix = f"f{digest(body)[:8]}"
    text = _NOISE.sub("", drawn).replace("xlink:href", "href")
    text = _ATTRIBUTE.sub(lambda m: _LONG.sub(_shorter, m[0]), _own_ids(text, prefix))
    text = lean(_FONT.sub("", text))
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    width, height = (box[1], box[2]) if box else ("0", "0")
    names = f'<title id="{prefix}-t">{escape(body["title"])}</title><desc id="{prefix}-d">{escape(body["alt"])}</desc>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{prefix}-t {prefix}-d" viewBox="0 0 {width} {height}" '
        f'width="100%" font-family="{FONT}" stroke-linejoin="round" style="max-width:{float(width) * 1.4:.0f}px">'
    )
    return re.sub(r"<svg.*?>", f'{head}{names}<rect width="100%" height="100%" rx="4" fill="{PAPER}"/>', text, count=1, flags=re.DOTALL)


def _own_ids(text: str, prefix: str) -> str:
    """Ids that something refers to get the figure's prefix, the others go."""
    used = set(re.findall(r'(?:href="#|url\(#)([^")]*)', text))
    text = _ID.sub(lambda m: f' id="{prefix}-{m[1]}"' if m[1] in used else "", text)
    return re.sub(r'(href="#|url\(#)', rf"\1{prefix}-", text)


def _shorter(number: re.Match[str]) -> str:
    """Coordinate to a hundredth of a point."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
