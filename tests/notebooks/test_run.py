"""Every notebook runs top to bottom on the sample without a setting (nbval: an output that raises fails)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("data/*/notebooks/*.ipynb")])


@pytest.mark.slow
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda f: f.name)
def test_it_runs_on_the_sample_or_on_its_own_project(file, tmp_path):
    plain = {k: v for k, v in os.environ.items() if k != "WORKBENCH_PROJECT"}
    if file.parent.parent != ROOT:
        plain["WORKBENCH_PROJECT"] = str(file.parent.parent)
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-p", "no:cacheprovider", "-o", "addopts=", "-o", "filterwarnings=", str(file)]
    run = subprocess.run(command, cwd=ROOT, env={**plain, "IPYTHONDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:]
