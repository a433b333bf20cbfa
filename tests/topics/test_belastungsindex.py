"""The index: ranks and values always, classes and deciles only where there are enough areas."""

import numpy as np
import pandas as pd
import pytest

from workbench.schemas.terms import TOTAL
from workbench.topics.belastungsindex import CLASS, DECILE, INDEX, RANK, Recipe, index, overview

TWO = Recipe("Probe", "1", (("arm", 1), ("kita", -1)), minimum=5)


def shares(arm, kita, year=2024):
    names = [f"Gebiet {n}" for n in range(len(arm))]
    parts = [pd.DataFrame({"Indikator": k, "Raum": names, "Gebiet": names, "Jahr": year, "Anteil in %": v}) for k, v in (("arm", arm), ("kita", kita))]
    whole = pd.DataFrame({"Indikator": ["arm"], "Raum": [TOTAL], "Gebiet": [TOTAL], "Jahr": [year], "Anteil in %": [99.0]})
    return pd.concat([*parts, whole], ignore_index=True).astype({"Anteil in %": "Float64"})


FIVE = shares([10, 20, 30, 40, 90], [90, 80, 80, 70, 10])


def test_the_most_burdened_area_comes_first():
    found = index(FIVE, jahr=2024, rezept=TWO)
    assert found["Gebiet"].tolist() == [f"Gebiet {n}" for n in (4, 3, 2, 1, 0)]
    assert found[RANK].tolist() == [1, 2, 3, 4, 5]
    assert (found[INDEX].mean(), found[INDEX].std(ddof=0)) == pytest.approx((0, 1))


def test_classes_and_deciles_follow_the_recipe():
    found = index(FIVE, jahr=2024, rezept=TWO)
    assert found[CLASS].tolist() == ["sehr hoch", "mittel", "mittel", "mittel", "mittel"]
    assert found[DECILE].tolist() == [2, 4, 6, 8, 10]
    counts = overview(found, rezept=TWO).iloc[0]
    assert counts[["Rezept", "Gebiete", "Mindestzahl", "gering", "mittel", "hoch", "sehr hoch"]].tolist() == ["Probe, Version 1", 5, 5, 0, 4, 0, 1]


def test_with_too_few_areas_there_are_rank_and_value_only():
    found = index(FIVE, jahr=2024, rezept=Recipe("Probe", "1", TWO.parts, minimum=6))
    assert list(found.columns) == ["Gebiet", RANK, INDEX]
    assert overview(found, rezept=TWO)["sehr hoch"].isna().all()


def test_an_area_with_a_hidden_share_has_no_index_and_touches_no_other():
    hidden = shares([10, 20, 30, 40, 90, np.nan], [90, 80, 80, 70, 10, 50])
    pd.testing.assert_frame_equal(index(hidden, jahr=2024, rezept=TWO), index(FIVE, jahr=2024, rezept=TWO))


def test_without_an_indicator_of_the_recipe_there_is_no_index():
    for frame in (FIVE[FIVE["Indikator"] == "arm"], FIVE.iloc[:0], FIVE.assign(Jahr=2020)):
        found = index(frame, jahr=2024, rezept=TWO)
        assert list(found.columns) == ["Gebiet", RANK, INDEX]
        assert found.empty
        assert overview(found, rezept=TWO)["Gebiete"].tolist() == [0]
