"""Colours can be read, and told apart by everybody."""

import itertools

import numpy as np
import pytest

from workbench.present import style
from workbench.present.marks.choropleth import _colours

# Machado, Oliveira, Fernandes 2009: matrices for full protanopia, deuteranopia and tritanopia, on linear RGB
SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


def linear(colour):
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_contrast_agrees_with_published_values():
    assert style.contrast("#000000") == 21
    assert style.contrast("#767676") == pytest.approx(4.54, abs=0.005)  # WebAIM: the lightest grey for text on white


@pytest.mark.parametrize("colour", [style.INK, style.MUTED, style.ACCENT])
def test_text_can_be_read_on_white(colour):
    assert style.contrast(colour) >= 4.5


@pytest.mark.parametrize("colour", [*style.PALETTE, style.STEP_BACK, style.MUTED])
def test_marks_can_be_seen_on_white(colour):
    assert style.contrast(colour) >= 3


@pytest.mark.parametrize("ground", [*style.PALETTE, *style.STEPS])
def test_numbers_can_be_read_on_every_colour(ground):
    assert style.contrast(style.text_on(ground), ground) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_the_palette_is_told_apart_with_every_sight(sight):
    seen = [lab(SIGHT[sight] @ linear(c)) for c in style.PALETTE]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 20


def test_the_steps_of_a_map_fall_in_lightness_also_in_grey():
    lightness = [lab(linear(c))[0] for c in style.STEPS]
    assert all(a - b > 10 for a, b in itertools.pairwise(lightness))


def test_every_colour_has_a_line_style_and_a_marker_of_its_own():
    assert len(style.PALETTE) == len(set(style.DASHES)) == len(set(style.MARKERS))


@pytest.mark.parametrize("ground", [style.PAPER, style.NIGHT])
@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ff8800", "#0b5e8a", "#00ff00", "#14191d"])
def test_a_legible_colour_keeps_its_hue_and_moves_no_further_than_it_must(colour, ground):
    found = style.legible(colour, ground)
    assert style.contrast(found, ground) >= 4.5
    if found != colour:
        assert style.contrast(found, ground) < 4.7
        assert np.ptp(linear(colour)) == 0 or np.argmax(linear(found)) == np.argmax(linear(colour))


@pytest.mark.parametrize("many", [2, 3, 4, 5])
@pytest.mark.parametrize("sight", SIGHT)
def test_the_classes_of_a_map_are_told_apart_with_every_sight_and_in_grey(sight, many):
    seen = [lab(SIGHT[sight] @ linear(c)) for c in _colours(many)]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 10
    assert all(a[0] - b[0] > 10 for a, b in itertools.pairwise(seen))


def test_the_marks_of_facilities_and_the_rim_around_them_are_seen_on_every_class():
    assert min(max(style.contrast(style.INK, ground), style.contrast(style.PAPER, ground)) for ground in style.STEPS) >= 3
