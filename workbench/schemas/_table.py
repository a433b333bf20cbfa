"""A table of the project: declared once; read, checked and explained from that declaration."""

import dataclasses
import functools
import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError, MissingTable
from workbench.read import store, tabular
from workbench.read.choices import folded
from workbench.read.tabular import Sheet
from workbench.read.values import Fault
from workbench.schemas import _gather, _memory
from workbench.schemas._checks import Look, Raw, Rule, cell, found, keys_of, lacking, sentences
from workbench.schemas._column import Column
from workbench.schemas._foreign import Foreign
from workbench.schemas._sheet import REASON, placed, strays, typed, without_totals

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

_PLACE = Column(store.PLACE, "key", "Amtlicher Schlüssel der Gemeinde, 8 Ziffern, oder des Kreises, 5 Ziffern", role="key", example="05562012", digits=(5, 8))
_OFFICIAL = Rule((store.PLACE,), lambda frame: frame[store.PLACE].str.fullmatch(r"(0[1-9]|1[0-6])\d{3}(\d{3})?") | frame[store.PLACE].isna(), "erwartet den amtlichen Schlüssel einer Gemeinde (8 Ziffern) oder eines Kreises (5 Ziffern), z. B. 05562012.")


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
    hint
        Checked frame and a look at other tables of the place → German sentence on what is possible but unlikely; "" for nothing.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    foreign: Foreign | None = None
    hint: "Callable[[pd.DataFrame, Look], str] | None" = None

    @property
    def personal(self) -> bool:
        """Whether the rows are about single persons: what can point to them, or their words, and no count beside it."""
        roles = {c.role for c in self.columns}
        return "count" not in roles and ("quasi" in roles or any(c.kind == "verbatim" for c in self.columns))

    @property
    def names(self) -> list[str]:
        """Columns of the frame, with the generated column of reasons at its end."""
        return [c.name for c in self.columns] + ([REASON] if any(c.signs for c in self.columns) else [])

    @property
    def _dtypes(self) -> dict[str, str]:
        """Types of the declared columns."""
        return {c.name: c.dtype for c in self.columns}

    def find(self, folder: Path, ags: str = "") -> Path | None:
        """File of the table: in the place folder, else in the project folder above it.

        Parameters
        ----------
        folder
            Folder of the place.
        ags
            Its official key; without one, no file above it is taken for one of many places.

        Returns
        -------
        Path or None
            None where neither has the table, or the project's has rows of other places only.

        Raises
        ------
        DataError
            If a folder has the table twice.
        """
        for place in (folder, folder.parent):
            if len(found := self.own(place) or self._other(place)) > 1:
                names = " und ".join(f"»{f.name}«" for f in found)
                raise DataError(self.name, [f"Die Tabelle liegt mehrfach da: {names}. Bitte nur eine Datei behalten."])
            if found:
                file = found[0]
                return file if place == folder or self._holds(file, ags) else None
        return None

    def part(self, file: Path, folder: Path, ags: str) -> str:
        """Hash of the rows of a place; "" where its file holds only what the place reads.

        Parameters
        ----------
        file
            As `find` returns it.
        folder, ags
            As in `find`.

        Returns
        -------
        str
            The same for the same rows in the same order, whatever other places have in the file.

        Raises
        ------
        DataError
            With all faults of a file that holds the rows of many places.
        """
        kept = self._many(file).kept() if self._shared(file, folder, ags) else None
        return kept.digests.get(ags, "") if kept else ""

    def _shared(self, file: Path, folder: Path, ags: str) -> bool:
        """Whether a file might hold the rows of many places."""
        return bool(ags) and file.parent != folder and (self.foreign is None or file.name not in self.foreign.names)

    def _holds(self, file: Path, ags: str) -> bool:
        """Whether a file of the project has rows for a place; a faulty one is said to, so that whoever reads it is told."""
        try:
            kept = self._many(file).kept() if self._shared(file, file, ags) else None
        except DataError:
            return True
        return kept is None or ags in kept.digests

    def _many(self, file: Path) -> store.Many:
        """File of the project that may hold the rows of many places."""
        return store.Many(file, self.name, _version(), self._of_many)

    def _of_many(self, file: Path) -> "pd.DataFrame | None":
        """Checked rows of many places; None where the file has no column for them. Other tables are looked at place by place."""
        columns = (_PLACE, *(dataclasses.replace(c, refers="", also=(), complete=False) for c in self.columns))
        whole = dataclasses.replace(self, columns=columns, key=(_PLACE.name, *self.key) if self.key else (), rules=(_OFFICIAL,), foreign=None)
        try:
            sheet = whole._sheet(file, file.parent, "")  # noqa: SLF001 (of the same class)
        except DataError:  # said where it is read
            return None
        if folded(_PLACE.name) not in map(folded, sheet.columns):
            return None
        frame, faults = whole._checked(sheet, lambda _: whole.empty())  # noqa: SLF001 (as above)
        if faults:
            raise DataError(file.name, [f.text for f in sorted(faults)])
        return frame.astype(whole._dtypes)  # noqa: SLF001 (as above)

    def own(self, folder: Path) -> list[Path]:
        """Files of the table's own name in one folder."""
        only = self.foreign is not None and self.foreign.only
        return [] if only else [f for f in tabular.named(folder, self.name) if f.suffix.lower() in tabular.SUFFIXES]

    def _other(self, folder: Path) -> list[Path]:
        """The other file that it can come from, in one folder."""
        return [f for f in tabular.named(folder, Path(self.foreign.file).stem) if f.name in self.foreign.names] if self.foreign else []

    def read(self, folder: Path, ags: str = "") -> "pd.DataFrame":
        """Checked table of a place.

        Parameters
        ----------
        folder, ags
            As in `find`.

        Returns
        -------
        pandas.DataFrame
            The declared columns; optional ones that the file lacks are NA. Where official signs may stand, the column
            »Grund« says why a value is missing, "" where it is not. Smaller areas become those of the place where it has a
            table that groups them (`workbench.schemas._gather`); then `attrs["Herkunft"]` says so.

        Raises
        ------
        DataError
            With all faults of the file at once.
        MissingTable
            If the place has no such table.
        """
        file = self.find(folder, ags)
        if file is None:
            raise MissingTable(folder.name, self.name)
        frame, faults = _memory.read(self._gathered, file, folder, ags, beside=True)
        if faults:
            raise DataError(file.name, [f.text for f in sorted(faults)])
        return frame.reset_index(drop=True).astype(self._dtypes)

    def unlikely(self, frame: "pd.DataFrame", folder: Path, ags: str = "") -> str:
        """What the table's hint says of its checked frame; "" for nothing."""
        return self.hint(frame, partial(_memory.look, folder, ags)) if self.hint else ""

    def _mapping(self, folder: Path, ags: str) -> "pd.DataFrame | None":
        """Checked grouping of smaller areas; None where the table has no such areas or the place no grouping."""
        from workbench.schemas import tables

        through = next((tables()[c.through] for c in self.columns if c.through), None)
        return through.read(folder, ags) if through is not None and through.find(folder, ags) else None

    def _gathered(self, file: Path, look: Look | None, folder: Path, ags: str) -> "tuple[pd.DataFrame, list[Fault]]":
        """As `_load`, with the areas of the project where the place groups smaller ones."""
        mapping = self._mapping(folder, ags)
        frame, faults = self._load(file, look, folder, ags)
        if mapping is not None and not faults:
            faults = _gather.faults(frame, mapping, self.columns, self.key)
        return (frame if mapping is None or faults else _gather.gathered(frame, mapping, self.columns, self.key)), faults

    def readable(self, folder: Path, ags: str = "") -> "pd.DataFrame":
        """Table of a place for a look from another table; empty where its keys cannot be trusted, so that one wrong key is one fault."""
        try:
            file = self.find(folder, ags)
            frame, faults = (self.empty(), []) if file is None else _memory.read(self._gathered, file, folder, ags, beside=False)
        except DataError:
            return self.empty()
        doubled = len(self.key) == 1 and self.key[0] in frame and bool(frame[self.key[0]].dropna().duplicated().any())  # the second was meant to be another
        return self.empty() if doubled or any(f.column == 0 for f in faults) else frame.copy(deep=False)

    def empty(self) -> "pd.DataFrame":
        """Frame without rows, with the columns and types of the table."""
        import pandas as pd

        return pd.DataFrame({n: pd.Series(dtype=self._dtypes.get(n, "str")) for n in self.names})

    def _load(self, file: Path, look: Look | None, folder: Path, ags: str) -> "tuple[pd.DataFrame, list[Fault]]":
        """Frame indexed by row, as far as it can be read, and the faults; without a look only those of this file."""
        if not self._shared(file, folder, ags) or self._many(file).kept() is None:
            return self._checked(self._sheet(file, folder, ags), look)
        frame = self._many(file).rows(ags).astype(self._dtypes)
        return frame, self._crossed(frame, look, partial(cell, frame), "Zeile")

    def _checked(self, sheet: Sheet, look: Look | None) -> "tuple[pd.DataFrame, list[Fault]]":
        """Frame of a sheet and its faults."""
        where, misplaced = placed(sheet, self.columns)
        columns = self._grouped(look)
        frame, unreadable = typed(sheet, columns, where, keys_of(columns, look))
        rows = dict(zip(sheet.numbers, sheet.rows, strict=True))
        crossed = self._crossed(frame, look, lambda row, name: rows[row][where[name]] if where[name] < len(rows[row]) else None, sheet.word)
        known = {(f.row, f.column) for f in unreadable}  # pandera finds them empty
        faults = [*misplaced, *strays(sheet), *unreadable, *(f for f in crossed if (f.row, f.column) not in known)]
        return frame.reindex(columns=self.names), without_totals(faults, sheet)

    def _grouped(self, look: Look | None) -> tuple[Column, ...]:
        """Columns; where the place groups smaller areas, those may stand in place of its own, as far as its own can be read."""
        def grouped(column: Column) -> Column:
            own = look(column.refers).iloc[:, 0].dropna() if column.through and look and len(look(column.through)) else ()
            return dataclasses.replace(column, refers=column.through, complete=False, also=(*column.also, *own)) if len(own) else column

        return tuple(map(grouped, self.columns))

    def _crossed(self, frame: "pd.DataFrame", look: Look | None, raw: Raw, word: str) -> list[Fault]:
        """What is wrong beyond single cells; without a look only keys that are missing."""
        columns = self._grouped(look)
        keys = keys_of(columns, look)
        faults = lacking(frame, columns, keys)
        if look is None:
            return faults
        how: dict[str, Any] = {"key": self.key, "rules": self.rules, "keys": keys}
        cases = found(frame, columns, look=look, **how)
        return faults + (sentences(cases, frame, columns, raw=raw, word=word, **how) if len(cases) else [])

    def _sheet(self, file: Path, folder: Path, ags: str) -> Sheet:
        """Cells of the file, whatever its kind."""
        if self.foreign is None or file.name not in self.foreign.names:
            sheet = tabular.read(file, [c.name for c in self.columns])
            if not sheet.rows:
                raise DataError(file.name, ["Unter der Kopfzeile stehen keine Daten."])
            return sheet
        frame = self.foreign.read(file, *self.foreign.needs(file, folder, ags))
        return Sheet(0, tuple(frame.columns), frame.astype(object).to_numpy().tolist(), list(range(1, len(frame) + 1)), "Eintrag")


@functools.cache
def _version() -> str:
    """Hash of the code that parses and checks tables."""
    files = sorted([*Path(__file__).parent.glob("*.py"), *Path(tabular.__file__).parent.glob("*.py")])
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]
