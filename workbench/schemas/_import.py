"""Official figures into a project: what a file holds, what of it concerns a place, and the place's table with it."""

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import DataError, few
from workbench.project import Place, Project
from workbench.read import tabular
from workbench.read.cells import SIGNS, grouped
from workbench.read.official.additivity import Sums, signed, sums
from workbench.read.official.facts import Found
from workbench.read.official.kept import write
from workbench.read.official.keys import NATION, areas, counts, is_key, same
from workbench.read.official.publishers import NORD, REMARKS
from workbench.read.official.recognise import read
from workbench.schemas import raeume
from workbench.schemas._memory import look
from workbench.schemas.kennzahlen import TABLE

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 8  # so many indicators are named, the rest counted
_MANY = {"Bund": "Bund", "Land": "Länder", "Regierungsbezirk": "Regierungsbezirke", "Kreis": "Kreise", "Gemeindeverband": "Gemeindeverbände", "Gemeinde": "Gemeinden"}
_SIGN = {reason: sign for sign, (value, reason) in SIGNS.items() if value is None}
_KINDS = {"stadt", "kreis", "landkreis", "gemeinde", "samtgemeinde", "verbandsgemeinde", "kreisfreie", "krfr", "große", "kreisangehörige", "landeshauptstadt", "hansestadt", "universitätsstadt", "lk", "sk"}
_CITY_STATE = "02"  # whose parts Statistikamt Nord publishes without official keys


@dataclasses.dataclass(frozen=True)
class Part:
    """Rows for one place: the file that they go to, all its cells as text, and how many rows are new or take the place of others."""

    place: Place
    file: Path
    table: "pd.DataFrame"
    new: int
    replaced: int


def import_file(project: Project, file: Path, places: Sequence[Place], *, dry_run: bool) -> list[str]:
    """Take the figures of an official file into the tables of places.

    Parameters
    ----------
    project
        The project, for its comparisons.
    file
        Any file that `workbench.read.official` can read.
    places
        Where the figures go.
    dry_run
        Whether nothing is written.

    Returns
    -------
    list of str
        What the file holds and what was done, German lines.

    Raises
    ------
    DataError
        If the file cannot be read, or a table of a place cannot take the rows; then nothing is written.
    """
    concerned = [_concerned(project, place) for place in places]
    tables = read(file, frozenset().union(*(keys for keys, _ in concerned)), {kreis for _, kreis in concerned} - {""})
    parts = [_part(project, place, tables, file.name) for place in places]
    filled = [p for p in parts if p.new + p.replaced]
    if not dry_run:
        write({p.file: p.table for p in filled})
    said = itertools.chain.from_iterable(map(_described, tables))
    return [*said, *_misnamed(project, places, tables), *(_said(p, dry_run=dry_run) for p in parts), *_declared(project, filled)]


def _described(table: Found) -> Iterator[str]:
    """What a table holds: areas per level, dates, indicators, source and licence, what is unclear, whether sums add up."""
    origin, frame = table.origin, table.frame
    yield f"{origin.table} ({origin.form})"
    levels = ", ".join(f"{grouped(n)} {_MANY.get(level, level) if n > 1 else level}" for level, n in counts(table.areas).items())
    yield f"  Gebiete: {levels or 'keine'}"
    yield f"  Zeitpunkte: {_moments(frame)}"
    yield f"  Kennzahlen ({frame['Kennzahl'].nunique()}): {few([f'»{n}«' for n in frame['Kennzahl'].unique()], _SHOWN)}"
    missing = frame.loc[frame["Wert"].isna(), "Grund"].astype("str").value_counts()
    yield "  Ohne Wert: " + (", ".join(f"{grouped(n)} {reason}" for reason, n in missing.items()) or "nichts")
    yield f"  Quelle: {origin.source or 'je Zeile'}"
    yield f"  Lizenz: {origin.licence or 'nicht genannt'}"
    yield from (f"  {note}" if note.startswith(REMARKS) else f"  Unklar: {note}" for note in table.notes)
    yield from _compared(table)


def _compared(table: Found) -> Iterator[str]:
    """Whether sums over smaller areas are the published ones."""
    compared = sums(table)
    yield from map(_added, compared)
    if any(s.wrong for s in compared):
        yield "  Die Abweichungen stehen so in der Datei und halten nichts auf. Meist sind es Gebietsreformen, Zahlen ohne Zuordnung zu einem Teil, oder Korrekturen, die nur eine Ebene erreicht haben."


