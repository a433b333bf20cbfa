"""What lies beside the reports in a pack: overview, data sheet, text to begin with."""

import importlib.metadata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.batch.fingerprint import tables
from workbench.batch.plans import NAME
from workbench.batch.said import Said
from workbench.batch.states import CURRENT
from workbench.disclosure import primary
from workbench.disclosure.record import rules
from workbench.project import Place, Project

if TYPE_CHECKING:
    from workbench.export.datasheet import Facts
    from workbench.export.index import File

OVERVIEW, SHEET, SLIDES = "index.html", "datenblatt", "folien"  # files and a folder of a pack


def enclosed(project: Project, found: Sequence[Said], facts: "Facts", packed: Mapping[str, bytes], *, formats: Sequence[str], names: Mapping[str, Said]) -> dict[str, bytes]:
    """Make what lies beside some reports.

    Parameters
    ----------
    project
        The project.
    found
        The reports, of one place.
    facts
        As `facts_of` gives them.
    packed
        All other files of the pack.
    formats
        Formats of the data sheet.
    names
        The reports by their names in the pack, without endings.

    Returns
    -------
    dict
        Overview, data sheet and text to begin with, by their names.

    """
    from workbench.export.datasheet import TITLE, datasheet
    from workbench.export.delivery import README, readme
    from workbench.export.formats import content
    from workbench.export.index import Entry, index_page
    from workbench.present.head import head

    about = found[0].document.head
    made = {f"{SHEET}.{f}": content(datasheet([s.document for s in found], facts), f) for f in formats}
    whole = [(project.plan.titel.format(ort=about.title), NAME, "")] if project.plan and any(n.startswith(f"{NAME}.") for n in packed) else []
    reports = [*whole, *((s.document.title, name, s.standing.mark) for name, s in names.items())]
    entries = [Entry(about.title, about.place, name, title, CURRENT, "", _files(name, {**packed, **made}), about.date, mark) for title, name, mark in (*reports, (TITLE, SHEET, ""))]
    made[OVERVIEW] = index_page(entries, head(project, None).json(), found[0].document.house).encode()
    asked = found[0].document.house.imprint or (project.institut or "Die Stelle, von der Sie diese Dateien haben.",)
    return {**made, README: readme(place=about.title, date=about.date, reports=reports, files=[*packed, *made], asked=asked)}


def _files(name: str, every: Mapping[str, bytes]) -> "tuple[File, ...]":
    """Files of a report as the overview lists them, its slides among them."""
    from workbench.export.index import FORMS, File

    slides = f"{SLIDES}/{name.rpartition('/')[2]}"
    found = [(form, f"{at}.{form}") for form in FORMS for at in (name, slides) if f"{at}.{form}" in every]
    return tuple(File(form, href, len(every[href])) for form, href in found)


def facts_of(project: Project, place: Place, found: Sequence[Said]) -> "Facts":
    """What the data sheet says and no report does."""
    from workbench.annex import ATTACKED
    from workbench.export.datasheet import Facts
    from workbench.present.number import long_date
    from workbench.schemas import tables as every

    names = sorted({name for s in found for name in tables(s.state.job) if every()[name].find(place.folder, place.ags)})
    known = [(every()[n].title, project.quellen.get(n)) for n in names]
    licences = tuple((title, s.quelle if s else title, long_date(s.stand) if s and s.stand else "", s.lizenz if s else "") for title, s in known)
    obeyed = (*rules(e for s in found for e in s.handed.entries), primary.areas(project.regeln), ATTACKED)
    versions = (f"Datenstand des Projekts: {found[0].document.head.date}", f"Planungswerkbank, Version {importlib.metadata.version('workbench')}")
    return Facts(licences, obeyed, versions)
