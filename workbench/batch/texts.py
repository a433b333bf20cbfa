"""The consultant's own texts of a project: where they lie, and what has changed beside each since it was written."""

import dataclasses
import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch import kept
from workbench.batch.jobs import Job
from workbench.batch.journal import FOLDER as JOURNAL
from workbench.batch.journal import digest
from workbench.errors import SHOWN, DataError, GateError, WorkbenchError, cause, suggest
from workbench.export.write import write
from workbench.project import FILE, Project

if TYPE_CHECKING:
    from workbench.export.document import Document
    from workbench.export.own import Words

FOLDER = "texte"
_WRITTEN = {".md", ".txt", ".rtf"}  # editors add an ending of their own: »20_besucherstruktur.md.txt«
MEMORY = Path(JOURNAL) / "worte"  # within the folder of the reports; never shared

Beside = Mapping[str, str]  # printed texts by their names, as `export.placing.beside` gives them


def file_of(project: Project, place: str, report: str) -> Path:
    """File of the texts for a report, whether it is there or not; the place is empty for a report over the whole project."""
    return project.folder / FOLDER / place / f"{report}.md"


def content(project: Project, file: Path) -> tuple[str, str]:
    """Text of a file of the project, and the name that messages give it.

    Raises
    ------
    DataError
        If it cannot be read as text.
    """
    name = file.relative_to(project.folder).as_posix()
    try:
        return file.read_text(encoding="utf-8-sig"), name
    except UnicodeDecodeError:
        raise DataError(name, ["Die Datei ist nicht als UTF-8 gespeichert. Bitte im Editor als UTF-8 speichern."]) from None
    except OSError as fault:
        raise DataError(name, [f"Die Datei lässt sich nicht lesen ({cause(fault)})."]) from None


def of(project: Project, place: str, report: str) -> "tuple[Words, ...]":
    """Read the texts for a report.

    Parameters
    ----------
    project
        The project.
    place, report
        The report; the place is empty for one over the whole project.

    Returns
    -------
    tuple of Words
        None where no file lies there.

    Raises
    ------
    GateError
        If they are not as they must be.
    """
    from workbench.export.own import read

    file = file_of(project, place, report)
    return read(*content(project, file)) if file.is_file() else ()


def looked(project: Project, jobs: Iterable[Job], out: Path) -> tuple[list[str], list[str]]:
    """Tell what a consultant should look at in her texts.

    Parameters
    ----------
    project
        The project.
    jobs
        Reports whose texts are looked at.
    out
        Folder of the reports: what was released last is compared.

    Returns
    -------
    tuple of list of str
        German, with file and line: each text that has no place any more, or beside which a number has changed since it was
        written; and why texts cannot be read or filled, so that their report is refused.
    """
    found = [_looked(project, job, out) for job in _with_texts(project, jobs)]
    return [note for one in found for note in one.notes], [one.fault for one in found if one.fault]


