"""The file of a consultant's own texts: plain Markdown under headings that say where each belongs."""

import re

import pytest

from workbench.errors import GateError
from workbench.export import own
from workbench.export.document import Head, Heading, Listing, Note, Paragraph, Span
from workbench.export.own import CHAPTER, Words

FILE = "texte/dorsten/20_x.md"


def words(source, line=1):
    return Words(FILE, line, "a", "", source)


def said(source, **given):
    """Texts of a text's paragraphs, with placeholders filled."""
    return [t for b in own.blocks(words(source), lambda s: given.get(s, f"<{s}>")) for t in own.texts(b)]


@pytest.mark.parametrize(
    ("heading", "anchor", "spot"),
    [
        ("## #das-jahr", "das-jahr", ""),
        ("## Das Jahr im Überblick", "das-jahr-im-ueberblick", ""),
        ("### Kommen Mädchen und Jungen gleich oft?", "kommen-maedchen-und-jungen-gleich-oft", ""),
        ("## #das-jahr am Anfang", "das-jahr", "am Anfang"),
        ("## #das-jahr-2 – ersetzt Satz 2", "das-jahr-2", "ersetzt Satz 2"),
        ("## Das Jahr: ersetzt Absatz 1", "das-jahr", "ersetzt Absatz 1"),
        ("## Das Jahr nach Tabelle 3", "das-jahr", "nach Tabelle 3"),
        ("   ## #das-jahr", "das-jahr", ""),
        ("# #das-jahr, nach Abbildung 12  ", "das-jahr", "nach Abbildung 12"),
    ],
)
def test_a_heading_says_where_a_text_belongs(heading, anchor, spot):
    assert own.read(f"{heading}\n\nEin Satz.", FILE) == (Words(FILE, 1, anchor, spot, "\n\nEin Satz."),)


