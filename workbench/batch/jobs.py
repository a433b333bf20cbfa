"""Jobs of a batch: every report for every place, with its parameters, or the reason why it is left out."""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path

from workbench.batch.parameters import Literal, resolve
from workbench.batch.reports import PLACE, Notebook
from workbench.errors import DataError, ParameterError, suggest
from workbench.project import FILE, Place, Project
from workbench.read import store


@dataclasses.dataclass(frozen=True)
class Job:
    """One report of one place, or of the whole project.

    Parameters
    ----------
    notebook
        The report.
    place
        The municipality; None for a report over the whole project.
    parameters
        A value for each of the notebook's parameters.
    skip
        Why the report is left out here; empty where it runs.
    fault
        Why it cannot run; empty where it can.
    code
        Whether the report is to have an annex with its calls; None: as it was.
    """

    notebook: Notebook
    place: Place | None
    parameters: Mapping[str, Literal] = dataclasses.field(default_factory=dict)
    skip: str = ""
    fault: str = ""
    code: bool | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Report and place: what the journal files it under."""
        return self.notebook.name, self.place.key if self.place else ""

    @property
    def label(self) -> str:
        """Report and place as messages name them."""
        return f"{self.place.name}: {self.notebook.name}" if self.place else self.notebook.name

    def files(self, out: Path, formats: Iterable[str]) -> list[Path]:
        """Files of the report, one per format."""
        return files(out, *self.key, formats)


def files(out: Path, report: str, place: str, formats: Iterable[str]) -> list[Path]:
    """Files of a report of a place, of one over the whole project where the place is empty."""
    return [out / place / f"{report}.{form}" for form in formats]


def plan(project: Project, notebooks: list[Notebook], *, places: Iterable[str] = (), sets: Mapping[str, str] | None = None, every: list[Notebook] | None = None) -> list[Job]:
    """Plan the jobs of a batch; nothing is executed, tables of many places are prepared.

    Parameters
    ----------
    project, notebooks
        The project, and the chosen reports.
    places
        Keys or names of the chosen places; by default all. A choice leaves out the reports over the whole project.
    sets
        Parameters from the command line, as text.
    every
        All reports of the project, which must know the parameters in projekt.toml; by default the chosen ones.

    Returns
    -------
    list of Job
        Place by place, in the order of the reports; those over the whole project last.

    Raises
    ------
    ProjectError
        If a place is unknown.
    ParameterError
        If no notebook knows a parameter, or a value is mistyped.
    """
    store.forget(project.folder)
    wanted, texts = {project.named_place(word).key for word in places}, dict(sets or {})
    _known(texts, notebooks, "")
    _known_of(project, every or notebooks)
    local = [_job(project, n, p, texts) for p in project.orte.values() if not wanted or p.key in wanted for n in notebooks if n.per_place]
    return local + [_job(project, n, None, texts) for n in notebooks if not n.per_place and (not wanted or n.fault)]


def _known_of(project: Project, notebooks: list[Notebook]) -> None:
    """Refuse a parameter in projekt.toml that no notebook knows; one that cannot be read might."""
    if not any(n.fault for n in notebooks):
        _known(itertools.chain(project.parameter, *(p.parameter for p in project.orte.values())), notebooks, f"{FILE}: ")


def _known(names: Iterable[str], notebooks: list[Notebook], where: str) -> None:
    """Refuse a parameter that no notebook knows."""
    known = {name for n in notebooks for name in n.parameters}
    for name in names:
        if name == PLACE:
            raise ParameterError(f"{where}Den Parameter »{PLACE}« setzt der Stapellauf selbst. Orte wählt man mit --place.")
        if name not in known:
            who = notebooks[0].file.name if len(notebooks) == 1 else "Keiner der Berichte"
            negated = " nicht" if len(notebooks) == 1 else ""
            raise ParameterError(f"{where}{who} kennt den Parameter »{name}«{negated}.{suggest(name, known)}")


def _job(project: Project, notebook: Notebook, place: Place | None, texts: Mapping[str, str]) -> Job:
    """One job, planned."""
    if notebook.fault:
        return Job(notebook, place, fault=notebook.fault)
    layers = [(f"{FILE}, [parameter]", project.parameter)]
    if place:
        layers += [(f"{FILE}, [orte.{place.key}.parameter]", place.parameter), ("", {PLACE: place.key})]
    values = resolve(notebook.parameters, layers, texts)
    try:
        skip = _skip(project, notebook, place)
    except DataError as fault:
        return Job(notebook, place, values, fault=str(fault))
    return Job(notebook, place, values, skip)


def _skip(project: Project, notebook: Notebook, place: Place | None) -> str:
    """Reason why a report is left out: a table that it needs is missing here."""
    from workbench.schemas import tables

    places = [place] if place else project.orte.values()
    missing = [name for name in notebook.needed if not any(tables()[name].find(p.folder, p.ags) for p in places)]
    named = ", ".join(f"»{name}«" for name in missing)
    where = place.name if place else project.name
    return f"{where}: keine Tabelle {named}, Bericht {notebook.number} entfällt" if missing else ""


def assignments(words: Iterable[str]) -> dict[str, str]:
    """Parameters from the command line: »name=value«.

    Raises
    ------
    ParameterError
        If there is no equals sign.

    Examples
    --------
    >>> assignments(["ab_jahr=2022"])
    {'ab_jahr': '2022'}
    """
    found = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise ParameterError(f"--set: »{word}« – erwartet NAME=WERT, z. B. ab_jahr=2022.")
        found[name.strip()] = value
    return found
