"""Certainty as frames: few areas, equal values, hidden numerators, the same seed."""

import numpy as np
import pandas as pd
import pytest

from workbench.recipe import Recipe
from workbench.schemas.terms import TOTAL
from workbench.topics import indexguete, sicherheit
from workbench.topics.sicherheit import CLASS, CLASS_HOLDS, DRAWS, MARK, RANK, RANK_HIGH, RANK_HOLDS, RANK_LOW

PARTS = [{"kuerzel": "arm"}, {"kuerzel": "alo"}]
CLASSES = {"schnitte": [-1.0, 1.0], "namen": ["gering", "mittel", "hoch"]}
ARM = [10, 20, 30, 40, 90]
ALO = [5, 8, 9, 10, 40]


def recipe(minimum=5, **other):
    return Recipe.model_validate({"key": "probe", "name": "Probe", "version": "1", "quelle": "Probe", "mindestgebiete": minimum, "normierung": {"art": "z"}, "indikatoren": PARTS, "klassen": CLASSES, **other})


def shares(arm=ARM, alo=ALO, total=200, year=2024):
    areas = [f"0{n}" for n in range(len(arm))]
    parts = [pd.DataFrame({"Indikator": k, "Name": name, "Raum": areas, "Gebiet": [f"Gebiet {a}" for a in areas], "Jahr": year, "Zähler": v, "Nenner": total}) for k, name, v in (("arm", "Armut", arm), ("alo", "Arbeitslosigkeit", alo))]
    whole = pd.DataFrame({"Indikator": ["arm"], "Name": ["Armut"], "Raum": [TOTAL], "Gebiet": [TOTAL], "Jahr": [year], "Zähler": [999], "Nenner": [1000]})
    frame = pd.concat([*parts, whole], ignore_index=True).astype({"Zähler": "Float64", "Nenner": "Float64"})
    return frame.assign(Wert=frame["Zähler"] * 100 / frame["Nenner"])


def noise(werte=None, minimum=5, draws=200, **how):
    return sicherheit.noise(shares() if werte is None else werte, rezept=recipe(minimum), jahr=2024, startwert=1, ziehungen=draws, **how)


def test_each_area_has_rank_interval_class_and_how_often_they_hold():
    found = noise()
    assert list(found.columns) == ["Raum", "Gebiet", RANK, RANK_LOW, RANK_HIGH, RANK_HOLDS, DRAWS, CLASS, CLASS_HOLDS, MARK]
    first = found.iloc[0]
    assert (first["Gebiet"], first[RANK], first[RANK_LOW], first[RANK_HIGH], first[CLASS], first[MARK]) == ("Gebiet 04", 1, 1, 1, "hoch", "sicher")
    assert first[CLASS_HOLDS] == 100
    assert found[RANK_HOLDS].between(0, 100).all()
    assert found[RANK_HOLDS].iloc[2] < 100


def test_the_same_seed_gives_the_same_bytes():
    assert noise().to_csv() == noise().to_csv()
    assert noise().to_csv() != sicherheit.noise(shares(), rezept=recipe(), jahr=2024, startwert=2, ziehungen=200).to_csv()


def test_with_few_areas_the_mark_is_that_of_the_rank():
    found = noise(minimum=6)
    assert CLASS not in found
    assert found[MARK].tolist() == ["sicher" if h >= 90 else "eher sicher" if h >= 70 else "unsicher" for h in found[RANK_HOLDS]]


def test_marks_begin_at_their_limits():
    assert sicherheit._marks(pd.Series([100, 90, 89.9, 70, 69.9])) == ["sicher", "sicher", "eher sicher", "eher sicher", "unsicher"]


def test_a_single_area_has_no_rank_and_equal_areas_share_one():
    assert noise(shares([10], [5])).empty
    assert sicherheit.choices(shares([10], [5]), rezept=recipe(), jahr=2024).empty
    everyone = sicherheit.without(shares(), shares().iloc[:0])
    assert sicherheit.choices(shares(), rezept=recipe(), jahr=2024, ohne=everyone).empty
    assert sicherheit.choices_by_area(shares(), rezept=recipe(), jahr=2024, startwert=1, ziehungen=5, ohne=everyone).empty
    assert noise(ohne=everyone).empty
    equal = noise(shares([0, 0, 0], [0, 0, 0]))
    assert equal[RANK].tolist() == [1, 1, 1]
    assert equal[MARK].tolist() == ["sicher"] * 3


def test_an_area_with_a_hidden_numerator_has_no_draw_and_touches_no_other():
    hidden = shares([*ARM, None], [*ALO, 7])
    same = ["Gebiet", RANK, CLASS]
    pd.testing.assert_frame_equal(noise(hidden)[same], noise()[same])
    assert noise(shares([None] * 5)).empty
    assert noise(shares(), ohne=["04"])["Gebiet"].tolist()[0] == "Gebiet 03"
    excluded = recipe(4, ausschluesse=[{"gebiet": "Gebiet 04", "grund": "Ausreißer"}])
    assert len(sicherheit.noise(shares(), rezept=excluded, jahr=2024, startwert=1, ziehungen=20)) == 4


