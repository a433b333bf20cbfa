"""The door for cards and open answers: under which attributes they leave, and what stays."""

import pandas as pd
import pytest

from workbench.disclosure.cards import OTHERS, WRITERS, alike, release_cards
from workbench.disclosure.text import FEW, NAMED, NO_RELEASE, Quote, ReleasedQuotes
from workbench.errors import ReleaseError
from workbench.project import Rule

NAMES = {"Anna Beispiel": "Frau A.", "Kevin": "Person K"}


def cards(*texts: str, **columns: object) -> pd.DataFrame:
    """Released texts on one theme, with further columns."""
    return pd.DataFrame({"Thema": "Treffpunkte", "Text": texts or ("eins", "zwei", "drei"), "Freigabe": True} | columns)


def released(frame: pd.DataFrame, *by: str) -> ReleasedQuotes:
    return release_cards(frame, by=by, mapping=NAMES, rule=Rule(), source="Karten")


def labels(frame: pd.DataFrame, *by: str) -> dict[str, str]:
    return {q.text: q.label for q in released(frame, *by).items}


def test_a_card_leaves_under_its_theme() -> None:
    assert released(cards("Mehr Bänke!", "zwei", "drei")).items[0] == Quote("Mehr Bänke!", WRITERS, "Treffpunkte")


@pytest.mark.parametrize("flag", [False, None, pd.NA, "ja", 1])
def test_without_release_flag_nothing_leaves(flag: object) -> None:
    assert released(cards(Freigabe=pd.Series([flag] * 3, dtype="object"))).withheld == ((NO_RELEASE, 3),)


def test_texts_without_release_flag_make_no_group_large_enough() -> None:
    frame = cards(Freigabe=[True, True, False])
    assert released(frame).withheld == ((NO_RELEASE, 1), (FEW, 2))


def test_persons_count_and_not_their_texts() -> None:
    assert labels(cards(Raum="Nord"), "Raum") == dict.fromkeys(("eins", "zwei", "drei"), "Nord")
    assert labels(cards(Raum="Nord", Person=["1", "2", "3"]), "Raum") == dict.fromkeys(("eins", "zwei", "drei"), "Nord")
    assert released(cards(Raum="Nord", Person=["1", "1", "2"]), "Raum").withheld == ((FEW, 3),)


def test_the_same_text_of_nobody_known_counts_once() -> None:
    assert released(cards("WLAN", "WLAN", " WLAN ")).withheld == ((FEW, 3),)


def test_a_number_is_that_of_one_occasion() -> None:
    frame = cards("eins", "zwei", "drei", Person="1", Anlass=["Café", "Umfrage", "Forum"])
    assert labels(frame) == dict.fromkeys(("eins", "zwei", "drei"), WRITERS)
    assert not labels(frame, "Anlass")["eins"].startswith("Café")


def test_rare_combinations_lose_their_last_attribute_and_then_all() -> None:
    rows = [("Nord", "14–17")] * 3 + [("Nord", "10–13"), ("Nord", "18–26"), ("Nord", "27 und älter"), ("Süd", "14–17"), ("West", "14–17"), ("Ost", "14–17")]
    frame = cards(*(f"t{i}" for i in range(9)), Raum=[r for r, _ in rows], Altersgruppe=[a for _, a in rows])
    found = labels(frame, "Raum", "Altersgruppe")
    assert [found[f"t{i}"] for i in range(9)] == ["Nord, 14–17"] * 3 + ["Nord"] * 3 + [OTHERS] * 3
    assert released(frame, "Raum", "Altersgruppe").wider == 6


def test_who_is_rare_even_without_attributes_stays() -> None:
    frame = cards("a", "b", "c", "d", Altersgruppe=["14–17", "14–17", "14–17", "18–26"])
    found = released(frame, "Altersgruppe")
    assert ([q.text for q in found.items], found.withheld) == (["a", "b", "c"], ((FEW, 1),))


def test_attributes_that_are_missing_are_left_out() -> None:
    frame = cards("a", "b", "c", "d", "e", "f", Raum=["Nord"] * 6, Altersgruppe=["14–17"] * 3 + [None, pd.NA, None])
    assert set(labels(frame, "Raum", "Altersgruppe").values()) == {"Nord, 14–17", "Nord"}
    assert set(labels(frame.assign(Raum=pd.NA), "Raum", "Altersgruppe").values()) == {"14–17", OTHERS}


def test_attributes_count_per_place() -> None:
    frame = cards("a", "b", "c", "d", Raum="Nord", Ort=["A", "A", "A", "B"])
    found = released(frame, "Raum")
    assert ([q.text for q in found.items], found.withheld) == (["a", "b", "c"], ((FEW, 1),))


@pytest.mark.parametrize("text", ["ich war mit kevin da", "kEVIN", "insta: kevin_07", "Kevinchen ist da", "Kevín", "Anna war da", "anna auch", "Frau Beispiel war nett", "die Beispiels kommen", "Am 12.3. Geburtstag"])
def test_a_card_that_names_somebody_in_passing_stays(text: str) -> None:
    assert released(cards(text, "zwei", "drei")).withheld == ((NAMED, 1),)


@pytest.mark.parametrize("text", ["Ich heiße Tim", "mein Name ist tim", "Mehr Licht! LG Emma", "Danke. Gruß, Paul", "Frau Wolters hört zu", "Familie Sandner hilft", "Meine Schwester Lea auch", "Mehr Bänke, von Lara (14)", "schreibt mia_2009", "paul#1234 ist online"])
def test_a_card_that_calls_somebody_by_a_name_that_nobody_listed_stays(text: str) -> None:
    assert released(cards(text, "zwei", "drei")).withheld == ((NAMED, 1),)


@pytest.mark.parametrize("text", ["Frau W. hört zu", "Grüße gehen an alle", "Meine Freundin und ich", "Linie 14 fährt nie", "Frauen und Herren", "Räume für Mädchen (12)", "Anna Beispiel hört zu"])
def test_ordinary_words_and_pseudonyms_are_no_strange_names(text: str) -> None:
    assert len(released(cards(text, "zwei", "drei")).items) == 3


def test_a_name_in_theme_or_attribute_keeps_the_text_back() -> None:
    assert not released(cards(Thema="Anna Beispiel")).items
    assert not released(cards(Raum="bei Kevin"), "Raum").items


def test_names_become_pseudonyms() -> None:
    assert released(cards("Kevins Idee", "zwei", "drei")).items[0].text == "Person Ks Idee"


def test_two_descriptions_of_the_same_texts_are_refused() -> None:
    frame = cards("a", "b", "c", "d", Raum=["Nord"] * 3 + ["Süd"], Altersgruppe=["14–17"] * 2 + ["18–26"] * 2).pipe(lambda f: pd.concat([f, f.assign(Text=f["Text"] * 2), f.assign(Text=f["Text"] * 3)]))
    by_area, by_age = released(frame, "Raum"), released(frame, "Altersgruppe")
    with pytest.raises(ReleaseError, match="schon mit anderen Merkmalen"):
        alike(by_age, [by_area])
    alike(by_area, [by_area.only("Treffpunkte")])
    alike(by_age, [])


def test_nothing_comes_of_nothing() -> None:
    assert released(cards().iloc[:0], "Raum").items == ()


def test_a_pseudonym_that_is_an_original_is_refused() -> None:
    with pytest.raises(ReleaseError, match="Namensliste, Zeile 2"):
        release_cards(cards(), mapping={"Sam": "Sam"}, rule=Rule(), source="s")
