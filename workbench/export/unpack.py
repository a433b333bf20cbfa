"""What is packed inside a file: members of archives, compressed streams, base64. Within limits; beyond them it is a fault."""

import binascii
import contextlib
import functools
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

import numpy as np

from workbench.errors import GateError

LIMIT = 200_000_000  # bytes that a file may hold when unpacked
MEMBERS, DEPTH, RATIO = 5000, 5, 1000

PDF = b"%PDF-"
_PNG = b"\x89PNG\r\n\x1a\n"
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")  # how zlib and gzip begin (RFC 1950, RFC 1952)
_BASE64 = re.compile(rb"[A-Za-z0-9_+/-][A-Za-z0-9_+/-]{5,}(?:(?<=[A-Za-z0-9_+/-]{60})(?:\r?\n|\\n)\s*[A-Za-z0-9_+/-]{6,})*")  # begins with one class of characters: what lies between runs is passed over in a third of the time
_DIRECTORY = b"PK\x05\x06"  # without the end of a directory nothing is an archive
_TEXT = re.compile(rb"(?:[\t\n\r\x20-\x7e\xc4\xd6\xdc\xdf\xe4\xf6\xfc]|[\xc2-\xdf][\x80-\xbf])+|(?:[^\x00][\x00-\x02])+|(?:[\x00-\x02][^\x00])+")
_STANDARD = bytes.maketrans(b"-_", b"+/")  # base64 for addresses has two letters of its own
_LONG, _LINE, _SIX = 10_000, 60, 6  # bytes of a file from which on it is looked through at once; characters of a line of base64; of a run
_BREAKS = {b"\n", b"\r", b"\\"}
_LETTERS = bytes(byte in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/-" for byte in range(256))
_ANYWHERE = 8  # characters of base64 from which on it may begin before the name: in fewer there is room for four letters and nothing else
SHORT = 80  # characters up to which a word may look like base64 without being it


def members(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file and, if it is an archive, all that it holds, archives in archives too.

    Parameters
    ----------
    name
        Name of the file.
    data
        Its content.

    Yields
    ------
    tuple of str and bytes
        Name (of a member: path from the outermost file on) and content.

    Raises
    ------
    GateError
        If an archive is torn or locked, or holds more than the limits allow.
    """
    total = 0
    for count, (inner, content) in enumerate(_walk(name, data, DEPTH)):
        total += len(content)
        if count > MEMBERS or total > LIMIT:
            raise GateError(_too_much(name))
        yield inner, content


def _walk(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """File, then its members."""
    yield name, data
    if not data.startswith(b"PK\x03\x04") and not (_DIRECTORY in data and zipfile.is_zipfile(io.BytesIO(data))):
        return
    if not depth:
        raise GateError(_too_much(name))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.file_size > min(LIMIT, RATIO * max(info.compress_size, 1000)):
                    raise GateError(_too_much(name))
                yield from _walk(f"{name}/{info.filename}", archive.read(info), depth - 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as fault:
        raise GateError(f"{name}: Das Archiv ist beschädigt oder verschlüsselt und lässt sich nicht prüfen. Bitte neu erzeugen, ohne Kennwort.") from fault


def rest(data: bytes) -> bytes:
    """What a file holds beside members that are read by themselves, and beside pixels, which nobody reads as text.

    Parameters
    ----------
    data
        Content of a file.

    Returns
    -------
    bytes
        Of an archive its headers and whatever stands between; of a PNG all but the pixels; of a PDF all but the streams that
        `streams` unpacks; any other file whole.
    """
    spans = _chunks(data) if data.startswith(_PNG) else _contents(data) if data.startswith(b"PK\x03\x04") else _packed(data) if data.startswith(PDF) else []
    return _without(data, spans)


def apart(name: str, data: bytes) -> tuple[bytes, list[bytes]]:
    """Tell what a PDF holds beside whole streams from what all its streams hold, and unpack them once.

    Parameters
    ----------
    name, data
        As in `streams`.

    Returns
    -------
    tuple of bytes and list of bytes
        As `rest` and as `streams`.

    Raises
    ------
    GateError
        As `streams`.
    """
    runs = list(_limited(name, data))
    return _without(data, ((start, end) for start, end, _ in runs if end > start) if data.startswith(PDF) else ()), [content for _, _, content in runs if content]


def _without(data: bytes, spans: Iterable[tuple[int, int]]) -> bytes:
    """Bytes that lie in none of some stretches."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(data[at:start])
        at = max(at, end)
    return b"".join([*kept, data[at:]])


def _contents(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the contents of an archive's members lie: behind 30 bytes, a name and an extra field; nowhere in a torn one."""
    with contextlib.suppress(zipfile.BadZipFile, struct.error), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in sorted(archive.infolist(), key=lambda i: i.header_offset):
            name, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            yield start, start + info.compress_size


def _packed(data: bytes) -> Iterator[tuple[int, int]]:
    """Where whole streams lie."""
    yield from ((start, end) for start, end, _ in _runs(data) if end > start)


def _chunks(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the pixels of a PNG lie: chunks of a length, a kind, content and a check sum."""
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            yield at + 8, at + 8 + length
        at += 12 + length


def _too_much(name: str) -> str:
    """What is wrong with an archive that unpacks to too much."""
    return f"{name}: Das Archiv enthält mehr, als geprüft wird (höchstens {LIMIT // 1_000_000} MB, {MEMBERS} Dateien, {DEPTH} Ebenen). Bitte kleiner teilen."


def streams(name: str, data: bytes) -> Iterator[bytes]:
    """Yield what zlib and gzip have packed anywhere inside, as far as it can be unpacked.

    Parameters
    ----------
    name
        Name of the file, for messages.
    data
        Its content.

    Yields
    ------
    bytes
        Content of one stream.

    Raises
    ------
    GateError
        If a stream unpacks to more than the limit.
    """
    yield from (content for _, _, content in _limited(name, data) if content)


def _limited(name: str, data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Streams within the limit."""
    total = 0
    for start, end, content in _runs(data):
        total += len(content)
        if total >= LIMIT:
            raise GateError(_too_much(name))
        yield start, end, content


def _runs(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where streams begin and end, and what they hold; one that is torn ends where it begins."""
    end, room = 0, LIMIT
    for start in (m.start() for m in _PACKED.finditer(data)):
        if start >= end:
            content, taken = _inflated(memoryview(data)[start:], room)
            end, room = start + taken, room - len(content)
            yield start, end, content


def _inflated(packed: memoryview, limit: int) -> tuple[bytes, int]:
    """Content of a stream up to its end or its first fault, and the bytes that it took; none where it is no stream."""
    machine, content, taken = zlib.decompressobj(47), bytearray(), 0  # 47: zlib or gzip, whichever it is
    try:
        while taken < len(packed) and not machine.eof and len(content) < limit:
            content += machine.decompress(packed[taken : taken + 65536], limit - len(content))
            taken = min(taken + 65536, len(packed))
    except zlib.error:
        return bytes(content), 0
    return bytes(content), taken - len(machine.unused_data) if machine.eof else 0


def encoded(data: bytes) -> Iterator[bytes]:
    """Yield what base64 stands for, standard or for addresses, wherever it begins; of short runs only those that give text.

    Parameters
    ----------
    data
        Content of a file.

    Yields
    ------
    bytes
        Content of one run.
    """
    for run in set(_long(data)):
        if len(run) > SHORT:
            yield from _decoded(run)
        elif not run.isdigit():  # every third byte would be »ß« or no Latin letter: no name
            yield from _words(run)


def _long(data: bytes) -> list[bytes]:
    """Runs that may be base64; in a long file without lines of it: where six characters of it follow one another."""
    if len(data) < _LONG:
        return _BASE64.findall(data)
    there = np.frombuffer(data.translate(_LETTERS), dtype=bool)
    two = there[:-1] & there[1:]
    six = np.concatenate([[False], two[:-4] & two[2:-2] & two[4:], [False]])
    starts, ends = np.flatnonzero(six[1:] != six[:-1]).reshape(-1, 2).T
    ends = ends + _SIX - 1
    lines = any(data[end : end + 1] in _BREAKS for end in ends[ends - starts >= _LINE].tolist())
    return _BASE64.findall(data) if lines else [data[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


@functools.lru_cache(maxsize=65536)  # the words of a report stand in all its formats, those of a format in all its members
def _words(run: bytes) -> tuple[bytes, ...]:
    """What a short run stands for, as far as it is text."""
    return tuple(content for content in _decoded(run) if _TEXT.fullmatch(content))


def _decoded(run: bytes) -> Iterator[bytes]:
    """What a run stands for, wherever it begins."""
    plain = (run if run.isalnum() else re.sub(rb"\s|\\n", b"", run)).translate(_STANDARD)
    for start in range(4 if len(plain) >= _ANYWHERE else 1):
        part = plain[start : len(plain) - ((len(plain) - start) % 4 == 1)]  # a single character at the end says nothing
        yield binascii.a2b_base64(part + b"==="[: -len(part) % 4])
