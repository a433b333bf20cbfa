"""A recipe applied to arrays: exclude, fill, treat, normalise, put together level by level, standardise again."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.errors import ParameterError
from workbench.methods import index
from workbench.methods.index import AREAS, Floats
from workbench.methods.treatment import Flags, Treated, impute, treat
from workbench.recipe import INDEX, Normalisation, Recipe


@dataclasses.dataclass(frozen=True)
class Composite:
    """An index with everything on the way to it.

    Parameters
    ----------
    index
        The index, (..., areas); NaN for areas that have none.
    nodes
        Every level below it, by its key, (..., areas).
    parts
        Normalised indicators, (..., areas, indicators); high is what raises the index.
    filled
        Values that were unknown and have been filled, (..., areas, indicators).
    treated
        The indicators after the treatment of outliers, before they were normalised.
    weights
        Weights of the parts of every node, (..., parts), the index last; they sum to 1.
    """

    index: Floats
    nodes: dict[str, Floats]
    parts: Floats
    filled: Flags
    treated: Treated
    weights: dict[str, Floats]


def composite(values: npt.ArrayLike, recipe: Recipe, *, valid: npt.ArrayLike | None = None, groups: npt.ArrayLike | None = None, reference: int | None = None, weights: Mapping[str, npt.ArrayLike] | None = None) -> Composite:
    """Index of some areas, in one go for any number of draws.

    Parameters
    ----------
    values
        (..., areas, indicators), indicators in the order of the recipe; NaN is unknown.
    recipe
        The recipe.
    valid
        Areas that count (large enough, not excluded by name), (areas,); the others have no index and touch nobody's.
    groups
        Group of each area, for a recipe that fills with the mean or median of groups.
    reference
        Position of the area that the others are measured against, for a recipe that does so.
    weights
        Other weights than the recipe's, by indicator or group: a number, or one per draw.

    Returns
    -------
    Composite
        The index, and all on the way to it.

    Raises
    ------
    ParameterError
        If a geometric or harmonic mean meets values that it cannot bear.

    Notes
    -----
    Order of the steps as in the handbook of the OECD and JRC (2008) and in COINr (Becker 2022): impute, treat, multiply by
    the direction, normalise, aggregate upwards.
    """
    x = np.asarray(values, dtype=float)
    count = np.ones(x.shape[AREAS], dtype=bool) if valid is None else np.asarray(valid, dtype=bool)
    kept = x if count.all() else x[..., count, :]
    complete, filled = _filled(kept, recipe, None if groups is None else np.asarray(groups, dtype=object)[count])
    treated = _treated(complete, recipe)
    parts = normalise(treated.values, recipe, reference=None if reference is None else int(np.count_nonzero(count[:reference])))
    nodes, used = _aggregated(parts, recipe, weights or {})
    whole = nodes.pop(INDEX)
    if recipe.standardisieren:
        whole = index.standardise(whole, ddof=recipe.ddof, axis=-1)
    levels = {k: _back(v, count, -1) for k, v in nodes.items()}
    treated = dataclasses.replace(treated, values=_back(treated.values, count, AREAS))
    return Composite(_back(whole, count, -1), levels, _back(parts, count, AREAS), _back(filled, count, AREAS), treated, used)


def normalise(values: npt.ArrayLike, recipe: Recipe, *, reference: int | None = None) -> Floats:
    """Indicators on the recipe's scale, high for what raises the index.

    Parameters
    ----------
    values
        (..., areas, indicators), in the order of the recipe.
    recipe
        The recipe.
    reference
        As in `composite`.

    Returns
    -------
    numpy.ndarray
        Same shape.

    Notes
    -----
    Values are multiplied by their direction first, targets and corridors with them (COINr Normalise).
    """
    x = np.asarray(values, dtype=float)
    signs = np.array([-1.0 if p.richtung == "-" else 1.0 for p in recipe.indikatoren])
    scales = [recipe.scale(p) for p in recipe.indikatoren]
    kinds = list(dict.fromkeys(str(s.art) for s in scales))
    turned = x * signs if (signs < 0).any() else x
    if len(kinds) == 1:
        return _SCALES[kinds[0]](turned, _Given(scales, signs, recipe.ddof, reference))
    found = np.empty_like(x)
    for kind in kinds:
        at = [n for n, s in enumerate(scales) if s.art == kind]
        found[..., at] = _SCALES[kind](turned[..., at], _Given([scales[n] for n in at], signs[at], recipe.ddof, reference))
    return found


@dataclasses.dataclass(frozen=True)
class _Given:
    """Parameters of the normalisation of some indicators."""

    scales: Sequence[Normalisation]
    signs: Floats
    ddof: int
    reference: int | None

    def all(self, name: str, default: float = 0.0) -> Floats:
        """One parameter of each indicator."""
        return np.array([default if (v := getattr(s, name)) is None else v for s in self.scales], dtype=float)

    def ends(self) -> dict[str, Floats]:
        """Bounds in the indicators' own units, turned where the direction is."""
        low, high = self.all("von"), self.all("bis")
        return {"low": np.where(self.signs > 0, low, -high), "high": np.where(self.signs > 0, high, -low)}


