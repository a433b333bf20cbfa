"""The plan of a place: from current reports only, audited as a whole, with a record, all formats or none."""

import datetime as dt
import json
import re

import pytest

from workbench.batch import jobs, plan_states, plans
from workbench.batch.journal import Lock
from workbench.batch.overview import write_overview
from workbench.batch.reports import discover
from workbench.batch.states import status
from workbench.errors import DataError, GateError, ProjectError, RunError
from workbench.project import load

KAPITEL = ["texte/vorwort.md", "10_raum", "20_x", "texte/{ort}/ziele.md", "texte/stolberg/gruss.md"]
GOALS = "# Ziele\n\nEs sind {Bericht 20, Tabelle 1, Nord, Besuche} Besuche ({Bericht 20, Tabelle 1}), geplant {eigene Zahl 40.000} Euro.\n"


@pytest.fixture
def folder(project):
    """The project with a plan and chapters."""

    def chapters(*kapitel, **files):
        toml = project.folder / "projekt.toml"
        toml.write_text(toml.read_text().partition("[plan]")[0] + f'[plan]\ntitel = "Plan {{ort}}"\nkapitel = {json.dumps(list(kapitel))}\n')
        for name, text in files.items():
            file = project.folder / "texte" / f"{name.replace('__', '/')}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    chapters(*KAPITEL, vorwort="# Vorwort\n\nFür {Ort}.\n", dorsten__ziele=GOALS, stolberg__gruss="# Gruß\n\nAus Stolberg.\n")
    return chapters


@pytest.fixture
def two(ran, visits):
    """Two reports that ran."""

    def both(said="7.123", value=7123):
        assert ran("10_raum", visits(("Nord", "61"))) == ""
        assert ran("20_x", visits(("Nord", said)), values=[value]) == ""

    both()
    return both


@pytest.fixture
def made(project, tmp_path):
    def write(place="dorsten", **how):
        found = load(project.folder)
        return plans.write(found, found.place(place), discover([project.folder / "notebooks"]), tmp_path / "out", **how)

    return write


