"""The consultant's own texts: they make only their report stale, are audited, survive, and warn when something changes beside them."""

import json

import pytest

from workbench.batch import texts
from workbench.batch.jobs import plan
from workbench.batch.reports import discover
from workbench.batch.states import status
from workbench.errors import DataError
from workbench.export.document import Document, Head, Heading, Sentence
from workbench.project import load

TEXT = "## Überblick\n\nIm Haus Nord sind es {Tabelle 1, Nord, Besuche}.\n"
SAID = "texte/dorsten/20_x.md"


@pytest.fixture
def write(project):
    """Write the texts for a report in Dorsten."""

    def written(text, report="20_x", place="dorsten"):
        file = project.folder / "texte" / place / f"{report}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    return written


@pytest.fixture
def jobs(project):
    return lambda: plan(load(project.folder), discover([project.folder / "notebooks"]), places=["dorsten"])


@pytest.fixture
def told(project, jobs, tmp_path):
    """Remember as a batch does, and what there is to tell."""

    def tell(*, remember=True, confirm=False):
        found = load(project.folder)
        if remember:
            texts.remember(found, jobs(), tmp_path / "out", confirm=confirm)
        notes, faults = texts.looked(found, jobs(), tmp_path / "out")
        return notes + faults

    return tell


def page(tmp_path, report="20_x"):
    return (tmp_path / "out" / "dorsten" / f"{report}.html").read_text(encoding="utf-8")


def test_a_text_stands_in_every_format_and_in_the_release_record_without_what_it_says(visits, ran, write, project, tmp_path):
    (project.folder / "schluessel").mkdir()
    (project.folder / "schluessel" / "geheimnis.txt").write_text("geheim")
    write(TEXT + "\n## #ueberblick am Anfang\n\nGeplant sind {eigene Zahl 4.000} Euro.\n")
    assert ran("20_x", visits(("Nord", "7.123")), values=[7123]) == ""
    assert "<p>Im Haus Nord sind es 7.123.</p>" in page(tmp_path)
    assert "<p>Geplant sind 4.000 Euro.</p>" in page(tmp_path)
    added, first = json.loads((tmp_path / "out" / "dorsten" / "20_x.freigabe.json").read_text())["Eigene Texte"]
    assert {k: added[k] for k in added if k != "Prüfzahl"} == {"Datei": SAID, "Zeile": 1, "Abschnitt": "#ueberblick", "Stelle": "am Ende", "eigene Zahlen": []}
    assert (first["Stelle"], first["eigene Zahlen"]) == ("am Anfang", ["4.000"])
    assert len({added["Prüfzahl"], first["Prüfzahl"]}) == 2


def test_a_text_makes_only_its_report_stale_and_needs_no_run(visits, ran, write, *, project, jobs, tmp_path):
    for name in ("10_x", "20_x"):
        ran(name, visits(("Nord", "7.123")), values=[7123])
    write(TEXT)
    first, second = status(load(project.folder), jobs(), tmp_path / "out")
    assert first.state == "aktuell"
    assert (second.why, second.export) == ("geändert: die eigenen Texte; der Lauf bleibt, nur die Ausgabe ist neu", True)


