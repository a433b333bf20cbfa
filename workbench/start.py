"""What a notebook's setup cell calls: `bericht = start(gemeinde)`."""

import collections
import dataclasses
import hashlib
import hmac
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NamedTuple

import pandas as pd

from workbench import project as projects
from workbench.disclosure.cells import Released
from workbench.disclosure.door import release
from workbench.disclosure.text import ReleasedQuotes, release_quotes
from workbench.errors import MissingTable, WorkbenchError
from workbench.present.description import Description
from workbench.present.number import long_date
from workbench.present.table import table as show_table
from workbench.project import Place, Project
from workbench.schemas import Optional, Table, pseudonyme, tables


class Used(NamedTuple):
    """A data file that a report has read."""

    place: str
    table: str
    file: str
    rows: int
    digest: str


@dataclasses.dataclass(frozen=True)
class Report:
    """A report on its way: the place, its data, the door, and a log of both for the annex.

    Parameters
    ----------
    project
        The project.
    place
        The municipality; None in a report over the whole project.

    """

    project: Project
    place: Place | None
    read_tables: list[Used] = dataclasses.field(default_factory=list)
    released: list[Released] = dataclasses.field(default_factory=list)
    texts: list[ReleasedQuotes] = dataclasses.field(default_factory=list)

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
        frames = [self._read(schema, p).assign(Ort=p.name) for p in self.project.orte.values() if schema.TABLE.find(p.folder)]
        if not frames:
            raise MissingTable(self.project.name, schema.TABLE.name)
        return pd.concat(frames, ignore_index=True).pipe(lambda f: f[["Ort", *f.columns.drop("Ort")]])

    def _read(self, schema: ModuleType | Optional, place: Place) -> pd.DataFrame:
        """Table of one place, noted for the annex."""
        table: Table = schema.TABLE
        file = table.find(place.folder)
        if file is None:
            if isinstance(schema, Optional):
                return table.empty()
            raise MissingTable(place.name, table.name)
        frame = table.read(place.folder)
        self.read_tables.append(Used(place.name, table.name, file.name, len(frame), self._keyed_hash(file.read_bytes())))
        return frame

    def release(self, frame: pd.DataFrame, *, table: str, source: ModuleType | Sequence[ModuleType] = (), **how: Any) -> Released:  # noqa: ANN401
        """Pass a frame through the door with the project's rule; see `workbench.disclosure.door.release`.

        Parameters
        ----------
        frame, table, how
            As in `release`.
        source
            Schema module or modules the frame comes from: those that were read make the source line.

        Returns
        -------
        Released
            What may be shown.

        """
        modules = [source] if isinstance(source, ModuleType) else list(source)
        used = {u.table for u in self.read_tables}
        line = "; ".join(dict.fromkeys(self._source_line(m.TABLE) for m in modules if m.TABLE.name in used))
        released = release(frame, table=table, rule=self.project.regeln, source=line, **how)
        self.released.append(released)
        return released

    def quotes(self, texts: pd.DataFrame, cases: pd.DataFrame, *, source: ModuleType) -> ReleasedQuotes:
        """Pass free text through the door with the project's rule and the place's key file of pseudonyms.

        Parameters
        ----------
        texts, cases
            As in `workbench.disclosure.text.release_quotes`.
        source
            Schema module the texts come from.

        Returns
        -------
        ReleasedQuotes
            What may be shown.

        """
        names = pseudonyme.mapping(self.project.folder, self.place.key) if self.place else {}
        released = release_quotes(texts, cases, mapping=names, rule=self.project.regeln, source=self._source_line(source.TABLE))
        self.texts.append(released)
        return released

    def _source_line(self, table: Table) -> str:
        """Source of a table as it is printed: what the project says, else the table's title."""
        known = self.project.quellen.get(table.name)
        if known is None:
            return table.title
        when = f", Stand {long_date(known.stand)}" if known.stand else ""
        licence = f" ({known.lizenz})" if known.lizenz else ""
        return f"{known.quelle}{when}{licence}"

    def _keyed_hash(self, content: bytes) -> str:
        """Short keyed hash of a file: a plain hash of small data would confirm a guess."""
        secret = self.project.secret
        return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()[:12] if secret else ""

    def head(self) -> Description:
        """Place, project, date of the data, and whether they are synthetic: the banner of every page."""
        p = self.project
        body = {"title": self.ort, "place": self.place.key if self.place else "", "ags": self.place.ags if self.place else "",
                "project": p.name, "institute": p.institut, "date": long_date(p.stand), "synthetic": p.synthetisch}
        return Description("head", body)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, Any], dict[str, Any]]:
        """The setup cell ends with `bericht`: that puts the head into the notebook."""
        return self.head()._repr_mimebundle_(include, exclude)

    def sources(self) -> Description:
        """Last cell of every notebook: data with rows, date and keyed hash; rules with the number of hidden cells.

        Returns
        -------
        Description
            A group of a table and a note.

        """
        known = tables()
        rows = [(u.place, known[u.table].title, u.file, u.rows, self._source_line(known[u.table]), u.digest) for u in sorted(set(self.read_tables))]
        frame = pd.DataFrame(rows, columns=["Ort", "Tabelle", "Datei", "Zeilen", "Quelle", "Prüfzahl"])
        frame = frame.drop(columns=[*(["Ort"] if self.place else []), *([] if self.project.secret else ["Prüfzahl"])])
        data = release(frame, table="Datengrundlage", rule=self.project.regeln, exempt="Angaben über Dateien, nicht über Personen")
        note = {"kind": "note", "title": "Regeln der Geheimhaltung", "paragraphs": self._rules()}
        return Description("group", {"blocks": [show_table(data, title="Datengrundlage").json(), note]})

    def _rules(self) -> list[str]:
        """Every rule that was applied, how much it hid, and the tables to which none applied."""
        hidden = {r.title: r.counts for r in self.released}
        primary, secondary = (sum(n[i] for n in hidden.values()) for i in (0, 1))
        fields = f"Nicht ausgewiesene Felder in diesem Bericht: {primary} wegen zu kleiner Anzahl, {secondary} zum Schutz anderer Felder."
        withheld: collections.Counter[str] = sum((collections.Counter(dict(t.withheld)) for t in self.texts), collections.Counter())
        texts = [f"Zurückgehaltene Texte: {', '.join(f'{n} {reason}' for reason, n in withheld.items())}."] if withheld else []
        reasons: dict[str, dict[str, None]] = {}
        for r in self.released:
            if r.exempt:
                reasons.setdefault(r.exempt, {})[f"»{r.title}«"] = None
        exempt = [f"Ohne diese Regel ({reason}): {', '.join(titles)}." for reason, titles in reasons.items()]
        rules = dict.fromkeys([*(r.rule for r in self.released if r.rule), *(t.rule for t in self.texts)])
        return [*rules, fields, *texts, *exempt]


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
    return Report(project, project.place(gemeinde) if gemeinde is not None else None)


def _german_faults() -> None:
    """In IPython a WorkbenchError prints as its message alone."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((WorkbenchError,), lambda shell, kind, fault, _tb, tb_offset=None: shell._showtraceback(kind, fault, [str(fault)]))  # noqa: ARG005, SLF001 (IPython shows nothing by itself, and has no public way)
