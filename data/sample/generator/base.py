"""What all tables share: random streams, hands that type numbers differently, and byte-stable files."""

import dataclasses
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import xlsxwriter

from workbench.schemas.terms import AGE_GROUPS

SEED = 20_251_231
EPOCH = dt.date(1899, 12, 30)  # day 0 of Excel's calendar
ZIP_DATE = (2026, 1, 1, 0, 0, 0)

Cell = str | int | dt.date | None
Row = Sequence[Cell]


@dataclasses.dataclass(frozen=True)
class Style:
    """How one office types its files: encoding, delimiter, dates, age groups, thousands."""

    encoding: str = "utf-8"
    delimiter: str = ";"
    date: str = "%d.%m.%Y"
    dash: str = "–"
    thousands: str = ""


def stream(*names: str) -> np.random.Generator:
    """Own random stream per place and table, so that a change in one table moves no other."""
    return np.random.default_rng([SEED, *(zlib.crc32(n.encode()) for n in names)])


def typed(cell: Cell, style: Style) -> str:
    """One cell as that office types it."""
    match cell:
        case None:
            return ""
        case dt.date():
            return cell.strftime(style.date)
        case int():
            return f"{cell:,}".replace(",", style.thousands)
        case str() if cell in AGE_GROUPS:
            return cell.replace("–", style.dash)
        case _:
            return cell


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row], style: Style) -> None:
    """Table as text; offices with cp1252 also have Windows line ends."""
    newline = "\r\n" if style.encoding in {"cp1252", "utf-8-sig"} else "\n"
    lines = [style.delimiter.join(columns), *(style.delimiter.join(typed(c, style) for c in row) for row in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((newline.join(lines) + newline).encode(style.encoding))


def write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Row], *, above: Sequence[str] = (), serial: bool = False) -> None:
    """Table as Excel file; `above` are title rows over the header, `serial` leaves dates as bare numbers."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": path.stem, "created": dt.datetime(2026, 1, 1)})  # noqa: DTZ001 (Excel knows no zones)
        day = book.add_format({"num_format": "General" if serial else "dd.mm.yyyy"})
        sheet = book.add_worksheet("Daten")
        for number, line in enumerate(above):
            sheet.write_string(number, 0, line)
        sheet.write_row(len(above), 0, columns)
        for number, row in enumerate(rows, len(above) + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_number(number, column, (cell - EPOCH).days, day)
                else:
                    sheet.write(number, column, cell)
    with zipfile.ZipFile(buffer) as packed:
        write_zip(path, {name: packed.read(name) for name in packed.namelist()})


def write_zip(path: Path, members: dict[str, bytes]) -> None:
    """Archive with fixed dates and without compression: the bytes depend on no version of zlib."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system, info.external_attr = 3, 0o600 << 16
            archive.writestr(info, content)


def apportion(weights: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to weights that sum to the total (largest remainders)."""
    exact = weights / weights.sum() * total
    parts = np.floor(exact).astype(int)
    order = np.argsort(parts - exact, kind="stable")[: total - parts.sum()]
    parts[order] += 1
    return parts
