"""Formats of a finished report, each made of the same document."""

import importlib
from collections.abc import Iterator, Sequence

from workbench.export.document import Document


def content(document: Document, form: str) -> bytes:
    """Lay out a report.

    Parameters
    ----------
    document
        What passed the gate.
    form
        One of `workbench.project.FORMATS`: the name of a module of this package, and the ending of the file.

    Returns
    -------
    bytes
        Finished file; the same bytes for the same document.
    """
    made: bytes = importlib.import_module(f"{__package__}.{form}").content(document)  # libraries of the others are not loaded
    return made


def contents(document: Document, forms: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Lay out a report in several formats; while Typst sets the PDF, the others are written, and read again by whoever takes them.

    Parameters
    ----------
    document, forms
        As in `content`.

    Yields
    ------
    tuple of str and bytes
        Each format and its file as soon as it is made, the PDF last.
    """
    later = importlib.import_module(f"{__package__}.pdf").begun(document) if "pdf" in forms else None  # as above
    yield from ((form, content(document, form)) for form in forms if form != "pdf")
    if later:
        yield "pdf", later()
