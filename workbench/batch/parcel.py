"""What of a place may be given away, and the pack that is made of it: an allow-list, read again as a stranger would."""

import dataclasses
import datetime as dt
import importlib.metadata
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch import editions, plans
from workbench.batch.compose import attacked, eyes_of
from workbench.batch.fingerprint import tables
from workbench.batch.jobs import files
from workbench.batch.journal import DONE, Journal, Lock, Run, digest
from workbench.batch.reports import NOTEBOOKS as NOTEBOOKS_FOLDER
from workbench.batch.reports import discover
from workbench.batch.said import Said, command, current, said, together
from workbench.batch.states import CURRENT, State
from workbench.disclosure import primary
from workbench.disclosure.record import rules as rules_of
from workbench.errors import RunError, suggest
from workbench.project import FILE, Place, Project

if TYPE_CHECKING:
    from workbench.export.datasheet import Facts

REPORTS, SLIDES, FIGURES, NOTEBOOKS, SHEET, OVERVIEW = "berichte", "folien", "abbildungen", "notebooks", "datenblatt", "index.html"  # folders and files of a pack
_TYPED = ("shasum -a 256",)  # of the text to begin with


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a pack holds of each report.

    Parameters
    ----------
    formats
        Its formats.
    slides
        Whether its one-page summaries.
    figures
        Whether its figures one by one.
    notebook
        Whether its executed notebook.

    """

    formats: tuple[str, ...]
    slides: bool = False
    figures: bool = False
    notebook: bool = False


def wanted(project: Project, formats: Sequence[str] = (), **extras: bool) -> Wanted:
    """What is wanted, checked.

    Parameters
    ----------
    project
        The project.
    formats
        Formats, all of the project's where none is named.
    extras
        The other fields of `Wanted`.

    Returns
    -------
    Wanted
        Formats in the order of the project.

    Raises
    ------
    RunError
        If the project does not make a format.

    """
    for form in formats:
        if form not in project.formate:
            known = ", ".join(f"»{f}«" for f in project.formate)
            raise RunError(f"--format: »{form}« – erwartet eines der Formate in {FILE}: {known}.{suggest(form, project.formate)}")
    return Wanted(tuple(f for f in project.formate if f in formats or not formats), **extras)


def shareable(out: Path, current: Collection[tuple[str, str]], formats: Collection[str]) -> list[Path]:
    """Files that may leave the house.

    Parameters
    ----------
    out
        Folder of the reports.
    current
        Report and place of those that are current: one that another has overtaken may tell, beside it, what both hide.
    formats
        Formats of the reports.

    Returns
    -------
    list of Path
        Each current report whose last run succeeded and whose files are still those that were audited, with its
        release record; without a record it stays. Sorted. Nothing else, whatever lies there, and nothing that a link points to.

    """
    found = [file for key, run in Journal(out).runs().items() if key in current for file in _report(run, out, formats)]
    return sorted(file for file in found if _plain(file, out))


def _report(run: Run, out: Path, formats: Collection[str]) -> Iterator[Path]:
    """Report and record of a run."""
    reports = files(out, run.report, run.place, formats)
    record = reports[0].with_suffix(".freigabe.json")
    if run.result == DONE and all(_plain(f, out) for f in [*reports, record]) and digest(*reports) == run.digest:
        yield from (*reports, record)


def _plain(file: Path, out: Path) -> bool:
    """Whether a file lies where its name says: neither a link nor outside the folder."""
    return file.is_file() and file.is_relative_to(out) and file.resolve() == out.resolve() / file.relative_to(out)


def pack(project: Project, place: Place, states: Iterable[State], out: Path, *, wanted: Wanted, day: dt.date) -> tuple[Path, bool, list[Said]]:
    """Make the archive that a client gets, and keep it as an edition.

    Parameters
    ----------
    project
        The project.
    place
        Whose reports.
    states
        How the chosen reports stand.
    out
        Folder of the reports.
    wanted
        What of them.
    day
        Names the edition.

    Returns
    -------
    tuple of Path, bool and list of Said
        The archive, whether it differs from all before, and the reports in it.

    Raises
    ------
    RunError
        If a report is not current, was changed by hand, or there is none; if the archive cannot be written.
    GateError
        If the audit finds anything.

    """
    with Lock(out):
        found = [said(project, state, out) for state in current(states)]
        if not found:
            raise RunError(f"{place.name}: Es ist kein Bericht da. Bitte zuerst erstellen: workbench run --place {place.key}.")
        archive = _archive(project, place, found, out, wanted)
        path, fresh = editions.keep(project, place.key, day=day, archive=archive, documents={s.task.target.name: s.document for s in found})
    return path, fresh, found


def _archive(project: Project, place: Place, found: Sequence[Said], out: Path, wanted: Wanted) -> bytes:
    """Archive of files that were read again one by one, then as a whole."""
    from workbench.export.delivery import zipped

    facts, handed = _facts(project, place, found), together([s.handed for s in found])
    eyes = eyes_of(project, [s.task for s in found], place=place.key, typed=[*(s.standing.mark for s in found), *_TYPED, *facts.texts])
    allowed = set(shareable(out, {(s.task.target.name, s.task.place) for s in found}, project.formate))
    packed: dict[str, bytes] = {}
    for one in found:
        own = dict(_contents(one, wanted))
        for name, content in own.items():
            eyes.read(name, content, one.handed)
        name, record = _record(project, one, allowed)
        eyes.look(name, record, one.handed)
        packed |= {**own, name: record}
    beside, plan = _beside(project, found, facts, packed, wanted), _plans(project, place, out, wanted)
    for name, content in beside.items():
        (eyes.look if name == OVERVIEW else eyes.read)(name, content, handed)  # the overview says how large files are
    archive = zipped(packed | beside | plan)
    eyes.look(f"{place.key}.zip", archive, handed)
    return archive


def _record(project: Project, one: Said, allowed: Collection[Path]) -> tuple[str, bytes]:
    """Release record of a report that is attacked again; refused where a file is not the one that was audited."""
    from workbench.export.leave import release_record

    files = (*one.task.files, one.task.record)
    strange = [f.name for f in files if f not in allowed]
    record = b"" if strange else release_record(one.handed, attacked(one.task, project, one.handed), project, place=one.task.place, report=one.task.target.name, contents=[f.read_bytes() for f in one.task.files], standing=one.standing, words=one.made.words)
    if strange or record != one.task.record.read_bytes():
        raise RunError(f"{', '.join(strange) or one.task.record.name}: Das ist nicht die Datei, die geprüft worden ist. Bitte neu erstellen: {command(one.state)} --force.")
    return _named(one, one.task.record), record


def _named(one: Said, file: Path) -> str:
    """Name of a file of a report in the pack."""
    from workbench.export.delivery import plain

    report = one.task.target.name
    return f"{REPORTS}/{plain(report)}{file.name.removeprefix(report)}"


def _contents(one: Said, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Files of a report in the pack."""
    from workbench.export.delivery import plain

    report = one.task.target.name
    yield from ((_named(one, f), f.read_bytes()) for f in one.task.files if f.suffix[1:] in wanted.formats)
    if wanted.slides:
        from workbench.export.pptx import content as slides

        yield f"{SLIDES}/{plain(report)}.pptx", slides(one.document)
    if wanted.figures:
        from workbench.export.figures import files as figures

        yield from ((f"{FIGURES}/{plain(report)}/{name}", content) for name, content in figures(one.document).items())
    if wanted.notebook:
        from workbench.export.notebook import content as notebook

        yield f"{NOTEBOOKS}/{plain(report)}.ipynb", notebook(one.book, one.task.parameters)


