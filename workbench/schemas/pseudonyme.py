"""Key file of pseudonyms: kept apart from the data, never shared, one per place in `schluessel/`."""

from pathlib import Path

from workbench.schemas._column import Column
from workbench.schemas._table import Table

FOLDER = "schluessel"


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
    table = Table(
        name=place,
        title="Pseudonyme",
        description="Wer hinter einem Pseudonym steht. Die Datei bleibt im Haus.",
        columns=(
            Column("Original", "text", "Name, wie er im Interview fiel", role="text", example="Frau Beispiel"),
            Column("Pseudonym", "text", "was stattdessen gezeigt wird", role="text", example="Frau A."),
        ),
        key=("Original",),
    )
    if table.find(project / FOLDER) is None:
        return {}
    frame = table.read(project / FOLDER)
    return dict(zip(frame["Original"], frame["Pseudonym"], strict=True))
