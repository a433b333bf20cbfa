"""The setup cell: place, data, door and annex."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.annex import ATTACKED
from workbench.errors import MissingTable, ProjectError, ReleaseError
from workbench.present.description import MARK, MIME, digest
from workbench.project import SAMPLE
from workbench.schemas import besuche, freitexte, indikatoren, kennzahlen, mitglieder, optional, personenbesuche, raeume
from workbench.start import Report, start

AREAS = "Raum;Name\n01;Nord\n02;Süd\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two places; only the first has areas."""
    toml = 'format = 1\nname = "Probe"\nstand = 2025-12-31\nsynthetisch = true\n[quellen.raeume]\nquelle = "Amt"\nlizenz = "dl-de/by-2-0"\nstand = 2024-12-31\n'
    toml += '[orte.a]\nname = "Adorf"\nags = "05562012"\n[orte.b]\nname = "Bdorf"\nags = "05566028"\n'
    (tmp_path / "projekt.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "raeume.csv").write_text(AREAS, encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_PROJECT", str(tmp_path))
    return tmp_path


def test_without_a_setting_the_sample_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_PROJECT", raising=False)
    report = start("dorsten")
    assert (report.ort, report.project.folder) == ("Dorsten", SAMPLE)


@pytest.mark.usefixtures("project")
def test_an_unknown_place_is_explained() -> None:
    with pytest.raises(ProjectError, match="vorhanden: »a«, »b«"):
        start("c")


@pytest.mark.usefixtures("project")
def test_a_table_is_read_and_noted() -> None:
    report = start("a")
    assert report.read(raeume)["Name"].tolist() == ["Nord", "Süd"]
    assert [(u.place, u.table, u.file, u.rows) for u in report.read_tables] == [("Adorf", "raeume", "raeume.csv", 2)]


@pytest.mark.usefixtures("project")
def test_a_missing_table_is_empty_only_where_it_is_optional() -> None:
    assert start("a").read(optional(mitglieder)).empty
    with pytest.raises(MissingTable, match="Adorf: keine Tabelle »besuche«"):
        start("a").read(besuche)


def test_the_report_year_is_the_chosen_one_or_the_last_that_has_more_than_begun(project: Path) -> None:
    rows = "".join(f"arm;0{area};{year};10;50\n" for year in (2022, 2023, 2024) for area in (1, 2))
    (project / "a" / "indikatoren.csv").write_text(f"Indikator;Raum;Jahr;Zähler;Nenner\n{rows}arm;01;2025;10;50\nreich;01;2023;5;50\n", encoding="utf-8")
    (project / "a" / "indikatorkatalog.csv").write_text("Indikator;Name;Zähler;Nenner;Einheit;Quelle\narm;Armut;a;b;%;Amt\nreich;Reichtum;a;b;%;Amt\n", encoding="utf-8")
    report = start("a")
    assert report.year(2020, indikatoren) == 2020
    assert report.year(0, indikatoren) == 2024, "2025 has one row, the fullest year three"
    assert report.year(0, besuche) == 2025, "no table: the year of the project's data"


def test_official_figures_that_are_not_declared_as_published_are_not_read_as_such(project: Path) -> None:
    (project / "a" / "kennzahlen.csv").write_text("Kennzahl;Schlüssel;Jahr;Wert;Einheit;Quelle;Lizenz\nQuote;05;2024;12,5;%;Amt;\n", encoding="utf-8")
    assert start("a").published(optional(kennzahlen)).empty
    toml = project / "projekt.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '[[ausnahmen]]\nart = "amtlich"\ntabelle = "kennzahlen"\ngrund = "veröffentlicht"\n', encoding="utf-8")
    assert start("a").published(optional(kennzahlen))["Wert"].tolist() == [12.5]


@pytest.mark.usefixtures("project")
def test_a_report_over_the_project_reads_all_places_that_have_the_table() -> None:
    report = start()
    assert report.ort == "Probe"
    assert report.read(raeume)["Ort"].tolist() == ["Adorf", "Adorf"]
    with pytest.raises(MissingTable, match="Probe: keine Tabelle »besuche«"):
        report.read(besuche)


@pytest.mark.usefixtures("project")
def test_the_setup_cell_puts_place_date_and_banner_into_the_notebook() -> None:
    data, metadata = start("a")._repr_mimebundle_()
    body = data[MIME]
    assert (body["kind"], body["title"], body["ags"], body["date"], body["synthetic"]) == ("head", "Adorf", "05562012", "31. Dezember 2025", True)
    assert metadata[MARK]["sha256"] == digest(body)


