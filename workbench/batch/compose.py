"""What a report says, composed of what its run released, and how its files are read again: the same for an export, an approval, a plan and a pack."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.batch import texts
from workbench.disclosure import approval, forms, ledger
from workbench.disclosure.approval import Standing
from workbench.errors import ProjectError
from workbench.project import FILE, SECRET, TEMPLATE, Project

if TYPE_CHECKING:
    import pandas as pd

    from workbench.batch.execute import Task
    from workbench.export.document import Document
    from workbench.export.leave import Handed
    from workbench.export.own import Words


@dataclasses.dataclass(frozen=True)
class Composed:
    """A document with what it is made of.

    Parameters
    ----------
    document
        As it leaves.
    generated
        Documents without the consultant's texts.
    words
        Her texts in it.
    """

    document: "Document"
    generated: "tuple[Document, ...]"
    words: "tuple[Words, ...]"


def composed(task: "Task", project: Project, book: Any) -> tuple[Composed, Standing]:  # noqa: ANN401 (a NotebookNode)
    """What a report says.

    Parameters
    ----------
    task, project
        The report, and its project.
    book
        The executed notebook.

    Returns
    -------
    tuple of Composed and Standing
        The document bears the mark of its standing and the look of the house.

    Raises
    ------
    GateError
        If the notebook, or a text of the consultant, holds something that must not leave.
    """
    from workbench.export.code import annex
    from workbench.export.gate import passed
    from workbench.export.house import house
    from workbench.export.placing import lost, placed

    generated = passed(book)
    words = tuple(w for w in texts.of(project, task.place, task.target.name) if not lost(generated, w))
    document = placed(generated, words)
    if task.code:
        document = dataclasses.replace(document, blocks=(*document.blocks, *annex(book, task.parameters)))
    given = approval.read(approval.file_of(project, place=task.place, report=task.target.name))
    standing = approval.standing(document.digest(project.secret), approval.drafts(task.drafts), given)
    return Composed(dataclasses.replace(document, state=standing.mark, house=house(project)), (generated,), words), standing


def originals(project: Project, places: Iterable[str]) -> set[str]:
    """Original names behind the pseudonyms of some places, which must not leave; empty where they have none."""
    from workbench.schemas import pseudonyme

    return set(pseudonyme.mapping(project.folder, *places))


def declared(project: Project, places: Sequence[str]) -> set[str]:
    """Texts that may stand as they are: words that are also names, surnames that are names of areas, official keys of the places and those linked with them, what a declared directory or the imprint holds."""
    from workbench.schemas import _exempt, pseudonyme, tables

    _exempt.refuse(project, map(project.place, places))
    words = pseudonyme.words(project.folder, *places)
    keys = {project.orte[key].ags for place in places for key in ledger.family(project, place)}
    directories = [(place, tables()[a.tabelle]) for place in map(project.place, places) for a in project.exemptions(place, "verzeichnis") if a.tabelle in tables()]
    frames = [table.readable(place.folder, place.ags) for place, table in directories]
    return words.union(keys, *map(_texts, frames)) | _of_house(project, places) | _of_areas(project, places)


def _of_areas(project: Project, places: Sequence[str]) -> set[str]:
    """Surnames of originals that are also words in the names of places and their areas; none that is listed by itself."""
    from workbench.schemas import raeume

    listed = {name for original in originals(project, places) for name in forms.aliases(original)}
    surnames = {last for name in listed for last in forms.surnames(name)} - {forms.TITLE.sub("", name) for name in listed}
    if not surnames:
        return set()
    here = map(project.place, dict.fromkeys(key for place in places for key in ledger.family(project, place)))
    names = [name for place in here for name in (place.name, *raeume.TABLE.readable(place.folder, place.ags).get("Name", []))]
    return surnames.intersection(*[forms.words(" ".join(map(forms.spaced, names)))])


def _texts(frame: "pd.DataFrame") -> set[str]:
    """Texts that stand in a table."""
    return {str(text) for column in frame.select_dtypes(exclude="number") for text in frame[column].dropna().unique()}


def _of_house(project: Project, places: Sequence[str]) -> set[str]:
    """What the house says of itself; a line that is nothing but a name behind a pseudonym would end the search for it."""
    lines = {project.gestaltung.name, *project.gestaltung.impressum.splitlines()} - {""}
    found = forms.forms(frozenset(originals(project, places)), frozenset()) if lines else None
    return {line for line in lines if not (found and (pattern := found.within(forms.words(line))) and pattern.fullmatch(forms.spaced(line)))}


def reasons(project: Project) -> None:
    """Refuse what projekt.toml says to several places where it holds a name of one of them: each place looks for its own names only."""
    from workbench.schemas import pseudonyme

    listed = [key for key in {f.stem.casefold() for f in (project.folder / SECRET).parent.glob("*.*")} if key in project.orte]
    free = frozenset(pseudonyme.words(project.folder, *listed) | _of_areas(project, listed))
    said = [*_everywhere(project)]
    strangers = {own: frozenset(originals(project, [key for key in listed if key != own])) for own in {own for _, own, _ in said}}
    found = [where for where, own, text in said if forms.named(text, strangers[own], free)]
    if found:
        raise ProjectError("\n".join(f"{FILE}, {where} steht ein Name aus einer Namensliste, und andere Orte geben den Text weiter. Der Name wird hier nicht wiederholt. Bitte durch das Pseudonym ersetzen." for where in found))


def _everywhere(project: Project) -> Iterator[tuple[str, str, str]]:
    """Texts of projekt.toml that places bear: where each stands, the place that looks at it itself, and what it says."""
    for i, a in enumerate(project.ausnahmen, start=1):
        yield f"[[ausnahmen]] {i}: In »grund«, »rolle«, »gruppe« oder »freigegeben_von«", a.ort, "; ".join([a.grund, a.rolle, a.gruppe, *a.freigegeben_von])
    for table, source in project.quellen.items():
        yield f"[quellen.{table}]: In »quelle« oder »lizenz«", "", f"{source.quelle}; {source.lizenz}"
    if project.plan:
        yield "[plan]: In »titel«", "", project.plan.titel


def checked(project: Project, places: Sequence[str], name: str, content: bytes) -> None:
    """Refuse a file of the house's own that holds a name which must not leave, as in `workbench.export.names.check`."""
    from workbench.export.names import check

    check(name, content, originals(project, places), exempt=declared(project, places))


