"""Errors of past projections, and what they say of a horizon."""

import pandas as pd
import pytest

from workbench.schemas.terms import TOTAL
from workbench.topics.treffsicherheit import quality, trust

PAST = pd.DataFrame(
    [
        (2020, 1, "6–9", 200, 210, 204, 198, 190, 180),
        (2021, 1, "6–9", 100, 104, 98, 92, 100, 110),
        (2020, 1, "10–13", 100, 99, 95, 90, 96, 100),
        (2020, 2, "6–9", 100, 130, 120, 110, 100, 101),
        (2020, 1, TOTAL, 300, 999, 999, 999, 999, 999),
        (2020, 2, "unter 6", 50, None, None, None, None, 40),
    ],
    columns=["Basisjahr", "Jahre voraus", "Altersgruppe", "Eingetreten", "obere", "mittlere", "untere", "ohne Wanderung", "unverändert"],
)


def test_the_error_is_the_mean_of_the_absolute_deviations_in_per_cent_of_what_came():
    found = quality(PAST).set_index(["Jahre voraus", "Altersgruppe"])
    assert found.loc[(1, "6–9")].tolist() == pytest.approx([2, (2 + 2) / 2, (10 + 10) / 2, (5 + 0) / 2, 100])
    assert found.loc[(1, "10–13")].tolist() == pytest.approx([1, 5, 0, 4, 0])
    assert found.loc[(1, TOTAL)].tolist() == pytest.approx([3, 3, 20 / 3, 3, 200 / 3])
    assert found.index.tolist() == [(1, "6–9"), (1, "10–13"), (1, TOTAL), (2, "6–9"), (2, TOTAL)]


def test_what_was_not_projected_or_never_came_is_not_checked():
    assert quality(PAST[PAST["Altersgruppe"] == "unter 6"]).empty
    assert quality(PAST.assign(Eingetreten=0)).empty


def rated(*rows):
    frame = pd.DataFrame(rows, columns=["Jahre voraus", "Fehler in %", "im Band in %", "Fehler bei unveränderter Zahl in %"])
    return frame.assign(**{"Altersgruppe": TOTAL, "Prüfungen": 5, "Fehler ohne Wanderung in %": 1.0})


def test_a_horizon_is_called_by_its_error_and_never_better_than_a_shorter_one():
    found = trust(rated((1, 2, 100, 9), (2, 5, 100, 9), (3, 2.9, 100, 9), (4, 8.1, 100, 9)), jahre=4)
    assert found["Einschätzung"].tolist() == ["belastbar", "brauchbar", "brauchbar", "nur als Richtung"]


def test_a_narrow_band_and_a_projection_no_better_than_the_unchanged_number_are_named():
    found = trust(rated((1, 2, 79, 9), (2, 2, 100, 1.9)), jahre=2)
    assert found["Einschätzung"].tolist() == ["belastbar; Spanne der Varianten zu eng", "belastbar; nicht besser als die unveränderte Zahl"]


def test_horizons_that_nobody_could_check_stand_together_while_the_same_groups_are_born():
    found = trust(rated((1, 2, 100, 9), (2, 2, 100, 9)), jahre=20)
    assert found[["Jahre voraus", "Schon geboren"]].to_numpy().tolist() == [
        ["1", "6–9, 10–13, 14–17, 18–26"],
        ["2", "6–9, 10–13, 14–17, 18–26"],
        ["3–6", "6–9, 10–13, 14–17, 18–26"],
        ["7–10", "10–13, 14–17, 18–26"],
        ["11–14", "14–17, 18–26"],
        ["15–18", "18–26"],
        ["19–20", "keine"],
    ]
    assert set(found["Einschätzung"][2:]) == {"nicht geprüft, so weit reichen die Daten nicht zurück"}
    assert found["Fehler in %"][2:].isna().all()


def test_without_any_check_every_horizon_is_unchecked():
    assert trust(quality(PAST.iloc[:0]), jahre=3)["Jahre voraus"].tolist() == ["1–3"]
