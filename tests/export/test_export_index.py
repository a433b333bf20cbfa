import re

import pytest

from workbench.export.index import Entry, index_page
from workbench.export.names import check

HEAD = {"kind": "head", "title": "Projekt", "place": "", "ags": "", "project": "Jugendhilfeplanung 2025", "institute": "", "date": "31. Dezember 2024", "synthetic": False}


def entry(**changes):
    base = {"place": "Dorsten", "place_key": "dorsten", "report": "10_raum", "title": "Wie leben sie?", "state": "aktuell", "reason": "", "href": "dorsten/10_raum.html", "date": "31.12.2024"}
    return Entry(**{**base, **changes})


ENTRIES = [
    entry(),
    entry(report="20_besuch", title="Wer kommt?", state="entfällt", reason="Dorsten: keine besuche.csv", href=""),
    entry(place="Leer", place_key="leer", state="fehlgeschlagen", reason="besuche.csv: 2 Probleme\n  Zeile 3", href=""),
]


def test_every_report_stands_under_its_place_with_state_and_reason(snapshot):
    page = index_page(ENTRIES, HEAD)
    assert re.search(r"<main.*</main>", page, re.DOTALL)[0] == snapshot


def test_a_report_without_a_file_is_no_link():
    assert index_page(ENTRIES, HEAD).count("<a href") == 1


def test_names_are_shown_as_typed_and_addresses_encoded():
    page = index_page([entry(place='<script>"ä', title="<b>x</b>", href="ä/x y#1.html", state="unbekannt", reason="<i>")], HEAD)
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
    assert "<a href" in index_page([entry(state="fehlgeschlagen")], HEAD)


def test_thousands_of_places_wait_in_a_text_and_their_number_is_no_address():
    page = index_page([entry(place=f"Ort {i}", place_key=f"ort{i}") for i in range(10_800)], HEAD)
    assert page.partition("<noscript>")[0].count("<tbody>") == 200
    assert page.partition("</noscript>")[0].count("<tbody>") == 10_800
    assert "10.800 von 10.800 Berichten" in page
    assert check("index.html", page.encode(), []).texts  # »10800 Berichten« reads like a postal code and a town


def test_whether_a_report_is_a_draft_stands_beside_its_state():
    assert "<small>Entwurf 3</small>" in index_page([entry(mark="Entwurf 3")], HEAD)
    assert "<small>" not in index_page([entry()], HEAD)
