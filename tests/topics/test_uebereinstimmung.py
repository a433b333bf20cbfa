"""Agreement of coders: who gave what to which paragraph, and what the table says about it."""

import numpy as np
import pandas as pd
import pytest

from workbench.schemas import codes, segmente, transkripte
from workbench.topics import uebereinstimmung

CODES = pd.DataFrame({"Code": ["Orte", "Orte > Treff", "Wege"], "Ebene": [1, 2, 1]})
TEXTS = pd.DataFrame({"Fall": ["A", "B"], "Text": ["I: Wo?\nB: Im Treff.\nB: Mit dem Bus.", "B: Allein codiert."]})
SEGMENTS = pd.DataFrame(
    [("A", "Orte > Treff", 7, 19, "X"), ("A", "Orte", 8, 12, "Y"), ("A", "Wege", 20, 36, "X"), ("A", "Wege", 0, 3, "Y"), ("B", "Wege", 0, 5, "X")],
    columns=["Fall", "Code", "Anfang", "Ende", "Person"],
)


def judged(*pairs: tuple[float, float]) -> pd.DataFrame:
    """Ratings of two coders, one row per paragraph."""
    return pd.DataFrame([("A", i, "Orte > Treff", x, y) for i, (x, y) in enumerate(pairs)], columns=["Fall", "Absatz", "Kategorie", "X", "Y"])


def test_a_paragraph_has_a_category_where_a_passage_overlaps_it() -> None:
    ratings = uebereinstimmung.ratings(TEXTS, SEGMENTS, CODES)
    assert ratings[["Absatz", "Kategorie", "X", "Y"]].to_numpy().tolist() == [
        [1, "Orte", 0, 0], [1, "Wege", 0, 1], [2, "Orte", 1, 1], [2, "Wege", 0, 0], [3, "Orte", 0, 0], [3, "Wege", 1, 0],
    ]


def test_conversations_that_one_person_coded_are_left_out() -> None:
    assert set(uebereinstimmung.ratings(TEXTS, SEGMENTS, CODES)["Fall"]) == {"A"}


def test_at_a_deeper_level_subcategories_are_told_apart() -> None:
    assert uebereinstimmung.ratings(TEXTS, SEGMENTS, CODES, ebene=2)["Kategorie"].unique().tolist() == ["Orte", "Orte > Treff", "Wege"]


def test_a_coder_who_did_not_see_a_conversation_has_no_ratings_there() -> None:
    third = pd.DataFrame([("B", "Wege", 0, 5, "Z")], columns=SEGMENTS.columns)
    ratings = uebereinstimmung.ratings(TEXTS, pd.concat([SEGMENTS, third]), CODES)
    assert ratings.loc[ratings["Fall"] == "A", "Z"].isna().all()
    assert ratings.loc[ratings["Fall"] == "B", "Y"].isna().all()


def test_the_table_has_units_deviations_and_coefficients() -> None:
    table = uebereinstimmung.coefficients(judged(*[(1, 1)] * 4, *[(0, 0)] * 5, (1, 0)), startwert=1)
    row = table.iloc[0]
    assert row[["Kategorie", "Absätze", "abweichend", "Anteil mit Kategorie in %", "Übereinstimmung in %"]].tolist() == ["Treff", 10, 1, 45.0, 90.0]
    assert row["Cohens κ"] == pytest.approx(0.8)
    assert row["von (95 %)"] <= row["Krippendorffs α"] <= row["bis (95 %)"]
    assert table["Kategorie"].tolist() == ["Treff", "Insgesamt"]


@pytest.mark.parametrize(
    ("pairs", "reading"),
    [
        ([(1, 1)] * 5 + [(0, 0)] * 5, "zuverlässig"),
        ([(1, 1)] * 4 + [(0, 0)] * 4 + [(1, 0)] * 2, "unsicher"),
        ([(1, 1)] * 8 + [(0, 0)] * 8 + [(1, 0)] * 3, "vorläufig brauchbar"),
        ([(1, 0)] + [(0, 0)] * 30, "unsicher, ungleich verteilt"),
        ([(1, 1), (0, 0)], "zu wenige Absätze"),
        ([(1, 1)] * 12, "zu wenige Absätze"),
    ],
)
def test_alpha_is_read_with_care(pairs: list[tuple[float, float]], reading: str) -> None:
    assert uebereinstimmung.coefficients(judged(*pairs), startwert=1)["Einordnung"].iloc[0] == reading


def test_the_same_seed_gives_the_same_interval() -> None:
    ratings = judged(*[(1, 1)] * 6, *[(0, 0)] * 6, (1, 0), (0, 1))
    assert uebereinstimmung.coefficients(ratings, startwert=3).equals(uebereinstimmung.coefficients(ratings, startwert=3))


def test_names_that_occur_twice_keep_their_path() -> None:
    twice = pd.concat([judged((1, 1)), judged((0, 1)).assign(Kategorie="Wege > Treff")])
    assert uebereinstimmung.coefficients(twice, startwert=1)["Kategorie"].tolist() == ["Orte > Treff", "Wege > Treff", "Insgesamt"]


def test_disagreements_name_both_sides() -> None:
    found = uebereinstimmung.disagreements(judged((1, 1), (1, 0), (np.nan, 1)).assign(Z=[1, 1, 0]))
    assert found.to_numpy().tolist() == [["A", 1, "Orte > Treff", "X, Z", "Y"], ["A", 2, "Orte > Treff", "Y", "Z"]]


def test_without_double_coding_there_is_nothing_to_compare() -> None:
    for texts, segments in ((TEXTS, SEGMENTS[SEGMENTS["Fall"] == "B"]), (transkripte.TABLE.empty(), segmente.TABLE.empty())):
        ratings = uebereinstimmung.ratings(texts, segments, codes.TABLE.empty())
        assert uebereinstimmung.coefficients(ratings, startwert=1).empty
        assert uebereinstimmung.disagreements(ratings).empty