def _moments(frame: "pd.DataFrame") -> str:
    """First and last date or year, and how many there are."""
    days = frame["Stichtag"].drop_duplicates().dropna()
    moments = sorted(frame.loc[frame["Stichtag"].isna(), "Jahr"].unique().astype(str)) + [f"{d:%d.%m.%Y}" for d in sorted(days)]
    if len(moments) < 2:
        return "".join(moments) or "keine"
    return f"{moments[0]} bis {moments[-1]} ({len(moments)})"


def _misnamed(project: Project, places: Sequence[Place], tables: Sequence[Found]) -> Iterator[str]:
    """Areas that the file calls by a name that shares no word with the project's."""
    known = {own: place.name for place in project.orte.values() for own in same(place.ags)}
    for place in places:
        rooms = raeume.TABLE.readable(place.folder, place.ags)[["Raum", "Name"]]
        known |= dict(rooms[rooms["Raum"].str.len() > 5].itertuples(index=False))  # shorter keys are the project's own numbers
    for key, name in dict.fromkeys((a.key, a.name) for table in tables for a in table.areas if a.level and not a.unclear and a.name and a.key in known):
        if not _words(name) & _words(known[key]):
            yield f"  Unklar: Zum Schlüssel {key} nennt die Datei »{name}«, das Projekt »{known[key]}«. Stimmt der Schlüssel?"


def _words(name: str) -> set[str]:
    """Words of the name of an area, without those for its kind."""
    return {w for w in re.split(r"\W+", name.casefold()) if w} - _KINDS


def _added(found: Sums) -> str:
    """Result of one comparison."""
    of = f"  Summen der {_MANY[found.parts]} gegen {_MANY[found.whole]}: {grouped(found.checked)} verglichen"
    open_ = f", {grouped(found.open)} nicht vergleichbar (Teile ohne Wert)" if found.open else ""
    more = f"{f'um mehr als {found.tolerance:g} ' if found.tolerance else ''}ab{' (gerundete Zahlen: 0,5 je Gebiet zählen nicht)' if found.rounded else ''}"
    if not found.wrong:
        return f"{of}{open_}, keine weicht {more}."
    return f"{of}{open_}, {grouped(found.wrong)} {'weicht' if found.wrong == 1 else 'weichen'} {more}, höchstens um {signed(found.largest)}. Zum Beispiel: {'; '.join(found.examples)}."


def _said(part: Part, *, dry_run: bool) -> str:
    """What was done for a place."""
    if not part.new + part.replaced:
        return f"{part.place.name}: Keine Zeile der Datei, die sich übernehmen lässt, betrifft diesen Ort, seinen Kreis, sein Land oder seine Vergleiche."
    done = "würden übernommen" if dry_run else "übernommen"
    return f"{part.place.name}: {grouped(part.new + part.replaced)} Zeilen {done}, {grouped(part.new)} neu, {grouped(part.replaced)} ersetzt: {part.file.parent.name}/{part.file.name}"


def _declared(project: Project, filled: Sequence[Part]) -> list[str]:
    """How to declare the figures as published, where the project does not."""
    if not filled or any(a.art == "amtlich" and a.tabelle == TABLE.name for a in project.ausnahmen):
        return []
    return [f'Hinweis: Veröffentlichte Zahlen müssen nicht verborgen werden. Dafür gehört in projekt.toml: [[ausnahmen]] mit art = "amtlich", tabelle = "{TABLE.name}" und grund = "…".']


def _part(project: Project, place: Place, tables: Sequence[Found], file: str) -> Part:
    """Rows for a place beside those that it has, checked as a whole."""
    import pandas as pd

    target = place.folder / f"{TABLE.name}.csv"
    _refuse_other(place, target, file)
    columns = [c.name for c in TABLE.columns]
    old = _cells(TABLE.read(place.folder))[columns] if target.is_file() else pd.DataFrame(columns=columns, dtype="str")
    fresh = pd.concat([_cells(rows)[columns] for t in tables if len(rows := rows_of(project, place, t))] or [old.iloc[:0]])
    fresh = fresh.drop_duplicates(list(TABLE.key), keep="last").assign(Quelle=lambda f: f["Quelle"].where(f["Quelle"] != "", f"Datei »{file}«, die keine Quelle nennt"))
    stays = ~pd.MultiIndex.from_frame(old[list(TABLE.key)]).isin(pd.MultiIndex.from_frame(fresh[list(TABLE.key)]))
    table = pd.concat([old[stays], fresh], ignore_index=True)
    _check(table, file, place)
    replaced = int((~stays).sum())
    return Part(place, target, table, len(fresh) - replaced, replaced)


