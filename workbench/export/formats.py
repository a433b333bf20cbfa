"""Formats of a finished report, each made of the same document."""

import importlib

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
