"""The batch of the sample, run once for all that look at its reports."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def called() -> Call:
    """One command on the sample: ``called("run", "--out", str(out))``."""

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        plain = {k: v for k, v in os.environ.items() if k not in {"WORKBENCH_PROJECT", "COVERAGE_PROCESS_START"}}
        return subprocess.run([sys.executable, "-m", "workbench.cli", *words], cwd=ROOT, env=plain, capture_output=True, text=True, check=False)

    return call


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory, called: Call) -> tuple[Path, str]:
    """Folder with the reports of all places, and what the batch said."""
    out = tmp_path_factory.mktemp("berichte")
    done = called("run", "--out", str(out), "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout
