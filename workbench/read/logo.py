"""The mark of a house: a picture that shows itself and nothing else."""

import base64
import binascii
import contextlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, tostring

from workbench.errors import DataError
from workbench.read.tabular import content

LIMIT = 100_000  # bytes: it stands in every report
_PNG = b"\x89PNG\r\n\x1a\n"
_SHOWN = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}  # other parts of a PNG tell who made it, when and where
_JPEG = b"\xff\xd8"
_SCAN, _END = 0xDA, 0xD9  # markers of a JPEG: pixels follow, it ends
_TOLD = {*range(0xE0, 0xF0), 0xFE} - {0xEE}  # of programs (EXIF, XMP, thumbnails, profiles) and comments; 0xEE says how colours are kept
_NEXT = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # where a scan ends: 0 and restarts belong to it
_SVG = "{http://www.w3.org/2000/svg}"
_UNSEEN = {f"{_SVG}{tag}" for tag in ("metadata", "desc", "title")}
_EMBEDDED = re.compile(r"\s*(data:image/(?:png|jpeg);base64,)(.*)", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)  # of CSS
_ACTIVE = {"script", "foreignObject", "iframe", "audio", "video", "animate", "animateMotion", "animateTransform", "set"}
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:", re.IGNORECASE)
_PLAIN = "Bitte als einfaches SVG oder als PNG speichern."
_INSIDE = re.compile(r"#|data:image/(png|jpeg);base64,")


def read(file: Path) -> bytes:
    """Read a logo.

    Parameters
    ----------
    file
        SVG or PNG.

    Returns
    -------
    bytes
        The picture, without what a drawing program notes in it besides: paths, names, versions.

    Raises
    ------
    DataError
        If it is too large, no such picture, or an SVG that does something or refers to something outside itself.
    """
    data = content(file)
    if len(data) > LIMIT:
        raise DataError(file.name, [f"{len(data) // 1000} kB sind zu viel für ein Logo – erwartet höchstens {LIMIT // 1000} kB, denn es steht in jedem Bericht. Bitte verkleinern."])
    made = b"" if data.startswith(_JPEG) else shown(data, file.name)
    if not made:
        raise DataError(file.name, ["Das ist kein Bild – erwartet wird eine ganze SVG- oder PNG-Datei."])
    return made


def shown(data: bytes, name: str) -> bytes:
    """Take from a picture what tells who made it, when and where.

    Parameters
    ----------
    data
        The file, whatever its ending says.
    name
        As messages call it.

    Returns
    -------
    bytes
        What is shown of it; empty where it is torn, or neither PNG nor JPEG nor SVG.

    Raises
    ------
    DataError
        If it is an SVG that does something or refers to something outside itself.
    """
    return _png(data) if data.startswith(_PNG) else _jpeg(data) if data.startswith(_JPEG) else _svg(data, name)


def _png(data: bytes) -> bytes:
    """PNG with what is shown of it; empty where it is torn."""
    try:
        parts = list(_chunks(data))
        torn = parts[0][4:8] != b"IHDR" or parts[-1][4:8] != b"IEND" or not zlib.decompress(b"".join(p[8:-4] for p in parts if p[4:8] == b"IDAT"))
    except (ValueError, IndexError, zlib.error):
        return b""
    return b"" if torn else _PNG + b"".join(p for p in parts if p[4:8] in _SHOWN)


def _chunks(data: bytes) -> Iterator[bytes]:
    """Parts of a PNG, each with its length, kind and check sum; what stands behind the last is no part."""
    start, kind = len(_PNG), b""
    while kind != b"IEND":
        end = start + 12 + int.from_bytes(data[start : start + 4])
        kind = data[start + 4 : start + 8]
        if end > len(data) or int.from_bytes(data[end - 4 : end]) != zlib.crc32(data[start + 4 : end - 4]):
            raise ValueError(kind)
        yield data[start:end]
        start = end


def _jpeg(data: bytes) -> bytes:
    """JPEG with what is shown of it; empty where it is torn."""
    try:
        parts = list(_segments(data))
    except IndexError:
        return b""
    return _JPEG + b"".join(part for kind, part in parts if kind not in _TOLD) if _SCAN in dict(parts) else b""


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers of a JPEG, each with its bytes and the pixels behind it; what stands behind the last is no part."""
    start, kind = len(_JPEG), 0
    while kind != _END:
        while data[start : start + 2] == b"\xff\xff":  # a marker may be filled up
            start += 1
        kind = data[start + 1]
        if data[start] != 0xFF:
            raise IndexError(start)
        end = start + 2 + (0 if kind == _END else int.from_bytes(data[start + 2 : start + 4]))
        if kind == _SCAN and (found := _NEXT.search(data, end)):
            end = found.start()
        yield kind, data[start:end]
        start = end


def _svg(data: bytes, name: str) -> bytes:
    """SVG with what is shown of it; empty where it is none."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data)
    except DefusedXmlException:
        raise DataError(name, [f"Das Logo enthält Entitäten. {_PLAIN}"]) from None
    except (ParseError, ValueError):
        return b""
    if root.tag != f"{_SVG}svg":
        return b""
    faults = dict.fromkeys(fault for element in root.iter() for fault in _faults(element))
    if faults:
        raise DataError(name, [*faults])
    return tostring(_own(root, {"xmlns": _SVG.strip("{}")}))


def _faults(element: Element) -> Iterator[str]:
    """What an element does, or takes from elsewhere."""
    tag = element.tag.rpartition("}")[2]
    attributes = {name.rpartition("}")[2]: value for name, value in element.items()}
    if tag in _ACTIVE:
        yield f"Das Logo enthält »{tag}« – erwartet wird ein ruhendes Bild. {_PLAIN}"
    if any(name.lower().startswith("on") for name in attributes):
        yield f"Das Logo enthält ein Skript. {_PLAIN}"
    strange = "href" in attributes and not _INSIDE.match(attributes["href"].strip()) and tag != "a"
    if strange or any(_OUTSIDE.search(text) for text in (element.text or "", *attributes.values())):
        yield "Das Logo verweist auf eine andere Datei oder eine Adresse. Bitte alles einbetten oder als PNG speichern."


def _own(element: Element, given: dict[str, str]) -> Element:
    """Element of SVG without parts and attributes of other kinds, which drawing programs add."""
    plain = {name.rpartition("}")[2]: _value(value) for name, value in element.items() if ("}" not in name or name.endswith("}href")) and not name.startswith(("data-", "aria-"))}
    made = Element(element.tag.removeprefix(_SVG), given | plain)
    made.text, made.tail = _COMMENT.sub("", element.text or ""), element.tail
    made.extend(_own(child, {}) for child in element if child.tag.startswith(_SVG) and child.tag not in _UNSEEN)
    return made


def _value(value: str) -> str:
    """Value of an attribute without comments; of a picture in it what is shown."""
    embedded = _EMBEDDED.fullmatch(value)
    if not embedded:
        return _COMMENT.sub("", value)
    with contextlib.suppress(binascii.Error):
        data = base64.b64decode(embedded[2])
        return embedded[1] + base64.b64encode(_jpeg(data) if data.startswith(_JPEG) else _png(data) if data.startswith(_PNG) else b"").decode()
    return ""  # nobody could see it either
