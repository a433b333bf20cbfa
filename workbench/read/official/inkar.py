"""INKAR of the BBSR: the long file of all indicators, the wide one, and the export of the web page."""

import csv
import dataclasses
import io
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import DataError
from workbench.read import tabular
from workbench.read.official.dates import Moment, each, moment
from workbench.read.official.facts import BY_2, Facts, Found, Origin, crossed, distinct, found
from workbench.read.official.keys import OTHER, level_of
from workbench.read.official.layout import grid, letter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

WIDE = frozenset({"raumbezug", "kennziffer", "name", "zeitbezug"})  # what a first line names, in small letters: a column per indicator
LONG = WIDE | {"indikator", "wert"}  # all indicators
EXPORT = {"kennziffer": "kennziffer", "raumeinheit": "name", "aggregat": "raumbezug"}  # export of the web page, and the same in the other files
_ACROSS = re.compile(r"region|typ|mittelbereich|nuts|lage|verbünde|metropol|arbeitsmarkt|wahlkreis|ost/west|stadt-land", re.IGNORECASE)
_SHOWN = 8  # so many indicators are named, the rest counted
CATALOGUE = ("kuerzel", "kurzname", "name")
_UNIT = re.compile(r"\b(?:in (?P<of>(?:[\d.]+ )?(?:%|€|Euro|km²|m²|qkm|ha|km|Minuten|Jahren)(?!-).*)|(?P<per>je .+))$")
_NOTE = "INKAR nennt keine Einheiten. Liegt der Indikatorenkatalog von INKAR (CSV mit »katalog« im Namen) im Ordner der Datei, so ergänzt er sie und die Namen."
_WHEN = "ein Jahr oder einen Zeitraum wie 2020-2022"
_PART = "Aus der Gesamtdatei sind nur die Gebiete dieses Imports gelesen."


def catalogue(file: str, text: str, separator: str) -> Found:
    """Refuse the catalogue of indicators, which holds no figures."""
    del text, separator
    raise DataError(file, ["Das ist der Indikatorenkatalog von INKAR; Zahlen enthält er nicht. Er gehört in den Ordner der INKAR-Datei: Beim Import jener Datei ergänzt er Namen und Einheiten."])


def explained(table: Found, folder: Path) -> Found:
    """Name indicators and their units after the catalogue that lies beside the file.

    Parameters
    ----------
    table
        Any table.
    folder
        Folder of its file.

    Returns
    -------
    Found
        A table of INKAR with the short name of each indicator in place of its sign, and with its unit; unchanged where there is no
        catalogue. A percentage is none where values lie outside of 0 to 100.
    """
    if table.origin.form != "INKAR" or not (found := _beside(folder)):
        return table
    file, known = found
    frame, signs = table.frame, [str(n) for n in table.frame["Kennzahl"].cat.categories]
    entries = {s: known[s] for s in signs if s in known}
    shared = Counter(short for short, _ in entries.values())
    names = {s: short if shared[short] == 1 else f"{short} ({s})" for s, (short, _) in entries.items() if s != short}
    beyond = set(frame.loc[~frame["Wert"].fillna(0).between(0, 100), "Kennzahl"].astype("str"))
    units = {s: unit for s, (_, unit) in entries.items() if unit and (unit != "%" or s not in beyond)}
    made = frame.assign(Einheit=frame["Kennzahl"].astype("str").map(units).fillna("").astype("category"), Kennzahl=frame["Kennzahl"].cat.rename_categories(names))
    without = [f"»{names.get(s, s)}«" for s in signs if s not in units]
    notes = [f"Ohne verwendbare Einheit im Indikatorenkatalog »{file}«: {', '.join(without[:_SHOWN])}{f' und {len(without) - _SHOWN} weitere' if len(without) > _SHOWN else ''}."] if without else []
    origin = dataclasses.replace(table.origin, table=f"{table.origin.table}, benannt nach »{file}«")
    return dataclasses.replace(table, origin=origin, frame=made, notes=(*notes, *(n for n in table.notes if n != _NOTE)))


def _beside(folder: Path) -> tuple[str, dict[str, tuple[str, str]]] | None:
    """Name of the catalogue in a folder, and short name and unit by the sign of an indicator, and by its short name; None where there is none."""
    for file in sorted(folder.glob("*[Kk]atalog*.csv")):
        text = tabular.decoded(file, tabular.content(file))
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
        if set(CATALOGUE) <= set(rows.fieldnames or ()):
            known: dict[str, tuple[str, str]] = {}
            for sign, short, name in (map(_plain, (row[c] for c in CATALOGUE)) for row in rows):
                unit = next(filter(None, said.groups()), "") if (said := _UNIT.search(name)) else ""
                for key in {sign, short}:
                    known[key] = short, unit if known.get(key, ("", unit))[1] == unit else ""
            return file.name, known
    return None


def long(file: str, text: str, separator: str) -> Found:
    """Read the file of all indicators."""
    return part(file, grid(file, text, separator))


