"""Everything that is wrong or missing in the data of a project."""

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from workbench import recipe
from workbench.errors import DataError, MissingTable, ProjectError, suggest
from workbench.project import FILE, Place, Project
from workbench.read import store, tabular
from workbench.schemas import tables
from workbench.schemas._care import exposed, files, outdated, saved
from workbench.schemas._table import Table


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something that the check found.

    Parameters
    ----------
    place
        Name of the place; "" where a file of the whole project is meant.
    table
        Name of the file, or of the table where there is none; "" where several are meant.
    level
        A fault stops reports; information does not.
    text
        German message, several lines where a file has several faults.

    """

    place: str
    table: str
    level: Literal["Fehler", "Hinweis"]
    text: str


def check(project: Project, *, today: dt.date) -> list[Finding]:
    """Validate every table of every place.

    Parameters
    ----------
    project
        The project.
    today
        Date against which the age of raw data is measured.

    Returns
    -------
    list of Finding
        Place by place: faults, missing tables and files that nobody reads. Files that places share are named once.

    """
    store.forget(project.folder)
    found = [f for place in project.orte.values() for f in _place(place)]
    raw = {place.key: files(tables(), place) for place in project.orte.values() if place.folder.is_dir()}
    for key, of_place in raw.items():
        place = project.orte[key]
        found += [Finding(place.name if f.parent == place.folder else "", f.name, "Hinweis", text) for f, text in outdated(project, place, of_place, today)]
    found += [Finding("", FILE, "Fehler", text) for text in _exemptions(project)]
    found += [Finding("", FILE, "Hinweis", text) for text in (*_sources(project), *_without_values(project))]
    found += [Finding("", recipe.FOLDER, "Fehler", text) for text in (*_recipes(project), *_chosen(project))]
    found += [Finding("", recipe.FOLDER, "Hinweis", text) for text in _strangers(project)]
    found += [Finding("", name, "Hinweis", text) for name, text in saved(project)]
    faults = exposed(project, [f for of_place in raw.values() for f in of_place], tables())
    return list(dict.fromkeys([*found, *(Finding("", name, "Fehler", text) for name, text in faults)]))


def _exemptions(project: Project) -> Iterator[str]:
    """Exceptions that name a table or a place that there is not."""
    for i, a in enumerate(project.ausnahmen, start=1):
        if a.art == "verzeichnis" and a.tabelle not in tables():
            yield f"{FILE}, [[ausnahmen]] {i}: Die Tabelle »{a.tabelle}« gibt es nicht.{suggest(a.tabelle, tables())}"
        if a.ort and a.ort not in project.orte:
            yield f"{FILE}, [[ausnahmen]] {i}: Den Ort »{a.ort}« gibt es nicht.{suggest(a.ort, project.orte)}"


def _sources(project: Project) -> Iterator[str]:
    """Sources of tables that there are not."""
    for name in project.quellen.keys() - tables().keys():
        yield f"{FILE}, [quellen.{name}]: Die Tabelle »{name}« gibt es nicht; die Quelle steht nirgends.{suggest(name, tables())}"


def _without_values(project: Project) -> Iterator[str]:
    """Comparison sets of which some areas have no figures."""
    known: set[str] = set()
    for place in project.orte.values() if project.vergleiche else ():
        with contextlib.suppress(DataError, MissingTable):  # a faulty table is named by itself
            figures = tables()["kennzahlen"].read(place.folder, place.ags)
            known |= set(figures.loc[figures["Wert"].notna(), "Schlüssel"])
    for name, areas in project.vergleiche.items() if known else ():
        if lacking := [f"»{key}«" for key in (*areas.schluessel, *areas.ohne) if key not in known]:
            yield f"{FILE}, [vergleiche.\"{name}\"]: »kennzahlen« hat keinen Wert für {', '.join(lacking)}; das Vergleichsgebiet hat dann auch keinen. Übernommen werden Zahlen mit workbench import."


def _chosen(project: Project) -> Iterator[str]:
    """Recipes that projekt.toml chooses, and that there are not."""
    for values in (project.parameter, *(p.parameter for p in project.orte.values())):
        name = values.get("rezept")
        if isinstance(name, str) and name not in recipe.files(project):
            yield f"{FILE}, Parameter rezept: »{name}« – kein Rezept dieses Namens. Vorhanden: {', '.join(f'»{k}«' for k in recipe.files(project))}.{suggest(name, recipe.files(project))}"


def _recipes(project: Project) -> Iterator[str]:
    """Faults of the project's own recipes, with indicators that no place's catalogue knows."""
    table, own = tables()["indikatorkatalog"], recipe.own(project)
    known: dict[str, None] = {}
    for place in {table.find(p.folder, p.ags): p for p in project.orte.values()}.values() if own else ():  # each catalogue once
        with contextlib.suppress(DataError, MissingTable):  # a faulty catalogue is named by itself
            known |= dict.fromkeys(table.read(place.folder, place.ags)["Indikator"])
    for file in own:
        try:
            recipe.load(file.stem, project, indikatoren=known or None)
        except ProjectError as fault:
            yield str(fault)


def _strangers(project: Project) -> Iterator[str]:
    """Areas that the project's own recipes leave out, and that no place has."""
    known: set[str] = set()
    for place in project.orte.values() if (own := recipe.own(project)) else ():
        with contextlib.suppress(DataError, MissingTable):  # a faulty table is named by itself
            known |= set(tables()["raeume"].read(place.folder, place.ags)[["Raum", "Name"]].to_numpy().ravel())
    for file in own if known else ():
        with contextlib.suppress(ProjectError):  # a faulty recipe too
            yield from (f"{recipe.FOLDER}/{file.name}, ausschluesse: »{area}« ist in keinem Ort Schlüssel oder Name eines Raums, es wird also nichts ausgeschlossen." for area in recipe.read(file).strangers(known))


