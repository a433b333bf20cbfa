"""Other recipes that one could defend as well, and what comes of them."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from workbench.methods.composite import composite
from workbench.methods.index import Floats, classes, ranks
from workbench.recipe import INDEX, Recipe

SCALES: dict[str, dict[str, Any]] = {
    "Normierung: z-Werte": {"art": "z"},
    "Normierung: Min–Max": {"art": "min-max"},
    "Normierung: Rang": {"art": "rang"},
    "Normierung: Median und MAD": {"art": "median-mad"},
}
POSITIVE = {"art": "min-max", "von": 1.0, "bis": 100.0}  # for means that bear no 0
MEANS: dict[str, dict[str, Any]] = {
    "Zusammenfassung: arithmetisch": {"zusammenfassung": "arithmetisch"},
    "Zusammenfassung: geometrisch": {"zusammenfassung": "geometrisch", "normierung": POSITIVE},
    "Zusammenfassung: harmonisch": {"zusammenfassung": "harmonisch", "normierung": POSITIVE},
}


@dataclasses.dataclass(frozen=True)
class Outcome:
    """Ranks and classes under each choice, (choices, areas); NaN for areas without an index."""

    names: tuple[str, ...]
    rank: Floats
    group: Floats


def variants(recipe: Recipe) -> dict[str, Recipe]:
    """Recipes that differ from this one in a single choice.

    Parameters
    ----------
    recipe
        The recipe.

    Returns
    -------
    dict
        What is different → recipe: another normalisation, another mean (geometric and harmonic ones on 1 to 100), equal
        or PCA weights instead of others, each indicator left out. Choices that the recipe makes itself, and those that
        do not go with its others, are not among them.

    Notes
    -----
    The choices that the handbook of the OECD and JRC (2008) names for its uncertainty analysis.
    """
    dump = {"gruppen": [], **recipe.model_dump(exclude_unset=True)}
    plain = [{**p, "normierung": {}} for p in dump["indikatoren"]]
    flat = [{**g, "zusammenfassung": None} for g in dump["gruppen"]]
    changes = {name: {"indikatoren": plain, "normierung": scale} for name, scale in SCALES.items() if scale["art"] != recipe.normierung.art}
    changes |= {name: {"indikatoren": plain, "gruppen": flat, **mean} for name, mean in MEANS.items() if mean["zusammenfassung"] != recipe.zusammenfassung}
    changes |= _weightings(recipe, dump)
    changes |= {f"ohne {key}": _without(dump, key) for key in recipe.keys if len(recipe.keys) > 1}
    return {name: found for name, change in changes.items() if (found := _changed(dump, change))}


def outcome(values: npt.ArrayLike, recipe: Recipe, others: Mapping[str, Recipe], **how: Any) -> Outcome:  # noqa: ANN401 (passed on)
    """Ranks and classes under other recipes.

    Parameters
    ----------
    values
        (areas, indicators), in the order of the recipe.
    recipe
        The recipe.
    others
        As `variants` returns them: their indicators are among those of the recipe.
    how
        valid, groups and reference of `workbench.methods.composite.composite`.

    Returns
    -------
    Outcome
        In the order of the others; NaN as classes where there are no cuts.
    """
    x = np.asarray(values, dtype=float)
    known = ~np.isnan(composite(x, recipe, **how).index)  # the same areas under every choice
    found = [composite(np.where(known[:, None], x, np.nan)[:, [recipe.keys.index(k) for k in other.keys]], other, **how).index for other in others.values()]
    index = np.stack(found) if found else np.zeros((0, len(x)))
    group = classes(index, recipe.klassen.schnitte) if recipe.klassen else np.full(index.shape, np.nan)
    return Outcome(tuple(others), ranks(index), group)


def populated(parts: Sequence[Mapping[str, Any]], groups: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Groups of a recipe that have parts, directly or through another group."""
    used = {m.get("teil_von", INDEX) for m in (*parts, *groups)}
    kept = [g for g in groups if g["kuerzel"] in used]
    return kept if len(kept) == len(groups) else populated(parts, kept)


def _weightings(recipe: Recipe, dump: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Equal weights, and those of the first component, where the recipe has others."""
    equal = {"gewichtung": "gleich", **{k: [{**m, "gewicht": 1.0} for m in dump[k]] for k in ("indikatoren", "gruppen")}}
    found = {} if recipe.gewichtung == "gleich" else {"Gewichte: gleich": equal}
    return found if recipe.gewichtung == "pca" or len(recipe.keys) == 1 else {**found, "Gewichte: Hauptkomponente": {"gewichtung": "pca"}}


def _without(dump: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Parts without one indicator, and without the groups that it leaves empty."""
    parts = [p for p in dump["indikatoren"] if p["kuerzel"] != key]
    return {"indikatoren": parts, "gruppen": populated(parts, dump["gruppen"])}


def _changed(dump: Mapping[str, Any], change: Mapping[str, Any]) -> Recipe | None:
    """Recipe with other choices; none where they do not go together."""
    try:
        return Recipe.model_validate({**dump, **change})
    except ValidationError:
        return None
