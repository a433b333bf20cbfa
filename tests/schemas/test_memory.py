"""Tables are read once in a report, and anew when a file of theirs changes."""

import dataclasses
import os
from pathlib import Path

import pytest

from workbench.errors import DataError
from workbench.project import SAMPLE, load
from workbench.read import once, tabular
from workbench.schemas import _memory, besuche, einrichtungen
from workbench.start import start

DORSTEN = load(SAMPLE).orte["dorsten"].folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Visits and facilities of a place, as if they had long been there."""
    monkeypatch.setattr(once, "FRESH", 0)
    folder = tmp_path / "dorsten"
    folder.mkdir()
    for name in ("besuche.csv", "einrichtungen.csv"):
        (folder / name).write_bytes((DORSTEN / name).read_bytes())
    _memory.forget()
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are opened, in order."""
    files: list[str] = []
    read = tabular.read

    def noted(file: Path, *how: object) -> tabular.Sheet:
        files.append(file.name)
        return read(file, *how)  # type: ignore[arg-type]

    monkeypatch.setattr(tabular, "read", noted)
    return files


def test_a_table_is_read_once_whoever_asks(place: Path, opened: list[str]) -> None:
    first, second = besuche.TABLE.read(place), besuche.TABLE.read(place)
    einrichtungen.TABLE.readable(place)
    assert first.equals(second)
    assert sorted(opened) == ["besuche.csv", "einrichtungen.csv"]


def test_what_a_reader_does_to_its_frame_stays_with_it(place: Path) -> None:
    for reading in (besuche.TABLE.read, besuche.TABLE.readable):
        before = reading(place)
        before.loc[:, "Einrichtung"] = "anders"
        before["Neu"] = 1
        before.attrs["Herkunft"] = "anders"
        assert "anders" not in set(reading(place)["Einrichtung"])
        assert "Neu" not in reading(place)
        assert not reading(place).attrs


def test_a_file_that_changes_is_read_anew_and_so_is_what_looks_at_it(place: Path) -> None:
    besuche.TABLE.read(place)
    file = place / "einrichtungen.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    written, gone = file.stat().st_mtime_ns, lines[1].partition(";")[0]
    assert gone in set(besuche.TABLE.read(place)["Einrichtung"])
    file.write_text("".join([lines[0], lines[1].replace(gone, gone[:-1] + "x"), *lines[2:]]), encoding="utf-8")
    os.utime(file, ns=(written, written))  # as some programs do
    with pytest.raises(DataError, match=gone):
        besuche.TABLE.read(place)


def test_a_file_that_comes_to_the_project_is_seen(place: Path) -> None:
    (place / "einrichtungen.csv").rename(place / "weg.csv")
    assert einrichtungen.TABLE.readable(place).empty
    (place / "weg.csv").rename(place.parent / "einrichtungen.csv")
    assert len(einrichtungen.TABLE.readable(place))


def test_a_table_of_another_name_is_watched_too(place: Path) -> None:
    table = dataclasses.replace(einrichtungen.TABLE, name="haeuser")
    lines = (place / "einrichtungen.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    for rows in (2, 1):
        (place / "haeuser.csv").write_text("".join(lines[: rows + 1]), encoding="utf-8")
        assert len(table.read(place)) == rows


def test_a_file_that_cannot_be_looked_at_disturbs_nobody_else(place: Path) -> None:
    (place / "raeume.csv").symlink_to("fehlt")
    assert len(einrichtungen.TABLE.readable(place))


def test_what_changed_a_moment_ago_is_not_remembered(place: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "FRESH", 3600)
    einrichtungen.TABLE.readable(place)
    einrichtungen.TABLE.readable(place)
    assert opened.count("einrichtungen.csv") == 2


def test_a_report_begins_without_what_the_last_one_read(place: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    einrichtungen.TABLE.readable(place)
    monkeypatch.setenv("WORKBENCH_PROJECT", str(SAMPLE))
    start("dorsten")
    einrichtungen.TABLE.readable(place)
    assert opened.count("einrichtungen.csv") == 2
