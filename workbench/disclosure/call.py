"""What a call of the door says of its table, in one piece: for those who ask whether it says enough."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from workbench.disclosure.cells import Released
from workbench.project import Rule
from workbench.schemas import Table


@dataclasses.dataclass(frozen=True)
class Call:
    """What a call of the door says of a table of counts; fields as in `workbench.start.Report.release`.

    Parameters
    ----------
    table, frame, beside, base, public, derived
        As there.
    counts
        Columns of counts, without the amounts.
    amounts
        Columns of amounts.
    keys
        Columns that are named as keys.
    sources
        Tables that the frame comes from; the counts come from the first one.
    shown
        Tables that were released before.
    rule
        As it holds for the table.
    """

    table: str
    frame: pd.DataFrame
    counts: Sequence[str]
    beside: Collection[str]
    base: str | None
    public: Sequence[str]
    amounts: Collection[str]
    keys: Sequence[str]
    sources: Sequence[Table]
    derived: Released | None
    shown: Sequence[Released]
    rule: Rule

    @property
    def declared(self) -> list[str]:
        """Columns to which the rules for counts, bases and amounts apply."""
        return [*self.counts, *self.beside, *self.amounts, *([self.base] if self.base else [])]

    @property
    def apart(self) -> set[str]:
        """Columns that are no secret and come from another table than the counted one."""
        return set(self.public) if len(self.sources) > 1 else set()


def call(
    table: str, frame: pd.DataFrame, how: Mapping[str, Any], *, counted: Sequence[str], beside: Collection[str], sources: Sequence[Table], released: Sequence[Released], rule: Rule
) -> Call:
    """Call of `workbench.start.Report.release`, from its arguments and what it passes on."""
    amounts, derived = how.get("amounts") or {}, how.get("derived")
    shown = [*filter(None, [derived]), *(r for r in released if r is not derived and r.title != table)]
    return Call(table, frame, [c for c in counted if c not in amounts], beside, how.get("base"), how.get("public", ()), amounts, how.get("by") or (), sources, derived, shown, rule.for_table(table))
