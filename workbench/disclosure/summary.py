"""Numbers beside counts that tell of single persons or of few: means, quantiles, extremes, amounts, changes, counts that nobody declared."""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.alignment import numbers_of, spelt
from workbench.disclosure.call import Call
from workbench.disclosure.cells import Released
from workbench.disclosure.cumulated import groupings, proportional, running_sums, step_of_few
from workbench.disclosure.lp import Places
from workbench.disclosure.system import Floats
from workbench.disclosure.telling import CHANGE, changes, combined, grain, mean_of_few, running, total_told
from workbench.errors import ReleaseError
from workbench.project import Rule

_EXTREME = re.compile(r"maxim|minim(?!alist)|\bmax\b|\bmin\b|höchst(?!ens|förder)|niedrigst|größte|kleinste|\bmeiste|\bwenigste|längste|kürzeste|älteste|jüngste|\w{3,}ste[rnms]? (?:person|kind\b|jugendliche|gast\b|besuche)|spannweite|extremwert|spitzenwert|rekord|\brange\b", re.IGNORECASE)
_MEAN = re.compile(r"(?<![^\W\d_])mittel(?:wert|$|\W)|\bmittlere|durchschnitt|im schnitt|median|quantil|quartil|perzentil|standardabweichung|streuung|varianz|\b(?:mean|std)\b|[ø∅]|^\d+ ?%$", re.IGNORECASE)
_AMOUNT = re.compile(r"kosten\b|euro\b|€|\beur\b|betrag\b|beträge|ausgaben|aufwand|einkommen|einnahmen|^(?:[\w-]*(?:arbeits|betreuungs|fach|einzel|beratungs|unterrichts|förder))?stunden\b", re.IGNORECASE)
_DATE = r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d\d-\d\d(?: 00:00:00)?"  # a day among counts of persons
_PER = re.compile(r"\b(?:je|pro) (?:\d+ )?(?!\d|person|kind|kopf|jugend|jung|besuch|fall|fälle|befragt|famil|gast|teilnehm|klient)", re.IGNORECASE)  # of a thing, not of a person
_HEAD = re.compile(r"\b(?:je|pro) (?:person|kind|kopf|jugendliche|junge[rmn]? |besuchende|befragte|teilnehme)", re.IGNORECASE)  # a mean, rounded or not
_RATE = re.compile(r"\bje\b|\bpro\b|anteil|%|quote", re.IGNORECASE)
THING = re.compile(r"(?:(?:zahl|anzahl) der )?(?:gebiet|raum|räume|ort|einrichtung|haus|häuser|öffnungs|tag|woche|monat|jahr|zählung|platz|plätze|rang|nr|nummer|klasse|stufe|ebene|termin|angebot|gruppe|text|fundstelle|absatz|absätze)", re.IGNORECASE)  # what is counted is no person
_CHANGED = (
    'vergleicht mit einer Anzahl, die nicht ausgewiesen ist; wer die eine kennt, hat auch die andere. Bitte beide Zeiten als Zeilen freigeben (by=[…, "Jahr"]), beide Anzahlen in count=[…] nennen, '
    "oder die andere Zeit vorher freigeben und aus beiden freigegebenen Rahmen (.frame) rechnen."
)
_INSTEAD = {"ein Tag": "Bitte weglassen; ein Stichtag gehört in den Titel. Ist nach Tagen gezählt, nennt sie by=[…]."}  # what else to write
_DIGITS = 4  # in which numbers agree that follow from others by more than chance
_LEAST = 1e-4  # half of the last digit that counts
_NEAR = 1e-9
_SCALES = (1.0, 1e2, 1e3, 1e4, 1e5)


