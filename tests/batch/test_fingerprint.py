import ast
import dataclasses
import json
import os
import shutil

import pytest

from workbench.batch import fingerprint, kept
from workbench.batch.fingerprint import explain, ingredients, modules, tables
from workbench.batch.jobs import plan
from workbench.batch.reports import discover
from workbench.disclosure.published import Published, dumps
from workbench.project import load


@pytest.fixture
def job(project, notebook):
    def planned(place: str = "dorsten", **sets: str):
        reports = discover([project.folder / "notebooks"])
        return plan(load(project.folder), reports, places=[place], sets=sets)[0]

    notebook("20_besuche", "from workbench.schemas import raeume", "bericht = 1")
    return planned


def change(project, job, what) -> str:
    """What `explain` says after a change."""
    before = ingredients(job(), load(project.folder), project.folder)
    what()
    return explain(before, ingredients(job(), load(project.folder), project.folder))


def test_nothing_changed_says_nothing(project, job):
    assert change(project, job, lambda: None) == ""


def test_touching_a_file_changes_nothing(project, job):
    assert change(project, job, lambda: os.utime(project.folder / "dorsten" / "raeume.csv", (1, 1))) == ""


def test_another_place_changes_nothing(project, job):
    assert change(project, job, lambda: (project.folder / "stolberg" / "raeume.csv").write_text("Raum;Name\n1;X\n")) == ""


def test_only_the_texts_of_the_report_count(project, job):
    texts = project.folder / "texte" / "dorsten"
    texts.mkdir(parents=True)
    assert change(project, job, lambda: (texts / "30_andere.md").write_text("x")) == ""
    assert change(project, job, lambda: (texts / "20_besuche.md").write_text("x")) == "geändert: die eigenen Texte"
    assert change(project, job, (texts / "20_besuche.md").unlink) == "geändert: die eigenen Texte"


def test_a_limit_of_a_table_counts_even_where_it_repeats_a_default(project, job):
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text() + "[regeln]\nmindestzahl = 5\n[regeln.tabellen.Besuche]\nmindestbasis = 10\n")
    assert change(project, job, lambda: toml.write_text(toml.read_text() + "mindestzahl = 3\n")) == "geändert: die Angabe »regeln« in projekt.toml"


RECIPE = 'name = "R"\nversion = "1"\nquelle = "Q"\nindikatoren = [{ kuerzel = "arm" }]\n[normierung]\nart = "z"\n'


@pytest.mark.parametrize("named", ['recipe.load("eigen", bericht.project)', "recipe.load(rezept, bericht.project)"])
def test_only_the_recipe_that_a_report_uses_counts(project, job, notebook, named):
    folder = project.folder / "rezepte"
    folder.mkdir()
    for name in ("eigen", "anderes"):
        (folder / f"{name}.toml").write_text(RECIPE)
    assert change(project, job, lambda: (folder / "eigen.toml").write_text(RECIPE.replace('"1"', '"2"'))) == ""  # it uses none
    notebook("20_besuche", "from workbench import recipe", named, parameters='gemeinde: str = "dorsten"  # Schlüssel\nrezept: str = "eigen"  # Rezept')
    assert change(project, job, lambda: (folder / "anderes.toml").write_text(RECIPE.replace('"1"', '"3"'))) == ""
    assert change(project, job, lambda: (folder / "eigen.toml").write_text(RECIPE.replace('"1"', '"3"'))) == "geändert: das Rezept »eigen«"


def test_a_report_that_names_no_recipe_depends_on_all(project, job, notebook):
    (project.folder / "rezepte").mkdir()
    notebook("20_besuche", "from workbench import recipe", "recipe.files(bericht.project)")
    assert change(project, job, lambda: (project.folder / "rezepte" / "neu.toml").write_text(RECIPE)) == "geändert: das Rezept »neu«"


