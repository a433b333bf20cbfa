"""The one door: `release` applies the project's rule to a frame; nothing is shown that did not pass here."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.disclosure import primary
from workbench.disclosure.cells import EARLIER, OTHERS, SMALL, THIN, WITHHELD, Released, make
from workbench.disclosure.model import Model, tables_of
from workbench.disclosure.protect import protect
from workbench.disclosure.published import Published
from workbench.disclosure.relations import Linked, linked
from workbench.disclosure.space import TooLargeError
from workbench.disclosure.system import Bools, Floats
from workbench.errors import ReleaseError, suggest
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

SHARE = "Anteil"  # a column of shares: a count and its share tell the whole

Texts = npt.NDArray[np.object_]
Places = npt.NDArray[np.intp]


def release(
    frame: pd.DataFrame,
    *,
    table: str,
    rule: Rule,
    count: str | Sequence[str] | None = None,
    by: Sequence[str] | None = None,
    public: Sequence[str] = (),
    beside: Sequence[str] = (),
    base: str | None = None,
    additive: bool | Sequence[str] = True,
    exempt: str = "",
    derived: Released | None = None,
    source: str = "",
    model: Model | None = None,
    earlier: Sequence[Published] = (),
    editions: Sequence[Published] = (),
) -> Released:
    """Pass a frame to the reader: small counts hidden, and others with them, so that nothing gives them away.

    Parameters
    ----------
    frame
        Key columns, then value columns, unrounded.
    table
        Name of the table, German, as it is printed in messages and in the release log.
    rule
        The project's rule.
    count
        Column or columns with the number of persons or cases that each row stands on. A row whose count is hidden
        loses all its values but the public ones and those beside it.
    by
        Key columns; by default those left of the first count (without counts: left of the first number).
    public
        Value columns that are no secret (opening days). They go with the counts beside them.
    beside
        Counts of something else that stand in the table (residents): they keep or lose their value on their own.
    base
        Column with the number of persons that rates, means and quantiles of the row rest on; where it is too small, the
        row loses all its values but counts and public ones.
    additive
        Whether rows add up over the keys (visits do, distinct persons do not), or the keys over which they do. Rows
        whose key is »Insgesamt« are the sums; all that is not listed is zero.
    exempt
        Instead of ``count``: German reason why the rule does not apply (published official figures, no data on
        persons); it is printed in the annex.
    derived
        The released frame that this one was computed from: a value that is missing because it was hidden there is
        marked as hidden here.
    source
        Source line.
    model
        What the counts count, so that tables which count the same are protected together; by default every table
        stands alone.
    earlier
        Tables as they were published before this one: fixed facts.
    editions
        Tables of approved editions: fixed facts too, as long as they show the same data.

    Returns
    -------
    Released
        What may be shown.

    Raises
    ------
    ReleaseError
        If a named column is missing, the keys are unclear or name several rows, a count is no whole number, a total is not
        the sum of its parts, another table shows a different number for the same cell, or neither count nor exempt is given.

    Notes
    -----
    Small cells: `workbench.disclosure.primary`. What is related: `workbench.disclosure.relations`. Which further cells
    are hidden: `workbench.disclosure.protect`. Where nothing less protects the small cells beside what was published
    earlier, the whole table is withheld.

    """
    counts = [count] if isinstance(count, str) else list(count or ())
    if bool(counts) == bool(exempt):
        raise ReleaseError(f"»{table}«: release braucht entweder count= (Spalte mit der Anzahl) oder exempt= (Begründung, warum die Regel nicht gilt).")
    _known(frame, [*counts, *(by or ()), *public, *beside, *([base] if base else [])], table)
    keys = list(by) if by is not None else _keys(frame, counts, table)
    across = keys if additive is True else [] if additive is False else list(additive)
    _known(frame, across, table)
    if counts and keys and frame.duplicated(keys).any():
        raise ReleaseError(f"»{table}«: Mehrere Zeilen haben dieselben Schlüssel ({', '.join(keys)}). by=[…] nennt alle Spalten, die eine Zeile bezeichnen.")
    frame = frame.reset_index(drop=True)[[*keys, *(c for c in frame.columns if c not in keys)]]
    sheet = _Sheet(frame, table, keys, across, rule.for_table(table), model or Model(), list(earlier), list(editions))
    rows, why = sheet.hidden(counts)
    aside = {c: sheet.hidden([c])[0] for c in beside}
    thin = primary.thin(frame[base].to_numpy(dtype=float, na_value=np.nan), sheet.rule) if base else np.zeros(len(frame), dtype=bool)
    masks = _masks(frame, rows, thin, aside, keys=keys, counts=counts, public=public)
    mask = masks | _inherited(_blank(frame, masks), derived, keys) if derived is not None else masks
    why = np.where((why == "") & thin, THIN, why)
    return make(
        _blank(frame, mask), mask, title=table, keys=keys, source=source, rules=tuple(primary.sentences(sheet.rule)) if counts else (), exempt=exempt,
        why=tuple(why), published=tuple(sheet.published),
    )  # fmt: skip


def _known(frame: pd.DataFrame, columns: Sequence[str], table: str) -> None:
    """Refuse a column that the frame lacks."""
    for column in columns:
        if column not in frame.columns:
            raise ReleaseError(f"»{table}« hat keine Spalte »{column}«.{suggest(column, frame.columns)}")


def _keys(frame: pd.DataFrame, counts: Sequence[str], table: str) -> list[str]:
    """Columns left of the first count, or of the first number where there are no counts."""
    columns = list(frame.columns)
    ends = [columns.index(c) for c in counts] or [i for i, c in enumerate(columns) if pd.api.types.is_numeric_dtype(frame[c])]
    keys = columns[: min(ends, default=len(columns))]
    for key in keys:
        if pd.api.types.is_float_dtype(frame[key]):
            raise ReleaseError(f"»{table}«: Die Spalte »{key}« steht vor der Anzahl und wäre damit ein Schlüssel. Bitte die Schlüssel mit by=[…] nennen.")
    return keys


@dataclasses.dataclass
class _Sheet:
    """A frame at the door, and what of it is published."""

    frame: pd.DataFrame
    table: str
    keys: list[str]
    across: list[str]
    rule: Rule
    model: Model
    earlier: list[Published]
    editions: list[Published]
    published: list[Published] = dataclasses.field(default_factory=list)
    implied: list[Published] = dataclasses.field(default_factory=list)

    def hidden(self, counts: Sequence[str]) -> tuple[Bools, Texts]:
        """Rows that must be hidden for some counts, and why; counts of one measure are looked at together."""
        hidden, why = np.zeros(len(self.frame), dtype=bool), np.full(len(self.frame), "", dtype=object)
        fresh = [(dataclasses.replace(p, goals=self._goals(p)), rows) for p, rows in self._fresh(counts)]
        if any(str(c).startswith(SHARE) for c in self.frame.columns):
            self.implied = [i for p, _ in fresh if (i := _implied(p)) is not None]
            self.published += self.implied
        for measure in dict.fromkeys(p.measure for p, _ in fresh):
            self._together([(p, rows) for p, rows in fresh if p.measure == measure], hidden, why)
        withheld = bool((why == WITHHELD).any())
        for part, rows in fresh:
            values = tuple(None if h or withheld else v for h, v in zip(hidden[rows], part.values, strict=True))
            self.published.append(dataclasses.replace(part, values=values, floor=0 if withheld else part.floor))
        return hidden | withheld, np.where(withheld, WITHHELD, why)

    def _fresh(self, counts: Sequence[str]) -> list[tuple[Published, Places]]:
        """Each count as a table that shows everything, and the rows of the frame that it has a number for."""
        numbers = {c: self._numbers(c) for c in counts}
        return tables_of(self.frame, numbers, table=self.table, keys=self.keys, across=self.across, model=self.model, floor=0 if self.rule.nullen_verbergen else 1)

    def _numbers(self, count: str) -> Floats:
        """Counts, if they are any."""
        numbers = self.frame[count].to_numpy(dtype=float, na_value=np.nan)
        if np.isinf(numbers).any() or (np.nan_to_num(numbers) % 1 != 0).any() or (numbers < 0).any():
            raise ReleaseError(f"»{self.table}«: »{count}« ist keine Anzahl (ganze Zahlen ab 0). count= nennt die Spalte, in der Personen oder Fälle gezählt sind.")
        return numbers

    def _goals(self, part: Published) -> dict[int, tuple[float, float]]:
        """Interval that must stay possible for each small row."""
        counts = np.array(part.values, dtype=float)
        low, high = primary.goals(counts, self.rule)
        return {int(r): (float(low[r]), float(high[r])) for r in np.flatnonzero(primary.small(counts, self.rule))}

    def _together(self, parts: list[tuple[Published, Places]], hidden: Bools, why: Texts) -> None:
        """Hide rows for some counts of one measure; what is hidden already stays hidden."""
        try:
            found = self._linked([p for p, _ in parts])
        except TooLargeError:
            why[:] = WITHHELD
            return
        unknown = found.system.unknown.copy()
        for (_, rows), cells in zip(parts, found.rows, strict=True):
            unknown[cells[hidden[rows]]] = True
        system = dataclasses.replace(found.system, unknown=unknown)
        chosen = protect(system) if system.primary.any() else unknown
        if chosen is None:
            why[:] = WITHHELD
            return
        for reason, cells_of in ((OTHERS, chosen), (EARLIER, found.system.unknown), (SMALL, None)):
            for (part, rows), cells in zip(parts, found.rows, strict=True):
                here = rows[cells_of[cells]] if cells_of is not None else rows[list(part.goals)]
                hidden[here] = True
                why[here] = np.where((why[here] == "") | (reason != OTHERS), reason, why[here])

    def _linked(self, parts: list[Published]) -> Linked:
        """Tables among all that they are related to; editions that show other data have nothing to do with them."""
        found = linked(parts, [*self.implied, *self.earlier, *self.editions], minimum=self.rule.mindestzahl)
        if self.editions and (found.torn or (found.clash and any(found.clash[2] is e for e in self.editions))):
            found = linked(parts, [*self.implied, *self.earlier], minimum=self.rule.mindestzahl)
        self._sound(parts, found)
        return found

    def _sound(self, parts: list[Published], found: Linked) -> None:
        """Refuse numbers that contradict each other."""
        count = parts[0].measure.rpartition("/")[2]
        if found.clash:
            table, row, other, number = found.clash
            part = parts[table]
            raise ReleaseError(
                f"»{self.table}«, {part.label(row)}: »{count}« ist {part.values[row]:.0f}, in {other.name} aber {number:.0f}. "
                "Zählt die Tabelle nur einen Teil, nennt where={…} ihn; zählt sie etwas anderes, gibt measure= ihm einen eigenen Namen."
            )
        if found.torn:
            raise ReleaseError(
                f"»{self.table}«: »{count}« – eine Zeile »{TOTAL}« ist nicht die Summe ihrer Teile. additive= nennt die Schlüssel, "
                "über die sich die Anzahlen addieren (False: keine), where={…} den Teil, den die Tabelle zählt."
            )


def _implied(part: Published) -> Published | None:
    """Totals that a table does not print, but whose shares tell them; None where all are printed, or one is too small to hide anything behind."""
    places = [i for i, k in enumerate(part.keys) if k in part.additive and not any(c[i] == TOTAL for c in part.codes)]
    if not places or not part.codes:
        return None
    sums: dict[tuple[str, ...], float] = {}
    for codes, value in zip(part.codes, part.values, strict=True):
        whole = tuple(TOTAL if i in places else c for i, c in enumerate(codes))
        sums[whole] = sums.get(whole, 0) + (value or 0)
    small = {tuple(TOTAL if i in places else c for i, c in enumerate(part.codes[row])) for row in part.goals}
    known = {codes: value for codes, value in sums.items() if codes not in small or value >= max(high for _, high in part.goals.values()) + part.floor}
    return dataclasses.replace(part, codes=tuple(known), values=tuple(known.values()), goals={}) if known else None


def _masks(frame: pd.DataFrame, rows: Bools, thin: Bools, aside: Mapping[str, Bools], *, keys: Sequence[str], counts: Sequence[str], public: Sequence[str]) -> pd.DataFrame:
    """Where values are hidden."""
    beside = np.any([np.zeros(len(frame), dtype=bool), *aside.values()], axis=0)
    free = {**dict.fromkeys(keys, np.zeros(len(frame), dtype=bool)), **dict.fromkeys(public, beside), **aside, **dict.fromkeys(counts, rows)}
    return pd.DataFrame({c: free.get(c, rows | thin) for c in frame.columns}, index=frame.index)


def _blank(frame: pd.DataFrame, mask: pd.DataFrame) -> pd.DataFrame:
    """Frame without the hidden values."""
    numbers = [c for c in frame.columns if mask.columns.isin([c]).any() and pd.api.types.is_numeric_dtype(frame[c])]
    shown = frame.astype(dict.fromkeys(numbers, float)).mask(mask)  # a masked array would keep the number behind its mask
    return shown.astype(dict.fromkeys(numbers, "Float64"))


def _inherited(frame: pd.DataFrame, origin: Released, keys: Sequence[str]) -> pd.DataFrame:
    """Missing values of rows whose origin was hidden."""
    shared = [k for k in keys if k in origin.keys]
    rows = set(origin.frame.loc[origin.hidden.any(axis=1), shared].itertuples(index=False, name=None))
    touched = np.array([row in rows for row in frame[shared].itertuples(index=False, name=None)], dtype=bool)
    return frame.isna().mul(touched, axis=0)

