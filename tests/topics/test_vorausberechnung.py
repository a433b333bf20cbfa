"""The projection of the young population: stationary places, lacking columns, hidden base numbers, earlier base years."""

import numpy as np
import pandas as pd
import pytest

from workbench.schemas import bevoelkerung, bevoelkerungsbewegung
from workbench.schemas.terms import TOTAL
from workbench.start import start
from workbench.topics import vorausberechnung
from workbench.topics.altersstruktur import age_groups, scope
from workbench.topics.vorausberechnung import (
    GROUPS,
    VARIANTS,
    Assumptions,
    backtest,
    described,
    levels,
    projection,
    registered,
)

NONE = pd.DataFrame(columns=["Stichtag", "Altersgruppe", "Einwohner"])
STILL = Assumptions(years=2, births=10, moves=10)


def place(years=range(2018, 2025), *, each=20, oldest=60, **changed):
    """A place where nothing changes: as many of every age and sex, every woman of 30 has two children."""
    keys = pd.MultiIndex.from_product([years, range(oldest + 1), ["weiblich", "männlich"]], names=["Jahr", "Alter", "Geschlecht"])
    frame = pd.DataFrame({"Bestand": each, "Geburten": 0, "Sterbefälle": 0, "Zuzüge": 0, "Fortzüge": 0}, index=keys).reset_index()
    frame.loc[(frame["Alter"] == 30) & (frame["Geschlecht"] == "weiblich"), "Geburten"] = 2 * each
    return frame.assign(**changed).astype(dict.fromkeys(["Geburten", "Sterbefälle", "Zuzüge", "Fortzüge"], "Int64"))


def stock(bewegung, register=NONE):
    return vorausberechnung.stock(bewegung, register=register)


def forward(bewegung, *, annahmen=STILL, jahre=15, minimum=10, **how):
    how.setdefault("bestand", stock(bewegung))
    return projection(bewegung, annahmen=annahmen, jahre=jahre, minimum=minimum, **how)


def of(frame, group, variant="mittlere"):
    return frame[(frame["Altersgruppe"] == group) & (frame["Variante"] == variant)]["Vorausberechnet"].tolist()


def test_the_sample_place_of_these_tests_keeps_the_balance(tmp_path):
    place().to_csv(tmp_path / "bevoelkerungsbewegung.csv", sep=";", index=False)
    assert len(bevoelkerungsbewegung.TABLE.read(tmp_path)) == len(place())


def test_the_stock_counts_age_groups_and_all_under_27():
    latest = stock(place()).query("Jahr == 2024").set_index("Altersgruppe")["Bestand"]
    assert latest.to_dict() == {"unter 6": 240, "6–9": 160, "10–13": 160, "14–17": 160, "18–26": 360, TOTAL: 1080}


def test_where_nothing_changed_nothing_changes():
    found = forward(place())
    assert found["Jahr"].unique().tolist() == list(range(2025, 2040))
    for group, persons in (("unter 6", 240), ("10–13", 160), (TOTAL, 1080)):
        assert of(found, group) == pytest.approx([persons] * 15)
        assert of(found, group, "ohne Wanderung") == pytest.approx([persons] * 15)


def test_more_births_per_woman_reach_an_age_group_when_the_children_do():
    found = forward(place())
    assert of(found, "6–9", "obere")[:6] == pytest.approx([160] * 6)
    assert of(found, "6–9", "obere")[6] == pytest.approx(160 + 4)
    assert of(found, "6–9", "untere")[9] == pytest.approx(160 - 16)


def test_moves_to_the_place_are_carried_on_as_numbers_and_vary_with_the_variant():
    moving = place(Zuzüge=2, Fortzüge=2)
    found = forward(moving, jahre=1)
    assert of(found, "10–13") == pytest.approx([160])
    assert of(found, "10–13", "obere") == pytest.approx([160 + 8 * 0.2])
    assert of(found, "10–13", "untere") == pytest.approx([160 - 8 * 0.2])


def test_deaths_lower_the_cohorts():
    found = forward(place(Sterbefälle=1), jahre=2)
    assert of(found, "10–13") == pytest.approx([160 * 0.95, 160 * 0.95**2])


@pytest.mark.parametrize("column", ["Zuzüge", "Fortzüge"])
def test_without_one_way_of_moving_there_is_no_migration_at_all(column):
    one_way = place(**{"Zuzüge": 5, "Fortzüge": 1, column: pd.NA})
    assert of(forward(one_way), "10–13") == pytest.approx([160] * 15)
    said = described(one_way, annahmen=STILL).set_index("Bestandteil")["obere"]
    assert said[["Zuzüge", "Fortzüge"]].tolist() == ["nicht enthalten, Angaben fehlen"] * 2
    assert said["Geburten"] == "Mittel der letzten 2 Jahre + 10 %"