def test_what_a_place_is_a_part_of_counts(project, job):
    toml = project.folder / "projekt.toml"
    before = toml.read_text().replace("[orte.dorsten]", '[orte.dorsten]\nteil_von = "stolberg"')
    toml.write_text(before)
    assert change(project, job, lambda: toml.write_text(before.replace("[orte.stolberg]", '[orte.land]\nname = "Land"\nags = "05"\n[orte.stolberg]\nteil_von = "land"'))) == (
        "geändert: die Angabe »orte« in projekt.toml, die Angabe »orte.dorsten« in projekt.toml"
    )


def test_the_name_of_a_linked_place_counts(project, job):
    """It is an area in the tables of the other."""
    toml = project.folder / "projekt.toml"
    before = toml.read_text().replace("[orte.stolberg]", '[orte.stolberg]\nteil_von = "dorsten"')
    toml.write_text(before)
    assert change(project, job, lambda: toml.write_text(before.replace('"Stolberg"', '"Stadt Stolberg"'))) == "geändert: die Angabe »orte« in projekt.toml"


def test_tables_of_an_own_measure_count(project, job, notebook):
    notebook("20_besuche", "from workbench.schemas import raeume", "bericht = 1", "measure = 'tage'")
    folder, table = project.folder / ".workbench" / "freigaben" / "dorsten", Published("dorsten", "10_a", "T", "tage/Tage", ("Haus",), (("H1",),), (40.0,), {}, ("Haus",), {}, {})

    def publish(measure):
        folder.mkdir(parents=True, exist_ok=True)
        (project.folder / "dorsten" / "10_a.html").touch()
        (folder / "10_a.json").write_text(dumps([dataclasses.replace(table, measure=measure)]))

    publish("anderes/Tage")
    assert change(project, job, lambda: publish("noch/Tage")) == ""
    assert change(project, job, lambda: publish("tage/Tage")) == "geändert: zuvor freigegebene Tabellen"


def test_each_change_makes_exactly_the_right_reports_stale(project, notebook, tmp_path, monkeypatch):
    """Two reports of two places, on a copy of the library."""
    library, lock = tmp_path / "workbench", tmp_path / "requirements.lock"
    shutil.copytree(fingerprint.PACKAGE, library, ignore=shutil.ignore_patterns("__pycache__"))
    for name, value in {"PACKAGE": library, "LOCK": lock, "SCHEMAS": library / "schemas"}.items():
        monkeypatch.setattr(fingerprint, name, value)
    (project.folder / "stolberg" / "raeume.csv").write_text("Raum;Name\n01;Mitte\n")
    rooms, waits = notebook("20_raeume", "from workbench.schemas import raeume"), notebook("30_zahlen", "from workbench.methods import counts")
    toml, every = project.folder / "projekt.toml", {("20_raeume", "dorsten"), ("20_raeume", "stolberg"), ("30_zahlen", "dorsten"), ("30_zahlen", "stolberg")}

    def found():
        loaded = load(project.folder)
        return {j.key: ingredients(j, loaded, project.folder) for j in plan(loaded, discover([rooms.parent]))}

    def stale(what):
        before = found()
        what()
        return {key for key, now in found().items() if explain(before[key], now)}

    def appended(file, text):
        return lambda: file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    counts = library / "methods" / "counts.py"
    assert stale(lambda: None) == set()
    assert stale(lambda: counts.write_text(counts.read_text(encoding="utf-8").replace("return", "return  ", 1), encoding="utf-8")) == {k for k in every if k[0] == "30_zahlen"}
    assert stale(appended(library / "schemas" / "raeume.py", "\n# neu\n")) == {k for k in every if k[0] == "20_raeume"}
    assert stale(appended(project.folder / "dorsten" / "raeume.csv", "02;Nord\n")) == {("20_raeume", "dorsten")}
    assert stale(lambda: notebook(waits.stem, "from workbench.methods import counts", "x = 1")) == {k for k in every if k[0] == "30_zahlen"}
    assert stale(appended(toml, "[orte.stolberg.parameter]\nab_jahr = 2023\n")) == {k for k in every if k[1] == "stolberg"}
    assert stale(lambda: lock.write_text("pandas==3")) == every
    assert stale(appended(library / "export" / "templates" / "report.html", "<!-- -->")) == every
    assert stale(appended(library / "export" / "leave.py", "\n# strenger\n")) == every
    assert stale(appended(library / "batch" / "kernel.py", "\n# anders\n")) == every
    assert stale(appended(library / "batch" / "lab.py", "\n# gehört zu keinem Bericht\n")) == set()
    assert stale(lambda: os.utime(project.folder / "dorsten" / "raeume.csv", (1, 1))) == set()


