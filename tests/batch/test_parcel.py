"""Only finished reports and their records may be given away."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.batch.journal import DONE, FAILED, Journal, Run, digest
from workbench.batch.parcel import shareable


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Reports of a place beside everything that must stay."""
    folder = tmp_path / "projekt" / "reports"
    for name in ("index.html", "10_a.html", "dorsten/20_b.html", "dorsten/30_c.html"):
        put(folder / name)
        put((folder / name).with_suffix(".freigabe.json"))
    for run in (Run("10_a", "", DONE), Run("20_b", "dorsten", DONE), Run("30_c", "dorsten", FAILED)):
        Journal(folder).write(Run(run.report, run.place, run.result, digest=digest(folder / run.place / f"{run.report}.html")))
    return folder


def put(file: Path, text: str = "x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def names(out: Path) -> list[str]:
    return [f.relative_to(out).as_posix() for f in shareable(out, CURRENT, ["html"])]


CURRENT = {("10_a", ""), ("20_b", "dorsten"), ("30_c", "dorsten"), ("notiz", "../dorsten")}
WHOLE = ["10_a.freigabe.json", "10_a.html", "dorsten/20_b.freigabe.json", "dorsten/20_b.html"]


def test_finished_reports_and_their_records_may_leave(out: Path) -> None:
    assert names(out) == WHOLE


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "../schluessel/geheimnis.txt",
        "../schluessel/dorsten.csv",
        "../dorsten/interviews.qdpx",
        "../dorsten/personenbesuche.csv",
        ".workbench/freigaben/dorsten/20_b.json",
        ".workbench/executed.html",
        "schluessel/dorsten.csv",
        "dorsten/interviews.qdpx",
        "dorsten/20_b.ipynb",
        "dorsten/.workbench-1.tmp",
        "dorsten/40_d.html",
        "dorsten/40_d.freigabe.json",
    ],
)
def test_keys_raw_data_and_caches_may_not(out: Path, name: str) -> None:
    put(out / name)
    assert names(out) == WHOLE


def test_a_report_that_was_changed_after_its_audit_stays_with_its_record(out: Path) -> None:
    put(out / "dorsten" / "20_b.html", "von Hand ergänzt")
    assert names(out) == ["10_a.freigabe.json", "10_a.html"]


def test_a_report_that_another_has_overtaken_stays(out: Path) -> None:
    found = shareable(out, {("10_a", "")}, ["html"])
    assert [f.relative_to(out).as_posix() for f in found] == ["10_a.freigabe.json", "10_a.html"]


def test_what_a_link_points_to_stays(out: Path) -> None:
    key = put(out.parent / "schluessel" / "dorsten.csv")
    (out / "10_a.freigabe.json").unlink()
    (out / "10_a.freigabe.json").symlink_to(key)
    assert names(out) == ["dorsten/20_b.freigabe.json", "dorsten/20_b.html"]


def test_a_journal_that_points_elsewhere_opens_nothing(out: Path) -> None:
    secret = put(out.parent / "dorsten" / "notiz.html")
    for place in ("../dorsten", str(secret.parent)):
        Journal(out).write(Run("notiz", place, DONE, digest=digest(secret)))
    assert names(out) == WHOLE


def test_without_a_journal_nothing_may_leave(out: Path) -> None:
    (out / ".workbench" / "journal.sqlite").unlink()
    assert names(out) == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["schluessel", ".workbench", "dorsten", "reports", "freigaben", "vorlagen"]), max_size=3), st.sampled_from(["dorsten.csv", "journal.sqlite", "interviews.qdpx", "20_b.json", "notiz.html"]))
def test_no_other_file_ever_joins(out: Path, folders: list[str], name: str) -> None:
    file = out.joinpath(*folders, name)
    if not file.exists():
        put(file)
    assert names(out) == WHOLE
