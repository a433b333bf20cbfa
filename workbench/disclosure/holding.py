"""Fresh tables beside approved editions that were made of other data: what is still true of an edition stays a fixed fact."""

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

from workbench.disclosure.published import Published
from workbench.disclosure.relations import Linked, linked
from workbench.disclosure.system import Floats
from workbench.schemas.terms import TOTAL

_NEAR = 1e-6
_FEW = 2  # changed numbers that are corrections


def holding(fresh: Sequence[Published], before: Sequence[Published], editions: Sequence[Published], *, minimum: float) -> Linked:
    """Build the system of fresh tables of one measure, all that was published before, and approved editions as far as they are true.

    Parameters
    ----------
    fresh, before, minimum
        As in `workbench.disclosure.relations.linked`.
    editions
        Tables of approved editions.

    Returns
    -------
    Linked
        As `linked`.

    Notes
    -----
    Where data changed, a reader of both editions does not know which numbers of the older one still hold. Numbers that
    differ now say nothing any more; all others stay facts, and what was hidden stays hidden: otherwise a cell that is
    shown now would be set off against the sums that it was hidden in. An edition most of whose parts have changed shows
    other data (a year that its table does not name) and hides nothing here; what a few lines of it that stayed the same
    tell is left to the attacker at the door (`workbench.disclosure.net`).
    """
    measure = fresh[0].measure
    before, editions = [t for t in before if t.measure == measure], [t for t in editions if t.measure == measure]
    found = linked(fresh, [*before, *editions], minimum=minimum)
    if found.sound or not editions:
        return found
    now = linked(fresh, [*before, *(_aged(t, np.full(len(t.values), math.inf), strict=True) for t in editions)], minimum=minimum)
    if not now.sound:
        return now
    today = [np.asarray(now.system.values[cells]) for cells in now.others[len(before) :]]
    for strict in (False, True):
        aged = [_aged(t, n, strict=strict) for t, n in zip(editions, today, strict=True) if not _another(t, n)]
        again = linked(fresh, [*before, *aged], minimum=minimum)
        if again.sound:
            return again
    return now


def _another(table: Published, now: Floats) -> bool:
    """Whether most parts of an edition have changed, and not only a few."""
    held = [abs(v - n) <= table.base // 2 + _NEAR for v, n, c in zip(table.values, now, table.codes, strict=True) if v and not np.isnan(n) and TOTAL not in c]
    return bool(len(held) - sum(held) > max(_FEW, len(held) / 2))


def _aged(table: Published, now: Floats, *, strict: bool) -> Published:
    """Edition without the numbers that are no longer true; strictly also without those of which nobody knows, and without what it did not list."""
    reach = table.base // 2 + _NEAR
    true = np.isnan(now) if not strict else np.zeros(len(now), dtype=bool)
    values = tuple(None if v is None else v if t or abs(v - n) <= reach else math.nan for v, n, t in zip(table.values, now, true, strict=True))
    goals = {row: goal for row, goal in table.goals.items() if np.isnan(now[row])}
    return dataclasses.replace(table, values=values, goals=goals, additive=() if strict else table.additive)
