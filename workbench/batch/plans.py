"""The one plan of a place: chapters of current reports and of the consultant, from what is kept of the runs; nothing is executed."""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch import kept, texts
from workbench.batch.finish import finished
from workbench.batch.jobs import Job
from workbench.batch.jobs import plan as planned
from workbench.batch.journal import Lock
from workbench.batch.reports import Notebook, choose
from workbench.batch.states import CURRENT, SKIPPED, State, status
from workbench.errors import DataError, ProjectError, RunError
from workbench.export.write import write_all
from workbench.project import FILE, FORMATS, Place, Plan, Project

if TYPE_CHECKING:
    from workbench.export.document import Document
    from workbench.export.leave import Handed
    from workbench.export.own import Words

NAME = "plan"  # of its files
_DATA_ONLY = ("xlsx",)  # formats that hold no text
_ATTACK = {"Ergebnis": "Jeder Bericht ist beim Erstellen angegriffen worden, zusammen mit allen früheren; der Plan veröffentlicht nichts darüber hinaus."}


@dataclasses.dataclass(frozen=True)
class Made:
    """What became of a plan: its files, and what the consultant should know."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class _Report:
    """A current report: what was generated, the consultant's texts that have a place in it, and what it released."""

    job: Job
    generated: "Document"
    words: "tuple[Words, ...]"
    handed: "Handed"


def files(project: Project, place: str, out: Path) -> list[Path]:
    """Files of the plan of a place, whether they are there or not."""
    return [out / place / f"{NAME}.{form}" for form in FORMATS if form in project.formate and form not in _DATA_ONLY]


def write(project: Project, place: Place, notebooks: list[Notebook], out: Path, *, confirm: bool = False) -> Made:
    """Write the plan of a place.

    Parameters
    ----------
    project
        The project; its section ``[plan]`` lists the chapters.
    place
        Whose plan it is.
    notebooks
        All reports.
    out
        Folder of the reports.
    confirm
        Whether the consultant has read her chapters, and they are right as they are.

    Returns
    -------
    Made
        Its files, and which chapters are left out or should be read again.

    Raises
    ------
    ProjectError
        If projekt.toml has no plan, or no format for it.
    RunError
        If a report is unknown or not current, or the files cannot be written.
    DataError
        If a chapter of the consultant is not there.
    GateError
        If something in them must not leave.

    """
    from workbench.export.own import given

    if not files(project, place.key, out):
        raise ProjectError(f"{FILE}: »formate« nennt kein Format mit Text – erwartet für einen Plan eines von {', '.join(f for f in FORMATS if f not in _DATA_ONLY)}.")
    with Lock(out):
        chapters, missing = _chapters(project, place, notebooks)
        reports, skipped = _reports(project, place, [c for c in chapters if isinstance(c, Notebook)], out)
        words = [c for c in chapters if not isinstance(c, Notebook)]
        beside = [(w, given(w, {name: r.generated for name, r in reports.items()})) for w in words]
        memory = texts.memory(out, NAME, place.key)
        news = texts.compared(project, texts.Memory() if confirm else texts.known(memory), beside, f"workbench plan {place.key} --confirm")
        made = _audited(project, place, _document(project, place, chapters, reports), [*reports.values()], words, out=out)
        write_all(made)
        texts.keep(memory, news)
    return Made(tuple(files(project, place.key, out)), (*missing, *skipped, *news.notes))


def _plan(project: Project) -> Plan:
    """What projekt.toml says of the plan."""
    if project.plan is None:
        raise ProjectError(f'{FILE}: »[plan]« fehlt – erwartet titel = "Jugendhilfeplan {{ort}}" und kapitel = ["10_sozialraum", "texte/{{ort}}/ziele.md"].')
    return project.plan


