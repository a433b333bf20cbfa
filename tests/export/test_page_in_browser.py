"""Pages as a browser and a screen reader get them: accessible, without a request, on paper, on a phone and in the dark."""

import copy
import dataclasses
import itertools
import re

import pytest

from workbench.export import html
from workbench.export.atlas import atlas
from workbench.export.document import House
from workbench.export.exporter import HtmlExporter
from workbench.export.gate import passed
from workbench.export.index import Entry, File, index_page
from workbench.present.description import Description

VIEWS = [(1280, 900, "light"), (1280, 900, "dark"), (360, 740, "light"), (360, 740, "dark"), (794, 1123, "light"), (794, 1123, "dark")]
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#7a2fb8"/></svg>'
HOUSE = House("Büro Süd", LOGO, "#7a2fb8", ("Büro Süd, Weg 3", "Vertreten durch den Vorstand"))
STRANGE = [  # shown as typed, whatever it means elsewhere
    "ÄÖÜ äöü ß ẞ „so“ ‚so‘ »so« – … § € ‰ ½ ² · −",
    "مركز الشباب (3)",
    "מרכז נוער",
    "👩\u200d👩\u200d👧 Treff 🎉 🇩🇪",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenvereinigung" * 4,
    "<script>document.title = 'fremd'</script><img src=x onerror=\"document.title = 'fremd'\">",
    "</table></main><style>* { display: none }</style>",
    '#set page(width: 1cm) $x^2$ *fett* _schräg_ @quelle <marke> `roh` #include "x" // Kommentar',
    "<w:p><w:r><w:t>Word</w:t></w:r></w:p> { MERGEFIELD x } &lt;b&gt; &amp; &#65;",
    "{{ 7 * 7 }} {% raw %} ${7} %s {0}",
    "=SUMME(A1) +1 -1 @x",
]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def visit(browser, tmp_path):
    """Open a text as a page; requests to anywhere else are blocked and counted."""
    contexts = []

    def opened(text, width=1280, height=900, scheme="light", *, media="screen", **how):
        file = tmp_path / "seite.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, **how)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.faults.append(message.text))
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.emulate_media(media=media)
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def report(book, table, figure, wide, quotes):
    """A report with everything that a page can hold, long words and empty sections among it."""
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenvereinigung"
    note = Description("note", {"title": "Zur Methode", "paragraphs": ["Eins.", word * 3]})
    said = Description("sentence", {"text": f"In Dorsten kommen 12 Besuche. {word}"})
    long = table(rows=[[{"text": word, "value": None, "state": "header"}, {"text": "1", "value": 1, "state": ""}]], totals=[], title=word)
    prose = f"## Wie viele?\n\n{word * 3} mit `{word}` und [Quelle](https://www.example.org/).\n\n- a\n- b\n  1. c\n\n### Darunter"
    empty = Description("group", {"blocks": []})
    nb = book(prose, said, table(), figure(), figure(), "## Leer", empty, "## Auch leer", wide, long, quotes, note)
    return HtmlExporter().from_notebook_node(nb)[0].decode()


@pytest.fixture
def dressed(book, table, figure, quotes):
    """A draft in the look of a house."""
    document = passed(book("## Wie viele?\n\nMit [Quelle](https://www.example.org/).", table(), figure(), quotes))
    return html.content(dataclasses.replace(document, house=HOUSE, state="Entwurf 3")).decode()


@pytest.fixture
def plain(book):
    """A report without tables and figures."""
    return HtmlExporter().from_notebook_node(book("## Wie viele?\n\nDazu liegen keine Daten vor."))[0].decode()


@pytest.fixture
def long(book, table):
    """A report of 60 tables, the last of 2,000 rows."""
    whole = table().body
    rows = [[{**row[0], "text": f"Gebiet {i}"}, row[1]] for i, row in enumerate(itertools.islice(itertools.cycle(whole["rows"]), 2000))]
    nb = book(*(part for i in range(59) for part in (f"## Tabelle Nummer {i}", table(title=f"Besuche {i}"))), "## Alle", table(rows=rows, totals=[]))
    return HtmlExporter().from_notebook_node(nb)[0].decode()


