"""Exceptions that no project can declare by itself: what is known of single persons is neither official nor a directory."""

from collections.abc import Iterable, Iterator

from workbench.errors import DataError, ProjectError
from workbench.project import FILE, Place, Project
from workbench.schemas import Table, tables


def personal(project: Project, places: Iterable[Place]) -> Iterator[str]:
    """Tables of single persons that the project declares as official figures or as a directory.

    Parameters
    ----------
    project
        The project.
    places
        Places whose files are looked at: a table may come from a register.

    Yields
    ------
    str
        German sentence with the number of the exception.
    """
    for i, a in enumerate(project.ausnahmen, start=1):
        table = tables().get(a.tabelle) if a.art in {"amtlich", "verzeichnis"} else None
        if table and (table.personal or any(_raw(table, p) for p in places if a.ort in {"", p.key})):
            yield f"{FILE}, [[ausnahmen]] {i}: »{a.tabelle}« enthält Angaben über einzelne Personen und kann nicht »{a.art}« sein. Die Regeln für eine Tabelle eines Berichts können nur zwei Personen gemeinsam aussetzen (uebersteuert)."


def refuse(project: Project, places: Iterable[Place]) -> None:
    """Stop where there is one.

    Parameters
    ----------
    project, places
        As in `personal`.

    Raises
    ------
    ProjectError
        With all of them.
    """
    if faults := list(personal(project, list(places))):
        raise ProjectError("\n".join(faults))


def _raw(table: Table, place: Place) -> bool:
    """Whether a table of a place comes from a file that is finer than it is."""
    if not table.foreign or not table.foreign.raw:
        return False
    try:
        file = table.find(place.folder, place.ags)
    except DataError:  # a fault of its own
        return False
    return file is not None and file.name in table.foreign.names
