"""Released frames: what can be taken from them, and that only the door makes them."""

import dataclasses
import pickle

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure.cells import Released, Value
from workbench.disclosure.door import release
from workbench.errors import ReleaseError
from workbench.project import Rule


@pytest.fixture
def released() -> Released:
    """Visits of four facilities; one is small, one hidden with it."""
    frame = pd.DataFrame({"Haus": ["Scheune", "Treff", "Keller", "Turm"], "Art": ["a", "b", "a", "b"], "Besuche": [2, 30, 8, 12]})
    return release(frame, table="Besuche", rule=Rule(), count="Besuche", by=["Haus", "Art"])


def test_only_the_door_makes_a_released_frame() -> None:
    with pytest.raises(ReleaseError, match="entsteht nur durch release"):
        Released("Besuche", pd.DataFrame(), pd.DataFrame(), (), "", "")


def test_rows_can_be_chosen_left_out_sorted_and_cut(released: Released) -> None:
    assert released.only(Art="b").options("Haus") == ["Treff", "Turm"]
    assert released.only(Haus=["Treff", "Keller"]).options("Haus") == ["Treff", "Keller"]
    assert released.without(Art="b").options("Haus") == ["Scheune", "Keller"]
    assert released.ordered("Besuche").options("Haus")[:2] == ["Treff", "Turm"]
    assert len(released.first(3)) == 3


def test_chosen_columns_keep_their_hidden_marks(released: Released) -> None:
    picked = released.pick("Haus", "Besuche")
    assert (picked.keys, picked.values) == (("Haus",), ["Besuche"])
    assert picked.value("Besuche", Haus="Scheune") == Value(None, hidden=True)


def test_a_single_number_needs_keys_that_name_one_row(released: Released) -> None:
    assert released.value("Besuche", Haus="Treff") == Value(30.0)
    with pytest.raises(ReleaseError) as fault:
        released.value("Besuche", Art="a")
    assert str(fault.value) == "»Besuche«: Art = »a« trifft 2 Zeilen, erwartet wird genau eine."


def test_a_sum_is_hidden_with_any_of_its_parts(released: Released) -> None:
    assert released.sum("Besuche") == Value(None, hidden=True)
    assert released.only(Haus=["Treff", "Turm"]).sum("Besuche") == Value(42.0)


def test_an_empty_frame_answers_missing_instead_of_failing(released: Released) -> None:
    empty = released.only(Haus="Bahnhof")
    assert empty.value("Besuche", Haus="Bahnhof") == Value(None)
    assert empty.sum("Besuche") == Value(None)
    assert empty.label("Haus") == ""


def test_the_label_of_a_row_follows_the_order(released: Released) -> None:
    assert released.ordered("Besuche").label("Haus") == "Treff"
    assert released.ordered("Besuche").label("Haus", row=1) == "Turm"


def test_a_hidden_text_says_so_and_a_missing_one_is_empty() -> None:
    frame = pd.DataFrame({"Haus": ["Scheune", "Treff", "Keller", "Insgesamt"], "Besuche": [2, 30, 8, 40], "Urteil": ["mehr", None, "weniger", None]})
    released = release(frame, table="Besuche", rule=Rule(), count="Besuche")
    assert [released.label("Urteil", row=i) for i in range(3)] == ["nicht ausgewiesen", "", "nicht ausgewiesen"]
    assert released.options("Urteil") == []


@pytest.mark.parametrize("frame", [pd.DataFrame({"Haus": ["Scheune"], "Besuche": [2]}), None])
def test_numbers_cannot_be_put_back_into_a_released_frame(released: Released, frame: pd.DataFrame | None) -> None:
    with pytest.raises(ReleaseError, match="entsteht nur durch release"):
        dataclasses.replace(released, frame=frame)
    with pytest.raises(dataclasses.FrozenInstanceError):
        released.frame = frame  # type: ignore[misc]


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64", "Float64"])
def test_no_hidden_number_is_left_in_memory_behind_its_mark(dtype: str) -> None:
    frame = pd.DataFrame({"Haus": ["Scheune", "Treff", "Keller", "Insgesamt"], "Besuche": pd.array([71, 90000, 4712, 94783], dtype=dtype)})
    released = release(frame, table="Besuche", rule=Rule(mindestzahl=100), count="Besuche")
    kept = pickle.dumps((released.frame, released.hidden))
    assert np.float64(90000).tobytes() in kept
    assert not [n for n in (71, 4712) if np.float64(n).tobytes() in kept or np.int64(n).tobytes() in kept]


def test_a_misspelt_column_is_explained(released: Released) -> None:
    with pytest.raises(ReleaseError) as fault:
        released.value("Besuch", Haus="Treff")
    assert str(fault.value) == "»Besuche« hat keine Spalte »Besuch«. Vorhanden: »Haus«, »Art«, »Besuche«. Meinten Sie »Besuche«?"


def test_the_largest_rows_are_all_those_that_tie_and_no_hidden_one(released: Released) -> None:
    assert released.top("Besuche").options("Haus") == ["Treff"]
    tied = release(pd.DataFrame({"Haus": ["a", "b", "c"], "Besuche": [5, 9, 9]}), table="Besuche", rule=Rule(), count="Besuche")
    assert tied.top("Besuche").names("Haus") == "»b« und »c«"
    assert len(released.only(Haus="Scheune").top("Besuche")) == 0


def test_names_are_listed_and_what_is_too_many_is_counted(released: Released) -> None:
    assert released.names("Haus") == "»Scheune«, »Treff« und 2 weitere"
    assert released.names("Haus", most=4) == "»Scheune«, »Treff«, »Keller« und »Turm«"
    assert released.first(1).names("Haus") == "»Scheune«"
    assert released.first(0).names("Haus") == ""


def test_a_year_in_a_sentence_has_no_decimals() -> None:
    frame = pd.DataFrame({"Jahr": [2024], "Fälle": [7]})
    assert release(frame, table="Fälle", by=["Jahr"], count="Fälle", rule=Rule()).label("Jahr") == "2024"
