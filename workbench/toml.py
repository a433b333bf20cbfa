"""TOML file → frozen pydantic model, or all its faults at once in German."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import DataError, ProjectError, cause, suggest

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "string_type": "erwartet Text in Anführungszeichen",
    "string_pattern_mismatch": "hat nicht die erwartete Form",
    "int_type": "erwartet eine ganze Zahl",
    "float_type": "erwartet eine Zahl",
    "finite_number": "erwartet eine endliche Zahl",
    "bool_type": "erwartet true oder false",
    "date_type": "erwartet ein Datum als JJJJ-MM-TT ohne Anführungszeichen",
    "dict_type": "erwartet einen Abschnitt in eckigen Klammern",
    "list_type": "erwartet eine Liste in eckigen Klammern",
    "model_type": "erwartet einen Abschnitt in eckigen Klammern",
    "too_short": "darf nicht leer sein",
    "string_too_short": "darf nicht leer sein",
    "greater_than_equal": "erwartet mindestens {ge:g}",
    "less_than_equal": "erwartet höchstens {le:g}",
    "greater_than": "erwartet mehr als {gt:g}",
    "literal_error": "erwartet {expected}",
}
_KEY_HINT = ' Ein amtlicher Schlüssel ist Text mit 2, 3, 5, 8, 9 oder 12 Ziffern, führende Null eingeschlossen, z. B. "05562012".'
_HINTS = {
    **dict.fromkeys(("schluessel", "ohne", "ags"), _KEY_HINT),
    "key": " So heißt auch der Ordner des Ortes: kleine Buchstaben ohne Umlaute, Ziffern, - und _, z. B. [orte.koeln-sued].",
    "akzent": ' Eine Farbe ist # mit sechs Ziffern oder Buchstaben von a bis f, z. B. "#0b5e8a".',
    "ausnahmen": " Jede Ausnahme ist ein eigener Abschnitt [[ausnahmen]].",
    "mindestzahl greater_than_equal": ' Eine Tabelle ganz auszunehmen, erklären zwei Personen in [[ausnahmen]] mit art = "uebersteuert".',
    "mindestpersonen greater_than_equal": ' Wer genannt werden will, steht in [[ausnahmen]] mit art = "person".',
}


class Strict(BaseModel):
    """Frozen, and unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def text(file: Path, name: str, *, missing: str = "") -> str:
    """Content of a file that messages call by `name`, or a ProjectError: `missing` where there is no such file."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as fault:
        unreadable = f"{name} lässt sich nicht lesen ({cause(fault)}). Ist die Datei gesperrt?"
        raise ProjectError(missing if missing and isinstance(fault, FileNotFoundError) else unreadable) from None
    except UnicodeDecodeError:
        raise ProjectError(f"{name} ist nicht als UTF-8 gespeichert. Bitte im Editor als UTF-8 speichern.") from None


def parsed(content: str, name: str) -> dict[str, Any]:
    """Tables of a TOML text, or a ProjectError with the line that cannot be read."""
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as fault:
        where = " in Zeile {}, Spalte {}".format(*found.groups()) if (found := re.search(r"line (\d+), column (\d+)", str(fault))) else " am Ende der Datei"
        raise ProjectError(f'{name}: Schreibfehler{where}. Erwartet wird TOML: name = "Wert", Text in Anführungszeichen, ein Datum als 2025-12-31, Abschnitte in [eckigen Klammern], jeder Name und Abschnitt nur einmal.') from None


def checked(model: type[Model], given: Mapping[str, Any], name: str, sections: Mapping[str, type[BaseModel]]) -> Model:
    """Model of what a file says, or a ProjectError with all its faults.

    Parameters
    ----------
    model
        Class of the whole file.
    given
        Its tables.
    name
        What messages call the file.
    sections
        Models of its sections by their keys, "" for the file itself: a misspelt word is looked for in its own section.

    Returns
    -------
    BaseModel
        Frozen and checked.

    Raises
    ------
    ProjectError
        With all faults at once.
    """
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        lines = [line for error in fault.errors() for line in _german(error, sections).split("\n")]
        raise ProjectError(str(DataError(name, lines))) from None


def _german(error: Any, sections: Mapping[str, type[BaseModel]]) -> str:  # noqa: ANN401 (pydantic's error is a loose dict)
    """One of pydantic's errors with place, value, expectation and hint."""
    kind = error["type"]
    *outer, last = [str(part + 1) if isinstance(part, int) else part for part in error["loc"]] or [""]  # people count from one
    where = ".".join(outer if last == "key" else [*outer, last])  # a place's key is the name of its section
    if kind == "value_error":
        return f"»{where}«: {error['ctx']['error']}" if where else str(error["ctx"]["error"])
    if kind == "missing":
        return f"»{where}« fehlt."
    if kind == "extra_forbidden":
        return f"»{where}« {_unknown(last, outer, sections)}"
    said = _EXPECTED.get(kind, "ist hier kein gültiger Wert").format(**error.get("ctx", {}))
    said = said.replace("'", "").replace(" or ", " oder ")
    word = outer[-1] if last.isdigit() and outer else last
    return f"»{where}«: »{error['input']}« – {said}.{_HINTS.get(word) or _HINTS.get(f'{word} {kind}', '')}"


def _unknown(word: str, outer: list[str], sections: Mapping[str, type[BaseModel]]) -> str:
    """What is wrong with a key that its section does not have."""
    if any(word in model.model_fields for model in sections.values()):
        return "gehört nicht in diesen Abschnitt."
    here = next(sections[part] for part in reversed(["", *outer]) if part in sections)
    return f"ist unbekannt.{suggest(word, sorted(set(here.model_fields) - {'key', 'folder'}))}"
