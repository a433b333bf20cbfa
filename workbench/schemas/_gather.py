"""Counts of smaller areas → counts of the areas of the project, as the table `zuordnung` groups them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.read.values import Fault
from workbench.schemas._column import Column
from workbench.schemas._sheet import REASON
from workbench.schemas.terms import ELSEWHERE

if TYPE_CHECKING:
    import pandas as pd

EVER = (1900, 2100)
SUMMED = "aus kleineren Gebieten summiert (zuordnung)"
ESTIMATED = "aus kleineren Gebieten summiert (zuordnung), zum Teil geschätzt: Werte geteilter Gebiete sind nach Bevölkerungsanteilen verteilt"
_SHOWN = 6  # so many areas are named
_SOURCE = "Zeile der Datei"


def bounds(mapping: "pd.DataFrame") -> "tuple[pd.Series[float], pd.Series[int], pd.Series[int]]":
    """Share in percent, first and last year of each row."""
    import pandas as pd

    given = (mapping[c] if c in mapping else pd.Series(pd.NA, index=mapping.index, dtype="Float64") for c in ("Anteil", "Ab Jahr", "Bis Jahr"))
    share, first, last = (values.astype("Float64").fillna(default) for values, default in zip(given, (100, *EVER), strict=True))
    return share.astype("float64"), first.astype("int64"), last.astype("int64")


def faults(frame: "pd.DataFrame", mapping: "pd.DataFrame", columns: Sequence[Column], key: Sequence[str]) -> list[Fault]:
    """What keeps the counts of smaller areas from being summed.

    Parameters
    ----------
    frame
        Rows of the file, indexed by their numbers.
    mapping
        Table of the grouping.
    columns, key
        Declaration of the table.

    Returns
    -------
    list of Fault
        Levels that are mixed, areas that are missing, and areas that belonged nowhere in that year.

    """
    area = _area(columns)
    smaller, whole = set(mapping["Schlüssel"]), set(mapping["Raum"])
    share, first, last = bounds(mapping)
    found = []
    for group, rows in _groups(frame, columns, key):
        there = set(rows[area].dropna())
        finer, coarser = there - whole, there - smaller
        if not finer or not finer <= smaller:
            continue
        if coarser & whole:
            found.append(Fault(0, 0, f"{group}Ebenen gemischt: {_named(coarser)} und dazu kleinere Gebiete ({_named(finer)}). Bitte nur eine Ebene angeben, sonst zählt manches doppelt."))
        year = _year(rows)
        valid = (first <= year) & (last >= year) if year else share.gt(0)
        if missing := set(mapping.loc[valid & (mapping["Raum"] != ELSEWHERE), "Schlüssel"]) - there:
            found.append(Fault(0, 0, f"{group}ohne Angabe für {_named(missing)}; die Summe des Raums wäre zu klein. Bitte ergänzen (ist der Wert unbekannt, mit amtlichem Zeichen) oder in »zuordnung« Ab Jahr und Bis Jahr angeben."))
        strange = rows[rows[area].isin((there & smaller) - set(mapping.loc[valid, "Schlüssel"]))]
        counted = strange[[c.name for c in columns if c.role == "count"]].fillna(0).ne(0).any(axis=1)
        found += [Fault(row, 0, f"Zeile {row}, {area}: »{strange[area][row]}« gehört laut »zuordnung« {year} zu keinem Raum.") for row in strange.index[counted]]
    return found


def summed(frame: "pd.DataFrame", mapping: "pd.DataFrame", columns: Sequence[Column], key: Sequence[str]) -> "pd.DataFrame":
    """Table with the counts of smaller areas summed to the areas of the project.

    Parameters
    ----------
    frame, mapping, columns, key
        As in `faults`, which has found none.

    Returns
    -------
    pandas.DataFrame
        The same columns, `attrs["Herkunft"]` says in German how it came about. A sum with an unknown part is unknown,
        with the reasons of its parts. A shared count is distributed in whole numbers (largest remainders), so that its
        parts sum to it.

    """
    import pandas as pd

    area, counts = _area(columns), [c.name for c in columns if c.role == "count"]
    whole = set(mapping["Raum"])
    parts, done, estimated = [], [], False
    for _, rows in _groups(frame, columns, key):
        if set(rows[area]) <= whole:
            done.append(rows)
            continue
        split = _split(rows, mapping, area, counts)
        estimated |= bool(split["Anteil"].lt(100).any())
        parts.append(split[split[area] != ELSEWHERE])
    if not parts:
        return frame
    together = pd.concat(parts, ignore_index=True)
    by = [k for k in key if k in frame]
    grouped = together.groupby(by, sort=False)
    sums = grouped[counts].sum(skipna=False)
    if REASON in frame:
        sums[REASON] = grouped[REASON].agg(lambda reasons: "; ".join(dict.fromkeys(r for r in reasons if r)))
    result = pd.concat([*done, sums.reset_index()[list(frame.columns)]], ignore_index=True)
    result.attrs["Herkunft"] = ESTIMATED if estimated else SUMMED
    return result


def _area(columns: Sequence[Column]) -> str:
    """Column of the areas that are grouped."""
    return next(c.name for c in columns if c.through)


def _groups(frame: "pd.DataFrame", columns: Sequence[Column], key: Sequence[str]) -> "list[tuple[str, pd.DataFrame]]":
    """Rows that must name the same areas: of one date and indicator, with the words for it."""
    by = [c.name for c in columns if c.role == "key" and c.name in key and not c.through and c.name in frame]
    return [(" ".join(f"{n} {_said(v)}" for n, v in zip(by, values, strict=True)) + ": ", rows) for values, rows in frame.groupby(by, sort=False)] if by else [("", frame)]


def _said(value: Any) -> str:  # noqa: ANN401 (a scalar of any column)
    """Value of a key in a message."""
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else f"»{value}«"


def _year(rows: "pd.DataFrame") -> int:
    """Year of rows of one date; 0 where they have none."""
    if "Jahr" in rows:
        return int(rows["Jahr"].iloc[0])
    return int(rows["Stichtag"].iloc[0].year) if "Stichtag" in rows else 0


def _named(keys: set[str]) -> str:
    """Keys in a message."""
    listed = sorted(keys)
    return ", ".join(f"»{k}«" for k in listed[:_SHOWN]) + (f" und {len(listed) - _SHOWN} weitere" if len(listed) > _SHOWN else "")


def _split(rows: "pd.DataFrame", mapping: "pd.DataFrame", area: str, counts: list[str]) -> "pd.DataFrame":
    """Each row once per area that it belongs to in its year, counts distributed by the shares."""
    share, first, last = bounds(mapping)
    year = _year(rows)
    valid = mapping.assign(Anteil=share)[(first <= year) & (last >= year) if year else share.gt(0)]
    merged = rows.assign(**{_SOURCE: rows.index}).merge(valid[["Schlüssel", "Raum", "Anteil"]].rename(columns={"Raum": "Ziel"}), left_on=area, right_on="Schlüssel")
    for count in counts:
        merged[count] = _shared(merged[count], merged)
    return merged.assign(**{area: merged["Ziel"]})


def _shared(values: "pd.Series[Any]", merged: "pd.DataFrame") -> "pd.Series[Any]":
    """Counts times their shares in whole numbers that sum to them: the largest remainders are rounded up."""
    exact = values.astype("Float64") * merged["Anteil"] / 100
    floor = (exact + 1e-9) // 1
    source = merged[_SOURCE]
    left = (values.astype("Float64") - floor.groupby(source).transform("sum")).round()
    rank = (exact - floor).groupby(source).rank(method="first", ascending=False)
    return (floor + (rank <= left).astype("Float64")).astype(values.dtype)
