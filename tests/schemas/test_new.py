import datetime as dt
import tomllib
from pathlib import Path

import pytest

from workbench import project
from workbench.errors import ProjectError
from workbench.read.tabular import read
from workbench.schemas import tables
from workbench.schemas._new import new_project

DAY = dt.date(2025, 12, 31)


def test_a_new_project_is_valid_and_complete(tmp_path):
    folder = new_project(tmp_path / "neu", place="Dorsten", ags="05562012", stand=DAY)
    loaded = project.load(tmp_path / "neu")
    assert folder == loaded.place("dorsten").folder
    assert (loaded.stand, loaded.place("dorsten").ags, loaded.place("dorsten").art) == (DAY, "05562012", "Stadt")
    assert len(loaded.secret) == 64


def test_two_projects_have_different_secrets(tmp_path):
    for name in ("a", "b"):
        new_project(tmp_path / name, place="Dorsten", ags="05562012", stand=DAY)
    assert project.load(tmp_path / "a").secret != project.load(tmp_path / "b").secret


def test_projekt_toml_explains_itself_in_german(tmp_path, snapshot):
    new_project(tmp_path / "neu", place="Landkreis Leer", ags="03457", stand=DAY)
    assert (tmp_path / "neu" / "projekt.toml").read_text(encoding="utf-8") == snapshot


def test_every_table_has_a_template_with_its_columns(tmp_path):
    folder = new_project(tmp_path / "neu", place="Dorsten", ags="05562012", stand=DAY) / "vorlagen"
    files = {f.name for f in folder.iterdir()}
    for name, table in tables().items():
        if name == "geometrie":
            assert not any(f.startswith(name) for f in files)
            continue
        columns = [c.name for c in table.columns]
        assert list(read(folder / f"{name}.xlsx", columns).columns) == columns
        assert list(read(folder / f"{name}.csv", columns).columns) == columns
        assert table.find(folder.parent) is None


def test_a_filled_template_is_read(tmp_path):
    folder = new_project(tmp_path / "neu", place="Dorsten", ags="05562012", stand=DAY)
    file = folder / "raeume.csv"
    (folder / "vorlagen" / "raeume.csv").rename(file)
    file.write_bytes(file.read_bytes() + "01;Süd\r\n".encode())
    assert tables()["raeume"].read(folder).to_dict("list") == {"Raum": ["01"], "Name": ["Süd"]}


@pytest.mark.parametrize(("ags", "art"), [("03457", "Landkreis"), ("05562012", "Stadt"), ("034575401", "Stadt")])
def test_a_key_of_five_digits_is_a_landkreis(tmp_path, ags, art):
    new_project(tmp_path / "neu", place="Ort", ags=ags, stand=DAY)
    assert project.load(tmp_path / "neu").place("ort").art == art


@pytest.mark.parametrize("name", ["Köln/Süd", "..", "../../etc", '<script>alert("x")</script>', "Leer (Ostfriesland)", "Reports", "vorlagen", "a\nb", "O\u0308dheim", "'\"\\", "CON\x7f"])
def test_no_name_breaks_the_project_or_leaves_its_folder(tmp_path, name):
    folder = new_project(tmp_path / "neu", place=name, ags="05562012", stand=DAY)
    loaded = project.load(tmp_path / "neu")
    (only,) = loaded.orte.values()
    assert folder == only.folder
    assert folder.resolve().parent == (tmp_path / "neu").resolve()
    assert folder.name not in ("reports", "vorlagen", "schluessel", "notebooks")
    assert [f.name for f in tmp_path.iterdir()] == ["neu"]


def test_secrets_and_reports_stay_out_of_version_control(tmp_path):
    new_project(tmp_path / "neu", place="Dorsten", ags="05562012", stand=DAY)
    lines = (tmp_path / "neu" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/schluessel/", "/reports/", "!/rezepte/*.toml"} <= set(lines)


def test_wrong_use_is_explained(tmp_path, snapshot):
    (tmp_path / "voll").mkdir()
    (tmp_path / "voll" / "projekt.toml").touch()
    (tmp_path / "datei").touch()
    uses = {
        "Schlüssel ohne Null": {"folder": "a", "ags": "5562012"},
        "Verbandsschlüssel ohne Null": {"folder": "a", "ags": "34575401"},
        "Schlüssel mit Buchstaben": {"folder": "a", "ags": "0556201xx"},
        "Schlüssel ohne Land": {"folder": "a", "ags": "99999"},
        "arabische Ziffern": {"folder": "a", "ags": "٠٥٥٦٢"},
        "Name leer": {"folder": "a", "place": "  "},
        "Ordner voll": {"folder": "voll"},
        "Ordner ist Datei": {"folder": "datei"},
    }
    said = {}
    for name, use in uses.items():
        how = {"place": "Dorsten", "ags": "05562012", "stand": DAY} | use
        with pytest.raises(ProjectError) as fault:
            new_project(tmp_path / how.pop("folder"), **how)
        said[name] = str(fault.value)
    assert said == snapshot
    assert not (tmp_path / "a").exists()


def test_an_empty_folder_may_be_used_and_a_read_only_one_says_so(tmp_path, monkeypatch):
    (tmp_path / "leer").mkdir()
    new_project(tmp_path / "leer", place="Dorsten", ags="05562012", stand=DAY)

    def fail(*_args, **_how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(ProjectError, match="lässt sich nicht anlegen"):
        new_project(tmp_path / "neu", place="Dorsten", ags="05562012", stand=DAY)


def test_the_toml_is_toml(tmp_path):
    new_project(tmp_path / "neu", place='A"\\n', ags="05562012", stand=DAY)
    assert tomllib.loads((tmp_path / "neu" / "projekt.toml").read_text(encoding="utf-8"))["name"] == 'A"\\n'
