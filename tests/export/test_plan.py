"""One plan of several reports: one contents, one numbering, one annex, and nothing that stood in a report is lost."""

import dataclasses

import pytest

from workbench.export import formats
from workbench.export.document import Head, Heading, Note, Numbered, Paragraph, Sentence
from workbench.export.gate import passed
from workbench.export.own import CHAPTER, Words, chapter
from workbench.export.plan import ANNEX, joined, names
from workbench.export.prose import annexed, prose, texts
from workbench.present.description import Description
from workbench.present.head import DATA, PROTOCOL, RULES

HEAD = Head(kind="head", title="Dorsten", place="dorsten", ags="05512012", project="P", institute="", date="31. Dezember 2024", synthetic=True)


def data(*rows, heads=("Tabelle", "Datei")):
    """Columns and rows of a table of the annex: texts on the left, numbers on the right."""
    columns = [{"label": h, "align": "left" if h in ("Tabelle", "Datei", "Ort") else "right", "header": h == "Tabelle"} for h in heads]
    cells = [[{"text": str(c), "value": c if isinstance(c, int) else None, "state": "header" if i == 0 else ""} for i, c in enumerate(row)] for row in rows]
    return {"columns": columns, "rows": cells, "totals": [], "source": "", "note": ""}


@pytest.fixture
def report(book, table, figure):
    """A report with a table, a figure and its annex."""

    def made(title, *, files=(), rules=(), protocol=None, end="## Wie ist gerechnet worden?\n\nSo."):
        said = Description("sentence", {"text": "Das zeigt Tabelle 1 und Abbildung\u00a01, nicht Tabelle 11."})
        note = Description("note", {"title": RULES, "paragraphs": list(rules)})
        last = table(title=PROTOCOL, **(protocol or data(("Besuche", 8), heads=("Tabelle", "Zeilen"))))
        return passed(book("## Überblick", said, table(note="Siehe Tabelle 1."), "### Mehr", figure(), end, table(title=DATA, **data(*files)), note, last, title=f"# {title}"))

    return made


@pytest.fixture
def reports(report):
    first = report("Wer kommt?", files=[("Besuche", "besuche.csv"), ("Räume", "raeume.csv")], rules=["Klein.", "Nicht ausgewiesen sind 2 von 8."])
    second = report("Wer wohnt hier?", files=[("Räume", "raeume.csv"), ("Bevölkerung", "bev.csv")], rules=["Klein.", "Nicht ausgewiesen sind 0 von 3."], protocol=data(("Besuche", 8, 0, 1), ("Alter", 3, 2, 0), heads=("Tabelle", "Zeilen", "zu klein", "zum Schutz anderer")))
    return [first, second]


@pytest.fixture
def plan(reports):
    return joined(reports, head=HEAD, title="Förderplan")


def headings(document):
    return [(b.level, b.text, b.anchor) for b in document.blocks if isinstance(b, Heading)]


def captions(document):
    return [f"{b.name}: {b.content.title}" for b in document.blocks if isinstance(b, Numbered)]


def test_chapters_and_the_annex_begin_on_pages_of_their_own(plan):
    assert [b.page for b in plan.blocks if isinstance(b, Heading) and b.level == 2] == [True, True, True]


def test_computed_headings_keep_their_anchors_and_their_pages_in_a_plan(book, chapters):
    one = passed(book("## Gebiete", chapters))
    found = [b for b in joined([one, one], head=HEAD, title="Plan").blocks if isinstance(b, Heading) and b.text in ("Nord", "Porträt")]
    assert [(b.level, b.anchor, b.page) for b in found][:3] == [(4, "nord", True), (5, "nord-portraet", False), (5, "sued-portraet", False)]
    assert [b.anchor for b in found][3:] == ["nord-2", "nord-portraet-2", "sued-portraet-2"]


def test_titles_become_chapters_and_anchors_stay_unique(plan):
    assert (plan.title, plan.head) == ("Förderplan", HEAD)
    assert headings(plan) == [
        (2, "Wer kommt?", "wer-kommt"),
        (3, "Überblick", "ueberblick"),
        (4, "Mehr", "mehr"),
        (3, "Wie ist gerechnet worden?", "wie-ist-gerechnet-worden"),
        (2, "Wer wohnt hier?", "wer-wohnt-hier"),
        (3, "Überblick", "ueberblick-2"),
        (4, "Mehr", "mehr-2"),
        (3, "Wie ist gerechnet worden?", "wie-ist-gerechnet-worden-2"),
        (2, ANNEX, "anhang-datengrundlage-und-geheimhaltung"),
    ]


def test_tables_and_figures_are_numbered_through(plan):
    assert captions(plan) == ["Tabelle 1: Besuche je Raum", "Abbildung 1: Besuche je Raum", "Tabelle 2: Besuche je Raum", "Abbildung 2: Besuche je Raum", f"Tabelle 3: {DATA}", f"Tabelle 4: {PROTOCOL}"]


