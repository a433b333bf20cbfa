"""Key file of pseudonyms: kept apart from the data, never shared, one per place in `schluessel/`."""

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.schemas._column import Column
from workbench.schemas._table import Table

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "schluessel"


def words(project: Path, place: str) -> set[str]:
    """Names of a place's key file that are also places or common words (»Frau Leer«): without their form of address they are no names.

    Parameters
    ----------
    project
        Folder of the project.
    place
        Key of the place.

    Returns
    -------
    set of str
        Last words of the originals that are marked »Nur mit Anrede«.

    """
    frame = _frame(project, place)
    return set() if frame is None else {o.split()[-1] for o, only in zip(frame["Original"], frame["Nur mit Anrede"], strict=True) if only is True}


def mapping(project: Path, place: str) -> dict[str, str]:
    """Reviewed mapping of a place.

    Parameters
    ----------
    project
        Folder of the project.
    place
        Key of the place.

    Returns
    -------
    dict of str to str
        Original → pseudonym; empty where the place has no key file.

    Raises
    ------
    DataError
        With all faults of the file.

    """
    frame = _frame(project, place)
    return {} if frame is None else dict(zip(frame["Original"], frame["Pseudonym"], strict=True))


def _frame(project: Path, place: str) -> "pd.DataFrame | None":
    """Key file of a place, if it has one."""
    table = Table(
        name=place,
        title="Pseudonyme",
        description="Wer hinter einem Pseudonym steht. Die Datei bleibt im Haus.",
        columns=(
            Column("Original", "text", "Name, wie er im Interview fiel", role="text", example="Frau Beispiel"),
            Column("Pseudonym", "text", "was stattdessen gezeigt wird", role="text", example="Frau A."),
            Column(
                "Nur mit Anrede", "yesno", "ja: Der Name ist auch ein Ort oder ein gewöhnliches Wort; gesucht wird er nur mit seiner Anrede (»Frau Leer«)",
                example="nein", empty=True, optional=True,
            ),
        ),
        key=("Original",),
    )
    if table.find(project / FOLDER) is None:
        return None
    return table.read(project / FOLDER)
