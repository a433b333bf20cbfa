"""The one plan of a place: chapters of current reports and of the consultant, from what is kept of the runs; nothing is executed."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch import texts
from workbench.batch.approve import signed
from workbench.batch.compose import Composed, eyes_of, finished, reasons
from workbench.batch.jobs import plan as planned
from workbench.batch.journal import DONE, Journal, Lock, Run, digest
from workbench.batch.reports import Notebook, choose
from workbench.batch.said import Said, said, together
from workbench.batch.states import CURRENT, SKIPPED, status
from workbench.disclosure import approval, ledger
from workbench.errors import DataError, GateError, ProjectError, RunError, WorkbenchError
from workbench.export.write import write_all
from workbench.project import FILE, FORMATS, Place, Project
from workbench.sections import Plan

if TYPE_CHECKING:
    from workbench.disclosure.approval import Standing
    from workbench.export.document import Document
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
class _Whole:
    """What a plan says, its finished files, its own chapters, its reports, what the consultant should know, and whether it is a draft."""

    document: "Document"
    files: dict[Path, bytes]
    words: "list[Words]"
    reports: dict[str, Said]
    notes: tuple[str, ...]
    standing: "Standing"


def files(project: Project, place: str, out: Path) -> list[Path]:
    """Files of the plan of a place, whether they are there or not."""
    return [out / place / f"{NAME}.{form}" for form in FORMATS if form in project.formate and form not in _DATA_ONLY]


def write(project: Project, place: Place, notebooks: list[Notebook], out: Path, *, confirm: bool = False) -> Made:
    """Write the plan of a place.

    Parameters
    ----------
    project
        The project; its section ``[plan]`` lists the chapters.
    place, notebooks, out
        Whose plan it is, all reports, and the folder where they lie.
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

    reasons(project)
    if not files(project, place.key, out):
        raise ProjectError(f"{FILE}: »formate« nennt kein Format mit Text – erwartet für einen Plan eines von {', '.join(f for f in FORMATS if f not in _DATA_ONLY)}.")
    with Lock(out):
        made = _made(project, place, notebooks, out)
        beside = [(w, given(w, _generated(made.reports))) for w in made.words]
        memory = texts.memory(out, NAME, place.key)
        news = texts.compared(project, texts.Memory() if confirm else texts.known(memory), beside, f"workbench plan {place.key} --confirm")
        write_all(made.files)
        texts.keep(memory, news)
        written = files(project, place.key, out)
        Journal(out).write(Run(NAME, place.key, DONE, ingredients=facts(project, place, notebooks, out), digest=digest(*written)))
    return Made(tuple(written), (*made.notes, *news.notes))


def approve(project: Project, place: Place, notebooks: list[Notebook], out: Path, *, by: Sequence[str], day: dt.date, remark: str = "") -> Made:
    """Approve what the plan of a place says: its own chapters too, which nobody approves with a report.

    Parameters
    ----------
    project, place, notebooks, out
        As in `write`.
    by, day, remark
        As in `workbench.batch.approve.approve`.

    Returns
    -------
    Made
        The plan, written anew with its mark.

    Raises
    ------
    RunError
        If nobody is named, or there is no plan, or another one now.
    GateError
        If a name that must not leave would stand on it.
    """
    made = _made(project, place, notebooks, out)
    if not _lying(project, place, out, made.files):
        raise RunError(f"{place.name}: Einen Plan gibt es noch nicht. Bitte zuerst: workbench plan {place.key}.")
    given = signed(project, made.standing, (place.key,), by=by, day=day, remark=remark)
    with Lock(out):
        write_all({approval.file_of(project, place=place.key, report=NAME): approval.dumps([*made.standing.given, given])})
    return write(project, place, notebooks, out)


def facts(project: Project, place: Place, notebooks: list[Notebook], out: Path) -> dict[str, str]:
    """Hash what a plan is made of: files of its reports, its own chapters, what projekt.toml says of it.

    Parameters
    ----------
    project, place, notebooks, out
        As in `write`.

    Returns
    -------
    dict
        Hash of each by its name, as the journal keeps it.
    """
    try:
        chapters, _ = _chapters(project, place, notebooks)
    except DataError as fault:
        return {"projekt:plan": str(fault)}
    names = [c.name for c in chapters if isinstance(c, Notebook)]
    runs = Journal(out).runs([(name, key) for name in names for key in ("", place.key)])
    own = {f"kapitel:{c.file}": hashlib.sha256(c.source.encode()).hexdigest() for c in chapters if not isinstance(c, Notebook)}
    return {"projekt:plan": _plan(project).model_dump_json(), **{f"bericht:{name}": run.digest for (name, _), run in runs.items()}, **own}


def current(project: Project, place: Place, notebooks: list[Notebook], out: Path) -> "tuple[dict[Path, bytes], Document | None]":
    """Read the files of a plan that lie there.

    Parameters
    ----------
    project, place, notebooks, out
        As in `write`.

    Returns
    -------
    tuple of dict and Document
        Content of each file, and what the plan says; none where there is no plan.

    Raises
    ------
    RunError
        If it would be another one now, or is not the one that was audited.
    """
    if not any(file.exists() for file in files(project, place.key, out)):
        return {}, None
    whole = _made(project, place, notebooks, out)
    return _lying(project, place, out, whole.files), whole.document