def test_a_text_that_was_refused_is_mended_without_a_run(visits, ran, write, *, project, jobs, tmp_path):
    write("## Überblick\n\nEs sind 4.711.\n")
    assert "keiner freigegebenen Tabelle" in ran("20_x", visits(("Nord", "7.123")), values=[7123])
    write(TEXT)
    assert status(load(project.folder), jobs(), tmp_path / "out")[0].export


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("## Überblick\n\nVier.\nEs sind 4.711.", f"{SAID}, Zeile 4, Satz »Vier. Es sind ….«: Eine Zahl steht in keiner freigegebenen Tabelle. Schreiben Sie, wo sie steht: {{Tabelle 3, Zeile, Spalte}}; eine Zahl, die nicht aus den Daten stammt: {{eigene Zahl 40}}."),
        ("## Überblick\n\n- Es sind 3 mehr.", f"{SAID}, Zeile 3, Satz »Es sind … mehr.«: Eine Zahl steht in keiner freigegebenen Tabelle."),
        ("## Überblick\n\nIm Haus Süd waren es 7.123.", f"{SAID}, Zeile 3, Satz »Im Haus Süd waren es ….«: Von »Süd« ist nicht alles ausgewiesen; daneben steht keine getippte Zahl."),
        ("## Überblick\n\nVier kamen.\nIm Haus Süd waren es acht von zwölf.", f"{SAID}, Zeile 4: Von »Süd« ist nicht alles ausgewiesen; daneben steht keine Zahl in Worten (»acht«)."),
        ("## Überblick\n\n{Tabelle 1, Nordd, Besuche}", f"{SAID}, Zeile 3: {{Tabelle 1, Nordd, Besuche}}: Eine Zeile »Nordd« hat Tabelle 1 nicht – vorhanden: »Nord«, »Süd«. Meinten Sie »Nord«?"),
        ("## Überblick\n\nFragen an jemand@example.org.", f"{SAID}: An einer Stelle steht eine E-Mail-Adresse"),
        ("## Überblick\n\nDas sagt Erika Beispiel.", f"{SAID}: An einer Stelle steht ein Name"),
        ("## Überblick\n\n<b>so</b>", f"{SAID}, Zeile 3: HTML ist im Text nicht erlaubt."),
    ],
)
def test_what_must_not_leave_is_refused_with_file_and_line(visits, ran, write, *, project, text, fault, tmp_path):
    (project.folder / "schluessel").mkdir()
    (project.folder / "schluessel" / "dorsten.csv").write_text("Original;Pseudonym\nErika Beispiel;P1\n", encoding="utf-8")
    write(text)
    assert ran("20_x", visits(("Nord", "7.123"), ("Süd", "·")), values=[7123]).startswith(fault)
    assert not (tmp_path / "out" / "dorsten").exists()


@pytest.mark.parametrize("said", ["Jemgumer Jugendliche waren es 5.", "Jemgums Anteil: 5.", "Aus Hesel kam 1 Person.", "- Jemgum:\n- 5 Personen", "1. Jemgum\n\nEs waren 5.", "Aus Jemgum kamen ⑤ Personen.", "- Hesel:\n- fünf", "Aus Jem\u00adgum kamen 5.", "Aus He&ZeroWidthSpace;sel kam 1."])
def test_beside_whatever_names_a_hidden_row_no_number_is_typed(visits, ran, write, said):
    write(f"## Überblick\n\n{said}")
    assert "ist nicht alles ausgewiesen; daneben steht keine" in ran("20_x", visits(("Nord", "7.123"), ("Samtgemeinde Jümme", "5"), ("Jemgum", "·"), ("Samtgemeinde Hesel", "·")), values=[7123, 5])


def test_a_word_that_other_names_have_too_names_no_row(visits, ran, write):
    write("## Überblick\n\nDie Samtgemeinde Jümme zählt 5, Nord 7.123.\n\nUnd so geht es weiter, bis dieser Satz lang genug ist, um für sich zu stehen.\n\nJemgum liegt am Fluss.")
    assert ran("20_x", visits(("Nord", "7.123"), ("Samtgemeinde Jümme", "5"), ("Jemgum", "·"), ("Samtgemeinde Hesel", "·")), values=[7123, 5]) == ""


def test_years_and_released_numbers_may_be_typed(visits, ran, write):
    write("## Überblick\n\nSeit 2022 sind es 7.123, am 1. März um 16 Uhr.\n")
    assert ran("20_x", visits(("Nord", "7.123")), values=[7123]) == ""


def test_a_changed_number_beside_a_text_warns_until_the_text_is_touched(visits, ran, write, told):
    write(TEXT)
    ran("20_x", visits(("Nord", "7.123"), ("Süd", "61")), values=[7123, 61])
    assert told() == []
    ran("20_x", visits(("Nord", "7.200"), ("Süd", "61")), values=[7200, 61])
    warned = (
        f"{SAID}, Zeile 1: Neben dem Text zu »#ueberblick« hat sich etwas geändert, seit er geschrieben ist.\n"
        "  »Besuche je Haus«, Nord, Besuche: war »7.123«, ist jetzt »7.200«.\n"
        "  {Tabelle 1, Nord, Besuche}: war »7.123«, ist jetzt »7.200«.\n"
        "  Bitte lesen und anpassen. Stimmt der Text noch: workbench check --confirm dorsten 20_x"
    )
    assert told() == [warned]
    assert told() == [warned]
    write(TEXT.replace("sind es", "waren es"))
    assert told() == []


