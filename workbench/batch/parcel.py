"""What of a place may be given away, and the pack that is made of it: an allow-list, read again as a stranger would."""

import dataclasses
import datetime as dt
import importlib.metadata
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.batch import editions, plans
from workbench.batch.approve import publish
from workbench.batch.compose import attacked, eyes_of, reasons
from workbench.batch.fingerprint import tables
from workbench.batch.jobs import files
from workbench.batch.journal import DONE, Journal, Lock, Run, digest
from workbench.batch.reports import NOTEBOOKS, discover
from workbench.batch.said import Said, command, current, mark_of, said, together
from workbench.batch.states import CURRENT, State
from workbench.disclosure import primary
from workbench.disclosure.record import rules
from workbench.errors import RunError, suggest
from workbench.project import FILE, Place, Project

if TYPE_CHECKING:
    from workbench.export.datasheet import Facts
    from workbench.export.document import Document
    from workbench.export.index import File

_REPORTS, _SLIDES, _FIGURES, _NOTEBOOKS, _SHEET, _OVERVIEW = "berichte", "folien", "abbildungen", "notebooks", "datenblatt", "index.html"  # folders and files of a pack


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
    plan
        Whether the plan of the place comes with them: it holds all reports, not only those that are chosen.
    """

    formats: tuple[str, ...]
    slides: bool = False
    figures: bool = False
    notebook: bool = False
    plan: bool = False


def wanted(project: Project, formats: Sequence[str] = (), **extras: bool) -> Wanted:
    """What is wanted, checked.

    Parameters
    ----------
    project, formats
        The project, and formats of it: all where none is named.
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


def pack(project: Project, place: Place, states: Sequence[State], out: Path, *, wanted: Wanted, day: dt.date) -> tuple[Path, bool, list[Said]]:
    """Make the archive that a client gets, and keep it as an edition; what its reports show is published from now on.

    Parameters
    ----------
    project, place, states, out
        How the chosen reports of a place stand, in their project and its folder of reports.
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
    reasons(project)
    with Lock(out):
        found = [said(project, state, out) for state in current(states)]
        if not found:
            raise RunError("\n".join(f"{s.why}." for s in states) or f"{place.name}: Es ist kein Bericht da. Bitte zuerst erstellen: workbench run --place {place.key}.")
        plan, whole = _plan(project, place, out, wanted)
        archive = _archive(project, place, found, out, wanted, plan=plan)
        publish(project, found, out)  # before it can be sent
        path, fresh = editions.keep(project, place.key, day=day, archive=archive, documents={s.task.target.name: s.document for s in found} | whole)
    return path, fresh, found


def _archive(project: Project, place: Place, found: Sequence[Said], out: Path, wanted: Wanted, *, plan: Mapping[str, bytes]) -> bytes:
    """Archive of files that were read again one by one, then as a whole."""
    from workbench.export.delivery import TYPED, zipped

    facts, handed = _facts(project, place, found), together([s.handed for s in found])
    mark = mark_of(out / place.key / f"{plans.NAME}.html")
    eyes = eyes_of(project, [s.task for s in found], place=place.key, typed=[*(s.standing.mark for s in found), mark, *TYPED, *facts.texts])
    allowed = set(shareable(out, {(s.task.target.name, s.task.place) for s in found}, project.formate))
    packed: dict[str, bytes] = {}
    for one in found:
        own = dict(_contents(one, wanted))
        for name, content in own.items():
            eyes.read(name, content, one.handed)
        name, record = _record(project, one, allowed)
        eyes.look(name, record, one.handed)
        packed |= {**own, name: record}
    beside = _enclosed(project, found, facts, {**packed, **plan}, mark=mark, formats=wanted.formats, names={_named(s, s.task.target): s for s in found})
    for name, content in beside.items():
        (eyes.look if name == _OVERVIEW else eyes.read)(name, content, handed)  # the overview says how large files are
    archive = zipped({**packed, **beside, **plan})
    eyes.look(f"{place.key}.zip", archive, together([]))  # for names alone: what a report shows was compared with what it released, not with that of others
    return archive


def _record(project: Project, one: Said, allowed: Collection[Path]) -> tuple[str, bytes]:
    """Release record of a report that is attacked again; refused where a file is not the one that was audited.

    With how many tables it was compared may have changed since: what was packed before is published.
    """
    from workbench.export.leave import release_record

    files = (*one.task.files, one.task.record)
    strange = [f.name for f in files if f not in allowed]
    if not strange:
        kept, attack = one.task.record.read_bytes(), attacked(one.task, project, one.handed)
        made = release_record(one.handed, attack, project, place=one.task.place, report=one.task.target.name, contents=[f.read_bytes() for f in one.task.files], standing=one.standing, words=one.made.words)
        if _without_attack(made) == _without_attack(kept):
            return _named(one, one.task.record), kept
    raise RunError(f"{', '.join(strange) or one.task.record.name}: Das ist nicht die Datei, die geprüft worden ist. Bitte neu erstellen: {command(one.state)} --force.")


def _without_attack(record: bytes) -> dict[str, Any] | bytes:
    """A release record but for what it was compared with; what is none as it is."""
    try:
        found = json.loads(record)
    except ValueError:
        return record
    return {k: v for k, v in found.items() if k != "Prüfung"} if isinstance(found, dict) else record


def _named(one: Said, file: Path) -> str:
    """Name of a file of a report in the pack."""
    from workbench.export.delivery import plain

    report = one.task.target.name
    return f"{_REPORTS}/{plain(report)}{file.name.removeprefix(report)}"


def _contents(one: Said, wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Files of a report in the pack."""
    from workbench.export.delivery import plain

    report = one.task.target.name
    yield from ((_named(one, f), f.read_bytes()) for f in one.task.files if f.suffix[1:] in wanted.formats)
    if wanted.slides:
        from workbench.export.pptx import content as slides

        yield f"{_SLIDES}/{plain(report)}.pptx", slides(one.document)
    if wanted.figures:
        from workbench.export.figures import files as figures

        yield from ((f"{_FIGURES}/{plain(report)}/{name}", content) for name, content in figures(one.document).items())
    if wanted.notebook:
        from workbench.export.notebook import content as notebook

        yield f"{_NOTEBOOKS}/{plain(report)}.ipynb", notebook(one.book, one.task.parameters)


