"""A recipe of a table of indicators, as COINr has it, and its file."""

import json
from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import DataError, ProjectError
from workbench.recipe import read
from workbench.topics.sozialindex import composite
from workbench.widgets import rezeptwahl

COINR = json.loads((Path(__file__).parents[1] / "reference" / "coinr.json").read_text(encoding="utf-8"))
SAID = {"name": "ASEM", "version": "1", "quelle": COINR["source"], "normierung": {"art": "z"}}


def imeta() -> pd.DataFrame:
    """Table of 49 indicators in eight groups and three levels, as COINr's iMeta."""
    below = [(code, group, sign, weight, "Indicator") for code, group, sign, weight in zip(COINR["codes"], COINR["group"], COINR["direction"], COINR["weight"], strict=True)]
    above = [(code, parent, 1, COINR["weights"][code], "Aggregate") for code, parent in COINR["parent"].items()]
    return pd.DataFrame([*below, *above, ("Index", None, 1, 1, "Aggregate"), ("Pop", None, 1, 1, "Denominator")], columns=["iCode", "Parent", "Direction", "Weight", "Type"])


def test_a_table_of_49_indicators_with_parents_and_weights_becomes_a_file_that_gives_what_coinr_gives(tmp_path):
    file = tmp_path / "asem.toml"
    file.write_text(rezeptwahl.toml(rezeptwahl.of_table(imeta(), **SAID)), encoding="utf-8")
    found = composite(pd.DataFrame({"uCode": [f"u{n}" for n in range(1, 52)], **COINR["values"]}), read(file))
    assert len(read(file).keys) == 49
    for node, expected in COINR["results"]["z a_amean"].items():
        assert found[node].tolist() == pytest.approx([float("nan") if v is None else v for v in expected], rel=1e-9, abs=1e-9, nan_ok=True)


def test_the_topmost_row_is_the_index_whatever_its_name():
    named = imeta().replace({"Index": "Gesamt"})
    assert rezeptwahl.of_table(named, **SAID) == rezeptwahl.of_table(imeta(), **SAID)


def test_a_table_without_a_column_or_with_an_unknown_parent_is_refused_in_words():
    with pytest.raises(DataError, match="Spalte »Direction« fehlt"):
        rezeptwahl.of_table(imeta().rename(columns={"Direction": "direction"}), **SAID)
    with pytest.raises(ProjectError, match="»i01«: teil_von »Physik« ist keine Gruppe"):
        rezeptwahl.of_table(imeta().assign(Parent=lambda t: ["Physik", *t["Parent"][1:]]), **SAID)
