import datetime as dt

import pytest

from workbench.batch.reports import choose, discover, read
from workbench.errors import RunError


def test_a_notebook_tells_its_title_parameters_and_tables(notebook):
    file = notebook("20_besuche", "from workbench.schemas import raeume, besuche, optional, stunden as st", "bericht.read(optional(st))")
    found = read(file)
    assert (found.name, found.number, found.title, found.per_place, found.fault) == ("20_besuche", "20", "Wer kommt?", True, "")
    assert (found.needed, found.optional) == (("besuche", "raeume"), ("stunden",))
    assert [(p.name, p.type, p.default) for p in found.parameters.values()] == [("gemeinde", str, "dorsten"), ("ab_jahr", int, 2022)]


def test_a_notebook_without_gemeinde_is_one_per_project(notebook):
    found = read(notebook("90_alle", parameters="from datetime import date\nbis: date = date(2024, 12, 31)\nanteil: float = 1\nknapp = True"))
    assert not found.per_place
    assert [p.default for p in found.parameters.values()] == [dt.date(2024, 12, 31), 1, True]


def test_ipython_lines_and_top_level_await_are_python(notebook):
    found = read(notebook("20_x", "%matplotlib inline\nif True:\n    !ls\nfrom workbench.schemas import raeume", "await f()", "%%bash\nls | head -n 3", "dateien, x = !ls\nn = %timeit -o 1", "rest = (7\n    % 4)"))
    assert (found.fault, found.needed) == ("", ("raeume",))


def test_a_notebook_without_heading_is_named_by_its_file(notebook):
    assert read(notebook("20_x", title="Text")).title == "20_x"


def test_faulty_notebooks_say_what_is_wrong(notebook, snapshot):
    broken = notebook("10_kaputt")
    broken.write_text("{", encoding="utf-8")
    old = notebook("11_alt")
    old.write_text(old.read_text(encoding="utf-8").replace('"nbformat": 4', '"nbformat": 3'), encoding="utf-8")
    tagless = notebook("12_ohne")
    tagless.write_text(tagless.read_text(encoding="utf-8").replace('"parameters"', '"x"'), encoding="utf-8")
    files = [
        broken,
        old,
        tagless,
        notebook("13_kern", kernelspec={"name": "ir"}),
        notebook("14_tabelle", "from workbench.schemas import raume"),
        notebook("15_python", "x = 1", "def f(:\n    pass"),
        notebook("16_liste", parameters="jahre = [2022, 2023]"),
        notebook("17_art", parameters="jahre: list = 1"),
        notebook("18_wert", parameters='jahr: int = "2022"'),
        notebook("19_datum", parameters="tag: date = date(2024, 2, 31)"),
        broken.with_name("20_fehlt.ipynb"),
    ]
    assert "\n".join(read(f).fault for f in files) == snapshot


def test_reports_are_found_by_their_names(notebook):
    notebook("20_b"), notebook("10_a"), notebook("Untitled")
    folder = notebook("x").parent
    assert [n.name for n in discover([folder, folder / "fehlt"])] == ["10_a", "20_b"]


def test_two_reports_of_one_name_are_refused(notebook):
    folder = notebook("10_a").parent
    with pytest.raises(RunError, match=r"»10_a.ipynb« gibt es zweimal"):
        discover([folder, folder])


def test_reports_are_chosen_by_number_or_name(notebook, snapshot):
    notebook("20_besuche")
    every = discover([notebook("10_raum").parent])
    assert choose(every, []) == every
    assert [n.name for n in choose(every, ["20", "10_raum.ipynb"])] == ["10_raum", "20_besuche"]
    with pytest.raises(RunError) as fault:
        choose(every, ["20_besuch"])
    assert str(fault.value) == snapshot


@pytest.mark.parametrize("line", ["import workbench.schemas.raeume as raeume", "from workbench import schemas", "from workbench.schemas import *", "from workbench.schemas.raeume import TABLE"])
def test_an_import_that_hides_which_tables_are_read_is_a_fault(notebook, line):
    """The report would not become stale with its data."""
    assert read(notebook("20_x", line)).fault == f"20_x.ipynb: »{line}« – so ist nicht zu sehen, welche Tabellen der Bericht liest. Bitte: from workbench.schemas import NAME."
