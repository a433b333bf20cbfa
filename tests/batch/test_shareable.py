"""Only finished reports leave the house, and nothing that lies beside them."""

from pathlib import Path

import pytest

from workbench.batch.journal import DONE, FAILED, Journal, Run, digest
from workbench.batch.shareable import shareable


def report(out: Path, place: str, name: str, *, result: str = DONE, record: bool = True) -> Path:
    """A report as a run leaves it."""
    page = out / place / f"{name}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"<h1>{place} {name}</h1>", encoding="utf-8")
    if record:
        page.with_suffix(".freigabe.json").write_text("{}", encoding="utf-8")
    Journal(out).write(Run(name, place, result, digest=digest(page)))
    return page


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with one finished report of a place, one over the whole project, the page over them, and what must stay."""
    folder = tmp_path / "reports"
    report(folder, "dorsten", "20_besuche")
    report(folder, "", "90_vergleich")
    for stays in ("index.html", "notiz.html", "dorsten/besuche.csv", "dorsten/interviews.qdpx", "dorsten/.workbench-1-1.tmp", "schluessel/geheimnis.txt", "schluessel/dorsten.csv", ".workbench/freigaben/dorsten/20.json"):
        file = folder / stays
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    return folder


def names(out: Path) -> list[str]:
    return [f.relative_to(out).as_posix() for f in shareable(out)]


def test_finished_reports_their_records_and_the_page_over_them_may_leave_and_nothing_else(out: Path) -> None:
    assert names(out) == ["90_vergleich.freigabe.json", "90_vergleich.html", "dorsten/20_besuche.freigabe.json", "dorsten/20_besuche.html", "index.html"]


@pytest.mark.parametrize("fault", ["failed", "changed", "without record", "missing"])
def test_a_report_that_is_not_as_its_last_run_left_it_stays(out: Path, fault: str) -> None:
    page = report(out, "dorsten", "30_interviews", result=FAILED if fault == "failed" else DONE, record=fault != "without record")
    if fault == "changed":
        page.write_text("von Hand", encoding="utf-8")
    if fault == "missing":
        page.unlink()
    assert not [n for n in names(out) if "30_interviews" in n]
    assert len(names(out)) == 5


def test_nothing_behind_a_link_leaves(out: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw.html"
    page = report(out, "dorsten", "30_interviews")
    page.rename(raw)
    page.symlink_to(raw)
    assert not [n for n in names(out) if n.endswith("30_interviews.html")]


def test_without_a_finished_report_nothing_may_leave(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("x", encoding="utf-8")
    assert shareable(tmp_path) == []
