"""How the plans stand that were written: whether each is current, why not, and what it says."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.batch import plans
from workbench.batch.fingerprint import explain
from workbench.batch.journal import Journal, Run, digest
from workbench.batch.reports import Notebook
from workbench.batch.said import mark_of
from workbench.batch.states import CURRENT, STALE, State
from workbench.errors import RunError
from workbench.present.words import listing
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.export.document import Document

_WAITS = "nicht aktuell: Bericht"  # how the reason begins where reports come first


def standings(project: Project, notebooks: list[Notebook], out: Path, states: Sequence[State]) -> Iterator[str]:
    """Tell how the plans that were written stand; nothing is composed.

    Parameters
    ----------
    project, notebooks, out
        As in `workbench.batch.plans.write`.
    states
        How the reports stand; plans of their places are looked at.

    Yields
    ------
    str
        German: place, and whether its plan is current, or why it is not.
    """
    for key, why in stale(project, notebooks, out, states).items():
        how = f"{STALE} – {why}. Bitte: {_remedy(key, why)}" if why else " – ".join(filter(None, [CURRENT, mark_of(plans.files(project, key, out)[0])]))
        yield f"{project.place(key).name}, Plan: {how}"


def stale(project: Project, notebooks: list[Notebook], out: Path, states: Sequence[State]) -> dict[str, str]:
    """Say of the plans that were written why they are not current.

    Parameters
    ----------
    project, notebooks, out, states
        As in `standings`.

    Returns
    -------
    dict
        Reason in German by the key of the place; empty where the plan is current. Places without a plan are not in it.
    """
    keys = dict.fromkeys((plans.NAME, s.job.place.key) for s in states if s.job.place)
    last = Journal(out).runs([*keys]) if project.plan and plans.files(project, "", out) else {}
    due = {key: sorted({s.job.notebook.name for s in states if s.due and s.job.place and s.job.place.key == key}) for _, key in last}
    return {key: _reason(run, plans.facts(project, project.place(key), notebooks, out), plans.files(project, key, out), due[key]) for (_, key), run in last.items()}


def now(project: Project, place: str, notebooks: list[Notebook], out: Path, states: Sequence[State]) -> "Document | str | None":
    """What the plan of a place says now.

    Parameters
    ----------
    project, notebooks, out, states
        As in `standings`.
    place
        Key of the place.

    Returns
    -------
    Document, str or None
        The plan that lies there; German sentences that say why it cannot be read, where it is not current; None where none was written.
    """
    why = stale(project, notebooks, out, states).get(place)
    if why:
        return f"Er ist {STALE} – {why}. Bitte zuerst: {_remedy(place, why)}."
    try:
        return None if why is None else plans.current(project, project.place(place), notebooks, out)[1]
    except RunError as fault:
        return str(fault)


def _remedy(place: str, why: str) -> str:
    """Commands that make a plan current."""
    return f"{'workbench run, dann ' if why.startswith(_WAITS) else ''}workbench plan {place}"


def _reason(run: Run, now: Mapping[str, str], files: Sequence[Path], due: Sequence[str]) -> str:
    """Why a plan is not current, by what it was made of and what it would be made of."""
    if old := listing([name[:2] for name in due if f"bericht:{name}" in now]):
        return f"{_WAITS} {old}"
    return explain(run.ingredients, now) or ("" if digest(*files) == run.digest else "eine Datei des Plans fehlt oder wurde verändert")
