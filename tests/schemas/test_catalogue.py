from workbench.schemas import tables
from workbench.schemas._catalogue import catalogue


def test_the_data_catalogue_is_up_to_date(committed):
    committed("docs/datenkatalog.md", catalogue())


def test_each_column_has_a_line():
    text = catalogue()
    for table in tables().values():
        section = text.split(f"## {table.name}\n")[1].split("\n## ")[0]
        assert all(f"| {c.name} |" in section for c in table.columns)


def test_a_pipe_does_not_break_the_table():
    assert all(line.count("|") - line.count("\\|") == 8 for line in catalogue().splitlines() if line.startswith("|"))
