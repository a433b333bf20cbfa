"""A worker process where no fork can be: reads jobs from its standard input, executes one after the other in kernels, reports on its standard output.

When the input ends while a job runs, the batch is dead: the worker ends its kernel and itself.
"""

import contextlib
import functools
import os
import pickle
import queue
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NoReturn

import psutil

# 35 parsers that jsonschema would compile for formats which no notebook uses: 1.1 s of processor time
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] # the import machinery's own way to say "not there"

from workbench.batch.execute import Task, perform  # noqa: E402 (after the line above)
from workbench.batch.watch import begun  # noqa: E402 (as above)

READY = "ready"
BROKEN = 70  # exit code of a run that failed outside of its cells (sysexits.h: EX_SOFTWARE)
MARK = "WORKBENCH_WORKER"  # names the worker in the environment of every process below it

Order = tuple[int, Task | None]  # number of a run, with what it is to do; without: it is to be ended
Tasks = queue.SimpleQueue[Order | None]


def listen(source: BinaryIO, tasks: Tasks, orphaned: Callable[[], None]) -> None:
    """Pass tasks on until there is an end.

    Parameters
    ----------
    source
        Pickled orders; None is the last.
    tasks
        Where they go.
    orphaned
        Called when the source ends without that None: the parent is dead.

    """
    while True:
        try:
            order = pickle.load(source)  # noqa: S301 (from the parent's own pipe)
        except (EOFError, pickle.UnpicklingError):
            return orphaned()
        tasks.put(order)
        if order is None:
            return None


def serve(tasks: Tasks, tell: Callable[[object], None]) -> None:
    """Execute tasks until None comes.

    Parameters
    ----------
    tasks
        Where they come from.
    tell
        Called with READY under -1, and under the number of the run with each cell that begins and with the outcome.

    """
    from papermill.engines import papermill_engines

    import workbench.export.gate  # noqa: F401 (loaded before the clock of the first job starts)
    from workbench.batch.kernels import Reserve, engine

    with contextlib.closing(Reserve()) as reserve:
        papermill_engines.register("reserve", engine(reserve))
        tell((-1, READY))
        while (order := tasks.get()) is not None:
            number, task = order
            if task is not None:
                begun(task.log)
                reserve.memory = task.memory
                tell((number, perform(task, functools.partial(_numbered, tell, number))))


def _numbered(tell: Callable[[object], None], number: int, message: object) -> None:
    """Tell something of a run."""
    tell((number, message))


def end_all_here() -> NoReturn:
    """End everything below this process, and itself; nothing of the batch stays on the disk."""
    for child in psutil.Process().children(recursive=True):
        child.kill()
    shutil.rmtree(Path(os.environ["WORKBENCH_TEMP"]), ignore_errors=True)
    os._exit(1)


def main() -> None:
    """Serve over standard input and output, which nothing else in the process may use."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: Tasks = queue.SimpleQueue()
    threading.Thread(target=listen, args=(sys.stdin.buffer, tasks, end_all_here), daemon=True).start()

    def tell(message: object) -> None:
        """Send a message to the parent."""
        pickle.dump(message, answers)
        answers.flush()

    serve(tasks, tell)


if __name__ == "__main__":
    main()
