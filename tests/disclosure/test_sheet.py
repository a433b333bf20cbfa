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


def test_an_approved_edition_is_a_fact() -> None:
    model = Model(measure="besuche")
    old = release(counts("Alter", {"a": 2, "b": 30, "c": 40}), table="Alter", rule=RULE, count="Besuche", model=model)
    assert old.frame["Besuche"].isna().tolist() == [True, True, False, False]
    new = counts("Alter", {"a": 2, "b": 30, "c": 40})
    again = release(new, table="Alter", rule=Rule().model_copy(update={"mindestzahl": 1}), count="Besuche", model=model, editions=old.published)
    assert again.frame["Besuche"].isna().tolist() == [True, True, False, False], "what was hidden stays hidden"


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


CONTRIBUTIONS = pd.DataFrame({"Jahr": [21, 21, 22, 22, 22], "Beitrag von": list("abcde"), "€": [990.0, 10, 300, 300, 300]})
SUMS = pd.DataFrame({"Jahr": [21, 22], "€": [1000.0, 900.0]})


@pytest.mark.parametrize(
    ("key", "amount", "model"),
    [("Jahr", "€", Model()), ("Raum", "€", Model(area="dorsten")), ("Jahr", "€/Jahr", Model(measure="kosten"))],
    ids=["a key of numbers", "a key that is written otherwise", "a name with a slash"],
)
def test_a_sum_of_one_large_contribution_is_hidden_whatever_its_key_looks_like(key: str, amount: str, model: Model) -> None:
    named = {"Jahr": key, "€": amount}
    found = release(SUMS.rename(columns=named), table="Kosten", rule=RULE, by=[key], amounts={amount: CONTRIBUTIONS.rename(columns=named)}, model=model)
    assert found.frame[amount].isna().tolist() == [True, False]


def test_sums_of_sums_and_names_beside_keys_have_their_contributions_too() -> None:
    frame = pd.DataFrame({"Haus": ["1", "2", TOTAL], "Name": ["x", "y", TOTAL], "€": [1000.0, 900.0, 1900.0]})
    parts = CONTRIBUTIONS.assign(Haus=CONTRIBUTIONS["Jahr"].map({21: "1", 22: "2"}), Name=CONTRIBUTIONS["Jahr"].map({21: "x", 22: "y"})).drop(columns="Jahr")
    found = release(frame, table="Kosten", rule=RULE, by=["Haus", "Name"], amounts={"€": parts})
    assert found.frame["€"].isna().tolist()[0]
    assert sum(found.frame["€"].isna()) >= 2, "the total would tell"


@pytest.mark.parametrize(
    ("contributions", "said"),
    [
        (CONTRIBUTIONS.head(4), "22: »€« ist 900, die Beiträge ergeben 600"),
        (CONTRIBUTIONS.head(2), "22: »€« ist 900, die Beiträge ergeben 0"),
        (CONTRIBUTIONS.drop(columns="Jahr"), "keine Spalte »Jahr«"),
        (CONTRIBUTIONS.rename(columns={"Beitrag von": "Von"}), "keine Spalte »Beitrag von«"),
    ],
)
def test_contributions_must_be_whole(contributions: pd.DataFrame, said: str) -> None:
    with pytest.raises(ReleaseError, match=said):
        release(SUMS, table="Kosten", rule=RULE, by=["Jahr"], amounts={"€": contributions})


def test_what_stands_beside_a_rounded_count_is_rounded_too() -> None:
    frame = pd.DataFrame({"Tag": ["Mo", "Di", "Mi"], "Besuche": [12, 23, 31], "Personen": [1, 2, 7]})
    found = release(frame, table="T", rule=Rule(rundung=5), count="Besuche", beside=["Personen"])
    assert found.frame["Personen"].tolist() == [0, 0, 5]


