"""Every pack that left the house: the archive as the client got it, and what its reports said; what changed since.

They lie in a folder of the project. Nothing is in them that the client did not get but the digits that were rounded away.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch.jobs import Job
from workbench.batch.plans import NAME
from workbench.batch.said import said
from workbench.batch.states import CURRENT, State, status
from workbench.errors import RunError, cause, suggest
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.export.document import Document

FOLDER = "lieferungen"


@dataclasses.dataclass(frozen=True)
class Edition:
    """A pack.

    Parameters
    ----------
    name
        Of its files: place and day, and a number from the second of a day on.
    place
        Key of the place.
    documents
        What its reports said, by their names.
    """

    name: str
    place: str
    documents: "Mapping[str, Document]"


def keep(project: Project, place: str, *, day: dt.date, archive: bytes, documents: "Mapping[str, Document]") -> tuple[Path, bool]:
    """Keep a pack; one of the same bytes is kept once.

    Parameters
    ----------
    project, place
        The project, and the key of the place.
    day
        When it is made.
    archive
        What the client gets.
    documents
        What its reports say, by their names.

    Returns
    -------
    tuple of Path and bool
        The archive, and whether it is new.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    from workbench.export.write import write_all

    folder = project.folder / FOLDER
    same = next((f for f in sorted(folder.glob(f"{place}_*.zip")) if f.stat().st_size == len(archive) and f.read_bytes() == archive), None)
    if same and same.with_suffix(".json").is_file():
        return same, False
    body = {"ort": place, "berichte": {name: json.loads(document.stored()) for name, document in documents.items()}}
    file = _free(folder, f"{place}_{day:%Y-%m-%d}")
    write_all({file.with_suffix(".json"): json.dumps(body, ensure_ascii=False).encode(), file: archive})
    return file, True


def _free(folder: Path, name: str) -> Path:
    """Archive of a name that is not there yet."""
    number, file = 1, folder / f"{name}.zip"
    while file.exists():
        number += 1
        file = folder / f"{name}_{number}.zip"
    return file


def edition(project: Project, name: str) -> Edition:
    """Edition of that name.

    Parameters
    ----------
    project, name
        The project, and the name that `keep` gave the file, with or without the ending.

    Returns
    -------
    Edition
        What was said then.

    Raises
    ------
    RunError
        If there is none, with those that exist; if it cannot be read.
    """
    from workbench.export.document import restored

    known = sorted(f.stem for f in (project.folder / FOLDER).glob("*.json"))
    wanted = Path(name).name.removesuffix(".zip")
    if wanted not in known:
        there = f"vorhanden: {', '.join(f'»{k}«' for k in known)}.{suggest(wanted, known)}" if known else "noch ist keine da. Sie entstehen mit: workbench pack ORT."
        raise RunError(f"Die Lieferung »{name}« gibt es nicht – {there}")
    try:
        body = json.loads((project.folder / FOLDER / f"{wanted}.json").read_bytes())
        return Edition(wanted, body["ort"], {n: restored(json.dumps(d).encode()) for n, d in body["berichte"].items()})
    except OSError as fault:
        raise RunError(f"Die Lieferung »{wanted}« lässt sich nicht lesen: {cause(fault)}.") from None
    except (ValueError, KeyError, TypeError):
        raise RunError(f"Die Lieferung »{wanted}« stammt von einer anderen Fassung der Werkbank oder ist beschädigt; vergleichen lässt sie sich nicht. Die ZIP-Datei daneben ist davon unberührt.") from None


def compared(project: Project, jobs: Sequence[Job], out: Path, then: Edition, *, there: Collection[str], plan: "Document | str | None" = None) -> Iterator[str]:
    """Compare the reports of a place with an edition.

    Parameters
    ----------
    project, jobs, out
        The chosen reports of its place, as in `workbench.batch.run.run`.
    then
        The edition.
    there
        Names of all reports that the project has.
    plan
        What the plan says now, or why it is not compared; None where nobody asks for it.

    Yields
    ------
    str
        German lines, report by report, the plan at the end.
    """
    yield f"Seit der Lieferung {then.name}:"
    for state in status(project, list(jobs), out):
        if state.state == CURRENT or state.job.key[0] in then.documents:
            yield from _report(project, state, out, then)
    yield from (f"{name}: nicht mehr dabei" for name in sorted(then.documents.keys() - {*there, NAME}))
    if isinstance(plan, str):
        yield f"Plan: nicht verglichen. {plan}"
    elif plan:
        yield from _changed("Plan", then.documents.get(NAME), plan)


def _report(project: Project, state: State, out: Path, then: Edition) -> Iterator[str]:
    """What changed in one report."""
    before = then.documents.get(state.job.key[0])
    if state.state != CURRENT:
        yield f"{state.job.label}: {state.state}, deshalb nicht verglichen. Bitte zuerst erstellen: workbench run."
    else:
        yield from _changed(state.job.label, before, said(project, state, out).document if before else None)


def _changed(label: str, before: "Document | None", now: "Document | None") -> Iterator[str]:
    """What changed in one document; one that was not there before is new."""
    from workbench.export.changes import changes

    if before is None or now is None:
        yield f"{label}: neu"
        return
    found = changes(before, now)
    yield f"{label}: {'unverändert' if not found else f'{len(found)} Änderungen' if len(found) > 1 else '1 Änderung'}"
    yield from (f"  {line}" for line in found)
