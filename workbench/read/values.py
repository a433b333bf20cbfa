"""Cells as people and Excel write them → typed values; what cannot be read becomes a fault, never a guess."""

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from workbench.errors import suggest

Kind = Literal["key", "text", "verbatim", "choice", "count", "number", "percent", "date", "time", "yesno", "object"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SIGNS = {  # official signs of German statistics: the value, and the reason that stands beside it
    "-": (0.0, ""),
    ".": (None, "unbekannt oder geheim"),
    "x": (None, "gesperrt, weil nicht sinnvoll"),
    "...": (None, "Angabe folgt später"),
    "/": (None, "nicht sicher genug"),
    "()": (None, "Aussagewert eingeschränkt"),
    "*": (None, "geheim"),
}
NO_REASON = "keine Angabe"

_NUMBER = re.compile(r"-?(0|[1-9]\d*|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?")
_MONTHS = {"jan": 1, "feb": 2, "mär": 3, "mrz": 3, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12}
_EXCEL_ZERO = dt.date(1899, 12, 30)
_EXCEL_DAYS = range(10_000, 80_000)  # 1927 to 2119: a smaller number is hardly meant as a date


class Unreadable(ValueError):  # noqa: N818 (what is wrong is the cell, not the program)
    """A cell that is not what its column expects; the text is the German expectation."""


@dataclasses.dataclass(frozen=True, order=True)
class Fault:
    """A fault of one cell or row.

    Parameters
    ----------
    row
        Row as Excel shows it; 0 for a fault of the whole file.
    column
        Position of the column, to list the faults of a row from left to right.
    text
        German sentence, complete.

    """

    row: int
    column: int
    text: str


@dataclasses.dataclass(frozen=True)
class Parsed:
    """A column that was read.

    Parameters
    ----------
    values
        Typed values; None where the cell is empty or unreadable.
    reasons
        Why a value is missing, by an official sign; "" where it is not.
    unreadable
        Position of each unreadable cell, and what was expected.

    """

    values: list[Any]
    reasons: list[str]
    unreadable: dict[int, str]


def parse(cells: Iterable[object], kind: Kind, *, choices: Sequence[str] = (), known: Sequence[str] = (), digits: Sequence[int] = (), signs: bool = False) -> Parsed:
    """Read a column.

    Parameters
    ----------
    cells
        Cells as a reader delivers them: text, or typed cells of a spreadsheet.
    kind
        What the column holds.
    choices
        Allowed values of a choice.
    known
        Existing keys, for the suggestion where one lost its leading zero.
    digits
        Lengths that a key of digits may have.
    signs
        Whether official signs may stand in place of numbers.

    Returns
    -------
    Parsed
        One value per cell. Every different cell is read once, so that long columns are cheap.

    """
    if kind == "object":
        values = list(cells)
        return Parsed(values, [""] * len(values), {})
    read = _reader(kind, choices, known, digits)
    seen: dict[tuple[type, object], tuple[Any, str, str]] = {}
    found = []
    for cell in cells:
        name = (type(cell), cell)
        if name not in seen:
            seen[name] = _one(cell, read, signs=signs, verbatim=kind == "verbatim")
        found.append(seen[name])
    return Parsed([v for v, _, _ in found], [r for _, r, _ in found], {i: fault for i, (_, _, fault) in enumerate(found) if fault})


def _one(cell: object, read: Callable[[object], Any], *, signs: bool, verbatim: bool) -> tuple[Any, str, str]:
    """Value, reason and fault of one cell."""
    if isinstance(cell, str) and not verbatim:
        cell = plain(cell)
    if is_empty(cell):
        return None, NO_REASON if signs else "", ""
    if signs and (found := _sign(cell)):
        return *found, ""
    try:
        return read(cell), "", ""
    except Unreadable as fault:
        return None, "", str(fault)


def is_empty(cell: object) -> bool:
    """Whether nobody wrote anything into the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def plain(text: str) -> str:
    """Text with single spaces and composed umlauts."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def shown(cell: object) -> str:
    """Cell as the user knows it, for messages.

    Examples
    --------
    >>> shown(5.0), shown(dt.date(2024, 2, 29)), shown(12.5)
    ('5', '29.02.2024', '12,5')

    """
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    if isinstance(cell, dt.date):
        return cell.strftime("%d.%m.%Y")
    text = str(cell)
    return text if len(text) <= 60 else text[:59] + "…"


def _reader(kind: Kind, choices: Sequence[str], known: Sequence[str], digits: Sequence[int]) -> Callable[[object], Any]:
    """Function that reads one cell of that kind."""
    if kind == "choice":
        table = {folded(c): c for c in choices}
        return lambda cell: _choice(cell, table)
    if kind == "key":
        return lambda cell: _key(cell, known, digits)
    readers: Mapping[str, Callable[[object], Any]] = {
        "text": shown_whole, "verbatim": shown_whole, "count": _count, "number": number, "percent": _percent, "date": date, "time": time, "yesno": _yesno,
    }
    return readers[kind]


def shown_whole(cell: object) -> str:
    """Cell as text, however long."""
    return cell if isinstance(cell, str) else shown(cell)


def number(cell: object, *, wanted: str = "eine Zahl wie 1.234,5") -> float:
    """German number.

    Parameters
    ----------
    cell
        Text or number.
    wanted
        What a message says is expected.

    Returns
    -------
    float
        The number.

    Raises
    ------
    Unreadable
        If the cell holds none. A dot is a thousands separator and nothing else.

    Examples
    --------
    >>> number("1.234,5"), number("1 234"), number(5.0)
    (1234.5, 1234.0, 5.0)

    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", plain(cell)) if isinstance(cell, str) else ""
    text = text.replace("\u2212", "-")
    if _NUMBER.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    raise Unreadable(f"erwartet {wanted}.{_number_hint(text)}")


def _number_hint(text: str) -> str:
    """Why a text is no German number, where we can tell."""
    if _sign(text):
        return " Amtliche Zeichen sind in dieser Spalte nicht vorgesehen." + (" Ist null gemeint, bitte 0 eintragen." if text in "-–" else "")
    if re.fullmatch(r"-?\d+\.\d+", text):
        return f" Ist »{text.replace('.', ',')}« gemeint? Dezimalzeichen ist das Komma."
    return ""


def _count(cell: object) -> int:
    """Whole number."""
    value = number(cell, wanted="eine ganze Zahl")
    if not value.is_integer():
        raise Unreadable("erwartet eine ganze Zahl.")
    return int(value)


def _percent(cell: object) -> float:
    """Number of percent, with or without its sign."""
    return number(re.sub(r"\s*%$", "", cell) if isinstance(cell, str) else cell)


def _sign(cell: object) -> tuple[float | None, str] | None:
    """Value and reason of an official sign; None where the cell holds none."""
    text = {"–": "-", "…": "...", "X": "x", "( )": "()"}.get(str(cell), str(cell))
    if text in SIGNS:
        return SIGNS[text]
    if text.startswith("(") and text.endswith(")") and _NUMBER.fullmatch(text[1:-1].strip()):
        return number(text[1:-1].strip()), SIGNS["()"][1]
    return None


def date(cell: object) -> dt.datetime:
    """Day: TT.MM.JJJJ, ISO, a date cell, or the number that Excel keeps for one.

    Examples
    --------
    >>> date("29.2.2024") == date("2024-02-29") == date(45351.0)
    True

    """
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 (a day has no time zone)
    text = shown_whole(cell)
    if re.fullmatch(r"\d{5}(,\d+)?", text) and int(text[:5]) in _EXCEL_DAYS:
        return date(_EXCEL_ZERO + dt.timedelta(days=int(text[:5])))
    german = re.fullmatch(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", text)
    found = german or re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})([T ]00:00(:00)?)?", text)
    if not found:
        raise Unreadable("kein Datum, erwartet TT.MM.JJJJ.")
    try:
        return dt.datetime(int(found["y"]), int(found["m"]), int(found["d"]))  # noqa: DTZ001 (a day has no time zone)
    except ValueError:
        raise Unreadable("diesen Tag gibt es nicht, erwartet TT.MM.JJJJ.") from None


def time(cell: object) -> str:
    """Time of day as HH:MM; 24:00 is the end of the day.

    Examples
    --------
    >>> time("9:30"), time("14 Uhr"), time(0.75)
    ('09:30', '14:00', '18:00')

    """
    minutes = _minutes(cell)
    if minutes is None or not 0 <= minutes <= 24 * 60:
        raise Unreadable("keine Uhrzeit, erwartet HH:MM.")
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(cell: object) -> int | None:
    """Minutes since midnight; None where the cell holds no time."""
    if isinstance(cell, dt.timedelta):
        return round(cell.total_seconds() / 60)
    if isinstance(cell, dt.time | dt.datetime):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, float) and 0 <= cell <= 1:
        return round(cell * 24 * 60)
    found = re.fullmatch(r"(\d{1,2})(?:[:.]([0-5]\d))?(?::00)?(\s?Uhr)?", str(cell))
    if not found or not (found[2] or found[3]):
        return None
    return int(found[1]) * 60 + int(found[2] or 0)


def folded(text: str) -> str:
    """Text without what does not matter in a choice: case, spaces, kinds of dashes, »bis«, »Jahre«.

    Examples
    --------
    >>> folded("6 bis 9 Jahre") == folded("6–9") == folded("6 - 9")
    True

    """
    text = re.sub(r"\s+jahre?$", "", plain(text).casefold())
    text = re.sub(r"(?<=\d)\s*(?:[-‐‑‒–—−]|\bbis\b)\s*(?=\d)", "-", text)  # kinds of dashes that people and Word type between numbers
    return re.sub(r"\s*/\s*|\s+", lambda m: "/" if "/" in m[0] else " ", text)


def _choice(cell: object, table: Mapping[str, str]) -> str:
    """One of the allowed values."""
    for form in _forms(cell):
        if form in table:
            return table[form]
    options = ", ".join(f"»{c}«" for c in table.values())
    near = suggest(shown(cell), table.values())
    raise Unreadable(f"erwartet eines von {options}.{near}")


def _forms(cell: object) -> list[str]:
    """Ways to read the cell: as it stands, or as the range of which Excel made a date (6-9 → 6 September)."""
    forms = [folded(shown_whole(cell))]
    if (day := _excel_date(cell)) is not None:
        forms += [f"{a}-{b}" for a, b in ((day.day, day.month), (day.month, day.day), (day.month, day.year % 100))]
        return forms
    if isinstance(cell, str) and (found := re.fullmatch(r"(?:(\d{1,2})[. -]*)?([a-zä]{3})[a-zä]*[. -]*(\d{1,2})?", cell.casefold())):
        month, other = _MONTHS.get(found[2]), found[1] or found[3]
        if month and other:
            forms += [f"{int(other)}-{month}", f"{month}-{int(other)}"]
    return forms


def _excel_date(cell: object) -> dt.date | None:
    """The cell as a date, where it is one."""
    try:
        return date(cell)
    except Unreadable:
        return None


def _key(cell: object, known: Sequence[str], digits: Sequence[int]) -> str:
    """Key as text; a key that lost its leading zero is refused, with the right one suggested."""
    text = shown_whole(cell)
    right = _full_key(text, known, digits)
    if not isinstance(cell, str):
        raise Unreadable(f"als Zahl gespeichert, erwartet als Text »{right or text}« (in Excel: Spalte als Text formatieren).")
    if right:
        raise Unreadable(f"erwartet »{right}«. Stimmen die führenden Nullen?")
    return text


def _full_key(text: str, known: Sequence[str], digits: Sequence[int]) -> str:
    """Key with its leading zeros; "" where none is missing."""
    if not text.isdigit() or text in known:
        return ""
    if known:
        return next((k for k in known if k.isdigit() and k.lstrip("0") == text.lstrip("0")), "")
    longer = [n for n in digits if n > len(text)]
    return text.zfill(min(longer)) if longer and len(text) not in digits else ""


def _yesno(cell: object) -> bool:
    """Yes or no."""
    if isinstance(cell, bool):
        return cell
    words = {"ja": True, "wahr": True, "true": True, "nein": False, "falsch": False, "false": False}
    if shown(cell).casefold() not in words:
        raise Unreadable("erwartet »ja« oder »nein«.")
    return words[shown(cell).casefold()]
