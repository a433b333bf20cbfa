import base64
import dataclasses
import json
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert.exporters import get_exporter

from workbench.errors import GateError
from workbench.export import extract, html
from workbench.export.document import House, Table
from workbench.export.exporter import HtmlExporter
from workbench.export.gate import passed
from workbench.present.description import Description
from workbench.present.style import NIGHT, legible

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Elements of a page with their attributes; fails where they do not nest."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.text = [], [], ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.text += data

    def all(self, tag):
        return [a for t, a in self.elements if t == tag]


@pytest.fixture(autouse=True)
def drawing(request, monkeypatch):
    """A stand-in for the picture, unless the test wants to see real ones."""
    if "real_pictures" not in request.fixturenames:
        monkeypatch.setattr(html, "svg", lambda figure: f'<svg role="img" aria-label="Bild {figure.number}"></svg>')


@pytest.fixture
def real_pictures():
    """Marks a test that draws."""


@pytest.fixture
def report(book):
    return lambda *contents, **how: HtmlExporter().from_notebook_node(book(*contents, **how))[0].decode()


def test_a_small_report_looks_like_this(report, table, figure, quotes, snapshot):
    note = Description("note", {"title": "Zur Methode", "paragraphs": ["Eins.", "Zwei."]})
    page = report("## Wie viele?\n\nMit *Blick* auf [Quelle](https://x.de).\n\n- a\n- b\n  1. c", Description("sentence", {"text": "Es kommen 12."}), table(), figure(), quotes, note)
    assert re.sub(r"<style>.*</style>", "<style>…</style>", page, flags=re.DOTALL) == snapshot


def test_computed_headings_nest_below_their_section_and_lead_from_the_contents(report, chapters):
    page = report("## Gebiete", chapters)
    assert re.findall(r'<(h[2-4]) id="([^"]+)"( class="page")?>', page) == [
        ("h2", "gebiete", ""), ("h3", "nord", ' class="page"'), ("h4", "nord-portraet", ""), ("h3", "sued", ' class="page"'), ("h4", "sued-portraet", ""),
    ]  # fmt: skip
    assert re.findall(r'<a href="#([^"]+)">(?:Gebiete|Nord|Süd|Porträt)</a>', page) == ["gebiete", "nord", "sued"]


def test_the_page_nests_and_its_ids_are_unique(report, table, figure, quotes, wide):
    page = Page(report("## Inhalt\n\n## Tabelle 1\n\n### Inhalt", table(), figure(), figure(), quotes, wide))
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))


def test_every_entry_of_the_contents_leads_somewhere(report):
    page = Page(report("## Größe\n\n### Klein\n\n#### Kleiner\n\n## Größe"))
    targets = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    assert targets == ["der_bericht", "groesse", "klein", "groesse-2"]
    assert set(targets) <= {a.get("id") for _, a in page.elements}


def test_a_report_without_sections_has_no_contents(report):
    assert not Page(report()).all("nav")


def test_language_title_and_place_are_told(report):
    text = report()
    assert '<html lang="de">' in text
    assert "<title>Wer besucht die Häuser? – Dorsten</title>" in text
    assert Page(text).all("h1") == [{}]


def test_heads_of_rows_and_columns_say_so(report, table):
    page = Page(report(table()))
    assert [a["scope"] for a in page.all("th")] == ["col", "col", "row", "row", "row", "row"]
    assert page.all("caption") == [{}]
    assert "Tabelle 1: Besuche je Raum" in page.text


def test_a_hidden_value_is_told_in_words(report, table):
    page = Page(report(table()))
    assert [a["aria-label"] for a in page.all("span")] == ["nicht ausgewiesen", "keine Angabe"]


def test_the_note_that_explains_the_signs_is_bound_to_its_table(report, table, figure):
    page = Page(report(table(), figure()))
    assert [a["aria-describedby"] for a in page.all("table")] == ["tabelle_besuche-je-raum_hinweis", "abbildung_besuche-je-raum_hinweis"]
    assert {a["id"] for a in page.all("p") if "id" in a} >= {"tabelle_besuche-je-raum_hinweis", "abbildung_besuche-je-raum_hinweis"}
    assert page.text.count("· = nicht ausgewiesen.") == 2
    assert "aria-describedby" not in report(table(note=""))


def test_totals_are_set_apart(report, table):
    assert [a.get("class") for a in Page(report(table())).all("tr")][1:] == [None, None, None, "total"]


