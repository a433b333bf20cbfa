"""The project's own grouping: counts of smaller areas are summed as they are read, and nothing is added twice or lost."""

import datetime as dt
import json
from pathlib import Path

import pytest

from workbench import project
from workbench.errors import DataError
from workbench.schemas import (
    bevoelkerung,
    einrichtungen,
    faelle,
    geometrie,
    indikatoren,
    kennzahlen,
    mitglieder,
    personenbesuche,
    strassen,
    zuordnung,
)
from workbench.schemas._check import check
from workbench.schemas._outlines import import_outlines
from workbench.start import start

AREAS = "Raum;Name\n03457002;Borkum\n034575402;Samtgemeinde Hesel\n"
GROUPS = "Schlüssel;Raum\n03457002;03457002\n03457003;034575402\n03457010;034575402\n"
SPLIT = "Schlüssel;Raum;Anteil;Bis Jahr\n03457002;03457002;;\n03457010;034575402;;\n03457003;03457002;60;2020\n03457003;034575402;40;2020\n"
HEAD = "Indikator;Raum;Jahr;Zähler;Nenner\n"
ROWS = "armut;03457002;2024;5;50\narmut;03457003;2024;4;20\narmut;03457010;2024;3;30\n"
TOML = 'format = 1\nname = "P"\nstand = 2025-01-01\n[orte.ort]\nname = "Ort"\nags = "03457"\n'


@pytest.fixture
def county(place):
    """Make the folder of a Landkreis with a grouping."""

    def make(groups: str = GROUPS, **tables: str) -> Path:
        folder: Path = place(raeume=AREAS, **({"zuordnung": groups} if groups else {}), **tables)
        (folder.parent / "projekt.toml").write_text(TOML, encoding="utf-8")
        return folder

    return make


