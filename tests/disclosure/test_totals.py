"""Tables of every shape under attack: by a reader who knows nothing of relations, only that rows are sums of innermost cells."""

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from workbench.disclosure import door
from workbench.disclosure.audit import exposed, interval
from workbench.disclosure.door import release
from workbench.disclosure.totals import protect, system
from workbench.errors import ReleaseError
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

RULE = Rule()


def frame_of(cells: dict[tuple[str, ...], int], totals: list[tuple[str, ...]]) -> pd.DataFrame:
    """Innermost cells, and totals whose keys are »Insgesamt« where they are summed over."""
    sums = {t: sum(n for key, n in cells.items() if all(a in (TOTAL, b) for a, b in zip(t, key, strict=True))) for t in totals}
    keys = [f"Merkmal {i}" for i in range(len(next(iter(cells))))]
    return pd.DataFrame([(*key, n) for key, n in {**cells, **sums}.items()], columns=[*keys, "Fälle"])


def cube(numbers: np.ndarray) -> pd.DataFrame:
    """Table of any number of keys with all its margins."""
    levels = [[f"{axis}{i}" for i in range(size)] for axis, size in enumerate(numbers.shape)]
    cells = dict(zip(itertools.product(*levels), numbers.ravel().tolist(), strict=True))
    totals = [key for key in itertools.product(*([*names, TOTAL] for names in levels)) if TOTAL in key]
    return frame_of(cells, totals)


def broken(frame: pd.DataFrame, hidden: np.ndarray) -> list[int]:
    """Small rows that the reader finds out about: bounds of each as a sum of innermost cells."""
    keys, counts = frame.iloc[:, :-1].to_numpy(), frame["Fälle"].to_numpy()
    inner = np.flatnonzero(~(keys == TOTAL).any(axis=1))
    behind = np.array([[all(a in (TOTAL, b) for a, b in zip(row, keys[i], strict=True)) for i in inner] for row in keys], dtype=float)
    room = [(1, None) if hidden[i] else (counts[i], counts[i]) for i in inner]
    found = []
    for row in np.flatnonzero(hidden & (counts > 0) & (counts < RULE.mindestzahl)):
        low, high = (linprog(s * behind[row], A_eq=behind[~hidden], b_eq=counts[~hidden], bounds=room) for s in (1, -1))
        least = max(1, np.count_nonzero(behind[row] @ np.diag(counts[inner])))  # zeros are shown: parts above zero are known
        if (low.fun > least + 1e-6) or (high.status == 0 and -high.fun < RULE.mindestzahl - 1e-6):
            found.append(int(row))
    return found


def hidden_of(frame: pd.DataFrame) -> np.ndarray:
    """Where a release hides the count."""
    return release(frame, table="Fälle", rule=RULE, count="Fälle").hidden["Fälle"].to_numpy()


small = st.integers(0, 9)


@settings(max_examples=25, deadline=None)
@given(st.tuples(st.integers(2, 4), st.integers(2, 4), st.integers(1, 3)).flatmap(lambda s: st.lists(small, min_size=s[0] * s[1] * s[2], max_size=s[0] * s[1] * s[2]).map(lambda n: np.reshape(n, s))))
def test_nobody_learns_that_a_count_is_small_in_a_table_of_three_keys(numbers: np.ndarray) -> None:
    frame = cube(numbers)
    hidden = hidden_of(frame)
    assert hidden[frame["Fälle"].between(1, RULE.mindestzahl - 1)].all()
    assert not hidden[frame["Fälle"] == 0].any()
    assert broken(frame, hidden) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(small, min_size=1, max_size=4), min_size=2, max_size=4), st.booleans())
def test_nobody_learns_that_a_count_is_small_in_a_hierarchy(units: list[list[int]], subtotals: bool) -> None:
    cells = {(f"Kreis {k}", f"Gemeinde {k}-{g}"): n for k, unit in enumerate(units) for g, n in enumerate(unit)}
    totals = [(f"Kreis {k}", TOTAL) for k in range(len(units))] if subtotals else []
    frame = frame_of(cells, [*totals, (TOTAL, TOTAL)])
    assert broken(frame, hidden_of(frame)) == []


@pytest.mark.parametrize(
    "cells",
    [
        {("A", "w"): 2, ("A", "m"): 0, ("B", "w"): 0, ("B", "m"): 50},
        {("X", "g1"): 2, ("Y", "g2"): 30, ("Y", "g3"): 40},
    ],
)
def test_a_grand_total_alone_gives_nothing_away(cells: dict[tuple[str, ...], int]) -> None:
    frame = frame_of(cells, [(TOTAL, TOTAL)])
    assert np.count_nonzero(hidden_of(frame)) == 2
    assert broken(frame, hidden_of(frame)) == []


def test_the_reader_of_these_tests_breaks_what_hides_small_counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = cube(np.array([[[2, 7], [9, 8]], [[6, 5], [4, 12]]]))
    monkeypatch.setattr(door, "protect", lambda _, primary: primary)
    assert np.count_nonzero(hidden_of(frame)) == len(frame), "the attack refuses it, so everything is withheld"
    monkeypatch.setattr(door, "exposed", lambda *_: [])
    assert broken(frame, hidden_of(frame)) != []