def test_without_births_only_those_who_are_born_are_projected():
    found = forward(place(Geburten=pd.NA), jahre=8)
    assert np.isnan(of(found, "unter 6")).all()
    assert of(found, "6–9")[:6] == pytest.approx([160] * 6)
    assert np.isnan(of(found, "6–9")[6:]).all()
    assert of(found, "10–13") == pytest.approx([160] * 8)


def test_without_the_women_who_could_have_children_there_are_no_births_either():
    found = forward(place(oldest=40), jahre=1)
    assert np.isnan(of(found, "unter 6")).all()
    assert of(found, "18–26") == pytest.approx([360])


def test_the_oldest_of_all_stay_where_the_table_ends_at_99():
    old = place(oldest=99)
    assert of(forward(old), TOTAL) == pytest.approx([1080] * 15)


def test_a_year_that_is_missing_takes_no_part_in_the_means():
    gap = place(Sterbefälle=1).query("Jahr != 2023")
    assert of(forward(gap, annahmen=Assumptions(years=5), jahre=1), "10–13") == pytest.approx([160 * 0.95])


def test_a_single_year_gives_no_rates_and_says_so():
    alone = place(years=[2024], Zuzüge=3, Fortzüge=1)
    assert of(forward(alone, jahre=1), "10–13") == pytest.approx([160])
    assert set(described(alone, annahmen=STILL)["mittlere"]) == {"nicht enthalten, Angaben fehlen"}


def test_nothing_is_projected_from_a_hidden_number():
    hidden = stock(place()).assign(Bestand=lambda f: f["Bestand"].mask(f.index == 3))
    for found in (forward(place(), bestand=hidden), levels(place(), bestand=hidden, minimum=10), backtest(place(), bestand=hidden, annahmen=STILL, minimum=10)):
        assert found.empty


def test_nothing_is_projected_where_a_year_of_age_is_small():
    assert forward(place(each=4)).empty
    assert not forward(place(each=5)).empty
    assert forward(place().query("Alter != 13")).empty


def test_an_earlier_base_year_knows_nothing_of_what_came_later():
    later = place(Zuzüge=3, Fortzüge=2)
    later.loc[later["Jahr"] > 2021, ["Bestand", "Zuzüge", "Fortzüge", "Geburten"]] += 7
    pd.testing.assert_frame_equal(forward(later, ab=2021, jahre=3), forward(place(Zuzüge=3, Fortzüge=2), ab=2021, jahre=3))


def test_the_backtest_sets_every_earlier_base_year_beside_what_came():
    found = backtest(place(), bestand=stock(place()), annahmen=STILL, minimum=10)
    assert found.groupby("Basisjahr")["Jahre voraus"].max().to_dict() == {2020: 4, 2021: 3, 2022: 2, 2023: 1}
    for column in ("mittlere", "ohne Wanderung", "unverändert"):
        assert found[column].to_numpy() == pytest.approx(found["Eingetreten"].to_numpy())
    assert set(found["Altersgruppe"]) == {*GROUPS, TOTAL}


def test_too_few_years_give_no_backtest():
    few = place(years=[2023, 2024])
    found = backtest(few, bestand=stock(few), annahmen=STILL, minimum=10)
    assert found.empty
    assert {"Eingetreten", *VARIANTS} <= set(found)


def test_births_and_moves_of_each_year_are_told_where_they_are_many_enough():
    found = levels(place(Zuzüge=1, Fortzüge=pd.NA), bestand=stock(place()), minimum=10).set_index("Jahr")
    assert found.index.tolist() == list(range(2019, 2025))
    assert found.loc[2024, "Kinder je Frau"] == pytest.approx(2)
    assert found.loc[2024, "Zuzüge je 100 junge Menschen"] == pytest.approx(100 * 54 / 1080)
    assert found["Fortzüge je 100 junge Menschen"].isna().all()
    assert levels(place(Zuzüge=1), bestand=stock(place()), minimum=55)["Zuzüge je 100 junge Menschen"].isna().all()


