"""The data sheet: what a client must know of the data, in every format."""

import dataclasses

import pytest

from workbench.export.datasheet import Facts, datasheet
from workbench.export.document import Heading, Listing, Numbered, Paragraph
from workbench.export.formats import content
from workbench.export.gate import passed

FACTS = Facts((("Bevölkerung", "Melderegister der Stadt", "31. Dezember 2024", "dl-de/by-2-0"), ("Räume", "Räume", "", "")), ("Anzahlen unter 3 fehlen.",), ("Planungswerkbank, Version 1.2.3",))


@pytest.fixture
def documents(book, table):
    files = [{"text": t, "value": None, "state": "header"} for t in ("Räume", "raeume.csv")]
    columns = [{"label": label, "align": "left", "header": True} for label in ("Tabelle", "Datei")]
    data = table(title="Datengrundlage", columns=columns, rows=[files], totals=[], source="", note="")
    text = "## Wer?\n\nEin Satz.\n\n## Wie ist gerechnet worden?\n\nMit Papier und Bleistift.\n\n- sorgfältig"
    return [dataclasses.replace(passed(book(text, table(), data, title=f"# {title}")), state=state) for title, state in (("Räume", "Entwurf 2"), ("Besuche", "Freigegeben von A. am 01.03.2026"))]


def texts(document):
    """All texts of the tables, table by table."""
    return {b.content.title: [[c.text for c in row] for row in b.content.rows] for b in document.blocks if isinstance(b, Numbered)}


def test_it_names_reports_with_their_state_sources_with_licences_and_files_once(documents):
    assert texts(datasheet(documents, FACTS)) == {
        "Die Berichte": [["Räume", "Entwurf 2"], ["Besuche", "Freigegeben von A. am 01.03.2026"]],
        "Quellen und Lizenzen": [["Bevölkerung", "Melderegister der Stadt", "31. Dezember 2024", "dl-de/by-2-0"], ["Räume", "Räume", "–", "–"]],
        "Datengrundlage": [["Räume", "raeume.csv"]],
        "Zeichen": [["·", "nicht ausgewiesen: zu klein, oder zum Schutz eines anderen Wertes verborgen"], ["–", "keine Angabe"], ["0", "null"]],
    }


def test_it_repeats_how_sources_are_cited_the_method_of_each_report_and_the_rules(documents):
    blocks = datasheet(documents, FACTS).blocks
    listed = [[i[0].spans[0].text for i in b.items] for b in blocks if isinstance(b, Listing)]
    assert listed == [["Besuchslisten 2024"], ["Planungswerkbank, Version 1.2.3"], ["sorgfältig"], ["sorgfältig"], ["Anzahlen unter 3 fehlen."]]
    assert [b.text for b in blocks if isinstance(b, Heading) and b.level == 3] == ["Räume", "Besuche"]
    said = [b.spans[0].text for b in blocks if isinstance(b, Paragraph)]
    assert said.count("Mit Papier und Bleistift.") == 2
    assert "Ein Satz." not in said


def test_a_report_without_a_section_on_method_is_no_heading_without_text(book, table):
    blocks = datasheet([passed(book("## Wer?\n\nEin Satz.", table(), title="# Räume"))], FACTS).blocks
    place = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 3)
    assert blocks[place + 1].spans[0].text.startswith("Wie gerechnet ist, steht im Bericht selbst")


def test_anchors_are_unique_and_it_bears_no_mark(documents):
    found = datasheet(documents, FACTS)
    anchors = [b.anchor for b in found.blocks if isinstance(b, Heading)]
    assert len(set(anchors)) == len(anchors)
    assert found.state == ""
    assert content(found, "html") == content(datasheet(documents, FACTS), "html")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_its_page_puts_no_barrier_up(documents, browser, barriers, tmp_path, width):
    (tmp_path / "datenblatt.html").write_bytes(content(datasheet(documents, FACTS), "html"))
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((tmp_path / "datenblatt.html").as_uri())
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
