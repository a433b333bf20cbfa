"""Raw data on persons are kept no longer than agreed, and out of reach of git."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from workbench import project
from workbench.schemas import tables
from workbench.schemas._care import personal
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


def said(folder: Path, level: str, today: dt.date) -> list[str]:
    return [f.text for f in check(project.load(folder), today=today) if (f.level == level and "personenbesuche" in f.text + f.table) or "schluessel" in f.text]


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.org", *words], check=True, capture_output=True)


def test_tables_of_single_persons_are_known_by_their_columns() -> None:
    assert {n for n, t in tables().items() if personal(t)} == {"personenbesuche", "faelle", "segmente", "transkripte", "zusammenfassungen"}


def test_old_raw_data_are_reported_by_the_date_in_the_data(own: Path) -> None:
    (only,) = [t for t in said(own, "Hinweis", dt.date(2023, 3, 1)) if "Monate alt" in t]
    assert only == (
        "»personenbesuche.csv« enthält Rohdaten über Personen vom 08.01.2020, 37 Monate alt – aufbewahrt werden sie höchstens 36 Monate. "
        "Bitte löschen oder anonymisieren, oder die Frist in projekt.toml unter regeln.aufbewahrung_monate ändern."
    )
    assert not [t for t in said(own, "Hinweis", dt.date(2022, 12, 1)) if "Monate alt" in t]


def test_without_a_limit_nothing_is_too_old(own: Path) -> None:
    file = own / "projekt.toml"
    text = file.read_text(encoding="utf-8")
    assert "[regeln]" not in text or "aufbewahrung_monate" not in text
    file.write_text(text.replace("[regeln]", "[regeln]\naufbewahrung_monate = 0") if "[regeln]" in text else text.replace("[orte", "[regeln]\naufbewahrung_monate = 0\n\n[orte", 1), encoding="utf-8")
    assert not [t for t in said(own, "Hinweis", dt.date(2040, 1, 1)) if "Monate alt" in t]


def test_a_new_project_keeps_keys_and_raw_data_from_git(own: Path) -> None:
    git(own, "init")
    assert said(own, "Fehler", dt.date(2020, 2, 1)) == []
    git(own, "add", "-A")
    listed = subprocess.run(["git", "-C", str(own), "ls-files"], check=True, capture_output=True, text=True).stdout
    assert "schluessel" not in listed
    assert "dorsten/personenbesuche.csv" not in listed
    assert "dorsten/vorlagen/personenbesuche.csv" in listed


@pytest.mark.parametrize("name", ["interviews.qdpx", "Interview Frau Muster.docx", "aufnahme.mp3", "personenbesuche (Kopie).csv", "Personenbesuche.XLSX", "notizen.txt"])
def test_of_a_place_git_takes_only_tables_without_persons(own: Path, name: str) -> None:
    for file in (name, "raeume.csv", "geometrie.geojson"):
        (own / "dorsten" / file).touch()
    (own / "notebooks").mkdir()
    (own / "notebooks" / "80_eigenes.ipynb").touch()
    (own / "personenbesuche.csv").touch()
    git(own, "init")
    git(own, "add", "-A")
    listed = subprocess.run(["git", "-C", str(own), "ls-files"], check=True, capture_output=True, text=True).stdout.splitlines()
    taken = {f for f in listed if not f.startswith("dorsten/vorlagen/")}
    assert taken == {".gitignore", "projekt.toml", "dorsten/raeume.csv", "dorsten/geometrie.geojson", "notebooks/80_eigenes.ipynb"}


def test_a_name_with_umlauts_is_found_too(own: Path) -> None:
    (own / "schluessel" / "Köln Süd.csv").touch()
    git(own, "init")
    assert said(own, "Fehler", dt.date(2020, 2, 1)) == []
    git(own, "add", "-f", "schluessel/Köln Süd.csv")
    (only,) = said(own, "Fehler", dt.date(2020, 2, 1))
    assert only.startswith("»schluessel/Köln Süd.csv« liegt in der Versionsverwaltung.")


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


def test_outside_of_git_there_is_nothing_to_say(own: Path) -> None:
    assert said(own, "Fehler", dt.date(2020, 2, 1)) == []


def test_synthetic_data_may_be_in_git(own: Path) -> None:
    file = own / "projekt.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("stand =", "synthetisch = true\nstand =", 1), encoding="utf-8")
    git(own, "init")
    git(own, "add", "-f", "schluessel/geheimnis.txt", "dorsten/personenbesuche.csv")
    assert said(own, "Fehler", dt.date(2020, 2, 1)) == []


def test_what_git_would_take_or_has_taken_is_a_fault(own: Path) -> None:
    git(own, "init")
    (own / ".gitignore").write_text("/schluessel/\n", encoding="utf-8")
    assert said(own, "Fehler", dt.date(2020, 2, 1)) == [
        "»dorsten/personenbesuche.csv« käme mit dem nächsten »git add« in die Versionsverwaltung. Bitte die Zeile »/dorsten/personenbesuche.csv« in .gitignore aufnehmen."
    ]
    git(own, "add", "-f", "schluessel/geheimnis.txt")
    assert any(t.startswith("»schluessel/geheimnis.txt« liegt in der Versionsverwaltung.") for t in said(own, "Fehler", dt.date(2020, 2, 1)))
