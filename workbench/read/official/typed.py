"""A long table that a consultant typed: one figure per row, in columns of any of the usual names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.errors import DataError
from workbench.read.choices import folded
from workbench.read.official import publishers
from workbench.read.official.dates import moment
from workbench.read.official.facts import Facts, Found, Origin, distinct, found
from workbench.read.official.keys import level_of
from workbench.read.official.layout import KEY_WORDS, Row, grid, letter, text

if TYPE_CHECKING:
    import pandas as pd

_NAMES = {
    "kennzahl": "Kennzahl", "indikator": "Kennzahl", "merkmal": "Kennzahl", "jahr": "Jahr", "berichtsjahr": "Jahr", "zeit": "Jahr", "zeitbezug": "Jahr", "stichtag": "Stichtag",
    "datum": "Stichtag", "wert": "Wert", "anzahl": "Wert", "gebiet": "Gebiet", "name": "Gebiet", "gemeinde": "Gebiet", "kreis": "Gebiet", "ort": "Gebiet", "raumeinheit": "Gebiet",
    "ebene": "Ebene", "raumbezug": "Ebene", "einheit": "Einheit", "quelle": "Quelle", "lizenz": "Lizenz", "basis": "Basis", "gebietsstand": "Gebietsstand", "hinweis": "Hinweis",
}  # fmt: skip


def is_long(head: Sequence[str]) -> bool:
    """Whether a header names what a long table must have: indicator, key, date and value."""
    names = set(_renamed(head))
    return {"Kennzahl", "Schlüssel", "Wert"} <= names and bool({"Jahr", "Stichtag"} & names)


def _renamed(head: Sequence[str]) -> list[str]:
    """Names of columns as ours, others as they are."""
    return ["Schlüssel" if KEY_WORDS.fullmatch(h.strip()) else _NAMES.get(folded(h), h) for h in head]


def text_table(file: str, content: str, separator: str) -> Found:
    """Read a long table from text."""
    return long(file, grid(file, content, separator, head=False))


def sheet(rows: Sequence[Row]) -> "pd.DataFrame | None":
    """Rows of a sheet from its header on, where it holds a long table; else None."""
    import pandas as pd

    head = next((i for i, row in enumerate(rows[:30]) if is_long([text(c) for c in row])), None)
    return None if head is None else pd.DataFrame(list(rows[head:]), dtype=object)


def long(file: str, frame: "pd.DataFrame") -> Found:
    """Read a long table.

    Parameters
    ----------
    file
        Name of the file, for messages.
    frame
        Cells; the first row is the header.

    Returns
    -------
    Found
        Source, licence, basis and territory may differ from row to row and are kept.

    Raises
    ------
    DataError
        With all dates and numbers that are none.
    """
    import pandas as pd

    frame, column = _table(frame)
    rows = frame.index.to_numpy()
    date, different = pd.factorize(frame["Stichtag"].where(frame["Stichtag"] != "", frame["Jahr"]).to_numpy(dtype=object))
    moments = [moment(d) for d in different]
    faults = [f"Zeile {rows[i]}, Jahr: »{different[d]}« – erwartet ein Jahr oder ein Datum wie 31.12.2022." for i, d in enumerate(date) if moments[d] is None]
    if faults:
        raise DataError(file, faults)
    area, areas = distinct(frame, ["Schlüssel", "Ebene"])
    indicator, indicators = distinct(frame, ["Kennzahl", "Einheit"])
    facts = Facts(
        list(areas["Schlüssel"]), list(areas["Gebiet"]), list(map(level_of, areas["Ebene"])), list(zip(indicators["Kennzahl"], indicators["Einheit"], strict=True)), [m for m in moments if m], area, indicator, date,
        frame["Wert"].to_numpy(dtype=object), None, lambda i: f"Zeile {rows[i]}, Spalte {letter(column)}",
        {c: frame[c].tolist() for c in ("Basis", "Gebietsstand", "Quelle", "Lizenz", "Hinweis")},
    )  # fmt: skip
    lacking = [f"Einige Zeilen nennen keine {c}." for c in ("Quelle", "Lizenz") if (frame[c] == "").any()]
    tolerance = publishers.CENSUS if frame["Basis"].str.contains("Zensus 2022").any() else 0
    return found(file, facts, Origin("eigene Tabelle", "Kennzahlen", "", "", tolerance=tolerance, notes=tuple(lacking)))


def _table(frame: "pd.DataFrame") -> "tuple[pd.DataFrame, int]":
    """Our columns as text, except the values, and where these stand; rows are numbered as Excel shows them."""
    head = _renamed([text(c) for c in frame.iloc[0]])
    at = {name: i for i, name in reversed(list(enumerate(head)))}
    body = frame.iloc[1:]
    made = body[[]].copy()
    for name in ("Schlüssel", *dict.fromkeys(_NAMES.values())):
        made[name] = "" if name not in at else body[at[name]] if name == "Wert" else [text(c) if name != "Stichtag" or not hasattr(c, "year") else c for c in body[at[name]]]
    made.index = made.index + 1
    return made[(made["Schlüssel"] != "") | (made["Kennzahl"] != "")], at["Wert"]

