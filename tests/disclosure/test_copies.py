"""A table does not give back what another one hides: by a change since last year, beside rounded counts, under a name of classes."""

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.disclosure.cells import Released
from workbench.disclosure.published import dumps, loads
from workbench.errors import ReleaseError
from workbench.schemas import bevoelkerung, personenbesuche, tables
from workbench.start import Report, start

AREAS = list("ABCDEF")
OLD = pd.DataFrame({"Raum": AREAS, "Jahr": 2024, "Personen": [10, 1, 20, 30, 15, 2]})
NEW = pd.DataFrame({"Raum": AREAS, "Jahr": 2025, "Personen": [12, 9, 22, 27, 16, 11]})
BEFORE, NOW = OLD["Personen"], NEW["Personen"]
CHANGES = {
    "Veränderung": NOW - BEFORE,
    "Veränderung in %": (NOW / BEFORE - 1) * 100,
    "Zuwachs gerundet in %": ((NOW / BEFORE - 1) * 100).round(),
    "Faktor": NOW / BEFORE,
    "Mittel": (NOW + BEFORE) / 2,
    "Vorjahr": BEFORE,
    "x": NOW - BEFORE,
}


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, rules: str = "") -> Report:
    (folder / "projekt.toml").write_text(f'format = 1\nname = "Probe"\nstand = 2025-12-31\nsynthetisch = true\n{rules}[orte.a]\nname = "Adorf"\nags = "05562012"\n', encoding="utf-8")
    (folder / "a").mkdir()
    monkeypatch.setenv("WORKBENCH_PROJECT", str(folder))
    report = start("a")
    report.asked.update(tables())
    return report


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    return opened(tmp_path, monkeypatch)


def apart(column: str) -> dict[str, Any]:
    """As an author says who takes a column for one from elsewhere."""
    return {"public": [column], "source": [personenbesuche, bevoelkerung]}


def passed(report: Report, frame: pd.DataFrame, table: str, **how: Any) -> Released:
    return report.release(frame, **{"table": table, "count": "Personen", "by": ["Raum", "Jahr"], "additive": False, "source": personenbesuche, **how})


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("first", [True, False], ids=["old first", "new first"])
@pytest.mark.parametrize("keyed", [True, False], ids=["year as a key", "year as a part"])
def test_a_change_does_not_give_back_the_year_that_another_table_hides(report: Report, name: str, *, first: bool, keyed: bool) -> None:
    how = [{}, apart(name)] if keyed else [{"by": ["Raum"], "where": {"Jahr": ["2024"]}}, {"by": ["Raum"], "where": {"Jahr": ["2025"]}, **apart(name)}]
    frames = [OLD, NEW.assign(**{name: CHANGES[name]})]
    calls = [(frame if keyed else frame.drop(columns="Jahr"), table, kind) for frame, table, kind in zip(frames, ("alt", "neu"), how, strict=True)][:: 1 if first else -1]
    passed(report, calls[0][0], calls[0][1], **calls[0][2])
    with pytest.raises(ReleaseError, match=f"»neu«: »{name}« sagt, was »alt« verbirgt"):
        passed(report, calls[1][0], calls[1][1], **calls[1][2])


def test_a_change_of_which_only_large_rows_are_shown_gives_it_back_too(report: Report) -> None:
    passed(report, OLD, "alt")
    with pytest.raises(ReleaseError, match="»neu«: »Veränderung« sagt, was »alt« verbirgt"):
        passed(report, NEW.assign(Veränderung=NOW - BEFORE)[1:3], "neu", **apart("Veränderung"))


@pytest.mark.parametrize("name", [*CHANGES, "in Worten"])
@pytest.mark.parametrize("keyed", [True, False], ids=["year as a key", "year as a part"])
def test_a_year_is_not_hidden_that_a_change_in_an_earlier_report_tells(report: Report, name: str, *, keyed: bool) -> None:
    told = {**CHANGES, "in Worten": [f"{now - old:+d} gegen früher" for old, now in zip(BEFORE, NOW, strict=True)]}[name]
    frames = [NEW.assign(**{name: told}), OLD]
    how = [apart(name), {}] if keyed else [{"by": ["Raum"], "where": {"Jahr": ["2025"]}, **apart(name)}, {"by": ["Raum"], "where": {"Jahr": ["2024"]}}]
    earlier = dataclasses.replace(report, name="20")
    before = passed(earlier, frames[0] if keyed else frames[0].drop(columns="Jahr"), "neu", **how[0]).published
    later = dataclasses.replace(start("a"), asked=report.asked, name="25", fixed=tuple(loads(dumps(before))))
    with pytest.raises(ReleaseError, match=rf"^»neu« \(20\): »{name}« sagt, was »alt« verbirgt"):
        passed(later, frames[1] if keyed else frames[1].drop(columns="Jahr"), "alt", **how[1])


