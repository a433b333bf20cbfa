"""Tables with different age groups are protected together, whatever their keys are called."""

import pandas as pd
import pytest

from workbench.disclosure.ages import pieces
from workbench.disclosure.cells import Released
from workbench.disclosure.door import release
from workbench.disclosure.model import Model
from workbench.errors import ReleaseError
from workbench.project import Rule


def shown(key: str, groups: dict[str, int], *before: Released) -> Released:
    frame = pd.DataFrame([*groups.items(), ("Insgesamt", sum(groups.values()))], columns=[key, "Personen"])
    return release(frame, table=key, rule=Rule(), count="Personen", by=[key], model=Model(measure="besuche"), earlier=[p for r in before for p in r.published])


@pytest.mark.parametrize("key", ["Altersgruppe", "Alter", "Altersklasse"])
def test_groups_that_overlap_do_not_give_away_a_year_of_age_by_their_difference(key: str) -> None:
    first = shown("Altersgruppe", {"6–9": 30, "10–13": 40, "14–17": 50})
    second = shown(key, {"6–9": 30, "10–14": 41, "15–17": 49}, first)  # one person is 14
    assert first.frame["Personen"].notna().all()
    assert second.frame["Personen"].isna().tolist() == [False, True, True, False]


def test_single_years_are_parts_of_the_groups_of_another_table() -> None:
    groups = shown("Altersgruppe", {"6–7": 30, "8–9": 40})
    years = shown("Alter", {"6": 2, "7": 28, "8": 3, "9": 37}, groups)
    assert years.frame["Personen"].isna().tolist() == [True, True, False, False, False]  # »8« is smaller than »7«, and hides nothing of the six-year-olds


def test_groups_that_need_no_declaration_are_not_refused() -> None:
    fine = shown("Altersgruppe", {"unter 6": 30, "6 bis unter 18": 40, "18 Jahre und älter": 50, "unbekannt": 4})
    assert shown("Altersgruppe", {"unter 18 Jahren": 70, "18–26": 22, "ab 27": 28, "unbekannt": 4}, fine).frame["Personen"].notna().all()


def test_groups_that_cannot_be_of_the_same_people_are_refused() -> None:
    fine = shown("Altersgruppe", {"unter 6": 30, "6–17": 40, "18 und älter": 50})
    with pytest.raises(ReleaseError, match=r"»Alter«: »Personen« – .*eine Altersgruppe ist nicht die Summe ihrer Teile"):
        shown("Alter", {"unter 18": 75, "18–26": 20, "ab 27": 25}, fine)


def test_other_dimensions_and_codes_keep_a_bit_each() -> None:
    assert pieces("Stunden", ["1–2", "2–3"]) == {"1–2": 1, "2–3": 2}
    assert pieces("Altersgruppe", ["6–9", "unbekannt", "10–13"]) == {"6–9": 1, "unbekannt": 4, "10–13": 2}
    assert pieces("Alter", ["bis 2", "2 bis unter 4", "≥ 3", "3"]) == {"bis 2": 3, "2 bis unter 4": 6, "≥ 3": 12, "3": 4}


def test_an_area_may_be_a_part_of_another_whole_in_each_table() -> None:
    first = pd.DataFrame({"Raum": ["A", "B", "C", "D"], "Personen": [50, 1, 12, 40]})
    before = release(first, table="T", rule=Rule(), count="Personen", model=Model(measure="besuche", area="05"))
    rest = pd.DataFrame({"Raum": ["A", "D", "Übrige"], "Personen": [50, 40, 13]})
    model = Model(measure="besuche", area="05", parents={"Raum": {"B": "Übrige", "C": "Übrige"}})
    found = release(rest, table="U", rule=Rule(), count="Personen", model=model, earlier=before.published)
    assert found.frame["Personen"].notna().tolist()[:2] == [True, True]
