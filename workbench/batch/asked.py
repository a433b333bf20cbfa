"""What the commands do with the options that they were given, and the German lines that they print."""

import dataclasses
import datetime as dt
import itertools
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch import texts
from workbench.batch.jobs import Job, assignments, plan
from workbench.batch.journal import FAILED, Journal
from workbench.batch.reports import NOTEBOOKS, Notebook, choose, discover
from workbench.batch.states import SKIPPED, STALE, Again, status
from workbench.errors import ParameterError, RunError, WorkbenchError, suggest
from workbench.project import SAMPLE, Project, load

if TYPE_CHECKING:
    from workbench.batch.pool import Means

Words = Sequence[str] | None  # of an option that can be given several times


@dataclasses.dataclass(frozen=True)
class Chosen:
    """Project, chosen jobs, all jobs and folder of the reports, as the options say."""

    project: Project
    jobs: list[Job]
    every: list[Job]
    out: Path

    def of_place(self, word: str) -> list[Job]:
        """The jobs, refused where the chosen report has none of that place."""
        if not self.jobs:
            raise RunError(f"{word}: Der Bericht entsteht nicht je Ort, sondern über das ganze Projekt. Bitte einen anderen wählen.")
        return self.jobs

    def readings(self, jobs: list[Job]) -> tuple[list[str], list[str]]:
        """Texts of the consultant that nothing shows, or that should be read again; and those with which their report is refused."""
        notes, faults = texts.looked(self.project, jobs, self.out)
        return [*texts.stray(self.project, [j.key for j in self.every]), *notes], faults


def chosen(folder: Path | None, places: Words, reports: Words, values: Words, out: Path | None) -> Chosen:
    """What the options choose."""
    project = load(folder)
    every = _notebooks(project)
    jobs = plan(project, choose(every, reports or []), places=places or [], sets=assignments(values or []), every=every)
    return Chosen(project, jobs, plan(project, every) if places or reports or values else jobs, _folder(project, out))


def _notebooks(project: Project) -> list[Notebook]:
    """Ours and the project's own."""
    return discover([NOTEBOOKS, project.folder / "notebooks"])


def _folder(project: Project, out: Path | None) -> Path:
    """Folder of the reports: as the option says, else that of the project; the sample's lie beside the notebooks."""
    default = NOTEBOOKS.parent / "reports" if project.folder == SAMPLE.resolve() else project.reports
    return (out or default).resolve()


def checked(folder: Path | None, out: Path | None, *, today: dt.date) -> tuple[list[str], int]:
    """Findings in all data, place by place, and the number of faults."""
    from workbench.batch import compose, plans
    from workbench.batch.declared import misnamed
    from workbench.schemas import _check

    project = load(folder)
    _look(project)
    compose.reasons(project)
    findings = _check.check(project, today=today)
    lines = []
    for where in dict.fromkeys(f.place for f in findings):
        lines += [where or "Für alle Orte", *(f"  {f.level}: " + f.text.replace("\n", "\n  ") for f in findings if f.place == where)]
    hints = list(misnamed(project, _folder(project, out)))
    broken = plans.broken(project, _notebooks(project))
    if (project.folder / texts.FOLDER).is_dir():
        whole = chosen(folder, None, None, None, out)
        notes, refused = whole.readings(whole.every)
        hints, broken = hints + notes, broken + refused
    faults = sum(f.level == "Fehler" for f in findings) + len(broken)
    return [*lines, *map("Fehler: {}".format, broken), *map("Hinweis: {}".format, hints), f"Fehler: {faults}. Bitte beheben und erneut prüfen." if faults else "Keine Fehler gefunden."], faults


def _look(project: Project) -> None:
    """Refuse a look that no report could have, before anything is done."""
    from workbench.export.house import house

    if template := house(project).template:
        from workbench.export.wordtemplate import letterhead

        letterhead(template)


def previewed(folder: Path | None, place: str, report: str, out: Path | None) -> list[str]:
    """What a report of a place will not show, and why."""
    from workbench.batch.preview import hidden

    asked = chosen(folder, [place], [report], None, out)
    return hidden(asked.project, asked.jobs[0], asked.out)


