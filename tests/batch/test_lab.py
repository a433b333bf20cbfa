import json
import subprocess
from pathlib import Path

from workbench.batch.lab import serve


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


def test_ctrl_c_waits_for_the_server(project, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", Server)
    monkeypatch.setattr(Server, "interrupted", True)
    assert serve(project, browser=True, port=8899) == 3
    assert "--no-browser" not in Server.command
