"""What a notebook's setup cell calls: `bericht = start(gemeinde)`."""

import dataclasses
import itertools
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import pandas as pd

from workbench import project as projects
from workbench.annex import annex, source_line
from workbench.disclosure import copies, honest, ledger, origin, ratios, record, spoken, summary
from workbench.disclosure.call import call
from workbench.disclosure.cards import alike, release_cards
from workbench.disclosure.cells import Released
from workbench.disclosure.door import known, release
from workbench.disclosure.model import AREA, Model
from workbench.disclosure.published import Published
from workbench.disclosure.text import ReleasedQuotes, release_quotes
from workbench.errors import plain_in_notebooks
from workbench.handover import hand_over, preview, printable
from workbench.present.description import Description, live
from workbench.present.head import head
from workbench.reading import Reading
from workbench.schemas import Table, _exempt, _memory, tables

NAME, BEFORE = "WORKBENCH_REPORT", "WORKBENCH_RELEASED"  # set by a batch
_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclasses.dataclass(frozen=True)
class Report(Reading):
    """A report on its way: the place, its data, the door, and a log of both for the annex; further fields as in `Reading`.

    Parameters
    ----------
    name
        Name of the report; empty outside a batch.
    fixed
        Tables that were published before.
    editions
        Tables of approved editions.
    counted
        What was released of counts, with the true values and the columns of counts: only to notice that another table says them too.
    """

    released: list[Released] = dataclasses.field(default_factory=list)
    texts: list[ReleasedQuotes] = dataclasses.field(default_factory=list)
    name: str = ""
    fixed: tuple[Published, ...] = ()
    editions: tuple[Published, ...] = ()
    counted: list[copies.Counted] = dataclasses.field(default_factory=list)

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
        counted = [*([count] if isinstance(count, str) else count or ()), *how.get("amounts", {})]
        before = [*self.fixed, *(p for r in self.released if not (live() and r.title == table) for p in r.published)]  # where a person looks on, a cell that is run again replaces its table
        known(frame, [*counted, *beside, *(how.get("by") or ()), *how.get("public", ()), *filter(None, [how.get("base")])], table)
        sources = honest.sources(table, [source] if isinstance(source, ModuleType) else source, beside, self.asked)
        undeclared = frame.columns.difference([*counted, *beside, *filter(None, [how.get("base")])], sort=False)
        honest.related(table, frame, sources, before, counts=[part.get(c, c) for c in counted], measure=measure, exempt=how.get("exempt", ""), undeclared=list(undeclared))
        self.persons.refuse(frame, table=table, counts=[*counted, *beside, *filter(None, [how.get("base")])])
        rule = self.project.rule(self.place, table)
        honest.parts(table, frame, counted, part, minimum=rule.mindestzahl)
        summary.refuse(call(table, frame, how, counted=counted, beside=beside, sources=sources, released=self.released, rule=rule))
        self._refuse_exempt(table, frame, sources, how)
        measures = {**dict.fromkeys([*counted, *part.values()], measure or (sources[0].name if sources else "")), **{c: m.TABLE.name for c, m in beside.items()}}
        at = self._model([*frame.columns, *where, *(k for v in where.values() if isinstance(v, Mapping) for k in v)])
        model = dataclasses.replace(at, measure=measures, apart=measure if sources else "", where=dict(where), part=dict(part), same={**at.same, **same}, parents=dict(parents))
        honest.areas(table, model, counted)
        given: dict[str, Any] = {"table": table, "rule": rule, "count": count, "earlier": before, "editions": self.editions}
        released = release(frame, source=self.source_of(sources), beside=list(beside), model=model, **given, **how)
        honest.apart(table, released.published, [*before, *self.editions], minimum=rule.mindestzahl)
        self._refuse_copies(released, frame, counted)
        self._refuse_ratios(released, how.get("public", ()), rule.mindestzahl)
        copies.no_changes(released, [*self.fixed, *self.editions])
        self.released.append(released)
        hand_over(record.of_table(released), released.published, {**printable(released.frame), **preview(frame, released, model, given, how)})
        return released

    def _refuse_exempt(self, table: str, frame: pd.DataFrame, sources: Sequence[Table], how: Mapping[str, Any]) -> None:
        """Refuse an exemption for anything but published figures and what tells nothing of persons."""
        exempt, derived, read = how.get("exempt", ""), how.get("derived"), [tables()[u.table] for u in self.read_tables]
        free = {a.tabelle for a in self.project.exemptions(self.place, "amtlich", "verzeichnis")}
        if honest.OFFICIAL in exempt:
            honest.official(table, frame, sources, read, declared=self.declared, numbers=self.official, keys=how.get("by") or (), derived=derived)
        elif exempt and derived is None and self.project.rule(self.place, table) is self.project.regeln:
            honest.harmless(table, frame, sources, read, declared=free)
        if exempt:
            honest.tallied(table, frame, [*read, *sources], declared=free)
            self._refuse_strange(table, frame, sources, how)

    def _refuse_strange(self, table: str, frame: pd.DataFrame, sources: Sequence[Table], how: Mapping[str, Any]) -> None:
        """Refuse to exempt counts that do not stand where they are said to come from."""
        derived, named = how.get("derived"), {s.name for s in sources}
        published = [] if honest.OFFICIAL not in how["exempt"] else [(name, figures) for name, figures in self.figures if name in named]
        origins: list[origin.Origin] = [(figures, tables()[name].key) for name, figures in published]
        if derived is not None:
            origins += [(r.frame, r.keys) for r in self.released if r is derived or set(r.frame.columns) & set(frame.columns)]
        names = " oder ".join(f"»{name}«" for name in dict.fromkeys([*(name for name, _ in published), *([derived.title] if derived is not None else [])]))
        origin.refuse(table, frame, origins, keys=how.get("by") or (), sources=sources, name=names)

    def _refuse_copies(self, released: Released, frame: pd.DataFrame, counted: list[str]) -> None:
        """Refuse a table that says what an earlier one hides, or hides what an earlier one says."""
        again = {released.title} if live() else set()  # a cell that is run again
        for hides in (k for k in self.counted if k.table.title not in again):
            copies.no_copies(hides, [released])
        if counted:
            own = copies.Counted(released, frame, counted)
            copies.no_copies(own, [r for r in self.released if r.title not in again], self.fixed)
            self.counted.append(own)

    def _refuse_ratios(self, released: Released, public: Sequence[str], minimum: int) -> None:
        """Refuse shares to which no rule applies, beside the counts that they are of, whichever came first."""
        others = [r for r in self.released if not (live() and r.title == released.title)]
        free = released.values if released.exempt else public
        ratios.refuse(released, list(free), [*ratios.bases([released, *others], [*self.fixed, *self.editions])], minimum)
        for table in (t for t in others if t.exempt and released.published):
            ratios.refuse(table, list(table.values), [*ratios.bases([released], ())], minimum)

    def _model(self, columns: Iterable[str]) -> Model:
        """Who publishes, and where the place lies among all places; in a report over the whole project they are the areas."""
        place = self.place.key if self.place else ""
        chain, area = self.project.chain(place) if place else [], self.project.codes.get(place, "")
        places = {self.project.orte[key].name: self.project.codes[key] for key in ledger.family(self.project, place)}
        same = {"Gebiet" if place else "Ort": AREA}
        asked = {same.get(c, c) for c in columns}
        names = {AREA: self.names(AREA)} if AREA in asked else {}
        if "Einrichtung" in asked:  # notebooks print its name in the place of its key, and nothing else may be noted of it
            names["Einrichtung"] = {key: name for name, key in self.names("Einrichtung").items()}
        return Model(place, self.name, same=same, area=area, above=dict(itertools.pairwise(chain)), areas=places, names=names)

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
    _memory.forget()
    project = projects.load()
    place = project.place(gemeinde) if gemeinde is not None else None
    _exempt.refuse(project, [place] if place else [*project.orte.values()])
    name, folder, key = os.environ.get(NAME, ""), os.environ.get(BEFORE, ""), place.key if place else ""
    fixed, editions = (ledger.earlier(project, Path(folder), place=key, report=name), ledger.approved(project, place=key)) if folder else ([], [])
    return Report(project, place, name=name, fixed=tuple(fixed), editions=tuple(editions))