def test_a_file_may_have_a_title_and_holds_texts_in_order():
    first, second = own.read("# Eigene Texte\n\n## #a\n\nEins.\n\n## #b am Anfang\nZwei.\n", FILE)
    assert (first.line, first.anchor, first.where) == (3, "a", f"{FILE}, Zeile 3")
    assert (second.line, second.anchor, second.source) == (7, "b", "\nZwei.")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("Ein Satz.\n\n## #a\n\nText", "Zeile 1: Über »Ein Satz.« steht keine Überschrift, die den Abschnitt nennt – erwartet z. B. ## #das-jahr-im-ueberblick."),
        ("# Titel\n\nEin Satz.", "Zeile 3: Über »Ein Satz.«"),
        ("## #a ersetze Satz 2\n\nText", "Zeile 1: »ersetze Satz 2« hinter »#a« – erwartet nichts (am Ende), »am Anfang«, »ersetzt Satz 2«"),
        ("## #a\n\n## #b\n\nText", "Zeile 1: Unter der Überschrift steht kein Text."),
        ("## #a\n\nZwischentitel\n---\n\nText", "Zeile 1: »Zwischentitel« – eine Überschrift im Text ist nicht erlaubt."),
        ("## #a\n\nEins.\n\n![Bild](x.png)\n", "Zeile 5: Bilder sind im Text nicht erlaubt. Sie kommen aus dem Notebook; erlaubt sind hier Absätze, Listen,"),
        ("## #a\n\nEins.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "Zeile 6: Tabellen sind im Text nicht erlaubt. Sie kommen aus dem Notebook; erlaubt sind hier Absätze, Listen,"),
        ("## #a\n\nEins.\n<script>alert(1)</script>\n", "Zeile 4: HTML ist im Text nicht erlaubt."),
        ("## #a\n\n[Datei](file:///etc/passwd)\n", "Zeile 3: Der Verweis »file:///etc/passwd« ist nicht erlaubt."),
        ("## #a\n\nEs sind {Tabelle 3, Altstadt, Besuche.\n", "Zeile 3: »{« ohne Gegenstück – erwartet z. B. {Tabelle 3, Zeile, Spalte}. Als Zeichen im Text: \\{"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_with_its_line(source, fault):
    with pytest.raises(GateError) as raised:
        own.read(source, FILE)
    assert str(raised.value).startswith(f"{FILE}, {fault}")


def test_a_placeholder_is_filled_wherever_it_stands():
    assert said("Es sind {a}.\n\n- **{b}** und\n  {a}\n\n1. {c}", a="1", b="2", c="3") == ["Es sind 1.", "2 und 1", "3"]


def test_what_a_placeholder_gives_is_shown_as_it_is():
    assert said("Im {a}.", a="*Haus* <b>1</b> [x](https://y.z) {b}") == ["Im *Haus* <b>1</b> [x](https://y.z) {b}."]


def test_markdown_inside_a_placeholder_and_a_broken_line_are_no_markup():
    assert said("Es sind {Tabelle 1,\n*Nord*, a_b_c}.") == ["Es sind <Tabelle 1, *Nord*, a_b_c>."]


def test_an_escaped_brace_is_a_brace():
    assert said("Die Menge \\{a\\}.") == ["Die Menge {a}."]


def test_the_line_of_an_unknown_placeholder_is_named():
    def unknown(said):
        raise GateError(f"{{{said}}}: gibt es nicht.")

    with pytest.raises(GateError, match=rf"^{FILE}, Zeile 13: \{{x\}}: gibt es nicht\.$"):
        own.blocks(words("\n\nEins {eigene Zahl 4}\nzwei {x}", line=10), unknown)


def test_a_declared_number_is_printed_as_it_was_typed():
    text = words("Es sind {eigene Zahl 40.000}, {eigene Zahl -3,5} und {eigene Zahl vier}.")
    assert text.declared == ["40.000", "−3,5"]
    assert said(text.source) == ["Es sind 40.000, −3,5 und <eigene Zahl vier>."]


def test_what_was_typed_is_known_without_what_placeholders_give():
    assert own.typed(words("## Vier\n\nEs sind {a} von 7.\n\n1. Punkt")) == [("heading", "Vier"), ("text", "Es sind {…} von 7."), ("text", "Punkt")]


def test_every_paragraph_of_a_note_is_a_text():
    assert own.texts(Note(kind="note", title="Regeln", paragraphs=("Klein.",))) == ["Klein."]


def test_a_number_is_found_in_its_line():
    assert words("\n\nEins 78 und 1,8\nzwei 8", line=3).line_of("8") == f"{FILE}, Zeile 6"
    assert words("\n\nEins\n-8,5", line=3).line_of("−8,5") == f"{FILE}, Zeile 6"
    assert words("\n\nEins", line=3).line_of("8") == f"{FILE}, Zeile 3"


HEAD = Head(kind="head", title="Dorsten", place="dorsten", ags="05512012", project="P", institute="", date="31. Dezember 2024", synthetic=True)


def chapter(source):
    return own.chapter(Words("texte/ziele.md", 1, "", CHAPTER, source), HEAD, lambda s: s)


def test_a_chapter_is_a_document_with_its_title():
    made = chapter("# Ziele\n\nFür {Ort}.\n\n## Was\n\n- eins\n\n## Was\n\nMehr.")
    assert (made.title, made.head) == ("Ziele", HEAD)
    assert made.blocks[:2] == (Paragraph((Span("Für Ort."),)), Heading(2, "Was", "was"))
    assert isinstance(made.blocks[2], Listing)
    assert made.blocks[3] == Heading(2, "Was", "was-2")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("Ohne Titel", "texte/ziele.md: Titel: Erwartet wird genau eine Überschrift »# …«, ganz am Anfang der Datei."),
        ("# A\n\n# B", "texte/ziele.md: Titel: Erwartet wird genau eine Überschrift"),
        ("# A\n\n### B", "texte/ziele.md: Überschrift »B«: Auf Ebene 1 folgt Ebene 3. Schreiben Sie: ## B."),
    ],
)
def test_a_chapter_has_one_title_and_headings_in_order(source, fault):
    with pytest.raises(GateError) as raised:
        chapter(source)
    assert str(raised.value).startswith(fault)


@pytest.mark.parametrize("said", ["zwei", "Sieben von uns", "einundzwanzig", "hundertdrei", "dreihundertvierzehn", "zwölf", "ein Dutzend", "fünfundachtzig"])
def test_a_number_in_words_beside_a_label_is_found(said):
    assert own.spelt(f"Erst nichts. In Süd waren es {said}.", [re.compile("Süd")])


@pytest.mark.parametrize("said", ["In Nord waren es zwei.", "Süd wächst. Zwei Häuser öffnen.", "In Süd ist ein Haus, das einzige.", "In Süd achten alle auf die achte Regel, zweimal.", "In Süd gibt es winzige Räume."])
def test_other_words_and_other_sentences_are_left_alone(said):
    assert own.spelt(said, [re.compile("Süd")]) == []