def _helpers() -> set[str]:
    """Names of the tables that others are only read with, which no report needs."""
    every = tables().values()
    return ({name for t in every if t.foreign for name in t.foreign.beside} | {c.through for t in every for c in t.columns}) - {"raeume"}


def _place(place: Place) -> Iterator[Finding]:
    """Findings of one place."""
    if not place.folder.is_dir():
        yield Finding(place.name, place.key, "Fehler", f"Der Ordner »{place.key}« fehlt. Angelegt sein muss er neben projekt.toml.")
        return
    try:
        files = tabular.listing(place.folder)
    except DataError as fault:
        yield Finding(place.name, place.key, "Fehler", str(fault))
        return
    for table in tables().values():
        yield from _table(table, place)
    if missing := [f"»{t.name}«" for t in tables().values() if t.name not in _helpers() and _lacks(t, place)]:
        yield Finding(place.name, "", "Hinweis", f"Ohne Daten: {', '.join(missing)}. Berichte, die eine dieser Tabellen brauchen, entfallen.")
    for file in files:
        if file.is_file() and (said := _unread(file)):
            yield Finding(place.name, file.name, "Hinweis", said)


def _table(table: Table, place: Place) -> Iterator[Finding]:
    """Faults of a table."""
    where = place.name
    try:
        file = table.find(place.folder, place.ags)
        if file is None:
            return
        where = where if file.parent == place.folder else ""
        where = place.name if table.part(file, place.folder, place.ags) else where  # of a file of many places, its own rows
        frame = table.read(place.folder, place.ags)
        if hint := table.unlikely(frame, place.folder, place.ags):
            yield Finding(where, file.name, "Hinweis", f"»{file.name}«: {hint}")
        if how := frame.attrs.get("Herkunft"):
            yield Finding(where, file.name, "Hinweis", f"»{file.name}«: nach »zuordnung« {how}.")
        if table.foreign and table.foreign.said and file.name in table.foreign.names and (said := table.foreign.said(file, *table.foreign.needs(file, place.folder, place.ags))):
            yield Finding(where, file.name, "Hinweis", f"»{file.name}«: {said}")
    except DataError as fault:
        yield Finding(where, fault.file, "Fehler", str(fault))


def _lacks(table: Table, place: Place) -> bool:
    """Whether there is no file of a table; two files are another fault."""
    try:
        return table.find(place.folder, place.ags) is None
    except DataError:
        return False


def _unread(file: Path) -> str:
    """Why nobody reads a file; "" where somebody does."""
    known = tables()
    if of := [t for t in known.values() if t.foreign and file.name in t.foreign.names]:
        own = [f.name for t in of if not (t.foreign and t.foreign.only) for f in tabular.named(file.parent, t.name) if f.suffix.lower() in tabular.SUFFIXES]
        return f"»{file.name}« wird nicht gelesen, wo eine eigene Tabelle da ist: {', '.join(f'»{n}«' for n in own)}." if own else ""
    table = known.get(file.stem.casefold())
    if table is None:
        return f"»{file.name}« gehört zu keiner Tabelle und wird nicht gelesen.{suggest(file.stem, known)}"
    if table.foreign and table.foreign.only:
        return f"»{file.name}« wird nicht gelesen – erwartet wird »{table.foreign.file}«."
    if file.suffix.lower() not in tabular.SUFFIXES:
        return f"»{file.name}« wird nicht gelesen – erwartet {table.name}.csv, .xlsx, .xls oder .ods."
    return ""
