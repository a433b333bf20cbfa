"""A hierarchical index of 49 indicators against what the functions of COINr give in R, to nine digits."""

import json
from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import ProjectError
from workbench.recipe import Recipe, checked
from workbench.topics.sozialindex import composite, steps

COINR = json.loads((Path(__file__).parents[1] / "reference" / "coinr.json").read_text(encoding="utf-8"))
VALUES = pd.DataFrame({"Raum": [f"u{n}" for n in range(1, 52)], **COINR["values"]}).convert_dtypes()
TOP = ("Conn", "Sust")  # the level above the pillars
SCALES = {
    "z": {"art": "z"}, "minmax": {"art": "min-max"}, "minmax1": {"art": "min-max", "von": 1, "bis": 100}, "scaled": {"art": "skaliert", "von": -50, "bis": 150},
    "rank": {"art": "rang"}, "borda": {"art": "borda"}, "prank": {"art": "prozentrang"}, "fracmax": {"art": "anteil-max"}, "dist2max": {"art": "abstand-max"},
    "dist2ref": {"art": "abstand-gebiet", "gebiet": "u17"}, "dist2refcap": {"art": "abstand-gebiet", "gebiet": "u17", "kappen": True},
    "dist2targ": {"art": "abstand-ziel"}, "dist2targcap": {"art": "abstand-ziel", "kappen": True},
    "goalposts": {"art": "zielkorridor", "skala": 10}, "goalpostsopen": {"art": "zielkorridor", "kappen": False},
}  # fmt: skip
A, G, H, C = "arithmetisch", "geometrisch", "harmonisch", "copeland"
MEANS = {  # of the pillars, of the level above, of the index
    "a_amean": (A, A, A), "a_gmean": (G, G, G), "a_hmean": (H, H, H), "a_copeland": (C, C, C),
    "levels": (A, G, H), "copelandtop": (H, G, C), "thresh": (G, G, G), "pca": (A, A, A),
}  # fmt: skip


def recipe(name: str) -> Recipe:
    """Recipe of a result: scale and means."""
    scale, how = name.split(" ")
    low, middle, high = MEANS.get(how) or ((A,) * 3 if scale == "z" else (H,) * 3)
    own = ({"ziel": t} if "targ" in scale else {"von": v, "bis": b} if "goal" in scale else {} for t, v, b in zip(COINR["target"], COINR["low"], COINR["high"], strict=True))
    declared = zip(COINR["codes"], COINR["group"], COINR["direction"], COINR["weight"], own, strict=True)
    return checked({
        "name": "ASEM", "version": "1", "quelle": COINR["source"], "ddof": 1, "standardisieren": False, "fehlend": "gewichten",
        "normierung": SCALES[scale], "zusammenfassung": high, "gewichtung": "pca" if how == "pca" else "angegeben",
        "mindestangaben": 0.9 if how == "thresh" else 0, "ausreisser": {"art": "stutzen" if how == "treated" else "keine"},
        "indikatoren": [{"kuerzel": code, "teil_von": group, "richtung": "+" if sign > 0 else "-", "gewicht": weight, "normierung": n} for code, group, sign, weight, n in declared],
        "gruppen": [{"kuerzel": k, "teil_von": above, "gewicht": COINR["weights"][k], "zusammenfassung": middle if k in TOP else low} for k, above in COINR["parent"].items()],
    })  # fmt: skip


@pytest.mark.parametrize("name", [n for n in COINR["results"] if n != "z a_hmean"])
def test_every_scale_and_mean_equals_coinr(name):
    found = composite(VALUES, recipe(name))
    for node, expected in COINR["results"][name].items():
        assert found[node].tolist() == pytest.approx([float("nan") if v is None else v for v in expected], rel=1e-9, abs=1e-9, nan_ok=True)


def test_the_same_outliers_are_drawn_in_or_logged():
    found = steps(VALUES, recipe("z treated"))
    assert found["gestutzt"].tolist() == COINR["winsorised"]
    assert found["logarithmiert"].eq("ja").tolist() == COINR["logged"]


def test_the_harmonic_mean_of_z_scores_is_refused_though_coinr_gives_a_number():
    with pytest.raises(ProjectError, match="»i01«: »harmonisch« braucht Werte über null, normierung »z«"):
        recipe("z a_hmean")
