"""Outlines as fine as a figure can show."""

import pandas as pd

from workbench.present.outline import outlines


def test_points_that_a_figure_cannot_tell_apart_are_one():
    ring = [(0.0, 0.0), (0.4, 0.2), (3000.0, 0.0), (3000.0, 0.9), (3000.0, 3000.0), (0.0, 0.0)]
    assert outlines(pd.DataFrame({"Raum": ["01"], "Ring": [[ring]]})) == [{"key": "01", "rings": [[(0, 0), (3000, 0), (3000, 3000), (0, 0)]]}]


def test_neighbours_still_touch_and_holes_stay():
    left = [[(0, 0), (1001.3, 0), (1001.3, 900), (0, 0)], [(10, 10), (20, 10), (20, 20), (10, 10)]]
    right = [[(1001.3, 0), (5000, 0), (1001.3, 900), (1001.3, 0)]]
    first, second = outlines(pd.DataFrame({"Raum": ["01", "02"], "Ring": [left, right]}))
    assert first["rings"][0][1] == second["rings"][0][0]
    assert len(first["rings"]) == 2


def test_no_areas_have_no_outlines():
    assert outlines(pd.DataFrame({"Raum": [], "Ring": []})) == []
