"""The last look before a report leaves: what it published is attacked, and its finished file is read as a stranger would."""

import dataclasses
import hashlib
import hmac
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.disclosure import ledger, record
from workbench.disclosure.audit import breaches
from workbench.disclosure.published import Published, dumps, loads
from workbench.errors import GateError
from workbench.export import extract, numbers
from workbench.export.names import check_bytes
from workbench.project import Project


@dataclasses.dataclass(frozen=True)
class Handed:
    """What a report told of its releases while it ran.

    Parameters
    ----------
    entries
        Entries of the release record.
    tables
        What was published.

    """

    entries: tuple[record.Entry, ...]
    tables: tuple[Published, ...]


def handed_over(file: Path) -> Handed:
    """Read what a report told.

    Parameters
    ----------
    file
        One JSON object per release; missing where nothing was released.

    Returns
    -------
    Handed
        In the order of the releases.

    """
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []
    tables = [t for line in lines for t in loads(json.dumps(line["published"]))]
    return Handed(tuple(line["entry"] for line in lines), tuple(tables))


def attacked(handed: Handed, before: Sequence[Published]) -> dict[str, Any]:
    """Attack what a report publishes, beside everything that was published before.

    Parameters
    ----------
    handed
        What the report released.
    before
        Tables of other reports, places and editions.

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
    found = breaches(tables)
    if found:
        raise GateError("Die Prüfung hat Lücken gefunden; der Bericht wird nicht ausgegeben.\n" + "\n".join(str(b) for b in found))
    hidden = sum(v is None for t in tables for v in t.values)
    return {"Tabellen": len(tables), "verborgene Felder": hidden, "Ergebnis": "keines lässt sich berechnen oder enger eingrenzen als erlaubt"}


def read_again(name: str, content: bytes, handed: Handed, originals: Collection[str]) -> None:
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

    Raises
    ------
    GateError
        If it holds a name, personal data, or a number in place of a hidden one.

    """
    check_bytes(content, originals, name)
    faults = numbers.against(extract.read(name, content), handed.tables)
    if faults:
        raise GateError("\n".join(faults))


def release_record(handed: Handed, attack: Mapping[str, Any], project: Project, *, place: str, report: str, content: bytes) -> bytes:
    """Release record of a report: rules, numbers of hidden rows, the attack, exceptions, approval, keyed hashes.

    Parameters
    ----------
    handed
        What the report released.
    attack
        As `attacked` returns it.
    project, place, report
        Whose report it is.
    content
        Its finished file.

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
        "Tabellen": [dict(e) for e in handed.entries if "Tabelle" in e],
        "Texte": [dict(e) for e in handed.entries if "Texte" in e],
        "Ausnahmen": [a.model_dump(mode="json", exclude_defaults=True) for a in project.ausnahmen],
        "Prüfung": dict(attack),
        "Freigabe": ledger.approval(project, place=place, report=report, tables=handed.tables),
        "Prüfzahlen": {"Tabellen": ledger.keyed(secret, handed.tables), "Datei": hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()[:16]} if secret else {},
    }
    return (json.dumps(body, ensure_ascii=False, indent=2) + "\n").encode()


def kept(handed: Handed) -> bytes:
    """What later reports take as fixed."""
    return dumps(handed.tables).encode()