def refuse(call: Call) -> None:
    """Refuse numbers that tell of single persons, or of too few, and that nothing is declared of.

    Parameters
    ----------
    call
        What the author says of the table.

    Raises
    ------
    ReleaseError
        With the column, why, and the line to write.

    Notes
    -----
    A number that is no whole one must follow from what the table shows (a share or a ratio of its columns, a change between its
    rows, an index on a straight line), rest on a declared ``base``, or be said to be no secret and come from another table
    than the one that is counted. A change always follows from what is shown, here or in the table that this one is derived from. A
    whole one below the minimum is a count unless it is said what else it counts. The least and the greatest value of persons are
    values of single persons: no base helps.
    """
    if call.rule.mindestzahl <= 1 or not len(call.frame):  # two people have set the rules aside
        return
    if not (call.counts or call.amounts):
        _refuse_changes(call)
        return
    _refuse_extremes(call)
    _refuse_steps(call)
    left = [(str(c), n) for c in call.frame.columns.difference(call.declared, sort=False) for n in _said(call, c)]
    _refuse_sums(call.table, [c for c, _ in left if c not in call.apart])
    known = {c: _column(call.frame, c) for c in call.declared}
    known |= {c: n for c, n in left if c in call.apart or _counting(call, c, n)}
    for column, numbers in left:
        others = {c: n for c, n in known.items() if n is not numbers}
        if why := _public_mean(call, column, numbers) or _unexplained(call, column, numbers, others) or _undeclared(call, column, numbers, others):
            raise ReleaseError(f"»{call.table}«: »{column}« {why}")
        known.setdefault(column, numbers)


def _public_mean(call: Call, column: str, numbers: Floats) -> str:
    """Why a column that is said to be no secret is one: a mean of few."""
    few = [c for c in (*call.counts, *call.beside) if column in call.public and mean_of_few(numbers, _column(call.frame, c), call.rule.mindestbasis).any()]
    return f"ist ein Mittelwert über »{few[0]}« und damit nicht public=. {_cure(few[0], call.rule)}" if few else ""


def _unexplained(call: Call, column: str, numbers: Floats, others: Mapping[str, Floats]) -> str:
    """Why a number must not stand here that is no count, and does not follow from the others."""
    changing = _compares(call.frame, column) and column not in call.apart
    declared = column in call.apart or call.base or _counting(call, column, numbers) or any(_per_thing(column, c) for c in call.counts)
    key = column in call.keys and not _whole(numbers)
    if not key and ((declared and not changing) or _follows(numbers, others, call, sure=not changing) or (changing and _changed_from_shown(numbers, others, call))):
        return ""
    if key:
        return "steht in by= und bliebe auch in verborgenen Zeilen stehen, ist aber keine ganze Zahl. Klassen stehen dort als Text; alles andere gehört rechts neben die Anzahl."
    if changing:
        return _CHANGED
    what = "steht in public=, kommt nach source= aber aus den gezählten Daten selbst; ein Wert, der aus ihnen berechnet ist, ist nicht öffentlich." if column in call.public else "ist keine Anzahl und folgt nicht aus den Spalten der Tabelle: ein Mittelwert, ein Quantil oder ein Anteil, dessen Basis niemand nennt."
    return f"{what} {_cure(call.base or [*call.counts, 'Personen'][0], call.rule)}"


def _changed_from_shown(numbers: Floats, others: Mapping[str, Floats], call: Call) -> bool:
    """Whether a change follows from what a table shows that was released before."""
    return any(found and _follows(numbers, {**others, **found}, call, sure=False) for found in (_beside(r, call.frame) for r in call.shown))


def _refuse_changes(call: Call) -> None:
    """Refuse changes in a table without counts that is derived from one with counts of one time only."""
    counts = _beside(call.derived, call.frame) if call.derived is not None and call.derived.published else {}
    for column, numbers in ((str(c), n) for c in call.frame.columns if counts and _compares(call.frame, c) for n in _said(call, c)):
        if not (_follows(numbers, counts, call, sure=False) or _changed_from_shown(numbers, counts, call)):
            raise ReleaseError(f"»{call.table}«: »{column}« {_CHANGED}")


def _undeclared(call: Call, column: str, numbers: Floats, others: Mapping[str, Floats]) -> str:
    """Why small whole numbers must be declared: they may be counts."""
    shown = np.all([np.nan_to_num(_column(call.frame, c), nan=np.inf) >= call.rule.mindestzahl for c in call.counts], axis=0)
    small = shown & (numbers > 0) & (numbers < call.rule.mindestzahl)
    free = column in (*call.keys, *call.public) or THING.match(column) or not _whole(numbers) or running(numbers) or _compares(call.frame, column)
    if free or not call.counts or not small.any() or _follows(numbers, others, call, sure=False):
        return ""
    return (
        f'enthält ganze Zahlen unter {call.rule.mindestzahl}, und nichts sagt, was sie zählen. Sind es Personen oder Fälle: count=[…, "{column}"], aus anderen Daten beside=. '
        + (f'Bezeichnen sie die Zeile (Alter, Monat): by=["{column}"].' if column in _left(call) else f'Zählen sie etwas anderes (Tage, Häuser): public=["{column}"].')
    )


