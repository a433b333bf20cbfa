"""Outlines into a project: those of the areas of each place, out of any file of areas."""

from collections.abc import Sequence
from pathlib import Path

from workbench.errors import MissingTable
from workbench.project import Place
from workbench.read import geo, shapes
from workbench.schemas import zuordnung
from workbench.schemas.raeume import TABLE


def import_outlines(file: Path, places: Sequence[Place], *, dry_run: bool = False) -> list[str]:
    """Write geometrie.geojson of places.

    Parameters
    ----------
    file
        As `workbench.read.shapes.fetch` reads it.
    places
        Places whose table »raeume« names the areas.
    dry_run
        Whether only to look.

    Returns
    -------
    list of str
        German sentence per place; a place without that table is told to have it first.

    Raises
    ------
    DataError
        If the file cannot be read, lacks an area or means other areas, or the table has faults.
    """
    return [f"{place.name}: {_one(file, place, dry_run=dry_run)}" for place in places]


def _one(file: Path, place: Place, *, dry_run: bool) -> str:
    """Write the outlines of one place."""
    try:
        keys = list(TABLE.read(place.folder, place.ags)["Raum"])
    except MissingTable:
        return f"Ohne die Tabelle »raeume« ist offen, welche Umrisse gemeint sind; {geo.FILE} ist nicht geschrieben."
    return shapes.fetch(file, keys, None if dry_run else place.folder, _parts(place, keys), ags=place.ags)


def _parts(place: Place, keys: Sequence[str]) -> dict[str, list[str]]:
    """Smaller areas of each area; none of one that holds only a share of some."""
    if not zuordnung.TABLE.find(place.folder, place.ags):
        return {}
    now = zuordnung.TABLE.read(place.folder, place.ags).query("`Bis Jahr`.isna()")
    shared = set(now.loc[now["Anteil"].lt(100), "Raum"])
    return {key: list(now.loc[now["Raum"] == key, "Schlüssel"]) for key in keys if key not in shared}