def page(tmp_path):
    return (tmp_path / "out" / "dorsten" / "plan.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("two")
def test_a_plan_is_a_numbered_draft_and_the_same_content_keeps_its_number(folder, made, tmp_path):
    def mark(words):
        folder(*KAPITEL, vorwort=f"# Vorwort\n\n{words}\n")
        made()
        return re.search(r"Entwurf \d", page(tmp_path))[0]

    assert [mark(words) for words in ("Für {Ort}.", "Für alle in {Ort}.", "Für {Ort}.")] == ["Entwurf 1", "Entwurf 2", "Entwurf 1"]


@pytest.mark.usefixtures("two")
def test_a_plan_is_approved_itself_and_a_changed_chapter_makes_it_a_draft_again(project, folder, made, tmp_path):
    def approve(**how):
        found = load(project.folder)
        return plans.approve(found, found.place("dorsten"), discover([project.folder / "notebooks"]), tmp_path / "out", day=dt.date(2026, 3, 12), **how)

    folder(*KAPITEL)
    with pytest.raises(RunError, match=r"Einen Plan gibt es noch nicht\. Bitte zuerst: workbench plan dorsten\."):
        approve(by=["A. Muster"])
    made()
    with pytest.raises(RunError, match="--by: »« – erwartet den Namen"):
        approve(by=[" "])
    assert approve(by=["A. Muster"], remark="im Ausschuss").files
    assert "Freigegeben von A. Muster am 12.03.2026" in page(tmp_path)
    record = json.loads((tmp_path / "out" / "dorsten" / "plan.freigabe.json").read_text(encoding="utf-8"))
    assert (record["Stand"], record["Freigabe"]) == ("Freigegeben von A. Muster am 12.03.2026", "Freigabe: erteilt von A. Muster am 12.03.2026.")
    assert "im Ausschuss" not in json.dumps(record, ensure_ascii=False)
    folder(*KAPITEL, vorwort="# Vorwort\n\nFür alle in {Ort}.\n")
    with pytest.raises(RunError, match="nicht aktuell"):
        approve(by=["A. Muster"])
    made()
    assert "Entwurf 2" in page(tmp_path)


@pytest.mark.usefixtures("folder", "two")
def test_reports_and_chapters_become_one_document_with_a_record(made, tmp_path):
    done = made()
    assert done.files == (tmp_path / "out" / "dorsten" / "plan.html",)
    assert done.notes == ()
    text = page(tmp_path)
    assert "<h1>Plan Dorsten</h1>" in text
    at = [text.index(f">{title}</h2>") for title in ("Vorwort", "Wer kommt?", "Ziele")]
    assert at == sorted(at)
    assert "Es sind 7.123 Besuche (Tabelle 2), geplant 40.000 Euro." in text
    assert "Stolberg" not in text
    record = json.loads((tmp_path / "out" / "dorsten" / "plan.freigabe.json").read_text())
    assert record["Bericht"] == "plan"
    assert [(t["Datei"], t["Abschnitt"], t["eigene Zahlen"]) for t in record["Eigene Texte"]] == [("texte/vorwort.md", "Kapitel", []), ("texte/dorsten/ziele.md", "Kapitel", ["40.000"])]


def test_status_says_of_a_plan_that_was_written_whether_it_is_current_and_why_not(folder, two, made, project, tmp_path):
    def standing():
        found = load(project.folder)
        notebooks = discover([project.folder / "notebooks"])
        return list(plan_states.standings(found, notebooks, tmp_path / "out", status(found, jobs.plan(found, notebooks, places=["dorsten"]), tmp_path / "out")))

    assert standing() == []
    made()
    assert standing() == ["Dorsten, Plan: aktuell – Entwurf 1"]
    two(said="7.200", value=7200)
    assert standing() == ["Dorsten, Plan: veraltet – geändert: der Bericht »20_x«. Bitte: workbench plan dorsten"]
    made(confirm=True)
    chapter = project.folder / "texte" / "dorsten" / "ziele.md"
    chapter.write_text(GOALS.replace("geplant", "vorgesehen"), encoding="utf-8")
    assert standing() == ["Dorsten, Plan: veraltet – geändert: das Kapitel »texte/dorsten/ziele.md«. Bitte: workbench plan dorsten"]
    chapter.unlink()
    folder("texte/dorsten/ziele.md", "10_raum")
    assert standing() == ["Dorsten, Plan: veraltet – geändert: die Angabe »plan« in projekt.toml, der Bericht »10_raum«, der Bericht »20_x«, 2 weitere. Bitte: workbench plan dorsten"]


@pytest.mark.usefixtures("folder")
def test_the_overview_lists_a_plan_that_was_written_below_the_reports_of_its_place(two, made, project, tmp_path):
    def listed():
        found, out = load(project.folder), tmp_path / "out"
        write_overview(found, [], jobs.plan(found, discover([project.folder / "notebooks"])), out)
        rows = re.findall(r'<th scope="row">(.+?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', (out / "index.html").read_text(encoding="utf-8"))
        return [(title, *re.findall('href="(.+?)"', files), re.sub("<[^>]+>", " ", state).split()) for title, files, _, state in rows if "plan" in title.casefold()]

    assert listed() == []
    made()
    assert listed() == [("Plan", "dorsten/plan.html", ["●", "aktuell", "Entwurf", "1"])]
    two(said="7.200", value=7200)
    assert listed() == [("Plan", "dorsten/plan.html", ["◐", "veraltet", "geändert:", "der", "Bericht", "»20_x«"])]


@pytest.mark.usefixtures("folder", "two")
def test_a_parameter_of_the_project_that_only_another_report_knows_is_in_order(made, notebook, project, tmp_path):
    notebook("30_y", parameters='gemeinde: str = "dorsten"  # Schlüssel\nnur_hier: int = 1  # eine Zahl')
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text().replace("[orte.dorsten]", "[parameter]\nnur_hier = 2\n\n[orte.dorsten]"))
    assert tmp_path / "out" / "dorsten" / "plan.html" in made().files


@pytest.mark.usefixtures("folder", "two")
def test_status_says_that_reports_come_before_their_plan(made, project, tmp_path):
    made()
    (tmp_path / "out" / "dorsten" / "20_x.html").write_text("anders", encoding="utf-8")
    found = load(project.folder)
    notebooks = discover([project.folder / "notebooks"])
    states = status(found, jobs.plan(found, notebooks, places=["dorsten"]), tmp_path / "out")
    assert list(plan_states.standings(found, notebooks, tmp_path / "out", states)) == ["Dorsten, Plan: veraltet – nicht aktuell: Bericht 20. Bitte: workbench run, dann workbench plan dorsten"]


