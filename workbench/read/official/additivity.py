"""Whether published figures of sub-areas add up to the published total, level by level."""

import dataclasses
import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from workbench.read.official.keys import LEVELS, NATION, PART
from workbench.read.official.numbers import SCALED

if TYPE_CHECKING:
    import pandas as pd

    from workbench.read.official.facts import Found, Origin

_COUNTS = re.compile(r"anzahl|personen|fälle|1\.?000.*|tsd\.?.*|mill?\.?.*|mio\.?.*|eur(?:o)?|€|ha|qkm|km²", re.IGNORECASE)
_MEANS = re.compile(r"median|durchschnitt|mittel|quote|anteil|\bje\b|\bpro\b|rate\b", re.IGNORECASE)  # not to be added, whatever their unit
_COMPUTED = re.compile(r"vollzeit|rechn(?:erisch|\.)", re.IGNORECASE)  # in full numbers, each rounded on its own
_WHOLE = {"Kreis": 5, "Regierungsbezirk": 3, "Land": 2, "Bund": 0}  # level of totals, and so many digits of its key its parts share
_PARTS = ("Land", "Kreis", "Gemeinde")
_AREAS_SHOWN = 3
_TWICE = " (das Doppelte: stehen die Teile unter altem und neuem Schlüssel da?)"


@dataclasses.dataclass(frozen=True)
class Sums:
    """Comparison of one level with the one above it.

    Parameters
    ----------
    parts, whole
        Levels; or Gemeinden and the Verband that the file places them in.
    checked
        Totals that were compared: all parts have a number.
    open
        Totals with parts whose number is missing.
    wrong
        Totals that differ by more than the tolerance.
    largest
        Largest difference, sum of the parts minus published total.
    tolerance
        So far they may differ.
    rounded
        Whether half a unit per part and for the total is added, for some indicators or all.
    examples
        Areas with the largest differences, German.
    """

    parts: str
    whole: str
    checked: int
    open: int
    wrong: int
    largest: float
    tolerance: float
    rounded: bool
    examples: tuple[str, ...]


def sums(table: "Found") -> list[Sums]:
    """Compare sums over sub-areas with the published total.

    Parameters
    ----------
    table
        Table as it was read.

    Returns
    -------
    list of Sums
        One per pair of levels that the table holds, for counts and amounts only: shares and rates do not add up. Areas that do not
        exist at a date count nothing; parts of a Kreis in a table of Kreise count only at dates at which the Kreis does not exist.
    """
    frame = table.frame
    if frame.empty or table.origin.form == "INKAR":  # indicators, which are no amounts whatever their unit
        return []
    count = frame["Einheit"].isin([u for u in frame["Einheit"].unique() if _COUNTS.fullmatch(str(u))]) & ~frame["Kennzahl"].isin([n for n in frame["Kennzahl"].unique() if _MEANS.search(str(n))])
    frame = _stand_in(frame.assign(Verband=table.inside)[count & (frame["Ebene"] != "")])
    there = set(frame["Ebene"].unique())
    below = {w: next((p for p in _PARTS if p in there and LEVELS.index(p) > LEVELS.index(w)), "") for w in _WHOLE}
    made = [_compared(frame, below[whole], whole, cut, table.origin) for whole, cut in _WHOLE.items()]
    return [m for m in [*made, _compared(frame, "Gemeinde", "Gemeindeverband", None, table.origin)] if m]


def _stand_in(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Figures without those of parts of a Kreis; where the Kreis does not exist at the date, they are those of a Kreis."""
    import pandas as pd

    part = frame["Hinweis"].isin([h for h in frame["Hinweis"].unique() if PART in str(h)])
    if not part.any():
        return frame
    on = ["Schlüssel", "Jahr", "Stichtag"]
    absent = pd.MultiIndex.from_frame(frame.loc[(frame["Ebene"] == "Kreis") & (frame["Grund"] == "gibt es nicht"), on].astype({"Schlüssel": "str"}))
    alone = part & pd.MultiIndex.from_frame(frame[on].assign(Schlüssel=frame["Schlüssel"].astype("str").str[:5])).isin(absent)
    return frame.assign(Ebene=frame["Ebene"].astype("str").mask(alone, "Kreis"))[alone | ~part]


def _compared(frame: "pd.DataFrame", parts: str, whole: str, above: int | None, origin: "Origin") -> Sums | None:
    """One pair of levels; None where the table lacks one of them."""
    import numpy as np

    small, large = frame[frame["Ebene"] == parts], frame[frame["Ebene"] == whole]
    if small.empty or large.empty:
        return None
    key = small["Verband" if above is None else "Schlüssel"]
    parents = [k[:above] if above != 0 else NATION for k in key.cat.categories]
    on = ["Kennzahl", "Jahr", "Stichtag"]
    given = small["Wert"].notna() | (small["Grund"] == "gibt es nicht")
    each = small[on].assign(Schlüssel=np.array(parents, dtype=object)[key.cat.codes], Wert=small["Wert"], fehlt=~given, teile=small["Wert"].notna())
    added = each.groupby([*on, "Schlüssel"], dropna=False, observed=True).agg(summe=("Wert", "sum"), fehlt=("fehlt", "sum"), teile=("teile", "sum")).reset_index()
    total = large[[*on, "Schlüssel", "Gebiet", "Wert", "Einheit"]].astype({"Schlüssel": "str", "Kennzahl": "str"})
    both = total.dropna(subset="Wert").merge(added.astype({"Kennzahl": "str", "Schlüssel": "str"}), on=[*on, "Schlüssel"])
    both = both[(both["teile"] > 0) | (both["fehlt"] > 0)]
    full = both[both["fehlt"] == 0]
    if both.empty:
        return None
    difference = full["summe"] - full["Wert"]
    rounded = full["Einheit"].isin([u for u in full["Einheit"].unique() if SCALED.fullmatch(str(u))]) | full["Kennzahl"].str.contains(_COMPUTED) | origin.rounded
    allowed = origin.tolerance + np.where(rounded, (full["teile"] + 1) * 0.5, 0) + 1e-6 * full["Wert"].abs().clip(upper=1)
    wrong = difference.abs() > allowed
    worst = full.assign(difference=difference, twice=difference == full["Wert"])[wrong].sort_values("difference", key=abs, ascending=False).head(_AREAS_SHOWN)
    examples = tuple(_example(row) for row in worst.to_dict("records"))
    largest = max(difference.tolist(), key=abs, default=0.0)
    return Sums(parts, whole, len(full), len(both) - len(full), int(wrong.sum()), largest, origin.tolerance, bool(rounded.any()), examples)


def _example(row: dict[Hashable, Any]) -> str:
    """One total that differs."""
    when = f"{row['Stichtag']:%d.%m.%Y}" if row["Stichtag"] == row["Stichtag"] else row["Jahr"]
    return f"{row['Schlüssel']} {row['Gebiet']}, {row['Kennzahl']}, {when}: {signed(row['difference'])}{_TWICE if row['twice'] else ''}"


def signed(number: float) -> str:
    """Difference with its sign, as a message shows it.

    Examples
    --------
    >>> signed(-2327.0), signed(0.5)
    ('−2.327', '+0,5')
    """
    return f"{number:+,.10g}".translate(str.maketrans(",.-", ".,−"))
