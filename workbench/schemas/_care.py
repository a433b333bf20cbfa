"""How raw data on persons are kept: not longer than the project's limit, and where neither git nor a parcel takes them."""

import contextlib
import datetime as dt
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from workbench.errors import DataError
from workbench.project import SECRET, Place, Project
from workbench.read import tabular
from workbench.schemas._table import Table

_KEYS = SECRET.parts[0]
_CHECKPOINTS = ".ipynb_checkpoints"
_NO_DATA = {"vorlagen", "notebooks", "rezepte", "texte", "reports", "lieferungen", ".workbench", ".git"}  # folders that hold no tables, or nothing raw
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
_HISTORY = ["log", "--all", "-m", "--diff-filter=A", "--no-renames", "--name-only", "--format="]  # every file that was ever added, in any branch
_SILENT = (
    "Der Projektordner liegt in einer Versionsverwaltung, doch git fehlt oder gibt keine Auskunft: Ob Schlüssel oder Rohdaten darin liegen, ist nicht geprüft. "
    "Bitte git einrichten (gehört der Ordner einer anderen Person: git config --global --add safe.directory ORDNER) oder den Ordner herausnehmen."
)


def files(tables: dict[str, Table], place: Place) -> dict[Path, Table]:
    """Files with raw data on persons of a place, each once, whether they are read or not, and those beside projekt.toml that it is read from."""
    roots, found = _roots(tables), dict[Path, Table]()
    own = (f for f in sorted(place.folder.rglob("*")) if "vorlagen" not in f.parts[len(place.folder.parts) :])
    with contextlib.suppress(DataError):  # a fault of its own
        beside = [f for name in _stems(tables) for f in tabular.named(place.folder.parent, name)]
        found = {f: table for f in (*own, *beside) if f.is_file() and (table := _holds(f, roots))}
    return found


def _stems(tables: dict[str, Table]) -> dict[str, Table]:
    """Names without endings of the files that hold raw data on persons, and the table of each."""
    foreign = {Path(name).stem.casefold(): t for t in tables.values() if t.foreign and (t.personal or t.foreign.raw) for name in t.foreign.names}
    return foreign | {t.name: t for t in tables.values() if t.personal}


def _roots(tables: dict[str, Table]) -> dict[str, Table]:
    """Beginnings of the names of such files, whatever somebody called a copy: »interview« of »interviews«."""
    return {stem.rstrip("ens"): table for stem, table in _stems(tables).items()}


def _about(name: str, roots: dict[str, Table]) -> Table | None:
    """Table of single persons that a file is about, by its name; None for any other file."""
    return next((table for root, table in roots.items() if name.casefold().startswith(root) and not name.endswith(".ipynb")), None)


def _holds(file: Path, roots: dict[str, Table]) -> Table | None:
    """Table of single persons that a file is about, by its name or by what is packed in it; an archive that cannot be looked into may hold any."""
    if (table := _about(file.name, roots)) or file.suffix.lower() not in ARCHIVES:
        return table
    try:
        with zipfile.ZipFile(file) as archive:
            inside = [PurePosixPath(name) for name in archive.namelist()]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):  # another format, torn
        inside = [PurePosixPath(file.name)]
    hidden = any(name.suffix.lower() in ARCHIVES for name in inside)
    return next((t for name in inside if (t := _about(name.name, roots))), next(iter(roots.values())) if hidden else None)


def outdated(project: Project, place: Place, raw: dict[Path, Table], today: dt.date) -> Iterator[tuple[Path, str]]:
    """Files of `raw` that are older than the project's limit, measured from the latest date in them or of them, and what to do in German."""
    for file, table in raw.items():
        yield from _late(project, file, _latest(table, place, file), today)


def forgotten(project: Project, raw: Iterable[Path], tables: dict[str, Table], today: dt.date) -> dict[Path, list[tuple[Path, str]]]:
    """Key files, and copies of raw data in the project that no place is read from, with what is to be said of their age."""
    roots, known = _roots(tables), {*raw}
    keys = [f for f in sorted((project.folder / _KEYS).glob("*")) if f != project.folder / SECRET]
    keys += [f for f in sorted(project.folder.rglob("*")) if f not in known and _kept_here(f.relative_to(project.folder)) and f.is_file() and _holds(f, roots)]
    return {file: list(_late(project, file, _written(file), today)) for file in keys if file.is_file()}


