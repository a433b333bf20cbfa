"""Classes of a map."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from workbench.present.classes import classes, legend


def test_few_areas_have_four_classes_and_more_have_five():
    assert [len(g) for g in classes(range(9))] == [3, 2, 2, 2]
    assert [len(g) for g in classes(range(12))] == [3, 2, 3, 2, 2]


def test_a_legend_prints_the_real_bounds_of_each_class():
    text = [c["text"].replace("\u00a0", " ") for c in legend([4.1, 8.0, 8.3, 10.2, 12.0], 1, "%")]
    assert text == ["4,1 bis 8,0 %", "8,3 %", "10,2 %", "12,0 %"]


@given(st.lists(st.floats(min_value=-1e6, max_value=1e6), max_size=30))
def test_every_value_lies_in_exactly_one_class(values):
    groups = classes(values)
    assert sorted(v for g in groups for v in g) == sorted(values)
    assert all(max(a) < min(b) for a, b in itertools.pairwise(groups))
    assert len(groups) <= 5
