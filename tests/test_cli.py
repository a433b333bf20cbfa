"""The command line: what it says, and its exit codes."""

import dataclasses
import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbench import cli, usage
from workbench.batch import approve as approving
from workbench.batch import lab as lab_module
from workbench.batch import parcel, plans, texts
from workbench.batch import run as run_module
from workbench.batch.journal import DONE, FAILED, Journal, Run
from workbench.batch.states import Again, State
from workbench.project import load
from workbench.schemas import _check, _new

COMMANDS = ("new", "import", "check", "run", "status", "plan", "approve", "pack", "lab")
TOML = 'format = 1\nname = "Probe"\nstand = 2024-12-31\n[orte.dorsten]\nname = "Dorsten"\nags = "05512012"\n'


@pytest.fixture
def call(monkeypatch, capsys):
    """Call the command line: ``code, shown, said = call("run", "--force")``."""

    def called(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["workbench", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return (int(end.value.code or 0), *capsys.readouterr())

    return called


@pytest.fixture
def folder(tmp_path):
    """A project of one place and no notebook of its own."""
    (tmp_path / "dorsten").mkdir()
    (tmp_path / "projekt.toml").write_text(TOML, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ran(monkeypatch):
    """Replace the batch: every job ends in the given state."""
    asked = {}

    def replace(state: str):
        def run(project, jobs, out, *, watch, **how):
            asked.update(how, out=out, project=project, jobs=jobs)
            watch.planned([State(j, state, "Zelle 3") for j in jobs])
            return [State(j, state, "Zelle 3" if state == FAILED else "") for j in jobs]

        monkeypatch.setattr(run_module, "run", run)
        return asked

    return replace


@pytest.fixture
def report(folder):
    """The project gets one report of its own."""
    book = '{"cells": [{"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "source": "gemeinde: str = \\"a\\"\\nab_jahr: int = 2022", "outputs": [], "execution_count": null}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "70_probe.ipynb").write_text(book, encoding="utf-8")
    return "--project", str(folder), "--report", "70"


def pages(call) -> str:
    """Help of the command line and of every command, as the page docs/befehle.md."""
    parts = ["# Befehle\n\nErzeugt aus der Hilfe der Befehle.\n"]
    for words in ((), *((c,) for c in COMMANDS)):
        code, shown, _ = call(*words, "--help")
        assert code == 0
        parts.append(f"## {' '.join(('workbench', *words))}\n\n```text\n{shown.rstrip()}\n```\n")
    return "\n".join(parts)


def test_the_page_of_commands_is_the_help(call, committed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    committed("docs/befehle.md", pages(call))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_example(call, command):
    assert f"Beispiel: workbench {command}" in call(command, "--help")[1]


def test_help_imports_nothing_heavy():
    code = "import sys; sys.argv = ['workbench', '--help']\nfrom workbench import cli\ntry: cli.main()\nexcept SystemExit: pass\nprint(sorted({'pandas', 'rich', 'papermill', 'pydantic', 'numpy'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.rstrip().endswith("['pydantic']") or shown.rstrip().endswith("[]")


def test_letters_that_a_terminal_does_not_know_stop_nothing(tmp_path):
    command = [sys.executable, "-m", "workbench.cli", "run", "--dry-run", "--place", "ibbenbueren", "--report", "10", "--out", str(tmp_path)]
    shown = subprocess.run(command, env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, capture_output=True, text=True, check=True).stdout
    assert shown.startswith("Ibbenb?ren: 10_sozialraum: nie gelaufen")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_behind_what_is_printed_is_one_sentence():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "workbench.cli", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "Der Datenträger ist voll. Bitte Platz schaffen und noch einmal starten; fertige Berichte bleiben.\n")


def test_a_folder_that_only_others_may_open_is_one_sentence(monkeypatch, capsys):
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/netz/texte/dorsten")

    monkeypatch.setattr(cli, "app", refuse)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code, capsys.readouterr().err) == (2, "/netz/texte/dorsten: Der Zugriff ist verweigert. Bitte die Zugriffsrechte prüfen und noch einmal starten; fertige Berichte bleiben.\n")


def test_looking_at_the_reports_imports_no_frames():
    code = "import sys; sys.argv = ['workbench', 'status']\nfrom workbench import cli\ntry: cli.main()\nexcept SystemExit: pass\nprint(sorted({'pandas', 'numpy', 'papermill', 'matplotlib', 'jinja2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.rstrip().endswith("[]")


@pytest.mark.slow
def test_help_is_there_at_once():
    """A ratio, as a machine under load is slow for both; the measuring of coverage would count twice."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}

    def lasts(*words):
        begin = time.perf_counter()
        subprocess.run([sys.executable, *words], capture_output=True, check=True, env=bare)
        return time.perf_counter() - begin

    rounds = [(lasts("-m", "workbench.cli", "--help"), lasts("-c", "import typer")) for _ in range(7)]
    assert min(ours for ours, _ in rounds) < 2 * min(typer for _, typer in rounds)


def test_wrong_use_is_one_german_sentence(call, snapshot):
    said = []
    for words in (["rnu"], ["xyz"], ["run", "--frce"], ["run", "--limit", "x"], ["new", "a"], ["new"], ["run", "x"], ["run", "--project"], ["status", "--set", "x"], ["run", "--project", "fehlt"], ["run", "--report", "99"], ["run", "--place", "dosten"]):
        code, _, error = call(*words)
        assert code == 2
        said.append(f"{' '.join(words)}: {error.rstrip()}")
    assert "\n".join(s for s in said if "--report" not in s) == snapshot


def test_without_a_command_the_help_is_shown(call):
    code, shown, said = call()
    assert code == 2
    assert "Aufruf: workbench" in shown + said


def test_an_unknown_fault_of_typer_is_passed_on():
    assert usage.said("Something new") == "Something new"


def test_outlines_are_imported_for_a_place(call, tmp_path):
    ring = [[360_000, 5_720_000], [360_000, 5_720_900], [360_900, 5_720_900], [360_000, 5_720_000]]
    area = {"type": "Feature", "properties": {"SR": "01"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "stadt.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [area]}), encoding="utf-8")
    (tmp_path / "projekt.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "dorsten").mkdir()
    words = ("import", str(tmp_path / "stadt.geojson"), "--project", str(tmp_path))
    assert call(*words)[1] == "Dorsten: Ohne die Tabelle »raeume« ist offen, welche Umrisse gemeint sind; geometrie.geojson ist nicht geschrieben.\n"
    (tmp_path / "dorsten" / "raeume.csv").write_text("Raum;Name\n01;Mitte\n", encoding="utf-8")
    assert call(*words, "--place", "dorsten", "--dry-run")[0] == 0
    assert not (tmp_path / "dorsten" / "geometrie.geojson").exists()
    assert call(*words, "--place", "dorsten")[1] == "Dorsten: 1 Umriss aus »stadt.geojson« nach der Eigenschaft »SR«: geometrie.geojson.\n"
    assert (tmp_path / "dorsten" / "geometrie.geojson").is_file()
    assert call("import", str(tmp_path / "projekt.toml"), "--project", str(tmp_path))[0] == 2


def test_all_done_is_exit_code_0(call, ran, report, folder):
    asked = ran(DONE)
    code, shown, _ = call("run", *report, "--set", "ab_jahr=2023", "--jobs", "3", "--force", "--limit", "5")
    assert code == 0
    means = asked["means"]
    assert (means.workers, means.limit, asked["again"], asked["out"]) == (3, 5, Again(force=True), load(folder).reports)
    assert asked["jobs"][0].parameters == {"gemeinde": "dorsten", "ab_jahr": 2023}
    assert "70_probe" in shown


def test_a_failed_report_is_exit_code_1(call, ran, report):
    ran(FAILED)
    code, shown, _ = call("run", *report)
    assert code == 1
    assert "Dorsten: 70_probe: Zelle 3" in shown


def test_an_overview_that_cannot_be_written_hides_nothing_and_is_exit_code_1(call, ran, report, folder):
    ran(DONE)
    (folder / "reports" / "index.html").mkdir(parents=True)
    code, shown, said = call("run", *report)
    assert code == 1
    assert "70_probe" in shown
    assert said.startswith("index.html lässt sich nicht schreiben: ")


def test_ctrl_c_is_exit_code_130(call, monkeypatch, report):
    def interrupted(*_args, **_how):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "run", interrupted)
    assert call("run", *report)[::2] == (130, "Abgebrochen. Fertige Berichte bleiben erhalten, der nächste Lauf macht dort weiter.\n")


def test_the_sample_writes_into_the_repository_and_out_wins(call, ran, tmp_path):
    asked = ran(DONE)
    call("run")
    assert asked["out"] == cli.Path(cli.__file__).resolve().parents[1] / "reports"
    call("run", "--out", str(tmp_path / "x"))
    assert asked["out"] == tmp_path / "x"


def test_status_says_what_is_stale(call, report):
    assert call("status", *report)[:2] == (0, "Dorsten: 70_probe: nie gelaufen\n")


def test_status_says_why_a_report_cannot_run(call, report, folder):
    (folder / "notebooks" / "70_probe.ipynb").write_text("{")
    assert "70_probe: fehlgeschlagen – 70_probe.ipynb ist kein Notebook" in call("status", *report)[1]


@pytest.fixture
def warned(folder, monkeypatch):
    """The report has a text of its own, of which there is something to tell."""
    (folder / "texte" / "dorsten").mkdir(parents=True)
    (folder / "texte" / "dorsten" / "70_probe.md").write_text("Ohne Überschrift.", encoding="utf-8")
    monkeypatch.setattr(_check, "check", lambda _project, **_how: [])
    return "texte/dorsten/70_probe.md, Zeile 1: Über »Ohne Überschrift.« steht keine Überschrift"


def test_own_texts_that_need_a_look_are_named(call, ran, report, warned):
    ran(DONE)
    for words in (("status", *report), ("run", *report)):
        assert f"\nHinweis: {warned}" in f"\n{call(*words)[1]}"
    told = json.loads(call("run", *report, "--json")[1].splitlines()[-1])
    assert (told["ereignis"], told["text"][: len(warned)]) == ("hinweis", warned)
    ran(FAILED)
    assert "Hinweis" not in call("run", *report)[1]


def test_an_own_text_with_which_the_report_is_refused_is_a_fault_of_check(call, report, warned):
    code, shown, _ = call("check", *report[:2])
    assert (code, shown.count(warned)) == (1, 1)
    assert shown.startswith(f"Fehler: {warned}")
    assert shown.endswith("Fehler: 1. Bitte beheben und erneut prüfen.\n")


@pytest.mark.usefixtures("report", "warned")
@pytest.mark.parametrize("name", ["70_prob", "70"])
def test_texts_that_nothing_shows_are_named_once(call, ran, folder, name):
    ran(DONE)
    (folder / "texte" / "dorsten" / "70_probe.md").rename(folder / "texte" / "dorsten" / f"{name}.md")
    for word in ("check", "run", "status"):
        assert call(word, "--project", str(folder))[1].count(f"Hinweis: texte/dorsten/{name}.md: gehört zu keinem Ort und Bericht und steht nicht in [plan]; erwartet texte/ORT/BERICHT.md, zu einem Bericht über alle Orte texte/BERICHT.md. Meinten Sie »70_probe.md«?") == 1


def test_texts_with_which_the_report_is_refused_are_not_confirmed(call, report, warned):
    code, shown, said = call("check", *report[:2], "--confirm", "dorsten", "70")
    assert (code, shown, said.startswith(warned)) == (2, "", True)


def test_own_texts_are_confirmed(call, monkeypatch, report, folder):
    (folder / "texte" / "dorsten").mkdir(parents=True)
    (folder / "texte" / "dorsten" / "70_probe.md").write_text("## Probe\n\nText", encoding="utf-8")
    asked = []
    monkeypatch.setattr(texts, "remember", lambda _project, jobs, out, **how: asked.append((jobs[0].key, out, how)))
    assert call("check", *report[:2], "--confirm", "Dorsten", "70")[:2] == (0, "Dorsten: 70_probe: Die eigenen Texte gelten als gelesen.\n")
    assert asked == [(("70_probe", "dorsten"), folder / "reports", {"confirm": True})]


def test_texts_that_are_not_there_are_not_confirmed(call, report):
    assert call("check", *report[:2], "--confirm", "dorsten", "70") == (2, "", "Dorsten: 70_probe: Eigene Texte gibt es dazu nicht – erwartet in texte/dorsten/70_probe.md.\n")


def test_texts_of_a_report_over_the_whole_project_are_confirmed_by_its_name(call, monkeypatch, report, folder):
    file = folder / "notebooks" / "70_probe.ipynb"
    file.write_text(file.read_text().replace("gemeinde: str", "andere: str"))
    (folder / "texte").mkdir()
    (folder / "texte" / "70_probe.md").write_text("## Probe\n\nText")
    asked = []
    monkeypatch.setattr(texts, "remember", lambda _project, jobs, _out, **_how: asked.append(jobs[0].key))
    assert call("check", *report[:2], "--confirm", "probe", "70")[0] == 0
    assert asked == [("70_probe", "")]


def test_plan_says_what_it_wrote_and_what_it_left_out(call, monkeypatch, folder):
    asked = []
    monkeypatch.setattr(plans, "write", lambda _project, place, _notebooks, out, **how: asked.append((place.key, out, how)) or plans.Made((out / "plan.html",), ("ziele.md fehlt.",)))
    code, shown, _ = call("plan", "Dorsten", "--project", str(folder))
    assert (code, shown) == (0, f"Hinweis: ziele.md fehlt.\nPlan: {folder / 'reports' / 'plan.html'}\n")
    assert asked == [("dorsten", folder / "reports", {"confirm": False})]


def test_a_project_without_a_plan_is_one_german_sentence(call, folder):
    code, _, said = call("plan", "dorsten", "--project", str(folder))
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith("projekt.toml: »[plan]« fehlt – erwartet titel =")


def test_new_makes_a_project(call, monkeypatch, tmp_path):
    asked = {}
    monkeypatch.setattr(_new, "new_project", lambda folder, **how: asked.update(how, folder=folder) or folder / "dorsten")
    code, shown, _ = call("new", str(tmp_path / "p"), "--place", "Dorsten", "--ags", "05512012")
    assert (code, asked["place"], asked["ags"]) == (0, "Dorsten", "05512012")
    assert "den Stand der Daten eintragen" in shown, "it begins as today, and every report prints it"
    assert "workbench check --project" in shown


def test_check_prints_all_findings(call, monkeypatch, folder, snapshot):
    found = [
        _check.Finding("Dorsten", "besuche", "Fehler", "besuche.csv: 1 Problem\n  Zeile 3: »x«."),
        _check.Finding("", "codebuch", "Hinweis", "Keine Tabelle »codebuch«."),
    ]
    monkeypatch.setattr(_check, "check", lambda _project, **_how: found)
    code, shown, _ = call("check", "--project", str(folder))
    assert code == 1
    assert shown == snapshot
    monkeypatch.setattr(_check, "check", lambda _project, **_how: found[1:])
    code, shown, _ = call("check", "--project", str(folder))
    assert (code, shown.splitlines()[-1]) == (0, "Keine Fehler gefunden.")


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_template_that_is_no_word_document_is_refused_before_anything_is_done(call, ran, report, folder, command):
    asked = ran(DONE)
    (folder / "vorlage.docx").write_bytes(b"kein Word")
    code, shown, said = call(command, *(report if command == "run" else ("--project", str(folder))))
    assert (code, shown, asked) == (2, "", {})
    assert said.startswith("vorlage.docx: Die Datei ist beschädigt, verschlüsselt oder kein Word-Dokument")


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_colour_that_cannot_be_read_is_refused_before_anything_is_done(call, ran, report, folder, command):
    asked = ran(DONE)
    (folder / "projekt.toml").write_text(TOML + '[gestaltung]\nakzent = "#ffcc00"\n', encoding="utf-8")
    code, shown, said = call(command, *(report if command == "run" else ("--project", str(folder))))
    assert (code, shown, asked) == (2, "", {})
    assert "»gestaltung.akzent«: »#ffcc00« – auf Weiß nicht gut zu lesen" in said
    assert "Die nächste lesbare Farbe ist »#907300«." in said


def test_lab_opens_the_project(call, monkeypatch, folder):
    monkeypatch.setattr(lab_module, "serve", lambda project, *, browser, port: (project.folder == folder) + 2 * browser + port)
    assert call("lab", "--project", str(folder), "--no-browser", "--port", "40")[0] == 41


def test_a_dry_run_says_what_would_run_and_why(call, report):
    code, shown, _ = call("run", *report, "--dry-run")
    assert (code, shown) == (0, "Dorsten: 70_probe: nie gelaufen\n1 Bericht zu rechnen.\n")


def test_a_dry_run_tells_programs_too_and_names_what_cannot_run(call, report, folder):
    (folder / "notebooks" / "80_kaputt.ipynb").write_text("{")
    _, shown, _ = call("run", "--project", str(folder), "--report", "80", "--dry-run")
    assert "80_kaputt: 80_kaputt.ipynb ist kein Notebook" in shown
    assert shown.endswith("0 Berichte zu rechnen.\n")
    code, shown, _ = call("run", *report, "--dry-run", "--json")
    assert (code, json.loads(shown)["auszufuehren"]) == (0, 1)


def test_only_what_failed_last_is_run(call, ran, report, folder):
    asked = ran(DONE)
    call("run", *report, "--only-failed")
    assert asked["jobs"] == []
    Journal(folder / "reports").write(Run("70_probe", "dorsten", FAILED))
    call("run", *report, "--only-failed")
    assert [j.key for j in asked["jobs"]] == [("70_probe", "dorsten")]


def test_events_are_lines_of_json(call, ran, report):
    ran(FAILED)
    code, shown, _ = call("run", *report, "--json")
    assert code == 1
    (planned,) = [json.loads(line) for line in shown.splitlines()]
    assert (planned["ereignis"], planned["berichte"]) == ("geplant", 1)
    assert planned["liste"] == [{"bericht": "70_probe", "ort": "dorsten", "zustand": FAILED, "grund": "Zelle 3", "sekunden": None}]


def test_an_unknown_engine_is_explained(call, report):
    code, _, said = call("run", *report, "--engine", "gabel")
    assert (code, said) == (2, "--engine: »gabel« – erwartet fork, kernel oder verify.\n")


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--since", "gestern"), "»gestern« passt nicht zur Option »--since« – erwartet ein Datum (TT.MM.JJJJ)."),
        (("--jobs", "0"), "Der Wert der Option »--jobs« ist zu klein – erwartet eine Zahl ab 1."),
        (("--memory", "viel"), "Der Wert der Option »--memory« passt nicht – erwartet eine Zahl."),
    ],
)
def test_a_value_that_does_not_fit_says_what_would(call, report, option, said):
    code, _, shown = call("run", *report, *option)
    assert (code, shown) == (2, f"{said} Hilfe: workbench --help\n")


def test_no_english_word_of_the_help_is_left(call):
    for name in COMMANDS:
        _, shown, _ = call(name, "--help")
        assert not any(word in shown for word in ("default", "required", "Options", "Usage"))


@pytest.fixture
def packing(monkeypatch, folder):
    """Replace what packs and approves: what was asked for."""
    asked = {}
    said = SimpleNamespace(state=SimpleNamespace(job=SimpleNamespace(label="Dorsten: 70_probe")), standing=SimpleNamespace(mark="Entwurf 2"))

    def packed(_project, place, states, _out, *, wanted, day):
        asked.update(place=place.key, reports=[s.job.key[0] for s in states], wanted=wanted, day=day)
        return folder / "lieferungen" / "x.zip", asked.pop("fresh", True), [said]

    def approved(_project, state, _out, *, by, day, remark):
        asked.update(approved=state.job.key, by=by, day=day, remark=remark)
        return dataclasses.replace(state, state=asked.pop("ends", DONE), why="20_x.html ist geöffnet.")

    monkeypatch.setattr(parcel, "pack", packed)
    monkeypatch.setattr(approving, "approve", approved)
    return asked


def test_pack_says_what_it_packed_and_where_it_lies(call, report, packing, folder):
    code, shown, _ = call("pack", "Dorsten", *report, "--format", "html", "--notebook")
    assert (code, shown) == (0, f"Dorsten: 70_probe: Entwurf 2\nLieferung: {folder / 'lieferungen' / 'x.zip'}\n")
    assert (packing["place"], packing["reports"], packing["wanted"]) == ("dorsten", ["70_probe"], parcel.Wanted(("html",), slides=True, figures=True, notebook=True))
    packing["fresh"] = False
    assert "Nichts hat sich geändert seit dieser Lieferung: " in call("pack", "dorsten", *report)[1]


@pytest.mark.usefixtures("packing")
def test_pack_says_that_a_plan_that_was_declared_is_not_written(call, folder):
    toml = folder / "projekt.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[plan]\ntitel = "Plan"\nkapitel = ["10"]\n', encoding="utf-8")
    said = f"Der Plan ist nicht dabei: [plan] steht in projekt.toml, geschrieben ist er noch nicht. Dazu: workbench plan --project {folder} dorsten, dann noch einmal workbench pack --project {folder} dorsten."
    assert said in call("pack", "dorsten", "--project", str(folder))[1]
    (folder / "reports" / "dorsten").mkdir(parents=True, exist_ok=True)
    (folder / "reports" / "dorsten" / "plan.html").touch()
    assert "Der Plan ist" not in call("pack", "dorsten", "--project", str(folder))[1]


def test_approve_says_who_approved_and_what_is_stale_by_that(call, report, packing, folder):
    Journal(folder / "reports").write(Run("70_probe", "dorsten", DONE))
    code, shown, _ = call("approve", "dorsten", "70", *report[:2], "--by", "A. Muster", "--by", "B. Probe", "--remark", "Beschluss")
    assert (code, shown) == (0, "Dorsten: 70_probe: freigegeben von A. Muster und B. Probe.\n")
    assert (packing["approved"], packing["by"], packing["remark"]) == (("70_probe", "dorsten"), ["A. Muster", "B. Probe"], "Beschluss")
    packing["ends"] = FAILED
    code, shown, _ = call("approve", "dorsten", "70", *report[:2], "--by", "A. Muster")
    assert (code, shown.splitlines()[1]) == (1, "Die Dateien tragen das noch nicht: 20_x.html ist geöffnet.")


@pytest.mark.usefixtures("packing")
def test_what_is_no_report_of_a_place_is_neither_packed_nor_approved(call, report, folder):
    book = (folder / "notebooks" / "70_probe.ipynb").read_text(encoding="utf-8").replace("gemeinde: str", "ort: str")
    (folder / "notebooks" / "80_ganz.ipynb").write_text(book, encoding="utf-8")
    for words in (("pack", "dorsten", "--report", "80"), ("approve", "dorsten", "80", "--by", "A")):
        code, _, said = call(*words, *report[:2])
        assert (code, said) == (2, "dorsten: Der Bericht entsteht nicht je Ort, sondern über das ganze Projekt. Bitte einen anderen wählen.\n")


def test_the_plan_is_approved_by_its_name(call, report):
    code, _, said = call("approve", "dorsten", "plan", *report[:2], "--by", "A. Muster")
    assert (code, said.partition(" – ")[0]) == (2, "projekt.toml: »[plan]« fehlt")


def test_status_against_an_edition_that_is_not_there_names_those_that_are(call, report):
    code, _, said = call("status", *report[:2], "--against", "dorsten_2026-03-12")
    assert (code, said) == (2, f"Die Lieferung »dorsten_2026-03-12« gibt es nicht – noch ist keine da. Sie entstehen mit: workbench pack --project {report[1]} ORT.\n")


def test_status_against_an_edition_prints_what_changed(call, report, folder):
    (folder / "lieferungen").mkdir()
    (folder / "lieferungen" / "dorsten_2026-03-12.json").write_text('{"ort": "dorsten", "berichte": {}}', encoding="utf-8")
    assert call("status", *report[:2], "--report", "70", "--against", "dorsten_2026-03-12")[:2] == (0, "Seit der Lieferung dorsten_2026-03-12:\n")


def test_an_edition_is_compared_at_its_own_place_only(call, report, folder):
    (folder / "lieferungen").mkdir()
    (folder / "lieferungen" / "dorsten_2026-03-12.json").write_text('{"ort": "dorsten", "berichte": {}}', encoding="utf-8")
    assert call("status", *report, "--place", "dorsten", "--against", "dorsten_2026-03-12")[0] == 0
    with (folder / "projekt.toml").open("a", encoding="utf-8") as file:
        file.write('\n[orte.leer]\nname = "Leer"\nags = "03457"\n')
    (folder / "leer").mkdir()
    code, _, said = call("status", *report, "--place", "leer", "--against", "dorsten_2026-03-12")
    assert (code, said) == (2, "--place: »leer« – die Lieferung dorsten_2026-03-12 gehört zu »dorsten«. Bitte --place weglassen.\n")


def test_an_annex_with_the_code_is_asked_for(call, ran, report):
    for words, code in ((("--code",), True), (("--no-code",), False), ((), None)):
        asked = ran(DONE)
        call("run", *report, *words)
        assert {j.code for j in asked["jobs"]} == {code}


def test_commands_in_messages_are_about_the_same_project_and_folder():
    said = usage.meant("Bitte: workbench run --report 10, dann workbench plan leer\nworkbench lab", ["workbench", "pack", "--project=C:\\1\\Mein Plan", "--out", "aus"])
    assert said == 'Bitte: workbench run --project "C:\\1\\Mein Plan" --out aus --report 10, dann workbench plan --project "C:\\1\\Mein Plan" --out aus leer\nworkbench lab'
    assert usage.meant("workbench run --out b", ["workbench", "status", "--out", "a"]) == "workbench run --out b"


def test_of_several_options_the_nearest_is_meant():
    assert usage.said("No such option: --frce (Possible options: --code, --force)") == "Die Option »--frce« gibt es nicht. Meinten Sie »--force«? Hilfe: workbench --help"
