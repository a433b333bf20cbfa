"""Means, quantiles, extremes and sums of amounts leave with a base or with contributions; what follows from the table leaves as it is."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.disclosure.door import release
from workbench.errors import ReleaseError
from workbench.project import Rule
from workbench.schemas import besuche, oeffnungszeiten, personenbesuche
from workbench.schemas.terms import TOTAL
from workbench.start import Report, start

PEOPLE = pd.DataFrame({"Raum": list("ABCD"), "Personen": [3, 5, 24, 40]})
VISITS = [13, 31, 155, 302]
MEAN = [n / k for n, k in zip(VISITS, PEOPLE["Personen"], strict=True)]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    (tmp_path / "projekt.toml").write_text('format = 1\nname = "Probe"\nstand = 2025-12-31\nsynthetisch = true\n[orte.a]\nname = "Adorf"\nags = "05562012"\n', encoding="utf-8")
    (tmp_path / "a").mkdir()
    for name, text in FILES.items():
        (tmp_path / "a" / f"{name}.csv").write_text(text, encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_PROJECT", str(tmp_path))
    report = start("a")
    for table in (besuche, oeffnungszeiten, personenbesuche):
        report.read(table)
    return report


FILES = {
    "raeume": "Raum;Name\nA;Nord\n",
    "einrichtungen": "Einrichtung;Name;Träger;Raum\nH1;Haus;Stadt;A\n",
    "besuche": "Datum;Einrichtung;Altersgruppe;Geschlecht;Besuche\n08.01.2024;H1;10–13;weiblich;2\n",
    "oeffnungszeiten": "Einrichtung;Wochentag;von;bis\nH1;Montag;14:00;18:00\n",
    "personenbesuche": "Einrichtung;Datum;Person;Altersgruppe;Geschlecht;Wohnraum\nH1;08.01.2024;P17;10–13;weiblich;A\n",
}


def shown(report: Report, frame: pd.DataFrame, **how: Any) -> pd.DataFrame:
    return report.release(frame, **{"table": "T", "count": "Personen", "additive": False, "source": personenbesuche, **how}).frame


@pytest.mark.parametrize("name", ["Mittel", "Durchschnitt der Besuche", "x"])
@pytest.mark.parametrize("cells", [MEAN, [round(n, 1) for n in MEAN], [f"Ø {n:.1f}".replace(".", ",") for n in MEAN]], ids=["as it is", "rounded", "in words"])
def test_a_mean_names_its_base(report: Report, name: str, cells: list[Any]) -> None:
    with pytest.raises(ReleaseError, match=f'»T«: »{name}« ist keine Anzahl und folgt nicht aus den Spalten der Tabelle.* Bitte base="Personen" .* unter 10 wird er verborgen'):
        shown(report, PEOPLE.assign(**{name: cells}))
    assert shown(report, PEOPLE.assign(**{name: cells}), base="Personen")[name].isna().tolist() == [True, True, False, False]


@pytest.mark.parametrize("name", ["Median", "Mittelwert", "0,9-Quantil", "50%", "mittlere Zahl der Besuche", "Standardabweichung", "Besuche je Person"])
def test_whole_numbers_are_means_by_their_names(report: Report, name: str) -> None:
    with pytest.raises(ReleaseError, match="Bitte base="):
        shown(report, PEOPLE.assign(**{name: [4, 6, 6, 7]}))


def test_a_mean_of_few_is_hidden_unless_the_sum_stands_beside_it() -> None:
    for frame, hidden in ((PEOPLE.assign(x=MEAN), [True, True, False, False]), (PEOPLE.assign(Besuche=VISITS, x=MEAN), [False] * 4)):
        released = release(frame, table="T", rule=Rule(), count="Personen", additive=False)
        assert released.frame["x"].isna().tolist() == hidden


def test_a_mean_over_another_column_of_the_table_is_shown_with_it() -> None:
    """Passages per person asked, beside the persons who speak of a subject: in some groups that is everybody."""
    asked, passages = [6, 6, 12, 12], [8, 4, 18, 7]
    frame = pd.DataFrame({"Thema": list("abcd"), "Befragte": asked, "Personen": [6, 3, 12, 5], "Textstellen": passages, "je Befragten": [n / k for n, k in zip(passages, asked, strict=True)]})
    for given, hidden in ((frame, 0), (frame.drop(columns="Befragte"), 1)):
        released = release(given, table="T", rule=Rule(), count="Personen", by=["Thema"], additive=False)
        assert released.frame["je Befragten"].isna().sum() == hidden


@pytest.mark.parametrize("empty", [0.0, float("nan")])
def test_columns_without_numbers_say_no_mean(empty: float) -> None:
    frame = PEOPLE.assign(divers=empty, unbekannt=empty, x=MEAN)
    released = release(frame, table="T", rule=Rule(), count="Personen", public=["divers", "unbekannt"], additive=False)
    assert released.frame["x"].isna().tolist() == [True, True, False, False]


@pytest.mark.parametrize("name", ["Maximum", "Höchste Zahl der Besuche", "größter Wert", "min", "Spannweite", "Höchstzahl", "die meisten Besuche", "häufigste Besuche", "Besuche der aktivsten Person"])
@pytest.mark.parametrize("how", [{}, {"base": "Personen"}, {"public": ["Wert"], "source": [personenbesuche, oeffnungszeiten]}, {"count": ["Personen", "Wert"]}], ids=["alone", "base", "public", "count"])
def test_the_value_of_a_single_person_is_never_shown(report: Report, name: str, how: dict[str, Any]) -> None:
    named = {k: [name if c == "Wert" else c for c in v] if k in {"public", "count"} else v for k, v in how.items()}
    with pytest.raises(ReleaseError, match=f"»T«: »{name}« ist ein größter oder kleinster Wert und damit der Wert einer einzelnen Person; er wird nie ausgewiesen"):
        shown(report, PEOPLE.assign(**{name: [9, 14, 31, 28]}), **named)


def test_neither_in_rows_of_a_long_table(report: Report) -> None:
    long = pd.DataFrame({"Maß": ["mean", "max"], "Personen": [24, 24], "Wert": [6.5, 31.0]})
    with pytest.raises(ReleaseError, match="»max« ist ein größter oder kleinster Wert"):
        shown(report, long, by=["Maß"], base="Personen")


def test_the_largest_of_visits_is_a_count_of_its_own(report: Report) -> None:
    frame = pd.DataFrame({"Haus": ["A", "B"], "Besuche": [90, 41], "höchste Tageszahl": [2, 11]})
    with pytest.raises(ReleaseError, match=r"»höchste Tageszahl« ist ein größter oder kleinster Wert, also eine einzelne Anzahl\. Bitte count="):
        shown(report, frame, count="Besuche", source=besuche)
    assert shown(report, frame, count=["Besuche", "höchste Tageszahl"], source=besuche)["höchste Tageszahl"].isna().tolist() == [True, False]


@pytest.mark.parametrize("name", ["Kosten", "Kosten in Euro", "Betreuungsstunden", "Fördermittel in €"])
@pytest.mark.parametrize("how", [{}, {"base": "Personen"}])
def test_sums_of_amounts_bring_their_contributions(report: Report, name: str, how: dict[str, Any]) -> None:
    with pytest.raises(ReleaseError, match=f'»T«: »{name}« ist dem Namen nach eine Summe von Beträgen oder Stunden.* Bitte amounts=.*"{name}": beitraege'):
        shown(report, PEOPLE.assign(**{name: [900, 800, 7000, 9000]}), **how)
    parts = pd.DataFrame({"Raum": ["A"] * 3, "Beitrag von": [1, 2, 3], name: [300, 300, 300]})
    assert shown(report, PEOPLE[:1].assign(**{name: 900}), amounts={name: parts})[name].tolist() == [900]


def test_what_is_computed_of_the_counted_is_not_public(report: Report) -> None:
    with pytest.raises(ReleaseError, match="»x« steht in public=, kommt nach source= aber aus den gezählten Daten selbst"):
        shown(report, PEOPLE.assign(x=[0.37, 1.2, 3.77, 2.19]), public=["x"])
    with pytest.raises(ReleaseError, match="»x« ist ein Mittelwert über »Personen« und damit nicht public="):
        shown(report, PEOPLE.assign(x=MEAN), public=["x"], source=[personenbesuche, oeffnungszeiten])
    with pytest.raises(ReleaseError, match=r"»x« steht in by="):
        shown(report, PEOPLE.assign(x=MEAN)[["Raum", "x", "Personen"]], by=["Raum", "x"], base="Personen")


HARMLESS = {
    "share of all": PEOPLE["Personen"] / 72 * 100,
    "share of more than is listed": PEOPLE["Personen"] / 500,
    "index": (PEOPLE["Personen"] - 18) / 14.58,
    "per day, rounded": (PEOPLE["Personen"] / [20, 30, 45, 31]).round(2),
    "quotient of shares": PEOPLE["Personen"] / 72 / (pd.Series([20, 30, 45, 31]) / 126),
    "sum": PEOPLE["Personen"] * 2,
}


@pytest.mark.parametrize("column", HARMLESS)
def test_what_follows_from_the_table_is_shown(report: Report, column: str) -> None:
    frame = PEOPLE.assign(Personen=[30, 50, 240, 400], Tage=[20, 30, 45, 31])
    assert shown(report, frame.assign(x=HARMLESS[column]), public=["Tage"])["x"].notna().all()


def test_shares_within_groups_and_changes_between_years_are_shown(report: Report) -> None:
    frame = pd.DataFrame({"Raum": list("AABB"), "Jahr": [2024, 2025] * 2, "Personen": [30, 40, 15, 18]})
    shares = frame.assign(Anteil=frame["Personen"] / [45, 58, 45, 58], Wandel=[None, 100 / 3, None, 20.0])
    assert shown(report, shares, by=["Raum", "Jahr"])[["Anteil", "Wandel"]].notna().sum().tolist() == [4, 2]


def test_rates_of_the_counted_by_things_and_facts_from_other_tables_are_shown(report: Report) -> None:
    frame = pd.DataFrame({"Haus": ["A", "B"], "Besuche": [90, 41], "Besuche je Öffnungsstunde": [3.123, 1.76], "Stunden": [12.5, 4.25], "höchstens 2 Besuche": [11, 12]})
    assert shown(report, frame, count="Besuche", source=[besuche, oeffnungszeiten], public=["Stunden"]).notna().all(axis=None)
    with pytest.raises(ReleaseError, match="»Besuche je Person« ist keine Anzahl"):
        shown(report, frame.rename(columns={"Besuche je Öffnungsstunde": "Besuche je Person"}), count="Besuche", source=[besuche, oeffnungszeiten], public=["Stunden"])


def test_small_whole_numbers_say_what_they_count(report: Report) -> None:
    years = PEOPLE.assign(**{"2024": [2, 7, 20, 31]})
    with pytest.raises(ReleaseError, match=r'»2024« enthält ganze Zahlen unter 3, und nichts sagt, was sie zählen\. Sind es Personen oder Fälle: count=\[…, "2024"\]'):
        shown(report, years)
    assert shown(report, years, count=["Personen", "2024"])["2024"].isna().tolist() == [True, False, False, False]


def test_small_whole_numbers_of_things_pass(report: Report) -> None:
    assert shown(report, PEOPLE.assign(Häuser=[2, 7, 20, 31])).notna().all(axis=None)
    assert shown(report, PEOPLE.assign(Rang=[4, 3, 2, 1], Anteil=PEOPLE["Personen"] // 2 * 2 - 2), public=["Anteil"])["Rang"].notna().all()


@pytest.mark.parametrize("cells", [pd.to_datetime(["2025-03-01"] * 4), ["01.03.2025"] * 4], ids=["date", "text"])
def test_a_day_beside_persons_is_one_of_a_single_person(report: Report, cells: Any) -> None:
    with pytest.raises(ReleaseError, match="»zuletzt da« ist ein Tag und damit der Wert einer einzelnen Person"):
        shown(report, PEOPLE.assign(**{"zuletzt da": pd.Series(cells).astype(object) if isinstance(cells, list) else cells}))


def test_a_base_that_is_none_of_the_mean_helps_nothing(report: Report) -> None:
    assert shown(report, PEOPLE.assign(Termine=[90, 80, 700, 900], x=MEAN), base="Termine")["x"].isna().tolist()[:2] == [True, True]


def test_cumulated_shares_follow_from_the_counts_within_groups_and_beside_a_total(report: Report) -> None:
    frame = pd.DataFrame({"Haus": list("aaabbb"), "Alter": ["6–9", "10–13", "14–17"] * 2, "Personen": [30, 20, 50, 12, 16, 30]})
    groups = frame.groupby("Haus")["Personen"]
    assert shown(report, frame.assign(x=groups.cumsum() / groups.transform("sum") * 100))["x"].notna().all()
    total = pd.DataFrame({"Alter": ["6–9", "10–13", "14–17", TOTAL], "Personen": [30, 20, 50, 100], "kumuliert in %": [30.0, 50.0, 100.0, 100.0]})
    assert shown(report, total)["kumuliert in %"].notna().all()


def test_persons_of_each_day_are_counted_by_the_day(report: Report) -> None:
    days = pd.DataFrame({"Datum": pd.to_datetime(["2025-03-01", "2025-03-02"]), "Personen": [12, 15]})
    assert shown(report, days)["Personen"].tolist() == [12, 15]
    with pytest.raises(ReleaseError, match=r"ein Stichtag gehört in den Titel\. Ist nach Tagen gezählt, nennt sie by="):
        shown(report, days.assign(Haus=["A", "B"])[["Haus", "Datum", "Personen"]])


def test_small_numbers_left_of_the_count_name_the_row(report: Report) -> None:
    with pytest.raises(ReleaseError, match=r'Bezeichnen sie die Zeile \(Alter, Monat\): by=\["Alter"\]'):
        shown(report, pd.DataFrame({"Alter": [2, 1, 30, 7], "Personen": [12, 15, 20, 31]}))
    assert shown(report, pd.DataFrame({"Alter": [2, 1, 30, 7], "Personen": [12, 15, 20, 31]}), by=["Alter"])["Personen"].notna().all()


def test_an_exemption_names_the_number_and_not_the_key_of_digits(report: Report) -> None:
    with pytest.raises(ReleaseError, match="»Index« enthält Zahlen aus »besuche«"):
        report.release(pd.DataFrame({"Raum": ["01", "02"], "Index": [0.5, -0.5]}), table="T", exempt="aus Quoten", source=besuche)
