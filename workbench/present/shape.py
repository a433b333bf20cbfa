"""Steps that the functions of `figure` share: from a released frame to a grid, and from a grid to a body."""

import dataclasses
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from workbench.disclosure.cells import Released, Value
from workbench.errors import ReleaseError
from workbench.present import alt
from workbench.present.description import EMPTY, Description
from workbench.present.table import (
    Digits,
    Sheet,
    cell,
    checked,
    decimals,
    grid,
    keep,
    notes,
    reorder,
    sheet_of,
    widened,
)
from workbench.schemas.terms import TOTAL

FEW_LINES = 5  # so many lines are told apart by colour and style

Cell = dict[str, Any]
Cells = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Text:
    """What every figure prints around its marks."""

    released: Released
    title: str
    unit: str
    note: str
    digits: Digits


def take(data: Released, call: str, labels: Sequence[str], values: Sequence[str], *, totals: Collection[str] = (), texts: Sequence[str] = ()) -> Sheet:
    """Columns that a figure draws, without rows of totals (but for those keys whose total is a line of its own)."""
    released = checked(data, call)
    sheet = sheet_of(released, columns=[*labels, *values, *texts])
    for column in values:
        if not (sheet.frame.empty or pd.api.types.is_numeric_dtype(sheet.frame[column])):
            raise ReleaseError(f"{call}: »{column}« enthält keine Zahlen – erwartet wird eine Wertspalte, z. B. {_example(released)}.")
    sheet = dataclasses.replace(sheet, keys=tuple(labels))
    plain = [c for c in labels if c not in totals]
    return keep(sheet, ~(sheet.frame[plain].astype("object") == TOTAL).any(axis=1))


def by_value(sheet: Sheet, label: str, value: str) -> Sheet:
    """Largest value first, equal ones by name, hidden and missing ones last."""
    names = sheet.frame[label].astype(str)
    folded = names.str.normalize("NFD").str.replace(r"[\u0300-\u036f]", "", regex=True).str.casefold()  # Ü stands with U, as in a German directory
    order = sheet.frame.assign(_folded=folded, _name=names).sort_values([value, "_folded", "_name"], ascending=[False, True, True], na_position="last")
    return reorder(sheet, order.index)


def by_time(sheet: Sheet, x: str) -> Sheet:
    """Earliest first, where the column holds years or dates; other text keeps its order."""
    times = sheet.frame[x]
    years = pd.to_numeric(times.astype(str), errors="coerce")
    if years.isna().any() and isinstance(times.iloc[0], str):
        return sheet
    return reorder(sheet, (times if years.isna().any() else years).sort_values(kind="stable").index)


def spread(sheet: Sheet, column: str, text: Text, value: str) -> Cells:
    """Grid with one column per value of a key, all with the same decimals."""
    digits = decimals(sheet.frame[value], text.digits, value)
    return grid(widened(sheet, column, value, table=text.released.title), digits)


def evenly(sheet: Sheet, digits: Digits) -> Cells:
    """Grid whose value columns have the same decimals, so that one can compare them."""
    values = [c for c in sheet.frame if c not in sheet.keys]
    return grid(sheet, max(decimals(sheet.frame[c], digits, str(c)) for c in values))


def ranked(mark: str, kind: str, sheet: Sheet, text: Text, reference: Cell | None, *, compared: Value | None = None, **encoding: object) -> Description:
    """Figure with one value per label: bars, or dots with intervals, which are compared as they are and not as they are printed."""
    if sheet.frame.empty:
        return EMPTY
    label, value, *bounds = sheet.frame.columns
    cells = evenly(sheet, text.digits)
    points = [(r[0]["text"], r[1]) for r in cells["rows"]]
    held = "" if not bounds or (compared and compared.hidden) else alt.within(list(sheet.frame[bounds].dropna().itertuples(index=False, name=None)), compared.number if compared else None)
    said = alt.joined(
        f"{kind}, {alt.things(label, len(points))}.",
        alt.ranks(points) if value == "Rang" else alt.ends(points, text.unit),
        held,
        alt.reference(reference, text.unit),
        alt.unshown([c for _, c in points]),
    )
    names = {"label": label, "value": value, "bounds": bounds, "reference": reference}
    return build(mark, sheet, text, cells, said=said, encoding={**names, **encoding})


def build(mark: str, sheet: Sheet, text: Text, cells: Cells, *, said: str, encoding: dict[str, Any], **more: object) -> Description:
    """Body of a figure."""
    body = {"mark": mark, "title": text.title, "unit": text.unit, "alt": said, **cells, "encoding": encoding, **more}
    return Description("figure", {**body, "source": text.released.source, "note": notes(cells["rows"], sheet.reasons, text.note)})


def reference_line(value: Value | None, label: str, digits: int) -> Cell | None:
    """Printed value of a reference line; None where there is none to draw."""
    if value is None or (value.number is None and not value.hidden):
        return None
    return {"label": label or "Vergleichswert", **cell(value.number, digits, hidden=value.hidden)}


def names(chosen: str | Collection[str] | None) -> list[str]:
    """One name or several as a list."""
    return [chosen] if isinstance(chosen, str) else sorted(chosen or ())


def standing_out(rows: list[list[Cell]]) -> list[str]:
    """Lines that stand out: all of a few, else the two whose last values are highest and lowest."""
    if len(rows) <= FEW_LINES:
        return [row[0]["text"] for row in rows]
    shown = sorted((row for row in rows if row[-1]["value"] is not None), key=lambda row: -row[-1]["value"])
    return [row[0]["text"] for row in (shown[0], shown[-1])] if shown else []


def values(cells: Cells) -> list[Cell]:
    """All cells but the headers."""
    return [c for row in cells["rows"] for c in row if c["state"] != "header"]


def crossed(cells: Cells) -> list[alt.Point]:
    """Cells of a spread grid, each named by its row and column."""
    heads = [c["label"] for c in cells["columns"]]
    return [(f"{alt.short(row[0]['text'], 30)}, {alt.short(head, 30)}", c) for row in cells["rows"] for head, c in zip(heads[1:], row[1:], strict=True)]


def _example(released: Released) -> str:
    """Value columns of the frame."""
    return ", ".join(f"»{c}«" for c in released.values[:3])