def test_a_small_total_whose_parts_are_seen_not_to_be_zero_withholds_no_table() -> None:
    released = release(cube(np.array([[1, 1, 0], [20, 30, 40], [50, 60, 70]])), table="Fälle", rule=RULE, count="Fälle")
    assert released.counts[0] == 3
    assert sum(released.counts) < 10


def test_a_total_that_is_no_sum_is_refused() -> None:
    frame = pd.DataFrame({"Haus": ["A", "B", TOTAL], "Personen": [20, 30, 45]})
    with pytest.raises(ReleaseError) as fault:
        release(frame, table="Personen", rule=RULE, count="Personen")
    assert str(fault.value) == (
        "»Personen«: »Personen« – eine Zeile »Insgesamt« ist nicht die Summe ihrer Teile. "
        "additive= nennt die Schlüssel, über die sich die Anzahlen addieren (False: keine)."
    )
    assert release(frame, table="Personen", rule=RULE, count="Personen", additive=False).counts == (0, 0)


def test_keys_that_name_several_rows_are_refused() -> None:
    frame = pd.DataFrame({"Haus": ["A", "B"] * 2, "Jahr": [2023, 2023, 2024, 2024], "Fälle": [2, 9, 8, 7]})
    with pytest.raises(ReleaseError) as fault:
        release(frame, table="Fälle", rule=RULE, count="Fälle", by=["Haus"])
    assert str(fault.value) == "»Fälle«: Mehrere Zeilen haben dieselben Schlüssel (Haus). by=[…] nennt alle Spalten, die eine Zeile bezeichnen."


def test_adding_up_over_a_name_is_adding_up_over_its_key() -> None:
    frame = pd.DataFrame({"Raum": ["01", "02", TOTAL], "Gebiet": ["Nord", "Süd", TOTAL], "Fälle": [2, 8, 10]})
    assert release(frame, table="Fälle", rule=RULE, count="Fälle", additive=["Gebiet"]).counts == (1, 1)


@pytest.mark.parametrize("dtype", [object, "string", "str", "category"])
def test_missing_keys_and_any_kind_of_text_are_keys(dtype: str) -> None:
    frame = pd.DataFrame({"Haus": pd.Series(["A", None, "B", TOTAL]).astype(dtype), "Fälle": [2, 5, 9, 16]}).set_axis([0, 0, 1, 1])
    assert release(frame, table="Fälle", rule=RULE, count="Fälle").hidden["Fälle"].tolist() == [True, True, False, False]


@pytest.mark.parametrize("size", [1_000_000, 10**12])
def test_large_counts_beside_small_ones(size: int) -> None:
    frame = pd.DataFrame({"Haus": ["A", "B", "C", TOTAL], "Fälle": [2, size, 3 * size, 4 * size + 2]})
    assert release(frame, table="Fälle", rule=RULE, count="Fälle").hidden["Fälle"].tolist() == [True, True, False, False]


@pytest.mark.parametrize(("counts", "hidden"), [([], []), ([2], [True]), ([5], [False]), ([0], [False]), ([1, 1, 1, 3], [True] * 4)])
def test_tables_of_no_row_one_row_and_small_counts_alone(counts: list[int], hidden: list[bool]) -> None:
    names = [f"Haus {i}" for i in range(len(counts))][:3] + [TOTAL] * (len(counts) > 3)
    frame = pd.DataFrame({"Haus": pd.Series(names, dtype=str), "Fälle": pd.Series(counts, dtype="Int64")})
    assert release(frame, table="Fälle", rule=RULE, count="Fälle").hidden["Fälle"].tolist() == hidden


def test_an_infinite_count_is_refused() -> None:
    with pytest.raises(ReleaseError, match="ist keine Anzahl"):
        release(pd.DataFrame({"Haus": ["A", "B"], "Fälle": [2, np.inf]}), table="Fälle", rule=RULE, count="Fälle")


def test_shown_cells_that_contradict_each_other_count_as_exposed() -> None:
    frame = pd.DataFrame({"Haus": ["A", "B", TOTAL], "Fälle": [2, 10, 5]})
    table = system(frame, "Fälle", keys=["Haus"], across=["Haus"], minimum=3, floor=1)
    hidden = np.array([True, False, False])
    assert interval(table, hidden, 0) == (np.inf, -np.inf)
    assert exposed(table, hidden, hidden) == [0]
    assert protect(table, hidden) is not None


@pytest.mark.slow
def test_a_table_of_24_areas_5_ages_and_3_sexes_takes_no_time_to_speak_of() -> None:
    frame = cube(np.random.default_rng(1).poisson(15, (24, 5, 3)) // 2)
    begun = time.perf_counter()
    released = release(frame, table="Fälle", rule=RULE, count="Fälle")
    assert time.perf_counter() - begun < 5
    assert 0 < sum(released.counts) < len(frame) / 2