@pytest.mark.usefixtures("project")
def test_a_released_frame_prints_source_date_and_licence() -> None:
    frame = pd.DataFrame({"Raum": ["Nord", "Süd"], "Fälle": [2, 9]})
    report = start("a")
    report.read(raeume)
    assert report.release(frame, table="Fälle", count="Fälle", source=raeume).source == "Amt, Stand 31. Dezember 2024 (dl-de/by-2-0)"


@pytest.mark.usefixtures("project")
def test_a_table_that_the_place_lacks_is_no_source() -> None:
    report = start("a")
    report.read(raeume)
    assert report.read(optional(mitglieder)).empty
    released = report.release(pd.DataFrame({"Raum": ["Nord"], "Fälle": [9]}), table="Fälle", count="Fälle", source=[raeume, mitglieder])
    assert released.source == "Amt, Stand 31. Dezember 2024 (dl-de/by-2-0)"


def test_without_a_named_source_the_title_of_the_table_is_printed(project: Path) -> None:
    (project / "projekt.toml").write_text((project / "projekt.toml").read_text(encoding="utf-8").replace("quellen.raeume", "quellen.besuche"), encoding="utf-8")
    report = start("a")
    report.read(raeume)
    assert report.release(pd.DataFrame({"Raum": ["Nord"], "Fälle": [9]}), table="Fälle", count="Fälle", source=raeume).source == raeume.TABLE.title


def annex(report: Report) -> tuple[list[list[str]], list[str]]:
    """Cells of the table of data, and the lines of rules."""
    data, rules, _protocol = report.sources().body["blocks"]
    return [[cell["text"] for cell in row] for row in data["rows"]], rules["paragraphs"]


@pytest.mark.usefixtures("project")
def test_the_annex_lists_data_and_rules_with_what_they_hid() -> None:
    report = start("a")
    report.read(raeume)
    report.release(pd.DataFrame({"Raum": ["Nord", "Süd"], "Fälle": [2, 9]}), table="Fälle", count="Fälle", source=raeume)
    for table in ("Rang", "Klasse", "Rang"):
        report.release(pd.DataFrame({"Raum": ["Nord"], "Wert": [1.5]}), table=table, exempt="aus ausgewiesenen Werten berechnet", source=raeume)
    rows, rules = annex(report)
    assert [[c["text"] for c in row] for row in report.sources().body["blocks"][2]["rows"]] == [["Fälle", "2", "1"]]
    assert rows == [[raeume.TABLE.title, "raeume.csv", "2", "Amt, Stand 31. Dezember 2024 (dl-de/by-2-0)"]]
    assert rules[3:] == [
        "Nicht ausgewiesen ist 1 von 2 Zeilen der Tabellen, auf die die Regeln anzuwenden sind: 1 zu klein.",
        "Ohne diese Regeln (aus ausgewiesenen Werten berechnet): »Rang«, »Klasse«.",
        ATTACKED,
    ]


def test_a_hash_is_printed_only_with_the_projects_secret(project: Path) -> None:
    (project / "schluessel").mkdir()
    printed = []
    for secret in ("eins", "zwei"):
        (project / "schluessel" / "geheimnis.txt").write_text(secret, encoding="utf-8")
        report = start("a")
        report.read(raeume)
        printed.append(annex(report)[0][0][-1])
    assert len(set(printed)) == 2
    assert all(len(p) == 12 for p in printed)


def test_quotations_pass_with_the_key_file_of_the_place(project: Path) -> None:
    (project / "schluessel").mkdir()
    (project / "schluessel" / "a.csv").write_text("Original;Pseudonym\nSam;Alex\n", encoding="utf-8")
    cases = pd.DataFrame({"Fall": ["1", "2", "3"], "Rolle": "Jugendliche", "Einwilligung": [True] * 3})
    texts = pd.DataFrame({"Code": "Wege", "Fall": ["1", "2"], "Text": ["Sam fährt Rad.", "Der Bus fehlt."], "Freigabe": [True, False]})
    report = start("a")
    report.read(raeume)
    released = report.quotes(texts, cases, source=raeume)
    assert [q.text for q in released.items] == ["Alex fährt Rad."]
    assert "Zurückgehaltene Texte: 1 ohne Freigabe." in annex(report)[1]


