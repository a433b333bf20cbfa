"""The one door: `release` applies the project's rule to a frame; nothing is shown that did not pass here."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.audit import exposed
from workbench.disclosure.cells import Released, make
from workbench.disclosure.totals import Bools, System, protect, system
from workbench.errors import ReleaseError, suggest
from workbench.project import Rule
from workbench.schemas.terms import TOTAL


def release(
    frame: pd.DataFrame,
    *,
    table: str,
    rule: Rule,
    count: str | Sequence[str] | None = None,
    by: Sequence[str] | None = None,
    public: Sequence[str] = (),
    additive: bool | Sequence[str] = True,
    exempt: str = "",
    derived: Released | None = None,
    source: str = "",
) -> Released:
    """Pass a frame to the reader: small counts hidden, and others with them, so that no sum gives them away.

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
        loses all its values but the public ones.
    by
        Key columns; by default those left of the first count (without counts: left of the first number).
    public
        Value columns that are no secret (residents of a whole town, opening days).
    additive
        Whether rows add up over the keys (visits do, distinct persons do not), or the keys over which they do. Rows
        whose key is »Insgesamt« are the sums.
    exempt
        Instead of ``count``: German reason why the rule does not apply (published official figures, no data on
        persons); it is printed in the annex.
    derived
        The released frame that this one was computed from: a value that is missing because it was hidden there is
        marked as hidden here.
    source
        Source line.

    Returns
    -------
    Released
        What may be shown.

    Raises
    ------
    ReleaseError
        If a named column is missing, the keys are unclear or name several rows, a count is no whole number, a total is not
        the sum of its parts, or neither count nor exempt is given.

    Notes
    -----
    One table at a time: what adds up between tables is not looked at. A margin that the table does not print is taken
    as known, unless it is so small that nothing behind it could be hidden; where the margins together allow nothing
    they are taken as unknown, and where even that does not help the whole table is withheld.

    """
    counts = [count] if isinstance(count, str) else list(count or ())
    if bool(counts) == bool(exempt):
        raise ReleaseError(f"»{table}«: release braucht entweder count= (Spalte mit der Anzahl) oder exempt= (Begründung, warum die Regel nicht gilt).")
    _known(frame, [*counts, *(by or ()), *public], table)
    keys = list(by) if by is not None else _keys(frame, counts, table)
    across = keys if additive is True else [] if additive is False else list(additive)
    _known(frame, across, table)
    if counts and keys and frame.duplicated(keys).any():
        raise ReleaseError(f"»{table}«: Mehrere Zeilen haben dieselben Schlüssel ({', '.join(keys)}). by=[…] nennt alle Spalten, die eine Zeile bezeichnen.")
    frame = frame.reset_index(drop=True)[[*keys, *(c for c in frame.columns if c not in keys)]]
    primary, hidden = _hidden(frame, counts, keys=keys, across=across, rule=rule, table=table)
    shown, mask = _blank(frame, hidden, [*keys, *public])
    mask |= _inherited(shown, derived, keys) if derived is not None else False
    number = (int(primary.sum()), int((hidden & ~primary).sum()))
    return make(shown, mask, title=table, keys=keys, source=source, rule="" if exempt else _sentence(rule), exempt=exempt, counts=number)


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


def _hidden(frame: pd.DataFrame, counts: Sequence[str], *, keys: Sequence[str], across: Sequence[str], rule: Rule, table: str) -> tuple[Bools, Bools]:
    """Rows that are too small, and all rows that must be hidden with them."""
    primary = np.zeros(len(frame), dtype=bool)
    hidden = primary.copy()
    for count in counts:
        numbers = frame[count].to_numpy(dtype=float, na_value=np.nan)
        if np.isinf(numbers).any() or (np.nan_to_num(numbers) % 1 != 0).any() or (numbers < 0).any():
            raise ReleaseError(f"»{table}«: »{count}« ist keine Anzahl (ganze Zahlen ab 0). count= nennt die Spalte, in der Personen oder Fälle gezählt sind.")
        cells = system(frame, count, keys=keys, across=across, minimum=rule.mindestzahl, floor=0 if rule.nullen_verbergen else 1)
        if cells.contradictory():
            raise ReleaseError(f"»{table}«: »{count}« – eine Zeile »{TOTAL}« ist nicht die Summe ihrer Teile. additive= nennt die Schlüssel, über die sich die Anzahlen addieren (False: keine).")
        small = (numbers < rule.mindestzahl) & ((numbers > 0) | rule.nullen_verbergen)
        primary |= small
        if small.any():
            hidden |= _protected(cells, small)
    return primary, hidden | primary


def _protected(cells: System, small: Bools) -> Bools:
    """Rows to hide for one count, approved by the attacker; all of them where nothing less will do."""
    for known in (cells, cells.without_unprinted()):
        hidden = protect(known, small)
        if hidden is not None and not exposed(known, hidden, small):
            return hidden & ~np.isnan(cells.counts)
    return np.ones(len(small), dtype=bool)


def _blank(frame: pd.DataFrame, hidden: Bools, kept: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Frame without the hidden values, and where they were."""
    keys = [k for k in frame.columns if k in kept]
    mask = pd.DataFrame({c: hidden & (c not in kept) for c in frame.columns}, index=frame.index)
    numbers = [c for c in frame.columns if c not in keys and pd.api.types.is_numeric_dtype(frame[c])]
    shown = frame.astype(dict.fromkeys(numbers, float)).mask(mask)  # a masked array would keep the number behind its mask
    return shown.astype(dict.fromkeys(numbers, "Float64")), mask


def _inherited(frame: pd.DataFrame, origin: Released, keys: Sequence[str]) -> pd.DataFrame:
    """Missing values of rows whose origin was hidden."""
    shared = [k for k in keys if k in origin.keys]
    rows = set(origin.frame.loc[origin.hidden.any(axis=1), shared].itertuples(index=False, name=None))
    touched = np.array([row in rows for row in frame[shared].itertuples(index=False, name=None)], dtype=bool)
    return frame.isna().mul(touched, axis=0)


def _sentence(rule: Rule) -> str:
    """The rule as the annex prints it."""
    if rule.mindestzahl == 1 and not rule.nullen_verbergen:
        return "Alle Anzahlen sind ausgewiesen."
    small = f"Anzahlen unter {rule.mindestzahl}" + ("" if rule.nullen_verbergen else " (aber über null)")
    return f"{small} sind nicht ausgewiesen, ebenso weitere Felder derselben Tabelle, aus denen sie sich berechnen ließen."
