"""What a reader of one format delivers, and the one frame that comes of it."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import DataError
from workbench.read.official.dates import Moment
from workbench.read.official.keys import Area, areas
from workbench.read.official.layout import letter
from workbench.read.official.numbers import ROUNDED, SCALED, Cell, numbers

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

COLUMNS = ("Kennzahl", "Schlüssel", "Gebiet", "Ebene", "Jahr", "Stichtag", "Wert", "Grund", "Einheit", "Basis", "Gebietsstand", "Quelle", "Lizenz", "Hinweis")
ABSENT = "gibt es nicht"  # reason of a »-« in the row of an area that is no more, or not yet
BY_2 = "Datenlizenz Deutschland – Namensnennung – Version 2.0 (www.govdata.de/dl-de/by-2-0)"
STOCK = "Bevölkerung"  # where nobody lives there is no municipality


@dataclasses.dataclass(frozen=True)
class Facts:
    """Cells of a table, each with the number of its area, indicator and date.

    Parameters
    ----------
    keys, names, levels
        Different areas as the file has them, and what it says of their level.
    indicators
        Name and unit of the different indicators.
    moments
        Different dates.
    area, indicator, date
        For each cell its place in the lists above.
    cells
        As the file has them.
    marks
        Quality mark beside each cell; None where the format has none.
    where
        Position of a cell → where it stands in the file, for messages.
    own
        Columns that the file itself has of what else holds for the whole table: basis, territory, source, licence, note.
    """

    keys: Sequence[str]
    names: Sequence[str]
    levels: Sequence[str]
    indicators: Sequence[tuple[str, str]]
    moments: Sequence[Moment]
    area: "npt.NDArray[np.intp]"
    indicator: "npt.NDArray[np.intp]"
    date: "npt.NDArray[np.intp]"
    cells: "npt.NDArray[Any]"
    marks: "npt.NDArray[Any] | None"
    where: Callable[[int], str]
    own: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Origin:
    """What holds for all figures of a table.

    Parameters
    ----------
    form
        German name of the format.
    table
        Code and title.
    source, licence
        As they are printed with every figure; "" where the file does not say.
    basis
        Year → census on which the figures rest; "" where the file does not say.
    territory
        Territorial status; "" where the file does not say.
    tolerance
        So far sums over sub-areas may be from the published total.
    rounded
        Whether each figure is rounded on its own, as averages over a year are: then sums may be off by half a unit per part as well.
    notes
        What stays unclear, German sentences.
    """

    form: str
    table: str
    source: str
    licence: str
    basis: Callable[[int], str] = lambda year: ""  # noqa: ARG005 (most tables do not say)
    territory: str = ""
    tolerance: float = 0
    rounded: bool = False
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Found:
    """An official table that was read.

    Parameters
    ----------
    origin
        What holds for all its figures.
    areas
        Different areas, those with unclear keys among them.
    frame
        One row per figure with the columns of `COLUMNS`; the columns of text are categorical. Areas with unclear keys have no rows;
        an area that the file lists under several keys has those of the key that was valid at the date.
    notes
        What stays unclear, German sentences.
    inside
        For each row the Gemeindeverband in which the file places its area; "" where it names none.
    """

    origin: Origin
    areas: list[Area]
    frame: "pd.DataFrame"
    notes: tuple[str, ...]
    inside: "pd.Categorical"


def distinct(frame: "pd.DataFrame", by: Sequence[str]) -> "tuple[npt.NDArray[np.intp], pd.DataFrame]":
    """Code of what stands in some columns for each row, and the first row of each code."""
    import numpy as np

    return np.asarray(frame.groupby(list(by), sort=False, dropna=False).ngroup(), dtype=np.intp), frame.drop_duplicates(list(by))


def crossed(known: tuple[Sequence[str], Sequence[str], Sequence[str]], indicators: Sequence[tuple[str, str]], moments: Sequence[Moment], codes: "Sequence[npt.NDArray[np.intp]]", cells: "npt.NDArray[Any]", rows: Sequence[int], columns: Sequence[int], marks: "npt.NDArray[Any] | None" = None) -> Facts:  # noqa: PLR0917 (the parts of a table)
    """Facts of a table with figures in rows and columns: codes of area, indicator and date may be those of rows or columns, spread over the others."""
    import numpy as np

    area, indicator, date = (np.broadcast_to(each, cells.shape).ravel() for each in codes)
    wide = len(columns)
    return Facts(*known, indicators, moments, area, indicator, date, cells.ravel(), None if marks is None else marks.ravel(), lambda i: f"Zeile {rows[i // wide]}, Spalte {letter(columns[i % wide])}")


def found(file: str, facts: Facts, origin: Origin) -> Found:
    """Frame of a table.

    Parameters
    ----------
    file
        Name of the file, for messages.
    facts, origin
        As a reader delivers them.

    Returns
    -------
    Found
        With all keys in one form.

    Raises
    ------
    DataError
        With all cells that are no numbers.

    Notes
    -----
    »-« means exactly zero (Statistisches Bundesamt, Zeichenerklärung). In tables by Gemeinde, GENESIS also fills the rows of areas
    that do not exist at the date with it: where all figures of an area and a date are »-«, their reason is »gibt es nicht«. Where
    there is only one figure, this holds for numbers of residents; any other is a zero.
    """
    import numpy as np

    cell, read = numbers(facts.cells, facts.marks)
    wrong = np.flatnonzero(_each(read, lambda c: bool(c.fault))[cell])
    if len(wrong):
        raise DataError(file, [f"{facts.where(int(i))}: {read[cell[i]].fault}" for i in wrong])
    known = areas(facts.keys, facts.names, facts.levels)
    values = _each(read, lambda c: np.nan if c.value is None else c.value)[cell]
    nil = _each(read, lambda c: c.sign == "-")[cell]
    frame = _frame(facts, origin, known, cell, read, values, nil)
    keep, doubtful = _single(facts, known, values, ~np.isnan(values) & ~nil)
    against = [f"{len(doubtful)} {'Wert steht' if len(doubtful) == 1 else 'Werte stehen'} mehrfach und verschieden da und bleib{'t' if len(doubtful) == 1 else 'en'} außen vor, z. B. {facts.where(doubtful[0])}: {_fact(frame, doubtful[0])}. Welcher gilt, muss die Datei sagen."] if doubtful else []
    inside = _text([a.inside for a in known], facts.area)
    whole = bool(keep.all())
    frame, inside = (frame, inside) if whole else (frame[keep].reset_index(drop=True), inside[keep])
    return Found(origin, known, frame, (*origin.notes, *_said(known), *against), inside)


def _each(read: Sequence[Cell], said: Callable[[Cell], Any]) -> "npt.NDArray[Any]":
    """What is said of each different cell."""
    import numpy as np

    return np.array([said(c) for c in read])


def _fact(frame: "pd.DataFrame", at: int) -> str:
    """What a figure is of, for a message."""
    row = frame.iloc[at]
    number = f"{row['Wert']:.10g}".replace(".", ",")
    return f"»{row['Kennzahl']}«, {' '.join(filter(None, (row['Gebiet'], row['Schlüssel'])))}, {row['Jahr']}: »{number}«"


def _single(facts: Facts, known: Sequence[Area], values: "npt.NDArray[np.float64]", number: "npt.NDArray[np.bool_]") -> "tuple[npt.NDArray[np.bool_], list[int]]":
    """Rows to keep: those with a clear key, and of several for one area, indicator and date the one under the key with most numbers. Then the cells where two contradict one another."""
    import numpy as np
    import pandas as pd

    clear = np.array([not a.unclear for a in known], dtype=bool)[facts.area]
    codes = pd.factorize(pd.Series([f"{a.level} {a.key}" for a in known]))[0]
    fact = (codes[facts.area] * len(facts.indicators) + facts.indicator) * len(facts.moments) + facts.date
    if "Basis" in facts.own:
        fact = pd.factorize(pd.MultiIndex.from_arrays([fact, list(facts.own["Basis"])]))[0]
    at = np.flatnonzero(pd.Series(fact).duplicated(keep=False).to_numpy() & clear)
    if not len(at):
        return clear, []
    group = facts.area * len(facts.moments) + facts.date
    real = np.bincount(group, weights=number, minlength=len(known) * len(facts.moments))[group][at]
    double = pd.DataFrame({"fact": fact[at], "real": real, "value": values[at]}, index=at).sort_values(["fact", "real"], ascending=[True, False], kind="stable")
    before = double.shift()
    later = double["fact"] == before["fact"]
    clear[double.index[later]] = False
    against = double[later & (double["real"] > 0) & (double["value"] != before["value"]) & double["value"].notna()]
    clear[double.index[double["fact"].isin(against["fact"])]] = False
    return clear, against.index.tolist()


def _said(known: Sequence[Area]) -> list[str]:
    """What was done to keys, and which cannot be trusted."""
    mended = [a.note for a in known if a.note.startswith("führende Null")]
    doubtful = [a for a in known if a.unclear]
    said = [f"{len(mended)} Schlüssel ohne führende Null ergänzt ({mended[0].partition(':')[2].strip()})."] if mended else []
    if doubtful:
        said.append(f"{len(doubtful)} Gebiete ohne verlässlichen Schlüssel bleiben außen vor, z. B. »{doubtful[0].key}« {doubtful[0].name}: {doubtful[0].unclear}.")
    return said


def _frame(facts: Facts, origin: Origin, known: Sequence[Area], cell: "npt.NDArray[np.intp]", read: Sequence[Cell], values: "npt.NDArray[np.float64]", nil: "npt.NDArray[np.bool_]") -> "pd.DataFrame":  # noqa: PLR0917 (the parts of a table)
    """One row per cell."""
    import numpy as np
    import pandas as pd

    absent = _absent(facts, nil)
    scaled = np.array([bool(SCALED.fullmatch(u)) for _, u in facts.indicators], dtype=bool)[facts.indicator]
    less = _each(read, lambda c: c.sign == "0")[cell] & scaled
    percent = _each(read, lambda c: c.sign == "%")[cell] & np.array([not u for _, u in facts.indicators], dtype=bool)[facts.indicator]
    years, per_area, per_date, all_of_them = [m.year for m in facts.moments], facts.area, facts.date, np.arange(len(cell))
    own = {name: _text(column, all_of_them) for name, column in facts.own.items()}
    notes = _text([*(c.note for c in read), "", ROUNDED], np.where(absent, len(read), np.where(less, len(read) + 1, cell)))
    hints = [notes, _text([a.note for a in known], per_area), _text([m.note for m in facts.moments], per_date), *filter(None, [own.pop("Hinweis", None)])]
    return pd.DataFrame({
        "Kennzahl": _text([n for n, _ in facts.indicators], facts.indicator), "Schlüssel": _text([a.key for a in known], per_area),
        "Gebiet": _text([a.name for a in known], per_area), "Ebene": _text([a.level for a in known], per_area),
        "Jahr": np.array(years, dtype="int64")[per_date], "Stichtag": np.array([m.day for m in facts.moments], dtype="datetime64[us]")[per_date],
        "Wert": np.where(absent, np.nan, values), "Grund": _text([*(c.reason for c in read), ABSENT], np.where(absent, len(read), cell)),
        "Einheit": _text([*(u for _, u in facts.indicators), "%"], np.where(percent, len(facts.indicators), facts.indicator)), "Basis": _text([origin.basis(y) for y in years], per_date),
        **{c: _text([value], np.zeros(len(per_area), dtype=np.intp)) for c, value in (("Gebietsstand", origin.territory), ("Quelle", origin.source), ("Lizenz", origin.licence))},
        "Hinweis": _hints(*hints), **own,
    })  # fmt: skip


def _text(words: Sequence[str], codes: "npt.NDArray[np.intp]") -> "pd.Categorical":
    """Column of repeated words."""
    import numpy as np
    import pandas as pd

    index, different = pd.factorize(np.array(words, dtype=object))
    return pd.Categorical.from_codes(index[codes] if len(words) else codes, pd.Index(different, dtype="str"))


def _absent(facts: Facts, nil: "npt.NDArray[np.bool_]") -> "npt.NDArray[np.bool_]":
    """Cells of areas that do not exist at their date."""
    import numpy as np

    group = facts.area * len(facts.moments) + facts.date
    total, nils = np.bincount(group), np.bincount(group, weights=nil)
    stock = np.array([STOCK in n for n, _ in facts.indicators], dtype=bool)[facts.indicator]
    absent: npt.NDArray[np.bool_] = nil & (((nils == total) & (total > 1))[group] | (stock & (total == 1)[group]))
    return absent


def _hints(*parts: "pd.Categorical") -> "pd.Categorical":
    """Notes about value, area and date as one column."""
    import pandas as pd

    codes, first = distinct(pd.DataFrame({str(i): part.codes for i, part in enumerate(parts)}), [str(i) for i in range(len(parts))])
    return _text(["; ".join(filter(None, row)) for row in zip(*(part[first.index.to_numpy()] for part in parts), strict=True)], codes)
