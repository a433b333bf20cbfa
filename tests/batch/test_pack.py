"""A pack: what is in it, what stops it, and that the same reports give the same bytes."""

import datetime as dt
import hashlib
import io
import zipfile

import pytest

from workbench.batch import editions, plan_states, plans
from workbench.batch.editions import compared
from workbench.batch.jobs import plan
from workbench.batch.journal import Lock
from workbench.batch.parcel import pack, wanted
from workbench.batch.reports import discover
from workbench.batch.states import status
from workbench.disclosure import ledger
from workbench.disclosure.published import Published, dumps
from workbench.errors import GateError, RunError
from workbench.project import load

DAY = dt.date(2026, 3, 12)


def table(value, text=None):
    columns = [{"label": "Raum", "align": "left", "header": True}, {"label": "Besuche", "align": "right", "header": False}]
    rows = [[{"text": "Altstadt", "value": None, "state": "header"}, {"text": text or str(value), "value": value, "state": ""}]]
    return {"kind": "table", "title": "Besuche je Raum", "columns": columns, "rows": rows, "totals": [], "source": "Besuchslisten, Stand 31. Dezember 2024", "note": ""}


def figure(value):
    encoding = {"label": "Raum", "value": "Besuche", "bounds": [], "reference": None, "highlight": []}
    return {**{k: v for k, v in table(value).items() if k != "totals"}, "kind": "figure", "mark": "bar", "unit": "Besuche", "alt": f"Balkendiagramm, ein Raum: Altstadt mit {value} Besuchen.", "encoding": encoding}


@pytest.fixture
def packed(project, out, states):
    """Pack Dorsten; ``packed(notebook=True)``."""

    def call(day=DAY, **asked):
        found = load(project.folder)
        return pack(found, found.place("dorsten"), states(), out, wanted=wanted(found, **asked), day=day)

    return call


def members(archive):
    with zipfile.ZipFile(archive) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def test_a_pack_holds_reports_records_overview_data_sheet_readme_and_hashes(ready, packed, project):
    ready("20_x", table(417), values=[417.0])
    ready("30_y", "Es kommen viele.")
    path, fresh, found = packed()
    assert (path, fresh) == (project.folder / "lieferungen" / "dorsten_2026-03-12.zip", True)
    assert [s.standing.mark for s in found] == ["Entwurf 1", "Entwurf 1"]
    inside = members(path)
    assert sorted(inside) == [
        "LIESMICH.txt", "berichte/20_x.freigabe.json", "berichte/20_x.html", "berichte/30_y.freigabe.json", "berichte/30_y.html",
        "datenblatt.html", "index.html", "pruefsummen.sha256",
    ]  # fmt: skip
    assert 'href="berichte/20_x.html"' in inside["index.html"].decode()
    assert "Entwurf 1" in inside["index.html"].decode()
    sheet = inside["datenblatt.html"].decode()
    assert all(said in sheet for said in ("Besuchslisten, Stand 31. Dezember 2024", "Kleine Anzahlen fehlen.", "Planungswerkbank, Version", "Bericht 20"))
    sums = dict(reversed(line.split("  ")) for line in inside["pruefsummen.sha256"].decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in inside.items() if name != "pruefsummen.sha256"}


def test_the_same_reports_are_the_same_bytes_and_one_edition(ready, packed):
    ready("20_x", "Es kommen viele.")
    first, _, _ = packed()
    again, fresh, _ = packed(day=dt.date(2026, 4, 1))
    assert (again, fresh) == (first, False)
    with zipfile.ZipFile(first) as archive:
        assert {(i.date_time, i.external_attr, i.create_system) for i in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0o100644 << 16, 3)}
        assert archive.namelist() == sorted(archive.namelist())


