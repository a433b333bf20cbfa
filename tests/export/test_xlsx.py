import dataclasses
import io
import re
import textwrap
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.exporters import get_exporter
from PIL import Image
from python_calamine import CalamineWorkbook

from workbench.disclosure.published import Published
from workbench.errors import GateError
from workbench.export import leave
from workbench.export.document import Cell, Column, House
from workbench.export.exporter import XlsxExporter
from workbench.export.gate import passed
from workbench.export.xlsx import _lines, content, heads, shown
from workbench.present.description import Description
from workbench.present.number import number, percent, rounded

SENTENCE = Description("sentence", {"text": "Am meisten besucht ist die Altstadt (1.234 Besuche)."})
NOTE = Description("note", {"title": "Regeln", "paragraphs": ["Gezählt wird je Tag.", "Kleine Anzahlen fehlen."]})
PUBLISHED = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Raum",), (("Altstadt",), ("Hervest",)), (1234.0, None))
DANGEROUS = ["=1+1", "+49 2362", "-5", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("https://example.org";"hier")', "<r><t>fett</t></r>", "{=1+1}", "https://example.org"]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def texts(data: bytes) -> list[str]:
    return [c for rows in sheets(data).values() for row in rows for c in row if isinstance(c, str)]


@pytest.fixture
def report(book, table, figure):
    def build(*more, **changes):
        return dataclasses.replace(passed(book("## Räume", SENTENCE, table(), figure(), *more)), **changes)

    return build


def test_numbers_are_numbers_and_signs_are_signs(report):
    rows = sheets(content(report()))["Tabelle 1"]
    at = rows.index(["Raum", "Besuche"])
    assert rows[at + 1 : at + 5] == [["Altstadt", 1234.0], ["Hervest", "·"], ["Rhade", "–"], ["Insgesamt", 1300.0]]


def test_a_number_shows_what_the_report_prints():
    printed = {"1.234,5": ("1234.5", "#,##0.0"), "−3": ("-3", "#,##0"), "4,0": ("4.0", "#,##0.0"), "2024": ("2024", "0"), percent(12.5): ("12.5", '#,##0.0"\u00a0%"')}
    for text, (value, code) in printed.items():
        found, form = shown(Cell(text=text, value=1.0, state=""))
        assert (str(found), form) == (value, f'{code};"−"{code}')
    assert shown(Cell(text="2024", value=None, state="")) is None
    assert shown(Cell(text="etwa zehn", value=10, state="")) is None


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_every_printed_number_is_stored_to_its_last_digit(value, digits):
    found, code = shown(Cell(text=number(value, digits), value=value, state=""))
    assert found == rounded(value, digits)
    assert code.partition(";")[0].partition(".")[2] == "0" * digits


def test_a_file_holds_no_digit_that_the_report_does_not_print(book, table):
    rows = [[{"text": "Hervest", "value": None, "state": "header"}, {"text": "8,7", "value": 8.7, "state": ""}]]
    assert "<v>8.7</v>" in "".join(parts(content(passed(book(table(rows=rows, totals=[]))))).values())


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_a_link_or_markup(book, table, figure, text):
    columns = [{"label": text, "align": "left", "header": True}, {"label": f"{text} ", "align": "right", "header": False}]
    rows = [[{"text": text, "value": None, "state": "header"}, {"text": text, "value": None, "state": ""}]]
    sentence = Description("sentence", {"text": text})
    bad = {"columns": columns, "rows": rows, "title": text, "source": text, "note": text}
    document = passed(book(f"## A {text.strip()}".replace("<", "\\<"), sentence, table(**bad, totals=[]), figure(**bad), NOTE))
    data = content(dataclasses.replace(document, title=text, state=text, house=House(text, imprint=(text,)), head=document.head.model_copy(update={"title": text, "institute": text})))
    inside = parts(data)
    assert not any(re.search(r"<f[ >]|<r>|TargetMode|externalLink", xml) for name, xml in inside.items() if "worksheets" in name or "sharedStrings" in name)
    links = [target for xml in inside.values() for target in re.findall(r'<hyperlink [^>]*location="([^"]*)"', xml)]
    assert {re.sub(r"'(.*)'!A1", r"\1", link) for link in links} <= set(sheets(data))
    assert " ".join(text.split()) in [" ".join(t.split()) for t in texts(data)]
    quoted = [m for m in re.findall(r"<xf [^>]*>", inside["xl/styles.xml"]) if "quotePrefix" in m]
    assert bool(quoted) == text.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_heads_of_a_table_are_texts_and_differ():
    columns = [Column(label=label, align="left", header=False) for label in ("Zahl", "zahl", "", "Zahl (2)", "Zahl", "x" * 300)]
    found = heads(columns)
    assert found[:3] == ["Zahl", "zahl (2)", "Spalte 3"]
    assert len({h.casefold() for h in found}) == len(found)
    assert all(0 < len(h) <= 255 for h in found)


@given(st.text("ab \t\n-", max_size=30), st.integers(1, 20))
def test_lines_of_a_text_are_counted_as_it_is_broken(text, wide):
    assert _lines(text, wide) == max(1, len(textwrap.wrap(text, wide)))


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_with_one_row_or_none_is_a_table(book, table, rows):
    all_rows = table().body["rows"][:rows]
    inside = parts(content(passed(book(table(rows=all_rows, totals=[])))))
    ref = re.search(r'name="Tabelle_1"[^>]* ref="A(\d+):B(\d+)"', "".join(inside.values()))
    assert int(ref[2]) - int(ref[1]) == 1
    assert "Tabelle_1" in str(inside)


def test_every_table_and_figure_has_its_sheet_its_excel_table_and_a_link(report, table, figure):
    data = content(report(table(title="Noch eine"), figure(title="Noch ein Bild"), NOTE))
    names = ["Tabelle 1", "Abbildung 1", "Tabelle 2", "Abbildung 2"]
    assert list(sheets(data)) == ["Inhalt", "Befunde", *names, "Quellen", "Erläuterungen"]
    inside = parts(data)
    tables = re.findall(r'displayName="([^"]*)"', "".join(inside.values()))
    assert sorted(tables) == sorted(["Inhalt", "Befunde", *(n.replace(" ", "_") for n in names), "Quellen", "Erläuterungen"])
    assert re.findall(r'location="\'([^"]*)\'!A1"', inside["xl/worksheets/sheet1.xml"]) == list(sheets(data))[1:]
    assert not any("<mergeCell" in xml or 'state="hidden"' in xml for xml in inside.values())


def test_a_report_without_anything_to_count_is_a_sheet_of_contents(book):
    assert list(sheets(content(passed(book("## Nur Text\n\nNichts gezählt."))))) == ["Inhalt"]


def test_a_sheet_says_whose_it_is_in_what_unit_from_where_and_what_its_signs_mean(report):
    rows = [row[0] for row in sheets(content(report(state="Entwurf 3")))["Abbildung 1"]]
    assert rows[0] == "Abbildung 1: Besuche je Raum"
    assert rows[1] == "Dorsten · Wer besucht die Häuser? · Datenstand 31. Dezember 2024 · Entwurf 3"
    assert rows[2].startswith("Synthetische Beispieldaten.")
    assert rows[3] == "Einheit: Besuche"
    assert rows[-3:] == ["Quelle: Besuchslisten 2024", "Hinweis: · = nicht ausgewiesen.", "Beschreibung: Balkendiagramm, 2 Räume. Am höchsten: Altstadt mit 1.234 Besuchen."]


def test_the_first_sheet_says_place_date_and_state(report):
    said = [c for row in sheets(content(report(state="Freigegeben am 1. März 2025")))["Inhalt"] for c in row]
    assert said.index("Ort") + 1 == said.index("Dorsten")
    assert said.index("Datenstand") + 1 == said.index("31. Dezember 2024")
    assert said.index("Stand") + 1 == said.index("Freigegeben am 1. März 2025")
    assert any(str(s).startswith("· = nicht ausgewiesen") for s in said)


def test_sentences_notes_and_sources_have_their_sheets(report):
    found = sheets(content(report(NOTE)))
    assert ["Räume", SENTENCE.body["text"]] in found["Befunde"]
    assert ["Regeln", "Kleine Anzahlen fehlen."] in found["Erläuterungen"]
    assert ["Tabelle 1", "Besuche je Raum", "Besuchslisten 2024", "· = nicht ausgewiesen.", ""] in found["Quellen"]


def test_real_data_bear_no_warning(report):
    document = report()
    real = dataclasses.replace(document, head=document.head.model_copy(update={"synthetic": False}))
    assert "Synthetisch" not in str(parts(content(real)))


def test_a_wide_sheet_lies_on_its_side_and_every_sheet_repeats_its_head_and_counts_its_pages(report, wide):
    inside = parts(content(report(wide)))
    setups = [re.search(r"<pageSetup[^>]*>", inside[f"xl/worksheets/sheet{i}.xml"])[0] for i in (3, 5)]
    assert ["landscape" in s for s in setups] == [False, True]
    assert all('fitToHeight="0"' in s and 'paperSize="9"' in s for s in setups)
    assert inside["xl/workbook.xml"].count("_xlnm.Print_Titles") == 6
    assert all("Seite &amp;P von &amp;N" in xml and "ySplit" in xml for name, xml in inside.items() if "worksheets/sheet" in name and name.endswith(".xml"))


def test_an_ampersand_in_a_title_is_no_code_of_the_foot(report):
    assert "Kinder &amp;&amp; Jugend" in parts(content(report(title="Kinder & Jugend")))["xl/worksheets/sheet1.xml"]


def test_properties_name_no_user_no_path_and_no_clock(report):
    inside = parts(content(report()))
    about = inside["docProps/core.xml"] + inside["docProps/app.xml"]
    assert "<dc:creator></dc:creator>" in about
    assert re.findall(r">(\d{4}-[^<]*)<", about) == ["2000-01-01T00:00:00Z"] * 2
    assert not any(re.search(r"absPath|/home/|/tmp/|file:", xml) for xml in inside.values())


def test_the_same_report_gives_the_same_bytes(report):
    first = content(report())
    time.sleep(1.1)
    assert content(report()) == first


def test_the_mark_of_the_house_has_an_alternative_text(report):
    file = io.BytesIO()
    Image.new("RGB", (40, 20)).save(file, "png")
    drawing = parts(content(report(house=House("Institut", file.getvalue(), "#7a2fb8"))))["xl/drawings/drawing1.xml"]
    assert 'descr="Hausmarke Institut"' in drawing
    assert re.search(r"<xdr:from>.*?<xdr:row>2</xdr:row>", drawing)  # below the title and the warning, which are wide


def test_long_and_large_tables_are_whole(book, table):
    rows = [[{"text": f"Straße Nr. {i}", "value": None, "state": "header"}, {"text": str(i), "value": i, "state": ""}] for i in range(2000)]
    data = content(passed(book(table(rows=rows, totals=[]), *[table(title=f"Nummer {i}") for i in range(59)], table(note="Wort" * 12_000))))
    found = sheets(data)
    assert len(found) == 63
    assert [row for row in found["Tabelle 1"] if str(row[0]).startswith("Straße")][-1] == ["Straße Nr. 1999", 1999.0]
    assert max(map(len, texts(data))) < 32_768


@pytest.mark.parametrize("text", ["Ä ö ü ß ẞ – „Größe“ …", "مركز الشباب", "👩‍👧 Familie", "Donaudampfschifffahrtsgesellschaftskapitän" * 4, "<script>alert(1)</script>", "#set page(width: 1pt)", "_x0041_"])
def test_what_is_typed_is_shown(book, table, text):
    rows = [[{"text": text, "value": None, "state": "header"}, {"text": "1", "value": 1, "state": ""}]]
    assert text in texts(content(passed(book(table(rows=rows, totals=[])))))


def test_what_leaves_is_read_again_and_lets_a_released_report_pass(report):
    known = leave.Handed((), (PUBLISHED,), frozenset({1234.0, 1300.0}))
    leave.read_again("20_x.xlsx", content(report()), known, ["Erika Beispiel"], typed=["05512012"])


def test_a_name_or_a_hidden_number_in_a_sheet_stops_the_report(report, table):
    known = leave.Handed((), (PUBLISHED,), frozenset({1234.0, 1300.0}))
    rows = table().body["rows"]
    rows[1][1] = {"text": "2", "value": 2, "state": ""}
    with pytest.raises(GateError, match=r"sheet5.*zeigt eine Zahl, wo »·« stehen muss"):
        leave.read_again("20_x.xlsx", content(report(table(rows=rows))), known, [], typed=["05512012"])
    with pytest.raises(GateError, match="Name aus der Namensliste"):
        leave.read_again("20_x.xlsx", content(report(table(note="Das sagt Erika Beispiel."))), known, ["Erika Beispiel"], typed=["05512012"])
    rows[1][1] = {"text": "48.611,5", "value": 48611.5, "state": ""}
    with pytest.raises(GateError, match=r"sheet5.*Eine Zahl steht in keiner freigegebenen Tabelle"):
        leave.read_again("20_x.xlsx", content(report(table(rows=rows))), leave.Handed((), (), known.values), [], typed=["05512012"])


def test_nbconvert_knows_the_exporter(book, table):
    assert get_exporter("planungsbericht-xlsx") is XlsxExporter
    made, resources = XlsxExporter().from_notebook_node(book(table()))
    assert made == content(passed(book(table())))
    assert resources["output_extension"] == ".xlsx"
