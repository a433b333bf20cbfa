"""Tables that the rules and exceptions of a project name, held against what its reports released."""

import json
from collections.abc import Iterator
from pathlib import Path

from workbench.errors import suggest
from workbench.project import Project


def misnamed(project: Project, out: Path) -> Iterator[str]:
    """Name the declarations that no released table answers to.

    Parameters
    ----------
    project
        The project.
    out
        Folder of the reports; their release records are read.

    Yields
    ------
    str
        German sentence; nothing where no report has been made yet.

    """
    records = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(out.rglob("*.freigabe.json"))]
    released = {entry["Tabelle"] for record in records for entry in record["Tabellen"]}
    named = {f'[regeln.tabellen."{title}"]': title for title in project.regeln.tabellen}
    named |= {f"[[ausnahmen]] {i} ({a.art})": a.tabelle for i, a in enumerate(project.ausnahmen, start=1) if a.art == "uebersteuert"}
    for where, title in named.items():
        if released and title not in released:
            yield f"projekt.toml, {where}: Die Tabelle »{title}« gibt es in keinem der erstellten Berichte; die Angabe wirkt nicht.{suggest(title, sorted(released))}"