def _refuse_other(place: Place, target: Path, file: str) -> None:
    """Refuse a place that has its figures in another file than the one that is added to."""
    beside = [f for f in tabular.named(place.folder, TABLE.name) if f.suffix.lower() in tabular.SUFFIXES and f.name != target.name]
    above = None if beside or target.is_file() else TABLE.find(place.folder, place.ags)
    if other := next(iter(beside), above):
        raise DataError(file, [f"{place.name} hat schon eine Tabelle »{other.name}«{'' if beside else ' im Projektordner'}. Ergänzt wird nur {place.key}/{target.name} – bitte als CSV dorthin speichern."])


def _check(table: "pd.DataFrame", file: str, place: Place) -> None:
    """Refuse what the table of the place could not be read with."""
    sheet = tabular.Sheet(1, tuple(table.columns), table.to_numpy(dtype=object).tolist(), list(range(2, len(table) + 2)))
    _, faults = TABLE._checked(sheet, partial(look, place.folder, place.ags))  # noqa: SLF001 (of the same package)
    if faults:
        facts = [f"»{name}«, {' '.join(filter(None, (area, key)))}, {day or year}" for name, key, area, year, day in table[["Kennzahl", "Schlüssel", "Gebiet", "Jahr", "Stichtag"]].itertuples(index=False)]
        raise DataError(file, [re.sub(r"Zeile (\d+)", lambda row: facts[int(row[1]) - 2], f.text) for f in sorted(faults)])


def _cells(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Table as German text; in place of a missing value stands its official sign."""
    import numpy as np

    text = frame[[c for c in frame if c not in {"Wert", "Grund", "Stichtag"}]].astype("str").fillna("")
    values = [np.format_float_positional(v, trim="-").replace(".", ",") if v == v else "" for v in frame["Wert"]]  # noqa: PLR0124 (NaN)
    limited = [f"({v})" if reason == SIGNS["()"][1] and v else v or _SIGN.get(str(reason), "") for v, reason in zip(values, frame["Grund"], strict=True)]
    return text.assign(Wert=limited, Stichtag=frame["Stichtag"].dt.strftime("%d.%m.%Y").fillna("").astype("str"))


def rows_of(project: Project, place: Place, table: Found) -> "pd.DataFrame":
    """Rows of a table that concern a place.

    Parameters
    ----------
    project
        The project; what its comparison sets name is wanted, too.
    place
        The place.
    table
        As it was read.

    Returns
    -------
    pandas.DataFrame
        Of the place itself, its sub-areas, its Kreis, Land and Bund, and its comparisons. A kreisfreie Stadt that a table lists as Kreis
        only stands under the key of the place.
    """
    frame, key = table.frame, _key(place.ags)
    own = same(key)
    keys, kreis = _concerned(project, place)
    wanted = keys | {a.key for a in table.areas if a.inside in own}
    known = [str(k) for k in frame["Schlüssel"].cat.categories]
    concerned = {k for k in known if k in wanted or (kreis and k.startswith(kreis) and is_key(k))}
    if key.startswith(_CITY_STATE) and table.origin.source.startswith(NORD):
        concerned |= set(frame.loc[frame["Ebene"] == "", "Schlüssel"].astype("str"))
    rows = frame[frame["Schlüssel"].isin(concerned)]
    return _one_key(rows, key, own) if len(rows) else rows


def _concerned(project: Project, place: Place) -> tuple[frozenset[str], str]:
    """Keys that concern a place, whatever table they are in; and that of the Kreis whose parts do, where the place is one."""
    key = _key(place.ags)
    compared = [_key(k) for group in project.vergleiche.values() for k in (*group.schluessel, *group.ohne)]
    return frozenset({key[:5], key[:2], NATION}.union(*map(same, (key, *compared)))), key if len(key) == 5 else ""


def _one_key(rows: "pd.DataFrame", key: str, own: set[str]) -> "pd.DataFrame":
    """Rows of the place under its key only; where a table has it under several, those of its own."""
    import pandas as pd

    rows = rows.assign(Schlüssel=rows["Schlüssel"].astype("str"), Ebene=rows["Ebene"].astype("str"))
    mine, other = rows["Schlüssel"] == key, rows["Schlüssel"].isin(own - {key})
    on = ["Kennzahl", "Jahr", "Stichtag", "Basis"]
    facts = pd.MultiIndex.from_frame(rows[on].astype("str"))
    twice = other & facts.isin(facts[mine])
    rows = rows.assign(Schlüssel=rows["Schlüssel"].where(~other, key), Ebene=rows["Ebene"].where(~other, areas([key], [""], [""])[0].level))
    single: pd.DataFrame = rows[~twice].drop_duplicates([*on, "Schlüssel"])
    return single


def _key(key: str) -> str:
    """Official key in the form that tables have."""
    return areas([key], [""], [""])[0].key
