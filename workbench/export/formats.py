"""Formats of a finished report, each made of the same document."""

import importlib
from collections.abc import Sequence

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


def contents(document: Document, forms: Sequence[str]) -> dict[str, bytes]:
    """Lay out a report in several formats; while Typst sets the PDF, Python writes the others.

    Parameters
    ----------
    document, forms
        As in `content`.

    Returns
    -------
    dict
        File of each format, in their order.

    """
    if "pdf" not in forms:
        return {form: content(document, form) for form in forms}
    from workbench.export import pdf

    later = pdf.begun(document)
    made = {form: content(document, form) for form in forms if form != "pdf"}
    return {form: made[form] if form in made else later() for form in forms}