def test_each_ingredient_is_named(project, job, notebook, tmp_path, monkeypatch):
    folder = project.folder
    toml = folder / "projekt.toml"
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(fingerprint, "LOCK", lock)
    code = "from workbench.schemas import raeume"
    changes = {
        "die Tabelle »raeume«": lambda: (folder / "dorsten" / "raeume.csv").write_text("Raum;Name\n02;Nord\n"),
        "der Code des Notebooks": lambda: notebook("20_besuche", code, "bericht = 2"),
        "der Text des Notebooks": lambda: notebook("20_besuche", code, "bericht = 2", title="# Anders"),
        "die Angabe »stand« in projekt.toml": lambda: toml.write_text(toml.read_text().replace("2024-12-31", "2025-12-31")),
        "die Angabe »orte.dorsten« in projekt.toml": lambda: toml.write_text(toml.read_text().replace('"Dorsten"', '"Stadt Dorsten"')),
        "die Angabe »regeln« in projekt.toml": lambda: toml.write_text(toml.read_text() + "[regeln]\nmindestzahl = 5\n"),
        "die Angabe »quellen.raeume« in projekt.toml": lambda: toml.write_text(toml.read_text() + '[quellen.raeume]\nquelle = "Stadt"\n'),
        "die Python-Umgebung": lambda: lock.write_text("pandas==3"),
        "das Geheimnis des Projekts": lambda: ((folder / "schluessel").mkdir(), (folder / "schluessel" / "geheimnis.txt").write_text("x")),
        "die Pseudonymliste": lambda: (folder / "schluessel" / "dorsten.csv").write_text("Original;Pseudonym\n"),
    }
    assert {said: change(project, job, what) for said, what in changes.items()} == {said: f"geändert: {said}" for said in changes}


@pytest.mark.parametrize(("name", "text"), [("projekt.toml", 'akzent = "#7a2fb8"\n'), ("logo.svg", "<svg/>"), ("vorlage.docx", "PK")])
def test_a_changed_look_needs_a_new_export_and_no_run(project, job, name, text):
    toml, key = project.folder / "projekt.toml", ("20_besuche", "dorsten")
    toml.write_text(toml.read_text() + '[gestaltung]\nlogo = "logo.svg"\n')

    def found():
        return ingredients(job(), load(project.folder), project.folder)

    before = found()
    with (project.folder / name).open("a") as file:
        file.write(text)
    assert explain(before, found()) == "geändert: die Formate oder ihre Gestaltung"
    assert kept.file_of(project.folder, key, before) == kept.file_of(project.folder, key, found())


def test_a_text_that_moves_past_a_cell_counts(project, job, notebook):
    file = notebook("20_besuche", "from workbench.schemas import raeume", "bericht = 1")
    book = json.loads(file.read_text())
    book["cells"][3:5] = reversed(book["cells"][3:5])
    assert change(project, job, lambda: file.write_text(json.dumps(book))) == "geändert: der Text des Notebooks"


def test_a_changed_parameter_says_from_what_to_what(project, job):
    before, after = (ingredients(j, project, project.folder) for j in (job(), job(ab_jahr="2023")))
    assert explain(before, after) == "geändert: der Parameter »ab_jahr« (war 2022, ist 2023)"


def test_a_changed_module_and_template_are_named(monkeypatch, project, job):
    before = ingredients(job(), project, project.folder)
    real = fingerprint._file
    monkeypatch.setattr(fingerprint, "_file", lambda f: "x" if f.name == "raeume.py" else real(f))
    assert explain(before, ingredients(job(), project, project.folder)) == "geändert: das Modul workbench.schemas.raeume"
    monkeypatch.setattr(fingerprint, "_template", lambda _formats: "x")
    assert "die Berichtsvorlage" in explain(before, ingredients(job(), project, project.folder))


