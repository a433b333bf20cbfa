"""What a notebook's setup cell calls: `bericht = start(gemeinde)`."""

import dataclasses
import itertools
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import numpy as np
import pandas as pd

from workbench import project as projects
from workbench.annex import Used, annex, keyed, source_line
from workbench.disclosure import honest, ledger, record, spoken
from workbench.disclosure.cards import alike, release_cards
from workbench.disclosure.cells import Released
from workbench.disclosure.door import known, release
from workbench.disclosure.model import Model
from workbench.disclosure.persons import Persons
from workbench.disclosure.published import Published
from workbench.disclosure.text import ReleasedQuotes, release_quotes
from workbench.errors import MissingTable, plain_in_notebooks
from workbench.handover import hand_over, preview, printable
from workbench.present.description import Description, live
from workbench.present.head import head
from workbench.project import Place, Project
from workbench.schemas import Optional, Table, _exempt, optional, tables

NAME, BEFORE = "WORKBENCH_REPORT", "WORKBENCH_RELEASED"  # set by a batch
_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclasses.dataclass(frozen=True)
class Report:
    """A report on its way: the place, its data, the door, and a log of both for the annex.

    Parameters
    ----------
    project
        The project.
    place
        The municipality; None in a report over the whole project.
    name
        Name of the report; empty outside a batch.
    fixed
        Tables that were published before.
    editions
        Tables of approved editions.
    official
        Numbers of tables that the project declares as published official figures, as they were read.
    counted
        What was released of counts, with the true values and the columns of counts: only to notice that another table says them too.
    persons
        Texts and pseudonyms of persons that were read: only to notice that a table says them.

    """

    project: Project
    place: Place | None
    read_tables: list[Used] = dataclasses.field(default_factory=list)
    released: list[Released] = dataclasses.field(default_factory=list)
    texts: list[ReleasedQuotes] = dataclasses.field(default_factory=list)
    name: str = ""
    fixed: tuple[Published, ...] = ()
    editions: tuple[Published, ...] = ()
    official: set[float] = dataclasses.field(default_factory=set)
    counted: list[tuple[Released, pd.DataFrame, list[str]]] = dataclasses.field(default_factory=list)
    persons: Persons = dataclasses.field(default_factory=Persons)

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
        if self.place is not None:
            return self._read(schema, self.place)
        frames = [self._read(schema, p).assign(Ort=p.name) for p in self.project.orte.values() if schema.TABLE.find(p.folder, p.ags)]
        if not frames and not isinstance(schema, Optional):
            raise MissingTable(self.project.name, schema.TABLE.name)
        whole = pd.concat(frames, ignore_index=True) if frames else schema.TABLE.empty().assign(Ort="")
        return whole[["Ort", *whole.columns.drop("Ort")]]

    def published(self, schema: ModuleType | Optional) -> pd.DataFrame:
        """As `read`; empty where the project does not declare its figures as published, so that nothing of them is shown."""
        return self.read(schema) if self._declared else schema.TABLE.empty()

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
        if table.name in self._declared:
            self.official.update(*(n[~np.isnan(n)].tolist() for n in (honest.numbers_of(frame[c]) for c in frame.columns)))
        self.read_tables.append(Used(place.name, table.name, file.name, len(frame), keyed(self.project, content), str(frame.attrs.pop("Herkunft", ""))))
        return frame

    def release(
        self,
        frame: pd.DataFrame,
        *,
        table: str,
        source: ModuleType | Sequence[ModuleType] = (),
        count: str | Sequence[str] | None = None,
        beside: Mapping[str, ModuleType] = _NONE,
        measure: str = "",
        where: Mapping[str, Any] = _NONE,
        part: Mapping[str, str] = _NONE,
        same: Mapping[str, str] = _NONE,
        parents: Mapping[str, Mapping[str, str]] = _NONE,
        **how: Any,  # noqa: ANN401 (as in the door)
    ) -> Released:
        """Pass a frame through the door with the project's rule and beside everything published before.

        Parameters
        ----------
        frame, table, count, how
            As in `workbench.disclosure.door.release`.
        source
            Schema module or modules the frame comes from: those that were read make the source line. The counts come
            from the first one.
        beside
            Counts of something else in the same rows, and the schema module they come from: residents beside visits.
        measure
            Name of what is counted, where it is not what all tables from that source and of that count column count.
        where, part, same, parents
            As in `workbench.disclosure.model.Model`.

        Returns
        -------
        Released
            What may be shown.

        """
        sources = [m.TABLE for m in ([source] if isinstance(source, ModuleType) else source)]
        counted = [*([count] if isinstance(count, str) else count or ()), *how.get("amounts", {})]
        before = [*self.fixed, *(p for r in self.released if not (live() and r.title == table) for p in r.published)]  # where a person looks on, a cell that is run again replaces its table
        known(frame, [*counted, *beside, *(how.get("by") or ()), *how.get("public", ()), *filter(None, [how.get("base")])], table)
        undeclared = frame.columns.difference([*counted, *beside, *filter(None, [how.get("base")])], sort=False)
        honest.related(table, frame, sources, before, counts=[part.get(c, c) for c in counted], measure=measure, exempt=how.get("exempt", ""), undeclared=list(undeclared))
        self.persons.refuse(frame, table=table)
        self._refuse_exempt(table, frame, sources, how)
        measures = {**dict.fromkeys([*counted, *part.values()], measure or (sources[0].name if sources else "")), **{c: m.TABLE.name for c, m in beside.items()}}
        at = self._model()
        model = dataclasses.replace(at, measure=measures, apart=measure if sources else "", where=dict(where), part=dict(part), same={**at.same, **same}, parents=dict(parents))
        given: dict[str, Any] = {"table": table, "rule": self.project.rule(self.place, table), "count": count, "earlier": before, "editions": self.editions}
        released = release(frame, source=self._source(sources), beside=list(beside), model=model, **given, **how)
        self._refuse_copies(released, frame, counted)
        self.released.append(released)
        hand_over(record.of_table(released), released.published, {**printable(released.frame), **preview(frame, released, model, given, how)})
        return released

    def _source(self, sources: Sequence[Table]) -> str:
        """Source line of the tables that were read."""
        used = {u.table for u in self.read_tables}
        return "; ".join(dict.fromkeys(source_line(self.project, t, self.read_tables) for t in sources if t.name in used))

    def _refuse_exempt(self, table: str, frame: pd.DataFrame, sources: Sequence[Table], how: Mapping[str, Any]) -> None:
        """Refuse an exemption for anything but published figures and what tells nothing of persons."""
        exempt, derived, read = how.get("exempt", ""), how.get("derived"), [tables()[u.table] for u in self.read_tables]
        if honest.OFFICIAL in exempt:
            honest.official(table, frame, sources, read, declared=self._declared, numbers=self.official, keys=how.get("by") or (), derived=derived)
        elif exempt and derived is None and self.project.rule(self.place, table) is self.project.regeln:
            honest.harmless(table, frame, sources, read, declared={a.tabelle for a in self.project.exemptions(self.place, "amtlich", "verzeichnis")})

    def _refuse_copies(self, released: Released, frame: pd.DataFrame, counted: list[str]) -> None:
        """Refuse a table that says what an earlier one hides, or hides what an earlier one says."""
        again = {released.title} if live() else set()  # a cell that is run again
        for hides, raw, columns in (k for k in self.counted if k[0].title not in again):
            honest.no_copies(hides, raw, columns, [released])
        if counted:
            honest.no_copies(released, frame, counted, [r for r in self.released if r.title not in again])
            self.counted.append((released, frame, counted))

    @property
    def _declared(self) -> set[str]:
        """Tables that the project declares as published official figures."""
        return {a.tabelle for a in self.project.exemptions(self.place, "amtlich")}

    def _model(self) -> Model:
        """Who publishes, and where the place lies among all places; in a report over the whole project they are the areas."""
        place = self.place.key if self.place else ""
        chain = self.project.chain(place) if place else []
        return Model(place, self.name, same={} if place else {"Ort": "Raum"}, area=self.project.codes.get(place, ""), above=dict(itertools.pairwise(chain)), areas={self.project.orte[key].name: self.project.codes[key] for key in ledger.family(self.project, place)})

    def quotes(self, texts: pd.DataFrame, cases: pd.DataFrame, *, source: ModuleType, transcripts: pd.DataFrame | None = None) -> ReleasedQuotes:
        """Pass free text through the door with the project's rule and the place's key file of pseudonyms.

        Parameters
        ----------
        texts, cases, transcripts
            As in `workbench.disclosure.text.release_quotes`.
        source
            Schema module the texts come from.

        Returns
        -------
        ReleasedQuotes
            What may be shown.

        """
        named, groups = spoken.named(cases, self.project, self.place), spoken.wider(self.project, self.place)
        return self._told(release_quotes(texts, named, groups=groups, transcripts=transcripts, source=source_line(self.project, source.TABLE, self.read_tables), **spoken.names(self.project, self.place)))

    def cards(self, texts: pd.DataFrame, *, by: Sequence[str] = (), source: ModuleType) -> ReleasedQuotes:
        """Pass cards and open answers through the door, as `quotes`.

        Parameters
        ----------
        texts, by
            As in `workbench.disclosure.cards.release_cards`.
        source
            Schema module the texts come from.

        Returns
        -------
        ReleasedQuotes
            What may be shown.

        """
        released = release_cards(texts, by=by, source=source_line(self.project, source.TABLE, self.read_tables), **spoken.names(self.project, self.place))
        alike(released, [] if live() else self.texts)
        return self._told(released)

    def _told(self, released: ReleasedQuotes) -> ReleasedQuotes:
        """Released texts, noted for the annex and the release record where there were any."""
        if released.items or released.withheld:
            self.texts.append(released)
            hand_over(record.of_texts(released), known={"words": released.figures()})
        return released

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """The setup cell ends with `bericht`: that puts the head into the notebook."""
        return head(self.project, self.place)._repr_mimebundle_(include, exclude)

    def sources(self) -> Description:
        """Last cell of every notebook: data with rows, date and keyed hash; rules with the number of hidden cells.

        Returns
        -------
        Description
            A group of a table and a note.

        """
        entries = [*map(record.of_table, self.released), *map(record.of_texts, self.texts)]
        return annex(self.project, self.place, self.read_tables, entries)


def start(gemeinde: str | None = None) -> Report:
    """Open the project and the place; show faults of the user's side as one German message without a traceback.

    Parameters
    ----------
    gemeinde
        Key of the place in projekt.toml; None for a report over the whole project.

    Returns
    -------
    Report
        What the cells below work with.

    Raises
    ------
    ProjectError
        If the project or the place is not there, or one of its exceptions cannot be.

    """
    plain_in_notebooks()
    project = projects.load()
    place = project.place(gemeinde) if gemeinde is not None else None
    _exempt.refuse(project, [place] if place else [*project.orte.values()])
    name, folder, key = os.environ.get(NAME, ""), os.environ.get(BEFORE, ""), place.key if place else ""
    fixed, editions = (ledger.earlier(project, Path(folder), place=key, report=name), ledger.approved(project, place=key)) if folder else ([], [])
    return Report(project, place, name=name, fixed=tuple(fixed), editions=tuple(editions))
