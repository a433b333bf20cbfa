"""run.py: what it says before there is an environment."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[1] / "run.py"


@pytest.fixture
def bootstrap(monkeypatch, tmp_path) -> ModuleType:
    """run.py as a module, on a clone without an environment, loaded by a Python too old for tomllib."""
    monkeypatch.setitem(sys.modules, "tomllib", None)
    spec = importlib.util.spec_from_file_location("bootstrap", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("VENV", "STAMP", "PYTHON"):
        monkeypatch.setattr(module, name, tmp_path / name.lower())
    return module


def told(bootstrap, monkeypatch, capsys, *words) -> tuple[int, str]:
    """Exit code and text of a call."""
    monkeypatch.setattr(sys, "argv", ["run.py", *words])
    return bootstrap.main(), capsys.readouterr().out


def raising(fault):
    def fail(*_words, **_how):
        raise fault

    return fail


def test_an_old_python_is_told_so(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    code, shown = told(bootstrap, monkeypatch, capsys, "reports")
    assert code == 2
    assert shown.startswith("Gebraucht wird Python 3.11 oder neuer, gefunden: ")


@pytest.mark.parametrize("words", [(), ("repots",), ("--help",)])
def test_an_unknown_word_shows_what_there_is(bootstrap, monkeypatch, capsys, words):
    code, shown = told(bootstrap, monkeypatch, capsys, *words)
    assert code == (0 if words == ("--help",) else 2)
    assert shown == bootstrap.USAGE + "\n"


def test_ctrl_c_in_the_set_up_is_no_traceback_and_leaves_no_stamp(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.venv.EnvBuilder, "create", raising(KeyboardInterrupt))
    code, shown = told(bootstrap, monkeypatch, capsys, "reports")
    assert code == 130
    assert shown.endswith("\nAbgebrochen. Weiter geht es mit demselben Befehl.\n")
    assert not bootstrap.STAMP.exists()


@pytest.mark.parametrize("fault", [subprocess.CalledProcessError(1, "ensurepip"), PermissionError(13, "denied")])
def test_a_machine_that_cannot_make_an_environment_is_told_what_to_do(bootstrap, monkeypatch, capsys, fault):
    monkeypatch.setattr(bootstrap.venv.EnvBuilder, "create", raising(fault))
    with pytest.raises(SystemExit, match="1"):
        told(bootstrap, monkeypatch, capsys, "reports")
    assert "sudo apt install python3-venv" in capsys.readouterr().out


def test_ctrl_c_in_a_batch_waits_for_it_and_begins_no_other(bootstrap, monkeypatch, capsys):
    waited = []

    class Interrupted:
        def __init__(self, _command, **_how):
            waited.append("began")

        def wait(self):
            waited.append("wait")
            if len(waited) == 2:
                raise KeyboardInterrupt
            return 130

    monkeypatch.setattr(bootstrap, "set_up", lambda: None)
    monkeypatch.setattr(bootstrap.subprocess, "Popen", Interrupted)
    assert told(bootstrap, monkeypatch, capsys, "reports")[0] == 130
    assert waited == ["began", "wait", "wait"]
