"""What the protection alone does not foresee: the door asks the attacker, and hides more instead of leaving a dead end to the export."""

import itertools

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure.audit import between, breaches
from workbench.disclosure.cells import OTHERS, Released
from workbench.disclosure.door import release
from workbench.disclosure.model import Model
from workbench.disclosure.published import Published
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

PARENTS = {"Ort": {"a": "ab", "b": "ab", "c": "cd", "d": "cd"}, "Alter": {"6": "6–9", "9": "6–9", "10": "10–13", "13": "10–13"}}
CROSSED = np.array([[1, 9, 12, 14], [8, 9, 15, 11], [21, 9, 12, 14], [12, 14, 15, 11]])


def crossed(places: list[str], ages: list[str], earlier: tuple[Published, ...] = ()) -> Released:
    """Table over some places and ages of `CROSSED`."""
    rows = [
        (place, age, CROSSED[np.ix_([place in (o, PARENTS["Ort"][o]) for o in "abcd"], [age in (a, PARENTS["Alter"][a]) for a in PARENTS["Alter"]])].sum())
        for place, age in itertools.product(places, ages)
    ]
    frame = pd.DataFrame(rows, columns=["Ort", "Alter", "Personen"])
    return release(frame, table="/".join(places), rule=Rule(), count="Personen", by=["Ort", "Alter"], model=Model(measure="M", parents=PARENTS), earlier=earlier)


def squared(numbers: list[list[int]], editions: tuple[Published, ...] = ()) -> Released:
    """Table with margins."""
    full = np.pad(numbers, (0, 1))
    full[-1] = full.sum(axis=0)
    full[:, -1] = full.sum(axis=1)
    codes = itertools.product([*"abcdefg"[: len(numbers)], TOTAL], [*"xyz"[: len(numbers[0])], TOTAL])
    frame = pd.DataFrame([(o, a, n) for (o, a), n in zip(codes, full.ravel().tolist(), strict=True)], columns=["Ort", "Alter", "Personen"])
    return release(frame, table="T", rule=Rule(), count="Personen", by=["Ort", "Alter"], model=Model(measure="M"), editions=editions)


@pytest.mark.parametrize("order", [1, -1])
def test_tables_that_are_nested_along_two_dimensions_are_protected_together(order: int) -> None:
    """Groups × groups and parts × parts share no margin, but one cell of the one is four of the other."""
    first, second = [(["ab", "cd"], ["6–9", "10–13"]), ([*"abcd"], [*PARENTS["Alter"]])][::order]
    one = crossed(*first)
    two = crossed(*second, one.published)
    assert breaches([*one.published, *two.published]) == []
    assert list(two.why).count(OTHERS) == 1


def test_three_tables_that_cross_each_other_are_protected_together() -> None:
    """Each pair shares one key; only the innermost cells link all three."""
    numbers = np.array([[[0, 0, 4], [0, 1, 11], [15, 1, 5]], [[0, 1, 1], [0, 3, 0], [8, 1, 9]], [[4, 0, 1], [2, 0, 12], [4, 0, 1]]])
    cells = pd.DataFrame([(f"o{o}", f"a{a}", f"s{s}", n) for (o, a, s), n in np.ndenumerate(numbers)], columns=["Ort", "Alter", "Gruppe", "Personen"])
    told: list[Published] = []
    for keys in (["Alter", "Gruppe"], ["Ort", "Alter"], ["Ort", "Gruppe"]):
        frame = cells.groupby(keys, as_index=False)["Personen"].sum()
        if "Ort" in keys:
            frame = pd.concat([frame, frame.groupby(keys[1], as_index=False)["Personen"].sum().assign(Ort=TOTAL)])
        told += release(frame, table="/".join(keys), rule=Rule(), count="Personen", by=keys, model=Model(measure="M"), earlier=told).published
    assert breaches(told) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param([[23, 6, 5], [10, 7, 5], [8, 2, 0]], [[26, 9, 7], [10, 7, 5], [9, 5, 1]], id="only b stayed the same"),
        pytest.param([[5, 29, 1], [2, 0, 3], [11, 1, 4]], [[5, 29, 1], [2, 2, 3], [11, 1, 4]], id="two more in a cell that was empty"),
    ],
)
def test_an_edition_beside_an_approved_one_gives_nothing_away(old: list[list[int]], new: list[list[int]]) -> None:
    edition = squared(old).published
    found = squared(new, edition)
    assert breaches(found.published) == between(edition, found.published) == []
    assert found.frame["Personen"].notna().sum() > 3
