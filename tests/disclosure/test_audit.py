"""What a reader of published tables finds out: the classical leaks, each; safe tables, which stay silent; and brute force on tiny ones."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.disclosure import atoms, axes
from workbench.disclosure.audit import between, bounds, breaches
from workbench.disclosure.published import Published
from workbench.schemas.terms import TOTAL, YOUNG

GOAL = (1, 3)


def table(keys: str, cells: Mapping[str, int | float | None], *, name: str = "Tafel", open_cells: str = "", **more) -> Published:
    """Table with the cells »a b« → number; None is hidden and, unless it is named in open_cells, small."""
    codes = tuple(tuple(TOTAL if c == "*" else c for c in cell.split()) for cell in cells)
    goals = {i: GOAL for i, (cell, value) in enumerate(cells.items()) if value is None and cell not in open_cells.split("|")}
    names = tuple(keys.split())
    more = {"additive": names, "goals": goals, "measure": "Besuche"} | more
    return Published("dorsten", "20_besucherstruktur", name, keys=names, codes=codes, values=tuple(cells.values()), **more)


def whole(value: int | None, **more) -> Published:
    """Single number."""
    return table("", {"": value}, **more)


def cube(numbers: np.ndarray, names: str, *, hide: bool = True, **more) -> Published:
    """Table of any number of keys with all margins; only the cells 1 and 2 hidden."""
    cells = {}
    for place in itertools.product(*([*range(n), None] for n in numbers.shape)):
        value = int(numbers[tuple(slice(None) if i is None else i for i in place)].sum())
        cells[" ".join("*" if i is None else f"{k}{i}" for k, i in zip(names.split(), place, strict=True))] = None if hide and 0 < value < 3 else value
    return table(names, cells, **more)


def intervals(tables: Sequence[Published], **options) -> dict[str, tuple[float, float] | None]:
    """Cells that are found out, with what is known of them."""
    return {b.cell.split(", ", 1)[1]: b.interval for b in breaches(tables, **options)}


# One table

def test_a_total_minus_its_other_parts_is_the_hidden_part():
    assert intervals([table("Alter", {"6–9": 7, "10–13": None, "*": 9})]) == {"Alter: 10–13": (2, 2)}


def test_two_hidden_parts_of_a_small_rest_are_enclosed_too_tightly():
    assert intervals([table("Alter", {"6–9": 7, "10–13": None, "14–17": None, "*": 10})], insiders=False) == {"Alter: 10–13": (1, 2), "Alter: 14–17": (1, 2)}


def test_two_hidden_parts_of_a_large_rest_are_safe():
    assert breaches([table("Alter", {"6–9": 7, "10–13": None, "14–17": None, "*": 20}, open_cells="14–17")]) == []


def test_both_margins_of_a_two_way_table_restore_its_only_hidden_cell():
    cells = {"a x": None, "a y": 5, "b x": 6, "b y": 9, "a *": None, "b *": 15, "* x": 8, "* y": 14, "* *": None}
    assert intervals([table("Ort Art", cells, open_cells="a *|* *")]) == {"Ort: a, Art: x": (2, 2)}


def test_a_rectangle_of_hidden_cells_is_safe():
    cells = {"a x": None, "a y": None, "b x": None, "b y": None, "a *": 12, "b *": 15, "* x": 13, "* y": 14, "* *": 27}
    assert breaches([table("Ort Art", cells, open_cells="a y|b x|b y")]) == []


def test_a_rectangle_is_not_safe_where_one_corner_cannot_grow():
    cells = {"a x": None, "a y": None, "b x": None, "b y": None, "a *": 3, "b *": 15, "* x": 13, "* y": 5, "* *": 18}
    assert intervals([table("Ort Art", cells, open_cells="a y|b x|b y")]) == {"Ort: a, Art: x": (1, 2)}


def test_a_combination_that_is_not_listed_is_zero():
    assert intervals([table("Ort Art", {"a x": None, "b x": 5, "b y": 4, "a *": 2, "b *": 9}, open_cells="")]) == {"Ort: a, Art: x": (2, 2)}


def test_a_lower_bound_that_the_floors_alone_force_is_no_breach():
    assert breaches([table("Alter", {"6–9": None, "10–13": None, "*": None}, open_cells="6–9|10–13")]) == []
    assert bounds([table("Alter", {"6–9": None, "10–13": None, "*": None})], 0, 2) == (2, np.inf)


def test_a_lower_bound_that_a_shown_number_forces_is_a_breach():
    assert intervals([table("Alter", {"6–9": None, "10–13": 5, "*": None}, open_cells="6–9")], insiders=False) == {TOTAL: (6, np.inf)}


def test_zeros_that_may_be_hidden_leave_more_room():
    cells = {"6–9": None, "10–13": None, "*": 3}
    assert bounds([table("Alter", cells)], 0, 0) == (1, 2)
    assert bounds([table("Alter", cells, floor=0)], 0, 0) == (0, 3)


# Linked tables

def test_tables_that_share_a_margin_are_one_system():
    ages = table("Alter", {"6–9": None, "10–13": None, "14–17": 6}, name="Besuche nach Alter", open_cells="10–13")
    sexes = table("Geschlecht", {"weiblich": 5, "männlich": 8}, name="Überblick")
    assert breaches([ages]) == breaches([sexes]) == []
    shown = table("Alter", {"10–13": 5}, name="Schwerpunkt", additive=())
    found = breaches([ages, sexes, shown])
    assert [b.interval for b in found] == [(2, 2)]
    assert found[0].tables == ("»Besuche nach Alter«", "»Überblick«", "»Schwerpunkt«")


def test_the_same_cell_shown_elsewhere_is_found():
    hidden = table("Alter Geschlecht", {"6–9 weiblich": None, "6–9 männlich": None, "6–9 *": 12}, open_cells="6–9 männlich", name="A")
    shown = table("Alter", {"6–9": 2}, where={"Geschlecht": ("weiblich",)}, name="B")
    assert intervals([hidden, shown]) == {"Alter: 6–9, Geschlecht: weiblich": (2, 2)}


def test_a_subset_and_the_whole_set_restore_what_lies_between():
    ages = table("Alter", {**dict.fromkeys(YOUNG, None), "0–5": 0, "27": None}, open_cells="|".join(YOUNG))
    assert breaches([ages, whole(1202)]) == []
    assert intervals([ages, whole(1202), whole(1200, where={"Alter": YOUNG})]) == {"Alter: 27": (2, 2)}


def test_a_subset_that_alone_is_published_tells_nothing_of_the_rest():
    hidden = table("Alter", {"27": None}, additive=())
    assert breaches([hidden, whole(1202), whole(1200, where={"Alter": YOUNG})]) == []


def test_a_hidden_municipality_is_the_district_minus_the_others():
    cells = {"Kreis": 40, "a": 20, "b": 18, "c": None, "Nachbarkreis": 12, "*": 52}
    assert intervals([table("Gebiet", cells, parents={"Gebiet": dict.fromkeys("abc", "Kreis")})]) == {"Gebiet: c": (2, 2)}


def test_a_hidden_district_is_the_sum_of_its_municipalities():
    cells = {"Kreis": None, "a": 1, "b": 1}
    assert intervals([table("Gebiet", cells, parents={"Gebiet": dict.fromkeys("ab", "Kreis")})]) == {"Gebiet: Kreis": (2, 2)}


def test_three_tables_of_two_keys_tell_together_what_no_two_of_them_tell():
    numbers = np.array([[[1, 7], [8, 0]], [[9, 0], [0, 0]]])
    pairs = [cube(numbers.sum(axis=axis), names, hide=False, name=names) for axis, names in ((2, "A B"), (1, "A C"), (0, "B C"))]
    inner = table("A B C", {"A0 B0 C0": None}, additive=(), name="innen")
    alone = [bounds([inner, *two], 0, 0) for two in itertools.combinations(pairs, 2)]
    joint = bounds([inner, *pairs], 0, 0)
    assert joint == (1, 1)
    assert all(low <= 1 and high >= 3 for low, high in alone)
    assert set(breaches([inner, *pairs])[0].tables) >= {"»A B«", "»A C«", "»B C«"}


def test_years_without_a_total_have_nothing_to_do_with_each_other():
    cells = {f"{year} {age}": n for year in ("2023", "2024") for age, n in (("6–9", 7), ("10–13", None), ("*", 30 if year == "2023" else 9))}
    assert intervals([table("Jahr Alter", {**cells, "2023 14–17": None}, open_cells="2023 14–17")]) == {"Jahr: 2024, Alter: 10–13": (2, 2)}


def test_another_measure_is_another_cell():
    assert breaches([table("Alter", {"6–9": None, "10–13": 4}), table("Alter", {"6–9": 2, "10–13": 4, "*": 6}, measure="Personen")]) == []


def test_tables_linked_through_margins_only_find_the_same(monkeypatch):
    pair = table("Alter Art", {"6–9 x": None, "6–9 y": 4, "10–13 x": 6, "10–13 y": 5, "* x": None}, open_cells="* x")
    other = table("Alter Ort", {"6–9 a": 3, "6–9 b": 3, "10–13 a": 11, "10–13 b": 0})
    expected = breaches([pair, other])
    monkeypatch.setattr(axes, "MANY", 7)
    assert [atoms.know([pair, other], g).blocks for g in atoms.groups([pair, other], {"Besuche"})] == [2]
    assert breaches([pair, other]) == expected
    assert [b.interval for b in expected] == [(2, 2)]


# Distinct persons

PERSONS = {"measure": "Personen", "additive": ()}


def test_persons_of_places_are_at_least_what_is_missing_from_their_total():
    persons = table("Ort", {"a": 10, "b": 8, "c": None, "*": 20}, **PERSONS)
    assert bounds([persons], 0, 2) == (2, 20)
    assert intervals([persons]) == {"Ort: c": (2, 20)}


def test_persons_of_a_place_are_at_most_all_persons():
    assert bounds([table("Ort", {"a": None, "b": 2, "*": 2}, **PERSONS)], 0, 0) == (1, 2)


def test_persons_are_not_subtracted():
    assert breaches([table("Ort", {"a": 10, "b": 8, "c": None, "*": 12}, **PERSONS)]) == []


def test_persons_of_a_part_of_the_places_are_at_most_all():
    part = table("Alter", {"6–9": None}, where={"Ort": ("a", "b")}, measure="Personen", additive=())
    total = table("Alter", {"6–9": 2}, measure="Personen", additive=())
    assert intervals([part, total]) == {"Alter: 6–9": (1, 2)}


def test_persons_add_up_along_age_where_that_is_declared():
    cells = {"a 6–9": None, "a 10–13": 5, "a *": 7, "b 6–9": 4, "b 10–13": 4, "b *": 8}
    assert intervals([table("Ort Alter", cells, measure="Personen", additive=("Alter",))]) == {"Ort: a, Alter: 6–9": (2, 2)}


def test_a_part_that_no_row_names_is_nothing():
    """Four boys of 7, nobody of 8: all others of nine are 6."""
    ages = table("Alter", {"6": None, "7": 4}, where={"Alter": ("6", "7", "8")})
    assert intervals([ages, whole(9, where={"Alter": ("6", "7", "8")})]) == {"Alter: 6": (5, 5)}
    assert breaches([ages, whole(9)]) == []


def test_a_cell_without_an_upper_bound_is_not_taken_for_an_impossible_one():
    """A warm start of the solver ends without an answer here."""
    cells = {"a0 b0": 19, "a0 b1": None, "a0 *": None, "a1 *": 24, "a2 b1": None, "a2 *": None, "* b0": None, "* b1": None, "* *": None}
    hidden = table("Ort Alter", cells, measure="Personen")
    assert bounds([hidden], 0, 7) == (2, np.inf)
    assert all(b.tables for b in breaches([hidden]))


# Insiders

def test_a_cell_that_is_safe_from_readers_is_not_from_the_only_person_in_the_other():
    pair = [table("Alter", {"6–9": None, "10–13": None, "14–17": 4, "*": 8})]
    assert breaches(pair, insiders=False) == []
    found = breaches(pair)
    assert [(b.interval, b.insider.rsplit(": ", 1)[1]) for b in found] == [((3, 3), "10–13"), ((3, 3), "6–9")]
    assert "»Tafel« kann, wer in »Tafel« (20_besucherstruktur), Alter: 10–13 die einzige Person ist, auf genau 3 schließen" in str(found[0])


def test_an_open_cell_beside_them_protects_from_the_only_person():
    cells = {"6–9": None, "10–13": None, "14–17": None, "*": 20}
    assert breaches([table("Alter", cells, open_cells="14–17")]) == []


# Rounding, and other numbers

@pytest.mark.parametrize(("base", "expected"), [(0, (5, 5)), (3, (3, 7)), (5, (1, 9))])
def test_numbers_rounded_each_on_its_own_leave_their_rounding_open(base, expected):
    assert bounds([table("Alter", {"6–9": None, "10–13": 30, "*": 35}, base=base)], 0, 0) == expected


def test_a_rounded_number_can_be_known_better_from_its_neighbours():
    rounded = table("Alter", {"6–9": 0, "10–13": 0, "*": 5}, base=5)
    assert bounds([rounded], 0, 0) == (1, 2)
    assert bounds([rounded], 0, 2) == (3, 4)


def test_amounts_need_not_be_whole():
    assert bounds([table("Alter", {"6–9": None, "10–13": 1.5, "*": 4.25}, measure="Kosten", whole=False)], 0, 0) == pytest.approx((2.75, 2.75))


def test_whole_numbers_say_more_than_the_linear_programme():
    """a + b = 5, b + c = 5, a + c + d = 6: d is even."""
    hidden = table("Alter", dict.fromkeys("abcd"), open_cells="a|b|c")
    sums = [whole(n, where={"Alter": tuple(ages)}) for ages, n in (("ab", 5), ("bc", 5), ("acd", 6))]
    assert bounds([hidden, *sums], 0, 3) == (2, 4)
    assert intervals([hidden, *sums], insiders=False) == {"Alter: d": (2, 4)}


# Contradictions and editions

def test_tables_that_contradict_each_other_are_a_breach_of_their_own_kind():
    found = breaches([table("Alter", {"6–9": None, "10–13": 9, "*": 8}, name="A")])
    assert [str(b) for b in found] == ["»A« widerspricht sich bei »A« (20_besucherstruktur), Alter: 6–9: Keine Zahlen passen zu allem, was dort steht."]
    both = breaches([table("Alter", {"6–9": None, "10–13": None, "*": 8}, name="A"), whole(9, name="B")])
    assert both[0].tables == ("»A«", "»B«")


def test_a_cell_that_an_earlier_edition_shows_is_found():
    old = table("Alter", {"6–9": 2, "10–13": 7, "*": 9}, name="Alter")
    new = table("Alter", {"6–9": None, "10–13": None, "*": 9}, name="Alter", open_cells="10–13")
    assert breaches([new], insiders=False) == []
    assert [str(b) for b in between([old], [new])] == [
        ("»Alter« (20_besucherstruktur), Alter: 6–9: Aus »Alter« (20_besucherstruktur, frühere Ausgabe) lässt sich auf genau 2 schließen; "
        "erlaubt ist nur ein Bereich von höchstens 1 bis mindestens 3.")
    ]


def test_two_editions_that_hide_different_parts_are_set_off_against_each_other():
    old = table("Alter", {"6–9": None, "10–13": None, "14–17": 9, "*": 20}, open_cells="10–13")
    new = table("Alter", {"6–9": None, "10–13": 9, "14–17": None, "*": 20}, open_cells="14–17")
    assert breaches([old], insiders=False) == breaches([new], insiders=False) == []
    assert {b.interval for b in between([old], [new])} == {(2, 2)}


def test_editions_with_new_numbers_are_not_set_off():
    old = table("Alter", {"6–9": 2, "10–13": 7, "14–17": 9, "*": 18})
    new = table("Alter", {"6–9": None, "10–13": None, "14–17": 9, "*": 20}, open_cells="10–13")
    assert between([old], [new]) == []


def test_what_lies_beside_a_change_is_set_off():
    old = table("Ort Alter", {"a 6–9": 2, "a 10–13": 7, "a *": 9, "b 6–9": 5, "b 10–13": 5, "b *": 10, "* *": 19})
    new = table("Ort Alter", {"a 6–9": None, "a 10–13": None, "a *": 9, "b 6–9": 6, "b 10–13": 5, "b *": 11, "* *": 20}, open_cells="a 10–13")
    assert [b.interval for b in between([old], [new])] == [(2, 2)]


def square(rows: str, goal: str, **how: object) -> Published:
    """Three places × three ages with margins; »·« is hidden."""
    codes = [f"{o} {a}" for o in "abc*" for a in "xyz*"]
    numbers = [None if n == "·" else int(n) for n in rows.split()]
    return table("Ort Alter", dict(zip(codes, numbers, strict=True)), open_cells="|".join(c for c, n in zip(codes, numbers, strict=True) if n is None and c != goal), **how)


@pytest.mark.parametrize("total", ["22", "·"])
def test_a_line_that_stayed_the_same_is_set_off_though_all_others_changed(total):
    """Its total may be hidden where it can be computed: 79 − 42 − 15. What the new edition shows of b is still true of the old one: there c x = 41 − 23 − 10, and c y = 2."""
    old = square("23 6 5 34  · · 5 22  · · 0 10  41 15 10 66", "c y")
    new = square(f"26 9 7 42  10 · · {total}  9 · · 15  45 21 13 79", "c z")
    assert breaches([old]) == breaches([new]) == []
    assert {(b.cell.split("), ")[1], b.interval) for b in between([old], [new])} == {("Ort: c, Alter: y", (2, 2)), ("Ort: c, Alter: z", (1, 1))}


def test_a_line_of_which_little_can_be_compared_is_taken_for_unchanged_where_that_is_the_same():
    """Only a z stands in both editions. If a stayed 16, b was 46 − 13 − 16 = 17, and b x = 17 − 15."""
    old = square("· · 0 ·  · 0 15 ·  5 0 8 13  · · 23 46", "b x")
    new = square("· · 0 16  · · 18 22  · · 10 20  24 6 28 58", "a y")
    assert breaches([old]) == breaches([new]) == []
    assert [(b.cell.split("), ")[1], b.interval) for b in between([old], [new])] == [("Ort: b, Alter: x", (2, 2))]


def test_a_line_of_which_nothing_can_be_compared_is_not_taken_for_unchanged():
    old = square("· · · ·  · 0 15 ·  5 0 8 13  · · · 46", "b x")
    new = square("· · 0 16  · · 18 22  · · 10 20  24 6 28 58", "a y")
    assert between([old], [new]) == []


def test_what_a_reader_concludes_wrongly_is_no_breach():
    """Between the editions 2 and 7 became 3 and 6; whoever takes them for unchanged finds what was never hidden."""
    old = table("Alter", {"6–9": None, "10–13": None, "14–17": 9, "*": 18}, open_cells="10–13")
    new = table("Alter", {"6–9": 3, "10–13": 6, "14–17": 8, "*": 17})
    assert between([old], [new]) == []


# Messages and order

def test_a_breach_names_tables_cell_and_interval():
    hidden = table("Altersgruppe", {"6–9": None, "10–13": None, "14–17": 6}, name="Besuche nach Alter")
    found = breaches([hidden, whole(9, name="Überblick")], insiders=False)
    assert str(found[0]) == (
        "»Besuche nach Alter« (20_besucherstruktur), Altersgruppe: 6–9: Aus »Besuche nach Alter« und »Überblick« lässt sich auf 1 bis 2 schließen; "
        "erlaubt ist nur ein Bereich von höchstens 1 bis mindestens 3."
    )


def test_the_order_of_rows_and_the_run_change_nothing():
    numbers = np.random.default_rng(3).poisson(2, (5, 4, 2))
    first = breaches([cube(numbers, "A B C")])
    assert first
    assert breaches([cube(numbers, "A B C")]) == first
    turned = cube(numbers, "A B C")
    back = range(len(turned.values) - 1, -1, -1)
    turned = table("A B C", {" ".join("*" if c == TOTAL else c for c in turned.codes[i]): turned.values[i] for i in back})
    assert {(b.cell, b.interval) for b in breaches([turned], insiders=False)} == {(b.cell, b.interval) for b in breaches([cube(numbers, "A B C")], insiders=False)}


# Brute force

def possible(published: Published, shape: tuple[int, ...], most: int) -> list[dict[int, int]]:
    """Values of all hidden rows in every table of whole numbers that fits what is shown."""
    sums = [tuple(slice(None) if c == TOTAL else int(c[1:]) for c in codes) for codes in published.codes]
    inner = [r for r, s in enumerate(sums) if slice(None) not in s]
    rooms = [range(1, most + 1) if published.values[r] is None else (int(published.values[r]),) for r in inner]
    found = []
    for guess in itertools.product(*rooms):
        numbers = np.array(guess).reshape(shape)
        totals = [int(numbers[s].sum()) for s in sums]
        if all(v == t if v is not None else t >= 1 for v, t in zip(published.values, totals, strict=True)):
            found.append({r: totals[r] for r, v in enumerate(published.values) if v is None})
    return found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([(2, 3), (3, 3), (2, 2, 2)]).flatmap(lambda s: st.lists(st.integers(0, 4), min_size=int(np.prod(s)), max_size=int(np.prod(s))).map(lambda n: np.reshape(n, s))))
def test_bounds_are_what_trying_every_table_gives(numbers):
    published = cube(numbers, "A B C"[: 2 * numbers.ndim - 1])
    worlds = possible(published, numbers.shape, 5)
    for row in worlds[0]:
        low, high = min(w[row] for w in worlds), max(w[row] for w in worlds)
        found = bounds([published], 0, row)
        assert found[0] == low
        assert found[1] == high or high >= 5


@settings(max_examples=40, deadline=None)
@given(st.tuples(st.integers(2, 6), st.integers(2, 6)).flatmap(lambda s: st.lists(st.integers(0, 6), min_size=s[0] * s[1], max_size=s[0] * s[1]).map(lambda n: np.reshape(n, s))))
def test_the_joint_search_misses_no_cell_and_blames_none(numbers):
    linked = [cube(numbers, "A B"), cube(numbers.sum(axis=1), "A")]
    ends = {row: bounds(linked, 0, row) for row in linked[0].goals}
    floors = {row: 1 if TOTAL not in linked[0].codes[row] else np.inf for row in ends}  # totals hold several parts
    expected = {linked[0].label(row) for row, (low, high) in ends.items() if high < 3 or (low > 1 and low > floors[row])}
    found = {b.cell.split(", ", 1)[1]: b.interval for b in breaches(linked, insiders=False)}
    assert expected <= set(found)
    assert all(found[linked[0].label(row)] == ends[row] for row in ends if linked[0].label(row) in found)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=12, max_size=12), st.sampled_from([3, 5]))
def test_the_true_table_is_always_possible(numbers, base):
    true = cube(np.reshape(numbers, (2, 3, 2)), "A B C", hide=False)
    rounded = [None if 0 < v < 3 and i % 2 else base * round(v / base) for i, v in enumerate(true.values)]
    published = table("A B C", {" ".join("*" if c == TOTAL else c for c in codes): v for codes, v in zip(true.codes, rounded, strict=True)}, base=base)
    ends = [bounds([published], 0, row) for row in range(0, len(rounded), 5)]
    assert all(low <= true.values[row] <= high for row, (low, high) in zip(range(0, len(rounded), 5), ends, strict=True))
