"""Sentences that print released numbers: right in number, case and rounding for the next municipality too."""

import string
from collections.abc import Callable

from workbench.disclosure.cells import UNSHOWN, Value
from workbench.errors import ReleaseError, suggest
from workbench.present.description import EMPTY, Description
from workbench.present.number import number, percent, rounded, with_unit
from workbench.present.words import counted, plural

INCOMPARABLE = "ein Vergleich ist nicht möglich"
_INNER = str.maketrans("»«", "›‹")
NO_DATA = "Dazu liegen keine Angaben vor."


def sentence(template: str, *, otherwise: str | Description = NO_DATA, **values: str | Value) -> Description:
    """Fill a template with released values.

    Parameters
    ----------
    template
        German text with fields: ``{x}`` text or whole number, ``{x:1}`` number with so many decimals (0 to 4),
        ``{x:%}`` percentage, ``{x:~e}`` number with one decimal and the unit that the text ``e`` holds, ``{x:Besuch}`` number and noun in the right grammatical number, ``{x:kommt|kommen}``
        the word alone that fits the number.
    otherwise
        Said instead where a value is missing: a text, or another sentence; empty: then nothing is printed.
    values
        Texts and released numbers.

    Returns
    -------
    Description
        Of kind sentence; its body holds ``text``. An empty group where nothing is said.

    Raises
    ------
    ReleaseError
        If a value was not released, or a field of the template has no value.
    """
    for name, value in values.items():
        _check(name, value)
    parts = [(text, _value(name, values), spec or "") for text, name, spec, _ in string.Formatter().parse(template)]
    if any(_missing(v) for _, v, _ in parts):
        return otherwise if isinstance(otherwise, Description) else Description("sentence", {"text": otherwise}) if otherwise else EMPTY
    text = "".join(before + _quoted(before, "" if v is None else _measured(v, _value(spec[1:], values)) if spec.startswith("~") else _printed(v, spec)) for before, v, spec in parts)
    return Description("sentence", {"text": text[:1].upper() + text[1:]})


def compare(a: Value, b: Value, more: str = "mehr", less: str = "weniger", equal: str = "gleich viele", *, digits: int = 1) -> str:
    """Say how one number stands to another.

    Parameters
    ----------
    a, b
        The released numbers.
    more, less, equal
        What to say where ``a`` is larger, smaller or the same; whole clauses read best (»mehr als im Vorjahr«,
        »so viele wie im Vorjahr«).
    digits
        Decimals that the reader sees: numbers that print alike are the same.

    Returns
    -------
    str
        One of the three, or that no comparison is possible where a number is hidden or missing.
    """
    if a.number is None or b.number is None:
        return INCOMPARABLE
    first, second = rounded(a.number, digits), rounded(b.number, digits)
    if first == second:
        return equal
    return more if first > second else less


def _check(name: str, value: object) -> None:
    """Refuse what is neither text nor a released number."""
    if not isinstance(value, str | Value):
        raise ReleaseError(
            f"Satz: »{name}« ist keine freigegebene Angabe, sondern {type(value).__name__}. "
            "Schreiben Sie vorher: tabelle = bericht.release(…, table=…, count=…), dann tabelle.value(…) oder tabelle.label(…)."
        )


def _quoted(before: str, said: str) -> str:
    """What stands between quotation marks, with the inner ones for its own."""
    return said.translate(_INNER) if before.endswith("»") else said


def _value(name: str | None, values: dict[str, str | Value]) -> str | Value | None:
    """Value of a field; None behind the last one."""
    if name is None:
        return None
    if name not in values:
        raise ReleaseError(f"Satz: für »{{{name}}}« fehlt die Angabe {name}=….{suggest(name, values)}")
    return values[name]


def _missing(value: str | Value | None) -> bool:
    """Whether there is nothing to say: no number, or the empty label of an empty table."""
    if isinstance(value, Value):
        return value.number is None and not value.hidden
    return value == ""


def _measured(value: str | Value, unit: str | Value | None) -> str:
    """Number with its unit; a hidden one has none."""
    if isinstance(value, str) or value.number is None or not isinstance(unit, str):
        return _printed(value, "1")
    return with_unit(number(value.number, 1), unit)


def _printed(value: str | Value, spec: str) -> str:
    """One field as text."""
    if isinstance(value, str):
        return value
    if "|" in spec:
        one, many = spec.split("|")
        return one if _is_one(value) else many
    noun = spec and spec != "%" and not spec.isdigit()
    if value.number is None:
        return f"{plural(spec)} (Anzahl {UNSHOWN})" if noun else UNSHOWN
    if noun:
        return f"{_plain(value.number)}\u00a0{counted(spec, one=_is_one(value))}"
    return _formatter(spec)(value.number)


def _formatter(spec: str) -> Callable[[float], str]:
    """How a number is written."""
    if spec == "%":
        return percent
    return lambda x: number(x, int(spec)) if spec else _plain(x)


def _plain(x: float) -> str:
    """Counts whole, means with one decimal."""
    return number(x, 0 if float(x).is_integer() else 1)


def _is_one(value: Value) -> bool:
    """Whether the noun stands in the singular: for exactly one, not for 1,0 or a hidden number."""
    return value.number == 1