def test_cards_pass_with_the_key_file_of_the_place_and_stand_in_no_table(project: Path) -> None:
    (project / "schluessel").mkdir()
    (project / "schluessel" / "a.csv").write_text("Original;Pseudonym\nSam;Alex\n", encoding="utf-8")
    (project / "a" / "freitexte.csv").write_text("Anlass;Thema;Text;Freigabe\nCafé;Wege;Sam fährt Rad;ja\nCafé;Wege;Der Bus fehlt oft am Abend;ja\nCafé;Wege;Mehr Licht;ja\nCafé;Wege;Geheim;\n", encoding="utf-8")
    report = start("a")
    texts = report.read(freitexte)
    released = report.cards(texts, by=["Anlass"], source=freitexte)
    assert [(q.label, q.text) for q in released.items] == [("Café", "Alex fährt Rad"), ("Café", "Der Bus fehlt oft am Abend"), ("Café", "Mehr Licht")]
    assert "Zurückgehaltene Texte: 1 ohne Freigabe." in annex(report)[1]
    with pytest.raises(ReleaseError, match="was eine Person gesagt hat"):
        report.release(texts.groupby("Text", as_index=False).size(), table="T", count="size", source=freitexte)


def test_numbers_in_released_texts_are_told_to_the_batch(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "a" / "freitexte.csv").write_text("Anlass;Thema;Text;Freigabe\nCafé;Wege;Kostet 250 Euro;ja\nCafé;Wege;Bus;ja\nCafé;Wege;Rad 1;ja\nCafé;Wege;Geheim 4.711;nein\n", encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_HANDOVER", str(project / "gesagt.jsonl"))
    report = start("a")
    report.cards(report.read(freitexte), source=freitexte)
    (told,) = map(json.loads, (project / "gesagt.jsonl").read_text(encoding="utf-8").splitlines())
    assert told["words"] == ["250 Euro", "Kostet 250", "Rad 1"]


def test_in_a_report_over_all_places_attributes_of_cards_count_per_place(project: Path) -> None:
    for place, n in (("a", 3), ("b", 1)):
        (project / place).mkdir(exist_ok=True)
        (project / place / "freitexte.csv").write_text("Anlass;Thema;Text;Freigabe\n" + "".join(f"Café;Wege;Text {place} {i};ja\n" for i in range(n)), encoding="utf-8")
    report = start()
    assert {q.text[:6] for q in report.cards(report.read(freitexte), by=["Anlass"], source=freitexte).items} == {"Text a"}


@pytest.mark.usefixtures("project")
def test_in_a_notebook_a_fault_is_its_message_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        shell.run_cell("from workbench.start import start; start('a'); start('c')")
    finally:
        InteractiveShell.clear_instance()
    said = capsys.readouterr().out
    assert "projekt.toml: Ort »c« fehlt – vorhanden: »a«, »b«." in said
    assert "Traceback" not in said


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("cell", "said", "traced"),
    [
        ("f['Plaetze']", "Die Tabelle hat keine Spalte »Plaetze«. Vorhanden: »Name«, »Plätze«. Meinten Sie »Plätze«?", False),
        ("f[['Name', 'Platze']]", "Die Tabelle hat keine Spalte »Platze«. Vorhanden: »Name«, »Plätze«. Meinten Sie »Plätze«?", False),
        ("f.groupby('Art')", "Die Tabelle hat keine Spalte »Art«. Vorhanden: »Name«, »Plätze«.", False),
        ("f.sort_values('name')", "Die Tabelle hat keine Spalte »name«. Vorhanden: »Name«, »Plätze«. Meinten Sie »Name«?", False),
        ("from workbench.topics.verbandsarbeit import members as m; m(f.rename(columns={'Plätze': 'Mitglieder'}), by=['Raum'])", "Die Tabelle hat keine Spalte »Raum«. Vorhanden: »Name«, »Mitglieder«.", True),
        ("g = f\n\ng['Plaetze']", "Zeile 3 der Zelle:\nDie Tabelle hat keine Spalte »Plaetze«. Vorhanden: »Name«, »Plätze«. Meinten Sie »Plätze«?", False),
        ("f.loc['x']", "KeyError: 'x'", True),
        ("{}['x']", "KeyError: 'x'", True),
        ("bericht.release(f, table='T', count='Plaetze', source=raeume)", "»T« hat keine Spalte »Plaetze«. Vorhanden: »Name«, »Plätze«. Meinten Sie »Plätze«?", False),
    ],
)
def test_in_a_notebook_a_column_that_is_not_there_is_named_with_those_that_there_are(capsys: pytest.CaptureFixture[str], cell: str, said: str, traced: bool) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(colors="nocolor")
    try:
        shell.run_cell("import pandas as pd; from workbench.schemas import raeume; from workbench.start import start; bericht = start('a'); f = pd.DataFrame({'Name': ['A'], 'Plätze': [3]})")
        capsys.readouterr()
        shell.run_cell(cell)
    finally:
        InteractiveShell.clear_instance()
    out = capsys.readouterr().out
    assert out.strip().endswith(said)
    assert ("Traceback" in out) is traced


