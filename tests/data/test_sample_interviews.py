"""The sample's interviews: read with exact passages whatever program they imitate, and with something for the release to hold back."""

import zipfile

import pandas as pd
import pytest

from workbench.project import SAMPLE, Place, load
from workbench.read.interviews import read, reading
from workbench.schemas.pseudonyme import mapping

PLACES = load(SAMPLE).orte
COUNTED = {
    "dorsten": "Zeichen (Codepunkte)",
    "ibbenbueren": "UTF-16-Einheiten",
    "leer": "Byte-Reihenfolge-Marke zählt mit",
    "dortmund": "Zeilenumbruch zählt einfach",
    "oldenburg": "UTF-16-Einheiten",
    "rottweil": "Ende einschließlich",
    "stolberg": "Zeichen (Codepunkte)",
}
every_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)


def table(place: Place, name: str) -> pd.DataFrame:
    return read(place.folder / "interviews.qdpx", name)


@every_place
def test_every_passage_is_made_of_whole_sentences(place: Place) -> None:
    passages = table(place, "segmente")["Text"]
    assert len(passages) > 100
    assert passages[~passages.str.fullmatch(r"[A-ZÄÖÜ].*[.!?]")].tolist() == []


@every_place
def test_each_project_counts_positions_in_its_own_way(place: Place) -> None:
    assert COUNTED[place.key] in reading(place.folder / "interviews.qdpx")


@every_place
def test_interviews_are_eight_to_fifteen_of_natural_length(place: Place) -> None:
    words = table(place, "transkripte")["Text"].str.split().str.len()
    assert 8 <= len(words) <= 15
    assert words.between(300, 700).all()


@every_place
def test_two_roles_are_large_enough_for_quotations_and_others_are_not(place: Place) -> None:
    persons = table(place, "faelle")["Rolle"].value_counts()
    assert persons[["Jugendliche", "Fachkraft Offene Arbeit"]].min() >= 3
    assert persons.min() < 3


@every_place
def test_two_people_coded_and_do_not_always_agree(place: Place) -> None:
    first, second = (set(map(tuple, g[["Fall", "Anfang", "Ende", "Code"]].to_numpy())) for _, g in table(place, "segmente").groupby("Person"))
    twice = {s for s in first if s[0] in {case for case, *_ in second}}
    assert 0.4 < len(twice & second) / len(twice | second) < 0.95


@every_place
def test_some_released_passages_hold_what_must_not_leave(place: Place) -> None:
    free = table(place, "segmente").query("Freigabe")["Text"]
    originals = mapping(SAMPLE, place.key)
    assert free.map(lambda text: any(name in text for name in originals)).sum() >= 2
    assert free.str.contains("0171 3920012").any()
    assert free.str.contains("jugend@example.org", regex=False).any()


@every_place
def test_codes_are_nested_and_defined(place: Place) -> None:
    codes = table(place, "codes")
    assert codes["Ebene"].value_counts().to_dict() == {2: 17, 1: 8}
    assert codes["Definition"].ne("").all()
    assert codes.query("Ebene == 2")["Ankerbeispiel"].ne("").all()


@every_place
def test_most_themes_of_a_person_are_summed_up(place: Place) -> None:
    summed = table(place, "zusammenfassungen")
    assert len(summed) > 0.5 * 8 * len(table(place, "faelle"))
    assert not summed.duplicated(["Fall", "Code"]).any()


def test_emoji_stand_before_passages_in_a_text_counted_in_utf16() -> None:
    with zipfile.ZipFile(PLACES["oldenburg"].folder / "interviews.qdpx") as archive:
        assert any("👍" in archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt"))
