"""Printed tables: classic GENESIS, Landesdatenbank NRW, Statistikamt Nord, Bundesagentur für Arbeit, and wide tables that people type."""

import dataclasses
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError
from workbench.read.official import header
from workbench.read.official.dates import Moment, dated, moment, months
from workbench.read.official.facts import Found, crossed, found
from workbench.read.official.keys import LAENDER, NATION, OTHER, is_key, level_of, named
from workbench.read.official.layout import LOOSE, Layout, Row, is_figure, key_and_name, letter, text
from workbench.read.official.publishers import BA, NORD, REGIONAL, origin

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_LEVEL = re.compile(r"ebene|raumbezug|aggregat", re.IGNORECASE)
_ONE_AREA = "Gilt die Tabelle einem einzigen Gebiet, mit den Kennzahlen in den Zeilen, muss über der Zeile mit den Jahren dessen Schlüssel vor dem Namen stehen (»05562012 Dorsten, Stadt«). Fehlt er (Arbeitsmarktreport), bitte stattdessen eine Tabelle nach Gemeinden oder Kreisen laden oder die Zahlen in eine eigene Tabelle übertragen."
_REPORTED = re.compile(r"bericht|stichtag", re.IGNORECASE)  # a cover names the day of printing, too
_PARTS = re.compile(r"stadtteil|ortsteil|stadtbezirk|statistische\w* gebiet|stat\.? ?geb|baublock|quartier|stadtgebiet|^bezirk|\bagentur|jobcenter|\bträger|geschäftsstelle", re.IGNORECASE)


def printed(file: str, laid: Layout, top: Sequence[Row], body: "pd.DataFrame", *, name: str, start: int, foot: str | None = None, about: Sequence[str] = ()) -> Found:
    """Read a printed table.

    Parameters
    ----------
    file
        Name of the file, for messages.
    laid
        Where things stand.
    top
        Rows above the figures: titles and header.
    body
        All rows from the first of figures on, columns by position.
    name
        Of file or sheet.
    start
        Row number of the first of figures, as Excel shows it.
    foot
        Text that is known to stand below the figures; None for a sheet, where it is among the rows.
    about
        Text of covers and imprints, for what the table itself does not say.

    Returns
    -------
    Found
        All its figures.

    Raises
    ------
    DataError
        If the table names no date, or cells are no numbers.
    """
    import numpy as np

    titles, rows = header.split(top, laid)
    keys, names, data, below = _rows(body, laid)
    if not data.any():
        raise DataError(file, ["Unter der Kopfzeile stehen keine Zeilen mit Schlüssel und Zahlen."])
    about = [*about, *([REGIONAL] if any("_RS" in map(text, row) for row in rows) else [])]
    source = origin(titles, "\n".join(filter(None, (foot, below))), name=name, about=about)
    parts, level = _kind(rows, laid, titles)
    if laid.key is None and not parts and not source.source.startswith(NORD):
        _only_laender(file, keys[data])
    lost = _lost(_filled(body, laid) & ~data, data, start)
    body = body[data].set_axis(np.flatnonzero(data) + start)
    columns, labels, said = header.indicators(rows, laid, titles, name)
    moments, date = _dates(file, laid, columns, body, titles, about)
    moments = months(moments) if source.source.startswith(BA) else moments
    area, rest, words = _characteristics(file, laid, body, keys[data], date)
    given = next((c for c in laid.others if any(_LEVEL.search(text(row[c])) for row in rows)), None)
    known = _areas(keys[data], names[data], list(map(level_of, _texts(body, given))), level, parts, own=words == [""])
    indicators = [(_of(n, w), unit) for w in words for n, unit in labels]
    which = rest[:, None] * len(columns) + np.arange(len(columns))
    facts = crossed(known, indicators, moments, (area[:, None], which, date), body[list(laid.values)].to_numpy(dtype=object), list(body.index), laid.values, _marks(laid, body))
    unused = [c for c in laid.others if c != given] if words == [""] else []
    notes = (*_torn(foot, titles), *said, *lost, *_unused(rows, unused))
    return found(file, facts, dataclasses.replace(source, notes=(*notes, *source.notes)))


def _kind(rows: Sequence[Row], laid: Layout, titles: Sequence[str]) -> tuple[str, str]:
    """Word for areas below the Gemeinde, whose numbers are no official keys, however they look; and the level that title or header give all areas."""
    left = [text(row[c]) for row in rows for c in {laid.key or 0, laid.name or 0} if text(row[c])]
    parts = next(filter(_PARTS.search, left), "")
    kreise = any(re.search(r"\bKreise", t) and "Gemeinden" not in t for t in [*titles, *left])
    return parts, OTHER if parts or laid.key is None else "Kreis" if kreise else ""


def _of(name: str, word: str) -> str:
    """Name of an indicator for a further characteristic."""
    return name if header.is_total(word) else f"{name}{', ' if ': ' in name else ': '}{word}"


