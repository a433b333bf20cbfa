import re

import pytest

from workbench.export.atlas import DOT, SIDE, atlas


def square(x, y, side=1000.0):
    return [(x, y), (x, y + side), (x + side, y + side), (x + side, y)]


def points(path):
    return [tuple(map(int, p.split())) for p in re.findall(r"-?\d+ -?\d+", path)]


def test_places_lie_as_on_a_map_with_north_on_top():
    found = atlas({"south": ("Süd", [square(0, 0)]), "north": ("Nord", [square(0, 9000)])})
    assert min(y for _, y in points(found.paths["north"])) == 0
    assert max(y for _, y in points(found.paths["south"])) == SIDE
    assert [n.text for n in found.names] == ["Süd", "Nord"]
    assert found.names[1].y < found.names[0].y


def test_large_places_are_drawn_first_so_that_none_is_covered():
    county, town = [square(0, 0, 9000)], [square(2000, 2000, 2000)]
    assert list(atlas({"town": ("Stadt", town), "county": ("Kreis", county)}).paths) == ["county", "town"]


def test_a_place_too_small_for_its_outline_is_a_dot():
    found = atlas({"a": ("A", [square(0, 0, 10)]), "b": ("B", [square(500_000, 0, 90_000)])})
    assert f"a {DOT} {DOT} 0 1 0" in found.paths["a"]
    assert " a " not in found.paths["b"]


def test_names_never_meet_and_those_without_room_are_left_out():
    crowd = {f"o{i}": (f"Ort {i}", [square(i % 6 * 3000, i // 6 * 3000)]) for i in range(36)}
    names = atlas(crowd).names
    assert 0 < len(names) <= 36
    boxes = [(n.x, n.y, n.x + 7 * len(n.text), n.y + 14) for n in names]
    assert [1 for i, a in enumerate(boxes) for b in boxes[:i] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]] == []


def test_the_map_holds_what_is_drawn():
    found = atlas({"a": ("Ein langer Name eines Ortes", [square(0, 0)]), "b": ("B", [square(0, 5000)])})
    left, top, width, height = found.box
    assert left <= min(n.x for n in found.names)
    assert left + width >= max(n.x + 7 * len(n.text) for n in found.names)
    assert (top, top + height) == (pytest.approx(-2, abs=20), pytest.approx(SIDE + 2, abs=20))


@pytest.mark.parametrize("places", [{}, {"a": ("A", [square(0, 0)])}, {"a": ("A", [square(0, 0)]), "b": ("B", [])}])
def test_fewer_than_two_places_are_no_map(places):
    assert atlas(places) is None
