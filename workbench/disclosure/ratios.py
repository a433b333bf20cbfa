"""Counts that two shown numbers give away together: a share and its base in another table, places and those left, »2 von 20« in a text."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.alignment import aligned, bare, numbers_of, spellings
from workbench.disclosure.cells import Released
from workbench.disclosure.lp import Places
from workbench.disclosure.published import Published
from workbench.disclosure.summary import THING
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import CHANGE, grain
from workbench.errors import ReleaseError

_SCALES = (1.0, 1e2, 1e3, 1e4, 1e5)  # a share is so many of each
_NEAR = 1e-6
_DIGITS = 4  # in which numbers agree by more than chance
_PAIR = 3  # the same of two columns of one table
_ROWS = 3
_COUNTED = re.compile(r"(?<![\d.,–-])(\d+)\s*(?:mädchen|jungen?|kind(?:er)?|person(?:en)?|jugendlicher?|f[aä]lle?|familien?|befragter?)\b", re.IGNORECASE)

Base = tuple[str, str, Mapping[str, list[str]], Floats]  # name of a table and of its count, its codes, what it shows


def odds_of_few(ratio: Floats, base: Floats, minimum: int) -> Bools:
    """Rows in which a proportion of two groups (girls to boys) gives away that one of them is small: both together are the base.

    Parameters
    ----------
    ratio
        As it is or rounded, also »je 100«.
    base
        Number of persons in both groups.
    minimum
        Smallest count that may be shown.

    Returns
    -------
    numpy.ndarray
        Nowhere unless whole groups come out in all rows, by more than chance.
    """
    told = np.zeros(len(ratio), dtype=bool)
    for scale in (1.0, 1e2):
        odds = ratio / scale
        part, reach = base * odds / (1 + odds), base * grain(ratio) / scale / (1 + odds) ** 2
        if _sure(part, reach, base):
            told |= _few(part, base, minimum)
    return told


def words_of_few(texts: pd.Series, bases: Sequence[Floats], minimum: int) -> Bools:
    """Rows whose text says a small count: with its unit (»2 Mädchen«), as a part of a count of the row (»2 von 20«) or in percent of it.

    Parameters
    ----------
    texts
        A column.
    bases
        Counts of the rows.
    minimum
        Smallest count that may be shown.

    Returns
    -------
    numpy.ndarray
        Parts and shares only where they are such in all rows.
    """
    said = ["" if pd.isna(t) else str(t) for t in texts]
    told = np.array([any(0 < int(n) < minimum for n in _COUNTED.findall(t)) for t in said], dtype=bool)
    numbers = numbers_of(texts)
    known = ~np.isnan(numbers).all(axis=1)
    for base in bases:
        wholes = [n for n in numbers.T if (n == base)[known].all()]
        told |= np.any([_few(n, base, minimum) for n in numbers.T for _ in wholes[:1]] or [np.zeros(len(said), dtype=bool)], axis=0)
        for n in numbers.T if any("%" in t for t in said) else ():
            part, reach = n * base / 100, grain(n) * base / 100
            told |= _few(part, base, minimum) if _sure(part, reach, base) else False
    return np.asarray(told & known)


def _few(part: Floats, base: Floats, minimum: int) -> Bools:
    """Where a part, or the rest of its base, is a count below the minimum."""
    least = np.minimum(part, base - part)
    return np.asarray((least > 1 / 2) & (least < minimum - 1 / 2))


def _sure(part: Floats, reach: Floats, base: Floats) -> bool:
    """Whether numbers are whole parts of their bases, as far as they are given, in so many rows that it is no chance."""
    known = np.isfinite(part) & np.isfinite(base)
    if known.sum() < _ROWS or len(np.unique(part[known])) < _ROWS or (part > base + _NEAR)[known].any():
        return False
    room = (reach + _NEAR * np.maximum(base, 1))[known]
    whole = (np.abs(part - np.round(part))[known] <= room) & (room < 1 / 2)
    return bool(whole.all() and -np.log10(np.minimum(2 * room, 1)).sum() > _DIGITS)


def says(frame: pd.DataFrame, keys: Sequence[str], there: Places, true: Floats, gone: Bools) -> tuple[str, str] | None:
    """Two columns that together give back hidden counts: what is left of the places, the use of them in percent.

    Parameters
    ----------
    frame, keys
        What a table shows.
    there
        Its rows.
    true
        True counts of these rows.
    gone
        Where they are hidden.

    Returns
    -------
    tuple of str or None
        The columns; None where no two do so in all rows, by more than chance.
    """
    numbers = {str(c): frame[c].to_numpy(dtype=float, na_value=np.nan)[there] for c in frame.select_dtypes("number").columns.difference(list(keys), sort=False)}
    for (one, a), (other, b) in itertools.combinations(numbers.items(), 2):
        for said, reach in _together(a, b):
            known = np.isfinite(said) & ~np.isnan(true)
            near = np.abs(said - true) <= reach + _NEAR * np.maximum(true, 1)
            if (gone & known).any() and known.sum() >= _ROWS and len(np.unique(true[known])) >= _ROWS and near[known].all() and (reach < 1 / 2)[known].all() and np.log10(true[known] + 1).sum() > _PAIR:
                return one, other
    return None


def _together(a: Floats, b: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Differences of two numbers and products of them, and how far these are off."""
    off = np.full(len(a), grain(a) + grain(b)) if grain(a) < 1 / 2 or grain(b) < 1 / 2 else np.zeros(len(a))
    yield from ((said, off) for said in (a - b, b - a))
    for scale in (1.0, 1e2):
        yield a * b / scale, np.abs(b) * _blur(a) / scale + np.abs(a) * _blur(b) / scale


