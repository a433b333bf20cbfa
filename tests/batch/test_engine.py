"""The engine against papermill's own: same outputs, and nothing of one run in another."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.batch.reports import NOTEBOOKS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SETUP = "from workbench.start import start\n\nbericht = start(gemeinde)\nbericht"
SETS = """import builtins, locale, os, random, sys
import numpy
import pandas
from matplotlib import pyplot
builtins.fremd, os.environ["FREMD"], sys.fremd = 1, "1", 1
locale.setlocale(locale.LC_ALL, "C")
os.chdir("/")
pyplot.rcParams["font.size"] = 99
pyplot.switch_backend("agg")  # that shows nothing at the end of a cell
pyplot.figure()
pandas.set_option("display.max_rows", 1)
random.seed(1), numpy.random.seed(1)
offen = open(sys.executable, "rb")"""
SEES = """import builtins, os, random, sys
import numpy
import pandas
from matplotlib import pyplot
assert not hasattr(builtins, "fremd") and "FREMD" not in os.environ and not hasattr(sys, "fremd")
assert os.getcwd() != "/" and not os.listdir(".")
assert pyplot.rcParams["font.size"] != 99 and not pyplot.get_fignums() and pyplot.get_backend() != "agg"
assert pandas.get_option("display.max_rows") != 1
assert os.path.realpath(sys.executable) not in [os.path.realpath(os.path.join("/proc/self/fd", n)) for n in os.listdir("/proc/self/fd")]
assert random.random() != 0.13436424411240122 and numpy.random.random() != 0.417022004702574
assert os.environ["OPENBLAS_NUM_THREADS"] == "1" """


def command(*words: str, **surroundings: str) -> "subprocess.CompletedProcess[str]":
    """A program of this Python."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    return subprocess.run([sys.executable, "-m", *words], env=env, capture_output=True, text=True, check=False)


def run(project, out, *options: str) -> "subprocess.CompletedProcess[str]":
    """The command line on a project."""
    return command("workbench.cli", "run", "--project", str(project.folder), "--out", str(out), "--place", "dorsten", *options)


def test_every_report_gives_what_papermill_gives(tmp_path):
    for chosen in (("--place", "dorsten"), ("--report", "90")):  # one is over the whole project
        done = command("workbench.cli", "run", "--out", str(tmp_path), *chosen, "--engine", "verify")
        assert done.returncode == 0, done.stdout + done.stderr
    made = [*(tmp_path / "dorsten").glob("*.html"), *tmp_path.glob("90_*.html")]
    assert len(made) == len(list(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")))


def test_a_report_that_differs_is_found(notebook, project, tmp_path):
    notebook("20_x", SETUP, "import sys\nimport pandas as pd\nfrom workbench.present.table import table\n\nfrei = bericht.release(pd.DataFrame({'Art': ['Kernel'], 'Jahr': [2024 + ('ipykernel' in sys.argv[0])]}), table='T', by=['Art'], exempt='Probe')\ntable(frei, title='T')")
    assert run(project, tmp_path / "a", "--report", "20").returncode == 0
    done = run(project, tmp_path / "b", "--report", "20", "--engine", "verify")
    assert done.returncode == 1
    assert "Zelle 6 gibt in einem eigenen Kernel etwas anderes aus. Bitte mit --engine kernel rechnen und den Fall melden." in done.stdout


def test_nothing_of_one_run_reaches_the_next(notebook, project, tmp_path):
    for number in (11, 13, 15):
        notebook(f"{number}_setzt", SETUP, SETS)
        notebook(f"{number + 1}_sieht", SETUP, SEES)
    done = run(project, tmp_path / "out", *(w for n in range(11, 17) for w in ("--report", str(n))), "--jobs", "1")
    assert done.returncode == 0, done.stdout


def test_a_second_notebook_in_a_process_sees_nothing_of_the_first_and_time_limits_hold(notebook, tmp_path):
    first, second, endless = notebook("11_a", "fremd = 42"), notebook("12_b", "assert 'fremd' not in globals()"), notebook("13_c", "import time\ntime.sleep(60)")
    script = (
        "import sys\nfrom papermill import execute_notebook\n"
        "for file in sys.argv[1:3]:\n    execute_notebook(file, None, engine_name='workbench', kernel_name='python3', progress_bar=False)\n"
        "execute_notebook(sys.argv[3], None, engine_name='workbench', kernel_name='python3', progress_bar=False, execution_timeout=2)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(first), str(second), str(endless)], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "A cell timed out" in done.stderr


@pytest.mark.parametrize("engine", [(), ("--engine", "workbench")])
def test_papermill_runs_a_notebook_with_and_without_the_engine(tmp_path, engine):
    file = next(NOTEBOOKS.glob("20_*.ipynb"))
    done = command("papermill", str(file), str(tmp_path / "x.ipynb"), "-p", "gemeinde", "dorsten", "--no-progress-bar", *engine)
    assert done.returncode == 0, done.stderr
    cells = json.loads((tmp_path / "x.ipynb").read_text(encoding="utf-8"))["cells"]
    assert all(c["execution_count"] for c in cells if c["cell_type"] == "code")
    assert not [o for c in cells if c["cell_type"] == "code" for o in c["outputs"] if o["output_type"] == "error"]
