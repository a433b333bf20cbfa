"""What a released projection says."""

import pandas as pd
import pytest

from workbench.schemas.terms import TOTAL
from workbench.topics.varianten import change, course, directions

STOCK = pd.DataFrame([(2023, "6–9", 90), (2024, "6–9", 100), (2023, TOTAL, 990), (2024, TOTAL, 1000)], columns=["Jahr", "Altersgruppe", "Bestand"])
AHEAD = pd.DataFrame(
    [(year, group, variant, persons) for year in (2025, 2026) for group, most in (("6–9", 110.0), (TOTAL, 1050.0)) for variant, persons in (("obere", most), ("untere", most - 20 * (year - 2024)))],
    columns=["Jahr", "Altersgruppe", "Variante", "Vorausberechnet"],
)


def test_a_line_is_what_was_counted_and_then_a_variant():
    found = course(AHEAD, STOCK, gruppe="6–9")
    assert found[found["Variante"] == "untere"][["Jahr", "Personen"]].to_numpy().tolist() == [[2023, 90], [2024, 100], [2025, 90], [2026, 70]]
    assert set(found["Variante"]) == {"obere", "untere"}


def test_years_that_are_not_projected_are_left_out():
    unknown = AHEAD.assign(Vorausberechnet=AHEAD["Vorausberechnet"].where(AHEAD["Jahr"] == 2025))
    assert course(unknown, STOCK, gruppe="6–9")["Jahr"].max() == 2025
    assert course(unknown[unknown["Jahr"] == 2026], STOCK, gruppe="6–9").empty


def test_change_is_told_in_persons_and_per_cent_of_the_base_year():
    found = change(AHEAD, STOCK, jahre=2).set_index(["Altersgruppe", "Variante"])
    assert found.loc[("6–9", "untere"), ["Ausgangswert", "Vorausberechnet", "Veränderung", "Veränderung in %"]].tolist() == pytest.approx([100, 70, -30, -30])
    assert found.loc[(TOTAL, "obere"), "Veränderung in %"] == pytest.approx(5)
    assert set(found["Jahr"]) == {2026}


def test_from_nobody_no_percentage():
    assert change(AHEAD, STOCK.assign(Bestand=0), jahre=1)["Veränderung in %"].isna().all()


@pytest.mark.parametrize(("persons", "expected"), [((110, 101), "mehr"), ((99, 80), "weniger"), ((101, 99), "offen"), ((100, 100), "offen")])
def test_a_direction_is_named_where_the_variants_with_migration_agree(persons, expected):
    rows = [(2025, "6–9", variant, float(number)) for variant, number in zip(("obere", "untere"), persons, strict=True)]
    rows += [(2025, "6–9", "ohne Wanderung", 50.0), (2025, TOTAL, "obere", 1.0)]
    found = directions(change(pd.DataFrame(rows, columns=AHEAD.columns), STOCK, jahre=1)).set_index("Richtung")["Altersgruppen"]
    assert found.pop(expected) == "6–9"
    assert set(found) == {"keine"}


def test_without_a_projection_there_is_nothing_to_say():
    nothing = AHEAD.iloc[:0]
    assert course(nothing, STOCK, gruppe="6–9").empty
    assert change(nothing, STOCK, jahre=5).empty
    assert directions(change(nothing, STOCK, jahre=5)).empty
