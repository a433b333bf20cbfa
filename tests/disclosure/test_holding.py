"""An approved edition stays a fact after its report has changed: what it hid stays hidden, what it said and still holds counts."""

import pandas as pd
import pytest

from workbench.disclosure.cells import Released
from workbench.disclosure.door import release
from workbench.disclosure.model import Model
from workbench.disclosure.published import Published
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

MODEL = Model(measure="besuche")
OLD = {"a": 2, "b": 3, "c": 40, "d": 60}  # hides a and b


def shown(counts: dict[str, int], editions: tuple[Published, ...] = (), *, key: str = "Haus") -> Released:
    """Table with its total."""
    frame = pd.DataFrame([*counts.items(), (TOTAL, sum(counts.values()))], columns=[key, "Besuche"])
    return release(frame, table=key, rule=Rule(), count="Besuche", model=MODEL, editions=editions)


def hidden(released: Released) -> list[str]:
    return released.frame.loc[released.frame["Besuche"].isna(), released.keys[0]].tolist()


@pytest.fixture
def edition() -> tuple[Published, ...]:
    found = shown(OLD)
    assert hidden(found) == ["a", "b"]
    return found.published


def test_what_was_hidden_stays_hidden_where_another_number_has_changed(edition: tuple[Published, ...]) -> None:
    assert hidden(shown(OLD | {"c": 41}, edition)) == ["a", "b"]


def test_what_was_small_stays_hidden_where_it_has_grown_itself(edition: tuple[Published, ...]) -> None:
    """With b as before, the new a and the two totals give the old a away."""
    assert hidden(shown(OLD | {"a": 5}, edition)) == ["a", "b"]


def test_a_number_that_was_shown_and_still_holds_protects_nothing(edition: tuple[Published, ...]) -> None:
    """Of d = 60 nobody is in doubt any more: the total goes, and c, which is new."""
    assert "d" not in hidden(shown(OLD | {"c": 2}, edition))
    assert "c" in hidden(shown(OLD | {"c": 2}, edition))
    assert len(hidden(shown(OLD | {"c": 2}, edition))) > 2


def test_a_house_that_the_edition_did_not_list_changes_nothing_for_the_others(edition: tuple[Published, ...]) -> None:
    assert hidden(shown(OLD | {"e": 9}, edition)) == ["a", "b"]


def test_an_edition_most_of_whose_numbers_have_changed_shows_other_data() -> None:
    first = shown(OLD | {"e": 7, "f": 8})
    assert hidden(first) == ["a", "b"]
    assert hidden(shown({"a": 12, "b": 13, "c": 41, "d": 61, "e": 9, "f": 8}, first.published)) == []


def test_an_edition_of_another_breakdown_with_another_total_is_no_obstacle(edition: tuple[Published, ...]) -> None:
    assert hidden(shown({"6–9": 50, "10–13": 60}, edition, key="Alter")) == []
