"""Tables of many places: kept as Parquet sorted by municipality, so that a report reads only its own rows.

The file lies in `.workbench/tabellen` of the project, is made once per source file and named by the hash of its content
and of the code that parses it; losing it costs time and nothing else. A JSON file beside it holds a hash of each place's
rows, and the state in which the source was seen: while that is the same, the source need not be read.
"""

import contextlib
import dataclasses
import functools
import glob
import hashlib
import json
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError, cause
from workbench.read import tabular
from workbench.read.once import Stamp, settled, stamp

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

FOLDER = Path(".workbench") / "tabellen"  # within the project
PLACE = "AGS"
_ROW = "#"  # row of the source file; no table has a column of that name
_ABANDONED = 3_600  # seconds after which nobody is writing any more
_ALONE = {"threads": 1, "async_threads": 0, "autoinstall_known_extensions": False, "autoload_known_extensions": False, "enable_external_file_cache": False}
_COPY = """COPY (SELECT * FROM source ORDER BY AGS, "#") TO '{}' (FORMAT parquet, ROW_GROUP_SIZE 61440)"""  # smaller groups make a long footer, larger ones are decoded for nothing
_DIGESTS = """SELECT AGS, sha256(string_agg(concat_ws('\x1f', {}), '\n' ORDER BY "#")) FROM source GROUP BY 1 ORDER BY 1"""
_OWN = 'SELECT * EXCLUDE (AGS) FROM read_parquet(?) WHERE AGS = ? ORDER BY "#"'


@dataclasses.dataclass(frozen=True)
class Store:
    """Parquet file of the rows of many places, and a hash of each place's rows by its official key: the same for the same rows in the same order, wherever they stand."""

    file: Path
    digests: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Many:
    """A table file of the whole project that may hold the rows of many places.

    Parameters
    ----------
    source
        The file.
    table
        Name of the table.
    version
        What stands for the code that parses it.
    load
        File → checked frame with the column »AGS«, indexed by the row numbers of the file; None where it has no such
        column. Raises `DataError` with all faults of the file, which then has no store.
    """

    source: Path
    table: str
    version: str
    load: Callable[[Path], "pd.DataFrame | None"]

    def kept(self) -> Store | None:
        """Store of the file, made where there is none; None where the file has no column »AGS«.

        Raises
        ------
        DataError
            With all faults of the file, or if nothing can be written beside it.
        """
        state = _stamp(self.source)
        if self._name not in _SEEN or _SEEN[self._name][0] != state:
            try:
                found: Store | DataError | None = self._unchanged(state) or self._made()
            except DataError as fault:
                found = fault
            _SEEN[self._name] = (state, found)
        known = _SEEN[self._name][1]
        if isinstance(known, DataError):
            raise DataError(known.file, known.problems)
        return known

    def rows(self, ags: str) -> "pd.DataFrame":
        """Rows of one place.

        Parameters
        ----------
        ags
            Its official key.

        Returns
        -------
        pandas.DataFrame
            In the order of the file, indexed by its row numbers, without the column »AGS«.

        Raises
        ------
        DataError
            As `kept`.
        """
        import duckdb

        store = self.kept()
        assert store is not None  # noqa: S101 (for mypy: who asks has looked)
        try:
            return _rows(store.file, ags).copy()
        except duckdb.Error:  # torn, or gone since
            _SEEN.pop(self._name, None)
            _remove(store.file)
            store = self.kept()
        assert store is not None  # noqa: S101 (as above)
        return _rows(store.file, ags).copy()

    @property
    def _name(self) -> tuple[Path, str, str]:
        """What this process files it under."""
        return self.source, self.table, self.version

    @property
    def _folder(self) -> Path:
        """Where stores of the project lie; on a worker of a cluster the source is a link, and its tasks share what it leads to."""
        return self.source.resolve().parent / FOLDER

    def _unchanged(self, state: Stamp) -> Store | None:
        """Store that was made when the source was in this state."""
        for file in self._folder.glob(f"{self.table}.*.json"):
            about = _about(file)
            if about and about["of"] == [self.version, self.source.name, *state]:
                return Store(file.with_suffix(".parquet"), about["digests"])
        return None

    def _made(self) -> Store | None:
        """Store of the source's content: one that is there, else a new one."""
        state, now = _stamp(self.source), time.time()
        file = self._folder / f"{self.table}.{self._hash()}.parquet"
        known = _about(file.with_suffix(".json"))
        frame = None if known else self.load(self.source)
        if known is None and frame is None:
            return None
        if _stamp(self.source) != state:
            raise DataError(self.source.name, ["Die Datei hat sich geändert, während sie gelesen wurde. Bitte fertig speichern und noch einmal starten."])
        try:
            digests = (known or {})["digests"] if frame is None else _written(file, frame)
            self._note(file, digests, state if settled(state, now) else ())
        except OSError as fault:
            raise DataError(self.source.name, [f"Der Zwischenspeicher »{file.parent}« lässt sich nicht schreiben ({cause(fault)}). Die Datei hat eine Spalte »{PLACE}« und braucht ihn."]) from None
        return Store(file, digests)

    def _hash(self) -> str:
        """Name of the source's content and of the code that parses it."""
        with self.source.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        return hashlib.sha256(f"{self.version} {content}".encode()).hexdigest()[:16]

    def _note(self, file: Path, digests: Mapping[str, str], state: Sequence[int]) -> None:
        """Note what a store holds and how its source was seen, and remove the stores before it."""
        about = {"of": [self.version, self.source.name, *state], "size": file.stat().st_size, "digests": digests}
        _put(file.with_suffix(".json"), json.dumps(about).encode())
        for other in self._folder.glob(f"{self.table}.*"):
            if other.stem != file.stem:
                _remove(other)


