"""For technical clients: what a notebook calls, and with which parameters. Off unless asked for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbench.errors import GateError
from workbench.export.document import Block, Heading, Paragraph, Span

TITLE = "Anhang: Aufrufe und Parameter"
_SAID = "So ist der Bericht gerechnet. Die Aufrufe stehen in der Reihenfolge des Notebooks, wie sie geschrieben sind. Die Funktionen gehören zur Planungswerkbank, die Daten stehen nicht darin."
_PATH = re.compile(r"(?<![\w:/.\\])(?:~[/\\]|/(?:[\w.-]+/)+|[A-Za-z]:[/\\]|\\\\\w)\S*")  # of a machine; no address, no division
_HEADING = re.compile(r"^#+ (.*)", re.MULTILINE)


def annex(book: Any, parameters: Mapping[str, object]) -> Sequence[Block]:  # noqa: ANN401 (a NotebookNode)
    """Lay out the code of a notebook as blocks of its document.

    Parameters
    ----------
    book
        The executed notebook; it has passed the gate.
    parameters
        Values that it ran with.

    Returns
    -------
    sequence of Block
        Headings, and paragraphs of code: a span per line, with its spaces as they are typed.

    Raises
    ------
    GateError
        If the code names a path of a machine.
    """
    return (
        Heading(2, TITLE, "anhang-aufrufe-und-parameter"), Paragraph((Span(_SAID),)),
        Heading(3, "Parameter dieses Berichts", "anhang-parameter"), _typed("\n".join(assigned(parameters)) or "# keine"),
        Heading(3, "Aufrufe", "anhang-aufrufe"), *_calls(book),
    )  # fmt: skip


def _typed(code: str) -> Paragraph:
    """Code as a paragraph."""
    lines = [Span(line, code=True) for line in code.splitlines()]
    return Paragraph(tuple(span for line in lines for span in (Span("\n"), line))[1:])


def assigned(parameters: Mapping[str, object]) -> Iterator[str]:
    """Lines of Python that give parameters their values."""
    for name, value in parameters.items():
        yield f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value!r}"


def sources(book: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 (a NotebookNode)
    """Cells of a notebook with their numbers, but for empty ones and what papermill added; refused where one names a path of a machine."""
    for number, cell in enumerate(book.cells, start=1):
        if cell.cell_type == "code" and _PATH.search(cell.source):
            raise GateError(f"Zelle {number}: Der Code nennt einen Ordner dieses Rechners. Code, der weitergegeben wird, nennt keine. Bitte entfernen.")
        if cell.source.strip() and "injected-parameters" not in cell.metadata.get("tags", []):
            yield number, cell


def _calls(book: Any) -> Iterator[Paragraph]:  # noqa: ANN401 (a NotebookNode)
    """Code of a notebook, with the headings of the sections that have some."""
    section = said = ""
    for _, cell in sources(book):
        if cell.cell_type != "code":
            section = next(iter(_HEADING.findall(cell.source)), section)
            continue
        if section != said:
            yield Paragraph((Span(section, strong=True),))
            said = section
        yield _typed(cell.source)
