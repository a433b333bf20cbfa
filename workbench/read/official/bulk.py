"""The file of all INKAR indicators, larger than memory: the rows of some areas only."""

import codecs
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import IO

from workbench.errors import DataError, cause
from workbench.read.official import inkar
from workbench.read.official.facts import Found
from workbench.read.official.keys import NATION

LARGE = 100_000_000  # bytes from which on a file is not taken into memory
_PACKED = 100  # no archive makes its members smaller than this share
_HEAD = 4096
_ALONE: dict[str, str | int | float | list[str]] = {"memory_limit": "1GB", "autoinstall_known_extensions": False, "autoload_known_extensions": False}


def read(file: Path, keys: Collection[str], within: Collection[str]) -> Found | None:
    """Read the rows of some areas of the file of all INKAR indicators.

    Parameters
    ----------
    file
        The file, or an archive that holds it.
    keys
        Official keys of the areas.
    within
        Kreise whose parts are wanted, too.

    Returns
    -------
    Found or None
        None where the file is small enough to be read whole, or is another one.

    Raises
    ------
    DataError
        If the file is torn, or there is no room to unpack it.

    Notes
    -----
    The file of INKAR 2025 has 6.6 GB. DuckDB passes over it once and keeps what is wanted; an archive is unpacked into the folder for
    temporary files, because nothing can look into it row by row.
    """
    if not file.is_file() or file.stat().st_size < LARGE // _PACKED:
        return None
    if not zipfile.is_zipfile(file):
        with file.open("rb") as opened:
            return _part(file.name, file, keys, within) if file.stat().st_size >= LARGE and _is_ours(opened) else None
    try:
        with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory() as folder:
            for member in archive.infolist():
                with archive.open(member) as opened:
                    ours = member.file_size >= LARGE and _is_ours(opened)
                if ours:
                    return _part(file.name, Path(archive.extract(member, folder)), keys, within)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zipfile.zlib.error):  # type: ignore[attr-defined] # the module imports it
        return None  # the reader of archives says what is wrong
    except OSError as fault:
        raise DataError(file.name, [f"Das Archiv lässt sich nicht entpacken ({cause(fault)}). Bitte Platz schaffen, rund das Zwanzigfache seiner Größe, oder entpackt angeben."]) from None
    return None


def _is_ours(opened: IO[bytes]) -> bool:
    """Whether a file begins as that of all indicators."""
    first = opened.read(_HEAD).decode("utf-8-sig", errors="replace").partition("\n")[0].strip()
    return {c.strip('"').casefold() for c in first.split(";")} >= inkar.LONG


def _part(name: str, file: Path, keys: Collection[str], within: Collection[str]) -> Found:
    """Rows of the wanted areas; keys are compared without the zeros at both ends: INKAR adds some behind its own, and has lost those in front in some years."""
    import duckdb

    plain = sorted({"" if k == NATION else k.strip("0") for k in keys})
    wanted = rf"0*(?:{'|'.join(plain)})0*" + "".join(rf"|0*{k.lstrip('0')}\d*" for k in sorted(within))
    rows = f"SELECT * FROM read_csv(?, delim=';', quote='\"', header=true, all_varchar=true, encoding='{_encoding(file)}') WHERE regexp_full_match(kennziffer, ?)"  # noqa: S608 (all that a user wrote is a parameter)
    try:
        with duckdb.connect(config={**_ALONE, "temp_directory": tempfile.gettempdir()}) as base:
            frame = base.execute(rows, [str(file), wanted]).df()
    except duckdb.Error as fault:
        raise DataError(name, [f"Die Gesamtdatei von INKAR ist beschädigt ({str(fault).splitlines()[0]}). Bitte neu herunterladen."]) from None
    if frame.empty:
        raise DataError(name, ["Die Gesamtdatei von INKAR enthält keines der Gebiete dieses Imports. Stimmen die Schlüssel in projekt.toml?"])
    return inkar.part(name, frame.fillna("").astype("str"), whole=False)


def _encoding(file: Path) -> str:
    """Encoding of a file by its first megabyte, whose last character may be cut."""
    with file.open("rb") as opened:
        head = opened.read(1_000_000)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"