@pytest.mark.usefixtures("folder", "two")
def test_a_plan_of_which_a_file_is_gone_is_not_current(made, project, tmp_path):
    made().files[0].unlink()
    found = load(project.folder)
    notebooks = discover([project.folder / "notebooks"])
    states = status(found, jobs.plan(found, notebooks, places=["dorsten"]), tmp_path / "out")
    assert list(plan_states.standings(found, notebooks, tmp_path / "out", states)) == ["Dorsten, Plan: veraltet – eine Datei des Plans fehlt oder wurde verändert. Bitte: workbench plan dorsten"]


@pytest.mark.usefixtures("folder")
def test_a_plan_goes_out_in_all_formats_or_not_at_all(two, made, project, tmp_path):
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text().replace('["html"]', '["html", "docx"]'))
    two()
    made()
    found = load(project.folder)
    asked = found, found.place("dorsten"), discover([project.folder / "notebooks"]), tmp_path / "out"
    assert [file.name for file in plans.current(*asked)[0]] == ["plan.html", "plan.docx"]
    (tmp_path / "out" / "dorsten" / "plan.docx").unlink()
    with pytest.raises(RunError, match=r"plan\.docx ist nicht aktuell\. Bitte zuerst: workbench plan dorsten\."):
        plans.current(*asked)


def test_faults_of_own_chapters_are_told_before_there_is_a_report(project, folder):
    folder("texte/a.md", "texte/{ort}/b.md", a="Ohne Titel.\n", dorsten__b="# B\n\nEine { zu viel.\n", stolberg__b="# B\n\n{Bericht 20, Tabelle 1} zählt.\n")
    found = load(project.folder)
    without, brace = plans.broken(found, discover([project.folder / "notebooks"]))
    assert without.startswith("texte/a.md: ")
    assert brace.startswith("texte/dorsten/b.md, Zeile 3: »{« ohne Gegenstück")
    folder("texte/fehlt.md")
    assert plans.broken(load(project.folder), []) == ["projekt.toml: 1 Problem\n  [plan], kapitel: »texte/fehlt.md« gibt es nicht. Bitte schreiben oder aus der Liste nehmen."]


@pytest.mark.usefixtures("folder", "two")
def test_the_same_plan_has_the_same_bytes(made, tmp_path):
    made()
    before = page(tmp_path)
    made()
    assert page(tmp_path) == before


@pytest.mark.usefixtures("folder")
def test_texts_of_the_reports_are_in_the_plan(two, made, project, tmp_path):
    (project.folder / "texte" / "dorsten" / "20_x.md").write_text("## Überblick\n\nIm Haus Nord {Tabelle 1, Nord, Besuche} ({Tabelle 1}).\n")
    two()
    made()
    assert "Im Haus Nord 7.123 (Tabelle 2)." in page(tmp_path)
    assert [t["Datei"] for t in json.loads((tmp_path / "out" / "dorsten" / "plan.freigabe.json").read_text())["Eigene Texte"]][-1] == "texte/dorsten/20_x.md"


@pytest.mark.usefixtures("two")
def test_a_stale_or_missing_report_is_named_and_nothing_is_written(folder, made, notebook, tmp_path):
    notebook("20_x", "1", "2")
    with pytest.raises(RunError) as fault:
        made()
    assert str(fault.value) == "Ein Plan entsteht nur aus aktuellen Berichten:\n  Dorsten: 20_x: veraltet – geändert: der Code des Notebooks, der Text des Notebooks\nBitte zuerst: workbench run."
    assert not (tmp_path / "out" / "dorsten" / "plan.html").exists()
    notebook("30_neu", "1")
    folder("30_neu")
    with pytest.raises(RunError, match="30_neu: nie gelaufen"):
        made()


@pytest.mark.usefixtures("folder", "two")
def test_outputs_that_are_gone_ask_for_a_run(made, tmp_path):
    for file in (tmp_path / "out" / ".workbench" / "ausgaben" / "dorsten" / "20_x").iterdir():
        file.unlink()
    with pytest.raises(RunError, match=r"Dorsten: 20_x: Was der letzte Lauf freigegeben hat, fehlt im Ordner dorsten\. Bitte neu rechnen: workbench run --place dorsten --report 20 --force\."):
        made()