def _only_laender(file: str, keys: "npt.NDArray[Any]") -> None:
    """Refuse names for keys, unless most of them are those of Länder."""
    if 2 * sum(map(is_key, keys)) <= len(keys):
        raise DataError(file, [f"Keine Spalte enthält amtliche Schlüssel. Erwartet wird eine Spalte »Schlüssel« (AGS oder ARS), gefunden sind nur Namen wie »{keys[0]}«. {_ONE_AREA}"])


def _areas(keys: "npt.NDArray[Any]", names: "npt.NDArray[Any]", said: Sequence[str], level: str, parts: str, *, own: bool) -> tuple[list[str], list[str], list[str]]:
    """Different keys, their names and levels: that of their rows, else that of the table; names that differ from row to row are those of a characteristic."""
    import pandas as pd

    each = pd.DataFrame({"key": keys, "name": names, "said": said})
    first = each.drop_duplicates("key")
    one = own or each.groupby("key")["name"].nunique().max() == 1
    levels = [_leveled(k, n if one else "", w or level) for k, n, w in zip(first["key"], first["name"], first["said"], strict=True)]
    unlike = [f"{parts} {k}" if of == OTHER and is_key(k) else k for k, of in zip(first["key"], levels, strict=True)]
    return unlike, list(first["name"]) if one else [""] * len(first), levels


def _leveled(key: str, name: str, level: str) -> str:
    """Level that the table gives an area: by its title, which says nothing of the areas above."""
    if level == OTHER:
        return "" if LAENDER.get(key) == name or key == NATION else OTHER
    return level if len(key) > 5 else ""


def _texts(body: "pd.DataFrame", column: int | None) -> "npt.NDArray[Any]":
    """Column as text; empty where there is none."""
    import numpy as np

    return np.array([""] * len(body) if column is None else list(map(text, body[column])), dtype=object)


def _rows(body: "pd.DataFrame", laid: Layout) -> "tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.bool_], str]":
    """Keys and names of all rows, which of the rows have figures, and the text below the last of them."""
    import numpy as np

    keys, names, keyed = _named(body, laid) if laid.key is None else _keyed(body, laid, laid.key)
    data = keyed & _filled(body, laid)
    last = int(np.flatnonzero(data)[-1]) + 1 if data.any() else 0
    foot = "\n".join(" ".join(dict.fromkeys(w for c in row if (w := text(c)))) for row in body.iloc[last:].itertuples(index=False))
    return keys, names, data, foot.strip()


def _named(body: "pd.DataFrame", laid: Layout) -> "tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.bool_]]":
    """Names for keys, except of Länder; their total is the country where all of them are there."""
    import numpy as np

    names = _texts(body, laid.name or 0)
    whole = set(LAENDER.values()) <= set(names)
    keys = np.array([named(n) or (NATION if whole and header.is_total(n) else n) for n in names], dtype=object)
    return keys, names, np.array([bool(n) and not is_figure(n) for n in names], dtype=bool)


def _keyed(body: "pd.DataFrame", laid: Layout, column: int) -> "tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.bool_]]":
    """Keys and names; the country needs no key."""
    import numpy as np

    said, names = _texts(body, column), _texts(body, laid.name)
    if laid.beside:
        said, names = (np.array(each, dtype=object) for each in zip(*map(key_and_name, said), strict=True))
    nation = np.array([named(key or name) == NATION for key, name in zip(said, names, strict=True)], dtype=bool)
    names = np.where(nation & (names == ""), said, names)
    keys = np.array([c.replace(" ", "") if c[:1].isdigit() else c for c in np.where(nation, NATION, said)], dtype=object)
    keys, names = _filled_down(body, laid, keys, names)
    return keys, names, np.array([bool(LOOSE.fullmatch(c)) for c in keys], dtype=bool)


def _filled_down(body: "pd.DataFrame", laid: Layout, keys: "npt.NDArray[Any]", names: "npt.NDArray[Any]") -> "tuple[npt.NDArray[Any], npt.NDArray[Any]]":
    """Keys and names that stand only in the first row of several for one area: those below have neither, but a characteristic."""
    import numpy as np
    import pandas as pd

    said = np.any([_texts(body, c) != "" for c in laid.others], axis=0) if laid.others else np.zeros(len(body), dtype=bool)
    below = (keys == "") & (names == "") & said
    return tuple(pd.Series(each).mask(below).ffill().fillna("").to_numpy(dtype=object) for each in (keys, names)) if below.any() else (keys, names)  # type: ignore[return-value] # two


def _filled(body: "pd.DataFrame", laid: Layout) -> "npt.NDArray[np.bool_]":
    """Rows with something in a column of figures."""
    block = body[list(laid.values)]
    return (block.notna() & (block != "")).any(axis=1).to_numpy(dtype=bool)