def test_a_draft_that_left_the_house_is_a_fact_for_what_is_made_later(ready, packed, project, out, states):
    drafts = {r: Published("dorsten", r, "T", "tage/Tage", ("Haus",), (("H1",),), (number,)) for r, number in (("20_x", 40.0), ("30_y", None))}
    for report, draft in drafts.items():
        ready(report, "Es kommen viele.", code="measure = 'tage'")
        ledger.file_of(out / ledger.FOLDER, "dorsten", report).write_text(dumps([draft]), encoding="utf-8")
    packed()
    assert ledger.approved(project, place="dorsten") == [*drafts.values()]
    assert [s.state for s in states()] == ["aktuell", "aktuell"]
    packed(day=dt.date(2026, 4, 1))
    assert len(ledger.editions(project, place="dorsten")) == 2  # the same once


def test_reports_that_count_the_same_are_packed_again_as_they_are(ready, packed):
    for report, number in (("20_x", 40.0), ("30_y", 70.0)):  # the first is compared with the second, as soon as that is published
        ready(report, "Es kommen viele.", code="measure = 'tage'", published=[Published("dorsten", report, "T", "tage/Tage", ("Haus",), ((report,),), (number,))])
    first, _, _ = packed()
    assert packed(day=dt.date(2026, 4, 1))[:2] == (first, False)


def test_a_second_pack_of_a_day_has_a_number(ready, packed):
    ready("20_x", "Es kommen viele.")
    packed()
    ready("20_x", "Es kommen wenige.")
    assert packed()[0].name == "dorsten_2026-03-12_2.zip"


def test_every_report_that_is_not_current_is_named_with_what_to_do(ready, packed, notebook, project):
    ready("20_x", "Es kommen viele.")
    ready("30_y", "Es kommen viele.")
    notebook("20_x", "anders", title="# Bericht 20")
    notebook("40_z")
    with pytest.raises(RunError) as fault:
        packed()
    assert str(fault.value).splitlines() == [
        "Dorsten: 20_x ist nicht aktuell (veraltet: geändert: der Code des Notebooks, der Text des Notebooks). Bitte zuerst erstellen: workbench run --place dorsten --report 20.",
        "Dorsten: 40_z ist nicht aktuell (nie gelaufen). Bitte zuerst erstellen: workbench run --place dorsten --report 40.",
    ]
    assert not (project.folder / "lieferungen").exists()


def test_without_a_report_there_is_no_pack(packed):
    with pytest.raises(RunError, match=r"Dorsten: Es ist kein Bericht da\. Bitte zuerst erstellen: workbench run --place dorsten\."):
        packed()


def test_where_the_place_lacks_the_data_of_a_report_no_run_is_advised(packed, notebook):
    notebook("20_x", "from workbench.schemas import besuche")
    with pytest.raises(RunError) as fault:
        packed()
    assert str(fault.value) == "Dorsten: keine Tabelle »besuche«, Bericht 20 entfällt."


@pytest.mark.parametrize("name", ["20_x.freigabe.json"])
def test_a_record_that_was_changed_stops_it(ready, packed, out, name):
    ready("20_x", "Es kommen viele.")
    file = out / "dorsten" / name
    file.write_text(file.read_text(encoding="utf-8").replace("Entwurf 1", "Entwurf 7"), encoding="utf-8")
    with pytest.raises(RunError, match=r"20_x\.freigabe\.json: Das ist nicht die Datei, die geprüft worden ist\. Bitte neu erstellen: workbench run --place dorsten --report 20 --force\."):
        packed()


def test_what_the_last_run_released_must_be_there(ready, packed, out):
    ready("20_x", "Es kommen viele.")
    for file in (out / ".workbench" / "ausgaben").rglob("*.json"):
        file.unlink()
    with pytest.raises(RunError, match=r"Was der letzte Lauf freigegeben hat, fehlt.*--force"):
        packed()


def test_a_name_that_was_added_to_the_list_since_stops_it(ready, packed, project, monkeypatch):
    ready("20_x", "Das sagt Erika Beispiel.")
    monkeypatch.setattr("workbench.batch.compose.originals", lambda _project, _places: {"Erika Beispiel"})
    with pytest.raises(GateError, match=r"berichte/20_x\.html: An .* steht ein Name"):
        packed()
    assert not (project.folder / "lieferungen").exists()