def test_the_dynamics_are_less_certain_than_the_status():
    werte = pd.concat([shares(), shares([12, 18, 33, 41, 70], [6, 8, 8, 11, 35], year=2022)])
    moving = recipe(dynamik={"jahre": 2, **CLASSES})
    found = sicherheit.noise(werte, rezept=moving, jahr=2024, seit=2022, startwert=1, ziehungen=200)
    assert found["Gebiet"].iloc[0] == "Gebiet 04"
    assert found[CLASS_HOLDS].mean() < noise()[CLASS_HOLDS].mean()


def test_an_area_that_is_missing_in_the_earlier_year_has_no_dynamics():
    werte = pd.concat([shares(), shares(ARM[:4], ALO[:4], year=2022)])
    found = sicherheit.noise(werte, rezept=recipe(3), jahr=2024, seit=2022, startwert=1, ziehungen=20)
    assert sorted(found["Gebiet"]) == [f"Gebiet 0{n}" for n in range(4)]


def test_the_summary_counts_the_marks():
    found = sicherheit.summary(noise())
    assert found.iloc[0].tolist() == [5, *(noise()[MARK].eq(m).sum() for m in sicherheit.MARKS)]
    assert sicherheit.summary(noise(shares([None] * 5))).empty


def test_the_ends_are_open_where_the_draws_leave_them_open():
    ranks = pd.DataFrame({"Gebiet": list("ABCDE"), RANK: [1, 2, 3, 4, 5], RANK_LOW: [1, 1, 3, 4, 5], RANK_HIGH: [2, 2, 4, 4, 5]})
    assert sicherheit.ends(ranks).to_numpy().tolist() == [["A und B (Reihenfolge offen)", "E"]]
    unclear = "offen, denn dafür kommt mehr als die Hälfte der Gebiete infrage"
    assert sicherheit.ends(ranks.assign(**{RANK_LOW: 1})).iloc[0].tolist() == [unclear, "E"]
    assert sicherheit.ends(noise(shares([0, 0, 0], [0, 0, 0]))).iloc[0].tolist() == [unclear, unclear]
    assert sicherheit.ends(noise(shares([None] * 5))).empty


def test_areas_without_a_row_are_left_out_of_the_draws_too():
    assert sicherheit.without(shares(), noise(ohne=["04"])) == ["04"]


def test_choices_say_what_each_would_change():
    found = sicherheit.choices(shares(), rezept=recipe(), jahr=2024)
    assert found["Wahl"].tolist()[-2:] == ["ohne »Armut«", "ohne »Arbeitslosigkeit«"]
    assert found["Gebiete"].eq(5).all()
    assert found.set_index("Wahl").loc["Normierung: Min–Max", sicherheit.OTHER_CLASS] == 0
    assert found[sicherheit.FARTHEST].max() <= 4
    few = sicherheit.choices(shares(), rezept=recipe(6), jahr=2024)
    assert sicherheit.OTHER_CLASS not in few
    assert sicherheit.choices(shares([None] * 5), rezept=recipe(), jahr=2024).empty


def test_choices_by_area_bound_its_rank():
    found = sicherheit.choices_by_area(shares(), rezept=recipe(), jahr=2024, startwert=1, ziehungen=50)
    assert (found[sicherheit.BEST] <= found[RANK]).all()
    assert (found[sicherheit.WORST] >= found[RANK]).all()
    assert found[sicherheit.SAME_CLASS].le(found[sicherheit.VARIANTS]).all()
    assert found.iloc[0][[RANK, sicherheit.WEIGHTS]].tolist() == [1, 100]
    assert sicherheit.SAME_CLASS not in sicherheit.choices_by_area(shares(), rezept=recipe(6), jahr=2024, startwert=1, ziehungen=5)


def test_quality_of_an_index():
    related = indexguete.related(shares(), rezept=recipe(), jahr=2024)
    assert related[related["Indikator"] != related["mit"]]["Korrelation"].tolist() == pytest.approx([np.corrcoef(ARM, ALO)[0, 1]] * 2)
    alpha = indexguete.consistency(shares(), rezept=recipe(), jahr=2024).iloc[0]
    assert alpha[["Gebiete", "Indikatoren"]].tolist() == [5, 2]
    assert alpha["von (95 %)"] < alpha["Cronbachs α"] < alpha["bis (95 %)"]
    weights = indexguete.weights(shares(), rezept=recipe(), jahr=2024)
    assert weights["Gewicht in %"].tolist() == [50, 50]
    assert weights["wirksames Gewicht in %"].sum() == pytest.approx(100)
    assert indexguete.weights(shares([None] * 5), rezept=recipe(), jahr=2024).empty
    assert indexguete.related(shares([None] * 5), rezept=recipe(), jahr=2024).empty


def test_declared_weights_go_through_all_levels():
    nested = {"gewichtung": "angegeben", "gruppen": [{"kuerzel": "g", "gewicht": 3.0}], "indikatoren": [{"kuerzel": "arm", "teil_von": "g"}, {"kuerzel": "alo"}]}
    assert indexguete.weights(shares(), rezept=recipe(**nested), jahr=2024)["Gewicht in %"].tolist() == [75, 25]
