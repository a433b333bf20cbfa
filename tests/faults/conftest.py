"""Real batches on tiny projects, with nothing left behind."""

import dataclasses
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

TOML = 'format = 1\nname = "Probe"\nstand = 2024-12-31\nformate = ["html"]\n[orte.dorsten]\nname = "Dorsten"\nags = "05512012"\n'
SETUP = "from workbench.start import start\n\nbericht = start(gemeinde)\nbericht"


@dataclasses.dataclass(frozen=True)
class Box:
    """A project with its notebooks, a folder for reports, and a folder for temporary files."""

    project: Path
    out: Path
    temporary: Path

    def write(self, name: str, *cells: str) -> None:
        """Write a notebook that would be a sound report without the given cells."""
        code = {"outputs": [], "execution_count": None}
        found = [
            {"cell_type": "markdown", "metadata": {}, "source": "# Wer kommt?\n\nEin Satz."},
            {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": 'gemeinde: str = "dorsten"  # Ort', **code},
            {"cell_type": "code", "metadata": {}, "source": SETUP, **code},
            *({"cell_type": "code", "metadata": {}, "source": cell, **code} for cell in cells),
        ]
        book = {"cells": [{"id": f"z{i}", **c} for i, c in enumerate(found)], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        self.put(name, json.dumps(book))

    def put(self, name: str, content: str) -> None:
        """Write the file of a notebook, whatever it holds."""
        (self.project / "notebooks" / f"{name}.ipynb").write_text(content, encoding="utf-8")

    def start(self, *options: str, **surroundings: str) -> "subprocess.Popen[str]":
        """Start the command line on this box."""
        command = [sys.executable, "-m", "workbench.cli", "run", "--project", str(self.project), "--out", str(self.out), *options]
        env = {**os.environ, "TMPDIR": str(self.temporary), "PYTHONPATH": str(Path(__file__).parents[2]), **surroundings}
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def run(self, *options: str) -> "subprocess.CompletedProcess[str]":
        """Run the command line to its end."""
        process = self.start(*options)
        shown, said = process.communicate(timeout=100)
        return subprocess.CompletedProcess(process.args, process.returncode, shown, said)

    def processes(self) -> list[psutil.Process]:
        """Workers and kernels of this box that live."""
        return [p for p in psutil.process_iter() if self._ours(p)]

    def runs(self) -> int:
        """Number of runs on their way: children of the warm parent."""
        found = [p for p in self.processes() if "workbench.batch.warm" in p.cmdline()]
        return max(len(found) - 1, 0)

    def _ours(self, process: psutil.Process) -> bool:
        try:
            return process.status() != psutil.STATUS_ZOMBIE and process.environ().get("WORKBENCH_PROJECT") == str(self.project)
        except (psutil.Error, OSError):
            return False

    def wait(self, until: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for something to happen."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "es geschah nicht"
            time.sleep(0.05)

    def clean(self) -> bool:
        """Whether no process and no temporary file is left."""
        return not self.processes() and not list(self.temporary.iterdir()) and not list(self.out.rglob("*.tmp"))


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Box]:
    """Make an empty box."""

    def made() -> Box:
        root = tmp_path_factory.mktemp("kasten")
        box = Box(root / "projekt", root / "out", root / "t")
        for folder in (box.project / "notebooks", box.project / "dorsten", box.out, box.temporary):
            folder.mkdir(parents=True)
        (box.project / "projekt.toml").write_text(TOML, encoding="utf-8")
        return box

    return made


@pytest.fixture
def box(make: Callable[[], Box]) -> Iterator[Box]:
    """An empty box; at the end nothing of it may live."""
    made = make()
    yield made
    made.wait(made.clean, 15)
