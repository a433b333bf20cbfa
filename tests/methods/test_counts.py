"""Sums with margins, shares, and units that are not mixed."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UnitError
from workbench.methods.counts import counted, levels, margins, ratio, share
from workbench.schemas.terms import AGE_GROUPS, SEXES, TOTAL

ROWS = st.lists(st.tuples(st.sampled_from(AGE_GROUPS), st.sampled_from(SEXES), st.integers(0, 50)), max_size=30)


def visits(rows):
    return pd.DataFrame(rows, columns=["Altersgruppe", "Geschlecht", "Besuche"]).astype({"Besuche": "int64"})


@given(ROWS, st.randoms())
def test_parts_sum_to_their_totals_whatever_the_order_of_rows(rows, random):
    sums = margins(visits(rows), "Besuche", by=["Altersgruppe", "Geschlecht"])
    parts = sums[(sums["Altersgruppe"] != TOTAL) & (sums["Geschlecht"] != TOTAL)]
    whole = sums[(sums["Altersgruppe"] == TOTAL) & (sums["Geschlecht"] == TOTAL)]
    assert parts["Besuche"].sum() == whole["Besuche"].sum() == sum(r[2] for r in rows)
    shuffled = random.sample(rows, len(rows))
    pd.testing.assert_frame_equal(margins(visits(shuffled), "Besuche", by=["Altersgruppe", "Geschlecht"]), sums)


def test_groups_stand_in_the_order_of_the_field_and_totals_last():
    frame = visits([("27 und älter", "männlich", 1), ("6–9", "weiblich", 2), ("10–13", "weiblich", 3)])
    assert margins(frame, "Besuche", by=["Altersgruppe"])["Altersgruppe"].tolist() == ["6–9", "10–13", "27 und älter", TOTAL]


def test_a_combination_that_does_not_occur_is_zero():
    frame = visits([("6–9", "männlich", 1), ("10–13", "weiblich", 2)])
    sums = margins(frame, "Besuche", by=["Altersgruppe", "Geschlecht"]).set_index(["Altersgruppe", "Geschlecht"])["Besuche"]
    assert sums["6–9", "weiblich"] == 0


def test_the_argument_stays_as_it_was_and_categories_are_welcome():
    frame = visits([("6–9", "männlich", 1)]).astype({"Altersgruppe": "category"})
    before = frame.copy()
    assert margins(frame, "Besuche", by=["Altersgruppe"])["Besuche"].tolist() == [1, 1]
    pd.testing.assert_frame_equal(frame, before)


def test_an_empty_frame_stays_empty():
    assert margins(visits([]), "Besuche", by=["Altersgruppe"]).columns.tolist() == ["Altersgruppe", "Besuche"]
    assert margins(visits([]), "Besuche", by=["Altersgruppe", "Geschlecht"]).empty


def test_unknown_levels_follow_the_known_ones_by_alphabet():
    assert levels(pd.Series(["Zoo", TOTAL, "Alm"], name="Träger")) == ["Alm", "Zoo", TOTAL]


def test_a_share_of_nothing_is_missing():
    assert share(pd.Series([1, 0]), 4).tolist() == [25.0, 0.0]
    assert share(pd.Series([0]), 0).isna().all()
    assert ratio(pd.Series([3, 1]), pd.Series([2, 0])).isna().tolist() == [False, True]


def test_a_table_in_another_unit_is_refused(snapshot):
    with pytest.raises(UnitError) as fault:
        counted(pd.DataFrame({"Einrichtung": ["A"], "Stammbesuchende": [3]}), "Besuche")
    assert str(fault.value) == snapshot


def test_a_table_that_mixes_units_is_refused(snapshot):
    with pytest.raises(UnitError) as fault:
        counted(pd.DataFrame({"Besuche": [3], "Person": ["p1"]}), "Person")
    assert str(fault.value) == snapshot


def test_a_table_without_a_unit_is_refused(snapshot):
    with pytest.raises(UnitError) as fault:
        counted(pd.DataFrame({"Raum": ["01"], "Einwohner": [3]}), "Mitglieder")
    assert str(fault.value) == snapshot


def test_a_table_in_the_right_unit_passes():
    counted(pd.DataFrame({"Besuche": [3]}), "Besuche")
