"""JupyterLab on the notebooks: German, quiet, on the chosen project."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from workbench.batch.reports import NOTEBOOKS
from workbench.project import Project

_SETTINGS = {
    "@jupyterlab/translation-extension:plugin": {"locale": "de_DE"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
_PAGE = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


def serve(project: Project, *, browser: bool, port: int) -> int:
    """Run JupyterLab until it is stopped.

    Parameters
    ----------
    project
        Project that the notebooks open.
    browser
        Whether to open a browser.
    port
        Port on this machine; the next free one where it is taken.

    Returns
    -------
    int
        Exit code.

    Notes
    -----
    The defaults lie in a folder of their own: what a person sets in JupyterLab wins, and stays.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        _defaults(Path(folder) / "labconfig")
        command = [sys.executable, "-m", "jupyterlab", *_folders(project), f"--port={port}", "--ServerApp.answer_yes=True"]
        server = subprocess.Popen([*command, *([] if browser else ["--no-browser"])], env=_environment(project, folder))  # noqa: S603 (a fixed command)
        with contextlib.suppress(KeyboardInterrupt):  # the server gets Ctrl-C too, and ends by itself
            return server.wait()
        return server.wait()


def _folders(project: Project) -> list[str]:
    """Root and first folder of the file list: a project's own notebooks, with the workbench's in reach where that can be."""
    own = project.folder / "notebooks"
    if not own.is_dir():
        return [f"--ServerApp.root_dir={NOTEBOOKS}"]
    try:
        root = os.path.commonpath([NOTEBOOKS, own])
    except ValueError:  # two drives of Windows
        root = str(own)
    return [f"--ServerApp.root_dir={root}", f"--FileContentsManager.preferred_dir={own}"]


def _defaults(folder: Path) -> None:
    """Write JupyterLab's defaults."""
    folder.mkdir()
    for name, content in {"default_setting_overrides": _SETTINGS, "page_config": _PAGE}.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def _environment(project: Project, folder: str) -> dict[str, str]:
    """Surroundings of the server and its kernels."""

    def first(name: str, path: str) -> str:
        """Search path of the environment with a folder in front."""
        return os.pathsep.join([path, *filter(None, [os.environ.get(name)])])

    return {
        **os.environ,
        "WORKBENCH_PROJECT": str(project.folder),
        "PYTHONPATH": first("PYTHONPATH", str(Path(__file__).parents[2])),
        "JUPYTER_CONFIG_PATH": first("JUPYTER_CONFIG_PATH", folder),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
