"""Whole files or none: what is written appears under its name in one step."""

import errno
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from workbench.errors import RunError, cause

_CAUSES = {
    errno.ENOSPC: "Der Datenträger ist voll. Bitte Platz schaffen und noch einmal starten.",
    errno.EROFS: "Der Ordner ist schreibgeschützt. Bitte mit --out einen anderen Ordner wählen.",
    errno.EACCES: "Die Datei ist in einem anderen Programm geöffnet, oder der Ordner ist schreibgeschützt. Bitte schließen oder mit --out einen anderen Ordner wählen.",
}
_WHOLE = 7  # Word leaves out the first letter of a name of seven, the first two of a longer one
_CAUSES |= {errno.EDQUOT: _CAUSES[errno.ENOSPC], errno.EPERM: _CAUSES[errno.EACCES]}


def write(path: Path, content: bytes) -> None:
    """Write a file, as `write_all` does."""
    write_all({path: content})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files atomically, and none where one cannot be written; their folders are made where they are missing.

    Parameters
    ----------
    files
        What each shall hold.

    Raises
    ------
    RunError
        If one cannot be written, or is open in Word or Excel; the files that were there before are unchanged, and nothing else is left behind.
    """
    temporary = {path: path.with_name(f".workbench-{os.getpid()}-{threading.get_ident()}-{number}.tmp") for number, path in enumerate(files)}
    path = next(iter(files))
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _closed(path)
            _flushed(temporary[path], content)
        for path in files:
            temporary[path].replace(path)
    except OSError as fault:
        why = _CAUSES.get(fault.errno or 0, f"{cause(fault)}.")
        raise RunError(f"{path.name} lässt sich nicht schreiben: {why} Der frühere Stand ist unverändert.") from None
    finally:
        for file in temporary.values():
            _gone(file)


def _closed(path: Path) -> None:
    """Refuse a document that an office program has open, as the file beside it tells: »~$ericht.docx« (Word, Excel) or ».~lock.Bericht.docx#« (LibreOffice) for »Bericht.docx«."""
    short = path.name if len(path.stem) < _WHOLE else path.name[1 if len(path.stem) == _WHOLE else 2 :]
    if any(path.with_name(name).exists() for name in (f"~${path.name}", f"~${short}", f".~lock.{path.name}#")):
        raise OSError(errno.EACCES, "")


def _flushed(path: Path, content: bytes) -> None:
    """Write through to the disk: a rename must not outrun its content."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _gone(path: Path) -> None:
    """Remove a temporary file; where its folder could not be made there is none."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
