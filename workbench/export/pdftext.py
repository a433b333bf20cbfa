"""What a PDF says: pages, properties, notes, bookmarks, alternative texts, attachments."""

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from workbench.errors import GateError

if TYPE_CHECKING:
    from pypdf import PdfReader

_ALT = {"/Alt", "/ActualText", "/E", "/TU", "/Contents"}  # ISO 32000: 14.9, 12.5.2, 12.7.4
_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError, OSError)  # of a torn file, beside pypdf's own


def texts(name: str, data: bytes) -> Iterator[tuple[Literal["text", "alt", "property"], str]]:
    """Yield the lines of the pages, and every text in every object of the file.

    Parameters
    ----------
    name
        Name of the file, for messages.
    data
        Content of the file.

    Yields
    ------
    tuple of str and str
        Kind and text.

    Raises
    ------
    GateError
        If the file is damaged or locked.

    """
    yield from _guarded(name, data, _texts)


def attachments(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of attached files; errors as `texts`."""
    yield from _guarded(name, data, _attached)


def _guarded(name: str, data: bytes, find: Any) -> list[Any]:  # noqa: ANN401 (a function of the reader)
    """Result for a file that pypdf can read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if not reader.is_encrypted:
            return list(find(reader))
    except (PyPdfError, *_FAULTS) as fault:
        raise GateError(f"{name}: Die Datei ist beschädigt und lässt sich nicht prüfen. Bitte neu erzeugen.") from fault
    raise GateError(f"{name}: Die Datei ist verschlüsselt und lässt sich nicht prüfen. Bitte ohne Kennwort neu erzeugen.")


def _texts(reader: "PdfReader") -> Iterator[tuple[str, str]]:
    """Lines of pages, then texts in objects; page by page, so that a line that goes on is one paragraph."""
    for page in reader.pages:
        yield from (("text", line.strip()) for line in page.extract_text().splitlines() if line.strip())
    for item in _objects(reader):
        yield from _strings(item, "")


def _objects(reader: "PdfReader") -> Iterator[Any]:
    """All objects that the file lists, and its trailer."""
    from pypdf.generic import IndirectObject

    yield reader.trailer
    listed = {(number, generation) for generation, numbers in reader.xref.items() for number in numbers} | {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(listed):
        yield reader.get_object(IndirectObject(number, generation, reader))


def _strings(item: Any, key: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 (pypdf's objects)
    """Texts in an object; what it only refers to is an object of its own."""
    from pypdf.generic import ByteStringObject, DictionaryObject, StreamObject, TextStringObject

    if isinstance(item, DictionaryObject):
        if isinstance(item, StreamObject) and item.get("/Type") == "/Metadata":
            yield "property", item.get_data().decode("utf-8", "replace")
        for name in item.keys() - {"/ID"}:  # random bytes
            yield from _strings(item.raw_get(name), str(name))
    elif isinstance(item, list):
        for part in item:
            yield from _strings(part, key)
    elif isinstance(item, TextStringObject | ByteStringObject):
        text = item.decode("latin-1") if isinstance(item, bytes) else str(item)
        yield ("alt" if key in _ALT else "property"), text


def _attached(reader: "PdfReader") -> Iterator[tuple[str, bytes]]:
    """Attached files."""
    yield from ((name, content) for name, contents in reader.attachments.items() for content in contents)


def decoded(name: str, data: bytes) -> Iterator[bytes]:
    """Yield the streams of a PDF as pypdf decodes them, whatever packed them; errors as `texts`."""
    from pypdf.generic import StreamObject

    yield from _guarded(name, data, lambda reader: (item.get_data() for item in _objects(reader) if isinstance(item, StreamObject)))
