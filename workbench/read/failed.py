"""Cells of a workbook whose formula failed: calamine gives them as empty ones, and a number would be missing without a word."""

import contextlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

Cell = tuple[str, int, int, str]

_EXCEL, _CALC = "xl/workbook.xml", "content.xml"
_GERMAN = {"#N/A": "#NV", "#REF!": "#BEZUG!", "#VALUE!": "#WERT!", "#NUM!": "#ZAHL!"}  # a file has the English names whatever Excel shows
_REPEATED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-%s-repeated"


def failed(data: bytes) -> list[Cell]:
    """Cells in which an error stands.

    Parameters
    ----------
    data
        File of Excel (XLSX) or Calc (ODS); in any other none is found.

    Returns
    -------
    list of tuple
        Name of the sheet, row and column from 0, and what a German Excel shows there.
    """
    from defusedxml.ElementTree import ParseError

    with contextlib.suppress(zipfile.BadZipFile, KeyError, ParseError, StopIteration), zipfile.ZipFile(io.BytesIO(data)) as book:
        return list(_of_excel(book) if _EXCEL in book.namelist() else _of_calc(book.read(_CALC)))
    return []


def _of_excel(book: zipfile.ZipFile) -> Iterator[Cell]:
    """Cells of Excel: each says where it stands."""
    from defusedxml.ElementTree import fromstring

    targets = {part.get("Id"): part.get("Target", "") for part in fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    for sheet in fromstring(book.read(_EXCEL)).iterfind(".//{*}sheet"):
        target = targets[next(value for name, value in sheet.attrib.items() if name.endswith("}id"))]
        xml = book.read(posixpath.join("/xl", target).lstrip("/"))
        for cell in fromstring(xml).iterfind(".//{*}c[@t='e']") if b't="e"' in xml else ():
            said, place = cell.findtext("{*}v") or "#", re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
            if place:
                column = sum((ord(letter) - 64) * 26**i for i, letter in enumerate(reversed(place[1])))
                yield sheet.get("name", ""), int(place[2]) - 1, column - 1, _GERMAN.get(said, said)


def _of_calc(xml: bytes) -> Iterator[Cell]:
    """Cells of Calc: those before them are counted, some of which stand for several."""
    from defusedxml.ElementTree import fromstring

    for sheet in fromstring(xml).iterfind(".//{*}table") if b'value-type="error"' in xml else ():
        name = next(value for key, value in sheet.attrib.items() if key.endswith("}name"))
        row = 0
        for line in sheet.iterfind(".//{*}table-row"):
            column = 0
            for cell in line:
                if "error" in cell.attrib.values():
                    yield name, row, column, "".join(cell.itertext())
                column += _times(cell, "columns")
            row += _times(line, "rows")


def _times(element: Element, of: str) -> int:
    """How many rows or columns an element stands for."""
    return int(element.get(_REPEATED % of, "1"))
