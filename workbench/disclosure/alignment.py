"""Which rows of two tables speak of the same: their keys, however they are spelt, and the numbers in their cells."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.cells import Released
from workbench.disclosure.lp import Places
from workbench.disclosure.model import texts_of
from workbench.disclosure.system import Bools, Floats

_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_PARTS = 60  # codes of a key that may be a time (years, months, weeks)


@functools.lru_cache(maxsize=128)
def spellings(table: Released) -> dict[str, list[str]]:
    """Codes of every column of a table."""
    return {c: spelt(table.frame[c]) for c in table.frame.columns}


def aligned(own: Mapping[str, list[str]], their: Mapping[str, list[str]], gone: Bools) -> Iterator[tuple[str, Places, Places]]:
    """Rows of a table and those of another one about the same, where one of them is hidden: by all keys, then without one of them, for each of its codes (this year beside any other)."""
    beside = {k: _alike(k, set(own[k]), their) for k in own}
    for left in ("", *own):
        rest = [k for k in own if k != left]
        parts, among = pd.factorize(np.array(own[left] if left else [""] * len(gone), dtype=object))
        due = np.unique(parts[gone])
        if not rest or not all(beside[k] for k in rest) or len(due) > _PARTS:
            continue
        mine, theirs = (list(zip(*(found[k] for k in names), strict=True)) for found, names in ((own, rest), (their, [beside[k] for k in rest])))
        numbers = {cell: number for number, cell in enumerate(dict.fromkeys(mine))}
        cells = np.full((len(among), len(numbers) + 1), -1, dtype=np.intp)  # row of each part and cell; the last is that of strangers
        cells[parts, [numbers[cell] for cell in mine]] = np.arange(len(gone))
        wanted = np.array([numbers.get(cell, len(numbers)) for cell in theirs], dtype=np.intp)
        for at in cells[due][:, wanted]:
            there = np.flatnonzero(at >= 0)
            if gone[at[there]].any():
                yield left, at[there], there


def _alike(key: str, codes: set[str], their: Mapping[str, list[str]]) -> str:
    """Column of another table with codes of a key: of the same name, else the first with several of them."""
    columns = sorted(their, key=lambda c: c != key)
    return next((c for c in columns if len(codes.intersection(their[c])) >= min(2, len(codes))), "")


def codes(frame: pd.DataFrame, keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Keys of each row."""
    return list(zip(*(spelt(frame[k]) for k in keys), strict=True))


def spelt(column: pd.Series) -> list[str]:
    """Codes without regard to capitals and spaces."""
    if pd.api.types.is_bool_dtype(column):
        column = column.astype(float)  # as the door does
    places, values = pd.factorize(column, use_na_sentinel=False)
    codes = bare(texts_of(pd.Series(values)))
    return [codes[place] for place in places]


def bare(codes: Iterable[str]) -> list[str]:
    """Codes without regard to capitals and spaces, and to the place that an area lies in."""
    return ["".join(code.rpartition("/")[2].split()).casefold() for code in codes]


def numbers_of(column: pd.Series) -> Floats:
    """Numbers of a column, row by row: one, or as many as stand in the texts; NaN for anything else."""
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return np.full((len(column), 1), np.nan)
    if pd.api.types.is_numeric_dtype(column):
        return np.asarray(column.to_numpy(dtype=float, na_value=np.nan)).reshape(-1, 1)
    found = [[float(n.replace(".", "").replace(",", ".")) for n in _NUMBER.findall(str(text))] for text in column]
    numbers = np.full((len(found), max(map(len, found), default=0)), np.nan)
    for row, said in enumerate(found):
        numbers[row, : len(said)] = said
    return numbers