def confirmed(folder: Path | None, place: str, report: str, out: Path | None) -> list[str]:
    """Take the consultant's texts of a report for read."""
    whole = place.casefold() == load(folder).name.casefold()
    asked = chosen(folder, None if whole else [place], [report], None, out)
    files = [texts.file_of(asked.project, job.key[1], job.key[0]) for job in asked.jobs]
    if not any(file.is_file() for file in files):
        raise RunError(f"{asked.jobs[0].label}: Eigene Texte gibt es dazu nicht – erwartet in {files[0].relative_to(asked.project.folder).as_posix()}.")
    if faults := texts.looked(asked.project, asked.jobs, asked.out)[1]:
        raise RunError("\n".join(faults))
    texts.remember(asked.project, asked.jobs, asked.out, confirm=True)
    return [f"{asked.jobs[0].label}: Die eigenen Texte gelten als gelesen."]


def due(asked: Chosen, *, code: bool | None, only_failed: bool) -> Chosen:
    """With or without the annex of code, and only what failed last if that is wanted."""
    jobs = [dataclasses.replace(j, code=code) for j in asked.jobs]
    if only_failed:
        runs = Journal(asked.out).runs()
        jobs = [j for j in jobs if j.fault or (j.key in runs and runs[j.key].result == FAILED)]
    return dataclasses.replace(asked, jobs=jobs)


def foresee(asked: Chosen, again: Again, *, as_json: bool) -> None:
    """Print what a batch would run, and why."""
    from workbench.batch.progress import events, outlook

    _look(asked.project)
    with (events if as_json else outlook)() as watch:
        watch.planned(again.applied(status(asked.project, asked.jobs, asked.out)))


def perform(asked: Chosen, again: Again, means: "Means", *, as_json: bool) -> tuple[list[str], bool]:
    """Run a batch, telling of it, and write the overview; what is left to say, and whether anything failed."""
    from workbench.batch import run
    from workbench.batch.overview import write_overview
    from workbench.batch.progress import conclude, events, lines

    _look(asked.project)
    with (events if as_json else lines)() as watch:
        states = run.run(asked.project, asked.jobs, asked.out, means=means, again=again, watch=watch)
    if not as_json:
        conclude(states)
    try:
        write_overview(asked.project, states, asked.every, asked.out)
    except WorkbenchError as fault:
        sys.stderr.write(f"{fault}\n")  # the reports are there: the batch has not been in vain
        return [], True
    hints = itertools.chain(*asked.readings([s.job for s in states if s.state != FAILED]))
    said = [json.dumps({"ereignis": "hinweis", "text": h}, ensure_ascii=False) for h in hints] if as_json else [f"Übersicht: {asked.out / 'index.html'}", *map("Hinweis: {}".format, hints)]
    return said, any(s.state == FAILED for s in states)


def means(jobs: int | None, limit: float, memory: int, engine: str | None, scheduler: str | None) -> "Means":
    """How the runs are executed, as the options say."""
    from workbench.batch.execute import FORK, KERNEL, VERIFY
    from workbench.batch.pool import Means

    if engine not in {None, FORK, KERNEL, VERIFY}:
        raise ParameterError(f"--engine: »{engine}« – erwartet fork, kernel oder verify.{suggest(str(engine), [FORK, KERNEL, VERIFY])}")
    if memory and sys.platform == "win32":
        raise ParameterError(f"--memory: »{memory}« – unter Windows lässt sich der Arbeitsspeicher eines Laufs nicht begrenzen. Bitte weglassen.")
    found = Means(jobs or (sys.maxsize if scheduler is not None else os.cpu_count() or 1), limit, memory, scheduler=scheduler)
    return found if engine is None else dataclasses.replace(found, engine=engine)


def standings(folder: Path | None, places: Words, reports: Words, values: Words, out: Path | None) -> Iterator[str]:
    """How each report and plan stands."""
    from workbench.batch import plan_states
    from workbench.batch.said import how

    asked = chosen(folder, places, reports, values, out)
    states = status(asked.project, asked.jobs, asked.out)
    for state in states:
        text = state.why if state.state == SKIPPED else f"{state.job.label}: {state.state}" + how(asked.project, state, asked.out)
        yield text.replace("\n", "\n  ")
    yield from plan_states.standings(asked.project, _notebooks(asked.project), asked.out, states)
    yield from map("Hinweis: {}".format, itertools.chain(*asked.readings(asked.jobs)))


