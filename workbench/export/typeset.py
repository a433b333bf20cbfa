"""Typst: the same bytes on every machine, because only fonts that come with the packages are used."""

import functools
import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst

from workbench.export.page import TEMPLATES

os.environ.setdefault("RAYON_NUM_THREADS", "2")  # the PDF and the pictures of Word; a batch has a process per core, and each thread takes 64 MB of address space


@functools.cache
def fonts() -> typst.Fonts:
    """Fonts in the typst wheel, DejaVu as matplotlib brings it, in which figures are drawn, and our own of emojis that DejaVu lacks."""
    spec = importlib.util.find_spec("matplotlib")
    folders = [Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"] if spec and spec.origin else []
    return typst.Fonts(include_system_fonts=False, font_paths=[*folders, TEMPLATES / "fonts"])


def typeset(source: str, form: Literal["pdf", "png", "svg"], inputs: Mapping[str, str], **how: Any) -> list[bytes]:  # noqa: ANN401 (as in typst)
    """Typeset a document.

    Parameters
    ----------
    source
        Typst.
    form
        Format of the file.
    inputs
        What the source finds in ``sys.inputs``: nothing in there is read as Typst.
    how
        Further options of `typst.compile`.

    Returns
    -------
    list of bytes
        A file per page; of a PDF one.

    Notes
    -----
    Typst starts threads: call it in the child of a warm parent, never in the parent.
    """
    made: bytes | list[bytes] = typst.compile(source.encode(), format=form, sys_inputs=dict(inputs), font_paths=fonts(), **how)
    return made if isinstance(made, list) else [made]
