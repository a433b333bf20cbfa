"""A report is a draft with a number until somebody approves what it says, and again as soon as it says something else."""

from pathlib import Path

import pytest

from workbench.disclosure import approval
from workbench.disclosure.approval import Approval, standing

A = Approval(("A. Muster", "B. Probe"), "01.03.2026", "aaa", "Beschluss")


def test_every_content_has_the_number_of_its_first_appearance() -> None:
    first = standing("aaa", [], [])
    second = standing("bbb", first.drafts, [])
    again = standing("aaa", second.drafts, [])
    assert [s.mark for s in (first, second, again)] == ["Entwurf 1", "Entwurf 2", "Entwurf 1"]
    assert again.drafts == ("aaa", "bbb")


def test_who_approved_it_stands_on_it_in_place_of_the_number() -> None:
    found = standing("aaa", ["aaa"], [A])
    assert (found.mark, found.sentence) == ("Freigegeben von A. Muster und B. Probe am 01.03.2026", "Freigabe: erteilt von A. Muster und B. Probe am 01.03.2026.")


def test_a_changed_report_is_a_draft_again_and_the_earlier_content_is_approved_as_before() -> None:
    changed = standing("bbb", ["aaa"], [A])
    assert (changed.mark, changed.sentence) == ("Entwurf 2", "Freigabe: eine frühere Ausgabe von A. Muster und B. Probe am 01.03.2026; seither hat sich der Bericht geändert.")
    assert standing("aaa", changed.drafts, [A]).approval == A
    assert standing("bbb", [], []).sentence == "Freigabe: noch nicht erteilt."


def test_of_several_approvals_of_the_same_content_the_last_one_counts() -> None:
    later = Approval(("C. Klar",), "02.03.2026", "aaa")
    assert standing("aaa", [], [A, Approval(("X",), "02.03.2026", "bbb"), later]).approval == later


@pytest.mark.parametrize("given", [[], [A], [A, Approval(("C",), "02.03.2026", "bbb")]])
def test_approvals_are_read_as_they_were_written(tmp_path: Path, given: list[Approval]) -> None:
    (tmp_path / "x").write_bytes(approval.dumps(given))
    assert approval.read(tmp_path / "x") == given


def test_an_approval_of_version_0_2_is_one_of_an_earlier_edition(tmp_path: Path) -> None:
    (tmp_path / "x").write_text('{"freigegeben von": ["A"], "am": "01.03.2025", "Prüfzahl": "abc"}', encoding="utf-8")
    found = standing("aaa", [], approval.read(tmp_path / "x"))
    assert (found.mark, found.sentence) == ("Entwurf 1", "Freigabe: eine frühere Ausgabe von A am 01.03.2025; seither hat sich der Bericht geändert.")


def test_without_files_there_are_no_approvals_and_no_drafts(tmp_path: Path) -> None:
    assert approval.read(tmp_path / "x") == []
    assert approval.drafts(tmp_path / "x") == ()
