"""A net under the protection: what the attacker still finds at the door is hidden there, and not found at the way out."""

import dataclasses
import functools
from collections.abc import Callable, Sequence

import numpy as np

from workbench.disclosure.audit import between, breaches
from workbench.disclosure.lp import Places
from workbench.disclosure.published import Published
from workbench.disclosure.system import Bools

_ROWS = 1_000  # a larger table in which the attacker finds something is withheld


def further(parts: Sequence[tuple[Published, Places]], hidden: Bools, others: Sequence[Published], editions: Sequence[Published]) -> Bools | None:
    """Hide more rows of fresh tables of one measure until the attacker finds nothing.

    Parameters
    ----------
    parts
        Fresh tables with their true values, and the rows of the frame that they hold.
    hidden
        Rows of the frame that are hidden already.
    others
        What else of the measure was published.
    editions
        Tables of the measure in approved editions.

    Returns
    -------
    numpy.ndarray or None
        Rows to hide; None where hiding all that is above zero does not help.

    Notes
    -----
    The protection knows one world and the links between tables that it was built for. Beside approved editions, where
    two dimensions have hierarchies, or three tables cross each other, it may miss one; only there the attacker is asked.
    If she finds something, all rows are hidden and shown again by halves, as long as she finds nothing.
    """
    tables = [p for p, _ in parts]
    if not editions and not _tangled([*tables, *others]):
        return hidden
    safe = functools.partial(_safe, parts, others, editions)
    if safe(hidden):
        return hidden
    most = hidden.copy()
    for part, at in parts:
        most[at] |= np.array([bool(v) or not part.floor for v in part.values], dtype=bool)  # zeros are always shown
    if len(hidden) > _ROWS or not safe(most):
        return None
    return _shown_again(most, hidden, safe)


def _safe(parts: Sequence[tuple[Published, Places]], others: Sequence[Published], editions: Sequence[Published], rows: Bools) -> bool:
    """Whether the attacker finds nothing where some rows are hidden."""
    shown = [dataclasses.replace(p, values=tuple(None if h else v for h, v in zip(rows[at], p.values, strict=True))) for p, at in parts]
    return not (editions and between(editions, shown)) and not breaches([*shown, *others])


def _shown_again(most: Bools, hidden: Bools, safe: Callable[[Bools], bool]) -> Bools:
    """Rows to hide: those that must be, and of the others those that cannot be shown again, half by half."""
    todo = [np.flatnonzero(most & ~hidden)]
    while todo:
        again = todo.pop()
        less = most.copy()
        less[again] = False
        if safe(less):
            most = less
        elif len(again) > 1:
            todo += np.array_split(again, 2)[::-1]
    return most


def _tangled(tables: Sequence[Published]) -> bool:
    """Whether codes are nested along two dimensions, or three tables have keys of which none holds another's."""
    if len({d for t in tables for d in t.keys if t.parents.get(d)}) > 1:
        return True
    sets = {frozenset(t.keys) for t in tables}
    return sum(not any(s < other for other in sets) for s in sets) > 2