def _dates(file: str, laid: Layout, columns: Sequence[header.Head], body: "pd.DataFrame", titles: Sequence[str], about: Sequence[str]) -> "tuple[list[Moment], npt.NDArray[np.intp]]":  # noqa: PLR0917 (the parts of a table)
    """Different dates, and that of each row, else of each column: its own, that of the title, that of the cover."""
    import pandas as pd

    if laid.date is not None:
        return _dates_of_rows(file, laid.date, body[laid.date])
    whole = [] if all(c.date for c in columns) else dated(titles) or dated(t for t in about if _REPORTED.search(t))
    if len(whole) != 1 and not all(c.date for c in columns):
        which = f"gefunden: {', '.join(map(_said, whole)) or 'keines'}"
        raise DataError(file, [f"Unklar, für welches Jahr oder welchen Stichtag die Zahlen gelten – {which}. Erwartet wird ein Datum im Titel, in der Kopfzeile oder in einer Spalte »Jahr« oder »Stichtag«."])
    codes, different = pd.factorize(pd.Series([c.date or whole[0] for c in columns], dtype=object))
    return list(different), codes[None, :]


def _dates_of_rows(file: str, column: int, cells: "pd.Series[Any]") -> "tuple[list[Moment], npt.NDArray[np.intp]]":
    """Different dates, and that of each row; all cells that hold none are faults."""
    import pandas as pd

    codes, different = pd.factorize(cells.replace("", None).ffill(), use_na_sentinel=False)
    found = [moment(c) for c in different]
    faults = [f"Zeile {row}, Spalte {letter(column)}: »{text(different[int(c)])}« – erwartet ein Datum wie 31.12.2022 oder ein Jahr mit vier Ziffern." for row, c in zip(cells.index, codes, strict=True) if found[c] is None]
    if faults:
        raise DataError(file, faults)
    return [m for m in found if m], codes[:, None]


def _said(date: Moment) -> str:
    """Date for a message."""
    return date.note or (f"{date.day:%d.%m.%Y}" if date.day else str(date.year))


def _characteristics(file: str, laid: Layout, body: "pd.DataFrame", keys: "npt.NDArray[Any]", date: "npt.NDArray[np.intp]") -> "tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], list[str]]":
    """Code of the area of each row, and of its further characteristics, such as sex, with their words: none where each area has one row per date."""
    import numpy as np
    import pandas as pd

    area = pd.factorize(keys)[0]
    pairs = pd.DataFrame({"area": area, "date": np.broadcast_to(date[:, :1], (len(body), 1))[:, 0]})
    if not pairs.duplicated().any():
        return area, np.zeros(len(body), dtype=np.intp), [""]
    own = pd.Series(_texts(body, laid.name)).replace("", None).groupby(area).nunique().max() > 1
    columns = [laid.name, *laid.others] if own else list(laid.others)
    cells = [[w for w in row if w] for row in zip(*(_texts(body, c) for c in columns), strict=True)] or [[]] * len(body)
    words, short = [", ".join(row) for row in cells], [", ".join(w for w in row if not header.is_total(w)) for row in cells]
    codes, different = pd.factorize(np.array(short if len(set(short)) == len(set(words)) else words, dtype=object))
    twice = pairs.assign(extra=codes).duplicated()
    if twice.any():
        faults = [f"Zeile {body.index[int(i)]}: Das Gebiet »{keys[i]}« steht für denselben Zeitpunkt mehrfach da. Erwartet wird eine Zeile je Gebiet und Zeitpunkt, oder eine Spalte, die sie unterscheidet." for i in np.flatnonzero(twice)]
        raise DataError(file, faults)
    return area, codes, list(different)


def _marks(laid: Layout, body: "pd.DataFrame") -> "npt.NDArray[Any] | None":
    """Quality marks beside the figures; None where there are none."""
    import numpy as np

    return np.column_stack([_texts(body, laid.marks.get(c)) for c in laid.values]) if laid.marks else None


def _unused(rows: Sequence[Row], columns: Sequence[int]) -> list[str]:
    """Columns of text that say nothing about the figures here, which nobody may overlook."""
    named = [f"{letter(c)} »{' '.join(filter(None, (text(row[c]) for row in rows)))}«" for c in columns]
    return [f"Spalten ohne Zahlen bleiben außen vor: {', '.join(named)}."] if named else []


def _torn(foot: str | None, titles: Sequence[str]) -> list[str]:
    """Whether the foot is missing with which a CSV file of GENESIS ends: it is written last."""
    genesis = any(re.match(r"(?:GENESIS-)?Tabelle:", t) for t in titles[:1])
    return ["Die Fußzeile fehlt, mit der Tabellen von GENESIS enden: Ist die Datei vollständig heruntergeladen?"] if genesis and foot == "" else []


def _lost(keyless: "npt.NDArray[np.bool_]", data: "npt.NDArray[np.bool_]", start: int) -> list[str]:
    """Rows among those with figures that have no key, which nobody may overlook."""
    import numpy as np

    lost = np.flatnonzero(keyless[: np.flatnonzero(data)[-1]])
    return [f"{len(lost)} Zeilen mit Zahlen, aber ohne amtlichen Schlüssel bleiben außen vor, zuerst Zeile {lost[0] + start}."] if len(lost) else []