def remember(project: Project, jobs: Iterable[Job], out: Path, *, confirm: bool = False) -> None:
    """Remember what stands beside texts that are new or were changed, as it was released last.

    Parameters
    ----------
    project, jobs, out
        As `looked`.
    confirm
        Whether all of them were read, and are right as they are.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    for job in _with_texts(project, jobs):
        keep(memory(out, *job.key), _looked(project, job, out, confirm=confirm))


@dataclasses.dataclass(frozen=True)
class Memory:
    """What is remembered of the texts for a report.

    Parameters
    ----------
    beside
        What stood beside each text when it was written, by the keyed hash of the text.
    notes
        What there is to tell.
    seen
        Hash of all of which this was told; empty where it is not known.
    fault
        Why the report is refused with its texts; empty where it is not.
    """

    beside: Mapping[str, Beside] = dataclasses.field(default_factory=dict)
    notes: Sequence[str] = ()
    seen: str = ""
    fault: str = ""


def memory(out: Path, report: str, place: str) -> Path:
    """File that remembers what stood beside the texts of a report."""
    return out / MEMORY / place / f"{report}.json"


def known(file: Path) -> Memory:
    """What is remembered; nothing where the file is missing or torn: then every text counts as written now."""
    try:
        return Memory(**json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return Memory()


def keep(file: Path, found: Memory) -> None:
    """Remember; a file that would not change is not written."""
    if found.beside and json.loads(json.dumps(dataclasses.asdict(found))) != dataclasses.asdict(known(file)):
        write(file, json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=1).encode())


def compared(project: Project, before: Memory, now: "Sequence[tuple[Words, Beside]]", confirm: str) -> Memory:
    """Compare what stands beside texts with what stood there when each was written.

    Parameters
    ----------
    project
        The project.
    before
        What is remembered.
    now
        Texts, and what stands beside each now.
    confirm
        How a consultant says that a text is right.

    Returns
    -------
    Memory
        Of a text that is not known what stands there now; a German note of several lines per text beside which something has changed.
    """
    beside, notes = {}, []
    for words, found in now:
        key = hmac.new(project.secret.encode(), f"{words.anchor}\0{words.spot}\0{words.source.strip()}".encode(), hashlib.sha256).hexdigest()[:16]
        beside[key] = before.beside.get(key, found)
        news = [f"{name}: war »{was}«, {f'ist jetzt »{found[name]}«' if name in found else 'steht nicht mehr da'}." for name, was in beside[key].items() if found.get(name) != was]
        if news:
            place = f"zu »#{words.anchor}«{f', {words.spot},' if words.spot else ''} " if words.anchor else ""
            more = [f"… und {len(news) - SHOWN} weitere."] if len(news) > SHOWN else []
            notes.append("\n  ".join([f"{words.where}: Neben dem Text {place}hat sich etwas geändert, seit er geschrieben ist.", *news[:SHOWN], *more, f"Bitte lesen und anpassen. Stimmt der Text noch: {confirm}"]))
    return Memory(beside, notes)


def stray(project: Project, keys: Collection[tuple[str, str]]) -> Iterator[str]:
    """Name the files that no report and no plan will show.

    Parameters
    ----------
    project
        The project.
    keys
        Report and place of all jobs.

    Yields
    ------
    str
        German sentence.
    """
    folder, reports = project.folder / FOLDER, sorted({report for report, _ in keys})
    for chapter in project.plan.kapitel if project.plan else ():
        if not chapter.endswith(".md") and not any(chapter.removesuffix(".ipynb") in {r, r[:2]} for r in reports):
            yield f"{FILE}, [plan]: Den Bericht »{chapter}« gibt es nicht.{suggest(chapter, reports)}"
    shown = {file_of(project, place, report) for report, place in keys}
    shown |= {project.folder / path.format(ort=key) for path in (project.plan.kapitel if project.plan else ()) for key in project.orte}
    for file in sorted(f for f in folder.rglob("*") if f.suffix.lower() in _WRITTEN):
        if file not in shown:
            place = file.parent.relative_to(folder).as_posix()
            there, stem = [f"{r}.md" for r, p in keys if p == place.strip(".")], file.name.partition(".")[0]
            hint = suggest(next((r for r in there if r[:2] == stem), f"{stem}.md"), there) if there else suggest(place, project.orte)
            yield f"{file.relative_to(project.folder).as_posix()}: gehört zu keinem Ort und Bericht und steht nicht in [plan]; erwartet {FOLDER}/ORT/BERICHT.md, zu einem Bericht über alle Orte {FOLDER}/BERICHT.md.{hint}"


def _with_texts(project: Project, jobs: Iterable[Job]) -> list[Job]:
    """Reports that have texts of their own."""
    if not (project.folder / FOLDER).is_dir():
        return []
    return [job for job in jobs if file_of(project, job.key[1], job.key[0]).is_file()]


def _looked(project: Project, job: Job, out: Path, *, confirm: bool = False) -> Memory:
    """What there is to remember and to tell of the texts for a report; nothing is compared twice."""
    from workbench.export.placing import beside, lost

    report, place = job.key
    before, seen = known(memory(out, *job.key)), _seen(project, job, out)
    if seen and before.seen == seen and not confirm:
        return before
    gone: list[str] = []
    whole = f'"{project.name}"'
    try:
        every, document = of(project, place, report), _last(out, job)
        if document is None:
            return before
        gone = [f"{w.where}: {why}" for w in every if (why := lost(document, w))]
        found = compared(project, Memory() if confirm else before, [(w, beside(document, w)) for w in every], f"workbench check --confirm {place or whole} {report}")
    except WorkbenchError as fault:
        return Memory(before.beside, gone, fault=str(fault))
    return Memory(found.beside, [*gone, *found.notes], seen)


def _seen(project: Project, job: Job, out: Path) -> str:
    """Hash of all that the texts for a report depend on; empty where nothing was released yet, or cannot be read."""
    report, place = job.key
    outputs = kept.newest(out, job.key)
    try:
        return digest(file_of(project, place, report), job.notebook.file, outputs) if outputs else ""
    except OSError:
        return ""


def _last(out: Path, job: Job) -> "Document | None":
    """What a report generated last; None where that is not known."""
    from workbench.export.gate import passed

    outputs = kept.newest(out, job.key)
    found = kept.again(outputs, job.notebook.file) if outputs else None
    try:
        return passed(found[0]) if found else None
    except GateError:  # the notebook was edited since
        return None
