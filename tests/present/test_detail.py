"""Enlarged detail of a map: only where small areas lie together, and every name stands once."""

import itertools
import re

import pandas as pd
import pytest

from workbench.present import figure
from workbench.present.draw import svg
from workbench.present.marks.choropleth import _named
from workbench.present.marks.detail import ROOM, SMALL, detail
from workbench.present.marks.labelling import Area, labels
from workbench.present.marks.places import touch


def square(x, y, side, name=""):
    return Area(name or f"Gebiet {x}-{y}", "", (([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)],),))


CENTRE = [square(150 + 10 * i, 150 + 10 * j, 10) for i, j in itertools.product(range(3), range(3))]
TOWN = [square(0, 0, 150), square(180, 0, 150), square(0, 180, 150), square(180, 180, 150), *CENTRE]


def test_small_areas_that_lie_together_are_enlarged_below_the_map():
    found = detail(TOWN, top=-40)
    assert all(found.holds(a.box) for a in CENTRE)
    left, bottom, right, top = found.frame
    assert (left, round(top, 6)) == (0, -40)
    assert right - left <= ROOM[0] + 1e-6
    assert top - bottom <= ROOM[1] + 1e-6
    assert min(found.enlarged(a).box[2] - found.enlarged(a).box[0] for a in CENTRE) > SMALL


@pytest.mark.parametrize("areas", [
    TOWN[:4], [*TOWN[:4], *CENTRE[:2]], [square(60 * i, 60 * j, 10) for i, j in itertools.product(range(6), range(6))],
    [square(10 * i, 10 * j, 10) for i, j in itertools.product(range(35), range(30))],
], ids=["none", "two", "apart", "everywhere"])  # fmt: skip
def test_where_it_would_not_help_there_is_none(areas):
    assert detail(areas, top=-40) is None


def test_every_name_stands_once_and_no_text_touches_another():
    part = detail(TOWN, top=-40)
    found, listed, lost = labels(_named(TOWN, part), [], (330, 330), 40, detail=(part.window, part.frame))
    assert len(found) == len(TOWN)
    assert not [f.text for f in found if touch(f.box, part.window)]
    assert lost == 0
    assert len({number for number, _ in listed}) == len(listed)
    assert [(a, b) for a, b in itertools.combinations([f.box for f in found], 2) if touch(a, b)] == []


def test_an_area_that_the_frame_cuts_off_bears_its_name_on_the_map():
    part = detail(TOWN, top=-40)
    assert part.enlarged(TOWN[0]).name == ""
    assert _named(TOWN, part)[0].name == TOWN[0].name
    assert _named(TOWN, None) == TOWN


def test_a_map_with_a_detail_says_so_and_is_higher(released):
    rings = [[[(x * 100, y * 100) for x, y in a.parts[0][0]]] for a in TOWN]
    geometry = pd.DataFrame({"Raum": [f"{i:02}" for i in range(len(TOWN))], "Ring": rings})
    frame = released("Raum | n\n" + "\n".join(f"{i:02} | {i + 3}" for i in range(len(TOWN))))
    houses = released("Name | Ostwert | Nordwert\nTreff | 16500 | 16500")
    town, apart = (svg(figure.map(frame.first(n), geometry.head(n), "Raum", "n", title="x", points=houses).body) for n in (len(TOWN), 4))
    assert ("Ausschnitt im Rahmen, vergrößert" in town, "Ausschnitt" in apart) == (True, False)
    assert (town.count("↑ N"), apart.count("↑ N")) == (2, 1)  # a scale each
    heights = [float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', t)[1]) for t in (town, apart)]
    assert heights[0] - heights[1] > 150
