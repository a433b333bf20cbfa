import dataclasses
import io
import re
import time
import zipfile

import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml.ns import qn

from workbench.disclosure.published import Published
from workbench.errors import GateError
from workbench.export import leave
from workbench.export.document import House
from workbench.export.gate import passed
from workbench.export.pptx import content, pages
from workbench.present.description import Description

NATIVE = ["bar", "interval", "line", "stacked", "pyramid"]
PUBLISHED = Published("dorsten", "20_x", "Besuche", "besuche/Besuche", ("Raum",), (("Altstadt",), ("Hervest",)), (1234.0, None))


def said(text):
    return Description("sentence", {"text": text})


def opened(data):
    return Presentation(io.BytesIO(data))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words(slide):
    return [s.text_frame.text for s in slide.shapes if s.has_text_frame]


def alt(shape):
    return shape._element.find(f".//{qn('p:cNvPr')}").get("descr", "")


@pytest.fixture
def deck(book):
    def build(*contents, **changes):
        document = passed(book(*contents))
        return opened(content(dataclasses.replace(document, **changes)))

    return build


def test_every_section_with_a_figure_has_a_slide_with_its_heading(deck, figure, table):
    slides = deck("## Vorab\n\nNur Text.", "## Räume", figure(), "## Zahlen", table(), "## Orte", figure()).slides
    assert [s.shapes.title.text_frame.text for s in slides] == ["Wer besucht die Häuser?", "Räume", "Orte"]


def test_titles_differ_where_headings_or_sections_do_not(book, figure):
    document = passed(book("## Räume", figure(), figure(), "## Räume", figure(), "## Wer besucht die Häuser?", figure()))
    titles = [p.title for p in pages(document)]
    assert titles == ["Räume", "Räume – Abbildung 2", "Räume – Abbildung 3", "Wer besucht die Häuser? – Abbildung 4"]


def test_a_figure_takes_the_sentences_before_it_and_the_last_one_those_behind(book, figure):
    document = passed(book("## Räume", said("Eins."), figure(), said("Zwei."), figure(), said("Drei."), said("Vier."), said("Fünf.")))
    assert [p.sentences for p in pages(document)] == [("Eins.",), ("Zwei.", "Drei.", "Vier.")]


@pytest.mark.parametrize("mark", NATIVE)
def test_a_figure_is_a_native_chart_with_its_alternative_text(deck, marks, mark):
    slide = deck("## Räume", marks[mark]).slides[1]
    (frame,) = [s for s in slide.shapes if s.has_chart]
    assert alt(frame) == marks[mark].body["alt"]
    assert frame.chart.part.chart_workbook.xlsx_part.blob.startswith(b"PK")
    assert not [s for s in slide.shapes if s.shape_type == 13]


def test_a_heat_map_is_a_picture_with_its_alternative_text(deck, marks):
    (picture,) = [s for s in deck("## Räume", marks["heatmap"]).slides[1].shapes if s.shape_type == 13]
    assert alt(picture) == marks["heatmap"].body["alt"]
    assert picture.image.content_type == "image/png"


def test_a_chart_shows_what_is_hidden_as_a_gap_and_says_so(deck, marks):
    slide = deck("## Räume", marks["bar"]).slides[1]
    (chart,) = [s.chart for s in slide.shapes if s.has_chart]
    assert list(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True)) == [("Altstadt", 30.0), ("Hervest", None), ("Rhade", 12.0), ("alle", 21.0)]
    assert any("Ohne Balken oder Punkt (nicht ausgewiesen oder keine Angabe): Hervest." in text for text in words(slide))


def test_a_figure_in_which_all_is_hidden_is_a_picture_and_no_empty_chart(deck, marked):
    slide = deck("## Räume", marked("bar", "Raum | Besuche\nAltstadt | ·\nRhade | ·", bounds=[], highlight=[], reference=None)).slides[1]
    assert [s.shape_type for s in slide.shapes if s.has_chart or s.shape_type == 13] == [13]


def test_whiskers_reach_from_the_value_to_the_ends_of_its_range(deck, marks):
    (chart,) = [s.chart for s in deck("## Räume", marks["interval"]).slides[1].shapes if s.has_chart]
    (bars,) = chart._chartSpace.iter(qn("c:errBars"))
    lengths = [[v.text for v in bars.find(qn(f"c:{side}")).iter(qn("c:v"))] for side in ("plus", "minus")]
    assert lengths == [["1.8", "1.6"], ["1.7", "1.5"]]


