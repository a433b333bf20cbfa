"""One cell as people or Excel write it → a value; what cannot be read is refused, never guessed."""

import datetime as dt
import re
import unicodedata

SIGNS = {  # official signs of German statistics: the value, and the reason that stands beside it
    "-": (0.0, ""),
    ".": (None, "unbekannt oder geheim"),
    "x": (None, "gesperrt, weil nicht sinnvoll"),
    "...": (None, "Angabe folgt später"),
    "/": (None, "nicht sicher genug"),
    "()": (None, "Aussagewert eingeschränkt"),
    "*": (None, "geheim"),
    "gibt es nicht": (None, "gibt es nicht"),  # ours, in words: official tables fill rows of dissolved areas with »-«
}
NO_REASON = "keine Angabe"

_NUMBER = re.compile(r"-?(0|[1-9]\d*|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?")
_FAILED = re.compile(r"#(NV|N/A|[A-ZÄÖÜ]+(/0)?[!?])")
_COUNTABLE = 2**53  # above it a float, which is what spreadsheets keep, skips whole numbers
_EXCEL_ZERO = dt.date(1899, 12, 30)
_EXCEL_DAYS = range(10_000, 80_000)  # 1927 to 2119: a smaller number is hardly meant as a date


class Unreadable(ValueError):  # noqa: N818 (what is wrong is the cell, not the program)
    """A cell that is not what its column expects; the text is the German expectation."""


def is_empty(cell: object) -> bool:
    """Whether nobody wrote anything into the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def failed(text: str) -> bool:
    """Whether a cell says that its formula failed.

    Examples
    --------
    >>> failed("#NV"), failed("#DIV/0!"), failed("#1")
    (True, True, False)
    """
    return _FAILED.fullmatch(text) is not None


def grouped(number: float) -> str:
    """Whole number with points between its thousands, for a message.

    Examples
    --------
    >>> grouped(13167)
    '13.167'
    """
    return f"{number:,.0f}".replace(",", ".")


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


def whole(cell: object) -> str:
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
    if sign(text):
        return " Amtliche Zeichen sind in dieser Spalte nicht vorgesehen." + (" Ist null gemeint, bitte 0 eintragen." if text in "-–" else "")
    if re.fullmatch(r"k\.? ?a\.?|n\.? ?[bv]\.?|keine angaben?|unbekannt", text.casefold()):
        return " Ist die Zahl nicht bekannt, bleibt die Zelle leer, wo die Spalte leer sein darf."
    if re.fullmatch(r"-?\d+\.\d+", text):
        return f" Ist »{text.replace('.', ',')}« gemeint? Dezimalzeichen ist das Komma."
    return ""


def count(cell: object) -> int:
    """Whole number."""
    value = number(cell, wanted="eine ganze Zahl")
    if not value.is_integer() or abs(value) > _COUNTABLE:
        raise Unreadable("erwartet eine ganze Zahl.")
    return int(value)


def percent(cell: object) -> float:
    """Number of percent, with or without its sign."""
    return number(re.sub(r"\s*%$", "", cell) if isinstance(cell, str) else cell)


def sign(cell: object) -> tuple[float | None, str] | None:
    """Value and reason of an official sign; None where the cell holds none.

    Notes
    -----
    Meanings: Statistisches Bundesamt, Zeichenerklärung; * as the Bundesagentur für Arbeit uses it.

    Examples
    --------
    >>> sign("."), sign("-"), sign("(12)"), sign("12")
    ((None, 'unbekannt oder geheim'), (0.0, ''), (12.0, 'Aussagewert eingeschränkt'), None)
    """
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
    text = whole(cell)
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


def yesno(cell: object) -> bool:
    """Yes or no."""
    if isinstance(cell, bool):
        return cell
    words = {"ja": True, "wahr": True, "true": True, "nein": False, "falsch": False, "false": False}
    if shown(cell).casefold() not in words:
        raise Unreadable("erwartet »ja« oder »nein«.")
    return words[shown(cell).casefold()]
