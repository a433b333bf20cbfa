"""Made files: text in any encoding, sheets, archives; and what the readers make of them."""

import zipfile

import pandas as pd
import pytest
import xlsxwriter

from workbench.errors import DataError
from workbench.read.official.recognise import read


@pytest.fixture
def table(tmp_path):
    """Read text as a file: ``table("a;b", name="x.csv", encoding="cp1252")``."""

    def make(text, name="tabelle.csv", encoding="utf-8"):
        file = tmp_path / name
        file.write_bytes(text.encode(encoding))
        (made,) = read(file)
        return made

    return make


@pytest.fixture
def fault(table):
    """Message about a file that cannot be read."""

    def make(text, **how):
        with pytest.raises(DataError) as found:
            table(text, **how)
        return str(found.value)

    return make


@pytest.fixture
def workbook(tmp_path):
    """Read sheets of rows as a workbook; `merged` holds ranges and their text."""

    def make(merged=(), **sheets):
        file = tmp_path / "mappe.xlsx"
        with xlsxwriter.Workbook(file, {"default_date_format": "dd.mm.yyyy"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for i, row in enumerate(rows):
                    sheet.write_row(i, 0, row)
                for where, words in merged:
                    sheet.merge_range(where, words)
        return read(file)

    return make


@pytest.fixture
def packed(tmp_path):
    """Archive with members of text."""

    def make(**members):
        file = tmp_path / "archiv.zip"
        with zipfile.ZipFile(file, "w") as archive:
            for name, text in members.items():
                archive.writestr(name.replace("__", "."), text)
        return file

    return make


@pytest.fixture
def values():
    """Values by key and one more column, as a dictionary."""

    def make(made, *by):
        frame = made.frame.astype(dict.fromkeys(made.frame.select_dtypes("category"), "str"))
        columns = by or ("Schlüssel",)
        names = frame[list(columns)].apply(lambda row: row.iloc[0] if len(row) == 1 else tuple(str(x) if isinstance(x, pd.Timestamp) else x for x in row), axis=1)
        return dict(zip(names, frame["Wert"], strict=True))

    return make