@pytest.fixture
def index():
    head = {"kind": "head", "title": "Planung", "place": "", "ags": "", "project": "Planung", "institute": "Institut", "date": "31. Dezember 2024", "synthetic": True}
    states = {"aktuell": "", "veraltet": "besuche.csv wurde geändert", "fehlgeschlagen": "besuche.csv: 2 Probleme\n  Zeile 3", "entfällt": "keine besuche.csv"}
    rows = [
        Entry(place, place.lower(), f"{n}0_bericht", f"Bericht {n}", state, why, (File("html", f"{place}/{n}.html", 9_000), File("pdf", f"{place}/{n}.pdf", 90_000)) if not why else (), "31.12.2024")
        for place in ("Dorsten", "Leer")
        for n, (state, why) in enumerate(states.items(), 1)
    ]
    square = [(0.0, 0.0), (0.0, 9e3), (9e3, 9e3), (9e3, 0.0)]
    places = {"dorsten": ("Dorsten", [square]), "leer": ("Leer", [[(x + 2e4, y + 3e4) for x, y in square]])}
    return index_page(rows, head, HOUSE, atlas(places))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("which", ["report", "dressed", "plain", "index"])
def test_axe_finds_nothing_and_nothing_is_asked_for(request, visit, barriers, which, view):
    page = visit(request.getfixturevalue(which), *view, media="print" if view[0] == 794 else "screen")
    assert page.asked == [page.url]
    assert page.faults == []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert barriers(page) == []


def test_axe_would_find_what_is_wrong(visit, barriers, report):
    broken = report.replace('<html lang="de">', "<html>").replace("--muted: #5b6770", "--muted: #ccc").replace("</main>", '<a href="#a" style="font-size: 6px">a</a> <a href="#b" style="font-size: 6px">b</a></main>')
    assert {"html-has-lang", "color-contrast", "target-size"} <= {rule for rule, _ in barriers(visit(broken))}


def test_a_request_would_be_counted_and_a_blocked_one_be_heard_of(visit, report):
    strange = report.replace("</main>", '<img src="https://example.org/a.png" alt="x"></main>')
    assert any("Content Security Policy" in fault for fault in visit(strange).faults)
    free = visit(re.sub(r"<meta http-equiv.*?>", "", strange))
    assert free.asked == [free.url, "https://example.org/a.png"]


def test_a_long_report_has_no_barriers_either(visit, barriers, long):
    page = visit(long)
    assert page.locator("table").count() == 60
    assert page.locator("table").last.locator("tbody tr").count() == 2000
    assert barriers(page) == []


def test_everything_is_shown_as_typed(visit, barriers, book, table, figure):
    header = [[{"text": text, "value": None, "state": "header"}, {"text": "12", "value": 12, "state": ""}] for text in STRANGE]
    items = [{"text": text, "label": text, "code": text} for text in STRANGE]
    said = [Description("sentence", {"text": text}) for text in STRANGE]
    notes = [Description("note", {"title": text, "paragraphs": [text]}) for text in STRANGE]
    bars = figure(rows=copy.deepcopy(header), alt="Balken. Am höchsten: alle mit 12 Besuchen.", title=" ".join(STRANGE), note=" ".join(STRANGE))
    titled = [table(title=text, source=text, note=text, totals=[]) for text in STRANGE]
    quotes = Description("quotes", {"title": "Stimmen", "items": items, "source": "", "note": ""})
    nb = book("## Alles", table(rows=header, totals=[]), bars, quotes, *said, *notes, *titled)
    page = visit(HtmlExporter().from_notebook_node(nb)[0].decode(), 360)
    shown = page.evaluate("[...document.querySelectorAll('th, blockquote p, .said, .note p, caption, .below, figcaption, svg title')].map(e => e.textContent)")
    for text in STRANGE:
        assert sum(text in part for part in shown) >= 10, text
        assert shown.count(text) >= 5, text
    assert page.title() == "Wer besucht die Häuser? – Dorsten"
    assert (page.faults, page.asked) == ([], [page.url])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []


