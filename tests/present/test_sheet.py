"""What marks are drawn with: places of values, elements, and nothing that nobody sees."""

import math
import os

import pytest

from workbench.present.marks import sheet
from workbench.present.marks.sheet import HATCH, Plot, outline, short, width_of


@pytest.fixture
def plot():
    """Plot of 100 by 50 points whose values run from 0 to 10 and from 0 to 5."""
    return Plot((120, 70), 10, 10, 100, 50, (0, 10), (0, 5))


def elements(plot):
    """What is drawn, line by line."""
    return plot.svg("f").strip().split("\n")


def test_values_have_places_and_small_ones_are_at_the_lower_left(plot):
    assert [plot.x(v) for v in (0, 5, 10)] == [10, 60, 110]
    assert [plot.y(v) for v in (0, 5)] == [60, 10]
    assert plot.over(up=(5, 0)).y(0) == 10


def test_a_plot_of_other_values_is_drawn_on_the_same_sheet(plot):
    plot.over(across=(0, 1)).rect((1, 2), (3, 4), fill="#000000")
    assert elements(plot) == ['<rect x="1" y="2" width="2" height="2" fill="#000000"/>']


def test_a_rectangle_stands_between_any_two_of_its_corners(plot):
    plot.rect((3, 4), (1, 2), fill="#000000")
    assert elements(plot) == ['<rect x="1" y="2" width="2" height="2" fill="#000000"/>']


def test_higher_layers_lie_on_top_and_equal_ones_in_their_order(plot):
    for layer, name in ((2, "b"), (1, "a"), (2, "c")):
        plot.add(layer, "g", id=name)
    assert elements(plot) == ['<g id="a"/>', '<g id="b"/>', '<g id="c"/>']


def test_a_line_is_interrupted_where_a_point_has_no_place_and_dashes_grow_with_it(plot):
    plot.line([(0, 1), (2, 3), (math.nan, math.nan), (4, 5)], "#000000", 2, dash=(4, 1.5))
    assert elements(plot) == ['<path d="M0 1 2 3M4 5" fill="none" stroke="#000000" stroke-width="2" stroke-dasharray="8 3"/>']


def test_marks_of_a_line_are_one_element_and_one_without_a_place_is_left_out(plot):
    plot.dots([(5, 5), (9, 5), (1, math.nan)], "s", 2, fill="#000000")
    plot.dots([(5, 5)], "o", 2, fill="#000000")
    assert elements(plot) == ['<path d="M4 6 6 6 6 4 4 4zM8 6 10 6 10 4 8 4z" fill="#000000"/>', '<path d="M4 5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z" fill="#000000"/>']


@pytest.mark.parametrize(("at", "heights"), [("top", ["17.6", "29.6"]), ("middle", ["6.6", "18.6"]), ("baseline", ["7.8", "19.8"]), ("bottom", ["-4.4", "7.6"]), ("foot", ["-2", "10"])])
def test_lines_of_a_text_stand_below_one_another_around_its_height(plot, at, heights):
    plot.text(0, 10, "a\nb", 10, at=at)
    assert elements(plot) == [f'<text x="0" y="{y}" font-size="10px" fill="#1f2933">{line}</text>' for y, line in zip(heights, "ab", strict=True)]


def test_a_ground_is_as_wide_as_its_text_and_lies_below_it(plot):
    plot.text(50, 10, "ab", 10, anchor="end", ground="#ffffff", pad=1)
    ground, text = elements(plot)
    assert f'x="{short(50 - width_of("ab", 10) - 1)}" y="4" width="{short(width_of("ab", 10) + 2)}" height="12"' in ground
    assert 'text-anchor="end"' in text


def test_a_turned_text_is_turned_around_its_beginning(plot):
    plot.text(0, 10, "a", 10, at="bottom", turned=True)
    assert elements(plot) == ['<text x="5.37" y="8.3" font-size="10px" fill="#1f2933" transform="rotate(-45 5.37 8.3)">a</text>']


def test_hatches_are_defined_where_they_are_used_under_names_of_their_own(plot):
    assert "pattern" not in plot.svg("f")
    plot.rect((0, 0), (1, 1), fill=HATCH["hidden"])
    plot.text(0, 0, 'url(#hidden) "url(#hidden)"', 9)
    tile, *_, text = elements(plot)
    assert tile.startswith('<pattern id="f-hidden" ')
    assert 'fill="url(#f-hidden)"' in plot.svg("f")
    assert ">url(#hidden) &quot;url(#hidden)&quot;<" in text


def test_what_xml_cannot_hold_is_left_out_and_markup_is_shown_as_typed(plot):
    plot.text(0, 0, "a\x00<b>&\ufffe\ud83d", 9)
    assert ">a&lt;b&gt;&amp;</text>" in plot.svg("f")


def test_an_outline_is_closed_and_its_places_have_two_decimals():
    assert outline([[(0, 0), (1.004, 0), (1, 1.126)]]) == "M0 0 1 0 1 1.13z"


def test_a_text_is_as_wide_as_its_longest_line_and_signs_that_the_font_lacks_have_a_width():
    assert width_of("iii\nMMM", 10) == width_of("MMM", 10) == pytest.approx(25.9, abs=0.1)
    assert width_of("青年", 10) == 20
    assert width_of("a\U000e0020b", 10) == width_of("ab", 10)
    assert width_of("ab", 10, bold=True) > width_of("ab", 10)


def test_emojis_are_parts_of_their_own_in_a_font_that_comes_along(plot):
    plot.text(0, 0, "Treff 🎨👩\u200d👧 <b>", 9)
    plot.text(0, 0, "Ä → ±°", 9)
    own, plain = elements(plot)
    assert own.endswith('>Treff <tspan font-family="Noto Emoji, sans-serif">🎨👩\u200d👧</tspan> &lt;b&gt;</text>')
    assert "tspan" not in plain


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_fork_opens_the_font_anew():
    """Children that read glyphs from one open file at the same time failed with »invalid outline«."""
    before = sheet._font(bold=False)
    child = os.fork()
    if child == 0:
        os._exit(sheet._font(bold=False) is before)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