def _refuse_extremes(call: Call) -> None:
    """Refuse the least and the greatest value: of persons always, else where it is no declared count."""
    personal = any(s.personal for s in call.sources[:1])
    for column in call.frame.columns:
        cells = call.frame[column]
        named = bool(_EXTREME.search(str(column))) and not np.isnan(numbers_of(cells)).all()
        if personal and (what := "ein größter oder kleinster Wert" if named else _single(call, column)):
            label = next((str(v) for v in cells.dropna().unique() if _EXTREME.match(str(v))), column) if not named else column
            raise ReleaseError(
                f"»{call.table}«: »{label}« ist {what} und damit der Wert einer einzelnen Person; er wird nie ausgewiesen, auch nicht mit base=. "
                + _INSTEAD.get(what, 'Bitte weglassen, oder die Personen nach Klassen zählen (count="Personen") oder ein Mittel mit base= zeigen.')
            )
        if named and column not in call.apart and column not in call.declared:
            raise ReleaseError(f'»{call.table}«: »{column}« ist ein größter oder kleinster Wert, also eine einzelne Anzahl. Bitte count=["…", "{column}"], dann gilt die Mindestzahl auch für ihn; oder weglassen.')


def _refuse_steps(call: Call) -> None:
    """Refuse running sums of counts to which few are added from one row to the next."""
    keys = call.keys or _left(call)
    for count in call.counts:
        if few := step_of_few(call.frame, keys, count, call.rule.mindestzahl, title=call.table):
            raise ReleaseError(
                f"»{call.table}«: »{count}« ist kumuliert, und von »{few[0]}« zu »{few[1]}« kommen weniger als {call.rule.mindestzahl} hinzu. Die Mindestzahl gilt dem, was hinzukommt: "
                f'Bitte die einzelnen Zeiträume mit count="{count}" freigeben, aus dem freigegebenen Rahmen (.frame) kumulieren und ihn mit derived= nennen.'
            )


def _single(call: Call, column: str) -> str:
    """What the cells of a column are of single persons: their least or greatest value in a long table, a day."""
    cells = call.frame[column].dropna()
    if pd.api.types.is_numeric_dtype(cells):
        return ""
    if not pd.api.types.is_datetime64_any_dtype(cells) and any(_EXTREME.match(str(v)) for v in cells.unique()):
        return "ein größter oder kleinster Wert"
    return "ein Tag" if column not in (*call.keys, *call.apart) and not _needed(call, column) and cells.astype(str).str.fullmatch(_DATE).any() else ""


def _needed(call: Call, column: str) -> bool:
    """Whether rows are told apart by a column left of the counts, and not without it."""
    left = _left(call)
    others = [c for c in left if c != column]
    return not call.keys and column in left and (not others or bool(call.frame.duplicated(others).any()))


def _left(call: Call) -> list[str]:
    """Columns left of the first count."""
    columns = list(call.frame.columns)
    return columns[: min((columns.index(c) for c in (*call.counts, *call.amounts)), default=0)]


def _refuse_sums(table: str, columns: Sequence[str]) -> None:
    """Refuse sums of amounts without their contributions."""
    sums = next((c for c in columns if _AMOUNT.search(c) and not _RATE.search(c) and not _MEAN.search(c)), None)
    if sums is not None:
        raise ReleaseError(
            f"»{table}«: »{sums}« ist dem Namen nach eine Summe von Beträgen oder Stunden. Ob ein einzelner Beitrag darin zu erkennen ist (Dominanz, p-Prozent-Regel), prüft nur amounts=. "
            f'Bitte amounts={{"{sums}": beitraege}} mit den Schlüsseln, »Beitrag von« und dem Betrag je Zeile. Stammt die Zahl nicht von Personen, nennt public= sie und source= zusätzlich ihre Tabelle.'
        )


def _counting(call: Call, column: str, numbers: Floats) -> bool:
    """Whether numbers may be counts: whole ones that are neither called a mean nor a change."""
    return _whole(numbers) and not _MEAN.search(column) and not _HEAD.search(column) and not _compares(call.frame, column)


def _compares(frame: pd.DataFrame, column: str) -> bool:
    """Whether a column says by its name, or in its words, that it compares with another time."""
    cells = frame[column].dropna()
    return bool(CHANGE.search(f"{column} {'' if pd.api.types.is_numeric_dtype(cells) or cells.empty else cells.iloc[0]}"))


