"""Words from a list, and keys: what may differ in writing, and what may not."""

import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence

from workbench.errors import suggest
from workbench.read.cells import Unreadable, date, plain, shown, whole

_MONTHS = {"jan": 1, "feb": 2, "mär": 3, "mrz": 3, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12}


@functools.lru_cache(maxsize=4096)
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


def choice(cell: object, table: Mapping[str, str]) -> str:
    """One of the allowed values.

    Parameters
    ----------
    cell
        Text, or the date that Excel made of a range.
    table
        Allowed values by their folded form.

    Returns
    -------
    str
        The allowed value in its one form.

    Raises
    ------
    Unreadable
        With all allowed values, and the nearest one.
    """
    for form in _forms(cell):
        if form in table:
            return table[form]
    options = ", ".join(f"»{c}«" for c in table.values())
    near = suggest(shown(cell), table.values())
    raise Unreadable(f"erwartet eines von {options}.{near}")


def _forms(cell: object) -> list[str]:
    """Ways to read the cell: as it stands, or as the range of which Excel made a date (6-9 → 6 September)."""
    forms = [folded(whole(cell))]
    if (day := excel_date(cell)) is not None:
        forms += [f"{a}-{b}" for a, b in ((day.day, day.month), (day.month, day.day), (day.month, day.year % 100))]
        return forms
    if isinstance(cell, str) and (found := re.fullmatch(r"(?:(\d{1,2})[. -]*)?([a-zä]{3})[a-zä]*[. -]*(\d{1,2})?", cell.casefold())):
        month, other = _MONTHS.get(found[2]), found[1] or found[3]
        if month and other:
            forms += [f"{int(other)}-{month}", f"{month}-{int(other)}"]
    return forms


def excel_date(cell: object) -> dt.date | None:
    """The cell as a date, where it is one."""
    try:
        return date(cell)
    except Unreadable:
        return None


def key(cell: object, known: Sequence[str], digits: Sequence[int]) -> str:
    """Key as text; a key that lost its leading zero is refused, never repaired in silence.

    Parameters
    ----------
    cell
        Text, or a number where a program took the key for one.
    known
        Existing keys.
    digits
        Lengths that a key of digits may have.

    Returns
    -------
    str
        The key as it is written.

    Raises
    ------
    Unreadable
        With the right key.
    """
    text = whole(cell)
    right = _full_key(text, known, digits)
    if not isinstance(cell, str):
        raise Unreadable(f"als Zahl gespeichert, erwartet als Text »{right or text}« (in Excel: Spalte als Text formatieren).")
    if right:
        raise Unreadable(f"erwartet »{right}«. Stimmen die führenden Nullen?")
    return text


def _full_key(text: str, known: Sequence[str], digits: Sequence[int]) -> str:
    """Key with its leading zero; "" where none is missing: a district of a town may have a number of any length."""
    if not text.isdigit() or text in known:
        return ""
    if known:
        return next((k for k in known if k.isdigit() and k.lstrip("0") == text.lstrip("0")), "")
    lost = not text.startswith("0") and len(text) not in digits and len(text) + 1 in digits
    return f"0{text}" if lost else ""
