"""The sample: the committed files are what the generator writes, small, true where they must be, and readable."""

import datetime as dt
import importlib
from pathlib import Path

import pandas as pd
import pytest

from workbench.project import SAMPLE, Place, load
from workbench.schemas import (
    besuche,
    bevoelkerung,
    bevoelkerungsbewegung,
    einrichtungen,
    indikatoren,
    kennzahlen,
    personenbesuche,
    raeume,
    stammschaetzung,
    tables,
)
from workbench.schemas.terms import TOTAL

WRITTEN_BY_HAND = {"README.md", "erzeugen.py"}
# FIELD: Zensus 15.05.2022 for towns, Fortschreibung 31.12.2024 for the two Landkreise
RESIDENTS = {
    "dorsten": 74_257,
    "ibbenbueren": 50_618,
    "leer": 169_103,
    "dortmund": 598_246,
    "oldenburg": 172_759,
    "rottweil": 140_237,
    "stolberg": 57_165,
}
# INKAR 2024: under-15s in SGB II, per cent, 2022
POVERTY = {"dorsten": 14.75, "ibbenbueren": 8.15, "leer": 8.89, "dortmund": 28.06, "oldenburg": 18.61, "rottweil": 4.67, "stolberg": 18.45}
LACKING = {  # on purpose, so that reports show what they do without
    "ibbenbueren": {"personenbesuche", "stunden"},
    "leer": {"mitglieder", "verbaende"},
    "oldenburg": {"personenbesuche", "stunden", "stammschaetzung"},
    "stolberg": {"besuche", "personenbesuche", "stunden", "stammschaetzung"},
}
ELSEWHERE = {"strassen"}  # tables of other projects
PLACES = list(RESIDENTS)


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    return load(SAMPLE).orte


def tables_of(place: Place) -> set[str]:
    return {name for name, table in tables().items() if table.find(place.folder)}


def committed() -> dict[str, bytes]:
    files = (f for f in SAMPLE.rglob("*") if f.is_file() and not {"generator", "reports", "__pycache__"} & set(f.relative_to(SAMPLE).parts))
    return {f.relative_to(SAMPLE).as_posix(): f.read_bytes() for f in files if f.name not in WRITTEN_BY_HAND and f.name[0] != "."}


def test_the_generator_writes_the_committed_files_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(SAMPLE)
    importlib.import_module("erzeugen").generate(tmp_path)
    written = {f.relative_to(tmp_path).as_posix(): f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}
    found = committed()
    assert sorted(written) == sorted(found)
    assert [name for name in found if written[name] != found[name]] == []


def test_the_sample_is_small() -> None:
    sizes = {name: len(content) for name, content in committed().items()}
    assert sum(sizes.values()) < 6_000_000
    assert {name: size for name, size in sizes.items() if size > 1_000_000} == {}


def test_the_project_is_marked_as_synthetic_and_has_the_seven_places_in_order(places: dict[str, Place]) -> None:
    project = load(SAMPLE)
    assert project.synthetisch
    assert list(places) == PLACES
    assert [p.ags for p in places.values()] == ["05562012", "05566028", "03457", "05913000", "03403000", "08325", "05334032"]
    assert "synthetisch" in project.quellen["besuche"].quelle


@pytest.mark.parametrize("key", PLACES)
def test_every_table_of_a_place_is_read_without_fault(key: str, places: dict[str, Place]) -> None:
    there = tables_of(places[key])
    for name in sorted(there):
        assert len(tables()[name].read(places[key].folder)) > 0
    assert not there & LACKING.get(key, set())


def test_every_table_is_somewhere_in_the_sample(places: dict[str, Place]) -> None:
    assert set(tables()) - set().union(*map(tables_of, places.values())) == ELSEWHERE


@pytest.mark.parametrize("key", PLACES)
def test_residents_add_up_to_the_official_total(key: str, places: dict[str, Place]) -> None:
    heads = bevoelkerung.TABLE.read(places[key].folder)
    assert heads["Einwohner"].sum() == RESIDENTS[key]
    assert not heads["Raum"].eq(TOTAL).any()
    assert heads.groupby("Raum").size().eq(200).all()


@pytest.mark.parametrize("key", PLACES)
def test_the_age_profile_is_that_of_a_german_place(key: str, places: dict[str, Place]) -> None:
    heads = bevoelkerung.TABLE.read(places[key].folder)
    age = pd.to_numeric(heads["Alter"])
    share = heads["Einwohner"] / heads["Einwohner"].sum()
    assert share[age < 18].sum() == pytest.approx(0.168, abs=0.02)
    assert share[age >= 65].sum() == pytest.approx(0.21, abs=0.03)
    assert share[heads["Geschlecht"] == "weiblich"].sum() == pytest.approx(0.505, abs=0.01)


@pytest.mark.parametrize("key", PLACES)
def test_stock_and_flow_end_with_the_residents_of_the_register(key: str, places: dict[str, Place]) -> None:
    moving = bevoelkerungsbewegung.TABLE.read(places[key].folder)
    assert sorted(moving["Jahr"].unique()) == list(range(2016, 2025))
    heads = bevoelkerung.TABLE.read(places[key].folder).query("Alter <= 60").groupby(["Alter", "Geschlecht"])["Einwohner"].sum()
    pd.testing.assert_series_equal(moving.query("Jahr == 2024").set_index(["Alter", "Geschlecht"])["Bestand"].sort_index(), heads, check_names=False)
    assert moving["Sterbefälle"].isna().all() == (key == "stolberg")
    women = moving.query("Geschlecht == 'weiblich'")
    children = (women["Geburten"] / women["Bestand"]).groupby(women["Jahr"]).sum()
    assert children.between(1.2, 1.9).all()


