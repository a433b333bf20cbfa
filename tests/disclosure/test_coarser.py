"""What a coarser grouping would save."""

import pandas as pd

from workbench.disclosure.coarser import Offer, offers
from workbench.disclosure.door import release
from workbench.errors import ReleaseError
from workbench.project import Rule
from workbench.schemas.terms import TOTAL


def test_neighbours_are_put_together_and_keys_left_out_and_the_best_offer_comes_first() -> None:
    cells = {("a", "w"): 2, ("b", "w"): 9, ("c", "w"): 9, ("d", "w"): 9, ("a", "m"): 9, ("b", "m"): 9, ("c", "m"): 9, ("d", "m"): 9}
    rows = [(*k, n) for k, n in cells.items()]
    rows += [(a, TOTAL, sum(n for (x, _), n in cells.items() if x == a)) for a in "abcd"]
    rows += [(TOTAL, s, sum(n for (_, y), n in cells.items() if y == s)) for s in "wm"] + [(TOTAL, TOTAL, sum(cells.values()))]
    frame = pd.DataFrame(rows, columns=["Alter", "Sex", "Besuche"])
    seen = []

    def again(coarse: pd.DataFrame, keys: list[str], parents: dict[str, dict[str, str]]) -> object:
        seen.append((keys, parents))
        return release(coarse, table="t", rule=Rule(), count="Besuche", by=keys)

    before = release(frame, table="t", rule=Rule(), count="Besuche", by=["Alter", "Sex"])
    assert sum(before.counts) == 4
    found = offers(frame, keys=["Alter", "Sex"], across=["Alter", "Sex"], counts=["Besuche"], release=again)
    assert found[0].hidden == 0
    assert Offer("»Alter« zu zweit zusammengefasst (a + b, c + d)", 0, 9) in found
    assert Offer("ohne »Alter«", 0, 3) in found
    assert seen[0] == (["Alter", "Sex"], {"Alter": {"a": "a + b", "b": "a + b", "c": "c + d", "d": "c + d"}})


def test_a_grouping_that_nobody_could_release_is_no_offer() -> None:
    frame = pd.DataFrame({"Alter": ["a", "b", "c"], "Besuche": [2, 9, 9]})

    def refuse(*_: object) -> object:
        raise ReleaseError("Eine Zeile ist nicht die Summe ihrer Teile.")

    assert offers(frame, keys=["Alter"], across=["Alter"], counts=["Besuche"], release=refuse) == []
