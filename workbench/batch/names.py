"""Names that must not leave with what a batch writes, and words that may although they are names too."""

from collections.abc import Iterable

from workbench.disclosure import ledger
from workbench.project import Project


def originals(project: Project, places: Iterable[str]) -> set[str]:
    """Original names behind the pseudonyms of some places; empty where they have none."""
    from workbench.schemas import pseudonyme

    return set(pseudonyme.mapping(project.folder, *places))


def declared(project: Project, places: Iterable[str]) -> set[str]:
    """Texts that may stand as they are: words that are also names, official keys of the places and those linked with them, what a declared directory or the imprint holds."""
    from workbench.schemas import pseudonyme, tables

    places = tuple(places)
    linked = {key for place in places for key in ledger.family(project, place)}
    words = pseudonyme.words(project.folder, *places) | {project.orte[key].ags for key in linked}
    for exemption in (a for a in project.ausnahmen if a.art == "verzeichnis"):
        frames = [tables()[exemption.tabelle].readable(p.folder, p.ags) for p in map(project.place, places) if exemption.tabelle in tables()]
        words |= {str(text) for frame in frames for column in frame.select_dtypes(exclude="number") for text in frame[column].dropna().unique()}
    return words | {project.gestaltung.name, *project.gestaltung.impressum.splitlines()} - {""}