def test_a_difference_to_a_hidden_year_is_hidden_and_others_are_not() -> None:
    years = pd.DataFrame({"Jahr": ["21", "22", "23", "24"], "N": [50, 2, 40, 45]})
    for change, expected in ((years["N"].diff(), [3]), (years["N"].pct_change() * 100, [3]), (years["N"] / 200, [0, 2, 3])):
        found = release(years.assign(Wert=change), table="T", rule=RULE, count="N", additive=False)
        assert [i for i, gone in enumerate(found.frame["Wert"].isna()) if not gone] == expected


def test_shares_of_the_sum_tell_it_whatever_they_are_called() -> None:
    frame = pd.DataFrame({"Tag": ["Mo", "Di", "Mi"], "Besuche": [50, 30, 2]})
    found = release(frame.assign(Quote=frame["Besuche"] / 82), table="T", rule=RULE, count="Besuche")
    assert found.frame["Besuche"].isna().sum() == 2
    assert release(frame, table="T", rule=RULE, count="Besuche").frame["Besuche"].isna().sum() == 1


def test_a_share_of_few_gives_its_numerator_away() -> None:
    frame = pd.DataFrame({"Raum": ["A", "B", "C"], "Personen": [80, 50, 50], "Anteil mit Fall in %": [25.0, 4.0, 98.0]})
    found = release(frame, table="T", rule=RULE, count="Personen", base="Personen", additive=False)
    assert found.frame["Anteil mit Fall in %"].isna().tolist() == [False, True, True]


def test_the_order_of_rows_does_not_tell_where_a_hidden_count_lies() -> None:
    frame = pd.DataFrame({"Rolle": ["Z", "C", "A", "Y", "B", TOTAL], "N": [9, 8, 2, 2, 1, 22]})
    found = release(frame, table="T", rule=RULE, count="N")
    hidden = found.frame.loc[found.frame["N"].isna(), "Rolle"].tolist()
    assert hidden == sorted(hidden)
    assert found.frame["Rolle"].iloc[-1] == TOTAL
    ages = pd.DataFrame({"Altersgruppe": ["6–9", "10–13", "14–17"], "N": [9, 2, 1]})
    assert release(ages, table="T", rule=RULE, count="N").frame["Altersgruppe"].tolist() == ["6–9", "10–13", "14–17"], "an order of its own says nothing"


@pytest.mark.parametrize("name", ["Alle unter einem Dach", "Treff für alle", "Zusammen e. V.", "Gesamtschule Nord"])
def test_a_name_that_holds_the_word_for_a_total_is_a_name(name: str) -> None:
    assert release(pd.DataFrame({"Haus": ["Nord", name], "N": [10, 12]}), table="T", rule=RULE, count="N").why == ("", "")


@pytest.mark.parametrize("name", ["Gesamt", "Summe", "All", "insgesamt", "Alle Häuser", "Kreis Leer insgesamt", "Summe aller Tage"])
def test_a_total_by_another_name_is_refused(name: str) -> None:
    with pytest.raises(ReleaseError, match=f"»{name}« ist dem Namen nach eine Summe"):
        release(pd.DataFrame({"Tag": ["Mo", "Di", name], "N": [10, 2, 12]}), table="T", rule=RULE, count="N")


def test_a_part_that_another_table_of_all_parts_lacks_is_refused() -> None:
    model = Model(measure="besuche")
    days = release(counts("Tag", {"Mo": 2, "Di": 20}, total=False), table="Tag", rule=RULE, count="Besuche", model=model)
    with pytest.raises(ReleaseError, match="Tag: früh: »Besuche« ist 22, doch eine andere Tabelle führt alle Teile auf"):
        release(counts("Tag", {"früh": 22}, total=False), table="grob", rule=RULE, count="Besuche", model=model, earlier=days.published)
    whole = Model(measure="besuche", parents={"Tag": {"Mo": "früh", "Di": "früh"}})
    coarse = release(counts("Tag", {"früh": 22}, total=False), table="grob", rule=RULE, count="Besuche", model=whole, earlier=days.published)
    assert coarse.frame["Besuche"].isna().all()
    assert breaches([*days.published, *coarse.published]) == []


