"""The house style of a project, checked: what cannot be read or shown is refused before anything is written."""

from collections.abc import Callable
from typing import Any

from workbench.errors import ProjectError, WorkbenchError, cause
from workbench.export.document import House
from workbench.present.number import number
from workbench.present.style import ACCENT, contrast, legible
from workbench.project import FILE, TEMPLATE, Project
from workbench.read import logo

READABLE = 4.5  # WCAG 2.1, 1.4.3


def house(project: Project) -> House:
    """Look of a project's documents.

    Parameters
    ----------
    project
        The project; its section »gestaltung« may be missing.

    Returns
    -------
    House
        With the bytes of the logo and of the template.

    Raises
    ------
    ProjectError
        With all of these that are so: the accent colour cannot be read on white, the logo is missing, lies outside the
        project folder, or is no picture as `workbench.read.logo` takes it, the template is locked.
    """
    design = project.gestaltung
    lines = tuple(filter(None, (" ".join(line.split()) for line in design.impressum.splitlines())))
    faults: list[str] = []
    mark, accent, word = (_tried(part, project, faults) for part in (_mark, _accent, template))
    if faults:
        raise ProjectError("\n".join(faults))
    return House(design.name or project.institut, mark, accent, lines, word)


def _tried(part: Callable[[Project], Any], project: Project, faults: list[str]) -> Any:  # noqa: ANN401 (whatever the part gives)
    """Part of the look; a fault is told with the others."""
    try:
        return part(project)
    except WorkbenchError as fault:
        faults.append(str(fault))


def _accent(project: Project) -> str:
    """Accent colour; one that cannot be read is refused."""
    colour = project.gestaltung.akzent.lower() or ACCENT
    if (found := contrast(colour)) < READABLE:
        known, least = number(found, 2), number(READABLE, 1)
        raise ProjectError(f"{FILE}, »gestaltung.akzent«: »{colour}« – auf Weiß nicht gut zu lesen (Kontrast {known} : 1, erwartet mindestens {least} : 1). Die nächste lesbare Farbe ist »{legible(colour)}«.")
    return colour


def _mark(project: Project) -> bytes:
    """Logo; empty where there is none."""
    name = project.gestaltung.logo
    if name and not (project.folder / name).resolve().is_relative_to(project.folder.resolve()):
        raise ProjectError(f"{FILE}, »gestaltung.logo«: »{name}« – liegt nicht im Projektordner. Bitte dorthin kopieren.")
    if name and not (project.folder / name).is_file():
        raise ProjectError(f"{FILE}, »gestaltung.logo«: »{name}« – diese Datei gibt es nicht. Bitte in den Projektordner legen, oder den Namen berichtigen.")
    return logo.read(project.folder / name) if name else b""


def template(project: Project) -> bytes:
    """Read a project's own template of Word documents.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    bytes
        The file; empty where the project has none.

    Raises
    ------
    ProjectError
        If it cannot be read.
    """
    try:
        return (project.folder / TEMPLATE).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as fault:
        raise ProjectError(f"{TEMPLATE} lässt sich nicht lesen ({cause(fault)}). Ist die Datei in Word geöffnet?") from None
