"""ffcsv: one figure per row, in the form of 2025 and in the one before; Zensus 2022 among them."""

import functools
import itertools
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workbench.errors import DataError
from workbench.read.official import header, publishers
from workbench.read.official.dates import each
from workbench.read.official.facts import BY_2, Facts, Found, Origin, distinct, found
from workbench.read.official.keys import NATION, is_key, level_of
from workbench.read.official.layout import grid, letter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_REGION = re.compile(r"DINSG|DG|DLAND|BLAND|REGBEZ|KREIS\w*|GEMEIN\w*|GEO[A-Z]{2}\d?|SAMT\w*|VERBG\w*")
_NO_THOUSANDS = re.compile(r"\d\.(?:\d{1,2}|\d{4,})$|^-?0\.|\d{4,}\.")
_VALUE = re.compile(r"[^_].*?__.+__[^_].*")  # code, label and unit of a column of values
_PARTS = ("code", "label", "attribute_code", "attribute_label")


NEW, OLD = frozenset({"statistics_code", "value"}), frozenset({"statistik_code", "zeit"})  # what a first line names, in small letters
_OLD = (("Statistik_", "statistics_"), ("Auspraegung_", "variable_attribute_"), ("Merkmal_", "variable_"), ("Zeit", "time"), ("_Code", "_code"), ("_Label", "_label"))  # names of columns before 2025, and since


def new(file: str, text: str, separator: str) -> Found:
    """Read the form of 2025: value, unit and variable stand in columns of their own."""
    frame = grid(file, text, separator)
    for c in ("value_unit", "value_variable_label", "value_variable_code"):
        frame[c] = frame.get(c, "")
    frame["value_label"] = frame["value_variable_label"].where(frame["value_variable_label"] != "", frame["value_variable_code"])
    return _read(file, frame.assign(at=list(frame.columns).index("value")), lambda name: name)


def old(file: str, text: str, separator: str) -> Found:
    """Read the form before: each variable has a column of values, perhaps with one of quality marks."""
    import pandas as pd

    frame = grid(file, text, separator)
    frame.columns = frame.columns.str.strip()
    last = max((i for i, c in enumerate(frame.columns) if c.endswith("_Auspraegung_Label")), default=-1)
    values = [(i, c) for i, c in enumerate(frame.columns) if i > last and not c.endswith("__q")]
    if last < 0 or not values:
        raise DataError(file, ["Es fehlen Spalten des Formats ffcsv: »1_Auspraegung_Label« und dahinter die Werte."])
    kept = frame.iloc[:, : last + 1].rename(columns=lambda name: _swapped(name, _OLD))
    parts = []
    for i, c in values:
        label, _, unit = c.partition("__")[2].rpartition("__") if _VALUE.fullmatch(c) else (c, "", "")
        marks = next((frame[m] for m in (f"{c}__q", f"{c.rpartition('__')[0]}__q") if m in frame), "")
        parts.append(kept.assign(value=frame[c], value_q=marks, value_label=label.replace("_", " "), value_unit=unit, at=i))
    return _read(file, pd.concat(parts), lambda name: _swapped(name, [(new, old) for old, new in _OLD]))


def _swapped(name: str, words: Sequence[tuple[str, str]]) -> str:
    """Name of a column in the other form."""
    return functools.reduce(lambda made, pair: made.replace(*pair), words, name)


def _read(file: str, frame: "pd.DataFrame", said: Callable[[str], str]) -> Found:
    """Figures of a long frame with the names of 2025; messages say those of the file."""
    count = next(i for i in itertools.count() if f"{i + 1}_variable_attribute_code" not in frame)
    wanted = ["statistics_code", "statistics_label", "time", *(f"{i}_variable_{part}" for i in range(1, count + 1) for part in _PARTS)]
    if lacking := [f"»{said(c)}«" for c in wanted if c not in frame]:
        raise DataError(file, [f"Es fehlen Spalten des Formats ffcsv: {', '.join(lacking)}. Bitte neu herunterladen."])
    if frame.empty:
        raise DataError(file, ["Unter der Kopfzeile stehen keine Daten."])
    region = _region(file, frame, count)
    code, name, kind, word = (f"{region}_variable_{part}" for part in ("attribute_code", "attribute_label", "code", "label"))
    total = (frame[code] == "") & (frame[kind] == "DLAND")  # tables by Land give the country as the total over all Länder, without a key
    frame = frame.assign(value=_pointed(file, frame["value"]), **{code: frame[code].mask(total, NATION), name: frame[name].mask(total, "Deutschland")})
    area, areas = distinct(frame, [code, kind])
    month = next((i for i in range(1, count + 1) if (frame[f"{i}_variable_code"] == "MONAT").all()), None)
    times = frame["time"] if month is None else frame[f"{month}_variable_attribute_label"] + " " + frame["time"]
    date, moments = each(file, times, said("time"), "ein Datum wie 2024-12-31 oder ein Jahr")
    indicator, indicators = _indicators(frame, [i for i in range(1, count + 1) if i not in {region, month}])
    places, rows = frame["at"].to_numpy(), frame.index.to_numpy()
    facts = Facts(
        list(areas[code]), list(areas[name]), [level_of(k) or level_of(w) for k, w in zip(areas[kind], areas[word], strict=True)], indicators, moments, area, indicator, date,
        frame["value"].to_numpy(dtype=object), frame["value_q"].to_numpy(dtype=object) if "value_q" in frame else None, lambda i: f"Zeile {rows[i] + 2}, Spalte {letter(int(places[i]))}",
    )  # fmt: skip
    return found(file, facts, _origin(frame, list(areas[word])))


