"""The fixture itself: what it reads, and that it fails when it should."""

import datetime as dt

import pandas as pd
import pytest


def test_cells_become_numbers_days_keys_and_gaps(spec):
    def look(f):
        assert f["Raum"].tolist() == ["01", "02"]
        assert f["Tag"].iloc[0] == dt.datetime(2024, 1, 8)  # noqa: DTZ001 (days have no time zone)
        assert f["Wert"].tolist() == [1234.5, -3.0]
        assert f["Besuche"].isna().tolist() == [False, True]
        return f

    table = """
        Raum | Tag        | Wert    | Besuche
        01   | 08.01.2024 | 1.234,5 | 4
        02   | 09.01.2024 | -3,0    | —
        """
    spec(table, look, table)


def test_numbers_are_compared_to_the_printed_decimals(spec):
    spec("a\n1", lambda f: f / 3, "a\n0,33")
    with pytest.raises(AssertionError):
        spec("a\n1", lambda f: f / 3, "a\n0,34")


def test_a_missing_row_or_column_fails(spec):
    with pytest.raises(AssertionError):
        spec("a\n1\n2", lambda f: f, "a\n1")
    with pytest.raises(AssertionError, match="keine Spalte"):
        spec("a\n1", lambda f: f, "b\n1")


def test_a_number_or_a_tuple_is_a_row(spec):
    spec("a\n1\n2", lambda f: f["a"].sum(), "Summe\n3")
    spec(("a\n1", "b\n2"), lambda f, g: (f["a"].iloc[0], g["b"].iloc[0]), "a | b\n1 | 2")


def test_true_prints_as_ja(spec):
    spec("a\n1\n2", lambda f: pd.DataFrame({"groß": f["a"] > 1}), "groß\nnein\nja")
