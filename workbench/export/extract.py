"""What a person or a program reads in a finished file: texts, alternative texts, properties, tables. Whatever cannot be read is a fault."""

import base64
import binascii
import csv
import dataclasses
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import Any
from urllib.parse import unquote_to_bytes

from workbench.errors import GateError
from workbench.export import pdftext
from workbench.export.markup import Kind, Markup
from workbench.export.unpack import members


@dataclasses.dataclass(frozen=True)
class Text:
    """A stretch of text.

    Parameters
    ----------
    kind
        »text«: paragraph, item of a list, cell outside a table; »heading«, »caption«, »quote«; »alt«: alternative text,
        tooltip, label for screen readers; »picture«: text drawn in a figure, »axis«: number on its axis;
        »property«: of the document; »link«: address; »name«: of the file or of a member; »comment«; »code«: style sheet,
        script, formula; »attribute«: any other attribute of an element, statistics of an Office document.
    text
        With single spaces.
    member
        File in which it stands: name of the file, in an archive with the path of the member.
    """

    kind: Kind
    text: str
    member: str


@dataclasses.dataclass(frozen=True)
class Grid:
    """A table: its caption, the labels in its head, and the texts of its cells, row by row."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    member: str


@dataclasses.dataclass(frozen=True)
class Extract:
    """What is read in a finished file.

    Parameters
    ----------
    name
        Name of the file.
    texts
        All texts but those in cells of tables.
    tables
        All tables.
    """

    name: str
    texts: tuple[Text, ...]
    tables: tuple[Grid, ...]


_Part = Text | Grid


def read(name: str, data: bytes) -> Extract:
    """Read a finished file.

    Parameters
    ----------
    name
        Name of the file; its ending says what it is.
    data
        Content: HTML, SVG, XML, PDF, DOCX, XLSX, PPTX, ZIP, CSV, JSON or text.

    Returns
    -------
    Extract
        Everything that can be read in it, archives in archives and data addresses in pages too. Of PNG and JPEG
        images only the name: what pixels show is not read.

    Raises
    ------
    GateError
        If the file, or a part of it, is of another kind, damaged, locked, or larger than what is checked.
    """
    parts = list(_parts(name, data))
    return Extract(name, tuple(p for p in parts if isinstance(p, Text)), tuple(p for p in parts if isinstance(p, Grid)))


def _parts(name: str, data: bytes) -> Iterator[_Part]:
    """Texts and tables of a file and of its members."""
    files = list(members(name, data))
    shared = _shared(files)
    for member, content in files:
        yield Text("name", member.removeprefix(name).lstrip("/") or name, member)
        ending = member.rpartition(".")[2].lower()
        if content.startswith(b"PK\x03\x04") or member.endswith("/"):
            continue  # its members follow
        if ending not in _READERS:
            raise GateError(f"{member}: Dateien dieser Art lassen sich nicht prüfen – erwartet eine von {', '.join(sorted(_READERS))}. Bitte die Datei entfernen oder umwandeln.")
        sheet = re.search(r"/xl/worksheets/[^/]+$", member) and ending == "xml"
        yield from _sheet(member, content, shared.get(member.rpartition("/xl/")[0], [])) if sheet else _READERS[ending](member, content)


def _text(member: str, data: bytes) -> str:
    """Characters of a file of text."""
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    if b"\0" in data:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace") if b"\0" in data[:2] else _damaged(member)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _damaged(member: str) -> Any:  # noqa: ANN401 (never returns)
    """Refuse what cannot be read."""
    raise GateError(f"{member}: Die Datei ist beschädigt oder verschlüsselt und lässt sich nicht prüfen. Bitte neu erzeugen.")


def _page(member: str, data: bytes) -> Iterator[_Part]:
    """HTML, SVG, or a part of an Office document."""
    page = Markup(_text(member, data))
    for kind, text in page.texts:
        yield Text(_property(member, text) if kind == "text" and "/docProps/" in member else kind, text, member)
        if kind == "link" and text.startswith("data:"):
            yield from _embedded(member, text)
    yield from (_grid(caption, rows, member) for caption, rows in page.tables)


def _property(member: str, text: str) -> Kind:
    """Kind of a text among the properties of an Office document; its version and its number of pages say nothing."""
    return "attribute" if member.endswith("/app.xml") and re.fullmatch(r"[\d.]+", text) else "property"


def _embedded(member: str, address: str) -> Iterator[_Part]:
    """File inside an address that begins with data:."""
    head, _, body = address[5:].partition(",")
    try:
        content = base64.b64decode(re.sub(r"\s", "", body)) if head.endswith(";base64") else unquote_to_bytes(body)
    except binascii.Error:
        _damaged(member)
    if content:
        ending = head.partition(";")[0].rpartition("/")[2].partition("+")[0] or "txt"
        yield from _parts(f"{member}/data.{_MIME.get(ending, ending)}", content)


def _grid(caption: str, rows: Sequence[Sequence[str]], member: str) -> Grid:
    """Table whose head is the first row with more than one filled cell."""
    head = next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    title = " ".join([caption, *(c for row in rows[:head] for c in row)]).strip()
    return Grid(title, tuple(rows[head]) if rows else (), tuple(map(tuple, rows[head + 1 :])), member)


def _shared(files: Sequence[tuple[str, bytes]]) -> dict[str, list[str]]:
    """Texts that the cells of a workbook share, by workbook."""
    found = ((m, c) for m, c in files if m.endswith("/xl/sharedStrings.xml"))
    return {m.rpartition("/xl/")[0]: [unescape("".join(_CELL_TEXT.findall(si))) for si in _SHARED.findall(_text(m, c))] for m, c in found}


_SHARED = re.compile(r"<si>(.*?)</si>|<si/>", re.DOTALL)
_CELL_TEXT = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")


def _sheet(member: str, data: bytes, shared: Sequence[str]) -> Iterator[_Part]:
    """Sheet of a workbook: a table; numbers with a decimal comma."""
    page = Markup(_text(member, data), shared=shared)
    yield from (Text(kind, text, member) for kind, text in page.texts)
    yield from (_grid(caption, rows, member) for caption, rows in page.tables)


def _csv(member: str, data: bytes) -> Iterator[_Part]:
    """CSV, with whichever separator the first line that has one has most of."""
    text = _text(member, data)
    separator = max(";,\t", key=next((line for line in text.splitlines() if re.search(r"[;,\t]", line)), "").count)
    try:
        yield _grid("", list(csv.reader(io.StringIO(text), delimiter=separator)), member)
    except csv.Error:
        _damaged(member)


def _json(member: str, data: bytes) -> Iterator[_Part]:
    """Keys and values of JSON; what is the page or drawing of a notebook's cell is read as that."""
    try:
        for key, text in _leaves(json.loads(_text(member, data), parse_float=_printed, parse_int=str)):
            if key in _DRAWN:
                yield from _page(f"{member}/{key}", text.encode())
            else:
                yield Text("text", text, member)
    except (ValueError, RecursionError):
        _damaged(member)


