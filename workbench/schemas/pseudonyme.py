"""Key file of pseudonyms: kept apart from the data, never shared, one per place in `schluessel/`."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from workbench.read.once import once
from workbench.schemas._column import Column
from workbench.schemas._table import Table

FOLDER = "schluessel"


def words(project: Path, *places: str) -> set[str]:
    """Names of key files that are also places or common words (»Frau Leer«): without their form of address they are no names.

    Parameters
    ----------
    project
        Folder of the project.
    places
        Keys of the places.

    Returns
    -------
    set of str
        Last words of the originals that are marked »Nur mit Anrede«.
    """
    return {row["Original"].split()[-1] for row in _rows(project, places) if row["Nur mit Anrede"] is True}


def mapping(project: Path, *places: str) -> dict[str, str]:
    """Reviewed mapping of places.

    Parameters
    ----------
    project
        Folder of the project.
    places
        Keys of the places.

    Returns
    -------
    dict of str to str
        Original → pseudonym; empty where no place has a key file.

    Raises
    ------
    DataError
        With all faults of a file.
    """
    return {row["Original"]: row["Pseudonym"] for row in _rows(project, places)}


def _rows(project: Path, places: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Rows of the key files that there are."""
    for place in places:
        if file := dataclasses.replace(_TABLE, name=place).find(project / FOLDER):
            yield from _read(file)


@once
def _read(file: Path) -> list[dict[str, Any]]:
    """Rows of a key file."""
    return dataclasses.replace(_TABLE, name=file.stem.casefold()).read(file.parent).to_dict("records")  # type: ignore[return-value] # columns are text


_TABLE = Table(
    name="",  # each file bears the key of its place
    title="Pseudonyme",
    description="Wer hinter einem Pseudonym steht. Die Datei bleibt im Haus.",
    columns=(
        Column("Original", "text", "Name, wie er im Interview fiel", role="text", example="Frau Beispiel"),
        Column("Pseudonym", "text", "was stattdessen gezeigt wird", role="text", example="Frau A."),
        Column("Nur mit Anrede", "yesno", "ja: Der Name ist auch ein Ort oder ein gewöhnliches Wort; gesucht wird er nur mit seiner Anrede (»Frau Leer«)", example="nein", empty=True, optional=True),
    ),
    key=("Original",),
)