@pytest.mark.usefixtures("project")
def test_the_protocol_says_that_nothing_is_hidden_and_large_numbers_have_dots() -> None:
    report = start("a")
    report.read(raeume)
    report.release(pd.DataFrame({"Raum": [str(n) for n in range(1200)], "Fälle": [9] * 1200}), table="Fälle", count="Fälle", source=raeume)
    protocol = report.sources().body["blocks"][2]
    assert [c["label"] for c in protocol["columns"]] == ["Tabelle", "Zeilen", "zu klein"]
    assert [[c["text"] for c in row] for row in protocol["rows"]] == [["Fälle", "1.200", "0"]]
    assert "Nicht ausgewiesen sind 0 von 1.200 Zeilen der Tabellen, auf die die Regeln anzuwenden sind." in annex(report)[1]


@pytest.mark.usefixtures("project")
def test_a_table_that_is_released_again_counts_once_and_a_report_without_counts_says_so() -> None:
    report = start("a")
    report.read(raeume)
    assert "Der Bericht enthält keine Tabelle, auf die die Regeln anzuwenden sind." in annex(report)[1]
    for _ in range(2):
        report.release(pd.DataFrame({"Raum": ["Nord", "Süd"], "Fälle": [2, 9]}), table="Fälle", count="Fälle", source=raeume)
    assert "Nicht ausgewiesen ist 1 von 2 Zeilen der Tabellen, auf die die Regeln anzuwenden sind: 1 zu klein." in annex(report)[1]


@pytest.mark.usefixtures("project")
def test_a_preview_writes_years_as_years_and_tries_a_coarser_table_also_of_one_that_is_released_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "freigaben.jsonl"
    monkeypatch.setenv("WORKBENCH_HANDOVER", str(told))
    monkeypatch.setenv("WORKBENCH_PREVIEW", "1")
    report = start("a")
    report.read(raeume)
    frame = pd.DataFrame({"Raum": ["Nord", "Süd", "Ost", "Insgesamt"], "Jahr": [2024.0] * 4, "Fälle": [2, 9, 8, 19]})
    for _ in range(2):
        report.release(frame, table="Fälle", count="Fälle", additive=["Raum"], by=["Raum", "Jahr"], source=raeume)
    for line in map(json.loads, told.read_text(encoding="utf-8").splitlines()):
        assert line["rows"][0][0] == "Nord, 2024"
        assert line["offers"]


@pytest.mark.usefixtures("project")
def test_a_consultant_who_asks_is_told_what_is_hidden_and_what_would_be_coarser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "freigaben.jsonl"
    monkeypatch.setenv("WORKBENCH_HANDOVER", str(told))
    monkeypatch.setenv("WORKBENCH_PREVIEW", "1")
    report = start("a")
    report.read(raeume)
    frame = pd.DataFrame({"Raum": ["Nord", "Süd", "Ost", "Insgesamt"], "Fälle": [2, 9, 8, 19]})
    report.release(frame, table="Fälle", count="Fälle", additive=["Raum"], by=["Raum"], source=raeume)
    report.release(frame.tail(1), table="alle", count="Fälle", by=["Raum"], source=raeume)
    report.sources()
    first, second, last = (json.loads(line) for line in told.read_text(encoding="utf-8").splitlines())
    assert [name for name, _ in first["rows"]] == ["Nord", "Ost"] or len(first["rows"]) == 2
    assert first["offers"][0][1] == 0
    assert "rows" not in second
    assert last["entry"] == {}
    assert set(last["words"]) >= {ATTACKED}


