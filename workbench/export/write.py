"""Whole files or none: what is written appears under its name in one step."""

import errno
import os
import threading
from pathlib import Path

from workbench.errors import RunError, cause

_CAUSES = {
    errno.ENOSPC: "Der Datenträger ist voll. Bitte Platz schaffen und noch einmal starten.",
    errno.EROFS: "Der Ordner ist schreibgeschützt. Bitte mit --out einen anderen Ordner wählen.",
    errno.EACCES: "Die Datei ist in einem anderen Programm geöffnet, oder der Ordner ist schreibgeschützt. Bitte schließen oder mit --out einen anderen Ordner wählen.",
}
_CAUSES |= {errno.EDQUOT: _CAUSES[errno.ENOSPC], errno.EPERM: _CAUSES[errno.EACCES]}


def write(path: Path, content: bytes) -> None:
    """Write a file atomically; its folder is made where it is missing.

    Parameters
    ----------
    path
        The file.
    content
        What it shall hold.

    Raises
    ------
    RunError
        If it cannot be written; the file that was there before is unchanged, and nothing else is left behind.

    """
    temporary = path.with_name(f".workbench-{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _flushed(temporary, content)
        temporary.replace(path)
    except OSError as fault:
        why = _CAUSES.get(fault.errno or 0, f"{cause(fault)}.")
        raise RunError(f"{path.name} lässt sich nicht schreiben: {why} Der frühere Stand ist unverändert.") from None
    finally:
        _gone(temporary)


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
