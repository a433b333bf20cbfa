"""The last look before a report leaves: what it published is attacked, and its finished file is read as a stranger would."""

import bisect
import dataclasses
import hashlib
import hmac
import json
import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from workbench.disclosure import ledger, record
from workbench.disclosure.approval import Standing
from workbench.disclosure.audit import between, breaches
from workbench.disclosure.forms import mentioned
from workbench.disclosure.published import Published, dumps, loads
from workbench.errors import GateError
from workbench.export import numbers, own
from workbench.export.document import Document
from workbench.export.extract import Extract, Text
from workbench.export.names import check
from workbench.export.placeholder import guarded
from workbench.project import Project

_STRUCTURE = 100  # whole numbers up to this count rows, areas and weeks as well as persons: the gate sees to it that no raw one is said
_YEARS = range(1900, 2101)
_UNKNOWN = "Eine Zahl steht in keiner freigegebenen Tabelle."
_CURE = "Schreiben Sie: sentence(…, wert=tabelle.value(…)); Zahlen der Methode gehören in Worte."
_TYPED = "Schreiben Sie, wo sie steht: {Tabelle 3, Zeile, Spalte}; eine Zahl, die nicht aus den Daten stammt: {eigene Zahl 40}."


@dataclasses.dataclass(frozen=True)
class Handed:
    """What a report told of its releases while it ran.

    Parameters
    ----------
    entries
        Entries of the release record.
    tables
        What was published.
    values
        Every released number.
    words
        Every released text.
    """

    entries: tuple[record.Entry, ...]
    tables: tuple[Published, ...]
    values: frozenset[float] = frozenset()
    words: frozenset[str] = frozenset()


def handed_over(told: str) -> Handed:
    """Read what a report told.

    Parameters
    ----------
    told
        One JSON object per release and line.

    Returns
    -------
    Handed
        In the order of the releases.
    """
    lines = [json.loads(line) for line in told.splitlines()]
    tables = [t for line in lines for t in loads(json.dumps(line["published"]))]
    values, words = (frozenset(v for line in lines for v in line.get(name, ())) for name in ("values", "words"))
    return Handed(tuple(line["entry"] for line in lines if line["entry"]), tuple(tables), values, words)


def attacked(handed: Handed, before: Sequence[Published], editions: Sequence[Published] = ()) -> dict[str, Any]:
    """Attack what a report publishes, beside everything that was published before.

    Parameters
    ----------
    handed
        What the report released.
    before
        Tables of other reports and places.
    editions
        Tables of approved editions: compared as far as they show the same data.

    Returns
    -------
    dict
        What was attacked, for the release record.

    Raises
    ------
    GateError
        With every cell that can be computed or enclosed too tightly.
    """
    measures = {t.measure for t in handed.tables}
    tables = [*handed.tables, *(t for t in before if t.measure in measures)]
    here = {dumps([t]) for t in tables}
    same = [t for t in editions if t.measure in measures and dumps([t]) not in here]  # approved as it stands it says nothing new
    found = breaches(tables) or (between(same, handed.tables) if same else [])
    if found:
        raise GateError("Die Prüfung hat Lücken gefunden; der Bericht wird nicht ausgegeben.\n" + "\n".join(str(b) for b in found))
    hidden = sum(v is None for t in [*tables, *same] for v in t.values)
    return {"Tabellen": len(tables) + len(same), "verborgene Felder": hidden, "Ergebnis": "keines lässt sich berechnen oder enger eingrenzen als erlaubt"}


def read_again(name: str, content: bytes, handed: Handed, originals: Collection[str], *, exempt: Collection[str] = (), typed: Collection[str] = ()) -> None:
    """Read a finished file as a stranger would.

    Parameters
    ----------
    name
        Name of the file.
    content
        Its bytes.
    handed
        What the report released.
    originals
        Names that must not be in it.
    exempt
        Declared texts that may stand as they are.
    typed
        Numbers and texts that are no data: parameters, official keys, the rules themselves.

    Raises
    ------
    GateError
        If it holds a name, personal data, a number in place of a hidden one, or one that was not released.
    """
    read = looked_at(name, content, handed, originals, exempt=exempt)
    known = _values(handed)
    strange = {n.where: None for n in numbers.shown(read, typed=[*handed.words, *typed]) if not _explained(n, known)}
    if strange:
        raise GateError("\n".join(f"{where}: {_UNKNOWN} {_CURE}" for where in strange))


def looked_at(name: str, content: bytes, handed: Handed, originals: Collection[str], *, exempt: Collection[str] = ()) -> Extract:
    """Look for names and hidden values alone, in a file with numbers of its own: a release record, an archive of files that were read.

    Parameters
    ----------
    name, content, handed, originals, exempt
        As in `read_again`.

    Returns
    -------
    Extract
        What can be read in it.

    Raises
    ------
    GateError
        If it holds a name, personal data, or a number in place of a hidden one.
    """
    read = check(name, content, originals, exempt=exempt)
    if faults := numbers.against(read, handed.tables):
        raise GateError("\n".join(faults))
    return read


