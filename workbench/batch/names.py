"""Names that must not leave with what a batch writes, and words that may although they are names too."""

from collections.abc import Iterable

from workbench.disclosure import ledger
from workbench.disclosure.forms import forms, named, spaced, words
from workbench.errors import ProjectError
from workbench.project import FILE, SECRET, Project


def originals(project: Project, places: Iterable[str]) -> set[str]:
    """Original names behind the pseudonyms of some places; empty where they have none."""
    from workbench.schemas import pseudonyme

    return set(pseudonyme.mapping(project.folder, *places))


def declared(project: Project, places: Iterable[str]) -> set[str]:
    """Texts that may stand as they are: words that are also names, official keys of the places and those linked with them, what a declared directory or the imprint holds."""
    from workbench.schemas import _exempt, pseudonyme, tables

    places = tuple(places)
    _exempt.refuse(project, map(project.place, places))
    linked = {key for place in places for key in ledger.family(project, place)}
    free = pseudonyme.words(project.folder, *places) | {project.orte[key].ags for key in linked}
    for place in map(project.place, places):
        frames = [tables()[a.tabelle].readable(place.folder, place.ags) for a in project.exemptions(place.key, "verzeichnis") if a.tabelle in tables()]
        free |= {str(text) for frame in frames for column in frame.select_dtypes(exclude="number") for text in frame[column].dropna().unique()}
    return free | _of_house(project, places)


def _of_house(project: Project, places: Iterable[str]) -> set[str]:
    """What the house says of itself; a line that is nothing but a name behind a pseudonym would end the search for it."""
    lines = {project.gestaltung.name, *project.gestaltung.impressum.splitlines()} - {""}
    found = forms(frozenset(originals(project, places)), frozenset()) if lines else None
    return {line for line in lines if not (found and (pattern := found.within(words(line))) and pattern.fullmatch(spaced(line)))}


def reasons(project: Project) -> None:
    """Refuse an exception of all places whose reason holds a name of one of them: the release records of all repeat it."""
    from workbench.schemas import pseudonyme

    listed = [key for key in {f.stem.casefold() for f in (project.folder / SECRET).parent.glob("*.*")} if key in project.orte]
    known, exempt = frozenset(originals(project, listed)), frozenset(pseudonyme.words(project.folder, *listed))
    if found := [i for i, a in enumerate(project.ausnahmen, start=1) if not a.ort and named(f"{a.grund} {a.rolle} {a.gruppe}", known, exempt)]:
        raise ProjectError("\n".join(f"{FILE}, [[ausnahmen]] {i}: In »grund«, »rolle« oder »gruppe« steht ein Name aus einer Namensliste, und das Freigabeprotokoll jedes Ortes nennt sie. Der Name wird hier nicht wiederholt. Bitte durch das Pseudonym ersetzen." for i in found))