def test_every_text_without_a_place_is_told_also_beside_a_wrong_placeholder(visits, ran, write, told):
    write("## Uberblick\n\nErster Text.\n\n## Nirgends\n\n{Tabelle 99, x, y}\n\n## Überblick\n\nZweiter.")
    assert ran("20_x", visits(("Nord", "7.123")), values=[7123]) == ""
    first, second = told()
    assert first.startswith(f"{SAID}, Zeile 1: Den Abschnitt »#uberblick« hat der Bericht nicht")
    assert second.startswith(f"{SAID}, Zeile 5: Den Abschnitt »#nirgends« hat der Bericht nicht")
    write("## Uberblick\n\nErster Text.\n\n## Überblick\n\n{Tabelle 99, x, y}")
    assert [said.partition(": ")[0] for said in told()] == [f"{SAID}, Zeile 1", f"{SAID}, Zeile 7"]


def test_of_many_changes_the_first_are_told(visits, ran, write, told):
    write(TEXT.replace("Nord", "Haus 1"))
    for first in (100, 200):
        ran("20_x", visits(*((f"Haus {i}", str(first + i)) for i in range(30))), values=range(100, 300))
        said = told()
    assert said[0].splitlines()[-2:] == ["  … und 11 weitere.", "  Bitte lesen und anpassen. Stimmt der Text noch: workbench check --confirm dorsten 20_x"]


def test_a_warning_ends_when_it_is_confirmed(visits, ran, write, told):
    write(TEXT)
    ran("20_x", visits(("Nord", "7.123")), values=[7123])
    told()
    ran("20_x", visits(("Nord", "·")))
    assert "war »7.123«, ist jetzt »nicht ausgewiesen«" in told()[0]
    assert told(confirm=True) == []
    assert told() == []


def test_a_text_is_new_beside_what_was_released_before_the_batch(visits, ran, write, told):
    ran("20_x", visits(("Nord", "7.123")), values=[7123])
    write(TEXT)
    told()
    ran("20_x", visits(("Nord", "7.200")), values=[7200])
    assert "war »7.123«, ist jetzt »7.200«" in told()[0]


def test_a_replaced_sentence_that_changes_warns(ran, write, told):
    write("## Überblick ersetzt Absatz 1\n\nBesser so.\n")
    ran("20_x", title="# Wer kommt?\n\n## Überblick\n\nDie alte Fassung.")
    told()
    ran("20_x", title="# Wer kommt?\n\n## Überblick\n\nDie neue Fassung.")
    assert "Absatz 1: war »Die alte Fassung.«, ist jetzt »Die neue Fassung.«." in told()[0]
    assert "Text zu »#ueberblick«, ersetzt Absatz 1, hat sich" in told()[0]


def test_a_lost_anchor_warns_and_the_report_is_made_without_the_text(ran, write, told, tmp_path):
    write("## #ueberblik\n\nEin Wort.\n")
    assert ran("20_x") == ""
    assert "Ein Wort." not in page(tmp_path)
    assert told() == [f"{SAID}, Zeile 1: Den Abschnitt »#ueberblik« hat der Bericht nicht; der Text steht nicht darin. Meinten Sie »#ueberblick«?"]
    assert json.loads((tmp_path / "out" / "dorsten" / "20_x.freigabe.json").read_text())["Eigene Texte"] == []


def test_a_text_that_cannot_be_read_is_told(ran, write, project, told, tmp_path):
    ran("20_x")
    write("Ohne Überschrift.")
    assert told()[0].startswith(f"{SAID}, Zeile 1: Über »Ohne Überschrift.« steht keine Überschrift")
    (project.folder / SAID).write_bytes("## Überblick\n\nÄ".encode("cp1252"))
    assert "nicht als UTF-8" in told()[0]
    with pytest.raises(DataError, match="lässt sich nicht lesen"):
        texts.content(project, tmp_path / "projekt")