def _pointed(file: str, values: "pd.Series[str]") -> "pd.Series[str]":
    """Values with decimal commas: the English form of a table writes points. The format has no thousands separator, so that a point is nothing else."""
    point = values.str.contains(r"\d\.\d", regex=True)
    if not point.any() or values.str.contains(r"\d,\d", regex=True).any():
        return values
    if not values[point].str.contains(_NO_THOUSANDS).any():
        raise DataError(file, [f"Spalte »{values.name}«: »{values[point].iloc[0]}« kann ein Dezimalpunkt sein oder ein Tausenderpunkt. Bitte die deutsche Fassung der Tabelle herunterladen und nicht in Excel speichern."])
    return values.str.replace(".", ",").where(point, values)


def _region(file: str, frame: "pd.DataFrame", count: int) -> int:
    """Number of the variable that names areas: by its code or label, else the one whose attributes are keys."""
    for i in range(1, count + 1):
        if all(map(_REGION.fullmatch, frame[f"{i}_variable_code"].unique())) or all(map(level_of, frame[f"{i}_variable_label"].unique())):
            return i
    for i in range(1, count + 1):
        attributes = frame[f"{i}_variable_attribute_code"].unique()
        if len(attributes) > 1 and all(len(a) > 1 and is_key(a) for a in attributes):
            return i
    raise DataError(file, ["Keine der Spalten nennt Gebiete. Erwartet wird eine Tabelle nach Bund, Ländern, Kreisen oder Gemeinden (Merkmal DINSG, DLAND, REGBEZ, KREISE, GEMEIN oder GEO…)."])


def _indicators(frame: "pd.DataFrame", variables: Sequence[int]) -> "tuple[npt.NDArray[np.intp], list[tuple[str, str]]]":
    """Codes and different indicators: variable of the value, then the attributes that are no totals."""
    codes, rows = distinct(frame, ["value_label", "value_unit", *(f"{i}_variable_attribute_{part}" for i in variables for part in ("code", "label"))])
    parts = [rows[[f"{i}_variable_{part}" for part in ("attribute_code", "attribute_label", "label")]].to_numpy().tolist() for i in variables]
    made = []
    for full in (False, True):
        said = [", ".join(filter(None, (_said(*part[at], full=full) for part in parts))) for at in range(len(rows))]
        made = [(": ".join(filter(None, (label, words))), unit) for label, unit, words in zip(rows["value_label"], rows["value_unit"], said, strict=True)]
        if len({n for n, _ in made}) == len(made):
            break
    return codes, made


def _said(code: str, label: str, variable: str, *, full: bool) -> str:
    """Attribute as part of a name; an empty code or »Insgesamt« means all."""
    if full:
        return f"{variable}: {label or 'Insgesamt'}"
    return "" if not code or header.is_total(label) else label


def _origin(frame: "pd.DataFrame", words: Sequence[str]) -> Origin:
    """Origin: the file names statistic and territory, and never its licence, which the offices publish for all tables."""
    code, label = frame[["statistics_code", "statistics_label"]].iloc[0]
    texts = [label, *dict.fromkeys(map(str, words))]
    census = publishers.census_table("", f"{code}-") or publishers.census_table(label, "")
    return Origin(
        "Zensus 2022 (ffcsv)" if census else "ffcsv", f"{code} {label}".strip(), f"{publishers.GENESIS}: {label} ({code})", BY_2,
        publishers.basis_of(label, f"{code}-"), publishers.territory(texts), publishers.CENSUS if census else 0, publishers.averages("\n".join([code, *texts])),
    )  # fmt: skip
