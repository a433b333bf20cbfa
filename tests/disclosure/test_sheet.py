"""Tables beside tables: what is hidden where counts are linked, rounded, or sums of amounts."""

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure.audit import breaches
from workbench.disclosure.door import release
from workbench.disclosure.model import Model
from workbench.disclosure.published import dumps, loads
from workbench.errors import ReleaseError
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

RULE = Rule()


def counts(key: str, values: dict[str, int], *, total: bool = True) -> pd.DataFrame:
    rows = [*values.items(), *([(TOTAL, sum(values.values()))] if total else [])]
    return pd.DataFrame(rows, columns=[key, "Besuche"])


def test_two_tables_of_the_same_visits_are_protected_together() -> None:
    model = Model(measure="besuche")
    ages = release(counts("Alter", {"6–9": 2, "10–13": 30, "14–17": 40}, total=False), table="Alter", rule=RULE, count="Besuche", model=model)
    assert ages.counts == (1, 0), "without a total nothing follows"
    both = release(pd.DataFrame({"Besuche": [72]}), table="alle", rule=RULE, count="Besuche", by=[], model=model, earlier=ages.published)
    assert both.frame["Besuche"].isna().all(), "the total would tell"
    assert breaches([*ages.published, *both.published]) == []
    alone = release(pd.DataFrame({"Besuche": [72]}), table="alle", rule=RULE, count="Besuche", by=[], model=Model(measure="anderes"), earlier=ages.published)
    assert alone.counts == (0, 0), "another measure is not related"


def test_a_part_and_what_is_left_of_the_whole_are_protected() -> None:
    frame = pd.DataFrame({"Alter": ["a", "b", "c", TOTAL], "Personen": [20, 30, 40, 90], "Stamm": [10, 28, 20, 58]})
    released = release(frame, table="Stamm", rule=RULE, count=["Personen", "Stamm"], model=Model(measure="personen", part={"Stamm": "Personen"}))
    assert released.frame["Stamm"].isna().tolist()[1], "two who are no regulars would be known"
    assert breaches(released.published) == []


def test_a_different_number_for_the_same_cell_is_refused_with_both_tables() -> None:
    model = Model(measure="besuche")
    first = release(counts("Alter", {"a": 20, "b": 30}), table="Alter", rule=RULE, count="Besuche", model=model)
    with pytest.raises(ReleaseError) as fault:
        release(counts("Sex", {"w": 20, "m": 25}), table="Geschlecht", rule=RULE, count="Besuche", model=model, earlier=first.published)
    assert str(fault.value) == (
        "»Geschlecht«, Insgesamt: »Besuche« ist 45, in »Alter« aber 50. Zählt die Tabelle nur einen Teil, nennt where={…} ihn; zählt sie etwas anderes, gibt measure= ihm einen eigenen Namen."
    )


def test_an_approved_edition_is_a_fact_unless_it_shows_other_data() -> None:
    model = Model(measure="besuche")
    old = release(counts("Alter", {"a": 2, "b": 30, "c": 40}), table="Alter", rule=RULE, count="Besuche", model=model)
    assert old.frame["Besuche"].isna().tolist() == [True, True, False, False]
    new = counts("Alter", {"a": 2, "b": 30, "c": 40})
    again = release(new, table="Alter", rule=Rule(mindestzahl=1), count="Besuche", model=model, editions=old.published)
    assert again.frame["Besuche"].isna().tolist() == [True, True, False, False], "what was hidden stays hidden"
    other = release(counts("Alter", {"a": 5, "b": 30, "c": 40}), table="Alter", rule=RULE, count="Besuche", model=model, editions=old.published)
    assert other.counts == (0, 0)


def test_rounded_counts_are_published_as_such_and_nothing_stands_beside_them() -> None:
    frame = counts("Alter", {"a": 2, "b": 31, "c": 44}).assign(Mittel=[0.5, 1.5, 2.5, 3.5])
    released = release(frame, table="Alter", rule=Rule(rundung=5), count="Besuche")
    assert released.frame["Besuche"].tolist() == [0, 30, 45, 75]
    assert released.frame["Mittel"].isna().all()
    assert [p.base for p in released.published] == [5]


