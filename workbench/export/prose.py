"""Prose: read from the Markdown of a notebook, where only what is listed here passes; changed; and the texts of blocks."""

import dataclasses
import html
import re
from collections.abc import Callable, Iterator
from typing import Any, cast

from workbench.errors import GateError
from workbench.export.document import Block, Heading, Listing, Note, Numbered, Paragraph, Quotes, Sentence, Span, Table
from workbench.present.head import ANNEX
from workbench.schemas.terms import MONTHS

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
_ITEM = re.compile(rf"((?: {{0,3}}[-*+] +)* *)(\d{{1,9}})(?=[.)] +({'|'.join(MONTHS)})?)")
_NAME = re.compile(r"\b((?:Tabelle|Abbildung)(?:e?n)?)\n *(?=\d)")  # broken where it must be found: a plan numbers anew
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
        Headings have no anchor yet: it depends on the headings before. A number at the beginning of a line is one of a list
        where it is the next; else it stands in the text, as it was typed.

    Raises
    ------
    GateError
        At the first thing that is not prose, with the cure.
    """
    import mistune

    parse = mistune.create_markdown(renderer=None, plugins=["table"])  # the plug-in lets tables be seen, and refused
    return [_block(t) for t in cast("list[Token]", parse(_counted(_NAME.sub(r"\1 ", source)))) if t["type"] != "blank_line"]


def _counted(source: str) -> str:
    """Markdown in which a number that does not go on counting begins no item of a list: »12. März« would be shown as »1. März«."""
    last: dict[int, int] = {}
    lines = source.split("\n")
    for i, found in ((i, found) for i, line in enumerate(lines) if (found := _ITEM.match(line))):
        depth, number = found.end(1) // 2, int(found[2])
        if number == last.get(depth, 0) + 1 or (number == 1 and not found[3]):
            last[depth] = number
        else:
            lines[i] = f"{found[0]}\\{lines[i][found.end() :]}"
    return "\n".join(lines)


def _block(token: Token) -> Prose:
    """One block."""
    match token["type"]:
        case "heading":
            return Heading(token["attrs"]["level"], "".join(s.text for s in _spans(token["children"])).strip(), "")
        case "paragraph" | "block_text":
            return Paragraph(tuple(_spans(token["children"])))
        case "list":
            return Listing(tuple(_item(i) for i in token["children"]), token["attrs"]["ordered"], token["attrs"].get("start", 1))
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


def annexed(block: Block) -> bool:
    """Whether a block belongs to the annex of data and rules with which a report ends."""
    content = block.content if isinstance(block, Numbered) else block
    return isinstance(content, Table | Note) and content.title in ANNEX


def reworded(block: Block, change: Callable[[str], str]) -> Block:
    """Change the texts of a block; of a table or figure the note below it.

    Parameters
    ----------
    block
        The block; quotations stay as they are.
    change
        What becomes of a text.

    Returns
    -------
    Block
        Of the same kind.
    """
    match block:
        case Paragraph() | Listing():
            return _prose(block, change)
        case Heading():
            return dataclasses.replace(block, text=change(block.text))
        case Sentence():
            return block.model_copy(update={"text": change(block.text)})
        case Note():
            return block.model_copy(update={"paragraphs": tuple(map(change, block.paragraphs))})
        case Numbered(content=content):
            return dataclasses.replace(block, content=content.model_copy(update={"note": change(content.note)}))
    return block


def _prose(block: Paragraph | Listing, change: Callable[[str], str]) -> Paragraph | Listing:
    """Change the texts of a paragraph or list."""
    if isinstance(block, Paragraph):
        return Paragraph(tuple(dataclasses.replace(s, text=change(s.text)) for s in block.spans))
    return dataclasses.replace(block, items=tuple(tuple(_prose(part, change) for part in item) for item in block.items))


def texts(block: Block) -> list[str]:
    """Texts of a block, one per paragraph, item or quotation; of tables and figures none."""
    match block:
        case Paragraph():
            return ["".join(s.text for s in block.spans)]
        case Listing():
            return [text for item in block.items for part in item for text in texts(part)]
        case Heading() | Sentence():
            return [block.text]
        case Note():
            return [*block.paragraphs]
        case Quotes():
            return [q.text for q in block.items]
    return []
