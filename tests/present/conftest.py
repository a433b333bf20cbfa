"""Released frames written out as text, and descriptions printed as text for snapshots."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from workbench.disclosure.cells import HIDDEN, MISSING, Released, make
from workbench.disclosure.text import ReleasedQuotes, release_quotes
from workbench.present.description import Description
from workbench.project import Rule

SOURCE = "Melderegister der Stadt, Stand 31. Dezember 2025"


def _number(text: str) -> float | None:
    return None if text in (HIDDEN, MISSING) else float(text.replace(".", "").replace(",", "."))


@pytest.fixture
def released() -> Callable[..., Released]:
    """Released frame from a text table: the first ``keys`` columns are keys, · is hidden, – is missing."""

    def read(text: str, keys: int = 1) -> Released:
        heads, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        cells = pd.DataFrame(rows, columns=heads)
        frame = cells.copy()
        for column in heads[keys:]:
            frame[column] = pd.Series([_number(t) for t in cells[column]], dtype=float)
        return make(frame, cells[heads[keys:]] == HIDDEN, title="Probe", keys=heads[:keys], source=SOURCE)

    return read


@pytest.fixture
def released_quotes() -> Callable[..., ReleasedQuotes]:
    """Three quotations of three professionals, released unless told otherwise."""

    def release(*, flag: bool = True, source: str = "Interviews 2025") -> ReleasedQuotes:
        said = pd.DataFrame({"Code": "Orte", "Fall": ["F1", "F2", "F3"], "Text": ["Ein Treff < fehlt.", "Abends ist zu.", "Der Park ist gut."], "Freigabe": flag})
        cases = pd.DataFrame({"Fall": ["F1", "F2", "F3"], "Rolle": "Fachkraft", "Einwilligung": True})
        return release_quotes(said, cases, mapping={}, rule=Rule(), source=source)

    return release


@pytest.fixture
def as_text() -> Callable[[Description], str]:
    """Description as a page of text."""

    def show(description: Description) -> str:
        body = dict(description.body)
        geometry = {"geometry": json.dumps(body.pop("geometry"))} if "geometry" in body else {}
        lines = [" | ".join(f"{c['label']}{'>' if c['align'] == 'right' else ''}{'*' if c['header'] else ''}" for c in body.pop("columns"))]
        lines += [" | ".join(_shown(c) for c in row) for row in body.pop("rows")]
        rest = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in (body | geometry).items()]
        return "\n".join([description.kind, *lines, *rest])

    return show


def _shown(cell: dict[str, Any]) -> str:
    exact = "" if cell["value"] is None else f" ={cell['value']}"
    return f"{cell['text']}{exact}{' ' + cell['state'] if cell['state'] not in ('', 'header') else ''}"
