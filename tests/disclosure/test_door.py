"""The door: what is hidden, what stays, and that nothing hidden can be computed."""

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.disclosure.cells import OTHERS, WITHHELD
from workbench.disclosure.door import release
from workbench.disclosure.model import Model
from workbench.errors import ReleaseError
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

RULE = Rule()


def visits(*counts: float, total: bool = True) -> pd.DataFrame:
    """A one-way table of areas with a share beside each count."""
    names = [f"Raum {i}" for i in range(len(counts))] + ([TOTAL] if total else [])
    numbers = [*counts, *([sum(counts)] if total else [])]
    return pd.DataFrame({"Raum": names, "Besuche": numbers, "Anteil in %": [n / max(sum(counts), 1) * 100 for n in numbers]})


def test_a_small_count_hides_its_whole_row_and_a_second_row_with_it() -> None:
    released = release(visits(2, 10, 5, 0), table="Besuche", rule=RULE, count="Besuche")
    assert released.frame["Besuche"].isna().tolist() == [True, False, True, False, False]
    assert released.frame["Anteil in %"].isna().tolist() == [True, False, True, False, False]
    assert released.counts == (1, 1)


def test_a_true_zero_stays_zero_and_is_not_marked() -> None:
    released = release(visits(2, 10, 5, 0), table="Besuche", rule=RULE, count="Besuche")
    assert released.value("Besuche", Raum="Raum 3").number == 0
    assert not released.value("Besuche", Raum="Raum 3").hidden


def test_zeros_are_hidden_where_the_project_says_so() -> None:
    released = release(visits(0, 10, 5, 7), table="Besuche", rule=Rule(nullen_verbergen=True), count="Besuche")
    assert released.value("Besuche", Raum="Raum 0").hidden


def test_a_margin_counts_as_known_only_where_it_is_published() -> None:
    released = release(visits(2, 10, 5, total=False).drop(columns="Anteil in %"), table="Besuche", rule=RULE, count="Besuche")
    assert released.counts == (1, 0)


def test_a_share_tells_the_whole_even_where_no_total_is_printed() -> None:
    released = release(visits(2, 10, 5, total=False), table="Besuche", rule=RULE, count="Besuche")
    assert released.counts == (1, 1)


def test_distinct_persons_do_not_add_up_so_only_the_small_count_is_hidden_where_the_total_leaves_room() -> None:
    persons = pd.DataFrame({"Haus": ["A", "B", "C", TOTAL], "Personen": [2, 10, 5, 12]})
    assert release(persons, table="Personen", rule=RULE, count="Personen", additive=False).counts == (1, 0)


def test_distinct_persons_of_whom_nobody_can_be_counted_twice_are_like_a_sum() -> None:
    persons = pd.DataFrame({"Haus": ["A", "B", "C", TOTAL], "Personen": [2, 10, 5, 17]})
    assert release(persons, table="Personen", rule=RULE, count="Personen", additive=False).counts == (1, 1)


def test_counts_add_up_only_over_the_keys_that_are_named() -> None:
    frame = pd.DataFrame({"Raum": ["A", "B", TOTAL] * 2, "Jahr": [2023] * 3 + [2024] * 3, "Fälle": [2, 20, 22, 30, 40, 70]})
    by_area = release(frame, table="Fälle", rule=RULE, count="Fälle", by=["Raum", "Jahr"], additive=["Raum"])
    assert by_area.frame["Fälle"].isna().tolist() == [True, True, False, False, False, False]


def test_a_name_beside_its_key_makes_no_relation_of_its_own() -> None:
    frame = pd.DataFrame({"Raum": ["01", "02", "03", TOTAL], "Name": ["Nord", "Süd", "West", TOTAL], "Fälle": [2, 8, 9, 19]})
    assert release(frame, table="Fälle", rule=RULE, count="Fälle").counts == (1, 1)


def test_public_columns_stay_in_a_hidden_row() -> None:
    frame = visits(2, 10, 5).assign(Einwohner=[100, 200, 300, 600])
    released = release(frame, table="Besuche", rule=RULE, count="Besuche", public=["Einwohner"])
    assert released.value("Einwohner", Raum="Raum 0").number == 100
    assert released.value("Besuche", Raum="Raum 0").hidden


def test_text_that_stands_on_a_small_count_is_hidden_too() -> None:
    frame = visits(2, 10, 5).assign(Urteil=["gestiegen", "gefallen", "gleich", "gleich"])
    released = release(frame, table="Besuche", rule=RULE, count="Besuche")
    assert released.frame["Urteil"].isna().tolist() == [True, False, True, False]


