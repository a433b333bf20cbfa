"""How raw data on persons are kept: not longer than the project's limit, and where neither git nor a parcel takes them."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from workbench.errors import DataError
from workbench.project import SECRET, Place, Project
from workbench.schemas._table import Table

_MONTH = 365.25 / 12  # days
_SILENT = (
    "Der Projektordner liegt in einer Versionsverwaltung, doch git fehlt oder gibt keine Auskunft: Ob Schlüssel oder Rohdaten darin liegen, ist nicht geprüft. "
    "Bitte git einrichten (gehört der Ordner einer anderen Person: git config --global --add safe.directory ORDNER) oder den Ordner herausnehmen."
)


def personal(table: Table) -> bool:
    """Whether the rows of a table are about single persons: what can point to them, or their words, and no count beside it."""
    roles = {c.role for c in table.columns}
    return "count" not in roles and ("quasi" in roles or any(c.kind == "verbatim" for c in table.columns))


def files(tables: dict[str, Table], place: Place) -> dict[Path, Table]:
    """Files of a place that hold raw data on persons, each once; a table that lies there twice is another fault."""
    found: dict[Path, Table] = {}
    for table in tables.values():
        try:
            file = table.find(place.folder) if personal(table) else None
        except DataError:
            continue
        if file is not None:
            found.setdefault(file, table)
    return found


def outdated(project: Project, place: Place, raw: dict[Path, Table], today: dt.date) -> Iterator[tuple[str, str]]:
    """Files with raw data on persons that are older than the project's limit, and what to do.

    Parameters
    ----------
    project, place
        Whose data.
    raw
        As `files` returns it.
    today
        Date against which their age is measured: that of the latest date in the data, else that of the file.

    Yields
    ------
    tuple of str
        Name of the file and a German sentence.

    """
    limit = project.regeln.aufbewahrung_monate
    for file, table in raw.items():
        last = _latest(table, place, file)
        months = int((today - last).days / _MONTH)
        if limit and months > limit:
            age = f"»{file.name}« enthält Rohdaten über Personen vom {last:%d.%m.%Y}, {months} Monate alt – aufbewahrt werden sie höchstens {limit} Monate."
            yield file.name, f"{age} Bitte löschen oder anonymisieren, oder die Frist in projekt.toml unter regeln.aufbewahrung_monate ändern."


def _latest(table: Table, place: Place, file: Path) -> dt.date:
    """Latest date in the data, else that of the file."""
    dates = [c.name for c in table.columns if c.kind == "date"]
    frame = table.readable(place.folder) if dates else table.empty()
    found = [pd.to_datetime(frame[d], errors="coerce").max() for d in dates if d in frame]
    known = [f for f in found if not pd.isna(f)]
    return max(known).date() if known else dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC).date()


def exposed(project: Project, raw: list[Path]) -> Iterator[tuple[str, str]]:
    """Keys and raw data that git holds, or would take with the next commit.

    Parameters
    ----------
    project
        The project; synthetic data need no protection.
    raw
        Files with raw data on persons.

    Yields
    ------
    tuple of str
        Name of the file and a German sentence.

    """
    keys = project.folder / SECRET.parts[0]
    wanted = [f for f in [*sorted(keys.rglob("*")), *raw] if f.is_file()]
    if project.synthetisch or not wanted or not any((above / ".git").exists() for above in (project.folder, *project.folder.parents)):
        return
    git = shutil.which("git")
    if git is None or _git(git, project.folder, "rev-parse", "--is-inside-work-tree") != "true":
        yield project.folder.name, _SILENT
        return
    tracked = {(project.folder / line).resolve() for line in _git(git, project.folder, "ls-files").splitlines()}
    ignored = {Path(line).resolve() for line in _git(git, project.folder, "check-ignore", "--no-index", *map(str, wanted)).splitlines()}
    for file in wanted:
        name = file.relative_to(project.folder).as_posix() if file.is_relative_to(project.folder) else file.name
        if file.resolve() in tracked:
            yield file.name, f"»{name}« liegt in der Versionsverwaltung. Bitte dort entfernen, auch aus der Geschichte: git rm --cached, dann die Zeile »/{name}« in .gitignore."
        elif file.resolve() not in ignored:
            yield file.name, f"»{name}« käme mit dem nächsten »git add« in die Versionsverwaltung. Bitte die Zeile »/{name}« in .gitignore aufnehmen."


def _git(git: str, folder: Path, *words: str) -> str:
    """What git says; empty where it refuses."""
    plain = ("-c", "core.quotePath=false")  # else names with umlauts are escaped
    return subprocess.run([git, *plain, "-C", str(folder), *words], capture_output=True, encoding="utf-8", errors="replace", check=False).stdout.strip()  # noqa: S603 (a fixed program)
