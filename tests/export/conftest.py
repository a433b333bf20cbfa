"""Notebooks as papermill leaves them, built by hand."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbench.present.description import Description

HEAD = {
    "title": "Dorsten",
    "place": "dorsten",
    "ags": "05512012",
    "project": "Jugendhilfeplanung 2025",
    "institute": "Institut Beispiel",
    "date": "31. Dezember 2024",
    "synthetic": True,
}
COLUMNS = [{"label": "Raum", "align": "left", "header": True}, {"label": "Besuche", "align": "right", "header": False}]
SOURCE = {"source": "Besuchslisten 2024", "note": "· = nicht ausgewiesen."}
ALT = "Balkendiagramm, 2 Räume. Am höchsten: Altstadt mit 1.234 Besuchen."


def cells(name, text, value=None, state=""):
    return [{"text": name, "value": None, "state": "header"}, {"text": text, "value": value, "state": state}]


ROWS = [cells("Altstadt", "1.234", 1234), cells("Hervest", "·", state="hidden"), cells("Rhade", "–", state="missing"), cells("Insgesamt", "1.300", 1300)]


@pytest.fixture
def head():
    return Description("head", dict(HEAD))


@pytest.fixture
def table():
    return lambda **changes: Description("table", {"title": "Besuche je Raum", "columns": COLUMNS, "rows": copy.deepcopy(ROWS), "totals": [3], **SOURCE, **changes})


@pytest.fixture
def figure():
    encoding = {"label": "Raum", "value": "Besuche", "bounds": [], "reference": None, "highlight": []}
    body = {"mark": "bar", "title": "Besuche je Raum", "unit": "Besuche", "alt": ALT, "columns": COLUMNS, "rows": ROWS[:2], "encoding": encoding, **SOURCE}

    def made(**changes):
        shown = [c["text"] for row in changes.get("rows", body["rows"]) for c in row if c["value"] is not None]
        told = {"alt": ALT if "1.234" in shown else f"Balkendiagramm, {'am höchsten: ' + shown[0] if shown else 'kein Wert ist ausgewiesen'}."}
        return Description("figure", {**copy.deepcopy(body), **told, **changes})

    return made


@pytest.fixture
def marked(figure):
    """A figure of any mark, written as text: its first columns are names, · is hidden, – is missing."""
    states = {"·": "hidden", "–": "missing"}

    def build(mark, text, names=1, **encoding):
        heads, *rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        columns = [{"label": h, "align": "left" if i < names else "right", "header": i < names} for i, h in enumerate(heads)]
        cell = lambda t: {"text": t, "value": None if t in states else float(t.replace(",", ".").replace("−", "-")), "state": states.get(t, "")}  # noqa: E731
        grid = [[{"text": t, "value": None, "state": "header"} if i < names else cell(t) for i, t in enumerate(row)] for row in rows]
        shown = next((c["text"] for row in grid for c in row if c["value"] is not None), "keiner: 2 Werte sind nicht ausgewiesen")
        return figure(mark=mark, title=f"Probe {mark}", alt=f"Darstellung der Werte, am höchsten ist {shown}.", columns=columns, rows=grid, encoding={"value": heads[-1], **encoding})

    return build


@pytest.fixture
def marks(marked):
    """One figure of each mark."""
    line = "Gebiet | 2022 | 2023 | 2024\nNord | 12,5 | · | 14,0\nSüd | 10,0 | 11,0 | 9,0\nInsgesamt | 11,0 | 11,5 | 12,0"
    return {
        "bar": marked("bar", "Raum | Besuche\nAltstadt | 30\nHervest | ·\nRhade | 12", bounds=[], highlight=["Rhade"], reference={"label": "alle", "text": "21", "value": 21, "state": ""}),
        "interval": marked("interval", "Raum | Anteil | von | bis\nNord | 8,7 | 7,0 | 10,5\nSüd | −2,0 | −3,5 | −0,4\nOst | · | · | ·", bounds=["von", "bis"], reference=None, label="Raum"),
        "line": marked("line", line, x="Jahr", series="Gebiet", emphasis=["Nord", "Insgesamt"]),
        "stacked": marked("stacked", "Raum | 6–9 | 10–13\nNord | 5,0 | 0,1\nSüd | 4,0 | ·", label="Raum", series="Alter"),
        "pyramid": marked("pyramid", "Alter | Geschlecht | Besuche | Einwohner\n6–9 | weiblich | 7,9 | 8,5\n6–9 | männlich | 9,9 | 9,0\n10–13 | weiblich | · | 8,2\n10–13 | männlich | 19,2 | 8,7", names=2, by="Alter", side="Geschlecht", sides=["weiblich", "männlich"], against="Einwohner"),
        "heatmap": marked("heatmap", "Raum | Mo | Di\nNord | 5 | ·\nSüd | 4 | 6", row="Raum", column="Tag"),
    }


@pytest.fixture
def wide():
    """A table of 24 hours."""
    columns = [{"label": "Wochentag", "align": "left", "header": True}, *({"label": str(h), "align": "right", "header": False} for h in range(24))]
    rows = [[{"text": day, "value": None, "state": "header"}, *({"text": "12", "value": 12, "state": ""} for _ in range(24))] for day in ("Montag", "Dienstag")]
    return Description("table", {"title": "Besuche je Stunde", "columns": columns, "rows": rows, "totals": [], **SOURCE})


@pytest.fixture
def quotes():
    items = [{"text": "<script>alert(1)</script> & »so«", "label": "Jugendliche", "code": "Räume > <b>Platz</b>"}]
    return Description("quotes", {"title": "Stimmen", "items": items, "source": "Interviews 2024", "note": "Nur mit Freigabe."})


@pytest.fixture
def out():
    def output(description):
        data, metadata = description._repr_mimebundle_()
        return new_output("execute_result", data=data, metadata=metadata, execution_count=1)

    return output


@pytest.fixture
def book(head, out):
    """Notebook of a title, the head, and what is given: texts become Markdown, descriptions outputs."""

    def build(*contents, title="# Wer besucht die Häuser?\n\nFür den Ausschuss."):
        parts = [title, head, *contents]
        made = [new_markdown_cell(p) if isinstance(p, str) else new_code_cell("geheim = 1", outputs=[out(p) if isinstance(p, Description) else p]) for p in parts if p]
        return new_notebook(cells=made)

    return build


@pytest.fixture
def chapters():
    """Two areas with a chapter each, as computed headings; each begins a new page."""
    heading = lambda level, text, named, page: {"kind": "heading", "level": level, "text": text, "named": named, "page": page}  # noqa: E731
    blocks = [b for name in ("Nord", "Süd") for b in (heading(3, name, name, True), heading(4, "Porträt", f"{name} Porträt", False), {"kind": "sentence", "text": f"Hier liegt {name}."})]  # noqa: FBT003
    return Description("group", {"blocks": blocks})