def test_where_nothing_was_released_or_the_notebook_has_changed_nothing_is_told(visits, ran, write, *, notebook, told, tmp_path):
    write(TEXT)
    notebook("20_x", "1")
    assert told() == []
    ran("20_x", visits(("Nord", "7.123")), values=[7123])
    notebook("20_x", "1", "1", title="ohne Titel")
    assert told() == []
    assert not (tmp_path / "out" / texts.MEMORY / "dorsten" / "20_x.json").exists()


def test_what_cannot_be_read_now_is_looked_at_again(visits, ran, write, told, monkeypatch):
    def locked(*_files):
        raise OSError

    write(TEXT)
    ran("20_x", visits(("Nord", "7.123")), values=[7123])
    monkeypatch.setattr(texts, "digest", locked)
    assert told() == []
    ran("20_x", visits(("Nord", "7.200")), values=[7200])
    assert "ist jetzt »7.200«" in told()[0]


def test_without_texts_nothing_is_looked_at(project, told, ran):
    ran("20_x")
    assert told() == []
    assert not (project.folder / "texte").exists()


def test_a_text_of_a_report_over_the_project_is_confirmed_by_the_name_of_the_project(project, notebook, write, monkeypatch, tmp_path):
    head = Head(kind="head", title="Probe", place="", ags="", project="Probe", institute="", date="", synthetic=True)
    said = iter(("Es sind 5.", "Es sind 6."))
    monkeypatch.setattr(texts, "_last", lambda *_: Document(head, "Alle", (Heading(2, "Überblick", "ueberblick"), Sentence(kind="sentence", text=next(said)))))
    found = load(project.folder)
    every = plan(found, discover([notebook("30_alle", parameters="ab_jahr: int = 2022").parent]))
    write("## Überblick\n\nEigenes.\n", "30_alle", "")
    texts.remember(found, every, tmp_path)
    [note], _ = texts.looked(found, every, tmp_path)
    assert note.endswith('Stimmt der Text noch: workbench check --confirm "Probe" 30_alle')


def test_a_file_that_nothing_shows_is_named(write, project):
    toml = project.folder / "projekt.toml"
    toml.write_text(toml.read_text() + '[plan]\ntitel = "Plan"\nkapitel = ["20_x", "20", "20_xy", "texte/{ort}/ziele.md"]\n')
    for report, place in (("20_x", "dorsten"), ("ziele", "stolberg"), ("20_y", "dorsten"), ("20_x", "dorstn"), ("30_alle", "")):
        write("x", report, place)
    what = "gehört zu keinem Ort und Bericht und steht nicht in [plan]; erwartet texte/ORT/BERICHT.md, zu einem Bericht über alle Orte texte/BERICHT.md."
    every = [("20_x", "dorsten"), ("20_x", "stolberg"), ("30_alle", "")]
    assert list(texts.stray(load(project.folder), every)) == [
        "projekt.toml, [plan]: Den Bericht »20_xy« gibt es nicht. Meinten Sie »20_x«?",
        f"texte/dorsten/20_y.md: {what} Meinten Sie »20_x.md«?",
        f"texte/dorstn/20_x.md: {what} Meinten Sie »dorsten«?",
    ]
    for file in sorted((project.folder / "texte").rglob("*.md")):
        file.unlink()
    for report, place in (("30_alle", "dorsten"), ("20_x", "")):
        write("x", report, place)
    (project.folder / "texte" / "stolberg" / "20_x.md.txt").write_text("x")
    (project.folder / "texte" / ".DS_Store").write_text("x")
    assert list(texts.stray(load(project.folder), every))[1:] == [
        f"texte/20_x.md: {what}",
        f"texte/dorsten/30_alle.md: {what}",
        f"texte/stolberg/20_x.md.txt: {what} Meinten Sie »20_x.md«?",
    ]
