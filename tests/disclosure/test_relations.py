"""What follows from tables together: no more and no less than from the innermost cells that they are sums of."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from workbench.disclosure.published import Published
from workbench.disclosure.relations import linked
from workbench.disclosure.space import TooLargeError
from workbench.schemas.terms import TOTAL

NAMES = "ABC"
SIZE = 3


def table(joint: np.ndarray, keys: str, *, margins: bool = True, where: dict[str, tuple[str, ...]] | None = None, name: str = "") -> Published:
    """Sums of the joint counts by some of its dimensions, of all of them or of a part."""
    where = where or {}
    part = joint[np.ix_(*[[int(c[1]) for c in where.get(n, [f"{n}{i}" for i in range(SIZE)])] for n in NAMES])]
    levels = {n: list(where.get(n, [f"{n}{i}" for i in range(SIZE)])) for n in NAMES}
    rows, values = [], []
    for codes in itertools.product(*([*levels[k], *([TOTAL] if margins else [])] for k in keys)):
        chosen = dict(zip(keys, codes, strict=True))
        index = tuple(levels[n].index(chosen[n]) if chosen.get(n, TOTAL) != TOTAL else slice(None) for n in NAMES)
        rows.append(codes)
        values.append(float(part[index].sum()))
    return Published("ort", "bericht", name or keys, "quelle/Fälle", tuple(keys), tuple(rows), tuple(values), where, tuple(keys), floor=0)


def atoms(tables: list[Published]) -> np.ndarray:
    """Which innermost cells each row of each table is the sum of."""
    inner = list(itertools.product(range(SIZE), repeat=3))
    found = []
    for t in tables:
        for codes in t.codes:
            chosen = {k: c for k, c in zip(t.keys, codes, strict=True) if c != TOTAL}
            allowed = {n: {chosen[n]} if n in chosen else set(t.where.get(n, [f"{n}{i}" for i in range(SIZE)])) for n in NAMES}
            found.append([all(f"{n}{i}" in allowed[n] for n, i in zip(NAMES, cell, strict=True)) for cell in inner])
    return np.array(found, dtype=float)


def ends(target: np.ndarray, lines: np.ndarray, sums: np.ndarray, room: list[tuple[float, float | None]]) -> tuple[float, float]:
    """Least and greatest value."""
    low, high = (linprog(s * target, A_eq=lines, b_eq=sums, bounds=room, method="highs") for s in (1, -1))
    return round(float(low.fun), 6), round(float(-high.fun) if high.status == 0 else np.inf, 6)


def hide(t: Published, rows: set[int]) -> Published:
    """The table as it is published."""
    return Published(t.place, t.report, t.table, t.measure, t.keys, t.codes, tuple(None if i in rows else v for i, v in enumerate(t.values)), t.where, t.additive, floor=0)


shapes = st.lists(st.tuples(st.sampled_from(["A", "B", "C", "AB", "BC", "AC", "ABC"]), st.booleans(), st.booleans()), min_size=2, max_size=4, unique=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=27, max_size=27), shapes, st.randoms(use_true_random=False))
def test_a_system_says_what_the_innermost_cells_say(numbers: list[int], chosen: list[tuple[str, bool, bool]], random: object) -> None:
    joint = np.reshape(numbers, (SIZE, SIZE, SIZE))
    tables = [table(joint, k, margins=m, where={"C": ("C0", "C1")} if w else None, name=f"{k}{i}") for i, (k, m, w) in enumerate(chosen)]
    published = [hide(t, {i for i in range(len(t.codes)) if random.random() < 0.4}) for t in tables]  # type: ignore[attr-defined]
    shown = [v for t in published for v in t.values]
    sums = np.array([v for v in shown if v is not None])
    behind = atoms(published)
    known = np.array([v is not None for v in shown])
    found = linked([tables[0]], published[1:], minimum=0)
    assert not found.torn
    assert found.clash is None
    system = found.system
    visible = system.fixed.copy()
    visible[found.rows[0]] |= np.array([v is not None for v in published[0].values])
    room = [(v, v) if f else (0.0, None) for v, f in zip(system.values, visible, strict=True)]
    for row in [i for i, v in enumerate(published[0].values) if v is None][:3]:
        target = (np.arange(len(system.values)) == found.rows[0][row]).astype(float)
        mine = ends(target, system.lines.toarray(), np.zeros(system.lines.shape[0]), room)
        theirs = ends(behind[row], behind[known], sums, [(0.0, None)] * behind.shape[1]) if known.any() else (0.0, np.inf)
        assert mine == pytest.approx(theirs, abs=1e-5)


def test_a_different_number_for_the_same_cell_is_found() -> None:
    joint = np.full((SIZE, SIZE, SIZE), 4)
    other = table(joint + 1, "B", name="andere")
    clash = linked([table(joint, "A")], [other], minimum=3).clash
    assert clash is not None
    assert (clash[1], clash[2].table, clash[3]) == (SIZE, "andere", 135.0)


def test_parts_that_are_no_sum_are_torn() -> None:
    broken = Published("ort", "bericht", "A", "quelle/Fälle", ("A",), (("A0",), ("A1",), (TOTAL,)), (2.0, 3.0, 6.0), {}, ("A",))
    assert linked([broken], [], minimum=3).torn


def test_what_is_left_between_a_part_and_the_whole_is_protected_where_it_is_small() -> None:
    whole = Published("ort", "bericht", "alle", "quelle/Fälle", (), ((),), (50.0,))
    part = Published("ort", "bericht", "Teil", "quelle/Fälle", (), ((),), (48.0,), {"A": ("A0", "A1")})
    system = linked([part], [whole], minimum=3).system
    assert system.low[system.primary].tolist() == [1.0]
    assert system.values[system.primary].tolist() == [2.0]


def test_persons_who_may_be_counted_twice_are_at_least_the_largest_part_and_at_most_the_sum() -> None:
    persons = Published("ort", "bericht", "Häuser", "quelle/Personen", ("Haus",), (("a",), ("b",), (TOTAL,)), (18.0, 2.0, 19.0), {}, ())
    found = linked([persons], [], minimum=3)
    system = found.system
    target = (np.arange(len(system.values)) == found.rows[0][1]).astype(float)
    room = [(v, v) if i in (found.rows[0][0], found.rows[0][2]) else (0.0, None) for i, v in enumerate(system.values)]
    assert ends(target, system.lines.toarray(), np.zeros(system.lines.shape[0]), room) == (1.0, 19.0)


def test_a_gemeinde_and_its_kreis_share_the_total() -> None:
    kreis = Published("kreis", "bericht", "Kreis", "quelle/Fälle", ("Raum",), (("kreis/x",), ("kreis/y",), (TOTAL,)), (20.0, 30.0, 50.0),
                      {"Raum": ("kreis",)}, ("Raum",), {"Raum": {"kreis/x": "kreis", "kreis/y": "kreis"}})  # fmt: skip
    town = Published("x", "bericht", "Stadt", "quelle/Fälle", ("Raum",), (("kreis/x/1",), ("kreis/x/2",), (TOTAL,)), (2.0, 18.0, 20.0),
                     {"Raum": ("kreis/x",)}, ("Raum",), {"Raum": {"kreis/x/1": "kreis/x", "kreis/x/2": "kreis/x", "kreis/x": "kreis"}})  # fmt: skip
    found = linked([town], [kreis], minimum=3)
    assert found.clash is None
    assert not found.torn
    assert found.system.fixed[found.rows[0][2]], "the total of the town is a row of the Kreis"


def test_a_system_that_grows_beyond_all_measure_is_not_built() -> None:
    keys = ("A", "B", "C")
    codes = {k: [f"{k}{i}" for i in range(60)] for k in keys}
    tables = [
        Published("ort", "bericht", a + b, "quelle/Fälle", (a, b), tuple(itertools.product(codes[a], codes[b])), (1.0,) * 3600, {}, (a, b))
        for a, b in itertools.combinations(keys, 2)
    ]
    with pytest.raises(TooLargeError):
        linked([tables[0]], tables[1:], minimum=3)
