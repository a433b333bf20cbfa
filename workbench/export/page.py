"""HTML pages from the templates: everything that is filled in is escaped."""

import base64
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workbench.export.document import SPOKEN, SYNTHETIC
from workbench.present import style

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **values: object) -> str:
    """Fill in a template.

    Parameters
    ----------
    template
        Its name.
    values
        What it asks for; a value that is missing is a bug.

    Returns
    -------
    str
        HTML page.
    """
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    """Templates, with autoescape and the house colours."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals |= {"look": style, "spoken": SPOKEN, "synthetic": SYNTHETIC}
    environment.filters |= {"form": lambda block: type(block).__name__, "css": _css, "address": _address, "at_night": lambda colour: style.legible(colour, style.NIGHT, least=7)}
    return environment


def _css(text: str) -> str:
    """Content of a string in a style sheet, where HTML's escapes do not hold; the space behind an escape belongs to it."""
    return "".join(c if c.isalnum() or c == " " else f"\\{ord(c):06x} " for c in text)


def _address(picture: bytes) -> str:
    """Picture as an address: in an image of its own an SVG can neither run nor load anything."""
    kind = "png" if picture.startswith(b"\x89PNG") else "svg+xml"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