def test_texts_name_tables_and_figures_by_their_new_numbers(plan):
    assert [b.text for b in plan.blocks if isinstance(b, Sentence)] == ["Das zeigt Tabelle 1 und Abbildung\u00a01, nicht Tabelle 11.", "Das zeigt Tabelle 2 und Abbildung\u00a02, nicht Tabelle 11."]
    assert [b.content.note for b in plan.blocks if isinstance(b, Numbered) and b.content.kind == "table"][:2] == ["Siehe Tabelle 1.", "Siehe Tabelle 2."]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Tabellen 1 und 2, 12 Häuser", "Tabellen 2 und 3, 12 Häuser"),
        ("Tabellen 1, 2 oder 3", "Tabellen 2, 3 oder 4"),
        ("Tabellen 1–3, Abbildungen 1 bis 9", "Tabellen 2–4, Abbildungen 2 bis 9"),
        ("siehe Tabelle\n1", "siehe Tabelle 2"),
        ("Tabelle 1 und 2 Häuser", "Tabelle 2 und 2 Häuser"),
        ("Tabelle 12", "Tabelle 12"),
    ],
)
def test_several_tables_are_named_by_their_new_numbers_too(reports, said, named):
    blocks = [*reports[1].blocks[:1], *prose(said), *reports[1].blocks[1:]]
    plan = joined([reports[0], dataclasses.replace(reports[1], blocks=tuple(blocks))], head=HEAD, title="Förderplan")
    assert [text for b in plan.blocks if isinstance(b, Paragraph) for text in texts(b)][1] == named


def test_new_names_are_known_beforehand(reports):
    first, second = names(reports)
    assert first == {"Tabelle 1": "Tabelle 1", "Abbildung 1": "Abbildung 1", "Tabelle 2": "Tabelle 3", "Tabelle 3": "Tabelle 4"}
    assert second == {"Tabelle 1": "Tabelle 2", "Abbildung 1": "Abbildung 2", "Tabelle 2": "Tabelle 3", "Tabelle 3": "Tabelle 4"}


def test_the_annexes_are_one_without_duplicates(plan):
    files, rules, protocol = [b for b in plan.blocks if annexed(b)]
    assert [[c.text for c in row] for row in files.content.rows] == [["Besuche", "besuche.csv"], ["Räume", "raeume.csv"], ["Bevölkerung", "bev.csv"]]
    assert isinstance(rules, Note)
    assert rules.paragraphs == ("Klein.", "Zu »Wer kommt?«: Nicht ausgewiesen sind 2 von 8.", "Zu »Wer wohnt hier?«: Nicht ausgewiesen sind 0 von 3.")
    assert [c.label for c in protocol.content.columns] == ["Tabelle", "Zeilen", "zu klein", "zum Schutz anderer"]
    assert [[c.text for c in row] for row in protocol.content.rows] == [["Besuche", "8", "0", "0"], ["Besuche", "8", "0", "1"], ["Alter", "3", "2", "0"]]


def test_a_place_is_added_where_only_one_report_is_of_several(report, reports):
    whole = report("Alle Orte", files=[("Räume", "raeume.csv")])
    heads = whole.blocks[-3].content.model_copy(update={"columns": tuple(c.model_copy(update={"label": "Ort"}) if c.label == "Datei" else c for c in whole.blocks[-3].content.columns)})
    whole = passed_with(whole, heads)
    files = next(b for b in joined([reports[0], whole], head=HEAD, title="P").blocks if annexed(b))
    assert [[c.text for c in row] for row in files.content.rows] == [["Besuche", "besuche.csv", "Dorsten"], ["Räume", "raeume.csv", "Dorsten"], ["Räume", "Dorsten", "raeume.csv"]]


def passed_with(document, table):
    """The document with another table of data."""
    import dataclasses

    return dataclasses.replace(document, blocks=tuple(dataclasses.replace(b, content=table) if b is document.blocks[-3] else b for b in document.blocks))


def test_the_rules_of_a_single_report_are_not_said_to_be_its_own(reports):
    rules = next(b for b in joined(reports[:1], head=HEAD, title="P").blocks if isinstance(b, Note))
    assert rules.paragraphs == ("Klein.", "Nicht ausgewiesen sind 2 von 8.")


def test_a_heading_with_nothing_but_the_annex_below_is_left_out(report):
    assert [text for _, text, _ in headings(joined([report("Wer kommt?", end="## Grundlage")], head=HEAD, title="P"))] == ["Wer kommt?", "Überblick", "Mehr", ANNEX]
    assert "Grundlage" in [text for _, text, _ in headings(joined([report("Wer kommt?", end="## Grundlage\n\n### So")], head=HEAD, title="P"))]


def test_own_chapters_stand_where_they_belong_and_have_no_annex(reports):
    own = chapter(Words("texte/ziele.md", 1, "", CHAPTER, "# Ziele\n\nMehr Räume.\n\n## Überblick\n\nSo."), HEAD, lambda said: said)
    made = joined([own, reports[0]], head=HEAD, title="P")
    assert headings(made)[:4] == [(2, "Ziele", "ziele"), (3, "Überblick", "ueberblick"), (2, "Wer kommt?", "wer-kommt"), (3, "Überblick", "ueberblick-2")]
    assert [texts(b) for b in made.blocks if isinstance(b, Paragraph)][:2] == [["Mehr Räume."], ["So."]]
    assert not [b for b in joined([own], head=HEAD, title="P").blocks if annexed(b)]


def test_no_heading_is_deeper_than_there_is(report):
    deep = report("Wer kommt?", end="#### D\n\n##### E\n\n###### F\n\nEnde.")
    assert [level for level, text, _ in headings(joined([deep], head=HEAD, title="P")) if text in "DEF"] == [5, 6, 6]


def test_a_plan_holds_what_its_reports_hold_and_is_a_page(plan, reports):
    def said(blocks):
        return sum(not annexed(b) and not isinstance(b, Heading) for b in blocks)

    assert said(plan.blocks) == sum(said(r.blocks) for r in reports)
    page = formats.content(plan, "html").decode()
    assert page == formats.content(plan, "html").decode()
    assert '<li><a href="#ueberblick-2">Überblick</a>' in page
