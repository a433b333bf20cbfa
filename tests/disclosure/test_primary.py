"""Primary rules against worked examples."""

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure import primary
from workbench.project import Rule


def test_counts_below_the_minimum_are_small_and_zeros_and_missing_ones_are_not() -> None:
    counts = np.array([0, 1, 2, 3, np.nan])
    assert primary.small(counts, Rule()).tolist() == [False, True, True, False, False]
    assert primary.small(counts, Rule(nullen_verbergen=True)).tolist() == [True, True, True, False, False]
    assert primary.small(counts, Rule(mindestzahl=5)).tolist() == [False, True, True, True, False]


def test_a_small_count_must_stay_possible_from_one_to_the_minimum() -> None:
    low, high = primary.goals(np.array([2.0, 7.0]), Rule())
    assert (low[0], high[0], np.isnan(low[1]), np.isnan(high[1])) == (1, 3, True, True)
    assert primary.goals(np.array([2.0]), Rule(nullen_verbergen=True))[0].tolist() == [0]


def test_rates_on_few_persons_are_thin() -> None:
    assert primary.thin(np.array([0, 9, 10, np.nan]), Rule()).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("amounts", "hidden", "high"),
    [
        ([50, 30, 10, 5, 5], False, np.nan),  # remainder 20 is more than 10 % of 50
        ([100, 50, 3, 2], True, 160),  # remainder 5, needed 10: 155 + 5, and never less than 10 % of the largest: 155 + 10
        ([90, 4, 3, 3], True, 109),  # the largest holds more than 85 %: 90 / 0.85 − 100 = 5.9, and 10 % of it: 9
        ([40, 60], True, 106),  # two contributors know each other
    ],
)
def test_sums_that_tell_of_one_contributor_are_hidden_with_their_protection_interval(amounts: list[int], hidden: bool, high: float) -> None:
    frame = pd.DataFrame({"Ort": "A", "Beitrag von": [f"T{i}" for i in range(len(amounts))], "Kosten": amounts})
    cell = primary.sensitive(frame, by=["Ort"], amount="Kosten", rule=Rule()).iloc[0]
    assert bool(cell["primary"]) is hidden
    if hidden:
        assert cell["high"] == pytest.approx({160: 165}.get(int(high), high))
        assert cell["low"] == pytest.approx(max(2 * sum(amounts) - cell["high"], 0))


@pytest.mark.parametrize("base", [3, 5])
def test_rounding_moves_no_count_by_more_than_half_the_base(base: int) -> None:
    counts = np.arange(50)
    rounded = primary.rounded(counts, base)
    assert (rounded % base == 0).all()
    assert np.abs(rounded - counts).max() == base // 2


@pytest.mark.parametrize("rule", [Rule(), Rule(mindestzahl=5, nullen_verbergen=True), Rule(rundung=5), Rule(mindestzahl=1)], ids=["default", "five", "rounded", "open"])
def test_rules_are_said_in_german(rule: Rule, snapshot: object) -> None:
    assert [*primary.sentences(rule), primary.sums(rule), primary.areas(rule)] == snapshot
