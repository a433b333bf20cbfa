"""Coded interviews in the exchange format REFI-QDA (.qdpx, .qde) → frames of the project's tables.

Passages whose positions cannot be trusted are refused.
"""

import collections
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element

from workbench.errors import DataError
from workbench.read import refi
from workbench.read.offsets import THRESHOLD, Convention, Selection, Source, infer
from workbench.read.tabular import content

if TYPE_CHECKING:
    import pandas as pd

FILE = "interviews.qdpx"
RELEASED = "Zitat frei"  # code that releases the passage for quotation
SUMMARY = "Zusammenfassung:"  # name of a note that holds the summary of a case under a code
ANCHOR = "Ankerbeispiel:"
PATH = " > "
JOINT = "\n\n"  # between the transcripts of one case

COLUMNS = {
    "codes": ["Code", "Ebene", "Definition", "Ankerbeispiel"],
    "faelle": ["Fall", "Rolle", "Raum", "Rollengruppe", "Nennung", "Einwilligung"],
    "segmente": ["Fall", "Code", "Anfang", "Ende", "Text", "Person", "Freigabe"],
    "transkripte": ["Fall", "Text"],
    "zusammenfassungen": ["Fall", "Code", "Zusammenfassung", "Freigabe"],
}


class _Transcript(NamedTuple):
    """A text with the case that it belongs to, its element, and its selections as XML."""

    case: str
    element: Element
    source: Source
    selections: list[Element]


def read(path: Path, table: str) -> "pd.DataFrame":
    """One table of an interview project.

    Parameters
    ----------
    path
        The .qdpx or .qde file.
    table
        Key of `COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        Columns as in `COLUMNS`. Texts have line feeds only; Anfang and Ende are code points of the case's text, the end
        exclusive. Freigabe is true or false; other values of variables are text.

    Raises
    ------
    DataError
        If the file is no readable project, a transcript is missing, or the positions fit no known way of counting.
    """
    return _parsed(path.name, content(path))[table].copy()


def reading(path: Path) -> str:
    """German sentence on how the positions of the file were read."""
    return str(_parsed(path.name, content(path))["reading"].iloc[0, 0])


@functools.lru_cache(maxsize=2)
def _parsed(name: str, content: bytes) -> "dict[str, pd.DataFrame]":
    """All tables of a file; kept, because five tables come from it."""
    import pandas as pd

    members = refi.members(name, content)
    root = refi.root(name, members)
    codes = [(code, path) for code, path in _walk(root) if code.get("name") != RELEASED]
    transcripts = list(_transcripts(name, root, members))
    convention, share = _convention(name, transcripts)
    rows: dict[str, list[Any]] = {
        "codes": [(path, path.count(PATH) + 1, *_definition(code)) for code, path in codes],
        "faelle": list(_cases(root, transcripts)),
        "segmente": list(_segments(name, root, transcripts, convention)),
        "transkripte": [(case, JOINT.join(t.source.text for t in group)) for case, group in _by_case(transcripts).items()],
        "zusammenfassungen": list(_summaries(root, transcripts)),
    }
    said = f"Zählweise der Textstellen: {convention}; {share * 100:.0f} % der Textstellen bestehen aus ganzen Wörtern."
    return {t: pd.DataFrame(rows[t], columns=c) for t, c in COLUMNS.items()} | {"reading": pd.DataFrame({"Satz": [said]})}


def _convention(name: str, transcripts: list[_Transcript]) -> tuple[Convention, float]:
    """How positions are counted; refused where no way fits."""
    convention, share = infer([t.source for t in transcripts])
    if share < THRESHOLD:
        said = f"Bestenfalls bestehen {share * 100:.0f} % der Textstellen aus ganzen Wörtern, erwartet mindestens {THRESHOLD * 100:.0f} %"
        raise DataError(name, [f"Die Positionen der Textstellen passen zu keiner bekannten Zählweise. {said}. Wurden Texte nach dem Codieren geändert? Bitte neu als REFI-QDA-Projekt exportieren."])
    return convention, share


def _walk(root: Element) -> Iterator[tuple[Element, str]]:
    """Codes with their full path, parents first."""
    for book in refi.below(root, "CodeBook"):
        for codes in refi.children(book, "Codes"):
            yield from _nested(codes, "")


def _nested(parent: Element, path: str) -> Iterator[tuple[Element, str]]:
    """Codes directly and further below another."""
    for code in refi.children(parent, "Code"):
        full = path + str(code.get("name", ""))
        yield code, full
        yield from _nested(code, full + PATH)


def _definition(code: Element) -> tuple[str, str]:
    """Definition and anchor example, which share one description."""
    text = "".join("".join(d.itertext()) for d in refi.children(code, "Description"))
    definition, _, example = text.partition(ANCHOR)
    return definition.strip(), example.strip()