def _blur(numbers: Floats) -> float:
    """How far numbers are rounded; whole ones may be counts, which are not."""
    return grain(numbers) if grain(numbers) < 1 / 2 else 0.0


def bases(tables: Sequence[Released], before: Sequence[Published]) -> Iterator[Base]:
    """Counts of persons of released tables, and of those that were published before."""
    for table in tables:
        for count in (c for c in table.frame.columns.intersection([p.measure.partition("/")[2] for p in table.published]) if not THING.match(c)):
            yield table.title, str(count), {k: spellings(table)[k] for k in table.keys}, table.frame[count].to_numpy(dtype=float, na_value=np.nan)
    for p in (p for p in before if not THING.match(p.measure.partition("/")[2])):
        yield p.name, p.measure.partition("/")[2], {k: bare([c[i] for c in p.codes]) for i, k in enumerate(p.keys)}, np.array(p.values, dtype=float)


def refuse(table: Released, columns: Sequence[str], counted: Sequence[Base], minimum: int) -> None:
    """Refuse shares whose base stands elsewhere, where they give away a small count.

    Parameters
    ----------
    table
        Table with the shares.
    columns
        Those of its columns to which no rule applies.
    counted
        Counts that a reader knows.
    minimum
        Smallest count that may be shown.

    Raises
    ------
    ReleaseError
        With the columns, and what to write. Nothing is refused where what was divided is shown as well.
    """
    numbers = {c: table.frame[c].to_numpy(dtype=float, na_value=np.nan) for c in columns if pd.api.types.is_numeric_dtype(table.frame[c]) and not CHANGE.search(c)}  # a change has its own rule
    for name, count, codes, values in counted if numbers else ():
        for at, there in _beside(codes, values, table):
            others = [v[at] for _, _, k, v in counted if k == codes and v is not values]
            for column, share, scale in ((c, n[there], scale) for c, n in numbers.items() if c != count for scale in _SCALES):
                part, reach = share * values[at] / scale, values[at] / scale * grain(share)
                if _few(part, values[at], minimum).any() and _sure(part, reach, values[at]) and not any(np.allclose(part, o, atol=1 / 2, equal_nan=True) for o in others):
                    raise ReleaseError(
                        f"»{table.title}«: »{column}« mal »{count}« (»{name}«) ergibt überall ganze Zahlen, auch kleine: Der Anteil gibt preis, wie viele es sind. "
                        f'Bitte beide in einer Tabelle freigeben: count="{count}", base="{count}"; dort wird er verborgen, wo er zu viel sagt.'
                    )


def _beside(codes: Mapping[str, list[str]], values: Floats, table: Released) -> list[tuple[Places, Places]]:
    """Rows of a count and those of a table about the same."""
    found = aligned(codes, spellings(table), np.ones(len(values), dtype=bool)) if codes else ()
    return [(at, there) for left, at, there in found if not left]