@pytest.mark.parametrize(("values", "ends"), [((35.4, 39.2), (0, None)), ((-3.0, -2.9), (None, 0)), ((-1.0, 2.0), (None, None))])
def test_bars_begin_at_zero_so_that_their_lengths_can_be_compared(deck, marks, values, ends):
    bars = marks["bar"]
    cells = [[{"text": name, "value": None, "state": "header"}, {"text": str(v).replace(".", ","), "value": v, "state": ""}] for name, v in zip(("Nord", "Süd"), values, strict=True)]
    (frame,) = [s for s in deck("## Räume", Description("figure", {**bars.body, "alt": f"Balkendiagramm mit zwei Werten, von {cells[0][1]['text']} bis {cells[1][1]['text']}.", "rows": cells, "encoding": {**bars.body["encoding"], "reference": None}})).slides[1].shapes if s.has_chart]
    assert (frame.chart.value_axis.minimum_scale, frame.chart.value_axis.maximum_scale) == ends


def test_a_line_is_named_at_its_end_and_the_others_are_not(deck, marks):
    (chart,) = [s.chart for s in deck("## Räume", marks["line"]).slides[1].shapes if s.has_chart]
    named = [[label.find(qn("c:showSerName")).get("val") for label in s._element.iter(qn("c:dLbl"))] for s in chart.plots[0].series]
    assert (named, chart.has_legend) == ([[], ["1"], ["1"]], False)


def test_lines_whose_ends_touch_get_a_legend_of_those_that_are_meant(deck, marked):
    body = marked("line", "Gebiet | 2023 | 2024\nA | 1,0 | 9,0\nB | 8,0 | 9,1\nC | 2,0 | 3,0", x="Jahr", emphasis=["A", "B"])
    (chart,) = [s.chart for s in deck("## Räume", body).slides[1].shapes if s.has_chart]
    assert chart.has_legend
    assert [e.find(qn("c:idx")).get("val") for e in chart._chartSpace.iter(qn("c:legendEntry"))] == ["0"]


def test_a_small_table_of_the_section_stands_beside_the_figure_else_its_data(deck, figure, table, wide):
    tables = [[s.table for s in slide.shapes if s.has_table] for slide in deck("## A", figure(), table(), "## B", figure(), wide).slides]
    assert [[c.text for c in row.cells] for row in tables[1][0].rows] == [["Raum", "Besuche"], ["Altstadt", "1.234"], ["Hervest", "·"], ["Rhade", "–"], ["Insgesamt", "1.300"]]
    assert [[c.text for c in row.cells] for row in tables[2][0].rows] == [["Raum", "Besuche"], ["Altstadt", "1.234"], ["Hervest", "·"]]
    assert tables[1][0].first_row


def test_a_table_of_other_rows_does_not_stand_beside_a_figure(deck, figure, table):
    rows, *values = table().body["columns"]
    slide = deck("## A", figure(), table(columns=[{**rows, "label": "Alter"}, *values])).slides[1]
    assert next([c.text for c in r.cells] for s in slide.shapes if s.has_table for r in s.table.rows) == ["Raum", "Besuche"]


def test_what_finds_no_room_is_said_to_stand_in_the_report(deck, marked):
    rows = "\n".join(f"Gebiet Nummer {i} | {i}" for i in range(40))
    slide = deck("## Räume", marked("bar", f"Raum | Besuche\n{rows}", bounds=[], highlight=[], reference=None)).slides[1]
    assert not any(s.has_table for s in slide.shapes)
    assert any("Alle Werte stehen im Bericht und in seinem Datenanhang, Abbildung 1." in text for text in words(slide))


def test_every_slide_has_its_number_place_state_and_warning_and_is_read_from_the_title_on(deck, figure):
    slides = deck("## Räume", said("Ein Satz."), figure(), state="Entwurf 3").slides
    found = words(slides[1])
    assert found[0] == "Räume"
    assert found[1].startswith("Synthetische Beispieldaten.")
    assert found[2:4] == ["Ein Satz.", "Abbildung 1: Besuche je Raum"]
    assert found[-2:] == ["Dorsten · Wer besucht die Häuser? · Datenstand 31. Dezember 2024 · Entwurf 3", "2"]
    assert "Entwurf 3" in "\n".join(words(slides[0]))


def test_real_data_bear_no_warning(book, figure):
    document = passed(book("## Räume", figure()))
    real = dataclasses.replace(document, head=document.head.model_copy(update={"synthetic": False}))
    assert not any(b"Synthetisch" in part for part in parts(content(real)).values())