def test_a_figure_stands_with_its_caption_source_note_and_data(report, figure):
    page = Page(report(figure()))
    assert "Abbildung 1: Besuche je Raum" in page.text
    assert "Quelle: Besuchslisten 2024" in page.text
    assert "Daten zur Abbildung als Tabelle" in page.text
    assert len(page.all("table")) == 1


def test_source_and_note_are_left_out_where_there_are_none(report, table):
    assert 'class="below"' not in report(table(source="", note=""))


def test_nothing_is_wrapped_without_a_purpose(report, table, figure, wide, quotes):
    note = Description("note", {"title": "Zur Methode", "paragraphs": ["Eins."]})
    page = Page(report("## Wie viele?\n\n- a\n- b", table(), figure(), wide, quotes, note))
    wrappers = [(tag, sorted(a)) for tag, a in page.elements if tag in {"div", "span", "section", "g"}]
    assert {tag for tag, _ in wrappers} == {"div", "span", "section"}
    assert [tag for tag, attributes in wrappers if not attributes and tag != "div"] == []
    assert len([tag for tag, attributes in wrappers if not attributes]) == len(page.all("dt"))  # of a list of descriptions


HOUSE = House("Institut Beispiel & Söhne", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "#7a2fb8", ("Institut Beispiel", "Weg 3 & 4"))


def dressed(nb, **how):
    return html.content(dataclasses.replace(passed(nb), **how)).decode()


def test_the_house_shows_its_mark_its_colour_and_its_imprint(book):
    text = dressed(book(), house=HOUSE)
    [mark] = Page(text).all("img")
    assert mark == {"class": "mark", "src": "data:image/svg+xml;base64," + base64.b64encode(HOUSE.logo).decode(), "alt": HOUSE.name}
    assert text.count("--accent: #7a2fb8") == 2
    assert f"--accent: {legible('#7a2fb8', NIGHT, least=7)}" in text
    assert "Institut Beispiel<br>Weg 3 &amp; 4" in text


def test_a_house_without_a_logo_is_named_unless_the_head_names_it(book):
    assert '<p class="mark">Büro Süd</p>' in dressed(book(), house=House("Büro Süd"))
    assert 'class="mark"' not in dressed(book(), house=House("Institut Beispiel"))
    assert "data:image/png;base64," in dressed(book(), house=House(logo=b"\x89PNG"))


def test_a_draft_says_so_on_the_page_and_on_every_sheet(book):
    text = dressed(book(), state="Entwurf 3")
    assert '<p class="stand">Entwurf 3</p>' in text
    assert '@top-right { content: "Entwurf 3" }' in text
    assert "@top-right { content" not in dressed(book())


@pytest.mark.parametrize(("synthetic", "count"), [(True, 1), (False, 0)])
def test_synthetic_data_are_said_to_be_so_on_every_page(report, head, synthetic, count):
    head.body["synthetic"] = synthetic
    text = report()
    assert text.count("Synthetische Beispieldaten.</strong>") == count
    assert text.count('<body class="synthetic">') == count


def test_what_the_head_lacks_is_left_out(report, head):
    head.body.update(institute="", ags="", title="Jugendhilfeplanung 2025")
    assert [a for a in Page(report()).text.split("\n") if a in ("Institut", "Amtlicher Schlüssel", "Projekt")] == []


def test_typed_markup_is_shown_as_typed(report, quotes, head, table):
    head.body.update(title='</title><script>alert("x")</script>', institute="<img src=x>")
    page = Page(report(table(title="</caption><b>"), quotes, title='# &lt;/style> "\\\\ *und* so & <'))
    assert not page.all("script")
    assert not page.all("img")
    assert not page.all("b")
    assert "<script>alert(1)</script> & »so«" in page.text
    assert '</style> "\\' in page.text


def test_nothing_ends_the_style_sheet_early(report, head):
    head.body["title"] = '</style>"; } * { display: none } \\'
    text = report()
    assert text.count("</style>") == 1
    assert r"\00003c \00002f style\00003e \000022 \00003b " in text


def test_a_list_goes_on_counting_after_a_text(report):
    page = report("1. Eins\n\nText\n\n2. Zwei")
    assert [part.partition(">")[0] for part in page.split("<ol")[-2:]] == ["", ' start="2"']


