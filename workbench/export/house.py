"""What a project brings for the look of its reports."""

from workbench.errors import ProjectError, cause
from workbench.project import Project

TEMPLATE = "vorlage.docx"


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
