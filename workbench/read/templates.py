"""Empty tables for a client to fill: XLSX with notes and choices, and CSV."""

import csv
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_ROWS = 5_000  # so many rows get their format and their list of choices
_FORMATS = {"text": "@", "date": "dd.mm.yyyy", "time": "hh:mm", "number": "General"}


@dataclasses.dataclass(frozen=True)
class Field:
    """A column of a template.

    Parameters
    ----------
    name
        Header.
    note
        German sentence that says what belongs into it.
    form
        Format of its cells; text keeps leading zeros, and Excel from making dates of age groups.
    choices
        Allowed values.
    example
        A cell as it could stand there.
    """

    name: str
    note: str
    form: str
    choices: tuple[str, ...] = ()
    example: str = ""


def write_xlsx(file: Path, *, title: str, description: str, fields: Sequence[Field]) -> None:
    """Write an empty workbook: a sheet for the data, and one that explains it.

    Parameters
    ----------
    file
        Where to write.
    title, description
        What the table is, for the sheet of notes.
    fields
        Columns in their order.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(file) as book:
        bold = book.add_format({"bold": True})
        formats = {n: book.add_format({"num_format": f}) for n, f in _FORMATS.items()}
        data = book.add_worksheet("Daten")
        data.freeze_panes(1, 0)
        for i, field in enumerate(fields):
            data.set_column(i, i, max(14, len(field.name) + 2), formats[field.form])
            data.write_string(0, i, field.name, bold)
            data.write_comment(0, i, field.note)
            if field.choices:
                data.data_validation(1, i, _ROWS, i, _choices(field))
        _notes(book.add_worksheet("Hinweise"), [title, description], fields, bold)


def _choices(field: Field) -> dict[str, Any]:
    """List of the allowed values; others are marked, not refused: what counts is the check."""
    said = {"error_title": field.name, "error_message": "Bitte einen Wert aus der Liste wählen.", "error_type": "warning"}
    return {"validate": "list", "source": list(field.choices), **said}


def _notes(sheet: Any, lines: Sequence[str], fields: Sequence[Field], bold: object) -> None:  # noqa: ANN401 (xlsxwriter has no types)
    """Explain the columns, and show an example line."""
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 3, 50)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    for i, head in enumerate(("Überschrift", "Bedeutung", "Erlaubte Werte", "Beispiel")):
        sheet.write_string(len(lines) + 1, i, head, bold)
    for row, field in enumerate(fields, len(lines) + 2):
        for i, text in enumerate((field.name, field.note, ", ".join(field.choices), field.example)):
            sheet.write_string(row, i, text)


def write_csv(file: Path, fields: Sequence[Field]) -> None:
    """Write a header line, in the form that German Excel opens by double click."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=";").writerow([f.name for f in fields])
