"""Surroundings of a batch: a private folder, the same environment on every machine, and the end of all that carries its mark."""

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil

from workbench.batch import reports
from workbench.batch.journal import Lock
from workbench.batch.wire import MARK, end_below
from workbench.errors import RunError

_PREFIX = "workbench-"  # of the private folder of a batch
_FOREIGN = ("JPY_", "VSCODE_PID", "IPYTHON", "JUPYTER_", "PYTHONSTARTUP")


def environment(root: Path, mark: str, project: Path) -> dict[str, str]:
    """Surroundings of a worker and its kernels: the same on every run and machine, and private."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN)}
    package = Path(__file__).parents[2]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    places = {"JUPYTER_RUNTIME_DIR": "r", "JUPYTER_PATH": "j", "IPYTHONDIR": "i", "TMPDIR": "t", "TEMP": "t", "TMP": "t"}
    return kept | threads | {name: str(root / folder) for name, folder in places.items()} | {
        MARK: mark,
        "WORKBENCH_TEMP": str(root),
        "WORKBENCH_PROJECT": str(project),
        "PYTHONPATH": os.pathsep.join([str(package), *filter(None, [kept.get("PYTHONPATH")])]),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as every kernel has it
        "JE_ARROW_MALLOC_CONF": "background_thread:false",  # a thread would not survive a fork
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }  # fmt: skip


def private() -> tuple[Path, Lock]:
    """Folders of a batch, held by a lock, with a kernel that is this very Python; what dead batches left goes."""
    remove_abandoned()
    root = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = Lock(root).__enter__()
    spec = root / "j" / "kernels" / reports.KERNEL
    for folder in (root / "t", root / "r", spec):
        folder.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=40"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}), encoding="utf-8")
    return root, lock


def remove_abandoned() -> None:
    """Remove what batches left that were killed with all their processes: raw data may lie there. Whose batch lives holds its lock."""
    for begun in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/t"):
        with contextlib.suppress(RunError, OSError), Lock(begun.parent):
            shutil.rmtree(begun.parent, ignore_errors=True)


def end_all(mark: str) -> None:
    """End every process whose environment carries the mark, kernels in sessions of their own included."""
    while found := {p for p in psutil.process_iter() if _marked(p, mark)}:
        for process in found:
            end_below(process.pid)
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(found, timeout=5)


def _marked(process: psutil.Process, mark: str) -> bool:
    """Whether a process belongs to the worker or batch of that mark."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.environ().get(MARK, "").startswith(mark)
    except (psutil.Error, OSError):
        return False


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """A time in which Ctrl-C does nothing: what is being tidied up is tidied up."""
    main = threading.current_thread() is threading.main_thread()
    if main:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        if main:
            signal.signal(signal.SIGINT, signal.default_int_handler)