def _plans(project: Project, place: Place, out: Path, wanted: Wanted) -> dict[str, bytes]:
    """The plan of the place, where there is one, in the formats that are wanted."""
    if project.plan is None:
        return {}
    found = plans.current(project, place, discover([NOTEBOOKS_FOLDER, project.folder / "notebooks"]), out)
    return {file.name: content for file, content in found.items() if file.suffix[1:] in wanted.formats}



def _beside(project: Project, found: Sequence[Said], facts: "Facts", packed: dict[str, bytes], wanted: Wanted) -> dict[str, bytes]:
    """Overview, data sheet and text to begin with."""
    from workbench.export.datasheet import TITLE, datasheet
    from workbench.export.delivery import README, plain, readme
    from workbench.export.formats import content
    from workbench.export.index import Entry, File, index_page
    from workbench.present.head import head

    about = found[0].document.head
    names = [f"{REPORTS}/{plain(s.task.target.name)}" for s in found]
    sheet = datasheet([s.document for s in found], facts)
    made = {f"{SHEET}.{f}": content(sheet, f) for f in wanted.formats}
    every = packed | made
    listed = [*((s.document.title, name, s.standing.mark) for s, name in zip(found, names, strict=True)), (TITLE, SHEET, "")]
    files_of = {name: tuple(File(f, f"{name}.{f}", len(every[f"{name}.{f}"])) for f in wanted.formats) for _, name, _ in listed}
    entries = [Entry(about.title, about.place, name, title, CURRENT, "", files_of[name], about.date, mark) for title, name, mark in listed]
    made[OVERVIEW] = index_page(entries, head(project, None).json(), found[0].document.house).encode()
    reports = [(name, s.document.title, s.standing.mark) for s, name in zip(found, names, strict=True)]
    asked = found[0].document.house.imprint or (project.institut or "Die Stelle, von der Sie diese Dateien haben.",)
    return {**made, README: readme(place=about.title, date=about.date, reports=reports, files=[*packed, *made], asked=asked)}


def _facts(project: Project, place: Place, found: Sequence[Said]) -> "Facts":
    """What the data sheet says and no report does."""
    from workbench.export.datasheet import Facts
    from workbench.present.number import long_date
    from workbench.schemas import tables as every
    from workbench.start import ATTACKED

    names = sorted({name for s in found for name in tables(s.state.job) if every()[name].find(place.folder, place.ags)})
    known = [(every()[n].title, project.quellen.get(n)) for n in names]
    licences = tuple((title, s.quelle if s else title, long_date(s.stand) if s and s.stand else "", s.lizenz if s else "") for title, s in known)
    rules = (*rules_of(e for s in found for e in s.handed.entries), primary.areas(project.regeln), ATTACKED)
    versions = (f"Datenstand des Projekts: {found[0].document.head.date}", f"Planungswerkbank, Version {importlib.metadata.version('workbench')}")
    return Facts(licences, rules, versions)
