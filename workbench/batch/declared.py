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
    project, out
        The project, and its folder of reports, whose release records are read.

    Yields
    ------
    str
        German sentence; nothing where no report has been made yet.
    """
    released = {title for file in sorted(out.rglob("*.freigabe.json")) for title in _titles(file)}
    named = {f'[regeln.tabellen."{title}"]': title for title in project.regeln.tabellen}
    named |= {f"[[ausnahmen]] {i} ({a.art})": a.tabelle for i, a in enumerate(project.ausnahmen, start=1) if a.art == "uebersteuert"}
    for where, title in named.items():
        if released and title not in released:
            yield f"projekt.toml, {where}: Die Tabelle »{title}« gibt es in keinem der erstellten Berichte; die Angabe wirkt nicht.{suggest(title, sorted(released))}"


def _titles(file: Path) -> list[str]:
    """Tables of a release record; of a damaged one none: the next run writes it anew."""
    try:
        return [str(entry["Tabelle"]) for entry in json.loads(file.read_text(encoding="utf-8"))["Tabellen"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
