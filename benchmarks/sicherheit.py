"""Certainty of ranks and classes: ours against a straightforward pandas loop, in one run, with the ranks compared.

    python benchmarks/sicherheit.py [draws]

10,800 areas (all German Gemeinden) x 12 indicators: weights drawn within ±25 %, then numerators drawn anew. The loop does
what one would write: per draw a frame, z-scores, weighted sum, rank, cut. It gets the same draws as ours, so the ranks
must be identical.
"""

import sys
import time

import numpy as np
import pandas as pd

from workbench.methods import certainty
from workbench.methods.composite import composite
from workbench.methods.index import ranks
from workbench.recipe import Recipe

AREAS, PARTS = 10_800, 12
DRAWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
LOOPED = min(DRAWS, 100)  # the loop is timed on these, and multiplied
KEYS = [f"i{n}" for n in range(PARTS)]
BORDERS = [-np.inf, -1, 1, 1.5, np.inf]
RECIPE = Recipe.model_validate({
    "key": "probe", "name": "Probe", "version": "1", "quelle": "Probe", "normierung": {"art": "z"}, "gewichtung": "angegeben",
    "indikatoren": [{"kuerzel": k} for k in KEYS], "klassen": {"schnitte": [-1.0, 1.0, 1.5], "namen": list("abcd")},
})  # fmt: skip


def counts(generator: np.random.Generator) -> certainty.Counts:
    """Municipalities of usual size, shares of 2 to 30 percent."""
    total = np.clip(generator.lognormal(7.5, 1.2, (AREAS, PARTS)), 50, None).round()
    return certainty.Counts(generator.binomial(total.astype(int), generator.uniform(0.02, 0.3, (AREAS, PARTS))).astype(float), total)


def zscores(frame: pd.DataFrame) -> pd.DataFrame:
    """z-scores of the columns."""
    return (frame - frame.mean()) / frame.std(ddof=0)


def placed(index: "pd.Series[float]") -> "pd.Series[float]":
    """Rank and class of one draw."""
    again = (index - index.mean()) / index.std(ddof=0)
    pd.cut(again, BORDERS, labels=False)
    return again.rank(ascending=False, method="min")


def timed(label: str, work: object, times: float = 1) -> tuple[object, float]:
    """Result and seconds, printed."""
    start = time.perf_counter()
    found = work()  # type: ignore[operator]
    seconds = (time.perf_counter() - start) * times
    print(f"  {label:<42} {seconds:6.2f} s")
    return found, seconds


def weights() -> None:
    """Draws of the weights."""
    values, drawn = counts(np.random.default_rng(1)).values(), np.random.default_rng(2).uniform(0.75, 1.25, (LOOPED, PARTS))
    frame = pd.DataFrame(values, columns=KEYS)
    print(f"{DRAWS} draws of the weights:")
    _, ours = timed("ours, all draws", lambda: certainty.under_weights(values, RECIPE, generator=np.random.default_rng(3), draws=DRAWS))
    loop, theirs = timed(f"pandas loop ({LOOPED} draws, times {DRAWS / LOOPED:g})", lambda: [placed((zscores(frame) * w).sum(axis=1)) for w in drawn], DRAWS / LOOPED)
    found = ranks(composite(values, RECIPE, weights={k: drawn[:, n] for n, k in enumerate(KEYS)}).index)
    same = (found == np.stack(loop)).mean()  # type: ignore[call-overload]
    print(f"  {theirs / ours:.1f} times faster; {same:.4%} of {found.size:,} ranks identical")


def noise() -> None:
    """Draws of the numerators."""
    counted = counts(np.random.default_rng(1))
    print(f"{DRAWS} draws of the numerators (binomial):")
    _, ours = timed("ours, all draws", lambda: certainty.under_noise(counted, RECIPE, generator=np.random.default_rng(3), draws=DRAWS))
    _, alone = timed("of which drawing, on one core", lambda: [counted.drawn(8, np.random.default_rng(4)) for _ in range(LOOPED // 8)], DRAWS / (LOOPED // 8 * 8))
    generator = np.random.default_rng(5)
    loop, theirs = timed("pandas loop", lambda: [placed(zscores(pd.DataFrame(counted.drawn(1, generator)[0], columns=KEYS)).sum(axis=1)) for _ in range(LOOPED)], DRAWS / LOOPED)
    generator = np.random.default_rng(5)
    found = ranks(composite(np.concatenate([counted.drawn(1, generator) for _ in range(LOOPED)]), RECIPE).index)
    same = (found == np.stack(loop)).mean()  # type: ignore[call-overload]
    print(f"  {theirs / ours:.1f} times faster; without drawing {(theirs - alone) / max(ours - alone, 1e-9):.1f} times; {same:.4%} of {found.size:,} ranks identical")


weights()
noise()
