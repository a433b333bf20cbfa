"""Numbers and dates as a German reader expects them; the only place that rounds."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

NBSP = "\u00a0"
MINUS = "\u2212"
_RATE = re.compile(r"(?<=\bje) (?=\d)")


def rounded(value: float, digits: int = 0) -> Decimal:
    """Number rounded half away from zero, as readers do, and never to a negative zero.

    Parameters
    ----------
    value
        A finite number.
    digits
        Decimals to keep.

    Returns
    -------
    decimal.Decimal
        Rounded from the shortest decimal form of the number, so that 0.285 is a half and not less.

    Examples
    --------
    >>> rounded(0.285, 2), rounded(-2.5), rounded(-0.04, 1)
    (Decimal('0.29'), Decimal('-3'), Decimal('0.0'))
    """
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(exact) if exact == 0 else exact


def number(value: float, digits: int = 0) -> str:
    """Number with dots between thousands and a decimal comma.

    Parameters
    ----------
    value
        A finite number.
    digits
        Decimals to print.

    Returns
    -------
    str
        With U+2212 before a negative number.

    Examples
    --------
    >>> number(1234.5, 1), number(-3)
    ('1.234,5', '−3')
    """
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(rounded(value, digits), format=pattern, locale="de")).replace("-", MINUS)


def percent(value: float, digits: int = 1) -> str:
    """Percentage with its sign.

    Parameters
    ----------
    value
        In percent: 31.2, not 0.312.
    digits
        Decimals to print.

    Returns
    -------
    str
        With a no-break space before the sign.

    Examples
    --------
    >>> percent(31.25).replace(NBSP, " ")
    '31,3 %'
    """
    return with_unit(number(value, digits), "%")


def with_unit(text: str, unit: str) -> str:
    """Printed number and its unit on one line, with the number that a rate is per; the number alone where it has no unit.

    Examples
    --------
    >>> with_unit("7,9", "je 1.000").count(NBSP)
    2
    """
    return f"{text}{NBSP}{_RATE.sub(NBSP, unit)}" if unit else text


def long_date(day: dt.date) -> str:
    """Date in words.

    Examples
    --------
    >>> long_date(dt.date(2025, 12, 31))
    '31. Dezember 2025'
    """
    return str(format_date(day, format="d. MMMM y", locale="de"))


def short_date(day: dt.date) -> str:
    """Date in figures.

    Examples
    --------
    >>> short_date(dt.date(2025, 3, 1))
    '01.03.2025'
    """
    return str(format_date(day, format="dd.MM.y", locale="de"))
