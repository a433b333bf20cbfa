"""Dates as official tables write them: a day, a month, a year, a period."""

import calendar
import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workbench.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_NAMES = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_WORDS = r"(?:Stichtag|Jahr(?:e|esdurchschnitt)?|Berichtsjahr|Berichtsmonat|Berichtszeitraum|Stand|Zeit|am|zum)?:?\s*"
_MONTH = r"(?P<n>jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*\.?"
_FORMS = (
    rf"(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?{_YEAR}", rf"{_YEAR}-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?:[T ]00:00(?::00)?)?",
    rf"(?P<d>\d{{1,2}})\.\s{_MONTH}\s{_YEAR}", rf"{_MONTH}\s{_YEAR}", rf"(?P<m>\d{{2}})/{_YEAR}", rf"{_YEAR}-(?P<m>\d{{2}})",
    rf"(?P<from>(?:19|20)\d{{2}})\s?(?:-|–|bis)\s?{_YEAR}", rf"{_YEAR}/(?P<to>\d{{2}}(?:\d{{2}})?)", _YEAR,
)  # fmt: skip
_CELL = tuple(re.compile(rf"{_WORDS}{form}", re.IGNORECASE) for form in (*_FORMS, rf"{_YEAR}(?P<m>\d{{2}})(?P<d>\d{{2}})", rf"{_MONTH}[ -](?P<short>\d{{2}})"))
_TITLE = tuple(re.compile(rf"(?<![\d./-]){form}(?![\d./-]|\.\d)", re.IGNORECASE) for form in (*_FORMS[:4], rf"(?:Berichtsjahr|Jahr):?\s*{_YEAR}", _YEAR))
_FOREIGN = re.compile(r"(?:Gebietsst(?:and|änd\w*)|(?:Basis|Grundlage)[\s:]*(?:des )?Zensus|Datenstand|Erstellt|Erstellungsdatum|Abruf|abgerufen|Veröffentlich\w*)[^;|\d]{0,30}(?:\d{1,2}\.\s?\d{1,2}\.\s?)?\d{4}|\b(?:seit|ab|Version|©)\s+\d{4}|\d{1,2}\.\d{1,2}\.\d{4}\s*/\s*\d{1,2}:\d{2}", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Moment:
    """Date of a figure.

    Parameters
    ----------
    year
        Year of report; of a period its last.
    day
        Reference day; of a month its last, so that months differ. None where the table names a year only.
    note
        What the date is, where it is neither a day nor a year.
    """

    year: int
    day: dt.date | None = None
    note: str = ""


def moment(cell: object) -> Moment | None:
    """Date that a cell holds and nothing beside it; None where it holds none.

    Examples
    --------
    >>> moment("31.12.2022"), moment("Jahr: 2016").year, moment("12/2023").note
    (Moment(year=2022, day=datetime.date(2022, 12, 31), note=''), 2016, 'Dezember 2023')
    >>> moment("2.022") is None
    True
    """
    if isinstance(cell, dt.date):
        return Moment(cell.year, dt.date(cell.year, cell.month, cell.day))
    if isinstance(cell, float):
        cell = int(cell) if cell.is_integer() else ""
    text = re.sub(r"\s*\d{1,2}\)$|\*+$", "", " ".join(str(cell).split())).strip()
    return next((m for form in _CELL if (found := form.fullmatch(text)) and (m := _moment(found))), None)


def each(file: str, times: "pd.Series[str]", column: str, wanted: str) -> "tuple[npt.NDArray[np.intp], list[Moment]]":
    """Code of each cell of a column, and the different dates; the message about one that is none says what is wanted."""
    import pandas as pd

    codes, different = pd.factorize(times.to_numpy(dtype=object))
    found = [moment(t) for t in different]
    if None in found:
        raise DataError(file, [f"Spalte {column}: »{different[found.index(None)]}« – erwartet {wanted}."])
    return codes, [m for m in found if m]


def months(found: Sequence[Moment]) -> list[Moment]:
    """Days as months, where all are the first of one: so spreadsheets keep »Jan 24«.

    Examples
    --------
    >>> [m.note for m in months([Moment(2024, dt.date(2024, 2, 1))])]
    ['Februar 2024']
    """
    first = all(m.day and m.day.day == 1 and not m.note for m in found)
    return [made for m in found if (made := moment(f"{m.day:%Y-%m}"))] if first else list(found)


def dated(titles: Iterable[str]) -> list[Moment]:
    """Different dates that title lines name, of the most exact kind only; what is no date of the figures is passed over.

    Examples
    --------
    >>> [m.year for m in dated(["Bevölkerung am 31.12.2022", "Gebietsstand 01.01.2023", "Basis: Zensus 2011"])]
    [2022]
    """
    lines = [_FOREIGN.sub(" ", " ".join(t.split())) for t in titles]
    for form in _TITLE:
        found = list(dict.fromkeys(m for line in lines for match in form.finditer(line) if (m := _moment(match))))
        if found:
            return found
    return []


def _moment(found: re.Match[str]) -> Moment | None:
    """What a match says; None where there is no such day."""
    part = found.groupdict()
    year = int(part.get("y") or f"20{part['short']}")
    if part.get("from"):
        return Moment(year, note=f"Zeitraum {part['from']} bis {year}")
    if part.get("to"):
        return Moment(year, note=f"{year}/{part['to']}")
    name = (part.get("n") or "").casefold().replace("mrz", "mär")
    month = _MONTHS.index(name) + 1 if name else int(part.get("m") or 0)
    if not month:
        return Moment(year)
    if month > len(_MONTHS):
        return None
    last = calendar.monthrange(year, month)[1]
    if not part.get("d"):
        return Moment(year, dt.date(year, month, last), f"{_NAMES[month - 1]} {year}")
    day = int(part["d"])
    return Moment(year, dt.date(year, month, day)) if 1 <= day <= last else None