_SEEN: dict[tuple[Path, str, str], tuple[Stamp, Store | DataError | None]] = {}  # what this process has looked at


def forget(project: Path) -> None:
    """Remove stores whose source is gone, and what somebody left half written: raw data stay no longer than their file.

    Parameters
    ----------
    project
        Folder of the project.
    """
    for file in (project / FOLDER).glob("*"):
        with contextlib.suppress(OSError):
            if file.suffix == ".tmp":
                gone = time.time() - file.stat().st_mtime > _ABANDONED
            else:
                gone = not tabular.named(project, file.name.partition(".")[0])
            if gone:
                _remove(file)


def _stamp(file: Path) -> Stamp:
    """What changes with a file, or why that is not known."""
    try:
        return stamp(file)
    except OSError as fault:
        raise DataError(file.name, [f"Die Datei lässt sich nicht lesen ({cause(fault)}). Ist das Laufwerk erreichbar?"]) from None


def _about(file: Path) -> dict[str, Any] | None:
    """What is noted of a store; None where the note or the store is missing or torn."""
    try:
        found: dict[str, Any] = json.loads(file.read_bytes())
        return found if file.with_suffix(".parquet").stat().st_size == found["size"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _written(file: Path, frame: "pd.DataFrame") -> dict[str, str]:
    """Write a store; hashes of its places."""
    import duckdb

    file.parent.mkdir(parents=True, exist_ok=True)
    _put(file.parents[1] / ".gitignore", b"*\n")  # also in projects whose own does not name the folder
    temporary = _beside(file)
    try:
        with _connected() as base:
            base.register("source", frame.rename_axis(_ROW).reset_index())
            base.execute(_COPY.format(str(temporary).replace("'", "''")))
            columns = ", ".join(f"coalesce(\"{c}\"::VARCHAR, '\x1e')" for c in frame.columns.drop(PLACE))
            digests = {ags: digest[:16] for ags, digest in base.execute(_DIGESTS.format(columns)).fetchall()}
        temporary.replace(file)
    except duckdb.Error as fault:
        raise OSError(0, str(fault)) from None
    finally:
        _remove(temporary)
    return digests


def _put(file: Path, content: bytes) -> None:
    """Write a small file in one step."""
    temporary = _beside(file)
    try:
        temporary.write_bytes(content)
        temporary.replace(file)
    finally:
        _remove(temporary)


def _beside(file: Path) -> Path:
    """Name for a file that is being written: nobody else's."""
    return file.with_name(f"{uuid.uuid4().hex}.tmp")


def _remove(file: Path) -> None:
    """Remove a file; where another program holds it, it stays until the next time."""
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def _connected() -> "duckdb.DuckDBPyConnection":
    """An engine without threads of its own, which fetches nothing from a network."""
    import duckdb

    return duckdb.connect(config={**_ALONE, "temp_directory": tempfile.gettempdir()})


@functools.cache
def _base() -> "duckdb.DuckDBPyConnection":
    """The engine of a process; a forked one inherits it, since it has no thread and no open file."""
    return _connected()


def warm_up() -> None:
    """Ask the engine something: it is there for all that are forked from this process."""
    _base().execute("SELECT 1").df()


@functools.lru_cache(maxsize=8)
def _rows(file: Path, ags: str) -> "pd.DataFrame":
    """Rows of one place: a report reads some tables several times, since others look at them."""
    rows = _base().cursor().execute(_OWN, [glob.escape(str(file)), ags])
    return rows.df().set_index(_ROW).rename_axis(None)
