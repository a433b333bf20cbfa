import pytest

from workbench.errors import GateError
from workbench.export.document import Heading, Listing, Paragraph, Span
from workbench.export.prose import prose


def test_a_paragraph_keeps_its_styles():
    assert prose("Ein *leises* und **lautes `Wort`**.") == [
        Paragraph((Span("Ein "), Span("leises", emphasis=True), Span(" und "), Span("lautes ", strong=True), Span("Wort", strong=True, code=True), Span(".")))
    ]


def test_line_breaks_are_hard_or_soft():
    assert prose("a\nb  \nc") == [Paragraph((Span("a"), Span(" "), Span("b"), Span("\n"), Span("c")))]


def test_named_characters_are_read_as_characters():
    assert prose("5&nbsp;% &lt; 6") == [Paragraph((Span("5\u00a0% < 6"),))]


def test_a_heading_is_plain_text():
    assert prose("## Wie *viele*\n\n") == [Heading(2, "Wie viele", "")]


def test_lists_hold_lists():
    inner = Listing(((Paragraph((Span("c"),)),),), ordered=True)
    assert prose("- a\n- b\n  1. c\n") == [Listing(((Paragraph((Span("a"),)),), (Paragraph((Span("b"),)), inner)), ordered=False)]


def shown(blocks):
    """Text of blocks with the numbers of lists and »•«, as every format shows them."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append("".join(s.text for s in block.spans))
        else:
            found += [f"{f'{i}.' if block.ordered else '•'} {' '.join(shown(item))}" for i, item in enumerate(block.items, start=block.start)]
    return found


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12. März 2026: Beirat", ["12. März 2026: Beirat"]),
        ("17. Kinder- und Jugendbericht\n\n3) offen", ["17. Kinder- und Jugendbericht", "3) offen"]),
        ("- 24. April: Rat\n- 5. Mai: Beirat\n- 1. Mai: Fest", ["• 24. April: Rat", "• 5. Mai: Beirat", "• 1. Mai: Fest"]),
        ("1. Mai: Fest\n3. Oktober: Feier", ["1. Mai: Fest 3. Oktober: Feier"]),
        ("1. Juli: Fest\n\nDann:\n\n1. August: Feier", ["1. Juli: Fest", "Dann:", "1. August: Feier"]),
        ("1. Eins\n\nDazu ein Satz.\n\n2. Zwei\n3. Drei", ["1. Eins", "Dazu ein Satz.", "2. Zwei", "3. Drei"]),
        ("1. Eins\n   1. a\n   2. b\n2. Zwei\n   1. c", ["1. Eins 1. a 2. b", "2. Zwei 1. c"]),
        ("1. Eins\n1. Zwei", ["1. Eins", "2. Zwei"]),
    ],
)
def test_a_number_at_the_beginning_of_a_line_stays_what_it_is(typed, read):
    assert shown(prose(typed)) == read


def test_a_loose_list_has_the_same_form():
    assert prose("- a\n\n- b\n") == [Listing(((Paragraph((Span("a"),)),), (Paragraph((Span("b"),)),)), ordered=False)]


def test_links_lead_to_the_web():
    assert prose("[Quelle](https://www.example.org/a?b=1)") == [Paragraph((Span("Quelle", link="https://www.example.org/a?b=1"),))]


@pytest.mark.parametrize("url", ["http://example.org", "javascript:alert(1)", "../geheim.csv", "file:///etc/passwd", "data:text/html,x", "mailto:a@b.de", "//example.org", "#anker"])
def test_other_links_are_refused(url):
    with pytest.raises(GateError, match=r"Verweise führen nur auf Adressen mit https://"):
        prose(f"[x]({url})")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<div>x</div>", "HTML ist im Text nicht erlaubt"),
        ("a <b>x</b>", "HTML ist im Text nicht erlaubt"),
        ("<!-- 4711 -->", "HTML ist im Text nicht erlaubt"),
        ("![Alt](bild.png)", "Bilder sind im Text nicht erlaubt"),
        ("## ![Alt](bild.png)", "Bilder sind im Text nicht erlaubt"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "Tabellen sind im Text nicht erlaubt"),
        ("> Zitat", "Zitate sind im Text nicht erlaubt"),
        ("```\nx\n```", "zeigt keinen Code"),
        ("    x = 1", "zeigt keinen Code"),
        ("a\n\n---\n", "»thematic_break« ist im Text nicht erlaubt"),
        ("- # a", "Überschrift in einer Liste"),
        ("- <b>x</b>", "HTML ist im Text nicht erlaubt"),
    ],
)
def test_everything_else_is_refused_with_a_cure(source, said):
    with pytest.raises(GateError, match=said):
        prose(source)


def test_a_sign_that_opens_no_tag_is_text():
    [paragraph] = prose("3 < 5 & 7 > 2 \\<b>")
    assert "".join(s.text for s in paragraph.spans) == "3 < 5 & 7 > 2 <b>"
