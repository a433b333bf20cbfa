"""Files that are read once in a process, as long as they stay as they are."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_Read = TypeVar("_Read")


def once(read: Callable[[Path], _Read]) -> Callable[[Path], _Read]:
    """Let a file be read once in a process, as long as its size and time are the same.

    Parameters
    ----------
    read
        Reads a file; what it returns is shared by all who ask.

    Returns
    -------
    callable
        The same, with a memory.

    """
    kept = functools.cache(lambda file, _size, _written: read(file))

    def look(file: Path) -> _Read:
        """What was read of it."""
        state = file.stat()
        return kept(file, state.st_size, state.st_mtime_ns)

    return look