def _per_thing(column: str, count: str) -> bool:
    """Whether a column is the count by something that is no person (»Besuche je Öffnungsstunde«): hidden and shown as the count is."""
    return column.startswith(f"{count} ") and bool(_PER.match(column, len(count) + 1))


def _cure(count: str, rule: Rule) -> str:
    """Line to write."""
    return (
        f'Bitte base="{count}" (Spalte mit der Zahl der Personen, auf denen der Wert beruht; unter {rule.mindestbasis} wird er verborgen). '
        "Ein Index oder Standardwert aus Ausgewiesenem nennt stattdessen exempt= und derived=; eine Angabe aus einer anderen Tabelle nennen public= und source=[…, diese Tabelle]."
    )


def _said(call: Call, column: str) -> Iterator[Floats]:
    """Numbers of a column; of its texts those that may be statistics or changes."""
    number = pd.api.types.is_numeric_dtype(call.frame[column])
    named = bool(_MEAN.search(str(column))) or _compares(call.frame, column)
    for numbers in numbers_of(call.frame[column]).T:
        if not np.isnan(numbers).all() and (number or named or (column not in call.keys and not _whole(numbers))):
            yield numbers


def _column(frame: pd.DataFrame, column: str) -> Floats:
    """Numbers of a column of numbers."""
    return np.asarray(frame[column].to_numpy(dtype=float, na_value=np.nan))


def _beside(derived: Released, frame: pd.DataFrame) -> dict[str, Floats]:
    """Shown numbers of the table that a frame is derived from, in its rows: by the keys that both have, but for times that differ."""
    shared = [k for k in derived.keys if k in frame and set(spelt(frame[k])) & set(spelt(derived.frame[k]))]
    rows = {codes: row for row, codes in enumerate(zip(*(spelt(derived.frame[k]) for k in shared), strict=True))}
    if not shared or len(rows) < len(derived.frame):
        return {}
    at = np.array([rows.get(codes, -1) for codes in zip(*(spelt(frame[k]) for k in shared), strict=True)])
    return {f"{c} ({derived.title})": np.where(at < 0, np.nan, _column(derived.frame, c)[at]) for c in derived.frame.select_dtypes("number").columns.difference(shared)}


def _whole(numbers: Floats) -> bool:
    """Whether numbers may be counts."""
    known = numbers[~np.isnan(numbers)]
    return bool((known % 1 == 0).all())


def _follows(said: Floats, known: Mapping[str, Floats], call: Call, *, sure: bool) -> bool:
    """Whether numbers follow from the other columns of the table: a share, a ratio, a change, an index; surely, or as far as they are given."""
    frame, keys = call.frame, call.keys or [c for c in call.frame.columns if not pd.api.types.is_numeric_dtype(call.frame[c])]
    groups = [np.zeros(len(frame), dtype=np.intp), *(np.asarray(frame.groupby(list(g), dropna=False, sort=False).ngroup(), dtype=np.intp) for g in groupings(keys))]
    return any(_agree(said, other, groups, digits=_DIGITS if sure else 0) for other in _candidates(frame, keys, list(known.values()))) or any(changes(frame, keys, n, said) for n in known.values())


def _candidates(frame: pd.DataFrame, keys: Sequence[str], known: Sequence[Floats]) -> Iterator[Floats]:
    """What may be computed of columns row by row, and their running sums, also within groups."""
    for i, numbers in enumerate(known):
        yield numbers
        yield from (sums for _, sums in running_sums(frame, keys, numbers))
        yield from (value for other in known[:i] for value in combined(numbers, other))


def _agree(said: Floats, other: Floats, groups: Sequence[Places], *, digits: float) -> bool:
    """Whether numbers are others, in percent or so, or in the same proportion to them within groups, or on a line with all of them."""
    rows = ~np.isnan(said)
    if not np.isfinite(other[rows]).all():
        return False
    y, x = said[rows], other[rows]
    exact = _NEAR * np.maximum(np.abs(y), 1)
    known = np.log10(1 + np.abs(y).max() / max(2 * grain(y), 2 * _LEAST))
    fits = [*((len(y), np.abs(y - scale * x)) for scale in _SCALES), *(proportional(y, x, group[rows]) for group in groups)]
    near = any(n > 0 and ((off <= exact).all() or (n * known > digits and (off <= 2 * grain(y) + exact).all())) for n, off in fits)
    return near or bool(len(np.unique(x)) > 3 and total_told(y, x))
