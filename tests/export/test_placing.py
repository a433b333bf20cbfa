"""Where own texts stand in a report, and what they stand beside."""

import pytest

from workbench.errors import GateError
from workbench.export import formats
from workbench.export.document import Heading, Numbered, Paragraph, Sentence
from workbench.export.gate import passed
from workbench.export.own import read
from workbench.export.placing import beside, lost, placed
from workbench.export.prose import annexed, texts
from workbench.present.description import Description
from workbench.present.head import DATA


@pytest.fixture
def document(book, table, figure):
    sentences = [Description("sentence", {"text": t}) for t in ("Es kommen 1.234.", "Es werden mehr.")]
    return passed(book("## Das Jahr\n\nErster Absatz.", sentences[0], table(), sentences[1], figure(), "### Mehr\n\nUnten.", "## Ende\n\nSo.", table(title=DATA)))


def outline(document):
    """Blocks in short."""
    names = {Heading: lambda b: f"#{b.anchor}", Numbered: lambda b: b.name, Sentence: lambda b: f"S {b.text}", Paragraph: lambda b: texts(b)[0]}
    return [names[type(b)](b) for b in document.blocks]


GENERATED = ["Für den Ausschuss.", "#das-jahr", "Erster Absatz.", "S Es kommen 1.234.", "Tabelle 1", "S Es werden mehr.", "Abbildung 1", "#mehr", "Unten.", "#ende", "So.", "Tabelle 2"]


def put(document, heading, text="Eigenes."):
    return placed(document, read(f"{heading}\n\n{text}\n", "t.md"))


@pytest.mark.parametrize(
    ("heading", "after"),
    [
        ("## #das-jahr", "Abbildung 1"),
        ("## #das-jahr am Anfang", "#das-jahr"),
        ("## #das-jahr nach Tabelle 1", "Tabelle 1"),
        ("## Das Jahr – nach Abbildung 1", "Abbildung 1"),
        ("## #mehr", "Unten."),
        ("## #ende", "So."),
        ("## Wer besucht die Häuser?", "Für den Ausschuss."),
    ],
)
def test_a_text_is_added_where_its_heading_says(document, heading, after):
    at = GENERATED.index(after) + 1
    assert outline(put(document, heading)) == [*GENERATED[:at], "Eigenes.", *GENERATED[at:]]


@pytest.mark.parametrize(
    ("heading", "gone"),
    [
        ("## #das-jahr ersetzt Satz 1", "S Es kommen 1.234."),
        ("## #das-jahr ersetzt Satz 2", "S Es werden mehr."),
        ("## #das-jahr ersetzt Absatz 1", "Erster Absatz."),
        ("## #das-jahr ersetzt Absatz 3", "S Es werden mehr."),
    ],
)
def test_a_text_takes_the_place_of_a_generated_one(document, heading, gone):
    assert outline(put(document, heading)) == ["Eigenes." if b == gone else b for b in GENERATED]


def test_texts_are_counted_as_they_were_generated_and_keep_their_order(document):
    both = read("## #das-jahr ersetzt Satz 1\n\nEins.\n\n## #das-jahr ersetzt Satz 2\n\nZwei.\n\n## #das-jahr\n\nDrei.\n\nVier.\n\n## #das-jahr\n\nFünf.\n", "t.md")
    assert outline(placed(document, both))[2:11] == ["Erster Absatz.", "Eins.", "Tabelle 1", "Zwei.", "Abbildung 1", "Drei.", "Vier.", "Fünf.", "#mehr"]


def test_placeholders_are_filled_from_the_report(document):
    assert "Es sind 1.234, dort nicht ausgewiesen (Tabelle 1)." in outline(put(document, "## #ende", "Es sind {Tabelle 1, Altstadt, Besuche}, dort {Tabelle 1, Hervest, Besuche} ({Tabelle 1})."))
    with pytest.raises(GateError, match=r"^t\.md, Zeile 3: \{Tabelle 7\}: »Tabelle 7« gibt es hier nicht"):
        put(document, "## #ende", "{Tabelle 7}")


def test_all_faulty_placeholders_of_a_file_are_named_at_once(document):
    every = read("## #mehr\n\n{Tabelle 7} und\n{Tabelle 1, Nirgends, Besuche}.\n\n## #ende\n\n{Ort}, {Abbildung 9}.\n", "t.md")
    with pytest.raises(GateError) as caught:
        placed(document, every)
    assert [line.partition("}")[0] for line in str(caught.value).splitlines()] == ["t.md, Zeile 3: {Tabelle 7", "t.md, Zeile 4: {Tabelle 1, Nirgends, Besuche", "t.md, Zeile 8: {Abbildung 9"]


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("## #das-jar", "Den Abschnitt »#das-jar« hat der Bericht nicht; der Text steht nicht darin. Meinten Sie »#das-jahr«?"),
        ("## Vorwort", "Den Abschnitt »#vorwort« hat der Bericht nicht; der Text steht nicht darin. Abschnitte sind: #das-jahr, #mehr, #ende."),
        ("## #das-jahr ersetzt Satz 3", "»ersetzt Satz 3« – im Abschnitt »#das-jahr« gibt es Satz 1, Satz 2; der Text steht nicht im Bericht."),
        ("## #ende ersetzt Satz 1", "»ersetzt Satz 1« – im Abschnitt »#ende« gibt es keinen; der Text steht nicht im Bericht."),
        ("## #mehr nach Tabelle 1", "»nach Tabelle 1« – im Abschnitt »#mehr« gibt es keine; der Text steht nicht im Bericht."),
    ],
)
def test_a_text_without_a_place_is_named_and_leaves_the_report_as_it_is(document, heading, why):
    (words,) = read(f"{heading}\n\nEigenes.\n", "t.md")
    assert lost(document, words) == why
    assert placed(document, [words]) == document


def test_a_text_with_a_place_is_not_lost(document):
    assert lost(document, read("## #ende\n\nEigenes.\n", "t.md")[0]) == ""


def test_a_text_stands_beside_the_numbers_and_sentences_of_its_section(document):
    (words,) = read("## #das-jahr ersetzt Absatz 1\n\nEigenes {Tabelle 2, Altstadt, Besuche}.\n", "t.md")
    found = beside(document, words)
    assert found == {
        "Satz 1": "Es kommen 1.234.",
        "Satz 2": "Es werden mehr.",
        "»Besuche je Raum«, Altstadt, Besuche": "1.234",
        "»Besuche je Raum«, Hervest, Besuche": "nicht ausgewiesen",
        "»Besuche je Raum«, Rhade, Besuche": "keine Angabe",
        "»Besuche je Raum«, Insgesamt, Besuche": "1.300",
        "Absatz 1": "Erster Absatz.",
        "{Tabelle 2, Altstadt, Besuche}": "1.234",
    }


def test_the_annex_is_no_part_of_a_section_and_a_lost_text_stands_beside_nothing(document):
    assert annexed(document.blocks[-1])
    assert beside(document, read("## #ende\n\nEigenes.\n", "t.md")[0]) == {}
    assert beside(document, read("## #fehlt\n\nEigenes.\n", "t.md")[0]) == {}


def test_every_format_shows_a_text_as_it_was_typed(document):
    page = formats.content(put(document, "## #ende", "- »Größe« \\<script>alert(1)\\</script>\n- 👍 עברית"), "html").decode()
    assert "<li>»Größe« &lt;script&gt;alert(1)&lt;/script&gt;</li>" in page
    assert "<li>👍 עברית</li>" in page
