"""Classes of maps: quantiles, natural breaks, given cuts, names."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import ReleaseError
from workbench.present.classes import classes, legend, named, natural, said

# Employees per km² in the 58 counties of California: mapclassify (BSD-3), datasets/calemp/calempdensity.csv
CALIFORNIA = [
    329.92, 0.42, 5.9, 14.03, 2.78, 1.34, 181.27, 1.65, 10.03, 16.7, 1.32, 3.99, 3.16, 0.22, 8.7, 6.56, 3.27, 0.33, 370.5, 4.51, 75.29, 0.99, 2.74, 8.68,
    0.14, 0.92, 12.63, 28.7, 12.02, 722.85, 36.68, 0.74, 29.82, 192.05, 3.38, 11.15, 110.74, 4111.45, 49.47, 10.33, 317.11, 20.47, 264.93, 66.26, 5.39,
    0.13, 0.61, 50.65, 40.48, 36.67, 13.09, 1.81, 0.2, 7.6, 2.51, 57.26, 24.32, 6.97,
]  # fmt: skip


def test_few_areas_have_four_classes_and_more_have_five():
    assert [len(g) for g in classes(range(9))] == [3, 2, 2, 2]
    assert [len(g) for g in classes(range(12))] == [3, 2, 3, 2, 2]


def test_a_legend_prints_the_real_bounds_of_each_class():
    text = [c["text"].replace("\u00a0", " ") for c in legend([4.1, 8.0, 8.3, 10.2, 12.0], 1, "%")]
    assert text == ["4,1 bis 8,0 %", "8,3 %", "10,2 %", "12,0 %"]


@given(st.lists(st.floats(min_value=-1e6, max_value=1e6), max_size=30))
def test_every_value_lies_in_exactly_one_class(values):
    for groups in (classes(values), natural(values)):
        assert sorted(v for g in groups for v in g) == sorted(values)
        assert all(max(a) < min(b) for a, b in itertools.pairwise(groups))
        assert len(groups) <= 5


def test_natural_breaks_are_those_that_mapclassify_publishes():
    # README of mapclassify, FisherJenks(y, k=5): upper bounds and counts
    groups = natural(CALIFORNIA)
    assert [g[-1] for g in groups] == [75.29, 192.05, 370.5, 722.85, 4111.45]
    assert [len(g) for g in groups] == [49, 3, 4, 1, 1]


def scatter(groups):
    return sum(((np.array(g) - np.mean(g)) ** 2).sum() for g in groups)


@given(st.lists(st.integers(-20, 60), min_size=1, max_size=9))
def test_no_other_breaks_are_better(values):
    ordered, single = sorted(values), sorted(set(values))
    many = min(4, len(single))
    others = [
        [[v for v in ordered if low <= v < high] for low, high in itertools.pairwise([single[0], *cuts, single[-1] + 1])]
        for cuts in itertools.combinations(single[1:], many - 1)
    ]
    assert len(natural(values)) == many
    assert [*itertools.chain(*natural(values))] == ordered
    assert scatter(natural(values)) <= min(map(scatter, others)) + 1e-6


def test_without_values_there_are_no_classes():
    assert (natural([]), classes([]), legend([], 0, "")) == ([], [], [])
    assert natural([3, 3]) == [[3, 3]]


def test_given_cuts_say_their_bounds_also_where_no_area_is():
    found = legend([4, 10, 12.5, 40], 1, "%", breaks=(10, 20, 30))
    assert [(c["text"], c["count"]) for c in found] == [
        ("unter 10,0\u00a0%", 1), ("10,0 bis unter 20,0\u00a0%", 2), ("20,0 bis unter 30,0\u00a0%", 0), ("ab 30,0\u00a0%", 1),
    ]  # fmt: skip
    assert (found[2]["from"], found[1]["to"]) == (None, 12.5)


def test_given_cuts_may_have_names_and_finer_decimals_than_the_values():
    found = legend([-2, 0, 3], 0, "", breaks=(-0.5, 0.5), names=("gering", "mittel", "hoch"))
    assert [c["text"] for c in found] == ["gering: unter −0,5", "mittel: −0,5 bis unter 0,5", "hoch: ab 0,5"]


def test_named_classes_keep_their_order_and_count_their_areas():
    assert [(c["text"], c["count"]) for c in named(["hoch", "mittel", "hoch"], ["niedrig", "mittel", "hoch"])] == [("niedrig", 0), ("mittel", 1), ("hoch", 2)]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: legend([1], 0, "", breaks="jenks"),
        lambda: legend([1], 0, "", breaks=(3, 2)),
        lambda: legend([1], 0, "", breaks=()),
        lambda: legend([1], 0, "", breaks=(1, 2), names=("a", "b")),
        lambda: named(["sehr hoch"], ["niedrig", "hoch"]),
        lambda: named([], [f"Klasse {i}" for i in range(12)]),
    ],
)
def test_what_cannot_be_classes_says_why(wrong, snapshot):
    with pytest.raises(ReleaseError) as fault:
        wrong()
    assert str(fault.value) == snapshot


def test_the_note_names_one_cut_or_several():
    assert said((10,), 0) == "Klassen: Schnitt bei 10."
    assert said("quantile", 0) == "Klassen: Quantile (etwa gleich viele Gebiete je Klasse)."