def test_a_kreis_has_more_than_the_gemeinden_that_are_known() -> None:
    kreis = Model(measure="besuche", area="k")
    both = release(counts("Alter", {"6–9": 85, "10–14": 30}, total=False), table="Kreis", rule=RULE, count="Besuche", model=kreis)
    gemeinde = Model(measure="besuche", area="k/g", above={"k/g": "k"})
    part = release(counts("Alter", {"6–9": 40, "10–14": 2}, total=False), table="Gemeinde", rule=RULE, count="Besuche", model=gemeinde, earlier=both.published)
    assert part.frame["Besuche"].isna().tolist() == [False, True]
    assert breaches([*both.published, *part.published]) == []


@pytest.mark.parametrize(("frame", "said"), [(pd.DataFrame({"T": ["a"], "N": ["x"]}), "enthält Text statt Anzahlen"), (pd.DataFrame([["a", 1, 2]], columns=["T", "N", "N"]), "hat die Spalte »N« mehrmals")])
def test_frames_that_are_no_tables_of_counts_are_refused_in_german(frame: pd.DataFrame, said: str) -> None:
    with pytest.raises(ReleaseError, match=said):
        release(frame, table="T", rule=RULE, count="N")


def test_a_later_edition_may_have_more_years() -> None:
    model = Model(measure="besuche")
    first = release(pd.DataFrame({"Jahr": ["2023", "2024"], "Besuche": [30, 40]}), table="Jahre", rule=RULE, count="Besuche", model=model)
    later = release(pd.DataFrame({"Jahr": ["2023", "2024", "2025"], "Besuche": [30, 40, 50]}), table="Jahre", rule=RULE, count="Besuche", model=model, editions=first.published)
    assert later.frame["Besuche"].tolist() == [30, 40, 50]


B = pd.Series([50.0, 30, 2])


@pytest.mark.parametrize(
    "column", [(B / 82).round(3), 100 * B / B.mean(), B - B.mean(), B.sum() - B, (100 * B / 82).round(1)], ids=["rounded share", "index", "deviation", "rest", "rounded percent"]
)
def test_every_straight_line_of_the_counts_tells_their_sum(column: pd.Series) -> None:
    found = release(pd.DataFrame({"Tag": ["Mo", "Di", "Mi"], "B": B.astype(int), "Wert": column}), table="T", rule=RULE, count="B")
    assert found.frame["B"].isna().sum() == 2


def test_counts_per_opening_day_tell_nothing_more() -> None:
    frame = pd.DataFrame({"Tag": ["Mo", "Di", "Mi"], "B": [50, 30, 2], "B je Tag": [25.0, 15.0, 1.0], "Tage": [2, 2, 2]})
    assert release(frame, table="T", rule=RULE, count="B", public=["Tage"]).frame["B"].isna().sum() == 1


def test_shares_within_a_year_tell_its_sum() -> None:
    frame = pd.DataFrame({"Jahr": ["21"] * 3 + ["22"] * 3, "Tag": ["Mo", "Di", "Mi"] * 2, "N": [50, 30, 2, 20, 30, 40]})
    found = release(frame.assign(Quote=frame["N"] / frame.groupby("Jahr")["N"].transform("sum")), table="T", rule=RULE, count="N")
    assert found.frame["N"].head(3).isna().sum() == 2


@pytest.mark.parametrize(("column", "share", "persons"), [("Fälle je 1.000", [250.0, 40.0], 50), ("Quote", [0.25, 0.04], 50), ("Anteil", [25.0, 3.9], 51)])
def test_rates_of_few_are_known_at_every_scale(column: str, share: list[float], persons: int) -> None:
    found = release(pd.DataFrame({"Raum": ["A", "B"], "Personen": [80, persons], column: share}), table="T", rule=RULE, count="Personen", additive=False)
    assert found.frame[column].isna().tolist() == [False, True]


