"""A table as it was published: shown numbers, hidden places, and what is declared to add up. All that an attacker has."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from workbench.schemas.terms import TOTAL

Goal = tuple[float, float]


@dataclasses.dataclass(frozen=True)
class Published:
    """Counts (or sums) of one table; a row is a cell.

    Parameters
    ----------
    place, report, table
        Where it was published: key of the place, name of the report, title of the table.
    measure
        What is counted. Cells of the same measure with the same codes are the same cell, in whatever table they stand.
    keys
        Dimensions of the table; a dimension that two tables share means the same in both.
    codes
        One row of codes per cell; »Insgesamt« stands for everything along that dimension.
    values
        Shown number per row; None where it is hidden.
    where
        Part of the measure that the table is about: dimension → its codes. A dimension that is neither here nor a key
        is not restricted: the cell counts everything along it.
    additive
        Dimensions along which the rows are all that there is and add up to the total. Along the others parts may
        overlap (distinct persons): a total is at least each of its parts and at most their sum.
    parents
        Dimension → code → code that it is a part of (Gemeinde → Kreis). Along an additive dimension the parts that
        are listed make up the whole.
    goals
        Row → interval that must stay possible for a hidden cell; kept in the house, never published.
    floor
        Least value of a hidden cell: 1 where zeros are always shown.
    base
        Every shown number is rounded to the nearest multiple of this; 0: exact.
    whole
        Whether the values are whole numbers.
    seeming
        Like ``parents``, but nobody declared it: rows that are sums of others by their name or their numbers.
    beside
        Other columns of the table and their numbers, row by row as they are shown: they may compare the counts with others.
    """

    place: str
    report: str
    table: str
    measure: str
    keys: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    values: tuple[float | None, ...]
    where: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    additive: tuple[str, ...] = ()
    parents: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    goals: Mapping[int, Goal] = dataclasses.field(default_factory=dict)
    floor: float = 1
    base: int = 0
    whole: bool = True
    seeming: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)
    beside: tuple[tuple[str, tuple[float | None, ...]], ...] = ()

    @property
    def name(self) -> str:
        """How messages name the table."""
        return f"»{self.table}« ({self.report})" if self.report else f"»{self.table}«"

    def label(self, row: int) -> str:
        """How messages name a cell."""
        named = [f"{k}: {c}" for k, c in zip(self.keys, self.codes[row], strict=True) if c != TOTAL]
        return ", ".join(named) or TOTAL


def assumed(tables: Sequence[Published]) -> list[Published]:
    """Tables of one measure in which what seems to be a sum is declared as one."""
    seeming: dict[str, dict[str, str]] = {}
    for table in tables:
        for dimension, parts in table.seeming.items():
            seeming[dimension] = {**parts, **seeming.get(dimension, {})}
    if not seeming:
        return list(tables)
    parents = [{d: {**t.parents.get(d, {}), **seeming.get(d, {})} for d in {**t.parents, **seeming}} for t in tables]
    return [dataclasses.replace(t, parents=p, seeming={}) for t, p in zip(tables, parents, strict=True)]


def dumps(tables: Sequence[Published]) -> str:
    """Tables as JSON; the same text for the same tables."""
    return json.dumps([{k: v for k, v in vars(t).items() if v or k not in {"seeming", "beside"}} for t in tables], ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str) -> list[Published]:
    """Tables from JSON."""
    return [_table(raw) for raw in json.loads(text)]


def _table(raw: dict[str, Any]) -> Published:
    """One table."""
    raw |= {"keys": tuple(raw["keys"]), "additive": tuple(raw["additive"]), "values": tuple(raw["values"])}
    raw |= {"codes": tuple(map(tuple, raw["codes"])), "where": {k: tuple(v) for k, v in raw["where"].items()}}
    raw["beside"] = tuple((column, tuple(numbers)) for column, numbers in raw.get("beside", ()))
    return Published(**raw | {"goals": {int(row): (low, high) for row, (low, high) in raw["goals"].items()}})