def test_rounded_counts_that_sums_tell_more_of_are_withheld() -> None:
    frame = counts("Alter", {"a": 2, "b": 2})
    released = release(frame, table="Alter", rule=Rule(rundung=5), count="Besuche")
    assert released.frame["Besuche"].isna().all(), "0 + 0 = 5 says that both are 1 or 2"


def test_costs_of_one_large_provider_are_hidden_and_so_is_what_would_tell_them() -> None:
    given = pd.DataFrame({"Ort": ["A", "A", "A", "B", "B", "B", "C", "C", "C"], "Beitrag von": list("xyzuvwrst"), "Kosten": [900.0, 10, 5, 300, 280, 310, 200, 250, 220]})
    sums = given.groupby("Ort")["Kosten"].sum()
    frame = pd.DataFrame({"Ort": [*sums.index, TOTAL], "Kosten": [*sums, sums.sum()]})
    released = release(frame, table="Kosten", rule=RULE, by=["Ort"], amounts={"Kosten": given})
    assert released.frame["Kosten"].isna().tolist()[0]
    assert released.frame["Kosten"].isna().sum() == 2
    assert breaches(released.published) == []
    assert any("größte Beitrag" in r for r in released.rules)


def test_rates_on_too_small_a_base_are_hidden_and_their_counts_are_not() -> None:
    frame = pd.DataFrame({"Schule": ["A", "B"], "Antworten": [4, 40], "Zustimmung in %": [75.0, 50.0]})
    released = release(frame, table="Zustimmung", rule=RULE, count="Antworten", base="Antworten")
    assert released.frame["Zustimmung in %"].isna().tolist() == [True, False]
    assert released.frame["Antworten"].tolist() == [4, 40]
    assert released.why == ("kleine Basis", "")


def test_a_place_that_is_part_of_another_takes_its_published_row_as_known() -> None:
    kreis = Model(place="kreis", measure="besuche", area="kreis")
    whole = release(counts("Raum", {"x": 20, "y": 30}), table="Kreis", rule=RULE, count="Besuche", model=kreis)
    town = Model(place="x", measure="besuche", area="kreis/x", above={"kreis/x": "kreis"})
    part = release(counts("Raum", {"1": 2, "2": 18}, total=False), table="Stadt", rule=RULE, count="Besuche", model=town, earlier=whole.published)
    assert part.frame["Besuche"].isna().all(), "the row of the Kreis would tell"
    assert release(counts("Raum", {"1": 2, "2": 18}, total=False), table="Stadt", rule=RULE, count="Besuche", model=town).counts == (1, 0)


def test_tables_survive_their_file() -> None:
    released = release(counts("Alter", {"a": 2, "b": 30, "c": 40}), table="Alter", rule=RULE, count="Besuche", model=Model(measure="besuche", where={"Jahr": "2025"}))
    assert loads(dumps(released.published)) == list(released.published)


@pytest.mark.parametrize("seed", range(4))
def test_linked_tables_of_random_visits_hold_against_the_attack(seed: int) -> None:
    rng = np.random.default_rng(seed)
    joint = pd.DataFrame([(a, g, h) for a in "abcd" for g in "wm" for h in ("Scheune", "Treff", "Keller")], columns=["Alter", "Sex", "Haus"])
    joint["Besuche"] = rng.poisson(rng.gamma(1.0, 2, len(joint)))
    earlier: list = []
    for keys in (["Alter"], ["Haus"], ["Alter", "Sex"], ["Sex", "Haus"], ["Alter", "Haus"]):
        frames = [joint.assign(**{k: TOTAL for k in keys if k in some}) for some in dict.fromkeys(((), tuple(keys[:1]), tuple(keys[1:]), tuple(keys)))]
        frame = pd.concat(frames).groupby(keys, sort=False)["Besuche"].sum().reset_index().drop_duplicates(keys)
        earlier += release(frame, table="–".join(keys), rule=RULE, count="Besuche", model=Model(measure="besuche"), earlier=earlier).published
    assert breaches(earlier) == []
    assert any(v is None for t in earlier for v in t.values)
