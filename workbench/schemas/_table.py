"""A table of the project: declared once; read, checked and explained from that declaration."""

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.errors import DataError, MissingTable
from workbench.read import tabular
from workbench.read.tabular import Sheet
from workbench.read.values import Fault
from workbench.schemas._checks import Look, Rule, found, sentences
from workbench.schemas._column import Column
from workbench.schemas._sheet import REASON, placed, strays, typed


@dataclasses.dataclass(frozen=True)
class Foreign:
    """Another file that the table can come from.

    Parameters
    ----------
    file
        Its name in the place folder.
    read
        Path → frame with the columns of the table; cells may be text.
    only
        Whether the table can come from nowhere else.
    said
        Path → German sentence on how the file was understood, for the check.

    """

    file: str
    read: Callable[[Path], pd.DataFrame]
    only: bool = False
    said: Callable[[Path], str] | None = None


@dataclasses.dataclass(frozen=True)
class Table:
    """A table of the project.

    Parameters
    ----------
    name
        File name without its ending.
    title
        German title: the source line where the project names no source.
    description
        German sentences for the data catalogue.
    columns
        Declared columns in the order in which they are printed.
    key
        Columns that together name a row; empty where rows may repeat.
    rules
        What must hold over several columns.
    foreign
        Another file that the table can come from; a file of the table's own name wins.

    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    foreign: Foreign | None = None

    @property
    def personal(self) -> bool:
        """Whether the rows are about single persons: what can point to them, or their words, and no count beside it."""
        roles = {c.role for c in self.columns}
        return "count" not in roles and ("quasi" in roles or any(c.kind == "verbatim" for c in self.columns))

    @property
    def names(self) -> list[str]:
        """Columns of the frame, with the generated column of reasons at its end."""
        return [c.name for c in self.columns] + ([REASON] if any(c.signs for c in self.columns) else [])

    def find(self, folder: Path) -> Path | None:
        """File of the table: in the place folder, else in the project folder above it.

        Parameters
        ----------
        folder
            Folder of the place.

        Returns
        -------
        Path or None
            None where neither has the table.

        Raises
        ------
        DataError
            If a folder has the table twice.

        """
        for place in (folder, folder.parent):
            own, other = self._files(place)
            if len(own) > 1:
                names = " und ".join(f"»{f.name}«" for f in own)
                raise DataError(self.name, [f"Die Tabelle liegt mehrfach da: {names}. Bitte nur eine Datei behalten."])
            if own or other:
                return (own or other)[0]
        return None

    def _files(self, folder: Path) -> tuple[list[Path], list[Path]]:
        """Files of the table's own name in one folder, and the other file that it can come from."""
        files = tabular.listing(folder)
        own = [f for f in files if f.stem.casefold() == self.name and f.suffix.lower() in tabular.SUFFIXES]
        if self.foreign is None:
            return own, []
        return [] if self.foreign.only else own, [f for f in files if f.name == self.foreign.file]

    def read(self, folder: Path) -> pd.DataFrame:
        """Checked table of a place.

        Parameters
        ----------
        folder
            Folder of the place.

        Returns
        -------
        pandas.DataFrame
            The declared columns; optional ones that the file lacks are NA. Where official signs may stand, the column
            »Grund« says why a value is missing, "" where it is not.

        Raises
        ------
        DataError
            With all faults of the file at once.
        MissingTable
            If the place has no such table.

        """
        file = self.find(folder)
        if file is None:
            raise MissingTable(folder.name, self.name)
        look = partial(_look, folder)
        frame, faults = self._load(file, look)
        if faults:
            raise DataError(file.name, [f.text for f in sorted(faults)])
        return frame.reset_index(drop=True).astype({c.name: c.dtype for c in self.columns})

    def readable(self, folder: Path) -> pd.DataFrame:
        """Table of a place for a look from another table; empty where its keys cannot be trusted, so that one wrong key is one fault."""
        try:
            file = self.find(folder)
            frame, faults = (self.empty(), []) if file is None else self._load(file, None)
        except DataError:
            return self.empty()
        return self.empty() if any(f.column == 0 for f in faults) else frame

    def empty(self) -> pd.DataFrame:
        """Frame without rows, with the columns and types of the table."""
        types = {c.name: c.dtype for c in self.columns}
        return pd.DataFrame({n: pd.Series(dtype=types.get(n, "str")) for n in self.names})

    def _load(self, file: Path, look: Look | None) -> tuple[pd.DataFrame, list[Fault]]:
        """Frame indexed by row, as far as it can be read, and the faults; without a look only those of this file."""
        sheet = self._sheet(file)
        where, faults = placed(sheet, self.columns)
        faults += strays(sheet)
        keys = {c.name: k for c in self.columns if c.refers and look and (k := tuple(look(c.refers).iloc[:, 0].dropna()))}
        frame, unreadable = typed(sheet, self.columns, where, keys)
        faults += unreadable + _lacking(frame, self.columns, keys)
        how: dict[str, Any] = {"key": self.key, "rules": self.rules, "keys": keys}
        if look and len(cases := found(frame, self.columns, look=look, **how)):
            raw = {(number, n): row[at] if at < len(row) else None for number, row in zip(sheet.numbers, sheet.rows, strict=True) for n, at in where.items()}
            more = sentences(cases, frame, self.columns, raw=raw, word=sheet.word, **how)
            known = {(f.row, f.column) for f in unreadable}
            faults += [f for f in more if (f.row, f.column) not in known]
        return frame.reindex(columns=self.names), faults

    def _sheet(self, file: Path) -> Sheet:
        """Cells of the file, whatever its kind."""
        if self.foreign is None or file.name != self.foreign.file:
            sheet = tabular.read(file, [c.name for c in self.columns])
            if not sheet.rows:
                raise DataError(file.name, ["Unter der Kopfzeile stehen keine Daten."])
            return sheet
        frame = self.foreign.read(file)
        return Sheet(0, tuple(frame.columns), frame.astype(object).to_numpy().tolist(), list(range(1, len(frame) + 1)), "Eintrag")


def _lacking(frame: pd.DataFrame, columns: Sequence[Column], keys: dict[str, tuple[str, ...]]) -> list[Fault]:
    """Keys of another table that must occur, and do not."""
    return [
        Fault(0, i, f"{c.name} »{key}« aus »{c.refers}« fehlt.")
        for i, c in enumerate(columns)
        if c.complete and c.name in frame
        for key in keys.get(c.name, ())
        if key not in set(frame[c.name])
    ]


def _look(folder: Path, name: str) -> pd.DataFrame:
    """Another table of the same place."""
    from workbench.schemas import tables

    return tables()[name].readable(folder)