def test_narrow_tables_stand_free_and_wide_ones_scroll(report, table, wide):
    page = Page(report(table(), wide))
    assert page.all("section") == [{"class": "scroll broad", "aria-label": "Tabelle 2: Besuche je Stunde, seitlich verschiebbar", "tabindex": "0"}]


@pytest.mark.parametrize(
    ("texts", "room"),
    [(("kurz", "1"), ""), (("ein Satz von mehr als einigen Wörtern", "12.345.678.901"), "wide"), (("Donaudampfschifffahrtsgesellschaftskapitänsmützenknopf", "1"), "wide"), (("x" * 120, "1"), "broad")],
)
def test_room_is_what_cannot_be_broken(table, texts, room):
    row = [{"text": texts[0], "value": None, "state": "header"}, {"text": texts[1], "value": None, "state": ""}]
    assert html.room(Table.model_validate_json(json.dumps(table(rows=[row], totals=[]).json()))) == room


def test_columns_of_long_texts_get_room(report, table):
    row = [{"text": "Ein Satz, der viel länger ist als achtundzwanzig Zeichen.", "value": None, "state": "header"}, {"text": "1", "value": 1, "state": ""}]
    assert '<th scope="col" class="long">Raum</th>' in report(table(rows=[row], totals=[]))


def test_an_empty_table_has_its_heads(report, table):
    assert Page(report(table(rows=[], totals=[]))).all("th") == [{"scope": "col"}, {"scope": "col", "class": "n"}]


@pytest.mark.usefixtures("real_pictures")
def test_the_same_notebook_gives_the_same_bytes(report, figure, table):
    assert report(figure(), table()) == report(figure(), table())


@pytest.mark.usefixtures("real_pictures")
def test_two_equal_figures_have_ids_of_their_own(report, figure):
    text = report(figure(), figure())
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert text.count("<svg") == 2


@pytest.mark.usefixtures("real_pictures")
def test_names_in_pictures_are_escaped(report, figure):
    rows = [[{"text": "<script>x</script>", "value": None, "state": "header"}, {"text": "12", "value": 12, "state": ""}]]
    text = report(figure(rows=rows, alt="Balken <script>, am höchsten: <b>eins</b> mit 12."))
    assert "<script" not in text
    assert "<b>" not in text


@pytest.mark.usefixtures("real_pictures")
def test_nothing_is_loaded_from_elsewhere(report, figure):
    page = Page(report(figure()))
    addresses = [v for _, a in page.elements for k, v in a.items() if k in ("src", "href", "data", "srcset")]
    assert all(v.startswith(("#", "data:,")) for v in addresses)


def test_neither_path_nor_name_of_the_notebook_gets_out(book, tmp_path):
    file = tmp_path / "20_geheimer_name.ipynb"
    nb = book()
    nb.metadata["papermill"] = {"input_path": "/home/kim/20.ipynb"}
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Kims Kernel"}
    nbformat.write(nb, file)
    content, resources = HtmlExporter().from_filename(str(file))
    text = content.decode()
    assert resources["output_extension"] == ".html"
    for word in ("geheimer_name", "kim", "Kims", str(tmp_path), "geheim = 1", "In [", "2026"):
        assert word not in text


def test_a_refusal_names_the_notebook(book, tmp_path):
    file = tmp_path / "20_besuch.ipynb"
    nbformat.write(book("<b>x</b>"), file)
    with pytest.raises(GateError, match=r"^20_besuch, Zelle 3: "):
        HtmlExporter().from_filename(str(file))


def test_nbconvert_knows_the_exporter():
    assert get_exporter("planungsbericht") is HtmlExporter


def test_other_preprocessors_of_nbconvert_change_nothing(book, figure):
    exporter = HtmlExporter(config={"ClearOutputPreprocessor": {"enabled": True}})
    assert "Abbildung 1" in exporter.from_notebook_node(book(figure()))[0].decode()


@pytest.mark.usefixtures("real_pictures")
def test_numbers_at_both_axes_of_a_drawing_are_told_from_its_values_when_the_page_is_read_again(book, marks):
    texts = extract.read("bericht.html", html.content(passed(book(marks["line"])))).texts
    assert [t.text for t in texts if t.kind == "axis"] == ["0", "5", "10", "15", "2022", "2023", "2024"]
    assert {"Nord 14,0", "Insgesamt 12,0"} <= {t.text for t in texts if t.kind == "picture"}
