"""What a reader knows in numbers: cells, what adds up among them, and how far the small ones must stay in doubt."""

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclasses.dataclass(frozen=True, eq=False)
class System:
    """Cells and linear relations; every array has one entry per cell.

    Parameters
    ----------
    values
        True value of each cell; NaN where it is not known here (hidden in a table that was released earlier).
    lines
        Sparse matrix (scipy.sparse.csr_array), one row per relation: for the true values, ``lines @ values == 0``.
    least, most
        What every reader knows in advance of a cell that is not shown: its bounds (``most`` may be infinite).
    fixed
        Cells that are shown whatever is decided here: published before, or taken as known.
    unknown
        Cells that are shown to nobody whatever is decided here: hidden before, or never printed. All cells that are
        neither fixed nor unknown are candidates: shown unless they are hidden here.
    low, high
        Goal of each small cell: what a reader can conclude must reach down to ``low`` or below and up to ``high`` or
        above; NaN for cells that need no protection. A cell with a goal is hidden in any case.
    alone
        Small cells that may hold a single person, who then knows its value to be 1: the others must be safe from her too.
    weight
        Loss of information when a candidate is hidden.
    """

    values: Floats
    lines: Any  # scipy.sparse.csr_array
    least: Floats
    most: Floats
    fixed: Bools
    unknown: Bools
    low: Floats
    high: Floats
    alone: Bools
    weight: Floats

    @property
    def primary(self) -> Bools:
        """Cells with a goal."""
        return ~np.isnan(self.low)
