"""The house style of a project, checked: what cannot be read or shown is refused before anything is written."""

from workbench.errors import ProjectError, cause
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
        If the accent colour cannot be read on white, the logo lies outside the project folder, or the template is locked.
    DataError
        If the logo is no picture as `workbench.read.logo` takes it.

    """
    design = project.gestaltung
    lines = (" ".join(line.split()) for line in design.impressum.splitlines())
    return House(design.name or project.institut, _mark(project), _accent(design.akzent.lower() or ACCENT), tuple(filter(None, lines)), template(project))


def _accent(colour: str) -> str:
    """Accent colour; one that cannot be read is refused."""
    if (found := contrast(colour)) < READABLE:
        known, least = number(found, 2), number(READABLE, 1)
        raise ProjectError(f"{FILE}, »gestaltung.akzent«: »{colour}« – auf Weiß nicht gut zu lesen (Kontrast {known} : 1, erwartet mindestens {least} : 1). Die nächste lesbare Farbe ist »{legible(colour)}«.")
    return colour


def _mark(project: Project) -> bytes:
    """Logo; empty where there is none."""
    name = project.gestaltung.logo
    if name and not (project.folder / name).resolve().is_relative_to(project.folder.resolve()):
        raise ProjectError(f"{FILE}, »gestaltung.logo«: »{name}« – liegt nicht im Projektordner. Bitte dorthin kopieren.")
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