@pytest.mark.parametrize("which", ["report", "index"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_only_tables_and_figures_scroll_sideways(request, visit, which, width):
    page = visit(request.getfixturevalue(which), width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_the_text_first(visit, report):
    page = visit(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "der_bericht"


def test_figures_are_named_by_their_finding(visit, report):
    snapshot = visit(report).locator("figure").first.aria_snapshot()
    assert "Am höchsten: Altstadt mit 1.234 Besuchen" in snapshot


def test_paper_shows_the_data_that_a_figure_does_not_tell_and_no_footer(visit, book, figure):
    part = {"label": "von", "align": "right", "header": False}
    whole = figure().body
    columns = [*whole["columns"], part, {**part, "label": "bis"}]
    rows = [[*row, {"text": "1", "value": 1, "state": ""}, {"text": "9", "value": 9, "state": ""}] for row in whole["rows"]]
    page = visit(HtmlExporter().from_notebook_node(book("## Wie viele?", figure(), figure(mark="interval", columns=columns, rows=rows)))[0].decode())
    page.emulate_media(media="print")
    assert [t.is_visible() for t in page.locator("details table").all()] == [False, True]
    assert not page.locator("footer").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_every_sheet_says_that_data_are_synthetic(visit, report):
    page = visit(report)
    page.emulate_media(media="print")
    strip = page.evaluate("(s => [s.content, s.position])(getComputedStyle(document.body, '::after'))")
    assert strip == ['"Synthetische Beispieldaten"', "fixed"]


def test_the_filter_shows_what_was_chosen(visit, index):
    page = visit(index)
    shown = "[...document.querySelectorAll('tr[data-place]')].filter(r => r.checkVisibility()).length"
    assert page.evaluate(shown) == 8
    page.locator("select[name=place]").select_option("Leer")
    page.get_by_label("Status").select_option("veraltet")
    assert page.evaluate(shown) == 1
    assert page.get_by_role("status").text_content() == "1 von 8 Berichten"
    assert page.locator("main > table").get_by_text("Dorsten", exact=True).locator("visible=true").count() == 0
    page.locator("select[name=place]").select_option("")
    assert page.evaluate(shown) == 2


def test_a_place_of_the_list_or_on_the_map_is_chosen(visit, index):
    page = visit(index)
    shown = "[...document.querySelectorAll('tr[data-place]')].filter(r => r.checkVisibility()).length"
    page.get_by_role("link", name="Leer").click()
    assert page.locator("select[name=place]").evaluate("s => s.selectedOptions[0].text") == "Leer"
    assert page.evaluate(shown) == 4
    assert page.evaluate("location.hash") == "#ort_leer"
    page.locator(".places path").first.click()
    assert page.locator("select[name=place]").evaluate("s => s.selectedOptions[0].text") == "Dorsten"
    assert page.evaluate(shown) == 4


def test_without_scripts_the_index_is_a_plain_list(visit, index):
    page = visit(index, java_script_enabled=False)
    assert page.locator("tr[data-place]").locator("visible=true").count() == 8
    assert not page.locator("form").is_visible()


def test_a_script_that_slipped_in_would_not_run(visit, report):
    page = visit(report.replace("</main>", "<script>document.title = 'fremd'</script></main>"))
    assert page.title() == "Wer besucht die Häuser? – Dorsten"


def test_of_many_places_each_can_be_chosen_and_more_be_shown(visit):
    head = {"kind": "head", "title": "Planung", "place": "", "ags": "", "project": "Planung", "institute": "", "date": "31. Dezember 2024", "synthetic": False}
    rows = [Entry(f"Ort {i:03} & »ß«", f"o{i}", f"{n}0_b", f"Bericht {n}", ("aktuell", "veraltet")[i % 2], "", (File("html", f"o{i}/{n}.html", 1),)) for i in range(450) for n in (1, 2)]
    shown = "[...document.querySelectorAll('tr[data-place]')].filter(r => r.checkVisibility()).length"
    page = visit(index_page(rows, head))
    assert page.evaluate(shown) == 400
    page.locator("select[name=place]").select_option("Ort 449 & »ß«")
    assert page.evaluate(shown) == 2
    assert page.get_by_role("link").last.get_attribute("href") == "o449/2.html"
    assert page.get_by_role("status").text_content() == "2 von 900 Berichten"
    page.locator("select[name=place]").select_option("")
    page.get_by_label("Status").select_option("veraltet")
    assert page.evaluate(shown) == 400
    page.get_by_role("button").click()
    assert page.evaluate(shown) == 450
    assert not page.get_by_role("button").is_visible()
    assert visit(index_page(rows, head), java_script_enabled=False).locator("tr[data-place]").locator("visible=true").count() == 900
