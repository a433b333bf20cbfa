"""Whether counts that no rule is applied to stand where they are said to come from: in the tables that an exemption names, or as sums of their rows."""

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.alignment import numbers_of
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import running
from workbench.errors import ReleaseError
from workbench.schemas import Table, tables
from workbench.schemas.terms import COMPARISON_SET, COUNTS, PLANNING_UNIT

Origin = tuple[pd.DataFrame, Sequence[str]]  # a table and its keys

_COUNTED = {*COUNTS} - {"Anzahl"}  # the number of areas is one too
_SEVERAL = 3  # different whole numbers without a unit, from which on they are taken for counts
_KEYS = 6  # keys that are summed over, each or not


def refuse(table: str, frame: pd.DataFrame, origins: Sequence[Origin], *, keys: Sequence[str], sources: Sequence[Table], name: str) -> None:
    """Refuse a count that stands in none of the tables it is said to come from and is no sum of their rows.

    Parameters
    ----------
    table, frame
        As in `workbench.start.Report.release`.
    origins
        What was published: official figures that were read, or released tables. Without any nothing is refused.
    keys
        Columns that name the rows.
    sources
        Tables that the frame comes from.
    name
        What the origins are called.

    Raises
    ------
    ReleaseError
        With the row and the column, not the number.

    Notes
    -----
    Looked at are columns that are called as a count of any table, or whose unit counts persons or cases; rates follow from two
    figures in too many ways. A sum is one over the rows that agree in some of the keys; the areas of a comparison set agree in none.
    """
    named = {c.name for t in tables().values() for c in t.columns if c.role == "count"} | _COUNTED
    valued = {c.name for t in sources for c in t.columns if c.kind == "number"}
    columns = [c for c in frame.columns if c not in keys and c in named | valued]
    if not origins or not len(frame) or not columns:
        return
    summed, known = frame.isin([COMPARISON_SET, PLANNING_UNIT]).any(axis=1).to_numpy(), _numbers(origins)
    found = {c: _counts(frame, c, named=c in named) & ~summed[:, None] & ~np.isin(numbers_of(frame[c]).round(6), known) for c in columns}
    strange = {c: cells for c, cells in found.items() if cells.any()}
    sums = _sums(origins) if strange else known
    for column, cells in strange.items():
        rows = np.flatnonzero((cells & ~np.isin(numbers_of(frame[column]).round(6), sums)).any(axis=1))
        if len(rows):
            row = ", ".join(str(frame[k].iloc[rows[0]]) for k in keys) or f"Zeile {rows[0] + 1}"
            raise ReleaseError(
                f"»{table}«, {row}: Die Anzahl unter »{column}« steht nicht in {name} und ist keine Summe von Zeilen daraus. Ohne Regel (exempt=) zeigt der Bericht nur Anzahlen, die dort stehen. "
                f'Bitte die Zahl von dort nehmen; zählt sie etwas anderes, nennt count="{column}" sie und source= die Tabelle, aus der sie gezählt ist.'
            )


def _counts(frame: pd.DataFrame, column: str, *, named: bool) -> Bools:
    """Where whole numbers of a column, or in its texts, are counts: by its name, by their unit, else where all are whole and differ."""
    said = numbers_of(frame[column])
    whole = ~np.isnan(said) & (said % 1 == 0)
    if named:
        return np.asarray(whole)
    if "Einheit" in frame:
        return np.asarray(whole & frame["Einheit"].isin(COUNTS).to_numpy()[:, None])
    many = len(np.unique(said[whole])) >= _SEVERAL and not running(said[whole])
    return np.asarray(whole & (many and whole.sum() == (~np.isnan(said)).sum()))


def _numbers(origins: Sequence[Origin]) -> Floats:
    """All numbers in some tables but their keys."""
    return np.unique(np.concatenate([_values(*o).to_numpy().ravel() for o in origins]))


def _sums(origins: Sequence[Origin]) -> Floats:
    """Sums of the rows that agree in some of the keys of their table."""
    found = []
    for frame, keys in origins:
        named, numbers = [k for k in keys if k in frame][:_KEYS], _values(frame, keys)
        for some in itertools.chain.from_iterable(itertools.combinations(named, n) for n in range(len(named) + 1)):
            groups = numbers.groupby([frame[k] for k in some] if some else np.zeros(len(frame)), dropna=False)
            found.append(groups.sum().to_numpy().ravel().round(6))
    return np.unique(np.concatenate(found))


def _values(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Numbers of a table but its keys."""
    return frame[frame.select_dtypes("number").columns.difference(list(keys))].astype(float).round(6)
