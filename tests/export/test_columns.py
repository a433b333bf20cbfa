import pytest

from workbench.export import columns
from workbench.export.document import Cell, Column, Table


@pytest.fixture
def grid():
    """Table of heads (a number's begins with #) and rows of texts."""

    def build(heads, *rows):
        head = tuple(Column(label=h.lstrip("#"), align="right" if h.startswith("#") else "left", header=False) for h in heads)
        return Table(kind="table", title="T", columns=head, rows=tuple(tuple(Cell(text=t, value=None, state="") for t in row) for row in rows), source="", note="", totals=())

    return build


def test_a_table_needs_its_longest_words_and_its_numbers_whole(grid):
    assert columns.needed(grid(["Ort", "#Zahl der Orte"], ["Bad Salzuflen", "1.234"])) == 2 + len("Salzuflen") + 2 + len("1.234")


def test_words_break_at_hyphens_and_slashes_but_not_before_a_percent_sign(grid):
    assert columns.needed(grid(["Jugend-/Kinder"], ["ab"])) == 2 + len("Jugend-")
    assert columns.needed(grid(["Wert in Prozent %"], ["ab"])) == 2 + len("Prozent %")


def test_an_endless_word_does_not_push_the_others_out(grid):
    assert columns.needed(grid(["A", "#B"], ["x" * 400, "1,5"])) == 2 + 28 + 2 + 3


def test_heads_that_stand_upright_need_two_lines_of_their_height(grid):
    upright = grid(["Gebiet", "#Kinder in Kindertagesbetreuung"], ["Mitte", "1"])
    assert columns.needed(upright, heads=False) == 2 + 5 + 2 + 5
    assert columns.height(upright) == 2 + len("Kindertagesbetreuung")


def test_a_small_table_is_as_wide_as_it_needs(grid):
    assert columns.widths(grid(["Ort", "#Zahl"], ["Mitte", "1"]), 90) == [7, 6]


def test_texts_share_what_numbers_leave(grid):
    first, number, last = columns.widths(grid(["A", "#B", "C"], ["kurz", "1.234", "ein langer Satz, der in keiner Zeile Platz hat und umbricht " * 3]), 60)
    assert first + number + last == pytest.approx(60)
    assert number >= 7
    assert last > 40


def test_too_many_columns_shrink_alike(grid):
    assert columns.widths(grid(["#A", "#B"], ["1.000.000", "2.000.000"]), 11) == [pytest.approx(5.5)] * 2


def test_lines_are_counted_by_the_longest_cell_of_a_row(grid):
    assert columns.lines(grid(["A", "B"], ["x" * 25, "y"], ["x", "y"]), [12, 12]) == 3 + 1
    assert columns.lines(grid(["A", "B"], ["", ""], ["x", ""]), [12, 12]) == 0 + 1


def test_a_table_without_rows_has_widths(grid):
    assert columns.widths(grid(["Ort", "#Zahl"]), 90) == [5, 6]
    assert columns.lines(grid(["Ort", "#Zahl"]), [5, 6]) == 0
