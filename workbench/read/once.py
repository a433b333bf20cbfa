"""Files that are read once in a process, as long as they stay as they are."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

FRESH = 3  # seconds after which the time of a file or folder tells of a change, on whatever file system

Stamp = tuple[int, int, int, int]
_Read = TypeVar("_Read")


def once(read: Callable[[Path], _Read]) -> Callable[[Path], _Read]:
    """Let a file be read once in a process, as long as its stamp is the same.

    Parameters
    ----------
    read
        Reads a file; what it returns is shared by all who ask.

    Returns
    -------
    callable
        The same, with a memory.
    """
    kept = functools.cache(lambda file, _stamp: read(file))

    def look(file: Path) -> _Read:
        """What was read of it."""
        return kept(file, stamp(file))

    return look


def stamp(file: Path) -> Stamp:
    """What changes with a file.

    Parameters
    ----------
    file
        A file or folder.

    Returns
    -------
    tuple of int
        Size, time of the last change of the content and of anything, number.

    Raises
    ------
    OSError
        If it cannot be looked at.
    """
    found = file.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def settled(found: Stamp, now: float) -> bool:
    """Whether the next change of a file shows in its times.

    Parameters
    ----------
    found
        As `stamp` returns it.
    now
        Time before the file was looked at, seconds since 1970.

    Returns
    -------
    bool
        False for what changed a moment ago: times can be coarse.
    """
    return all(now - ns / 1e9 > FRESH for ns in found[1:3])
