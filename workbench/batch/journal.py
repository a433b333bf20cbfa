"""What was run, when, for how long and with what result: one small SQLite file beside the reports.

Losing it costs a re-run and nothing else.
"""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Self

from workbench.errors import RunError

FOLDER = ".workbench"
DONE, FAILED = "fertig", "fehlgeschlagen"

_TABLE = """CREATE TABLE IF NOT EXISTS run (
    report TEXT, place TEXT, finished TEXT, result TEXT, message TEXT, ingredients TEXT, seconds TEXT, digest TEXT,
    PRIMARY KEY (report, place))"""
_FEW = 1000  # so many runs are looked up one by one, through the index
_SELECT = "SELECT report, place, finished, result, message, ingredients, seconds, digest FROM run"


@dataclasses.dataclass(frozen=True)
class Run:
    """Last run of a report for a place.

    Parameters
    ----------
    report, place
        Names; the place is empty for a report over the whole project.
    result
        DONE or FAILED.
    message
        What went wrong, German.
    ingredients
        Fingerprint of what it ran on.
    seconds
        How long its parts took: "start", "imports", "cells", "export".
    digest
        SHA-256 of the written file; empty where none was written.
    finished
        When, in UTC.
    """

    report: str
    place: str
    result: str
    message: str = ""
    ingredients: Mapping[str, str] = dataclasses.field(default_factory=dict)
    seconds: Mapping[str, float] = dataclasses.field(default_factory=dict)
    digest: str = ""
    finished: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Journal:
    """The journal of one folder of reports; without a file it is empty.

    Parameters
    ----------
    out
        Folder of the reports.
    """

    def __init__(self, out: Path) -> None:
        self._file = out / FOLDER / "journal.sqlite"

    def runs(self, keys: Collection[tuple[str, str]] | None = None) -> dict[tuple[str, str], Run]:
        """Last runs by report and place, of some keys or of all; empty where the file is missing or broken."""
        if not self._file.is_file():
            return {}
        try:
            with contextlib.closing(self._opened()) as base:
                if keys is None or len(keys) > _FEW:
                    return {(r.report, r.place): r for r in map(_run, base.execute(_SELECT))}
                rows = (base.execute(f"{_SELECT} WHERE report = ? AND place = ?", key).fetchone() for key in keys)
                return {(r.report, r.place): r for r in map(_run, filter(None, rows))}
        except (sqlite3.DatabaseError, ValueError, TypeError):
            return {}

    def _opened(self) -> sqlite3.Connection:
        """Base to read from: where it may be written, for what a killed batch left half-written is undone by that; else as it is."""
        for mode in ("rw", "ro"):
            base = sqlite3.connect(f"{self._file.as_uri()}?mode={mode}", uri=True, timeout=10)
            try:
                base.execute("SELECT 1 FROM run LIMIT 1")
            except sqlite3.DatabaseError as fault:
                base.close()
                if not isinstance(fault, sqlite3.OperationalError):
                    raise
            else:
                return base
        raise sqlite3.OperationalError

    def write(self, run: Run) -> None:
        """Put a run in place of the last one of the same report and place; on a full disk it is lost, which costs a re-run."""
        with contextlib.suppress(sqlite3.OperationalError):
            try:
                self._write(run)
            except sqlite3.DatabaseError as fault:
                if isinstance(fault, sqlite3.OperationalError) and fault.sqlite_errorname != "SQLITE_ERROR":
                    raise
                self._file.unlink()  # it is broken, or its table is another one
                self._write(run)

    def _write(self, run: Run) -> None:
        """One row, in one transaction."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        texts = [json.dumps(dict(part), ensure_ascii=False) for part in (run.ingredients, run.seconds)]
        with contextlib.closing(sqlite3.connect(self._file, timeout=10)) as base, base:
            base.execute("PRAGMA synchronous = OFF")  # without power it may break, which costs a re-run; that much waiting for the disk nothing is worth
            base.execute(_TABLE)
            row = (run.report, run.place, run.finished.isoformat(), run.result, run.message, *texts, run.digest)
            base.execute("INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _run(row: tuple[Any, ...]) -> Run:
    """Run from a row."""
    report, place, finished, result, message, used, seconds, digest = row
    return Run(report, place, result, message, json.loads(used), json.loads(seconds), digest, dt.datetime.fromisoformat(finished))


def digest(*files: Path) -> str:
    """SHA-256 of a file, of several that of their hashes; empty where one is missing."""
    if not all(file.is_file() for file in files):
        return ""
    found = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return found[0] if len(found) == 1 else hashlib.sha256("".join(found).encode()).hexdigest()


class Lock:
    """Only one batch at a time writes into a folder; the lock dies with its process.

    Parameters
    ----------
    out
        Folder of the reports.

    Notes
    -----
    An SQLite transaction rather than a file with a number in it: the operating system releases it on every way to die,
    on Linux, macOS and Windows.
    """

    def __init__(self, out: Path) -> None:
        self._out = out

    def __enter__(self) -> Self:
        """Take the folder, or refuse at once."""
        file = self._out / FOLDER / "lock.sqlite"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.OperationalError):
            raise self._read_only() from None
        try:
            self._base.execute("PRAGMA journal_mode = MEMORY")  # a full disk can be locked too
            self._base.execute("BEGIN EXCLUSIVE")
            self._base.execute("PRAGMA user_version = 1")  # never committed, but refused where nothing can be written
        except sqlite3.DatabaseError as fault:
            self._base.close()
            if fault.sqlite_errorname == "SQLITE_BUSY":
                raise RunError(f"In den Ordner »{self._out.name}« schreibt gerade ein anderer Stapellauf. Bitte warten, bis er fertig ist, oder mit --out einen anderen Ordner wählen.") from None
            raise self._read_only() from None
        return self

    def _read_only(self) -> RunError:
        """Nothing can be written here."""
        return RunError(f"In den Ordner »{self._out}« lässt sich nicht schreiben. Bitte die Zugriffsrechte prüfen oder mit --out einen anderen Ordner wählen.")

    def __exit__(self, *_fault: object) -> None:
        """Give the folder back."""
        self._base.close()
