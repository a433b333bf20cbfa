"""A drawing without what only a drawing program needs: nothing is there that nobody sees or hears."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

_DEFAULT = {"text-anchor": "start", "stroke-linecap": "butt", "stroke-dashoffset": "0"}  # what holds anyway
_UNTURNED = re.compile(r"rotate\(-?0 ")
_LINE = re.compile(r"M(?:[^A-Za-z]|L)*")  # behind its first point, every pair is a point of the line


def lean(drawn: str) -> str:
    """Leave out empty and nameless groups, marks without colour, turns by nothing; write styles as attributes.

    Parameters
    ----------
    drawn
        An ``<svg>`` element without namespaces of other names, as matplotlib draws it.

    Returns
    -------
    str
        The same picture, one element per line.

    """
    root = fromstring(drawn)  # noqa: S314 (drawn by this package, without a document type)
    return tostring(_rebuilt(root), encoding="unicode").strip()


def _rebuilt(element: Element) -> Element:
    """Element with its attributes and children made lean."""
    made = Element(element.tag, dict(_attributes(element)))
    made.text, made.tail = (element.text or "").strip() if len(element) == 0 else "\n", "\n"
    made.extend(_children(element))
    return made


def _children(element: Element) -> Iterator[Element]:
    """Children that are seen; those of a group without attributes in place of the group."""
    for child in map(_rebuilt, element):
        if child.tag in {"g", "defs"} and len(child) == 0:
            continue
        if child.tag == "g" and not child.attrib:
            yield from child
        elif child.tag != "path" or child.get("fill") != "none" or child.get("stroke"):
            yield child


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    """Attributes, those of the style among them."""
    for name, value in element.items():
        if name == "style":
            declared = (d.partition(":") for d in value.split(";") if d.strip())
            yield from ((n.strip(), v.strip()) for n, _, v in declared if _DEFAULT.get(n.strip()) != v.strip())
        elif name == "d":
            yield name, _LINE.sub(lambda m: m[0].replace("L ", ""), value).strip()
        elif name != "transform" or not _UNTURNED.match(value):
            yield name, value
