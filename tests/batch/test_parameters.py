import ast
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.batch.parameters import Parameter, declared, resolve, typed
from workbench.errors import ParameterError

KNOWN = {
    "ort": Parameter("ort", str, "a"),
    "jahr": Parameter("jahr", int, 2022),
    "anteil": Parameter("anteil", float, 0.5),
    "knapp": Parameter("knapp", bool, default=False),
    "tag": Parameter("tag", dt.date, dt.date(2024, 1, 1)),
}


def test_annotations_may_be_quoted_or_dotted():
    cell = ast.parse('import datetime as dt\nx: "int" = 1\ny: dt.date = dt.date(2024, 1, 2)\nf(3)\nz: int')
    assert [(p.name, p.type) for p in declared(cell)] == [("x", int), ("y", dt.date)]


def test_a_later_layer_wins_and_the_command_line_over_all():
    layers = [("Projekt", {"jahr": 2020, "anteil": 1}), ("Ort", {"jahr": 2021, "fremd": 1})]
    assert resolve(KNOWN, layers, {}) == {"ort": "a", "jahr": 2021, "anteil": 1.0, "knapp": False, "tag": dt.date(2024, 1, 1)}
    assert resolve(KNOWN, layers, {"jahr": "2023", "fremd": "x"})["jahr"] == 2023


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("ort", " 05 ", " 05 "),
        ("jahr", "-3", -3),
        ("anteil", "0,5", 0.5),
        ("anteil", "2", 2.0),
        ("knapp", "Ja", True),
        ("knapp", "false", False),
        ("tag", "31.12.2024", dt.date(2024, 12, 31)),
        ("tag", "2024-12-31", dt.date(2024, 12, 31)),
    ],
)
def test_text_becomes_the_type_that_the_notebook_declares(name, text, value):
    found = typed(KNOWN[name], text)
    assert found == value
    assert type(found) is type(value)


@given(st.dates())
def test_a_german_date_is_read_back(day):
    assert typed(KNOWN["tag"], f"{day.day:02}.{day.month:02}.{day.year:04}") == day


def test_mistyped_values_say_what_is_expected(snapshot):
    said = []
    for name, text in [("jahr", "zwei"), ("jahr", "1,5"), ("anteil", "1.234,5"), ("knapp", "1"), ("tag", "31.02.2024"), ("tag", "gestern")]:
        with pytest.raises(ParameterError) as fault:
            typed(KNOWN[name], text)
        said.append(str(fault.value))
    for layer in ({"jahr": True}, {"jahr": "2022"}, {"ort": 5}, {"tag": "2024-01-01"}):
        with pytest.raises(ParameterError) as fault:
            resolve(KNOWN, [("projekt.toml, [parameter]", layer)], {})
        said.append(str(fault.value))
    assert "\n".join(said) == snapshot
