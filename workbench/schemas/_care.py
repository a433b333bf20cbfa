"""How raw data on persons are kept: not longer than the project's limit, and where neither git nor a parcel takes them."""

import contextlib
import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from workbench.errors import DataError
from workbench.project import SECRET, Place, Project
from workbench.read import tabular
from workbench.schemas._table import Table

_KEYS = SECRET.parts[0]
_HISTORY = ["log", "--all", "-m", "--diff-filter=A", "--no-renames", "--name-only", "--format="]  # every file that was ever added, in any branch
_SILENT = (
    "Der Projektordner liegt in einer Versionsverwaltung, doch git fehlt oder gibt keine Auskunft: Ob Schlüssel oder Rohdaten darin liegen, ist nicht geprüft. "
    "Bitte git einrichten (gehört der Ordner einer anderen Person: git config --global --add safe.directory ORDNER) oder den Ordner herausnehmen."
)


def files(tables: dict[str, Table], place: Place) -> dict[Path, Table]:
    """Files with raw data on persons of a place and of the whole project, each once, whether they are read or not."""
    found: dict[Path, Table] = {}
    for folder in (place.folder, place.folder.parent):
        with contextlib.suppress(DataError):  # a fault of its own
            for table in filter(_on_persons, tables.values()):
                own = tabular.named(folder, table.name) if table.personal else []
                other = [f for name in _others(table) for f in tabular.named(folder, Path(name).stem) if f.name == name]
                found |= {f: table for f in (*own, *other) if f not in found and f.is_file()}
    return found


def _on_persons(table: Table) -> bool:
    """Whether a table, or the file that it comes from, is raw data on persons."""
    return table.personal or bool(table.foreign and table.foreign.raw)


def _others(table: Table) -> tuple[str, ...]:
    """Names of the other file that a table can come from."""
    return table.foreign.names if table.foreign else ()


def outdated(project: Project, place: Place, raw: dict[Path, Table], today: dt.date) -> Iterator[tuple[Path, str]]:
    """Files of `raw` that are older than the project's limit, measured from the latest date in them or of them, and what to do in German."""
    import pandas as pd

    limit = project.regeln.aufbewahrung_monate
    for file, table in raw.items() if limit else ():
        last = _latest(table, place, file)
        until = (pd.Timestamp(last) + pd.DateOffset(months=limit)).date()
        if today > until:
            age = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
            said = f"»{file.name}« enthält Rohdaten über Personen vom {last:%d.%m.%Y}, {age} Monate alt – die Frist von {limit} Monaten ist seit dem {until:%d.%m.%Y} vorbei."
            yield file, f"{said} Bitte löschen oder anonymisieren, oder die Frist in projekt.toml unter regeln.aufbewahrung_monate ändern."


def _latest(table: Table, place: Place, file: Path) -> dt.date:
    """Latest date in the data, else that of the file."""
    import pandas as pd

    dates = [c.name for c in table.columns if c.kind == "date"]
    frame = table.readable(place.folder, place.ags) if dates else table.empty()
    found = [pd.to_datetime(frame[d], errors="coerce").max() for d in dates if d in frame]
    known = [f for f in found if not pd.isna(f)]
    return max(known).date() if known else dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC).date()


def saved(project: Project) -> Iterator[tuple[str, str]]:
    """Name and a German sentence for each notebook that was saved with what its cells showed: raw data of the consultant's own view."""
    for file in sorted((project.folder / "notebooks").glob("*.ipynb")) if not project.synthetisch else ():
        try:
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
            kept = sum(bool(cell.get("outputs")) for cell in cells)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no notebook: a fault of its own elsewhere
            continue
        if kept:
            yield file.name, f"»{file.name}« ist mit den Ausgaben von {kept} {'Zelle' if kept == 1 else 'Zellen'} gespeichert; darin stehen Rohdaten. Bitte nicht weitergeben, ehe sie gelöscht sind (JupyterLab: Bearbeiten, »Clear Outputs of All Cells«)."


def exposed(project: Project, raw: Iterable[Path], tables: dict[str, Table]) -> Iterator[tuple[str, str]]:
    """Name and a German sentence for each key file and file of raw data that git holds, has ever held, or would take with the next commit."""
    folder = project.folder
    if project.synthetisch or not any((at / ".git").exists() for at in (folder, *folder.parents)):
        return
    names = sorted({f.relative_to(folder).as_posix() for f in [*(folder / _KEYS).rglob("*"), *raw] if f.is_file()})
    answers = _answers(folder, names)
    if not answers:
        yield folder.name, _SILENT
        return
    tracked, safe, past = answers
    for name in names:
        if name in tracked:
            yield Path(name).name, f"»{name}« liegt in der Versionsverwaltung. Bitte dort entfernen, auch aus der Geschichte: git rm --cached, dann die Zeile »/{name}« in .gitignore."
        elif name not in safe:
            yield Path(name).name, f"»{name}« käme mit dem nächsten »git add« in die Versionsverwaltung. Bitte die Zeile »/{name}« in .gitignore aufnehmen."
    for name in sorted(filter(partial(_raw, tables), past - tracked.intersection(names))):
        yield Path(name).name, f"»{name}« steht in der Geschichte der Versionsverwaltung: Wer sie hat, hat die Datei. Bitte entfernen (git filter-repo --invert-paths --path {name}), auch aus jeder Kopie; Namen einer Schlüsseldatei gelten als bekannt."


def _raw(tables: dict[str, Table], name: str) -> bool:
    """Whether a path within the project is that of a key file, or of raw data on persons, by its name."""
    path, persons = PurePosixPath(name.casefold()), list(filter(_on_persons, tables.values()))
    own, others = {t.name for t in persons if t.personal}, {n.casefold() for t in persons for n in _others(t)}
    return path.parts[:1] == (_KEYS,) or (len(path.parts) <= 2 and (path.stem in own or path.name in others))


def _answers(folder: Path, names: list[str]) -> list[set[str]]:
    """What git holds, what of some names it ignores, and what it ever held; nothing where it leaves one of that open."""
    asked: tuple[tuple[list[str], list[str]], ...] = ((["ls-files"], []), (["check-ignore", "--stdin"], names), ([*_HISTORY, "--relative"], []))
    git = shutil.which("git")
    found = [a for words, given in asked if git and (a := _git(git, folder, words, given)) is not None]
    return found if len(found) == len(asked) else []


def _git(git: str, folder: Path, words: list[str], names: list[str]) -> set[str] | None:
    """Names that git answers with, whatever letters they have; None where it refuses (1 is only: none of them)."""
    asked = "".join(f"{n}\0" for n in names).encode()
    said = subprocess.run([git, "-C", str(folder), *words, "-z"], input=asked, capture_output=True, check=False)  # noqa: S603 (a fixed program)
    return set(said.stdout.decode(errors="surrogateescape").split("\0")) if said.returncode in {0, 1} else None