def register(**changed):
    """The same place at the end of 2024 as the register of two areas has it; in the second live two of every group but the last."""
    rows = [("01", age, sex, 20) for age in range(61) for sex in ("weiblich", "männlich")]
    frame = pd.DataFrame(rows, columns=["Raum", "Alter", "Geschlecht", "Einwohner"]).assign(Stichtag=pd.Timestamp("2024-12-31"))
    for age in (3, 7):
        here = (frame["Alter"] == age) & (frame["Geschlecht"] == "weiblich")
        frame.loc[here, "Einwohner"] -= 2
        frame = pd.concat([frame, frame[here].assign(Raum="02", Einwohner=2)], ignore_index=True)
    return frame.assign(**changed)


def test_the_register_is_counted_in_the_same_groups():
    assert registered(register())["Einwohner"].tolist() == [240, 160, 160, 160, 360, 1080]
    assert registered(register().iloc[:0]).empty


@pytest.mark.parametrize("each", [20, 21])
def test_a_number_that_would_give_a_hidden_one_away_is_missing_and_nothing_is_projected(monkeypatch, each):
    monkeypatch.delenv("WORKBENCH_PROJECT", raising=False)
    report, people = start("dorsten"), register()
    report.asked.update({"bevoelkerung", "bevoelkerungsbewegung"})
    areas = age_groups(people, raeume=pd.DataFrame({"Raum": ["01", "02"], "Name": ["Nord", "Süd"]})).drop(columns="Anteil in %")
    report.release(areas[areas["Raum"] != TOTAL], table="Gebiete", by=["Raum", "Gebiet", "Altersgruppe"], count="Einwohner", where=scope(people), source=bevoelkerung)
    sums = {"where": {"Altersgruppe": GROUPS}, "additive": ["Altersgruppe"]}
    whole = report.release(registered(people), table="Register", by=["Stichtag", "Altersgruppe"], count="Einwohner", source=bevoelkerung, **sums)
    hidden = whole.frame.set_index("Altersgruppe")["Einwohner"].isna()
    assert hidden[["unter 6", "6–9"]].all()  # less Nord, which is shown, they would be the two of Süd
    assert not hidden["10–13"]
    own = place(each=each)  # stock and register agree, or nearly
    released = report.release(stock(own, whole.frame), table="Bestand", by=["Jahr", "Altersgruppe"], count="Bestand", source=bevoelkerungsbewegung, **sums)
    assert released.only(Jahr=2024).frame["Bestand"].isna().all()
    assert released.only(Jahr=2023).frame["Bestand"].notna().all()
    assert projection(own, bestand=released.frame, annahmen=STILL, jahre=1, minimum=10).empty


def counted_anew(year=2022, factor=0.5):
    """The same place, in which a census finds fewer people than the register had."""
    frame = place()
    new = frame["Jahr"] >= year
    parts = {c: (frame[c] * factor).astype(frame[c].dtype).where(new & ((frame["Jahr"] > year) | (c == "Bestand")), frame[c]) for c in ("Bestand", "Geburten")}
    return frame.assign(**parts, Basis=np.where(new, "Zensus 2022", "Zensus 2011"))


def test_a_new_census_changes_no_rate_and_is_no_error_of_the_past():
    found = forward(counted_anew(), annahmen=Assumptions(years=3))
    assert of(found, TOTAL) == pytest.approx([540] * 15)
    past = backtest(counted_anew(), bestand=stock(counted_anew()), annahmen=STILL, minimum=10)
    assert set(zip(past["Basisjahr"], past["Basisjahr"] + past["Jahre voraus"], strict=True)) == {(2020, 2021), (2022, 2023), (2022, 2024), (2023, 2024)}
    assert past.loc[past["Altersgruppe"] == TOTAL, "mittlere"].to_numpy() == pytest.approx(past.loc[past["Altersgruppe"] == TOTAL, "Eingetreten"].to_numpy())


def test_the_year_of_a_new_census_has_no_rates_and_the_assumptions_say_so():
    shown = levels(counted_anew(), bestand=stock(counted_anew()), minimum=10).set_index("Jahr")["Kinder je Frau"]
    assert shown.isna().tolist() == [False, False, False, True, False, False]
    assert described(counted_anew(), annahmen=STILL).set_index("Bestandteil").loc["Geburten", "mittlere"] == "Mittel der letzten 2 Jahre"
    assert described(counted_anew(), annahmen=Assumptions(years=4)).set_index("Bestandteil").loc["Geburten", "mittlere"] == "Mittel der letzten 4 Jahre ohne 2022"


def test_the_break_is_named_with_its_base():
    assert vorausberechnung.breaks(counted_anew()).to_numpy().tolist() == [["2022", "2022 (Zensus 2022)"]]
    assert vorausberechnung.breaks(place()).empty
