"""Areas beside what lies above them: nothing is said of a level that is not known."""

import numpy as np
import pandas as pd

from workbench.topics.ebenen import beside, tally

AREAS = pd.DataFrame(
    [("01", "Nord", 30.0, 25.0, 35.0), ("02", "Süd", 16.0, 12.0, 20.0), ("03", "West", np.nan, np.nan, np.nan)],
    columns=["Raum", "Gebiet", "Wert", "von (95 %)", "bis (95 %)"],
).assign(Indikator="arm", Jahr=2024)
LEVELS = pd.DataFrame([("Ort", "Dorsten", 22.0), ("Kreis", "Kreis Recklinghausen", np.nan), ("Land", "Nordrhein-Westfalen", 16.4)], columns=["Ebene", "Gebiet", "Wert"])


def test_each_area_stands_beside_each_level_that_has_a_value() -> None:
    found = beside(AREAS, LEVELS)
    assert found[["Gebiet", "Vergleich", "Abstand", "Einordnung"]].head(4).round(1).to_numpy().tolist() == [
        ["Nord", "Dorsten (veröffentlicht)", 8.0, "sicher darüber"], ["Nord", "Nordrhein-Westfalen", 13.6, "sicher darüber"],
        ["Süd", "Dorsten (veröffentlicht)", -6.0, "sicher darunter"], ["Süd", "Nordrhein-Westfalen", -0.4, "nicht sicher verschieden"],
    ]
    assert found["Einordnung"].tail(2).tolist() == ["ohne Angabe", "ohne Angabe"]


def test_the_areas_of_each_standing_are_counted_level_by_level() -> None:
    counted = tally(beside(AREAS, LEVELS))
    assert counted["Vergleich"].tolist() == ["Dorsten (veröffentlicht)", "Nordrhein-Westfalen"]
    assert counted[["sicher darüber", "sicher darunter", "nicht sicher verschieden", "ohne Angabe"]].to_numpy().tolist() == [[1, 1, 0, 1], [1, 0, 1, 1]]


def test_without_published_figures_nothing_is_compared() -> None:
    assert tally(beside(AREAS, LEVELS.iloc[:0])).empty
