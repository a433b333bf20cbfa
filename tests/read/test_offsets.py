"""How positions are counted is inferred: every producer's way, with and without emoji, and refusal where none fits."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.read.offsets import BOM, CONVENTIONS, THRESHOLD, Convention, Selection, Source, infer

TEXT = "I: Wo trefft ihr euch? 😀\nB: Am Bahnhof, meistens. Abends ist da keiner mehr 👍🏽 unterwegs, der uns stört.\nI: Und sonst?\nB: Im Treff. Der schließt um acht, das ist zu früh!\n"
QUOTES = ["Wo trefft ihr euch?", "Am Bahnhof", "meistens.", "Abends ist da keiner mehr", "unterwegs, der uns stört.", "Im Treff.", "das ist zu früh!"]


def written(convention: Convention, *, crlf: bool = False, bom: bool = False, quotes: list[str] = QUOTES, text: str = TEXT) -> Source:
    """The text as a program with that way of counting writes it."""
    raw = (BOM if bom else "") + (text.replace("\n", "\r\n") if crlf else text)

    def position(place: int) -> int:
        before = text[:place] if convention.lf or not crlf else text[:place].replace("\n", "\r\n")
        units = len(before.encode("utf-16-le")) // 2 if convention.utf16 else len(before)
        return units + (convention.bom and bom)

    starts = [text.index(q) for q in quotes]
    return Source(raw, tuple(Selection(position(s), position(s + len(q)) - convention.inclusive) for s, q in zip(starts, quotes, strict=True)))


def passages(convention: Convention, source: Source) -> list[str]:
    return [source.text[a:b] for a, b in convention.places(source).tolist()]


@pytest.mark.parametrize("convention", CONVENTIONS, ids=str)
@pytest.mark.parametrize(("crlf", "bom"), list(itertools.product((False, True), repeat=2)))
def test_every_way_of_counting_is_recognised(convention: Convention, crlf: bool, bom: bool) -> None:
    source = written(convention, crlf=crlf, bom=bom)
    found, share = infer([source])
    assert passages(found, source) == QUOTES
    assert share == 1


def test_the_text_is_kept_without_mark_and_with_line_feeds() -> None:
    assert written(Convention(), crlf=True, bom=True).text == TEXT


def test_the_standard_wins_where_several_ways_are_equally_good() -> None:
    assert infer([written(Convention(utf16=True, lf=True, bom=True), text="Ein Satz. Noch einer da.", quotes=["Ein Satz.", "Noch einer"])])[0] == Convention()


def test_without_selections_the_standard_is_taken() -> None:
    assert infer([]) == (Convention(), 1.0)


def test_a_name_that_holds_the_quote_is_an_exact_check() -> None:
    text = "abcdef ghijkl mnopqr"
    inner = Source(text, tuple(Selection(a, b, text[a:b]) for a, b in ((1, 4), (8, 11), (15, 19))))
    assert infer([inner]) == (Convention(), 1.0)
    assert infer([Source(text, tuple(Selection(s.start, s.end) for s in inner.selections))])[1] < THRESHOLD


def test_shifted_positions_reach_no_threshold() -> None:
    source = written(Convention())
    shifted = Source(source.raw, tuple(Selection(s.start + 3, s.end + 3) for s in source.selections))
    assert infer([shifted])[1] < THRESHOLD


def test_a_position_within_an_emoji_or_behind_the_text_is_none() -> None:
    source = Source("a😀b", (Selection(2, 3), Selection(0, 99)))
    assert Convention(utf16=True).places(source).tolist() == [[-1, 3 - 1], [0, -1]]


def test_the_description_is_german() -> None:
    assert str(Convention(utf16=True, bom=True)) == "UTF-16-Einheiten, Zeilenumbruch wie in der Datei, Byte-Reihenfolge-Marke zählt mit, Ende ausschließlich"
    assert str(Convention(lf=True, inclusive=True)) == "Zeichen (Codepunkte), Zeilenumbruch zählt einfach, Byte-Reihenfolge-Marke zählt nicht, Ende einschließlich"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CONVENTIONS), st.booleans(), st.booleans(), st.lists(st.sampled_from(["Bus", "fährt", "👍", "abends", "Häuser", "\n"]), min_size=3, max_size=12))
def test_places_lead_back_to_the_passage(convention: Convention, crlf: bool, bom: bool, words: list[str]) -> None:
    text = " ".join([*words, "Ende"])
    source = written(convention, crlf=crlf, bom=bom, text=text, quotes=["Ende", words[0]])
    assert passages(convention, source) == ["Ende", words[0]]
