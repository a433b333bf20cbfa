"""The gate: an executed notebook goes in, what was released comes out. Nothing is filtered out, only what is listed is taken."""

import ast
import dataclasses
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workbench.errors import GateError
from workbench.export.document import (
    Block,
    Content,
    Document,
    Figure,
    Group,
    Head,
    Heading,
    Numbered,
    Subheading,
    Table,
)
from workbench.export.prose import Prose, prose
from workbench.export.words import smuggled
from workbench.present.description import MARK, MIME, digest
from workbench.project import slug

Taken = Prose | Head | Content  # what a cell gives

SAID = 60  # so long an expression is repeated in a message

_DESCRIPTION: TypeAdapter[Head | Content] = TypeAdapter(Head | Content)
_WIDGET = "application/vnd.jupyter.widget-view+json"
_TABLE = "Schreiben Sie: table(bericht.release(…, table=…, count=…), title=…)."
_FIGURE = "Schreiben Sie: figure.bar(bericht.release(…, table=…, count=…), …)."
_CURES = {  # the first that an output holds says what it is
    _WIDGET: "Bedienelemente gibt es nur in JupyterLab. Schreiben Sie z. B.: indikatorverlauf.explore(bericht, …).",
    "image/svg+xml": _FIGURE,
    "image/png": _FIGURE,
    "image/jpeg": _FIGURE,
    "application/pdf": _FIGURE,
    "text/html": _TABLE,
    "text/markdown": "Schreiben Sie: sentence(…).",
    "text/latex": "Schreiben Sie: sentence(…).",
    "application/javascript": "Ein Bericht enthält keine Skripte. Löschen Sie die Ausgabe.",
    "text/plain": "Schreiben Sie: sentence(…, wert=freigegeben.value(…)), oder weisen Sie das Ergebnis einem Namen zu.",
}
_STREAMS = {
    "stdout": "Löschen Sie print(…). Schreiben Sie: sentence(…).",
    "stderr": "Beheben Sie, wovor die Zelle warnt.",
}
_ERROR = "Die Zelle ist mit einem Fehler abgebrochen. Beheben Sie ihn und führen Sie das Notebook neu aus."
_STALE = "Die Ausgabe passt nicht zu ihrer Prüfsumme. Führen Sie das Notebook neu aus."
_SMUGGLED = "»{}« wird zu Text oder entscheidet über ihn, ohne freigegeben zu sein. Schreiben Sie: sentence(…, wert=tabelle.value(…))."
_RAW = "Rohtext ist nicht erlaubt. Machen Sie daraus eine Markdown-Zelle."
_ATTACHED = "Eingefügte Bilder und Dateien sind nicht erlaubt. Löschen Sie sie; Abbildungen zeichnet figure."


def passed(nb: Any, name: str = "") -> Document:  # noqa: ANN401 (a NotebookNode, whose fields are not typed)
    """Take from an executed notebook what may leave.

    Parameters
    ----------
    nb
        The notebook.
    name
        Name of the report, for messages.

    Returns
    -------
    Document
        Prose and descriptions in the order of the notebook.

    Raises
    ------
    GateError
        With everything that must not leave, the number of its cell (counted from 1, all kinds) and the cure.

    Notes
    -----
    Allow-list: of a cell only Markdown that is prose, and outputs with a description whose SHA-256 stands in their
    metadata. Of such an output only the description is taken; metadata and state of widgets are never read, and code
    only to find numbers that it makes words of.
    """
    taken: list[Taken] = []
    faults: list[str] = []
    cells = list(enumerate((c for c in nb.cells if "injected-parameters" not in c.metadata.get("tags", [])), 1))
    faults += [f"Zelle {number}: {_SMUGGLED.format(said)}" for number, said in smuggled([(n, c.source) for n, c in cells if c.cell_type == "code"])]
    for number, cell in cells:
        for thing in _things(cell):
            if isinstance(thing, str):
                faults.append(f"Zelle {number}: {thing}")
            else:
                taken.append(thing)
    faults += _order(taken)
    if faults:
        raise GateError("\n".join(f"{name}, {fault}" if name else fault for fault in faults))
    head = next(t for t in taken if isinstance(t, Head))
    title, *blocks = anchored(t for t in taken if not isinstance(t, Head))
    return Document(head, title.text, tuple(blocks))


def _things(cell: Any) -> Iterator[Taken | str]:  # noqa: ANN401 (a NotebookNode)
    """What a cell gives; a fault is a text."""
    if cell.get("attachments"):
        yield _ATTACHED
    if cell.cell_type == "markdown":
        yield from _text(cell.source)
    elif cell.cell_type == "code":
        for output in cell.outputs:
            yield _output(output, _last(cell.source))
    elif cell.source.strip():
        yield _RAW


def _text(source: str) -> Iterable[Prose | str]:
    """Prose of a Markdown cell."""
    try:
        return prose(source)
    except GateError as fault:
        return [str(fault)]


