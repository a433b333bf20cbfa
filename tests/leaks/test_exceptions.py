"""An exception from the rules shows nothing but what it is declared for: no count under another name, nothing that nobody published."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.errors import ReleaseError
from workbench.schemas import besuche, einrichtungen, indikatorkatalog, kennzahlen, personenbesuche, tables
from workbench.start import Report, start

OFFICIAL = "veröffentlichte amtliche Zahlen"
VISITS = pd.DataFrame({"Tag": ["Mo", "Di", "Mi", "Do"], "Besuche": [50, 30, 2, 45]})
FIGURES = "Kennzahl;Schlüssel;Jahr;Wert;Einheit;Quelle;Lizenz\nSchulen;05562012;2024;7;;Amt;\nKitas;05562012;2024;12;;Amt;\n"
LISTED = "Datum;Einrichtung;Altersgruppe;Geschlecht;Besuche\n08.01.2024;H1;10–13;weiblich;2\n"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    toml = 'format = 1\nname = "Probe"\nstand = 2025-12-31\nsynthetisch = true\n[[ausnahmen]]\nart = "amtlich"\ntabelle = "kennzahlen"\ngrund = "vom Amt"\n[orte.a]\nname = "Adorf"\nags = "05562012"\n'
    (tmp_path / "projekt.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "a").mkdir()
    for name, text in {"kennzahlen": FIGURES, "besuche": LISTED, "einrichtungen": "Einrichtung;Name;Träger;Raum\nH1;Haus;Stadt;\n"}.items():
        (tmp_path / "a" / f"{name}.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_PROJECT", str(tmp_path))
    report = start("a")
    report.asked.update(tables())
    return report


def shown(report: Report, frame: pd.DataFrame, **how: Any) -> list[float]:
    return report.release(frame, table="T", by=list(frame.columns[:1]), **how).frame.iloc[:, -1].tolist()


SHARES = VISITS["Besuche"] / 127 * 100


@pytest.mark.parametrize("exempt", ["Beschreibung, keine Daten", OFFICIAL])
@pytest.mark.parametrize("reason", [VISITS["Besuche"], SHARES, VISITS["Besuche"] - 31.75, "es sind " + VISITS["Besuche"].astype(str), VISITS["Besuche"].astype(str) + " von 127"], ids=["count", "share", "distance", "text", "of all"])
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_a_count_under_another_name_is_no_exception(report: Report, exempt: str, reason: pd.Series, *, first: bool) -> None:
    other = pd.DataFrame({"Wochentag": " " + VISITS["Tag"].str.lower(), "Wert": reason})
    counted = lambda: report.release(VISITS, table="Besuche je Tag", count="Besuche", source=besuche)  # noqa: E731
    free = lambda: shown(report, other, exempt=exempt, source=kennzahlen)  # noqa: E731
    calls = [free, counted] if first else [counted, free]
    calls[0]()
    with pytest.raises(ReleaseError, match="»T«: »Wert« sagt, was »Besuche je Tag« verbirgt"):
        calls[1]()


def test_numbers_that_have_nothing_to_do_with_a_hidden_count_pass(report: Report) -> None:
    counted = report.release(VISITS, table="Besuche je Tag", count="Besuche", source=besuche)
    assert shown(report, pd.DataFrame({"Tag": VISITS["Tag"], "Öffnungsstunden": [4, 4, 6, 8]}), exempt="Öffnungszeiten", source=einrichtungen) == [4, 4, 6, 8]
    derived = counted.frame.assign(Anteil=counted.frame["Besuche"] / 125)[["Tag", "Anteil"]]
    assert pd.isna(shown(report, derived, exempt="aus ausgewiesenen Werten", derived=counted)[2])


def test_ranks_and_keys_of_areas_are_no_counts(report: Report) -> None:
    counts = pd.DataFrame({"Raum": ["01", "01", "01", "02", "02", "02"], "Alter": ["a", "b", "c"] * 2, "Besuche": [90, 120, 2, 0, 3, 41]})
    assert any(report.release(counts, table="T", by=["Raum", "Alter"], count="Besuche", source=besuche).why)
    report.release(VISITS, table="Besuche je Tag", count="Besuche", source=besuche, measure="Tage")
    assert shown(report, pd.DataFrame({"Tag": VISITS["Tag"], "Rang": [1, 3, 4, 2]}), exempt="Rang", source=einrichtungen) == [1, 3, 4, 2]


def test_places_near_the_visits_and_running_numbers_are_no_copies(report: Report) -> None:
    many = pd.DataFrame({"Haus": list("abcdef"), "Besuche": [2, 14, 37, 161, 320, 109]})
    report.release(many, table="Besuche je Haus", count="Besuche", source=besuche)
    assert shown(report, many[["Haus"]].assign(Plätze=[5, 15, 35, 160, 320, 110]), exempt="Plätze laut Betriebserlaubnis", source=einrichtungen)[0] == 5
    report.release(many.assign(Besuche=[1, 2, 3, 4, 5, 6]), table="Besuche am Montag", count="Besuche", source=besuche, measure="Montag")
    assert shown(report, many[["Haus"]].assign(Nummer=[1, 2, 3, 4, 5, 6]), exempt="Verzeichnis", source=einrichtungen)[0] == 1
    with pytest.raises(ReleaseError, match="»Wert« sagt, was »Besuche je Haus« verbirgt"):
        shown(report, many[["Haus"]].assign(Wert=[2, 14, 37, 160, 321, 110]), exempt="verrauscht", source=einrichtungen)


def test_official_figures_are_those_of_a_table_that_is_declared(report: Report) -> None:
    frame = pd.DataFrame({"Kennzahl": ["Schulen", "Kitas"], "Wert": [7, 12]})
    assert shown(report, frame, exempt=OFFICIAL, source=[kennzahlen, indikatorkatalog]) == [7, 12]
    for source in (besuche, [kennzahlen, besuche], indikatorkatalog, []):
        with pytest.raises(ReleaseError, match="nicht erklärt"):
            shown(report, frame, exempt=OFFICIAL, source=source)


def test_a_report_that_reads_other_data_shows_official_figures_as_they_are_published(report: Report) -> None:
    report.read(kennzahlen)
    frame = pd.DataFrame({"Kennzahl": ["Schulen", "Kitas"], "Wert": [7, 12], "Rang": [1, 2]})
    assert shown(report, frame, exempt=OFFICIAL, source=kennzahlen) == [1, 2]
    report.read(besuche)
    assert shown(report, frame[["Kennzahl", "Wert"]], exempt=OFFICIAL, source=kennzahlen) == [7, 12]
    with pytest.raises(ReleaseError, match="In »Rang« stehen Zahlen, die in keiner als amtlich erklärten Tabelle stehen"):
        shown(report, frame, exempt=OFFICIAL, source=kennzahlen)
    published = report.release(frame[["Kennzahl", "Wert"]], table="Veröffentlicht", exempt=OFFICIAL, source=kennzahlen)
    assert shown(report, frame, exempt=OFFICIAL, source=kennzahlen, derived=published) == [1, 2]
    with pytest.raises(ReleaseError, match="»Rang«"):
        shown(report, frame, exempt=OFFICIAL, source=kennzahlen, derived=report.release(frame[["Kennzahl", "Wert"]], table="Besuche", count="Wert", source=besuche))


def test_a_count_of_an_exempt_table_stands_in_its_source_or_is_a_sum_of_its_rows(report: Report) -> None:
    report.read(kennzahlen)
    assert shown(report, pd.DataFrame({"Kennzahl": ["Schulen", "Kitas", "beide"], "Fälle": [7, 12, 19]}), exempt=OFFICIAL, source=kennzahlen) == [7, 12, 19]
    strange = pd.DataFrame({"Tag": ["Mo", "Di"], "Besuche": [7, 3]})
    with pytest.raises(ReleaseError, match=r"»T«, Di: Die Anzahl unter »Besuche« steht nicht in »kennzahlen« und ist keine Summe von Zeilen daraus\..*count=\"Besuche\"") as fault:
        shown(report, strange, exempt=OFFICIAL, source=kennzahlen)
    assert "3" not in str(fault.value)
    with pytest.raises(ReleaseError, match="»T«, Di"):
        shown(report, strange.assign(Besuche=["7 Gäste", "3 Gäste"]), exempt=OFFICIAL, source=kennzahlen)
    with pytest.raises(ReleaseError, match="»T«, Di: Die Anzahl unter »Wert«"):
        shown(report, pd.DataFrame({"Tag": ["Mo", "Di", "Mi"], "Wert": [7, 3, 12]}), exempt=OFFICIAL, source=kennzahlen)


def test_rates_units_and_comparison_sets_are_no_counts_of_the_source(report: Report) -> None:
    report.read(kennzahlen)
    frame = pd.DataFrame({"Gebiet": ["a", "b", "c", "d"], "Einheit": ["%", "je 1.000", "Fälle", "Fälle"], "Ebene": ["Ort", "Ort", "Ort", "Vergleichsgebiet"], "Wert": [50, 3, 12, 80]})
    assert report.release(frame, table="T", by=["Gebiet"], exempt=OFFICIAL, source=kennzahlen).frame["Wert"].tolist() == [50, 3, 12, 80]
    with pytest.raises(ReleaseError, match="»T«, c: Die Anzahl unter »Wert«"):
        report.release(frame.assign(Wert=[50, 3, 13, 80]), table="T", by=["Gebiet"], exempt=OFFICIAL, source=kennzahlen)
    assert shown(report, pd.DataFrame({"Gebiet": ["a", "b", "c"], "Wert": [50.5, 3, 2]}), exempt=OFFICIAL, source=kennzahlen) == [50.5, 3, 2]


@pytest.mark.parametrize("exempt", [OFFICIAL, "aus ausgewiesenen Werten"])
def test_a_table_that_is_derived_counts_nothing_that_was_not_shown(report: Report, exempt: str) -> None:
    report.read(kennzahlen)
    report.read(besuche)
    days = VISITS.assign(Besuche=[50, 30, 20, 45])
    shown_ = report.release(days, table="Besuche je Tag", count="Besuche", source=besuche)
    published = report.release(pd.DataFrame({"Kennzahl": ["Schulen", "Kitas"], "Wert": [7, 12]}), table="Veröffentlicht", exempt=OFFICIAL, source=kennzahlen) if exempt == OFFICIAL else shown_
    how = {"exempt": exempt, "derived": published, "source": kennzahlen if exempt == OFFICIAL else ()}
    assert shown(report, days.sort_values("Besuche"), **how) == [20, 30, 45, 50]
    assert shown(report, pd.DataFrame({"Tag": ["Woche"], "Besuche": [145]}), **how) == [145]
    with pytest.raises(ReleaseError, match="»T«, 10–13: Die Anzahl unter »Besuche« steht nicht in"):
        shown(report, pd.DataFrame({"Alter": ["6–9", "10–13"], "Besuche": [50, 2]}), **how)


def test_a_rounded_count_is_still_one(report: Report) -> None:
    many = pd.DataFrame({"Tag": VISITS["Tag"], "Besuche": [5311, 4722, 2, 4333]})
    report.release(many, table="Besuche je Tag", count="Besuche", source=besuche)
    with pytest.raises(ReleaseError, match="»Wert« sagt, was"):
        shown(report, pd.DataFrame({"Tag": many["Tag"], "Wert": many["Besuche"].round(-1)}), exempt="gerundet", source=einrichtungen)
    with pytest.raises(ReleaseError, match="»Wert« sagt, was"):
        shown(report, many.rename(columns={"Besuche": "Wert"}).iloc[2:], exempt="zwei Zeilen", source=einrichtungen)


@pytest.mark.parametrize(
    ("column", "how"),
    [
        (VISITS["Besuche"] + 100, {"public": ["Wert"]}),
        (VISITS["Besuche"].astype(str), {"by": ["Tag", "Wert"]}),
        ("Nr. " + VISITS["Besuche"].astype(str), {"by": ["Tag", "Wert"], "additive": False}),
    ],
    ids=["public", "key", "key with words"],
)
def test_what_stands_beside_a_hidden_count_does_not_say_it(report: Report, column: pd.Series, how: dict[str, Any]) -> None:
    with pytest.raises(ReleaseError, match="»T«: »Wert« sagt, was »T« verbirgt"):
        report.release(VISITS.assign(Wert=column)[["Tag", "Wert", "Besuche"]], table="T", count="Besuche", source=besuche, **{"by": ["Tag"], **how})


@pytest.mark.parametrize("how", [{"count": "Basis", "additive": False, "measure": "x"}, {"count": "Wert", "measure": "y"}], ids=["another base", "another measure"])
def test_a_count_that_stands_on_something_else_is_compared_too(report: Report, how: dict[str, Any]) -> None:
    report.release(VISITS.assign(Summe=127)[["Tag", "Besuche"]], table="Besuche je Tag", count="Besuche", source=besuche, additive=False)
    days = pd.DataFrame({"Tag": [*VISITS["Tag"], "Fr"], "Basis": 900, "Wert": [*VISITS["Besuche"], 3]})
    frame = days if how["count"] == "Basis" else days.drop(columns="Basis").assign(Wert=days["Wert"] * 3)
    with pytest.raises(ReleaseError, match=r"»Wert« (sagt, was »Besuche je Tag« verbirgt|enthält ganze Zahlen unter 3)"):
        report.release(frame, table="T", by=["Tag"], source=besuche, **how)


def test_numbers_without_a_rule_name_their_source(report: Report) -> None:
    method = pd.DataFrame({"Was": ["Mindestzahl"], "Wert": [3]})
    with pytest.raises(ReleaseError, match=r"source= fehlt\. »Wert« enthält Zahlen\. source= nennt das Verzeichnis"):
        shown(report, method, exempt="Angaben der Methode")  # read past the workbench, perhaps
    report.read(besuche)
    for frame in (method, method.astype(str)):
        with pytest.raises(ReleaseError, match=r"source= fehlt\. »Wert« enthält Zahlen, und der Bericht liest »besuche«"):
            shown(report, frame, exempt="Angaben der Methode")
    assert shown(report, method, exempt="Angaben der Methode", derived=report.release(VISITS, table="Besuche", count="Besuche", source=besuche)) == [3]
    assert shown(report, pd.DataFrame({"Was": ["ab"], "Jahr": [2022]}), exempt="Beschreibung") == [2022]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"Was": ["Gäste"], "Mi": [2]}),
        pd.DataFrame({"Tage": ["Mo bis Mi", "Rest"], "Gäste": [82, 45]}),
        pd.DataFrame({"Tag": VISITS["Tag"], "Index": VISITS["Besuche"] ** 0.5}),
        pd.DataFrame({"Tag": VISITS["Tag"], "Text": VISITS["Besuche"].astype(str) + " (1 %)"}),
    ],
    ids=["one count", "partial sums", "root", "text"],
)
def test_no_reason_exempts_numbers_from_counts(report: Report, frame: pd.DataFrame) -> None:
    with pytest.raises(ReleaseError, match=f"»T«: »{frame.columns[-1]}« enthält Zahlen aus »besuche«, das Anzahlen führt; exempt= genügt dafür nicht. Anzahlen nennt count="):
        shown(report, frame, exempt="Beschreibung, keine Daten", source=besuche)
    assert shown(report, pd.DataFrame({"Altersgruppe": ["6–9"], "Jahr": ["seit 2022"]}), exempt="Beschreibung", source=besuche) == ["seit 2022"]


@pytest.mark.parametrize("derived", [True, False])
def test_rows_that_repeat_themselves_are_a_count(report: Report, *, derived: bool) -> None:
    report.read(besuche)
    how = {"derived": report.release(VISITS, table="Besuche", count="Besuche", source=besuche)} if derived else {"source": besuche}
    raw = VISITS.loc[VISITS.index.repeat(VISITS["Besuche"]), ["Tag"]]
    with pytest.raises(ReleaseError, match="»T«: Zeilen kommen mehrmals vor, und der Bericht liest »besuche«"):
        shown(report, raw, exempt="Beschreibung", **how)
    assert shown(report, raw.drop_duplicates(), exempt="Beschreibung", **how) == ["Mo", "Di", "Mi", "Do"]


def test_no_reason_exempts_data_on_persons(report: Report) -> None:
    with pytest.raises(ReleaseError, match="»T«: »Person« beruht auf »personenbesuche« und damit auf Angaben über Personen"):
        shown(report, pd.DataFrame({"Person": ["P-A"], "Wie oft": ["selten"]}), exempt="Beschreibung, keine Daten", source=[einrichtungen, personenbesuche])
