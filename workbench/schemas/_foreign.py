"""Another file that a table of the project can come from."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import DataError, MissingTable

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True)
class Foreign:
    """Another file that the table can come from.

    Parameters
    ----------
    file
        Its name in the place folder.
    read
        Path and the frames of `beside` → frame with the columns of the table; cells may be text.
    only
        Whether the table can come from nowhere else.
    said
        What `read` takes → German sentence on how the file was understood, for the check.
    also
        Further names that the file may have.
    beside
        Names of the tables of the place that it is read with.
    raw
        Whether it is finer than the table, and kept like raw data on persons.
    """

    file: str
    read: "Callable[..., pd.DataFrame]"
    only: bool = False
    said: Callable[..., str] | None = None
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    raw: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names that the file may have."""
        return (self.file, *self.also)

    def needs(self, file: Path, folder: Path, ags: str) -> "list[pd.DataFrame]":
        """Frames of the tables that the file is read with."""
        from workbench.schemas import tables

        try:
            return [tables()[name].read(folder, ags) for name in self.beside]
        except MissingTable as fault:
            raise DataError(file.name, [f"Dazu fehlt die Tabelle »{fault.table}«. Bitte {fault.table}.csv oder .xlsx daneben legen."]) from None
