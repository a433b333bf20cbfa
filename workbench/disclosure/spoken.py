"""What a project declares of texts: who is behind which pseudonym, which roles go together, who is shown under her role."""

from typing import Any

import pandas as pd

from workbench.project import Place, Project
from workbench.schemas import pseudonyme


def names(project: Project, place: Place | None) -> dict[str, Any]:
    """What every release of texts goes by: ``mapping`` and ``words`` of the key files of a place (None: of all), and the ``rule``."""
    keys = [p.key for p in _places(project, place)]
    return {"mapping": pseudonyme.mapping(project.folder, *keys), "words": pseudonyme.words(project.folder, *keys), "rule": project.regeln}


def wider(project: Project, place: Place | None) -> dict[str, str]:
    """Role → wider role, as exceptions declare it."""
    return {a.rolle: a.gruppe for a in project.exemptions(place, "rollengruppe")}


def named(cases: pd.DataFrame, project: Project, place: Place | None) -> pd.DataFrame:
    """Cases, with »Nennung« where an exception says that the person consents; over all places only at the place of the exception."""
    for here, fall in ((p, a.fall) for p in _places(project, place) for a in project.exemptions(p, "person")):
        said = cases["Nennung"].fillna(value=False) if "Nennung" in cases else False
        cases = cases.assign(Nennung=said | ((cases["Fall"] == fall) & (place is not None or cases["Ort"] == here.name)))
    return cases


def _places(project: Project, place: Place | None) -> list[Place]:
    """The place, or all."""
    return [place] if place else [*project.orte.values()]
