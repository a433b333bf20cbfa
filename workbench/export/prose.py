"""Markdown of a notebook → prose. Only what is listed here passes; markup of any other kind is a fault."""

import dataclasses
import html
from collections.abc import Iterator
from typing import Any, cast

from workbench.errors import GateError
from workbench.export.document import Heading, Listing, Paragraph, Span

Token = dict[str, Any]
Prose = Heading | Paragraph | Listing

_CURES = {
    "block_html": "HTML ist im Text nicht erlaubt. Schreiben Sie Markdown.",
    "inline_html": "HTML ist im Text nicht erlaubt. Schreiben Sie Markdown, ein Zeichen »<« als »\\<«.",
    "image": "Bilder sind im Text nicht erlaubt. Schreiben Sie: figure.bar(bericht.release(…), …).",
    "table": "Tabellen sind im Text nicht erlaubt. Schreiben Sie: table(bericht.release(…, table=…, count=…), title=…).",
    "block_quote": "Zitate sind im Text nicht erlaubt. Schreiben Sie: quotes(bericht.quotes(…), title=…).",
    "block_code": "Ein Bericht zeigt keinen Code. Löschen Sie den Block oder die Einrückung; kurze Namen stehen in `…`.",
}
_OTHER = "Die Auszeichnung »{}« ist im Text nicht erlaubt. Schreiben Sie Überschriften, Absätze und Listen."
_LINK = "Der Verweis »{}« ist nicht erlaubt. Verweise führen nur auf Adressen mit https://."


def prose(source: str) -> list[Prose]:
    """Read a Markdown cell.

    Parameters
    ----------
    source
        Text of the cell.

    Returns
    -------
    list of Heading, Paragraph or Listing
        Headings have no anchor yet: it depends on the headings before.

    Raises
    ------
    GateError
        At the first thing that is not prose, with the cure.

    """
    import mistune

    parse = mistune.create_markdown(renderer=None, plugins=["table"])  # the plug-in lets tables be seen, and refused
    return [_block(t) for t in cast("list[Token]", parse(source)) if t["type"] != "blank_line"]


def _block(token: Token) -> Prose:
    """One block."""
    match token["type"]:
        case "heading":
            return Heading(token["attrs"]["level"], "".join(s.text for s in _spans(token["children"])).strip(), "")
        case "paragraph" | "block_text":
            return Paragraph(tuple(_spans(token["children"])))
        case "list":
            return Listing(tuple(_item(i) for i in token["children"]), token["attrs"]["ordered"])
        case other:
            raise GateError(_CURES.get(other) or _OTHER.format(other))


def _item(token: Token) -> tuple[Paragraph | Listing, ...]:
    """Blocks of an item of a list."""
    blocks = [_block(t) for t in token["children"] if t["type"] != "blank_line"]
    if any(isinstance(b, Heading) for b in blocks):
        raise GateError(_OTHER.format("Überschrift in einer Liste"))
    return tuple(b for b in blocks if not isinstance(b, Heading))


def _spans(tokens: list[Token], style: Span | None = None) -> Iterator[Span]:
    """Stretches of text with the style of everything around them."""
    style = style or Span("")
    for token in tokens:
        match token["type"]:
            case "text":
                yield dataclasses.replace(style, text=html.unescape(token["raw"]))
            case "codespan":
                yield dataclasses.replace(style, text=token["raw"], code=True)
            case "softbreak" | "linebreak" as kind:
                yield dataclasses.replace(style, text=" " if kind == "softbreak" else "\n")
            case "strong":
                yield from _spans(token["children"], dataclasses.replace(style, strong=True))
            case "emphasis":
                yield from _spans(token["children"], dataclasses.replace(style, emphasis=True))
            case "link":
                yield from _spans(token["children"], dataclasses.replace(style, link=_address(token["attrs"]["url"])))
            case other:
                raise GateError(_CURES.get(other) or _OTHER.format(other))


def _address(url: str) -> str:
    """Address of a link, if it leads to the web and not to a file."""
    if not url.startswith("https://"):
        raise GateError(_LINK.format(url))
    return url
