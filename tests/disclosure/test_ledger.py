"""What was published before is found again: by later reports, by linked places, and as approved editions."""

import re
from pathlib import Path

import pytest

from workbench.disclosure import ledger
from workbench.disclosure.published import Published, dumps
from workbench.errors import DataError
from workbench.project import Project, load

TOML = """
format = 1
name = "Kreis"
stand = 2025-01-01
[orte.kreis]
name = "Kreis"
ags = "05566"
[orte.stadt]
name = "Stadt"
ags = "05566028"
teil_von = "kreis"
[orte.fern]
name = "Fern"
ags = "05913000"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "projekt"
    (folder / "schluessel").mkdir(parents=True)
    (folder / "schluessel" / "geheimnis.txt").write_text("geheim", encoding="utf-8")
    (folder / "projekt.toml").write_text(TOML, encoding="utf-8")
    return load(folder)


def table(place: str, report: str, *, measure: str = "besuche/Besuche", goals: dict[int, tuple[float, float]] | None = None) -> Published:
    return Published(place, report, "Besuche", measure, (), ((),), (9.0,), goals=goals or {})


def keep(out: Path, place: str, report: str, *tables: Published) -> None:
    """A report and what it published."""
    folder = out / ledger.FOLDER
    file = ledger.file_of(folder, place, report)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dumps(tables), encoding="utf-8")
    (out / place).mkdir(exist_ok=True)
    (out / place / f"{report}.html").touch()


def found(project: Project, out: Path, place: str, report: str, measures: tuple[str, ...] = ("besuche",)) -> list[tuple[str, str]]:
    return [(t.place, t.report) for t in ledger.earlier(project, out / ledger.FOLDER, place=place, report=report, measures=measures)]


def test_reports_with_a_lower_number_and_linked_places_that_come_first_are_facts(project: Project, tmp_path: Path) -> None:
    for place, report in [("kreis", "10_a"), ("kreis", "20_b"), ("stadt", "10_a"), ("stadt", "20_b"), ("fern", "10_a")]:
        keep(tmp_path, place, report, table(place, report))
    assert found(project, tmp_path, "stadt", "20_b") == [("kreis", "10_a"), ("kreis", "20_b"), ("stadt", "10_a")]
    assert found(project, tmp_path, "kreis", "20_b") == [("kreis", "10_a")]
    assert found(project, tmp_path, "fern", "10_a") == []
    assert len(found(project, tmp_path, "", "90_projekt")) == 5


def test_what_was_counted_from_other_data_and_reports_that_are_gone_are_no_facts(project: Project, tmp_path: Path) -> None:
    keep(tmp_path, "kreis", "10_a", table("kreis", "10_a", measure="mitglieder/Mitglieder"))
    assert found(project, tmp_path, "kreis", "20_b") == []
    assert found(project, tmp_path, "kreis", "20_b", ("mitglieder",)) == [("kreis", "10_a")]
    (tmp_path / "kreis" / "10_a.html").unlink()
    assert found(project, tmp_path, "kreis", "20_b", ("mitglieder",)) == []


def approve(project: Project, out: Path, place: str, report: str) -> list[str]:
    """Approve a report; the names of the new files."""
    found = ledger.edition(project, out / ledger.FOLDER, place=place, report=report)
    for file, content in found.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return [f.relative_to(project.folder).as_posix() for f in found]


@pytest.mark.parametrize("content", ["", "[{", '{"x": 1}', "[null]", "[{}]"])
def test_a_damaged_file_is_named_with_its_cure(tmp_path: Path, content: str) -> None:
    for file, cure in ((ledger.file_of(tmp_path / ledger.FOLDER, "dorsten", "10_raum"), "Neu entsteht sie mit: workbench run --report 10_raum --force."), (tmp_path / ledger.APPROVED / "dorsten" / "10_raum.ab.json", "Bitte aus einer Sicherung holen.")):
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=re.escape(f"Die Datei sagt, was »10_raum« veröffentlicht hat, und ist beschädigt. {cure}")):
            ledger.tables(file)


def test_an_approved_edition_is_kept_beside_the_keys_and_each_only_once(project: Project, tmp_path: Path) -> None:
    keep(tmp_path, "kreis", "10_a", table("kreis", "10_a", goals={0: (1, 3)}))
    assert approve(project, tmp_path, "kreis", "10_a") == ["schluessel/freigaben/kreis/10_a.001.json"]
    assert approve(project, tmp_path, "kreis", "10_a") == []
    keep(tmp_path, "kreis", "10_a", table("kreis", "10_a"))
    assert approve(project, tmp_path, "kreis", "10_a") == ["schluessel/freigaben/kreis/10_a.002.json"]
    assert [(t.place, t.report) for t in ledger.approved(project, place="stadt", measures=["besuche"])] == [("kreis", "10_a")] * 2
    assert ledger.approved(project, place="fern", measures=["besuche"]) == []


def test_an_approved_edition_of_the_whole_project_is_a_fact_for_every_place(project: Project, tmp_path: Path) -> None:
    keep(tmp_path, "", "90_p", table("", "90_p"))
    approve(project, tmp_path, "", "90_p")
    assert [t.report for t in ledger.approved(project, place="fern", measures=["besuche"])] == ["90_p"]


def test_the_hash_of_what_was_published_depends_on_the_secret_and_not_on_what_stays_in_the_house() -> None:
    assert ledger.keyed("a", [table("k", "r")]) == ledger.keyed("a", [table("k", "r", goals={0: (1, 3)})])
    assert ledger.keyed("a", [table("k", "r")]) != ledger.keyed("b", [table("k", "r")])
