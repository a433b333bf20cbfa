"""Raw data on persons are kept no longer than agreed, and out of reach of git."""

import datetime as dt
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from workbench import project
from workbench.schemas import tables
from workbench.schemas._check import check
from workbench.schemas._new import new_project

VISITS = "Einrichtung;Datum;Person;Altersgruppe;Geschlecht;Wohnraum\nE01;08.01.2020;P1;10–13;weiblich;außerhalb\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A real project with a list of persons."""
    folder = tmp_path / "projekt"
    new_project(folder, place="Dorsten", ags="05562012", stand=dt.date(2025, 1, 1))
    (folder / "dorsten" / "personenbesuche.csv").write_text(VISITS, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    return [f.text for f in check(project.load(folder), today=dt.date(2020, 2, 1)) if f.level == "Fehler" and ("git" in f.text or "Versionsverwaltung" in f.text)]


def old(folder: Path, today: dt.date) -> list[str]:
    return sorted(f.text for f in check(project.load(folder), today=today) if "Monate alt" in f.text and f.level == "Hinweis")


def limit(folder: Path, months: str) -> None:
    file = folder / "projekt.toml"
    before, _, after = file.read_text(encoding="utf-8").partition("[regeln]\n")
    rules, _, rest = after.partition("\n\n")
    file.write_text(f"{before}{rest}\n[regeln]\n{rules}\naufbewahrung_monate = {months}\n", encoding="utf-8")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.org", *words], check=True, capture_output=True)


def test_tables_of_single_persons_are_known_by_their_columns() -> None:
    personal = {n for n, t in tables().items() if t.personal}
    assert personal >= {"personenbesuche", "faelle", "segmente", "transkripte", "zusammenfassungen", "freitexte"}
    assert not personal & {"raeume", "bevoelkerung", "besuche", "mitglieder", "indikatoren", "kennzahlen", "einrichtungen", "codes"}


def test_old_raw_data_are_reported_by_the_date_in_the_data(own: Path) -> None:
    (only,) = old(own, dt.date(2023, 3, 1))
    assert only == (
        "»personenbesuche.csv« enthält Rohdaten über Personen vom 08.01.2020, 37 Monate alt – die Frist von 36 Monaten ist seit dem 08.01.2023 vorbei. "
        "Bitte löschen oder anonymisieren, oder die Frist in projekt.toml unter regeln.aufbewahrung_monate ändern."
    )


def test_raw_data_are_too_old_from_the_day_after_the_limit(own: Path) -> None:
    assert old(own, dt.date(2023, 1, 8)) == []
    assert len(old(own, dt.date(2023, 1, 9))) == 1


def test_raw_data_without_a_date_are_as_old_as_their_file(own: Path) -> None:
    file = own / "dorsten" / "faelle.csv"
    file.write_text("Fall;Rolle;Raum;Einwilligung\nA;Jugendliche;01;ja\n", encoding="utf-8")
    noon = dt.datetime(2021, 5, 31, 12, tzinfo=dt.UTC).timestamp()
    os.utime(file, (noon, noon))
    assert [t.partition(",")[0] for t in old(own, dt.date(2024, 6, 1))] == [
        "»faelle.csv« enthält Rohdaten über Personen vom 31.05.2021",
        "»personenbesuche.csv« enthält Rohdaten über Personen vom 08.01.2020",
    ]
    assert len(old(own, dt.date(2024, 5, 31))) == 1


def test_raw_data_of_all_places_are_reported_once(own: Path) -> None:
    (own / "dorsten" / "personenbesuche.csv").rename(own / "personenbesuche.csv")
    limit(own, '12\n[orte.haltern]\nname = "Haltern"\nags = "05562020"')
    (own / "haltern").mkdir()
    assert len(old(own, dt.date(2023, 3, 1))) == 1


def test_without_a_limit_nothing_is_too_old(own: Path) -> None:
    limit(own, "0")
    assert old(own, dt.date(2040, 1, 1)) == []


@pytest.mark.parametrize("name", ["interviews.qdpx", "Interview Frau Muster.docx", "aufnahme.mp3", "personenbesuche (Kopie).csv", "Personenbesuche.XLSX", "notizen.txt"])
def test_of_a_place_git_takes_only_tables_without_persons(own: Path, name: str) -> None:
    for file in (name, "raeume.csv", "geometrie.geojson"):
        (own / "dorsten" / file).touch()
    (own / "notebooks").mkdir()
    (own / "notebooks" / "80_eigenes.ipynb").touch()
    (own / "personenbesuche.csv").touch()
    (own / "texte" / "dorsten").mkdir(parents=True)
    for text in ("ziele.md", "aufnahme.mp3", "dorsten/vorwort.md", "dorsten/notizen.docx"):
        (own / "texte" / text).touch()
    git(own, "init")
    git(own, "add", "-A")
    listed = subprocess.run(["git", "-C", str(own), "ls-files"], check=True, capture_output=True, text=True).stdout.splitlines()
    taken = {f for f in listed if not f.startswith("dorsten/vorlagen/")}
    assert taken == {".gitignore", "projekt.toml", "dorsten/raeume.csv", "dorsten/geometrie.geojson", "notebooks/80_eigenes.ipynb", "texte/ziele.md", "texte/dorsten/vorwort.md"}


def test_what_git_would_take_is_a_fault(own: Path) -> None:
    git(own, "init")
    (own / ".gitignore").write_text("/schluessel/\n", encoding="utf-8")
    assert faults(own) == [
        "»dorsten/personenbesuche.csv« käme mit dem nächsten »git add« in die Versionsverwaltung. Bitte die Zeile »/dorsten/personenbesuche.csv« in .gitignore aufnehmen."
    ]


def test_what_git_has_taken_is_a_fault_even_where_it_is_ignored_now(own: Path) -> None:
    git(own, "init")
    git(own, "add", "-f", "schluessel/geheimnis.txt")
    assert faults(own) == [
        "»schluessel/geheimnis.txt« liegt in der Versionsverwaltung. Bitte dort entfernen, auch aus der Geschichte: git rm --cached, dann die Zeile »/schluessel/geheimnis.txt« in .gitignore."
    ]


def test_a_copy_that_makes_a_table_ambiguous_is_guarded_too(own: Path) -> None:
    git(own, "init")
    (own / ".gitignore").write_text("/schluessel/\n*.csv\n", encoding="utf-8")
    (own / "dorsten" / "Personenbesuche.xlsx").write_bytes(b"x")
    assert [t.partition("«")[0] for t in faults(own)] == ["»dorsten/Personenbesuche.xlsx"]


@pytest.mark.parametrize("name", ["schluessel/alt.csv", "schluessel/alte/Köln.csv", "dorsten/personenbesuche.csv", "dorsten/interviews.qdpx", "essen/Personenbesuche.XLSX"])
@pytest.mark.parametrize("branch", [True, False])
def test_what_git_has_ever_taken_is_a_fault(own: Path, name: str, *, branch: bool) -> None:
    git(own, "init", "-b", "main")
    (own / name).parent.mkdir(exist_ok=True, parents=True)
    (own / name).write_text(VISITS, encoding="utf-8")
    git(own, "add", ".gitignore", "projekt.toml")
    git(own, "commit", "-m", "x")
    git(own, "checkout", "-b", "versuch") if branch else None
    git(own, "add", "-f", name)
    git(own, "commit", "-m", "x")
    git(own, "rm", "-f", name)
    git(own, "commit", "-m", "x")
    git(own, "checkout", "main") if branch else None
    (said,) = faults(own)
    assert said.startswith(f"»{name}« steht in der Geschichte der Versionsverwaltung")


def test_letters_that_git_would_quote_hide_nothing(own: Path) -> None:
    umlauts = own.rename(own.parent / "Jugend für Köln")
    git(umlauts, "init")
    (umlauts / "schluessel" / "Köln.csv").write_text("Original;Pseudonym\n", encoding="utf-8")
    assert faults(umlauts) == []
    git(umlauts, "add", "-f", "schluessel/Köln.csv")
    assert [t.partition("«")[0] for t in faults(umlauts)] == ["»schluessel/Köln.csv"]


@pytest.mark.parametrize("why", ["another owner", "no git"])
def test_where_git_gives_no_answer_nothing_counts_as_checked(own: Path, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    git(own, "init")
    if why == "no git":
        monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    (only,) = [f for f in check(project.load(own), today=dt.date(2020, 2, 1)) if f.level == "Fehler" and not f.place]
    assert only.text == (
        "Der Projektordner liegt in einer Versionsverwaltung, doch git fehlt oder gibt keine Auskunft: Ob Schlüssel oder Rohdaten darin liegen, ist nicht geprüft. "
        "Bitte git einrichten (gehört der Ordner einer anderen Person: git config --global --add safe.directory ORDNER) oder den Ordner herausnehmen."
    )


def test_without_a_repository_and_for_synthetic_data_there_is_nothing_to_guard(own: Path) -> None:
    (own / ".gitignore").unlink()
    assert faults(own) == []
    git(own, "init")
    assert len(faults(own)) == 2
    file = own / "projekt.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("[regeln]", "synthetisch = true\n[regeln]"), encoding="utf-8")
    assert faults(own) == []


def test_notebooks_that_were_saved_with_outputs_are_reported(own: Path) -> None:
    folder = own / "notebooks"
    folder.mkdir(exist_ok=True)
    (folder / "40_eigenes.ipynb").write_text('{"cells": [{"cell_type": "code", "outputs": [{}]}, {"cell_type": "code", "outputs": []}, {"cell_type": "markdown"}]}', encoding="utf-8")
    (folder / "50_kaputt.ipynb").write_text("[", encoding="utf-8")
    found = [f for f in check(project.load(own), today=dt.date(2020, 2, 1)) if "Ausgaben" in f.text]
    assert [(f.table, f.level) for f in found] == [("40_eigenes.ipynb", "Hinweis")]
    assert found[0].text.startswith("»40_eigenes.ipynb« ist mit den Ausgaben von 1 Zelle gespeichert")


def test_a_register_by_street_is_kept_like_raw_data_on_persons(own: Path) -> None:
    (own / "dorsten" / "raeume.csv").write_text("Raum;Name\n01;Nord\n", encoding="utf-8")
    (own / "dorsten" / "strassen.csv").write_text("Straße;Raum\nRing;01\n", encoding="utf-8")
    (own / "dorsten" / "melderegister.csv").write_text("Stand: 31.12.2019\nStraße;Alter;Geschlecht;Anzahl\nRing;12;w;1\n", encoding="utf-8")
    git(own, "init")
    assert faults(own) == []  # its name is in no allow-list
    (aged,) = [text for text in old(own, dt.date(2023, 1, 2)) if "melderegister" in text]
    assert aged.startswith("»melderegister.csv« enthält Rohdaten über Personen vom 31.12.2019, 36 Monate alt")
    (own / ".gitignore").write_text("/schluessel/\n/*/personenbesuche*\n", encoding="utf-8")
    assert [text.partition("«")[0] for text in faults(own)] == ["»dorsten/melderegister.csv"]
    (own / "melderegister.csv").touch()
    (own / ".gitignore").write_text("".join(f"{line}\n" for line in ("/melderegister*", "/schluessel/", "/*/*")), encoding="utf-8")
    assert faults(own) == []


def test_a_register_beside_a_table_of_residents_is_not_read_and_said_so(own: Path) -> None:
    (own / "dorsten" / "melderegister.csv").touch()
    (own / "dorsten" / "bevoelkerung.csv").touch()
    said = [f.text for f in check(project.load(own), today=dt.date(2020, 2, 1)) if "melderegister" in f.text and f.level == "Hinweis"]
    assert said == ["»melderegister.csv« wird nicht gelesen, wo eine eigene Tabelle da ist: »bevoelkerung.csv«."]


COPIES = ["interviews_alt.qdpx", "personenbesuche_2023.csv", "Personenbesuche.csv.bak", "sicherung/personenbesuche.csv", "interview01.mp3", "Transkript.docx"]


def test_copies_of_raw_data_and_key_files_grow_old_too(own: Path) -> None:
    files = [*(own / "dorsten" / name for name in COPIES), own / "schluessel" / "alt.csv", own / "interviews (Kopie).qdpx", own / "dorsten" / "raeume_alt.csv"]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_text("x", encoding="utf-8")
        os.utime(file, (0, 0))
    (own / "dorsten" / "personenbesuche.csv").unlink()
    assert sorted(text.partition("«")[0].removeprefix("»") for text in old(own, dt.date(2025, 3, 1))) == sorted([*(f.name for f in files[:-1])])


@pytest.mark.parametrize("name", [*(f"dorsten/{n}" for n in COPIES), "interviews.qdpx", "notebooks/.ipynb_checkpoints/80-checkpoint.ipynb", ".ipynb_checkpoints/x-checkpoint.ipynb"])
def test_git_takes_no_copy_of_raw_data(own: Path, name: str) -> None:
    (own / name).parent.mkdir(exist_ok=True, parents=True)
    (own / name).write_text("x", encoding="utf-8")
    git(own, "init")
    assert faults(own) == []
    git(own, "add", "-A")
    assert name not in subprocess.run(["git", "-C", str(own), "ls-files"], check=True, capture_output=True, text=True).stdout.splitlines()
    (own / ".gitignore").write_text("/schluessel/\npersonenbesuche.csv\n", encoding="utf-8")
    git(own, "rm", "-r", "-f", "-q", "--cached", ".")
    assert [t for t in faults(own) if t.startswith(f"»{name}« käme mit dem nächsten")] or name == "dorsten/sicherung/personenbesuche.csv"


@pytest.mark.parametrize("name", ["analyse.ipynb", "dorsten/analyse.ipynb", "notebooks/.ipynb_checkpoints/80-checkpoint.ipynb"])
def test_notebooks_with_outputs_are_found_wherever_they_lie(own: Path, name: str) -> None:
    for file in (own / name, own / "reports" / "dorsten" / "30.ipynb"):
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text('{"cells": [{"cell_type": "code", "outputs": [{}]}]}', encoding="utf-8")
    assert [f.table for f in check(project.load(own), today=dt.date(2020, 2, 1)) if "Ausgaben" in f.text] == [Path(name).name]


def packed(file: Path, *names: str) -> None:
    """An archive with some files."""
    file.parent.mkdir(exist_ok=True, parents=True)
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")


def noticed(folder: Path) -> list[str]:
    return [f.table for f in check(project.load(folder), today=dt.date(2020, 2, 1)) if "Archiv" in f.text and f.level == "Hinweis"]


@pytest.mark.parametrize("name", ["rohdaten.zip", "dorsten/rohdaten.zip", "sicherung/alt/Daten.ZIP"])
@pytest.mark.parametrize("inside", ["personenbesuche.csv", "alt/Interview 3.docx", "noch eins.7z"])
def test_an_archive_with_raw_data_is_kept_like_them(own: Path, name: str, inside: str) -> None:
    packed(own / name, "liesmich.txt", inside)
    assert noticed(own) == [Path(name).name]
    os.utime(own / name, (0, 0))
    assert [t for t in old(own, dt.date(2025, 3, 1)) if t.startswith(f"»{Path(name).name}« enthält Rohdaten")]
    git(own, "init")
    assert faults(own) == []
    (own / ".gitignore").write_text("/schluessel/\npersonenbesuche.csv\n", encoding="utf-8")
    assert [t.partition("«")[0] for t in faults(own)] == [f"»{name}"]


@pytest.mark.parametrize("name", ["x.7z", "dorsten/x.rar", "x.tar.gz", "torn.zip"])
def test_an_archive_that_cannot_be_looked_into_may_hold_anything(own: Path, name: str) -> None:
    (own / name).write_bytes(b"PK")
    assert noticed(own) == [Path(name).name]


@pytest.mark.parametrize("name", ["inkar.zip", "lieferungen/dorsten_2025.zip", "reports/x.zip", ".venv/personen.zip"])
def test_other_archives_are_none_of_our_business(own: Path, name: str) -> None:
    packed(own / name, "inkar.csv" if name == "inkar.zip" else "personenbesuche.csv")
    assert noticed(own) == []
    assert not [t for t in old(own, dt.date(2040, 1, 1)) if ".zip" in t]


def test_copies_of_raw_data_in_other_folders_grow_old_too(own: Path) -> None:
    file = own / "sicherung" / "personenbesuche.csv"
    file.parent.mkdir()
    file.write_text("x", encoding="utf-8")
    (own / "dorsten" / "personenbesuche.csv").unlink()
    os.utime(file, (0, 0))
    assert len(old(own, dt.date(2025, 3, 1))) == 1
