"""Rows that are sums of others without saying so are found, by name and by value, and protected like totals."""

import dataclasses

import pandas as pd
import pytest

from workbench.disclosure.audit import breaches
from workbench.disclosure.door import release
from workbench.disclosure.model import Model
from workbench.disclosure.published import Published, dumps, loads
from workbench.disclosure.seeming import seeming
from workbench.project import Rule
from workbench.schemas.terms import TOTAL


def table(counts: dict[str, float], key: str = "Tag", **more: object) -> Published:
    return Published("ort", "bericht", "T", "besuche/N", (key,), tuple((c,) for c in counts), tuple(counts.values()), **{"additive": (key,), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "whole", "parts"),
    [
        ({"Mo": 2, "Di": 10, "Mi": 5, "Mo–Di": 12}, "Mo–Di", ["Mo", "Di"]),
        ({"Mo": 2, "Di": 10, "Mi": 5, "Mo bis Mi": 17}, "Mo bis Mi", ["Mo", "Di", "Mi"]),
        ({"Nord und Süd": 12, "Nord": 2, "West": 7, "Süd": 10}, "Nord und Süd", ["Nord", "Süd"]),
        ({"Mo": 2, "Di": 10, "Mi": 5, "Woche": 17}, "Woche", ["Mo", "Di", "Mi"]),
        ({"Mo": 2, "Di": 310, "Mi": 205, "Anfang": 312}, "Anfang", ["Mo", "Di"]),
        ({"Mo": 2, "Di": 31, "Mi": 9, "Anfang": 33}, "Anfang", ["Mo", "Di"]),
    ],
)
def test_a_sum_is_found(counts: dict[str, float], whole: str, parts: list[str]) -> None:
    assert seeming(table(counts), []) == {"Tag": dict.fromkeys(parts, whole)}


def test_sums_of_sums_are_found() -> None:
    found = seeming(table({"Mo": 2, "Di": 10, "Mi": 5, "Do": 7, "Mo–Di": 12, "Mi–Do": 12, "alles": 24}), [])
    assert found == {"Tag": {"Mo": "Mo–Di", "Di": "Mo–Di", "Mi": "Mi–Do", "Do": "Mi–Do", "Mo–Di": "alles", "Mi–Do": "alles"}}


def test_a_run_of_rows_is_a_sum_where_it_is_one_in_every_year() -> None:
    counts = {"Mo": (2, 9), "Di": (10, 12), "Mi": (5, 8), "früh": (12, 21)}
    both = Published("ort", "b", "T", "besuche/N", ("Jahr", "Tag"), tuple((y, d) for d in counts for y in ("23", "24")), tuple(float(v) for pair in counts.values() for v in pair), additive=("Tag",))
    assert seeming(both, []) == {"Tag": {"Mo": "früh", "Di": "früh"}}


def test_a_sum_in_very_many_lines_is_found_by_the_largest() -> None:
    days = {"Mo": 1.0, "Di": 2.0, "Mi": 7.0, "früh": 3.0}
    lines = [(f"J{year}", day) for day in days for year in range(200)]
    numbers = tuple(days[day] * (1 + int(year[1:])) for year, day in lines)
    part = Published("ort", "b", "T", "besuche/N", ("Jahr", "Tag"), tuple(lines), numbers, additive=("Tag",))
    assert seeming(part, []) == {"Tag": {"Mo": "früh", "Di": "früh"}}
    off = tuple(n + (line == ("J0", "früh")) for line, n in zip(lines, numbers, strict=True))
    assert seeming(dataclasses.replace(part, values=off), []) == {}, "one line contradicts"


@pytest.mark.parametrize(
    "counts",
    [{"Mo": 2, "Di": 3, "Mi": 5, "Do": 9}, {"Mo": 2, "Di": 0, "Woche": 2}, {"Mo": 2, "Di": 10, "Mo–Di": 11}, {"Mo": 2, "Di": 10, TOTAL: 12}, {}],
    ids=["chance", "one part", "no sum", "declared", "empty"],
)
def test_what_is_no_sum_is_none(counts: dict[str, float]) -> None:
    assert seeming(table(counts), []) == {}


def test_parts_may_stand_in_another_table() -> None:
    days = table({"Mo": 2, "Di": 10, "Mi": 5})
    assert seeming(table({"Mo–Di": 12, "Sa": 4}), [days]) == {"Tag": {"Mo": "Mo–Di", "Di": "Mo–Di"}}


@pytest.mark.parametrize("label", ["Mo–Di", "Anfang"])
def test_a_hidden_part_cannot_be_taken_from_an_undeclared_sum(label: str) -> None:
    counts = {"Mo": 2, "Di": 310, "Mi": 205, label: 312}
    frame = pd.DataFrame({"Tag": list(counts), "N": list(counts.values())})
    found = release(frame, table="T", rule=Rule(), count="N")
    assert found.frame["N"].isna().tolist()[:3] != [True, False, False]
    naive = table({**counts, "Mo": None}, goals={0: (1, 3)})  # type: ignore[dict-item]
    assert breaches([naive]) == []
    known = loads(dumps([Published(**{**vars(naive), "seeming": {"Tag": {"Mo": label, "Di": label}}})]))
    assert [b.interval for b in breaches(known)] == [(2, 2)]


def test_a_sum_that_another_table_hides_a_part_of_is_protected_with_it() -> None:
    model = Model(measure="besuche")
    days = release(pd.DataFrame({"Tag": ["Mo", "Di", "Mi"], "N": [2, 10, 5]}), table="A", rule=Rule(), count="N", model=model)
    span = release(pd.DataFrame({"Tag": ["Mo–Di", "Mi"], "N": [12, 5]}), table="B", rule=Rule(), count="N", model=model, earlier=days.published)
    assert span.frame["N"].isna().tolist() == [True, False]


def test_numbers_that_only_happen_to_add_up_are_refuted_by_a_total() -> None:
    model = Model(measure="besuche")
    houses = release(pd.DataFrame({"Haus": ["a", "b", "c"], "N": [10, 10, 20]}), table="A", rule=Rule(), count="N", model=model)
    assert houses.published[0].seeming
    again = release(pd.DataFrame({"Haus": ["a", "b", "c", TOTAL], "N": [10, 10, 20, 40]}), table="B", rule=Rule(), count="N", model=model, earlier=houses.published)
    assert again.counts == (0, 0)
    assert breaches([*houses.published, *again.published]) == []


def test_what_a_total_has_refuted_is_not_passed_on_with_the_totals_that_shares_tell() -> None:
    """Else the attacker at the way out takes »a« for »c« and »d« together, and refuses what the door has let through."""
    counts = {"x": (6, 5, 3, 3), "y": (4, 3, 2, 2)}
    frame = pd.DataFrame([(code, role, n, 100 * n / sum(ns)) for code, ns in counts.items() for role, n in zip("abcd", ns, strict=True)], columns=["Code", "Rolle", "N", "Anteil in %"])
    model = Model(measure="segmente")
    totals = release(pd.DataFrame({"Code": list(counts), "N": [sum(ns) for ns in counts.values()]}), table="A", rule=Rule(), count="N", additive=False, model=model)
    roles = release(frame, table="B", rule=Rule(), count="N", additive=["Rolle"], model=model, earlier=totals.published)
    assert roles.counts == (2, 1), "»b«, »c« and »d« of »y«"
    assert breaches([*totals.published, *roles.published]) == []
