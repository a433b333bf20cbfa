"""ffcsv: one figure per row, in the form of 2025 and in the one before; Zensus 2022 among them."""

import dataclasses
import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError
from workbench.read.official import header, publishers
from workbench.read.official.dates import Moment, moment
from workbench.read.official.facts import BY_2, Facts, Found, Origin, found
from workbench.read.official.keys import NATION, is_key, level_of
from workbench.read.official.layout import grid, letter

if TYPE_CHECKING:
    import pandas as pd

_REGION = re.compile(r"DINSG|DG|DLAND|BLAND|REGBEZ|KREIS\w*|GEMEIN\w*|GEO[A-Z]{2}\d?|SAMT\w*|VERBG\w*")
_NO_THOUSANDS = re.compile(r"\d\.(?:\d{1,2}|\d{4,})$|^-?0\.|\d{4,}\.")
_VALUE = re.compile(r"(?P<code>[^_].*?)__(?P<label>.+)__(?P<unit>[^_].*)")


@dataclasses.dataclass(frozen=True)
class _Form:
    """Names of the columns in one of the two forms; `{}` stands for the number of a variable."""

    code: str
    label: str
    time: str
    variable: str
    variable_label: str
    attribute: str
    attribute_label: str


_NEW = _Form("statistics_code", "statistics_label", "time", "{}_variable_code", "{}_variable_label", "{}_variable_attribute_code", "{}_variable_attribute_label")
_OLD = _Form("Statistik_Code", "Statistik_Label", "Zeit", "{}_Merkmal_Code", "{}_Merkmal_Label", "{}_Auspraegung_Code", "{}_Auspraegung_Label")


def is_new(head: Sequence[str]) -> bool:
    """Whether a first line is that of the form of 2025."""
    return {"statistics_code", "value"} <= set(head)


def is_old(head: Sequence[str]) -> bool:
    """Whether a first line is that of the form before."""
    return {"Statistik_Code", "Zeit"} <= set(head)


def new(file: str, text: str, separator: str) -> Found:
    """Read the form of 2025: value, unit and variable stand in columns of their own."""
    frame = grid(file, text, separator)
    optional = {c: frame.get(c, "") for c in ("value_unit", "value_variable_label", "value_variable_code")}
    frame = frame.assign(**optional)
    labels = frame["value_variable_label"].where(frame["value_variable_label"] != "", frame["value_variable_code"])
    return _read(file, frame.assign(value_label=labels), _NEW, frame["value_q"].to_numpy(dtype=object) if "value_q" in frame else None, "value")


def old(file: str, text: str, separator: str) -> Found:
    """Read the form before: each variable has a column of values, perhaps with one of quality marks."""
    import pandas as pd

    frame = grid(file, text, separator)
    frame.columns = frame.columns.str.strip()
    last = max((i for i, c in enumerate(frame.columns) if c.endswith("_Auspraegung_Label")), default=-1)
    values = [c for c in frame.columns[last + 1 :] if not c.endswith("__q")]
    if last < 0 or not values:
        raise DataError(file, ["Es fehlen Spalten des Formats ffcsv: »1_Auspraegung_Label« und dahinter die Werte."])
    parts = []
    for c in values:
        named = _VALUE.fullmatch(c)
        marks = next((frame[m] for m in (f"{c}__q", f"{c.rpartition('__')[0]}__q") if m in frame), "")
        more = {"value": frame[c], "value_q": marks, "value_label": named["label"].replace("_", " ") if named else c.replace("_", " "), "value_unit": named["unit"] if named else ""}
        parts.append(frame.iloc[:, : last + 1].assign(**more, at=list(frame.columns).index(c)))
    long = pd.concat(parts)
    return _read(file, long, _OLD, long["value_q"].to_numpy(dtype=object), "value")


def _read(file: str, frame: "pd.DataFrame", form: _Form, marks: "Any", value: str) -> Found:  # noqa: ANN401 (an array or nothing)
    """Figures of a long frame."""
    import numpy as np
    import pandas as pd

    count = next(i for i in itertools.count() if form.attribute.format(i + 1) not in frame)
    wanted = [form.code, form.label, form.time, *(c.format(i) for i in range(1, count + 1) for c in (form.variable, form.variable_label, form.attribute, form.attribute_label))]
    if lacking := [c for c in wanted if c not in frame]:
        raise DataError(file, [f"Es fehlen Spalten des Formats ffcsv: {', '.join(f'»{c}«' for c in lacking)}. Bitte neu herunterladen."])
    if frame.empty:
        raise DataError(file, ["Unter der Kopfzeile stehen keine Daten."])
    region = _region(file, frame, form, count)
    frame = frame.assign(**{value: _pointed(file, frame[value])}, **_whole(frame, form, region))
    areas = pd.MultiIndex.from_frame(frame[[form.attribute.format(region), form.variable.format(region)]])
    area, different = pd.factorize(areas)
    first = np.unique(area, return_index=True)[1]
    names, words = frame[form.attribute_label.format(region)].to_numpy()[first], frame[form.variable_label.format(region)].to_numpy()[first]
    levels = [level_of(code) or level_of(word) for (_, code), word in zip(different, words, strict=True)]
    month = next((i for i in range(1, count + 1) if (frame[form.variable.format(i)] == "MONAT").all()), None)
    times = frame[form.time] if month is None else frame[form.attribute_label.format(month)] + " " + frame[form.time]
    date, moments = _moments(file, times, form.time)
    indicator, indicators = _indicators(frame, form, [i for i in range(1, count + 1) if i not in {region, month}])
    column = letter(list(frame.columns).index(value))
    places = frame["at"].to_numpy() if "at" in frame else None
    rows = frame.index.to_numpy()
    facts = Facts(
        [k for k, _ in different], list(names), levels, indicators, moments, area, indicator, date, frame[value].to_numpy(dtype=object), marks,
        lambda i: f"Zeile {rows[i] + 2}, Spalte {letter(int(places[i])) if places is not None else column}",
    )  # fmt: skip
    return found(file, facts, _origin(frame, form, list(words)))