def test_a_hash_that_looks_like_a_number_is_told_to_be_none(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "freigaben.jsonl"
    monkeypatch.setenv("WORKBENCH_HANDOVER", str(told))
    (project / "schluessel").mkdir()
    (project / "schluessel" / "geheimnis.txt").write_text("geheim", encoding="utf-8")
    report = start("a")
    report.read(raeume)
    assert report.sources().json()["blocks"][0]["rows"][0][-1]["text"] == report.read_tables[0].digest != ""
    assert report.read_tables[0].digest in json.loads(told.read_text(encoding="utf-8").splitlines()[-1])["words"]


def test_an_override_takes_two_people_and_is_printed(project: Path) -> None:
    with (project / "projekt.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[ausnahmen]]\nart = "uebersteuert"\ntabelle = "Fälle"\ngrund = "Beschluss des Ausschusses"\nfreigegeben_von = ["A. Muster", "B. Probe"]\n')
    report = start("a")
    report.read(raeume)
    released = report.release(pd.DataFrame({"Raum": ["Nord", "Süd"], "Fälle": [2, 9]}), table="Fälle", count="Fälle", source=raeume)
    assert released.frame["Fälle"].tolist() == [2, 9]
    assert "Für »Fälle« haben A. Muster und B. Probe die Regeln ausgesetzt: Beschluss des Ausschusses." in annex(report)[1]


def declared(project: Path, *lines: str) -> None:
    """Declare an exception."""
    with (project / "projekt.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["\n[[ausnahmen]]", 'grund = "x"', *lines, ""]))


def test_an_override_holds_at_its_own_place_alone(project: Path) -> None:
    declared(project, 'art = "uebersteuert"', 'tabelle = "Fälle"', 'ort = "b"', 'freigegeben_von = ["A. Muster", "B. Probe"]')
    for place, shown in (("a", False), ("b", True), (None, False)):
        report = start(place)
        report.read(optional(raeume))
        released = report.release(pd.DataFrame({"Raum": ["Nord", "Süd"], "Fälle": [2, 9]}), table="Fälle", count="Fälle", source=raeume)
        assert pd.notna(released.frame["Fälle"][0]) == shown
        assert any("ausgesetzt" in said for said in report.sources().body["blocks"][1]["paragraphs"]) == shown


def test_figures_that_are_official_at_one_place_are_not_at_another(project: Path) -> None:
    declared(project, 'art = "amtlich"', 'tabelle = "kennzahlen"', 'ort = "b"')
    for place in ("a", None):
        report = start(place)
        report.read(optional(kennzahlen))
        with pytest.raises(ReleaseError, match="nicht erklärt"):
            report.release(pd.DataFrame({"Raum": ["Nord"], "Wert": [1.5]}), table="Zahlen", exempt="veröffentlichte amtliche Zahlen", source=kennzahlen)


def test_a_person_is_named_at_her_own_place_alone(project: Path) -> None:
    declared(project, 'art = "person"', 'fall = "I-01"', 'ort = "b"')
    cases = pd.DataFrame({"Fall": ["I-01", "I-02", "I-03", "I-04"], "Rolle": ["Amtsleitung", "F", "F", "F"], "Einwilligung": True})
    texts = pd.DataFrame({"Code": ["c"], "Fall": ["I-01"], "Text": ["Satz"], "Freigabe": [True]})
    shown = {place: len(start(place).quotes(texts, cases.assign(Ort="Bdorf") if place is None else cases, source=raeume).items) for place in ("a", "b", None)}
    assert shown == {"a": 0, "b": 1, None: 1}
    assert not start().quotes(texts, cases.assign(Ort="Adorf"), source=raeume).items


@pytest.mark.parametrize(("kind", "table"), [("amtlich", "personenbesuche"), ("verzeichnis", "segmente"), ("verzeichnis", "transkripte")])
def test_data_on_single_persons_are_neither_official_nor_a_directory(project: Path, kind: str, table: str) -> None:
    declared(project, f'art = "{kind}"', f'tabelle = "{table}"')
    with pytest.raises(ProjectError, match=rf"\[\[ausnahmen\]\] 1: »{table}« enthält Angaben über einzelne Personen und kann nicht »{kind}« sein"):
        start("a")


def test_residents_from_a_register_are_not_official(project: Path) -> None:
    declared(project, 'art = "amtlich"', 'tabelle = "bevoelkerung"')
    assert start("a").project
    (project / "a" / "melderegister.csv").touch()
    with pytest.raises(ProjectError, match="»bevoelkerung« enthält Angaben über einzelne Personen"):
        start("a")


@pytest.mark.usefixtures("project")
def test_official_figures_must_be_declared() -> None:
    with pytest.raises(ReleaseError, match="nicht erklärt"):
        start("a").release(pd.DataFrame({"Raum": ["Nord"], "Wert": [1.5]}), table="Zahlen", exempt="veröffentlichte amtliche Zahlen")


VISITS = pd.DataFrame({"Tag": ["Mo", "Di", "Mi"], "Besuche": [50, 30, 2]})


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("second", "how", "said"),
    [
        (pd.DataFrame({"Haus": ["H1", "H2"], "Anzahl": [40, 42]}), {"count": "Anzahl", "source": besuche}, "andere Tabellen zählen daraus »Besuche«"),
        (pd.DataFrame({"Haus": ["H1", "H2"], "Besuche": [40, 42]}), {"count": "Besuche"}, "source= fehlt"),
        (VISITS.assign(Personen=[9, 9, 9])[["Tag", "Personen", "Besuche"]], {"count": "Personen", "public": ["Besuche"], "measure": "x", "source": besuche}, "ist eine Anzahl und steht nicht in count="),
        (pd.DataFrame({"Haus": ["H1"], "Fälle": [90], "Besuche": [2]}), {"count": "Fälle", "measure": "x", "source": besuche}, "»Besuche« ist eine Anzahl und steht nicht in count="),
        (VISITS.astype(str), {"exempt": "Nur zur Übersicht", "source": besuche}, "exempt= gilt für Tabellen ohne Anzahlen"),
        (VISITS, {"exempt": "Nur zur Übersicht", "source": besuche}, "»Besuche« ist eine Anzahl; exempt= gilt für Tabellen ohne Anzahlen"),
    ],
    ids=["another name", "no source", "a count that is called public", "a count that nobody declares", "counts as texts", "an exception that is none"],
)
def test_counts_that_could_not_be_protected_together_are_refused(second: pd.DataFrame, how: dict[str, Any], said: str) -> None:
    report = start("a")
    report.read(optional(besuche))
    report.release(VISITS, table="T1", count="Besuche", source=besuche)
    with pytest.raises(ReleaseError, match=said):
        report.release(second, table="T2", **how)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("source", "said"),
    [
        (besuche, "source= nennt »besuche«, erwartet eine Tabelle, die der Bericht gelesen hat (gelesen sind »kennzahlen« und »raeume«). Fehlt sie: bericht.read(besuche)."),
        ([raeume, "raeume"], "source= nennt »raeume«, erwartet eine Tabelle, die der Bericht gelesen hat (gelesen sind »kennzahlen« und »raeume«). Genannt wird die Tabelle, wie sie aus workbench.schemas importiert ist, ohne Anführungszeichen."),
    ],
)
@pytest.mark.parametrize("how", [{"count": "Fälle"}, {"exempt": "Verzeichnis"}], ids=["count", "exempt"])
def test_a_source_is_a_table_that_the_report_has_read(source: Any, said: str, how: dict[str, Any]) -> None:
    report = start("a")
    report.read(raeume)
    report.published(optional(kennzahlen))
    with pytest.raises(ReleaseError, match=re.escape(f"»T«: {said}")):
        report.release(pd.DataFrame({"Raum": ["Nord"], "Fälle": [9]}), table="T", source=source, **how)


@pytest.mark.usefixtures("project")
def test_another_measure_of_the_same_data_has_a_name_of_its_own() -> None:
    report = start("a")
    report.read(optional(besuche))
    report.release(VISITS, table="T1", count="Besuche", source=besuche)
    released = report.release(pd.DataFrame({"Haus": ["H1"], "Tage": [40]}), table="T2", count="Tage", source=besuche, measure="Tage")
    assert released.published
    assert "»T2« zählt etwas Eigenes (»Tage«) und ist nur mit Tabellen abgestimmt, die dasselbe zählen." in released.rules


def by_area(*, table: str, **how: Any) -> Report:
    """A report of Dorsten with persons in four of its areas, one of them hidden, and another table of the same."""
    report = start("dorsten")
    report.read(personenbesuche)
    frame = pd.DataFrame({"Raum": ["01", "02", "03", "04"], "Personen": [2, 40, 9, 30]})
    for title, shown, more in (("je Raum", frame, {"by": ["Raum"]}), (table, how.pop("frame"), how)):
        report.release(shown, table=title, count="Personen", source=personenbesuche, **more)
    return report


@pytest.mark.parametrize("where", [{"Raum": ["01", "02"]}, {"Raum": ["Mitte", "Nord"]}, {"Gebiet": ["Mitte", "Nord"]}, {"Personen": {"Gebiet": ["Mitte", "Nord"]}}])
def test_areas_are_the_same_by_key_and_by_name(where: dict[str, Any]) -> None:
    report = by_area(table="zusammen", frame=pd.DataFrame({"Personen": [42]}), by=[], where=where)
    assert report.released[1].frame["Personen"].isna().all()


def test_areas_by_name_hide_what_those_by_key_do() -> None:
    report = by_area(table="je Gebiet", frame=pd.DataFrame({"Gebiet": ["Nord", "Mitte", "Insgesamt"], "Personen": [40, 2, 81]}), by=["Gebiet"])
    assert report.released[1].frame["Personen"].isna().tolist() == [False, True, True]


def test_facilities_by_name_hide_what_those_by_key_do_and_only_names_are_noted() -> None:
    report = start("dorsten")
    report.read(personenbesuche)
    for keys in (["mädchen", "bus", "Insgesamt"], ["Mädchentreff Lotte", "Spielmobil", "Insgesamt"]):
        report.release(pd.DataFrame({"Einrichtung": keys, "Personen": [2, 40, 42]}), table=f"je {keys[0]}", by=["Einrichtung"], count="Personen", source=personenbesuche)
    assert {p.codes for r in report.released for p in r.published} == {(("Mädchentreff Lotte",), ("Spielmobil",), ("Insgesamt",))}


def test_a_name_that_several_share_or_that_is_a_key_stands_for_none(project: Path) -> None:
    (project / "a" / "raeume.csv").write_text("Raum;Name\n01;Mitte\n02;Nord\n03;Nord\n04;01\n", encoding="utf-8")
    assert start("a").names("Raum") == {"Mitte (01)": "01", "Nord (02)": "02", "Nord (03)": "03", "01 (04)": "04", "Mitte": "01"}


def test_a_larger_area_beside_its_areas_is_a_dimension_of_its_own() -> None:
    frame = pd.DataFrame({"Gebiet": ["Ost", "Ost", "West"], "Raum": ["01", "02", "03"], "Personen": [2, 40, 9]})
    assert by_area(table="mit Gebiet", frame=frame, by=["Gebiet", "Raum"]).released[1].published[0].keys == ("Gebiet", "Raum")


def test_an_area_that_the_place_does_not_have_is_refused_and_one_year_needs_no_list() -> None:
    with pytest.raises(ReleaseError, match=r"den Raum »Nörd«, den die Tabelle »raeume« nicht hat\. Meinten Sie »Nord«\?"):
        by_area(table="zusammen", frame=pd.DataFrame({"Personen": [42]}), by=[], where={"Gebiet": ["Mitte", "Nörd"]})
    report = by_area(table="dieses Jahr", frame=pd.DataFrame({"Personen": [42]}), by=[], where={"Jahr": 2025.0, "Raum": "außerhalb"})
    assert report.released[1].published[0].where["Jahr"] == ("2025",)


def test_of_a_file_of_many_places_the_annex_names_the_own_part(project: Path) -> None:
    (project / "schluessel").mkdir()
    (project / "schluessel" / "geheimnis.txt").write_text("geheim", encoding="utf-8")
    file = project / "raeume.csv"
    digests = []
    for other in ("Nord", "Süd"):
        file.write_text(f"AGS;Raum;Name\n05566028;01;Mitte\n05562012;01;{other}\n05562012;02;Ost\n", encoding="utf-8")
        report = start("b")
        assert report.read(raeume)["Name"].tolist() == ["Mitte"]
        ((place, _, name, rows, digest, _),) = report.read_tables
        assert (place, name, rows) == ("Bdorf", "raeume.csv", 1)
        digests.append(digest)
    assert digests[0] == digests[1] != ""
    assert len(start().read(raeume)) == 2 + 1  # the first place has a file of its own