def broken(project: Project, notebooks: list[Notebook]) -> list[str]:
    """Why own chapters can be no part of a plan, whatever its reports say: German, with file and line; nothing without a plan."""
    from workbench.export.own import titled

    found: dict[str, None] = {}
    for place in project.orte.values() if project.plan else ():
        try:
            chapters, _ = _chapters(project, place, notebooks)
        except WorkbenchError as fault:
            found[str(fault)] = None
            continue
        for words in (c for c in chapters if not isinstance(c, Notebook)):
            try:
                titled(words, lambda _: "1")
            except GateError as fault:
                found[str(fault)] = None
    return list(found)


def _lying(project: Project, place: Place, out: Path, made: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Files of a plan, if all lie there as they would be made now; none where none lies there."""
    every = files(project, place.key, out)
    lying = [file for file in every if file.is_file() and not file.is_symlink() and file.read_bytes() == made[file]]
    if any(file.exists() for file in every) and (other := [file.name for file in every if file not in lying]):
        raise RunError(f"{' und '.join(other)} {'ist' if len(other) == 1 else 'sind'} nicht aktuell. Bitte zuerst: workbench plan {place.key}.")
    return {file: made[file] for file in lying}


def _made(project: Project, place: Place, notebooks: list[Notebook], out: Path) -> "_Whole":
    """Compose, audit and finish a plan."""
    chapters, missing = _chapters(project, place, notebooks)
    reports, skipped = _reports(project, place, [c for c in chapters if isinstance(c, Notebook)], notebooks, out)
    words = [c for c in chapters if not isinstance(c, Notebook)]
    document, drafts = _document(project, place, chapters, reports), ledger.drafts_of(out / ledger.FOLDER, place.key, NAME)
    standing = approval.standing(document.digest(project.secret), approval.drafts(drafts), approval.read(approval.file_of(project, place=place.key, report=NAME)))
    document = dataclasses.replace(document, state=standing.mark)
    made = _audited(project, place, document, [*reports.values()], words, out=out, standing=standing)
    return _Whole(document, {**made, drafts: "\n".join(standing.drafts).encode()}, words, reports, (*missing, *skipped), standing)


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


def _reports(project: Project, place: Place, chosen: list[Notebook], every: list[Notebook], out: Path) -> tuple[dict[str, Said], list[str]]:
    """Reports by their names; a note on each that the place cannot have."""
    jobs = [j for n in chosen for j in planned(project, [n], places=[place.key] if n.per_place else [], every=every)]
    states = status(project, jobs, out)
    if stale := "\n".join(f"  {s.job.label}: {' – '.join(filter(None, [s.state, s.why]))}" for s in states if s.state not in {CURRENT, SKIPPED}):
        raise RunError(f"Ein Plan entsteht nur aus aktuellen Berichten:\n{stale}\nBitte zuerst: workbench run.")
    current = [s for s in states if s.state == CURRENT]
    if not current:
        raise RunError(f"{place.name}: Von den Berichten in [plan] gibt es hier keinen.")
    return {s.job.notebook.name: said(project, s, out) for s in current}, [f"{s.why}." for s in states if s.state == SKIPPED]


def _document(project: Project, place: Place, chapters: "Sequence[Notebook | Words]", reports: Mapping[str, Said]) -> "Document":
    """The plan: reports with their texts, and chapters whose placeholders are filled from the reports."""
    from workbench.export.document import Head
    from workbench.export.house import house
    from workbench.export.own import chapter
    from workbench.export.placeholder import value
    from workbench.export.placing import placed
    from workbench.export.plan import joined, names
    from workbench.present.head import head as described

    head = Head.model_validate(described(project, place).json())
    documents = {name: placed(r.made.generated[0], r.made.words) for name, r in reports.items()}
    called = {(name, old): new for name, found in zip(documents, names([*documents.values()]), strict=True) for old, new in found.items()}
    generated = _generated(reports)
    parts = [documents.get(c.name) if isinstance(c, Notebook) else chapter(c, head, lambda said: value(said, generated, called)) for c in chapters]
    plan = joined([p for p in parts if p], head=head, title=_plan(project).titel.format(ort=place.name))
    return dataclasses.replace(plan, house=house(project))


def _audited(project: Project, place: Place, document: "Document", reports: Sequence[Said], words: "Sequence[Words]", *, out: Path, standing: "Standing") -> dict[Path, bytes]:
    """Finished files of the plan with its record, read again beside all that its reports released."""
    every = (*words, *(w for r in reports for w in r.made.words))
    made = Composed(document, tuple(r.made.generated[0] for r in reports), every)
    eyes = eyes_of(project, [r.task for r in reports], place=place.key, typed=[document.state])
    return finished(project, made, files(project, place.key, out), place=place.key, eyes=eyes, handed=together([r.handed for r in reports]), attack=_ATTACK, standing=standing)


def _generated(reports: Mapping[str, Said]) -> "dict[str, Document]":
    """Reports without the consultant's texts, by their names."""
    return {name: report.made.generated[0] for name, report in reports.items()}
