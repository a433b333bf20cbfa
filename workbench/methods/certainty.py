"""How often a rank and a class hold: under the noise of counts, and under other weights.

The draws go through in blocks of bounded memory, each with a generator of its own, so that the result depends on the
seed alone, however many threads work on it.
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.methods.composite import composite
from workbench.methods.draws import Counts, Flags, threaded
from workbench.methods.index import AREAS, Floats, classes, ranks
from workbench.recipe import Recipe

BLOCK = 500_000  # values of a block: large enough for numpy, small enough for the cache
TAIL = 0.05  # of the draws lie below the interval of ranks, as many above
Draw = Callable[[int, np.random.Generator], Floats]  # number of draws, their generator → index (draws, areas)


@dataclasses.dataclass(frozen=True)
class Certainty:
    """What an index says of each area, and how often the draws say the same; NaN for areas without an index.

    Parameters
    ----------
    index, rank, group
        Without noise: value, rank (1 = highest), number of the class (from 0; NaN without cuts).
    low, high
        Ranks between which 90 % of the draws lie at least.
    rank_holds, group_holds
        Share of the draws with the same rank, with the same class (0 to 1).
    shares
        Share of the draws in each class, (areas, classes).
    draws
        Number of draws.
    """

    index: Floats
    rank: Floats
    group: Floats
    low: Floats
    high: Floats
    rank_holds: Floats
    group_holds: Floats
    shares: Floats
    draws: int


def under_noise(counts: Counts, recipe: Recipe, *, generator: np.random.Generator, draws: int = 1000, earlier: Counts | None = None, cuts: Sequence[float] | None = None, **how: Any) -> Certainty:  # noqa: ANN401 (passed on)
    """How often ranks and classes hold if the numerators had come out as chance lets them.

    Parameters
    ----------
    counts
        Numerators and denominators, indicators in the order of the recipe.
    recipe
        The recipe.
    generator
        Source of the draws.
    draws
        Number of draws.
    earlier
        Counts of an earlier year: then the index is that of the changes (dynamics), with noise in both years.
    cuts
        Cuts of the classes; those of the recipe by default (of its dynamics with `earlier`), none where it has none.
    how
        valid, groups and reference of `workbench.methods.composite.composite`.

    Returns
    -------
    Certainty
        One entry per area.

    Notes
    -----
    Parametric bootstrap (Efron and Tibshirani 1993) of the sampling error of the indicators. It says how far chance
    alone carries small numbers; errors of measurement it does not know, and a numerator of 0 stays 0 in every draw.
    """
    declared = recipe.dynamik if earlier else recipe.klassen

    def change(now: Floats, before: Floats | None) -> Floats:
        """Index of the values, or of their change."""
        return composite(now if before is None else now - before, recipe, **how).index

    def draw(size: int, source: np.random.Generator) -> Floats:
        """Index of some draws."""
        return change(counts.drawn(size, source), earlier.drawn(size, source) if earlier else None)

    base = change(counts.values(), earlier.values() if earlier else None)
    return held(base, draw, cuts=(declared.schnitte if declared else ()) if cuts is None else cuts, generator=generator, draws=draws, cells=counts.hits.size)


def under_weights(values: npt.ArrayLike, recipe: Recipe, *, generator: np.random.Generator, draws: int = 1000, spread: float = 0.25, **how: Any) -> Certainty:  # noqa: ANN401 (passed on)
    """How often ranks and classes hold if the weights were a little others.

    Parameters
    ----------
    values
        (areas, indicators), in the order of the recipe.
    recipe
        The recipe.
    generator, draws
        As in `under_noise`.
    spread
        Each weight is drawn evenly between (1 - spread) and (1 + spread) of its own.
    how
        As in `under_noise`.

    Returns
    -------
    Certainty
        One entry per area.

    Notes
    -----
    Saisana, Saltelli and Tarantola 2005, J. R. Stat. Soc. A 168; noise as in COINr's get_noisy_weights.
    """
    x = np.asarray(values, dtype=float)
    base = composite(x, recipe, **how)
    own = {part: base.weights[node][..., n] for node, parts in recipe.nodes.items() for n, part in enumerate(parts)}

    def draw(size: int, source: np.random.Generator) -> Floats:
        """Index of some draws."""
        weights = {part: weight * source.uniform(1 - spread, 1 + spread, size) for part, weight in own.items()}
        return composite(x, recipe, weights=weights, **how).index

    return held(base.index, draw, cuts=recipe.klassen.schnitte if recipe.klassen else (), generator=generator, draws=draws, cells=x.shape[AREAS])


def held(base: Floats, draw: Draw, *, cuts: Sequence[float], generator: np.random.Generator, draws: int, cells: int) -> Certainty:
    """Compare an index with draws of it.

    Parameters
    ----------
    base
        The index, (areas,).
    draw
        Number of draws and their generator → index, (draws, areas).
    cuts
        Cuts of the classes; none for ranks only.
    generator, draws
        As in `under_noise`.
    cells
        Values that one draw needs, for the size of the blocks.

    Returns
    -------
    Certainty
        One entry per area.
    """
    use = ~np.isnan(base)
    size = max(1, min(draws, BLOCK // max(cells, 1)))
    sizes = [min(size, draws - start) for start in range(0, draws, size)]

    def block(job: tuple[int, np.random.Generator]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int8]]:
        """Ranks and classes of some draws."""
        index = draw(*job)[..., use]
        group = classes(index, cuts) if cuts else np.zeros((0, 0))
        return ranks(index).astype(np.float32), np.where(np.isnan(group), -1, group).astype(np.int8)

    found = threaded(block, list(zip(sizes, generator.spawn(len(sizes)), strict=True)))
    placed, grouped = (np.concatenate(parts) for parts in zip(*found, strict=True))
    own, group = ranks(base[use]), classes(base[use], cuts) if cuts else np.full(int(use.sum()), np.nan)
    ordered = np.sort(np.ascontiguousarray(placed.T), axis=-1)
    shares = np.stack([(grouped == c).mean(axis=0) for c in range(len(cuts) + 1)], axis=-1) if cuts else np.zeros((int(use.sum()), 0))
    stays = np.take_along_axis(shares, group[:, None].astype(int), axis=-1)[:, 0] if cuts else group
    low, high = ordered[:, int(TAIL * (draws - 1))], ordered[:, -1 - int(TAIL * (draws - 1))]
    same = (placed == own.astype(np.float32)).mean(axis=0)
    all_areas = {"rank": own, "group": group, "low": low, "high": high, "rank_holds": same, "group_holds": stays, "shares": shares}
    return Certainty(base, draws=draws, **{name: _back(value, use) for name, value in all_areas.items()})


def _back(kept: npt.ArrayLike, use: Flags) -> Floats:
    """Put the areas with an index back among all."""
    values = np.asarray(kept, dtype=float)
    found = np.full((len(use), *values.shape[1:]), np.nan)
    found[use] = values
    return found