def rows(folder: Path) -> list[tuple[object, ...]]:
    frame = indikatoren.TABLE.read(folder)
    return list(frame[["Raum", "Jahr", "Zähler", "Nenner", "Grund"]].astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def test_numerators_and_denominators_of_smaller_areas_are_summed(county) -> None:
    folder = county(indikatoren=HEAD + ROWS)
    assert rows(folder) == [("03457002", 2024, 5, 50, ""), ("034575402", 2024, 7, 50, "")]


def test_a_faulty_table_of_areas_is_one_fault_and_no_reference_is_called_wrong(county) -> None:
    folder = county(indikatoren=HEAD + ROWS, mitglieder="Verband;Verbandsart;Raum;Altersgruppe;Geschlecht;Mitglieder\nV1;Sport;03457002;10–13;weiblich;5\n")
    (folder / "raeume.csv").write_text(AREAS.replace("Raum;", "Raumm;"), encoding="utf-8")
    assert [f.table for f in check(project.load(folder.parent), today=dt.date(2025, 1, 1)) if f.level == "Fehler"] == ["raeume.csv"]


def test_residents_are_summed_age_by_age_though_rows_of_nobody_are_left_out(county) -> None:
    lines = "31.12.2024;03457002;12;weiblich;1\n31.12.2024;03457003;12;weiblich;2\n31.12.2024;03457010;12;weiblich;3\n31.12.2024;03457010;13;männlich;4\n"
    frame = bevoelkerung.TABLE.read(county(bevoelkerung="Stichtag;Raum;Alter;Geschlecht;Einwohner\n" + lines))
    assert [(r.Raum, r.Alter, r.Einwohner) for r in frame.itertuples()] == [("03457002", 12, 1), ("034575402", 12, 5), ("034575402", 13, 4)]
    assert frame["Einwohner"].dtype == "int64"


def test_what_comes_per_area_of_the_project_stays_as_it_is(county) -> None:
    folder = county(indikatoren=HEAD + "armut;03457002;2024;5;50\narmut;034575402;2024;7;50\n")
    assert rows(folder) == [("03457002", 2024, 5, 50, ""), ("034575402", 2024, 7, 50, "")]
    assert "Herkunft" not in indikatoren.TABLE.read(folder).attrs


def test_one_indicator_may_come_per_gemeinde_and_another_per_area(county) -> None:
    folder = county(indikatoren=HEAD + ROWS + "zuzug;034575402;2024;9;50\n")
    assert [r[0] for r in rows(folder)] == ["034575402", "03457002", "034575402"]


def test_a_sum_with_an_unknown_part_is_unknown_and_says_why(county) -> None:
    folder = county(indikatoren=HEAD + ROWS.replace("03457003;2024;4", "03457003;2024;.").replace("03457010;2024;3", "03457010;2024;..."))
    assert rows(folder)[1] == ("034575402", 2024, None, 50, "unbekannt oder geheim; Angabe folgt später")


def test_an_area_that_was_split_is_shared_by_population_and_marked_as_an_estimate(county) -> None:
    old = "armut;03457002;2020;5;50\narmut;03457003;2020;3;21\narmut;03457010;2020;3;30\n"
    folder = county(SPLIT, indikatoren=HEAD + old + "armut;03457002;2024;6;60\narmut;03457010;2024;4;40\n")
    found = rows(folder)
    assert found[:2] == [("03457002", 2020, 7, 63, ""), ("034575402", 2020, 4, 38, "")]  # 3 × 60 % = 1,8 and 21 × 60 % = 12,6
    assert sum(r[3] for r in found[:2]) == 50 + 21 + 30
    assert "geschätzt" in indikatoren.TABLE.read(folder).attrs["Herkunft"]


def test_a_row_of_nothing_for_a_dissolved_area_is_no_fault(county) -> None:
    folder = county(SPLIT, indikatoren=HEAD + "armut;03457002;2024;6;60\narmut;03457003;2024;-;0\narmut;03457010;2024;4;40\n")
    assert rows(folder) == [("03457002", 2024, 6, 60, ""), ("034575402", 2024, 4, 40, "")]


def test_an_area_of_another_youth_office_is_left_out(county) -> None:
    folder = county(GROUPS + "03457013;außerhalb\n", indikatoren=HEAD + ROWS + "armut;03457013;2024;99;100\n")
    assert [r[:3] for r in rows(folder)] == [("03457002", 2024, 5), ("034575402", 2024, 7)]
    assert [r[2] for r in rows(county(GROUPS + "03457013;außerhalb\n", indikatoren=HEAD + ROWS))] == [5, 7]


REFUSED = {
    "an area in two groups": (GROUPS + "03457003;03457002\n", HEAD + ROWS),
    "an area of which a part is lost": (SPLIT.replace(";60;", ";50;"), HEAD + ROWS),
    "a group that is no area, and an area without a part": ("Schlüssel;Raum\n03457002;03457002\n03457003;3\n", HEAD + ROWS),
    "years in the wrong order": (SPLIT.replace("Bis Jahr", "Ab Jahr;Bis Jahr").replace(";;\n", ";;;\n").replace(";2020\n", ";2022;2020\n"), HEAD + ROWS),
    "an unknown area": (GROUPS, HEAD + ROWS + "armut;03457999;2024;1;10\n"),
    "a former area without a mapping": ("", HEAD + "armut;03457002;2024;5;50\narmut;03457003;2020;1;10\n"),
    "an area that is left out, and one that is missing in a year": (GROUPS, HEAD + ROWS + "armut;03457002;2023;5;50\narmut;03457003;2023;4;20\nzuzug;03457010;2024;1;1\n"),
    "levels that are mixed": (GROUPS, HEAD + ROWS + "armut;034575402;2024;7;50\n"),
    "an area in a year in which it belonged nowhere": (SPLIT, HEAD + "armut;03457002;2024;6;60\narmut;03457003;2024;1;10\narmut;03457010;2024;4;40\n"),
    "a numerator above its denominator in one part": (GROUPS, HEAD + ROWS.replace("4;20", "24;20")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_summed_is_refused_in_german(case: str, county, snapshot) -> None:
    groups, table = REFUSED[case]
    with pytest.raises(DataError) as fault:
        indikatoren.TABLE.read(county(groups, indikatoren=table))
    assert str(fault.value) == snapshot


def test_residents_without_an_area_at_one_date_are_refused(county) -> None:
    lines = "31.12.2024;03457002;12;weiblich;1\n31.12.2024;03457003;12;weiblich;2\n"
    with pytest.raises(DataError, match=r"Stichtag 31\.12\.2024: ohne Angabe für »03457010«"):
        bevoelkerung.TABLE.read(county(bevoelkerung="Stichtag;Raum;Alter;Geschlecht;Einwohner\n" + lines))


def test_a_report_runs_on_the_grouping_and_names_it_below_its_figures(county, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = county(SPLIT, indikatoren=HEAD + "armut;03457002;2020;50;500\narmut;03457003;2020;30;210\narmut;03457010;2020;30;300\n")
    monkeypatch.setenv("WORKBENCH_PROJECT", str(folder.parent))
    bericht = start("ort")
    frame = bericht.read(indikatoren)
    shown = bericht.release(frame[["Raum", "Zähler"]], table="Kinder", count="Zähler", source=indikatoren)
    assert shown.source.startswith("Sozialindikatoren nach Räumen; aus kleineren Gebieten summiert, zum Teil geschätzt")
    assert "geschätzt" in str(bericht.sources().json())


def test_the_check_says_what_was_summed(county) -> None:
    folder = county(indikatoren=HEAD + ROWS)
    said = [f.text for f in check(project.load(folder.parent), today=dt.date(2026, 1, 1)) if "summiert" in f.text]
    assert said == ["»indikatoren.csv«: nach »zuordnung« aus kleineren Gebieten summiert."]


def test_a_gemeinde_with_official_figures_that_is_not_grouped_is_a_fault_named_once(county) -> None:
    lines = "".join(f"{name};{key};{year};{value};Personen;Q;\n" for name, year in (("Kinder", 2023), ("Kinder", 2024), ("Fälle", 2024)) for key, value in (("03457003", 5), ("03457016", 4 if year == 2024 else 3), ("03457501", "-"), ("05566028", 9)))
    table = {"kennzahlen": "Kennzahl;Schlüssel;Jahr;Wert;Einheit;Quelle;Lizenz\n" + lines}
    with pytest.raises(DataError) as fault:
        kennzahlen.TABLE.read(county(**table))
    assert fault.value.problems == ("Zeile 7, Schlüssel: »03457016« – fehlt in »zuordnung«, die diesen Kreis gliedert; seine Räume stünden ohne dieses Gebiet da. Bitte dort mit seinem Raum ergänzen, »außerhalb« für keinen.",)


def test_a_former_gemeinde_one_of_no_unit_and_a_samtgemeinde_are_no_fault(county) -> None:
    lines = "Kinder;03457003;2024;5;Personen;Q;\nKinder;03457016;2020;4;Personen;Q;\nKinder;03457017;2024;4;Personen;Q;\n".replace(";20", ";Gemeinde;20")
    lines += "Kinder;03457402;Gemeindeverband;2024;25;Personen;Q;\n"
    folder = county(GROUPS + "03457017;außerhalb\n", kennzahlen="Kennzahl;Schlüssel;Ebene;Jahr;Wert;Einheit;Quelle;Lizenz\n" + lines)
    assert len(kennzahlen.TABLE.read(folder)) == 4


def test_a_project_wide_file_of_many_places_is_grouped_too(county) -> None:
    folder = county()
    lines = "".join(f"03457;{line}\n" for line in ROWS.splitlines())
    (folder.parent / "indikatoren.csv").write_text("AGS;" + HEAD + lines, encoding="utf-8")
    assert indikatoren.TABLE.read(folder, "03457")["Zähler"].tolist() == [5, 7]


def test_the_grouping_itself_is_a_table_like_any_other(county) -> None:
    assert len(zuordnung.TABLE.read(county(SPLIT))) == 4


MEMBERS = "Verband;Verbandsart;Raum;Altersgruppe;Geschlecht;Mitglieder\n"
HOUSES = "Einrichtung;Name;Raum;Träger;Trägerart;Angebotsart\nE01;Haus;03457003;Stadt;öffentlich;offen\n"
VISITS = "Einrichtung;Datum;Person;Altersgruppe;Geschlecht;Wohnraum\n"
CLUBS = "Verband;Verbandsart;Gruppen;Juleica\nV01;Sport;1;1\n"


def outlined(folder: Path, **corners: tuple[int, int, int]) -> Path:
    """Write squares: west, east, north of each, above the same southern line."""
    squares = {key.strip("_"): [(400_000 + x, 5_900_000 + y) for x, y in ((w, 0), (e, 0), (e, n), (w, n), (w, 0))] for key, (w, e, n) in corners.items()}
    features = [{"type": "Feature", "properties": {"Raum": k}, "geometry": {"type": "Polygon", "coordinates": [ring]}} for k, ring in squares.items()]
    (folder / "geometrie.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return folder


def test_members_of_smaller_areas_are_summed_though_areas_of_nobody_are_left_out(county) -> None:
    lines = "V01;Sport;03457003;10–13;weiblich;4\nV01;Sport;03457010;10–13;weiblich;5\nV01;Sport;03457010;14–17;weiblich;6\n"
    frame = mitglieder.TABLE.read(county(verbaende=CLUBS, mitglieder=MEMBERS + lines))
    assert list(frame.itertuples(index=False, name=None)) == [("V01", "Sport", "034575402", "10–13", "weiblich", 9), ("V01", "Sport", "034575402", "14–17", "weiblich", 6)]


def test_a_facility_lies_in_the_area_of_its_gemeinde(county) -> None:
    frame = einrichtungen.TABLE.read(county(einrichtungen=HOUSES))
    assert frame["Raum"].tolist() == ["034575402"]
    assert frame.attrs["Herkunft"] == "Gebiete den Räumen zugeordnet"


def test_a_person_who_comes_from_two_gemeinden_of_an_area_is_still_one_person(county) -> None:
    lines = "E01;08.01.2024;P1;10–13;weiblich;03457003\nE01;09.01.2024;P1;10–13;weiblich;03457010\nE01;09.01.2024;P2;10–13;weiblich;außerhalb\nE01;09.01.2024;P3;10–13;weiblich;03457013\n"
    frame = personenbesuche.TABLE.read(county(GROUPS + "03457013;außerhalb\n", einrichtungen=HOUSES, personenbesuche=VISITS + lines))
    assert frame["Wohnraum"].tolist() == ["034575402", "034575402", "außerhalb", "außerhalb"]
    assert frame.groupby("Wohnraum")["Person"].nunique().to_dict() == {"034575402": 1, "außerhalb": 2}


def test_whoever_speaks_for_a_gemeinde_speaks_for_its_area_and_a_street_lies_there(county) -> None:
    folder = county(faelle="Fall;Rolle;Raum;Einwilligung\nL-01;Fachkraft;03457010;ja\n", strassen="Straße;Raum\nAm Ring;03457010\n")
    assert (faelle.TABLE.read(folder)["Raum"].tolist(), strassen.TABLE.read(folder)["Raum"].tolist()) == (["034575402"], ["034575402"])


def test_an_area_that_was_moved_is_placed_by_the_day_of_the_row(county) -> None:
    moved = GROUPS.replace("Raum\n", "Raum;Ab Jahr;Bis Jahr\n").replace("3457002;03457002", "3457002;03457002;;").replace("03457010;034575402", "03457010;034575402;2021;\n03457010;03457002;;2020").replace("03457003;034575402", "03457003;034575402;;")
    lines = "E01;08.01.2020;P1;10–13;weiblich;03457010\nE01;08.01.2021;P1;10–13;weiblich;03457010\n"
    frame = personenbesuche.TABLE.read(county(moved, einrichtungen=HOUSES, personenbesuche=VISITS + lines))
    assert frame["Wohnraum"].tolist() == ["03457002", "034575402"]


def test_outlines_of_gemeinden_become_one_outline_of_their_area(county) -> None:
    folder = outlined(county(GROUPS + "03457013;außerhalb\n"), _03457002=(0, 100, 50), _03457003=(100, 200, 50), _03457010=(201, 300, 50), _03457013=(300, 400, 50))
    frame = geometrie.TABLE.read(folder)
    assert frame["Raum"].tolist() == ["03457002", "034575402"]
    assert frame.attrs["Herkunft"] == "Umrisse aus denen kleinerer Gebiete zusammengefügt"
    assert [len(rings) for rings in frame["Ring"]] == [1, 1]  # the slit of 1 m is closed
    assert {(x - 400_000, y - 5_900_000) for x, y in frame["Ring"][1][0]} >= {(100, 0), (300, 0), (300, 50), (100, 50)}


def test_a_facility_is_looked_for_in_the_outline_that_was_put_together(county) -> None:
    head, line = HOUSES.splitlines()
    folder = outlined(county(einrichtungen=f"{head};Ostwert;Nordwert\n{line};400.250;5.900.025\n"), _03457002=(0, 100, 50), _03457003=(100, 200, 50), _03457010=(200, 300, 50))
    frame = einrichtungen.TABLE.read(folder)
    assert einrichtungen.TABLE.unlikely(frame, folder) == ""


TODAY = "Schlüssel;Raum;Anteil;Bis Jahr\n03457002;03457002;;\n03457010;034575402;;\n03457003;03457002;60;\n03457003;034575402;40;\n03457013;außerhalb;;\n03457099;034575402;;2015\n"


def test_what_lies_in_an_area_that_is_shared_or_in_none_cannot_be_placed(county, snapshot) -> None:
    folder = county(TODAY, einrichtungen=HOUSES + "E02;Haus;03457013;Stadt;öffentlich;offen\nE03;Haus;03457099;Stadt;öffentlich;offen\n")
    with pytest.raises(DataError) as fault:
        einrichtungen.TABLE.read(folder)
    assert str(fault.value) == snapshot


def test_an_outline_that_is_shared_or_incomplete_is_refused(county, snapshot) -> None:
    with pytest.raises(DataError) as shared:
        geometrie.TABLE.read(outlined(county(TODAY), _03457002=(0, 100, 50), _03457003=(100, 200, 50), _03457010=(200, 300, 50)))
    with pytest.raises(DataError) as incomplete:
        geometrie.TABLE.read(outlined(county(), _03457003=(100, 200, 50)))
    assert f"{shared.value}\n{incomplete.value}" == snapshot


def test_outlines_of_gemeinden_are_imported_as_those_of_their_area_but_not_of_a_shared_one(county) -> None:
    there = outlined(county(), _03457002=(0, 100, 50), _03457003=(100, 200, 50), _03457010=(200, 300, 50)) / "geometrie.geojson"
    source = there.rename(there.with_name("gemeinden.geojson"))
    place = project.load(there.parent.parent).orte["ort"]
    assert import_outlines(source, [place]) == ["Ort: 2 Umrisse aus »gemeinden.geojson« nach der Eigenschaft »Raum«: geometrie.geojson."]
    assert geometrie.TABLE.read(there.parent)["Raum"].tolist() == ["03457002", "034575402"]
    county(TODAY)
    with pytest.raises(DataError, match="»034575402«"):
        import_outlines(source, [place], dry_run=True)
