"""The end of every document: its formats, read again as a stranger would, with their release record."""

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.batch import names
from workbench.disclosure import ledger
from workbench.project import Project

if TYPE_CHECKING:
    from workbench.export.document import Document
    from workbench.export.leave import Handed
    from workbench.export.own import Words


def finished(
    project: Project, document: "Document", files: Sequence[Path], *, place: str, places: Collection[str], handed: "Handed", attack: Mapping[str, Any], typed: Collection[object], generated: "Sequence[Document]", words: "Sequence[Words]"
) -> dict[Path, bytes]:
    """Lay out a document and look at all that leaves with it.

    Parameters
    ----------
    project
        The project.
    document
        What is to leave.
    files
        Its files, one per format; their endings say which.
    place
        Key of the place; empty for a report over the whole project.
    places
        Keys of the places whose original names must not appear.
    handed
        What was released.
    attack
        As `leave.attacked` returns it.
    typed
        Parameters.
    generated
        Of what it is made, without the consultant's texts.
    words
        The consultant's texts in it.

    Returns
    -------
    dict
        Content of each file, and of the release record beside them.

    Raises
    ------
    GateError
        If something must not leave.

    """
    from workbench.export import formats, leave
    from workbench.export.house import house
    from workbench.export.names import check_bytes

    document = dataclasses.replace(document, house=house(project))
    said = [*map(str, typed), document.house.name, *document.house.imprint, *(project.orte[key].ags for key in ledger.family(project, place))]
    originals, declared = names.originals(project, places), names.declared(project, places)
    leave.read_own(words, generated, handed, originals, exempt=declared, typed=said)
    made = {file: formats.content(document, file.suffix[1:]) for file in files}
    for file, content in made.items():
        leave.read_again(file.name, content, leave.with_own(handed, words), originals, exempt=declared, typed=said)
    name = files[0].stem
    record = leave.release_record(handed, attack, project, place=place, report=name, contents=[*made.values()], words=words)
    check_bytes(record, originals, "Freigabeprotokoll", exempt=declared)
    return {files[0].with_name(f"{name}.freigabe.json"): record, **made}
