"""The one door: `release` applies the project's rule to a frame; nothing is shown that did not pass here."""

import dataclasses
import re
from collections.abc import Hashable, Mapping, Sequence
from itertools import permutations

import numpy as np
import pandas as pd

from workbench.disclosure import primary
from workbench.disclosure.alignment import numbers_of
from workbench.disclosure.cells import THIN, Released, make
from workbench.disclosure.cumulated import cumulated_beside
from workbench.disclosure.model import Model
from workbench.disclosure.published import Published
from workbench.disclosure.ratios import odds_of_few, words_of_few
from workbench.disclosure.sheet import Sheet
from workbench.disclosure.system import Bools, Floats
from workbench.disclosure.telling import beside_hidden, change_of_counts, few_of, mean_of_few, scale_of, telling_order
from workbench.errors import ReleaseError, without_column
from workbench.project import Rule
from workbench.schemas.terms import TOTAL

_SUM = r"(?:gesamt(?:e[rs]?|stadt|kreis|ort|zahl|summe|wert)?|insgesamt|summe)"
_TOTALS = re.compile(rf"all|total|zusammen|alle(?: \w+)?|(?:.*\s)?{_SUM}|{_SUM}[\s:(].*", re.IGNORECASE)  # what a total is called elsewhere, unless the word is a part of a name


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
    amounts: Mapping[str, pd.DataFrame] | None = None,
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
    amounts
        Columns of sums (costs, hours) and their contributions: a frame with the key columns, »Beitrag von« and the amount.
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
    counts = [*([count] if isinstance(count, str) else count or ()), *(amounts or ())]
    _declared(frame, table, counts, [*(by or ()), *public, *beside, *([base] if base else [])], exempt)
    keys, across = _structure(frame, counts, table, by=by, additive=additive)
    frame = frame.reset_index(drop=True)[[*keys, *(c for c in frame.columns if c not in keys)]]
    limits = rule.for_table(table) if not amounts else rule.for_table(table).model_copy(update={"rundung": 0})  # sums are hidden, not rounded
    sheet = Sheet(frame, table, keys, across, limits, model or Model(), list(earlier), list(editions), amounts or {}, public)
    rows, why = sheet.hidden(counts)
    rounding = sheet.rule.rundung if counts else 0  # then nothing stands beside the counts that would tell more
    frame = frame.assign(**{c: primary.rounded(_floats(frame[c]), rounding) for c in ([*counts, *beside] if rounding else ())})
    aside = {c: sheet.hidden([c])[0] for c in beside}
    thin = primary.thin(_floats(frame[base]), sheet.rule) if base else np.zeros(len(frame), dtype=bool)
    masks = _masks(frame, rows, thin | bool(rounding), aside, keys=keys, counts=counts, public=public)
    _hide_telling(frame, rows, masks, sheet, counts=counts, base=base, others=[*keys, *counts, *public, *aside])
    mask = masks | _inherited(_blank(frame, masks), derived, keys) if derived is not None else masks
    why = np.where((why == "") & thin, THIN, why)
    others = frame.columns.difference([*keys, *counts, *beside], sort=False)
    published = _told(sheet, _blank(frame[others], mask))
    if (order := telling_order(frame, rows, keys=keys, counts=counts)) is not None:
        frame, mask, why = frame.iloc[order].reset_index(drop=True), mask.iloc[order].reset_index(drop=True), why[order]
    return make(_blank(frame, mask), mask, title=table, keys=keys, source=source, rules=_rules(sheet, counts, amounts), exempt=exempt, why=tuple(why), published=published)


def _declared(frame: pd.DataFrame, table: str, counts: Sequence[str], others: Sequence[str], exempt: str) -> None:
    """Refuse a call that says neither what is counted nor why nothing is, or that names a column which the frame lacks."""
    if bool(counts) == bool(exempt):
        raise ReleaseError(f"»{table}«: release braucht entweder count= (Spalte mit der Anzahl) oder exempt= (Begründung, warum die Regel nicht gilt).")
    known(frame, [*counts, *others], table)


