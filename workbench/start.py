"""What a notebook's setup cell calls: `bericht = start(gemeinde)`."""

import dataclasses
import hashlib
import hmac
import itertools
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workbench import project as projects
from workbench.disclosure import honest, ledger, primary, record
from workbench.disclosure.cells import Released
from workbench.disclosure.coarser import offers
from workbench.disclosure.door import release
from workbench.disclosure.model import Model, leaders, texts_of
from workbench.disclosure.published import Published, dumps
from workbench.disclosure.text import ReleasedQuotes, release_quotes
from workbench.errors import MissingTable, WorkbenchError
from workbench.present.description import Description, live
from workbench.present.head import DATA, PROTOCOL, RULES, head
from workbench.present.number import long_date
from workbench.present.table import table as show_table
from workbench.project import Place, Project, Rule
from workbench.schemas import Optional, Table, pseudonyme, tables

NAME, BEFORE, HANDOVER = "WORKBENCH_REPORT", "WORKBENCH_RELEASED", "WORKBENCH_HANDOVER"  # set by a batch
PREVIEW = "WORKBENCH_PREVIEW"  # set where a consultant asks what will be hidden
ATTACKED = (
    "Vor der Ausgabe versucht ein Prüfprogramm, aus allen Tabellen dieses Berichts, der übrigen Berichte und der verbundenen Orte nicht ausgewiesene Anzahlen "
    "zu berechnen oder einzugrenzen. Gelingt ihm das, entsteht kein Bericht."
)


