import errno
import os
from pathlib import Path

import pytest

from workbench.errors import RunError
from workbench.export.write import write, write_all


def test_a_file_appears_whole_and_its_folder_with_it(tmp_path):
    write(tmp_path / "dorsten" / "10.html", b"neu")
    assert (tmp_path / "dorsten" / "10.html").read_bytes() == b"neu"
    assert len(list((tmp_path / "dorsten").iterdir())) == 1


def test_a_file_is_replaced_and_readable_for_those_who_may_read_the_folder(tmp_path):
    file = tmp_path / "10.html"
    file.write_bytes(b"alt")
    write(file, b"neu")
    fresh = tmp_path / "frisch"
    fresh.write_bytes(b"")
    assert file.read_bytes() == b"neu"
    assert file.stat().st_mode == fresh.stat().st_mode


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "Der Datenträger ist voll"),
        (errno.EACCES, "in einem anderen Programm geöffnet"),
        (errno.EROFS, "schreibgeschützt"),
        (errno.EIO, "das Laufwerk antwortet nicht"),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, code, said):
    def refuse(_descriptor):
        raise OSError(code, os.strerror(code))

    file = tmp_path / "10.html"
    file.write_bytes(b"alt")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(RunError, match=f"10.html lässt sich nicht schreiben: .*{said}.* Der frühere Stand ist unverändert"):
        write(file, b"neu")
    assert file.read_bytes() == b"alt"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_is_open_elsewhere_is_reported(tmp_path, monkeypatch):
    def locked(_self, _target):
        raise PermissionError(errno.EACCES, "Zugriff verweigert")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(RunError, match="in einem anderen Programm geöffnet"):
        write(tmp_path / "10.html", b"neu")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_reported(tmp_path):
    (tmp_path / "dorsten").write_bytes(b"")
    with pytest.raises(RunError, match=r"10\.html lässt sich nicht schreiben"):
        write(tmp_path / "dorsten" / "10.html", b"neu")


@pytest.mark.parametrize(("name", "beside"), [("30_interviews.docx", "~$_interviews.docx"), ("bericht.docx", "~$ericht.docx"), ("plan.docx", "~$plan.docx"), ("10_raum.xlsx", "~$10_raum.xlsx"), ("10_raum.xlsx", ".~lock.10_raum.xlsx#")])
def test_a_document_that_is_open_in_an_office_program_keeps_all_files_as_they_are(tmp_path, name, beside):
    page = tmp_path / "10_raum.html"
    page.write_bytes(b"alt")
    (tmp_path / beside).write_bytes(b"")
    with pytest.raises(RunError, match=f"{name} lässt sich nicht schreiben: Die Datei ist in einem anderen Programm geöffnet"):
        write_all({page: b"neu", tmp_path / name: b"neu"})
    assert page.read_bytes() == b"alt"
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted([page.name, beside])
