"""The archive: plain names, hashes that can be checked, a text to begin with, the same bytes every time."""

import io
import os
import subprocess
import zipfile

import pytest

from workbench.export.delivery import plain, readme, zipped

FILES = {"berichte/20_x.html": b"<p>x</p>", "LIESMICH.txt": "ä".encode(), "index.html": b"y"}


def test_it_is_sorted_with_one_date_and_the_same_rights_whatever_the_order():
    archive = zipped(FILES)
    assert archive == zipped(dict(reversed(FILES.items())))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == ["LIESMICH.txt", "berichte/20_x.html", "index.html", "pruefsummen.sha256"]
        assert {(i.date_time, i.external_attr >> 16) for i in opened.infolist()} == {((1980, 1, 1, 0, 0, 0), 0o100644)}


@pytest.mark.skipif(os.name == "nt", reason="sha256sum gibt es unter Windows nicht")
def test_sha256sum_checks_it(tmp_path):
    with zipfile.ZipFile(io.BytesIO(zipped(FILES))) as archive:
        archive.extractall(tmp_path)
    check = ["sha256sum", "-c", "pruefsummen.sha256"]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "index.html").write_bytes(b"z")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize(("name", "said"), [("20_besuche", "20_besuche"), ("20_übersicht", "20-uebersicht"), ("20 x", "20-x")])
def test_names_have_no_umlauts_and_no_spaces(name, said):
    assert plain(name) == said


def test_the_text_says_what_is_there_and_nothing_of_what_is_not(snapshot):
    files = ["berichte/20_x.html", "berichte/20_x.pdf", "berichte/20_x.freigabe.json", "datenblatt.html", "datenblatt.pdf", "index.html"]
    text = readme(place="Köln", date="31. Dezember 2024", reports=[("Plan für Köln", "plan", ""), ("Wer kommt?", "berichte/20_x", "Entwurf 2")], files=files, asked=["Institut Beispiel", "Köln"]).decode("utf-8-sig")
    assert text == snapshot
    assert "Excel" not in text
    assert "folien" not in text