@pytest.mark.parametrize("key", PLACES)
def test_child_poverty_of_the_place_is_the_official_one(key: str, places: dict[str, Place]) -> None:
    rows = indikatoren.TABLE.read(places[key].folder).query("Indikator == 'sgb2_u15' and Jahr == 2022")
    assert 100 * rows["Zähler"].sum() / rows["Nenner"].sum() == pytest.approx(POVERTY[key], abs=0.01)


@pytest.mark.parametrize("key", PLACES)
def test_indicators_are_shares_of_five_years_in_every_area(key: str, places: dict[str, Place]) -> None:
    rows = indikatoren.TABLE.read(places[key].folder)
    known = rows[rows["Zähler"].notna()]
    assert known["Zähler"].le(known["Nenner"]).all()
    assert sorted(rows["Jahr"].unique()) == [2020, 2021, 2022, 2023, 2024]
    assert len(rows) == rows["Indikator"].nunique() * 5 * len(raeume.TABLE.read(places[key].folder))


def test_small_numerators_and_missing_values_with_reasons_occur(places: dict[str, Place]) -> None:
    rows = pd.concat([indikatoren.TABLE.read(p.folder) for p in places.values()])
    assert rows["Zähler"].between(1, 2).sum() > 10
    assert set(rows.loc[rows["Zähler"].isna(), "Grund"]) >= {"geheim", "Angabe folgt später", "unbekannt oder geheim", "nicht sicher genug"}
    assert rows.loc[rows["Zähler"].notna(), "Grund"].eq("").all()


def test_one_area_is_too_small_for_a_rate(places: dict[str, Place]) -> None:
    heads = bevoelkerung.TABLE.read(places["dorsten"].folder).groupby("Raum")["Einwohner"].sum()
    assert (heads < load(SAMPLE).regeln.mindestbevoelkerung).sum() == 1


def test_the_planning_units_of_leer_are_ten_gemeinden_and_two_samtgemeinden(places: dict[str, Place]) -> None:
    keys = raeume.TABLE.read(places["leer"].folder)["Raum"]
    assert sorted(keys.str.len().value_counts().to_dict().items()) == [(8, 10), (9, 2)]


def test_rottweil_has_its_21_gemeinden_without_the_dissolved_one(places: dict[str, Place]) -> None:
    keys = raeume.TABLE.read(places["rottweil"].folder)["Raum"]
    assert len(keys) == 21
    assert "08325058" not in set(keys)


@pytest.mark.parametrize("key", [k for k in PLACES if k != "stolberg"])
def test_visits_look_like_those_of_open_youth_work(key: str, places: dict[str, Place]) -> None:
    visits = besuche.TABLE.read(places[key].folder)
    share = visits.groupby("Altersgruppe")["Besuche"].sum() / visits["Besuche"].sum()
    sexes = visits.groupby("Geschlecht")["Besuche"].sum()
    assert share["10–13"] + share["14–17"] > 0.5
    assert sexes["männlich"] > sexes["weiblich"] > sexes["divers"] > 0
    assert visits["Datum"].dt.year.eq(2025).all()
    assert not visits["Datum"].isin([pd.Timestamp(dt.date(2025, 12, 25)), pd.Timestamp(dt.date(2025, 5, 1))]).any()


@pytest.mark.parametrize("key", ["dorsten", "leer", "dortmund", "rottweil"])
def test_person_records_are_the_same_visits_as_the_tallies(key: str, places: dict[str, Place]) -> None:
    by = ["Einrichtung", "Datum", "Altersgruppe", "Geschlecht"]
    persons = personenbesuche.TABLE.read(places[key].folder)
    tallies = besuche.TABLE.read(places[key].folder).query("Besuche > 0").set_index(by)["Besuche"]
    counted = persons.groupby(by).size()
    pd.testing.assert_series_equal(counted, tallies[tallies.index.isin(counted.index)].sort_index(), check_names=False, check_dtype=False)
    assert persons["Wohnraum"].eq("außerhalb").any()


def test_staff_estimates_are_for_open_facilities_only(places: dict[str, Place]) -> None:
    for key in set(PLACES) - {"oldenburg", "stolberg"}:
        houses = einrichtungen.TABLE.read(places[key].folder).set_index("Einrichtung")["Angebotsart"]
        assert houses[stammschaetzung.TABLE.read(places[key].folder)["Einrichtung"]].eq("offen").all()


def test_figures_of_a_place_are_its_indicators_summed_and_members_add_up_to_it(places: dict[str, Place]) -> None:
    figures = kennzahlen.TABLE.read(places["leer"].folder).query("Jahr == 2024 and Kennzahl == 'Kinder unter 15 Jahren'").set_index("Schlüssel")["Wert"]
    rows = indikatoren.TABLE.read(places["leer"].folder).query("Indikator == 'sgb2_u15' and Jahr == 2024")
    assert figures["03457"] == rows["Nenner"].sum() == figures[figures.index.str.len() == 8].sum()
    assert (figures.index.str.len() == 8).sum() == 19
