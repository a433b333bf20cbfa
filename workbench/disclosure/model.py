"""What the counts of a table count: its measure, the part of it that the table is about, and how its codes are written."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.disclosure.published import Published
from workbench.schemas.terms import TOTAL

AREA = "Raum"  # dimension along which the places of a project are parts of each other

Where = Mapping[str, Sequence[str]]


@dataclasses.dataclass(frozen=True)
class Model:
    """What is declared of a table's counts.

    Parameters
    ----------
    place, report
        Who publishes it.
    measure
        What its counts come from; a count's measure is this and its column. Tables of the same measure are protected together.
    where
        Part of the measure that the table is about: dimension → its codes; or the same for each count.
    part
        Count → count of the same table that it is a part of (»Stammbesuchende« of »Personen«): what is left over is
        protected like a count of its own.
    same
        Key → dimension, where another table calls it by another name.
    parents
        Dimension → code → code that it is a part of.
    area
        Code of the place among all places; empty: areas are not told apart by place.
    above
        Code of the place → code of the area that it is, or lies in, in the tables of a larger place.
    areas
        Names of places → their codes, for reports in which the places are the areas.
    names
        Dimension → what stands in a table → its code, where the data of the place have keys and names of the same.
    apart
        Name of the measure, where it is not what other tables from the same source count.
    """

    place: str = ""
    report: str = ""
    measure: str | Mapping[str, str] = ""
    where: Mapping[str, Sequence[str] | Where] = dataclasses.field(default_factory=dict)
    part: Mapping[str, str] = dataclasses.field(default_factory=dict)
    same: Mapping[str, str] = dataclasses.field(default_factory=dict)
    parents: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    area: str = ""
    above: Mapping[str, str] = dataclasses.field(default_factory=dict)
    areas: Mapping[str, str] = dataclasses.field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    apart: str = ""

    def of(self, count: str, table: str) -> tuple[str, dict[str, tuple[str, ...]]]:
        """Measure of a count, and the part of it that is counted."""
        base = self.part.get(count, count)
        origin = self.measure if isinstance(self.measure, str) else self.measure.get(base, "")
        nested = self.where.get(count)
        chosen = nested if isinstance(nested, Mapping) else {k: v for k, v in self.where.items() if not isinstance(v, Mapping)}
        named = {self.same.get(k, k): v if pd.api.types.is_list_like(v) else [v] for k, v in chosen.items()}
        where = {k: tuple(_coded(texts_of(v), k, self)) for k, v in named.items()}
        if base != count and not isinstance(nested, Mapping):
            where[count] = (count,)
        return f"{origin or table}/{base}", where


def tables_of(
    frame: pd.DataFrame, numbers: Mapping[str, npt.NDArray[np.float64]], *, table: str, keys: Sequence[str], across: Sequence[str], model: Model, floor: float
) -> list[tuple[Published, npt.NDArray[np.intp]]]:
    """Each count of a frame as a table of its own, wholes before their parts.

    Parameters
    ----------
    frame
        With the key columns.
    numbers
        Count column → its numbers; NaN where nobody knows one.
    table
        Name of the table.
    keys
        Key columns. One that says the same as another (a name beside its key) is no dimension.
    across
        Those over which the counts add up.
    model
        What is declared of the counts.
    floor
        Least value of a hidden cell.

    Returns
    -------
    list of tuple
        The table, everything shown, and the rows of the frame that it holds: those with a number.
    """
    leader = leaders(frame, keys)
    own, adding = list(dict.fromkeys(leader.values())), {leader[k] for k in across}
    names = [k if model.same.get(k) in own else model.same.get(k, k) for k in own]
    codes = [_coded(texts_of(frame[k]), name, model) for k, name in zip(own, names, strict=True)]
    found = []
    for count in sorted(numbers, key=lambda c: c in model.part):
        measure, where = model.of(count, table)
        rows = np.flatnonzero(~np.isnan(numbers[count]))
        parents = dict(model.parents)
        if model.area:
            where.setdefault(AREA, (model.area,))
            within = {c: model.area for c in codes[names.index(AREA)] if c != TOTAL} if AREA in names else {}
            declared = {f"{model.area}/{c}": f"{model.area}/{p}" for c, p in parents.get(AREA, {}).items()}
            parents[AREA] = {**within, **declared, **model.above}
        found.append((
            Published(
                model.place, model.report, table, measure, tuple(names), tuple(zip(*([c[r] for r in rows] for c in codes), strict=True)) if codes else ((),) * len(rows),
                tuple(float(numbers[count][r]) for r in rows), where, tuple(n for k, n in zip(own, names, strict=True) if k in adding), parents, {}, floor,
            ), rows,
        ))  # fmt: skip
    return found


def texts_of(column: Iterable[Any]) -> list[str]:
    """Keys as text; a whole number in floats as one."""
    return ["–" if pd.isna(v) else f"{v:.0f}" if isinstance(v, float) and v.is_integer() else str(v) for v in column]


def _coded(texts: list[str], dimension: str, model: Model) -> list[str]:
    """Codes of a dimension, the same for a key and its name; areas carry the code of their place."""
    known = model.names.get(dimension, {})
    texts = [known.get(t, t) for t in texts]
    if dimension != AREA:
        return texts
    return [t if t == TOTAL else model.areas.get(t, f"{model.area}/{t}" if model.area else t) for t in texts]


def leaders(frame: pd.DataFrame, keys: Sequence[str]) -> dict[str, str]:
    """For each key the earlier one that says the same (a name beside its key), else itself.

    Parameters
    ----------
    frame
        With the key columns.
    keys
        Their names.

    Returns
    -------
    dict of str to str
        Key → key.
    """
    codes = {key: pd.factorize(frame[key], use_na_sentinel=False) for key in keys}

    def same(one: str, other: str) -> bool:
        """Whether the codes of one go with those of the other, one by one."""
        (some, first), (others, second) = codes[one], codes[other]
        return len(first) == len(second) == len(np.unique(some * len(second) + others))

    leader: dict[str, str] = {}
    for key in keys:
        leader[key] = next((k for k in dict.fromkeys(leader.values()) if same(k, key)), key)
    return leader