def _pointed(file: str, values: "pd.Series[str]") -> "pd.Series[str]":
    """Values with decimal commas: the English form of a table writes points. The format has no thousands separator, so that a point is nothing else."""
    point = values.str.contains(r"\d\.\d", regex=True)
    if not point.any() or values.str.contains(r"\d,\d", regex=True).any():
        return values
    if not values[point].str.contains(_NO_THOUSANDS).any():
        raise DataError(file, [f"Spalte »{values.name}«: »{values[point].iloc[0]}« kann ein Dezimalpunkt sein oder ein Tausenderpunkt. Bitte die deutsche Fassung der Tabelle herunterladen und nicht in Excel speichern."])
    return values.str.replace(".", ",").where(point, values)


def _whole(frame: "pd.DataFrame", form: _Form, region: int) -> "dict[str, pd.Series[str]]":
    """Key and name of the country, which tables by Land give as the total over all Länder, without a key."""
    code, label = (form.attribute.format(region), form.attribute_label.format(region))
    total = (frame[code] == "") & (frame[form.variable.format(region)] == "DLAND")
    return {code: frame[code].mask(total, NATION), label: frame[label].mask(total, "Deutschland")} if total.any() else {}


def _region(file: str, frame: "pd.DataFrame", form: _Form, count: int) -> int:
    """Number of the variable that names areas: by its code or label, else the one whose attributes are keys."""
    for i in range(1, count + 1):
        codes, labels = frame[form.variable.format(i)].unique(), frame[form.variable_label.format(i)].unique()
        if all(_REGION.fullmatch(c) for c in codes) or all(level_of(w) for w in labels):
            return i
    for i in range(1, count + 1):
        attributes = frame[form.attribute.format(i)].unique()
        if len(attributes) > 1 and all(len(a) > 1 and is_key(a) for a in attributes):
            return i
    raise DataError(file, ["Keine der Spalten nennt Gebiete. Erwartet wird eine Tabelle nach Bund, Ländern, Kreisen oder Gemeinden (Merkmal DINSG, DLAND, REGBEZ, KREISE, GEMEIN oder GEO…)."])


def _moments(file: str, times: "pd.Series[str]", name: str) -> "tuple[Any, list[Moment]]":
    """Codes and different dates."""
    import pandas as pd

    codes, different = pd.factorize(times.to_numpy(dtype=object))
    dates = [moment(t) for t in different]
    if None in dates:
        raise DataError(file, [f"Spalte {name}: »{different[dates.index(None)]}« – erwartet ein Datum wie 2024-12-31 oder ein Jahr."])
    return codes, [d for d in dates if d]


def _indicators(frame: "pd.DataFrame", form: _Form, variables: Sequence[int]) -> "tuple[Any, list[tuple[str, str]]]":
    """Codes and different indicators: variable of the value, then the attributes that are no totals."""
    import pandas as pd

    columns = ["value_label", "value_unit", *(c.format(i) for i in variables for c in (form.attribute, form.attribute_label))]
    mixed = pd.Series(0, index=range(len(frame)))
    for c in columns:
        codes, words = pd.factorize(frame[c].to_numpy(dtype=object))
        mixed = pd.Series(pd.factorize(mixed.to_numpy() * len(words) + codes)[0])
    first = mixed.drop_duplicates().index
    rows = frame.iloc[first][["value_label", "value_unit"]]
    parts = [frame.iloc[first][[c.format(i) for c in (form.attribute, form.attribute_label, form.variable_label)]].to_numpy().tolist() for i in variables]
    made = []
    for full in (False, True):
        said = [", ".join(filter(None, (_said(*part[at], full=full) for part in parts))) for at in range(len(first))]
        made = [(": ".join(filter(None, (label, words))), unit) for label, unit, words in zip(rows["value_label"], rows["value_unit"], said, strict=True)]
        if len({n for n, _ in made}) == len(made):
            break
    return mixed.to_numpy(), made


def _said(code: str, label: str, variable: str, *, full: bool) -> str:
    """Attribute as part of a name; an empty code or »Insgesamt« means all."""
    if full:
        return f"{variable}: {label or 'Insgesamt'}"
    return "" if not code or header.is_total(label) else label


def _origin(frame: "pd.DataFrame", form: _Form, words: Sequence[str]) -> Origin:
    """Origin: the file names statistic and territory, and never its licence, which the offices publish for all tables."""
    code, label = (str(frame[c].iloc[0]) if c in frame and len(frame) else "" for c in (form.code, form.label))
    texts = [label, *dict.fromkeys(map(str, words))]
    census = publishers.census_table("", f"{code}-") or publishers.census_table(label, "")
    return Origin(
        "Zensus 2022 (ffcsv)" if census else "ffcsv", f"{code} {label}".strip(), f"{publishers.GENESIS}: {label} ({code})", BY_2,
        publishers.basis_of(label, f"{code}-"), publishers.territory(texts), publishers.CENSUS if census else 0, publishers.averages("\n".join([code, *texts])),
    )  # fmt: skip
