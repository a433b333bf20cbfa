"""What drawings share, as far as it can be checked without looking."""

import math
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from workbench.disclosure.cells import Value, make
from workbench.present import figure
from workbench.present.draw import svg
from workbench.present.marks.canvas import (
    SMALL,
    VALUE,
    WIDTH,
    fit,
    height_of,
    length_of,
    numbers,
    plot,
    tick,
    wrapped,
)
from workbench.present.marks.lines import apart
from workbench.present.marks.places import broken, place
from workbench.present.marks.sheet import DESCENT, width_of

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
HOLE = [(4.0, 1.0), (6.0, 1.0), (6.0, 9.0), (4.0, 9.0), (4.0, 1.0)]


def test_long_labels_are_broken_and_after_three_lines_cut():
    assert wrapped("Barkenberg-Wulfen mit Deuten", 16) == "Barkenberg-\nWulfen mit\nDeuten"
    assert wrapped("eins zwei drei vier fünf sechs sieben", 6).endswith(" …")
    assert wrapped("Kirchberg/Bourheim/Altenburg", 24) == "Kirchberg/Bourheim/\nAltenburg"
    assert wrapped("Güsten/Welldorf mit Serrest", 20) == "Güsten/Welldorf mit\nSerrest"
    assert wrapped("") == " "


def test_rows_grow_with_the_lines_of_the_longest_label():
    assert height_of(["kurz"] * 3) < height_of(["kurz", "kurz", "ein langer Name, der zwei Zeilen braucht"])


@pytest.mark.parametrize(("value", "text"), [(0.30000000000000004, "0,3"), (2500, "2.500"), (-2.5, "−2,5"), (12.0, "12"), (0.00002, "0,00002"), (1e9, "1.000.000.000"), (1e9 + 0.1, "1.000.000.000,1")])
def test_ticks_have_the_decimals_they_need(value, text):
    assert tick(value) == text


@pytest.mark.parametrize(("values", "texts"), [([4, 10], [(10, "10.000")]), ([-5, -2], [(-5, "−5"), (0, "· nicht ausgewiesen")]), ([], [])])
def test_the_axis_begins_at_zero_and_leaves_room_for_texts_where_bars_end(values, texts):
    made = fit(plot(1.0, left=300), values, texts)
    low, high = made.across
    assert low <= 0 <= high
    assert low < high
    assert all(at - length_of(made, said) >= low - 1e-3 if at < 0 else at + length_of(made, said) <= high + 1e-3 for at, said in texts)


def test_hidden_values_are_gaps_in_a_line():
    assert [math.isnan(x) for x in numbers([{"value": 1}, {"value": None}])] == [False, True]


def test_labels_of_lines_never_touch():
    placed = apart([0.5, 0.5, 0.52, 0.9], [0.07, 0.14, 0.07, 0.07])
    assert placed[1] - placed[0] >= 0.1049
    assert placed[2] - placed[1] >= 0.1049
    assert placed[3] == 0.9


def test_labels_of_lines_stand_neither_below_nor_above_the_plot():
    assert apart([0, 0, 0], [0.1] * 3) == [0, 0.1, 0.2]
    assert apart([1, 1, 0.95], [0.1] * 3)[2] == 0.8
    assert min(apart([0.9, 0.91, 0.0], [0.3] * 3)) == 0


def test_a_name_stands_where_it_fits_and_never_over_a_hole():
    x, y = place([SQUARE, HOLE], 3, 2)
    assert not 4 <= x <= 6
    assert 1 <= y <= 9
    assert place([SQUARE, HOLE], 7, 8.5) is None
    assert place([SQUARE], 4, 11) is None


def test_a_name_is_broken_at_spaces_hyphens_and_brackets_only():
    assert broken("Westoverledingen") == ["Westoverledingen"]
    assert broken("Neusiedel-Süd") == ["Neusiedel-Süd", "Neusiedel-\nSüd"]
    assert broken("Güsten/Welldorf") == ["Güsten/Welldorf", "Güsten/\nWelldorf"]
    assert broken("Zimmern ob Rottweil")[1:] == ["Zimmern ob\nRottweil", "Zimmern\nob\nRottweil"]
    assert broken("Leer (Ostfriesland)")[-1] == "Leer"