_DRAWN = {"text/html", "image/svg+xml"}  # keys of outputs


def _leaves(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Texts in nested lists and mappings, with the key that they stand under."""
    if isinstance(value, dict):
        yield from (("", name) for name in value)
        for name, item in value.items():
            yield from _leaves("".join(item) if name in _DRAWN and isinstance(item, list) and all(isinstance(i, str) for i in item) else item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield key, value


def _printed(number: str) -> str:
    """Number as a German reader writes it."""
    return number.replace(".", ",")


def _plain(member: str, data: bytes) -> Iterator[_Part]:
    """Text, line by line."""
    yield from (Text("text", line.strip(), member) for line in _text(member, data).splitlines() if line.strip())


def _code(member: str, data: bytes) -> Iterator[_Part]:
    """Style sheet or script."""
    yield Text("code", _text(member, data), member)


def _pdf(member: str, data: bytes) -> Iterator[_Part]:
    """Pages, properties, notes, bookmarks and attachments of a PDF."""
    found = pdftext.read(member, data)
    yield from (Text(kind, pdftext.whole(text), member) for kind, text in found.texts)
    yield from (_grid(caption, rows, member) for caption, rows in found.tables)
    for name, content in found.attachments:
        yield from _parts(f"{member}/{name}", content)


def _nothing(_member: str, _data: bytes) -> Iterator[_Part]:
    """Image: its pixels are not read."""
    yield from ()


_MIME = {"svg": "svg", "plain": "txt", "javascript": "js", "json": "json"}
_READERS: dict[str, Callable[[str, bytes], Iterator[_Part]]] = {
    **dict.fromkeys(("html", "htm", "xhtml", "svg", "xml", "rels", "vml"), _page),
    **dict.fromkeys(("txt", "md", "sha256"), _plain), **dict.fromkeys(("css", "js"), _code), **dict.fromkeys(("png", "jpg", "jpeg"), _nothing),
    **dict.fromkeys(("json", "ipynb"), _json), "csv": _csv, "pdf": _pdf, **dict.fromkeys(("zip", "docx", "xlsx", "pptx"), lambda m, _: _damaged(m)),
}  # fmt: skip
