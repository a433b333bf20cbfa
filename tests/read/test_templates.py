import pytest
from python_calamine import load_workbook

from workbench.read.tabular import read
from workbench.read.templates import Field, write_csv, write_xlsx

FIELDS = [
    Field("Raum", "Schlüssel des Raums.", "text", example="01"),
    Field("Geschlecht", "Geschlecht.", "text", choices=("weiblich", "männlich")),
    Field("Datum", "Tag.", "date", example="08.01.2024"),
    Field("Von", "Beginn.", "time", example="14:00"),
    Field("Anzahl", "Anzahl.", "number", example="7"),
]


@pytest.fixture
def workbook(tmp_path):
    file = tmp_path / "a.xlsx"
    write_xlsx(file, title="Räume", description="Eine Zeile je Raum.", fields=FIELDS)
    return file


def xml(file, part):
    import zipfile

    return zipfile.ZipFile(file).read(part).decode()


def test_a_template_has_the_header_and_no_data(workbook):
    sheet = read(workbook, [f.name for f in FIELDS])
    assert sheet.columns == ("Raum", "Geschlecht", "Datum", "Von", "Anzahl")
    assert sheet.rows == []


def test_the_notes_explain_each_column_and_hold_the_example(workbook, snapshot):
    assert load_workbook(str(workbook)).get_sheet_by_name("Hinweise").to_python() == snapshot


def test_allowed_values_are_a_list_to_choose_from(workbook):
    assert '<formula1>"weiblich,männlich"</formula1>' in xml(workbook, "xl/worksheets/sheet1.xml")


def test_each_header_carries_its_note(workbook):
    comments = xml(workbook, "xl/comments1.xml")
    assert all(f.note in comments for f in FIELDS)


def test_key_columns_are_text_so_that_leading_zeros_survive(workbook):
    styles, sheet = xml(workbook, "xl/styles.xml"), xml(workbook, "xl/worksheets/sheet1.xml")
    assert 'formatCode="@"' in styles
    assert '<col min="1" max="2"' in sheet  # both columns of text have the one format


def test_a_csv_template_is_one_header_line_that_excel_opens(tmp_path):
    write_csv(tmp_path / "a.csv", FIELDS)
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfRaum;Geschlecht;Datum;Von;Anzahl\r\n"
