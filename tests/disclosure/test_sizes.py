"""Five sizes of tables: no more further cells than a prototype hid, all safe, each in seconds; the benchmark says it in detail."""

import dataclasses
import time

import numpy as np
import pytest

from benchmarks.disclosure import FIGURES, table
from workbench.disclosure.audit import breaches
from workbench.disclosure.protect import protect
from workbench.disclosure.relations import linked


@pytest.mark.parametrize("size", FIGURES)
def test_no_more_cells_are_hidden_than_a_prototype_hid(size: str) -> None:
    """For the reader whom the prototype assumed: she does not know that a hidden cell is at least 1."""
    fresh = table(size)
    found = linked([fresh], [], minimum=3)
    system = dataclasses.replace(found.system, least=np.where(found.system.values == 0, 1.0, 0.0), alone=np.zeros_like(found.system.alone))
    begun = time.perf_counter()
    hidden = protect(system)
    assert time.perf_counter() - begun < 10
    assert hidden is not None
    rows = hidden[found.rows[0]]
    assert int(rows.sum()) - len(fresh.goals) <= FIGURES[size]
    shown = tuple(None if h else v for h, v in zip(rows, fresh.values, strict=True))
    assert breaches([dataclasses.replace(fresh, values=shown, floor=0)], insiders=False) == []
