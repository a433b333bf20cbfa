"""Certainty of ranks and classes: ours against a straightforward pandas loop, in one run, with the ranks compared.

    python benchmarks/sicherheit.py [draws]

10,800 areas (all German Gemeinden) x 12 indicators: weights drawn within ±25 %, then numerators drawn anew. The loop does
what one would write: per draw a frame, z-scores, weighted sum, rank, cut. It gets the same draws as ours, so the ranks
must be identical.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from workbench.methods import certainty
from workbench.methods.composite import composite
from workbench.methods.draws import Counts
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


def counts(generator: np.random.Generator) -> Counts:
    """Municipalities of usual size, shares of 2 to 30 percent."""
    total = np.clip(generator.lognormal(7.5, 1.2, (AREAS, PARTS)), 50, None).round()
    return Counts(generator.binomial(total.astype(int), generator.uniform(0.02, 0.3, (AREAS, PARTS))).astype(float), total)


def zscores(frame: pd.DataFrame) -> pd.DataFrame:
    """z-scores of the columns."""
    return (frame - frame.mean()) / frame.std(ddof=0)


def looped(draw: Callable[[], "pd.Series[float]"], draws: int) -> pd.DataFrame:
    """What one would write: per draw standardise, rank, cut; then the quantiles of the ranks and the shares of the classes."""
    found, classes = [], []
    for _ in range(draws):
        index = draw()
        index = (index - index.mean()) / index.std(ddof=0)
        found.append(index.rank(ascending=False, method="min"))
        classes.append(pd.cut(index, BORDERS, labels=False))
    frame = pd.concat(found, axis=1)
    frame.quantile([0.05, 0.95], axis=1)
    pd.concat(classes, axis=1).apply(lambda c: c.value_counts()).fillna(0).sum()
    return frame


def timed(label: str, work: Callable[[], object], times: float = 1) -> tuple[float, float]:
    """Wall and processor seconds, printed."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    wall, processor = (time.perf_counter() - wall) * times, (time.process_time() - processor) * times
    print(f"  {label:<44} {wall:6.2f} s   {processor:6.2f} s")
    return wall, processor


def compared(what: str, ours: Callable[[], object], loop: Callable[[int], object], same: tuple[np.ndarray, np.ndarray]) -> None:
    """Both in one run, and the ranks of the same draws."""
    print(f"{DRAWS} draws of {what}:{'':<{30 - len(what)}} wall      processor")
    ours()  # the first call maps memory
    mine = timed("ours", ours)
    theirs = timed(f"pandas loop ({LOOPED} draws, times {DRAWS / LOOPED:g})", lambda: loop(LOOPED), DRAWS / LOOPED)
    print(f"  {theirs[0] / mine[0]:.1f} times faster ({theirs[1] / mine[1]:.1f} by processor time); {(same[0] == same[1]).mean():.4%} of {same[0].size:,} ranks identical")


def weights() -> None:
    """Draws of the weights."""
    values = counts(np.random.default_rng(1)).values()
    frame, drawn = pd.DataFrame(values, columns=KEYS), np.random.default_rng(2).uniform(0.75, 1.25, (LOOPED, PARTS))

    def loop(draws: int) -> pd.DataFrame:
        """The loop over the drawn weights."""
        each = iter(drawn)
        return looped(lambda: (zscores(frame) * next(each)).sum(axis=1), draws)

    same = ranks(composite(values, RECIPE, weights={k: drawn[:, n] for n, k in enumerate(KEYS)}).index), loop(LOOPED).to_numpy().T
    compared("the weights", lambda: certainty.under_weights(values, RECIPE, generator=np.random.default_rng(3), draws=DRAWS), loop, same)


def noise() -> None:
    """Draws of the numerators: the loop draws with numpy, and for the comparison gets ours."""
    counted, generator = counts(np.random.default_rng(1)), np.random.default_rng(5)
    total, share = counted.total.astype(int), counted.hits / counted.total
    drawn = counted.drawn(8, np.random.default_rng(4))
    each = iter(drawn)
    same = ranks(composite(drawn, RECIPE).index), looped(lambda: zscores(pd.DataFrame(next(each), columns=KEYS)).sum(axis=1), 8).to_numpy().T

    def loop(draws: int) -> pd.DataFrame:
        """The loop over numerators drawn by numpy."""
        return looped(lambda: zscores(pd.DataFrame(generator.binomial(total, share) / total * 100, columns=KEYS)).sum(axis=1), draws)

    compared("the numerators", lambda: certainty.under_noise(counts(np.random.default_rng(1)), RECIPE, generator=np.random.default_rng(3), draws=DRAWS), loop, same)


weights()
noise()
