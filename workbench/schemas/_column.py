"""One column of a table: what it means and what may stand in it."""

import dataclasses
from typing import Any, Literal

from workbench.read.values import Kind

Role = Literal["key", "count", "quasi", "text", "value"]

ROLES = {
    "key": "Schlüssel",
    "count": "Anzahl",
    "quasi": "Merkmal, das zusammen mit anderen auf Personen schließen lässt",
    "text": "freier Text",
    "value": "Angabe",
}
KINDS: dict[Kind, tuple[str, str]] = {  # article, noun
    "key": ("einen", "Schlüssel"),
    "text": ("einen", "Text"),
    "verbatim": ("einen", "Text (zeichengenau)"),
    "count": ("eine", "ganze Zahl"),
    "number": ("eine", "Zahl"),
    "percent": ("einen", "Prozentwert"),
    "date": ("ein", "Datum (TT.MM.JJJJ)"),
    "time": ("eine", "Uhrzeit (HH:MM)"),
    "yesno": ("", "»ja« oder »nein«"),
    "object": ("eine", "Geometrie"),
}
AREA_DIGITS = (2, 3, 8, 9, 12)  # numbered areas, Gemeinden, Gemeindeverbände, ARS
OFFICIAL_DIGITS = (2, 3, 5, 8, 9, 12)


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a data file.

    Parameters
    ----------
    name
        Header, German; the only name there is.
    kind
        What a cell holds.
    description
        German sentence for the template, the data catalogue and the annex.
    role
        What the column is to disclosure.
    unit
        Unit of a number.
    example
        A cell as a consultant writes it.
    choices
        Allowed values of a choice.
    refers
        Table whose first column holds the allowed keys.
    also
        Further keys allowed beside those.
    through
        Table that maps smaller areas to those keys: they become areas of the project as the table is read (`_gather`).
    complete
        Whether every key of the other table must occur.
    digits
        Lengths that a key of digits may have.
    low, high
        Limits of a number.
    empty
        Whether cells may be empty.
    optional
        Whether the whole column may be absent.
    signs
        Whether official signs may stand in place of numbers; their reason then stands in the column »Grund«.
    """

    name: str
    kind: Kind
    description: str
    role: Role = "value"
    unit: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    refers: str = ""
    also: tuple[str, ...] = ()
    through: str = ""
    complete: bool = False
    digits: tuple[int, ...] = ()
    low: float | None = None
    high: float | None = None
    empty: bool = False
    optional: bool = False
    signs: bool = False

    @property
    def nullable(self) -> bool:
        """Whether a value may be missing."""
        return self.empty or self.optional or self.signs

    @property
    def dtype(self) -> str:
        """Type of the column in a frame; whole numbers that may be missing are nullable."""
        if self.kind == "count":
            return "Int64" if self.nullable else "int64"
        if self.kind == "yesno":
            return "boolean" if self.nullable else "bool"
        return {"number": "float64", "percent": "float64", "date": "datetime64[us]", "object": "object"}.get(self.kind, "str")

    @property
    def expected(self) -> str:
        """What a message says that a cell should hold."""
        return f"eines von {self._options}" if self.choices else " ".join(KINDS[self.kind]).strip()

    @property
    def _options(self) -> str:
        """All allowed values."""
        return ", ".join(f"»{c}«" for c in self.choices)

    @property
    def content(self) -> str:
        """What a cell holds, with limits and with the table that holds its keys."""
        limits = f", {self.limits}" if self.limits else ""
        keys = f" aus »{self.refers}«" + "".join(f" oder »{a}«" for a in (*self.also, *([self.through] if self.through else []))) if self.refers else ""
        noun = f"Eines von {self._options}" if self.choices else KINDS[self.kind][1]
        return f"{noun[:1].upper()}{noun[1:]}{limits}{keys}"

    @property
    def limits(self) -> str:
        """Limits in German; "" where there are none."""
        low, high = self._low, self._high
        if low is None:
            return ""
        return f"ab {low:g}" if high is None else f"zwischen {low:g} und {high:g}"

    @property
    def _low(self) -> float | None:
        """Smallest number."""
        return 0 if self.low is None and self.kind in ("count", "percent") else self.low

    @property
    def _high(self) -> float | None:
        """Largest number."""
        return 100 if self.high is None and self.kind == "percent" else self.high

    def pandera(self, known: tuple[str, ...] | None = None) -> Any:  # noqa: ANN401 (pandera has no types)
        """The column as pandera knows it.

        Parameters
        ----------
        known
            Keys of the other table; None where they are not known.

        Returns
        -------
        pandera.pandas.Column
            With checks whose error is the German expectation.
        """
        import pandera.pandas as pa

        checks = []
        if self._low is not None:
            high = float("inf") if self._high is None else self._high
            checks.append(pa.Check.in_range(self._low, high, error=f"erwartet eine Zahl {self.limits}."))
        if known is not None:
            cure = "" if not self.through else " Nach einer Gebietsreform bitte dort ergänzen." if self.through == self.refers else f" Kleinere oder frühere Gebiete ordnet die Tabelle »{self.through}« zu."
            checks.append(pa.Check.isin([*known, *self.also], error=f"kein Schlüssel aus »{self.refers}«.{cure}"))
        details = {"unit": self.unit, "role": self.role, "kind": self.kind, "example": self.example}
        return pa.Column(checks=checks, nullable=self.nullable, title=self.name, description=self.description, metadata=details)