def compared(folder: Path | None, edition: str, *, places: Words, reports: Words, values: Words, out: Path | None) -> Iterator[str]:
    """What has changed since a delivery, which belongs to one place."""
    from workbench.batch import editions, plan_states

    project = load(folder)
    then = editions.edition(project, edition)
    for word in places or ():
        if project.named_place(word) != project.named_place(then.place):
            raise ParameterError(f"--place: »{word}« – die Lieferung {then.name} gehört zu »{then.place}«. Bitte --place weglassen.")
    asked = chosen(folder, [then.place], reports, values, out)
    plan = None if reports else plan_states.now(asked.project, then.place, _notebooks(asked.project), asked.out, status(asked.project, asked.jobs, asked.out))
    yield from editions.compared(asked.project, asked.jobs, asked.out, then, there={j.key[0] for j in asked.every}, plan=plan)


def planned(folder: Path | None, place: str, out: Path | None, *, confirm: bool) -> list[str]:
    """Write the plan of a place; what it left out, and its files."""
    from workbench.batch import plans
    from workbench.batch.overview import write_overview

    asked = chosen(folder, None, None, None, out)
    made = plans.write(asked.project, asked.project.named_place(place), _notebooks(asked.project), asked.out, confirm=confirm)
    write_overview(asked.project, [], asked.every, asked.out)
    return [*(f"Hinweis: {note}" for note in made.notes), *(f"Plan: {file}" for file in made.files)]


def approved(folder: Path | None, place: str, report: str, out: Path | None, *, by: list[str], day: dt.date, remark: str) -> tuple[list[str], bool]:
    """Approve a report or the plan; what that makes stale, and whether its files could not be written."""
    from workbench.batch import approve, plans
    from workbench.batch.overview import write_overview

    if report == plans.NAME:
        whole = chosen(folder, None, None, None, out)
        town = whole.project.named_place(place)
        made = plans.approve(whole.project, town, _notebooks(whole.project), whole.out, by=by, day=day, remark=remark)
        write_overview(whole.project, [], whole.every, whole.out)
        return [f"{town.name}: Plan: freigegeben von {' und '.join(by)}.", *(f"Hinweis: {note}" for note in made.notes)], False
    asked = chosen(folder, [place], [report], None, out)
    project, out = asked.project, asked.out
    state = approve.approve(project, status(project, asked.of_place(place)[:1], out)[0], out, by=by, day=day, remark=remark)
    write_overview(project, [state], asked.every, out)
    failed = state.state == FAILED
    lines = [f"{state.job.label}: freigegeben von {' und '.join(by)}." + (f"\nDie Dateien tragen das noch nicht: {state.why}" if failed else "")]
    others = status(project, [j for j in asked.every if j.place == state.job.place and j.key != state.job.key], out)
    return lines + [f"{other.job.label}: {STALE} – {other.why}" for other in others if other.state == STALE], failed


def packed(folder: Path | None, place: str, reports: Words, out: Path | None, *, day: dt.date, formats: Sequence[str], **parts: bool) -> list[str]:
    """Pack reports of a place; how each of them stands, and where the parcel lies."""
    from workbench.batch import parcel, plans

    asked = chosen(folder, [place], reports, None, out)
    project = asked.project
    wanted = parcel.wanted(project, formats, plan=not reports, **parts)
    key = asked.of_place(place)[0].key[1]
    unwritten = project.plan is not None and wanted.plan and not any(f.exists() for f in plans.files(project, key, asked.out))
    path, fresh, packed = parcel.pack(project, project.orte[key], status(project, asked.jobs, asked.out), asked.out, wanted=wanted, day=day)
    said = [f"Der Plan ist nicht dabei: [plan] steht in projekt.toml, geschrieben ist er noch nicht. Dazu: workbench plan {key}, dann noch einmal workbench pack {key}."] if unwritten else []
    return [*(f"{one.state.job.label}: {one.standing.mark}" for one in packed), *said, f"Lieferung: {path}" if fresh else f"Nichts hat sich geändert seit dieser Lieferung: {path}"]
