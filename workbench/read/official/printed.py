"""Printed tables: classic GENESIS, Landesdatenbank NRW, Statistikamt Nord, Bundesagentur für Arbeit, and wide tables that people type."""

import dataclasses
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError
from workbench.read.official import header
from workbench.read.official.dates import Moment, dated, moment, months
from workbench.read.official.facts import Facts, Found, found
from workbench.read.official.keys import LAENDER, NATION, OTHER, is_key, level_of, named
from workbench.read.official.layout import LOOSE, Layout, Row, is_figure, key_and_name, letter, text
from workbench.read.official.publishers import BA, NORD, REGIONAL, origin, title_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

KREIS = "Kreis"
_LEVEL = re.compile(r"ebene|raumbezug|aggregat", re.IGNORECASE)
_ONE_AREA = "Gilt die Tabelle einem einzigen Gebiet, mit den Kennzahlen in den Zeilen, muss über der Zeile mit den Jahren dessen Schlüssel vor dem Namen stehen (»05562012 Dorsten, Stadt«). Fehlt er (Arbeitsmarktreport), bitte stattdessen eine Tabelle nach Gemeinden oder Kreisen laden oder die Zahlen in eine eigene Tabelle übertragen."
_REPORTED = re.compile(r"bericht|stichtag", re.IGNORECASE)  # a cover names the day of printing, too
_PARTS = re.compile(r"stadtteil|ortsteil|stadtbezirk|statistische\w* gebiet|stat\.? ?geb|baublock|quartier|stadtgebiet|^bezirk|\bagentur|jobcenter|\bträger|geschäftsstelle", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Table:
    """A table in its parts.

    Parameters
    ----------
    name
        Of file or sheet.
    top
        First rows, title and header among them.
    body
        All rows from the first of figures on, columns by position.
    start
        Row number of the first of them, as Excel shows it.
    foot
        Text that is known to stand below the figures.
    about
        Text of covers and imprints, for what the table itself does not say.
    text
        Whether it comes from a text file, and not from a sheet.

    """

    name: str
    top: Sequence[Row]
    body: "pd.DataFrame"
    start: int
    foot: str = ""
    about: Sequence[str] = ()
    text: bool = False


def printed(file: str, table: Table, laid: Layout) -> Found:
    """Read a printed table.

    Parameters
    ----------
    file
        Name of the file, for messages.
    table
        The table in its parts.
    laid
        Where things stand in it.

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
    import pandas as pd

    titles, rows = header.split(table.top[: laid.first], laid)
    keys, names, data, foot = _rows(table, laid)
    if not data.any():
        raise DataError(file, ["Unter der Kopfzeile stehen keine Zeilen mit Schlüssel und Zahlen."])
    about = [*table.about, *([REGIONAL] if any(text(c) == "_RS" for row in rows for c in row) else [])]
    source = origin(titles, "\n".join(filter(None, (table.foot, foot))), name=table.name, about=about)
    parts = _parts(rows, laid)
    if laid.key is None and not parts and not source.source.startswith(NORD):
        _only_laender(file, keys[data])
    body, positions = table.body[data], np.flatnonzero(data)
    columns = header.heads(rows, laid)
    base, unit = header.base_of(titles)
    labels, doubled = _unique(header.names(columns, base=base, title=title_of(titles), name=table.name), columns, laid)
    moments, date = _dates(file, laid, columns, body.set_axis(positions + table.start), titles, about)
    moments = months(moments) if source.source.startswith(BA) else moments
    area, codes = pd.factorize(keys[data])
    different = [str(k) for k in codes]
    named = pd.Series(names[data]).groupby(area).first()
    extra = _extra(file, laid, body, area, date, different, positions + table.start)
    facts = _facts(laid, body, [(n, c.unit or unit) for n, c in zip(labels, columns, strict=True)], extra, moments, date, area, positions + table.start)
    level = OTHER if parts or laid.key is None else KREIS if any(re.search(r"\bKreise", t) and "Gemeinden" not in t for t in [*titles, *_left(rows, laid)]) else ""
    if extra[1] != [""] and pd.Series(names[data]).groupby(area).nunique().max() > 1:  # no names, but a characteristic
        named = named.where(named == "", "")
    given = next((c for c in laid.others if any(_LEVEL.search(text(row[c])) for row in rows if c < len(row))), None)
    said = pd.Series([text(c) for c in body[given]] if given is not None else [""] * len(body)).groupby(area).first()
    levels = [_leveled(k, n, level_of(w) or level) for k, n, w in zip(different, named, said, strict=True)]
    unlike = [f"{parts} {k}" if of == OTHER and is_key(k) else k for k, of in zip(different, levels, strict=True)]
    facts = dataclasses.replace(facts, keys=unlike, names=named.tolist(), levels=levels)
    notes = (*_torn(table, titles), *_unnamed(table, columns, labels), *doubled, *_lost(table, laid, data), *_unused(rows, laid, given, extra))
    return found(file, facts, dataclasses.replace(source, notes=(*notes, *source.notes)))


def _only_laender(file: str, keys: "npt.NDArray[Any]") -> None:
    """Refuse names for keys, unless most of them are those of Länder."""
    if 2 * sum(map(is_key, keys)) <= len(keys):
        raise DataError(file, [f"Keine Spalte enthält amtliche Schlüssel. Erwartet wird eine Spalte »Schlüssel« (AGS oder ARS), gefunden sind nur Namen wie »{keys[0]}«. {_ONE_AREA}"])


def _leveled(key: str, name: str, level: str) -> str:
    """Level that the table gives an area: by its title, which says nothing of the areas above."""
    if level == OTHER:
        return "" if LAENDER.get(key) == name or key == NATION else OTHER
    return level if len(key) > 5 else ""


def _left(rows: Sequence[Row], laid: Layout) -> list[str]:
    """Words of the header above keys and names."""
    return [text(row[c]) for row in rows for c in {laid.key or 0, laid.name or 0} if c < len(row) and text(row[c])]


def _parts(rows: Sequence[Row], laid: Layout) -> str:
    """Word for areas below the Gemeinde, where the header has one; their numbers are no official keys, however they look."""
    return next((w for w in _left(rows, laid) if _PARTS.search(w)), "")


def _rows(table: Table, laid: Layout) -> "tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.bool_], str]":
    """Keys and names of all rows, which of the rows have figures, and the text below the last of them."""
    import numpy as np

    body = table.body
    column = np.array([text(c) for c in body[laid.key if laid.key is not None else laid.name or 0]], dtype=object)
    names = np.array([text(c) for c in body[laid.name]], dtype=object) if laid.name is not None else np.array([""] * len(column), dtype=object)
    if laid.beside:
        both = [key_and_name(c) for c in column]
        column, names = np.array([k for k, _ in both], dtype=object), np.array([n for _, n in both], dtype=object)
    if laid.key is None:
        keyed = np.array([bool(c) and not is_figure(c) for c in column], dtype=bool)
        all_of_them = set(LAENDER.values()) <= set(column)
        names, column = column, np.array([named(c) or (NATION if all_of_them and header.is_total(c) else c) for c in column], dtype=object)
    else:
        nation = np.array([named(c or n) == NATION for c, n in zip(column, names, strict=True)], dtype=bool)  # which needs no key
        names = np.where(nation & (names == ""), column, names)
        column = np.array([NATION if it else c.replace(" ", "") if c[:1].isdigit() else c for c, it in zip(column, nation, strict=True)], dtype=object)
        column, names = _filled_down(body, laid, column, names)
        keyed = np.array([bool(LOOSE.fullmatch(c)) for c in column], dtype=bool)
    data = keyed & _filled(body, laid)
    last = int(np.flatnonzero(data)[-1]) + 1 if data.any() else 0
    foot = "\n".join(" ".join(dict.fromkeys(w for c in row if (w := text(c)))) for row in body.iloc[last:].itertuples(index=False))
    return column, names, data, foot.strip()


def _filled_down(body: "pd.DataFrame", laid: Layout, column: "npt.NDArray[Any]", names: "npt.NDArray[Any]") -> "tuple[npt.NDArray[Any], npt.NDArray[Any]]":
    """Keys and names that stand only in the first row of several for one area: those below have neither, but a characteristic."""
    import numpy as np
    import pandas as pd

    said = np.array([any(map(text, row)) for row in body[list(laid.others)].itertuples(index=False)], dtype=bool)
    below = (column == "") & (names == "") & said
    if not below.any():
        return column, names
    return tuple(pd.Series(each).mask(below).ffill().fillna("").to_numpy(dtype=object) for each in (column, names))  # type: ignore[return-value] # two


def _filled(body: "pd.DataFrame", laid: Layout) -> "npt.NDArray[np.bool_]":
    """Rows with something in a column of figures."""
    block = body[list(laid.values)]
    return (block.notna() & (block != "")).any(axis=1).to_numpy(dtype=bool)


def _unique(names: Sequence[str], columns: Sequence[header.Head], laid: Layout) -> tuple[list[str], list[str]]:
    """Names, told apart by their column where two are the same, and what to say of that."""
    seen: set[object] = set()
    made, said = [], []
    for name, column, c in zip(names, columns, laid.values, strict=True):
        double = (name, column.date) in seen
        seen.add((name, column.date))
        made.append(f"{name} (Spalte {letter(c)})" if double else name)
        said += [f"Die Überschrift »{name}« steht mehrfach da; die Kennzahl aus Spalte {letter(c)} heißt »{made[-1]}«."] * double
    return made, said


def _unnamed(table: Table, columns: Sequence[header.Head], labels: Sequence[str]) -> list[str]:
    """Whether the name of an indicator is that of the file, because neither header nor title says one."""
    named = table.name in labels and not any(table.name in c.labels for c in columns)
    return [f"Weder Kopfzeile noch Titel nennt die Kennzahl; sie heißt wie Datei oder Blatt »{table.name}«. Eine Kopfzeile wie »Armutsquote 2022« nennt sie."] if named else []


def _dates(file: str, laid: Layout, columns: Sequence[header.Head], body: "pd.DataFrame", titles: Sequence[str], about: Sequence[str]) -> "tuple[list[Moment], npt.NDArray[np.intp]]":  # noqa: PLR0917 (the parts of a table)
    """Different dates, and the date of each cell: of its row, else of its column, else of the title, else of the cover."""
    import numpy as np
    import pandas as pd

    shape = (len(body), len(columns))
    if laid.date is not None:
        cells = body[laid.date].replace("", None).ffill()
        codes, different = pd.factorize(cells, use_na_sentinel=False)
        found = [moment(c) for c in different]
        faults = [f"Zeile {row}, Spalte {letter(laid.date)}: »{text(different[int(c)])}« – erwartet ein Datum wie 31.12.2022 oder ein Jahr mit vier Ziffern." for row, c in zip(body.index, codes, strict=True) if found[c] is None]
        if faults:
            raise DataError(file, faults)
        return [m for m in found if m], np.broadcast_to(codes[:, None], shape)
    whole = (dated(titles) or dated(t for t in about if _REPORTED.search(t))) if any(c.date is None for c in columns) else []
    if any(c.date is None for c in columns) and len(whole) != 1:
        which = f"gefunden: {', '.join(_said(m) for m in whole)}" if whole else "gefunden: keines"
        raise DataError(file, [f"Unklar, für welches Jahr oder welchen Stichtag die Zahlen gelten – {which}. Erwartet wird ein Datum im Titel, in der Kopfzeile oder in einer Spalte »Jahr« oder »Stichtag«."])
    each = [c.date or whole[0] for c in columns]
    different_dates = list(dict.fromkeys(each))
    return different_dates, np.broadcast_to(np.array([different_dates.index(m) for m in each], dtype=np.intp)[None, :], shape)


def _said(date: Moment) -> str:
    """Date for a message."""
    return date.note or (f"{date.day:%d.%m.%Y}" if date.day else str(date.year))


def _extra(  # noqa: PLR0917 (the parts of a table)
    file: str, laid: Layout, body: "pd.DataFrame", area: "npt.NDArray[np.intp]", date: "npt.NDArray[np.intp]", keys: Sequence[str], rows: "npt.NDArray[np.intp]"
) -> "tuple[npt.NDArray[np.intp], list[str]]":
    """Further characteristics of rows, such as sex; none where each area has one row per date."""
    import numpy as np
    import pandas as pd

    pairs = pd.DataFrame({"area": area, "date": date[:, 0] if date.shape[1] else 0})
    if not pairs.duplicated().any():
        return np.zeros(len(body), dtype=np.intp), [""]
    own = laid.name is not None and pd.Series([text(c) or None for c in body[laid.name]]).groupby(area).nunique().max() > 1
    cells = [list(filter(None, map(text, row))) for row in body[[laid.name, *laid.others] if own else list(laid.others)].itertuples(index=False)]
    words, short = [", ".join(row) for row in cells], [", ".join(w for w in row if not header.is_total(w)) for row in cells]
    words = short if len(set(short)) == len(set(words)) else words
    codes, different = pd.factorize(np.array(words, dtype=object))
    twice = pairs.assign(extra=codes).duplicated()
    if twice.any():
        faults = [f"Zeile {rows[i]}: Das Gebiet »{keys[area[i]]}« steht für denselben Zeitpunkt mehrfach da. Erwartet wird eine Zeile je Gebiet und Zeitpunkt, oder eine Spalte, die sie unterscheidet." for i in np.flatnonzero(twice)]
        raise DataError(file, faults)
    return codes, list(different)


def _facts(  # noqa: PLR0917 (the parts of a table)
    laid: Layout, body: "pd.DataFrame", columns: Sequence[tuple[str, str]], extra: "tuple[npt.NDArray[np.intp], list[str]]", moments: Sequence[Moment], date: "npt.NDArray[np.intp]", area: "npt.NDArray[np.intp]", rows: "npt.NDArray[np.intp]"
) -> Facts:
    """Cells of the figures row by row."""
    import numpy as np

    wide = len(columns)
    codes, words = extra
    indicators = [(name if header.is_total(w) else f"{name}{', ' if ': ' in name else ': '}{w}", unit) for w in words for name, unit in columns]
    cells = body[list(laid.values)].to_numpy(dtype=object).ravel()
    marks = None
    if laid.marks:
        blank = np.full(len(body), "", dtype=object)
        marks = np.column_stack([np.array([text(c) for c in body[laid.marks[c]]], dtype=object) if c in laid.marks else blank for c in laid.values]).ravel()
    return Facts(
        [], [], [], indicators, moments, np.repeat(area, wide), (codes[:, None] * wide + np.arange(wide)[None, :]).ravel(), date.ravel(), cells, marks,
        lambda i: f"Zeile {rows[i // wide]}, Spalte {letter(laid.values[i % wide])}",
    )  # fmt: skip


def _unused(rows: Sequence[Row], laid: Layout, level: int | None, extra: "tuple[npt.NDArray[np.intp], list[str]]") -> list[str]:
    """Columns of text that say nothing about the figures here, which nobody may overlook."""
    left = [c for c in laid.others if c != level] if extra[1] == [""] else []
    named = [f"{letter(c)} »{' '.join(filter(None, (text(row[c]) for row in rows if c < len(row))))}«" for c in left]
    return [f"Spalten ohne Zahlen bleiben außen vor: {', '.join(named)}."] if named else []


def _torn(table: Table, titles: Sequence[str]) -> list[str]:
    """Whether the foot is missing with which a CSV file of GENESIS ends: it is written last."""
    genesis = any(re.match(r"(?:GENESIS-)?Tabelle:", t) for t in titles[:1])
    return ["Die Fußzeile fehlt, mit der Tabellen von GENESIS enden: Ist die Datei vollständig heruntergeladen?"] if genesis and not table.foot and table.text else []


def _lost(table: Table, laid: Layout, data: "npt.NDArray[np.bool_]") -> list[str]:
    """Rows among those with figures that have no key, which nobody may overlook."""
    import numpy as np

    last = int(np.flatnonzero(data)[-1])
    lost = [i for i in np.flatnonzero(_filled(table.body, laid) & ~data) if i < last]
    return [f"{len(lost)} Zeilen mit Zahlen, aber ohne amtlichen Schlüssel bleiben außen vor, zuerst Zeile {lost[0] + table.start}."] if lost else []
