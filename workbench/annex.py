"""Last cell of every notebook: data with rows, date and keyed hash; rules with the number of hidden cells, exceptions, the protocol."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from workbench.disclosure import primary, record
from workbench.disclosure.cells import Released
from workbench.disclosure.door import release
from workbench.handover import hand_over
from workbench.present.description import Description
from workbench.present.head import DATA, PROTOCOL, RULES
from workbench.present.number import long_date
from workbench.present.table import table as show_table
from workbench.project import Place, Project
from workbench.schemas import Table, tables

ATTACKED = (
    "Vor der Ausgabe versucht ein Prüfprogramm, aus allen Tabellen dieses Berichts, der übrigen Berichte und der verbundenen Orte nicht ausgewiesene Anzahlen "
    "zu berechnen oder einzugrenzen. Gelingt ihm das, entsteht kein Bericht."
)


class Used(NamedTuple):
    """A data file that a report has read."""

    place: str
    table: str
    file: str
    rows: int
    digest: str
    how: str = ""  # how the table came about, where it was not in the file as it is used


def keyed(project: Project, content: bytes) -> str:
    """Short keyed hash of a file: a plain hash of small data would confirm a guess."""
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()[:12] if (secret := project.secret) else ""


def source_line(project: Project, table: Table, used: Iterable[Used]) -> str:
    """Source of a table as it is printed: what the project says, else the table's title; and how its counts came about."""
    known = project.quellen.get(table.name)
    when = f", Stand {long_date(known.stand)}" if known and known.stand else ""
    licence = f" ({known.lizenz})" if known and known.lizenz else ""
    how = next((f"; {u.how}" for u in used if u.table == table.name and u.how), "")
    return f"{known.quelle if known else table.title}{when}{licence}{how}"


def annex(project: Project, place: Place | None, used: Sequence[Used], entries: Sequence[record.Entry]) -> Description:
    """A group of the table of data, the note of rules and the protocol, from the entries of the release record."""
    data, protocol = _data(project, place, used), _protocol(project, entries)
    rules = [*record.rules(entries), primary.areas(project.regeln), record.total(entries), *record.withheld(entries), *record.exceptions(entries), *_overrides(project, place, entries), ATTACKED]
    numbers = [*data.frame["Zeilen"].dropna().astype(float), *protocol.frame.select_dtypes("number").to_numpy(dtype=float).ravel()]
    hand_over({}, known={"values": numbers, "words": [*rules, *(u.digest for u in used if u.digest)]})  # a hash may look like a number
    note = {"kind": "note", "title": RULES, "paragraphs": rules}
    return Description("group", {"blocks": [show_table(data, title=DATA).json(), note, show_table(protocol, title=PROTOCOL).json()]})


def _data(project: Project, place: Place | None, used: Sequence[Used]) -> Released:
    """Table of the files; how many persons there are is not told."""
    known = tables()
    rows = [(u.place, known[u.table].title, u.file, None if known[u.table].personal else u.rows, source_line(project, known[u.table], used), u.digest) for u in sorted(set(used))]
    frame = pd.DataFrame(rows, columns=["Ort", "Tabelle", "Datei", "Zeilen", "Quelle", "Prüfzahl"])
    frame = frame.astype({"Zeilen": "Int64"}).drop(columns=[*(["Ort"] if place else []), *([] if project.secret else ["Prüfzahl"])])
    return release(frame, table=DATA, rule=project.regeln, exempt="Angaben über Dateien, nicht über Personen")


def _protocol(project: Project, entries: Sequence[record.Entry]) -> Released:
    """Table of what is hidden, table by table; that nothing is too small is said too, for the rows alone would read as hidden ones."""
    rows = [e for e in record.listed(entries) if not e["Ausnahme"]]
    frame = pd.DataFrame(rows, columns=["Tabelle", "Zeilen", *record.COLUMNS])
    hidden = [c for i, c in enumerate(record.COLUMNS) if not i or frame[c].any()]
    return release(frame[["Tabelle", "Zeilen", *hidden]], table="Freigabeprotokoll", rule=project.regeln, exempt="Angaben über die Freigabe, nicht über Personen")


def _overrides(project: Project, place: Place | None, entries: Sequence[record.Entry]) -> list[str]:
    """Rules that two people overrode, in a sentence each."""
    titles = {e.get("Tabelle") for e in entries}
    found = [a for a in project.exemptions(place, "uebersteuert") if a.tabelle in titles]
    return [f"Für »{a.tabelle}« haben {' und '.join(a.freigegeben_von)} die Regeln ausgesetzt: {a.grund}." for a in found]
