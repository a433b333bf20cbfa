"""Numbers that sum up single persons: means, quantiles, extremes, amounts. They leave only with a base, with contributions, or not at all."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.disclosure.alignment import numbers_of
from workbench.disclosure.system import Floats
from workbench.disclosure.telling import changes, combined, grain, mean_of_few, total_told
from workbench.errors import ReleaseError
from workbench.project import Rule
from workbench.schemas import Table

_EXTREME = re.compile(r"maxim|minim(?!alist)|\bmax\b|\bmin\b|höchst(?!ens|förder)|niedrigst|größte|kleinste|spannweite|extremwert|spitzenwert|rekord|\brange\b", re.IGNORECASE)
_MEAN = re.compile(r"(?<![^\W\d_])mittel(?:wert|$|\W)|\bmittlere|durchschnitt|im schnitt|median|quantil|quartil|perzentil|standardabweichung|streuung|varianz|\b(?:mean|std)\b|[ø∅]|^\d+ ?%$", re.IGNORECASE)
_AMOUNT = re.compile(r"kosten\b|euro\b|€|\beur\b|betrag\b|beträge|ausgaben|aufwand|einkommen|einnahmen|mittel in (?:€|eur)|^(?:[\w-]*(?:arbeits|betreuungs|fach|einzel|beratungs|unterrichts|förder))?stunden\b", re.IGNORECASE)
_PER = re.compile(r"\b(?:je|pro) (?:\d+ )?(?!\d|person|kind|kopf|jugend|jung|besuch|fall|fälle|befragt|famil|gast|teilnehm|klient)", re.IGNORECASE)  # of a thing, not of a person
_RATE = re.compile(r"\bje\b|\bpro\b|anteil|%|quote", re.IGNORECASE)
_DIGITS = 4  # in which numbers agree that follow from others by more than chance
_LEAST = 1e-4  # half of the last digit that counts
_NEAR = 1e-9
_SCALES = (1.0, 1e2, 1e3, 1e4, 1e5)


def refuse(
    table: str, frame: pd.DataFrame, *, counts: Sequence[str], beside: Collection[str], base: str | None, public: Sequence[str], amounts: Collection[str], keys: Sequence[str], sources: Sequence[Table], rule: Rule
) -> None:
    """Refuse numbers of a table of counts that tell of single persons, or of too few, and that nothing is declared of.

    Parameters
    ----------
    table, frame, beside, base, public, amounts
        As in `workbench.start.Report.release`.
    counts
        Columns of counts, without the amounts.
    keys
        Columns that are named as keys.
    sources
        Tables that the frame comes from; the counts come from the first one.
    rule
        As it holds for the table.

    Raises
    ------
    ReleaseError
        With the column, why, and the line to write.

    Notes
    -----
    A number that is no whole one must follow from what the table shows (a share or a ratio of its columns, a change between its
    rows, an index on a straight line), rest on a declared ``base``, or be said to be no secret and come from another table
    than the one that is counted. The least and the greatest value of persons are values of single persons: no base helps.

    """
    if rule.mindestzahl <= 1 or not len(frame):  # two people have set the rules aside
        return
    own, apart = [*counts, *beside, *amounts, *([base] if base else [])], set(public) if len(sources) > 1 else set()
    _refuse_extremes(table, frame, apart=apart, declared=own, personal=any(s.personal for s in sources[:1]))
    left = {str(c): n for c in frame.columns.difference(own, sort=False) for n in _said(frame, c, keys)}
    _refuse_sums(table, [c for c in left if c not in apart])
    known = {c: _column(frame, c) for c in own} | {c: n for c, n in left.items() if c in apart or _counting(c, n)}
    for column, numbers in left.items():
        few = next((c for c in (*counts, *beside) if mean_of_few(numbers, known[c], rule.mindestbasis).any()), None)
        if column in public and few:
            raise ReleaseError(f"»{table}«: »{column}« ist ein Mittelwert über »{few}« und damit nicht public=. {_cure(few, rule)}")
        free = column in apart or (base and column not in keys) or _counting(column, numbers) or any(_per_thing(column, c) for c in counts)
        if not free and not _follows(numbers, known, frame, keys):
            raise ReleaseError(f"»{table}«: {_why(column, public=column in public, key=column in keys)} {_cure(base or [*counts, 'Personen'][0], rule)}")
        known[column] = numbers


def _refuse_extremes(table: str, frame: pd.DataFrame, *, apart: Collection[str], declared: Collection[str], personal: bool) -> None:
    """Refuse the least and the greatest value: of persons always, else where it is no declared count."""
    for column in frame.columns:
        named = _EXTREME.search(str(column)) and not np.isnan(numbers_of(frame[column])).all()
        labels = "" if pd.api.types.is_numeric_dtype(frame[column]) else next((str(v) for v in frame[column].dropna().unique() if _EXTREME.match(str(v))), "")
        if personal and (named or labels):
            raise ReleaseError(
                f"»{table}«: »{labels or column}« ist ein größter oder kleinster Wert und damit der Wert einer einzelnen Person; er wird nie ausgewiesen, auch nicht mit base=. "
                'Bitte weglassen, oder die Personen nach Klassen zählen (count="Personen") oder ein Mittel mit base= zeigen.'
            )
        if named and column not in apart and column not in declared:
            raise ReleaseError(f'»{table}«: »{column}« ist ein größter oder kleinster Wert, also eine einzelne Anzahl. Bitte count=["…", "{column}"], dann gilt die Mindestzahl auch für ihn; oder weglassen.')


def _refuse_sums(table: str, columns: Sequence[str]) -> None:
    """Refuse sums of amounts without their contributions."""
    sums = next((c for c in columns if _AMOUNT.search(c) and not _RATE.search(c) and not _MEAN.search(c)), None)
    if sums is not None:
        raise ReleaseError(
            f"»{table}«: »{sums}« ist dem Namen nach eine Summe von Beträgen oder Stunden. Ob ein einzelner Beitrag darin zu erkennen ist (Dominanz, p-Prozent-Regel), prüft nur amounts=. "
            f'Bitte amounts={{"{sums}": beitraege}} mit den Schlüsseln, »Beitrag von« und dem Betrag je Zeile. Stammt die Zahl nicht von Personen, nennt public= sie und source= zusätzlich ihre Tabelle.'
        )


def _counting(column: str, numbers: Floats) -> bool:
    """Whether numbers may be counts: whole ones that are not called a mean."""
    return _whole(numbers) and not _MEAN.search(column)


def _per_thing(column: str, count: str) -> bool:
    """Whether a column is the count by something that is no person (»Besuche je Öffnungsstunde«): hidden and shown as the count is."""
    return column.startswith(f"{count} ") and bool(_PER.match(column, len(count) + 1))


def _why(column: str, *, public: bool, key: bool) -> str:
    """What is wrong with a number that nothing is declared of."""
    if key:
        return f"»{column}« steht in by= und bliebe auch in verborgenen Zeilen stehen, ist aber keine ganze Zahl. Klassen stehen dort als Text."
    if public:
        return f"»{column}« steht in public=, ist keine Anzahl und kommt nach source= aus den gezählten Daten selbst; was aus ihnen berechnet ist, ist nicht öffentlich."
    return f"»{column}« ist keine Anzahl und folgt nicht aus den Spalten der Tabelle: ein Mittelwert, ein Quantil oder ein Anteil, dessen Basis niemand nennt."


def _cure(count: str, rule: Rule) -> str:
    """Line to write."""
    return (
        f'Bitte base="{count}" (Spalte mit der Zahl der Personen, auf denen der Wert beruht; unter {rule.mindestbasis} wird er verborgen). '
        "Ein Index oder Standardwert aus Ausgewiesenem nennt stattdessen exempt= und derived=; eine Angabe aus einer anderen Tabelle nennen public= und source=[…, diese Tabelle]."
    )


def _said(frame: pd.DataFrame, column: str, keys: Sequence[str]) -> Iterator[Floats]:
    """Numbers of a column that may be statistics: also in its texts where they are no keys."""
    if column in keys and not pd.api.types.is_numeric_dtype(frame[column]):
        return
    for numbers in numbers_of(frame[column]).T:
        if not np.isnan(numbers).all() and (pd.api.types.is_numeric_dtype(frame[column]) or not _whole(numbers) or _MEAN.search(str(column))):
            yield numbers


def _column(frame: pd.DataFrame, column: str) -> Floats:
    """Numbers of a column of numbers."""
    return np.asarray(frame[column].to_numpy(dtype=float, na_value=np.nan))


def _whole(numbers: Floats) -> bool:
    """Whether numbers may be counts."""
    known = numbers[~np.isnan(numbers)]
    return bool((known % 1 == 0).all())


def _follows(said: Floats, known: Mapping[str, Floats], frame: pd.DataFrame, keys: Sequence[str]) -> bool:
    """Whether numbers follow from the other columns of the table: a share, a ratio, a change, an index."""
    groups = [np.zeros(len(frame), dtype=np.intp), *(frame.groupby(list(g), dropna=False, sort=False).ngroup().to_numpy() for g in _groupings(keys))]
    return any(_agree(said, other, groups) for other in _candidates(list(known.values()))) or any(changes(frame, keys, n, said) for n in known.values())


def _candidates(known: Sequence[Floats]) -> Iterator[Floats]:
    """What may be computed of columns row by row, and their running sums."""
    for i, numbers in enumerate(known):
        yield numbers
        yield np.nancumsum(numbers)
        yield from (value for other in known[:i] for value in combined(numbers, other))


def _groupings(keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Within which rows a share may be one of the whole: of each key, and of all but one."""
    return list(dict.fromkeys([*((k,) for k in keys), *(g for k in keys if (g := tuple(o for o in keys if o != k)))]))