def _kept_here(path: Path) -> bool:
    """Whether a path within a project may be one of data: not of what programs keep there, nor of what is made for others."""
    return not any(part in _NO_DATA or part == _KEYS or part.startswith(".") for part in path.parts)


def packed(raw: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Name and a German sentence for each archive among the files of raw data."""
    for file in raw:
        if file.suffix.lower() in ARCHIVES:
            yield file.name, f"»{file.name}« ist ein Archiv mit Rohdaten über Personen, oder es lässt sich nicht hineinsehen. Frist und Geheimhaltung gelten auch dafür. Liegen die Dateien schon einzeln da, bitte das Archiv löschen."


def _late(project: Project, file: Path, last: dt.date, today: dt.date) -> Iterator[tuple[Path, str]]:
    """What is to be said of a file that is older than the project's limit."""
    import pandas as pd

    if limit := project.regeln.aufbewahrung_monate:
        until = (pd.Timestamp(last) + pd.DateOffset(months=limit)).date()
        if today > until:
            age = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
            said = f"»{file.name}« enthält Rohdaten über Personen vom {last:%d.%m.%Y}, {age} Monate alt – die Frist von {limit} Monaten ist seit dem {until:%d.%m.%Y} vorbei."
            yield file, f"{said} Bitte löschen oder anonymisieren, oder die Frist in projekt.toml unter regeln.aufbewahrung_monate ändern."


def _latest(table: Table, place: Place, file: Path) -> dt.date:
    """Latest date in the data, else that of the file, which a copy that is not read has alone."""
    import pandas as pd

    read = file.parent in {place.folder, place.folder.parent} and file.stem.casefold() in {table.name, *(Path(n).stem for n in (table.foreign.names if table.foreign else ()))}
    dates = [c.name for c in table.columns if c.kind == "date"] if read else []
    frame = table.readable(place.folder, place.ags) if dates else table.empty()
    found = [pd.to_datetime(frame[d], errors="coerce").max() for d in dates if d in frame]
    known = [f for f in found if not pd.isna(f)]
    return max(known).date() if known else _written(file)


def _written(file: Path) -> dt.date:
    """Date of a file."""
    return dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC).date()


def saved(project: Project) -> Iterator[tuple[str, str]]:
    """Name and a German sentence for each notebook that was saved with what its cells showed: raw data of the consultant's own view."""
    for file in _notebooks(project) if not project.synthetisch else ():
        try:
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
            kept = sum(bool(cell.get("outputs")) for cell in cells)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no notebook: a fault of its own elsewhere
            continue
        if kept:
            yield file.name, f"»{file.name}« ist mit den Ausgaben von {kept} {'Zelle' if kept == 1 else 'Zellen'} gespeichert; darin stehen Rohdaten. Bitte nicht weitergeben, ehe sie gelöscht sind (JupyterLab: Bearbeiten, »Clear Outputs of All Cells«)."


def _notebooks(project: Project) -> list[Path]:
    """Notebooks anywhere in a project, those of its reports left out."""
    return sorted(f for f in project.folder.rglob("*.ipynb") if f.relative_to(project.folder).parts[0] not in _NO_DATA - {"notebooks"})


def exposed(project: Project, raw: Iterable[Path], tables: dict[str, Table]) -> Iterator[tuple[str, str]]:
    """Name and a German sentence for each key file and file of raw data that git holds, has ever held, or would take with the next commit."""
    folder = project.folder
    if project.synthetisch or not any((at / ".git").exists() for at in (folder, *folder.parents)):
        return
    names = sorted({f.relative_to(folder).as_posix() for f in [*(folder / _KEYS).rglob("*"), *raw, *folder.rglob(f"{_CHECKPOINTS}/*")] if f.is_file()})
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
    path = PurePosixPath(name)
    return path.parts[:1] == (_KEYS,) or _CHECKPOINTS in path.parts or (not _NO_DATA & {*path.parts} and _about(path.name, _roots(tables)) is not None)


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