def test_a_plan_comes_with_it_as_long_as_it_is_current(ready, packed, project, out):
    ready("20_x", "Es kommen viele.")
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text() + '[plan]\ntitel = "Plan {ort}"\nkapitel = ["20_x"]\n')
    assert "plan.html" not in members(packed(plan=True)[0])
    found = load(project.folder)
    plans.write(found, found.place("dorsten"), discover([project.folder / "notebooks"]), out)
    file = out / "dorsten" / "plan.html"
    inside = members(packed(plan=True)[0])
    assert inside["plan.html"] == file.read_bytes()
    assert 'href="plan.html"' in inside["index.html"].decode()
    assert "plan.*  Plan Dorsten" in inside["LIESMICH.txt"].decode()
    assert "plan.html" not in members(packed()[0]), "it holds more than the chosen reports"
    file.write_text("<html lang='de'><head><title>Plan</title></head><body><p>Es kommen 48.611.</p></body></html>", encoding="utf-8")
    with pytest.raises(RunError, match=r"plan\.html ist nicht aktuell\. Bitte zuerst: workbench plan dorsten\."):
        packed(plan=True)


def test_slides_and_single_figures_lie_in_folders_of_their_own(ready, packed):
    ready("20_x", "## Wo?", figure(417), values=[417.0])
    path, *_ = packed(slides=True, figures=True)
    assert {"folien/20_x.pptx", "abbildungen/20_x/abbildung-01.svg", "abbildungen/20_x/abbildung-01.png"} <= set(members(path))
    assert 'href="folien/20_x.pptx"' in members(path)["index.html"].decode()


def test_a_pack_that_is_open_elsewhere_is_reported_and_never_half_written(ready, packed, project):
    ready("20_x", "Es kommen viele.")
    folder = project.folder / "lieferungen"
    folder.mkdir()
    (folder / ".~lock.dorsten_2026-03-12.zip#").touch()
    with pytest.raises(RunError, match=r"dorsten_2026-03-12\.zip lässt sich nicht schreiben: Die Datei ist in einem anderen Programm geöffnet"):
        packed()
    assert [f.name for f in folder.iterdir()] == [".~lock.dorsten_2026-03-12.zip#"]


def test_nobody_packs_while_a_batch_writes(ready, packed, out):
    ready("20_x", "Es kommen viele.")
    with Lock(out), pytest.raises(RunError, match="schreibt gerade ein anderer Stapellauf"):
        packed()


def test_a_format_that_the_project_does_not_make_is_refused(project):
    with pytest.raises(RunError) as fault:
        wanted(project, ["htm"])
    assert str(fault.value).startswith("--format: »htm« – erwartet eines der Formate in projekt.toml: ")
    assert "Meinten Sie »html«?" in str(fault.value)


def against(project, out, name, report=""):
    found = load(project.folder)
    notebooks = discover([project.folder / "notebooks"])
    jobs = plan(found, notebooks, places=["dorsten"])
    whole = plan_states.now(found, "dorsten", notebooks, out, status(found, jobs, out))
    return list(compared(found, [j for j in jobs if j.key[0].startswith(report)], out, editions.edition(found, name), there={j.key[0] for j in jobs}, plan=whole))


def test_what_changed_since_an_edition_is_said_in_words(ready, packed, project, out, notebook):
    ready("20_x", table(417), values=[417.0])
    ready("30_y", "Es kommen viele.")
    ready("40_z", "Es kommen viele.")
    name = packed()[0].stem
    assert against(project, out, name)[1:] == ["Dorsten: 20_x: unverändert", "Dorsten: 30_y: unverändert", "Dorsten: 40_z: unverändert"]
    ready("20_x", table(419), values=[419.0])
    notebook("30_y", "anders")
    (project.folder / "notebooks" / "40_z.ipynb").unlink()
    ready("50_n", "Es kommen viele.")
    assert against(project, out, name) == [
        "Seit der Lieferung dorsten_2026-03-12:",
        "Dorsten: 20_x: 1 Änderung",
        "  Tabelle »Besuche je Raum«, Altstadt, Besuche: 417 → 419",
        "Dorsten: 30_y: veraltet, deshalb nicht verglichen. Bitte zuerst erstellen: workbench run.",
        "Dorsten: 50_n: neu",
        "40_z: nicht mehr dabei",
    ]
    assert against(project, out, name, "30_y")[2:] == ["40_z: nicht mehr dabei"], "20_x was not chosen, but is there"


