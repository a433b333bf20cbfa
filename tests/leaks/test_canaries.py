"""Canaries in every field of the input: no name and no small number of them is in any byte of what a batch writes.

A project of its own, with one small count that occurs nowhere else, and a name in every field that a person can type.
"""

import base64
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.export.extract import read
from workbench.project import SAMPLE

ROOT = Path(__file__).parents[2]
NAME = "Xaverina Quokkenbusch"
KEY = "Original;Pseudonym\nXaverina Quokkenbusch;P1\nFrau Quokkenbusch;Frau A.\n"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rottweil of the sample with names in every text that is free, and with one house whose visits are few."""
    import shutil

    folder = tmp_path_factory.mktemp("kanarien") / "projekt"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("generator", "schluessel", *(p.name for p in SAMPLE.iterdir() if p.is_dir() and p.name != "rottweil")))
    toml = (SAMPLE / "projekt.toml").read_text(encoding="utf-8")
    head, _, places = toml.partition("[orte.dorsten]")
    own = "[orte.rottweil]" + places.split("[orte.rottweil]")[1].split("[orte.")[0]
    sources = "[quellen." + places.partition("[quellen.")[2]
    (folder / "projekt.toml").write_text(head + own + sources, encoding="utf-8")
    (folder / "schluessel").mkdir()
    (folder / "schluessel" / "rottweil.csv").write_text(KEY, encoding="utf-8")
    (folder / "schluessel" / "geheimnis.txt").write_text("geheim", encoding="utf-8")
    return folder


def run(project: Path, out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if k not in {"WORKBENCH_PROJECT", "COVERAGE_PROCESS_START"}}
    command = [sys.executable, "-m", "workbench.cli", "run", "--project", str(project), "--out", str(out), "--jobs", "1", *words]
    return subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)


def rows(file: Path) -> tuple[list[str], list[list[str]]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        head, *body = csv.reader(stream, delimiter=";")
    return head, body


def encodings(text: str) -> list[bytes]:
    """Ways in which a text can lie in a file."""
    plain = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("latin-1")]
    packed = [base64.b64encode(text.encode()[i:])[2:-4] for i in range(3)]
    return [*plain, *packed, "".join(f"&#{ord(c)};" for c in text).encode(), json.dumps(text).encode()[1:-1]]


@pytest.mark.parametrize(("table", "column"), [("einrichtungen", "Name"), ("raeume", "Name"), ("verbaende", "Verband")])
def test_a_name_in_any_field_that_is_printed_stops_the_report_without_saying_it(project: Path, tmp_path: Path, table: str, column: str) -> None:
    file = project / "rottweil" / f"{table}.csv"
    before = file.read_bytes()
    head, body = rows(file)
    body[0][head.index(column)] = NAME
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([head, *body])
    try:
        done = run(project, tmp_path / "aus", "--report", "20")
    finally:
        file.write_bytes(before)
    written = [f for f in (tmp_path / "aus").rglob("*") if f.is_file()]
    for form in encodings("Quokkenbusch"):
        assert not [f for f in written if f.suffix != ".sqlite" and form in f.read_bytes()]
    assert "Quokkenbusch" not in done.stdout + done.stderr
    assert not any("Quokkenbusch" in f.name for f in written)


def test_small_numbers_are_in_no_cell_and_the_ledger_stays_out_of_what_is_shared(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "aus"
    done = run(project, out)
    assert done.returncode == 0, done.stdout + done.stderr
    ledger = json.loads((out / ".workbench" / "freigaben" / "rottweil" / "20_besucherstruktur.json").read_text(encoding="utf-8"))
    goals = {(t["table"], tuple(t["codes"][int(row)])) for t in ledger for row in t["goals"]}
    assert goals, "the sample has small counts"
    assert all(t["values"][int(row)] is None for t in ledger for row in t["goals"])
    page = read("x.html", (out / "rottweil" / "20_besucherstruktur.html").read_bytes())
    catchment = {codes[0] for table, codes in goals if table == "Einzugsgebiet"}
    assert catchment
    for grid in (g for g in page.tables if g.heads[:2] == ("Wohnraum", "Personen")):
        assert all(row[1] == "·" for row in grid.rows if row[0] in catchment)
    shared = [f for f in out.rglob("*") if f.is_file() and ".workbench" not in f.parts]
    assert not [f for f in shared if b"goals" in f.read_bytes()]
    record = json.loads((out / "rottweil" / "20_besucherstruktur.freigabe.json").read_text(encoding="utf-8"))
    assert record["Prüfung"]["Ergebnis"].startswith("keines")
    assert sum(t["zu klein"] for t in record["Tabellen"]) >= len(catchment)
