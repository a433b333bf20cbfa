import pandas as pd
import pytest

from workbench.read.tabular import SUFFIXES
from workbench.read.values import parse
from workbench.schemas import tables

COLUMNS = [(t, c) for t in tables().values() for c in t.columns]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, c in COLUMNS])
def test_the_example_of_each_column_is_a_valid_cell(table, column):
    parsed = parse([column.example], column.kind, choices=column.choices, digits=column.digits, signs=column.signs)
    assert not parsed.unreadable
    assert column.description
    assert column.example or column.empty or column.kind == "object"
    del table


@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_each_table_is_declared_consistently(table):
    names = [c.name for c in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    assert all(set(rule.needs) <= set(names) for rule in table.rules)
    assert all(c.refers in tables() for c in table.columns if c.refers)
    assert all(len(",".join(c.choices)) <= 255 for c in table.columns)  # the longest list that Excel offers in a cell
    assert sum(c.signs for c in table.columns) <= 1  # one column of reasons


@pytest.mark.parametrize("table", tables().values(), ids=tables())
def test_an_empty_table_has_all_columns(table):
    assert list(table.empty().columns) == table.names
    assert table.empty().empty


def test_a_table_is_named_as_its_module():
    import importlib

    for name in tables():
        assert importlib.import_module(f"workbench.schemas.{name}").TABLE.name == name


def test_the_pandera_schema_carries_the_declaration():
    column = tables()["besuche"].columns[-1].pandera()
    assert column.title == "Besuche"
    assert column.metadata == {"unit": "Besuche", "role": "count", "kind": "count", "example": "7"}


def test_every_table_is_one_file_in_a_spreadsheet_format():
    assert all(not name.endswith(SUFFIXES) for name in tables())


def test_whole_numbers_that_may_be_missing_are_nullable():
    types = tables()["indikatoren"].empty().dtypes
    assert types["Zähler"] == "Int64"
    assert types["Nenner"] == "int64"
    assert isinstance(types["Raum"], pd.StringDtype)


RULES = [(t, r) for t in tables().values() for r in t.rules]


@pytest.mark.parametrize(("table", "rule"), RULES, ids=[f"{t.name}.{'.'.join(r.needs)}" for t, r in RULES])
def test_a_rule_answers_for_every_row_whatever_cell_is_missing(table, rule):
    """A rule that fails on an empty cell is no German message but a traceback."""
    cells = {c.name: parse([c.example] * 4, c.kind, choices=c.choices, digits=c.digits, signs=c.signs).values for c in table.columns}
    kinds = table.empty().dtypes
    frame = pd.DataFrame({name: pd.Series(cells.get(name, [None] * 4)).astype(kind) for name, kind in kinds.items()})
    for name in rule.needs:
        held = rule.holds(frame.assign(**{name: frame[name].where(frame.index > 1)}), *(tables()[t].empty() for t in rule.beside))
        assert held.fillna(value=True).astype(bool).index.equals(frame.index)
