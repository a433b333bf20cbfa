"""Cumulated counts and shares give no hidden count away, and need no declaration of their own."""

import numpy as np
import pandas as pd
import pytest

from workbench.disclosure.cells import Released
from workbench.disclosure.copies import Counted, no_copies
from workbench.disclosure.cumulated import running_sums
from workbench.disclosure.door import release
from workbench.errors import ReleaseError
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

AGES = pd.DataFrame({"Alter": ["6–9", "10–13", "14–17", "18–21", "22–26"], "Besuche": [50, 2, 70, 31, 44]})
HOUSES = pd.concat([AGES.assign(Haus="a"), AGES.assign(Haus="b", Besuche=[15, 60, 70, 10, 9])], ignore_index=True)[["Haus", "Alter", "Besuche"]]


def shown(frame: pd.DataFrame) -> Released:
    return release(frame, table="T", rule=Rule(), count="Besuche")


def test_sums_before_the_first_hidden_count_stay() -> None:
    released = shown(AGES.assign(kumuliert=AGES["Besuche"].cumsum()))
    assert released.frame["kumuliert"].isna().tolist() == [False, True, True, True, True]


@pytest.mark.parametrize("digits", [1, 9])
def test_cumulated_shares_tell_the_whole_with_the_first_count_so_none_stays(digits: int) -> None:
    """25.38 % are 50, so all are 197; from there to 61.93 % it is 72, and 70 of them are shown."""
    share = (AGES["Besuche"].cumsum() / 197 * 100).round(digits)
    assert shown(AGES.assign(kumuliert=share)).frame["kumuliert"].isna().all()
    assert shown(AGES.assign(kumuliert=[f"{s:.1f} %".replace(".", ",") for s in share])).frame["kumuliert"].isna().all()


def test_from_below_too() -> None:
    assert shown(AGES.assign(x=AGES["Besuche"][::-1].cumsum()[::-1])).frame["x"].isna().all()


def test_within_groups_only_the_group_of_the_hidden_count_loses_them() -> None:
    groups = HOUSES.groupby("Haus")["Besuche"]
    released = shown(HOUSES.assign(Summe=groups.cumsum(), kumuliert=groups.cumsum() / groups.transform("sum") * 100))
    assert released.frame["Summe"].isna().tolist() == [False, True, True, True, True] + [False] * 5
    assert released.frame["kumuliert"].isna().tolist() == [True] * 5 + [False] * 5


def test_a_total_is_the_sum_of_the_others_in_its_group() -> None:
    frame = pd.DataFrame({"Alter": ["6–9", "10–13", TOTAL], "Besuche": [5, 7, 12]})
    assert next(sums.tolist() for _, sums in running_sums(frame, ["Alter"], np.array([5.0, 7, 12]))) == [5, 12, 12]


def test_a_change_of_few_between_shown_counts_stays() -> None:
    frame = pd.DataFrame({"Raum": list("AB"), "2023": [179, 258], "2024": [181, 265]})
    frame["Veränderung in %"] = (frame["2024"] / frame["2023"] - 1) * 100
    assert release(frame, table="T", rule=Rule(), count=["2023", "2024"]).frame.notna().all(axis=None)


def test_a_share_of_few_is_hidden_whatever_it_is_called() -> None:
    frame = pd.DataFrame({"Raum": list("AB"), "Personen": [180, 260], "Veränderung in %": [100 / 180, 30.0]})
    assert release(frame, table="T", rule=Rule(), count="Personen", additive=False).frame["Veränderung in %"].isna().tolist() == [True, False]


def test_ranks_of_nearly_equal_counts_are_no_running_sums() -> None:
    frame = pd.DataFrame({"Haus": list("abcdefghij"), "Besuche": [52, 51, 50, 50, 49, 48, 48, 47, 46, 2], "Rang": range(1, 11)})
    assert shown(frame).frame["Rang"].isna().sum() == 1