@pytest.mark.parametrize(("name", "scale"), [("divers (%)", 100), ("divers %", 100), ("divers, v. H.", 100), ("je Tsd.", 1000), ("divers‰", 1000), ("Diversquote", 100), ("Mädchen", 100), ("Verhältnis", 1)])
def test_shares_of_few_are_found_whatever_they_are_called(name: str, scale: int) -> None:
    frame = pd.DataFrame({"Raum": ["A", "B"], "Personen": [40, 26], name: [10 / 40 * scale, round(1 / 26 * scale, 3)]})
    found = release(frame, table="T", rule=RULE, count="Personen", base="Personen", additive=False)
    assert found.frame[name].isna().tolist() == [False, True]


def test_medians_ranges_and_means_that_rest_on_a_base_are_no_shares() -> None:
    frame = pd.DataFrame({"Raum": ["A", "B"], "Personen": [40, 50], "Median": [5, 4], "von (95 %)": [2.137, 3.904], "Besuche je Person": [173 / 40, 107 / 50]})
    assert release(frame, table="T", rule=RULE, count="Personen", base="Personen", additive=False).frame.notna().all(axis=None)


@pytest.mark.parametrize(("column", "shown"), [([50.0, 52, 92], [True, False, False]), ([np.nan, 26.0, 21], [False, False, False])], ids=["cumulated", "means of two"])
def test_sums_and_means_of_neighbours_are_hidden_with_them(column: list[float], shown: list[bool]) -> None:
    frame = pd.DataFrame({"Jahr": ["21", "22", "23"], "N": [50, 2, 40], "Wert": column})
    assert release(frame, table="T", rule=RULE, count="N", additive=False).frame["Wert"].notna().tolist() == shown


@pytest.mark.parametrize("weeks", [["KW 8", "KW 9", "KW 10"], ["Dezember 2024", "Januar 2025", "Februar 2025"]])
def test_an_order_in_time_is_kept(weeks: list[str]) -> None:
    found = release(pd.DataFrame({"Woche": weeks, "N": [1, 12, 40]}), table="T", rule=RULE, count="N")
    assert found.frame["Woche"].tolist() == weeks


def test_contributions_may_be_keyed_by_floats_and_sums_rounded() -> None:
    parts = CONTRIBUTIONS.assign(Jahr=CONTRIBUTIONS["Jahr"].astype(float), **{"€": [990.2, 10, 300, 300, 300]})
    assert release(SUMS, table="Kosten", rule=RULE, by=["Jahr"], amounts={"€": parts}).frame["€"].isna().tolist() == [True, False]


def test_areas_of_a_place_may_have_parts() -> None:
    frame = pd.DataFrame({"Raum": ["A", "B", "Nord", "C", TOTAL], "Besuche": [9, 2, 11, 7, 18]})
    found = release(frame, table="T", rule=RULE, count="Besuche", model=Model(area="k/g", parents={"Raum": {"A": "Nord", "B": "Nord"}}))
    assert found.frame["Besuche"].isna().tolist() == [True, True, False, False, False]


def test_a_number_left_of_the_count_is_no_key() -> None:
    with pytest.raises(ReleaseError, match="Die Spalte »Personen« steht vor der Anzahl"):
        release(pd.DataFrame({"Tag": ["Mo", "Di"], "Personen": [1, 8], "Besuche": [12, 23]}), table="T", rule=RULE, count="Besuche")
    assert len(release(pd.DataFrame({"Jahr": [2023, 2024], "Besuche": [12, 23]}), table="T", rule=RULE, count="Besuche").frame) == 2
    assert release(pd.DataFrame({"Haus": [], "Besuche": []}), table="T", rule=RULE, count="Besuche").frame.empty


def test_a_key_that_does_not_add_up_may_be_called_all() -> None:
    found = release(pd.DataFrame({"Angebot": ["Alle", "Mädchen"], "Besuche": [20, 8]}), table="T", rule=RULE, count="Besuche", additive=False)
    assert found.frame["Besuche"].tolist() == [20, 8]
