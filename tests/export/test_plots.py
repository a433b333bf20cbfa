import io

import pytest
from python_calamine import CalamineWorkbook

from workbench.export.gate import passed
from workbench.export.plots import SHEET, data_of, plot, shades
from workbench.present.style import ACCENT, INK, STEP_BACK

NATIVE = ["bar", "interval", "line", "stacked", "pyramid"]


@pytest.fixture
def drawn(book):
    return lambda description: plot(passed(book(description)).blocks[-1].content, ACCENT)


@pytest.fixture
def shaped(drawn, marks):
    return lambda mark: drawn(marks[mark])


def rows(made):
    return CalamineWorkbook.from_filelike(io.BytesIO(data_of(made))).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)


def test_a_map_and_a_heat_map_have_no_native_form(shaped):
    assert shaped("heatmap") is None


@pytest.mark.parametrize("mark", NATIVE)
def test_a_chart_shows_every_shown_value_of_its_figure_and_no_other(marks, shaped, mark):
    body = marks[mark].body
    meant = [abs(c["value"]) for row in body["rows"] for c in row if c["value"] is not None]
    line = body["encoding"].get("reference")
    assert sorted(shaped(mark).sizes) == sorted([*meant, *([line["value"]] if line else [])])


def test_the_workbook_leaves_hidden_cells_blank_and_says_why(shaped):
    found = rows(shaped("bar"))
    assert found[:5] == [["Raum", "Besuche"], ["Altstadt", 30.0], ["Hervest", ""], ["Rhade", 12.0], ["alle", 21.0]]
    assert found[-1][0] == "Leere Felder: nicht ausgewiesen oder keine Angabe (Hervest)."


def test_a_text_in_the_workbook_is_no_formula(marked, drawn):
    assert rows(drawn(marked("bar", "Raum | Besuche\n=1+1 | 30", bounds=[], highlight=[], reference=None)))[1] == ["=1+1", 30.0]


def test_what_bars_are_compared_with_stands_where_it_belongs(marked, drawn):
    line = {"label": "alle", "text": "21", "value": 21, "state": ""}
    ranked = drawn(marked("bar", "Raum | B\nA | 30\nB | 12\nC | ·", bounds=[], highlight=[], reference=line))
    given = drawn(marked("bar", "Raum | B\nA | 12\nB | 30", bounds=[], highlight=[], reference=line))
    assert (ranked.names, ranked.points) == (("A", "alle", "B", "C"), ((1, INK),))
    assert (given.names, given.points) == (("A", "B", "alle"), ((2, INK),))


def test_bars_that_are_not_meant_step_back(shaped):
    made = shaped("bar")
    assert {made.names[i]: colour for i, colour in made.points} == {"Altstadt": STEP_BACK, "Hervest": STEP_BACK, "alle": INK}


def test_lines_that_are_not_meant_lie_behind_the_others(shaped):
    made = shaped("line")
    assert [(s.name, s.kind) for s in made.series] == [("Süd", "back"), ("Nord", "mark"), ("Insgesamt", "mark")]
    assert (made.corner, made.names) == ("Jahr", ("2022", "2023", "2024"))


def test_the_left_side_of_a_pyramid_is_negative_and_shows_no_sign(shaped):
    left, right, outline, _ = shaped("pyramid").series
    assert [left.numbers[0], right.numbers[0], outline.numbers[0]] == [-left.numbers[0].copy_abs(), right.numbers[0].copy_abs(), -outline.numbers[0].copy_abs()]
    assert left.code == "#,##0.0;#,##0.0"
    assert (left.name, outline.name, outline.kind) == ("weiblich", "weiblich: Einwohner", "outline")
    assert shaped("pyramid").unshown == ("10–13, weiblich",)


def test_shades_go_from_the_colour_of_the_house_to_a_light_one():
    assert shades("#000000", 2) == ["#000000", "#d4d4d4"]
    assert shades(ACCENT, 1) == [ACCENT]


def test_a_break_of_a_line_is_a_point_in_time_without_values(marked, drawn):
    made = drawn(marked("line", "Gebiet | 2021 | 2022 | 2023\nNord | 12 | 14 | 15", x="Jahr", series="Gebiet", emphasis=["Nord"], breaks=["2022"]))
    assert made.names == ("2021", "Bruch", "2022", "2023")
    assert [None if n is None else int(n) for n in made.series[0].numbers] == [12, None, 14, 15]
    assert made.unshown == ()
