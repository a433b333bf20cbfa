"""Primary rules against worked examples."""

import numpy as np
import pandas as pd
import pytest
from syrupy.assertion import SnapshotAssertion

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


def cell(amounts: list[float], **limits: int) -> dict[str, float]:
    """One sum of some contributions under a rule that is otherwise switched off."""
    frame = pd.DataFrame({"Ort": "A", "Kosten": amounts})
    rule = Rule().model_copy(update={"mindestzahl": 1, "dominanz_prozent": 100, "p_prozent": 0, **limits})
    return primary.sensitive(frame, by=["Ort"], amount="Kosten", rule=rule).iloc[0].to_dict()


def test_a_sum_can_be_safe_from_dominance_and_yet_tell_the_second_largest_the_largest() -> None:
    """Example 1 of Hundepool et al. 2012, ch. 4.2: who gives 49,000 estimates 50,000 as 51,000."""
    amounts = [50_000, 49_000, *[100] * 10]
    assert not cell(amounts, dominanz_prozent=90)["primary"]
    told = cell(amounts, p_prozent=10)
    assert told["primary"]
    assert (told["low"], told["high"]) == (96_000, 104_000)
    assert told["high"] - 49_000 == pytest.approx(1.1 * 50_000)  # what she can conclude now is 10 % off


def test_two_large_contributions_dominate_a_sum_that_the_p_rule_lets_pass() -> None:
    """Example 2 of Hundepool et al. 2012, ch. 4.2: 60,000 is 15.4 % more than 52,000."""
    amounts = [52_000, 50_000, *[1_000] * 8]
    assert not cell(amounts, p_prozent=10)["primary"]
    told = cell(amounts, dominanz_anzahl=2, dominanz_prozent=91)
    assert told["primary"]
    assert told["high"] - 110_000 == pytest.approx(102_000 * 100 / 91 - 110_000)
    assert 110_000 - told["low"] == pytest.approx(102_000 * 100 / 91 - 110_000)


def test_a_sum_of_too_few_contributions_is_hidden_whatever_their_size() -> None:
    told = cell([40, 60], mindestzahl=3, p_prozent=10)
    assert (told["primary"], told["low"], told["high"]) == (True, 94, 106)
    assert (told := cell([40, 60], mindestzahl=3))["low"] < 100 < told["high"]  # never exactly, even without a p % rule
    assert not cell([40, 30, 60], mindestzahl=3)["primary"]
    assert cell([40, 60, np.nan], mindestzahl=3)["primary"]  # what nobody gave is no contribution


def test_nothing_given_tells_nothing() -> None:
    told = cell([0, 0], mindestzahl=3, p_prozent=10)
    assert not told["primary"]
    assert np.isnan(told["high"])


@pytest.mark.parametrize("base", [3, 5])
def test_rounding_moves_no_count_by_more_than_half_the_base(base: int) -> None:
    counts = np.arange(50)
    rounded = primary.rounded(counts, base)
    assert (rounded % base == 0).all()
    assert np.abs(rounded - counts).max() == base // 2
    assert np.isnan(primary.rounded(np.array([np.nan]), base)).all()


RULES = {
    "default": Rule(),
    "five, zeros hidden": Rule(mindestzahl=5, nullen_verbergen=True, dominanz_anzahl=2),
    "rounded to five": Rule(rundung=5, aufbewahrung_monate=0),
    "rounded to three": Rule(rundung=3, mindestbevoelkerung=0),
    "open": Rule().model_copy(update={"mindestzahl": 1}),
    "overridden": Rule().model_copy(update={"mindestzahl": 1, "mindestbasis": 1}),
    "zeros only": Rule().model_copy(update={"mindestzahl": 1, "nullen_verbergen": True}),
}


@pytest.mark.parametrize("name", RULES)
def test_rules_are_said_in_german(name: str, snapshot: SnapshotAssertion) -> None:
    rule = RULES[name]
    assert [*primary.sentences(rule), primary.sums(rule), primary.areas(rule)] == snapshot


def test_the_parameters_of_the_rules_for_sums_are_never_printed() -> None:
    """Hundepool et al. 2012, ch. 4.2: they must be kept confidential."""
    said = primary.sums(Rule(dominanz_prozent=87, p_prozent=13))
    assert "87" not in said
    assert "13" not in said


def test_what_rounding_is_said_to_tell_is_what_it_tells() -> None:
    for base, zero, next_one in ((3, "0 oder 1", "2 bis 4"), (5, "0 bis 2", "3 bis 7")):
        rounded = primary.rounded(np.arange(20), base)
        said = primary.sentences(Rule(rundung=base))[0]
        assert f"Eine 0 steht für {zero}, eine {base} für {next_one}" in said
        assert np.flatnonzero(rounded == 0).max() == int(zero[-1])
        assert np.flatnonzero(rounded == base)[[0, -1]].tolist() == [int(next_one[0]), int(next_one[-1])]
