"""Interview projects in the exchange format REFI-QDA 1.0, counted as seven different programs count."""

import dataclasses
import uuid
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import write_zip
from generator.codebook import CODES, FREE, FREE_DEFINITION, THEMES
from generator.places import Spec

if TYPE_CHECKING:
    from generator.interviews import Interview, Segment

NAMESPACE = "urn:QDA-XML:project:1.0"
WHEN = "2026-01-15T09:00:00Z"


@dataclasses.dataclass(frozen=True)
class Producer:
    """How an interview program writes texts and counts positions in them."""

    origin: str
    utf16: bool = False
    crlf: bool = False
    crlf_counts_two: bool = False
    bom: bool = False
    bom_counts: bool = False
    inclusive: bool = False
    inline: bool = False
    braces: bool = False
    folder: str = "sources"
    quotes: bool = False  # the name of a selection is its text

    def position(self, text: str, place: int, *, end: bool = False) -> int:
        """Position in this program's counting."""
        before = text[:place]
        count = len(before.encode("utf-16-le")) // 2 if self.utf16 else len(before)
        return count + before.count("\n") * self.crlf_counts_two + self.bom_counts - (end and self.inclusive)

    def file(self, text: str) -> bytes:
        """Transcript as this program writes it."""
        return (text.replace("\n", "\r\n") if self.crlf else text).encode("utf-8-sig" if self.bom else "utf-8")


PRODUCERS = {
    "standard": Producer("Werkzeug nach Norm", quotes=True),
    "nvivo": Producer("wie NVivo 12 für Windows", utf16=True, crlf=True, crlf_counts_two=True, bom=True, folder="Sources"),
    "bom": Producer("wie ein Werkzeug, das die Byte-Reihenfolge-Marke mitzählt", bom=True, bom_counts=True),
    "crlf": Producer("wie ATLAS.ti", crlf=True),
    "utf16": Producer("wie ein Werkzeug im Browser", utf16=True),
    "inclusive": Producer("wie ein Werkzeug mit einschließendem Ende", inclusive=True),
    "lf": Producer("wie ein Werkzeug mit Text in der Projektdatei", inline=True, braces=True),
}


class Writer:
    """One project on its way to XML; identifiers follow from content."""

    def __init__(self, spec: Spec) -> None:
        self.spec, self.producer = spec, PRODUCERS[spec.producer]
        self.files: dict[str, bytes] = {}
        self.notes: list[ET.Element] = []

    def guid(self, *parts: object) -> str:
        """Stable identifier of a thing."""
        plain = str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, ("werkbank-beispiel", self.spec.key, *parts)))))
        return f"{{{plain}}}" if self.producer.braces else plain

    def project(self, made: "list[Interview]") -> ET.Element:
        """Whole project in the order that the schema wants."""
        root = ET.Element("Project", {"xmlns": NAMESPACE, "name": f"Interviews {self.spec.name} (synthetisch)", "origin": self.producer.origin, "creationDateTime": WHEN})
        users = ET.SubElement(root, "Users")
        for coder in ("Erstkodierung", "Zweitkodierung"):
            ET.SubElement(users, "User", guid=self.guid("user", coder), name=coder, id=coder[0] + "K")
        self.codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"))
        variables = ET.SubElement(root, "Variables")
        for name in ("Rolle", "Raum", "Einwilligung"):
            ET.SubElement(variables, "Variable", guid=self.guid("variable", name), name=name, typeOfVariable="Text")
        cases, sources = ET.SubElement(root, "Cases"), ET.SubElement(root, "Sources")
        for interview in made:
            self.case(cases, interview)
            self.source(sources, interview)
        ET.SubElement(root, "Notes").extend(self.notes)
        return root

    def codes(self, parent: ET.Element) -> None:
        """Nested codes with definition and anchor example."""
        for theme, definition in THEMES.items():
            upper = self.code(parent, theme, theme, definition)
            for key, code in CODES.items():
                if code.theme == theme:
                    self.code(upper, key, code.name, f"{code.definition}\nAnkerbeispiel: {code.anchor}")
        self.code(parent, FREE, FREE, FREE_DEFINITION)

    def code(self, parent: ET.Element, key: str, name: str, description: str) -> ET.Element:
        """One code."""
        element = ET.SubElement(parent, "Code", guid=self.guid("code", key), name=name, isCodable="true")
        ET.SubElement(element, "Description").text = description
        return element

    def case(self, parent: ET.Element, made: "Interview") -> None:
        """One interviewed person with role, area and consent."""
        case = ET.SubElement(parent, "Case", guid=self.guid("case", made.case), name=made.case)
        for name, value in (("Rolle", made.role), ("Raum", made.area), ("Einwilligung", "ja" if made.consent else "nein")):
            holder = ET.SubElement(case, "VariableValue")
            ET.SubElement(holder, "VariableRef", targetGUID=self.guid("variable", name))
            ET.SubElement(holder, "TextValue").text = value
        ET.SubElement(case, "SourceRef", targetGUID=self.guid("source", made.case))

    def source(self, parent: ET.Element, made: "Interview") -> None:
        """Transcript with its selections and the summaries of its themes."""
        guid, author = self.guid("source", made.case), self.guid("user", "Erstkodierung")
        source = ET.SubElement(parent, "TextSource", guid=guid, name=made.case, creatingUser=author, creationDateTime=WHEN)
        if self.producer.inline:
            ET.SubElement(source, "PlainTextContent").text = made.text
        else:
            source.set("plainTextPath", f"internal://{guid}.txt")
            self.files[f"{self.producer.folder}/{guid}.txt"] = self.producer.file(made.text)
        spots = sorted({(s.start, s.end, s.coder) for s in made.segments})
        for spot in spots:
            self.selection(source, made, [s for s in made.segments if (s.start, s.end, s.coder) == spot])
        for theme, text in made.summaries.items():
            note = self.guid("note", made.case, theme)
            ET.SubElement(source, "NoteRef", targetGUID=note)
            element = ET.Element("Note", guid=note, name=f"Zusammenfassung: {theme}", creatingUser=author, creationDateTime=WHEN)
            ET.SubElement(element, "PlainTextContent").text = text
            self.notes.append(element)

    def selection(self, parent: ET.Element, made: "Interview", same: "list[Segment]") -> None:
        """A passage with all codes that one person gave it."""
        first, user = same[0], self.guid("user", same[0].coder)
        where = (made.case, first.start, first.end, first.coder)
        selection = ET.SubElement(parent, "PlainTextSelection", guid=self.guid("selection", *where))
        if self.producer.quotes:
            selection.set("name", made.text[first.start : first.end])
        selection.set("startPosition", str(self.producer.position(made.text, first.start)))
        selection.set("endPosition", str(self.producer.position(made.text, first.end, end=True)))
        selection.set("creatingUser", user)
        selection.set("creationDateTime", WHEN)
        for code in [*dict.fromkeys(s.code for s in same), *([FREE] if any(s.free for s in same) else [])]:
            coding = ET.SubElement(selection, "Coding", guid=self.guid("coding", *where, code), creatingUser=user, creationDateTime=WHEN)
            ET.SubElement(coding, "CodeRef", targetGUID=self.guid("code", code))


def write(path: Path, spec: Spec, made: "list[Interview]") -> None:
    """Archive with the project file and its texts."""
    writer = Writer(spec)
    root = writer.project(made)
    ET.indent(root, " ")
    xml = b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"
    write_zip(path, {"project.qde": xml, **writer.files})