def _transcripts(name: str, root: Element, members: dict[str, bytes]) -> Iterator[_Transcript]:
    """Texts of the project with the case that each belongs to."""
    owners: dict[str, list[str]] = collections.defaultdict(list)
    for case in refi.below(root, "Case"):
        for ref in refi.refs(case, "SourceRef"):
            owners[ref].append(case.get("name", ""))
    for sources in refi.below(root, "Sources"):
        for element in sources:
            holder = next((e for e in element.iter() if e.get("plainTextPath") or refi.children(e, "PlainTextContent")), None)
            if holder is None or refi.local(element) == "PictureSource":
                continue
            owner = owners.get(refi.guid(element), [element.get("name", "")])
            if len(owner) > 1:
                raise DataError(name, [f"Das Transkript »{element.get('name')}« gehört zu {len(owner)} Fällen, erwartet wird einer. Bitte je Transkript einen Fall anlegen."])
            selections = refi.children(holder, "PlainTextSelection")
            marks = tuple(Selection(_position(name, s, "startPosition"), _position(name, s, "endPosition"), s.get("name", "")) for s in selections)
            yield _Transcript(owner[0], element, Source(refi.transcript(name, holder, members), marks), selections)


def _position(name: str, selection: Element, attribute: str) -> int:
    """A position as the file gives it."""
    value = selection.get(attribute, "")
    if not re.fullmatch(r"\d{1,9}", value):
        raise DataError(name, [f"Textstelle {selection.get('guid', '')}: {attribute} ist »{value}«, erwartet eine ganze Zahl ab 0."])
    return int(value)


def _by_case(transcripts: list[_Transcript]) -> dict[str, list[_Transcript]]:
    """Transcripts of each case in the order of the file."""
    groups: dict[str, list[_Transcript]] = {}
    for transcript in transcripts:
        groups.setdefault(transcript.case, []).append(transcript)
    return groups


def _cases(root: Element, transcripts: list[_Transcript]) -> Iterator[tuple[str | None, ...]]:
    """Name of each case and what is known of the person; variables hang on the case or on its transcripts."""
    variables = {refi.guid(v): v.get("name", "") for v in refi.below(root, "Variable")}
    elements = {case: [t.element for t in group] for case, group in _by_case(transcripts).items()}
    for case in refi.below(root, "Case"):
        elements.setdefault(str(case.get("name", "")), []).insert(0, case)
    for name, holders in elements.items():
        values = {variables.get(ref, ""): _value(v) for h in holders for v in refi.children(h, "VariableValue") for ref in refi.refs(v, "VariableRef")}
        yield name, *(values.get(v) for v in COLUMNS["faelle"][1:])


def _value(element: Element) -> str | None:
    """Value of a variable as text; None where it is empty."""
    text = " ".join("".join(child.itertext()).strip() for child in element if not refi.local(child).endswith("Ref")).strip()
    return text or None


def _segments(name: str, root: Element, transcripts: list[_Transcript], convention: Convention) -> Iterator[tuple[str, str, int, int, str, str, bool]]:
    """One row per passage, code and coder."""
    codes = {refi.guid(code): path for code, path in _walk(root)}
    users = {refi.guid(u): str(u.get("name", "")) for u in refi.below(root, "User")}
    for case, group in _by_case(transcripts).items():
        shift = 0
        for transcript in group:
            for start, end, code, user, free in _codings(name, transcript, codes, convention):
                yield case, code, start + shift, end + shift, transcript.source.text[start:end], users.get(user, ""), free
            shift += len(transcript.source.text) + len(JOINT)


def _codings(name: str, transcript: _Transcript, codes: dict[str, str], convention: Convention) -> Iterator[tuple[int, int, str, str, bool]]:
    """Passage, code, coder and whether the passage carries the code that releases it, by whichever coder."""
    found: dict[tuple[int, int, str, str], None] = {}
    for (start, end), mark, selection in zip(convention.places(transcript.source).tolist(), transcript.source.selections, transcript.selections, strict=True):
        if not 0 <= start < end:
            raise DataError(name, [f"Transkript »{transcript.case}«: Die Textstelle von {mark.start} bis {mark.end} liegt nicht im Text. Bitte das Projekt neu exportieren."])
        for coding in refi.children(selection, "Coding"):
            user = refi.plain(coding.get("creatingUser") or selection.get("creatingUser"))
            found |= dict.fromkeys((start, end, codes.get(ref, ref), user) for ref in refi.refs(coding, "CodeRef"))
    free = {(start, end) for start, end, code, _ in found if code.rpartition(PATH)[2] == RELEASED}
    for start, end, code, user in found:
        if code.rpartition(PATH)[2] != RELEASED:
            yield start, end, code, user, (start, end) in free


def _summaries(root: Element, transcripts: list[_Transcript]) -> Iterator[tuple[str, str, str, bool]]:
    """Notes of the transcripts that sum up a case under a code: written for the report, so they are released."""
    notes = {refi.guid(n): n for n in refi.below(root, "Note")}
    for transcript in transcripts:
        for ref in refi.refs(transcript.element, "NoteRef"):
            label = str(notes[ref].get("name", "")) if ref in notes else ""
            if label.startswith(SUMMARY):
                text = "".join("".join(c.itertext()) for c in refi.children(notes[ref], "PlainTextContent"))
                yield transcript.case, label.removeprefix(SUMMARY).strip(), " ".join(text.split()), True