def test_numbers_beside_the_counts_of_an_earlier_report_that_compare_nothing_hide_no_year(report: Report) -> None:
    earlier = dataclasses.replace(report, name="20")
    before = passed(earlier, NEW.assign(Plätze=[40, 15, 60, 80, 55, 30]), "neu", **apart("Plätze")).published
    assert [column for column, _ in before[0].beside] == ["Plätze"]
    later = dataclasses.replace(start("a"), asked=report.asked, name="25", fixed=before)
    assert passed(later, OLD, "alt").counts[0] == 2
    assert later.release(OLD.iloc[:1], table="eins", count="Personen", by=[], source=personenbesuche, measure="x", additive=False).counts[0] == 0


@pytest.mark.parametrize("name", [*CHANGES, "in Worten"])
@pytest.mark.parametrize("edition", [True, False], ids=["edition", "report"])
def test_a_change_does_not_give_back_what_another_report_hides(report: Report, name: str, *, edition: bool) -> None:
    told = {**CHANGES, "in Worten": [f"von {old} auf {new}" for old, new in zip(BEFORE, NOW, strict=True)]}[name]
    before = passed(report, OLD.assign(Personen=BEFORE * 7), "alt", by=["Raum"], where={"Jahr": ["2024"]}).published
    hidden = tuple(dataclasses.replace(p, report="70", values=tuple(None if v == 7 else v for v in p.values)) for p in before)
    later = dataclasses.replace(start("a"), asked=report.asked, **{"editions" if edition else "fixed": hidden})
    frame = NEW.assign(Personen=NOW * 7, **{name: told if name in {"in Worten", "Faktor"} or "%" in name else told * 7})
    if name == "in Worten":
        frame[name] = [f"von {old * 7} auf {new * 7}" for old, new in zip(BEFORE, NOW, strict=True)]
    with pytest.raises(ReleaseError, match=f"»neu«: »{name}« sagt, was »alt« \\(70\\) verbirgt"):
        passed(later, frame, "neu", where={"Jahr": ["2025"]}, **{"by": ["Raum"], **apart(name)})


@pytest.mark.parametrize("name", [*CHANGES, "in Worten"])
def test_a_change_is_one_to_a_count_in_the_table_or_in_the_one_it_is_derived_from(report: Report, name: str) -> None:
    told = {**CHANGES, "in Worten": [f"{new - old:+d} gegenüber Vorjahr" for old, new in zip(BEFORE, NOW, strict=True)]}[name]
    with pytest.raises(ReleaseError, match=f"»neu«: »{name}« (vergleicht mit einer Anzahl, die nicht ausgewiesen ist|ist keine Anzahl|enthält ganze Zahlen unter 3)"):
        passed(report, NEW.assign(**{name: told}), "neu")
    if name != "Vorjahr":
        both = passed(report, NEW.assign(Vor=BEFORE, **{name: told}), "beide", count=["Personen", "Vor"], measure="x")
        assert both.frame[name].isna().tolist()[1::4] == [True, True]


def test_changes_to_what_is_shown_and_numbers_of_something_else_pass(report: Report) -> None:
    old = passed(report, OLD, "alt")
    beside = NEW.assign(Veränderung=NOW - old.frame["Personen"], Öffnungstage=[200, 190, 180, 210, 205, 160], Rang=[4, 6, 2, 1, 3, 5])
    shown = passed(report, beside, "neu", derived=old).frame
    assert shown["Veränderung"].isna().tolist() == [False, True, False, False, False, True]
    assert shown["Öffnungstage"].tolist() == beside["Öffnungstage"].tolist()
    assert shown["Rang"].tolist() == beside["Rang"].tolist()


def test_nothing_beside_rounded_counts_says_the_true_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = opened(tmp_path, monkeypatch, "[regeln]\nrundung = 5\n")
    for column in (NOW, "es sind " + NOW.astype(str)):
        with pytest.raises(ReleaseError, match="»genau« sagt, was »neu« verbirgt"):
            passed(report, NEW.assign(genau=column), "neu", public=["genau"])
    rounded = passed(report, NEW.assign(Öffnungstage=[200, 190, 180, 210, 205, 160]), "neu", public=["Öffnungstage"])
    assert rounded.frame["Personen"].tolist() == [10, 10, 20, 25, 15, 10]
    shares = rounded.frame[["Raum", "Jahr"]].assign(Anteil=rounded.frame["Personen"] / 90 * 100)
    assert passed(report, shares, "Anteile", count=None, exempt="aus ausgewiesenen Werten", derived=rounded).frame["Anteil"].notna().all()


SMALL = [1, 2, 1, 2, 2, 1, 1, 2, 1]
HOUSES = pd.DataFrame({"Raum": [f"R{i}" for i in range(11)], "Jahr": 2025, "Personen": [*SMALL, 40, 31]})


@pytest.mark.parametrize("classes", [["eine", "zwei"], ["unter 2", "ab 2"], [True, False]], ids=["words", "numbers", "yes and no"])
@pytest.mark.parametrize("how", [{"public": ["Klasse"]}, {"by": ["Raum", "Jahr", "Klasse"]}], ids=["public", "key"])
def test_classes_of_hidden_counts_are_not_shown(report: Report, classes: list[Any], how: dict[str, Any]) -> None:
    labels = [classes[0] if n == 1 else classes[1] for n in HOUSES["Personen"]]
    with pytest.raises(ReleaseError, match="»T«: »Klasse« sagt, was »T« verbirgt"):
        passed(report, HOUSES.assign(Klasse=labels)[["Raum", "Jahr", "Klasse", "Personen"]], "T", **how)