def _plan(project: Project, place: Place, out: Path, wanted: Wanted) -> "tuple[dict[str, bytes], dict[str, Document]]":
    """The plan of the place, where there is one, in the formats that are wanted; what it says, by its name."""
    if project.plan is None or not wanted.plan:
        return {}, {}
    files, document = plans.current(project, place, discover([NOTEBOOKS, project.folder / "notebooks"]), out)
    found = {file.name: content for file, content in files.items() if file.suffix[1:] in wanted.formats}
    return found, {plans.NAME: document} if found and document else {}


def _enclosed(project: Project, found: Sequence[Said], facts: "Facts", packed: Mapping[str, bytes], *, mark: str, formats: Sequence[str], names: Mapping[str, Said]) -> dict[str, bytes]:
    """What lies beside some reports of one place, named as in the pack without endings: overview, data sheet, text to begin with."""
    from workbench.export.datasheet import TITLE, datasheet
    from workbench.export.delivery import README, readme
    from workbench.export.formats import content
    from workbench.export.index import Entry, index_page
    from workbench.present.head import head

    about = found[0].document.head
    made = {f"{_SHEET}.{f}": content(datasheet([s.document for s in found], facts), f) for f in formats}
    whole = [(project.plan.titel.format(ort=about.title), plans.NAME, mark)] if project.plan and any(n.startswith(f"{plans.NAME}.") for n in packed) else []
    reports = [*whole, *((s.document.title, name, s.standing.mark) for name, s in names.items())]
    entries = [Entry(about.title, about.place, name, title, CURRENT, "", _listed(name, {**packed, **made}), about.date, stands) for title, name, stands in (*reports, (TITLE, _SHEET, ""))]
    made[_OVERVIEW] = index_page(entries, head(project, None).json(), found[0].document.house).encode()
    asked = found[0].document.house.imprint or (project.institut or "Die Stelle, von der Sie diese Dateien haben.",)
    return {**made, README: readme(place=about.title, date=about.date, reports=reports, files=[*packed, *made], asked=asked)}


def _listed(name: str, every: Mapping[str, bytes]) -> "tuple[File, ...]":
    """Files of a report as the overview lists them, its slides among them."""
    from workbench.export.index import FORMS, File

    slides = f"{_SLIDES}/{name.rpartition('/')[2]}"
    found = [(form, f"{at}.{form}") for form in FORMS for at in (name, slides) if f"{at}.{form}" in every]
    return tuple(File(form, href, len(every[href])) for form, href in found)


def _facts(project: Project, place: Place, found: Sequence[Said]) -> "Facts":
    """What the data sheet says and no report does."""
    from workbench.annex import ATTACKED
    from workbench.export.datasheet import Facts
    from workbench.present.number import long_date
    from workbench.schemas import tables as every

    names = sorted({name for s in found for name in tables(s.state.job) if every()[name].find(place.folder, place.ags)})
    known = [(every()[n].title, project.quellen.get(n)) for n in names]
    licences = tuple((title, s.quelle, long_date(s.stand) if s.stand else "", s.lizenz) if s else (title, title, "", "") for title, s in known)
    obeyed = (*rules(e for s in found for e in s.handed.entries), primary.areas(project.regeln), ATTACKED)
    versions = (f"Datenstand des Projekts: {found[0].document.head.date}", f"Planungswerkbank, Version {importlib.metadata.version('workbench')}")
    return Facts(licences, obeyed, versions)
