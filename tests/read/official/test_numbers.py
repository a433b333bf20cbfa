"""Cells of official tables: numbers, signs, marks, dates."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.read.official.dates import dated, moment
from workbench.read.official.numbers import numbers

NUMBERS = {"1 675": 1675, " 1 675    ": 1675, "-  23": -23, "−5": -5, "1.234,5": 1234.5, "12,5 %": 12.5, "0,0": 0, "(12)": 12, "166 e": 166, "12p": 12, "123 1)": 123, "1\u00a0234": 1234}
SIGNS = {"-": "", "–": "", ".": "unbekannt oder geheim", "x": "gesperrt, weil nicht sinnvoll", "...": "Angabe folgt später", "/": "nicht sicher genug", "*": "geheim", "": "keine Angabe", "   ": "keine Angabe", ". 2)": "unbekannt oder geheim", "()": "Aussagewert eingeschränkt", "(12)": "Aussagewert eingeschränkt"}
NOTES = {"-": "genau null", "12 p": "vorläufig", "12 r": "berichtigt", "12s": "geschätzt", "12e": "", "123 1)": "Fußnote 1)"}


def read(*cells):
    """Each cell as it was read."""
    codes, found = numbers(np.array([*cells, None], dtype=object)[:-1])
    return [found[c] for c in codes]


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number_as_offices_and_people_write_it(cell):
    assert [c.value for c in read(cell)] == [NUMBERS[cell]]


@pytest.mark.parametrize("cell", SIGNS)
def test_a_sign_keeps_its_reason(cell):
    (found,) = read(cell)
    assert (found.reason, found.fault) == (SIGNS[cell], "")


@pytest.mark.parametrize("cell", NOTES)
def test_a_mark_becomes_a_note(cell):
    (found,) = read(cell)
    assert found.note == NOTES[cell]


@pytest.mark.parametrize("cell", ["1.5", "0.075", "12.34,5", "1,234,567", "zwölf", "12 Personen", "1e5", dt.date(2024, 1, 1)])
def test_what_is_no_number_is_never_guessed(cell):
    assert [bool(c.fault) for c in read(1, cell)] == [False, True]


def test_cells_of_a_spreadsheet_are_numbers_already():
    assert [(c.value, c.sign) for c in read(12.5, 0, 3)] == [(12.5, ""), (0, "0"), (3, "")]


@given(st.lists(st.sampled_from(["1", "2,5", "-", ".", "12 %", "1.5", ""]), max_size=30))
def test_equal_cells_are_read_alike_wherever_they_stand(cells):
    assert read(*cells) == [read(cell)[0] for cell in cells]


DATES = {
    "31.12.2022": (2022, dt.date(2022, 12, 31), ""), "2022-12-31": (2022, dt.date(2022, 12, 31), ""), "2022": (2022, None, ""), "Jahr: 2016": (2016, None, ""), 2022.0: (2022, None, ""),
    "Jan 24": (2024, dt.date(2024, 1, 31), "Januar 2024"), "Dezember 2023": (2023, dt.date(2023, 12, 31), "Dezember 2023"), "Feb. 2024": (2024, dt.date(2024, 2, 29), "Februar 2024"), "12/2023": (2023, dt.date(2023, 12, 31), "Dezember 2023"),
    "2020-2022": (2022, None, "Zeitraum 2020 bis 2022"), "2022/23": (2022, None, "2022/23"), "31. Dezember 2022": (2022, dt.date(2022, 12, 31), ""), "2022 1)": (2022, None, ""),
    dt.date(2023, 6, 30): (2023, dt.date(2023, 6, 30), ""),
}  # fmt: skip


@pytest.mark.parametrize("cell", DATES, ids=str)
def test_a_date_as_offices_write_it(cell):
    found = moment(cell)
    assert (found.year, found.day, found.note) == DATES[cell]


@pytest.mark.parametrize("cell", ["31.02.2022", "13/2023", "2.022", "12345", "1867", "unter 3 Jahre", "", 1.5])
def test_what_is_no_date_is_none(cell):
    assert moment(cell) is None


def test_a_title_names_the_date_of_figures_not_of_territory_or_print():
    assert [m.day for m in dated(["Bevölkerung am 31.12.2022 (Gebietsstand 01.01.2023)", "auf Basis des Zensus 2011", "Erstellungsdatum: 05.08.2024"])] == [dt.date(2022, 12, 31)]
    assert [m.year for m in dated(["Zensus 2022"])] == [2022]
    assert dated(["Bevölkerung nach Geschlecht"]) == []