def _last(source: str) -> str:
    """Expression whose value a cell shows, short; … where it has none."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return "…"
    said = ast.unparse(body[-1]) if body and isinstance(body[-1], ast.Expr) else "…"
    return said if len(said) <= SAID else "…"


def _output(output: Any, said: str) -> Taken | str:  # noqa: ANN401 (a NotebookNode)
    """Description of an output, or why it must not leave."""
    if output.output_type == "stream":
        return f"Ausgabe »{output.name}« ist nicht freigegeben. {_STREAMS.get(output.name, _STREAMS['stdout'])}"
    if output.output_type not in ("display_data", "execute_result"):
        return _ERROR
    if MIME not in output.data:
        kind = next((k for k in _CURES if k in output.data), next(iter(output.data), "leer"))
        what = f"»{said}« zeigt eine Ausgabe »{kind}«, die nicht freigegeben ist." if said != "…" else f"Ausgabe »{kind}« ist nicht freigegeben."
        return f"{what} {_CURES.get(kind, _TABLE).replace('release(…', f'release({said}')}"
    body, mark = output.data[MIME], output.metadata.get(MARK)
    if not isinstance(mark, dict) or mark.get("sha256") != digest(body):
        return _STALE
    try:
        return _DESCRIPTION.validate_json(json.dumps(body))
    except ValidationError as fault:
        return _misshapen(fault.errors())


def _misshapen(errors: Sequence[Any]) -> str:
    """Why a description does not have its form: what our own rules say, else where it differs."""
    said = next((str(e["ctx"]["error"]) for e in errors if e["type"] == "value_error"), "")
    return said or f"Die Beschreibung hat bei »{'.'.join(map(str, errors[0]['loc']))}« nicht die erwartete Form. Führen Sie das Notebook neu aus."


def _order(taken: list[Taken]) -> Iterator[str]:
    """Faults of the whole: title, head, levels of headings."""
    heads = sum(isinstance(t, Head) for t in taken)
    if heads != 1:
        yield f"Kopf: {heads} Angaben von Ort und Stand, erwartet wird genau eine. Die Zelle mit start(…) endet mit der Zeile: bericht."
    yield from outline([*_dissolved(t for t in taken if not isinstance(t, Head))], "der ersten Zelle")


def outline(things: Sequence[Prose | Content | Block], where: str) -> Iterator[str]:
    """Name faults of the headings.

    Parameters
    ----------
    things
        What is to make a document, in order.
    where
        Of what the title must be the beginning, German.

    Yields
    ------
    str
        German sentence: no single title at the beginning, a level left out, an empty heading.
    """
    levels = [(t.level, t.text) for t in things if isinstance(t, Heading)]
    first = things[0] if things else None
    if not isinstance(first, Heading) or [level for level, _ in levels].count(1) != 1 or first.level != 1:
        yield f"Titel: Erwartet wird genau eine Überschrift »# …«, ganz am Anfang {where}."
    for (before, _), (level, text) in itertools.pairwise(levels):
        if level > before + 1:
            yield f"Überschrift »{text}«: Auf Ebene {before} folgt Ebene {level}. Schreiben Sie: {'#' * (before + 1)} {text}."
    if any(not text for _, text in levels):
        yield "Überschrift: Eine ist leer. Schreiben Sie einen Text dahinter, oder löschen Sie die Zeile."


def anchored(taken: Iterable[Prose | Content]) -> Iterator[Any]:
    """Dissolve groups, give numbers to tables and figures, and anchors of their words to them and to headings.

    Parameters
    ----------
    taken
        What is to make a document, in order.

    Yields
    ------
    Block
        In the same order.
    """
    seen: Counter[str] = Counter()
    for thing in _dissolved(taken):
        if isinstance(thing, Heading):
            yield dataclasses.replace(thing, anchor=unique(slug(thing.anchor or thing.text), seen))
        elif isinstance(thing, Table | Figure):
            yield numbered(thing, seen)
        else:
            yield thing


def numbered(content: Table | Figure, seen: Counter[str]) -> Numbered:
    """Give a table or figure the next number of its kind, and an anchor of its title.

    Parameters
    ----------
    content
        The table or figure.
    seen
        Numbers and anchors so far; these are added.

    Returns
    -------
    Numbered
        With a »_« in its anchor, which no heading has.
    """
    seen[content.kind] += 1
    found = Numbered(seen[content.kind], content)
    return dataclasses.replace(found, anchor=unique(f"{found.kind.lower()}_{slug(content.title)}", seen))


def unique(wanted: str, seen: Counter[str]) -> str:
    """Find an anchor that no heading before has.

    Parameters
    ----------
    wanted
        What it would be.
    seen
        Anchors so far; this one is added.

    Returns
    -------
    str
        With a number behind it where that is needed.
    """
    anchor, number = wanted, 1
    while seen[f"#{anchor}"]:
        number += 1
        anchor = f"{wanted}-{number}"
    seen[f"#{anchor}"] += 1
    return anchor


def _dissolved(taken: Iterable[Prose | Content]) -> Iterator[Block | Table | Figure]:
    """Contents of groups in place of the groups; a computed heading is one like those of the text."""
    for thing in taken:
        if isinstance(thing, Group):
            yield from _dissolved(thing.blocks)
        elif isinstance(thing, Subheading):
            yield Heading(thing.level, thing.text, thing.named, page=thing.page)
        else:
            yield thing