class Used(NamedTuple):
    """A data file that a report has read."""

    place: str
    table: str
    file: str
    rows: int
    digest: str
    how: str = ""  # how the table came about, where it was not in the file as it is used


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
        if not frames and isinstance(schema, Optional):
            return schema.TABLE.empty().assign(Ort="").pipe(lambda f: f[["Ort", *f.columns.drop("Ort")]])
        if not frames:
            raise MissingTable(self.project.name, schema.TABLE.name)
        return pd.concat(frames, ignore_index=True).pipe(lambda f: f[["Ort", *f.columns.drop("Ort")]])

    def published(self, schema: ModuleType | Optional) -> pd.DataFrame:
        """As `read`; empty where the project does not declare its figures as published, so that nothing of them is shown."""
        declared = any(a.art == "amtlich" for a in self.project.ausnahmen)
        return self.read(schema) if declared else schema.TABLE.empty()

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
        how = str(frame.attrs.pop("Herkunft", ""))
        if table.name in self._declared:
            self.official.update(*(n[~np.isnan(n)].tolist() for n in (honest.numbers_of(frame[c]) for c in frame.columns)))
        self.read_tables.append(Used(place.name, table.name, file.name, len(frame), self._keyed_hash(content), how))
        return frame

    def release(
        self,
        frame: pd.DataFrame,
        *,
        table: str,
        source: ModuleType | Sequence[ModuleType] = (),
        count: str | Sequence[str] | None = None,
        beside: Mapping[str, ModuleType] | None = None,
        measure: str = "",
        where: Mapping[str, Any] | None = None,
        part: Mapping[str, str] | None = None,
        same: Mapping[str, str] | None = None,
        parents: Mapping[str, Mapping[str, str]] | None = None,
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
        modules = [source] if isinstance(source, ModuleType) else list(source)
        used = {u.table for u in self.read_tables}
        line = "; ".join(dict.fromkeys(self._source_line(m.TABLE) for m in modules if m.TABLE.name in used))
        first = measure or (modules[0].TABLE.name if modules else "")
        counted = [*([count] if isinstance(count, str) else count or ()), *how.get("amounts", {})]
        exempt, undeclared = how.get("exempt", ""), frame.columns.difference([*counted, *(beside or ()), *filter(None, [how.get("base")])], sort=False)
        sources = [m.TABLE for m in modules]
        honest.related(table, frame, sources, [*self.fixed, *self._published(table)], counts=[(part or {}).get(c, c) for c in counted], measure=measure, exempt=exempt, undeclared=list(undeclared))
        read = [tables()[u.table] for u in self.read_tables]
        if exempt and honest.OFFICIAL not in exempt and how.get("derived") is None and self._rule(table) is self.project.regeln:
            honest.harmless(table, frame, sources, read, declared={a.tabelle for a in self.project.ausnahmen if a.art in {"amtlich", "verzeichnis"}})
        if honest.OFFICIAL in exempt:
            honest.official(table, frame, sources, read, declared=self._declared, numbers=self.official, keys=how.get("by") or (), derived=how.get("derived"))
        measures = {**dict.fromkeys([*counted, *(part or {}).values()], first), **{c: m.TABLE.name for c, m in (beside or {}).items()}}
        model = dataclasses.replace(self._model(), measure=measures, apart=measure if modules else "", where=where or {}, part=part or {}, same={**self._same(), **(same or {})}, parents=parents or {})
        given: dict[str, Any] = {"table": table, "rule": self._rule(table), "count": count, "earlier": [*self.fixed, *self._published(table)], "editions": self.editions}
        released = release(frame, source=line, beside=list(beside or ()), model=model, **given, **how)
        again = {released.title} if live() else set()  # a cell that is run again
        for hides, raw, columns in (k for k in self.counted if k[0].title not in again):
            honest.no_copies(hides, raw, columns, [released])
        if counted:
            honest.no_copies(released, frame, counted, [r for r in self.released if r.title not in again])
            self.counted.append((released, frame, counted))
        self.released.append(released)
        self._hand_over(record.of_table(released), released.published, {**_printable(released.frame), **self._preview(frame, released, model, given, how)})
        return released

    @property
    def _declared(self) -> set[str]:
        """Tables that the project declares as published official figures."""
        return {a.tabelle for a in self.project.ausnahmen if a.art == "amtlich"}

    def _rule(self, table: str) -> Rule:
        """The project's rule, unless two people have overridden it for this table."""
        declared = {a.tabelle: a for a in self.project.ausnahmen}
        if table in declared and declared[table].art == "uebersteuert":
            return self.project.regeln.model_copy(update={"mindestzahl": 1, "mindestbasis": 1, "nullen_verbergen": False, "rundung": 0, "tabellen": {}})
        return self.project.regeln

    def _preview(self, frame: pd.DataFrame, released: Released, model: Model, given: Mapping[str, Any], how: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is hidden row by row, and what a coarser table would save: for the consultant's own eyes, and only when asked."""
        if PREVIEW not in os.environ or not any(released.why):
            return {}
        rows = [*zip(*(texts_of(released.frame[k]) for k in released.keys), strict=True)]
        counted = [given["count"]] if isinstance(given["count"], str) else list(given["count"])

        def again(coarse: pd.DataFrame, keys: list[str], parents: dict[str, dict[str, str]]) -> Released:
            """Release a coarser frame in place of this one."""
            adding = how.get("additive", True)
            across = adding if isinstance(adding, bool) else [k for k in adding if k in keys]
            others = [p for p in given["earlier"] if p.table != released.title]
            return release(coarse, model=dataclasses.replace(model, parents={**model.parents, **parents}), by=keys, additive=across, **{**given, "earlier": others})

        keys = list(dict.fromkeys(leaders(released.frame, released.keys).values()))
        adding = how.get("additive", True)
        across = keys if adding is True else [k for k in keys if adding and k in adding]
        found = offers(frame.reset_index(drop=True), keys=keys, across=across, counts=counted, release=again) if across else []
        return {"rows": [(", ".join(r), why) for r, why in zip(rows, released.why, strict=True) if why], "offers": [dataclasses.astuple(o) for o in found]}

    def _hand_over(self, entry: record.Entry, published: Sequence[Published] = (), known: Mapping[str, Any] | None = None) -> None:
        """Tell the batch what was released; nobody listens outside one."""
        file = os.environ.get(HANDOVER)
        if file:
            line = json.dumps({"entry": entry, "published": json.loads(dumps(published)), **(known or {})}, ensure_ascii=False)
            with Path(file).open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")

    def _model(self) -> Model:
        """Who publishes, and where the place lies among all places."""
        place = self.place.key if self.place else ""
        chain = self.project.chain(place) if place else []
        return Model(place, self.name, area=self.project.area(place) if place else "", above=dict(itertools.pairwise(chain)), areas={self.project.orte[key].name: self.project.codes[key] for key in ledger.family(self.project, place)})

    def _same(self) -> dict[str, str]:
        """In a report over the whole project the places are the areas."""
        return {} if self.place else {"Ort": "Raum"}

    def _published(self, table: str) -> list[Published]:
        """What this report has published so far; where a person looks on, a cell that is run again replaces its table."""
        return [p for r in self.released if not (live() and r.title == table) for p in r.published]

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
        places = [self.place.key] if self.place else list(self.project.orte)
        names = {o: p for key in places for o, p in pseudonyme.mapping(self.project.folder, key).items()}
        words = {w for key in places for w in pseudonyme.words(self.project.folder, key)}
        groups = {a.rolle: a.gruppe for a in self.project.ausnahmen if a.art == "rollengruppe"}
        named = {a.fall for a in self.project.ausnahmen if a.art == "person" and a.ort in {"", *places}}
        if named:
            cases = cases.assign(Nennung=cases["Fall"].isin(named) | (cases["Nennung"].fillna(value=False) if "Nennung" in cases else False))
        released = release_quotes(texts, cases, mapping=names, words=words, groups=groups, rule=self.project.regeln, source=self._source_line(source.TABLE), transcripts=transcripts)
        self.texts.append(released)
        self._hand_over(record.of_texts(released))
        return released

    def _source_line(self, table: Table) -> str:
        """Source of a table as it is printed: what the project says, else the table's title; and how its counts came about."""
        known = self.project.quellen.get(table.name)
        when = f", Stand {long_date(known.stand)}" if known and known.stand else ""
        licence = f" ({known.lizenz})" if known and known.lizenz else ""
        how = next((f"; {u.how}" for u in self.read_tables if u.table == table.name and u.how), "")
        return f"{known.quelle if known else table.title}{when}{licence}{how}"

    def _keyed_hash(self, content: bytes) -> str:
        """Short keyed hash of a file: a plain hash of small data would confirm a guess."""
        secret = self.project.secret
        return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()[:12] if secret else ""

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
        known = tables()
        rows = [(u.place, known[u.table].title, u.file, None if known[u.table].personal else u.rows, self._source_line(known[u.table]), u.digest) for u in sorted(set(self.read_tables))]
        frame = pd.DataFrame(rows, columns=["Ort", "Tabelle", "Datei", "Zeilen", "Quelle", "Prüfzahl"])
        frame = frame.astype({"Zeilen": "Int64"}).drop(columns=[*(["Ort"] if self.place else []), *([] if self.project.secret else ["Prüfzahl"])])
        data = release(frame, table=DATA, rule=self.project.regeln, exempt="Angaben über Dateien, nicht über Personen")
        entries = [*map(record.of_table, self.released), *map(record.of_texts, self.texts)]
        rules = [*record.rules(entries), primary.areas(self.project.regeln), record.total(entries), *record.withheld(entries), *record.exceptions(entries), *self._overrides(), ATTACKED]
        note = {"kind": "note", "title": RULES, "paragraphs": rules}
        protocol = self._protocol(entries)
        self._hand_over({}, known={"values": [*data.frame["Zeilen"].dropna().astype(float), *protocol.frame.select_dtypes("number").to_numpy(dtype=float).ravel()], "words": [*rules, *(u.digest for u in self.read_tables if u.digest)]})  # a hash may look like a number
        blocks = [show_table(data, title=DATA).json(), note, show_table(protocol, title=PROTOCOL).json()]
        return Description("group", {"blocks": blocks})

    def _protocol(self, entries: Sequence[record.Entry]) -> Released:
        """Table of what is hidden, table by table."""
        rows = [e for e in record.listed(entries) if not e["Ausnahme"]]
        frame = pd.DataFrame(rows, columns=["Tabelle", "Zeilen", *record.COLUMNS])
        hidden = [c for c in record.COLUMNS if frame[c].any()]
        return release(frame[["Tabelle", "Zeilen", *hidden]], table="Freigabeprotokoll", rule=self.project.regeln, exempt="Angaben über die Freigabe, nicht über Personen")

    def _overrides(self) -> list[str]:
        """Rules that two people overrode, in a sentence each."""
        titles = {r.title for r in self.released}
        found = [a for a in self.project.ausnahmen if a.art == "uebersteuert" and a.tabelle in titles]
        return [f"Für »{a.tabelle}« haben {' und '.join(a.freigegeben_von)} die Regeln ausgesetzt: {a.grund}." for a in found]


def _printable(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Released numbers and words: what a sentence may say."""
    numbers = frame.select_dtypes("number")
    values = pd.unique(np.append(numbers.to_numpy(dtype=float, na_value=np.nan).ravel(), numbers.sum().to_numpy(dtype=float)))
    words = {str(w) for c in frame.columns.difference(numbers.columns) for w in frame[c].dropna().unique()}
    return {"values": values[~np.isnan(values)].tolist(), "words": sorted(words)}


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
        If the project or the place is not there.

    """
    _german_faults()
    project = projects.load()
    place, name, folder = project.place(gemeinde) if gemeinde is not None else None, os.environ.get(NAME, ""), os.environ.get(BEFORE, "")
    if not folder:
        return Report(project, place, name=name)
    key = place.key if place else ""
    fixed = ledger.earlier(project, Path(folder), place=key, report=name)
    return Report(project, place, name=name, fixed=tuple(fixed), editions=tuple(ledger.approved(project, place=key)))


def _german_faults() -> None:
    """In IPython a WorkbenchError prints as its message alone."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((WorkbenchError,), lambda shell, kind, fault, _tb, tb_offset=None: shell._showtraceback(kind, fault, [str(fault)]))  # noqa: ARG005, SLF001 (IPython shows nothing by itself, and has no public way)
