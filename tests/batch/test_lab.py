import json
import os
import subprocess
from pathlib import Path

from workbench.batch.lab import serve
from workbench.batch.reports import NOTEBOOKS


class Server:
    """Looks at what JupyterLab is given."""

    interrupted = False

    def __init__(self, command, env):
        type(self).command, type(self).env = command, env
        config = Path(env["JUPYTER_CONFIG_PATH"].split(":")[0]) / "labconfig"
        type(self).config = {f.stem: json.loads(f.read_text(encoding="utf-8")) for f in config.iterdir()}

    def wait(self):
        if type(self).interrupted:
            type(self).interrupted = False
            raise KeyboardInterrupt
        return 3


def test_jupyterlab_starts_german_and_without_news(project, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", Server)
    assert serve(project, browser=False, port=8899) == 3
    assert Server.config["default_setting_overrides"]["@jupyterlab/translation-extension:plugin"] == {"locale": "de_DE"}
    assert Server.config["page_config"]["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}
    assert Server.env["WORKBENCH_PROJECT"] == str(project.folder)
    assert Server.command[-1] == "--no-browser"


def test_a_project_with_notebooks_of_its_own_opens_in_their_folder(project, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", Server)
    serve(project, browser=False, port=8899)
    assert f"--ServerApp.root_dir={NOTEBOOKS}" in Server.command
    own = project.folder / "notebooks"
    own.mkdir()
    serve(project, browser=False, port=8899)
    assert {f"--ServerApp.root_dir={os.path.commonpath([NOTEBOOKS, own])}", f"--FileContentsManager.preferred_dir={own}"} <= set(Server.command)


def test_notebooks_on_another_drive_stand_alone(project, monkeypatch):
    def fail(_paths):
        raise ValueError

    monkeypatch.setattr(subprocess, "Popen", Server)
    monkeypatch.setattr(os.path, "commonpath", fail)
    own = project.folder / "notebooks"
    own.mkdir()
    serve(project, browser=False, port=8899)
    assert f"--ServerApp.root_dir={own}" in Server.command


def test_ctrl_c_waits_for_the_server(project, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", Server)
    monkeypatch.setattr(Server, "interrupted", True)
    assert serve(project, browser=True, port=8899) == 3
    assert "--no-browser" not in Server.command