@dataclasses.dataclass(frozen=True)
class Eyes:
    """A stranger's eyes on finished files.

    Parameters
    ----------
    originals
        Names that must not be there.
    declared
        Texts that may be there although they look like names or addresses.
    typed
        Numbers and texts that are no data.
    """

    originals: set[str]
    declared: set[str]
    typed: tuple[str, ...]

    def read(self, name: str, content: bytes, handed: "Handed") -> None:
        """Read a file as in `workbench.export.leave.read_again`."""
        from workbench.export.leave import read_again

        read_again(name, content, handed, self.originals, exempt=self.declared, typed=self.typed)

    def look(self, name: str, content: bytes, handed: "Handed") -> None:
        """Look at a file as in `workbench.export.leave.looked_at`."""
        from workbench.export.leave import looked_at

        looked_at(name, content, handed, self.originals, exempt=self.declared)


def eyes_of(project: Project, tasks: "Sequence[Task]", *, place: str, typed: Sequence[str] = ()) -> Eyes:
    """Eyes for the files of some reports of a place; what is typed by hand beside them, and what the house says of itself, is no data."""
    from workbench.export.house import house
    from workbench.export.names import check_bytes
    from workbench.export.wordtemplate import letterhead

    places = [*dict.fromkeys([*filter(None, [place]), *(key for task in tasks for key in task.places)])]
    keys = [project.orte[key].ags for key in ledger.family(project, place)]
    values = [str(value) for task in tasks for value in task.parameters.values()]
    names, exempt, look = originals(project, places), declared(project, places), house(project)
    letter = letterhead(look.template)
    check_bytes("\n".join(letter).encode(), names, TEMPLATE, exempt=exempt)  # its addresses may stand, names behind pseudonyms not even there
    return Eyes(names, exempt | letter, (*values, *keys, look.name, *look.imprint, *letter, *typed))


def attacked(task: "Task", project: Project, handed: "Handed") -> dict[str, Any]:
    """Attack what a report publishes beside everything that was published before, as in `workbench.export.leave.attacked`."""
    from workbench.export import leave

    place, measures = task.place, {t.measure.partition("/")[0] for t in handed.tables}
    fixed = ledger.earlier(project, task.ledger, place=place, report=task.target.name, measures=measures)
    return leave.attacked(handed, fixed, ledger.approved(project, place=place, measures=measures))


def finished(project: Project, made: Composed, files: Sequence[Path], *, place: str, eyes: Eyes, handed: "Handed", attack: Mapping[str, Any], standing: Standing | None = None) -> dict[Path, bytes]:
    """Lay out a document and look at all that leaves with it.

    Parameters
    ----------
    project, made
        The project, and the document.
    files
        Its files, one per format; their endings say which.
    place
        Key of the place; empty for one over the whole project.
    eyes
        Who looks.
    handed
        What was released.
    attack
        As `attacked` returns it.
    standing
        Draft or approved; None where nobody approves it.

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

    leave.read_own(made.words, made.generated, handed, eyes.originals, exempt=eyes.declared, typed=eyes.typed)
    named = {file.suffix[1:]: file for file in files}
    contents = dict.fromkeys(files, b"")
    for form, content in formats.contents(made.document, [*named]):
        contents[named[form]] = content
        eyes.read(named[form].name, content, leave.with_own(handed, made.words))
    name = files[0].stem
    record = leave.release_record(handed, attack, project, place=place, report=name, contents=[*contents.values()], standing=standing, words=made.words)
    eyes.look(f"{name}.freigabe.json", record, handed)
    return {files[0].with_name(f"{name}.freigabe.json"): record, **contents}
