"""What was read of a place's tables in this report: it asks for the same ones again and again, and each looks at others."""

import functools
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.read import tabular
from workbench.read.once import Stamp, settled, stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from workbench.read.values import Fault
    from workbench.schemas._checks import Look
    from workbench.schemas._table import Table

    Found = tuple[pd.DataFrame, list[Fault]]
    Reading = Callable[[Path, Look | None, Path, str], Found]


def read(reading: "Reading", file: Path, folder: Path, ags: str, *, beside: bool) -> "Found":
    """Frame of a table and its faults, read once as long as no file of the place's tables changes.

    Parameters
    ----------
    reading
        Reads the table from a file, with a look at the other tables or None, for a place's folder and key.
    file, folder, ags
        As `workbench.schemas._table.Table.find` takes and returns them.
    beside
        Whether the other tables of the place are looked at.

    Returns
    -------
    tuple of (pandas.DataFrame, list of Fault)
        Shared by all who ask: not to be changed.
    """
    now, files = time.time(), [file, *(f for place in (folder, folder.parent) for f in tabular.named(place, *_stems()))]
    try:
        stamps = tuple(map(stamp, files))
    except OSError:  # said of the file by whoever needs it
        stamps = ()
    memory = _read if stamps and all(settled(s, now) for s in stamps) else _read.__wrapped__
    return memory(reading, file, folder, ags, stamps, beside=beside)


def forget() -> None:
    """Begin a report that knows nothing of those before it."""
    _read.cache_clear()


def look(folder: Path, ags: str, name: str) -> "pd.DataFrame":
    """Another table of the same place.

    Parameters
    ----------
    folder, ags
        As in `workbench.schemas._table.Table.find`.
    name
        Name of the table.

    Returns
    -------
    pandas.DataFrame
        Empty where its keys cannot be trusted.
    """
    return _tables()[name].readable(folder, ags)


@functools.lru_cache(maxsize=64)
def _read(reading: "Reading", file: Path, folder: Path, ags: str, stamps: tuple[Stamp, ...], *, beside: bool) -> "Found":
    """Frame and faults."""
    del stamps
    return reading(file, partial(look, folder, ags) if beside else None, folder, ags)


@functools.cache
def _stems() -> list[str]:
    """Names without their endings that a file of a table can have."""
    return sorted({stem for t in _tables().values() for stem in (t.name, *(Path(n).stem for n in (t.foreign.names if t.foreign else ())))})


def _tables() -> "dict[str, Table]":
    """All tables: they are declared with what stands here."""
    from workbench.schemas import tables

    return tables()