def test_a_total_that_is_itself_small_is_hidden_with_its_only_part() -> None:
    released = release(visits(2, 0, 0), table="Besuche", rule=RULE, count="Besuche")
    assert released.frame["Besuche"].isna().tolist() == [True, False, False, True]


def test_beside_an_unprinted_margin_that_allows_nothing_small_counts_alone_are_hidden() -> None:
    released = release(visits(2, 1, 0, total=False), table="Besuche", rule=RULE, count="Besuche")
    assert released.frame["Besuche"].isna().tolist() == [True, True, False]


def test_what_cannot_be_protected_beside_an_earlier_table_is_withheld_as_a_whole() -> None:
    model = Model(measure="besuche")
    first = release(visits(2, 10, 5).drop(columns="Anteil in %"), table="nach Raum", rule=RULE, count="Besuche", model=model)
    assert first.counts == (1, 1)
    north = pd.DataFrame({"Besuche": [7]})
    second = release(north, table="Raum 0 und 2", rule=RULE, count="Besuche", by=[], model=Model(measure="besuche", where={"Raum": ["Raum 0", "Raum 2"]}), earlier=first.published)
    assert second.counts == (0, 0), "the two hidden rows together were known before"
    third = pd.DataFrame({"Raum": ["Raum 0", "Raum 1"], "Besuche": [2, 10]})
    last = release(third, table="zwei Räume", rule=RULE, count="Besuche", model=Model(measure="besuche", where={"Raum": ["Raum 0", "Raum 1"]}), earlier=first.published)
    assert last.frame["Besuche"].isna().tolist() == [True, False], "what was hidden once stays hidden"
    sum_ = release(pd.DataFrame({"Besuche": [12]}), table="Summe", rule=RULE, count="Besuche", by=[], model=Model(measure="besuche", where={"Raum": ["Raum 0", "Raum 1"]}), earlier=first.published)
    assert sum_.frame["Besuche"].isna().all()
    assert sum_.why in ((WITHHELD,), (OTHERS,))


@pytest.mark.parametrize("how", [{"same": {"Gebiet": "Raum"}, "where": {"Gebiet": ["Raum 0", "Raum 1"]}}, {"where": {"Raum": ["Raum 0", "Raum 1"]}}, {"where": {"Besuche": {"Raum": ["Raum 0", "Raum 1"]}}}])
def test_a_part_of_the_areas_of_a_place_is_named_by_their_own_codes(how: dict[str, Any]) -> None:
    place: dict[str, Any] = {"measure": "besuche", "area": "05562012"}
    first = release(visits(2, 10, 5, total=False), table="nach Raum", rule=RULE, count="Besuche", model=Model(**place))
    assert first.frame["Besuche"].isna().tolist() == [True, False, True], "with an unprinted margin the others give it away"
    both = release(pd.DataFrame({"Besuche": [12]}), table="Summe", rule=RULE, count="Besuche", by=[], model=Model(**place, **how), earlier=first.published)
    assert both.frame["Besuche"].isna().all()


def test_an_unknown_count_is_missing_and_not_hidden() -> None:
    released = release(visits(np.nan, 10, 5, total=False), table="Besuche", rule=RULE, count="Besuche")
    assert released.value("Besuche", Raum="Raum 0").number is None
    assert not released.value("Besuche", Raum="Raum 0").hidden


def test_a_minimum_of_one_shows_everything_and_says_so() -> None:
    released = release(visits(1, 2), table="Besuche", rule=Rule().model_copy(update={"mindestzahl": 1}), count="Besuche")
    assert released.counts == (0, 0)
    assert released.rules[0] == "Alle Anzahlen sind ausgewiesen."


def test_an_exempt_table_prints_its_reason() -> None:
    released = release(visits(1, 2), table="Einwohner", rule=RULE, exempt="veröffentlichte amtliche Zahlen")
    assert (released.counts, released.rules, released.exempt) == ((0, 0), (), "veröffentlichte amtliche Zahlen")


