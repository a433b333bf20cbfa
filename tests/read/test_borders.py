"""Common borders: parts, holes, corners, outlines that do not fit to the millimetre."""

import pandas as pd
import pytest

from workbench.read.borders import LENGTH, neighbours, united

X, Y = 400_000.0, 5_700_000.0


def square(x, y, size=100.0):
    return [(X + x, Y + y), (X + x + size, Y + y), (X + x + size, Y + y + size), (X + x, Y + y + size), (X + x, Y + y)]


def found(*rows):
    frame = neighbours(pd.DataFrame(rows, columns=["Raum", "Ring"]))
    return {(a, b): length for a, b, length in frame.itertuples(index=False)}


def test_a_common_side_makes_neighbours_a_common_corner_does_not():
    pairs = found(("01", [square(0, 0)]), ("02", [square(100, 0)]), ("03", [square(100, 100)]))
    assert set(pairs) == {("01", "02"), ("02", "01"), ("02", "03"), ("03", "02")}
    assert pairs["01", "02"] == pytest.approx(100, abs=3)


def test_an_area_in_the_hole_of_another_is_its_neighbour():
    assert set(found(("01", [square(0, 0, 300), square(100, 100)]), ("02", [square(100, 100)]))) == {("01", "02"), ("02", "01")}


def test_an_area_in_several_parts_has_the_neighbours_of_all():
    pairs = found(("01", [square(0, 0)]), ("01", [square(500, 0)]), ("02", [square(100, 0)]), ("03", [square(400, 0)]))
    assert {b for a, b in pairs if a == "01"} == {"02", "03"}


def test_outlines_may_lie_half_a_metre_apart_and_points_may_differ():
    left = [*square(0, 0)[:2], (X + 100.4, Y + 37), (X + 99.8, Y + 61), *square(0, 0)[2:]]
    assert set(found(("01", [left]), ("02", [square(100.5, 0)]))) == {("01", "02"), ("02", "01")}
    assert not found(("01", [square(0, 0)]), ("02", [square(105, 0)]))


def test_one_area_alone_has_no_neighbour():
    frame = neighbours(pd.DataFrame([("01", [square(0, 0)])], columns=["Raum", "Ring"]))
    assert frame.empty
    assert list(frame.columns) == ["Raum", "Nachbar", LENGTH]


def test_the_order_of_rows_is_irrelevant_but_for_the_order_of_pairs():
    rows = [("01", [square(0, 0)]), ("02", [square(100, 20)]), ("03", [square(40, 100)])]
    assert found(*rows) == found(*reversed(rows))


def rows_of(*rows, only):
    return sorted((key, len(rings)) for key, rings in united(pd.DataFrame(rows, columns=["Raum", "Ring"]), only=only).itertuples(index=False))


def test_parts_that_are_put_together_lose_the_border_between_them_even_where_they_were_drawn_apart():
    assert rows_of(("01", [square(0, 0)]), ("01", [square(101.5, 0)]), only=["01"]) == [("01", 1)]


def test_parts_that_lie_apart_stay_apart_and_a_hole_stays_a_hole():
    assert rows_of(("01", [square(0, 0, 300), square(100, 100)]), ("01", [square(500, 0)]), only=["01"]) == [("01", 1), ("01", 2)]


def test_areas_that_are_not_meant_stay_as_they_were_drawn():
    assert rows_of(("01", [square(0, 0)]), ("01", [square(100, 0)]), only=[]) == [("01", 1), ("01", 1)]
