"""Agreement of coders against the numbers that the authors of the coefficients printed."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.methods import agreement

PUBLISHED = json.loads((Path(__file__).parent.parent / "reference" / "agreement.json").read_text(encoding="utf-8"))


def ratings(example: str) -> np.ndarray:
    """Units x coders of a published example; letters become numbers, null becomes NaN."""
    coders = PUBLISHED[example]["coders"].values()
    letters = {v: i for i, v in enumerate(sorted({v for c in coders for v in c if isinstance(v, str)}))}
    return np.array([[np.nan if v is None else letters.get(v, v) for v in c] for c in coders], dtype=float).T


def counts_of(table: list[list[int]]) -> np.ndarray:
    """Counts of a contingency table of two coders: one row per unit."""
    units = [np.eye(len(table))[i] + np.eye(len(table))[j] for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return np.array(units)


def test_alpha_of_two_coders_and_two_values_as_krippendorff_printed_it() -> None:
    _, counts = agreement.tally(ratings("krippendorff_2011_A_binary"))
    assert float(agreement.krippendorff_alpha(counts)) == pytest.approx(0.095, abs=5e-4)
    assert float(agreement.percent_agreement(counts)) == pytest.approx(0.6)


def test_alpha_of_two_coders_and_five_values_as_krippendorff_printed_it() -> None:
    _, counts = agreement.tally(ratings("krippendorff_2011_B_nominal"))
    assert float(agreement.krippendorff_alpha(counts)) == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_with_missing_ratings_as_krippendorff_printed_it(level: agreement.Level) -> None:
    values, counts = agreement.tally(ratings("krippendorff_2011_C_missing"))
    alpha = float(agreement.krippendorff_alpha(counts, values=values, level=level))
    assert alpha == pytest.approx(PUBLISHED["krippendorff_2011_C_missing"]["expected"][f"alpha_{level}"], abs=5e-4)


@pytest.mark.parametrize(
    ("coefficient", "name"),
    [
        (agreement.gwet_ac1, "gwet_ac1"),
        (agreement.fleiss_kappa, "fleiss"),
        (agreement.brennan_prediger, "brennan_prediger"),
        (agreement.krippendorff_alpha, "krippendorff"),
        (agreement.percent_agreement, "pa"),
    ],
)
def test_coefficients_with_missing_ratings_equal_those_of_another_program(coefficient: agreement.Coefficient, name: str) -> None:
    _, counts = agreement.tally(ratings("krippendorff_2011_C_missing"))
    expected = PUBLISHED["krippendorff_2011_C_missing"]["expected"]["irrCAC_python_0.4.4"][name]
    assert float(coefficient(counts, None)) == pytest.approx(expected, abs=1e-5)


def test_cohen_1960() -> None:
    table, expected = (PUBLISHED["cohen_1960_p37"][k] for k in ("table", "expected"))
    assert float(agreement.cohen_kappa(table)) == pytest.approx(expected["kappa"], abs=5e-4)
    assert float(agreement.brennan_prediger(counts_of(table))) == pytest.approx(expected["brennan_prediger"], abs=5e-4)
    assert float(agreement.gwet_ac1(counts_of(table))) == pytest.approx(expected["gwet_ac1"], abs=5e-4)


def test_brennan_and_prediger_1981() -> None:
    table, expected = (PUBLISHED["brennan_prediger_1981_p689"][k] for k in ("table", "expected"))
    assert float(agreement.percent_agreement(counts_of(table))) == pytest.approx(expected["Po"])
    assert float(agreement.cohen_kappa(table)) == pytest.approx(expected["kappa"], abs=5e-3)
    assert float(agreement.brennan_prediger(counts_of(table))) == pytest.approx(expected["brennan_prediger"])


def test_fleiss_1971() -> None:
    example = PUBLISHED["fleiss_1971"]
    _, counts = agreement.tally(example["matrix"])
    assert float(agreement.fleiss_kappa(counts)) == pytest.approx(example["expected"]["fleiss_kappa"], abs=5e-4)
    assert float(agreement.percent_agreement(counts)) == pytest.approx(example["expected"]["Po"], abs=5e-5)
    assert float(agreement.brennan_prediger(counts)) == pytest.approx(example["expected"]["free_marginal_kappa"], abs=5e-4)


def test_gwet_2008_by_hand() -> None:
    counts = counts_of([[8, 1], [0, 1]])
    expected = PUBLISHED["gwet_hand_2008"]["expected"]
    assert float(agreement.percent_agreement(counts)) == pytest.approx(expected["Po"])
    assert float(agreement.gwet_ac1(counts)) == pytest.approx(expected["gwet_ac1"], abs=5e-5)
    assert float(agreement.fleiss_kappa(counts)) == pytest.approx(expected["scott_pi"], abs=5e-5)


def test_chance_agreement_is_a_sum_over_values_and_no_product() -> None:
    table = [[400, 200], [100, 9300]]  # A 600, B 500, both 400 of 10,000
    assert float(agreement.cohen_kappa(table)) == pytest.approx(0.7115, abs=5e-5)


def test_a_contingency_table_leaves_out_what_only_one_coder_rated() -> None:
    assert agreement.contingency([0, 1, 1, np.nan], [0, 1, 0, 1]).tolist() == [[1, 0], [1, 1]]


def test_kappa_of_several_coders_is_the_mean_of_the_pairs_that_share_units() -> None:
    first, second = [0, 1, 0, 1, np.nan], [0, 1, 1, 1, np.nan]
    third = [np.nan] * 4 + [1]
    pair = float(agreement.cohen_kappa(agreement.contingency(first, second)))
    assert agreement.mean_kappa(np.array([first, second, third]).T) == pytest.approx(pair)


def test_kappa_is_undefined_where_one_value_is_all_there_is() -> None:
    assert np.isnan(agreement.mean_kappa([[1, 1], [1, 1]]))
    assert np.isnan(agreement.krippendorff_alpha(agreement.tally([[1, 1], [1, 1]])[1]))


def test_units_with_one_rating_say_nothing_about_agreement() -> None:
    assert np.isnan(agreement.percent_agreement(np.array([[1.0, 0.0]])))


def test_weights_count_a_unit_so_often() -> None:
    counts = counts_of([[3, 1], [2, 4]])
    rows, times = np.unique(counts, axis=0, return_counts=True)
    for coefficient in (agreement.percent_agreement, agreement.fleiss_kappa, agreement.gwet_ac1, agreement.krippendorff_alpha):
        assert float(coefficient(rows, times.astype(float))) == pytest.approx(float(coefficient(counts, None)))


def test_the_bootstrap_interval_holds_the_value_and_repeats_with_the_same_seed() -> None:
    _, counts = agreement.tally(PUBLISHED["fleiss_1971"]["matrix"])
    low, high = agreement.interval(counts, agreement.krippendorff_alpha, rng=np.random.default_rng(1))
    assert low < float(agreement.krippendorff_alpha(counts)) < high
    assert (low, high) == agreement.interval(counts, agreement.krippendorff_alpha, rng=np.random.default_rng(1))


def test_without_units_there_is_no_interval() -> None:
    for counts in (np.zeros((0, 2)), np.array([[2.0, 0.0]])):
        low, high = agreement.interval(counts, agreement.krippendorff_alpha, rng=np.random.default_rng(1))
        assert np.isnan(low)
        assert np.isnan(high)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=30))
def test_no_coefficient_exceeds_one_and_perfect_agreement_is_one(pairs: list[tuple[int, int]]) -> None:
    values, counts = agreement.tally(np.array(pairs))
    if len(values) > 1:
        for coefficient in (agreement.brennan_prediger, agreement.gwet_ac1, agreement.fleiss_kappa, agreement.krippendorff_alpha):
            assert float(coefficient(counts, None)) <= 1 + 1e-12
    same = agreement.tally([(a, a) for a, _ in pairs])[1]
    assert float(agreement.percent_agreement(same)) == 1
