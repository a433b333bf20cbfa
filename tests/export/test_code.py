"""The annex for technical clients: calls as they are typed, never more."""

import datetime as dt

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbench.errors import GateError
from workbench.export.code import annex, assigned
from workbench.export.document import Document, Head, Heading, Paragraph, Span
from workbench.export.html import content

CODE = 'if wert < 3:  # <script>alert(1)</script>\n    zeigen("#set page()", titel=\'**x**\')'


def book(*sources):
    return new_notebook(cells=[new_markdown_cell("# Titel"), new_code_cell("a: int = 1", metadata={"tags": ["parameters"]}), new_markdown_cell("## Wer kommt?\n\nText."), *map(new_code_cell, sources)])


def test_code_stands_under_the_heading_of_its_section_as_it_is_typed():
    blocks = annex(book(CODE, "", "zwei()"), {"a": 2})
    assert [b.text for b in blocks if isinstance(b, Heading)] == ["Anhang: Aufrufe und Parameter", "Parameter dieses Berichts", "Aufrufe"]
    said = [b.spans for b in blocks if isinstance(b, Paragraph)][1:]
    first, second = CODE.splitlines()
    assert said == [
        (Span("a = 2", code=True),), (Span("Titel", strong=True),), (Span("a: int = 1", code=True),),
        (Span("Wer kommt?", strong=True),), (Span(first, code=True), Span("\n"), Span(second, code=True)), (Span("zwei()", code=True),),
    ]  # fmt: skip


def test_a_page_shows_it_with_its_line_breaks_and_interprets_nothing(head):
    document = Document(Head(**head.json()), "Titel", tuple(annex(book(CODE), {})))
    page = content(document).decode()
    assert "<p><code>if wert &lt; 3:  # &lt;script&gt;alert(1)&lt;/script&gt;</code><br><code>    zeigen(&#34;#set page()&#34;" in page
    assert "<script>" not in page
    assert "<code># keine</code>" in page


def test_parameters_are_assigned_as_in_python():
    values = {"a": "Straße", "b": 1, "c": 0.5, "d": True, "e": dt.date(2024, 1, 2)}
    assert list(assigned(values)) == ['a = "Straße"', "b = 1", "c = 0.5", "d = True", "e = datetime.date(2024, 1, 2)"]


def test_what_papermill_added_is_left_out():
    cell = new_code_cell("geheim = 1", metadata={"tags": ["injected-parameters"]})
    made = book()
    made.cells.insert(2, cell)
    assert "geheim" not in str(annex(made, {}))


@pytest.mark.parametrize("path", ["/home/anna/daten.csv", "~/daten.csv", "C:\\Daten\\x.csv", "c:/daten", "\\\\server\\freigabe", "/Users/anna/x"])
def test_a_path_of_this_machine_is_refused_and_not_repeated(path):
    with pytest.raises(GateError) as fault:
        annex(book(f"lesen(r'{path}')"), {})
    assert str(fault.value) == "Zelle 4: Der Code nennt einen Ordner dieses Rechners. Code, der weitergegeben wird, nennt keine. Bitte entfernen."


@pytest.mark.parametrize("code", ["https://x.de/a/b", "a/b/c", "a / b", "12/3", "'1/2'", "# Kinder- und/oder Jugendliche", "r'\\d+'"])
def test_addresses_and_divisions_are_no_paths(code):
    assert annex(book(code), {})
