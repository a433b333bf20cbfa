"""Released frames: the only thing that a reader may see, and the only thing that `present` accepts.

What is hidden here is gone: a released frame holds no hidden number, only the sign that one was hidden.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any, Self

import pandas as pd

from workbench.disclosure.published import Published
from workbench.errors import ReleaseError, without_column

HIDDEN = "·"  # printed in place of a hidden value; never looks like zero
UNSHOWN = "nicht ausgewiesen"  # said in its place
MISSING = "–"  # printed where there is no value

SMALL, THIN = "kleine Anzahl", "kleine Basis"  # why a row is hidden
OTHERS, EARLIER, WITHHELD = "Schutz anderer Felder", "schon früher verborgen", "Tabelle zurückgehalten"
PRIMARY = (SMALL, THIN)

_TOKEN = object()  # only `release` may make a Released


@dataclasses.dataclass(frozen=True)
class Value:
    """A single released number (or that it is hidden) on its way into a sentence."""

    number: float | None
    hidden: bool = False


@dataclasses.dataclass(frozen=True, eq=False)
class Released:
    """A frame that passed the door.

    Parameters
    ----------
    title
        Name of the table in the release log.
    frame
        Key columns first, then values; hidden and missing values are NA.
    hidden
        Same shape as the value columns: True where a value was hidden.
    keys
        Names of the key columns.
    source
        Source line, printed below every figure and table.
    rules
        German sentences that say which rules were applied; none where the table is exempt.
    exempt
        German reason why no rule was applied.
    why
        Per row as it was released why it is hidden; empty where it is not. For the consultant, never printed in a report.
    published
        What of the table is known to a reader, count by count.
    """

    title: str
    frame: pd.DataFrame
    hidden: pd.DataFrame
    keys: tuple[str, ...]
    source: str
    rules: tuple[str, ...] = ()
    exempt: str = ""
    why: tuple[str, ...] = ()
    published: tuple[Published, ...] = ()
    token: dataclasses.InitVar[object] = None

    def __post_init__(self, token: object) -> None:
        """Refuse to be made anywhere but in `release`."""
        if token is not _TOKEN:
            raise ReleaseError(f"»{self.title}«: Ein freigegebener Datenrahmen entsteht nur durch release(…).")

    @property
    def counts(self) -> tuple[int, int]:
        """Number of hidden rows: too small themselves, and hidden for others."""
        small = sum(w in PRIMARY for w in self.why)
        return small, sum(bool(w) for w in self.why) - small

    @property
    def values(self) -> list[str]:
        """Names of the value columns."""
        return [c for c in self.frame.columns if c not in self.keys]

    def _with(self, frame: pd.DataFrame, **changes: Any) -> Self:  # noqa: ANN401 (fields of the dataclass)
        """Same release, fewer or reordered rows or columns."""
        kept, gone = self.hidden.loc[frame.index], [c for c in self.hidden.columns if c not in frame.columns]
        return dataclasses.replace(self, frame=frame, hidden=kept.drop(columns=gone) if gone else kept, token=_TOKEN, **changes)

    def only(self, **where: object) -> Self:
        """Rows whose columns have the given values (a list means: one of them).

        Parameters
        ----------
        where
            Column name = value or list of values. For column names with spaces use ``**{"Name der Spalte": …}``.

        Returns
        -------
        Released
            The chosen rows in their order.
        """
        frame = self.frame
        for column, wanted in where.items():
            self._known(column)
            options = list(wanted) if isinstance(wanted, list | tuple | set) else [wanted]
            frame = frame[frame[column].isin(options)]
        return self._with(frame)

    def without(self, **where: object) -> Self:
        """Rows that `only` would leave out."""
        return self._with(self.frame.drop(self.only(**where).frame.index))

    def pick(self, *columns: str) -> Self:
        """The given columns in the given order; key columns may be left out only where the rest still names each row."""
        for column in columns:
            self._known(column)
        return self._with(self.frame[list(columns)], keys=tuple(k for k in self.keys if k in columns))

    def ordered(self, column: str, *, descending: bool = True) -> Self:
        """Rows sorted by a column; hidden and missing values last."""
        self._known(column)
        return self._with(self.frame.sort_values(column, ascending=not descending, na_position="last", kind="stable"))

    def first(self, n: int) -> Self:
        """The first n rows."""
        return self._with(self.frame.head(n))

    def top(self, column: str) -> Self:
        """Rows with the largest shown value: several where they tie, none where nothing is shown."""
        self._known(column)
        return self._with(self.frame[(self.frame[column] == self.frame[column].max()).fillna(value=False)])

    def names(self, column: str, *, most: int = 3) -> str:
        """Texts of a key column for a sentence: »A«, »B« und »C«; what is more than the given number is counted."""
        options = [f"»{o}«" for o in self.options(column)]
        shown = options if len(options) <= most else [*options[: most - 1], f"{len(options) - most + 1} weitere"]
        return " und ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)

    def options(self, column: str) -> list[str]:
        """Different values of a key column in their order of appearance; hidden and missing ones are no options."""
        self._known(column)
        return [_text(v) for v in self.frame[column].dropna().unique()]

    def value(self, column: str, **where: object) -> Value:
        """Single number for a sentence.

        Parameters
        ----------
        column
            Value column.
        where
            Key columns and their values; together they must name exactly one row.

        Returns
        -------
        Value
            The number, or that it is hidden; missing where the whole frame is empty.

        Raises
        ------
        ReleaseError
            If the keys name no row or several of a frame that has rows.
        """
        self._known(column)
        rows = self.only(**where)
        if self.frame.empty:
            return Value(None)
        if len(rows.frame) != 1:
            named = ", ".join(f"{k} = »{v}«" for k, v in where.items())
            raise ReleaseError(f"»{self.title}«: {named or 'ohne Auswahl'} trifft {len(rows.frame)} Zeilen, erwartet wird genau eine.")
        number = rows.frame[column].iloc[0]
        return Value(None if pd.isna(number) else number, hidden=bool(rows.hidden[column].iloc[0]) if column in rows.hidden else False)

    def label(self, column: str, row: int = 0) -> str:
        """Text in the row of that number (after sorting), for a sentence; empty where it is missing or there are no rows."""
        self._known(column)
        if self.frame.empty:
            return ""
        if self.hidden[column].iloc[row]:
            return UNSHOWN
        text = self.frame[column].iloc[row]
        return "" if pd.isna(text) else _text(text)

    def sum(self, column: str) -> Value:
        """Sum of a column; hidden as soon as one part is, missing where there are no rows."""
        self._known(column)
        if self.frame.empty:
            return Value(None)
        hidden = bool(self.hidden[column].any()) if column in self.hidden else False
        return Value(None if hidden else float(self.frame[column].sum()), hidden=hidden)

    def __len__(self) -> int:
        """Count of rows."""
        return len(self.frame)

    def _known(self, column: str) -> None:
        """Refuse a column that the frame lacks."""
        if column not in self.frame.columns:
            raise ReleaseError(without_column(f"»{self.title}«", column, self.frame.columns))


def _text(cell: object) -> str:
    """Cell of a key in words; a year has no decimals."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def make(frame: pd.DataFrame, hidden: pd.DataFrame, *, title: str, keys: Sequence[str], **how: Any) -> Released:  # noqa: ANN401 (fields of Released)
    """Build a released frame: for `disclosure.door` and `disclosure.text` only, after the rules were applied."""
    return Released(title, frame, hidden, tuple(keys), **how, token=_TOKEN)