def _agree(said: Floats, other: Floats, groups: Sequence[np.ndarray]) -> bool:
    """Whether numbers are others, in percent or so, or in the same proportion to them within groups, or on a line with all of them."""
    rows = ~np.isnan(said)
    if not np.isfinite(other[rows]).all():
        return False
    y, x = said[rows], other[rows]
    exact = _NEAR * np.maximum(np.abs(y), 1)
    digits = np.log10(1 + np.abs(y).max() / max(2 * grain(y), 2 * _LEAST))
    fits = [*((len(y), np.abs(y - scale * x)) for scale in _SCALES), *(_proportional(y, x, group[rows]) for group in groups)]
    near = any(n > 0 and ((off <= exact).all() or (n * digits > _DIGITS and (off <= 2 * grain(y) + exact).all())) for n, off in fits)
    return near or bool(len(np.unique(x)) > 3 and total_told(y, x))


def _proportional(y: Floats, x: Floats, group: np.ndarray) -> tuple[int, Floats]:
    """How many rows are more than needed for a proportion in each group, and how far numbers are off."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = pd.Series(np.where(x == 0, np.nan, y / x)).groupby(group)
    middle = ratio.transform("median").to_numpy()
    return int((ratio.count() - 1).clip(lower=0).sum()), np.abs(y - np.nan_to_num(middle) * x)