def part(file: str, frame: "pd.DataFrame", *, whole: bool = True) -> Found:
    """Read rows of the file of all indicators; where some are left out, a message names a figure instead of its row."""
    import pandas as pd

    frame.columns = pd.Index([c.casefold() for c in frame.columns])
    indicator, names = _indicators(frame)
    column = letter(list(frame.columns).index("wert"))
    area, keys, labels, levels = _areas(frame)
    date, moments = each(file, frame["zeitbezug"], "Zeitbezug", _WHEN)

    def where(i: int) -> str:
        """Place of a figure in the file."""
        return f"Zeile {i + 2}, Spalte {column}" if whole else f"»{names[indicator[i]]}«, {labels[area[i]]} {moments[date[i]].year}"

    return _found(file, Facts(keys, labels, levels, [(n, "") for n in names], moments, area, indicator, date, frame["wert"].to_numpy(dtype=object), None, where), *(() if whole else (_PART,)))


def _indicators(frame: "pd.DataFrame") -> "tuple[npt.NDArray[np.intp], list[str]]":
    """Codes and names of the different indicators; where several have one name, what else the file says of each stands behind it."""
    parts = [c for c in ("indikator", "kuerzel", "bereich") if c in frame]
    code, rows = distinct(frame, parts)
    names = rows["indikator"].map(_plain)
    for part in parts[1:]:
        several = rows[part].groupby(names).transform("nunique") > 1
        names = names.where(~several, names + " (" + rows[part] + ")")
    return code, names.tolist()


def wide(file: str, text: str, separator: str) -> Found:
    """Read a file with a column per indicator."""
    frame = grid(file, text, separator)
    values = [i for i, c in enumerate(frame.columns) if c.casefold() not in WIDE and not c.startswith("Unnamed")]
    names = [frame.columns[i] for i in values]
    frame.columns = frame.columns.str.casefold()
    date, moments = each(file, frame["zeitbezug"], "Zeitbezug", _WHEN)
    return _found(file, _table(values, names, frame, moments, date[:, None], 2))


def export(file: str, text: str, separator: str) -> Found:
    """Read the export of the web page: the second row holds the years."""
    import numpy as np

    names, when = itertools.islice(itertools.chain(csv.reader(io.StringIO(text), delimiter=separator), ([], [])), 2)
    values = [i for i, name in enumerate(names) if name.strip() and name.casefold() not in EXPORT]
    years = [moment(when[i]) if i < len(when) else None for i in values]
    if None in years or not years:
        raise DataError(file, ["In der zweiten Zeile wird unter jedem Indikator ein Jahr erwartet."])
    frame = grid(file, text, separator, skip=2, head=False).iloc[:, : len(names)]
    if frame.shape[1] <= max(values):
        raise DataError(file, ["Unter den beiden Kopfzeilen steht nicht für jeden Indikator ein Wert. Bitte neu herunterladen."])
    frame = frame.rename(columns={i: EXPORT.get(name.casefold(), i) for i, name in enumerate(names)})
    frame = frame[frame["kennziffer"].str.strip() != ""].reset_index(drop=True)
    moments = list(dict.fromkeys(m for m in years if m))
    date = np.array([moments.index(m) for m in years if m], dtype=np.intp)
    return _found(file, _table(values, [names[i] for i in values], frame, moments, date, 3))


def _table(values: Sequence[int], names: Sequence[str], frame: "pd.DataFrame", moments: Sequence[Moment], date: "npt.NDArray[np.intp]", first: int) -> Facts:  # noqa: PLR0917 (the parts of a table)
    """Cells of a wide table; the same indicator at several dates is one."""
    import numpy as np
    import pandas as pd

    area, *known = _areas(frame)
    indicator, different = pd.factorize(np.array(list(map(_plain, names)), dtype=object))
    cells = frame.iloc[:, list(values)].to_numpy(dtype=object)
    return crossed((known[0], known[1], known[2]), [(n, "") for n in different], moments, (area[:, None], indicator, date), cells, range(first, first + len(cells)), values)


def _areas(frame: "pd.DataFrame") -> "tuple[npt.NDArray[np.intp], list[str], list[str], list[str]]":
    """Codes, keys, names and levels of the different areas; regions that are no part of the administration keep their kind before the number."""
    area, rows = distinct(frame, ["raumbezug", "kennziffer"])
    words, keys = list(rows["raumbezug"]), list(rows["kennziffer"])
    levels = [_level(word, key) for word, key in zip(words, keys, strict=True)]
    return area, [f"{word} {key}" if level == OTHER else key for word, key, level in zip(words, keys, levels, strict=True)], list(rows["name"]), levels


def _level(word: str, key: str) -> str:
    """Level of a kind of area; a kreisfreie Stadt in an export by Kreise is one of them."""
    if _ACROSS.search(word):
        return OTHER
    return "Kreis" if len(key) <= 5 and level_of(word) == "Gemeinde" else level_of(word) or OTHER


def _plain(name: str) -> str:
    """Name with single spaces."""
    return " ".join(str(name).split())


def _found(file: str, facts: Facts, *notes: str) -> Found:
    """With what holds for all of INKAR."""
    return found(file, facts, Origin("INKAR", f"{len(facts.indicators)} Indikatoren", "BBSR Bonn: INKAR", BY_2, notes=(_NOTE, *notes)))
