import datetime as dt
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from workbench.errors import DataError
from workbench.read import tabular
from workbench.read.tabular import listing, read

NAMES = ("Träger", "Datum", "Besuche")
ROWS = [["Träger", "Datum", "Besuche"], ["Süd", "08.01.2024", "7"], ["Öl", "09.01.2024", "1.234"]]


def write_csv(file: Path, rows=ROWS, *, separator=";", encoding="utf-8") -> Path:
    file.write_text("\n".join(separator.join(r) for r in rows) + "\n", encoding=encoding)
    return file


def write_xlsx(file: Path, **sheets) -> Path:
    with xlsxwriter.Workbook(file, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return file


def write_xls(file: Path, rows) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Daten")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell, *([day] if isinstance(cell, dt.date) else []))
    book.save(str(file))
    return file


def write_ods(file: Path, rows) -> Path:
    def cell(value) -> str:
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Daten">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_reads_the_same_in_every_encoding_and_with_every_separator(tmp_path, encoding, separator):
    sheet = read(write_csv(tmp_path / "a.csv", encoding=encoding, separator=separator), NAMES)
    assert (sheet.columns, sheet.rows, sheet.numbers) == (NAMES, ROWS[1:], [2, 3])


def test_decimal_commas_do_not_make_columns(tmp_path):
    (tmp_path / "a.csv").write_text('Träger,Datum,Besuche\nSüd,08.01.2024,"1,5"\n', encoding="utf-8")
    assert read(tmp_path / "a.csv", NAMES).rows == [["Süd", "08.01.2024", "1,5"]]


TYPED = [list(NAMES), ["01", dt.date(2024, 1, 8), 7.0], ["Öl", dt.date(2024, 1, 9), 5.5]]


def test_a_workbook_keeps_the_types_of_its_cells(tmp_path):
    files = [write_xlsx(tmp_path / "a.xlsx", Daten=TYPED), write_xls(tmp_path / "a.xls", TYPED), write_ods(tmp_path / "a.ods", TYPED)]
    for file in files:
        sheet = read(file, NAMES)
        assert (sheet.columns, sheet.rows, sheet.numbers) == (NAMES, TYPED[1:], [2, 3])


def test_title_rows_above_and_empty_rows_between_keep_the_row_numbers_of_excel(tmp_path):
    rows = [["Strichliste 2024"], [], ROWS[0], [], ROWS[1], ["", "", ""], ROWS[2]]
    for file in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", Daten=rows)):
        sheet = read(file, NAMES)
        assert (sheet.head, sheet.columns, sheet.numbers) == (3, NAMES, [5, 7])


def test_a_cell_with_a_line_break_is_one_row(tmp_path):
    (tmp_path / "a.csv").write_text('Träger;Datum;Besuche\n"Haus\nSüd";08.01.2024;7\nÖl;09.01.2024;8\n', encoding="utf-8")
    assert read(tmp_path / "a.csv", NAMES).numbers == [2, 3]


def test_a_misspelt_header_is_still_the_header(tmp_path):
    sheet = read(write_csv(tmp_path / "a.csv", [["Titel"], ["Trager", "Datum", "Besuche"], ROWS[1]]), NAMES)
    assert (sheet.head, sheet.columns) == (2, ("Trager", "Datum", "Besuche"))


def test_the_sheet_whose_header_fits_is_read(tmp_path):
    file = write_xlsx(tmp_path / "a.xlsx", Deckblatt=[["Stadt"], ["Jahr 2024"]], Daten=ROWS, Leer=[])
    assert read(file, NAMES).rows == ROWS[1:]


def test_an_empty_sheet_beside_it_does_no_harm(tmp_path):
    file = write_xlsx(tmp_path / "a.xlsx", Vorlage=ROWS[:1], Daten=ROWS)
    assert read(file, NAMES).rows == ROWS[1:]


def test_columns_without_a_header_at_the_end_are_cut_from_the_header(tmp_path):
    assert read(write_csv(tmp_path / "a.csv", [[*NAMES, "", ""], [*ROWS[1], "", ""]]), NAMES).columns == NAMES


def test_a_file_of_other_columns_is_read_at_its_first_row(tmp_path):
    sheet = read(write_csv(tmp_path / "a.csv", [["A", "B"], ["1", "2"]]), NAMES)
    assert (sheet.head, sheet.columns, sheet.rows) == (1, ("A", "B"), [["1", "2"]])


def test_a_header_far_below_is_not_found(tmp_path):
    sheet = read(write_csv(tmp_path / "a.csv", [[""]] * 40 + ROWS), NAMES)
    assert (sheet.head, sheet.columns) == (41, NAMES)


def bad(folder: Path) -> dict[str, Path]:
    """Files that cannot be read, by what is wrong with them."""
    content = {
        "leer": b"", "nur Leerzeichen": b" \r\n ", "utf-16 ohne BOM": "Träger;Datum".encode("utf-16-le"), "weder noch": b"Tr\x81ger;\x8d\n",
        "Umlaute zerstört": "TrÃ¤ger;Datum\n".encode(), "Ersatzzeichen": "Tr\ufffdger\n".encode(), "Anführungszeichen offen": b'Datum;Besuche\n"08;7\n', "Anführungszeichen mitten im Feld": b'Datum;Besuche\n"08" Uhr;7\n', "Excel mit falscher Endung": b"PK\x03\x04...",
    }  # fmt: skip
    files = {}
    for i, (name, text) in enumerate(content.items()):
        files[name] = folder / f"datei{i}.csv"
        files[name].write_bytes(text)
    (folder / "ordner.csv").mkdir()
    whole = write_xlsx(folder / "ganz.xlsx", Daten=ROWS).read_bytes()
    (folder / "abgeschnitten.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "kein.xls").write_bytes(b"Datum;Besuche")
    (folder / "text.ods").write_bytes(b"x")
    return files | {
        "fehlt": folder / "fehlt.csv",
        "Ordner": folder / "ordner.csv",
        "abgeschnitten": folder / "abgeschnitten.xlsx",
        "kein Excel": folder / "kein.xls",
        "kein ODS": folder / "text.ods",
        "leere Mappe": write_xlsx(folder / "leer.xlsx", Daten=[]),
        "zwei Blätter": write_xlsx(folder / "zwei.xlsx", **{"2023": ROWS, "2024": ROWS}),
    }


def test_what_cannot_be_read_says_why(tmp_path, snapshot):
    said = {}
    for name, file in bad(tmp_path).items():
        with pytest.raises(DataError) as fault:
            read(file, NAMES)
        said[name] = str(fault.value)
    assert said == snapshot


@pytest.mark.parametrize(("error", "said"), [(PermissionError(13, "denied"), "gesperrt"), (OSError(5, "Input/output error"), "Ist das Laufwerk erreichbar")])
def test_a_locked_file_and_a_lost_share_say_what_to_do(tmp_path, monkeypatch, error, said):
    def fail(_path):
        raise error

    file = write_csv(tmp_path / "a.csv")
    monkeypatch.setattr(Path, "read_bytes", fail)
    monkeypatch.setattr(os, "listdir", fail)
    with pytest.raises(DataError, match=said):
        read(file, NAMES)
    with pytest.raises(DataError, match="Der Ordner lässt sich nicht lesen"):
        listing(tmp_path)


def test_a_workbook_with_a_password_says_so(tmp_path, monkeypatch):
    import python_calamine

    def fail(_data):
        raise python_calamine.PasswordError

    monkeypatch.setattr(python_calamine, "load_workbook", fail)
    with pytest.raises(DataError, match="Kennwort"):
        read(write_xlsx(tmp_path / "a.xlsx", Daten=ROWS), NAMES)


def test_lock_files_and_hidden_files_are_not_listed(tmp_path):
    for name in ("besuche.xlsx", "~$besuche.xlsx", ".~lock.besuche.xlsx#"):
        (tmp_path / name).touch()
    assert [f.name for f in listing(tmp_path)] == ["besuche.xlsx"]
    assert listing(tmp_path / "fehlt") == []


def test_a_field_longer_than_the_csv_module_expects_is_read(tmp_path):
    text = "Wort " * 40_000
    assert read(write_csv(tmp_path / "a.csv", [["Text", "Fall"], [text, "A"]]), ("Text", "Fall")).rows == [[text, "A"]]


def test_every_suffix_is_known():
    assert tabular.SUFFIXES == (".csv", ".xlsx", ".xls", ".ods")
