"""Rows of smaller areas → rows of the areas of the project, as the table `zuordnung` groups them: counts are summed, outlines put together, lists placed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import few
from workbench.read import borders
from workbench.read.values import Fault
from workbench.schemas._column import Column
from workbench.schemas._sheet import REASON
from workbench.schemas.terms import ELSEWHERE

if TYPE_CHECKING:
    import pandas as pd

EVER = (1900, 2100)
SUMMED = "aus kleineren Gebieten summiert"
ESTIMATED = "aus kleineren Gebieten summiert, zum Teil geschätzt: Werte geteilter Gebiete sind nach Bevölkerungsanteilen verteilt"
PLACED = "Gebiete den Räumen zugeordnet"
UNITED = "Umrisse aus denen kleinerer Gebiete zusammengefügt"
_SHOWN = 6  # so many areas are named
_SOURCE = "Zeile der Datei"


def bounds(mapping: "pd.DataFrame") -> "tuple[pd.Series[float], pd.Series[int], pd.Series[int]]":
    """Share in percent, first and last year of each row."""
    import pandas as pd

    given = (mapping[c] if c in mapping else pd.Series(pd.NA, index=mapping.index, dtype="Float64") for c in ("Anteil", "Ab Jahr", "Bis Jahr"))
    share, first, last = (values.astype("Float64").fillna(default) for values, default in zip(given, (100, *EVER), strict=True))
    return share.astype("float64"), first.astype("int64"), last.astype("int64")


def faults(frame: "pd.DataFrame", mapping: "pd.DataFrame", columns: Sequence[Column], key: Sequence[str]) -> list[Fault]:
    """What keeps rows of smaller areas from becoming rows of the project's.

    Of counts: levels that are mixed, areas that are missing (of a date: a list without one need not name every area), and
    areas that belonged nowhere in that year. Of single rows: areas that belong to none or to several. Of outlines: areas
    that are incomplete, too.
    """
    if not _counts(columns, key):
        return _unplaced(frame, mapping, columns)
    area = _area(columns).name
    smaller, whole = set(mapping["Schlüssel"]), set(mapping["Raum"])
    _, first, last = bounds(mapping)
    found = []
    for group, rows in _groups(frame, columns, key):
        there = set(rows[area].dropna())
        finer, coarser = there - whole, there - smaller
        if not finer or not finer <= smaller:
            continue
        if coarser & whole:
            found.append(Fault(0, 0, f"{group}Ebenen gemischt: {_named(coarser)} und dazu kleinere Gebiete ({_named(finer)}). Bitte nur eine Ebene angeben, sonst zählt manches doppelt."))
        year = int(_years(rows).iloc[0])
        valid = (first <= year) & (last >= year)
        if year < EVER[1] and (missing := set(mapping.loc[valid & (mapping["Raum"] != ELSEWHERE), "Schlüssel"]) - there):
            found.append(Fault(0, 0, f"{group}ohne Angabe für {_named(missing)}; die Summe des Raums wäre zu klein. Bitte ergänzen (ist der Wert unbekannt, mit amtlichem Zeichen) oder in »zuordnung« Ab Jahr und Bis Jahr angeben."))
        strange = rows[rows[area].isin((there & smaller) - set(mapping.loc[valid, "Schlüssel"]))]
        counted = strange[[c.name for c in columns if c.role == "count"]].fillna(0).ne(0).any(axis=1)
        found += [Fault(row, 0, f"Zeile {row}, {area}: »{strange[area][row]}« gehört laut »zuordnung« {_then(year)} zu keinem Raum.") for row in strange.index[counted]]
    return found


def gathered(frame: "pd.DataFrame", mapping: "pd.DataFrame", columns: Sequence[Column], key: Sequence[str]) -> "pd.DataFrame":
    """Table with the areas of the project in place of smaller ones; `attrs["Herkunft"]` says in German how it came about.

    Where areas are part of the key of counts, these are summed: a sum with an unknown part is unknown, with the reasons of
    its parts; a shared count is distributed in whole numbers (largest remainders), so that its parts sum to it. Outlines
    are put together. Other rows keep what they say and get the area in which theirs lies, so that whoever is counted in
    them is counted once.
    """
    if counts := _counts(columns, key):
        return _summed(frame, mapping, columns, key, counts)
    area = _area(columns).name
    homes = _homes(frame, mapping, area)
    moved = homes.ne(frame[area]) & frame[area].notna()
    if not moved.any():
        return frame
    if not _outlined(columns):
        result = frame.assign(**{area: homes})
    else:
        inside = homes.ne(ELSEWHERE)
        result = borders.united(frame.assign(**{area: homes})[inside], only=homes[moved & inside].unique())
    result.attrs["Herkunft"] = UNITED if _outlined(columns) else PLACED
    return result


def _summed(frame: "pd.DataFrame", mapping: "pd.DataFrame", columns: Sequence[Column], key: Sequence[str], counts: list[str]) -> "pd.DataFrame":
    """Table with sums of counts."""
    import pandas as pd

    area = _area(columns).name
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
    grouped = together.groupby([c for c in frame if c not in (*counts, REASON)], sort=False, dropna=False)
    sums = grouped[counts].sum(skipna=False)
    if REASON in frame:
        sums[REASON] = grouped[REASON].agg(lambda reasons: "; ".join(dict.fromkeys(r for r in reasons if r)))
    result = pd.concat([*done, sums.reset_index()[list(frame.columns)]], ignore_index=True)
    result.attrs["Herkunft"] = ESTIMATED if estimated else SUMMED
    return result


def _unplaced(frame: "pd.DataFrame", mapping: "pd.DataFrame", columns: Sequence[Column]) -> list[Fault]:
    """Rows whose area is in no area of the project or in several, and areas whose outline is incomplete."""
    area = _area(columns)
    homes, years, word = _homes(frame, mapping, area.name), _years(frame), "Eintrag" if _outlined(columns) else "Zeile"
    several = homes.str.contains("|", regex=False).fillna(value=False)
    nowhere = homes.eq("") | (homes.eq(ELSEWHERE) & frame[area.name].ne(ELSEWHERE) & (ELSEWHERE not in area.also) & (not _outlined(columns)))
    found = [
        Fault(row, 0, f"{word} {row}, {area.name}: »{frame[area.name][row]}« liegt laut »zuordnung« zum Teil in {' und zum Teil in '.join(f'»{h}«' for h in homes[row].split('|'))}. Was dort steht, lässt sich nicht aufteilen – erwartet wird der Raum selbst.")
        for row in frame.index[several]
    ]
    found += [Fault(row, 0, f"{word} {row}, {area.name}: »{frame[area.name][row]}« gehört laut »zuordnung« {_then(years[row])} zu keinem Raum.") for row in frame.index[nowhere]]
    if _outlined(columns):
        there, now = set(frame[area.name]), mapping[bounds(mapping)[2] == EVER[1]]
        for home, parts in now[~now["Raum"].isin({ELSEWHERE, *there})].groupby("Raum", sort=False)["Schlüssel"]:
            if missing := set(parts) - there:
                found.append(Fault(0, 0, f"Umriss von »{home}« fehlt{'' if missing == {home} else f', oder der seiner Teile {_named(missing)} (zuordnung)'}."))
    return found


def _homes(frame: "pd.DataFrame", mapping: "pd.DataFrame", area: str) -> "pd.Series[str]":
    """Area of the project of each row in its year, several with a stroke between them, "" for none; other keys as they are."""
    import pandas as pd

    _, first, last = bounds(mapping)
    keys = pd.DataFrame({"Schlüssel": frame[area], "Jahr": _years(frame)})
    found = keys.drop_duplicates().merge(mapping[["Schlüssel", "Raum"]].assign(first=first, last=last), on="Schlüssel")
    mine = found[(found["first"] <= found["Jahr"]) & (found["last"] >= found["Jahr"])].groupby(["Schlüssel", "Jahr"])["Raum"].agg("|".join)
    smaller = frame[area].isin(mapping["Schlüssel"]) & ~frame[area].isin(mapping["Raum"])
    return frame[area].mask(smaller, keys.join(mine, on=["Schlüssel", "Jahr"])["Raum"].fillna(""))


def _area(columns: Sequence[Column]) -> Column:
    """Column of the areas that are grouped."""
    return next(c for c in columns if c.through)


def _counts(columns: Sequence[Column], key: Sequence[str]) -> list[str]:
    """Counts that are summed: those of areas, not those of something that lies in one."""
    return [c.name for c in columns if c.role == "count"] if _area(columns).name in key else []


def _outlined(columns: Sequence[Column]) -> bool:
    """Whether the table is one of outlines."""
    return any(c.kind == "object" for c in columns)


def _groups(frame: "pd.DataFrame", columns: Sequence[Column], key: Sequence[str]) -> "list[tuple[str, pd.DataFrame]]":
    """Rows that must name the same areas: of one date and indicator, with the words for it."""
    by = [c.name for c in columns if c.role == "key" and c.name in key and not c.through and c.name in frame]
    return [(" ".join(f"{n} {_said(v)}" for n, v in zip(by, values, strict=True)) + ": ", rows) for values, rows in frame.groupby(by, sort=False)] if by else [("", frame)]


def _said(value: Any) -> str:  # noqa: ANN401 (a scalar of any column)
    """Value of a key in a message."""
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else f"»{value}«"


def _years(frame: "pd.DataFrame") -> "pd.Series[int]":
    """Year of each row; where it has none, today's areas are meant."""
    import pandas as pd

    when = next((c for c in ("Jahr", "Stichtag", "Datum") if c in frame), "")
    years = frame[when].dt.year if when and when != "Jahr" else frame[when] if when else pd.Series(EVER[1], index=frame.index)
    return years.fillna(EVER[1]).astype("int64")


def _then(year: int) -> str:
    """Year in a message."""
    return "heute" if year == EVER[1] else str(year)


def _named(keys: set[str]) -> str:
    """Keys in a message."""
    return few([f"»{k}«" for k in sorted(keys)], _SHOWN)


def _split(rows: "pd.DataFrame", mapping: "pd.DataFrame", area: str, counts: list[str]) -> "pd.DataFrame":
    """Each row once per area that it belongs to in its year, counts distributed by the shares."""
    share, first, last = bounds(mapping)
    year = _years(rows).iloc[0]
    valid = mapping.assign(Anteil=share)[(first <= year) & (last >= year)]
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