@pytest.mark.usefixtures("two", "project")
def test_what_a_place_lacks_is_left_out_with_a_note(folder, made, notebook, tmp_path):
    notebook("40_raum", "from workbench.schemas import mitglieder")
    folder("20", "40_raum", "20_x", "texte/{ort}/ziele.md", "texte/{ort}/dank.md")
    assert made().notes == ("Dorsten: texte/dorsten/dank.md fehlt, das Kapitel entfällt.", "Dorsten: keine Tabelle »mitglieder«, Bericht 40 entfällt.")
    assert page(tmp_path).count(">Wer kommt?</h2>") == 1
    folder("40_raum")
    with pytest.raises(RunError, match=r"Dorsten: Von den Berichten in \[plan\] gibt es hier keinen\."):
        made()


@pytest.mark.parametrize(
    ("kapitel", "kind", "fault"),
    [
        (["20_y"], RunError, "Den Bericht »20_y« gibt es nicht – vorhanden: »10_raum«, »20_x«. Meinten Sie »20_x«?"),
        (["20_x", "texte/fehlt.md"], DataError, "projekt.toml: 1 Problem\n  [plan], kapitel: »texte/fehlt.md« gibt es nicht. Bitte schreiben oder aus der Liste nehmen."),
    ],
)
@pytest.mark.usefixtures("two")
def test_a_chapter_that_is_not_there_is_named(folder, made, kapitel, kind, fault):
    folder(*kapitel)
    with pytest.raises(kind) as raised:
        made()
    assert str(raised.value) == fault


@pytest.mark.usefixtures("two")
def test_a_project_without_a_plan_says_how_to_write_one(made):
    with pytest.raises(ProjectError, match=r"projekt\.toml: »\[plan\]« fehlt – erwartet titel = "):
        made()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# Ziele\n\nEs sind 4.711.", "texte/dorsten/ziele.md, Zeile 3, Satz »Es sind ….«: Eine Zahl steht in keiner freigegebenen Tabelle."),
        ("# Ziele\n\nEs sind {Bericht 20, Tabelle 1, Süd, Besuche}.", "texte/dorsten/ziele.md, Zeile 3: {Bericht 20, Tabelle 1, Süd, Besuche}: Eine Zeile »Süd« hat Tabelle 1 nicht"),
        ("Ziele", "texte/dorsten/ziele.md: Titel: Erwartet wird genau eine Überschrift"),
    ],
)
@pytest.mark.usefixtures("two")
def test_a_chapter_is_audited_and_nothing_is_written(folder, made, text, fault, tmp_path):
    folder("20_x", "texte/{ort}/ziele.md", dorsten__ziele=text)
    with pytest.raises(GateError) as raised:
        made()
    assert str(raised.value).startswith(fault)
    assert not (tmp_path / "out" / "dorsten" / "plan.html").exists()


@pytest.mark.usefixtures("folder")
def test_a_number_that_changes_beside_a_chapter_warns_until_it_is_confirmed(two, made):
    made()
    two("7.200", 7200)
    warned = "texte/dorsten/ziele.md, Zeile 1: Neben dem Text hat sich etwas geändert, seit er geschrieben ist.\n  {Bericht 20, Tabelle 1, Nord, Besuche}: war »7.123«, ist jetzt »7.200«.\n  Bitte lesen und anpassen. Stimmt der Text noch: workbench plan dorsten --confirm"
    assert made().notes == (warned,)
    assert made().notes == (warned,)
    assert made(confirm=True).notes == ()
    assert made().notes == ()


@pytest.mark.usefixtures("folder", "two")
def test_a_batch_on_the_folder_keeps_the_plan_waiting(made, tmp_path):
    with Lock(tmp_path / "out"), pytest.raises(RunError, match="anderer Stapellauf"):
        made()


def test_a_plan_has_the_formats_that_hold_text(project, tmp_path):
    assert plans.files(project.model_copy(update={"formate": ["html", "xlsx"]}), "dorsten", tmp_path) == [tmp_path / "dorsten" / "plan.html"]
    with pytest.raises(ProjectError, match="»formate« nennt kein Format mit Text – erwartet für einen Plan eines von html"):
        plans.write(project.model_copy(update={"formate": ["xlsx"]}), project.place("dorsten"), [], tmp_path)