def _to_reference(x: Floats, given: _Given) -> Floats:
    """Measured against one area."""
    if given.reference is None:
        raise ParameterError(f"normierung.gebiet: »{given.scales[0].gebiet}« – dieses Gebiet gibt es hier nicht, oder es bleibt außen vor.")
    return index.to_reference(x, area=given.reference, cap=given.all("kappen") > 0)


_SCALES: dict[str, Callable[[Floats, _Given], Floats]] = {
    "z": lambda x, g: index.standardise(x, ddof=g.ddof),
    "min-max": lambda x, g: index.minmax(x, low=g.all("von"), high=g.all("bis", 100.0)),
    "skaliert": lambda x, g: index.scaled(x, low=g.all("von"), high=g.all("bis")),
    "rang": lambda x, _: index.rank_scores(x),
    "borda": lambda x, _: index.rank_scores(x) - 1,
    "prozentrang": lambda x, _: index.percentile_ranks(x),
    "median-mad": lambda x, _: index.median_mad(x),
    "anteil-max": lambda x, _: index.share_of_maximum(x),
    "abstand-max": lambda x, _: index.minmax(x, high=1.0),
    "abstand-gebiet": _to_reference,
    "abstand-ziel": lambda x, g: index.to_target(x, target=g.all("ziel") * g.signs, cap=g.all("kappen") > 0),
    "zielkorridor": lambda x, g: index.goalposts(x, **g.ends(), scale=g.all("skala", 1.0), cap=g.all("kappen", 1.0) > 0),
}


def _filled(x: Floats, recipe: Recipe, groups: npt.NDArray[Any] | None) -> tuple[Floats, Flags]:
    """Unknown values as the recipe says (the whole area left out, left to the weights, or filled), and which have been filled."""
    unknown = np.isnan(x)
    if not unknown.any():
        return x, unknown
    if unknown.all(axis=AREAS).any():  # an indicator without any value: there is no such index
        return np.full_like(x, np.nan), np.zeros_like(unknown)
    if recipe.fehlend == "gewichten":
        return x, np.zeros_like(unknown)
    found = np.where(unknown.any(axis=-1, keepdims=True), np.nan, x) if recipe.fehlend == "ausschließen" else impute(x, how=recipe.fehlend, groups=groups)
    return found, unknown & ~np.isnan(found)


def _treated(x: Floats, recipe: Recipe) -> Treated:
    """Outliers as the recipe says."""
    rule = recipe.ausreisser
    if rule.art == "stutzen":
        return treat(x, skew=rule.schiefe, kurt=rule.woelbung, most=rule.hoechstens)
    shape = (*x.shape[:-2], x.shape[-1])
    return Treated(x, np.zeros(shape, dtype=int), np.zeros(shape, dtype=bool))


def _aggregated(parts: Floats, recipe: Recipe, other: Mapping[str, npt.ArrayLike]) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Every node from the lowest upwards, and the weights of its parts."""
    known = {key: parts[..., n] for n, key in enumerate(recipe.keys)}
    weighed = {m.kuerzel: np.asarray(other.get(m.kuerzel, m.gewicht), dtype=float) for m in recipe.members}
    used: dict[str, Floats] = {}
    for node, members in recipe.nodes.items():
        found = parts if list(members) == recipe.keys else _beside(known, members)  # no copy of a million draws
        own = recipe.gewichtung == "pca" and not other and set(members) <= set(recipe.keys)
        weights = index.first_component(found) if own else _beside(weighed, members)
        whole = index.aggregate(found, weights=weights, how=recipe.mean(node))
        if recipe.mindestangaben:
            enough = np.count_nonzero(~np.isnan(found), axis=-1) >= recipe.mindestangaben * len(members) - index.SMALL
            whole = np.where(enough, whole, np.nan)
        known[node] = whole
        used[node] = weights / weights.sum(axis=-1, keepdims=True)
    return {node: known[node] for node in recipe.nodes}, used


def _beside(arrays: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    """Some arrays along a new last axis."""
    found: Floats = np.stack(np.broadcast_arrays(*(arrays[name] for name in names)), axis=-1)
    return found


def _back(kept: Any, count: Flags, axis: int) -> Any:  # noqa: ANN401 (numbers or flags)
    """Put the areas that count back among all; the others get NaN, or no flag."""
    if count.all():
        return kept
    shape = list(kept.shape)
    shape[axis] = len(count)
    found = np.full(shape, False if kept.dtype == bool else np.nan)
    found[(..., count) if axis == -1 else (..., count, slice(None))] = kept
    return found