@pytest.mark.parametrize("said", [AGES["Besuche"].cumsum(), AGES["Besuche"].cumsum() / 197, (AGES["Besuche"].cumsum() / 1.97).round(1), AGES["Besuche"][::-1].cumsum()[::-1], pd.Series(["25,4 %", "26,4 %", "61,9 %", "77,7 %", "100 %"])], ids=["sum", "share", "rounded", "from below", "in words"])
def test_another_table_must_not_cumulate_what_is_hidden(said: pd.Series) -> None:
    counted = shown(AGES)
    other = release(AGES[["Alter"]].assign(x=said), table="U", rule=Rule(), exempt="Rechenweg", derived=counted)
    with pytest.raises(ReleaseError, match="»U«: »x« sagt, was »T« verbirgt"):
        no_copies(Counted(counted, AGES, ["Besuche"]), [other])


def test_what_is_cumulated_from_the_released_frame_passes() -> None:
    counted = shown(AGES)
    other = release(AGES[["Alter"]].assign(x=counted.frame["Besuche"].cumsum()), table="U", rule=Rule(), exempt="Rechenweg", derived=counted)
    no_copies(Counted(counted, AGES, ["Besuche"]), [other])


def test_numbers_that_stay_the_same_where_nothing_is_added_are_no_running_sums() -> None:
    frame = pd.DataFrame({"Haus": list("aabbcc"), "Jahr": ["2024", "2025"] * 3, "Besuche": [2, 0, 12, 0, 31, 0], "Nummer": [5566028001, 5566028001, 5566028014, 5566028014, 5566028030, 5566028030]})
    other = release(frame.drop(columns="Besuche"), table="U", rule=Rule(), by=["Haus", "Jahr"], exempt="Verzeichnis")
    no_copies(Counted(shown(frame.drop(columns="Nummer")), frame.drop(columns="Nummer"), ["Besuche"]), [other])


MONTHS = pd.DataFrame({"Monat": range(1, 9), "Besuche": [50, 44, 2, 70, 31, 44, 58, 39]})


@pytest.mark.parametrize(("window", "hidden"), [({"window": 3}, [2, 3, 4]), ({"window": 3, "center": True}, [1, 2, 3]), ({"window": 2}, [2, 3]), ({"window": 4, "center": True}, [1, 2, 3, 4])])
@pytest.mark.parametrize("digits", [1, 9])
def test_a_moving_mean_is_hidden_where_it_is_taken_over_a_hidden_count(window: dict[str, int], hidden: list[int], digits: int) -> None:
    means = MONTHS["Besuche"].rolling(**window).mean()
    released = release(MONTHS.assign(Mittel=means.round(digits)), table="T", rule=Rule(), count="Besuche", by=["Monat"], base="Besuche", additive=False)
    assert released.frame["Mittel"].isna().tolist() == [bool(np.isnan(m)) or row in hidden for row, m in enumerate(means)]


def test_a_moving_sum_moves_within_its_group() -> None:
    sums = HOUSES.groupby("Haus")["Besuche"].rolling(2).sum().to_numpy()
    assert shown(HOUSES.assign(Summe=sums)).frame["Summe"].isna().tolist() == [True, True, True, False, False, True] + [False] * 4


def test_a_mean_at_the_edge_of_its_group_is_hidden_with_the_others() -> None:
    means = MONTHS["Besuche"].rolling(3, min_periods=1).mean()
    released = release(MONTHS.assign(Mittel=means), table="T", rule=Rule(), count="Besuche", by=["Monat"], base="Besuche", additive=False)
    assert released.frame["Mittel"].isna().tolist() == [True, True, True, True, True, False, False, False]


def test_a_moving_mean_is_refused_in_another_table_unless_it_is_taken_of_what_is_shown() -> None:
    first = release(MONTHS, table="T", rule=Rule(), count="Besuche", by=["Monat"], additive=False)
    for counts, refused in ((MONTHS["Besuche"], True), (first.frame["Besuche"].astype("float64"), False)):
        other = release(MONTHS[["Monat"]].assign(Mittel=counts.rolling(3).mean()), table="M", rule=Rule(), exempt="x", by=["Monat"])
        if refused:
            with pytest.raises(ReleaseError, match="»Mittel« sagt, was »T« verbirgt"):
                no_copies(Counted(first, MONTHS, ["Besuche"]), [other])
        else:
            no_copies(Counted(first, MONTHS, ["Besuche"]), [other])