def test_many_causes_are_counted():
    assert explain({}, {f"tabelle:t{i}": "x" for i in range(5)}) == "geändert: die Tabelle »t0«, die Tabelle »t1«, die Tabelle »t2«, 2 weitere"


def test_a_report_over_the_project_depends_on_all_places(project, notebook):
    notebook("90_alle", "from workbench.schemas import raeume", parameters="ab_jahr: int = 2022")
    job = plan(project, discover([notebook("x").parent]))[-1]
    before = ingredients(job, project, project.folder)
    (project.folder / "stolberg" / "raeume.csv").write_text("Raum;Name\n1;X\n")
    assert explain(before, ingredients(job, project, project.folder)) == "geändert: die Tabelle »raeume«"


def test_modules_are_followed_through_lazy_and_relative_imports(tmp_path, monkeypatch):
    files = {
        "workbench/__init__.py": "",
        "workbench/a.py": "def f():\n    from workbench.b import g\n",
        "workbench/b/__init__.py": "from . import c\n",
        "workbench/b/c.py": "import workbench.d.e\nimport json\n",
        "workbench/d/__init__.py": "",
        "workbench/d/e.py": "from ..a import f\n",
        "workbench/alone.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(fingerprint, "PACKAGE", tmp_path / "workbench")
    assert list(modules(["%magic\nfrom workbench import a"])) == ["workbench", "workbench.a", "workbench.b", "workbench.b.c", "workbench.d", "workbench.d.e"]


def test_tables_include_those_that_their_rules_look_at(project, notebook):
    notebook("20_x", "from workbench.schemas import besuche")
    job = plan(project, discover([notebook("x").parent]))[0]
    assert set(tables(job)) >= {"besuche", "einrichtungen", "raeume"}


def test_content_is_read_again_when_a_file_changes(tmp_path):
    file = tmp_path / "x"
    file.write_text("a")
    first = fingerprint._file(file)
    file.write_text("bb")
    assert fingerprint._file(file) != first


def test_of_a_file_of_many_places_only_the_own_rows_count(project, job):
    (project.folder / "dorsten" / "raeume.csv").unlink()
    file, rows = project.folder / "raeume.csv", "AGS;Raum;Name\n05334032;01;Mitte\n05512012;01;Mitte\n05512012;02;Nord\n"
    file.write_text(rows, encoding="utf-8")
    assert change(project, job, lambda: file.write_text(rows.replace("05334032;01;Mitte", "16000000;09;Neu\n05334032;01;Anders"), encoding="utf-8")) == ""
    assert change(project, job, lambda: file.write_text(rows.replace("Nord", "Süd"), encoding="utf-8")) == "geändert: die Tabelle »raeume«"


def test_what_is_the_same_at_all_places_is_looked_at_once(project, job, monkeypatch):
    known = fingerprint.Known()
    first = ingredients(job(), project, project.folder, known)
    monkeypatch.setattr(fingerprint, "modules", lambda _: pytest.fail("again"))
    assert ingredients(job(), project, project.folder, known) == first


def test_all_imports_of_the_library_are_found_without_syntax_trees():
    """Every statement of every module, against Python's own parser."""
    for file in fingerprint.PACKAGE.rglob("*.py"):
        package = ".".join(file.parent.relative_to(fingerprint.PACKAGE.parent).parts)
        nodes = [*ast.walk(ast.parse(file.read_bytes()))]
        names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
        names |= {f"{n.module}{tail}" for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names for tail in ("", f".{a.name}")}
        assert names <= {*fingerprint._imported(file.read_text(encoding="utf-8"), package)}, file


@pytest.mark.parametrize("code", ["x = 1; from workbench.methods import counts", "from workbench.methods import (\n    draws as d,  # by chance)\n    counts as c,\n)", "if True: import workbench.methods.counts as c, json", "from workbench.methods import \\\n    counts", "try:\n\tfrom workbench.methods import counts\nexcept ImportError: pass"])
def test_an_import_is_found_wherever_it_stands_in_a_cell(code):
    assert "workbench.methods.counts" in modules([code])
