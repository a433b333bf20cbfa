"""The kernel in this process: outputs as in a kernel of its own, for cells of every nasty kind."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

CELLS = {
    "a result": "print('hallo'); 1 + 1",
    "two streams": "import sys\nprint('b')\nprint('e', file=sys.stderr)",
    "display with updates": "from IPython.display import clear_output, display\nh = display(1, display_id='x')\nh.update(5)\nprint('weg'); clear_output(); print('da')",
    "a display updated from a later cell": "h.update(7)",
    "shell": "!echo shell",
    "a magic": "%%bash\necho bash",
    "a capture": "%%capture c\nprint('still')",
    "what was captured": "c.stdout",
    "a figure without show": "import matplotlib.pyplot as plt\nplt.plot([1, 2]); None",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\n'gewartet'",
    "a frame": "import pandas as pd\npd.DataFrame({'a': [1.5], 'b': ['x']})",
    "a thread": "import threading\nt = threading.Thread(target=lambda: print('faden')); t.start(); t.join()",
    "processes": "import multiprocessing as mp\nwith mp.get_context('spawn').Pool(2) as p:\n    print(p.map(abs, [-1, 2]))",
    "a warning": "import warnings\nwarnings.warn('achtung', stacklevel=1)",
    "logging": "import logging\nlogging.getLogger('x').warning('protokoll')",
    "an output widget": "import ipywidgets as w\no = w.Output(); display(o)\nwith o:\n    print('darin')",
    "pickling": "import pickle\nclass Ding: pass\ntype(pickle.loads(pickle.dumps(Ding()))).__name__",
    "history": "In[1], Out[1], _oh is Out",
    "random state": "import random, numpy as np\n(random.random() == 0.5, np.random.random() == 0.5)",
    "input is refused": "try:\n    input()\nexcept Exception as e:\n    print(type(e).__name__)",
    "progress": "from tqdm.auto import tqdm\nsum(tqdm(range(3), disable=True))",
    "an output turned away and a closed one": "import os\nos.dup2(os.open(os.devnull, os.O_WRONLY), 1), os.close(2)\nNone",
    "an error": "x = 1\nx / 0",
}
RUN = """
import json, sys
import workbench.batch.wire
if sys.argv[1] == "workbench":
    from workbench.batch import kernel
    kernel.warm()
import papermill
from nbformat import read, writes
book = read(sys.argv[2], 4)
try:
    papermill.execute_notebook(book, sys.argv[3], engine_name=sys.argv[1], kernel_name="python3", progress_bar=False)
except papermill.PapermillExecutionError:
    pass
"""


def executed(tmp_path: Path, engine: str) -> dict[str, Any]:
    """Outputs of each cell, without what is chance."""
    book = new_notebook(cells=[new_code_cell(c, id=f"z{i}") for i, c in enumerate(CELLS.values())], metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}})
    given, out = tmp_path / "gegeben.ipynb", tmp_path / f"{engine}.ipynb"
    given.write_text(json.dumps(book), encoding="utf-8")
    subprocess.run([sys.executable, "-c", RUN, engine, str(given), str(out)], check=True, capture_output=True, cwd=tmp_path, env={k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"})
    made = json.loads(out.read_text(encoding="utf-8"))
    cells = [c for c in made["cells"] if c["source"] and not {"papermill-error-cell-tag"} & set(c["metadata"].get("tags", []))]
    found = {name: (cell["execution_count"], [_normal(o) for o in _joined(cell["outputs"])]) for name, cell in zip(CELLS, cells, strict=True)}
    return found | {"metadata": made["metadata"]["language_info"]}


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces of one stream are one output; the order of the two streams is chance."""
    streams: dict[str, str] = {}
    for o in outputs:
        if o["output_type"] == "stream":
            streams[o["name"]] = streams.get(o["name"], "") + "".join(o["text"])
    return [*({"output_type": "stream", "name": n, "text": t} for n, t in sorted(streams.items())), *(o for o in outputs if o["output_type"] != "stream")]


def _normal(output: dict[str, Any]) -> str:
    return re.sub(r"0x[0-9a-f]+|[0-9a-f]{32}|ipykernel_\d+/\d+|[0-9a-f-]{36}", "·", json.dumps(output, sort_keys=True))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = tmp_path_factory.mktemp("kernel")
    return executed(folder, "workbench"), executed(folder, "nbclient")


@pytest.mark.parametrize("name", [*CELLS, "metadata"])
def test_a_cell_gives_what_it_gives_in_a_kernel_of_its_own(both: tuple[dict[str, Any], dict[str, Any]], name: str) -> None:
    ours, theirs = both
    assert ours[name] == theirs[name]
