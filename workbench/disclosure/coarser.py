"""What a coarser grouping would save: the same table with neighbouring groups put together, or without one of its keys."""

import contextlib
import dataclasses
from collections.abc import Callable, Sequence

import pandas as pd

from workbench.disclosure.cells import Released
from workbench.errors import ReleaseError
from workbench.schemas.terms import TOTAL

Release = Callable[[pd.DataFrame, list[str], dict[str, dict[str, str]]], Released]


@dataclasses.dataclass(frozen=True)
class Offer:
    """One way to make a table coarser.

    Parameters
    ----------
    said
        What would be done, German.
    hidden, rows
        Hidden rows and all rows it would then have.
    """

    said: str
    hidden: int
    rows: int


def offers(frame: pd.DataFrame, *, keys: Sequence[str], across: Sequence[str], counts: Sequence[str], release: Release) -> list[Offer]:
    """Try coarser groupings of a table.

    Parameters
    ----------
    frame
        With its true counts.
    keys
        Key columns, without names beside them.
    across
        Those over which the counts add up: only over them can rows be put together.
    counts
        Count columns.
    release
        Frame, keys and dimension → group → code that it is now part of → the released frame.

    Returns
    -------
    list of Offer
        Those that hide fewer rows come first.
    """
    found = []
    for key in across:
        codes = [c for c in dict.fromkeys(frame[key]) if c != TOTAL]
        if len(codes) > 2:
            wider = {c: f"{a} + {b}" if a != b else str(a) for a, b in zip(codes[::2], [*codes[1::2], codes[-1]], strict=False) for c in (a, b)}
            merged = _summed(frame.assign(**{key: frame[key].map(lambda c, wider=wider: wider.get(c, c))}), keys, counts)
            parents = {key: {str(c): w for c, w in wider.items() if str(c) != w}}
            with contextlib.suppress(ReleaseError):  # no table that anybody could release, for example with a total that is no sum
                found.append(_offer(f"»{key}« zu zweit zusammengefasst ({', '.join(dict.fromkeys(wider.values()))})", release(merged, list(keys), parents)))
        if len(keys) > 1:
            rest = [k for k in keys if k != key]
            parts = frame[frame[key] == TOTAL] if (frame[key] == TOTAL).any() else frame
            with contextlib.suppress(ReleaseError):
                found.append(_offer(f"ohne »{key}«", release(_summed(parts, rest, counts), rest, {})))
    return sorted(found, key=lambda o: o.hidden)


def _summed(frame: pd.DataFrame, keys: Sequence[str], counts: Sequence[str]) -> pd.DataFrame:
    """Counts by keys, in the order of the frame."""
    return frame.groupby(list(keys), sort=False, dropna=False)[list(counts)].sum().reset_index()


def _offer(said: str, released: Released) -> Offer:
    """How much the coarser table would hide."""
    return Offer(said, sum(released.counts), len(released.frame))
