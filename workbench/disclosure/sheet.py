"""A frame at the door: which of its rows must be hidden beside everything that was published before, and why."""

import dataclasses
from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.disclosure import primary
from workbench.disclosure.audit import breaches
from workbench.disclosure.cells import EARLIER, OTHERS, SMALL, WITHHELD
from workbench.disclosure.holding import holding
from workbench.disclosure.lp import Places
from workbench.disclosure.model import Model, leaders, tables_of, texts_of
from workbench.disclosure.net import further
from workbench.disclosure.protect import protect
from workbench.disclosure.published import Published, assumed
from workbench.disclosure.relations import Linked
from workbench.disclosure.seeming import seeming
from workbench.disclosure.space import TooLargeError
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import total_told
from workbench.errors import ReleaseError, suggest
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

SHARE = "Anteil"  # a column of shares: a count and its share tell the whole
WHOSE = "Beitrag von"  # column of contributors
_CELL = "\0cell"  # column of the cell that a contribution goes to
_NEAR = 1e-6  # sums in floats

Texts = npt.NDArray[np.object_]


@dataclasses.dataclass
class Sheet:
    """A frame at the door, and what of it is published.

    Parameters
    ----------
    frame, table, keys, across, rule, model
        As in `workbench.disclosure.door.release`, checked.
    earlier, editions
        Tables as they were published before.
    amounts
        Column of sums → their contributions: columns of the keys, »Beitrag von«, and the amount.
    public
        Columns that are no secret.
    published
        What is published of it, count by count.
    rows
        Which rows of the frame a table is about, by its place in ``published``.
    implied
        Totals that its shares tell.
    refuted
        Measures whose numbers contradict that rows are the sums that they seem to be.
    """

    frame: pd.DataFrame
    table: str
    keys: list[str]
    across: list[str]
    rule: Rule
    model: Model
    earlier: list[Published]
    editions: list[Published]
    amounts: Mapping[str, pd.DataFrame] = dataclasses.field(default_factory=dict)
    public: Sequence[str] = ()
    published: list[Published] = dataclasses.field(default_factory=list)
    rows: dict[int, Places] = dataclasses.field(default_factory=dict)
    implied: list[Published] = dataclasses.field(default_factory=list)
    refuted: set[str] = dataclasses.field(default_factory=set)

    def hidden(self, counts: Sequence[str]) -> tuple[Bools, Texts]:
        """Rows that must be hidden for some counts, and why; counts of one measure are looked at together."""
        hidden, why = np.zeros(len(self.frame), dtype=bool), np.full(len(self.frame), "", dtype=object)
        fresh = self._fresh(counts)
        if self.rule.rundung:
            return self._rounded(fresh)
        if self._shares(counts):
            self.implied = [i for p, _ in fresh if (i := _implied(p)) is not None]
        for measure in dict.fromkeys(p.measure for p, _ in fresh):
            parts = [(p, rows) for p, rows in fresh if p.measure == measure]
            self._together(parts, hidden, why)
            self._further(parts, hidden, why)
        fresh = [(dataclasses.replace(p, seeming={} if p.measure in self.refuted else p.seeming), rows) for p, rows in fresh]
        if (why == WITHHELD).any():
            self.published += [dataclasses.replace(p, values=(None,) * len(p.values), goals={}, floor=0) for p, _ in fresh]
            return np.ones_like(hidden), np.full_like(why, WITHHELD)
        self.published += self.implied
        self.rows |= {len(self.published) + i: rows for i, (_, rows) in enumerate(fresh)}
        self.published += [dataclasses.replace(p, values=tuple(None if h else v for h, v in zip(hidden[rows], p.values, strict=True))) for p, rows in fresh]
        return hidden, why

    def _shares(self, counts: Sequence[str]) -> bool:
        """Whether a column of shares tells the sum of the counts, whatever it is called."""
        if any(str(c).startswith(SHARE) for c in self.frame.columns):
            return True
        if not counts:
            return False
        parts = self.frame[np.array([TOTAL not in cell for cell in _cells(self.frame, self.keys)], dtype=bool)]
        numbers = {c: parts[c].to_numpy(dtype=float, na_value=np.nan) for c in parts.columns if c in counts or pd.api.types.is_numeric_dtype(parts[c])}
        counted, public = ([numbers[c] for c in some if c in numbers] for some in (counts, self.public))
        others = [numbers[c] for c in numbers.keys() - {*self.keys, *counts, *self.public}]
        told = [said for said in others if not any(_divided(said, count, p) for count, p in product(counted, public))]
        groups = [np.arange(len(parts)), *(rows for k in self.across if (left := [x for x in self.keys if x != k]) for rows in parts.groupby(left, dropna=False).indices.values())]
        return any(total_told(said[rows], count[rows]) for said, count, rows in product(told, counted, groups))

    def _rounded(self, fresh: list[tuple[Published, Places]]) -> tuple[Bools, Texts]:
        """Round every count on its own; a table in which sums tell more than the rounded counts do is withheld."""
        base = self.rule.rundung
        reach = base // 2
        parts = []
        for part, _ in fresh:
            values = primary.rounded(np.array(part.values, dtype=float), base)
            goals = {row: (max(float(values[row]) - reach, 0.0), float(values[row]) + reach) for row in part.goals}
            parts.append(dataclasses.replace(part, values=tuple(values.tolist()), goals=goals, base=base, floor=0))
        withheld = bool(breaches([*parts, *self.earlier, *self.editions]))
        self.published += [dataclasses.replace(p, values=(None,) * len(p.values), base=0, goals={}) for p in parts] if withheld else parts
        return np.full(len(self.frame), withheld), np.full(len(self.frame), WITHHELD if withheld else "", dtype=object)

    def _sensitive(self, amount: str, rows: Places) -> dict[int, tuple[float, float]]:
        """Interval that must stay possible for each sum that tells too much of one contributor, by its place among the rows."""
        own = list(dict.fromkeys(leaders(self.frame, self.keys).values()))
        given = self.amounts[amount]
        for column in (*own, WHOSE, amount):
            if column not in given.columns:
                raise ReleaseError(f"»{self.table}«: Die Beiträge zu »{amount}« haben keine Spalte »{column}«.{suggest(column, given.columns)}")
        summed = self._contributions(given, own, amount)
        told = primary.sensitive(summed, by=[_CELL], amount=amount, rule=self.rule)
        totals = dict(summed.groupby(_CELL)[amount].sum())
        ends = dict(zip(told.index, told[["primary", "low", "high"]].itertuples(index=False, name=None), strict=True))
        found = {}
        for at, cell in enumerate(_cells(self.frame.iloc[rows], own)):
            value, known = float(self.frame[amount].iloc[rows[at]]), float(totals.get(cell, 0.0))
            if abs(value - known) > _rounding(value) + _NEAR * max(abs(value), 1):
                raise ReleaseError(f"»{self.table}«, {', '.join(cell) or TOTAL}: »{amount}« ist {value:g}, die Beiträge ergeben {known:g}. amounts= braucht jeden Beitrag zu jeder Zeile.")
            hidden, low, high = ends.get(cell, (False, 0.0, 0.0))
            if hidden:
                found[at] = (float(low), float(high))
        return found

    def _contributions(self, given: pd.DataFrame, own: list[str], amount: str) -> pd.DataFrame:
        """Contributions to every cell, to wholes and totals over any keys among them; what one contributor gives to a cell is one contribution."""
        frame = given[[*own, WHOSE, amount]].assign(**{k: texts_of(given[k]) for k in own})
        for key in own:
            above = self.model.parents.get(self.model.same.get(key, key), {})
            level, found = frame, [frame, frame.assign(**{key: TOTAL})]
            while len(level := level.assign(**{key: level[key].map(above)}).dropna(subset=[key])):
                found.append(level)
            frame = pd.concat(found, ignore_index=True)
        summed = frame.assign(**{_CELL: pd.Series(_cells(frame, own), index=frame.index, dtype=object)}).groupby([_CELL, WHOSE], sort=False)[amount].sum()
        return summed.reset_index()

    def _fresh(self, counts: Sequence[str]) -> list[tuple[Published, Places]]:
        """Each count as a table that shows everything, and the rows of the frame that it has a number for."""
        numbers = {c: self.frame[c].to_numpy(dtype=float, na_value=np.nan) if c in self.amounts else self._numbers(c) for c in counts}
        found = tables_of(self.frame, numbers, table=self.table, keys=self.keys, across=self.across, model=self.model, floor=0 if self.rule.nullen_verbergen else 1)
        named = {self.model.of(c, self.table)[0]: c for c in self.amounts}
        fresh = [(dataclasses.replace(p, whole=False, floor=0) if p.measure in named else p, rows) for p, rows in found]
        goals = [self._sensitive(named[p.measure], rows) if p.measure in named else self._goals(p) for p, rows in fresh]
        before = [*self.earlier, *self.editions]
        return [(dataclasses.replace(p, goals=g, seeming=seeming(p, before)), rows) for (p, rows), g in zip(fresh, goals, strict=True)]

    def _numbers(self, count: str) -> Floats:
        """Counts, if they are any."""
        try:
            numbers = self.frame[count].to_numpy(dtype=float, na_value=np.nan)
        except (TypeError, ValueError):
            raise ReleaseError(f"»{self.table}«: »{count}« enthält Text statt Anzahlen. count= nennt die Spalte, in der Personen oder Fälle gezählt sind.") from None
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

    def _further(self, parts: list[tuple[Published, Places]], hidden: Bools, why: Texts) -> None:
        """Hide what else the attacker needs."""
        measure = parts[0][0].measure
        others, editions = ([t for t in some if t.measure == measure] for some in ([*self.implied, *self.earlier], self.editions))
        more = None if (why == WITHHELD).any() else further(parts, hidden, others, editions)
        if more is None:
            why[:] = WITHHELD
            return
        why[more & ~hidden] = OTHERS
        hidden |= more

    def _linked(self, parts: list[Published]) -> Linked:
        """Tables among all that they are related to; rows that seem to be sums are none where numbers contradict that."""
        measure, minimum = parts[0].measure, self.rule.mindestzahl if parts[0].whole else 0
        sets = [[t for t in some if t.measure == measure] for some in (parts, [*self.implied, *self.earlier], self.editions)]
        every = [t for some in sets for t in some]
        if any(t.seeming for t in every):
            joint = assumed(every)
            ends = np.cumsum([len(some) for some in sets])
            found = holding(joint[: ends[0]], joint[ends[0] : ends[1]], joint[ends[1] :], minimum=minimum)
            if found.sound:
                return found
            self.refuted.add(measure)
        found = holding(*sets, minimum=minimum)
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
        if found.stray:
            part, row = parts[found.stray[0]], found.stray[1]
            raise ReleaseError(
                f"»{self.table}«, {part.label(row)}: »{count}« ist {part.values[row]:.0f}, doch eine andere Tabelle führt alle Teile auf und diesen nicht. "
                "Ist er aus ihnen zusammengesetzt, sagt parents={…} das; zählt eine der beiden nur einen Teil, nennt where={…} ihn."
            )
        if found.torn:
            raise ReleaseError(
                f"»{self.table}«: »{count}« – eine Zeile »{TOTAL}« oder eine Altersgruppe ist nicht die Summe ihrer Teile in dieser und den früheren Tabellen. additive= nennt die Schlüssel, "
                "über die sich die Anzahlen addieren (False: keine), where={…} den Teil, den die Tabelle zählt."
            )


