"""Names on a map: none touches another, and every area can be found."""

import itertools

import numpy as np
import pytest

from workbench.present.marks.labelling import DOT, Area, labels, letters
from workbench.present.marks.places import beside, boxed, place, touch

SIZE = (350.0, 300.0)


def square(x, y, side, name, sign=""):
    return Area(name, sign, (([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)],),))


def crowd(many, seed):
    rng = np.random.default_rng(seed)
    cell = 350 / int(np.ceil(many**0.5))
    spots = [(cell * (i % int(350 // cell)), cell * (i // int(350 // cell)) * 0.8) for i in range(many)]
    sides = rng.uniform(2, cell * 0.75, many)
    return [square(x, y, side, f"Gebiet {i} Nord" if i % 3 else f"Ort {i}", "▲" if i % 2 else "") for i, ((x, y), side) in enumerate(zip(spots, sides, strict=True))]


@pytest.mark.parametrize(("many", "seed"), [(12, 1), (30, 2), (60, 3), (200, 4)])
def test_no_text_touches_another_nor_a_facility(many, seed):
    areas = crowd(many, seed)
    pins = [tuple(p) for p in np.random.default_rng(seed).uniform(0, 250, (12, 2))]
    found, _, _ = labels(areas, pins, SIZE, 60)
    marks = [boxed(x, y, 6, 6) for x, y in pins]
    assert [(a, b) for a, b in itertools.combinations([f.box for f in found], 2) if touch(a, b)] == []
    assert [f.text for f in found if f.area >= 0 for m in marks if touch(f.box, m)] == []


def test_what_has_no_room_gets_a_number_and_stands_in_the_list():
    found, listed, lost = labels([square(0, 0, 100, "Nord"), square(150, 0, 20, "Zimmern ob Rottweil"), square(200, 0, 14, "Aichhalden")], [], SIZE, 5)
    assert {f.text for f in found} == {"Nord", "1", "2"}
    assert (listed, lost) == ([("1", "Aichhalden"), ("2", "Zimmern ob Rottweil")], 0)


def test_a_number_outside_its_area_has_a_line_where_it_is_not_next_to_it():
    here = [square(100, 100, 4, f"Winzig {i}") for i in range(9)]
    found, listed, _ = labels(here, [], SIZE, 20)
    assert len(listed) == len(found) == 9
    assert any(f.to for f in found)
    assert not found[0].to
    assert not any(f.inside for f in found)


def test_where_the_list_has_no_room_for_all_the_rest_is_counted_and_signs_stay():
    found, listed, lost = labels([square(20 * i, 0, 12, f"Ort {i}", "▲") for i in range(9)], [], SIZE, 5)
    assert (listed, lost) == ([], 9)
    assert {f.text for f in found} == {"▲"}


def test_an_area_too_small_to_be_seen_is_a_dot():
    assert square(0, 0, DOT - 1, "A").tiny
    assert not square(0, 0, DOT + 1, "A").tiny


def test_facilities_have_letters_as_long_as_there_are_any():
    assert letters(3) == ["A", "B", "C"]
    assert letters(27) == []
    found, _, _ = labels([square(0, 0, 100, "Nord")], [(50.0, 50.0)] * 27, SIZE, 5)
    assert all(f.area >= 0 for f in found)


def test_a_name_makes_way_for_what_stands_there():
    ring = [(0, 0), (40, 0), (40, 10), (0, 10), (0, 0)]
    assert place([ring], 10, 8) == (20.0, 5.0)
    x, _ = place([ring], 10, 8, [(15, 0, 25, 10)])
    assert x in {7.5, 32.5}
    assert place([ring], 20, 8, [(15, 0, 25, 10)]) is None
    assert place([ring], 50, 8) is None


def test_where_all_around_is_taken_there_is_no_place():
    assert beside((0, 0), 4, 4, [(-99, -99, 99, 99)], (-200, -200, 200, 200)) is None