def _structure(frame: pd.DataFrame, counts: Sequence[str], table: str, *, by: Sequence[str] | None, additive: bool | Sequence[str]) -> tuple[list[str], list[str]]:
    """Key columns, each row once, and those over which rows add up."""
    keys = list(by) if by is not None else _keys(frame, counts, table)
    across = list(additive) if not isinstance(additive, bool) else keys if additive else []
    known(frame, across, table)
    if counts and keys and frame.duplicated(keys).any():
        raise ReleaseError(f"»{table}«: Mehrere Zeilen haben dieselben Schlüssel ({', '.join(keys)}). by=[…] nennt alle Spalten, die eine Zeile bezeichnen.")
    _totals(frame, across if counts else [], table)
    return keys, across


def _floats(column: pd.Series) -> Floats:
    """Numbers of a column, NaN where there are none."""
    return np.asarray(column.to_numpy(dtype=float, na_value=np.nan))


def _hide_telling(frame: pd.DataFrame, rows: Bools, masks: pd.DataFrame, sheet: Sheet, *, counts: Sequence[str], base: str | None, others: list[str]) -> None:
    """Hide the numbers that tell a hidden count: of a neighbouring row (in words, too), or of the numerator of a share; and means of few."""
    for column in masks.columns.difference(others, sort=False):
        for said in numbers_of(frame[column]).T:
            masks[column] |= beside_hidden(frame, rows, keys=sheet.keys, counts=counts, said=said) | cumulated_beside(frame, rows, keys=sheet.keys, counts=counts, said=said)
        if not pd.api.types.is_numeric_dtype(frame[column]):
            masks[column] |= words_of_few(frame[column], [_floats(frame[c]) for c in dict.fromkeys([*counts, *([base] if base else [])])], sheet.rule.mindestzahl)
            continue
        share = _floats(frame[column])
        few = np.any([mean_of_few(share, _floats(frame[c]), sheet.rule.mindestbasis) for c in counts if c != base] or [np.zeros(len(frame), dtype=bool)], axis=0)
        masks[column] |= few & (not _divided(share, few, [_floats(frame[c]) for c in frame.select_dtypes("number").columns if c != column]))
        for whole in () if change_of_counts(frame, sheet.keys, counts, column) else [base] if base else counts:
            persons = _floats(frame[whole])
            if column != whole and (scale := scale_of(column, share, persons if base else None)):
                masks[column] |= few_of(share, persons, sheet.rule.mindestzahl, scale=scale)
            if base:
                masks[column] |= odds_of_few(share, persons, sheet.rule.mindestzahl)


def _divided(said: Floats, few: Bools, numbers: Sequence[Floats]) -> bool:
    """Whether a column is one of two others divided by the other, also in the rows of few: then the table says the mean without it."""
    return bool(few.any()) and any(np.nan_to_num(whole)[few].all() and np.allclose(said * whole, n, equal_nan=True) for whole, n in permutations(numbers, 2))


def _told(sheet: Sheet, others: pd.DataFrame) -> tuple[Published, ...]:
    """What is published, with the numbers of other columns, also those in their texts, as they are shown."""
    said = [(str(c), numbers) for c in others for numbers in numbers_of(others[c]).T if not np.isnan(numbers).all()]
    beside = {i: tuple((c, tuple(None if np.isnan(n) else float(n) for n in numbers[rows])) for c, numbers in said) for i, rows in sheet.rows.items()}
    return tuple(dataclasses.replace(p, beside=beside.get(i, ())) for i, p in enumerate(sheet.published))


