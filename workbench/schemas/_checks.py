"""What pandera finds in a typed frame, said in German."""

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import suggest
from workbench.read.cells import shown
from workbench.read.values import Fault
from workbench.schemas._column import Column

if TYPE_CHECKING:
    import pandas as pd

Look = Callable[[str], "pd.DataFrame"]  # another table of the same place, as far as it can be read; empty where there is none
Keys = Mapping[str, tuple[str, ...]]  # allowed keys of each column that refers to another table
Raw = Callable[[int, str], object]  # cell as it stands in the file, by row and column

_LISTED = 12  # so many keys are listed where none is near


@dataclasses.dataclass(frozen=True)
class Rule:
    """What must hold in every row, over several columns.

    Parameters
    ----------
    needs
        Columns that the rule looks at; the first is the one that the message names.
    holds
        Frame and those of `beside` → True per row. A missing value must hold.
    said
        German expectation; a name in braces stands for the cell of that column.
    beside
        Names of the tables of the place that it is compared with; empty frames where there are none.
    """

    needs: tuple[str, ...]
    holds: "Callable[..., pd.Series[bool]]"
    said: str
    beside: tuple[str, ...] = ()


def at_most(first: str, last: str) -> Rule:
    """Rule that one column is not above the other, where both are known."""
    return Rule((first, last), lambda frame: ~(frame[first] > frame[last]), f"erwartet höchstens »{{{last}}}« ({last}).")


def found(frame: "pd.DataFrame", columns: Sequence[Column], *, key: Sequence[str], rules: Sequence[Rule], keys: Keys, look: Look) -> "pd.DataFrame":
    """Failure cases of pandera: columns schema_context, column, check (the German expectation, »key« or the number of a rule) and index (the row).

    `keys` are those of other tables that columns refer to, `look` gives the rules other tables of the place.
    """
    import pandas as pd
    import pandera.pandas as pa

    checks = [pa.Check(_bound(r, look), error=str(i), ignore_na=False) for i, r in enumerate(rules) if set(r.needs) <= set(frame)]
    needed = [k for k in key if not any(c.name == k and c.optional for c in columns)]  # an empty cell of an optional column is the same as any other
    if needed and set(needed) <= set(frame):
        checks.append(pa.Check(lambda f: ~f.duplicated([k for k in key if k in f]) | f[needed].isna().any(axis=1), error="key", ignore_na=False))
    schema = pa.DataFrameSchema({c.name: c.pandera(keys.get(c.name)) for c in columns if c.name in frame}, checks=checks)
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as faults:
        cases: pd.DataFrame = faults.failure_cases
        return cases
    return pd.DataFrame(columns=["schema_context", "column", "check", "index"])


def keys_of(columns: Sequence[Column], look: Look | None) -> dict[str, tuple[str, ...]]:
    """Keys of other tables that the columns may hold."""
    return {c.name: k for c in columns if c.refers and look and (k := tuple(look(c.refers).iloc[:, 0].dropna().unique()))}


def lacking(frame: "pd.DataFrame", columns: Sequence[Column], keys: Keys) -> list[Fault]:
    """Keys of another table that must all occur, and do not."""
    return [
        Fault(0, i, f"{c.name} »{key}« aus »{c.refers}« fehlt.{f' Hat er keine Teile, gehört dazu die Zeile mit {columns[0].name} »{key}« und {c.name} »{key}«.' if i else ''}")
        for i, c in enumerate(columns)
        if c.complete and c.name in frame
        for key in keys.get(c.name, ())
        if key not in set(frame[c.name])
    ]


def cell(frame: "pd.DataFrame", row: int, name: str) -> object:
    """Cell of a frame, for a message."""
    import pandas as pd

    value: object = frame.loc[row, name]
    return None if pd.isna(value) else value  # type: ignore[call-overload] # a scalar


def _bound(rule: Rule, look: Look) -> "Callable[[pd.DataFrame], pd.Series[bool]]":
    """The rule as a check of the frame alone."""
    return lambda frame: rule.holds(frame, *map(look, rule.beside)).fillna(value=True).astype(bool)


def sentences(cases: "pd.DataFrame", frame: "pd.DataFrame", columns: Sequence[Column], *, key: Sequence[str], rules: Sequence[Rule], keys: Keys, raw: Raw, word: str) -> list[Fault]:
    """What `found` returns as German faults, unordered; `raw` gives cells as they stand in the file, `word` is what a message calls a row."""
    place = {c.name: i for i, c in enumerate(columns)}
    of_rows = cases["schema_context"] == "DataFrameSchema"
    faults = []
    for name, check, row in cases.loc[~of_rows, ["column", "check", "index"]].itertuples(index=False):
        said = _wrong(columns[place[name]], check, shown(raw(row, name)), keys.get(name, ()))
        faults.append(Fault(row, place[name], f"{word} {row}, {name}: {said}"))
    for check, row in cases.loc[of_rows & (cases["check"] != "key"), ["check", "index"]].drop_duplicates().itertuples(index=False):
        faults.append(_broken(rules[int(check)], row, place, raw, word))
    doubles = cases.loc[of_rows & (cases["check"] == "key"), "index"].unique().tolist()
    return faults + (_doubles(frame, doubles, [k for k in key if k in frame], word) if doubles else [])


@functools.lru_cache(maxsize=1_000)
def _wrong(column: Column, check: str, cell: str, known: tuple[str, ...]) -> str:
    """What is wrong with one cell."""
    if check == "not_nullable":
        return f"leer – erwartet {column.expected}."
    if not known:
        return f"»{cell}« – {check}"
    near = suggest(cell, known)
    more = "" if len(known) <= _LISTED else " …"
    return f"»{cell}« – {check}" + (near or f" Vorhanden: {', '.join(f'»{k}«' for k in known[:_LISTED])}{more}.")


def _broken(rule: Rule, row: int, place: Mapping[str, int], raw: Raw, word: str) -> Fault:
    """A row in which a rule does not hold."""
    cells: dict[str, Any] = {n: shown(raw(row, n)) for n in rule.needs}
    first = rule.needs[0]
    return Fault(row, place[first], f"{word} {row}, {first}: »{cells[first]}« – {rule.said.format(**cells)}")


def _doubles(frame: "pd.DataFrame", rows: Sequence[int], key: list[str], word: str) -> list[Fault]:
    """Rows that were there before: wholly, or with the same key only."""
    import pandas as pd

    numbers = pd.Series(frame.index, index=frame.index)
    first = numbers.groupby([frame[k] for k in key], dropna=False).transform("first")
    whole = frame.duplicated()
    faults = []
    for row in rows:
        if whole[row]:
            said = f"ist dieselbe Angabe wie {word} {first[row]:.0f}. Bitte eine davon löschen."
        else:
            named = ", ".join(f"{k} »{shown(frame.loc[row, k])}«" for k in key if frame[k].notna()[row])
            said = f"hat denselben Schlüssel wie {word} {first[row]:.0f} ({named}), aber andere Angaben. Bitte eine davon berichtigen."
        faults.append(Fault(row, 0, f"{word} {row} {said}"))
    return faults