def test_a_value_does_not_stand_on_the_line_to_compare_with(released):
    rows = "Haus | n | von | bis\nA | 18 | 17 | 19\nB | 29 | 28 | 31\nC | 1 | 0 | 19"
    dots = svg(figure.interval(released(rows), "Haus", "n", "von", "bis", title="x", reference=Value(32.0)).body)
    places = {float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*>(?:18|29|1)</text>', dots)}
    assert len(places) == 1
    assert places.pop() - width_of("29", VALUE) > float(re.search(r'<path d="M([\d.]+)[^>]*stroke-dasharray', dots)[1])
    bars = svg(figure.bar(released("Haus | n\nA | 19\nB | 30"), "Haus", "n", title="x", reference=Value(20.0)).body)
    assert 'fill="#ffffff"' in re.search(r"<text([^>]*)>19</text>", bars)[1]


def test_the_name_of_a_line_at_the_edge_is_not_cut_off(released):
    name = "alle Gebiete mit mindestens einem Gespräch: 7"
    drawn = svg(figure.bar(released("Haus | n\nA | 7\nB | 5"), "Haus", "n", title="x", reference=Value(7.0), reference_label=name[:-3]).body)
    look = re.search(rf"<text([^>]*)>{name}</text>", drawn)[1]
    assert 'text-anchor="middle"' in look
    assert float(re.search(r' x="([\d.]+)"', look)[1]) + width_of(name, SMALL) / 2 <= WIDTH * 72


def test_an_axis_of_ranks_knows_no_zero(released):
    rows = released("Haus | Rang | von | bis\nA | 1 | 1 | 2\nB | 8 | 6 | 8")
    plain, ranks = (svg(figure.interval(rows, "Haus", "Rang", "von", "bis", title="x", **how).body) for how in ({}, {"start": 0.5}))
    assert (">0</text>" in plain, ">0</text>" in ranks) == (True, False)


def drawn(released, rows, **how):
    return svg(figure.line(released("Monat | n\n" + rows), "Monat", "n", title="x", **how).body)


def test_crowded_months_are_thinned_out(released):
    text = drawn(released, "\n".join(f"{m:02d}/2024 | {m}" for m in range(1, 13)))
    assert len(re.findall(r">\d\d/2024</text>", text)) == 6


def test_many_years_get_fewer_ticks(released):
    text = drawn(released, "\n".join(f"{y} | {y - 1990}" for y in range(2000, 2024)))
    assert 3 <= len(re.findall(r">20\d\d</text>", text)) <= 12


def test_an_axis_of_close_values_need_not_begin_at_zero(released):
    text = drawn(released, "2021 | 100,5\n2022 | 103\n2023 | 101")
    assert ">0</text>" not in text
    assert ">0</text>" in drawn(released, "2021 | 10\n2022 | 103")


def test_long_words_over_narrow_columns_are_slanted(released):
    rows = "\n".join(f"A | Nachmittagsangebote{i} | {i}" for i in range(9))
    slanted = svg(figure.heatmap(released("Haus | Angebot | n\n" + rows, 2), "Haus", "Angebot", "n", title="x").body)
    assert "rotate(-45" in slanted


def test_whole_numbers_have_no_ticks_between_them(released):
    text = svg(figure.bar(released("Haus | n\nA | 1\nB | 2"), "Haus", "n", title="x").body)
    assert not re.search(r">\d,\d</text>", text)


def test_a_dot_without_bounds_is_drawn_alone(released):
    rows = "Haus | n | von | bis\nA | 3 | · | ·\nB | 4 | 2 | 6"
    assert svg(figure.interval(released(rows), "Haus", "n", "von", "bis", title="x").body).count('stroke-width="3.2"') == 1


def test_a_dot_at_the_end_of_the_axis_does_not_touch_its_value(released):
    text = svg(figure.interval(released("Haus | n | von | bis\nA | 3 | 2 | 4\nB | 8 | 6 | 8"), "Haus", "n", "von", "bis", title="x").body)
    dots = [float(x) for x in re.findall(r"M([\d.]+) [\d.]+a3\.75", text)]
    said = re.search(r'<text x="([\d.]+)"[^>]*text-anchor="end"[^>]*>8<', text)
    assert float(said[1]) - width_of("8", VALUE) - (max(dots) + 7.5) > 2


def test_a_row_that_is_wholly_there_needs_no_sign_and_a_pyramid_without_comparison_no_legend(released):
    parts = svg(figure.stacked(released("Haus | Art | n\nA | x | 1\nA | y | 2", 2), "Haus", "Art", "n", title="x").body)
    assert "·" not in parts
    sides = svg(figure.pyramid(released("Alter | Seite | n\n6–9 | w | 1\n6–9 | m | 2", 2), "Alter", "Seite", "n", title="x").body)
    assert "Umriss" not in sides


def test_a_map_has_a_scale_of_round_length_and_points_north(released):
    for size, length in ((300, "50"), (48_000, "10")):
        rings = [[(x * size, y * size) for x, y in SQUARE]]
        near = pd.DataFrame({"Raum": ["01"], "Ring": [[[(x / 10, y / 10) for x, y in rings[0]]]]})
        text = svg(figure.map(released("Raum | n\n01 | 3"), near, "Raum", "n", title="x").body)
        assert re.search(rf">{length}\u00a0k?m\u2003↑ N</text>", text)


def test_a_break_is_marked_and_named(released):
    rows = "2020 | 1\n2021 | 2\n2022 | 3\n2023 | 4"
    assert "Bruch" in drawn(released, rows, breaks="2022")
    assert "Bruch" not in drawn(released, rows)


def test_hidden_and_missing_areas_are_hatched_differently_and_named_in_the_legend(released):
    squares = pd.DataFrame({"Raum": ["01", "02", "03"], "Ring": [[[(x + d * 12, y) for x, y in SQUARE]] for d in range(3)]})
    text = svg(figure.map(released("Raum | n\n01 | 3\n02 | ·\n03 | –"), squares, "Raum", "n", title="x").body)
    assert text.count("<pattern") == 2
    assert [said in text for said in (">nicht ausgewiesen</text>", ">keine Angabe</text>")] == [True, True]


def test_a_map_shows_signs_dots_and_marks_of_every_kind(released):
    rings = [[[(x * k + d * 1200, y * k) for x, y in SQUARE]] for d, k in enumerate((100, 100, 0.5))]
    rows = pd.DataFrame({"Raum": ["01", "02", "03"], "Klasse": ["a", "b", "b"], "Richtung": ["auf", "ab", None]})
    shown = make(rows, rows[["Klasse", "Richtung"]].isna(), title="x", keys=["Raum"], source="")
    houses = released("Name | Art | Ostwert | Nordwert\nA | x | 100 | 100\nB | y | 1300 | 100", 2)
    body = figure.map(
        shown, pd.DataFrame({"Raum": ["01", "02", "03"], "Ring": rings}), "Raum", None, title="x", classes="Klasse", order=["a", "b"], signs="Richtung", signs_order=["auf", "ab"],
        points=houses, points_by="Art",
    ).body  # fmt: skip
    text = svg(body)
    assert {"▲ 01", "▼ 02", "a (1)", "b (2)", "auf (1)", "ab (1)", "x (1)", "y (1)", "Einrichtungen"} <= set(re.findall(r">([^<>]+)</text>", text))


def test_a_number_beside_a_dark_area_is_dark_on_paper(released):
    rings = [[[(x * k, y * k + d * 300) for x, y in SQUARE]] for d, k in enumerate((100, 1.2))]
    frame = released("Raum | n\nOrt weit weg | 1\nOrt ganz klein | 9")
    text = svg(figure.map(frame, pd.DataFrame({"Raum": ["Ort weit weg", "Ort ganz klein"], "Ring": rings}), "Raum", "n", title="x").body)
    assert not re.search(r'fill="#ffffff"[^>]*>1</text>', text)
    assert ">Ort ganz klein</text>" in text


LONG = "Anteil der Kinder und Jugendlichen von 6 bis unter 18 Jahren, die mindestens einmal im Monat eine Einrichtung besuchen"
HUGE = [1e9, 2.3e9, 987654321.0]


def figures(released):
    """Figures with values in the thousands of millions, long names of axes, keys, sides and lines to compare with."""
    rows = "\n".join(f"Ort {i} | {v:.0f} | {v / 2:.0f} | {v * 2:.0f}" for i, v in enumerate(HUGE))
    parts = "\n".join(f"Ort {i} | {side} | {v:.0f}" for i, v in enumerate(HUGE) for side in (LONG[:60], "kurz"))
    far = {"title": "x", "reference": Value(2.3e9), "reference_label": LONG}
    many = "\n".join(f"Ort {i} | {year} | {i}" for i in range(20) for year in (2024, 2025))
    first = "\n".join(f"Kinderferienprogramm{i} | {i}" for i in range(4))
    heads = f"Ort | {LONG} | von | bis\n"
    yield figure.bar(released(heads + rows), "Ort", LONG, unit="%", highlight="Ort 1", **far)
    yield figure.interval(released(heads + rows), "Ort", LONG, "von", "bis", **far)
    yield figure.quadrants(released(heads + rows), LONG, "bis", "Ort", title="x")
    yield figure.quadrants(released(heads + rows), "bis", LONG, "Ort", title="x")
    yield figure.stacked(released("Ort | Art | n\n" + parts, 2), "Ort", "Art", "n", title="x")
    yield figure.stacked(released(f"Ort | {LONG} | n\nA | {LONG}, auch am Wochenende | 5\nA | b | -3\nB | b | -9", 2), "Ort", LONG, "n", title="x")
    yield figure.pyramid(released("Ort | Art | n\n" + parts, 2), "Ort", "Art", "n", title="x")
    yield figure.line(released(f"Ort | Jahr | {LONG}\n" + many, 2), "Jahr", LONG, series="Ort", title="x", emphasis=[f"Ort {i}" for i in range(20)])
    yield figure.line(released("Angebot | n\n" + first), "Angebot", "n", title="x")
    yield figure.heatmap(released(f"Ort | Art | {LONG}\n" + parts, 2), "Ort", "Art", LONG, title="x")


def test_no_text_reaches_beyond_the_sheet(released):
    for description in figures(released):
        root = ET.fromstring(svg(description.body))  # noqa: S314 (our own output)
        wide, high = map(float, root.get("viewBox").split()[2:])
        for text in root.iter("{http://www.w3.org/2000/svg}text"):
            size, x, y = float(text.get("font-size")[:-2]), float(text.get("x")), float(text.get("y"))
            across = width_of(text.text, size, bold=text.get("font-weight") == "700")
            left = x - across * {None: 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
            assert (left >= 0, left + across <= wide, y >= 0.7 * size, y + DESCENT * size <= high + 1) == (True,) * 4, (description.body["mark"], text.text)


def test_negative_parts_stand_to_the_left_of_zero(released):
    text = svg(figure.stacked(released("Ort | Art | n\nA | x | -5\nA | y | 2\nB | x | 3\nB | y | -1", 2), "Ort", "Art", "n", title="x").body)
    zero = float(re.search(r'<path d="M([\d.]+) [^>]*stroke="#1f2933" stroke-width="0.8"', text)[1])
    bars = [(float(x), float(x) + float(w)) for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" fill="#\w+" stroke', text)]
    assert [round(end - zero) == 0 for _, end in bars[:4]] == [True, False, False, True]
    assert [round(start - zero) == 0 for start, _ in bars[:4]] == [False, True, True, False]


def heat(released, many, value):
    """Heat map of so many columns with the same number."""
    rows = "\n".join(f"A | Ort {i} | {value}" for i in range(many))
    return svg(figure.heatmap(released("Haus | Ort | n\n" + rows, 2), "Haus", "Ort", "n", title="x").body)


def test_numbers_of_narrow_cells_are_smaller_and_left_out_where_they_could_not_be_read(released):
    assert 'font-size="8.5px"' in re.search(r"<text[^>]*>1234</text>", heat(released, 5, 1234).replace("1.234", "1234"))[0]
    assert 5 <= float(re.search(r'font-size="([\d.]+)px"[^>]*>1.234<', heat(released, 22, 1234))[1]) < 8.5
    assert ">1.234<" not in heat(released, 60, 1234)


def test_of_very_narrow_columns_not_each_is_named(released):
    assert 15 <= len(re.findall(r">Ort \d+</text>", heat(released, 60, 1))) <= 40
    assert len(re.findall(r">Ort \d+</text>", heat(released, 12, 1))) == 12


def test_a_hidden_rank_stands_where_the_axis_begins(released):
    rows = released("Haus | Rang | von | bis\nA | · | · | ·\nB | 8 | 6 | 8")
    text = svg(figure.interval(rows, "Haus", "Rang", "von", "bis", title="x", start=0.5).body)
    name, sign = (float(re.search(rf'<text x="([\d.]+)"[^>]*>{said}<', text)[1]) for said in ("A", "· nicht ausgewiesen"))
    assert sign - name == 8


def test_holes_of_areas_stay_open_however_their_rings_run(released):
    area = pd.DataFrame({"Raum": ["01"], "Ring": [[SQUARE, HOLE]]})
    assert 'fill-rule="evenodd"' in svg(figure.map(released("Raum | n\n01 | 3"), area, "Raum", "n", title="x").body)


def test_long_heads_of_narrow_columns_are_cut_and_empty_ones_do_no_harm(released):
    word = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"
    rows = "\n".join(f"A | {head} | 1" for head in (word, *"abcdefghij"))
    assert f">{word[:39]}…</text>" in svg(figure.heatmap(released("Haus | Ort | n\n" + rows, 2), "Haus", "Ort", "n", title="x").body)
    assert "<svg" in svg(figure.heatmap(released("Haus | Ort | n\nA |  | 1", 2), "Haus", "Ort", "n", title="x").body)