def _chapters(project: Project, place: Place, notebooks: list[Notebook]) -> "tuple[list[Notebook | Words], list[str]]":
    """Chapters in order; those that only other places have are left out, and those that every place could have with a note."""
    from workbench.export.own import CHAPTER, Words

    found: list[Notebook | Words] = []
    notes = []
    for chapter in _plan(project).kapitel:
        file = project.folder / chapter.format(ort=place.key)
        if not chapter.endswith(".md"):
            found += [n for n in choose(notebooks, [chapter]) if n not in found]
        elif file.is_file() and file.parent.name not in project.orte.keys() - {place.key}:
            source, name = texts.content(project, file)
            found.append(Words(name, 1, "", CHAPTER, source))
        elif "{ort}" in chapter:
            notes.append(f"{place.name}: {chapter.format(ort=place.key)} fehlt, das Kapitel entfällt.")
        elif not file.is_file():
            raise DataError(FILE, [f"[plan], kapitel: »{chapter}« gibt es nicht. Bitte schreiben oder aus der Liste nehmen."])
    return found, notes


def _reports(project: Project, place: Place, notebooks: list[Notebook], out: Path) -> tuple[dict[str, _Report], list[str]]:
    """Reports by their names; a note on each that the place cannot have."""
    jobs = [j for n in notebooks for j in planned(project, [n], places=[place.key] if n.per_place else [])]
    states = status(project, jobs, out)
    if stale := "\n".join(f"  {s.job.label}: {s.state}{f' – {s.why}' if s.why else ''}" for s in states if s.state not in {CURRENT, SKIPPED}):
        raise RunError(f"Ein Plan entsteht nur aus aktuellen Berichten:\n{stale}\nBitte zuerst: workbench run.")
    current = [s for s in states if s.state == CURRENT]
    if not current:
        raise RunError(f"{place.name}: Von den Berichten in [plan] gibt es hier keinen.")
    return {s.job.notebook.name: _report(project, s, out) for s in current}, [f"{s.why}." for s in states if s.state == SKIPPED]


def _report(project: Project, state: State, out: Path) -> _Report:
    """A report from what is kept of its run."""
    from workbench.export.gate import passed
    from workbench.export.leave import handed_over
    from workbench.export.placing import lost

    report, place = state.job.key
    found = kept.again(kept.file_of(out, state.job.key, state.ingredients), state.job.notebook.file)
    if found is None:
        raise RunError(f"{state.job.label}: Was der Lauf ausgegeben hat, fehlt. Bitte neu rechnen: workbench run --report {report} --force.")
    generated = passed(found[0], report)
    return _Report(state.job, generated, tuple(w for w in texts.of(project, place, report) if not lost(generated, w)), handed_over(found[1]))


def _document(project: Project, place: Place, chapters: "Sequence[Notebook | Words]", reports: Mapping[str, _Report]) -> "Document":
    """The plan: reports with their texts, and chapters whose placeholders are filled from the reports."""
    from workbench.export.document import Head
    from workbench.export.own import chapter
    from workbench.export.placeholder import value
    from workbench.export.placing import placed
    from workbench.export.plan import joined, names
    from workbench.present.head import head as described

    head = Head.model_validate(described(project, place).json())
    documents = {name: placed(r.generated, r.words) for name, r in reports.items()}
    called = {(name, old): new for name, found in zip(documents, names([*documents.values()]), strict=True) for old, new in found.items()}
    generated = {name: r.generated for name, r in reports.items()}
    parts = [documents.get(c.name) if isinstance(c, Notebook) else chapter(c, head, lambda said: value(said, generated, called)) for c in chapters]
    return joined([p for p in parts if p], head=head, title=_plan(project).titel.format(ort=place.name))


def _audited(project: Project, place: Place, document: "Document", reports: Sequence[_Report], words: "Sequence[Words]", *, out: Path) -> dict[Path, bytes]:
    """Finished files of the plan with its record, read again beside all that its reports released."""
    from workbench.export.leave import Handed

    each = [r.handed for r in reports]
    handed = Handed(tuple(e for h in each for e in h.entries), tuple(t for h in each for t in h.tables), frozenset().union(*(h.values for h in each)), frozenset().union(*(h.words for h in each)))
    places = {place.key, *(key for r in reports if r.job.place is None for key in project.orte)}
    every = [*words, *(w for r in reports for w in r.words)]
    typed = [v for r in reports for v in r.job.parameters.values()]
    return finished(project, document, files(project, place.key, out), place=place.key, places=places, handed=handed, attack=_ATTACK, typed=typed, generated=[r.generated for r in reports], words=every)
