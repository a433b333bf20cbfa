import pytest

from workbench.errors import DataError
from workbench.schemas import Column, Table

RATES = Table("quoten", "Quoten", "Quoten in Prozent.", (Column("Quote", "percent", "Quote", unit="%"), Column("Frei", "yesno", "frei?", empty=True), Column("Fest", "yesno", "fest?")))


def test_a_percentage_lies_between_zero_and_a_hundred(tmp_path):
    (tmp_path / "quoten.csv").write_text("Quote;Frei;Fest\n12,5 %;ja;nein\n100,5 %;;ja\n-1;;ja\n", encoding="utf-8")
    with pytest.raises(DataError) as fault:
        RATES.read(tmp_path)
    assert str(fault.value).splitlines()[1:] == [
        "  Zeile 3, Quote: »100,5 %« – erwartet eine Zahl zwischen 0 und 100.",
        "  Zeile 4, Quote: »-1« – erwartet eine Zahl zwischen 0 und 100.",
    ]


def test_yes_and_no_are_truth_values_that_may_be_missing_where_they_may_be_empty(tmp_path):
    (tmp_path / "quoten.csv").write_text("Quote;Frei;Fest\n12,5 %;ja;nein\n7;;ja\n", encoding="utf-8")
    frame = RATES.read(tmp_path)
    assert list(frame["Fest"]) == [False, True]
    assert frame.dtypes.astype(str).to_dict() == {"Quote": "float64", "Frei": "boolean", "Fest": "bool"}


@pytest.mark.parametrize(
    ("column", "content"),
    [
        (Column("A", "percent", ""), "Prozentwert, zwischen 0 und 100"),
        (Column("A", "number", ""), "Zahl"),
        (Column("A", "number", "", low=-5, high=5), "Zahl, zwischen -5 und 5"),
        (Column("A", "count", ""), "Ganze Zahl, ab 0"),
        (Column("A", "choice", "", choices=("ja", "nein")), "Eines von »ja«, »nein«"),
        (Column("A", "key", "", refers="raeume", also=("außerhalb",)), "Schlüssel aus »raeume« oder »außerhalb«"),
    ],
)
def test_what_a_cell_holds_is_said_in_german(column, content):
    assert column.content == content