def read_own(words: Sequence[own.Words], documents: Sequence[Document], handed: Handed, originals: Collection[str], *, exempt: Collection[str] = (), typed: Collection[str] = ()) -> None:
    """Read a consultant's own texts before anything is made of them: nobody knows where she has her numbers from.

    Parameters
    ----------
    words
        The texts.
    documents
        What was generated, for all that a reader of the texts sees.
    handed
        What was released.
    originals, exempt, typed
        As `read_again`.

    Raises
    ------
    GateError
        If one holds a name or personal data; with file and line of every number that is neither a year nor released,
        however small it is, and of every one, in words too, beside what names a row in which something is hidden.
    """
    for text in words:
        check(text.file, text.source.encode(), originals, exempt=exempt)
        if mentioned(PurePath(text.file).stem, frozenset(originals), frozenset(exempt), typed=True):
            raise GateError("Eine Datei im Ordner texte heißt nach jemandem aus der Namensliste, und das Freigabeprotokoll nennt sie. Der Name wird hier nicht wiederholt. Bitte umbenennen.")
    hidden = guarded(documents)
    known, explained = _values(handed), [*handed.words, *typed]
    faults: dict[str, None] = {}
    for text, kind, said, near in ((w, kind, said, own.near(parts, i)) for w in words for parts in [own.typed(w)] for i, (kind, said) in enumerate(parts)):
        named = next((label for label, pattern in hidden.items() if pattern.search(near)), "")
        for found in numbers.shown(Extract(text.file, (Text(kind, said, ""),), ()), typed=explained):
            if not _is_year(found) and (named or not _released(found, known)):
                why = f"Von »{named}« ist nicht alles ausgewiesen; daneben steht keine getippte Zahl." if named else _UNKNOWN
                faults[f"{text.line_of(found.printed)}{found.where}: {why} {_TYPED}"] = None
        for label, number in own.spelt(near, hidden.values()):
            faults[f"{text.line_of(number)}: Von »{label}« ist nicht alles ausgewiesen; daneben steht keine Zahl in Worten (»{number}«). {_TYPED}"] = None
    if faults:
        raise GateError("\n".join(faults))


def with_own(handed: Handed, words: Sequence[own.Words]) -> Handed:
    """What was released, and the numbers that the consultant's texts declare."""
    return dataclasses.replace(handed, values=handed.values | {abs(float(numbers.value_of(n))) for w in words for n in w.declared})


def _values(handed: Handed) -> list[float]:
    """Released numbers without their signs, sorted."""
    return sorted({abs(value) for value in handed.values if not math.isnan(value)})


def _explained(found: numbers.Number, known: Sequence[float]) -> bool:
    """Whether a number is a year, small and whole (how many rows, areas, weeks), or a released one as it is printed."""
    return (abs(found.value) <= _STRUCTURE and found.value == found.value.to_integral()) or _is_year(found) or _released(found, known)


def _is_year(found: numbers.Number) -> bool:
    """Whether a number may be a year: nobody prints one as »2.000«."""
    return "." not in found.printed and found.value == found.value.to_integral() and int(found.value) in _YEARS


def _released(found: numbers.Number, known: Sequence[float]) -> bool:
    """Whether a number is a released one as it is printed."""
    value = abs(float(found.value))
    digits = len(found.printed.partition(",")[2].rstrip("\u00a0 %"))
    near = 0.5 * 10.0**-digits + 1e-9
    at = bisect.bisect_left(known, value - near)
    return at < len(known) and known[at] <= value + near


def release_record(handed: Handed, attack: Mapping[str, Any], project: Project, *, place: str, report: str, contents: Sequence[bytes], standing: Standing | None = None, words: Sequence[own.Words] = ()) -> bytes:
    """Release record of a report: rules, numbers of hidden rows, the attack, exceptions, approval, keyed hashes.

    Parameters
    ----------
    handed
        What the report released.
    attack
        As `attacked` returns it.
    project, place, report
        Whose report it is.
    contents
        Its finished files.
    standing
        Draft or approved; None where nobody approves it.
    words
        The consultant's own texts in it.

    Returns
    -------
    bytes
        JSON; the same bytes for the same report.
    """
    secret = project.secret
    body = {
        "Bericht": report,
        "Ort": project.place(place).name if place else project.name,
        "Datenstand": f"{project.stand:%d.%m.%Y}",
        "Regeln": record.rules(handed.entries),
        "Tabellen": [dict(e) for e in record.listed(handed.entries)],
        "Texte": [dict(e) for e in handed.entries if "Texte" in e],
        "Eigene Texte": [_own(w, secret) for w in words],
        "Ausnahmen": [a.model_dump(mode="json", exclude_defaults=True, exclude={"fall"}) for a in project.ausnahmen if not place or a.ort in {"", place}],
        "Prüfung": dict(attack),
        **({"Stand": standing.mark, "Freigabe": standing.sentence} if standing else {}),
        "Prüfzahlen": {**({"Inhalt": standing.content[:16]} if standing else {}), "Tabellen": ledger.keyed(secret, handed.tables), "Dateien": [_keyed(secret, c) for c in contents]} if secret else {},
    }
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()


def _own(words: own.Words, secret: str) -> dict[str, Any]:
    """Entry of a text of the consultant: where it stands and its keyed hash, not what it says."""
    place = {"Datei": words.file, "Zeile": words.line, "Abschnitt": f"#{words.anchor}" if words.anchor else own.CHAPTER, "Stelle": (words.spot or "am Ende") if words.anchor else ""}
    return {**place, "eigene Zahlen": words.declared, "Prüfzahl": _keyed(secret, words.source.encode()) if secret else ""}


def _keyed(secret: str, content: bytes) -> str:
    """Keyed hash of some bytes."""
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()[:16]


def kept(handed: Handed) -> bytes:
    """What later reports take as fixed."""
    return dumps(handed.tables).encode()
