"""Secondary suppression under attack: by a reader who knows every shown cell, and by whoever is alone in a hidden one."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from workbench.disclosure import protect as module
from workbench.disclosure.narrow import Relations
from workbench.disclosure.near import Neighbours
from workbench.disclosure.proof import Proof
from workbench.disclosure.protect import protect
from workbench.disclosure.system import System

MINIMUM = 3


def cube(numbers: np.ndarray, groups: dict[int, list[tuple[int, ...]]] | None = None, *, alone: bool = True) -> System:
    """Table with all margins; groups are further levels along an axis."""
    levels = [[*[(i,) for i in range(n)], *(groups or {}).get(axis, []), tuple(range(n))] if n > 1 else [(0,)] for axis, n in enumerate(numbers.shape)]
    cells = list(itertools.product(*(range(len(x)) for x in levels)))
    index = {c: i for i, c in enumerate(cells)}
    values = np.array([numbers[np.ix_(*[list(levels[a][j]) for a, j in enumerate(c)])].sum() for c in cells], dtype=float)
    rows = []
    for cell, axis in itertools.product(cells, range(numbers.ndim)):
        whole = set(levels[axis][cell[axis]])
        parts = [j for j, level in enumerate(levels[axis]) if set(level) < whole]
        outer = [j for j in parts if not any(set(levels[axis][j]) < set(levels[axis][o]) for o in parts)]
        if outer:
            row = np.zeros(len(cells))
            row[index[cell]] = -1
            row[[index[(*cell[:axis], j, *cell[axis + 1 :])] for j in outer]] = 1
            rows.append(row)
    return system(values, np.array(rows).reshape(-1, len(cells)), alone=alone)


def system(values: np.ndarray, rows: np.ndarray, *, alone: bool = True, **changes: np.ndarray) -> System:
    """System of some values, nothing published before."""
    small = (values > 0) & (values < MINIMUM)
    none = np.zeros(len(values), dtype=bool)
    fields = {
        "values": values, "lines": csr_array(rows), "least": np.ones(len(values)), "most": np.full(len(values), np.inf), "fixed": none, "unknown": none,
        "low": np.where(small, 1.0, np.nan), "high": np.where(small, MINIMUM, np.nan), "alone": small & alone, "weight": 1 + np.log1p(values) / 1e3,
    }  # fmt: skip
    return System(**fields | changes)


def interval(s: System, hidden: np.ndarray, cell: int, person: int | None = None, *, everything: bool = False) -> tuple[float, float]:
    """What can be concluded of a cell."""
    free = (s.values != 0) if everything else hidden
    room = [(low, None if np.isinf(high) else high) if f else (v, v) for f, v, low, high in zip(free, s.values, s.least, s.most, strict=True)]
    if person is not None:
        room[person] = (1, 1)
    target = (np.arange(len(s.values)) == cell).astype(float)
    ends = [linprog(sign * target, A_eq=s.lines.toarray(), b_eq=np.zeros(s.lines.shape[0]), bounds=room, method="highs") for sign in (1, -1)]
    if ends[0].status == 2:
        return -np.inf, np.inf  # she cannot be alone there
    return float(ends[0].fun), float(-ends[1].fun) if ends[1].status == 0 else np.inf


def broken(s: System, hidden: np.ndarray, *, insiders: bool = True) -> list[tuple[int, int | None]]:
    """Small cells that somebody finds out about."""
    found = []
    small = np.flatnonzero(s.primary)
    for cell in small:
        for person in [None, *([p for p in np.flatnonzero(s.alone) if p != cell] if insiders else [])]:
            low, high = interval(s, hidden, cell, person)
            bare = interval(s, hidden, cell, person, everything=True)
            if low > max(s.low[cell], bare[0]) + 1e-5 or high < min(s.high[cell], bare[1]) - 1e-5:
                found.append((int(cell), person))
    return found


small = st.integers(0, 7)
shapes = st.sampled_from([(5,), (3, 3), (4, 3), (2, 3, 2), (2, 2, 2, 2)])


@settings(max_examples=12, deadline=None)
@given(shapes.flatmap(lambda s: st.lists(small, min_size=int(np.prod(s)), max_size=int(np.prod(s))).map(lambda n: np.reshape(n, s))))
def test_no_small_cell_of_a_table_of_any_number_of_keys_is_found_out(numbers: np.ndarray) -> None:
    s = cube(numbers)
    hidden = protect(s)
    assert hidden is not None
    assert hidden[s.primary].all()
    assert not hidden[s.values == 0].any(), "a zero is always shown"
    assert broken(s, hidden) == []


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_nor_in_a_hierarchy(numbers: list[int]) -> None:
    s = cube(np.reshape(numbers, (6, 2)), {0: [(0, 1, 2), (3, 4, 5)]})
    hidden = protect(s)
    assert hidden is not None
    assert broken(s, hidden) == []


@settings(max_examples=15, deadline=None)
@given(st.lists(small, min_size=12, max_size=12))
def test_never_more_is_hidden_than_every_row_and_column_that_holds_a_small_cell(numbers: list[int]) -> None:
    s = cube(np.reshape(numbers, (4, 3)), alone=False)
    hidden = protect(s)
    assert hidden is not None
    grid, primary = hidden.reshape(5, 4), s.primary.reshape(5, 4)
    lines = (primary.any(axis=1)[:, None] | primary.any(axis=0)[None, :]) & (s.values > 0).reshape(5, 4)
    assert grid.sum() <= lines.sum()


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_no_further_cell_is_hidden_for_nothing(seed: int, *, alone: bool) -> None:
    s = cube(np.random.default_rng(seed).poisson(4, (5, 4)), alone=alone)
    hidden = protect(s)
    assert hidden is not None
    for cell in np.flatnonzero(hidden & ~s.primary):
        fewer = hidden.copy()
        fewer[cell] = False
        assert broken(s, fewer, insiders=alone) != []


def test_cells_are_bought_near_by_in_a_large_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGE", 10)
    s = cube(np.random.default_rng(5).poisson(5, (4, 3, 2)))
    hidden = protect(s)
    assert hidden is not None
    assert broken(s, hidden) == []


def test_one_relation_after_the_other_tells_a_cell() -> None:
    """Two small cells and two large ones come to 30: whoever sees the large ones knows the sum of the small ones."""
    s = system(np.array([1.0, 2, 9, 18, 30]), np.array([[1.0, 1, 1, 1, -1]]))
    hidden = np.array([True, True, True, True, False])
    proof = Proof(s.values, s.low, s.high, np.flatnonzero(s.alone))
    relations = Relations(s.lines.tocsc(), np.zeros(1), (s.least, s.most), hidden, proof)
    assert not relations.told(2)
    assert relations.told(3), "two that come to 3, each at least 1"
    relations.hide()
    relations.begin(hidden)
    assert not relations.told(3)
    assert relations.told(2)


def test_what_moves_with_a_cell_that_has_to_stay_hidden_is_not_asked_about_again() -> None:
    s = system(np.array([1.0, 2, 9, 12, 11, 20]), np.array([[1.0, 1, 1, -1, 0, 0], [0, 0, 1, 0, 1, -1]]))
    hidden = np.array([True, True, True, False, True, False])
    relations = Relations(s.lines.tocsc(), np.zeros(2), (s.least, s.most), hidden, Proof(s.values, s.low, s.high, np.flatnonzero(s.alone)))
    assert relations.told(2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relations, "_known", lambda *_: pytest.fail("asked again"))
        assert relations.told(4)


def test_nobody_can_be_alone_where_several_parts_come_to_two() -> None:
    proof = Proof(np.array([1.0, 2, 2]), np.ones(3), np.full(3, 3.0), np.arange(3))
    before = proof.gaps()
    proof.waive((0, 2, True), nobody=True)
    proof.waive((0, 1, False), nobody=False)
    assert set(before) - set(proof.gaps()) == {g for g in before if g[1] == 2} | {(0, 1, False)}


def test_near_a_cell_are_the_cheapest_that_can_move_with_it() -> None:
    s = cube(np.array([[1, 9, 8], [7, 6, 5], [9, 9, 9]]))
    begin = np.arange(len(s.values)) == 0
    near = Neighbours(s.lines.tocsc(), s.weight).near(begin, begin)
    assert near[0]
    assert (abs(s.lines) @ near != 1).all(), "none stands alone in a relation"


@pytest.mark.parametrize("seed", range(3))
def test_the_same_table_gives_the_same_cells(seed: int) -> None:
    numbers = np.random.default_rng(seed).poisson(4, (6, 5))
    assert (protect(cube(numbers)) == protect(cube(numbers))).all()


@settings(max_examples=15, deadline=None)
@given(st.lists(small, min_size=9, max_size=9))
def test_integer_programming_finds_no_more_cells_than_the_heuristic_and_stays_safe(numbers: list[int]) -> None:
    s = cube(np.reshape(numbers, (3, 3)), alone=False)
    best = protect(s)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "improved", lambda _part, found: found)
        found = protect(s)
    assert best is not None
    assert found is not None
    assert s.weight[best].sum() <= s.weight[found].sum() + 1e-9
    assert broken(s, best) == []


def test_the_only_person_in_a_cell_does_not_find_out_about_another() -> None:
    values = np.array([1.0, 1.0, 9.0, 8.0, 19.0])
    rows = np.array([[1.0, 1, 1, 1, -1]])
    outside, inside = protect(system(values, rows, alone=False)), protect(system(values, rows))
    assert outside is not None
    assert inside is not None
    assert broken(system(values, rows), inside) == []
    pair = system(np.array([1.0, 2.0, 9.0, 12.0]), np.array([[1.0, 1, 1, -1]]))
    assert (0, 1) in broken(pair, np.array([True, True, False, False])), "two hidden cells alone: who is in one knows the other"


def test_a_cell_hidden_before_stays_safe_beside_a_fresh_table() -> None:
    values = np.array([np.nan, np.nan, 30.0, 12.0, 20.0])  # hidden, hidden, total of both and a third; a fresh sum of the first two
    s = system(
        np.array([np.nan, np.nan, 18.0, 30.0, 12.0]), np.array([[1.0, 1, 1, -1, 0], [1, 1, 0, 0, -1]]),
        fixed=np.array([False, False, True, True, False]), unknown=np.array([True, True, False, False, False]),
        low=np.array([1.0, np.nan, np.nan, np.nan, np.nan]), high=np.array([3.0, np.nan, np.nan, np.nan, np.nan]), alone=np.zeros(5, dtype=bool),
    )  # fmt: skip
    hidden = protect(s)
    assert hidden is not None
    assert not hidden[4], "the sum follows from what was shown before, and leaves the cell between 1 and 11"
    assert len(values) == 5


def test_what_was_shown_before_can_make_protection_impossible() -> None:
    s = system(np.array([2.0, 5.0, 7.0]), np.array([[1.0, 1, -1]]), fixed=np.array([False, True, True]))
    assert protect(s) is None


def test_a_total_that_is_known_to_hold_several_parts_need_not_look_like_one() -> None:
    s = cube(np.array([[1, 1, 0], [20, 30, 40], [50, 60, 70]]))
    hidden = protect(s)
    assert hidden is not None
    assert broken(s, hidden) == []
    assert hidden.sum() < 12


def test_sums_of_amounts_keep_their_distance() -> None:
    s = system(
        np.array([100.0, 80.0, 700.0, 880.0]), np.array([[1.0, 1, 1, -1]]), least=np.zeros(4),
        low=np.array([85.0, np.nan, np.nan, np.nan]), high=np.array([115.0, np.nan, np.nan, np.nan]), alone=np.zeros(4, dtype=bool),
    )  # fmt: skip
    hidden = protect(s)
    assert hidden is not None
    low, high = interval(s, hidden, 0)
    assert low <= 85
    assert high >= 115
    assert hidden.tolist() == [True, True, False, False]


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    assert not protect(cube(np.full((3, 3), 9))).any()


@pytest.mark.slow
def test_a_landkreis_with_all_margins_takes_seconds() -> None:
    import time

    s = cube(np.random.default_rng(1).poisson(np.random.default_rng(2).gamma(1.5, 8, (21, 4, 2))))
    begun = time.perf_counter()
    hidden = protect(s)
    assert hidden is not None
    assert broken(s, hidden, insiders=False) == []
    assert time.perf_counter() - begun < 60
