"""A REFI-QDA project as it lies in its archive: safely opened, its XML searched by local names.

Nothing is extracted to disk and nothing outside the archive is opened. Producers write different namespaces, and GUIDs
with or without braces in any case.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from workbench.errors import DataError

MEMBERS = 5_000
BYTES = 200_000_000
RATIO = 300  # unpacked to packed; XML reaches 30


def members(name: str, content: bytes) -> dict[str, bytes]:
    """Content of the archive by member name; a bare .qde counts as an archive of one."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return {"project.qde": content}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir()]
            _refuse_bombs(name, infos)
            return {i.filename: archive.read(i) for i in infos if i.filename.lower().endswith((".qde", ".txt"))}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise DataError(name, ["Die Datei ist kein lesbares Archiv (.qdpx). Bitte aus dem Interviewprogramm neu als REFI-QDA-Projekt exportieren."]) from None


def _refuse_bombs(name: str, infos: list[zipfile.ZipInfo]) -> None:
    """An archive that is locked or unpacks to more than a project can be is not opened."""
    size = sum(i.file_size for i in infos)
    if any(i.flag_bits & 1 for i in infos):
        raise DataError(name, ["Das Archiv ist mit einem Passwort geschützt. Bitte ohne Passwort exportieren."])
    if len(infos) > MEMBERS or size > BYTES or any(i.file_size > RATIO * max(i.compress_size, 1) for i in infos):
        raise DataError(name, [f"Das Archiv ist auffällig ({len(infos)} Dateien, entpackt {size // 1_000_000} MB) und wird nicht geöffnet. Erwartet werden höchstens {MEMBERS} Dateien mit {BYTES // 1_000_000} MB."])


def root(name: str, members: dict[str, bytes]) -> Element:
    """Root of the project file."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    found = [m for m in members if m.lower().endswith(".qde")]
    if len(found) != 1:
        raise DataError(name, [f"Im Archiv liegen {len(found)} Projektdateien (.qde), erwartet wird genau eine."])
    try:
        project: Element = fromstring(members[found[0]], forbid_dtd=True)
    except ParseError as fault:
        raise DataError(name, [f"{found[0]} ist kein gültiges XML (Zeile {fault.position[0]}). Bitte das Projekt neu exportieren."]) from None
    except DefusedXmlException:
        raise DataError(name, [f"{found[0]} enthält eine Dokumenttyp-Angabe oder Entitäten; das ist in REFI-QDA nicht vorgesehen und wird nicht gelesen."]) from None
    if local(project) != "Project":
        raise DataError(name, [f"{found[0]} beginnt mit »{local(project)}«, erwartet wird »Project« (REFI-QDA)."])
    return project


def local(element: Element) -> str:
    """Name of an element without its namespace, which every producer writes differently."""
    return str(element.tag).rpartition("}")[2]


def below(element: Element, name: str) -> Iterator[Element]:
    """Elements of that name below another, in document order."""
    return (e for e in element.iter() if local(e) == name)


def children(element: Element, name: str) -> list[Element]:
    """Direct children of that name."""
    return [e for e in element if local(e) == name]


def plain(guid: str | None) -> str:
    """Identifier without braces and case."""
    return (guid or "").strip("{}").lower()


def guid(element: Element) -> str:
    """Identifier of an element."""
    return plain(element.get("guid"))


def refs(element: Element, name: str) -> list[str]:
    """Identifiers to which the direct references of that name point."""
    return [plain(e.get("targetGUID")) for e in children(element, name)]


def transcript(name: str, holder: Element, members: dict[str, bytes]) -> str:
    """Text within the project file, or of the member that it names."""
    inline = children(holder, "PlainTextContent")
    if inline:
        return "".join(inline[0].itertext())
    wanted = re.split(r"[/\\]", holder.get("plainTextPath", ""))[-1].lower()
    found = [c for m, c in members.items() if m.rpartition("/")[2].lower() == wanted]
    if not found:
        raise DataError(name, [f"Der Text »{holder.get('plainTextPath')}« fehlt im Archiv. Bitte das Projekt mit allen Quellen exportieren."])
    try:
        return found[0].decode("utf-8")
    except UnicodeDecodeError:
        raise DataError(name, [f"Der Text »{wanted}« ist nicht in UTF-8 gespeichert. Bitte das Projekt neu exportieren."]) from None