def _rules(sheet: Sheet, counts: Sequence[str], amounts: Mapping[str, pd.DataFrame] | None) -> tuple[str, ...]:
    """Rules that were applied, as the annex prints them."""
    apart = f"»{sheet.table}« zählt etwas Eigenes (»{sheet.model.apart}«) und ist nur mit Tabellen abgestimmt, die dasselbe zählen."
    return (*(primary.sentences(sheet.rule) if counts else ()), *([primary.sums(sheet.rule)] if amounts else ()), *([apart] if sheet.model.apart else ()))


def known(frame: pd.DataFrame, columns: Sequence[str], table: str) -> None:
    """Refuse a column that the frame lacks."""
    if len(double := frame.columns[frame.columns.duplicated()]):
        raise ReleaseError(f"»{table}« hat die Spalte »{double[0]}« mehrmals. Bitte umbenennen oder weglassen.")
    for column in columns:
        if column not in frame.columns:
            raise ReleaseError(without_column(f"»{table}«", column, frame.columns))


def _totals(frame: pd.DataFrame, keys: Sequence[str], table: str) -> None:
    """Refuse a row that looks like a total and is not called so: nobody would know that it is the sum of the others."""
    for key in keys:
        for code in frame[key].dropna().astype(str).unique():
            if code != TOTAL and _TOTALS.fullmatch(code.strip()):
                raise ReleaseError(f"»{table}«, {key}: Die Zeile »{code}« ist dem Namen nach eine Summe. Summen heißen »{TOTAL}«; sonst bitte anders benennen.")


def _keys(frame: pd.DataFrame, counts: Sequence[str], table: str) -> list[str]:
    """Columns left of the first count, or of the first number where there are no counts."""
    columns = list(frame.columns)
    ends = [columns.index(c) for c in counts] or [i for i, c in enumerate(columns) if pd.api.types.is_numeric_dtype(frame[c])]
    keys = columns[: min(ends, default=len(columns))]
    for key in keys:
        if not len(frame):
            continue
        if pd.api.types.is_float_dtype(frame[key]) or (pd.api.types.is_integer_dtype(frame[key]) and not frame[key].dropna().between(1900, 2100).all()):
            raise ReleaseError(f"»{table}«: Die Spalte »{key}« steht vor der Anzahl und wäre damit ein Schlüssel. Bitte die Schlüssel mit by=[…] nennen.")
    return keys


def _masks(frame: pd.DataFrame, rows: Bools, thin: Bools, aside: Mapping[str, Bools], *, keys: Sequence[str], counts: Sequence[str], public: Sequence[str]) -> pd.DataFrame:
    """Where values are hidden."""
    beside = np.any([np.zeros(len(frame), dtype=bool), *aside.values()], axis=0)
    free = {**dict.fromkeys(keys, np.zeros(len(frame), dtype=bool)), **dict.fromkeys(public, beside), **aside, **dict.fromkeys(counts, rows)}
    return pd.DataFrame({c: free.get(c, rows | thin) for c in frame.columns}, index=frame.index)


def _blank(frame: pd.DataFrame, mask: pd.DataFrame) -> pd.DataFrame:
    """Frame without the hidden values."""
    shown: dict[Hashable, pd.Series] = {}
    for column, values in frame.items():
        gone = mask[column].to_numpy()
        if pd.api.types.is_numeric_dtype(values):  # a masked array would keep the number behind its mask
            shown[column] = pd.Series(np.where(gone, np.nan, _floats(values)), index=frame.index, dtype="Float64")
        else:
            shown[column] = values.mask(gone) if gone.any() else values
    return pd.DataFrame(shown, index=frame.index)


def _inherited(frame: pd.DataFrame, origin: Released, keys: Sequence[str]) -> pd.DataFrame:
    """Missing values of rows whose origin was hidden."""
    shared = [k for k in keys if k in origin.keys]
    rows = set(origin.frame.loc[origin.hidden.any(axis=1), shared].itertuples(index=False, name=None))
    touched = np.array([row in rows for row in frame[shared].itertuples(index=False, name=None)], dtype=bool)
    return frame.isna().mul(touched, axis=0)

