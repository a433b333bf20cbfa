"""Pictures of figures: inline SVG, the same bytes for the same description on every machine."""

import string
from typing import Any

from workbench.present.description import digest
from workbench.present.style import FONT, PAPER


def warm_up() -> None:
    """Measure the usual letters: fonts are found, libraries loaded, once for all that are forked from this process."""
    from workbench.present.marks import sheet  # loads matplotlib

    for bold in (False, True):
        sheet.width_of(f"{string.printable}ÄÖÜäöüß–−…»«\N{NO-BREAK SPACE}", 9.0, bold=bold)


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
    from workbench.present.marks import MARKS  # loads matplotlib
    from workbench.present.marks.sheet import escaped, short

    plot, prefix = MARKS[body["mark"]](body), f"f{digest(body)[:8]}"
    width, height = map(short, plot.size)
    names = f'<title id="{prefix}-t">{escaped(body["title"])}</title><desc id="{prefix}-d">{escaped(body["alt"])}</desc>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{prefix}-t {prefix}-d" viewBox="0 0 {width} {height}" '
        f'width="100%" font-family="{FONT}" stroke-linejoin="round" style="max-width:{plot.size[0] * 1.4:.0f}px">'
    )
    return f'{head}{names}<rect width="100%" height="100%" rx="4" fill="{PAPER}"/>\n{plot.svg(prefix)}\n</svg>'