def test_a_report_without_figures_is_a_title(deck):
    assert len(deck("## Text\n\nNichts.").slides) == 1


def test_the_house_gives_colour_mark_and_imprint(book, figure):
    file = io.BytesIO()
    Image.new("RGB", (40, 20)).save(file, "png")
    data = content(dataclasses.replace(passed(book("## Räume", figure())), house=House("Institut", file.getvalue(), "#7a2fb8", ("Institut, Musterweg",))))
    assert b'<a:accent1><a:srgbClr val="7A2FB8"/>' in parts(data)["ppt/theme/theme1.xml"]
    first = opened(data).slides[0]
    assert [alt(s) for s in first.shapes if s.shape_type == 13] == ["Hausmarke Institut"]
    assert "Institut, Musterweg" in words(first)


def test_everything_is_in_german_and_names_no_user_and_no_clock(book, figure, marks):
    inside = parts(content(passed(book("## Räume", figure(), *marks.values()))))
    said = b"".join(part for name, part in inside.items() if name.endswith(".xml")).decode()
    assert set(re.findall(r'lang="([^"]*)"', said)) == {"de-DE"}
    about = inside["docProps/core.xml"].decode()
    assert set(re.findall(r">(\d{4}-[^<]*)<", about)) == {"2000-01-01T00:00:00Z"}
    assert "python-pptx" not in said
    assert not re.search(r"<dc:creator>[^<]|<cp:lastModifiedBy>[^<]", about)
    assert not [name for name in inside if "printer" in name or "thumbnail" in name]


def test_the_same_report_gives_the_same_bytes(book, figure, marks):
    document = passed(book("## Räume", figure(), *marks.values()))
    first = content(document)
    time.sleep(2.1)
    assert content(document) == first


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "مركز الشباب", "👩‍👧 Familie & Ä", "=1+1", "Donaudampfschifffahrt" * 9])
def test_what_is_typed_is_shown(deck, figure, text):
    slide = deck("## Räume", said(text), figure(title=text)).slides[1]
    assert text in words(slide)


def test_characters_that_xml_cannot_hold_are_spaces(deck, marked):
    body = marked("bar", "Ra\x01um | Be\x07suche\nAlt\x00stadt | 30", bounds=[], highlight=[], reference=None)
    (chart,) = [s.chart for s in deck("## Räume", said("Ein\uffff Satz"), body).slides[1].shapes if s.has_chart]
    assert (list(chart.plots[0].categories), chart.plots[0].series[0].name) == (["Alt stadt"], "Be suche")


def test_what_leaves_is_read_again_and_lets_a_released_report_pass(book, figure, marks):
    data = content(passed(book("## Räume", figure(), table_of(figure), marks["interval"])))
    leave.read_again("20_x.pptx", data, leave.Handed((), (PUBLISHED,), frozenset({1234.0, 8.7, 7.0, 10.5, 2.0, 3.5, 0.4})), ["Erika Beispiel"], typed=["05512012"])


def table_of(figure):
    return figure(title="Noch ein Bild")


def test_a_hidden_number_or_a_name_behind_a_chart_stops_it(book, figure):
    body = figure().body
    rows = [body["rows"][0], [body["rows"][1][0], {"text": "2", "value": 2, "state": ""}]]
    with pytest.raises(GateError, match=r"Microsoft_Excel_Sheet1\.xlsx/xl/worksheets/sheet1\.xml.*zeigt eine Zahl, wo »·« stehen muss"):
        leave.read_again("20_x.pptx", content(passed(book("## Räume", figure(rows=rows)))), leave.Handed((), (PUBLISHED,), frozenset({1234.0})), [], typed=["05512012"])
    rows[1][1] = {"text": "48.611,5", "value": 48611.5, "state": ""}
    with pytest.raises(GateError, match=r"charts/chart\d+\.xml.*Eine Zahl steht in keiner freigegebenen Tabelle"):
        leave.read_again("20_x.pptx", content(passed(book("## Räume", figure(rows=rows)))), leave.Handed((), (), frozenset({1234.0})), [], typed=["05512012"])
    rows[1][0] = {"text": "Erika Beispiel", "value": None, "state": "header"}
    with pytest.raises(GateError, match=r"Microsoft_Excel_Sheet1\.xlsx"):
        leave.read_again("20_x.pptx", content(passed(book("## Räume", figure(rows=rows)))), leave.Handed((), (), frozenset({1234.0, 48611.5})), ["Erika Beispiel"], typed=["05512012"])
