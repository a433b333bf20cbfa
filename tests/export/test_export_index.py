import re

import pytest

from workbench.export.atlas import atlas
from workbench.export.document import House
from workbench.export.index import Entry, File, index_page
from workbench.export.names import check

HEAD = {"kind": "head", "title": "Projekt", "place": "", "ags": "", "project": "Jugendhilfeplanung 2025", "institute": "", "date": "31. Dezember 2024", "synthetic": False}


def entry(**changes):
    base = {"place": "Dorsten", "place_key": "dorsten", "report": "10_raum", "title": "Wie leben sie?", "state": "aktuell", "reason": "", "files": (File("html", "dorsten/10_raum.html", 133_251), File("pdf", "dorsten/10_raum.pdf", 1_250_000)), "date": "31.12.2024"}
    return Entry(**{**base, **changes})


ENTRIES = [
    entry(),
    entry(report="20_besuch", title="Wer kommt?", state="entfällt", reason="Dorsten: keine besuche.csv", files=()),
    entry(place="Leer", place_key="leer", state="fehlgeschlagen", reason="besuche.csv: 2 Probleme\n  Zeile 3", files=()),
]


def test_every_report_stands_under_its_place_with_state_and_reason(snapshot):
    page = index_page(ENTRIES, HEAD)
    assert re.search(r"<main.*</main>", page, re.DOTALL)[0] == snapshot


def test_a_report_without_a_file_is_no_link():
    assert index_page(ENTRIES, HEAD).count("<td><a href") == 1


def test_names_are_shown_as_typed_and_addresses_encoded():
    page = index_page([entry(place='<script>"ä', title="<b>x</b>", files=(File("html", "ä/x y#1.html", 1),), state="unbekannt", reason="<i>")], HEAD)
    assert "<script>&#34;" not in page
    assert "&lt;script&gt;&#34;ä" in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert 'href="%C3%A4/x%20y%231.html"' in page


def test_the_same_entries_give_the_same_bytes():
    assert index_page(ENTRIES, HEAD) == index_page(list(ENTRIES), dict(HEAD))


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_banner_stands_where_data_are_synthetic(synthetic):
    assert ("Synthetische Beispieldaten." in index_page(ENTRIES, {**HEAD, "synthetic": synthetic})) is synthetic


def test_an_empty_batch_says_so():
    page = index_page([], HEAD)
    assert "Es gibt noch keine Berichte." in page
    assert "<script" not in page


def test_a_failed_report_that_has_an_older_file_links_to_it():
    assert "<td><a href" in index_page([entry(state="fehlgeschlagen")], HEAD)


def test_each_format_is_called_as_a_reader_calls_it_with_its_size():
    files = [File(form, f"x.{form}", size) for form, size in (("html", 133_251), ("pdf", 1_250_000), ("docx", 400), ("xlsx", 9_600), ("odt", 2_000))]
    assert [(f.name, f.weight) for f in files] == [("Webseite", "133\u00a0kB"), ("PDF", "1,3\u00a0MB"), ("Word", "1\u00a0kB"), ("Excel", "10\u00a0kB"), ("ODT", "2\u00a0kB")]


def test_what_is_approved_and_what_is_a_draft_is_said():
    page = index_page([entry(mark="Entwurf 3"), entry(mark="freigegeben am 3. März 2026")], HEAD)
    assert "<small>Entwurf 3</small>" in page
    assert "<small>freigegeben am 3. März 2026</small>" in page


def test_places_are_listed_and_mapped_where_they_lie():
    square = [(0.0, 0.0), (0.0, 900.0), (900.0, 900.0), (900.0, 0.0)]
    places = {"dorsten": ("Dorsten", [square]), "leer": ("Leer", [[(x + 9000, y) for x, y in square]])}
    page = index_page(ENTRIES, HEAD, atlas=atlas(places))
    assert 'aria-label="Karte: Lage von 2 Orten des Projekts"' in page
    assert re.findall(r'<li><a href="(.*?)" data-place="(.*?)">(.*?)</a>', page) == [("#ort_dorsten", "1", "Dorsten"), ("#ort_leer", "2", "Leer")]
    assert [page.count(f'id="ort_{key}"') for key in places] == [1, 1]


def test_one_place_alone_or_hundreds_are_no_list():
    hundreds = [entry(place=f"Ort {i}", place_key=f"o{i}") for i in range(61)]
    assert 'id="die_orte"' not in index_page([entry()], HEAD)
    assert 'id="die_orte"' not in index_page(hundreds, HEAD)
    assert 'id="die_orte"' in index_page(hundreds[:60], HEAD)


def test_the_page_has_the_look_of_the_house():
    page = index_page(ENTRIES, HEAD, House("Büro Süd", accent="#7a2fb8", imprint=("Büro Süd", "Weg 3")))
    assert '<p class="mark">Büro Süd</p>' in page
    assert "--accent: #7a2fb8" in page
    assert "Büro Süd<br>Weg 3" in page


def test_thousands_of_places_wait_in_a_text_and_their_number_is_no_address():
    page = index_page([entry(place=f"Ort {i}", place_key=f"ort{i}") for i in range(10_800)], HEAD)
    assert page.partition("<noscript>")[0].count("<tbody>") == 200
    assert page.partition("</noscript>")[0].count("<tbody>") == 10_800
    assert "10.800 von 10.800 Berichten" in page
    assert check("index.html", page.encode(), []).texts  # »10800 Berichten« reads like a postal code and a town