def test_what_the_houses_are_called_and_have_is_no_class_of_their_counts(report: Report) -> None:
    beside = HOUSES.assign(Gebiet=[f"0{n % 3}" for n in HOUSES["Personen"]], Träger=["Stadt", "Verein", "Stadt", "Stadt", "Verein"] * 2 + ["Stadt"], Name=[f"Haus {i}" for i in range(11)], Garten=[True] * 5 + [False] * 6)
    assert passed(report, beside, "T", public=["Gebiet", "Träger", "Name", "Garten"]).frame["Garten"].notna().all()


FEW = pd.DataFrame({"Raum": list("ABCDE"), "Jahr": 2025, "Personen": [1, 2, 14, 30, 21]})


@pytest.mark.parametrize(
    "labels",
    [
        ["1 bis 2", "1 bis 2", "3 und mehr", "3 und mehr", "3 und mehr"],
        ["unter 3"] * 2 + ["ab 3"] * 3,
        ["weniger als drei Personen"] * 2 + ["–"] * 3,
        ["nur eine", "zwei", "viele", "viele", "viele"],
        ["1 Kind", "2 Kinder", "viele", "viele", "viele"],
        ["wenige", "wenige", "viele", "viele", "viele"],
        ["I", "II", "–", "–", "–"],
        ["(0, 2]", "(0, 2]", "(2, 99]", "(2, 99]", "(2, 99]"],
        ["n < 3", "n < 3", "ok", "ok", "ok"],
        [True, True, False, False, False],
        ["nein", "nein", "ja", "ja", "ja"],
    ],
    ids=str,
)
@pytest.mark.parametrize("how", [{"public": ["Klasse"]}, {"by": ["Raum", "Jahr", "Klasse"]}], ids=["public", "key"])
def test_amounts_in_words_tell_a_few_hidden_counts(report: Report, labels: list[Any], how: dict[str, Any]) -> None:
    with pytest.raises(ReleaseError, match="»T«: »Klasse« sagt, was »T« verbirgt"):
        passed(report, FEW.assign(Klasse=labels)[["Raum", "Jahr", "Klasse", "Personen"]], "T", **how)


def test_yes_and_no_that_bear_the_name_of_few_tell_them_in_two_rows(report: Report) -> None:
    with pytest.raises(ReleaseError, match="»T«: »unter Mindestzahl« sagt, was »T« verbirgt"):
        passed(report, FEW[1:3].assign(**{"unter Mindestzahl": [True, False]}), "T", public=["unter Mindestzahl"])


@pytest.mark.parametrize(
    "cells",
    [["unter 6", "6–9", "10–13", "14–17", "unter 6"], ["6 bis 9", "6 bis 12", "ab 10", "ab 14", "ab 6"], ["Verein"] * 2 + ["Stadt"] * 3, ["klein", "klein", "groß", "groß", "groß"], [True, False, False, True, True], ["Haus 1", "Haus 2", "Haus 3", "Haus 4", "Haus 5"], ["01", "02", "03", "04", "05"]],
    ids=str,
)
def test_words_that_say_something_else_pass_beside_few_hidden_counts(report: Report, cells: list[Any]) -> None:
    assert passed(report, FEW.assign(Was=cells), "T", public=["Was"]).frame["Was"].tolist() == cells


@pytest.mark.parametrize("before", [True, False], ids=["hidden before", "never shown"])
def test_a_change_alone_says_the_other_year_too(report: Report, *, before: bool) -> None:
    if before:
        passed(report, OLD.drop(columns="Jahr"), "alt", by=["Raum"], where={"Jahr": ["2024"]})
    new = passed(report, NEW.drop(columns="Jahr"), "neu", by=["Raum"], where={"Jahr": ["2025"]})
    alone = {"count": None, "by": ["Raum"], "exempt": "aus Ausgewiesenem", "derived": new}
    with pytest.raises(ReleaseError, match="»Wandel«: »Veränderung« vergleicht mit einer Anzahl, die nicht ausgewiesen ist"):
        passed(report, pd.DataFrame({"Raum": AREAS, "Veränderung": NOW - BEFORE}), "Wandel", **alone)


def test_a_change_alone_between_years_that_are_shown_passes(report: Report) -> None:
    old = passed(report, OLD.drop(columns="Jahr"), "alt", by=["Raum"], where={"Jahr": ["2024"]}).frame["Personen"]
    new = passed(report, NEW.drop(columns="Jahr"), "neu", by=["Raum"], where={"Jahr": ["2025"]})
    change = pd.DataFrame({"Raum": AREAS, "Veränderung": new.frame["Personen"] - old, "Veränderung in %": (new.frame["Personen"] / old - 1) * 100})
    assert passed(report, change, "Wandel", count=None, by=["Raum"], exempt="aus Ausgewiesenem", derived=new).frame.notna().sum().tolist() == [6, 4, 4]