def _implied(part: Published) -> Published | None:
    """Totals that a table does not print, but whose shares tell them; None where all are printed, or one is too small to hide anything behind."""
    places = [i for i, k in enumerate(part.keys) if k in part.additive and not any(c[i] == TOTAL for c in part.codes)]
    if not places or not part.codes:
        return None
    enough = max((high for _, high in part.goals.values()), default=0) + part.floor
    known: dict[tuple[str, ...], float] = {}
    for summed in (some for n in range(len(places)) for some in combinations(places, n + 1)):
        sums, small = _summed(part, summed)
        known |= {whole: value for whole, value in sums.items() if whole not in small or value >= enough}
    return dataclasses.replace(part, codes=tuple(known), values=tuple(known.values()), goals={}, seeming={}) if known else None


def _summed(part: Published, summed: Sequence[int]) -> tuple[dict[tuple[str, ...], float], set[tuple[str, ...]]]:
    """Sums of a table over some of its keys, and those in which a small cell stands."""
    wholes = [tuple(TOTAL if i in summed else c for i, c in enumerate(codes)) for codes in part.codes]
    sums: dict[tuple[str, ...], float] = {}
    for whole, value in zip(wholes, part.values, strict=True):
        sums[whole] = sums.get(whole, 0) + (value or 0)
    return sums, {wholes[row] for row in part.goals}


def _divided(numbers: Floats, counts: Floats, public: Floats) -> bool:
    """Whether a column is the counts per something that is no secret: that tells nothing more than they do."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return bool(np.nanmax(np.abs(numbers - counts / public), initial=0.0) <= _NEAR * max(float(np.nanmax(np.abs(numbers), initial=0.0)), 1.0))


def _rounding(value: float) -> float:
    """How far a sum may be from its contributions: half of the last place that it is given with."""
    return next((10.0**-places / 2 for places in range(3) if abs(value - round(value, places)) < _NEAR), 0.0)


def _cells(frame: pd.DataFrame, keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Keys of each row as texts."""
    return list(zip(*(texts_of(frame[k]) for k in keys), strict=True)) if keys else [()] * len(frame)
