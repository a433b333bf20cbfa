"""Everything that is wrong or missing in the data of a project."""

import contextlib
import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from workbench import recipe
from workbench.errors import DataError, MissingTable, ProjectError, suggest
from workbench.project import FILE, Place, Project
from workbench.read import store, tabular
from workbench.schemas import _exempt, tables
from workbench.schemas._care import exposed, files, forgotten, outdated, packed, saved
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
    of_places = itertools.chain.from_iterable(_place(place, project.stand) for place in project.orte.values())
    return list(dict.fromkeys([*of_places, *_kept(project, today), *_declared(project)]))


def _kept(project: Project, today: dt.date) -> Iterator[Finding]:
    """How raw data on persons are kept."""
    every: list[Path] = []
    for place in (p for p in project.orte.values() if p.folder.is_dir()):
        raw = files(tables(), place)
        every += raw
        yield from (Finding("" if f.parent == place.folder.parent else place.name, f.name, "Hinweis", text) for f, text in outdated(project, place, raw, today))
    others = forgotten(project, every, tables(), today)
    yield from (Finding("", f.name, "Hinweis", text) for said in others.values() for f, text in said)
    yield from (Finding("", name, "Hinweis", text) for name, text in (*packed([*every, *others]), *saved(project)))
    yield from (Finding("", name, "Fehler", text) for name, text in exposed(project, [*every, *others], tables()))


def _declared(project: Project) -> Iterator[Finding]:
    """What projekt.toml and the project's own recipes name, and there is not."""
    yield from (Finding("", FILE, "Fehler", text) for text in _exemptions(project))
    yield from (Finding("", FILE, "Hinweis", text) for text in (*_sources(project), *_without_values(project)))
    yield from (Finding("", recipe.FOLDER, "Fehler", text) for text in (*_recipes(project), *_chosen(project)))
    yield from (Finding("", recipe.FOLDER, "Hinweis", text) for text in _strangers(project))


def _exemptions(project: Project) -> Iterator[str]:
    """Exceptions that name a table, a place or a case that there is not, or that cannot be."""
    yield from _exempt.personal(project, [*project.orte.values()])
    for i, a in enumerate(project.ausnahmen, start=1):
        if a.art in {"amtlich", "verzeichnis"} and a.tabelle not in tables():
            yield f"{FILE}, [[ausnahmen]] {i}: Die Tabelle »{a.tabelle}« gibt es nicht.{suggest(a.tabelle, tables())}"
        if a.ort and a.ort not in project.orte:
            yield f"{FILE}, [[ausnahmen]] {i}: Den Ort »{a.ort}« gibt es nicht.{suggest(a.ort, project.orte)}"
        elif a.art == "person" and a.fall not in (known := _cases(project.place(a.ort or next(iter(project.orte))))):
            yield f"{FILE}, [[ausnahmen]] {i}: Den Fall »{a.fall}« gibt es an diesem Ort nicht.{suggest(a.fall, known)}"


def _cases(place: Place) -> set[str]:
    """Cases of a place; a faulty table is named by itself."""
    with contextlib.suppress(DataError, MissingTable):
        return set(tables()["faelle"].read(place.folder, place.ags)["Fall"])
    return set()


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


def _place(place: Place, stand: dt.date) -> Iterator[Finding]:
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
        yield from _table(table, place, stand)
    if missing := [f"»{t.name}«" for t in tables().values() if t.name not in _helpers() and _lacks(t, place)]:
        yield Finding(place.name, "", "Hinweis", f"Ohne Daten: {', '.join(missing)}. Berichte, die eine dieser Tabellen brauchen, entfallen.")
    for file in files:
        if file.is_file() and (said := _unread(file)):
            yield Finding(place.name, file.name, "Hinweis", said)


def _table(table: Table, place: Place, stand: dt.date) -> Iterator[Finding]:
    """Faults of a table."""
    where = place.name
    try:
        file = table.find(place.folder, place.ags)
        if file is None:
            return
        where = where if file.parent == place.folder else ""  # so are the faults that the next line meets
        where = place.name if table.part(file, place.folder, place.ags) else where  # of a file of many places, its own rows
        frame = table.read(place.folder, place.ags)
        if hint := table.unlikely(frame, place.folder, place.ags):
            yield Finding(where, file.name, "Hinweis", f"»{file.name}«: {hint}")
        for days in (frame[c.name] for c in table.columns if c.kind == "date"):
            if late := int((days >= dt.datetime.combine(stand, dt.time()) + dt.timedelta(days=1)).sum()):
                yield Finding(where, file.name, "Hinweis", f"»{file.name}«, {days.name}: {late} {'Zeile' if late == 1 else 'Zeilen'} nach dem Stand der Daten ({stand:%d.%m.%Y}), zuletzt {days.max():%d.%m.%Y}. Stimmen die Tage und »stand« in projekt.toml?")
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
        own = ", ".join(f"»{f.name}«" for t in of for f in t.own(file.parent))
        return f"»{file.name}« wird nicht gelesen, wo eine eigene Tabelle da ist: {own}." if own else ""
    table = known.get(file.stem.casefold())
    if table is None:
        return f"»{file.name}« gehört zu keiner Tabelle und wird nicht gelesen.{suggest(file.stem, known)}"
    if table.foreign and table.foreign.only:
        return f"»{file.name}« wird nicht gelesen – erwartet wird »{table.foreign.file}«."
    if file.suffix.lower() not in tabular.SUFFIXES:
        return f"»{file.name}« wird nicht gelesen – erwartet {table.name}.csv, .xlsx, .xls oder .ods."
    return ""
