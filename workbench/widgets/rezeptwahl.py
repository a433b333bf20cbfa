"""A recipe as somebody chose it: from the choices or a table of indicators to a recipe, and from a recipe to its file."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import recipe as recipes
from workbench.errors import DataError, ProjectError, suggest
from workbench.export.write import write
from workbench.methods.choices import populated
from workbench.project import Project
from workbench.recipe import INDEX, Recipe

if TYPE_CHECKING:
    import pandas as pd

NOT_CHOSEN = "nicht ausgewählt"
_FIRST = ("name", "version", "quelle")
_META = ("iCode", "Parent", "Direction", "Weight")
_COINR = {"ddof": 1, "standardisieren": False, "gewichtung": "angegeben", "fehlend": "gewichten"}


def chosen(base: Recipe, *, weights: Mapping[str, float], down: Sequence[str] = (), without: Sequence[str] = (), key: str = "eigene-wahl") -> Recipe:
    """Recipe with other indicators, weights and areas.

    Parameters
    ----------
    base
        The recipe to start from: all that is not chosen stays as it says.
    weights
        Chosen indicators and their weights, in their order.
    down
        Indicators whose low value is a burden; for those that the recipe has, its own direction holds.
    without
        Areas that were not chosen.
    key
        Name of its file.

    Returns
    -------
    Recipe
        Checked; the recipe itself where nothing differs but the name.

    Raises
    ------
    ProjectError
        If the choice makes no recipe: no indicator, or weights that sum to zero.
    """
    if not weights:
        raise ProjectError("Bitte mindestens einen Indikator wählen.")
    dump = {"gruppen": [], **base.model_dump(exclude_unset=True)}
    own = {p["kuerzel"]: _unweighed(p) for p in dump["indikatoren"]}
    parts = [own.get(k, {"kuerzel": k, "richtung": "-" if k in down else "+"}) for k in weights]
    groups = populated(parts, dump["gruppen"])
    excluded = [*dump.get("ausschluesse", []), *({"gebiet": area, "grund": NOT_CHOSEN} for area in without)]
    change = {"key": key, "indikatoren": parts, "gruppen": groups, "ausschluesse": excluded}
    if base.gewichtung == "angegeben" or {*weights.values(), *(g.get("gewicht", 1.0) for g in groups)} != {1.0}:
        change |= {"gewichtung": "angegeben", "indikatoren": [{**p, "gewicht": float(w)} for p, w in zip(parts, weights.values(), strict=True)]}
    return base.model_copy(update=change)


def of_table(indikatoren: "pd.DataFrame", **angaben: Any) -> Recipe:  # noqa: ANN401 (what a recipe says)
    """Recipe of a table of indicators and the levels above them.

    Parameters
    ----------
    indikatoren
        The table iMeta of the R package COINr: iCode, Parent (empty at the top), Direction (1 or -1), Weight; where it has the
        column Type, rows that are neither Indicator nor Aggregate are left out.
    angaben
        What else the recipe says: name, version, quelle, normierung and so on. Without a word on it, it computes as COINr:
        weights as given, ddof = 1, not standardised, gaps leave their weight to the other indicators.

    Returns
    -------
    Recipe
        Checked like a file; the topmost row is the index.

    Raises
    ------
    DataError
        If a column is missing.
    ProjectError
        With all faults of the recipe.
    """
    there = [str(c) for c in indikatoren.columns]
    if lacking := [f"Spalte »{c}« fehlt. Gefunden: {', '.join(f'»{t}«' for t in there)}.{suggest(c, there)}" for c in _META if c not in there]:
        raise DataError("Indikatorentabelle", lacking)
    rows = indikatoren[indikatoren["Type"].isin(["Indicator", "Aggregate"])] if "Type" in there else indikatoren
    rows = rows.fillna({"Parent": ""})
    parents, down = set(rows["Parent"]), set(rows.loc[rows["Direction"] < 0, "iCode"])
    top, below = rows.loc[rows["Parent"] == "", "iCode"], rows[rows["Parent"] != ""]
    members = [{"kuerzel": k, "teil_von": above, "gewicht": float(w)} for k, above, w in zip(below["iCode"], below["Parent"].mask(below["Parent"].isin(top), INDEX), below["Weight"], strict=True)]
    parts = [{**m, "richtung": "-" if m["kuerzel"] in down else "+"} for m in members if m["kuerzel"] not in parents]
    groups = [m for m in members if m["kuerzel"] in parents]
    return recipes.checked({**_COINR, **angaben, "indikatoren": parts, "gruppen": groups}, "Indikatorentabelle")


def save(recipe: Recipe, project: Project, *, name: str, confirmed: str = "") -> Path:
    """Write a recipe into the project's folder of recipes.

    Parameters
    ----------
    recipe
        The recipe.
    project
        The project.
    name
        Name of the file without .toml.
    confirmed
        The same name once more, where the file is there already and shall be replaced.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ProjectError
        If the name is none, belongs to a shipped recipe, or to a file that was not confirmed.
    RunError
        If it cannot be written; what was there is unchanged.
    """
    file = project.folder / recipes.FOLDER / f"{name}.toml"
    try:
        recipe.model_copy(update={"key": name})
    except ProjectError:
        raise ProjectError(f"Name: »{name}« – erwartet kleine Buchstaben ohne Umlaute, Ziffern, - und _, zum Beispiel »soziale-lage-2«.") from None
    if (recipes.SHIPPED / file.name).is_file():
        raise ProjectError(f"Name: »{name}« – so heißt ein mitgeliefertes Rezept. Bitte einen anderen Namen wählen, zum Beispiel »{name}-eigen«.")
    if file.exists() and confirmed != name:
        raise ProjectError(f"Name: »{name}« – {recipes.FOLDER}/{file.name} gibt es schon. Zum Ersetzen bitte noch einmal auf »Speichern« drücken.")
    write(file, toml(recipe).encode())
    return file


def toml(recipe: Recipe) -> str:
    """Recipe as the text of its file: only what it says, not what is so by default.

    Examples
    --------
    >>> from workbench.recipe import load
    >>> print(toml(load("einfach")).splitlines()[0])
    name = "Soziale Lage"
    """
    dump = {k: v for k, v in recipe.model_dump(exclude_unset=True).items() if k != "key" and v not in ([], None)}
    ordered = [*_FIRST, *(k for k in dump if k not in _FIRST)]
    return "".join(f"{key} = {_value(dump[key], nested=False)}\n" for key in ordered)


def _unweighed(part: Mapping[str, Any]) -> dict[str, Any]:
    """Indicator without its weight."""
    return {k: v for k, v in part.items() if k != "gewicht"}


def _value(value: Any, *, nested: bool = True) -> str:  # noqa: ANN401 (what a recipe holds)
    """TOML of a value; tables of a list stand on lines of their own."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items() if v is not None) + " }"
    if isinstance(value, list):
        lines = not nested and any(isinstance(v, dict) for v in value)
        return "[\n" + "".join(f"  {_value(v)},\n" for v in value) + "]" if lines else f"[{', '.join(map(_value, value))}]"
    return repr(value)
