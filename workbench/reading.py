"""What a report reads: checked tables of its place, noted for its annex."""

import dataclasses
from collections.abc import Sequence
from types import ModuleType

import numpy as np
import pandas as pd

from workbench.annex import Used, keyed, source_line
from workbench.disclosure.alignment import numbers_of
from workbench.disclosure.persons import Persons
from workbench.errors import MissingTable
from workbench.project import Place, Project
from workbench.schemas import Optional, Table, optional, tables


@dataclasses.dataclass(frozen=True)
class Reading:
    """Tables of a place, or of all, as a report reads them.

    Parameters
    ----------
    project
        The project.
    place
        The municipality; None in a report over the whole project.
    read_tables
        Files that were read, for the annex.
    official
        Numbers of tables that the project declares as published official figures, as they were read.
    figures
        These tables, with their names.
    persons
        Texts and pseudonyms of persons that were read: only to notice that a table says them.
    asked
        Names of the tables that were asked for, whether the place has them or not: only they can be a source.
    """

    project: Project
    place: Place | None
    read_tables: list[Used] = dataclasses.field(default_factory=list)
    official: set[float] = dataclasses.field(default_factory=set)
    figures: list[tuple[str, pd.DataFrame]] = dataclasses.field(default_factory=list)
    persons: Persons = dataclasses.field(default_factory=Persons)
    asked: set[str] = dataclasses.field(default_factory=set)

    @property
    def ort(self) -> str:
        """Name of the municipality, or of the project."""
        return self.place.name if self.place else self.project.name

    def read(self, schema: ModuleType | Optional) -> pd.DataFrame:
        """Checked table of the place; in a report over the whole project of all places, with a column »Ort« in front.

        Parameters
        ----------
        schema
            A module of `workbench.schemas`, or `optional(module)`: then a missing table is an empty frame.

        Returns
        -------
        pandas.DataFrame
            With the columns that the schema declares.

        Raises
        ------
        DataError
            With all faults of the file.
        MissingTable
            If the place (or every place) lacks the table and it is not optional.
        """
        self.asked.add(schema.TABLE.name)
        if self.place is not None:
            return self._read(schema, self.place)
        frames = [self._read(schema, p).assign(Ort=p.name) for p in self.project.orte.values() if schema.TABLE.find(p.folder, p.ags)]
        if not frames and not isinstance(schema, Optional):
            raise MissingTable(self.project.name, schema.TABLE.name)
        whole = pd.concat(frames, ignore_index=True) if frames else schema.TABLE.empty().assign(Ort="")
        return whole[["Ort", *whole.columns.drop("Ort")]]

    def published(self, schema: ModuleType | Optional) -> pd.DataFrame:
        """As `read`; empty where the project does not declare its figures as published, so that nothing of them is shown."""
        self.asked.add(schema.TABLE.name)
        return self.read(schema) if self.declared else schema.TABLE.empty()

    def year(self, chosen: int, schema: ModuleType) -> int:
        """Report year: the chosen one; for 0 the last that the table holds.

        Parameters
        ----------
        chosen
            Value of the notebook's parameter.
        schema
            Table with a column »Jahr« or »Datum«. A year with fewer than half the rows of the fullest one has only begun, and does not count.

        Returns
        -------
        int
            Four digits; the year of the project's data where there is no row.
        """
        frame = self.read(optional(schema))
        rows = (frame["Jahr"] if "Jahr" in frame else frame["Datum"].dt.year).value_counts()
        return chosen or int(max(rows.index[rows * 2 >= rows.max()], default=self.project.stand.year))

    def names(self, key: str) -> dict[str, str]:
        """Names of what a table of the place has keys for; a name that several share stands with its key in brackets.

        Parameters
        ----------
        key
            Name of the column.

        Returns
        -------
        dict of str to str
            Name → key; empty in a report over the whole project, and where no table has both.
        """
        table = next((t for t in tables().values() if t.key == (key,) and "Name" in t.names), None)
        if table is None or self.place is None:
            return {}
        frame = table.readable(self.place.folder, self.place.ags)
        keys, names = (list(map(str, frame[c])) for c in (key, "Name"))
        alone = {name: code for name, code in zip(names, keys, strict=True) if names.count(name) == 1 and name not in keys}
        return {f"{name} ({code})": code for name, code in zip(names, keys, strict=True)} | alone

    def _read(self, schema: ModuleType | Optional, place: Place) -> pd.DataFrame:
        """Table of one place, noted for the annex."""
        table: Table = schema.TABLE
        file = table.find(place.folder, place.ags)
        if file is None:
            if isinstance(schema, Optional):
                return table.empty()
            raise MissingTable(place.name, table.name)
        frame = table.read(place.folder, place.ags)
        content = table.part(file, place.folder, place.ags).encode() or file.read_bytes()
        self.persons.note(table, frame)
        if table.name in self.declared:
            self.figures.append((table.name, frame))
            self.official.update(*(n[~np.isnan(n)].tolist() for n in (numbers_of(frame[c]) for c in frame.columns)))
        self.read_tables.append(Used(place.name, table.name, file.name, len(frame), keyed(self.project, content), str(frame.attrs.pop("Herkunft", ""))))
        return frame

    def source_of(self, sources: Sequence[Table]) -> str:
        """Source line: of the tables that were read."""
        used = {u.table for u in self.read_tables}
        return "; ".join(dict.fromkeys(source_line(self.project, t, self.read_tables) for t in sources if t.name in used))

    @property
    def declared(self) -> set[str]:
        """Tables that the project declares as published official figures."""
        return {a.tabelle for a in self.project.exemptions(self.place, "amtlich")}