def test_what_was_computed_from_a_hidden_value_is_hidden_and_not_missing() -> None:
    origin = release(visits(2, 10, 5, np.nan, total=False), table="Besuche", rule=RULE, count="Besuche")
    ratio = origin.frame[["Raum"]].assign(Verhältnis=origin.frame["Besuche"] / 10)
    derived = release(ratio, table="Verhältnis", rule=RULE, exempt="aus ausgewiesenen Werten berechnet", derived=origin)
    assert [derived.value("Verhältnis", Raum=f"Raum {i}").hidden for i in range(4)] == [True, False, True, False]
    assert derived.counts == (0, 0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "»Besuche«: release braucht entweder count= (Spalte mit der Anzahl) oder exempt= (Begründung, warum die Regel nicht gilt)."),
        ({"count": "Besuch"}, "»Besuche« hat keine Spalte »Besuch«. Vorhanden: »Raum«, »Besuche«, »Anteil in %«. Meinten Sie »Besuche«?"),
        ({"count": "Anteil in %"}, "»Besuche«: Die Spalte »Besuche« steht vor der Anzahl und wäre damit ein Schlüssel. Bitte die Schlüssel mit by=[…] nennen."),
        ({"count": "Anteil in %", "by": ["Raum"]}, "»Besuche«: »Anteil in %« ist keine Anzahl (ganze Zahlen ab 0). count= nennt die Spalte, in der Personen oder Fälle gezählt sind."),
    ],
)
def test_a_wrong_call_is_explained(changes: dict[str, str], message: str) -> None:
    with pytest.raises(ReleaseError) as fault:
        release(visits(1, 2, 4), table="Besuche", rule=RULE, **changes)
    assert str(fault.value) == message


def test_a_share_left_of_its_count_is_refused_as_a_key() -> None:
    frame = visits(2, 10, 5)[["Raum", "Anteil in %", "Besuche"]]
    with pytest.raises(ReleaseError, match="steht vor der Anzahl und wäre damit ein Schlüssel"):
        release(frame, table="Besuche", rule=RULE, count="Besuche")


def possible(table: np.ndarray, hidden: np.ndarray) -> dict[tuple[int, int], set[int]]:
    """Every value that each hidden cell can have: all whole-number tables tried, by an attacker who only counts."""
    places = [tuple(p) for p in np.argwhere(hidden)]
    inner = [p for p in places if p[0] < table.shape[0] - 1 and p[1] < table.shape[1] - 1]
    highest = int(table.max()) + 3
    found: dict[tuple[int, int], set[int]] = {p: set() for p in places}
    for guess in itertools.product(range(1, highest + 1), repeat=len(inner)):
        trial = table.copy()
        for place, value in zip(inner, guess, strict=True):
            trial[place] = value
        trial[:-1, -1] = trial[:-1, :-1].sum(axis=1)
        trial[-1, :] = trial[:-1, :].sum(axis=0)
        if (trial[~hidden] == table[~hidden]).all():
            for place in places:
                found[place].add(int(trial[place]))
    return found


def parts_above_zero(table: np.ndarray, place: tuple[int, int]) -> int:
    """Count of inner cells above zero behind a cell: zeros are shown, so everybody knows it."""
    row, column = (slice(0, -1) if p == n - 1 else slice(p, p + 1) for p, n in zip(place, table.shape, strict=True))
    return int(np.count_nonzero(table[row, column]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2))
def test_nobody_can_compute_a_hidden_cell_of_a_table_with_totals(inner: list[list[int]]) -> None:
    table = np.zeros((3, 3), dtype=int)
    table[:2, :2] = inner
    table[:2, 2], table[2, :] = table[:2, :2].sum(axis=1), 0
    table[2, :] = table[:2, :].sum(axis=0)
    names = ["a", "b", TOTAL]
    frame = pd.DataFrame([(r, c, table[i, j]) for i, r in enumerate(names) for j, c in enumerate(names)], columns=["Zeile", "Spalte", "Fälle"])
    released = release(frame, table="Fälle", rule=RULE, count="Fälle")
    hidden = released.hidden["Fälle"].to_numpy().reshape(3, 3)
    assert hidden[(table > 0) & (table < RULE.mindestzahl)].all()
    if hidden.any() and not hidden.all():
        for place, values in possible(table, hidden).items():
            if table[place] < RULE.mindestzahl:
                assert min(values) <= max(1, parts_above_zero(table, place)), place
                assert max(values) >= RULE.mindestzahl, place


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=3, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_how_much_is_hidden(counts: list[int], random: object) -> None:
    frame = visits(*counts)
    order = list(range(len(frame)))
    random.shuffle(order)
    hidden = [release(f, table="Besuche", rule=RULE, count="Besuche").counts for f in (frame, frame.iloc[order])]
    assert hidden[0] == hidden[1]
