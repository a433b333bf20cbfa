"""Two shown numbers give no hidden count away: a share and its base elsewhere, places and those left, parts and percent in a text, sums one after the other."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure.cells import Released
from workbench.errors import ReleaseError
from workbench.schemas import besuche, bevoelkerung, einrichtungen, personenbesuche, tables
from workbench.start import Report, start

AREAS = pd.DataFrame({"Raum": list("ABCDEF"), "Personen": [20, 50, 31, 40, 30, 25]})
GIRLS = np.array([2, 20, 11, 12, 9, 24])  # two girls in A, one boy in F
OFFERS = pd.DataFrame({"Angebot": ["Töpfern", "Fußball", "Chor", "Kochen"], "Teilnehmende": [1, 20, 15, 12], "Plätze": [10, 20, 16, 20]})


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    (tmp_path / "projekt.toml").write_text('format = 1\nname = "Probe"\nstand = 2025-12-31\nsynthetisch = true\n[orte.a]\nname = "Adorf"\nags = "05562012"\n', encoding="utf-8")
    (tmp_path / "a").mkdir()
    monkeypatch.setenv("WORKBENCH_PROJECT", str(tmp_path))
    report = start("a")
    report.asked.update(tables())
    return report


def shown(report: Report, frame: pd.DataFrame, **how: Any) -> Released:
    return report.release(frame, **{"table": "T", "count": "Personen", "base": "Personen", "source": personenbesuche, "additive": False, **how})


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("wer", [f"{g} von {n} sind Mädchen" for g, n in zip(GIRLS, AREAS["Personen"], strict=True)]),
        ("wie viele", [f"{g / n * 100:.1f} % Mädchen".replace(".", ",") for g, n in zip(GIRLS, AREAS["Personen"], strict=True)]),
        ("Mädchen je Junge", GIRLS / (AREAS["Personen"] - GIRLS)),
        ("Mädchen je hundert Jungen", (GIRLS / (AREAS["Personen"] - GIRLS) * 100).round(1)),
        ("Fälle auf 1.000 Personen", GIRLS / AREAS["Personen"] * 1000),
    ],
    ids=["parts", "percent", "odds", "rounded odds", "per thousand"],
)
def test_a_proportion_hides_its_few_however_it_is_said(report: Report, name: str, cells: Any) -> None:
    assert shown(report, AREAS.assign(**{name: cells})).frame[name].isna().tolist() == [True, False, False, False, False, True]


def test_a_small_number_with_its_unit_is_hidden_in_a_text_and_other_texts_stay(report: Report) -> None:
    frame = AREAS.assign(wer=["1 Mädchen", "20 Mädchen", *["4 Kinder"] * 4], was=["1 Haus", "2 Häuser", "ab 6 Jahren", "Rang 1 von 6", "6–9", "Familien mit 2 Kindern"])
    found = shown(report, frame, by=["Raum"]).frame
    assert found["wer"].isna().tolist() == [True, *[False] * 5]
    assert found["was"].notna().all()


SHARE = AREAS[["Raum"]].assign(Reichweite=GIRLS / AREAS["Personen"] * 100)


@pytest.mark.parametrize("first", [True, False], ids=["base first", "share first"])
@pytest.mark.parametrize("digits", [1, 9])
def test_a_share_gives_its_count_away_beside_a_base_in_another_table(report: Report, *, first: bool, digits: int) -> None:
    counted = lambda: shown(report, AREAS, table="P")  # noqa: E731
    share = lambda: shown(report, SHARE.round(digits), table="R", count=None, base=None, by=["Raum"], exempt="Quote", source=einrichtungen)  # noqa: E731
    calls = [counted, share] if first else [share, counted]
    calls[0]()
    with pytest.raises(ReleaseError, match=r'»R«: »Reichweite« mal »Personen« .»P«. ergibt überall ganze Zahlen, auch kleine.* count="Personen", base="Personen"'):
        calls[1]()


def test_a_share_that_is_said_to_be_public_gives_it_away_too(report: Report) -> None:
    with pytest.raises(ReleaseError, match=r"»T«: »Reichweite« mal »Personen« .»T«. ergibt überall ganze Zahlen"):
        shown(report, AREAS.assign(Reichweite=SHARE["Reichweite"]), base=None, public=["Reichweite"], source=[personenbesuche, bevoelkerung])


def test_shares_of_something_else_and_of_shown_counts_pass(report: Report) -> None:
    both = shown(report, AREAS.assign(Mädchen=[9, 20, 11, 12, 9, 20]), count=["Personen", "Mädchen"], part={"Mädchen": "Personen"}, base=None, table="P")
    derived = both.frame[["Raum"]].assign(Anteil=both.frame["Mädchen"] / both.frame["Personen"] * 100)
    assert len(shown(report, derived, table="A", count=None, base=None, exempt="aus Ausgewiesenem", derived=both, by=["Raum"])) == 6
    green = AREAS[["Raum"]].assign(**{"Anteil Grün in %": [12.5, 40.1, 3.3, 7.9, 30.0, 4.0]})
    assert len(shown(report, green, table="G", count=None, base=None, exempt="Karte", source=einrichtungen, by=["Raum"])) == 6


def test_shares_of_things_pass(report: Report) -> None:
    coded = AREAS.rename(columns={"Personen": "Absätze"}).assign(Einigkeit=SHARE["Reichweite"])
    assert shown(report, coded, count="Absätze", base=None, public=["Einigkeit"], source=[personenbesuche, bevoelkerung]).frame["Einigkeit"].notna().all()


@pytest.mark.parametrize("column", ["freie Plätze", "Auslastung in %", "gerundet in %"])
@pytest.mark.parametrize("apart", [True, False], ids=["another table", "the same table"])
def test_two_columns_do_not_give_back_a_hidden_count_together(report: Report, column: str, *, apart: bool) -> None:
    used = OFFERS["Teilnehmende"] / OFFERS["Plätze"] * 100
    frame = OFFERS.assign(**{column: {"freie Plätze": OFFERS["Plätze"] - OFFERS["Teilnehmende"], "Auslastung in %": used, "gerundet in %": used.round(1)}[column]})
    how = {"count": "Teilnehmende", "base": None, "by": ["Angebot"], "source": [besuche, einrichtungen]}
    if apart:
        shown(report, frame[["Angebot", "Teilnehmende"]], **how)
        how = {"count": None, "base": None, "by": ["Angebot"], "source": einrichtungen, "exempt": "Verzeichnis", "table": "V"}
        frame = frame.drop(columns="Teilnehmende")
    else:
        how["public"] = ["Plätze", column]
    with pytest.raises(ReleaseError, match=f"»Plätze« neben »{column}« sagt, was »T« verbirgt"):
        shown(report, frame, **how)


MONTHS = pd.DataFrame({"Monat": ["Januar", "Februar", "März", "April", "Mai"], "Personen": [50, 2, 30, 40, 20]})
SUMS = MONTHS["Personen"].cumsum()


@pytest.mark.parametrize("codes", [["31.01.", "28.02.", "31.03.", "30.04.", "31.05."], ["1", "1 u. 2", "1 u. 3", "1 u. 4", "1 u. 5"]], ids=["days", "numbers"])
@pytest.mark.parametrize("first", [True, False], ids=["months first", "sums first"])
def test_sums_in_a_table_of_their_own_do_not_give_back_a_month(report: Report, codes: list[str], *, first: bool) -> None:
    tables = [{"frame": MONTHS, "table": "M"}, {"frame": pd.DataFrame({"Stand": codes, "Personen": SUMS}), "table": "S"}][:: 1 if first else -1]
    shown(report, **tables[0], base=None)
    with pytest.raises(ReleaseError, match="»S«: »Personen« sagt, was »M« verbirgt"):
        shown(report, **tables[1], base=None)


@pytest.mark.parametrize("codes", [["Ende Januar", "Ende Februar", "Ende März", "Ende April", "Ende Mai"], ["bis Januar", "bis Februar", "bis März", "bis April", "bis Mai"], ["Januar", "Januar–Februar", "Januar–März", "Januar–April", "Januar–Mai"]])
def test_sums_alone_do_not_tell_that_few_were_added(report: Report, codes: list[str]) -> None:
    with pytest.raises(ReleaseError, match=f"»T«: »Personen« ist kumuliert, und von »{codes[0]}« zu »{codes[1]}« kommen weniger als 3 hinzu"):
        shown(report, pd.DataFrame({"Zeitraum": codes, "Personen": SUMS}), base=None)


def test_series_that_rise_are_no_sums(report: Report) -> None:
    assert len(shown(report, pd.DataFrame({"Jahr": ["2021", "2022", "2023", "2024"], "Personen": [50, 52, 60, 61]}), base=None)) == 4
    assert len(shown(report, pd.DataFrame({"Stand": ["bis März", "bis Juni", "bis Juli"], "Personen": [50, 60, 80]}), base=None, table="U", measure="x")) == 3
    ages = pd.DataFrame({"Gruppe": ["6 bis 9", "10 bis 13", "14 bis 17"], "Personen": [50, 52, 80]})
    assert len(shown(report, ages, base=None, table="Personen von 6 bis 17 Jahren", measure="y")) == 3


@pytest.mark.parametrize("name", ["davon Mädchen", "weiblich", "Personen mit Pass"])
def test_a_count_that_is_a_part_by_its_name_says_so(report: Report, name: str) -> None:
    frame = AREAS.assign(**{name: [18, 20, 11, 12, 9, 24]})
    with pytest.raises(ReleaseError, match=f'»T«: »{name}« ist dem Namen nach ein Teil von »Personen«.*Bitte part={{"{name}": "Personen"}}'):
        shown(report, frame, count=["Personen", name], base=None)
    assert shown(report, frame, count=["Personen", name], part={name: "Personen"}, base=None).frame[name].isna().tolist()[5]


def test_counts_that_leave_many_over_or_are_no_parts_pass(report: Report) -> None:
    assert len(shown(report, AREAS.assign(**{"davon Mädchen": [10, 20, 11, 12, 9, 14]}), count=["Personen", "davon Mädchen"], base=None)) == 6
    assert len(shown(report, AREAS.assign(Besuche=AREAS["Personen"] + 1), count=["Personen", "Besuche"], base=None, table="U", measure="x")) == 6


@pytest.mark.parametrize("part_first", [True, False])
def test_a_part_with_a_name_of_its_own_gives_the_few_away_that_are_left(report: Report, part_first: bool) -> None:
    tables = [("Alle", AREAS, {}), ("Ohne Spielmobil", AREAS.assign(Personen=AREAS["Personen"] - [2, 0, 0, 0, 0, 0]), {"measure": "Personen ohne Spielmobil"})]
    (one, first, how), (two, second, more) = tables[::-1] if part_first else tables
    shown(report, first, table=one, **how)
    with pytest.raises(ReleaseError, match=rf"^»{two}« zählt mit measure= etwas Eigenes, aber neben »{one}« in keiner Zeile {'weniger' if part_first else 'mehr'}"):
        shown(report, second, table=two, **more)


@pytest.mark.parametrize("off", [[5, 0, 0, 0, 0, 0], [2, -1, 0, 0, 0, 0]], ids=["many are left", "no part"])
def test_something_else_may_be_counted_beside(report: Report, off: list[int]) -> None:
    shown(report, AREAS)
    assert len(shown(report, AREAS.assign(Personen=AREAS["Personen"] - off), table="U", measure="x")) == 6
