"""A formula that failed is a fault, not a value that is missing without a word."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from workbench.errors import DataError
from workbench.read import tabular
from workbench.read.failed import failed
from workbench.schemas import kennzahlen

HEAD = ["Kennzahl", "Schlüssel", "Jahr", "Wert", "Einheit", "Quelle", "Lizenz"]
ODS = """<o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<o:body><o:spreadsheet><t:table t:name="Blatt">
<t:table-row t:number-rows-repeated="2"><t:table-cell t:number-columns-repeated="3" o:value-type="string"><x:p>a</x:p></t:table-cell></t:table-row>
<t:table-row-group><t:table-row><t:table-cell t:number-columns-repeated="2"/><t:table-cell o:value-type="string" c:value-type="error"><x:p>#DIV/0!</x:p></t:table-cell></t:table-row></t:table-row-group>
</t:table></o:spreadsheet></o:body></o:document>"""


def excel(file: Path, formula: str, result: str, *, row: int = 1, column: int = 3) -> Path:
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Notizen").write_row(0, 0, ["Die Daten stehen auf dem anderen Blatt."])
        sheet = book.add_worksheet("Daten")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["Armut", "05562012", 2022, 12.5, "%", "BA", "dl-de/by-2-0"])
        sheet.write_formula(row, column, formula, None, result)
    return file


@pytest.mark.parametrize(("said", "shown"), [("#DIV/0!", "#DIV/0!"), ("#N/A", "#NV"), ("#REF!", "#BEZUG!"), ("#VALUE!", "#WERT!")])
def test_a_failed_formula_is_found_where_it_stands_as_a_german_excel_shows_it(tmp_path: Path, said: str, shown: str) -> None:
    file = excel(tmp_path / "kennzahlen.xlsx", "=1/0", said, row=27, column=28)
    assert failed(file.read_bytes()) == [("Daten", 27, 28, shown)]
    assert dict(tabular.workbook(file, file.read_bytes()))["Daten"][27][28] == shown


def test_cells_of_calc_are_counted_with_those_that_stand_for_several(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as book:
        book.writestr("content.xml", ODS)
    assert failed((tmp_path / "a.ods").read_bytes()) == [("Blatt", 2, 2, "#DIV/0!")]


def test_a_value_that_may_be_missing_is_not_where_its_formula_failed(tmp_path: Path) -> None:
    excel(tmp_path / "kennzahlen.xlsx", "=NA()", "#N/A")
    with pytest.raises(DataError, match=r"Zeile 2, Wert: »#NV« – eine Formel, die nicht aufgeht\. Bitte in Excel berichtigen"):
        kennzahlen.TABLE.read(tmp_path)


@pytest.mark.parametrize("data", [b"Raum;Name\n01;#NV\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"], ids=["CSV", "torn", "XLS"])
def test_in_other_files_none_is_found(data: bytes) -> None:
    assert failed(data) == []