def test_the_plan_is_compared_with_what_it_said_then(ready, packed, project, out):
    def written(words):
        (project.folder / "texte").mkdir(exist_ok=True)
        (project.folder / "texte" / "ziele.md").write_text(f"# Ziele\n\n{words}\n", encoding="utf-8")
        found = load(project.folder)
        plans.write(found, found.place("dorsten"), discover([project.folder / "notebooks"]), out)

    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '[plan]\ntitel = "Plan {ort}"\nkapitel = ["20_x", "texte/ziele.md"]\n', encoding="utf-8")
    ready("20_x", table(417), values=[417.0])
    bare = packed()[0].stem
    assert against(project, out, bare)[1:] == ["Dorsten: 20_x: unverändert"], "no plan was written"
    written("Alle können kommen.")
    assert against(project, out, bare)[2:] == ["Plan: neu"]
    name = packed(plan=True)[0].stem
    assert against(project, out, name)[1:] == ["Dorsten: 20_x: unverändert", "Plan: unverändert"]
    written("Alle sollen kommen.")
    assert against(project, out, name)[2:] == ["Plan: 1 Änderung", "  Abschnitt »Ziele«: »Alle können kommen.« → »Alle sollen kommen.«"]
    ready("20_x", table(419), values=[419.0])
    assert against(project, out, name)[3:] == ["Plan: nicht verglichen. Er ist veraltet – geändert: der Bericht »20_x«. Bitte zuerst: workbench plan dorsten."]
    written("Alle können kommen.")
    assert against(project, out, name)[3:] == ["Plan: 1 Änderung", "  Tabelle »Besuche je Raum«, Altstadt, Besuche: 417 → 419"]
    (out / "dorsten" / "plan.html").write_bytes(b"")
    assert against(project, out, name)[3] == "Plan: nicht verglichen. Er ist veraltet – eine Datei des Plans fehlt oder wurde verändert. Bitte zuerst: workbench plan dorsten."


def test_an_unknown_edition_is_answered_with_those_that_exist(ready, packed, project):
    with pytest.raises(RunError, match=r"»x« gibt es nicht – noch ist keine da\. Sie entstehen mit: workbench pack ORT\."):
        editions.edition(project, "x")
    ready("20_x", "Es kommen viele.")
    packed()
    with pytest.raises(RunError, match=r"»dorsten_2026-03-21« gibt es nicht – vorhanden: »dorsten_2026-03-12«\. Meinten Sie »dorsten_2026-03-12«\?"):
        editions.edition(project, "dorsten_2026-03-21")
    assert editions.edition(project, "lieferungen/dorsten_2026-03-12.zip").place == "dorsten"


def test_an_edition_that_cannot_be_read_is_said(ready, packed, project):
    ready("20_x", "Es kommen viele.")
    file = packed()[0].with_suffix(".json")
    file.write_text('{"ort": "dorsten", "berichte": {"20_x": {}}}', encoding="utf-8")
    with pytest.raises(RunError, match="stammt von einer anderen Fassung der Werkbank oder ist beschädigt"):
        editions.edition(project, "dorsten_2026-03-12")


def test_an_edition_holds_no_more_than_its_documents(ready, packed):
    ready("20_x", "Es kommen viele.", code="geheim = 'Sonderfall'")
    path, *_ = packed()
    assert b"Sonderfall" not in path.with_suffix(".json").read_bytes()
    assert b"Sonderfall" not in b"".join(members(path).values())
    assert io.BytesIO(path.read_bytes()).read(2) == b"PK"


def test_the_notebook_comes_only_when_it_is_asked_for(ready, packed):
    ready("20_x", "Es kommen viele.")
    assert not [n for n in members(packed()[0]) if n.endswith(".ipynb")]
    assert b"Es kommen viele." in members(packed(notebook=True)[0])["notebooks/20_x.ipynb"]
